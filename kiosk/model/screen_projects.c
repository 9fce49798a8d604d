#include "screen_make.h"

#include <stdio.h>
#include <string.h>

/* The pages of projects, and one project's page. */

static const struct marks *marks_here(const struct make *make)
{
	return &make->flow->marks[make->flow->contest];
}

static int by_touch(const struct contest *contest)
{
	return contest->type == VOTE_APPROVAL || contest->type == VOTE_KNAPSACK || contest->type == VOTE_CHOOSE_ONE;
}

/* --- one card and its choice --- */

/* How much a card says. All cards of a contest say the same; the rest is on the project's page. */
enum level { LEVEL_FULL, LEVEL_PLACE, LEVEL_NAME, LEVEL_COUNT };

static struct element card_of(struct make *make, const struct contest *contest, unsigned index, enum level level)
{
	const struct project *project = &contest->projects[index];
	struct element card = make_element(ROLE_CARD, "");

	snprintf(card.id, sizeof(card.id), "card-%u", index + 1);
	card.text = make_text(make, &project->name, &card.state);
	card.amount = make_money(make, project->cost);
	card.note = FILLED(make, MESSAGE_PROJECT_NUMBER_SHORT, make_number(make, index + 1));
	if (level <= LEVEL_PLACE)
		card.note = make_joined(make, card.note, " · ", make_text(make, &project->place, NULL));
	if (level == LEVEL_FULL)
		card.detail = make_text(make, &project->summary, NULL);
	if (marks_here(make)->of[index])
		card.state |= STATE_CHOSEN;
	card.value = index + 1;
	card.type = TYPE_STRONG;
	card.action = (struct action){ACT_PROJECT, index};
	return card;
}

static void speak_card(struct make *make, const struct contest *contest, unsigned position, struct element *card)
{
	const char *here = make_number(make, position + 1), *all = make_number(make, contest->project_count);
	enum message state = card->state & STATE_CHOSEN ? MESSAGE_CARD_SPOKEN_CHOSEN : MESSAGE_CARD_SPOKEN_FREE;
	char filled[700];
	const char *args[6] = {here, all, NULL, card->text, card->amount, NULL};

	args[2] = make_number(make, card->value);
	args[5] = make_words(make, state);
	message_format(filled, sizeof(filled), make->messages, MESSAGE_CARD_SPOKEN, args, 6);
	card->spoken = make_joined(make, make_copy(make, filled), " ", card->detail);
}

/* words: for not chosen, chosen, too dear, list full */
static struct element choice_of(struct make *make, const struct contest *contest, unsigned index,
                                const enum message words[static 4])
{
	const struct project *project = &contest->projects[index];
	const struct marks *marks = marks_here(make);
	const char *number = make_number(make, index + 1), *name = text_in(&project->name, make->flow->language, NULL);
	struct element choice = make_element(ROLE_CHOICE, "");
	struct verdict verdict = marks_try(contest, marks, index, 1);
	uint64_t left;

	snprintf(choice.id, sizeof(choice.id), "choose-%u", index + 1);
	choice.type = TYPE_STRONG;
	choice.action = (struct action){ACT_TOGGLE, index};
	choice.value = index + 1;
	if (marks->of[index]) {
		choice.state = STATE_CHOSEN;
		choice.icon = ICON_TICK;
		choice.text = make_words(make, words[1]);
		choice.spoken = FILLED(make, MESSAGE_CHOICE_SPOKEN_CHOSEN, number, name);
	} else if (verdict.rule != VERDICT_OK) {
		choice.state = STATE_BLOCKED;
		choice.text = make_words(make, words[verdict.rule == VERDICT_TOO_DEAR ? 2 : 3]);
		choice.spoken = FILLED(make, MESSAGE_CHOICE_SPOKEN_BLOCKED, number, name);
	} else {
		choice.text = make_words(make, words[0]);
		if (make_money_left(make, contest, marks, &left))
			choice.spoken = FILLED(make, MESSAGE_CHOICE_SPOKEN, number, name,
			                       make_money(make, project->cost), make_money(make, left));
		else
			choice.spoken =
			    FILLED(make, MESSAGE_CHOICE_SPOKEN_COUNT, number, name, make_money(make, project->cost));
	}
	return choice;
}

