#include "screen_make.h"

#include <stdio.h>

/* One project's page. */

static const enum message long_words[4] = {MESSAGE_PROJECT_CHOOSE, MESSAGE_PROJECT_CHOSEN, MESSAGE_PROJECT_BLOCKED_DEAR,
                                           MESSAGE_PROJECT_BLOCKED_FULL};

static void add_text(struct make *make, struct page *page, const char *id, enum message label, const struct text *text,
                     unsigned *state)
{
	const char *words = make_text(make, text, state);

	if (*words)
		page_text(page, TYPE_SMALL, id, FILLED(make, label, words), 100);
}

static void add_section(struct make *make, struct page *page, const char *id, enum message label,
                        const struct text *text, unsigned *state)
{
	const char *words = make_text(make, text, state);
	char heading[ELEMENT_ID_MAX];

	if (!*words)
		return;
	snprintf(heading, sizeof(heading), "%.16s-label", id);
	page_text(page, TYPE_STRONG, heading, make_words(make, label), 600)->keeps = 1;
	page_text(page, TYPE_BODY, id, words, 100);
}

static const char *categories(struct make *make, const struct project *project)
{
	const char *all = "";

	for (unsigned i = 0; i < make->election->category_count; i++)
		if (project->categories >> i & 1)
			all = make_joined(make, all, ", ", make_text(make, &make->election->category[i], NULL));
	return all;
}

static void add_pack(struct make *make, struct page *page, const struct project *project)
{
	unsigned state = 0;
	const char *kinds = categories(make, project);

	page_text(page, TYPE_TITLE, "name", make_text(make, &project->name, &state), 0)->keeps = 1;
	page_text(page, TYPE_LARGE, "cost", make_money(make, project->cost), 200);
	page_text(page, TYPE_SMALL, "number",
	          FILLED(make, MESSAGE_PROJECT_NUMBER, make_number(make, make->flow->project + 1U)), 200);
	add_text(make, page, "place", MESSAGE_PROJECT_PLACE, &project->place, &state);
	if (*kinds)
		page_text(page, TYPE_SMALL, "kind", FILLED(make, MESSAGE_PROJECT_CATEGORY, kinds), 100);
	add_text(make, page, "proposer", MESSAGE_PROJECT_PROPOSER, &project->proposer, &state);
	page_text(page, TYPE_STRONG, "summary", make_text(make, &project->summary, &state), 600);
	page_text(page, TYPE_BODY, "description", make_text(make, &project->description, &state), 600);
	page_column(page);
	add_section(make, page, "social", MESSAGE_PROJECT_SOCIAL, &project->social, &state);
	add_section(make, page, "economic", MESSAGE_PROJECT_ECONOMIC, &project->economic, &state);
	add_section(make, page, "environmental", MESSAGE_PROJECT_ENVIRONMENTAL, &project->environmental, &state);
	if (*make_text(make, &project->contact, &state))
		page_text(page, TYPE_SMALL, "contact",
		          FILLED(make, MESSAGE_PROJECT_CONTACT, make_text(make, &project->contact, NULL)), 600);
	if (state & STATE_FALLBACK)
		page_text(page, TYPE_SMALL, "fallback", make_words(make, MESSAGE_PROJECT_FALLBACK), 600);
}

void screen_project(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	unsigned index = make->flow->project;
	struct element back, choice, notice;
	struct page page;
	int height;

	if (!contest || index >= contest->project_count) {
		frame_plain(make);
		return;
	}
	frame_voter(make, make_text(make, &contest->title, NULL));
	make_bar(make);
	page_init(&page);
	page.columns = 2;
	page.wide = make->look->width < make->look->height;
	if (make_verdict_shown(make)) {
		notice = make_notice(make, make_verdict(make, contest, make_marks(make)));
		height = element_height(&notice, make->look, make->body.w);
		if (height < make->body.h / 3)
			make_put(make, &notice, cut_top(&make->body, height, make->gap));
		else
			page_add(&page, notice, 0);
	}
	if (!page.count)
		add_pack(make, &page, &contest->projects[index]);
	back = make_button("back", make_words(make, make->tight ? MESSAGE_NAV_BACK : MESSAGE_PROJECTS_BACK),
	                   (struct action){ACT_BACK, 0});
	back.icon = make->tight ? ICON_NONE : ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, back);
	if (make_by_touch(contest)) {
		choice = make_choice(make, contest, index, make->tight ? make_short_words : long_words);
		choice.state |= STATE_OPTION;
		choice.type = make->tight ? TYPE_STRONG : TYPE_LARGE;
		row_add_sized(&page.bottom, ROW_RIGHT, choice, 14000, LAYOUT_TARGET + 400);
	}
	page_put(make, &page);
}
