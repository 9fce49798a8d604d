#include <math.h>
#include <string.h>

#include "draw.h"
#include "icons.h"
#include "palette.h"

/* --- icons --- */

/* The widest icon drawn, pixels. */
enum { ICON_MOST = 1024 };

/* One row of an icon, and where its square stands. */
struct pencil {
	double x, y, unit; /* unit: pixels for a hundredth of a unit */
	int left, width;   /* of the row */
	uint8_t cover[ICON_MOST + 2];
};

static void touch(struct pencil *pencil, int x, double inside)
{
	double cover = inside + 0.5;
	uint8_t more = (uint8_t)(cover <= 0 ? 0 : cover >= 1 ? 255 : cover * 255 + 0.5);

	if (more > pencil->cover[x])
		pencil->cover[x] = more;
}

/* What a pen that goes from a to b covers of the row whose middle is y. */
static void cover_line(struct pencil *pencil, const struct icon_point *a, const struct icon_point *b, double pen,
                       double y)
{
	double u = pencil->unit, x0 = pencil->x + a->x * u, y0 = pencil->y + a->y * u;
	double dx = (b->x - a->x) * u, dy = (b->y - a->y) * u, length = dx * dx + dy * dy, reach = pen + 1;
	double low = (dy < 0 ? y0 + dy : y0) - reach, high = (dy < 0 ? y0 : y0 + dy) + reach;
	int first = (int)floor((dx < 0 ? x0 + dx : x0) - reach) - pencil->left;
	int last = (int)ceil((dx < 0 ? x0 : x0 + dx) + reach) - pencil->left;

	if (y < low || y > high)
		return;
	first = first > 0 ? first : 0;
	last = last < pencil->width ? last : pencil->width;
	for (int x = first; x < last; x++) {
		double px = pencil->left + x + 0.5 - x0, py = y - y0;
		double along = length > 0 ? (px * dx + py * dy) / length : 0;

		along = along < 0 ? 0 : along > 1 ? 1 : along;
		touch(pencil, x, pen - hypot(px - along * dx, py - along * dy));
	}
}

static void cover_row(struct pencil *pencil, const struct icon_drawing *drawing, double y)
{
	for (unsigned i = 0; i < drawing->count; i++) {
		const struct icon_stroke *stroke = &icon_strokes[drawing->first + i];
		const struct icon_point *point = &icon_points[stroke->first];
		double pen = stroke->width * pencil->unit / 2;

		for (unsigned k = stroke->count > 1; k < stroke->count; k++)
			cover_line(pencil, &point[k > 0 ? k - 1 : 0], &point[k], pen, y);
	}
}

void draw_icon(struct image *image, struct rect box, enum icon icon, uint32_t colour)
{
	struct pencil pencil = {.x = box.x, .y = box.y, .unit = (double)box.w / ICON_UNITS, .left = box.x - 1};

	if ((unsigned)icon >= ICON_COUNT || box.w <= 0 || box.w > ICON_MOST)
		return;
	pencil.width = box.w + 2;
	for (int y = box.y - 1; y <= box.y + box.w; y++) {
		struct coverage row = {.rows = pencil.cover, .width = pencil.width, .height = 1, .pitch = 0};

		memset(pencil.cover, 0, (size_t)pencil.width);
		cover_row(&pencil, &icon_drawings[icon], y + 0.5);
		draw_coverage(image, pencil.left, y, &row, colour);
	}
}

/* --- pictures --- */

void draw_mark(struct image *image, struct rect box, const uint32_t *colours)
{
	enum { PLACES = 9 };
	double side = box.w < box.h ? box.w : box.h, x = box.x + box.w / 2.0, y = box.y + box.h / 2.0;

	for (int i = 0; i < PLACES; i++) {
		double angle = M_PI / 2 + 2 * M_PI * i / PLACES;
		double head = side * 0.385, body = side * 0.27, size = side * 0.052;
		uint32_t colour = colours[(i < PLACES - i ? i : PLACES - i) % 3];

		/* The place nearest to whoever looks is theirs: only its outline stands there. */
		if (i == 0) {
			draw_ring(image, x + head * cos(angle), y + head * sin(angle), size * 1.0, side * 0.018,
			          colours[0]);
			draw_arc(image, x, y, body, side * 0.018, angle - 0.17, 0.34, colours[0]);
			continue;
		}
		draw_disc(image, x + head * cos(angle), y + head * sin(angle), size * 1.15, colour);
		draw_arc(image, x, y, body, side * 0.075, angle - 0.17, 0.34, colour);
	}
}

