#include "canvas.h"

#include <SDL.h>
#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "order.h"
#include "palette.h"
#include "parts.h"
#include "photo.h"
#include "text.h"

/* Hundredths of a millimetre. */
enum { RADIUS = 350, RADIUS_BAR = 350, RADIUS_PHOTO = 250, RING_OUTER = 100, RING_INNER = 60, RING_AWAY = 30 };

struct canvas {
	SDL_Window *window; /* NULL: offscreen */
	struct image image;
	struct text_shop *shop;
	struct paragraph *paragraph;
	struct photos *photos;
	int px_per_m, fixed_px_per_m;
	uint64_t frames;
	uint64_t shown; /* what is on the display, as a number */
	int stale;      /* present, whatever is shown */
};

/* --- opening --- */

static enum status resize(struct canvas *canvas, int width, int height)
{
	uint32_t *pixels;

	if (width < 1 || height < 1 || width > 16384 || height > 16384)
		return STATUS_RANGE;
	if (canvas->image.width == width && canvas->image.height == height)
		return STATUS_OK;
	pixels = calloc((size_t)width * (size_t)height, sizeof(*pixels));
	if (!pixels)
		return STATUS_NO_ROOM;
	free(canvas->image.pixels);
	canvas->image.pixels = pixels;
	canvas->image.width = canvas->image.pitch = width;
	canvas->image.height = height;
	canvas->px_per_m = canvas->fixed_px_per_m;
	if (!canvas->px_per_m)
		canvas->px_per_m = (int)(hypot(width, height) / (24 * 0.0254) + 0.5);
	text_shop_display(canvas->shop, canvas->px_per_m);
	canvas->stale = 1;
	return STATUS_OK;
}

void canvas_scale(struct canvas *canvas, int px_per_m)
{
	canvas->px_per_m = canvas->fixed_px_per_m = px_per_m;
	text_shop_display(canvas->shop, px_per_m);
	canvas->stale = 1;
}

static enum status open_window(struct canvas *canvas, char why[static CANVAS_WHY], const struct canvas_options *options)
{
	Uint32 flags = options->kind == CANVAS_FULLSCREEN ? SDL_WINDOW_BORDERLESS : SDL_WINDOW_RESIZABLE;
	SDL_Rect place = {(int)SDL_WINDOWPOS_CENTERED, (int)SDL_WINDOWPOS_CENTERED, options->width, options->height};

	/* The picture is painted already: a graphics library between it and the window costs 100 MB and milliseconds.
	 */
	SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
	if (SDL_InitSubSystem(SDL_INIT_VIDEO)) {
		snprintf(why, CANVAS_WHY, "The display cannot be used: %s.", SDL_GetError());
		return STATUS_IO;
	}
	/* As large as the display from the start: without a window manager nobody would make it so later. */
	if (options->kind == CANVAS_FULLSCREEN && SDL_GetDisplayBounds(0, &place)) {
		snprintf(why, CANVAS_WHY, "The display's size cannot be had: %s.", SDL_GetError());
		SDL_QuitSubSystem(SDL_INIT_VIDEO);
		return STATUS_IO;
	}
	canvas->window =
	    SDL_CreateWindow(options->title ? options->title : "Folkmoot", place.x, place.y, place.w, place.h, flags);
	if (!canvas->window) {
		snprintf(why, CANVAS_WHY, "No window can be opened: %s.", SDL_GetError());
		SDL_QuitSubSystem(SDL_INIT_VIDEO);
		return STATUS_IO;
	}
	if (options->kind == CANVAS_FULLSCREEN) {
		/* Where a window manager is, this keeps its bars away; where there is none, the window fills the
		 * display as is. */
		(void)SDL_SetWindowFullscreen(canvas->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
		SDL_ShowCursor(SDL_DISABLE);
	}
	return STATUS_OK;
}

static enum status fit_window(struct canvas *canvas)
{
	int width, height;

	if (!canvas->window)
		return STATUS_OK;
	SDL_GetWindowSize(canvas->window, &width, &height);
	return resize(canvas, width, height);
}

enum status canvas_create(struct canvas **out, char why[static CANVAS_WHY], const struct canvas_options *options)
{
	struct canvas *canvas = calloc(1, sizeof(*canvas));
	enum status status = STATUS_NO_ROOM;

