#include "screen_contest.h"

#include <string.h>

/* Why something was not taken, and what to do: to be read, and to be heard. */

/* Names longer than this many bytes would fill the screen; the number stands on the card too. */
enum { NAME_IN_NOTICE = 80, NAME_IN_TIGHT_NOTICE = 40 };

const char *number_for(struct make *make, enum sense sense, uint64_t number)
{
	return sense == FOR_EAR ? speak_number(make, number) : make_number(make, number);
}

const char *money_for(struct make *make, enum sense sense, uint64_t amount)
{
	return sense == FOR_EAR ? speak_money(make, amount) : make_money(make, amount);
}

const char *filled_for(struct make *make, enum sense sense, enum message id, const char *const *args, unsigned count)
{
	return sense == FOR_EAR ? speak_filled(make, id, args, count) : make_filled(make, id, args, count);
}

static int is_long(const struct make *make, const char *name)
{
	return strlen(name) > (make->tight ? NAME_IN_TIGHT_NOTICE : NAME_IN_NOTICE);
}

const char *make_dear(struct make *make, enum sense sense, const struct contest *contest, unsigned project,
                      uint64_t more, uint64_t left)
{
	unsigned index = project < contest->project_count ? project : 0;
	const struct text *text = &contest->projects[index].name;
	const char *name = make_text(make, text, NULL);
	const char *costs = money_for(make, sense, more), *has = money_for(make, sense, left);

	if (is_long(make, name))
		return FILLED_FOR(make, sense, MESSAGE_NOTICE_DEAR_NUMBER, number_for(make, sense, index + 1), costs,
		                  has);
	return FILLED_FOR(make, sense, MESSAGE_NOTICE_DEAR, sense == FOR_EAR ? speak_text(make, text) : name, costs,
	                  has);
}

const char *make_only_one(struct make *make, enum sense sense, const struct contest *contest, unsigned chosen)
{
	const struct text *text = &contest->projects[chosen].name;
	const char *name = make_text(make, text, NULL);

	if (is_long(make, name))
		name = FILLED_FOR(make, sense, MESSAGE_PROJECT_NUMBER, number_for(make, sense, chosen + 1));
	else if (sense == FOR_EAR)
		name = speak_text(make, text);
	return FILLED_FOR(make, sense, MESSAGE_NOTICE_ONE, name);
}

static const char *too_many(struct make *make, enum sense sense, const struct contest *contest,
                            const struct marks *marks)
{
	for (unsigned i = 0; contest->max_length == 1 && i < contest->project_count; i++)
		if (marks->of[i])
			return make_only_one(make, sense, contest, i);
	return FILLED_FOR(make, sense,
	                  vote_type_is_question(contest->type) ? MESSAGE_NOTICE_MANY_ANSWERS : MESSAGE_NOTICE_MANY,
	                  number_for(make, sense, contest->max_length));
}

static const char *too_few(struct make *make, enum sense sense, const struct contest *contest, uint64_t missing)
{
	enum message words = contest->type == VOTE_POINTS  ? MESSAGE_NOTICE_FEW_POINTS
	                     : contest->type == VOTE_SCORE ? MESSAGE_NOTICE_FEW_MARKS
	                                                   : MESSAGE_NOTICE_FEW;

	return FILLED_FOR(make, sense, words, number_for(make, sense, missing));
}

static const char *too_many_points(struct make *make, enum sense sense, const struct contest *contest,
                                   const struct marks *marks, uint64_t over)
{
	struct tally_line sum;
	uint64_t left;

	marks_sum(&sum, contest, marks);
	left = sum.points < contest->max_sum_points ? contest->max_sum_points - sum.points : 0;
	return FILLED_FOR(make, sense, MESSAGE_NOTICE_POINTS_LEFT, number_for(make, sense, left),
	                  number_for(make, sense, over));
}

static const char *bad_mark(struct make *make, enum sense sense, const struct contest *contest)
{
	if (contest->type == VOTE_POINTS && contest->max_points)
		return FILLED_FOR(make, sense, MESSAGE_NOTICE_POINTS_MOST,
		                  number_for(make, sense, contest->max_points));
	return make_words(make, MESSAGE_NOTICE_MARK);
}

const char *make_verdict(struct make *make, enum sense sense, const struct contest *contest, const struct marks *marks)
{
	struct verdict verdict = make->flow->verdict;
	uint64_t left;

	switch (verdict.rule) {
	case VERDICT_OK: return "";
	case VERDICT_TOO_FEW: return too_few(make, sense, contest, verdict.amount);
	case VERDICT_TOO_MANY: return too_many(make, sense, contest, marks);
	case VERDICT_TOO_DEAR:
		make_money_left(make, contest, marks, &left);
		return make_dear(make, sense, contest, make->flow->notice_project, verdict.amount, left);
	case VERDICT_TOO_CHEAP:
		return FILLED_FOR(make, sense, MESSAGE_NOTICE_CHEAP, money_for(make, sense, verdict.amount));
	case VERDICT_TOO_MANY_POINTS: return too_many_points(make, sense, contest, marks, verdict.amount);
	case VERDICT_BAD_MARK: return bad_mark(make, sense, contest);
	}
	return "";
}

struct element make_notice(struct make *make, const char *text)
{
	struct element notice = make_element(ROLE_NOTICE, "notice");

	notice.text = text;
	notice.type = make->tight ? TYPE_BODY : TYPE_STRONG;
	notice.icon = make->tight ? ICON_NONE : ICON_NOTICE;
	return notice;
}

struct element make_verdict_notice(struct make *make, const struct contest *contest)
{
	struct element notice = make_notice(make, make_verdict(make, FOR_EYE, contest, make_marks(make)));

	notice.spoken = make_verdict(make, FOR_EAR, contest, make_marks(make));
	return notice;
}

int make_verdict_shown(const struct make *make)
{
	return make->flow->notice == NOTICE_VERDICT;
}
