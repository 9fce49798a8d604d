#include "sentence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"

/* Precisions count bytes: where one cut a character in two, what is left of it goes, and so does whatever else is no
 * clean text. */
static void drop_halves(char *text)
{
	char *to = text;

	while (*text) {
		size_t left = strnlen(text, 4), len = 1;

		while (len < left && !text_is_clean(text, len))
			len++;
		if (!text_is_clean(text, len)) {
			text++;
			continue;
		}
		memmove(to, text, len);
		to += len;
		text += len;
	}
	*to = '\0';
}

void tell(struct sentence *what, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(what->text, sizeof what->text, format, arguments);
	va_end(arguments);
	drop_halves(what->text);
}

void sentence_copy(char *out, size_t room, const struct sentence *in)
{
	static const char mark[] = "…";
	size_t len = strlen(in->text);

	if (len >= room) {
		len = room - sizeof mark;
		while (len > 0 && ((unsigned char)in->text[len] & 0xc0U) == 0x80)
			len--;
		memcpy(out + len, mark, sizeof mark);
	} else {
		out[len] = '\0';
	}
	memcpy(out, in->text, len);
}
