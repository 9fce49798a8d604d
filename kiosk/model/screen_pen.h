/* How a page of texts and buttons is laid into columns and parts: a pen that walks through its items. Inside of the
 * screens; not for use elsewhere. */
#ifndef FOLKMOOT_SCREEN_PEN_H
#define FOLKMOOT_SCREEN_PEN_H

#include "screen_make.h"

/* A pen that goes down the columns of part after part, and writes in one of them only. */
struct pen {
	struct make *make;
	struct page *page;
	struct rect area;
	unsigned columns, column, part;
	unsigned write; /* the part to write; UINT32_MAX: none */
	int x, y, width, lowest;
	unsigned pieces;
};

/* Lays out all items, and puts those of the part to write. Returns the number of parts. */
unsigned pen_walk(struct pen *pen);

#endif
