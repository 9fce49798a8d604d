#include "screen_marks.h"

#include <stdio.h>
#include <string.h>

/* What marks a project: one touch, a rank with ways up and down, points in steps, or a row of marks. */

const struct marks *make_marks(const struct make *make)
{
	return &make->flow->marks[make->flow->contest];
}

int make_by_touch(const struct contest *contest)
{
	return contest->type == VOTE_APPROVAL || contest->type == VOTE_KNAPSACK || contest->type == VOTE_CHOOSE_ONE;
}

const enum message make_short_words[4] = {MESSAGE_CHOOSE, MESSAGE_CHOSEN, MESSAGE_BLOCKED_DEAR, MESSAGE_BLOCKED_FULL};

/* More marks than these do not stand in a row: they are reached in steps. */
enum { MARKS_IN_ROW = 11, STEPS_WORTH = 20 };

/* The greatest mark a project can carry, as struct marks holds it. */
unsigned marks_most(const struct contest *contest)
{
	if (contest->type == VOTE_SCORE)
		return contest->max_points - contest->min_points + 1;
	return contest->max_points ? contest->max_points : contest->max_sum_points;
}

/* The least mark that is one. */
static unsigned least_of(const struct contest *contest)
{
	return contest->type == VOTE_POINTS && contest->min_points ? contest->min_points : 1;
}

enum shape marks_shape(const struct contest *contest)
{
	if (contest->type == VOTE_RANKED)
		return SHAPE_RANK;
	if (contest->type == VOTE_SCORE && marks_most(contest) <= MARKS_IN_ROW)
		return SHAPE_MARKS;
	return contest->type == VOTE_SCORE || contest->type == VOTE_POINTS ? SHAPE_STEPS : SHAPE_TOUCH;
}

/* Where there are many points, a second step that is larger: 10, 100, …; 0: none. */
static unsigned large_step(const struct contest *contest)
{
	unsigned step = 10;

	if (marks_most(contest) < STEPS_WORTH)
		return 0;
	while (step * 10 <= marks_most(contest) / 2)
		step *= 10;
	return step;
}

/* What a voter calls that mark: points, or the mark of a score. */
static unsigned shown_of(const struct contest *contest, unsigned mark)
{
	return contest->type == VOTE_SCORE ? mark - 1 + contest->min_points : mark;
}

static const char *shown_words(struct make *make, const struct contest *contest, unsigned mark)
{
	if (contest->type == VOTE_SCORE && !mark)
		return make_words(make, MESSAGE_SCORE_NONE);
	return make_number(make, shown_of(contest, mark));
}

const char *mark_words(struct make *make, const struct contest *contest, unsigned mark)
{
	if (make_by_touch(contest) || !mark)
		return mark ? make_words(make, MESSAGE_CHOSEN) : "";
	if (contest->type == VOTE_RANKED)
		return FILLED(make, MESSAGE_RANK_MINE, make_number(make, mark));
	return FILLED(make, contest->type == VOTE_SCORE ? MESSAGE_MARK_GIVEN : MESSAGE_POINTS_GIVEN,
	              make_number(make, shown_of(contest, mark)));
}

const char *mark_spoken(struct make *make, const struct contest *contest, unsigned mark)
{
	if (contest->type == VOTE_POINTS)
		return SPEAK(make, MESSAGE_CARD_SPOKEN_POINTS, speak_number(make, mark));
	if (contest->type == VOTE_SCORE && mark)
		return SPEAK(make, MESSAGE_CARD_SPOKEN_MARK, speak_number(make, shown_of(contest, mark)));
	if (contest->type == VOTE_SCORE)
		return make_words(make, MESSAGE_CARD_SPOKEN_NO_MARK);
	if (contest->type == VOTE_RANKED && mark)
		return SPEAK(make, MESSAGE_CARD_SPOKEN_RANK, speak_number(make, mark));
	return make_words(make, mark ? MESSAGE_CARD_SPOKEN_CHOSEN : MESSAGE_CARD_SPOKEN_FREE);
}

/* --- its parts --- */

/* One project's, as it stands. */
struct marked {
	struct make *make;
	const struct contest *contest;
	unsigned index, mark;
	const char *number, *name; /* spoken */
};

