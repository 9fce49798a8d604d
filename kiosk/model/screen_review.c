#include "screen_contest.h"

#include <stdio.h>
#include <string.h>

/* Every choice before it is locked: what was chosen, what it adds up to, what was not looked at. */

/* One contest of the ballot, by its position in the style. */
struct section {
	unsigned position;
	const struct contest *contest;
	const struct marks *marks;
	const char *answer;
};

static struct section part_at(const struct make *make, unsigned position)
{
	const struct flow *flow = make->flow;

	return (struct section){position, &make->election->contests[make_style(make)->contest[position]],
	                        &flow->marks[position], flow->answer[position]};
}

static int part_empty(const struct section *part)
{
	return part->contest->type == VOTE_ANSWER_TEXT ? !*part->answer : marks_blank(part->contest, part->marks);
}

static unsigned unseen(const struct make *make, const struct section *part)
{
	unsigned count = 0;

	for (unsigned i = 0; i < part->contest->project_count; i++)
		count += !(make->flow->seen[part->position][i / 8] >> i % 8 & 1);
	return vote_type_is_question(part->contest->type) ? 0 : count;
}

/* --- the chosen ones --- */

/* The i-th to be listed: by rank where there are ranks, else by number. */
static unsigned listed(const struct section *part, unsigned i)
{
	unsigned project = 0, left = i + 1;

	for (; project < part->contest->project_count; project++) {
		if (part->contest->type == VOTE_RANKED ? part->marks->of[project] == i + 1
		                                       : part->marks->of[project] && !--left)
			break;
	}
	return project;
}

/* Where the mark is more than a choice it stands out, and the cost goes beside the number. */
static void review_card(struct make *make, unsigned position, unsigned i, struct element *out)
{
	struct section part = part_at(make, position);
	unsigned index = listed(&part, i), mark;
	const struct project *project;
	const char *cost;

	*out = make_element(ROLE_CARD, "");
	if (index == part.contest->project_count)
		return;
	project = &part.contest->projects[index];
	mark = part.marks->of[index];
	cost = make_money(make, project->cost);
	snprintf(out->id, sizeof(out->id), "chosen-%u-%u", position, index);
	out->text = make_text(make, &project->name, &out->state);
	out->amount = make_by_touch(part.contest) ? cost : mark_words(make, part.contest, mark);
	out->note = FILLED(make, MESSAGE_PROJECT_NUMBER, make_number(make, index + 1));
	if (!make_by_touch(part.contest))
		out->note = make_joined(make, out->note, " · ", cost);
	out->state |= STATE_CHOSEN;
	out->value = index + 1;
	out->spoken = SPEAK(make, MESSAGE_REVIEW_SPOKEN, speak_number(make, index + 1),
	                    speak_text(make, &project->name), speak_money(make, project->cost),
	                    make_by_touch(part.contest) ? "" : mark_spoken(make, part.contest, mark));
}

static void review_option(struct make *make, unsigned position, unsigned i, struct element *out)
{
	struct section part = part_at(make, position);
	unsigned index = listed(&part, i);

	*out = make_element(ROLE_CARD, "");
	if (index == part.contest->project_count)
		return;
	snprintf(out->id, sizeof(out->id), "chosen-%u-%u", position, index);
	out->text = make_text(make, &part.contest->projects[index].name, &out->state);
	out->state |= STATE_CHOSEN;
	out->spoken = speak_text(make, &part.contest->projects[index].name);
}

/* --- one contest --- */

static struct item *add_line(struct page *page, const char *id, unsigned position, const char *text, const char *spoken,
                             int gap)
{
	char numbered[ELEMENT_ID_MAX];
	struct item *item;

	snprintf(numbered, sizeof(numbered), "%.12s-%u", id, position);
	item = page_text(page, TYPE_BODY, numbered, text, gap);
	item->element.spoken = spoken;
	return item;
}

