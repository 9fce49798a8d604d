/* Draws a screen's elements: rounded panels, text, ticks, the QR code. Everything is painted by the program on one
 * surface in memory and then handed to the window, so that no graphics card is needed and the same screen gives the
 * same pixels everywhere. Nothing is painted or presented while nothing changes. */
#ifndef FOLKMOOT_CANVAS_H
#define FOLKMOOT_CANVAS_H

#include "focus.h"
#include "layout.h"
#include "screen.h"
#include "status.h"

struct canvas;

enum canvas_kind {
	CANVAS_WINDOW,     /* a window, to try things by hand */
	CANVAS_FULLSCREEN, /* the whole display, at its own size */
	CANVAS_OFFSCREEN,  /* no window at all: tests and scripts */
};

struct canvas_options {
	enum canvas_kind kind;
	int width, height; /* pixels; not used for CANVAS_FULLSCREEN */
	int px_per_m;      /* the display's pixels per metre; 0: as if it measured 24 inches from corner to corner */
	const char *title; /* of the window; NULL: "Folkmoot" */
	const char *fonts; /* folder of the Inter font files; NULL: Debian's */
};

enum { CANVAS_WHY = 256 };

/* Opens the fonts and, but for CANVAS_OFFSCREEN, SDL's video and a window. STATUS_ABSENT where a font is missing,
 * STATUS_IO where SDL refuses, STATUS_NO_ROOM. On failure *out is NULL and why says in one sentence what is wrong. */
enum status MUST_CHECK canvas_create(struct canvas **out, char why[static CANVAS_WHY],
                                     const struct canvas_options *options);
void canvas_destroy(struct canvas *canvas);

/* Fills width, height, px_per_m and measure; leaves text_size and theme. look->measure is good until canvas_destroy.
 * Ask again after an INPUT_REDRAW: the window may have another size. */
void canvas_look(struct canvas *canvas, struct look *look);

/* So many pixels per metre from now on; ask again for the look. */
void canvas_scale(struct canvas *canvas, int px_per_m);

/* Whose pictures ROLE_PHOTO shows; NULL: none. The election must outlive the canvas, or another one (or NULL) be given
 * before it goes. canvas may be NULL. */
void canvas_election(struct canvas *canvas, const struct election *election);

/* Paints and presents, unless the very same picture is on the display already. focus and pressed_id (of the element
 * under a finger, from input_pressed) may be NULL. A blank screen is black, whatever happens on it. STATUS_NO_ROOM,
 * STATUS_IO. */
enum status MUST_CHECK canvas_draw(struct canvas *canvas, const struct screen *screen, const struct focus *focus,
                                   const char *pressed_id);
/* The window was uncovered or changed its size: the next canvas_draw presents, whatever it shows. */
void canvas_refresh(struct canvas *canvas);
/* Forgets, and wipes, every word that was drawn: among them are a voter's own. */
void canvas_forget(struct canvas *canvas);
/* How many frames were presented. */
uint64_t canvas_frames(const struct canvas *canvas);

/* The picture last drawn: rows of pitch bytes, each pixel 0xffRRGGBB in the machine's byte order. Owned by the canvas.
 */
const uint32_t *canvas_pixels(const struct canvas *canvas, int *width, int *height, int *pitch);
/* Saves it as a BMP file. STATUS_IO. */
enum status MUST_CHECK canvas_save(const struct canvas *canvas, const char *path);

#endif