static struct marked marked_of(struct make *make, const struct contest *contest, unsigned index)
{
	return (struct marked){make,
	                       contest,
	                       index,
	                       make_marks(make)->of[index],
	                       speak_number(make, index + 1),
	                       speak_text(make, &contest->projects[index].name)};
}

static struct verdict try(const struct marked *at, unsigned mark)
{
	return marks_try(at->contest, make_marks(at->make), at->index, (uint16_t)mark);
}

static struct element part(const char *id, unsigned index, const char *text, enum action_kind kind, uint32_t arg)
{
	struct element element = make_element(ROLE_CHOICE, "");

	snprintf(element.id, sizeof(element.id), "%.12s-%u", id, index + 1);
	element.text = text;
	element.type = TYPE_STRONG;
	element.action = (struct action){kind, arg};
	element.value = index + 1;
	return element;
}

/* A list of one is not called full. */
static enum message full_words(const struct contest *contest, const enum message words[static 4])
{
	return contest->max_length == 1 && words[3] == MESSAGE_BLOCKED_FULL ? MESSAGE_BLOCKED_ONE : words[3];
}

/* words: for not chosen, chosen, too dear, list full */
struct element make_choice(struct make *make, const struct contest *contest, unsigned index,
                           const enum message words[static 4])
{
	struct marked at = marked_of(make, contest, index);
	struct element choice = part("choose", index, "", ACT_TOGGLE, index);
	struct verdict verdict = try(&at, 1);
	const char *cost;
	uint64_t left;

	if (at.mark) {
		choice.state = STATE_CHOSEN;
		choice.icon = ICON_TICK;
		choice.text = make_words(make, words[1]);
		choice.spoken = SPEAK(make, MESSAGE_CHOICE_SPOKEN_CHOSEN, at.number, at.name);
		return choice;
	}
	if (verdict.rule != VERDICT_OK) {
		choice.state = STATE_BLOCKED;
		choice.text =
		    make_words(make, verdict.rule == VERDICT_TOO_DEAR ? words[2] : full_words(contest, words));
		choice.spoken = SPEAK(make, MESSAGE_CHOICE_SPOKEN_BLOCKED, at.number, at.name);
		return choice;
	}
	choice.text = make_words(make, words[0]);
	cost = speak_money(make, contest->projects[index].cost);
	if (make_money_left(make, contest, make_marks(make), &left))
		choice.spoken = SPEAK(make, MESSAGE_CHOICE_SPOKEN, at.number, at.name, cost, speak_money(make, left));
	else
		choice.spoken = SPEAK(make, MESSAGE_CHOICE_SPOKEN_COUNT, at.number, at.name, cost);
	return choice;
}

static struct element rank_choice(const struct marked *at, unsigned ranked)
{
	struct make *make = at->make;
	struct element choice = part("choose", at->index, "", ACT_RANK, mark_arg(at->index, 0));

	if (at->mark) {
		choice.state = STATE_CHOSEN;
		choice.text = FILLED(make, MESSAGE_RANK_MINE, make_number(make, at->mark));
		choice.type = TYPE_LARGE;
		choice.spoken =
		    SPEAK(make, MESSAGE_RANK_SPOKEN_CHOSEN, at->number, at->name, speak_number(make, at->mark));
		return choice;
	}
	choice.action.arg = mark_arg(at->index, ranked + 1);
	if (try(at, ranked + 1).rule != VERDICT_OK) {
		choice.state = STATE_BLOCKED;
		choice.text = make_words(make, try(at, ranked + 1).rule == VERDICT_TOO_DEAR ? MESSAGE_BLOCKED_DEAR
		                                                                            : MESSAGE_BLOCKED_FULL);
		choice.spoken = SPEAK(make, MESSAGE_CHOICE_SPOKEN_BLOCKED, at->number, at->name);
		return choice;
	}
	choice.text = make_words(make, MESSAGE_CHOOSE);
	choice.spoken = SPEAK(make, MESSAGE_RANK_SPOKEN, at->number, at->name, speak_number(make, ranked + 1));
	return choice;
}

static struct element rank_move(const struct marked *at, unsigned to)
{
	int up = to < at->mark;
	struct make *make = at->make;
	struct element move =
	    part(up ? "up" : "down", at->index, make_words(make, up ? MESSAGE_RANK_UP : MESSAGE_RANK_DOWN), ACT_RANK,
	         mark_arg(at->index, to));

