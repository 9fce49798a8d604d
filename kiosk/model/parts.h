/* How the inside of one element is divided: its texts, broken to its box, and its sign. The screen asks how much room
 * an element needs, the canvas paints the same parts, the tests check that they fit: nobody guesses. */
#ifndef FOLKMOOT_PARTS_H
#define FOLKMOOT_PARTS_H

#include "screen.h"

enum { PARTS_MAX = 6 };

struct part {
	const char *text; /* NULL: the element's icon fills the box */
	enum text_style type;
	int soft; /* in the surface's soft ink */
	int centred;
	int from_right;  /* lines begin at the right edge */
	struct rect box; /* text: as wide as it may be, as high as its lines are */
};

/* The parts of an element, in its box; where the look's language is written from the right they stand the other way
 * round (but in what is STATE_LEFT_TO_RIGHT). What is drawn as a whole (bar, QR, dots, pictures, panels) has none. */
unsigned element_parts(struct part out[static PARTS_MAX], const struct element *element, const struct look *look);
/* The least height that holds its parts at a width; box is not looked at. */
int element_height(const struct element *element, const struct look *look, int width);
/* The width at which each of its texts stands on one line; and the least width without breaking a word. */
int element_width(const struct element *element, const struct look *look);
int element_least_width(const struct element *element, const struct look *look);

#endif
