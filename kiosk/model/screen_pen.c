#include "screen_pen.h"

#include <stdio.h>
#include <string.h>

enum { CELL_GAP = LAYOUT_GAP + 40 };

static void pen_column(struct pen *pen)
{
	int gap = make_px(pen->make, 1200);

	pen->width = (pen->area.w - gap * ((int)pen->columns - 1)) / (int)pen->columns;
	pen->x = pen->area.x + (int)pen->column * (pen->width + gap);
	pen->y = pen->area.y;
}

static void pen_next_column(struct pen *pen)
{
	if (++pen->column == pen->columns) {
		pen->column = 0;
		pen->part++;
	}
	pen_column(pen);
}

static int at_top(const struct pen *pen)
{
	return pen->y == pen->area.y;
}

static int room_below(const struct pen *pen)
{
	return pen->area.y + pen->area.h - pen->y;
}

static int gap_before(const struct pen *pen, int gap)
{
	return at_top(pen) ? 0 : make_px(pen->make, gap);
}

static void pen_down(struct pen *pen, int height)
{
	pen->y += height;
	if (pen->y > pen->lowest)
		pen->lowest = pen->y;
}

static int breakable(const struct element *element)
{
	return (element->role == ROLE_TEXT || element->role == ROLE_TITLE) && !*element->amount &&
	       element->icon == ICON_NONE;
}

/* What is spoken of a piece: its words, in the language that the whole is in. */
static const char *speak_piece(struct make *make, const struct element *element, const char *words)
{
	char language[3] = {0};

	if (!element->spoken || element->spoken[0] != SPEECH_LANGUAGE[0] || !element->spoken[1])
		return NULL;
	language[0] = element->spoken[0];
	language[1] = element->spoken[1];
	return make_joined(make, language, "", words);
}

/* A piece of a text, with an id of its own. */
static void write_piece(struct pen *pen, const struct element *element, const char *from, size_t len, unsigned lines)
{
	struct element piece = *element;
	struct rect box = {pen->x, pen->y, pen->width,
	                   (int)lines * text_line_height(pen->make->look, element->type, element->text)};

	if (pen->part == pen->write) {
		struct screen *screen = pen->make->screen;
		char *room = screen->pool + screen->pool_len;

		if (len + 1 > sizeof(screen->pool) - screen->pool_len) {
			screen->status = STATUS_NO_ROOM;
			return;
		}
		memcpy(room, from, len);
		room[len] = 0;
		screen->pool_len += len + 1;
		piece.text = room;
		if (from != element->text)
			snprintf(piece.id, sizeof(piece.id), "%.18s+%u", element->id, ++pen->pieces);
		if (from != element->text || element->text[len])
			piece.spoken = speak_piece(pen->make, element, piece.text);
		make_put(pen->make, &piece, box);
	}
	pen_down(pen, box.h);
}

/* The fewest lines of a text that may stand alone: never one of several. */
static unsigned fewest(unsigned lines)
{
	return lines <= 3 ? lines : 2;
}

/* What the heading beside takes of the width. */
static int aside_of(const struct pen *pen, const struct item *item)
{
	return item->aside ? make_px(pen->make, item->aside) + pen->make->gap * 2 : 0;
}

static unsigned cells_across(const struct pen *pen, const struct item *item)
{
	int widest = make_px(pen->make, LAYOUT_TARGET), natural = widest;
	int gap = pen->make->gap, room = pen->width - aside_of(pen, item);
	unsigned across, rows;

	for (unsigned i = 0; i < item->count; i++) {
		const struct element *cell = &pen->page->cell[item->first + i];
		int least = element_least_width(cell, pen->make->look), wide = element_width(cell, pen->make->look);

		widest = least > widest ? least : widest;
		natural = wide > natural ? wide : natural;
	}
	across = (unsigned)((room + gap) / (natural + gap));
	if (across < item->across && across < 2)
		across = (unsigned)((room + gap) / (widest + gap));
	across = across < item->across ? across : item->across;
	if (!across || !item->count)
		return 1;
	/* Rows of like length: two and two, not three and one. */
	rows = (item->count + across - 1) / across;
	return (item->count + rows - 1) / rows;
}

static int cell_width(const struct pen *pen, const struct item *item, unsigned across)
{
	int room = pen->width - aside_of(pen, item);
	int width = (room - pen->make->gap * ((int)across - 1)) / (int)across,
	    widest = make_px(pen->make, item->widest);

	return item->widest && width > widest ? widest : width;
}

