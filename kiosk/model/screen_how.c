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

void screen_how(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	unsigned contests = make_style(make)->contest_count;
	const char *title, *here;
	int question;
	struct page page;

	frame_voter(make, make_election_title(make));
	if (!contest)
		return;
	question = vote_type_is_question(contest->type);
	page_init(&page);
	page.centred = 1;
	title = make_text(make, &contest->title, NULL);
	if (contests > 1) {
		here = make_number(make, make->flow->contest + 1U);
		title = FILLED(make, MESSAGE_PROJECTS_CONTEST, here, make_number(make, contests), title);
	}
	page_text(&page, TYPE_TITLE, "title", title, 0)->keeps = 1;
	page_text(&page, TYPE_LEAD, "instruction", make_text(make, &contest->instruction, NULL), 500)->element.spoken =
	    speak_text(make, &contest->instruction);
	if (!make->tight && !question)
		page_picture(&page, PICTURE_HOW, 3600, 1000);
	page_text(&page, TYPE_LEAD, "how-1", how_to_choose(make, FOR_EYE, contest), 1000)->element.spoken =
	    how_to_choose(make, FOR_EAR, contest);
	/* What comes after the choice is said once. */
	if (!make->flow->contest) {
		page_text(&page, TYPE_LEAD, "how-2", make_words(make, MESSAGE_HOW_CHECK), 400);
		page_text(&page, TYPE_LEAD, "how-3", make_words(make, MESSAGE_HOW_CAST), 400);
	}
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	row_add_main(&page.bottom,
	             make_next(make, make_words(make, question ? MESSAGE_HOW_QUESTION_GO : MESSAGE_HOW_GO)));
	page_put(make, &page);
}
