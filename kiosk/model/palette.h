/* The few colours, by theme and surface. Numbers are 0xRRGGBB. Every pair of fill and ink keeps to voter.md: calm and
 * open at least 10:1, the two high ones at least 20:1, soft between 4.5:1 and 8:1. */
#ifndef FOLKMOOT_PALETTE_H
#define FOLKMOOT_PALETTE_H

#include <stdint.h>

#include "screen.h"

/* The voter chooses among the first four; where a session begins and where it ends well, the calm one is THEME_OPEN:
 * green from edge to edge, to be known from across the room. */
enum theme { THEME_CALM, THEME_BLACK_ON_WHITE, THEME_WHITE_ON_BLACK, THEME_SOFT, THEME_OPEN, THEME_COUNT };

enum surface {
	SURFACE_PAPER,
	SURFACE_PANEL,
	SURFACE_CARD,
	SURFACE_CARD_CHOSEN,
	SURFACE_BUTTON,
	SURFACE_MAIN,
	SURFACE_QUIET,
	SURFACE_DANGER,
	SURFACE_CHOSEN,
	SURFACE_BLOCKED,
	SURFACE_NOTICE,
	SURFACE_BAND, /* of a practice election */
	SURFACE_PRESSED,
	SURFACE_COUNT
};

struct paint {
	uint32_t fill;
	uint32_t ink;
	uint32_t soft; /* second-rank text: as much contrast as the theme promises */
	uint32_t edge; /* equal to fill: no edge is drawn */
	int edge_mm;   /* hundredths of a millimetre */
};

struct paint paint_of(unsigned theme, enum surface surface);
/* What an element stands on; SURFACE_PRESSED replaces it for a button under a finger. */
enum surface element_surface(const struct element *element);

/* Not behind or in words: the bar, the ring of focus, the mark. */
struct accents {
	uint32_t bar, bar_track, bar_edge;
	uint32_t focus_outer, focus_inner;
	uint32_t mark[3];
};
struct accents accents_of(unsigned theme);

#endif
