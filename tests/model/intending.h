/* A simulated voter with an intention, who knows nothing but what is on the screen, and whose hand sometimes presses
 * something else. One who is careful looks after each press and puts right what the review shows; one in a hurry
 * believes that every press did what it was meant to, reads the review, and goes on all the same. */
#ifndef FOLKMOOT_TESTS_INTENDING_H
#define FOLKMOOT_TESTS_INTENDING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/examples.h"
#include "screen.h"

enum { INTENDED_TEXT = 24, PASSES_MAX = 40, HURRIED_PRESSES = 160 };

/* A whole ballot, as meant or as read. */
struct ballot {
	struct marks marks[EXAMPLE_CONTESTS];
	char answer[EXAMPLE_CONTESTS][ANSWER_TEXT_ROOM];
};

struct intending {
	uint64_t chance; /* state of the generator */
	unsigned slips;  /* of 1,000 presses */
	int careful;
	struct ballot goal, believed;
	/* the contest in hand */
	int contest, turned, acted;
	unsigned passes, presses, typed, layers;
	/* the review */
	struct ballot read;
	unsigned parts_read;
	int read_all, leaves;
	/* what happened */
	unsigned slipped, put_right;
};

static inline unsigned by_chance(struct intending *voter, unsigned below)
{
	voter->chance ^= voter->chance << 13;
	voter->chance ^= voter->chance >> 7;
	voter->chance ^= voter->chance << 17;
	return (unsigned)(voter->chance >> 20) % below;
}

static inline const struct element *seen(const struct screen *screen, enum action_kind kind, int64_t arg)
{
	for (unsigned i = 0; i < screen->count; i++) {
		const struct action *action = &screen->element[i].action;

		if (action->kind == kind && (arg < 0 || action->arg == (uint32_t)arg))
			return &screen->element[i];
	}
	return NULL;
}

static inline const struct element *seen_id(const struct screen *screen, const char *head, unsigned number)
{
	char id[ELEMENT_ID_MAX];

	snprintf(id, sizeof(id), "%.12s-%u", head, number);
	return screen_find(screen, id);
}

/* The first number in the words; -1 where there is none. */
static inline int number_in(const char *words)
{
	while (*words && (*words < '0' || *words > '9'))
		words++;
	return *words ? atoi(words) : -1;
}

static inline unsigned mark_of(const struct contest *contest, int shown)
{
	if (shown < 0)
		return 0;
	return contest->type == VOTE_SCORE ? (unsigned)shown - contest->min_points + 1 : (unsigned)shown;
}

/* --- reading a contest's page --- */

static inline unsigned perceive(const struct screen *screen, const struct contest *contest, unsigned project)
{
	const struct element *element = seen(screen, ACT_TOGGLE, project);
	unsigned row, mark;

	if (element)
		return (element->state & STATE_CHOSEN) != 0;
	element = seen_id(screen, "choose", project + 1);
	if (element && contest->type == VOTE_RANKED)
		return element->state & STATE_CHOSEN ? mark_of(contest, number_in(element->text)) : 0;
	element = seen_id(screen, "mark", project + 1);
	if (element)
		return mark_of(contest, number_in(element->text));
	for (unsigned i = 0; i < screen->count; i++) {
		element = &screen->element[i];
		if (sscanf(element->id, "score-%u-%u", &row, &mark) == 2 && row == project + 1 &&
		    element->state & STATE_CHOSEN)
			return mark;
	}
	return 0;
}

/* What to press to bring a project from one mark nearer to another; NULL: nothing here does. */
static inline const struct element *nearer(const struct screen *screen, const struct contest *contest, unsigned project,
                                           unsigned mark, unsigned goal)
{
	const struct element *best = seen(screen, ACT_TOGGLE, project);
	unsigned apart = mark > goal ? mark - goal : goal - mark;

	if (mark == goal || best)
		return mark == goal ? NULL : best;
	if (contest->type == VOTE_RANKED) {
		if (mark == 0 || goal == 0)
			return seen_id(screen, "choose", project + 1);
		return mark > goal ? seen_id(screen, "up", project + 1) : NULL;
	}
	for (unsigned i = 0; i < screen->count; i++) {
		const struct action *action = &screen->element[i].action;
		unsigned to = mark_arg_mark(action->arg), rest = to > goal ? to - goal : goal - to;

		if (action->kind != ACT_MARK || mark_arg_project(action->arg) != project || rest >= apart)
			continue;
		apart = rest;
		best = &screen->element[i];
	}
	return best;
}

static inline const struct element *page_towards(const struct screen *screen, const struct flow *flow, int turned)
{
	const struct element *best = NULL;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		uint32_t at = element->action.kind == ACT_PART ? flow->part : flow->first, to = element->action.arg;

		if ((element->action.kind != ACT_PAGE && element->action.kind != ACT_PART) || to == at ||
		    (to < at) != turned)
			continue;
		if (!best || (to < best->action.arg) != turned)
			best = element;
	}
	return best;
}

/* In which order a voter thinks of the projects: of a ranking, the ones that are to go first, then from the top down.
 */