/* Three steps: a list with a tick, a closed lock, a box with a slot; between them arrows. */
static void draw_how(struct image *image, struct rect box, unsigned theme)
{
	struct paint paper = paint_of(theme, SURFACE_PAPER);
	struct accents accents = accents_of(theme);
	double u = box.h / 36.0, left = box.x + (box.w - 150 * u) / 2, top = box.y;
	struct rect card = {(int)left, (int)(top + 3 * u), (int)(30 * u), (int)(30 * u)};
	struct rect slot;

	draw_frame(image, card, (int)(4 * u), paper.ink, (int)(1.6 * u + 0.5));
	for (int i = 0; i < 3; i++) {
		double y = top + (10.5 + 7.5 * i) * u;

		draw_disc(image, left + 7.5 * u, y, 2.2 * u, i == 1 ? accents.mark[1] : accents.mark[0]);
		draw_stroke(image, left + 13 * u, y, left + 24 * u, y, 1.8 * u, paper.ink);
	}
	draw_icon(image, (struct rect){(int)(left + 40 * u), (int)(top + 12 * u), (int)(12 * u), (int)(12 * u)},
	          ICON_NEXT, paper.ink);
	draw_ring(image, left + 75 * u, top + 18 * u, 14 * u, 1.8 * u, paper.ink);
	draw_icon(image, (struct rect){(int)(left + 65 * u), (int)(top + 8 * u), (int)(20 * u), (int)(20 * u)},
	          ICON_TICK, accents.mark[0]);
	draw_icon(image, (struct rect){(int)(left + 98 * u), (int)(top + 12 * u), (int)(12 * u), (int)(12 * u)},
	          ICON_NEXT, paper.ink);
	slot = (struct rect){(int)(left + 119 * u), (int)(top + 15 * u), (int)(31 * u), (int)(18 * u)};
	draw_round(image, slot, (int)(3 * u), accents.mark[0]);
	draw_stroke(image, left + 127 * u, top + 20 * u, left + 142 * u, top + 20 * u, 2 * u, paper.fill);
	draw_frame(image, (struct rect){(int)(left + 127 * u), (int)(top + 2 * u), (int)(15 * u), (int)(14 * u)},
	           (int)(2 * u), paper.ink, (int)(1.6 * u + 0.5));
}

static void draw_done(struct image *image, struct rect box, unsigned theme)
{
	struct paint main = paint_of(theme, SURFACE_MAIN);
	double side = box.h, x = box.x + box.w / 2.0, y = box.y + box.h / 2.0;
	int tick = (int)(side * 0.56);

	draw_disc(image, x, y, side / 2, main.fill);
	draw_icon(image, (struct rect){(int)(x - tick / 2.0), (int)(y - tick / 2.0), tick, tick}, ICON_TICK, main.ink);
}

/* Colours, greys from black to white, lines a centimetre apart, and dots of one pixel. */
static void draw_pattern(struct image *image, struct rect box, int px_per_m)
{
	static const uint32_t colours[8] = {0xffffff, 0xffff00, 0x00ffff, 0x00ff00,
	                                    0xff00ff, 0xff0000, 0x0000ff, 0x000000};
	struct rect third = cut_top(&box, box.h / 3, 0);
	int step = px_per_m / 100 > 8 ? px_per_m / 100 : 8;

	for (int i = 0; i < 8; i++)
		draw_fill(image, (struct rect){third.x + third.w * i / 8, third.y, third.w / 8 + 1, third.h},
		          colours[i]);
	third = cut_top(&box, box.h / 2, 0);
	for (int i = 0; i < 16; i++)
		draw_fill(image, (struct rect){third.x + third.w * i / 16, third.y, third.w / 16 + 1, third.h},
		          (uint32_t)i * 0x111111);
	draw_fill(image, box, 0xffffff);
	for (int x = box.x; x < box.x + box.w; x += step)
		draw_fill(image, (struct rect){x, box.y, 1, box.h}, 0x000000);
	draw_fill(image, (struct rect){box.x + box.w - 1, box.y, 1, box.h}, 0x000000);
	for (int y = box.y; y < box.y + box.h; y += step)
		draw_fill(image, (struct rect){box.x, y, box.w, 1}, 0x000000);
	box = (struct rect){box.x + box.w / 3, box.y, box.w / 3, box.h / 2};
	for (int y = box.y; y < box.y + box.h; y++)
		for (int x = box.x + (y & 1); x < box.x + box.w; x += 2)
			draw_fill(image, (struct rect){x, y, 1, 1}, 0x000000);
}

void draw_picture(struct image *image, struct rect box, enum picture picture, unsigned theme, int px_per_m)
{
	struct accents accents = accents_of(theme);
	struct paint paper = paint_of(theme, SURFACE_PAPER);
	int card_w = (int)(0.0856 * px_per_m + 0.5), card_h = (int)(0.05398 * px_per_m + 0.5);

	switch (picture) {
	case PICTURE_MARK: draw_mark(image, box, accents.mark); break;
	case PICTURE_HOW: draw_how(image, box, theme); break;
	case PICTURE_TICK: draw_done(image, box, theme); break;
	case PICTURE_CARD_OUTLINE:
		draw_frame(image, (struct rect){box.x, box.y, card_w, card_h}, (int)(0.00318 * px_per_m), paper.ink, 2);
		break;
	case PICTURE_PATTERN: draw_pattern(image, box, px_per_m); break;
	}
}
