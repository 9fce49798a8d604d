/* Painting with smooth edges into rows of pixels: rounded rectangles, discs, rings, strokes, coverage of text. Pure
 * arithmetic: the same numbers give the same pixels on every machine of a kind. */
#ifndef FOLKMOOT_UI_DRAW_H
#define FOLKMOOT_UI_DRAW_H

#include <stdint.h>

#include "layout.h"
#include "screen.h"
#include "text.h"

struct image {
	uint32_t *pixels;         /* 0xffRRGGBB */
	int width, height, pitch; /* pitch in pixels */
};

void draw_fill(struct image *image, struct rect box, uint32_t colour);
void draw_round(struct image *image, struct rect box, int radius, uint32_t colour);
/* With an edge inside of the box. */
void draw_panel(struct image *image, struct rect box, int radius, uint32_t fill, uint32_t edge, int edge_px);
/* Only the edge. */
void draw_frame(struct image *image, struct rect box, int radius, uint32_t edge, int edge_px);
void draw_disc(struct image *image, double x, double y, double radius, uint32_t colour);
void draw_ring(struct image *image, double x, double y, double radius, double width, uint32_t colour);
/* Part of a ring, from an angle over a sweep, radians, clockwise from the right; round ends. */
void draw_arc(struct image *image, double x, double y, double radius, double width, double from, double sweep,
              uint32_t colour);
/* A line with round ends. */
void draw_stroke(struct image *image, double x0, double y0, double x1, double y1, double width, uint32_t colour);
/* Copies rows of pixels into a box, with round corners. */
void draw_pixels(struct image *image, struct rect box, const uint32_t *pixels, int radius);
/* Turns what was drawn in a box round: left becomes right. */
void draw_turned(struct image *image, struct rect box);
void draw_coverage(struct image *image, int x, int y, const struct coverage *coverage, uint32_t colour);

/* --- the program's own drawings (pictures.c) --- */

void draw_icon(struct image *image, struct rect box, enum icon icon, uint32_t colour);
/* The mark: people around a circle, with one place free. colours: three. */
void draw_mark(struct image *image, struct rect box, const uint32_t *colours);
void draw_picture(struct image *image, struct rect box, enum picture picture, unsigned theme, int px_per_m);

#endif