static const enum message short_words[4] = {MESSAGE_CHOOSE, MESSAGE_CHOSEN, MESSAGE_BLOCKED_DEAR, MESSAGE_BLOCKED_FULL};
static const enum message long_words[4] = {MESSAGE_PROJECT_CHOOSE, MESSAGE_PROJECT_CHOSEN, MESSAGE_PROJECT_BLOCKED_DEAR,
                                           MESSAGE_PROJECT_BLOCKED_FULL};

/* --- how many cards, and where --- */

struct plan {
	enum level level;
	unsigned columns, rows, per_page;
	int below;          /* the choice stands under the card, not beside it */
	int card_w, card_h; /* without the choice */
	int choice_w, choice_h;
};

static int choice_width(struct make *make)
{
	int width = make_px(make, LAYOUT_TARGET + 800);

	for (unsigned i = 0; i < 4; i++) {
		struct element choice = make_element(ROLE_CHOICE, "");
		int needs;

		choice.text = make->messages->of[short_words[i]];
		choice.type = TYPE_STRONG;
		choice.icon = ICON_TICK;
		needs = element_least_width(&choice, make->look);
		width = needs > width ? needs : width;
	}
	return width;
}

static int highest_choice(struct make *make, int width)
{
	int height = make_px(make, LAYOUT_TARGET);

	for (unsigned i = 0; i < 4; i++) {
		struct element choice = make_element(ROLE_CHOICE, "");
		int needs;

		choice.text = make->messages->of[short_words[i]];
		choice.type = TYPE_STRONG;
		choice.icon = i == 1 ? ICON_TICK : ICON_NONE;
		needs = element_height(&choice, make->look, width);
		height = needs > height ? needs : height;
	}
	return height;
}

static int highest_card(struct make *make, const struct contest *contest, enum level level, int width)
{
	int height = make_px(make, LAYOUT_TARGET);

	for (unsigned i = 0; i < contest->project_count; i++) {
		size_t pool_len = make->screen->pool_len;
		struct element card = card_of(make, contest, i, level);
		int needs = element_height(&card, make->look, width);

		make->screen->pool_len = pool_len;
		height = needs > height ? needs : height;
	}
	return height;
}

/* Room that is left goes to the cards, within reason. */
static struct plan stretched(struct plan plan, int left)
{
	int more = plan.rows ? left / (int)plan.rows : 0;

	more = more < plan.card_h / 3 ? more : plan.card_h / 3;
	plan.card_h += more;
	if (!plan.below)
		plan.choice_h = plan.card_h;
	return plan;
}

static struct plan plan_with(struct make *make, const struct contest *contest, struct rect area, enum level level,
                             unsigned columns, int below)
{
	struct plan plan = {.level = level, .columns = columns, .below = below};
	int gap = make->gap, inner = make_px(make, LAYOUT_GAP + 40), each, whole;

	whole = (area.w - gap * 2 * ((int)columns - 1)) / (int)columns;
	plan.choice_w = below ? whole : choice_width(make);
	plan.card_w = below || !by_touch(contest) ? whole : whole - plan.choice_w - inner;
	if (plan.card_w < make_px(make, type_capital(TYPE_STRONG, make->look->text_size)) * (columns > 1 ? 28 : 8))
		return plan;
	plan.card_h = highest_card(make, contest, level, plan.card_w);
	plan.choice_h = highest_choice(make, plan.choice_w);
	if (!below && plan.card_h < plan.choice_h)
		plan.card_h = plan.choice_h;
	if (!below)
		plan.choice_h = plan.card_h;
	each = plan.card_h + (below && by_touch(contest) ? inner + plan.choice_h : 0) + gap;
	plan.rows = area.h + gap > 0 ? (unsigned)((area.h + gap) / each) : 0;
	plan.per_page = plan.rows * columns;
	return stretched(plan, area.h + gap - (int)plan.rows * each);
}

static unsigned useful(const struct plan *plan, const struct contest *contest)
{
	return plan->per_page < contest->project_count ? plan->per_page : contest->project_count;
}

