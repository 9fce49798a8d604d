#include "screen_contest.h"

#include "screen_keys.h"

/* An answer in words, on a keyboard on the display. What is typed is shown; keyboards that may be plugged in do
 * nothing here. */

/* The question, or in its place that no more letters fit. Returns 0 where that leaves no room for more. */
static int put_question(struct make *make, const struct contest *contest, struct rect *area)
{
	struct element question = make_element(ROLE_TITLE, "question"), notice;
	int full = make->flow->notice == NOTICE_ANSWER_FULL, height;

	notice = make_notice(make, make_words(make, MESSAGE_NOTICE_ANSWER_FULL));
	question.text = make_text(make, &contest->title, NULL);
	question.spoken = speak_text(make, &contest->title);
	question.type = make->tight ? TYPE_STRONG : TYPE_LARGE;
	height = element_height(full ? &notice : &question, make->look, area->w);
	if (!full && height + make->gap + keys_least_field(make, area->w) > area->h)
		return 1;
	if (height > area->h)
		make->screen->status = STATUS_NO_ROOM;
	make_put(make, full ? &notice : &question, cut_top(area, height, make->gap));
	return area->h >= keys_least_field(make, area->w);
}

void screen_write(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct rect area, words, board, bottom;
	struct keys keys;
	struct row row;
	int below;

	if (!contest || contest->type != VOTE_ANSWER_TEXT) {
		frame_plain(make);
		return;
	}
	make_part_frame(make);
	area = make->body;
	keys_make(&keys, make, area.h * 6 / 10);
	row = keys_control(make, &keys, make_element(ROLE_BUTTON, ""),
	                   make_main("next", make_words(make, MESSAGE_KEYS_DONE), ACT_NEXT));
	below = row_plan(make, &row, area.w);
	if (!*make->flow->answer[make->flow->contest])
		row_hide(&row, "erase");
	bottom = cut_bottom(&area, below, keys.gap);
	board = cut_bottom(&area, keys.height, make->gap);
	words = keys_above(make, area);
	if (put_question(make, contest, &words))
		keys_field(make, make->flow->answer[make->flow->contest], words);
	keys_put(make, &keys, board);
	row_put(make, &row, bottom.x, bottom.y);
}
