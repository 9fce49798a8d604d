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

/* --- how it works: 48 units wide, 52 high --- */

/* A tile on which a step's drawing stands, at the left of its box. */
struct tile {
	struct image *image;
	double x, y, u; /* u: pixels of a unit */
	uint32_t ink, fill, mark[3];
};

static struct rect part_of(const struct tile *tile, double x, double y, double w, double h)
{
	int left = (int)(tile->x + x * tile->u), top = (int)(tile->y + y * tile->u);

	return (struct rect){left, top, (int)(tile->x + (x + w) * tile->u) - left,
	                     (int)(tile->y + (y + h) * tile->u) - top};
}

static struct tile tile_of(struct image *image, struct rect box, unsigned theme)
{
	struct paint ground = paint_of(theme, SURFACE_CARD_CHOSEN);
	struct accents accents = accents_of(theme);
	struct tile tile = {image, box.x, box.y, box.h / 52.0, ground.ink, ground.fill, {0}};

	memcpy(tile.mark, accents.mark, sizeof(tile.mark));
	draw_panel(image, part_of(&tile, 0, 0, 60, 52), (int)(4 * tile.u), ground.fill, ground.edge,
	           ground.edge == ground.fill ? 0 : (int)(0.6 * tile.u + 1));
	return tile;
}

static void tile_line(const struct tile *tile, double x0, double y0, double x1, double y1, double width,
                      uint32_t colour)
{
	draw_stroke(tile->image, tile->x + x0 * tile->u, tile->y + y0 * tile->u, tile->x + x1 * tile->u,
	            tile->y + y1 * tile->u, width * tile->u, colour);
}

/* A sheet of paper with three lines; rows ticked: bits. */
static void tile_sheet(const struct tile *tile, double x, double y, unsigned ticked)
{
	draw_panel(tile->image, part_of(tile, x, y, 30, 38), (int)(2.5 * tile->u), tile->fill, tile->ink,
	           (int)(1.2 * tile->u + 0.5));
	for (unsigned i = 0; i < 3; i++) {
		double row = y + 9 + 10 * i;

		tile_line(tile, x + 14, row, x + 24, row, 1.8, tile->ink);
		if (ticked >> i & 1)
			draw_disc(tile->image, tile->x + (x + 7.5) * tile->u, tile->y + row * tile->u, 2.8 * tile->u,
			          tile->mark[i]);
		else
			draw_ring(tile->image, tile->x + (x + 7.5) * tile->u, tile->y + row * tile->u, 2.4 * tile->u,
			          1.1 * tile->u, tile->ink);
	}
}

/* Choosing: a sheet with two rows marked. */
static void draw_choose(struct image *image, struct rect box, unsigned theme)
{
	struct tile tile = tile_of(image, box, theme);

	tile_sheet(&tile, 15, 7, 5);
}

/* Checking: the sheet, and a lens with a tick over it. */
static void draw_check(struct image *image, struct rect box, unsigned theme)
{
	struct tile tile = tile_of(image, box, theme);
	double x = tile.x + 37 * tile.u, y = tile.y + 30 * tile.u;

	tile_sheet(&tile, 11, 7, 5);
	tile_line(&tile, 44.5, 37.5, 50.5, 43.5, 4, tile.ink);
	draw_disc(image, x, y, 11.5 * tile.u, tile.fill);
	draw_ring(image, x, y, 10.4 * tile.u, 2 * tile.u, tile.ink);
	draw_icon(image, part_of(&tile, 30, 23, 14, 14), ICON_TICK, tile.mark[0]);
}

/* Casting: the sheet goes into a box that is locked. */
static void draw_cast(struct image *image, struct rect box, unsigned theme)
{
	struct tile tile = tile_of(image, box, theme);
	uint32_t body = accents_of(theme).mark[0];

	draw_panel(image, part_of(&tile, 20, 5, 20, 22), (int)(2 * tile.u), tile.fill, tile.ink,
	           (int)(1.2 * tile.u + 0.5));
	tile_line(&tile, 25, 11, 35, 11, 1.6, tile.ink);
	tile_line(&tile, 25, 16, 35, 16, 1.6, tile.ink);
	draw_round(image, part_of(&tile, 9, 23, 42, 23), (int)(2.5 * tile.u), body);
	tile_line(&tile, 18, 23.6, 42, 23.6, 2.2, tile.ink);
	draw_icon(image, part_of(&tile, 23, 28, 14, 14), ICON_LOCK, tile.fill);
}

/* All three, with arrows between them. */
static void draw_how(struct image *image, struct rect box, unsigned theme)
{
	static void (*const steps[])(struct image *, struct rect, unsigned) = {draw_choose, draw_check, draw_cast};
	double u = box.h / 52.0;
	int arrow = (int)(14 * u);

	for (int i = 0; i < 3; i++) {
		int x = box.x + (int)(i * 86 * u);

		steps[i](image, (struct rect){x, box.y, (int)(60 * u), box.h}, theme);
		if (i < 2)
			draw_icon(image, (struct rect){x + (int)(66 * u), box.y + (box.h - arrow) / 2, arrow, arrow},
			          ICON_NEXT, paint_of(theme, SURFACE_PAPER).ink);
	}
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
	case PICTURE_HOW_CHOOSE: draw_choose(image, box, theme); break;
	case PICTURE_HOW_CHECK: draw_check(image, box, theme); break;
	case PICTURE_HOW_CAST: draw_cast(image, box, theme); break;
	case PICTURE_TICK: draw_done(image, box, theme); break;
	case PICTURE_CARD_OUTLINE:
		draw_frame(image, (struct rect){box.x, box.y, card_w, card_h}, (int)(0.00318 * px_per_m), paper.ink, 2);
		break;
	case PICTURE_PATTERN: draw_pattern(image, box, px_per_m); break;
	}
}
