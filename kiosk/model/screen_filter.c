#include "screen_contest.h"

#include <stdio.h>

/* Which projects are listed: all, those of a place, or those of a kind, each with how many there are. */

enum { PLACES_MOST = 64, GROUP_NAV = 251 };

static struct element option_of(struct make *make, uint32_t filter, const char *name, const char *spoken,
                                unsigned projects)
{
	struct element option = make_element(ROLE_CHOICE, "");
	int chosen = make->flow->filter == filter;
	const char *count = make_number(make, projects);

	snprintf(option.id, sizeof(option.id), "filter-%u-%u", (unsigned)filter_arg_kind(filter),
	         filter_arg_index(filter));
	option.text = name;
	option.detail = FILLED(make, MESSAGE_FILTER_COUNT, count);
	option.type = TYPE_STRONG;
	option.action = (struct action){ACT_FILTER, filter};
	option.state = STATE_OPTION | (chosen ? STATE_CHOSEN : 0);
	option.icon = chosen ? ICON_TICK : ICON_NONE;
	option.spoken = SPEAK(make, chosen ? MESSAGE_FILTER_SPOKEN_CHOSEN : MESSAGE_FILTER_SPOKEN, spoken,
	                      speak_number(make, projects));
	option.group = (uint8_t)(1 + filter_arg_kind(filter));
	return option;
}

static void add_heading(struct make *make, struct page *page, const char *id, enum message words)
{
	struct element heading = make_element(ROLE_TEXT, id);

	heading.text = make_words(make, words);
	heading.type = TYPE_STRONG;
	page_add(page, heading, 700)->keeps = 1;
}

/* How many projects lie at each place; at most so many places, of those with one project only where all fit. */
static unsigned places_of(uint16_t place[static PLACES_MOST], unsigned count[static PLACES_MOST],
                          const struct contest *contest)
{
	uint16_t first[ELECTION_MAX_PROJECTS];
	unsigned places = filter_places(first, contest), kept = 0;

	for (unsigned i = 0; i < places && kept < PLACES_MOST; i++) {
		unsigned projects = filter_count(contest, filter_arg(FILTER_PLACE, i));

		if (projects < 2 && places > PLACES_MOST)
			continue;
		place[kept] = (uint16_t)i;
		count[kept++] = projects;
	}
	return kept;
}

static void add_places(struct make *make, struct page *page, const struct contest *contest)
{
	uint16_t first[ELECTION_MAX_PROJECTS], place[PLACES_MOST];
	unsigned count[PLACES_MOST], places = places_of(place, count, contest);

	if (!places)
		return;
	filter_places(first, contest);
	add_heading(make, page, "places", MESSAGE_FILTER_PLACES);
	for (unsigned i = 0; i < places; i++) {
		const struct text *name = &contest->projects[first[place[i]]].place;

		page_add(page,
		         option_of(make, filter_arg(FILTER_PLACE, place[i]), make_text(make, name, NULL),
		                   speak_text(make, name), count[i]),
		         i ? LAYOUT_GAP + 40 : 200);
	}
}

static void add_categories(struct make *make, struct page *page, const struct contest *contest)
{
	int headed = 0;

	for (unsigned i = 0; i < make->election->category_count; i++) {
		uint32_t filter = filter_arg(FILTER_CATEGORY, i);
		unsigned projects = filter_count(contest, filter);
		const struct text *name = &make->election->category[i];

		if (!projects)
			continue;
		if (!headed)
			add_heading(make, page, "kinds", MESSAGE_FILTER_KINDS);
		page_add(page, option_of(make, filter, make_text(make, name, NULL), speak_text(make, name), projects),
		         headed ? LAYOUT_GAP + 40 : 200);
		headed = 1;
	}
}

void screen_filter(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct element back, find, all;
	struct page page;

	if (!contest) {
		frame_plain(make);
		return;
	}
	make_contest_frame(make, contest);
	page_init(&page);
	page.columns = 3;
	page.flows = 1;
	page.wide = 1;
	page_text(&page, TYPE_LARGE, "title", make_words(make, MESSAGE_FILTER_TITLE), 0)->keeps = 1;
	all = option_of(make, 0, make_words(make, MESSAGE_FILTER_ALL), make_words(make, MESSAGE_FILTER_ALL),
	                contest->project_count);
	page_add(&page, all, 400);
	add_categories(make, &page, contest);
	add_places(make, &page, contest);
	back = make_back(make, make_words(make, make->tight ? MESSAGE_NAV_BACK : MESSAGE_PROJECTS_BACK), ACT_BACK);
	find = make_button("find", make_words(make, MESSAGE_PROJECTS_FIND), (struct action){ACT_FIND, 0});
	find.emphasis = EMPHASIS_QUIET;
	find.icon = make->tight ? ICON_NONE : ICON_FIND;
	find.spoken = make_words(make, MESSAGE_PROJECTS_FIND_SPOKEN);
	back.group = find.group = GROUP_NAV;
	row_add(&page.bottom, ROW_LEFT, back);
	row_add(&page.bottom, ROW_LEFT, find);
	page_put(make, &page);
}
