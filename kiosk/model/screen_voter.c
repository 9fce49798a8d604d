#include "screen_make.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "opening.h"

/* A voter's screens but for the projects themselves. */

const struct style *make_style(const struct make *make)
{
	const struct election *election = make->election;

	return &election->styles[make->flow->style < election->style_count ? make->flow->style : 0];
}

struct element make_code(struct make *make)
{
	char text[CODE_TEXT_BYTES], spaced[CODE_TEXT_BYTES * 3];
	struct element code = make_element(ROLE_CODE, "code");
	size_t used = 0;

	confirmation_text(text, &make->flow->code);
	for (const char *at = text; *at; at++) {
		spaced[used++] = *at == '-' ? ' ' : *at;
		if (*at == '-')
			spaced[used++] = ' ';
	}
	spaced[used] = 0;
	code.text = make_copy(make, spaced);
	code.spoken = FILLED(make, MESSAGE_CODE_SPOKEN, code.text);
	code.type = TYPE_CODE;
	return code;
}

struct element make_qr(struct make *make, const char *id, const char *holds, enum message spoken)
{
	struct element qr = make_element(ROLE_QR, id);

	qr.text = make_copy(make, holds);
	qr.spoken = make_words(make, spoken);
	return qr;
}

/* --- which area --- */

void screen_style(struct make *make)
{
	struct element cell[ELECTION_MAX_STYLES];
	unsigned count = make->election->style_count;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page.wide = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_STYLE_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_BODY, "text", make_words(make, MESSAGE_STYLE_TEXT), 300)->keeps = 1;
	for (unsigned i = 0; i < count; i++) {
		cell[i] = make_button("", make_text(make, &make->election->styles[i].name, NULL),
		                      (struct action){ACT_STYLE, i});
		snprintf(cell[i].id, sizeof(cell[i].id), "style-%u", i);
	}
	page_cells(make, &page, cell, count, 4, 800);
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	page_put(make, &page);
}

/* --- how it works --- */

static const char *how_to_choose(struct make *make, const struct contest *contest)
{
	uint64_t most = contest->type == VOTE_KNAPSACK ? contest->budget : contest->max_sum_cost;

	if (contest->type == VOTE_CHOOSE_ONE || contest->max_length == 1)
		return make_words(make, MESSAGE_HOW_CHOOSE_ONE);
	if (most)
		return FILLED(make, MESSAGE_HOW_KNAPSACK, make_money(make, most));
	if (contest->max_length && contest->min_length > 1)
		return FILLED(make, MESSAGE_HOW_APPROVAL_RANGE, make_number(make, contest->min_length),
		              make_number(make, contest->max_length));
	if (contest->max_length && contest->max_length < contest->project_count)
		return FILLED(make, MESSAGE_HOW_APPROVAL_MAX, make_number(make, contest->max_length));
	return make_words(make, MESSAGE_HOW_APPROVAL);
}

void screen_how(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	unsigned contests = make_style(make)->contest_count;
	const char *title, *here;
	struct page page;

	frame_voter(make, make_election_title(make));
	if (!contest)
		return;
	page_init(&page);
	page.centred = 1;
	title = make_text(make, &contest->title, NULL);
	if (contests > 1) {
		here = make_number(make, make->flow->contest + 1U);
		title = FILLED(make, MESSAGE_PROJECTS_CONTEST, here, make_number(make, contests), title);
	}
	page_text(&page, TYPE_TITLE, "title", title, 0)->keeps = 1;
	page_text(&page, TYPE_LEAD, "instruction", make_text(make, &contest->instruction, NULL), 500);
	if (!make->tight)
		page_picture(&page, PICTURE_HOW, 3600, 1000);
	page_text(&page, TYPE_LEAD, "how-1", how_to_choose(make, contest), 1000);
	page_text(&page, TYPE_LEAD, "how-2", make_words(make, MESSAGE_HOW_CHECK), 400);
	page_text(&page, TYPE_LEAD, "how-3", make_words(make, MESSAGE_HOW_CAST), 400);
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	row_add_main(&page.bottom, make_next(make, make_words(make, MESSAGE_HOW_GO)));
	page_put(make, &page);
}

/* --- review --- */