/* The most telling level that still shows several projects at once; of several ways, the one that shows more. */
static struct plan plan_cards(struct make *make, const struct contest *contest, struct rect area)
{
	static const unsigned enough[LEVEL_COUNT] = {4, 3, 1};
	unsigned most_columns = area.w > area.h ? 3 : 2;
	struct plan best = {0}, any = {0};

	for (unsigned level = 0; level < LEVEL_COUNT; level++) {
		best = (struct plan){0};
		for (unsigned columns = 1; columns <= most_columns; columns++) {
			for (int below = 0; below <= by_touch(contest); below++) {
				struct plan plan = plan_with(make, contest, area, (enum level)level, columns, below);

				if (useful(&plan, contest) > useful(&best, contest))
					best = plan;
			}
		}
		if (useful(&best, contest) >= enough[level] || useful(&best, contest) == contest->project_count)
			return best;
		if (best.per_page > any.per_page)
			any = best;
	}
	return any;
}

/* --- the page's other rows --- */

static struct element notice_of(struct make *make, const char *text)
{
	struct element notice = make_element(ROLE_NOTICE, "notice");

	notice.text = text;
	notice.type = make->tight ? TYPE_BODY : TYPE_STRONG;
	notice.icon = make->tight ? ICON_NONE : ICON_NOTICE;
	return notice;
}

static int verdict_shown(const struct make *make)
{
	return make->flow->notice == NOTICE_VERDICT;
}

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

/* The highest notice there can be here: room for it is kept free, so that nothing moves when it comes. */
static int zone_height(struct make *make, const struct contest *contest)
{
	const char *most = make_money(make, longest_amount(make, contest));
	struct element dear = notice_of(make, FILLED(make, MESSAGE_NOTICE_DEAR, most, most));
	struct element many =
	    notice_of(make, FILLED(make, MESSAGE_NOTICE_MANY, make_number(make, contest->max_length)));
	int a = element_height(&dear, make->look, make->body.w), b = element_height(&many, make->look, make->body.w);

	return a > b ? a : b;
}

static void put_zone(struct make *make, const struct contest *contest, struct rect zone)
{
	struct element notice, *element;
	const char *instruction;
	int height;

	if (verdict_shown(make)) {
		notice = notice_of(make, make_verdict(make, contest, marks_here(make)));
		make_put(make, &notice, zone);
		return;
	}
	instruction = make_text(make, &contest->instruction, NULL);
	height = text_height(make->look, TYPE_BODY, instruction, zone.w);
	if (!height || height > zone.h)
		return;
	zone.y += (zone.h - height) / 2;
	zone.h = height;
	element = make_add(make, ROLE_TEXT, "instruction", zone);
	element->text = instruction;
}

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

static struct element turn(struct make *make, const char *id, enum message words, enum icon icon, unsigned first)
{
	struct element button = make_button(id, make_words(make, words), (struct action){ACT_PAGE, first});

	button.icon = make->tight ? ICON_NONE : icon;
	return button;
}

static struct foot foot_of(struct make *make, const char *page)
{
	const struct flow *flow = make->flow;
	int last = flow->from_review || flow->contest + 1U >= make_style(make)->contest_count;
	enum message words = last ? MESSAGE_PROJECTS_REVIEW : MESSAGE_PROJECTS_NEXT_CONTEST;
	struct element back = make_button("back", make_words(make, MESSAGE_NAV_BACK), (struct action){ACT_BACK, 0});
	struct element next = make_button("next", make_words(make, words), (struct action){ACT_NEXT, 0});
	struct element where = make_element(ROLE_TEXT, "page");
	struct foot foot = {.height = 0};

	back.emphasis = EMPHASIS_QUIET;
	row_add(&foot.stays, ROW_LEFT, back);
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

/* --- putting it together --- */

static void put_card(struct make *make, const struct contest *contest, const struct plan *plan, unsigned position,
                     struct rect box)
{
	unsigned index = make->flow->order[make->flow->contest][position];
	struct element card, choice;
	int inner = make_px(make, LAYOUT_GAP + 40);

