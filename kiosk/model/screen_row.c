#include "screen_make.h"

#include <string.h>

void row_add(struct row *row, enum row_side side, struct element element)
{
	if (row->count >= ROW_MAX)
		return;
	row->side[row->count] = side;
	row->element[row->count++] = element;
}

void row_add_sized(struct row *row, enum row_side side, struct element element, int width, int height)
{
	if (row->count >= ROW_MAX)
		return;
	row->least_width[row->count] = width;
	row->least_height[row->count] = height;
	row_add(row, side, element);
}

void row_add_main(struct row *row, struct element element)
{
	element.emphasis = EMPHASIS_MAIN;
	row_add_sized(row, ROW_RIGHT, element, 7000, LAYOUT_TARGET + 200);
}

static int least_height(const struct make *make, const struct row *row, unsigned i)
{
	return row->element[i].action.kind == ACT_NONE
	           ? 0
	           : make_px(make, row->least_height[i] ? row->least_height[i] : LAYOUT_TARGET);
}

static int natural_width(const struct make *make, const struct row *row, unsigned i)
{
	int width = element_width(&row->element[i], make->look);
	int least = row->element[i].action.kind == ACT_NONE ? 0 : make_px(make, LAYOUT_TARGET);

	if (row->least_width[i])
		least = make_px(make, row->least_width[i]);
	return width > least ? width : least;
}

static int broken_width(const struct make *make, const struct row *row, unsigned i)
{
	int width = element_least_width(&row->element[i], make->look);
	int least = row->element[i].action.kind == ACT_NONE ? 0 : make_px(make, LAYOUT_TARGET);

	return width > least ? width : least;
}

/* Heights of elements first … last - 1, whose widths are set: all the same, as the highest needs. Sets y and h. */
static int level(struct make *make, struct row *row, unsigned first, unsigned last, int y)
{
	int height = 0;

	for (unsigned i = first; i < last; i++) {
		int needs = element_height(&row->element[i], make->look, row->element[i].box.w);
		int least = least_height(make, row, i);

		needs = needs > least ? needs : least;
		height = needs > height ? needs : height;
	}
	for (unsigned i = first; i < last; i++) {
		struct element *element = &row->element[i];

		element->box.y = y;
		element->box.h = height;
		if (element->role == ROLE_TEXT) {
			element->box.h = element_height(element, make->look, element->box.w);
			element->box.y += (height - element->box.h) / 2;
		}
	}
	return height;
}

/* Sets x of elements first … last - 1: from the left, from the right, and the middle ones between; or sharing the whole
 * width. */
static void spread(const struct make *make, struct row *row, unsigned first, unsigned last, int width)
{
	int left = 0, right = width, middle = 0, used = -make->gap;

	for (unsigned i = first; i < last; i++)
		used += row->element[i].box.w + make->gap;
	for (unsigned i = first; i < last && row->fill; i++) {
		int share = (width - used) / (int)(last - i);

		row->element[i].box.w += share;
		used += share;
	}
	for (unsigned i = first; i < last; i++) {
		if (row->side[i] == ROW_LEFT) {
			row->element[i].box.x = left;
			left += row->element[i].box.w + make->gap;
		} else if (row->side[i] == ROW_MIDDLE) {
			middle += row->element[i].box.w + make->gap;
		}
	}
	for (unsigned i = last; i > first; i--) {
		if (row->side[i - 1] == ROW_RIGHT) {
			right -= row->element[i - 1].box.w;
			row->element[i - 1].box.x = right;
			right -= make->gap;
		}
	}
	/* In the middle of the display where that is free, else of what is left. */
	middle -= make->gap;
	used = (width - middle) / 2;
	if (used < left || used + middle > right)
		used = left + (right - left - middle) / 2;
	for (unsigned i = first; i < last; i++) {
		if (row->side[i] == ROW_MIDDLE) {
			row->element[i].box.x = used;
			used += row->element[i].box.w + make->gap;
		}
	}
}

static int fits_in_one(const struct make *make, struct row *row, int width,
                       int (*measure)(const struct make *, const struct row *, unsigned))
{
	int used = -make->gap;

	for (unsigned i = 0; i < row->count; i++) {
		row->element[i].box.w = measure(make, row, i);
		used += row->element[i].box.w + make->gap;
	}
	return used <= width;
}

/* Widths as of broken words; what is left over goes to those that would like more. */
static void share_out(const struct make *make, struct row *row, int width)
{
	int used = -make->gap, wanted = 0;

	for (unsigned i = 0; i < row->count; i++) {
		used += row->element[i].box.w + make->gap;
		wanted += natural_width(make, row, i) - row->element[i].box.w;
	}
	for (unsigned i = 0; i < row->count && wanted > 0; i++) {
		int wants = natural_width(make, row, i) - row->element[i].box.w;

		row->element[i].box.w += (int)((int64_t)(width - used) * wants / wanted);
	}
}

