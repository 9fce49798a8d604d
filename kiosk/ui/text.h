/* Text: font files opened once per weight and size, words measured and runs turned into coverage once and kept. A text
 * is cut into stretches of one font and script (fonts.h), each shaped with its script and direction. */
#ifndef FOLKMOOT_UI_TEXT_H
#define FOLKMOOT_UI_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "layout.h"
#include "status.h"

struct text_shop;

enum text_direction { LEFT_TO_RIGHT, RIGHT_TO_LEFT };

/* How much of each pixel a run covers: 0 to 255. */
struct coverage {
	int width, height, pitch;
	int ascent; /* from its top to the baseline */
	const uint8_t *rows;
};

/* folder: of the Inter font files; NULL: Debian's. why: a sentence where it fails. STATUS_ABSENT, STATUS_NO_ROOM. */
enum status MUST_CHECK text_shop_create(struct text_shop **out, char *why, size_t why_room, const char *folder);
void text_shop_destroy(struct text_shop *shop);
/* Sizes follow the display; what was kept for another one is forgotten. */
void text_shop_display(struct text_shop *shop, int px_per_m);
/* Forgets, and wipes, every word that was measured or drawn. */
void text_shop_forget(struct text_shop *shop);
/* Measures through this shop. */
struct measure text_shop_measure(struct text_shop *shop);
/* The first stretch of a text that is drawn with one font: *start is set to where it begins, past what is never drawn;
 * returns its bytes, 0 where nothing is to be drawn. */
size_t text_stretch(struct text_shop *shop, const char **start, const char *end);
/* A stretch, drawn; width 0 where it leaves no trace. Owned by the shop, good until the next call. STATUS_NO_ROOM,
 * STATUS_IO. */
enum status MUST_CHECK text_run(struct coverage *out, struct text_shop *shop, unsigned type, unsigned text_size,
                                const char *text, size_t len, enum text_direction direction);
/* From the top of a line to its baseline, pixels. tall: of text_lines_tall. */
int text_baseline(struct text_shop *shop, unsigned type, unsigned text_size, int tall);

#endif