/* Of the cells from first to last - 1, which stand beside each other. */
static int row_height(const struct pen *pen, const struct item *item, unsigned first, unsigned last, int width)
{
	int height = make_px(pen->make, item->height > LAYOUT_TARGET ? item->height : LAYOUT_TARGET);

	for (unsigned i = first; i < last; i++) {
		int needs = element_height(&pen->page->cell[item->first + i], pen->make->look, width);

		height = needs > height ? needs : height;
	}
	return height;
}

/* From the first row to the last. */
static int cells_height(const struct pen *pen, const struct item *item)
{
	unsigned across = cells_across(pen, item);
	int width = cell_width(pen, item, across), height = 0;

	for (unsigned i = 0; i < item->count; i += across) {
		unsigned last = i + across < item->count ? i + across : item->count;

		height += row_height(pen, item, i, last, width) + (i ? make_px(pen->make, CELL_GAP) : 0);
	}
	return height;
}

/* What must stand below a heading, with the gap before it. */
static int beginning(const struct pen *pen, const struct item *item)
{
	const struct look *look = pen->make->look;
	const struct element *element = item->kind == ITEM_CELLS ? &pen->page->cell[item->first] : &item->element;
	int gap = make_px(pen->make, item->gap), least = make_px(pen->make, item->height), height;

	if (item->kind == ITEM_LIST || item->kind == ITEM_COLUMN)
		return 0;
	if (item->kind == ITEM_CELLS && item->whole && cells_height(pen, item) < pen->area.h * 3 / 4)
		return gap + cells_height(pen, item);
	if (item->kind == ITEM_ELEMENT && breakable(element))
		return gap + (int)fewest(text_lines(look, element->type, element->text, pen->width)) *
		                 text_line_height(look, element->type, element->text);
	if (element->role == ROLE_PHOTO)
		return 0;
	height = element_height(element, look, pen->width);
	if (element->action.kind != ACT_NONE && height < make_px(pen->make, LAYOUT_TARGET))
		height = make_px(pen->make, LAYOUT_TARGET);
	return gap + (least > height ? least : height);
}

/* What a heading takes along: all headings that follow at once, and the beginning of what they head. */
static int kept_with(const struct pen *pen, const struct item *item)
{
	const struct item *end = pen->page->item + pen->page->count;
	int height = 0;

	while (item->keeps && item + 1 < end) {
		item++;
		height += beginning(pen, item);
	}
	return height;
}

static void walk_text(struct pen *pen, const struct item *item)
{
	const struct look *look = pen->make->look;
	const struct element *element = &item->element;
	int each = text_line_height(look, element->type, element->text);
	const char *rest = *element->text ? element->text : NULL;
	int gap = gap_before(pen, item->gap);

	while (rest) {
		unsigned left = text_lines(look, element->type, rest, pen->width), fit, taken = 0;
		int along = kept_with(pen, item);
		const char *from = rest;
		struct line line = {rest, 0};
		int room = room_below(pen) - gap;

		fit = room > 0 ? (unsigned)(room / each) : 0;
		/* No single line is left alone. */
		if (fit + 1 == left && fit > 1)
			fit--;
		if (!at_top(pen) && (fit < fewest(left) || (along && room < each * (int)left + along))) {
			pen_next_column(pen);
			gap = 0;
			continue;
		}
		if (!fit) {
			pen->make->screen->status = STATUS_NO_ROOM;
			fit = 1;
		}
		pen->y += gap;
		for (; rest && taken < fit; taken++)
			rest = text_line(&line, look, element->type, rest, pen->width);
		write_piece(pen, element, from, (size_t)(line.start + line.len - from), taken);
		gap = 0;
		if (rest)
			pen_next_column(pen);
	}
}

/* Makes room for something of a height; tells when no part has it. */
static void make_room(struct pen *pen, int gap, int height)
{
	gap = gap_before(pen, gap);
	if (!at_top(pen) && gap + height > room_below(pen)) {
		pen_next_column(pen);
		gap = 0;
	}
	if (height > room_below(pen) - gap)
		pen->make->screen->status = STATUS_NO_ROOM;
	pen->y += gap;
}

static int least_target(const struct pen *pen, const struct element *element)
{
	return element->action.kind == ACT_NONE ? 0 : make_px(pen->make, LAYOUT_TARGET);
}

/* A picture keeps its form: as wide as the column, or as high as it may be, whichever is less. */
static void walk_photo(struct pen *pen, const struct element *element, int most, int gap)
{
	const struct election *election = pen->make->election;
	const struct election_picture *picture = &election->pictures[element->value];
	enum { LEAST = 2500 }; /* hundredths of a millimetre */
	int64_t width = pen->width, height;
	int room = room_below(pen) - gap_before(pen, gap);

	if (element->value >= election->picture_count || !picture->width || !picture->height)
		return;
	height = width * picture->height / picture->width;
	if (height > make_px(pen->make, most))
		height = make_px(pen->make, most);
	/* Smaller rather than elsewhere, but not so small that nothing is seen. */
	if (height > room && (at_top(pen) || room >= make_px(pen->make, LEAST)))
		height = room;
	width = height * picture->width / picture->height;
	make_room(pen, gap, (int)height);
	if (pen->part == pen->write)
		make_put(pen->make, element, (struct rect){pen->x, pen->y, (int)width, (int)height});
	pen_down(pen, (int)height);
}

