#include "text.h"

#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WEIGHT_REGULAR, WEIGHT_SEMIBOLD, WEIGHT_BOLD, WEIGHT_COUNT };
/* Widths are taken from letters so many times larger, since SDL_ttf tells them in whole pixels. */
enum { FINE = 8 };
enum { FONTS_MAX = 64, RUNS = 1024, RUN_BYTES_MAX = 12 * 1024 * 1024, WORDS = 8192, WORD_MAX = 40 };

struct font {
	TTF_Font *ttf;
	int weight, px;
};

/* A drawn run. */
struct run {
	uint64_t hash;
	char *text;
	size_t len;
	struct coverage coverage;
	uint8_t *rows;
	uint64_t used; /* when, for forgetting the oldest */
};

/* A measured word. Longer ones are measured each time. */
struct word {
	int width;
	uint8_t style, len; /* style: type and size; len 0: empty */
	char text[WORD_MAX];
};

struct text_shop {
	char folder[512];
	int px_per_m;
	struct font font[FONTS_MAX];
	unsigned font_count;
	struct run run[RUNS];
	size_t run_bytes;
	uint64_t clock;
	struct word word[WORDS];
};

static const char *const files[WEIGHT_COUNT] = {"Inter-Regular.otf", "Inter-SemiBold.otf", "Inter-Bold.otf"};

/* Inter's capitals are 1490 of 2048 units high. */
static int em_px(const struct text_shop *shop, unsigned type, unsigned text_size)
{
	double capital = (double)type_capital(type, text_size) * shop->px_per_m / 100000.0;

	return (int)(capital * 2048.0 / 1490.0 + 0.5);
}

static int weight_of(unsigned type)
{
	switch ((enum text_style)type) {
	case TYPE_SMALL:
	case TYPE_BODY:
	case TYPE_LEAD: return WEIGHT_REGULAR;
	case TYPE_STRONG:
	case TYPE_LARGE:
	case TYPE_CODE: return WEIGHT_SEMIBOLD;
	case TYPE_TITLE:
	case TYPE_DISPLAY: return WEIGHT_BOLD;
	case TYPE_COUNT: break;
	}
	return WEIGHT_REGULAR;
}

static TTF_Font *font_of(struct text_shop *shop, unsigned type, unsigned text_size, int times)
{
	int weight = weight_of(type), px = em_px(shop, type, text_size) * times;
	char path[640];
	TTF_Font *ttf;

	for (unsigned i = 0; i < shop->font_count; i++)
		if (shop->font[i].weight == weight && shop->font[i].px == px)
			return shop->font[i].ttf;
	if (shop->font_count == FONTS_MAX)
		return NULL;
	snprintf(path, sizeof(path), "%s/%s", shop->folder, files[weight]);
	ttf = TTF_OpenFont(path, px);
	if (!ttf)
		return NULL;
	TTF_SetFontHinting(ttf, TTF_HINTING_LIGHT_SUBPIXEL);
	shop->font[shop->font_count++] = (struct font){ttf, weight, px};
	return ttf;
}

/* --- measuring --- */

static uint64_t hash_text(unsigned style, const char *text, size_t len)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ style;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return hash ^ hash >> 29;
}

static int measure_plainly(struct text_shop *shop, unsigned type, unsigned text_size, const char *text, size_t len)
{
	TTF_Font *ttf = font_of(shop, type, text_size, FINE);
	char copy[1024];
	int width = 0;

	if (!ttf)
		return 0;
	len = len < sizeof(copy) - 1 ? len : sizeof(copy) - 1;
	memcpy(copy, text, len);
	copy[len] = 0;
	if (TTF_SizeUTF8(ttf, copy, &width, NULL))
		return 0;
	return (width + FINE / 2) / FINE;
}

static int measure_width(void *context, unsigned type, unsigned text_size, const char *text, size_t len)
{
	struct text_shop *shop = context;
	unsigned style = type * 4 + text_size;
	struct word *word;

	if (len >= WORD_MAX)
		return measure_plainly(shop, type, text_size, text, len);
	word = &shop->word[hash_text(style, text, len) % WORDS];
	if (word->len != len || word->style != style || memcmp(word->text, text, len) != 0) {
		word->width = measure_plainly(shop, type, text_size, text, len);
		word->style = (uint8_t)style;
		word->len = (uint8_t)len;
		memcpy(word->text, text, len);
	}
	return word->width;
}

/* Lines of running text stand further apart than those of headings. */
static int measure_line(void *context, unsigned type, unsigned text_size)
{
	struct text_shop *shop = context;
	int em = em_px(shop, type, text_size);
	int percent = type >= TYPE_TITLE || text_size == 3 ? 122 : text_size == 2 ? 128 : 136;

	return (em * percent + 99) / 100;
}

struct measure text_shop_measure(struct text_shop *shop)
{
	return (struct measure){shop, measure_width, measure_line};
}

int text_baseline(struct text_shop *shop, unsigned type, unsigned text_size)
{
	int line = measure_line(shop, type, text_size), em = em_px(shop, type, text_size);

	/* The middle of a capital stands a little above the middle of its line's descenders. */
	return (line + em * 1490 / 2048) / 2 + em / 50;
}

/* --- drawn runs --- */

