#include "screen_contest.h"

#include <stdio.h>
#include <string.h>

/* One project's page. */

static const enum message long_words[4] = {MESSAGE_PROJECT_CHOOSE, MESSAGE_PROJECT_CHOSEN, MESSAGE_PROJECT_BLOCKED_DEAR,
                                           MESSAGE_PROJECT_BLOCKED_FULL};

/* A line that is known by its sign: where, what kind, whose idea. */
static void add_fact(struct make *make, struct page *page, const char *id, enum icon icon, enum message label,
                     const char *words, const char *spoken)
{
	enum { SIGNED = 90 }; /* bytes */
	struct item *item;

	if (!*words)
		return;
	item = page_text(page, TYPE_BODY, id, FILLED(make, label, words), 150);
	item->element.spoken = SPEAK(make, label, spoken);
	/* What has a sign is not broken over columns: many lines are read without one. */
	item->element.icon = make->tight || strlen(words) > SIGNED ? ICON_NONE : icon;
}

static void add_text_fact(struct make *make, struct page *page, const char *id, enum icon icon, enum message label,
                          const struct text *text, unsigned *state)
{
	add_fact(make, page, id, icon, label, make_text(make, text, state), speak_text(make, text));
}

static struct item *add_text(struct make *make, struct page *page, enum text_style type, const char *id,
                             const struct text *text, int gap, unsigned *state)
{
	struct item *item = page_text(page, type, id, make_text(make, text, state), gap);

	item->element.spoken = speak_text(make, text);
	return item;
}

/* What it would do for people, for work, for nature. */
static void add_value(struct make *make, struct page *page, const char *id, enum icon icon, enum message label,
                      enum text_style type, const struct text *text, unsigned *state)
{
	char heading[ELEMENT_ID_MAX];
	struct item *item;

	if (!*text_in(text, make->flow->language, NULL))
		return;
	snprintf(heading, sizeof(heading), "%.16s-label", id);
	item = page_text(page, TYPE_STRONG, heading, make_words(make, label), 700);
	item->element.icon = make->tight ? ICON_NONE : icon;
	item->keeps = 1;
	add_text(make, page, type, id, text, 100, state);
}

/* The categories it is in, as they are written or as they are spoken. */
static const char *categories(struct make *make, const struct project *project,
                              const char *(*words)(struct make *make, const struct text *text))
{
	const char *all = "";

	for (unsigned i = 0; i < make->election->category_count; i++)
		if (project->categories >> i & 1)
			all = make_joined(make, all, ", ", words(make, &make->election->category[i]));
	return all;
}

static const char *written(struct make *make, const struct text *text)
{
	return make_text(make, text, NULL);
}

/* How large things are, where there is room. */
struct measures {
	enum text_style text;
	int photo; /* at most so high; hundredths of a millimetre */
};

static int picture_of(const struct make *make)
{
	return election_picture_of(make->election, make_style(make)->contest[make->flow->contest], make->flow->project);
}

/* The election's picture of it. */
static void add_photo(struct make *make, struct page *page, const struct project *project, int most, unsigned *state)
{
	int picture = picture_of(make);
	struct element photo = make_element(ROLE_PHOTO, "photo");
	struct item *item;

	if (picture < 0)
		return;
	photo.value = (uint32_t)picture;
	photo.text = make_text(make, &project->picture_alt, state);
	photo.spoken = SPEAK(make, MESSAGE_PROJECT_PICTURE, speak_text(make, &project->picture_alt));
	item = page_add(page, photo, 700);
	item->height = most;
}

static void add_head(struct make *make, struct page *page, const struct project *project, unsigned *state)
{
	const char *number = make_number(make, make->flow->project + 1U);
	struct item *item;

	add_text(make, page, TYPE_TITLE, "name", &project->name, 0, state)->keeps = 1;
	item = page_text(page, TYPE_LARGE, "cost", make_money(make, project->cost), 200);
	item->element.spoken = speak_money(make, project->cost);
	item = page_text(page, TYPE_BODY, "number", FILLED(make, MESSAGE_PROJECT_NUMBER, number), 200);
	item->element.spoken = SPEAK(make, MESSAGE_PROJECT_NUMBER, speak_number(make, make->flow->project + 1U));
	add_text(make, page, TYPE_STRONG, "summary", &project->summary, 600, state);
}

