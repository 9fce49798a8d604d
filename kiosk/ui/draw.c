#include "draw.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static struct rect clip(const struct image *image, struct rect box)
{
	int right = box.x + box.w, bottom = box.y + box.h;

	box.x = box.x > 0 ? box.x : 0;
	box.y = box.y > 0 ? box.y : 0;
	box.w = (right < image->width ? right : image->width) - box.x;
	box.h = (bottom < image->height ? bottom : image->height) - box.y;
	return box;
}

static uint32_t *at(const struct image *image, int x, int y)
{
	return image->pixels + (ptrdiff_t)y * image->pitch + x;
}

/* cover: 0 to 255. */
static uint32_t mix(uint32_t under, uint32_t over, unsigned cover)
{
	uint32_t a = cover + (cover >> 7), b = 256 - a;
	uint32_t red_blue = ((over & 0xff00ff) * a + (under & 0xff00ff) * b) >> 8 & 0xff00ff;
	uint32_t green = ((over & 0x00ff00) * a + (under & 0x00ff00) * b) >> 8 & 0x00ff00;

	return 0xff000000 | red_blue | green;
}

/* How much of a pixel lies inside, from its middle's distance to the edge. */
static unsigned cover_of(double inside)
{
	double cover = inside + 0.5;

	return cover <= 0 ? 0 : cover >= 1 ? 255 : (unsigned)(cover * 255 + 0.5);
}

static void blend(const struct image *image, int x, int y, uint32_t colour, unsigned cover)
{
	uint32_t *pixel = at(image, x, y);

	if (cover == 255)
		*pixel = 0xff000000 | colour;
	else if (cover)
		*pixel = mix(*pixel, colour, cover);
}

void draw_fill(struct image *image, struct rect box, uint32_t colour)
{
	uint32_t *first;

	box = clip(image, box);
	if (box.w <= 0 || box.h <= 0)
		return;
	first = at(image, box.x, box.y);
	for (int x = 0; x < box.w; x++)
		first[x] = 0xff000000 | colour;
	/* Copying a row is several times faster than writing its pixels. */
	for (int y = 1; y < box.h; y++)
		memcpy(at(image, box.x, box.y + y), first, (size_t)box.w * sizeof(*first));
}

void draw_round(struct image *image, struct rect box, int radius, uint32_t colour)
{
	int most = (box.w < box.h ? box.w : box.h) / 2;

	radius = radius < most ? radius : most;
	if (radius < 0)
		return;
	draw_fill(image, (struct rect){box.x, box.y + radius, box.w, box.h - 2 * radius}, colour);
	draw_fill(image, (struct rect){box.x + radius, box.y, box.w - 2 * radius, radius}, colour);
	draw_fill(image, (struct rect){box.x + radius, box.y + box.h - radius, box.w - 2 * radius, radius}, colour);
	for (int y = 0; y < radius; y++) {
		for (int x = 0; x < radius; x++) {
			double dx = radius - x - 0.5, dy = radius - y - 0.5;
			unsigned cover = cover_of(radius - sqrt(dx * dx + dy * dy));
			int left = box.x + x, right = box.x + box.w - 1 - x, top = box.y + y,
			    bottom = box.y + box.h - 1 - y;

			if (left < 0 || top < 0 || right >= image->width || bottom >= image->height)
				continue;
			blend(image, left, top, colour, cover);
			blend(image, right, top, colour, cover);
			blend(image, left, bottom, colour, cover);
			blend(image, right, bottom, colour, cover);
		}
	}
}

void draw_panel(struct image *image, struct rect box, int radius, uint32_t fill, uint32_t edge, int edge_px)
{
	if (edge == fill || edge_px <= 0) {
		draw_round(image, box, radius, fill);
		return;
	}
	draw_round(image, box, radius, edge);
	draw_round(image, rect_inset(box, edge_px), radius > edge_px ? radius - edge_px : 0, fill);
}

/* Distance from the middle of a pixel to the edge of a rounded box, positive inside. */
static double inside_round(double x, double y, struct rect box, double radius)
{
	double half_w = box.w / 2.0, half_h = box.h / 2.0;
	double dx = fabs(x - box.x - half_w) - half_w + radius, dy = fabs(y - box.y - half_h) - half_h + radius;
	double outside = sqrt((dx > 0 ? dx * dx : 0) + (dy > 0 ? dy * dy : 0));
	double most = dx > dy ? dx : dy;

	return radius - outside - (most < 0 ? most : 0);
}

void draw_frame(struct image *image, struct rect box, int radius, uint32_t edge, int edge_px)
{
	struct rect seen = clip(image, box), inner = rect_inset(box, edge_px);
	double inner_radius = radius > edge_px ? radius - edge_px : 0;
	int far = radius > edge_px ? radius : edge_px;

	for (int y = seen.y; y < seen.y + seen.h; y++) {
		for (int x = seen.x; x < seen.x + seen.w; x++) {
			double out, in;

			/* The wide middle has no edge. */
			if (y >= box.y + far && y < box.y + box.h - far && x >= box.x + far &&
			    x < box.x + box.w - far) {
				x = box.x + box.w - far - 1;
				continue;
			}
			out = inside_round(x + 0.5, y + 0.5, box, radius);
			in = inside_round(x + 0.5, y + 0.5, inner, inner_radius);
			blend(image, x, y, edge, cover_of(out < -in ? out : -in));
		}
	}
}