static void walk_element(struct pen *pen, const struct element *element, int least, int gap)
{
	int height = element_height(element, pen->make->look, pen->width);

	if (least_target(pen, element) > height)
		height = least_target(pen, element);
	if (make_px(pen->make, least) > height)
		height = make_px(pen->make, least);
	if (element->role == ROLE_QR && height > pen->area.h)
		height = pen->area.h;
	make_room(pen, gap, height);
	if (pen->part == pen->write) {
		struct rect box = {pen->x, pen->y, pen->width, height};

		make_put(pen->make, element, box);
	}
	pen_down(pen, height);
}

/* The heading beside cells, in the middle of their height; all of them stay together. Returns where it ends. */
static int walk_aside(struct pen *pen, const struct item *item)
{
	const struct look *look = pen->make->look;
	const struct element *heading = &item->element;
	int height = cells_height(pen, item);
	struct rect box = {pen->x, 0, make_px(pen->make, item->aside),
	                   text_height(look, heading->type, heading->text, make_px(pen->make, item->aside))};

	make_room(pen, item->gap, height > box.h ? height : box.h);
	box.y = pen->y + (height > box.h ? (height - box.h) / 2 : 0);
	if (pen->part == pen->write)
		make_put(pen->make, heading, box);
	if (box.y + box.h > pen->lowest)
		pen->lowest = box.y + box.h;
	return box.y + box.h;
}

static void walk_cells(struct pen *pen, const struct item *item)
{
	unsigned across = cells_across(pen, item);
	int gap = pen->make->gap, aside = aside_of(pen, item), left = aside, width = cell_width(pen, item, across);
	int bottom = 0;

	if (item->widest)
		left += (pen->width - aside - (width + gap) * (int)across + gap) / 2;
	if (aside)
		bottom = walk_aside(pen, item);
	for (unsigned i = 0; i < item->count; i += across) {
		unsigned last = i + across < item->count ? i + across : item->count;
		int height = row_height(pen, item, i, last, width);

		if (!aside || i)
			make_room(pen, i ? CELL_GAP : item->gap, height);
		/* A row that is not full stands in the middle, where the others do. */
		if (item->widest && last - i < across)
			left = (pen->width - (width + gap) * (int)(last - i) + gap) / 2;
		for (unsigned k = i; k < last && pen->part == pen->write; k++) {
			struct rect box = {pen->x + left + (int)(k - i) * (width + gap), pen->y, width, height};

			make_put(pen->make, &pen->page->cell[item->first + k], box);
		}
		pen_down(pen, height);
	}
	if (pen->y < bottom)
		pen->y = bottom;
}

static void walk_list(struct pen *pen, const struct item *item)
{
	struct screen *screen = pen->make->screen;

	for (unsigned i = 0; i < item->count; i++) {
		size_t pool_len = screen->pool_len;
		unsigned count = screen->count;
		struct element element;

		item->list(pen->make, item->contest, i, &element);
		walk_element(pen, &element, 0, i ? LAYOUT_GAP + 40 : item->gap);
		if (screen->count == count)
			screen->pool_len = pool_len;
	}
}

unsigned pen_walk(struct pen *pen)
{
	pen->column = pen->part = pen->pieces = 0;
	pen->lowest = pen->area.y;
	pen_column(pen);
	for (unsigned i = 0; i < pen->page->count; i++) {
		const struct item *item = &pen->page->item[i];

		switch (item->kind) {
		case ITEM_ELEMENT:
			if (breakable(&item->element))
				walk_text(pen, item);
			else if (item->element.role == ROLE_PHOTO)
				walk_photo(pen, &item->element, item->height, item->gap);
			else
				walk_element(pen, &item->element, item->height, item->gap);
			break;
		case ITEM_CELLS: walk_cells(pen, item); break;
		case ITEM_LIST: walk_list(pen, item); break;
		case ITEM_COLUMN:
			if (!pen->page->flows && pen->column + 1 < pen->columns && !at_top(pen))
				pen_next_column(pen);
			break;
		}
	}
	/* Nothing stands in the part that a last step opened. */
	return pen->part + (at_top(pen) && pen->column == 0 && pen->part ? 0 : 1);
}
