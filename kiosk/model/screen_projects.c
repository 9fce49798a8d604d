#include "screen_contest.h"

#include <string.h>

/* The pages of projects. */

static const char *page_words(struct make *make, unsigned page, unsigned pages, unsigned first, unsigned last,
                              unsigned count)
{
	const char *a = make_number(make, page + 1), *b = make_number(make, pages), *c = make_number(make, first + 1);
	const char *d = make_number(make, last), *e = make_number(make, count);

	if (make->tight)
		return FILLED(make, MESSAGE_PROJECTS_PAGE_SHORT, a, b);
	if (first + 1 == last)
		return FILLED(make, MESSAGE_PROJECTS_PAGE_SINGLE, a, b, c, e);
	return FILLED(make, MESSAGE_PROJECTS_PAGE, a, b, c, d, e);
}

/* Groups of switches beside the cards' own. */
enum { GROUP_WAYS = 251, GROUP_FIND, GROUP_STAYS };

static struct element turn(struct make *make, const char *id, enum message words, enum icon icon, unsigned first)
{
	struct element button = make_button(id, make_words(make, words), (struct action){ACT_PAGE, first});

	button.group = GROUP_WAYS;
	button.icon = make->tight ? ICON_NONE : icon;
	return button;
}

/* What the foot offers besides. */
enum { OFFER_FIND = 1, OFFER_FILTER = 2 };

static struct element find_button(struct make *make)
{
	struct element find =
	    make_button("find", make_words(make, MESSAGE_PROJECTS_FIND), (struct action){ACT_FIND, 0});

	find.icon = make->tight ? ICON_NONE : ICON_FIND;
	find.emphasis = EMPHASIS_QUIET;
	find.spoken = make_words(make, MESSAGE_PROJECTS_FIND_SPOKEN);
	find.group = GROUP_FIND;
	return find;
}

/* Where not all projects are listed, it says so. */
static struct element filter_button(struct make *make, unsigned listed, unsigned count)
{
	struct element filter =
	    make_button("filter", make_words(make, MESSAGE_PROJECTS_FILTER), (struct action){ACT_FILTERS, 0});

	filter.emphasis = EMPHASIS_QUIET;
	filter.icon = make->tight ? ICON_NONE : ICON_FILTER;
	filter.spoken = make_words(make, MESSAGE_PROJECTS_FILTER_SPOKEN);
	filter.group = GROUP_FIND;
	if (make->flow->filter) {
		filter.role = ROLE_CHOICE;
		filter.state = STATE_CHOSEN | STATE_OPTION;
		filter.text =
		    FILLED(make, MESSAGE_PROJECTS_FILTERED, make_number(make, listed), make_number(make, count));
		filter.spoken = SPEAK(make, MESSAGE_PROJECTS_FILTERED_SPOKEN, speak_number(make, listed),
		                      speak_number(make, count));
	}
	return filter;
}

static struct foot foot_with(struct make *make, const char *page, unsigned offers, const struct listing *listing)
{
	const struct flow *flow = make->flow;
	int last = flow->from_review || flow->contest + 1U >= make_style(make)->contest_count;
	enum message words = last ? MESSAGE_PROJECTS_REVIEW : MESSAGE_PROJECTS_NEXT_CONTEST;
	struct element back = make_button("back", make_words(make, MESSAGE_NAV_BACK), (struct action){ACT_BACK, 0});
	struct element next = make_button("next", make_words(make, words), (struct action){ACT_NEXT, 0});
	struct element where = make_element(ROLE_TEXT, "page");
	struct foot foot = {.height = 0};

	back.emphasis = EMPHASIS_QUIET;
	back.group = next.group = GROUP_STAYS;
	row_add(&foot.stays, ROW_LEFT, back);
	if (offers & OFFER_FIND)
		row_add(&foot.stays, ROW_LEFT, find_button(make));
	if (offers & OFFER_FILTER)
		row_add(&foot.stays, ROW_LEFT, filter_button(make, listing->count, flow_contest(flow)->project_count));
	row_add_main(&foot.stays, next);
	if (*page) {
		where.text = page;
		where.type = TYPE_SMALL;
		where.state = STATE_CENTRED;
		row_add(&foot.ways, ROW_LEFT, turn(make, "page-previous", MESSAGE_PAGE_PREVIOUS, ICON_BACK, 0));
		row_add(&foot.ways, ROW_MIDDLE, where);
		row_add(&foot.ways, ROW_RIGHT, turn(make, "page-next", MESSAGE_PAGE_NEXT, ICON_NEXT, 0));
		foot.ways.optional = make->tight ? "page" : NULL;
	}
	foot_plan(make, &foot, make->body.w);
	return foot;
}

/* Where there are several pages, ways to find a project: both, or the one that leads to the other too, whatever takes
 * no further row. */
static struct foot foot_of(struct make *make, const char *page, const struct listing *listing)
{
	unsigned one = make->flow->filter ? OFFER_FILTER : OFFER_FIND;
	struct foot foot = foot_with(make, page, 0, listing), more;

	if (!*page && !make->flow->filter)
		return foot;
	more = foot_with(make, page, OFFER_FIND | OFFER_FILTER, listing);
	if (more.height <= foot.height)
		return more;
	return foot_with(make, page, one, listing);
}

/* The ways to other pages, and where this one is. */
static void aim_foot(struct make *make, struct foot *foot, unsigned first, unsigned per_page, unsigned count)
{
	struct element *previous = foot_find(foot, "page-previous"), *next = foot_find(foot, "page-next");
	struct element *where = foot_find(foot, "page");
	unsigned last = first + per_page < count ? first + per_page : count;

	if (previous)
		previous->action.arg = first > per_page ? first - per_page : 0;
	if (next)
		next->action.arg = first + per_page;
	if (where)
		where->text = page_words(make, first / per_page, (count + per_page - 1) / per_page, first, last, count);
	if (!first)
		foot_hide(foot, "page-previous");
	if (last == count)
		foot_hide(foot, "page-next");
}

