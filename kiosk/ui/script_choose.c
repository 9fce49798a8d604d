#include "script_inside.h"

#ifndef FOLKMOOT_RELEASE

#include <string.h>

#include "ballot.h"

/* The page next to the one shown, on or back; NULL where there is none. */
static const struct element *page_beside(const struct screen *screen, const struct flow *flow, int on)
{
	const struct element *next = NULL;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		uint32_t shown = element->action.kind == ACT_PART ? flow->part : flow->first;

		if (element->action.kind != ACT_PAGE && element->action.kind != ACT_PART)
			continue;
		if (element->action.arg == shown || (element->action.arg > shown) != on)
			continue;
		if (!next || (element->action.arg < next->action.arg) == on)
			next = element;
	}
	return next;
}

/* The mark that a pick asks for: its place in a ranking is its place in the line. */
static unsigned goal_of(const struct command *command, const struct pick *pick, const struct contest *contest)
{
	unsigned rank = 1;

	switch (contest->type) {
	case VOTE_RANKED:
		for (const struct pick *earlier = command->picks; earlier < pick; earlier++)
			rank += earlier->contest == pick->contest;
		return rank;
	case VOTE_POINTS: return pick->value;
	case VOTE_SCORE: return pick->value - contest->min_points + 1;
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: break;
	}
	return 1;
}

static unsigned between(unsigned a, unsigned b)
{
	return a > b ? a - b : b - a;
}

/* What leads nearest to the goal, and nearer than now. */
static const struct element *towards(const struct screen *screen, const struct pick *pick, unsigned mark, unsigned goal)
{
	const struct element *best = script_find(screen, ACT_TOGGLE, pick->project);
	unsigned nearest = between(mark, goal);

	for (unsigned i = 0; !best && i < screen->count; i++) {
		const struct action *action = &screen->element[i].action;

		if (action->kind == ACT_RANK && action->arg == mark_arg(pick->project, goal))
			best = &screen->element[i];
	}
	if (best)
		return best;
	for (unsigned i = 0; i < screen->count; i++) {
		const struct action *action = &screen->element[i].action;

		if (action->kind != ACT_MARK || mark_arg_project(action->arg) != pick->project ||
		    between(mark_arg_mark(action->arg), goal) >= nearest)
			continue;
		nearest = between(mark_arg_mark(action->arg), goal);
		best = &screen->element[i];
	}
	return best;
}

static const char *text_of(const struct command *command, const struct flow *flow)
{
	for (unsigned i = 0; i < command->pick_count; i++) {
		if (command->picks[i].text && command->picks[i].contest == flow->contest)
			return command->picks[i].text;
	}
	return "";
}

/* Why a line cannot be meant for this contest; NULL where it can. */
static const char *misfit(const struct pick *pick, const struct contest *contest)
{
	int takes_value = contest->type == VOTE_POINTS || contest->type == VOTE_SCORE;

	if ((pick->text != NULL) != (contest->type == VOTE_ANSWER_TEXT))
		return "words answer a question in words, and nothing else does";
	if (!pick->text && takes_value != pick->has_value)
		return "points and scores are written as 3=5, and nothing else is";
	return NULL;
}

enum want script_choose(struct script *script, const struct command *command, const struct screen *screen,
                        const struct flow *flow)
{
	const struct contest *contest = flow_contest(flow);
	const uint16_t *marks = flow->marks[flow->contest].of;
	int missing = 0;

	if (script->trying >= 0 && command->picks[script->trying].contest == flow->contest &&
	    marks[command->picks[script->trying].project] == script->trying_from)
		return script_fail(script, screen, "a project of this line cannot be chosen");
	script->trying = -1;
	for (unsigned i = 0; i < command->pick_count; i++) {
		const struct pick *pick = &command->picks[i];
		unsigned goal = goal_of(command, pick, contest);

		if (pick->contest != flow->contest)
			continue;
		if (misfit(pick, contest))
			return script_fail(script, screen, misfit(pick, contest));
		if (pick->text && strcmp(pick->text, flow->answer[flow->contest]) != 0)
			return script_touch(script, screen, ACT_WRITE, -1);
		if (pick->text || pick->project >= ELECTION_MAX_PROJECTS || marks[pick->project] == goal)
			continue;
		missing = 1;
		script->element = towards(screen, pick, marks[pick->project], goal);
		/* Ranks are given in their order, whichever page is shown. */
		if (!script->element && contest->type == VOTE_RANKED)
			break;
		if (!script->element)
			continue;
		script->turns = 0;
		script->trying = (int)i;
		script->trying_from = marks[pick->project];
		return WANT_ELEMENT;
	}
	script->element = page_beside(screen, flow, !script->turned);
	/* What comes first in a ranking may stand on the last page. */
	if (!script->element && missing && contest->type == VOTE_RANKED && script->turns < 2) {
		script->turns++;
		script->turned = !script->turned;
		script->element = page_beside(screen, flow, !script->turned);
	}
	if (script->element)
		return WANT_ELEMENT;
	script->turned = 0;
	script->turns = 0;
	if (missing)
		return script_fail(script, screen, "a project of this line is on no page");
	return script_touch(script, screen, ACT_NEXT, -1);
}

static uint32_t code_point_of(const char *text)
{
	uint8_t lead = (uint8_t)text[0];
	unsigned more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	uint32_t out = more ? lead & (0x3fU >> more) : lead;

	for (unsigned i = 1; i <= more; i++)
		out = out << 6 | ((uint8_t)text[i] & 0x3fU);
	return out;
}

enum want script_spell(struct script *script, const struct screen *screen, const struct flow *flow, const char *goal,
                       const char *typed)
{
	size_t len = strlen(typed);
	const struct element *letter;

	if (strncmp(goal, typed, len) != 0)
		return script_touch(script, screen, ACT_ERASE, -1);
	if (!goal[len])
		return script_touch(script, screen, ACT_NEXT, -1);
	if (flow->notice == NOTICE_ANSWER_FULL)
		return script_fail(script, screen, "the text of this line is too long");
	letter = script_find(screen, ACT_LETTER, code_point_of(goal + len));
	if (letter) {
		script->layers = 0;
		script->element = letter;
		return WANT_ELEMENT;
	}
	script->layers |= 1U << flow->keys;
	for (unsigned layer = 0; layer < FLOW_KEY_LAYERS; layer++) {
		if (!(script->layers >> layer & 1) && script_find(screen, ACT_KEYS, layer))
			return script_touch(script, screen, ACT_KEYS, layer);
	}
	return script_fail(script, screen, "the keyboard lacks a character of this line");
}

enum want script_type(struct script *script, const struct command *command, const struct screen *screen,
                      const struct flow *flow)
{
	return script_spell(script, screen, flow, text_of(command, flow), flow->answer[flow->contest]);
}

#endif
