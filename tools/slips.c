#include "slips.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qr.h"
#include "slip_words.h"

/* Millimetres; the user space of everything below. */
#define POINTS_PER_MM (72.0 / 25.4)
#define PAGE_W        210.0
#define PAGE_H        297.0
#define SLIP_W        (PAGE_W / 2)
#define SLIP_H        (PAGE_H / 4)
#define SIDE          7.0 /* left and right; most printers reach nearer to the edge */
#define INNER_W       (SLIP_W - 2 * SIDE)
#define QR_SIDE       18.0

/* From the top of a slip, each with its height. */
enum band { BAND_HEAD, BAND_CODE, BAND_HOW, BAND_WRITE, BAND_BOXES, BAND_COUNT };
static const struct {
	double y, h;
} bands[BAND_COUNT] = {
    [BAND_HEAD] = {4.5, 20},    [BAND_CODE] = {26, 12},   [BAND_HOW] = {39.3, 16},
    [BAND_WRITE] = {55.8, 6.6}, [BAND_BOXES] = {62.8, 7},
};

struct slips {
	struct slips_words words;
	struct file_out *file;
	cairo_surface_t *pdf, *same; /* same: what all slips have in common, recorded once */
	cairo_t *cr;
	PangoLayout *group; /* of the code's letters */
	size_t count;
	int unknown; /* letters that no font has */
	enum status status;
};

/* --- text --- */

struct text_style {
	PangoWeight weight;
	double largest, smallest; /* sizes in points: the largest with which it fits */
};

static const char fonts[] = "Inter, Noto Sans, Noto Sans Arabic, Noto Sans Bengali, Noto Sans Ethiopic, sans-serif";

/* Sizes are in user space, which is millimetres; nothing is rounded to a screen's dots. */
static PangoLayout *new_layout(cairo_t *cr)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoContext *context = pango_layout_get_context(layout);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(context, FALSE);
	return layout;
}

/* Lines stand at one distance whatever the script: fonts differ in how much they ask for. */
#define LEADING 1.3

static void set_font(PangoLayout *layout, PangoWeight weight, double points)
{
	PangoFontDescription *font = pango_font_description_new();
	PangoAttrList *list = pango_attr_list_new();

	pango_font_description_set_family(font, fonts);
	pango_font_description_set_weight(font, weight);
	pango_font_description_set_absolute_size(font, points / POINTS_PER_MM * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_attr_list_insert(
	    list, pango_attr_line_height_new_absolute((int)(LEADING * points / POINTS_PER_MM * PANGO_SCALE)));
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
}

static double millimetres(int pango)
{
	return (double)pango / PANGO_SCALE;
}

struct area {
	double x, y, w, h;
};

static PangoLayout *lay_out(struct slips *slips, cairo_t *cr, const char *text, const struct phrases *said,
                            double width)
{
	PangoLayout *layout = new_layout(cr);

	pango_context_set_language(pango_layout_get_context(layout),
	                           pango_language_from_string(phrases_language(said)));
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, text, -1);
	set_font(layout, PANGO_WEIGHT_NORMAL, 10);
	slips->unknown += pango_layout_get_unknown_glyphs_count(layout);
	return layout;
}

/* The largest size, from points downwards, with which it is no higher than so much; the style's smallest where none is.
 */
static double fitting(PangoLayout *layout, const struct text_style *style, double points, double height)
{
	int h;

	/* NOLINTNEXTLINE(cert-flp30-c): quarters are exact */
	for (;; points -= 0.25) {
		set_font(layout, style->weight, points);
		pango_layout_get_size(layout, NULL, &h);
		if (millimetres(h) <= height || points <= style->smallest)
			return points;
	}
}

/* Returns the height taken. */
static double show(cairo_t *cr, PangoLayout *layout, const struct text_style *style, double points, double x, double y)
{
	int h;

	set_font(layout, style->weight, points);
	pango_layout_get_size(layout, NULL, &h);
	cairo_move_to(cr, x, y);
	pango_cairo_show_layout(cr, layout);
	return millimetres(h);
}

