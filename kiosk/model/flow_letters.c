#include <string.h>

#include "flow_steps.h"

/* A text that is written letter by letter. */

/* One code point in UTF-8; returns how many bytes, 0 for what is none. */
static size_t utf8_of(char out[static 4], uint32_t code_point)
{
	static const struct {
		uint32_t below;
		uint8_t lead;
	} lengths[] = {{0x80, 0}, {0x800, 0xc0}, {0x10000, 0xe0}, {0x110000, 0xf0}};
	size_t more = 0;

	while (more < 4 && code_point >= lengths[more].below)
		more++;
	if (more == 4)
		return 0;
	for (size_t i = more; i > 0; i--, code_point >>= 6)
		out[i] = (char)(0x80 | (code_point & 0x3f));
	out[0] = (char)(lengths[more].lead | code_point);
	return more + 1;
}

enum letter_result flow_add_letter(char *text, size_t most_bytes, uint32_t most_characters, uint32_t code_point)
{
	char letter[4];
	size_t used = strlen(text), len = utf8_of(letter, code_point);

	if (len == 0 || !text_is_clean(letter, len))
		return LETTER_NONE;
	if (used + len > most_bytes || (most_characters > 0 && text_characters(text) >= most_characters))
		return LETTER_NO_ROOM;
	memcpy(text + used, letter, len);
	return LETTER_ADDED;
}

void flow_take_letter(char *text)
{
	size_t len = strlen(text);

	while (len > 0 && ((uint8_t)text[len - 1] & 0xc0U) == 0x80)
		text[--len] = 0;
	if (len > 0)
		text[len - 1] = 0;
}

void flow_trim(char *text)
{
	size_t len = strlen(text);

	while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\n'))
		text[--len] = 0;
}
