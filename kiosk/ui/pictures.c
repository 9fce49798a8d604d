#include <math.h>

#include "draw.h"
#include "palette.h"

/* Icons are drawn in a square of 24 units, strokes 2.4 units wide with round ends. */
struct pencil {
	struct image *image;
	double x, y, unit;
	uint32_t colour;
};

static void stroke(const struct pencil *pencil, double x0, double y0, double x1, double y1)
{
	double u = pencil->unit;

	draw_stroke(pencil->image, pencil->x + x0 * u, pencil->y + y0 * u, pencil->x + x1 * u, pencil->y + y1 * u,
	            2.4 * u, pencil->colour);
}

static void disc(const struct pencil *pencil, double x, double y, double radius)
{
	double u = pencil->unit;

	draw_disc(pencil->image, pencil->x + x * u, pencil->y + y * u, radius * u, pencil->colour);
}

static void ring(const struct pencil *pencil, double x, double y, double radius)
{
	double u = pencil->unit;

	draw_ring(pencil->image, pencil->x + x * u, pencil->y + y * u, radius * u, 2.4 * u, pencil->colour);
}

static void arc(const struct pencil *pencil, double x, double y, double radius, double from, double sweep)
{
	double u = pencil->unit;

	draw_arc(pencil->image, pencil->x + x * u, pencil->y + y * u, radius * u, 2.4 * u, from, sweep, pencil->colour);
}

static void draw_settings_icon(const struct pencil *pencil)
{
	static const double knob[3] = {8, 16, 10};

	for (int i = 0; i < 3; i++) {
		double y = 6 + 6 * i;

		stroke(pencil, 3, y, knob[i] - 4, y);
		ring(pencil, knob[i], y, 2.2);
		stroke(pencil, knob[i] + 4, y, 21, y);
	}
}

static void draw_help_icon(const struct pencil *pencil)
{
	ring(pencil, 12, 12, 9.5);
	arc(pencil, 12, 9.8, 2.8, -M_PI, M_PI * 1.35);
	stroke(pencil, 12.9, 12.4, 12, 14);
	disc(pencil, 12, 17.4, 1.5);
}

static void draw_restart_icon(const struct pencil *pencil)
{
	arc(pencil, 12, 12.5, 8.2, -M_PI * 0.75, M_PI * 1.6);
	stroke(pencil, 6.2, 2.6, 6.2, 7.2);
	stroke(pencil, 6.2, 7.2, 10.8, 7.2);
}

static void draw_notice_icon(const struct pencil *pencil)
{
	ring(pencil, 12, 12, 9.8);
	stroke(pencil, 12, 11.5, 12, 17);
	disc(pencil, 12, 7.2, 1.6);
}

static void draw_lock_icon(const struct pencil *pencil)
{
	arc(pencil, 12, 9, 4.6, -M_PI, M_PI);
	stroke(pencil, 7.4, 9, 7.4, 11);
	stroke(pencil, 16.6, 9, 16.6, 11);
	draw_round(pencil->image,
	           (struct rect){(int)(pencil->x + 4.5 * pencil->unit), (int)(pencil->y + 10.5 * pencil->unit),
	                         (int)(15 * pencil->unit), (int)(11 * pencil->unit)},
	           (int)(2 * pencil->unit), pencil->colour);
}

static void draw_staff_icon(const struct pencil *pencil)
{
	ring(pencil, 12, 8, 4.2);
	arc(pencil, 12, 22.5, 8.2, -M_PI * 0.93, M_PI * 0.86);
}

void draw_icon(struct image *image, struct rect box, enum icon icon, uint32_t colour)
{
	struct pencil pencil = {image, box.x, box.y, box.w / 24.0, colour};

	switch (icon) {
	case ICON_NONE: break;
	case ICON_TICK:
		stroke(&pencil, 4, 12.5, 9.5, 18);
		stroke(&pencil, 9.5, 18, 20, 6.5);
		break;
	case ICON_BACK:
		stroke(&pencil, 15, 5, 8, 12);
		stroke(&pencil, 8, 12, 15, 19);
		break;
	case ICON_NEXT:
		stroke(&pencil, 9, 5, 16, 12);
		stroke(&pencil, 16, 12, 9, 19);
		break;
	case ICON_UP:
		stroke(&pencil, 5, 15, 12, 8);
		stroke(&pencil, 12, 8, 19, 15);
		break;
	case ICON_DOWN:
		stroke(&pencil, 5, 9, 12, 16);
		stroke(&pencil, 12, 16, 19, 9);
		break;
	case ICON_SETTINGS: draw_settings_icon(&pencil); break;
	case ICON_HELP: draw_help_icon(&pencil); break;
	case ICON_RESTART: draw_restart_icon(&pencil); break;
	case ICON_NOTICE: draw_notice_icon(&pencil); break;
	case ICON_LOCK: draw_lock_icon(&pencil); break;
	case ICON_STAFF: draw_staff_icon(&pencil); break;
	case ICON_PLUS:
	case ICON_MINUS:
	case ICON_FIND:
	case ICON_FILTER:
	case ICON_SOUND:
	case ICON_SILENT:
	case ICON_REPEAT:
	case ICON_ERASE:
	case ICON_CAPITALS:
	case ICON_WRITE:
	case ICON_SEATED:
	case ICON_PLACE:
	case ICON_CATEGORY:
	case ICON_PERSON:
	case ICON_SOCIAL:
	case ICON_ECONOMIC:
	case ICON_ENVIRONMENTAL:
	case ICON_COUNT: break;
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
	}
}
