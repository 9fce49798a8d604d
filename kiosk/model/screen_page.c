#include "screen_make.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* --- making one --- */

void page_init(struct page *page)
{
	memset(page, 0, sizeof(*page));
	page->columns = 1;
}

static struct item *next_item(struct page *page, enum item_kind kind, int gap)
{
	struct item *item;

	if (page->count == PAGE_MAX) {
		page->full = 1;
		page->count--;
	}
	item = &page->item[page->count++];
	memset(item, 0, sizeof(*item));
	item->kind = kind;
	item->gap = gap;
	return item;
}

struct item *page_add(struct page *page, struct element element, int gap)
{
	struct item *item = next_item(page, ITEM_ELEMENT, gap);

	item->element = element;
	return item;
}

struct item *page_text(struct page *page, enum text_style type, const char *id, const char *text, int gap)
{
	struct element element = make_element(type >= TYPE_LARGE ? ROLE_TITLE : ROLE_TEXT, id);

	element.text = text;
	element.type = type;
	if (type == TYPE_SMALL)
		element.emphasis = EMPHASIS_QUIET;
	return page_add(page, element, *text ? gap : 0);
}

void page_say(struct page *page, const char *title, const char *text)
{
	page->centred = page->says = 1;
	page_text(page, TYPE_TITLE, "title", title, 0)->element.state |= STATE_CENTRED;
	page_text(page, TYPE_LEAD, "text", text, 600)->element.state |= STATE_CENTRED;
}

void page_picture(struct page *page, enum picture picture, int height, int gap)
{
	struct element element = make_element(ROLE_PICTURE, "picture");

	element.value = picture;
	page_add(page, element, gap)->height = height;
}

void page_cells(struct make *make, struct page *page, const struct element *element, unsigned count, unsigned across,
                int gap)
{
	struct item *item = next_item(page, ITEM_CELLS, gap);

	if (page->cell_count + count > PAGE_CELLS) {
		make->screen->status = STATUS_NO_ROOM;
		return;
	}
	item->first = page->cell_count;
	item->count = count;
	item->across = across;
	memcpy(page->cell + page->cell_count, element, count * sizeof(*element));
	page->cell_count += count;
}

void page_list(struct page *page, unsigned count, page_list_fn *list, unsigned contest, int gap)
{
	struct item *item = next_item(page, ITEM_LIST, gap);

	item->count = count;
	item->list = list;
	item->contest = contest;
}

void page_column(struct page *page)
{
	next_item(page, ITEM_COLUMN, 0);
}

/* --- walking through it --- */

enum { CELL_GAP = LAYOUT_GAP + 40 };

/* A pen that goes down the columns of part after part, and writes in one of them only. */
struct pen {
	struct make *make;
	struct page *page;
	struct rect area;
	unsigned columns, column, part;
	unsigned write; /* the part to write; UINT32_MAX: none */
	int x, y, width, lowest;
	unsigned pieces;
};

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

/* Of all rows, where a column has so much room; else of the first. */
static int cells_height(const struct pen *pen, const struct item *item)
{
	unsigned across = cells_across(pen, item);
	int width = cell_width(pen, item, across), height = 0, first = 0;

	for (unsigned i = 0; i < item->count; i += across) {
		unsigned last = i + across < item->count ? i + across : item->count;

		height += row_height(pen, item, i, last, width) + (i ? make_px(pen->make, CELL_GAP) : 0);
		if (!i)
			first = height;
	}
	return height < pen->area.h * 3 / 4 ? height : first;
}

