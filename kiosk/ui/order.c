#include "order.h"

#include <fribidi.h>
#include <stdlib.h>
#include <string.h>

#include "characters.h"

struct paragraph {
	const char *text;
	size_t len;
	FriBidiLevel base;
	int plain;   /* nothing in it goes from the right */
	size_t room; /* of the arrays */
	FriBidiChar *character;
	FriBidiCharType *type;
	FriBidiBracketType *bracket;
	FriBidiLevel *level;
	uint8_t *level_at; /* by byte of the text */
};

struct paragraph *paragraph_create(void)
{
	return calloc(1, sizeof(struct paragraph));
}

static void drop(struct paragraph *paragraph)
{
	free(paragraph->character);
	free(paragraph->type);
	free(paragraph->bracket);
	free(paragraph->level);
	free(paragraph->level_at);
	memset(paragraph, 0, sizeof(*paragraph));
}

void paragraph_destroy(struct paragraph *paragraph)
{
	if (!paragraph)
		return;
	drop(paragraph);
	free(paragraph);
}

static enum status make_room(struct paragraph *paragraph, size_t len)
{
	size_t room = len + len / 2 + 64;

	if (len <= paragraph->room)
		return STATUS_OK;
	drop(paragraph);
	paragraph->character = calloc(room, sizeof(*paragraph->character));
	paragraph->type = calloc(room, sizeof(*paragraph->type));
	paragraph->bracket = calloc(room, sizeof(*paragraph->bracket));
	paragraph->level = calloc(room, sizeof(*paragraph->level));
	paragraph->level_at = calloc(room, 1);
	if (!paragraph->character || !paragraph->type || !paragraph->bracket || !paragraph->level ||
	    !paragraph->level_at) {
		drop(paragraph);
		return STATUS_NO_ROOM;
	}
	paragraph->room = room;
	return STATUS_OK;
}

/* One paragraph of Latin and the like needs no algorithm. */
static int is_plain(const char *text, size_t len)
{
	const char *end = text + len;

	for (size_t i = 0; i < len; i++) {
		const char *at = text + i;
		uint32_t character;

		if ((unsigned char)*at < 0xd6)
			continue;
		character = character_next(&at, end);
		if (character_is_right_to_left(character) || character_is_hidden(character))
			return 0;
		i = (size_t)(at - text) - 1;
	}
	return 1;
}

static void spread_levels(struct paragraph *paragraph, unsigned count)
{
	const char *at = paragraph->text, *end = at + paragraph->len;

	for (unsigned i = 0; i < count; i++) {
		const char *from = at;

		(void)character_next(&at, end);
		memset(paragraph->level_at + (from - paragraph->text), paragraph->level[i], (size_t)(at - from));
	}
}

enum status paragraph_read(struct paragraph *paragraph, const char *text, enum text_direction direction)
{
	size_t len = strcspn(text, "\n");
	enum status status = make_room(paragraph, len + 1);
	FriBidiParType base = direction == RIGHT_TO_LEFT ? FRIBIDI_PAR_WRTL : FRIBIDI_PAR_WLTR;
	const char *at = text, *end = text + len;
	unsigned count = 0;

	if (status)
		return status;
	paragraph->text = text;
	paragraph->len = len;
	paragraph->base = 0;
	paragraph->plain = direction == LEFT_TO_RIGHT && is_plain(text, len);
	if (paragraph->plain || !len)
		return STATUS_OK;
	while (at < end)
		paragraph->character[count++] = character_next(&at, end);
	fribidi_get_bidi_types(paragraph->character, (FriBidiStrIndex)count, paragraph->type);
	fribidi_get_bracket_types(paragraph->character, (FriBidiStrIndex)count, paragraph->type, paragraph->bracket);
	if (!fribidi_get_par_embedding_levels_ex(paragraph->type, paragraph->bracket, (FriBidiStrIndex)count, &base,
	                                         paragraph->level))
		return STATUS_NO_ROOM;
	paragraph->base = FRIBIDI_IS_RTL(base) ? 1 : 0;
	spread_levels(paragraph, count);
	return STATUS_OK;
}

int paragraph_has(const struct paragraph *paragraph, const struct line *line)
{
	return paragraph->text && line->start >= paragraph->text && line->start < paragraph->text + paragraph->len;
}

static uint8_t level_of(const struct paragraph *paragraph, const char *at)
{
	return paragraph->plain ? 0 : paragraph->level_at[at - paragraph->text];
}

/* Bytes of one level, and only spaces or none. */
static size_t even_len(const struct paragraph *paragraph, const char *from, const char *end)
{
	uint8_t level = level_of(paragraph, from);
	int space = *from == ' ';
	const char *at = from;

	while (at < end && level_of(paragraph, at) == level && (*at == ' ') == space)
		at++;
	return (size_t)(at - from);
}

/* The pieces in the order of reading. */
static unsigned cut(struct piece *out, const struct paragraph *paragraph, struct text_shop *shop, const char *at,
                    const char *end)
{
	unsigned count = 0;

	while (at < end && count < ORDER_PIECES) {
		const char *stop = at + even_len(paragraph, at, end), *from = at;
		uint8_t level = level_of(paragraph, at);
		size_t len;

		if (*at == ' ') {
			out[count++] = (struct piece){at, (size_t)(stop - at), level};
			at = stop;
			continue;
		}
		len = text_stretch(shop, &from, stop);
		if (len)
			out[count++] = (struct piece){from, len, level};
		at = len ? from + len : stop;
	}
	return count;
}

static void turn(struct piece *piece, unsigned count)
{
	for (unsigned i = 0; i < count / 2; i++) {
		struct piece held = piece[i];

		piece[i] = piece[count - 1 - i];
		piece[count - 1 - i] = held;
	}
}

unsigned paragraph_pieces(struct piece out[static ORDER_PIECES], const struct paragraph *paragraph,
                          struct text_shop *shop, const struct line *line)
{
	const char *end = line->start + line->len;
	unsigned count, highest = 0;

	while (end > line->start && end[-1] == ' ')
		end--;
	count = cut(out, paragraph, shop, line->start, end);
	for (unsigned i = 0; i < count; i++)
		highest = out[i].level > highest ? out[i].level : highest;
	/* UAX 9, L2: from the highest level down to the lowest odd one, every stretch of it or higher turns round. */
	for (unsigned level = highest; level >= 1; level--) {
		for (unsigned i = 0, from = 0; i <= count; i++) {
			if (i < count && out[i].level >= level)
				continue;
			turn(out + from, i - from);
			from = i + 1;
		}
	}
	return count;
}
