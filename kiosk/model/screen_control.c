#include "screen_marks.h"

#include <stdio.h>

/* Where the parts of what marks a project stand: on a card, and on its own page. */

/* What the points given take at least, hundredths of a millimetre. */
enum { SHOWN_WIDTH = 1600 };

static int between(const struct make *make)
{
	return make_px(make, LAYOUT_GAP + 20);
}

static int least_width(struct make *make, const struct contest *contest, unsigned i, unsigned count)
{
	struct element variant[VARIANTS];
	unsigned variants = marks_variants(variant, make, contest, i, count);
	int width = make_px(make, variant[0].action.kind == ACT_NONE ? SHOWN_WIDTH : LAYOUT_TARGET);

	if (marks_shape(contest) == SHAPE_TOUCH)
		width = make_px(make, LAYOUT_TARGET + 800);
	for (unsigned k = 0; k < variants; k++) {
		int needs = element_least_width(&variant[k], make->look);

		width = needs > width ? needs : width;
	}
	return width;
}

static int least_height(struct make *make, const struct contest *contest, unsigned i, unsigned count, int width)
{
	struct element variant[VARIANTS];
	unsigned variants = marks_variants(variant, make, contest, i, count);
	int height = variant[0].action.kind == ACT_NONE ? 0 : make_px(make, LAYOUT_TARGET);

	for (unsigned k = 0; k < variants; k++) {
		int needs = element_height(&variant[k], make->look, width);

		height = needs > height ? needs : height;
	}
	return height;
}

static int line_of(struct make *make, const struct contest *contest, unsigned count)
{
	int width = -between(make);

	for (unsigned i = 0; i < count; i++)
		width += least_width(make, contest, i, count) + 1 + between(make);
	return width;
}

int control_least_width(struct make *make, const struct contest *contest)
{
	size_t pool_len = make->screen->pool_len;
	int width = line_of(make, contest, marks_count(contest));

	make->screen->pool_len = pool_len;
	return width;
}

/* Parts first … last - 1 on one line at y, sharing the whole width. Returns its height. */
static int put_line(struct control *out, struct make *make, const struct contest *contest, unsigned first,
                    unsigned last, int y)
{
	int used = -between(make), x = 0, height = 0;
	unsigned sharing = 0;

	for (unsigned i = first; i < last; i++) {
		out->box[i].w = least_width(make, contest, i, out->count) + 1;
		used += out->box[i].w + between(make);
		sharing += out->count == 1 || marks_shape(contest) != SHAPE_STEPS || i != out->count / 2;
	}
	for (unsigned i = first; i < last; i++) {
		int share = 0;

		if (sharing && (marks_shape(contest) != SHAPE_STEPS || i != out->count / 2))
			share = (out->width - used) / (int)sharing--;
		out->box[i] = (struct rect){x, y, out->box[i].w + share, 0};
		used += share;
		x += out->box[i].w + between(make);
	}
	for (unsigned i = first; i < last; i++) {
		int needs = least_height(make, contest, i, out->count, out->box[i].w);

		height = needs > height ? needs : height;
	}
	for (unsigned i = first; i < last; i++)
		out->box[i].h = height;
	return height;
}

/* How many parts stand on a line: all, or a rank alone, or as many marks as make lines of like length. */
static unsigned across_of(struct make *make, const struct contest *contest, unsigned count, int width)
{
	unsigned lines = 1;

	if (line_of(make, contest, count) <= width)
		return count;
	if (marks_shape(contest) == SHAPE_RANK)
		return 1;
	while (lines < count && line_of(make, contest, (count + lines - 1) / lines) > width)
		lines++;
	return (count + lines - 1) / lines;
}

void control_plan(struct control *out, struct make *make, const struct contest *contest, int width)
{
	size_t pool_len = make->screen->pool_len;
	unsigned count = marks_count(contest), across, first = 0;

	/* Larger steps only where they have room. */
	if (marks_shape(contest) == SHAPE_STEPS && line_of(make, contest, count) > width)
		count = 3;
	*out = (struct control){.count = count, .width = width};
	across = across_of(make, contest, count, width);
	while (first < count) {
		unsigned last = first + across < count ? first + across : count;

		/* Up and down stay together where they can. */
		if (marks_shape(contest) == SHAPE_RANK && first == 1 && across == 1 &&
		    least_width(make, contest, 1, count) + between(make) + least_width(make, contest, 2, count) <=
		        width)
			last = count;
		out->height += put_line(out, make, contest, first, last, out->height) + between(make);
		first = last;
	}
	out->height -= between(make);
	make->screen->pool_len = pool_len;
}