static unsigned unseen(const struct make *make, unsigned position, const struct contest *contest)
{
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		count += !(make->flow->seen[position][i / 8] >> i % 8 & 1);
	return count;
}

/* The i-th chosen project of the contest at a position in the style. */
static void review_card(struct make *make, unsigned position, unsigned i, struct element *out)
{
	const struct contest *contest = &make->election->contests[make_style(make)->contest[position]];
	unsigned project = 0;

	for (unsigned left = i + 1; project < contest->project_count; project++)
		if (make->flow->marks[position].of[project] && !--left)
			break;
	*out = make_element(ROLE_CARD, "");
	if (project == contest->project_count)
		return;
	snprintf(out->id, sizeof(out->id), "chosen-%u-%u", position, project);
	out->text = make_text(make, &contest->projects[project].name, &out->state);
	out->amount = make_money(make, contest->projects[project].cost);
	out->note = FILLED(make, MESSAGE_PROJECT_NUMBER, make_number(make, project + 1));
	out->state |= STATE_CHOSEN;
	out->value = project + 1;
	out->spoken = make_joined(make, make_joined(make, out->note, ". ", out->text), ". ", out->amount);
}

static void add_contest(struct make *make, struct page *page, unsigned position, unsigned contests)
{
	const struct contest *contest = &make->election->contests[make_style(make)->contest[position]];
	const struct marks *marks = &make->flow->marks[position];
	struct tally_line sum;
	struct element change;
	uint64_t left;
	unsigned missed = unseen(make, position, contest);
	char id[ELEMENT_ID_MAX];

	marks_sum(&sum, contest, marks);
	if (contests > 1) {
		snprintf(id, sizeof(id), "contest-%u", position);
		page_text(page, TYPE_LARGE, id, make_text(make, &contest->title, NULL), 1000)->keeps = 1;
	}
	snprintf(id, sizeof(id), "sum-%u", position);
	if (!sum.chosen)
		page_text(page, TYPE_BODY, id,
		          make_words(make, contests > 1 ? MESSAGE_REVIEW_NONE_CONTEST : MESSAGE_REVIEW_NONE), 400);
	else
		page_text(page, TYPE_BODY, id,
		          FILLED(make, MESSAGE_REVIEW_SUM, make_number(make, sum.chosen), make_money(make, sum.cost)),
		          400);
	snprintf(id, sizeof(id), "left-%u", position);
	if (sum.chosen && make_money_left(make, contest, marks, &left))
		page_text(page, TYPE_BODY, id, FILLED(make, MESSAGE_REVIEW_LEFT, make_money(make, left)), 150);
	snprintf(id, sizeof(id), "unseen-%u", position);
	if (missed)
		page_text(page, TYPE_BODY, id, FILLED(make, MESSAGE_REVIEW_UNSEEN, make_number(make, missed)), 150);
	if (contests == 1)
		page_column(page);
	page_list(page, sum.chosen, review_card, position, 500);
	if (contests > 1) {
		change = make_button("", FILLED(make, MESSAGE_REVIEW_CHANGE_CONTEST, make_number(make, position + 1)),
		                     (struct action){ACT_CONTEST, position});
		snprintf(change.id, sizeof(change.id), "change-%u", position);
		page_cells(make, page, &change, 1, 1, 400);
	}
}

/* Nothing is chosen in any part of the ballot. */
static int is_empty(const struct make *make)
{
	const struct style *style = make_style(make);

	for (unsigned i = 0; i < style->contest_count; i++)
		if (!marks_blank(&make->election->contests[style->contest[i]], &make->flow->marks[i]))
			return 0;
	return 1;
}

