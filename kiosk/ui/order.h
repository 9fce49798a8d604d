/* The order in which a line's words stand, from the left: the Unicode bidirectional algorithm (UAX 9), by FriBidi.
 * Levels are found for a whole paragraph; lines, which were broken before, are put in order one by one. */
#ifndef FOLKMOOT_UI_ORDER_H
#define FOLKMOOT_UI_ORDER_H

#include "text.h"

struct paragraph;

/* A part of a line: of one word, one font and one direction; or spaces. */
struct piece {
	const char *text;
	size_t len;
	uint8_t level; /* odd: right to left */
};

enum { ORDER_PIECES = 256 };

/* NULL where there is no memory. Used again for paragraph after paragraph. */
struct paragraph *paragraph_create(void);
void paragraph_destroy(struct paragraph *paragraph);
/* Looks at a text up to its first '\n' or end, and keeps a pointer to it. Its direction is that of its first letter
 * outside of isolates; where it has none, the one given. STATUS_NO_ROOM. */
enum status MUST_CHECK paragraph_read(struct paragraph *paragraph, const char *text, enum text_direction direction);
/* The paragraph that was read holds the beginning of that line. */
int paragraph_has(const struct paragraph *paragraph, const struct line *line);
/* The pieces of one of its lines, from left to right. Returns how many. */
unsigned paragraph_pieces(struct piece out[static ORDER_PIECES], const struct paragraph *paragraph,
                          struct text_shop *shop, const struct line *line);

#endif
