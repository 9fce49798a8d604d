#include "text.h"

#include <SDL_ttf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "characters.h"
#include "fonts.h"

/* Widths are taken from letters of this em, since SDL_ttf tells them in whole pixels. */
enum { MEASURE_PX = 256 };
enum { OPEN_MAX_FONTS = 96, FAMILIES_MAX = 48, RUNS = 1024, RUN_BYTES_MAX = 12 * 1024 * 1024, WORDS = 32768 };
enum { WORD_MAX = 72, UNKNOWN = 0xff };

/* A font file, mapped: all its sizes share it. */
struct file {
	void *bytes;
	size_t len;
};

struct font {
	TTF_Font *ttf;
	unsigned family, weight;
	int px;
	uint64_t used; /* when, for closing the oldest */
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

/* A measured word. */
struct word {
	int width;
	uint8_t style; /* type and size */
	uint16_t len;  /* 0: empty */
	uint64_t rest; /* a number for what is longer than text */
	char text[WORD_MAX];
};

struct text_shop {
	int px_per_m;
	struct file file[FAMILIES_MAX][WEIGHT_COUNT];
	struct font font[OPEN_MAX_FONTS];
	unsigned font_count;
	struct run run[RUNS];
	size_t run_bytes;
	uint64_t clock;
	struct word word[WORDS];
	uint8_t family_of[0x10000]; /* by code point; UNKNOWN: not looked for yet */
};

/* --- fonts --- */

/* Inter's capitals are 1490 of 2048 units high. */
static int em_px(const struct text_shop *shop, unsigned type, unsigned text_size)
{
	double capital = (double)type_capital(type, text_size) * shop->px_per_m / 100000.0;

	return (int)(capital * 2048.0 / 1490.0 + 0.5);
}

static int family_px(const struct text_shop *shop, unsigned family, unsigned type, unsigned text_size)
{
	return (em_px(shop, type, text_size) * font_chain[family].percent + 50) / 100;
}

static enum font_weight weight_of(unsigned type)
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

/* Room for one more, if need be by closing the one that was not used for longest. */
static struct font *font_room(struct text_shop *shop)
{
	struct font *oldest = &shop->font[0];

