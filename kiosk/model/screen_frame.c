#include "screen_make.h"

static void practice_band(struct make *make)
{
	const struct look *look = make->look;
	const char *words = make_words(make, MESSAGE_PRACTICE_BAND);
	int pad = make_px(make, make->tight ? 60 : 120),
	    height = text_height(look, TYPE_SMALL, words, look->width - 2 * make->margin);
	struct rect band = cut_top(&make->body, height + 2 * pad, 0);
	struct element *element;

	element = make_add(make, ROLE_PANEL, "practice-band", band);
	element->emphasis = EMPHASIS_DANGER;
	band.x += make->margin;
	band.w -= 2 * make->margin;
	element = make_add(make, ROLE_TEXT, "practice", (struct rect){band.x, band.y + pad, band.w, height});
	element->text = words;
	element->type = TYPE_SMALL;
	element->emphasis = EMPHASIS_DANGER;
	element->state = STATE_CENTRED;
}

/* What somebody who sits reaches of the display: three fifths of its height, but never so little that large words find
 * no room. */
static int reached(const struct look *look)
{
	enum { REACH = 23000 }; /* hundredths of a millimetre */
	int low = look->height * 3 / 5, least = look_px(look, REACH);

	low = low > least ? low : least;
	return look->seated && low < look->height ? low : look->height;
}

void frame_plain(struct make *make)
{
	const struct look *look = make->look;
	int least = look->width < look->height ? look->width : look->height;

	make->tight = reached(look) < line_height(look, TYPE_BODY) * 22;
	make->margin = make->tight ? make_px(make, 400) : least / 28;
	make->gap = make_px(make, make->tight ? LAYOUT_GAP + 40 : 400);
	make->body = (struct rect){0, 0, look->width, look->height};
	if (make->flow->facts.kind == SIGN_PRACTICE)
		practice_band(make);
	make->body = rect_inset(make->body, make->margin);
}

static struct element navigation(struct make *make, const char *id, enum message words, enum icon icon,
                                 enum action_kind kind)
{
	struct element button = make_button(id, make_words(make, words), (struct action){kind, 0});

	button.icon = make->tight ? ICON_NONE : icon;
	button.emphasis = EMPHASIS_QUIET;
	return button;
}

static int heading_fits(const struct make *make, struct rect box, const char *heading)
{
	return box.w >= text_word_width(make->look, TYPE_STRONG, heading) &&
	       text_height(make->look, TYPE_STRONG, heading, box.w) <= box.h;
}

static void put_words(struct make *make, struct rect box, const char *heading)
{
	int height = text_height(make->look, TYPE_STRONG, heading, box.w);
	struct element *element;

	element =
	    make_add(make, ROLE_TITLE, "heading", (struct rect){box.x, box.y + (box.h - height) / 2, box.w, height});
	element->text = heading;
	element->type = TYPE_STRONG;
}

/* Where there is no room for both, the words come before the mark. Where there is none for the words, an upright
 * display has some below, and elsewhere they are at least said. */
static void put_heading(struct make *make, struct rect box, const char *heading)
{
	int mark = box.h < make_px(make, 2400) ? box.h : make_px(make, 2400);
	struct rect beside = box, below;
	struct element *element = NULL;

	cut_left(&beside, mark, make_px(make, 500));
	if (box.w >= mark && (heading_fits(make, beside, heading) || !heading_fits(make, box, heading))) {
		element =
		    make_add(make, ROLE_PICTURE, "mark", (struct rect){box.x, box.y + (box.h - mark) / 2, mark, mark});
		element->value = PICTURE_MARK;
		box = beside;
	}
	if (heading_fits(make, box, heading)) {
		put_words(make, box, heading);
	} else if (make->look->height > make->look->width && !make->look->seated) {
		below = cut_top(&make->body, text_height(make->look, TYPE_STRONG, heading, make->body.w), make->gap);
		put_words(make, below, heading);
	} else {
		/* Nothing is drawn of a title without words: it stands in the margin. */
		if (!element)
			element = make_add(make, ROLE_TITLE, "mark",
			                   (struct rect){box.x - make->margin, box.y, make->margin, box.h});
		element->spoken = heading;
	}
}

/* Settings, help and "start again"; while everything is read aloud also "say it again". */
static int plan_ways(struct make *make, struct row *row)
{
	enum flow_state state = make->flow->state;
	int height;

	if (make->flow->sound && make->flow->facts.sound != SOUND_NO_DEVICE)
		row_add(row, ROW_RIGHT, navigation(make, "say-again", MESSAGE_NAV_AGAIN, ICON_SOUND, ACT_SAY_AGAIN));
	row_add(row, ROW_RIGHT, navigation(make, "settings", MESSAGE_NAV_SETTINGS, ICON_SETTINGS, ACT_SETTINGS));
	row_add(row, ROW_RIGHT, navigation(make, "help", MESSAGE_NAV_HELP, ICON_HELP, ACT_HELP));
	row_add(row, ROW_RIGHT, navigation(make, "leave", MESSAGE_NAV_LEAVE, ICON_RESTART, ACT_LEAVE));
	height = row_plan(make, row, make->body.w);
	/* Where one is already, its button would do nothing; its place stays free. */
	if (state == FLOW_SETTINGS)
		row_hide(row, "settings");
	if (state == FLOW_HELP)
		row_hide(row, "help");
	if (state == FLOW_LEAVE_ASK)
		row_hide(row, "leave");
	return height;
}

/* For somebody who sits: the name alone stands at the top, whatever can be pressed stands in the lower part, and
 * settings, help and "start again" lowest. */
static void frame_seated(struct make *make, const char *heading)
{
	struct rect low, top;
	struct row row = {0};
	int height = plan_ways(make, &row);
	int limit = make->look->height - reached(make->look);

	low = cut_bottom(&make->body, height, make->gap * 2);
	row_put(make, &row, low.x, low.y);
	height = text_height(make->look, TYPE_STRONG, heading, make->body.w - make_px(make, 2900));
	/* All of the display is in reach: the name stands beside the ways, where there is room. */
	if (make->tight && limit < height) {
		low.w = row.element[0].box.x - make->gap * 2;
		put_heading(make, low, heading);
		return;
	}
	top = cut_top(&make->body, height > make_px(make, 1400) ? height : make_px(make, 1400), make->gap);
	put_heading(make, top, heading);
	if (make->body.y < limit)
		cut_top(&make->body, limit - make->body.y, 0);
}

void frame_voter(struct make *make, const char *heading)
{
	struct row row = {0};
	struct rect top;
	int height;

	frame_plain(make);
	if (make->look->seated) {
		frame_seated(make, heading);
		return;
	}
	height = plan_ways(make, &row);
	top = cut_top(&make->body, height, make->tight ? make->gap : make->gap * 3 / 2);
	row_put(make, &row, top.x, top.y);
	top.w = row.element[0].box.x - make->gap * 2;
	put_heading(make, top, heading);
}