static inline void order_of(uint16_t order[static ELECTION_MAX_PROJECTS], const struct contest *contest,
                            const struct marks *goal)
{
	unsigned count = 0;

	for (unsigned mark = 0; mark <= (contest->type == VOTE_RANKED ? contest->project_count : 0); mark++) {
		for (unsigned i = 0; i < contest->project_count; i++) {
			if (contest->type != VOTE_RANKED || goal->of[i] == mark)
				order[count++] = (uint16_t)i;
		}
	}
}

/* The next press in the contest's list of projects or options; the way on where nothing is left to do. */
static inline const struct element *choose(struct intending *voter, const struct screen *screen,
                                           const struct flow *flow)
{
	const struct contest *contest = flow_contest(flow);
	const struct marks *goal = &voter->goal.marks[flow->contest];
	struct marks *believed = &voter->believed.marks[flow->contest];
	const struct element *element = NULL;
	uint16_t order[ELECTION_MAX_PROJECTS];

	order_of(order, contest, goal);
	for (unsigned n = 0; n < contest->project_count; n++) {
		unsigned i = order[n], mark = voter->careful ? perceive(screen, contest, i) : believed->of[i];

		element = nearer(screen, contest, i, mark, goal->of[i]);
		if (!element || (voter->careful && element->state & STATE_BLOCKED))
			continue;
		if (!voter->careful && voter->presses++ > HURRIED_PRESSES)
			break;
		if (contest->type == VOTE_RANKED)
			(void)marks_rank(believed, contest, i, mark_arg_mark(element->action.arg));
		else
			believed->of[i] = element->action.kind == ACT_TOGGLE
			                      ? goal->of[i]
			                      : (uint16_t)mark_arg_mark(element->action.arg);
		voter->acted = 1;
		return element;
	}
	element = page_towards(screen, flow, voter->turned);
	if (element)
		return element;
	if (voter->acted && voter->passes++ < PASSES_MAX && (voter->careful || contest->type == VOTE_RANKED)) {
		voter->acted = 0;
		voter->turned = !voter->turned;
		element = page_towards(screen, flow, voter->turned);
		if (element)
			return element;
	}
	return seen(screen, ACT_NEXT, -1);
}

/* --- an answer in words --- */

static inline uint32_t code_point_at(const char *text)
{
	return (uint8_t)*text; /* intended texts are ASCII */
}

static inline const struct element *write(struct intending *voter, const struct screen *screen, const struct flow *flow)
{
	const char *goal = voter->goal.answer[flow->contest];
	const struct element *field = screen_find(screen, "field"), *element;
	size_t len = voter->typed, shown = field ? strlen(field->text) : 0;

	if (voter->careful) {
		/* A sign for the place where the next letter comes stands at the end. */
		len = shown > 0 ? shown - 1 : 0;
		if (len > strlen(goal) || strncmp(goal, field ? field->text : "", len) != 0)
			return seen(screen, ACT_ERASE, -1);
	}
	if (!goal[len])
		return seen(screen, ACT_NEXT, -1);
	element = seen(screen, ACT_LETTER, code_point_at(goal + len));
	if (element) {
		voter->typed++;
		voter->layers = 0;
		return element;
	}
	voter->layers |= 1U << flow->keys;
	for (unsigned layer = 0; layer < FLOW_KEY_LAYERS; layer++) {
		if (!(voter->layers >> layer & 1) && seen(screen, ACT_KEYS, layer))
			return seen(screen, ACT_KEYS, layer);
	}
	voter->layers = 0;
	return seen(screen, ACT_NEXT, -1);
}

static inline const struct element *go_on_with_contest(struct intending *voter, const struct screen *screen,
                                                       const struct flow *flow)
{
	const struct contest *contest = flow_contest(flow);

	if (screen_find(screen, "notice-back"))
		return screen_find(screen, "notice-back");
	if (voter->contest != flow->contest) {
		voter->contest = flow->contest;
		voter->turned = voter->acted = 0;
		voter->passes = voter->presses = voter->typed = voter->layers = 0;
	}
	if (flow->filter && seen(screen, ACT_FILTER, 0))
		return seen(screen, ACT_FILTER, 0);
	if (contest->type != VOTE_ANSWER_TEXT)
		return choose(voter, screen, flow);
	if (voter->careful) {
		const struct element *answer = screen_find(screen, "answer");
		const char *goal = voter->goal.answer[flow->contest];

		if (strcmp(goal, flow->answer[flow->contest][0] && answer ? answer->text : "") != 0 &&
		    voter->passes++ < PASSES_MAX)
			return seen(screen, ACT_WRITE, -1);
	} else if (voter->goal.answer[flow->contest][0] && !voter->believed.answer[flow->contest][0]) {
		memcpy(voter->believed.answer[flow->contest], voter->goal.answer[flow->contest], ANSWER_TEXT_ROOM);
		return seen(screen, ACT_WRITE, -1);
	}
	return seen(screen, ACT_NEXT, -1);
}

/* --- the review --- */

