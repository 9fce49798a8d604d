/* Whether the kiosk's fonts (fonts.h) have a glyph for every character of a text. */
#ifndef FOLKMOOT_GLYPHS_H
#define FOLKMOOT_GLYPHS_H

#include "election.h"

struct glyphs;

enum { GLYPHS_WHY = 256 };

/* Finds the font files. STATUS_ABSENT where one is missing, STATUS_NO_ROOM, STATUS_IO; why then says it in one
 * sentence, and *out is NULL. */
enum status MUST_CHECK glyphs_open(struct glyphs **out, char why[static GLYPHS_WHY]);
void glyphs_close(struct glyphs *glyphs);
/* The first character of a text that no font has; *at (may be NULL) is set to the byte where it stands. 0: all are
 * there. */
uint32_t glyphs_missing(struct glyphs *glyphs, const char *text, size_t *at);
/* Looks through every text that a kiosk can show. Each language with a character that no font has is a fault, told once
 * by name with the first such place ("language zh: ..."). Returns STATUS_OK or STATUS_RULES. */
enum status MUST_CHECK glyphs_check(struct glyphs *glyphs, const struct election *election, problem_sink *found,
                                    void *context);

#endif
