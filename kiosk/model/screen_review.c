#include "screen_make.h"

#include <stdio.h>
#include <string.h>

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