/* What the choices add up to. */
static void add_sum(struct make *make, struct page *page, const struct section *part, const struct tally_line *sum)
{
	const char *chosen = make_number(make, sum->chosen), *spoken = speak_number(make, sum->chosen);
	const char *points = make_number(make, sum->points), *all = make_number(make, part->contest->project_count);
	unsigned at = part->position;

	switch (part->contest->type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
		add_line(page, "sum", at, FILLED(make, MESSAGE_REVIEW_SUM, chosen, make_money(make, sum->cost)),
		         SPEAK(make, MESSAGE_REVIEW_SUM, spoken, speak_money(make, sum->cost)), 400);
		break;
	case VOTE_RANKED:
		add_line(page, "sum", at, FILLED(make, MESSAGE_REVIEW_RANKED, chosen),
		         SPEAK(make, MESSAGE_REVIEW_RANKED, spoken), 400);
		break;
	case VOTE_POINTS:
		add_line(page, "sum", at, FILLED(make, MESSAGE_REVIEW_POINTS, points, chosen),
		         SPEAK(make, MESSAGE_REVIEW_POINTS, speak_number(make, sum->points), spoken), 400);
		break;
	case VOTE_SCORE:
		add_line(page, "sum", at, FILLED(make, MESSAGE_REVIEW_SCORE, chosen, all),
		         SPEAK(make, MESSAGE_REVIEW_SCORE, spoken, speak_number(make, part->contest->project_count)),
		         400);
		break;
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: break;
	}
}

/* What could still be spent or given, which nobody must. */
static void add_left(struct make *make, struct page *page, const struct section *part, const struct tally_line *sum)
{
	const struct contest *contest = part->contest;
	uint64_t left;

	if (contest->type == VOTE_POINTS && sum->points < contest->max_sum_points) {
		left = contest->max_sum_points - sum->points;
		add_line(page, "left", part->position,
		         FILLED(make, MESSAGE_REVIEW_POINTS_LEFT, make_number(make, left)),
		         SPEAK(make, MESSAGE_REVIEW_POINTS_LEFT, speak_number(make, left)), 150);
	} else if (!vote_type_is_question(contest->type) && make_money_left(make, contest, part->marks, &left)) {
		add_line(page, "left", part->position, FILLED(make, MESSAGE_REVIEW_LEFT, make_money(make, left)),
		         SPEAK(make, MESSAGE_REVIEW_LEFT, speak_money(make, left)), 150);
	}
}

static void add_lines(struct make *make, struct page *page, const struct section *part, unsigned contests)
{
	unsigned missed = unseen(make, part);
	struct tally_line sum;

	marks_sum(&sum, part->contest, part->marks);
	if (part_empty(part)) {
		enum message words = vote_type_is_question(part->contest->type) ? MESSAGE_REVIEW_NONE_QUESTION
		                     : contests > 1                             ? MESSAGE_REVIEW_NONE_CONTEST
		                                                                : MESSAGE_REVIEW_NONE;

		add_line(page, "sum", part->position, make_words(make, words), NULL, 400);
	} else {
		add_sum(make, page, part, &sum);
		add_left(make, page, part, &sum);
	}
	if (missed)
		add_line(page, "unseen", part->position, FILLED(make, MESSAGE_REVIEW_UNSEEN, make_number(make, missed)),
		         SPEAK(make, MESSAGE_REVIEW_UNSEEN, speak_number(make, missed)), 150);
}

static void add_choices(struct make *make, struct page *page, const struct section *part)
{
	struct tally_line sum;

	marks_sum(&sum, part->contest, part->marks);
	if (part->contest->type == VOTE_ANSWER_TEXT && *part->answer)
		add_line(page, "answer", part->position, make_copy(make, part->answer),
		         SPEAK(make, MESSAGE_QUESTION_WRITTEN, part->answer), 400)
		    ->element.type = TYPE_STRONG;
	if (sum.chosen)
		page_list(page, sum.chosen, vote_type_is_question(part->contest->type) ? review_option : review_card,
		          part->position, 500);
}