	if (shop->font_count < OPEN_MAX_FONTS)
		return &shop->font[shop->font_count++];
	for (unsigned i = 1; i < OPEN_MAX_FONTS; i++)
		if (shop->font[i].used < oldest->used)
			oldest = &shop->font[i];
	TTF_CloseFont(oldest->ttf);
	return oldest;
}

static TTF_Font *font_of(struct text_shop *shop, unsigned family, unsigned weight, int px)
{
	const struct file *file = &shop->file[family][weight];
	SDL_RWops *bytes;
	TTF_Font *ttf;

	for (unsigned i = 0; i < shop->font_count; i++) {
		struct font *font = &shop->font[i];

		if (font->family == family && font->weight == weight && font->px == px) {
			font->used = ++shop->clock;
			return font->ttf;
		}
	}
	bytes = SDL_RWFromConstMem(file->bytes, (int)file->len);
	ttf = bytes ? TTF_OpenFontRW(bytes, 1, px) : NULL;
	if (!ttf)
		return NULL;
	/* What is only measured needs no hinting: none of it changes a width. */
	TTF_SetFontHinting(ttf, px == MEASURE_PX ? TTF_HINTING_NONE : TTF_HINTING_LIGHT_SUBPIXEL);
	*font_room(shop) = (struct font){ttf, family, weight, px, ++shop->clock};
	return ttf;
}

static TTF_Font *measuring_font(struct text_shop *shop, unsigned family, unsigned weight)
{
	return font_of(shop, family, weight, MEASURE_PX);
}

/* --- stretches of one font --- */

static int family_has(struct text_shop *shop, unsigned family, uint32_t character)
{
	TTF_Font *ttf = measuring_font(shop, family, WEIGHT_REGULAR);

	return ttf && TTF_GlyphIsProvided32(ttf, character);
}

/* What no family has is left to the first: its box says that something is missing. */
static unsigned look_for_family(struct text_shop *shop, uint32_t character)
{
	for (unsigned family = 0; family < font_families; family++)
		if (family_has(shop, family, character))
			return family;
	return 0;
}

static unsigned family_of(struct text_shop *shop, uint32_t character)
{
	if (character >= 0x10000)
		return look_for_family(shop, character);
	if (shop->family_of[character] == UNKNOWN)
		shop->family_of[character] = (uint8_t)look_for_family(shop, character);
	return shop->family_of[character];
}

static int family_has_all(struct text_shop *shop, unsigned family, const char *text, const char *end)
{
	while (text < end) {
		uint32_t character = character_next(&text, end);

		if (!family_has(shop, family, character) && character != 0x200c && character != 0x200d)
			return 0;
	}
	return 1;
}

/* The family that has a character and the marks on it; failing that, the character's own. */
static unsigned family_of_cluster(struct text_shop *shop, const char *text, const char *end)
{
	const char *next = text;
	unsigned family = family_of(shop, character_next(&next, end));

	if (next == end || family_has_all(shop, family, next, end))
		return family;
	for (unsigned other = 0; other < font_families; other++)
		if (family_has_all(shop, other, text, end))
			return other;
	return family;
}

struct stretch {
	unsigned family;
	const char *script; /* NULL: of no script */
};

/* Inter draws an x between numbers as the sign of a product, and a code with "3x6" in it could not be typed. It does
 * not look beyond a stretch. */
static int is_product(uint32_t before, uint32_t character)
{
	return before >= '0' && before <= '9' && (character == 'x' || character == 'X');
}

static size_t next_stretch(struct stretch *out, struct text_shop *shop, const char **start, const char *end)
{
	const char *at = *start;
	uint32_t before = 0; /* the character, blanks left out */

	out->script = NULL;
	out->family = 0;
	*start = NULL;
	while (at < end) {
		const char *cluster_end = at + cluster_len(at, (size_t)(end - at)), *next = at;
		uint32_t character = character_next(&next, end);
		const char *script;
		unsigned family;

		if (character_is_hidden(character)) {
			if (*start)
				break;
			at = next;
			continue;
		}
		family = character < 0x80 && next == cluster_end ? 0 : family_of_cluster(shop, at, cluster_end);
		script = font_script(family, character);
		if (*start && (family != out->family || (script && out->script && script != out->script) ||
		               is_product(before, character)))
			break;
		if (character != ' ')
			before = character;
		if (!*start)
			*start = at;
		out->family = family;
		if (script)
			out->script = script;
		at = cluster_end;
	}
	if (!*start) {
		*start = end;
		return 0;
	}
	return (size_t)(at - *start);
}

size_t text_stretch(struct text_shop *shop, const char **start, const char *end)
{
	struct stretch stretch;

	return next_stretch(&stretch, shop, start, end);
}

static void set_shaping(TTF_Font *ttf, const struct stretch *stretch, enum text_direction direction)
{
	TTF_SetFontScriptName(ttf, stretch->script ? stretch->script : "Latn");
	TTF_SetFontDirection(ttf, direction == RIGHT_TO_LEFT ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
}

/* --- measuring --- */

static uint64_t hash_text(unsigned style, const char *text, size_t len)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ style;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return hash ^ hash >> 29;
}

static enum text_direction own_direction(const char *text, const char *end)
{
	while (text < end)
		if (character_is_right_to_left(character_next(&text, end)))
			return RIGHT_TO_LEFT;
	return LEFT_TO_RIGHT;
}

/* Width in letters of MEASURE_PX. */
static int measure_stretch(struct text_shop *shop, const struct stretch *stretch, unsigned weight, const char *text,
                           size_t len)
{
	TTF_Font *ttf = measuring_font(shop, stretch->family, weight);
	char copy[1024];
	int width = 0;

	if (!ttf)
		return 0;
	len = len < sizeof(copy) - 1 ? len : sizeof(copy) - 1;
	memcpy(copy, text, len);
	copy[len] = 0;
	set_shaping(ttf, stretch, own_direction(text, text + len));
	return TTF_SizeUTF8(ttf, copy, &width, NULL) ? 0 : width;
}

static int measure_plainly(struct text_shop *shop, unsigned type, unsigned text_size, const char *text, size_t len)
{
	const char *end = text + len;
	struct stretch stretch;
	int64_t width = 0;

	for (size_t taken; (taken = next_stretch(&stretch, shop, &text, end)) > 0; text += taken)
		width += (int64_t)measure_stretch(shop, &stretch, weight_of(type), text, taken) *
		         family_px(shop, stretch.family, type, text_size);
	return (int)((width + MEASURE_PX / 2) / MEASURE_PX);
}

static int measure_width(void *context, unsigned type, unsigned text_size, const char *text, size_t len)
{
	struct text_shop *shop = context;
	unsigned style = type * 4 + text_size;
	struct word *word;
	size_t held = len < WORD_MAX ? len : WORD_MAX;
	uint64_t hash = hash_text(style, text, len), rest = len > held ? hash_text(~style, text, len) : 0;

	if (len > UINT16_MAX)
		return measure_plainly(shop, type, text_size, text, len);
	word = &shop->word[hash % WORDS];
	if (word->len != len || word->style != style || word->rest != rest || memcmp(word->text, text, held) != 0) {
		word->width = measure_plainly(shop, type, text_size, text, len);
		word->style = (uint8_t)style;
		word->len = (uint16_t)len;
		word->rest = rest;
		memcpy(word->text, text, held);
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

int text_baseline(struct text_shop *shop, unsigned type, unsigned text_size, int tall)
{
	int line = measure_line(shop, type, text_size), em = em_px(shop, type, text_size);

	/* Tall scripts need more below the baseline than the middle of a capital would leave. */
	if (tall)
		return (line * LAYOUT_TALL_PERCENT * 73 + 5000) / 10000;
	/* The middle of a capital stands a little above the middle of its line's descenders. */
	return (line + em * 1490 / 2048) / 2 + em / 50;
}

/* --- drawn runs --- */

static void forget_run(struct text_shop *shop, struct run *run)
{
	size_t rows = (size_t)run->coverage.pitch * (size_t)run->coverage.height;

	shop->run_bytes -= run->len + 1 + rows;
	if (run->text)
		explicit_bzero(run->text, run->len);
	if (run->rows)
		explicit_bzero(run->rows, rows);
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
	int width = 0;

	run->text = malloc(len + 1);
	if (!run->text)
		return STATUS_NO_ROOM;
	memcpy(run->text, text, len);
	run->text[len] = 0;
	run->len = len;
	/* SDL_ttf calls it an error to draw what has no width. */
	if (!TTF_SizeUTF8(ttf, run->text, &width, NULL) && width == 0)
		return STATUS_OK;
	surface = TTF_RenderUTF8_Blended(ttf, run->text, white);
	status = surface ? keep_surface(run, surface, TTF_FontAscent(ttf)) : STATUS_IO;
	SDL_FreeSurface(surface);
	if (status) {
		free(run->text);
		memset(run, 0, sizeof(*run));
	}
	return status;
}

static struct run *find_run(struct text_shop *shop, uint64_t hash, const char *text, size_t len)
{
	struct run *first = &shop->run[hash % (RUNS / 4) * 4], *run = NULL;

	for (unsigned i = 0; i < 4; i++) {
		struct run *at = first + i;

		if (at->text && at->hash == hash && at->len == len && !memcmp(at->text, text, len))
			return at;
		if (!run || !at->text || (run->text && at->used < run->used))
			run = at;
	}
	if (run->text)
		forget_run(shop, run);
	return run;
}

enum status text_run(struct coverage *out, struct text_shop *shop, unsigned type, unsigned text_size, const char *text,
                     size_t len, enum text_direction direction)
{
	uint64_t hash = hash_text((type * 4 + text_size) * 2 + direction, text, len);
	struct run *run;
	struct stretch stretch;
	const char *start = text;
	TTF_Font *ttf;
	enum status status;

	memset(out, 0, sizeof(*out));
	if (!len)
		return STATUS_OK;
	run = find_run(shop, hash, text, len);
	if (!run->text) {
		if (!next_stretch(&stretch, shop, &start, text + len))
			return STATUS_OK;
		ttf = font_of(shop, stretch.family, weight_of(type), family_px(shop, stretch.family, type, text_size));
		if (!ttf)
			return STATUS_ABSENT;
		set_shaping(ttf, &stretch, direction);
		while (shop->run_bytes > RUN_BYTES_MAX)
			forget_oldest(shop);
		status = draw_run(run, ttf, text, len);
		if (status)
			return status;
		run->hash = hash;
		shop->run_bytes += len + 1 + (size_t)run->coverage.pitch * (size_t)run->coverage.height;
	}
	run->used = ++shop->clock;
	*out = run->coverage;
	return STATUS_OK;
}

/* --- the shop --- */

void text_shop_forget(struct text_shop *shop)
{
	for (unsigned i = 0; i < RUNS; i++)
		if (shop->run[i].text)
			forget_run(shop, &shop->run[i]);
	explicit_bzero(shop->word, sizeof(shop->word));
}

static void forget_all(struct text_shop *shop)
{
	text_shop_forget(shop);
	for (unsigned i = 0; i < shop->font_count; i++)
		TTF_CloseFont(shop->font[i].ttf);
	memset(shop->font, 0, sizeof(shop->font));
	shop->font_count = 0;
}

void text_shop_display(struct text_shop *shop, int px_per_m)
{
	if (shop->px_per_m == px_per_m)
		return;
	forget_all(shop);
	shop->px_per_m = px_per_m;
}

static enum status map_file(struct file *file, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	void *bytes;

	if (fd < 0)
		return STATUS_ABSENT;
	bytes = fstat(fd, &about) || about.st_size < 1 || about.st_size > INT32_MAX
	            ? MAP_FAILED
	            : mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return STATUS_IO;
	*file = (struct file){bytes, (size_t)about.st_size};
	return STATUS_OK;
}

static enum status map_fonts(struct text_shop *shop, char *why, size_t why_room, const char *folder)
{
	for (unsigned family = 0; family < font_families && family < FAMILIES_MAX; family++) {
		for (unsigned weight = 0; weight < WEIGHT_COUNT; weight++) {
			char path[FONT_PATH];

			font_path(path, family, (enum font_weight)weight, folder);
			if (map_file(&shop->file[family][weight], path) == STATUS_OK)
				continue;
			snprintf(why, why_room, "The font %.120s cannot be read: install the package %s.", path,
			         font_package(family));
			return STATUS_ABSENT;
		}
	}
	return STATUS_OK;
}

enum status text_shop_create(struct text_shop **out, char *why, size_t why_room, const char *folder)
{
	struct text_shop *shop = calloc(1, sizeof(*shop));
	enum status status;

	*out = NULL;
	if (!shop)
		return STATUS_NO_ROOM;
	memset(shop->family_of, UNKNOWN, sizeof(shop->family_of));
	if (TTF_Init()) {
		snprintf(why, why_room, "The font library does not start: %s.", TTF_GetError());
		free(shop);
		return STATUS_IO;
	}
	status = map_fonts(shop, why, why_room, folder);
	/* A file that is no font is noticed now, not when a voter stands there. */
	for (unsigned weight = 0; !status && weight < WEIGHT_COUNT; weight++) {
		if (measuring_font(shop, 0, weight))
			continue;
		snprintf(why, why_room, "The Inter font files cannot be read: install the package fonts-inter.");
		status = STATUS_ABSENT;
	}
	if (status) {
		text_shop_destroy(shop);
		return status;
	}
	*out = shop;
	return STATUS_OK;
}

void text_shop_destroy(struct text_shop *shop)
{
	if (!shop)
		return;
	forget_all(shop);
	for (unsigned family = 0; family < FAMILIES_MAX; family++)
		for (unsigned weight = 0; weight < WEIGHT_COUNT; weight++)
			if (shop->file[family][weight].bytes)
				munmap(shop->file[family][weight].bytes, shop->file[family][weight].len);
	TTF_Quit();
	free(shop);
}