void control_stretch(struct control *control, int height)
{
	int more = height - control->height, lines = 0, y = -1;

	for (unsigned i = 0; i < control->count; i++) {
		lines += control->box[i].y != y;
		y = control->box[i].y;
	}
	if (more <= 0 || !lines)
		return;
	y = -1;
	for (unsigned i = 0, line = 0; i < control->count; i++) {
		if (control->box[i].y != y && y >= 0)
			line++;
		y = control->box[i].y;
		control->box[i].y += (int)line * (more / lines);
		control->box[i].h += more / lines;
	}
	control->height = height;
}

/* --- putting them --- */

void control_put(struct make *make, const struct contest *contest, unsigned index, const struct control *control,
                 struct rect at, unsigned group)
{
	struct element element[CONTROL_MAX];

	marks_parts(element, make, contest, index, control->count);
	for (unsigned i = 0; i < control->count; i++) {
		struct rect box = control->box[i];
		int height;

		box.x += at.x;
		box.y += at.y;
		element[i].group = (uint8_t)group;
		if (!element[i].id[0])
			continue;
		if (element[i].role == ROLE_TEXT) {
			height = element_height(&element[i], make->look, box.w);
			box.y += (box.h - height) / 2;
			box.h = height;
		}
		make_put(make, &element[i], box);
	}
}

/* Hundredths of a millimetre that part i takes on one line, whatever it looks like now. */
static int widest(struct make *make, const struct contest *contest, unsigned i, unsigned count)
{
	size_t pool_len = make->screen->pool_len;
	struct element variant[VARIANTS];
	unsigned variants = marks_variants(variant, make, contest, i, count);
	int width = variant[0].action.kind == ACT_NONE ? 0 : make_px(make, LAYOUT_TARGET);

	if (variant[0].action.kind == ACT_NONE) {
		variant[0].text = mark_words(make, contest, marks_most(contest));
		variant[0].type = TYPE_STRONG;
		variant[1] = variant[0];
		variant[1].text = make->messages->of[MESSAGE_CARD_SPOKEN_NO_MARK];
		variants = contest->type == VOTE_SCORE ? 2 : 1;
	}
	for (unsigned k = 0; k < variants; k++) {
		int needs = element_width(&variant[k], make->look);

		width = needs > width ? needs : width;
	}
	make->screen->pool_len = pool_len;
	return (int)((int64_t)width * 100000 / make->look->px_per_m) + 1;
}

/* On a project's own page the number given says what it is. */
static const char *shown_in_words(struct make *make, const struct contest *contest, unsigned index)
{
	unsigned mark = make_marks(make)->of[index];

	if (contest->type == VOTE_SCORE)
		return mark ? mark_words(make, contest, mark) : make_words(make, MESSAGE_CARD_SPOKEN_NO_MARK);
	return FILLED(make, MESSAGE_POINTS_GIVEN, make_number(make, mark));
}

void control_row(struct make *make, struct row *row, const struct contest *contest, unsigned index)
{
	static const char *const places[] = {"part-0", "part-1", "part-2", "part-3", "part-4"};
	struct element element[CONTROL_MAX];
	unsigned count = marks_count(contest);

	marks_parts(element, make, contest, index, count);
	for (unsigned i = 0; i < count; i++) {
		int hidden = !element[i].id[0];

		if (element[i].role == ROLE_TEXT) {
			element[i].text = shown_in_words(make, contest, index);
			element[i].type = TYPE_STRONG;
		}
		if (hidden && i < sizeof(places) / sizeof(*places))
			snprintf(element[i].id, sizeof(element[i].id), "%s", places[i]);
		row_add_sized(row, ROW_RIGHT, element[i], widest(make, contest, i, count), 0);
		if (hidden)
			row_hide(row, element[i].id);
	}
}