static void forget_run(struct text_shop *shop, struct run *run)
{
	shop->run_bytes -= run->len + 1 + (size_t)run->coverage.pitch * (size_t)run->coverage.height;
	free(run->text);
	free(run->rows);
	memset(run, 0, sizeof(*run));
}

static void forget_oldest(struct text_shop *shop)
{
	struct run *oldest = NULL;

	for (unsigned i = 0; i < RUNS; i++)
		if (shop->run[i].text && (!oldest || shop->run[i].used < oldest->used))
			oldest = &shop->run[i];
	if (oldest)
		forget_run(shop, oldest);
}

static enum status keep_surface(struct run *run, SDL_Surface *surface, int ascent)
{
	size_t width = (size_t)surface->w, height = (size_t)surface->h;

	run->rows = malloc(width * height + 1);
	if (!run->rows)
		return STATUS_NO_ROOM;
	for (size_t y = 0; y < height; y++) {
		const uint8_t *from = (const uint8_t *)surface->pixels + y * (size_t)surface->pitch;

		/* ARGB, white: the alpha is the coverage. */
		for (size_t x = 0; x < width; x++) {
			uint32_t pixel;

			memcpy(&pixel, from + 4 * x, sizeof(pixel));
			run->rows[y * width + x] = (uint8_t)(pixel >> 24);
		}
	}
	run->coverage = (struct coverage){surface->w, surface->h, surface->w, ascent, run->rows};
	return STATUS_OK;
}

static enum status draw_run(struct run *run, TTF_Font *ttf, const char *text, size_t len)
{
	SDL_Color white = {255, 255, 255, 255};
	SDL_Surface *surface;
	enum status status;

	run->text = malloc(len + 1);
	if (!run->text)
		return STATUS_NO_ROOM;
	memcpy(run->text, text, len);
	run->text[len] = 0;
	run->len = len;
	surface = TTF_RenderUTF8_Blended(ttf, run->text, white);
	status = surface ? keep_surface(run, surface, TTF_FontAscent(ttf)) : STATUS_IO;
	SDL_FreeSurface(surface);
	if (status) {
		free(run->text);
		memset(run, 0, sizeof(*run));
	}
	return status;
}

enum status text_run(struct coverage *out, struct text_shop *shop, unsigned type, unsigned text_size, const char *text,
                     size_t len)
{
	TTF_Font *ttf = font_of(shop, type, text_size, 1);
	uint64_t hash = hash_text(type * 4 + text_size, text, len);
	struct run *first = &shop->run[hash % (RUNS / 4) * 4], *run = NULL;
	enum status status;

	memset(out, 0, sizeof(*out));
	if (!len)
		return STATUS_OK;
	if (!ttf)
		return STATUS_ABSENT;
	for (unsigned i = 0; i < 4; i++) {
		struct run *at = first + i;

		if (at->text && at->hash == hash && at->len == len && !memcmp(at->text, text, len)) {
			at->used = ++shop->clock;
			*out = at->coverage;
			return STATUS_OK;
		}
		if (!run || !at->text || (run->text && at->used < run->used))
			run = at;
	}
	if (run->text)
		forget_run(shop, run);
	while (shop->run_bytes > RUN_BYTES_MAX)
		forget_oldest(shop);
	status = draw_run(run, ttf, text, len);
	if (status)
		return status;
	run->hash = hash;
	run->used = ++shop->clock;
	shop->run_bytes += len + 1 + (size_t)run->coverage.pitch * (size_t)run->coverage.height;
	*out = run->coverage;
	return STATUS_OK;
}

/* --- the shop --- */

static void forget_all(struct text_shop *shop)
{
	for (unsigned i = 0; i < RUNS; i++)
		if (shop->run[i].text)
			forget_run(shop, &shop->run[i]);
	for (unsigned i = 0; i < shop->font_count; i++)
		TTF_CloseFont(shop->font[i].ttf);
	memset(shop->font, 0, sizeof(shop->font));
	shop->font_count = 0;
	memset(shop->word, 0, sizeof(shop->word));
}

void text_shop_display(struct text_shop *shop, int px_per_m)
{
	if (shop->px_per_m == px_per_m)
		return;
	forget_all(shop);
	shop->px_per_m = px_per_m;
}

enum status text_shop_create(struct text_shop **out, char *why, size_t why_room, const char *folder)
{
	struct text_shop *shop = calloc(1, sizeof(*shop));

	*out = NULL;
	if (!shop)
		return STATUS_NO_ROOM;
	snprintf(shop->folder, sizeof(shop->folder), "%s", folder);
	if (TTF_Init()) {
		snprintf(why, why_room, "The font library does not start: %s.", TTF_GetError());
		free(shop);
		return STATUS_IO;
	}
	for (unsigned weight = 0; weight < WEIGHT_COUNT; weight++) {
		char path[640];
		TTF_Font *ttf;

		snprintf(path, sizeof(path), "%s/%s", folder, files[weight]);
		ttf = TTF_OpenFont(path, 20);
		if (!ttf) {
			snprintf(why, why_room, "The font %s cannot be read: install the package fonts-inter.", path);
			text_shop_destroy(shop);
			return STATUS_ABSENT;
		}
		TTF_CloseFont(ttf);
	}
	*out = shop;
	return STATUS_OK;
}

void text_shop_destroy(struct text_shop *shop)
{
	if (!shop)
		return;
	forget_all(shop);
	TTF_Quit();
	free(shop);
}