	move.icon = up ? ICON_UP : ICON_DOWN;
	move.spoken = SPEAK(make, up ? MESSAGE_RANK_UP_SPOKEN : MESSAGE_RANK_DOWN_SPOKEN, at->number, at->name,
	                    speak_number(make, to));
	return move;
}

static unsigned rank_parts(struct element out[static CONTROL_MAX], const struct marked *at)
{
	struct tally_line sum;

	marks_sum(&sum, at->contest, make_marks(at->make));
	out[0] = rank_choice(at, sum.chosen);
	out[1] = rank_move(at, at->mark > 1 ? at->mark - 1 : 0);
	out[2] = rank_move(at, at->mark + 1);
	if (at->mark <= 1)
		out[1].id[0] = 0;
	if (!at->mark || at->mark >= sum.chosen)
		out[2].id[0] = 0;
	return 3;
}

static const char *points_left(struct make *make, const struct contest *contest)
{
	struct tally_line sum;

	marks_sum(&sum, contest, make_marks(make));
	return speak_number(make, sum.points < contest->max_sum_points ? contest->max_sum_points - sum.points : 0);
}

/* What a step leads to is spoken with what is now. */
static void speak_step(const struct marked *at, struct element *step, unsigned to)
{
	struct make *make = at->make;
	const char *now = at->mark ? speak_number(make, shown_of(at->contest, at->mark)) : speak_number(make, 0),
	           *then = speak_number(make, to ? shown_of(at->contest, to) : 0);

	if (at->contest->type == VOTE_SCORE && !at->mark)
		now = make_words(make, MESSAGE_SCORE_NONE_SPOKEN);
	if (at->contest->type == VOTE_SCORE && !to)
		then = make_words(make, MESSAGE_SCORE_NONE_SPOKEN);
	if (step->state & STATE_BLOCKED)
		step->spoken = SPEAK(make, MESSAGE_POINTS_SPOKEN_BLOCKED, at->number, at->name, now);
	else if (at->contest->type == VOTE_SCORE)
		step->spoken = SPEAK(make, MESSAGE_SCORE_SPOKEN_STEP, at->number, at->name, now, then);
	else
		step->spoken =
		    SPEAK(make, MESSAGE_POINTS_SPOKEN, at->number, at->name, now, then, points_left(make, at->contest));
}

static struct element step_up(const struct marked *at, const char *id, unsigned by)
{
	unsigned to = at->mark + by > least_of(at->contest) ? at->mark + by : least_of(at->contest);
	struct element step = part(id, at->index, "+", ACT_MARK, mark_arg(at->index, to));

	if (by > 1)
		step.text = make_joined(at->make, "+", "", make_number(at->make, by));
	step.type = by > 1 ? TYPE_STRONG : TYPE_TITLE;
	if (try(at, to).rule != VERDICT_OK)
		step.state = STATE_BLOCKED;
	speak_step(at, &step, to);
	return step;
}

/* U+2212 */
static const char minus[] = "−";

static struct element step_down(const struct marked *at, const char *id, unsigned by)
{
	unsigned to = at->mark >= by + least_of(at->contest) ? at->mark - by : 0;
	struct element step = part(id, at->index, minus, ACT_MARK, mark_arg(at->index, to));

	if (by > 1)
		step.text = make_joined(at->make, minus, "", make_number(at->make, by));
	step.type = by > 1 ? TYPE_STRONG : TYPE_TITLE;
	speak_step(at, &step, to);
	if (at->mark < by)
		step.id[0] = 0;
	return step;
}

static struct element step_shown(const struct marked *at)
{
	struct element shown = part("mark", at->index, "", ACT_NONE, 0);

	shown.role = ROLE_TEXT;
	shown.text = shown_words(at->make, at->contest, at->mark);
	shown.type = TYPE_TITLE;
	shown.state = STATE_CENTRED;
	shown.spoken = ""; /* the card says it */
	return shown;
}

/* count: 3, or 5 where there is room for larger steps. */
static void step_parts(struct element out[static CONTROL_MAX], const struct marked *at, unsigned count)
{
	unsigned large = large_step(at->contest), i = 0;

	if (count == 5)
		out[i++] = step_down(at, "less-much", large);
	out[i++] = step_down(at, "less", 1);
	out[i++] = step_shown(at);
	out[i++] = step_up(at, "more", 1);
	if (count == 5)
		out[i++] = step_up(at, "more-much", large);
}

