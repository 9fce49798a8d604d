#include "screen_contest.h"

#include <string.h>

/* What stands above the cards, or over them: the instruction, and notices. */

/* An amount as long as any that can be left: with pence, where a project costs some. */
static uint64_t longest_amount(const struct make *make, const struct contest *contest)
{
	uint64_t unit = 1;

	for (unsigned i = 0; i < make->election->minor_digits; i++)
		unit *= 10;
	for (unsigned i = 0; i < contest->project_count; i++)
		if (contest->projects[i].cost % unit)
			return contest->budget / unit * unit + 1;
	return contest->budget;
}

static int notice_height(struct make *make, const char *text)
{
	struct element notice = make_notice(make, text);

	return element_height(&notice, make->look, make->body.w);
}

static int higher(int a, int b)
{
	return a > b ? a : b;
}

/* The highest notice there can be here: room for it is kept free, so that nothing moves when it comes. */
static int zone_height(struct make *make, const struct contest *contest)
{
	uint64_t most = longest_amount(make, contest);
	size_t pool_len = make->screen->pool_len;
	const char *number = make_number(make, contest->max_length),
	           *points = make_number(make, contest->max_sum_points);
	int height = notice_height(make, FILLED(make, MESSAGE_NOTICE_MANY, number));

	if (contest->type == VOTE_POINTS || contest->type == VOTE_SCORE)
		height = higher(height, notice_height(make, FILLED(make, MESSAGE_NOTICE_POINTS_LEFT, points, points)));
	for (unsigned i = 0; i < contest->project_count; i++) {
		if (contest->max_sum_cost)
			height = higher(height, notice_height(make, make_dear(make, FOR_EYE, contest, i, most, most)));
		if (contest->max_length == 1)
			height = higher(height, notice_height(make, make_only_one(make, FOR_EYE, contest, i)));
		make->screen->pool_len = pool_len;
	}
	make->screen->pool_len = pool_len;
	return height;
}

/* What the filter lists: the name of a place or a category. */
static const char *filter_words(struct make *make, const struct contest *contest)
{
	uint16_t places[ELECTION_MAX_PROJECTS];
	uint32_t filter = make->flow->filter;
	unsigned index = filter_arg_index(filter);

	if (filter_arg_kind(filter) == FILTER_CATEGORY && index < make->election->category_count)
		return FILLED(make, MESSAGE_PROJECTS_ONLY, make_text(make, &make->election->category[index], NULL));
	if (filter_arg_kind(filter) == FILTER_PLACE && index < filter_places(places, contest))
		return FILLED(make, MESSAGE_PROJECTS_ONLY,
		              make_text(make, &contest->projects[places[index]].place, NULL));
	return "";
}

static void put_instruction(struct make *make, const struct contest *contest, struct rect zone)
{
	const char *instruction = make_text(make, &contest->instruction, NULL);
	const char *filter = filter_words(make, contest);
	struct element *element;
	int height;

	if (*filter)
		instruction = filter;
	height = text_height(make->look, TYPE_BODY, instruction, zone.w);
	if (!height || height > zone.h)
		return;
	zone.y += (zone.h - height) / 2;
	zone.h = height;
	element = make_add(make, ROLE_TEXT, "instruction", zone);
	element->text = instruction;
	if (!*filter)
		element->spoken = speak_text(make, &contest->instruction);
}

/* The row in which a project stands on this page. */
static unsigned row_of(const struct cards *cards, const struct listing *listing, unsigned first, unsigned index)
{
	for (unsigned i = 0; i < cards->per_page && first + i < listing->count; i++)
		if (listing->project[first + i] == index)
			return i / cards->columns;
	return 0;
}

/* Which rows a notice without room of its own lies over: as many as it needs, but never the one it speaks of; all
 * others stay where they are. None where no row would be left. */
static struct cover cover_of(const struct make *make, const struct cards *cards, int height, unsigned about)
{
	int step = cards_step(make, cards);
	unsigned needs = (unsigned)((height + make->gap + step - 1) / step);
	struct cover cover = {0, 0};

	if (needs >= cards->rows)
		return cover;
	cover.from = about < cards->rows - needs ? cards->rows - needs : 0;
	cover.to = cover.from + needs;
	return about >= cover.from && about < cover.to ? (struct cover){0, 0} : cover;
}

