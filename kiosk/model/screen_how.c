#include "screen_contest.h"

/* --- how it works --- */

static const char *how_to_approve(struct make *make, enum sense sense, const struct contest *contest)
{
	uint64_t most = contest->type == VOTE_KNAPSACK ? contest->budget : contest->max_sum_cost;

	if (contest->type == VOTE_CHOOSE_ONE || contest->max_length == 1)
		return make_words(make, MESSAGE_HOW_CHOOSE_ONE);
	if (most)
		return FILLED_FOR(make, sense, MESSAGE_HOW_KNAPSACK, money_for(make, sense, most));
	if (contest->max_length && contest->min_length > 1)
		return FILLED_FOR(make, sense, MESSAGE_HOW_APPROVAL_RANGE, number_for(make, sense, contest->min_length),
		                  number_for(make, sense, contest->max_length));
	if (contest->max_length && contest->max_length < contest->project_count)
		return FILLED_FOR(make, sense, MESSAGE_HOW_APPROVAL_MAX, number_for(make, sense, contest->max_length));
	return make_words(make, MESSAGE_HOW_APPROVAL);
}

static const char *how_to_rank(struct make *make, enum sense sense, const struct contest *contest)
{
	unsigned most = contest->max_length ? contest->max_length : contest->project_count;

	if (contest->min_length > 1)
		return FILLED_FOR(make, sense, MESSAGE_HOW_RANKED_RANGE, number_for(make, sense, contest->min_length),
		                  number_for(make, sense, most));
	if (most < contest->project_count)
		return FILLED_FOR(make, sense, MESSAGE_HOW_RANKED_MAX, number_for(make, sense, most));
	return make_words(make, MESSAGE_HOW_RANKED);
}

static const char *how_to_choose(struct make *make, enum sense sense, const struct contest *contest)
{
	const char *all = number_for(make, sense, contest->max_sum_points),
	           *most = number_for(make, sense, contest->max_points);

	switch (contest->type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE: return how_to_approve(make, sense, contest);
	case VOTE_RANKED: return how_to_rank(make, sense, contest);
	case VOTE_POINTS:
		if (contest->max_points && contest->max_points < contest->max_sum_points)
			return FILLED_FOR(make, sense, MESSAGE_HOW_POINTS_MAX, all, most);
		return FILLED_FOR(make, sense, MESSAGE_HOW_POINTS, all);
	case VOTE_SCORE:
		return FILLED_FOR(make, sense,
		                  contest->min_length >= contest->project_count ? MESSAGE_HOW_SCORE_ALL
		                                                                : MESSAGE_HOW_SCORE,
		                  number_for(make, sense, contest->min_points), most);
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: return make_words(make, MESSAGE_HOW_QUESTION);
	}
	return "";
}

/* Whether the steps have room beside each other. */
static int is_wide(const struct make *make)
{
	int column = make_px(make, type_capital(TYPE_LEAD, make->look->text_size) * 26);

	return !make->tight && make->body.w / 3 >= column;
}

/* What comes after the choice is said once. */
static unsigned steps_now(const struct make *make)
{
	return make->flow->contest ? 1 : 3;
}

static struct item *add_step(struct make *make, struct page *page, const struct contest *contest, unsigned step,
                             int gap)
{
	static const enum message later[] = {MESSAGE_HOW_CHECK, MESSAGE_HOW_CAST};
	char id[ELEMENT_ID_MAX];
	struct item *item;

	snprintf(id, sizeof(id), "how-%u", step + 1);
	item = page_text(page, TYPE_LEAD, id,
	                 step ? make_words(make, later[step - 1]) : how_to_choose(make, FOR_EYE, contest), gap);
	if (!step)
		item->element.spoken = how_to_choose(make, FOR_EAR, contest);
	return item;
}

/* Each step under its picture, beside each other. */
static void add_steps_beside(struct make *make, struct page *page, const struct contest *contest)
{
	static const enum picture pictures[] = {PICTURE_HOW_CHOOSE, PICTURE_HOW_CHECK, PICTURE_HOW_CAST};

	page->columns = 3;
	for (unsigned i = 0; i < steps_now(make); i++) {
		struct element picture = make_element(ROLE_PICTURE, "");

		snprintf(picture.id, sizeof(picture.id), "picture-%u", i + 1);
		picture.value = pictures[i];
		page_column(page);
		page_add(page, picture, 0)->height = 7000;
		add_step(make, page, contest, i, 900);
	}
}

static const char *how_title(struct make *make, const struct contest *contest)
{
	unsigned contests = make_style(make)->contest_count;
	const char *title = make_text(make, &contest->title, NULL);

	if (contests == 1)
		return title;
	return FILLED(make, MESSAGE_PROJECTS_CONTEST, make_number(make, make->flow->contest + 1U),
	              make_number(make, contests), title);
}

/* Title and instruction over the whole width, for they head all columns. */
static void put_head(struct make *make, const struct contest *contest)
{
	const char *title = how_title(make, contest), *words = make_text(make, &contest->instruction, NULL);
	int height = text_height(make->look, TYPE_TITLE, title, make->body.w);
	struct element *element = make_add(make, ROLE_TITLE, "title", cut_top(&make->body, height, make->gap));

	element->text = title;
	element->type = TYPE_TITLE;
	if (!*words)
		return;
	height = text_height(make->look, TYPE_LEAD, words, make->body.w);
	element = make_add(make, ROLE_TEXT, "instruction", cut_top(&make->body, height, make->gap));
	element->text = words;
	element->type = TYPE_LEAD;
	element->spoken = speak_text(make, &contest->instruction);
}

static void add_all(struct make *make, struct page *page, const struct contest *contest)
{
	page_text(page, TYPE_TITLE, "title", how_title(make, contest), 0)->keeps = 1;
	page_text(page, TYPE_LEAD, "instruction", make_text(make, &contest->instruction, NULL), 500)->element.spoken =
	    speak_text(make, &contest->instruction);
	if (!make->tight && !vote_type_is_question(contest->type))
		page_picture(page, PICTURE_HOW, 3600, 1000);
	for (unsigned i = 0; i < steps_now(make); i++)
		add_step(make, page, contest, i, i ? 400 : 1000);
}

void screen_how(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	int question;
	struct page page;

	frame_voter(make, make_election_title(make));
	if (!contest)
		return;
	question = vote_type_is_question(contest->type);
	page_init(&page);
	page.centred = 1;
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	row_add_main(&page.bottom,
	             make_next(make, make_words(make, question ? MESSAGE_HOW_QUESTION_GO : MESSAGE_HOW_GO)));
	if (is_wide(make) && !question) {
		struct rect body = make->body;
		unsigned count = make->screen->count;

		put_head(make, contest);
		add_steps_beside(make, &page, contest);
		if (page_parts(make, &page) == 1) {
			page_put(make, &page);
			return;
		}
		make->body = body;
		make->screen->count = count;
		page.count = 0;
		page.columns = 1;
	}
	add_all(make, &page, contest);
	page_put(make, &page);
}