/* --- shapes by distance --- */

static struct rect around(const struct image *image, double x, double y, double reach)
{
	int left = (int)floor(x - reach) - 1, top = (int)floor(y - reach) - 1;

	return clip(image, (struct rect){left, top, (int)ceil(2 * reach) + 3, (int)ceil(2 * reach) + 3});
}

void draw_disc(struct image *image, double x, double y, double radius, uint32_t colour)
{
	struct rect box = around(image, x, y, radius);

	for (int py = box.y; py < box.y + box.h; py++)
		for (int px = box.x; px < box.x + box.w; px++)
			blend(image, px, py, colour, cover_of(radius - hypot(px + 0.5 - x, py + 0.5 - y)));
}

void draw_ring(struct image *image, double x, double y, double radius, double width, uint32_t colour)
{
	struct rect box = around(image, x, y, radius + width / 2);

	for (int py = box.y; py < box.y + box.h; py++)
		for (int px = box.x; px < box.x + box.w; px++)
			blend(image, px, py, colour,
			      cover_of(width / 2 - fabs(hypot(px + 0.5 - x, py + 0.5 - y) - radius)));
}

void draw_arc(struct image *image, double x, double y, double radius, double width, double from, double sweep,
              uint32_t colour)
{
	struct rect box = around(image, x, y, radius + width / 2);
	double ends[4] = {x + radius * cos(from), y + radius * sin(from), x + radius * cos(from + sweep),
	                  y + radius * sin(from + sweep)};

	for (int py = box.y; py < box.y + box.h; py++) {
		for (int px = box.x; px < box.x + box.w; px++) {
			double dx = px + 0.5 - x, dy = py + 0.5 - y;
			double turn = fmod(atan2(dy, dx) - from + 4 * M_PI, 2 * M_PI), inside;

			if (turn <= sweep) {
				inside = width / 2 - fabs(hypot(dx, dy) - radius);
			} else {
				double a = hypot(px + 0.5 - ends[0], py + 0.5 - ends[1]);
				double b = hypot(px + 0.5 - ends[2], py + 0.5 - ends[3]);

				inside = width / 2 - (a < b ? a : b);
			}
			blend(image, px, py, colour, cover_of(inside));
		}
	}
}

void draw_stroke(struct image *image, double x0, double y0, double x1, double y1, double width, uint32_t colour)
{
	double reach = hypot(x1 - x0, y1 - y0) / 2 + width / 2, length = (x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0);
	struct rect box = around(image, (x0 + x1) / 2, (y0 + y1) / 2, reach);

	for (int py = box.y; py < box.y + box.h; py++) {
		for (int px = box.x; px < box.x + box.w; px++) {
			double dx = px + 0.5 - x0, dy = py + 0.5 - y0;
			double along = length > 0 ? (dx * (x1 - x0) + dy * (y1 - y0)) / length : 0;

			along = along < 0 ? 0 : along > 1 ? 1 : along;
			blend(image, px, py, colour,
			      cover_of(width / 2 - hypot(dx - along * (x1 - x0), dy - along * (y1 - y0))));
		}
	}
}

void draw_coverage(struct image *image, int x, int y, const struct coverage *coverage, uint32_t colour)
{
	struct rect box = clip(image, (struct rect){x, y, coverage->width, coverage->height});

	for (int py = box.y; py < box.y + box.h; py++) {
		const uint8_t *from = coverage->rows + (ptrdiff_t)(py - y) * coverage->pitch + (box.x - x);
		uint32_t *row = at(image, box.x, py);

		for (int px = 0; px < box.w; px++) {
			if (from[px] == 255)
				row[px] = 0xff000000 | colour;
			else if (from[px])
				row[px] = mix(row[px], colour, from[px]);
		}
	}
}

void draw_pixels(struct image *image, struct rect box, const uint32_t *pixels, int radius)
{
	struct rect seen = clip(image, box);

	for (int y = seen.y; y < seen.y + seen.h; y++) {
		const uint32_t *from = pixels + (ptrdiff_t)(y - box.y) * box.w;
		int corner = y < box.y + radius || y >= box.y + box.h - radius;

		for (int x = seen.x; x < seen.x + seen.w; x++) {
			unsigned cover = 255;

			if (corner && (x < box.x + radius || x >= box.x + box.w - radius))
				cover = cover_of(inside_round(x + 0.5, y + 0.5, box, radius));
			blend(image, x, y, from[x - box.x], cover);
		}
	}
}

void draw_turned(struct image *image, struct rect box)
{
	box = clip(image, box);
	for (int y = box.y; y < box.y + box.h; y++) {
		uint32_t *row = at(image, box.x, y);

		for (int left = 0, right = box.w - 1; left < right; left++, right--) {
			uint32_t held = row[left];

			row[left] = row[right];
			row[right] = held;
		}
	}
}