static struct cover put_notice_over(struct make *make, const struct contest *contest, const struct cards *cards,
                                    const struct listing *listing, struct rect area, unsigned first)
{
	struct element notice = make_verdict_notice(make, contest);
	struct element back =
	    make_button("notice-back", make_words(make, MESSAGE_NAV_OK), (struct action){ACT_PAGE, make->flow->first});
	int width = element_least_width(&back, make->look), target = make_px(make, LAYOUT_TARGET), height;
	struct rect strip = area;
	struct cover cover;

	width = width > target ? width : target;
	height = element_height(&notice, make->look, area.w - width - make->gap);
	height = higher(higher(height, target), element_height(&back, make->look, width));
	cover = cover_of(make, cards, height, row_of(cards, listing, first, make->flow->notice_project));
	if (!cover.to)
		return cover;
	strip.y += cards_step(make, cards) * (int)cover.from;
	strip.h = height;
	make_put(make, &back, cut_right(&strip, width, make->gap));
	make_put(make, &notice, strip);
	return cover;
}

/* The notice and the way back beside each other, over all there is. */
static void put_beside(struct make *make, const struct element *notice, const struct element *back, struct rect area)
{
	int width = higher(element_least_width(back, make->look), make_px(make, LAYOUT_TARGET));
	struct rect right = cut_right(&area, width, make->gap);

	if (element_height(notice, make->look, area.w) > area.h)
		make->screen->status = STATUS_NO_ROOM;
	make_put(make, back, right);
	make_put(make, notice, area);
}

/* Where it leaves no room for any card, it stands in their place, with a way back. */
static void put_notice_instead(struct make *make, const struct contest *contest, struct rect area)
{
	struct element notice = make_verdict_notice(make, contest);
	struct element back =
	    make_button("notice-back", make_words(make, MESSAGE_NAV_OK), (struct action){ACT_PAGE, make->flow->first});
	int height = element_height(&notice, make->look, area.w), target = make_px(make, LAYOUT_TARGET);

	target = higher(target, element_height(&back, make->look, area.w));
	if (height + make->gap + target > area.h) {
		put_beside(make, &notice, &back, area);
		return;
	}
	make_put(make, &notice, cut_top(&area, height, make->gap));
	area.h = target;
	make_put(make, &back, area);
}

/* So many projects at once are enough to keep room for a notice free. */
enum { ZONE_WORTH = 4 };

/* What is above the cards: a place for the instruction, which is also the notice's where there is room for both. */
struct rect zone_cut(struct make *make, const struct contest *contest, int below)
{
	const char *instruction = make_text(make, &contest->instruction, NULL);
	int small = text_height(make->look, TYPE_BODY, instruction, make->body.w), high = zone_height(make, contest);
	struct rect area = make->body;
	struct cards with, without;

	if (make->tight)
		return (struct rect){0};
	cut_bottom(&area, below, 0);
	cut_top(&area, small, make->gap);
	without = cards_plan(make, contest, area);
	/* A long instruction was read before; the projects come first. */
	if (without.per_page < 2)
		return (struct rect){0};
	if (high > small) {
		area = make->body;
		cut_bottom(&area, below, 0);
		cut_top(&area, high, make->gap);
		with = cards_plan(make, contest, area);
		if (!with.per_page ||
		    (without.rows > 1 && with.per_page < ZONE_WORTH && with.per_page < cards_useful(&without, contest)))
			high = small;
	}
	return cut_top(&make->body, high > small ? high : small, make->gap);
}

void zone_put(struct make *make, const struct contest *contest, const struct cards *cards,
              const struct listing *listing, struct rect zone, struct rect area, unsigned first)
{
	struct element notice = make_element(ROLE_NOTICE, "notice");
	struct cover cover = {0, 0};

	if (make_verdict_shown(make))
		notice = make_verdict_notice(make, contest);
	if (make_verdict_shown(make) && element_height(&notice, make->look, zone.w) <= zone.h) {
		make_put(make, &notice, zone);
	} else {
		if (zone.h)
			put_instruction(make, contest, zone);
		if (make_verdict_shown(make))
			cover = put_notice_over(make, contest, cards, listing, area, first);
		if (make_verdict_shown(make) && !cover.to) {
			put_notice_instead(make, contest, area);
			return;
		}
	}
	cards_put(make, contest, cards, listing, area, first, cover);
}
