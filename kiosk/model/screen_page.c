#include "screen_pen.h"

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
	struct element where = make_element(ROLE_TEXT, "part"), next, *on;

	if (parts > 1) {
		where.text = FILLED(make, MESSAGE_PART_WHERE, here, all);
		where.type = make->tight ? TYPE_SMALL : TYPE_STRONG;
		where.state = STATE_CENTRED;
		row_add(&foot.ways, ROW_LEFT,
		        part_button(make, "part-previous", MESSAGE_PART_PREVIOUS, ICON_UP, part ? part - 1 : 0));
		row_add(&foot.ways, ROW_MIDDLE, where);
		next = part_button(make, "part-next", MESSAGE_PART_NEXT, ICON_DOWN, part + 1);
		/* What is to be read whole has its further parts for its main way, until the last. */
		if (page->read_whole)
			next.emphasis = EMPHASIS_MAIN;
		row_add(&foot.ways, ROW_RIGHT, next);
	}
	on = row_find(&foot.stays, "next");
	if (page->read_whole && part + 1 < parts && on)
		on->emphasis = EMPHASIS_NONE;
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
	unsigned parts = pen_walk(&pen);

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

	parts = pen_walk(&pen);
	if (parts > 1) {
		/* Numbers wider than any: the foot must not change its height from part to part. */
		foot = foot_of(make, page, 87, 888);
		pen.area = page_area(make, page, columns, foot.height);
		make->screen->status = before;
		parts = pen_walk(&pen);
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
	pen_walk(&pen);
	foot_put(make, &foot);
}