/* --- what all slips have in common --- */

static int is_mirrored(const struct slips_words *words)
{
	return phrases_are_rtl(words->said[0]);
}

/* Lays out all lines at so many times their size; returns their height. Draws them from area's top where asked to. */
static double lay_out_head(struct slips *slips, cairo_t *cr, const struct slip_head *head, const struct area *area,
                           double times, int draws)
{
	double height = 0;

	for (unsigned i = 0; i < head->count; i++) {
		const struct slip_line *line = &head->line[i];
		const struct text_style style = {line->weight, 0, 0};
		PangoLayout *layout = lay_out(slips, cr, line->text, line->said, area->w);
		int text_is_rtl = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL, h;

		/* All begin at the slip's own side; Pango takes left for right in a text that runs from the right. */
		pango_layout_set_alignment(layout, text_is_rtl == is_mirrored(&slips->words) ? PANGO_ALIGN_LEFT
		                                                                             : PANGO_ALIGN_RIGHT);
		set_font(layout, line->weight, line->points * times);
		pango_layout_get_size(layout, NULL, &h);
		if (draws)
			(void)show(cr, layout, &style, line->points * times, area->x, area->y + height);
		height += millimetres(h);
		g_object_unref(layout);
	}
	return height;
}

/* So many times their size that all lines fit into the area. */
static double fit_head(struct slips *slips, cairo_t *cr, const struct slip_head *head, const struct area *area)
{
	double times = 1.3;

	while (times > 0.4 && lay_out_head(slips, cr, head, area, times, 0) > area->h)
		times -= 0.02;
	return times;
}

/* Title, place and dates, beside the QR code, as large as they can be. */
static void put_head(struct slips *slips, cairo_t *cr)
{
	struct area area = {SIDE, bands[BAND_HEAD].y, INNER_W - QR_SIDE - 4, bands[BAND_HEAD].h};
	struct slip_head head;
	double times;

	slip_head(&head, &slips->words);
	if (is_mirrored(&slips->words))
		area.x += QR_SIDE + 4;
	times = fit_head(slips, cr, &head, &area);
	/* A long title in one language is worth more than two that nobody can read. */
	if (times < 0.75 && head.titles > 1) {
		head.count--;
		memmove(&head.line[1], &head.line[2], (head.count - 1) * sizeof head.line[0]);
		times = fit_head(slips, cr, &head, &area);
	}
	(void)lay_out_head(slips, cr, &head, &area, times, 1);
}

/* The words of one band, each language in an equal share of it and all in one size. */
static void put_words(struct slips *slips, cairo_t *cr, enum band band, const char *key, const struct text_style *style)
{
	const struct slips_words *words = &slips->words;
	double share = bands[band].h / words->language_count, points = style->largest;
	PangoLayout *layout[SLIPS_LANGUAGES];

	for (unsigned i = 0; i < words->language_count; i++) {
		layout[i] = lay_out(slips, cr, phrase(words->said[i], key), words->said[i], INNER_W);
		points = fitting(layout[i], style, points, share);
	}
	for (unsigned i = 0; i < words->language_count; i++) {
		(void)show(cr, layout[i], style, points, SIDE, bands[band].y + share * i);
		g_object_unref(layout[i]);
	}
}

static void put_line(cairo_t *cr, double x, double y, double to_x, double to_y)
{
	cairo_move_to(cr, x, y);
	cairo_line_to(cr, to_x, to_y);
	cairo_stroke(cr);
}

/* Five boxes for five characters each, as the kiosk shows them. */
static void put_boxes(cairo_t *cr)
{
	const double gap = 2.4, w = (INNER_W - (CODE_GROUPS - 1) * gap) / CODE_GROUPS, y = bands[BAND_BOXES].y,
	             h = bands[BAND_BOXES].h;

	cairo_set_line_width(cr, 0.3);
	for (unsigned i = 0; i < CODE_GROUPS; i++) {
		double x = SIDE + i * (w + gap);

		cairo_rectangle(cr, x, y, w, h);
		cairo_stroke(cr);
		for (unsigned at = 1; at < 5; at++)
			put_line(cr, x + w * at / 5, y + h - 1.4, x + w * at / 5, y + h);
	}
}