static void add_facts(struct make *make, struct page *page, const struct project *project, unsigned *state)
{
	unsigned before = page->count;

	add_text_fact(make, page, "place", ICON_PLACE, MESSAGE_PROJECT_PLACE, &project->place, state);
	add_fact(make, page, "kind", ICON_CATEGORY, MESSAGE_PROJECT_CATEGORY, categories(make, project, written),
	         categories(make, project, speak_text));
	add_text_fact(make, page, "proposer", ICON_PERSON, MESSAGE_PROJECT_PROPOSER, &project->proposer, state);
	if (page->count > before)
		page->item[before].gap = 700;
}

static void add_values(struct make *make, struct page *page, const struct project *project, enum text_style type,
                       unsigned *state)
{
	add_value(make, page, "social", ICON_SOCIAL, MESSAGE_PROJECT_SOCIAL, type, &project->social, state);
	add_value(make, page, "economic", ICON_ECONOMIC, MESSAGE_PROJECT_ECONOMIC, type, &project->economic, state);
	add_value(make, page, "environmental", ICON_ENVIRONMENTAL, MESSAGE_PROJECT_ENVIRONMENTAL, type,
	          &project->environmental, state);
}

static void add_pack(struct make *make, struct page *page, const struct project *project,
                     const struct measures *measures)
{
	/* Where a column has little room, what is beside would come on another part. */
	int early = make->body.h < make_px(make, 16000) || make->look->width < make->look->height;
	const char *contact = make_text(make, &project->contact, NULL);
	unsigned state = 0;
	struct item *item;

	add_head(make, page, project, &state);
	if (early)
		add_photo(make, page, project, measures->photo, &state);
	add_text(make, page, measures->text, "description", &project->description, 600, &state);
	add_facts(make, page, project, &state);
	page_column(page);
	if (!early)
		add_photo(make, page, project, measures->photo, &state);
	add_values(make, page, project, measures->text, &state);
	if (*contact) {
		item = page_text(page, TYPE_SMALL, "contact", FILLED(make, MESSAGE_PROJECT_CONTACT, contact), 700);
		item->element.spoken = SPEAK(make, MESSAGE_PROJECT_CONTACT, speak_text(make, &project->contact));
	}
	if (state & STATE_FALLBACK)
		page_text(page, TYPE_SMALL, "fallback", make_words(make, MESSAGE_PROJECT_FALLBACK), 600);
}

static int fits(struct make *make, struct page *page, const struct page *empty, const struct project *project,
                struct measures measures)
{
	*page = *empty;
	add_pack(make, page, project, &measures);
	return page_parts(make, page) == 1;
}

/* The largest picture and words with which all of it is seen at once; else modest ones. */
static void fit_pack(struct make *make, struct page *page, const struct project *project)
{
	static const int photos[] = {15000, 12500, 10500, 8500, 7000, 5500};
	enum { COUNT = sizeof(photos) / sizeof(*photos) };
	struct page empty = *page;
	size_t pool_len = make->screen->pool_len;

	if (!fits(make, page, &empty, project, (struct measures){TYPE_BODY, photos[COUNT - 1]}))
		return;
	for (unsigned i = picture_of(make) < 0 ? COUNT - 1 : 0; i < COUNT; i++) {
		make->screen->pool_len = pool_len;
		if (fits(make, page, &empty, project, (struct measures){TYPE_LEAD, photos[i]}))
			return;
		make->screen->pool_len = pool_len;
		if (fits(make, page, &empty, project, (struct measures){TYPE_BODY, photos[i]}))
			return;
	}
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
	make_contest_frame(make, contest);
	make_bar(make);
	page_init(&page);
	page.columns = 2;
	page.wide = make->look->width < make->look->height;
	if (make_verdict_shown(make)) {
		notice = make_verdict_notice(make, contest);
		height = element_height(&notice, make->look, make->body.w);
		if (height < make->body.h / 3)
			make_put(make, &notice, cut_top(&make->body, height, make->gap));
		else
			page_add(&page, notice, 0);
	}
	back = make_button("back", make_words(make, make->tight ? MESSAGE_NAV_BACK : MESSAGE_PROJECTS_BACK),
	                   (struct action){ACT_BACK, 0});
	back.icon = make->tight ? ICON_NONE : ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, back);
	if (make_by_touch(contest)) {
		choice = make_choice(make, contest, index, make->tight ? make_short_words : long_words);
		choice.state |= STATE_OPTION;
		choice.type = make->tight ? TYPE_STRONG : TYPE_LARGE;
		row_add_sized(&page.bottom, ROW_RIGHT, choice, 14000, LAYOUT_TARGET + 400);
	} else {
		control_row(make, &page.bottom, contest, index);
	}
	for (unsigned i = 1; i < page.bottom.count; i++)
		page.bottom.element[i].group = 1;
	if (!page.count)
		fit_pack(make, &page, &contest->projects[index]);
	page_put(make, &page);
}