void screen_review(struct make *make)
{
	const struct flow *flow = make->flow;
	unsigned contests = make_style(make)->contest_count;
	struct element change, notice = make_element(ROLE_NOTICE, "notice");
	int empty = is_empty(make);
	struct page page;

	frame_voter(make, make_election_title(make));
	if (contests == 1 && !make->tight)
		make_bar(make);
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, empty ? MESSAGE_REVIEW_EMPTY : MESSAGE_REVIEW_TITLE), 0)
	    ->keeps = 1;
	if (flow->notice == NOTICE_VERDICT && flow_contest(flow)) {
		notice.text = make_verdict(make, flow_contest(flow), &flow->marks[flow->contest]);
		notice.type = TYPE_STRONG;
		notice.icon = ICON_NOTICE;
		page_add(&page, notice, 400);
	}
	/* Where there is little room, what is to be done comes alone. */
	for (unsigned i = 0; i < contests && !(make->tight && page.count > 1); i++)
		add_contest(make, &page, i, contests);
	change = make_button("change", make_words(make, MESSAGE_REVIEW_CHANGE), (struct action){ACT_CONTEST, 0});
	change.icon = make->tight ? ICON_NONE : ICON_BACK;
	row_add(&page.bottom, ROW_LEFT,
	        contests > 1 ? make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK) : change);
	row_add_main(&page.bottom,
	             make_next(make, make_words(make, empty ? MESSAGE_REVIEW_NEXT_EMPTY : MESSAGE_REVIEW_NEXT)));
	page_fewest_parts(make, &page, contests > 1 ? 2 : 1, 3);
	page_put(make, &page);
}

/* --- sealed --- */

static const char *hex_text(struct make *make, const char *prefix, const uint8_t *bytes, size_t len, unsigned group)
{
	char hex[200];
	size_t used = 0;

	while (*prefix && used < 60)
		hex[used++] = *prefix++;
	for (size_t i = 0; i < len && used + 4 < sizeof(hex); i++) {
		if (group && i && i % group == 0)
			hex[used++] = ' ';
		used += (size_t)snprintf(hex + used, sizeof(hex) - used, "%02x", bytes[i]);
	}
	hex[used] = 0;
	return make_copy(make, hex);
}

void screen_sealed(struct make *make)
{
	const struct flow *flow = make->flow;
	struct element test, cast = make_main("cast", make_words(make, MESSAGE_SEALED_CAST), ACT_CAST);
	const char *holds;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page.columns = 2;
	page.centred = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_SEALED_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_SMALL, "code-label", make_words(make, MESSAGE_SEALED_CODE), 900)->keeps = 1;
	page_add(&page, make_code(make), 200);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_SEALED_TEXT), 700);
	page_text(&page, TYPE_LEAD, "secret", make_words(make, MESSAGE_SEALED_SECRET), 300);
	page_column(&page);
	holds = hex_text(make, "folkmoot code ", flow->code.bytes, sizeof(flow->code.bytes), 0);
	page_add(&page, make_qr(make, "qr", holds, MESSAGE_QR_SPOKEN), 900)->height = make->tight ? 5000 : 8000;
	test = make_button("test", make_words(make, MESSAGE_SEALED_TEST), (struct action){ACT_CHALLENGE, 0});
	test.emphasis = EMPHASIS_QUIET;
	cast.type = TYPE_LARGE;
	cast.state |= STATE_IRREVERSIBLE;
	if (!flow_tests_full(flow))
		/* Where no room is left for test votes, the way there would lead nowhere. */
		if (!flow->facts.spoiled_capacity || flow->facts.spoiled < flow->facts.spoiled_capacity)
			row_add(&page.bottom, ROW_LEFT, test);
	row_add_sized(&page.bottom, ROW_RIGHT, cast, 20000, LAYOUT_TARGET_GRAVE);
	page_put(make, &page);
}

/* One question, two answers. */
static void ask(struct make *make, struct page *page, struct element no, struct element yes)
{
	page->centred = 1;
	row_add_sized(&page->bottom, ROW_LEFT, no, 9000, LAYOUT_TARGET + 400);
	row_add_sized(&page->bottom, ROW_RIGHT, yes, 0, LAYOUT_TARGET + 400);
	page_put(make, page);
}

void screen_ask(struct make *make)
{
	struct element yes, no;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_ASK_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_ASK_TEXT), 600);
	page_text(&page, TYPE_LARGE, "public", make_words(make, MESSAGE_ASK_PUBLIC), 400);
	page_text(&page, TYPE_LEAD, "again", make_words(make, MESSAGE_ASK_AGAIN), 400);
	no = make_back(make, make_words(make, MESSAGE_ASK_NO), ACT_NO);
	no.emphasis = EMPHASIS_MAIN;
	yes = make_button("yes", make_words(make, MESSAGE_ASK_YES), (struct action){ACT_YES, 0});
	yes.state |= STATE_IRREVERSIBLE;
	ask(make, &page, no, yes);
}