static void put_frame(cairo_t *cr)
{
	const double r = 2, x = SIDE, y = bands[BAND_CODE].y, w = INNER_W, h = bands[BAND_CODE].h;

	cairo_new_sub_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -G_PI_2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, G_PI_2);
	cairo_arc(cr, x + r, y + h - r, r, G_PI_2, G_PI);
	cairo_arc(cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
	cairo_close_path(cr);
	cairo_set_line_width(cr, 0.5);
	cairo_stroke(cr);
}

static void record_same(struct slips *slips)
{
	static const struct text_style how = {PANGO_WEIGHT_NORMAL, 13, 7}, write = {PANGO_WEIGHT_NORMAL, 11, 6.5};
	const cairo_rectangle_t extents = {0, 0, SLIP_W, SLIP_H};
	cairo_t *cr;

	slips->same = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
	cr = cairo_create(slips->same);
	put_head(slips, cr);
	put_frame(cr);
	put_words(slips, cr, BAND_HOW, "slip.how", &how);
	put_words(slips, cr, BAND_WRITE, "slip.write", &write);
	put_boxes(cr);
	cairo_destroy(cr);
}

/* --- one slip --- */

enum { GROUPS = 3 };
static const unsigned group_len[GROUPS] = {4, 4, 5};

/* Each letter by itself and apart from the next: a font may draw "3x6" as a product, and "vv" is soon read as "w". */
static void set_code_font(PangoLayout *layout, double points)
{
	PangoAttrList *list;

	set_font(layout, PANGO_WEIGHT_SEMIBOLD, points);
	list = pango_layout_get_attributes(layout);
	pango_attr_list_insert(list, pango_attr_letter_spacing_new((int)(0.1 * points / POINTS_PER_MM * PANGO_SCALE)));
	pango_attr_list_insert(list, pango_attr_font_features_new("calt=0, liga=0, clig=0, kern=0"));
	pango_layout_context_changed(layout);
}

/* The code in its three groups, across the frame; a little smaller where its letters are wide ones. */
static void put_code(struct slips *slips, const char *letters)
{
	const double room = INNER_W - 6, between = 5;
	double largest = 27, width = 0, x, y = 0;
	int w[GROUPS], h;

	/* NOLINTNEXTLINE(cert-flp30-c): halves are exact */
	for (;; largest -= 0.5) {
		const char *at = letters;

		set_code_font(slips->group, largest);
		width = (GROUPS - 1) * between;
		for (unsigned i = 0; i < GROUPS; at += group_len[i++]) {
			pango_layout_set_text(slips->group, at, (int)group_len[i]);
			pango_layout_get_size(slips->group, &w[i], &h);
			width += millimetres(w[i]);
			y = bands[BAND_CODE].y + (bands[BAND_CODE].h - millimetres(h)) / 2;
		}
		if (width <= room || largest < 12)
			break;
	}
	x = SIDE + (INNER_W - width) / 2;
	for (unsigned i = 0; i < GROUPS; letters += group_len[i++]) {
		pango_layout_set_text(slips->group, letters, (int)group_len[i]);
		cairo_move_to(slips->cr, x, y);
		pango_cairo_show_layout(slips->cr, slips->group);
		x += millimetres(w[i]) + between;
	}
}

/* The letters as capitals, which a QR code packs closer: a scanner types them, and the kiosk takes either. */
static void put_qr(struct slips *slips, const char *letters)
{
	char capitals[VOTING_CODE_LETTERS + 1] = "";
	double x = is_mirrored(&slips->words) ? SIDE : SIDE + INNER_W - QR_SIDE, module;
	struct qr qr;

	for (unsigned i = 0; i < VOTING_CODE_LETTERS; i++)
		capitals[i] = (char)(letters[i] >= 'a' ? letters[i] - 'a' + 'A' : letters[i]);
	if (slips->status == STATUS_OK)
		slips->status = qr_make(&qr, capitals);
	sodium_memzero(capitals, sizeof capitals);
	if (slips->status != STATUS_OK)
		return;
	module = QR_SIDE / qr.side;
	/* Dark squares of a row that touch are one, so that no printer leaves a gap between them. */
	for (unsigned row = 0; row < qr.side; row++)
		for (unsigned from = 0, to; from < qr.side; from = to + 1) {
			for (to = from; to < qr.side && qr.dark[row * qr.side + to]; to++)
				;
			if (to > from)
				cairo_rectangle(slips->cr, x + from * module, bands[BAND_HEAD].y + row * module,
				                (to - from) * module, module);
		}
	cairo_fill(slips->cr);
	sodium_memzero(&qr, sizeof qr);
}

