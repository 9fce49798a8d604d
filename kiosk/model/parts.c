#include "parts.h"

#include <string.h>

/* Hundredths of a millimetre. */
enum { PAD_BUTTON_X = 600, PAD_BUTTON_Y = 250, PAD_CARD = 400, PAD_NOTICE = 350, PAD_TIGHT = 350, PAD_KEY = 100 };

struct placer {
	struct part *part;
	unsigned count;
	const struct look *look;
	struct rect box; /* what is left */
};

/* The narrowest width that takes no more lines: what is centred then has lines of like length. */
static int balanced_width(const struct look *look, enum text_style type, const char *text, int width)
{
	unsigned lines = text_lines(look, type, text, width);
	int low = 0, high = width;

	while (lines > 1 && high - low > 4) {
		int middle = (low + high) / 2;

		if (text_lines(look, type, text, middle) > lines || text_word_width(look, type, text) > middle)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void put_text(struct placer *placer, const char *text, enum text_style type, int soft, int centred)
{
	int height = text_height(placer->look, type, text, placer->box.w), width = placer->box.w;

	if (!*text)
		return;
	if (centred)
		width = balanced_width(placer->look, type, text, width);
	placer->part[placer->count++] = (struct part){
	    text, type, soft, centred, 0, {placer->box.x + (placer->box.w - width) / 2, placer->box.y, width, height}};
	placer->box.y += height;
	placer->box.h -= height;
}

static void put_icon(struct placer *placer, struct rect box)
{
	placer->part[placer->count++] = (struct part){.box = box};
}

static int icon_px(const struct element *element, const struct look *look)
{
	if (element->icon == ICON_NONE)
		return 0;
	return look_px(look, type_capital(element->type, look->text_size) * 3 / 2);
}

static int icon_gap(const struct look *look, int icon)
{
	return icon ? look_px(look, 250) : 0;
}

/* --- buttons and choices --- */

static int pad_x(const struct element *element, const struct look *look)
{
	/* Keys of a keyboard hold one letter each. */
	if (element->action.kind == ACT_LETTER)
		return look_px(look, PAD_KEY);
	return look_px(look,
	               element->role == ROLE_CHOICE && !(element->state & STATE_OPTION) ? PAD_TIGHT : PAD_BUTTON_X);
}

/* The icon stands above the words where it has no room beside them. */
static int stacked(const struct element *element, const struct look *look, int inner)
{
	int icon = icon_px(element, look);

	return icon && !*element->detail &&
	       icon + icon_gap(look, icon) + text_word_width(look, element->type, element->text) > inner;
}

static void button_parts(struct placer *placer, const struct element *element)
{
	const struct look *look = placer->look;
	int icon = icon_px(element, look), gap = icon_gap(look, icon), right = element->icon == ICON_NEXT;
	int stack, words, height, left;
	struct rect box = placer->box;

	box.x += pad_x(element, look);
	box.w -= 2 * pad_x(element, look);
	stack = stacked(element, look, box.w);
	if (stack) {
		height = icon + look_px(look, 100) + text_height(look, element->type, element->text, box.w);
		box.y += (box.h - height) / 2;
		put_icon(placer, (struct rect){box.x + (box.w - icon) / 2, box.y, icon, icon});
		placer->box = (struct rect){box.x, box.y + icon + look_px(look, 100), box.w, height - icon};
		put_text(placer, element->text, element->type, 0, 1);
		return;
	}
	words = box.w - icon - gap;
	height = text_height(look, element->type, element->text, words) +
	         text_height(look, TYPE_SMALL, element->detail, words);
	if (!*element->detail) {
		int natural = text_width(look, element->type, element->text);

		words = natural < words ? natural : words;
	}
	left = *element->detail ? box.x : box.x + (box.w - icon - gap - words) / 2;
	if (icon)
		put_icon(placer,
		         (struct rect){right ? left + words + gap : left, box.y + (box.h - icon) / 2, icon, icon});
	placer->box = (struct rect){right ? left : left + icon + gap, box.y + (box.h - height) / 2, words, height};
	put_text(placer, element->text, element->type, 0, !*element->detail);
	put_text(placer, element->detail, TYPE_SMALL, 1, 0);
}

static int button_height(const struct element *element, const struct look *look, int width)
{
	int icon = icon_px(element, look), inner = width - 2 * pad_x(element, look);
	int words = inner - icon - icon_gap(look, icon);
	int pad = 2 * look_px(look, PAD_BUTTON_Y);

	if (stacked(element, look, inner))
		return pad + icon + look_px(look, 100) + text_height(look, element->type, element->text, inner);
	return pad + text_height(look, element->type, element->text, words) +
	       text_height(look, TYPE_SMALL, element->detail, words);
}

/* --- cards --- */

/* Very large words leave no room to be generous. */
static int card_pad(const struct look *look)
{
	return look_px(look, look->text_size == 3 ? PAD_CARD / 2 : PAD_CARD);
}

/* Name, then the amount with the note beside it where that fits, then the detail. */
static void card_parts(struct placer *placer, const struct element *element)
{
	const struct look *look = placer->look;
	int amount = text_width(look, TYPE_STRONG, element->amount), gap = look_px(look, 500);
	struct rect row;

	placer->box = rect_inset(placer->box, card_pad(look));
	put_text(placer, element->text, TYPE_STRONG, 0, 0);
	row = placer->box;
	put_text(placer, element->amount, TYPE_STRONG, 0, 0);
	/* One line of it: where it has too many letters for one, it stands below. */
	if (*element->amount && amount + gap + text_width(look, TYPE_SMALL, element->note) <= row.w &&
	    text_lines(look, TYPE_SMALL, element->note, row.w - amount - gap) <= 1) {
		int lower = line_height(look, TYPE_STRONG) - line_height(look, TYPE_SMALL);
		struct rect rest = placer->box;

		placer->part[placer->count - 1].box.w = amount;
		placer->box = (struct rect){row.x + amount + gap, row.y + lower * 3 / 4, row.w - amount - gap, row.h};
		put_text(placer, element->note, TYPE_SMALL, 1, 0);
		placer->box = rest;
	} else {
		put_text(placer, element->note, TYPE_SMALL, 1, 0);
	}
	put_text(placer, element->detail, TYPE_SMALL, 1, 0);
	/* In the middle of a card that is higher than its words. */
	for (unsigned i = 0; i < placer->count && placer->box.h > 0; i++)
		placer->part[i].box.y += placer->box.h / 2;
}

/* A word and a number: "Left £12,000", side by side where that fits. */
static void stat_parts(struct placer *placer, const struct element *element)
{
	const struct look *look = placer->look;
	int label = text_width(look, TYPE_SMALL, element->text), gap = look_px(look, 300);
	struct rect box = placer->box;
	int lower = line_height(look, element->type) - line_height(look, TYPE_SMALL);

	if (label + gap + text_width(look, element->type, element->amount) > box.w) {
		put_text(placer, element->text, TYPE_SMALL, 1, 0);
		put_text(placer, element->amount, element->type, 0, 0);
		return;
	}
	placer->box = (struct rect){box.x, box.y + lower * 3 / 4, label, box.h};
	put_text(placer, element->text, TYPE_SMALL, 1, 0);
	placer->box = (struct rect){box.x + label + gap, box.y, box.w - label - gap, box.h};
	put_text(placer, element->amount, element->type, 0, 0);
}

/* A sign at the first line of a text, as a fact has that is known by it. */
static void fact_parts(struct placer *placer, const struct element *element)
{
	const struct look *look = placer->look;
	int icon = icon_px(element, look), line = text_line_height(look, element->type, element->text);

	put_icon(placer, (struct rect){placer->box.x, placer->box.y + (line > icon ? line - icon : 0) / 2, icon, icon});
	cut_left(&placer->box, icon, icon_gap(look, icon));
	put_text(placer, element->text, element->type, element->emphasis == EMPHASIS_QUIET, 0);
}

static void notice_parts(struct placer *placer, const struct element *element)
{
	const struct look *look = placer->look;
	int icon = icon_px(element, look);
	struct rect box = rect_inset(placer->box, look_px(look, PAD_NOTICE));

	if (icon) {
		put_icon(placer,
		         (struct rect){box.x, box.y + (line_height(look, element->type) - icon) / 2, icon, icon});
		cut_left(&box, icon, look_px(look, 350));
	}
	placer->box = box;
	put_text(placer, element->text, element->type, 0, 0);
}

static void code_parts(struct placer *placer, const struct element *element)
{
	int height = text_height(placer->look, TYPE_CODE, element->text, placer->box.w);

	placer->box.y += (placer->box.h - height) / 2;
	put_text(placer, element->text, TYPE_CODE, 0, 1);
}

/* --- all --- */

static void turn_parts(struct placer *placer, struct rect within)
{
	for (unsigned i = 0; i < placer->count; i++) {
		struct part *part = &placer->part[i];

		part->box = rect_mirrored(part->box, within);
		part->from_right = 1;
	}
}

unsigned element_parts(struct part out[static PARTS_MAX], const struct element *element, const struct look *look)
{
	struct placer placer = {out, 0, look, element->box};

	switch (element->role) {
	case ROLE_TITLE:
	case ROLE_TEXT:
		if (*element->amount)
			stat_parts(&placer, element);
		else if (element->icon != ICON_NONE && !(element->state & STATE_CENTRED))
			fact_parts(&placer, element);
		else
			put_text(&placer, element->text, element->type, element->emphasis == EMPHASIS_QUIET,
			         element->state & STATE_CENTRED);
		break;
	case ROLE_BUTTON:
	case ROLE_CHOICE: button_parts(&placer, element); break;
	case ROLE_CARD: card_parts(&placer, element); break;
	case ROLE_NOTICE: notice_parts(&placer, element); break;
	case ROLE_CODE: code_parts(&placer, element); break;
	case ROLE_FIELD:
		placer.box = rect_inset(placer.box, look_px(look, PAD_NOTICE));
		put_text(&placer, element->text, element->type, 0, element->state & STATE_CENTRED);
		break;
	case ROLE_PANEL:
	case ROLE_BAR:
	case ROLE_QR:
	case ROLE_PIN:
	case ROLE_PROGRESS:
	case ROLE_PICTURE:
	case ROLE_PHOTO: break;
	}
	if (look->right_to_left && !(element->state & STATE_LEFT_TO_RIGHT))
		turn_parts(&placer, element->box);
	return placer.count;
}

int element_height(const struct element *element, const struct look *look, int width)
{
	struct part part[PARTS_MAX];
	struct element probe = *element;
	unsigned count;
	int bottom = 0, pad = 0;

	if (element->role == ROLE_BUTTON || element->role == ROLE_CHOICE)
		return button_height(element, look, width);
	probe.box = (struct rect){0, 0, width, 0};
	if (element->role == ROLE_CODE)
		return text_height(look, TYPE_CODE, element->text, width) + 2 * look_px(look, PAD_CARD);
	count = element_parts(part, &probe, look);
	for (unsigned i = 0; i < count; i++)
		if (part[i].box.y + part[i].box.h > bottom)
			bottom = part[i].box.y + part[i].box.h;
	if (element->role == ROLE_CARD)
		pad = card_pad(look);
	if (element->role == ROLE_NOTICE || element->role == ROLE_FIELD)
		pad = look_px(look, PAD_NOTICE);
	return bottom + pad;
}

static int beside(const struct element *element, const struct look *look)
{
	int icon = icon_px(element, look);

	return icon + icon_gap(look, icon) + 2 * pad_x(element, look);
}

int element_width(const struct element *element, const struct look *look)
{
	int words = text_width(look, element->type, element->text),
	    detail = text_width(look, TYPE_SMALL, element->detail);

	if (element->role == ROLE_BUTTON || element->role == ROLE_CHOICE)
		return beside(element, look) + (words > detail ? words : detail);
	if (*element->amount)
		words = text_width(look, TYPE_SMALL, element->text) + look_px(look, 300) +
		        text_width(look, element->type, element->amount);
	return words;
}

int element_least_width(const struct element *element, const struct look *look)
{
	int words = text_word_width(look, element->type, element->text);
	int detail = text_word_width(look, TYPE_SMALL, element->detail), icon = icon_px(element, look);
	int amount = text_word_width(look, element->type, element->amount);

	if (element->role != ROLE_BUTTON && element->role != ROLE_CHOICE)
		return words > amount ? words : amount;
	if (*element->detail)
		return beside(element, look) + (words > detail ? words : detail);
	/* Its icon can stand above. */
	return 2 * pad_x(element, look) + (words > icon ? words : icon);
}