static unsigned mark_parts(struct element out[static CONTROL_MAX], const struct marked *at)
{
	unsigned count = marks_most(at->contest);
	struct make *make = at->make;

	for (unsigned i = 0; i < count; i++) {
		unsigned mark = i + 1;
		const char *spoken = speak_number(make, shown_of(at->contest, mark));

		out[i] =
		    part("score", at->index, shown_words(make, at->contest, mark), ACT_MARK, mark_arg(at->index, mark));
		snprintf(out[i].id, sizeof(out[i].id), "score-%u-%u", at->index + 1, mark);
		if (at->mark == mark) {
			out[i].state = STATE_CHOSEN;
			out[i].icon = ICON_TICK;
			out[i].action.arg = mark_arg(at->index, 0);
			out[i].spoken = SPEAK(make, MESSAGE_SCORE_SPOKEN_CHOSEN, at->number, at->name, spoken);
			continue;
		}
		if (try(at, mark).rule != VERDICT_OK)
			out[i].state = STATE_BLOCKED;
		out[i].spoken = SPEAK(make, MESSAGE_SCORE_SPOKEN, at->number, at->name, spoken);
	}
	return count;
}

/* An element without an id is not there now. */
void marks_parts(struct element out[static CONTROL_MAX], struct make *make, const struct contest *contest,
                 unsigned index, unsigned count)
{
	struct marked at = marked_of(make, contest, index);

	switch (marks_shape(contest)) {
	case SHAPE_TOUCH: out[0] = make_choice(make, contest, index, make_short_words); break;
	case SHAPE_RANK: rank_parts(out, &at); break;
	case SHAPE_STEPS: step_parts(out, &at, count); break;
	case SHAPE_MARKS: mark_parts(out, &at); break;
	}
}

/* --- how much room they need --- */

/* What part i can look like, as far as it matters for its size. Returns how many. */
unsigned marks_variants(struct element out[static VARIANTS], struct make *make, const struct contest *contest,
                        unsigned i, unsigned count)
{
	static const enum message rank_words[3] = {MESSAGE_CHOOSE, MESSAGE_BLOCKED_FULL, MESSAGE_BLOCKED_DEAR};
	enum shape shape = marks_shape(contest);
	unsigned middle = count / 2;

	for (unsigned k = 0; k < VARIANTS; k++)
		out[k] = part("", 0, "", ACT_TOGGLE, 0);
	if (shape == SHAPE_TOUCH || (shape == SHAPE_RANK && !i)) {
		for (unsigned k = 0; k < VARIANTS; k++)
			out[k].text =
			    make->messages->of[shape == SHAPE_TOUCH ? make_short_words[k] : rank_words[k % 3]];
		if (shape == SHAPE_TOUCH) {
			out[1].icon = ICON_TICK;
			out[3].text = make->messages->of[full_words(contest, make_short_words)];
		} else {
			out[3].type = TYPE_LARGE;
			out[3].text = FILLED(make, MESSAGE_RANK_MINE, make_number(make, contest->project_count));
		}
		return VARIANTS;
	}
	if (shape == SHAPE_RANK) {
		out[0].text = make->messages->of[i == 1 ? MESSAGE_RANK_UP : MESSAGE_RANK_DOWN];
		out[0].icon = ICON_UP;
		return 1;
	}
	if (shape == SHAPE_MARKS) {
		out[0].text = shown_words(make, contest, i + 1);
		out[1] = out[0];
		out[1].icon = ICON_TICK;
		return 2;
	}
	out[0].text = i == middle ? make_number(make, shown_of(contest, marks_most(contest)))
	              : i + 1 == middle || i == middle + 1
	                  ? "+"
	                  : make_joined(make, minus, "", make_number(make, large_step(contest)));
	out[0].type = i + 1 >= middle && i <= middle + 1 ? TYPE_TITLE : TYPE_STRONG;
	if (i == middle) {
		out[0].role = ROLE_TEXT;
		out[0].action.kind = ACT_NONE;
	}
	return 1;
}

unsigned marks_count(const struct contest *contest)
{
	switch (marks_shape(contest)) {
	case SHAPE_TOUCH: return 1;
	case SHAPE_RANK: return 3;
	case SHAPE_STEPS: return large_step(contest) ? 5 : 3;
	case SHAPE_MARKS: return marks_most(contest);
	}
	return 1;
}