/* --- pages --- */

/* Where to cut. */
static void put_cuts(cairo_t *cr)
{
	const double dashes[] = {1.5, 1.5};

	cairo_save(cr);
	cairo_set_line_width(cr, 0.15);
	cairo_set_source_rgb(cr, 0.45, 0.45, 0.45);
	cairo_set_dash(cr, dashes, 2, 0);
	put_line(cr, SLIP_W, 0, SLIP_W, PAGE_H);
	for (unsigned i = 1; i < SLIPS_PAGE / 2; i++)
		put_line(cr, 0, SLIP_H * i, PAGE_W, SLIP_H * i);
	cairo_restore(cr);
}

static cairo_status_t put_bytes(void *context, const unsigned char *data, unsigned len)
{
	file_out_put(context, data, len);
	return CAIRO_STATUS_SUCCESS;
}

enum status slips_begin(struct slips **out, const struct slips_words *words, struct file_out *file)
{
	struct slips *slips = calloc(1, sizeof *slips);

	*out = slips;
	if (!slips)
		return STATUS_NO_ROOM;
	slips->words = *words;
	slips->file = file;
	slips->pdf =
	    cairo_pdf_surface_create_for_stream(put_bytes, file, PAGE_W * POINTS_PER_MM, PAGE_H * POINTS_PER_MM);
	cairo_pdf_surface_set_metadata(slips->pdf, CAIRO_PDF_METADATA_TITLE, "Voting codes");
	slips->cr = cairo_create(slips->pdf);
	cairo_scale(slips->cr, POINTS_PER_MM, POINTS_PER_MM);
	record_same(slips);
	slips->group = new_layout(slips->cr);
	pango_layout_set_auto_dir(slips->group, FALSE);
	if (cairo_status(slips->cr) != CAIRO_STATUS_SUCCESS ||
	    cairo_surface_status(slips->same) != CAIRO_STATUS_SUCCESS)
		return STATUS_NO_ROOM;
	return slips->unknown > 0 ? STATUS_TEXT : STATUS_OK;
}

void slips_add(struct slips *slips, const char letters[static VOTING_CODE_LETTERS + 1])
{
	unsigned place = (unsigned)(slips->count % SLIPS_PAGE), column = place % 2, row = place / 2;
	cairo_t *cr = slips->cr;

	if (place == 0) {
		if (slips->count > 0)
			cairo_show_page(cr);
		put_cuts(cr);
	}
	slips->count++;
	cairo_save(cr);
	cairo_translate(cr, column * SLIP_W, row * SLIP_H);
	cairo_set_source_surface(cr, slips->same, 0, 0);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	put_code(slips, letters);
	put_qr(slips, letters);
	cairo_restore(cr);
}

enum status slips_finish(struct slips *slips)
{
	enum status status;

	if (!slips)
		return STATUS_NO_ROOM;
	cairo_surface_finish(slips->pdf);
	status = slips->status;
	if (status == STATUS_OK && (cairo_status(slips->cr) != CAIRO_STATUS_SUCCESS ||
	                            cairo_surface_status(slips->pdf) != CAIRO_STATUS_SUCCESS))
		status = STATUS_NO_ROOM;
	g_object_unref(slips->group);
	cairo_destroy(slips->cr);
	cairo_surface_destroy(slips->same);
	cairo_surface_destroy(slips->pdf);
	free(slips);
	return status;
}