static inline void read_review(struct intending *voter, const struct screen *screen, const struct flow *flow)
{
	const struct style *style = &flow->election->styles[flow->style];
	unsigned position, project;

	if (flow->part == 0) {
		memset(&voter->read, 0, sizeof(voter->read));
		voter->parts_read = 0;
		voter->read_all = 0;
	}
	if (flow->part == voter->parts_read)
		voter->parts_read++;
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		if (sscanf(element->id, "chosen-%u-%u", &position, &project) == 2) {
			const struct contest *contest = &flow->election->contests[style->contest[position]];
			int has_mark =
			    contest->type == VOTE_RANKED || contest->type == VOTE_POINTS || contest->type == VOTE_SCORE;

			voter->read.marks[position].of[project] =
			    has_mark ? (uint16_t)mark_of(contest, number_in(element->amount)) : 1;
		} else if (sscanf(element->id, "answer-%u", &position) == 1) {
			snprintf(voter->read.answer[position], ANSWER_TEXT_ROOM, "%s", element->text);
		}
	}
}

static inline int ballots_differ(const struct ballot *a, const struct ballot *b, unsigned position)
{
	return memcmp(&a->marks[position], &b->marks[position], sizeof(a->marks[position])) != 0 ||
	       strcmp(a->answer[position], b->answer[position]) != 0;
}

static inline const struct element *review(struct intending *voter, const struct screen *screen,
                                           const struct flow *flow)
{
	read_review(voter, screen, flow);
	if (voter->parts_read != flow->part + 1U) /* a slip led past a part */
		return seen(screen, ACT_PART, flow->part - 1);
	if (seen(screen, ACT_PART, flow->part + 1) && !voter->read_all)
		return seen(screen, ACT_PART, flow->part + 1);
	voter->read_all = 1;
	for (unsigned i = 0; voter->careful && i < flow->election->styles[flow->style].contest_count; i++) {
		if (!ballots_differ(&voter->read, &voter->goal, i))
			continue;
		if (seen(screen, ACT_CONTEST, i)) {
			voter->contest = -1;
			voter->read_all = 0;
			voter->put_right++;
			return seen(screen, ACT_CONTEST, i);
		}
		voter->parts_read = flow->part;
		return seen(screen, ACT_PART, flow->part - 1);
	}
	return seen(screen, ACT_NEXT, -1);
}

/* A careful one reads in it what was meant; any other has read it at least. */
static inline int is_content(const struct intending *voter, const struct flow *flow)
{
	int content = voter->read_all;

	for (unsigned i = 0; voter->careful && i < flow->election->styles[flow->style].contest_count; i++)
		content &= !ballots_differ(&voter->read, &voter->goal, i);
	return content;
}

/* --- the whole way --- */

static inline const struct element *first_of(const struct screen *screen, enum action_kind a, enum action_kind b)
{
	return seen(screen, a, -1) ? seen(screen, a, -1) : seen(screen, b, -1);
}

/* What this voter means to press on this screen; NULL: to wait. */
static inline const struct element *intend(struct intending *voter, const struct screen *screen,
                                           const struct flow *flow)
{
	if (screen->of != FLOW_REVIEW && screen->of != FLOW_SEALING && screen->of != FLOW_SEALED &&
	    screen->of != FLOW_CHALLENGE_ASK && screen->of != FLOW_LEAVE_ASK && screen->of != FLOW_CASTING)
		voter->read_all = 0;
	switch ((int)screen->of) {
	case FLOW_START: return first_of(screen, ACT_START, ACT_LANGUAGE);
	case FLOW_PROJECTS: return go_on_with_contest(voter, screen, flow);
	case FLOW_WRITE: return write(voter, screen, flow);
	case FLOW_REVIEW: return review(voter, screen, flow);
	case FLOW_SEALED:
		/* Who came here by a slip, before the review was read and put right, begins again. */
		voter->leaves = !is_content(voter, flow);
		return seen(screen, voter->leaves ? ACT_LEAVE : ACT_CAST, -1);
	case FLOW_LEAVE_ASK: return seen(screen, voter->leaves ? ACT_YES : ACT_NO, -1);
	case FLOW_CHALLENGE_ASK: return seen(screen, ACT_NO, -1);
	case FLOW_CHALLENGED: return seen(screen, ACT_NEXT, -1);
	case FLOW_PROJECT:
	case FLOW_FIND:
	case FLOW_FILTER:
	case FLOW_PIN: return first_of(screen, ACT_BACK, ACT_NEXT);
	default: return first_of(screen, ACT_NEXT, ACT_BACK);
	}
}

/* What the hand presses instead, now and then. On the last screen hands are steady: its buttons are 30 mm high, and
 * take nothing for a second. */
static inline struct action press_of(struct intending *voter, const struct screen *screen, const struct element *meant)
{
	unsigned pressable[SCREEN_MAX_ELEMENTS], count = 0;

	if (screen->of == FLOW_SEALED || screen->of == FLOW_START || by_chance(voter, 1000) >= voter->slips)
		return meant->action;
	for (unsigned i = 0; i < screen->count; i++) {
		if (screen->element[i].action.kind != ACT_NONE)
			pressable[count++] = i;
	}
	voter->slipped++;
	return screen->element[pressable[by_chance(voter, count)]].action;
}

#endif
