#include "html.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The next character and its length in bytes; U+FFFD and 1 for what is no clean UTF-8. */
static uint32_t next_character(size_t *len, const char *text, size_t left)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	uint8_t first = (uint8_t)text[0];
	size_t want = first < 0x80                    ? 1
	              : first >= 0xc2 && first < 0xe0 ? 2
	              : first >= 0xe0 && first < 0xf0 ? 3
	              : first >= 0xf0 && first < 0xf5 ? 4
	                                              : 0;
	uint32_t code = want == 1 ? first : want ? first & (0x7fU >> want) : 0;

	*len = 1;
	if (!want || want > left)
		return 0xfffd;
	for (size_t i = 1; i < want; i++) {
		if (((uint8_t)text[i] & 0xc0) != 0x80)
			return 0xfffd;
		code = code << 6 | ((uint8_t)text[i] & 0x3f);
	}
	if (code < least[want] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0xfffd;
	*len = want;
	return code;
}

enum treatment { KEPT, REPLACED, LEFT_OUT };

static enum treatment treat(uint32_t code)
{
	if (code == '\n' || code == '\t')
		return KEPT;
	if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xfffd || (code & 0xfffe) == 0xfffe)
		return REPLACED;
	if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff)
		return LEFT_OUT;
	return KEPT;
}

static const char *escape_of(uint32_t code)
{
	switch (code) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void html_bytes(FILE *out, const char *text, size_t len)
{
	while (len) {
		size_t step;
		uint32_t code = next_character(&step, text, len);
		const char *escape = escape_of(code);

		if (treat(code) == REPLACED)
			fputs("\xef\xbf\xbd", out);
		else if (escape)
			fputs(escape, out);
		else if (treat(code) == KEPT)
			fwrite(text, 1, step, out);
		text += step;
		len -= step;
	}
}

void html_text(FILE *out, const char *text)
{
	html_bytes(out, text, strlen(text));
}

char *plain_text(const char *text)
{
	size_t left = strlen(text), len = 0;
	char *out = malloc(3 * left + 1);

	while (out && left) {
		size_t step;
		uint32_t code = next_character(&step, text, left);

		if (treat(code) == REPLACED) {
			memcpy(out + len, "\xef\xbf\xbd", 3);
			len += 3;
		} else if (treat(code) == KEPT) {
			memcpy(out + len, text, step);
			len += step;
		}
		text += step;
		left -= step;
	}
	if (out)
		out[len] = '\0';
	return out;
}