/* What whoever photographs it needs to seal this vote again; "" where it cannot be written. */
static const char *opening_text(struct make *make)
{
	const struct flow *flow = make->flow;
	struct opening opening = {.style = flow->style, .code = flow->code};
	char text[OPENING_TEXT_MAX] = "";
	const char *holds = "";

	memcpy(opening.nonce, flow->nonce, sizeof(opening.nonce));
	if (flow_encode(&opening.plain, &opening.points, flow) == STATUS_OK &&
	    opening_write(text, &opening) == STATUS_OK)
		holds = make_copy(make, text);
	sodium_memzero(&opening, sizeof(opening));
	sodium_memzero(text, sizeof(text));
	return holds;
}

/* The square first: it holds everything, and whoever takes one photo takes it of that. */
static void fill_challenged(struct make *make, struct page *page, int height)
{
	const struct flow *flow = make->flow;
	struct element key = make_element(ROLE_TEXT, "key");
	const char *holds;

	page_init(page);
	page->columns = 2;
	page->centred = 1;
	page_text(page, TYPE_TITLE, "title", make_words(make, MESSAGE_CHALLENGED_TITLE), 0)->keeps = 1;
	holds = opening_text(make);
	if (*holds)
		page_add(page, make_qr(make, "qr", holds, MESSAGE_CHALLENGED_QR), 400)->height = height;
	page_column(page);
	page_text(page, TYPE_LEAD, "keep", make_words(make, MESSAGE_CHALLENGED_KEEP), 500);
	page_text(page, TYPE_SMALL, "code-label", make_words(make, MESSAGE_CHALLENGED_CODE), 600)->keeps = 1;
	page_add(page, make_code(make), 200);
	page_text(page, TYPE_BODY, "text", make_words(make, MESSAGE_CHALLENGED_TEXT), 500);
	page_text(page, TYPE_SMALL, "key-label", make_words(make, MESSAGE_CHALLENGED_KEY), 600)->keeps = 1;
	key.text = hex_text(make, "", flow->nonce, sizeof(flow->nonce), 4);
	page_add(page, key, 100);
	row_add_main(&page->bottom, make_next(make, make_words(make, MESSAGE_CHALLENGED_NEXT)));
}

void screen_challenged(struct make *make)
{
	static const int heights[] = {9000, 7500, 6000, 5000, 6000}; /* the last where nothing makes it one part */
	size_t pool_len;
	struct page page;

	frame_voter(make, make_election_title(make));
	pool_len = make->screen->pool_len;
	for (unsigned i = 0; i < sizeof(heights) / sizeof(*heights); i++) {
		make->screen->pool_len = pool_len;
		fill_challenged(make, &page, heights[i]);
		if (page_parts(make, &page) == 1)
			break;
	}
	page_put(make, &page);
}

/* --- help and leaving --- */

void screen_help(struct make *make)
{
	static const enum message lines[] = {MESSAGE_HELP_CHOOSE, MESSAGE_HELP_READ,  MESSAGE_HELP_MOVE,
	                                     MESSAGE_HELP_CHANGE, MESSAGE_HELP_LEAVE, MESSAGE_HELP_STAFF,
	                                     MESSAGE_HELP_KEYS};
	struct page page;
	char id[ELEMENT_ID_MAX];

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page.centred = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_HELP_TITLE), 0)->keeps = 1;
	for (unsigned i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		snprintf(id, sizeof(id), "help-%u", i + 1);
		page_text(&page, TYPE_LEAD, id, make_words(make, lines[i]), i ? 400 : 700);
	}
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	page_put(make, &page);
}

void screen_leave(struct make *make)
{
	struct element yes, no;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_LEAVE_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_LEAVE_TEXT), 600);
	no = make_back(make, make_words(make, MESSAGE_LEAVE_NO), ACT_NO);
	no.emphasis = EMPHASIS_MAIN;
	yes = make_button("yes", make_words(make, MESSAGE_LEAVE_YES), (struct action){ACT_YES, 0});
	yes.emphasis = EMPHASIS_DANGER;
	yes.state |= STATE_IRREVERSIBLE;
	ask(make, &page, no, yes);
}
