/* The program's own signs and drawings: each is there, in its place, and like no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "draw.h"
#include "icons.h"
#include "palette.h"

enum { SIDE = 128, BOX = 32, WHITE = 0xffffff, BLACK = 0 };

struct sheet {
	uint32_t pixels[SIDE * SIDE];
	struct image image;
};

static void clear(struct sheet *sheet)
{
	sheet->image = (struct image){sheet->pixels, SIDE, SIDE, SIDE};
	draw_fill(&sheet->image, (struct rect){0, 0, SIDE, SIDE}, WHITE);
}

/* Pixels that are not paper, within a box or outside of it. */
static unsigned painted(const struct sheet *sheet, struct rect box, int inside)
{
	unsigned count = 0;

	for (int y = 0; y < SIDE; y++) {
		for (int x = 0; x < SIDE; x++) {
			int in = x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;

			count += in == inside && (sheet->pixels[y * SIDE + x] & WHITE) != WHITE;
		}
	}
	return count;
}

static void test_every_icon_is_drawn(void **state)
{
	static struct sheet sheet, other;
	struct rect box = {40, 30, BOX, BOX};

	(void)state;
	for (unsigned i = ICON_NONE + 1; i < ICON_COUNT; i++) {
		clear(&sheet);
		draw_icon(&sheet.image, box, (enum icon)i, BLACK);
		if (painted(&sheet, box, 1) < BOX)
			fail_msg("icon %u is hardly there", i);
		if (painted(&sheet, rect_inset(box, -1), 0))
			fail_msg("icon %u leaves its box", i);
		for (unsigned k = ICON_NONE + 1; k < i; k++) {
			clear(&other);
			draw_icon(&other.image, box, (enum icon)k, BLACK);
			if (!memcmp(sheet.pixels, other.pixels, sizeof(sheet.pixels)))
				fail_msg("icons %u and %u are the same", i, k);
		}
	}
	clear(&sheet);
	draw_icon(&sheet.image, box, ICON_NONE, BLACK);
	assert_int_equal(painted(&sheet, box, 1), 0);
}

/* Near the display's edge, and beyond it, nothing outside of the pixels is touched (the sanitizers look). */
static void test_icons_at_the_edge(void **state)
{
	static struct sheet sheet;

	(void)state;
	clear(&sheet);
	for (int at = -BOX - 2; at < SIDE + 2; at += 7) {
		draw_icon(&sheet.image, (struct rect){at, -5, BOX, BOX}, ICON_SETTINGS, BLACK);
		draw_icon(&sheet.image, (struct rect){SIDE - 9, at, BOX, BOX}, ICON_HELP, BLACK);
	}
	assert_true(painted(&sheet, (struct rect){0, 0, SIDE, SIDE}, 1) > 0);
}

static void test_arrows_point_both_ways(void **state)
{
	static struct sheet back, next;
	struct rect box = {0, 0, 48, 48};

	(void)state;
	clear(&back);
	clear(&next);
	draw_icon(&back.image, box, ICON_BACK, BLACK);
	draw_icon(&next.image, box, ICON_NEXT, BLACK);
	for (int y = 0; y < 48; y++)
		for (int x = 0; x < 48; x++)
			assert_in_range((back.pixels[y * SIDE + x] & 255) + 2 - (next.pixels[y * SIDE + 47 - x] & 255),
			                0, 4);
}

/* In every theme each drawing stands in its box, and is seen. */
static void test_drawings(void **state)
{
	static const enum picture pictures[] = {PICTURE_MARK, PICTURE_TICK, PICTURE_HOW_CHOOSE, PICTURE_HOW_CHECK,
	                                        PICTURE_HOW_CAST};
	static struct sheet sheet;
	struct rect box = {20, 20, 80, 60};

	(void)state;
	for (unsigned theme = 0; theme < THEME_COUNT; theme++) {
		for (size_t i = 0; i < sizeof(pictures) / sizeof(*pictures); i++) {
			uint32_t paper = paint_of(theme, SURFACE_PAPER).fill;
			unsigned seen = 0;

			clear(&sheet);
			draw_fill(&sheet.image, (struct rect){0, 0, SIDE, SIDE}, paper);
			draw_picture(&sheet.image, box, pictures[i], theme, 3615);
			for (int y = 0; y < SIDE; y++) {
				for (int x = 0; x < SIDE; x++) {
					int other = (sheet.pixels[y * SIDE + x] & WHITE) != paper;

					seen += (unsigned)other;
					if (other && (x < 19 || x > 101 || y < 19 || y > 81))
						fail_msg("picture %u leaves its box in theme %u", pictures[i], theme);
				}
			}
			if (seen < 200)
				fail_msg("picture %u is hardly seen in theme %u", pictures[i], theme);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_icon_is_drawn),
	    cmocka_unit_test(test_icons_at_the_edge),
	    cmocka_unit_test(test_arrows_point_both_ways),
	    cmocka_unit_test(test_drawings),
	};

	return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