/* Several rows, each filled from the left as far as it goes, every row as wide as the display. */
static int several(struct make *make, struct row *row, int width)
{
	enum row_side side[ROW_MAX];
	unsigned first = 0;
	int y = 0, fill = row->fill;

	memcpy(side, row->side, sizeof(side));
	row->fill = 1;
	while (first < row->count) {
		unsigned last = first;
		int used = -make->gap;

		while (last < row->count) {
			int wants = natural_width(make, row, last);

			wants = wants < width ? wants : width;
			if (last > first && used + make->gap + wants > width)
				break;
			row->element[last].box.w = wants;
			used += make->gap + wants;
			last++;
		}
		for (unsigned i = first; i < last; i++)
			row->side[i] = ROW_LEFT;
		spread(make, row, first, last, width);
		y += level(make, row, first, last, y) + make->gap;
		first = last;
	}
	row->fill = fill;
	memcpy(row->side, side, sizeof(side));
	return y - make->gap;
}

static unsigned index_of(const struct row *row, const char *id)
{
	unsigned i = 0;

	while (i < row->count && strcmp(row->element[i].id, id) != 0)
		i++;
	return i;
}

struct element *row_find(struct row *row, const char *id)
{
	unsigned i = index_of(row, id);

	return i < row->count ? &row->element[i] : NULL;
}

void row_hide(struct row *row, const char *id)
{
	unsigned i = index_of(row, id);

	if (i < row->count)
		row->absent |= 1U << i;
}

static void leave_out(struct row *row, const char *id)
{
	struct row old = *row;

	row->count = 0;
	row->absent = 0;
	for (unsigned i = 0; i < old.count; i++)
		if (strcmp(old.element[i].id, id) != 0)
			row_add_sized(row, old.side[i], old.element[i], old.least_width[i], old.least_height[i]);
}

/* All in one row, words broken where they must be; 0 where not even that fits. */
static int in_one(struct make *make, struct row *row, int width)
{
	if (!fits_in_one(make, row, width, natural_width)) {
		if (!fits_in_one(make, row, width, broken_width))
			return 0;
		share_out(make, row, width);
	}
	spread(make, row, 0, row->count, width);
	return level(make, row, 0, row->count, 0);
}

static int plan_plainly(struct make *make, struct row *row, int width)
{
	struct row other = *row;
	int one = in_one(make, row, width), more;

	if (one && !make->tight)
		return one;
	more = several(make, &other, width);
	if (one && one <= more)
		return one;
	*row = other;
	return more;
}

int row_plan(struct make *make, struct row *row, int width)
{
	struct row without = *row;
	int height, less;

	if (!row->count)
		return 0;
	height = plan_plainly(make, row, width);
	if (!row->optional || !row_find(row, row->optional))
		return height;
	leave_out(&without, row->optional);
	less = plan_plainly(make, &without, width);
	if (less >= height)
		return height;
	*row = without;
	return less;
}

void row_put(struct make *make, const struct row *row, int x, int y)
{
	for (unsigned i = 0; i < row->count; i++) {
		struct rect box = row->element[i].box;

		if (row->absent >> i & 1)
			continue;
		box.x += x;
		box.y += y;
		make_put(make, &row->element[i], box);
	}
}

/* --- the foot --- */

static void merge(struct foot *foot)
{
	struct row merged = {.optional = foot->ways.optional, .fill = foot->stays.fill};
	const struct row *rows[3] = {&foot->stays, &foot->ways, &foot->stays};

	for (unsigned pass = 0; pass < 3; pass++) {
		const struct row *row = rows[pass];

		for (unsigned i = 0; i < row->count; i++) {
			if (pass != 1 && (row->side[i] == ROW_LEFT) != (pass == 0))
				continue;
			row_add_sized(&merged, pass == 1 ? ROW_MIDDLE : row->side[i], row->element[i],
			              row->least_width[i], row->least_height[i]);
		}
	}
	foot->stays = merged;
	foot->ways.count = 0;
}

void foot_plan(struct make *make, struct foot *foot, int width)
{
	struct foot apart = *foot;

	if (foot->ways.count) {
		merge(foot);
		if (make->look->width < make->look->height && !fits_in_one(make, &foot->stays, width, natural_width))
			*foot = apart;
	}
	foot->height = row_plan(make, &foot->stays, width);
	if (foot->ways.count)
		foot->height += make->gap + row_plan(make, &foot->ways, width);
}

void foot_put(struct make *make, const struct foot *foot)
{
	int y = make->body.y + make->body.h - foot->height, stays = 0;

	for (unsigned i = 0; i < foot->stays.count; i++) {
		const struct rect *box = &foot->stays.element[i].box;

		stays = box->y + box->h > stays ? box->y + box->h : stays;
	}
	row_put(make, &foot->ways, make->body.x, y);
	row_put(make, &foot->stays, make->body.x, make->body.y + make->body.h - stays);
}

struct element *foot_find(struct foot *foot, const char *id)
{
	struct element *element = row_find(&foot->stays, id);

	return element ? element : row_find(&foot->ways, id);
}

void foot_hide(struct foot *foot, const char *id)
{
	row_hide(&foot->stays, id);
	row_hide(&foot->ways, id);
}
