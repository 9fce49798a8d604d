/* Text: font files opened once per weight and size, words measured and runs turned into coverage once and kept. */
#ifndef FOLKMOOT_UI_TEXT_H
#define FOLKMOOT_UI_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "layout.h"
#include "status.h"

struct text_shop;

/* How much of each pixel a run covers: 0 to 255. */
struct coverage {
	int width, height, pitch;
	int ascent; /* from its top to the baseline */
	const uint8_t *rows;
};

/* folder: of the Inter font files. why: a sentence where it fails. STATUS_ABSENT, STATUS_NO_ROOM. */
enum status MUST_CHECK text_shop_create(struct text_shop **out, char *why, size_t why_room, const char *folder);
void text_shop_destroy(struct text_shop *shop);
/* Sizes follow the display; what was kept for another one is forgotten. */
void text_shop_display(struct text_shop *shop, int px_per_m);
/* Measures through this shop. */
struct measure text_shop_measure(struct text_shop *shop);
/* Owned by the shop, good until the next call. STATUS_NO_ROOM, STATUS_IO. */
enum status MUST_CHECK text_run(struct coverage *out, struct text_shop *shop, unsigned type, unsigned text_size,
                                const char *text, size_t len);
/* From the top of a line to its baseline, pixels. */
int text_baseline(struct text_shop *shop, unsigned type, unsigned text_size);

#endif
