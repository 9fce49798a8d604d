#include "speech.h"

#include <string.h>

static int is_spoken(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int speech_next(struct segment *out, const char **rest, unsigned own)
{
	int begins = 0;

	while (**rest) {
		const char *text = *rest;
		size_t len = strcspn(text, SPEECH_BREAK);
		int any = 0;

		*rest = text + len + (text[len] != 0);
		*out = (struct segment){text, len, own, begins};
		while (out->len && *out->text == ' ')
			out->text++, out->len--;
		if (out->len > 1 && *out->text == SPEECH_LANGUAGE[0]) {
			out->language = (unsigned char)out->text[1] - 1U;
			out->text += 2;
			out->len -= 2;
		}
		while (out->len && *out->text == ' ')
			out->text++, out->len--;
		while (out->len && out->text[out->len - 1] == ' ')
			out->len--;
		for (size_t i = 0; i < out->len && !any; i++)
			any = is_spoken((unsigned char)out->text[i]);
		if (any)
			return 1;
		begins = 1;
	}
	return 0;
}
