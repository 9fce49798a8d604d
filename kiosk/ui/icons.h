/* The program's icons as strokes of a round pen in a square of 24 units; made from assets/icons. Numbers are hundredths
 * of a unit. */
#ifndef FOLKMOOT_ICONS_H
#define FOLKMOOT_ICONS_H

#include <stdint.h>

#include "screen.h"

enum { ICON_UNITS = 2400 };

struct icon_point {
	int16_t x, y;
};

/* A line through points; a dot where there is only one. */
struct icon_stroke {
	uint16_t first, count;
	uint16_t width; /* of the pen */
};

struct icon_drawing {
	uint16_t first, count; /* strokes */
};

extern const struct icon_point icon_points[];
extern const struct icon_stroke icon_strokes[];
extern const struct icon_drawing icon_drawings[ICON_COUNT];

#endif