	*out = NULL;
	snprintf(why, CANVAS_WHY, "There is not enough memory for the display.");
	if (!canvas)
		return STATUS_NO_ROOM;
	canvas->fixed_px_per_m = options->px_per_m;
	canvas->paragraph = paragraph_create();
	canvas->photos = photos_create();
	if (canvas->paragraph && canvas->photos)
		status = text_shop_create(&canvas->shop, why, CANVAS_WHY, options->fonts);
	if (!status && options->kind != CANVAS_OFFSCREEN)
		status = open_window(canvas, why, options);
	if (!status)
		status = canvas->window ? fit_window(canvas) : resize(canvas, options->width, options->height);
	if (status) {
		canvas_destroy(canvas);
		return status;
	}
	why[0] = 0;
	*out = canvas;
	return STATUS_OK;
}

void canvas_destroy(struct canvas *canvas)
{
	if (!canvas)
		return;
	text_shop_destroy(canvas->shop);
	paragraph_destroy(canvas->paragraph);
	photos_destroy(canvas->photos);
	if (canvas->window) {
		SDL_DestroyWindow(canvas->window);
		SDL_QuitSubSystem(SDL_INIT_VIDEO);
	}
	free(canvas->image.pixels);
	free(canvas);
}

void canvas_look(struct canvas *canvas, struct look *look)
{
	/* A window that cannot be followed keeps its picture; canvas_draw tells. */
	if (fit_window(canvas))
		canvas->stale = 1;
	look->width = canvas->image.width;
	look->height = canvas->image.height;
	look->px_per_m = canvas->px_per_m;
	look->measure = text_shop_measure(canvas->shop);
}

void canvas_refresh(struct canvas *canvas)
{
	canvas->stale = 1;
}

uint64_t canvas_frames(const struct canvas *canvas)
{
	return canvas->frames;
}

const uint32_t *canvas_pixels(const struct canvas *canvas, int *width, int *height, int *pitch)
{
	*width = canvas->image.width;
	*height = canvas->image.height;
	*pitch = canvas->image.pitch * (int)sizeof(uint32_t);
	return canvas->image.pixels;
}

static SDL_Surface *as_surface(const struct canvas *canvas)
{
	const struct image *image = &canvas->image;

	return SDL_CreateRGBSurfaceWithFormatFrom(image->pixels, image->width, image->height, 32, image->pitch * 4,
	                                          SDL_PIXELFORMAT_RGB888);
}

enum status canvas_save(const struct canvas *canvas, const char *path)
{
	SDL_Surface *surface = as_surface(canvas);
	int failed;

