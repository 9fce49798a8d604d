#include "screen_contest.h"

#include <stdio.h>
#include <string.h>

/* Questions beside the vote: options to choose from, or an answer in words. */

enum { GROUP_WRITE = 250, GROUP_NAV = 251 };

/* Chosen options stand out, and say so. */
static struct element option_of(struct make *make, const struct contest *contest, unsigned index)
{
	const struct marks *marks = make_marks(make);
	const struct text *name = &contest->projects[index].name;
	struct element option = make_element(ROLE_CHOICE, "");
	int chosen = marks->of[index] != 0;
	int full =
	    !chosen && contest->type == VOTE_ANSWER_SEVERAL && marks_try(contest, marks, index, 1).rule != VERDICT_OK;

	snprintf(option.id, sizeof(option.id), "option-%u", index + 1);
	option.text = make_text(make, name, &option.state);
	option.type = TYPE_STRONG;
	option.action = (struct action){ACT_TOGGLE, index};
	option.value = index + 1;
	option.group = (uint8_t)(index % 200 + 1);
	option.state |= STATE_OPTION;
	option.state |= chosen ? STATE_CHOSEN : full ? STATE_BLOCKED : 0;
	option.icon = chosen ? ICON_TICK : ICON_NONE;
	option.spoken =
	    SPEAK(make,
	          chosen ? MESSAGE_OPTION_SPOKEN_CHOSEN
	          : full ? MESSAGE_OPTION_SPOKEN_BLOCKED
	                 : MESSAGE_OPTION_SPOKEN,
	          speak_number(make, index + 1), speak_number(make, contest->project_count), speak_text(make, name));
	return option;
}

static void option_in_list(struct make *make, unsigned position, unsigned i, struct element *out)
{
	const struct contest *contest = flow_contest(make->flow);
	unsigned index = make->flow->order[make->flow->contest][i];

	(void)position;
	*out = option_of(make, contest, index < contest->project_count ? index : i);
}

static const char *how_to_answer(struct make *make, const struct contest *contest)
{
	if (contest->type == VOTE_ANSWER_TEXT)
		return make_words(make, MESSAGE_QUESTION_TEXT);
	if (contest->type == VOTE_ANSWER_ONE || contest->max_length == 1)
		return make_words(make, MESSAGE_QUESTION_ONE);
	if (contest->max_length && contest->max_length < contest->project_count)
		return FILLED(make, MESSAGE_QUESTION_MAX, make_number(make, contest->max_length));
	return make_words(make, MESSAGE_QUESTION_SEVERAL);
}

/* How to answer, or in the same place why an option was not taken. */
static void add_how(struct make *make, struct page *page, const struct contest *contest)
{
	const char *most = make_number(make, contest->max_length);
	struct element notice = make_notice(make, FILLED(make, MESSAGE_NOTICE_MANY_ANSWERS, most));
	struct element how = make_element(ROLE_TEXT, "how");
	int height;

	how.text = how_to_answer(make, contest);
	how.type = TYPE_LEAD;
	if (contest->type != VOTE_ANSWER_SEVERAL || !contest->max_length) {
		page_add(page, how, 500)->keeps = 1;
		return;
	}
	height = element_height(&notice, make->look, make_readable(make, make->body).w);
	page_add(page, make_verdict_shown(make) ? make_verdict_notice(make, contest) : how, 400);
	page->item[page->count - 1].height = (int)((int64_t)height * 100000 / make->look->px_per_m) + 1;
}

static void add_answer(struct make *make, struct page *page)
{
	const char *answer = make->flow->answer[make->flow->contest];
	struct element field = make_element(ROLE_TEXT, "answer"), write;

	field.text = *answer ? make_copy(make, answer) : make_words(make, MESSAGE_QUESTION_NOTHING);
	field.type = *answer ? TYPE_LEAD : TYPE_BODY;
	field.emphasis = *answer ? EMPHASIS_NONE : EMPHASIS_QUIET;
	field.spoken = *answer ? SPEAK(make, MESSAGE_QUESTION_WRITTEN, field.text) : NULL;
	page_add(page, field, 800);
	write = make_button("write", make_words(make, *answer ? MESSAGE_QUESTION_CHANGE : MESSAGE_QUESTION_WRITE),
	                    (struct action){ACT_WRITE, 0});
	write.icon = ICON_WRITE;
	write.group = GROUP_WRITE;
	page_cells(make, page, &write, 1, 1, 600);
	page->item[page->count - 1].widest = 14000;
}

void screen_question(struct make *make)
{
	const struct flow *flow = make->flow;
	const struct contest *contest = flow_contest(flow);
	int last = flow->from_review || flow->contest + 1U >= make_style(make)->contest_count;
	struct element back = make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK);
	struct element next =
	    make_next(make, make_words(make, last ? MESSAGE_PROJECTS_REVIEW : MESSAGE_PROJECTS_NEXT_CONTEST));
	struct page page;

	make_part_frame(make);
	page_init(&page);
	page.centred = 1;
	page_text(&page, TYPE_TITLE, "title", make_text(make, &contest->title, NULL), 0)->keeps = 1;
	add_how(make, &page, contest);
	if (contest->type == VOTE_ANSWER_TEXT)
		add_answer(make, &page);
	else
		page_list(&page, contest->project_count, option_in_list, flow->contest, 700);
	back.group = next.group = GROUP_NAV;
	row_add(&page.bottom, ROW_LEFT, back);
	row_add_main(&page.bottom, next);
	if (contest->type != VOTE_ANSWER_TEXT)
		page_fewest_parts(make, &page, 1, 3);
	page_put(make, &page);
}
