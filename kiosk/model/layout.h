/* Where things stand on a display, in millimetres first: sizes follow voter.md at any resolution and text size. Text is measured through a
 * function that the canvas (or a test) provides, so that this floor needs no fonts. */
#ifndef FOLKMOOT_LAYOUT_H
#define FOLKMOOT_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

struct rect {
	int x, y, w, h; /* pixels */
};

/* How text comes out: type is enum text_style. */
struct measure {
	void *context;
	/* Width of a run in pixels, not broken. */
	int (*width)(void *context, unsigned type, unsigned text_size, const char *text);
	/* Height in pixels of text broken to a width. */
	int (*height)(void *context, unsigned type, unsigned text_size, const char *text, int width);
};

struct look {
	int width, height;     /* of the display, pixels */
	int px_per_m;          /* pixels per metre: 3,780 is 96 per inch */
	unsigned text_size;    /* 0 to 3 */
	unsigned theme;        /* 0 to 3 */
	struct measure measure;
};

/* Millimetres (hundredths) to pixels, rounded. */
int look_px(const struct look *look, int hundredth_mm);
/* Capital height in hundredths of a millimetre of a type at a text size. */
int type_capital(unsigned type, unsigned text_size);

#endif