	if (index >= contest->project_count)
		return;
	card = card_of(make, contest, index, plan->level);
	speak_card(make, contest, position, &card);
	make_put(make, &card, (struct rect){box.x, box.y, plan->card_w, plan->card_h});
	if (!by_touch(contest))
		return;
	choice = choice_of(make, contest, index, short_words);
	if (plan->below)
		box.y += plan->card_h + inner;
	else
		box.x += plan->card_w + inner;
	make_put(make, &choice, (struct rect){box.x, box.y, plan->choice_w, plan->choice_h});
}

static void put_cards(struct make *make, const struct contest *contest, const struct plan *plan, struct rect area,
                      unsigned first)
{
	int step_x = (area.w + make->gap * 2) / (int)plan->columns, step_y;

	step_y = plan->card_h + make->gap;
	if (plan->below && by_touch(contest))
		step_y += make_px(make, LAYOUT_GAP + 40) + plan->choice_h;
	for (unsigned i = 0; i < plan->per_page && first + i < contest->project_count; i++) {
		struct rect box = {area.x + step_x * (int)(i % plan->columns),
		                   area.y + step_y * (int)(i / plan->columns), 0, 0};

		put_card(make, contest, plan, first + i, box);
	}
}

/* Where a notice has no room of its own, it stands in the cards' place, with a way back. */
static void put_notice_instead(struct make *make, const struct contest *contest, struct rect area)
{
	struct element notice = notice_of(make, make_verdict(make, contest, marks_here(make)));
	struct element back =
	    make_button("notice-back", make_words(make, MESSAGE_NAV_OK), (struct action){ACT_PAGE, make->flow->first});
	int height = element_height(&notice, make->look, area.w), target = make_px(make, LAYOUT_TARGET);

	if (height + make->gap + target > area.h)
		make->screen->status = STATUS_NO_ROOM;
	make_put(make, &notice, cut_top(&area, height, make->gap));
	area.h = target;
	make_put(make, &back, area);
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

static const char *contest_heading(struct make *make, const struct contest *contest)
{
	return make_text(make, &contest->title, NULL);
}

void screen_projects(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct rect area, zone = {0};
	struct foot foot;
	struct plan plan;
	unsigned count, first, wide = 8;

	if (!contest) {
		frame_plain(make);
		return;
	}
	frame_voter(make, contest_heading(make, contest));
	count = contest->project_count;
	if (!make->tight)
		zone = cut_top(&make->body, zone_height(make, contest), make->gap);
	make_bar(make);
	/* Numbers wider than any, so that all pages are divided alike. */
	while (wide < count * 10)
		wide = wide * 10 + 8;
	foot = foot_of(make, page_words(make, wide - 1, wide, wide - 2, wide, wide));
	area = make->body;
	cut_bottom(&area, foot.height, make->tight ? make->gap : make->gap * 3 / 2);
	plan = plan_cards(make, contest, area);
	if (!plan.per_page) {
		make->screen->status = STATUS_NO_ROOM;
		return;
	}
	if (plan.per_page >= count)
		foot = foot_of(make, "");
	first = make->flow->first / plan.per_page * plan.per_page;
	if (zone.h)
		put_zone(make, contest, zone);
	if (!zone.h && verdict_shown(make))
		put_notice_instead(make, contest, area);
	else
		put_cards(make, contest, &plan, area, first);
	aim_foot(make, &foot, first, plan.per_page, count);
	foot_put(make, &foot);
}

/* --- one project --- */

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
	frame_voter(make, contest_heading(make, contest));
	make_bar(make);
	page_init(&page);
	page.columns = 2;
	page.wide = make->look->width < make->look->height;
	if (verdict_shown(make)) {
		notice = notice_of(make, make_verdict(make, contest, marks_here(make)));
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
	if (by_touch(contest)) {
		choice = choice_of(make, contest, index, make->tight ? short_words : long_words);
		choice.state |= STATE_OPTION;
		choice.type = make->tight ? TYPE_STRONG : TYPE_LARGE;
		row_add_sized(&page.bottom, ROW_RIGHT, choice, 14000, LAYOUT_TARGET + 400);
	}
	page_put(make, &page);
}