	if (!surface)
		return STATUS_NO_ROOM;
	failed = SDL_SaveBMP(surface, path);
	SDL_FreeSurface(surface);
	return failed ? STATUS_IO : STATUS_OK;
}

/* --- painting elements --- */

/* What an element is painted with. */
struct brush {
	struct canvas *canvas;
	struct image *image;
	struct look look;
	unsigned theme;
	struct paint paint;
	enum status status;
};

static int px(const struct brush *brush, int hundredth_mm)
{
	int pixels = look_px(&brush->look, hundredth_mm);

	return pixels > 0 ? pixels : hundredth_mm > 0;
}

/* Where a line begins, from its box's left edge. */
static int indent(const struct part *part, int width)
{
	if (part->centred)
		return (part->box.w - width) / 2;
	return part->from_right ? part->box.w - width : 0;
}

static int piece_width(const struct brush *brush, const struct part *part, const struct piece *piece)
{
	struct measure measure = brush->look.measure;

	return measure.width(measure.context, part->type, brush->look.text_size, piece->text, piece->len);
}

static void paint_piece(struct brush *brush, const struct part *part, const struct piece *piece, int x, int baseline)
{
	uint32_t ink = part->soft ? brush->paint.soft : brush->paint.ink;
	struct coverage coverage;
	enum status status = text_run(&coverage, brush->canvas->shop, part->type, brush->look.text_size, piece->text,
	                              piece->len, piece->level & 1 ? RIGHT_TO_LEFT : LEFT_TO_RIGHT);

	if (status)
		brush->status = status;
	else
		draw_coverage(brush->image, x, baseline - coverage.ascent, &coverage, ink);
}

static void paint_line(struct brush *brush, const struct part *part, const struct line *line, int baseline)
{
	struct piece piece[ORDER_PIECES];
	unsigned count = paragraph_pieces(piece, brush->canvas->paragraph, brush->canvas->shop, line);
	int width[ORDER_PIECES], x = part->box.x, all = 0;

	for (unsigned i = 0; i < count; i++)
		all += width[i] = piece_width(brush, part, &piece[i]);
	x += indent(part, all);
	for (unsigned i = 0; i < count; i++) {
		if (*piece[i].text != ' ')
			paint_piece(brush, part, &piece[i], x, baseline);
		x += width[i];
	}
}

static void paint_text(struct brush *brush, const struct part *part)
{
	int each = text_line_height(&brush->look, part->type, part->text);
	int baseline = part->box.y + text_baseline(brush->canvas->shop, part->type, brush->look.text_size,
	                                           text_lines_tall(&brush->look, part->text));
	enum text_direction direction = part->from_right ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
	struct paragraph *paragraph = brush->canvas->paragraph;
	const char *rest = part->text;

	while (rest) {
		const char *end = rest + strcspn(rest, "\n");

		brush->status = paragraph_read(paragraph, rest, direction);
		while (!brush->status && rest && rest <= end) {
			struct line line;

			rest = text_line(&line, &brush->look, part->type, rest, part->box.w);
			paint_line(brush, part, &line, baseline);
			baseline += each;
		}
		if (brush->status)
			return;
	}
}

/* Signs that point along the line of reading turn round with it. */
static int icon_turns(enum icon icon)
{
	return icon == ICON_BACK || icon == ICON_NEXT || icon == ICON_ERASE || icon == ICON_HELP || icon == ICON_SOUND;
}

static void paint_icon(struct brush *brush, const struct part *part, enum icon icon)
{
	draw_icon(brush->image, part->box, icon, brush->paint.ink);
	if (part->from_right && icon_turns(icon))
		draw_turned(brush->image, part->box);
}

static void paint_parts(struct brush *brush, const struct element *element)
{
	struct part part[PARTS_MAX];
	unsigned count = element_parts(part, element, &brush->look);

	for (unsigned i = 0; i < count; i++) {
		if (part[i].text)
			paint_text(brush, &part[i]);
		else
			paint_icon(brush, &part[i], element->icon);
	}
}

static void paint_bar(struct brush *brush, const struct element *element)
{
	struct accents accents = accents_of(brush->theme);
	struct rect box = element->box;
	int edge = px(brush, 40), radius = px(brush, RADIUS_BAR), filled;

	if (!element->total)
		return;
	draw_panel(brush->image, box, radius, accents.bar_track, accents.bar_edge, edge);
	if (!element->value)
		return;
	box = rect_inset(box, edge);
	filled = (int)((int64_t)box.w * element->value / element->total);
	if (filled < 2 * edge)
		filled = 2 * edge;
	if (brush->look.right_to_left)
		box.x += box.w - filled;
	box.w = filled;
	draw_round(brush->image, box, radius - edge, accents.bar);
}

/* A long text with less redundancy has larger modules, which a phone reads more easily from a bright screen; capital
 * letters and digits alone need fewer of them anyway. */
static QRcode *encode_qr(const char *text)
{
	if (text[strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")] == '\0')
		return QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	return QRcode_encodeString8bit(text, 0, strlen(text) > 300 ? QR_ECLEVEL_L : QR_ECLEVEL_M);
}

/* Dark on light in every theme: phones read nothing else. */
static void paint_qr(struct brush *brush, const struct element *element)
{
	QRcode *code = encode_qr(element->text);
	struct rect box = element->box;
	int side = box.w < box.h ? box.w : box.h, module, quiet = 4;

	if (!code) {
		brush->status = STATUS_NO_ROOM;
		return;
	}
	module = side / (code->width + 2 * quiet);
	side = module * (code->width + 2 * quiet);
	box.x += (box.w - side) / 2;
	box.y += (box.h - side) / 2;
	draw_round(brush->image, (struct rect){box.x, box.y, side, side}, px(brush, RADIUS), 0xffffff);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				draw_fill(brush->image,
				          (struct rect){box.x + (x + quiet) * module, box.y + (y + quiet) * module,
				                        module, module},
				          0x000000);
	QRcode_free(code);
}

static void paint_dots(struct brush *brush, const struct element *element)
{
	int step = px(brush, 1100);
	double radius = px(brush, 320), y = element->box.y + element->box.h / 2.0;
	double x = element->box.x + element->box.w / 2.0 - step * ((int)element->total - 1) / 2.0;

	for (uint32_t i = 0; i < element->total; i++) {
		double middle = x + (double)i * step;

		draw_ring(brush->image, middle, y, radius, px(brush, 50), brush->paint.ink);
		if (i < element->value)
			draw_disc(brush->image, middle, y, radius, brush->paint.ink);
	}
}

/* Three dots that stand still: something works, and nothing is promised. */
static void paint_progress(struct brush *brush, const struct element *element)
{
	struct accents accents = accents_of(brush->theme);
	double x = element->box.x + element->box.w / 2.0, y = element->box.y + element->box.h / 2.0;

	for (int i = 0; i < 3; i++)
		draw_disc(brush->image, x + (i - 1) * px(brush, 1400), y, px(brush, 400), accents.mark[i]);
}

static void paint_surface(struct brush *brush, const struct element *element)
{
	int band = element->role == ROLE_PANEL && element->emphasis == EMPHASIS_DANGER;

	draw_panel(brush->image, element->box, band ? 0 : px(brush, RADIUS), brush->paint.fill, brush->paint.edge,
	           px(brush, brush->paint.edge_mm));
}

static void paint_photo(struct brush *brush, const struct element *element)
{
	enum status status =
	    photo_draw(brush->image, brush->canvas->photos, element->value, element->box, px(brush, RADIUS_PHOTO));

	if (status)
		brush->status = status;
}

/* Steps that follow each other do so in the direction of reading. */
static void paint_picture(struct brush *brush, const struct element *element)
{
	enum picture picture = (enum picture)element->value;
	struct rect box = element->box;

	/* One step alone changes sides as words do; it is not turned round. */
	if (brush->look.right_to_left && picture >= PICTURE_HOW_CHOOSE)
		cut_left(&box, box.w - box.h * 60 / 52, 0);
	draw_picture(brush->image, box, picture, brush->theme, brush->look.px_per_m);
	if (brush->look.right_to_left && picture == PICTURE_HOW) {
		struct rect middle = element->box;

		draw_turned(brush->image, element->box);
		/* The tick in its middle stays a tick. */
		middle.w = element->box.h * 4 / 5 + ((element->box.w ^ (element->box.h * 4 / 5)) & 1);
		middle.x += (element->box.w - middle.w) / 2;
		draw_turned(brush->image, middle);
	}
}

/* Whoever chooses colours sees them; but where much contrast was chosen, a fill means "chosen" alone. */
static unsigned theme_of(const struct brush *brush, const struct element *element)
{
	int shows = brush->theme == THEME_CALM || brush->theme == THEME_SOFT;

	return shows && element->action.kind == ACT_THEME ? element->action.arg : brush->theme;
}

static void paint_element(struct brush *brush, const struct element *element, const char *pressed_id)
{
	int pressed = pressed_id && *pressed_id && !strcmp(pressed_id, element->id) && element->action.kind != ACT_NONE;

	brush->paint = paint_of(theme_of(brush, element), pressed ? SURFACE_PRESSED : element_surface(element));
	switch (element->role) {
	case ROLE_PANEL: paint_surface(brush, element); break;
	case ROLE_TITLE:
	case ROLE_TEXT: paint_parts(brush, element); break;
	case ROLE_NOTICE:
	case ROLE_BUTTON:
	case ROLE_CARD:
	case ROLE_CHOICE:
	case ROLE_CODE:
	case ROLE_FIELD:
		paint_surface(brush, element);
		paint_parts(brush, element);
		break;
	case ROLE_PHOTO: paint_photo(brush, element); break;
	case ROLE_BAR: paint_bar(brush, element); break;
	case ROLE_QR: paint_qr(brush, element); break;
	case ROLE_PIN: paint_dots(brush, element); break;
	case ROLE_PROGRESS: paint_progress(brush, element); break;
	case ROLE_PICTURE: paint_picture(brush, element); break;
	}
}

static void paint_ring(struct brush *brush, struct rect box)
{
	struct accents accents = accents_of(brush->theme);
	int outer = px(brush, RING_OUTER), inner = px(brush, RING_INNER), away = px(brush, RING_AWAY);
	struct rect ring = rect_inset(box, -away - inner - outer);
	int radius = px(brush, RADIUS) + away + inner + outer;

	draw_frame(brush->image, ring, radius, accents.focus_outer, outer);
	draw_frame(brush->image, rect_inset(ring, outer), radius - outer, accents.focus_inner, inner);
}

/* --- one picture --- */

static uint64_t hash_number(uint64_t hash, uint32_t number)
{
	hash = (hash ^ number) * UINT64_C(1099511628211);
	return hash ^ hash >> 32;
}

static uint64_t hash_string(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return hash_number(hash, 0x100);
}

static uint64_t hash_element(uint64_t hash, const struct element *element)
{
	hash = hash_number(hash, element->role);
	hash = hash_number(hash, element->type);
	hash = hash_number(hash, element->emphasis);
	hash = hash_number(hash, element->icon);
	hash = hash_number(hash, element->state);
	hash = hash_number(hash, element->value);
	hash = hash_number(hash, element->total);
	hash = hash_number(hash, element->action.kind != ACT_NONE);
	hash = hash_number(hash, (uint32_t)element->box.x);
	hash = hash_number(hash, (uint32_t)element->box.y);
	hash = hash_number(hash, (uint32_t)element->box.w);
	hash = hash_number(hash, (uint32_t)element->box.h);
	hash = hash_string(hash, element->id);
	hash = hash_string(hash, element->text);
	hash = hash_string(hash, element->detail);
	hash = hash_string(hash, element->note);
	return hash_string(hash, element->amount);
}

/* The same number: the same picture. */
static uint64_t hash_picture(const struct canvas *canvas, const struct screen *screen, const struct rect *ring,
                             unsigned rings, const char *pressed_id)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	if (screen->blank)
		return hash_number(hash, (uint32_t)canvas->image.width ^ (uint32_t)canvas->image.height << 16);
	hash = hash_number(hash, screen->theme);
	hash = hash_number(hash, screen->text_size);
	hash = hash_number(hash, (uint32_t)screen->right_to_left << 1 | (uint32_t)screen->tall);
	hash = hash_number(hash, (uint32_t)canvas->image.width);
	hash = hash_number(hash, (uint32_t)canvas->image.height);
	hash = hash_number(hash, (uint32_t)canvas->px_per_m);
	hash = hash_string(hash, pressed_id);
	for (unsigned i = 0; i < rings; i++) {
		hash = hash_number(hash_number(hash, (uint32_t)ring[i].x), (uint32_t)ring[i].y);
		hash = hash_number(hash_number(hash, (uint32_t)ring[i].w), (uint32_t)ring[i].h);
	}
	for (unsigned i = 0; i < screen->count; i++)
		hash = hash_element(hash, &screen->element[i]);
	return hash;
}

static enum status present(struct canvas *canvas)
{
	SDL_Surface *window, *picture;
	enum status status = STATUS_IO;

	if (!canvas->window)
		return STATUS_OK;
	picture = as_surface(canvas);
	window = SDL_GetWindowSurface(canvas->window);
	if (picture && window) {
		SDL_SetSurfaceBlendMode(picture, SDL_BLENDMODE_NONE);
		if (!SDL_BlitSurface(picture, NULL, window, NULL) && !SDL_UpdateWindowSurface(canvas->window))
			status = STATUS_OK;
	}
	SDL_FreeSurface(picture);
	return status;
}

static void paint_screen(struct brush *brush, const struct screen *screen, const char *pressed_id)
{
	struct rect display = {0, 0, brush->image->width, brush->image->height};

	if (screen->blank) {
		draw_fill(brush->image, display, 0x000000);
		return;
	}
	draw_fill(brush->image, display, paint_of(screen->theme, SURFACE_PAPER).fill);
	for (unsigned i = 0; i < screen->count; i++)
		paint_element(brush, &screen->element[i], pressed_id);
}

enum status canvas_draw(struct canvas *canvas, const struct screen *screen, const struct focus *focus,
                        const char *pressed_id)
{
	struct rect ring[FOCUS_RINGS];
	unsigned rings = focus ? focus_rings(ring, focus, screen) : 0;
	uint64_t hash = hash_picture(canvas, screen, ring, rings, pressed_id ? pressed_id : "");
	struct brush brush = {canvas, &canvas->image, {0}, screen->theme, {0}, STATUS_OK};
	enum status status;

	if (!canvas->stale && canvas->shown == hash)
		return STATUS_OK;
	canvas_look(canvas, &brush.look);
	screen_look(&brush.look, screen);
	paint_screen(&brush, screen, pressed_id);
	for (unsigned i = 0; i < rings && !screen->blank; i++)
		paint_ring(&brush, ring[i]);
	status = present(canvas);
	if (status)
		return status;
	canvas->frames++;
	canvas->shown = hash;
	canvas->stale = 0;
	return brush.status;
}

void canvas_election(struct canvas *canvas, const struct election *election)
{
	if (!canvas)
		return;
	photos_of(canvas->photos, election);
	canvas->stale = 1;
}

void canvas_forget(struct canvas *canvas)
{
	text_shop_forget(canvas->shop);
}