/* What must stand below a heading, with the gap before it. */
static int beginning(const struct pen *pen, const struct item *item)
{
	const struct look *look = pen->make->look;
	const struct element *element = item->kind == ITEM_CELLS ? &pen->page->cell[item->first] : &item->element;
	int gap = make_px(pen->make, item->gap), least = make_px(pen->make, item->height), height;

	if (item->kind == ITEM_LIST || item->kind == ITEM_COLUMN)
		return 0;
	if (item->kind == ITEM_CELLS && item->whole)
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
static int walk_aside(struct pen *pen, const struct item *item, unsigned across)
{
	const struct look *look = pen->make->look;
	const struct element *heading = &item->element;
	int target = make_px(pen->make, LAYOUT_TARGET), between = make_px(pen->make, LAYOUT_GAP + 40);
	int rows = (int)((item->count + across - 1) / across), height = rows * (target + between) - between;
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
		bottom = walk_aside(pen, item, across);
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

/* Returns the number of parts. */
static unsigned walk(struct pen *pen)
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

/* --- placing it --- */

static unsigned columns_that_fit(const struct make *make, const struct page *page, int width)
{
	int least = make_px(make, type_capital(TYPE_BODY, make->look->text_size)) * 28;
	unsigned columns = page->columns;

	while (columns > 1 && width / (int)columns < least)
		columns--;
	return columns;
}

static struct rect page_area(const struct make *make, const struct page *page, unsigned columns, int bottom)
{
	struct rect area = make->body, readable = make_readable(make, area);
	int width = readable.w * (int)columns + make_px(make, 1200) * ((int)columns - 1);

	if (bottom)
		cut_bottom(&area, bottom, make->gap * 2);
	if (!page->wide && width < area.w) {
		/* One edge for all that is read; what is said in the middle stands there. */
		if (page->says)
			area.x += (area.w - width) / 2;
		area.w = width;
	}
	return area;
}

static struct element part_button(struct make *make, const char *id, enum message words, enum icon icon, unsigned part)
{
	struct element button = make_button(id, make_words(make, words), (struct action){ACT_PART, part});

	button.icon = make->tight ? ICON_NONE : icon;
	return button;
}

/* The buttons that stay, and where there are several parts "Earlier", "Part 2 of 3", "More". */
static struct foot foot_of(struct make *make, const struct page *page, unsigned part, unsigned parts)
{
	struct foot foot = {.stays = page->bottom};
	const char *here = make_number(make, part + 1), *all = make_number(make, parts);
	struct element where = make_element(ROLE_TEXT, "part");

	if (parts > 1) {
		where.text = FILLED(make, MESSAGE_PART_WHERE, here, all);
		where.type = make->tight ? TYPE_SMALL : TYPE_STRONG;
		where.state = STATE_CENTRED;
		row_add(&foot.ways, ROW_LEFT,
		        part_button(make, "part-previous", MESSAGE_PART_PREVIOUS, ICON_UP, part ? part - 1 : 0));
		row_add(&foot.ways, ROW_MIDDLE, where);
		row_add(&foot.ways, ROW_RIGHT, part_button(make, "part-next", MESSAGE_PART_NEXT, ICON_DOWN, part + 1));
	}
	foot_plan(make, &foot, make->body.w);
	if (!part)
		foot_hide(&foot, "part-previous");
	if (part + 1 >= parts)
		foot_hide(&foot, "part-next");
	return foot;
}

unsigned page_parts(struct make *make, const struct page *page)
{
	struct page copy = *page;
	struct foot foot = foot_of(make, page, 0, 1);
	unsigned columns = columns_that_fit(make, page, make->body.w);
	struct pen pen = {make, &copy, page_area(make, page, columns, foot.height), columns, .write = UINT32_MAX};
	enum status before = make->screen->status;
	unsigned parts = walk(&pen);

	make->screen->status = before;
	return parts;
}

void page_fewest_parts(struct make *make, struct page *page, unsigned from, unsigned most)
{
	unsigned best = from, fewest_parts = UINT_MAX;
	int best_flows = 0;

	/* Columns as they are meant; where that takes several parts, filled without a gap. */
	for (int flows = 0; flows <= 1 && fewest_parts > 1; flows++) {
		for (unsigned columns = from; columns <= most; columns++) {
			struct page tried = *page;
			unsigned parts;

			tried.columns = columns;
			tried.flows = flows;
			parts = page_parts(make, &tried);
			if (parts < fewest_parts) {
				fewest_parts = parts;
				best = columns;
				best_flows = flows;
			}
		}
	}
	page->columns = best;
	page->flows = best_flows;
}

void page_put(struct make *make, struct page *page)
{
	struct foot foot = foot_of(make, page, 0, 1);
	unsigned columns = columns_that_fit(make, page, make->body.w), parts, part = make->flow->part;
	struct pen pen = {make, page, page_area(make, page, columns, foot.height), columns, .write = UINT32_MAX};
	enum status before = make->screen->status;

	parts = walk(&pen);
	if (parts > 1) {
		/* Numbers wider than any: the foot must not change its height from part to part. */
		foot = foot_of(make, page, 87, 888);
		pen.area = page_area(make, page, columns, foot.height);
		make->screen->status = before;
		parts = walk(&pen);
		part = part < parts ? part : parts - 1;
		foot = foot_of(make, page, part, parts);
	} else {
		part = 0;
		if (page->centred)
			pen.area.y += (pen.area.y + pen.area.h - pen.lowest) * 2 / 5;
	}
	if (page->full)
		make->screen->status = STATUS_NO_ROOM;
	pen.write = part;
	walk(&pen);
	foot_put(make, &foot);
}
