#include "screen_make.h"

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