/* How much the bar cuts off. */
static int bar_height(const struct make *make)
{
	struct make probe = *make;
	unsigned count = make->screen->count;
	size_t pool_len = make->screen->pool_len;

	make_bar(&probe);
	make->screen->count = count;
	make->screen->pool_len = pool_len;
	return make->body.h - probe.body.h;
}

/* Where the foot has no room to say which page this is, the end of the line above the cards has. */
static void put_page_above(struct make *make, unsigned first, unsigned per_page, unsigned count)
{
	const char *words = page_words(make, first / per_page, (count + per_page - 1) / per_page, first, 0, count);
	int width = text_width(make->look, TYPE_SMALL, words), height = line_height(make->look, TYPE_SMALL);
	struct element *brief = (struct element *)screen_find(make->screen, "stat-brief"), *where;
	struct rect box;

	if (!brief || text_width(make->look, brief->type, brief->text) + make->gap + width > brief->box.w)
		return;
	box = cut_right(&brief->box, width, make->gap);
	if (height > box.h)
		return;
	box.y += (box.h - height) / 2;
	box.h = height;
	where = make_add(make, ROLE_TEXT, "page", box);
	where->text = words;
	where->type = TYPE_SMALL;
}

/* A question's title is on its page, in large. */
void make_part_frame(struct make *make)
{
	unsigned parts = make_style(make)->contest_count;

	if (parts < 2)
		frame_voter(make, make_election_title(make));
	else
		frame_voter(make, FILLED(make, MESSAGE_PROJECTS_PART, make_number(make, make->flow->contest + 1U),
		                         make_number(make, parts)));
}

/* "Part 1 of 2" before the title, where a ballot has several parts. */
void make_contest_frame(struct make *make, const struct contest *contest)
{
	unsigned parts = make_style(make)->contest_count;
	const char *title = make_text(make, &contest->title, NULL);
	struct element *heading;

	if (parts < 2) {
		frame_voter(make, title);
		return;
	}
	frame_voter(make, FILLED(make, MESSAGE_PROJECTS_CONTEST, make_number(make, make->flow->contest + 1U),
	                         make_number(make, parts), title));
	/* A long title leaves no room; which part this is has some. */
	if (!screen_find(make->screen, "heading")) {
		make->screen->count = 0;
		make_part_frame(make);
	}
	heading = (struct element *)screen_find(make->screen, "heading");
	if (!heading)
		heading = (struct element *)screen_find(make->screen, "mark");
	if (heading)
		heading->spoken = SPEAK(make, MESSAGE_PROJECTS_CONTEST, speak_number(make, make->flow->contest + 1U),
		                        speak_number(make, parts), speak_text(make, &contest->title));
}

/* A filter that lists nothing; none of the kiosk's own does. */
static void put_nothing(struct make *make)
{
	struct element notice = make_notice(make, make_words(make, MESSAGE_PROJECTS_NONE));

	make_put(make, &notice, cut_top(&make->body, element_height(&notice, make->look, make->body.w), make->gap));
}

/* How the page is divided. */
struct division {
	struct foot foot;
	struct cards cards;
	struct rect zone, area;
};

/* Cuts off make->body what stands above the cards; per_page is 0 where no card has room. */
static void divide(struct division *out, struct make *make, const struct contest *contest, struct foot foot)
{
	int below = foot.height + (make->tight ? make->gap : make->gap * 3 / 2);

	out->foot = foot;
	out->zone = zone_cut(make, contest, below + bar_height(make));
	make_bar(make);
	out->area = make->body;
	cut_bottom(&out->area, below, 0);
	out->cards = cards_plan(make, contest, out->area);
}

static void put_listing(struct make *make, const struct contest *contest, const struct listing *listing)
{
	unsigned first, wide = 8, per_page, count = make->screen->count;
	struct rect body = make->body;
	struct division page;
	const char *words;

	/* Numbers wider than any, so that all pages are divided alike. */
	while (wide < contest->project_count * 10U)
		wide = wide * 10 + 8;
	words = page_words(make, wide - 1, wide, wide - 2, wide, wide);
	divide(&page, make, contest, foot_of(make, words, listing));
	/* A name of the longest, in the largest words: it comes before the ways to find it, and before the bar. */
	for (int tight = make->tight; tight <= 2 && !page.cards.per_page; tight++) {
		make->screen->count = count;
		make->body = body;
		make->tight = tight;
		divide(&page, make, contest, foot_with(make, words, 0, listing));
	}
	per_page = page.cards.per_page;
	if (!per_page) {
		make->screen->status = STATUS_NO_ROOM;
		return;
	}
	if (per_page >= listing->count)
		page.foot = foot_of(make, "", listing);
	first = make->flow->first < listing->count ? make->flow->first / per_page * per_page : 0;
	if (per_page < listing->count && !foot_find(&page.foot, "page"))
		put_page_above(make, first, per_page, listing->count);
	if (listing->count)
		zone_put(make, contest, &page.cards, listing, page.zone, page.area, first);
	else
		put_nothing(make);
	aim_foot(make, &page.foot, first, per_page, listing->count);
	foot_put(make, &page.foot);
}

void screen_projects(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct listing listing;

	if (!contest) {
		frame_plain(make);
		return;
	}
	if (vote_type_is_question(contest->type)) {
		screen_question(make);
		return;
	}
	make_contest_frame(make, contest);
	listing_of(&listing, make, contest);
	put_listing(make, contest, &listing);
}