static void add_heading(struct make *make, struct page *page, const struct section *part, unsigned contests)
{
	const char *number = make_number(make, part->position + 1), *all = make_number(make, contests);
	const struct text *title = &part->contest->title;
	struct item *heading;
	char id[ELEMENT_ID_MAX];

	snprintf(id, sizeof(id), "contest-%u", part->position);
	heading = page_text(page, TYPE_LARGE, id,
	                    FILLED(make, MESSAGE_PROJECTS_CONTEST, number, all, make_text(make, title, NULL)), 1000);
	heading->keeps = 1;
	heading->element.spoken = SPEAK(make, MESSAGE_PROJECTS_CONTEST, speak_number(make, part->position + 1),
	                                speak_number(make, contests), speak_text(make, title));
}

/* Stands above the choices, so that it is seen together with what it changes. */
static void add_change(struct make *make, struct page *page, const struct section *part)
{
	unsigned position = part->position;
	const char *words = FILLED(make, MESSAGE_REVIEW_CHANGE_CONTEST, make_number(make, position + 1));
	struct element change = make_button("", words, (struct action){ACT_CONTEST, position});

	snprintf(change.id, sizeof(change.id), "change-%u", position);
	change.spoken = SPEAK(make, MESSAGE_REVIEW_CHANGE_SPOKEN, speak_number(make, position + 1),
	                      speak_text(make, &part->contest->title));
	change.group = (uint8_t)(position + 1);
	page_cells(make, page, &change, 1, 1, 400);
}

static void add_part(struct make *make, struct page *page, unsigned position, unsigned contests)
{
	struct section part = part_at(make, position);

	if (contests > 1)
		add_heading(make, page, &part, contests);
	add_lines(make, page, &part, contests);
	if (contests > 1)
		add_change(make, page, &part);
	else
		page_column(page);
	add_choices(make, page, &part);
}

/* --- all of them --- */

/* Nothing is chosen in any part of the ballot. */
static int is_empty(const struct make *make)
{
	for (unsigned i = 0; i < make_style(make)->contest_count; i++) {
		struct section part = part_at(make, i);

		if (!part_empty(&part))
			return 0;
	}
	return 1;
}

/* What is still wrong, and where. */
static struct element notice_of(struct make *make, unsigned contests)
{
	const struct contest *contest = flow_contest(make->flow);
	struct element notice = make_verdict_notice(make, contest);

	if (contests > 1)
		notice.spoken = make_joined(make, speak_text(make, &contest->title), SPEECH_BREAK, notice.spoken);
	if (contests > 1)
		notice.text = make_joined(make, make_text(make, &contest->title, NULL), ": ", notice.text);
	notice.type = TYPE_STRONG;
	notice.icon = ICON_NOTICE;
	return notice;
}

enum { GROUP_NAV = 251 };

void screen_review(struct make *make)
{
	const struct flow *flow = make->flow;
	unsigned contests = make_style(make)->contest_count;
	struct element back, next;
	int empty = is_empty(make);
	struct page page;

	frame_voter(make, make_election_title(make));
	if (!flow_contest(flow))
		return;
	if (contests == 1 && !make->tight && !vote_type_is_question(flow_contest(flow)->type))
		make_bar(make);
	page_init(&page);
	page.read_whole = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, empty ? MESSAGE_REVIEW_EMPTY : MESSAGE_REVIEW_TITLE), 0)
	    ->keeps = 1;
	if (flow->notice == NOTICE_VERDICT)
		page_add(&page, notice_of(make, contests), 400);
	/* Where there is little room, what is to be done comes alone. */
	for (unsigned i = 0; i < contests && !(make->tight && page.count > 1 && flow->notice == NOTICE_VERDICT); i++)
		add_part(make, &page, i, contests);
	back = make_back(make, make_words(make, contests > 1 ? MESSAGE_NAV_BACK : MESSAGE_REVIEW_CHANGE), ACT_BACK);
	if (contests == 1) {
		snprintf(back.id, sizeof(back.id), "change");
		back.action = (struct action){ACT_CONTEST, 0};
	}
	next = make_next(make, make_words(make, empty ? MESSAGE_REVIEW_NEXT_EMPTY : MESSAGE_REVIEW_NEXT));
	back.group = next.group = GROUP_NAV;
	row_add(&page.bottom, ROW_LEFT, back);
	row_add_main(&page.bottom, next);
	page_fewest_parts(make, &page, contests > 1 ? 2 : 1, 3);
	page_put(make, &page);
}
