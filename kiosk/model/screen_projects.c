#include "screen_make.h"

#include <stdio.h>
#include <string.h>

/* The pages of projects. */

const struct marks *make_marks(const struct make *make)
{
	return &make->flow->marks[make->flow->contest];
}

int make_by_touch(const struct contest *contest)
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
	if (make_marks(make)->of[index])
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
struct element make_choice(struct make *make, const struct contest *contest, unsigned index,
                           const enum message words[static 4])
{
	const struct project *project = &contest->projects[index];
	const struct marks *marks = make_marks(make);
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

const enum message make_short_words[4] = {MESSAGE_CHOOSE, MESSAGE_CHOSEN, MESSAGE_BLOCKED_DEAR, MESSAGE_BLOCKED_FULL};

/* --- how many cards, and where --- */

enum { PANEL_PAD = 150 }; /* hundredths of a millimetre */

struct plan {
	enum level level;
	unsigned columns, rows, per_page;
	int below;          /* the choice stands under the card, not beside it, on one panel with it */
	int pad;            /* of that panel */
	int card_w, card_h; /* without the choice */
	int choice_w, choice_h;
};

static int choice_width(struct make *make)
{
	int width = make_px(make, LAYOUT_TARGET + 800);

	for (unsigned i = 0; i < 4; i++) {
		struct element choice = make_element(ROLE_CHOICE, "");
		int needs;

		choice.text = make->messages->of[make_short_words[i]];
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

		choice.text = make->messages->of[make_short_words[i]];
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
	plan.pad = below && make_by_touch(contest) ? make_px(make, PANEL_PAD) : 0;
	whole -= 2 * plan.pad;
	plan.choice_w = below ? whole : choice_width(make);
	plan.card_w = below || !make_by_touch(contest) ? whole : whole - plan.choice_w - inner;
	if (plan.card_w < make_px(make, type_capital(TYPE_STRONG, make->look->text_size)) * (columns > 1 ? 28 : 8))
		return plan;
	plan.card_h = highest_card(make, contest, level, plan.card_w);
	plan.choice_h = highest_choice(make, plan.choice_w);
	if (!below && plan.card_h < plan.choice_h)
		plan.card_h = plan.choice_h;
	if (!below)
		plan.choice_h = plan.card_h;
	each = plan.card_h + (below && make_by_touch(contest) ? inner + plan.choice_h : 0) + 2 * plan.pad + gap;
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
			for (int below = 0; below <= make_by_touch(contest); below++) {
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

struct element make_notice(struct make *make, const char *text)
{
	struct element notice = make_element(ROLE_NOTICE, "notice");

	notice.text = text;
	notice.type = make->tight ? TYPE_BODY : TYPE_STRONG;
	notice.icon = make->tight ? ICON_NONE : ICON_NOTICE;
	return notice;
}

int make_verdict_shown(const struct make *make)
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
	uint64_t most = longest_amount(make, contest);
	size_t pool_len = make->screen->pool_len;
	struct element notice =
	    make_notice(make, FILLED(make, MESSAGE_NOTICE_MANY, make_number(make, contest->max_length)));
	int height = element_height(&notice, make->look, make->body.w);

	for (unsigned i = 0; i < contest->project_count; i++) {
		int needs;

		notice = make_notice(make, make_dear(make, contest, i, most, most));
		needs = element_height(&notice, make->look, make->body.w);
		height = needs > height ? needs : height;
		make->screen->pool_len = pool_len;
	}
	return height;
}

static void put_instruction(struct make *make, const struct contest *contest, struct rect zone)
{
	const char *instruction = make_text(make, &contest->instruction, NULL);
	struct element *element;
	int height;

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

/* One outline around a card and its choice: which project a choice belongs to is seen at once. */
static void put_panel(struct make *make, const struct plan *plan, unsigned index, struct rect *box)
{
	int height = plan->card_h + make_px(make, LAYOUT_GAP + 40) + plan->choice_h + 2 * plan->pad;

	struct element *panel = make_add_numbered(make, ROLE_PANEL, "pair", index + 1,
	                                          (struct rect){box->x, box->y, plan->card_w + 2 * plan->pad, height});

	panel->emphasis = EMPHASIS_MAIN;
	panel->state = make_marks(make)->of[index] ? STATE_CHOSEN : 0;
	box->x += plan->pad;
	box->y += plan->pad;
}

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
	if (plan->pad)
		put_panel(make, plan, index, &box);
	make_put(make, &card, (struct rect){box.x, box.y, plan->card_w, plan->card_h});
	if (!make_by_touch(contest))
		return;
	choice = make_choice(make, contest, index, make_short_words);
	if (plan->below)
		box.y += plan->card_h + inner;
	else
		box.x += plan->card_w + inner;
	make_put(make, &choice, (struct rect){box.x, box.y, plan->choice_w, plan->choice_h});
}

/* From one row of cards to the next. */
static int row_step(const struct make *make, const struct contest *contest, const struct plan *plan)
{
	int choice = plan->below && make_by_touch(contest) ? make_px(make, LAYOUT_GAP + 40) + plan->choice_h : 0;

	return plan->card_h + choice + 2 * plan->pad + make->gap;
}

/* A notice that lies over rows of cards, from..to (exclusive); none where both are 0. */
struct cover {
	unsigned from, to;
};

static void put_cards(struct make *make, const struct contest *contest, const struct plan *plan, struct rect area,
                      unsigned first, struct cover cover)
{
	int step_x = (area.w + make->gap * 2) / (int)plan->columns, step_y = row_step(make, contest, plan);

	for (unsigned i = 0; i < plan->per_page && first + i < contest->project_count; i++) {
		unsigned row = i / plan->columns;
		struct rect box = {area.x + step_x * (int)(i % plan->columns), area.y + step_y * (int)row, 0, 0};

		if (row < cover.from || row >= cover.to)
			put_card(make, contest, plan, first + i, box);
	}
}

/* The row in which a project stands on this page. */
static unsigned row_of(const struct make *make, const struct plan *plan, unsigned first, unsigned index)
{
	const uint16_t *order = make->flow->order[make->flow->contest];

	for (unsigned i = 0; i < plan->per_page && first + i < ELECTION_MAX_PROJECTS; i++)
		if (order[first + i] == index)
			return i / plan->columns;
	return 0;
}

/* Which rows a notice without room of its own lies over: as many as it needs, but never the one it speaks of; all
 * others stay where they are. None where no row would be left. */
static struct cover cover_of(const struct make *make, const struct contest *contest, const struct plan *plan,
                             int height, unsigned about)
{
	int step = row_step(make, contest, plan);
	unsigned needs = (unsigned)((height + make->gap + step - 1) / step);
	struct cover cover = {0, 0};

	if (needs >= plan->rows)
		return cover;
	cover.from = about < plan->rows - needs ? plan->rows - needs : 0;
	cover.to = cover.from + needs;
	return about >= cover.from && about < cover.to ? (struct cover){0, 0} : cover;
}

static struct cover put_notice_over(struct make *make, const struct contest *contest, const struct plan *plan,
                                    struct rect area, unsigned first)
{
	struct element notice = make_notice(make, make_verdict(make, contest, make_marks(make)));
	struct element back =
	    make_button("notice-back", make_words(make, MESSAGE_NAV_OK), (struct action){ACT_PAGE, make->flow->first});
	int width = element_least_width(&back, make->look), target = make_px(make, LAYOUT_TARGET), height;
	struct rect strip = area;
	struct cover cover;

	width = width > target ? width : target;
	height = element_height(&notice, make->look, area.w - width - make->gap);
	height = height > target ? height : target;
	cover = cover_of(make, contest, plan, height, row_of(make, plan, first, make->flow->notice_project));
	if (!cover.to)
		return cover;
	strip.y += row_step(make, contest, plan) * (int)cover.from;
	strip.h = height;
	make_put(make, &back, cut_right(&strip, width, make->gap));
	make_put(make, &notice, strip);
	return cover;
}

/* Where it leaves no room for any card, it stands in their place, with a way back. */
static void put_notice_instead(struct make *make, const struct contest *contest, struct rect area)
{
	struct element notice = make_notice(make, make_verdict(make, contest, make_marks(make)));
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

/* So many projects at once are enough to keep room for a notice free. */
enum { ZONE_WORTH = 4 };

/* What is above the cards: a place for the instruction, which is also the notice's where there is room for both. */
static struct rect cut_zone(struct make *make, const struct contest *contest, int below)
{
	const char *instruction = make_text(make, &contest->instruction, NULL);
	int small = text_height(make->look, TYPE_BODY, instruction, make->body.w), high = zone_height(make, contest);
	struct rect area = make->body;
	struct plan with, without;

	if (make->tight)
		return (struct rect){0};
	cut_bottom(&area, below, 0);
	cut_top(&area, small, make->gap);
	without = plan_cards(make, contest, area);
	/* A long instruction was read before; the projects come first. */
	if (without.per_page < 2)
		return (struct rect){0};
	if (high > small) {
		area = make->body;
		cut_bottom(&area, below, 0);
		cut_top(&area, high, make->gap);
		with = plan_cards(make, contest, area);
		if (!with.per_page ||
		    (without.rows > 1 && with.per_page < ZONE_WORTH && with.per_page < useful(&without, contest)))
			high = small;
	}
	return cut_top(&make->body, high > small ? high : small, make->gap);
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

static void put_all(struct make *make, const struct contest *contest, const struct plan *plan, struct rect zone,
                    struct rect area, unsigned first)
{
	struct element notice = make_element(ROLE_NOTICE, "notice");
	struct cover cover = {0, 0};

	if (make_verdict_shown(make))
		notice = make_notice(make, make_verdict(make, contest, make_marks(make)));
	if (make_verdict_shown(make) && element_height(&notice, make->look, zone.w) <= zone.h) {
		make_put(make, &notice, zone);
	} else {
		if (zone.h)
			put_instruction(make, contest, zone);
		if (make_verdict_shown(make))
			cover = put_notice_over(make, contest, plan, area, first);
		if (make_verdict_shown(make) && !cover.to) {
			put_notice_instead(make, contest, area);
			return;
		}
	}
	put_cards(make, contest, plan, area, first, cover);
}

void screen_projects(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct rect area, zone;
	struct foot foot;
	struct plan plan;
	unsigned count, first, wide = 8;
	int below;

	if (!contest) {
		frame_plain(make);
		return;
	}
	frame_voter(make, make_text(make, &contest->title, NULL));
	count = contest->project_count;
	/* Numbers wider than any, so that all pages are divided alike. */
	while (wide < count * 10)
		wide = wide * 10 + 8;
	foot = foot_of(make, page_words(make, wide - 1, wide, wide - 2, wide, wide));
	below = foot.height + (make->tight ? make->gap : make->gap * 3 / 2);
	zone = cut_zone(make, contest, below + bar_height(make));
	make_bar(make);
	area = make->body;
	cut_bottom(&area, below, 0);
	plan = plan_cards(make, contest, area);
	if (!plan.per_page) {
		make->screen->status = STATUS_NO_ROOM;
		return;
	}
	if (plan.per_page >= count)
		foot = foot_of(make, "");
	first = make->flow->first / plan.per_page * plan.per_page;
	if (plan.per_page < count && !foot_find(&foot, "page"))
		put_page_above(make, first, plan.per_page, count);
	put_all(make, contest, &plan, zone, area, first);
	aim_foot(make, &foot, first, plan.per_page, count);
	foot_put(make, &foot);
}
