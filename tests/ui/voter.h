/* A voter who knows what they want, and presses on, one thing after another, whichever way they press. */
#ifndef FOLKMOOT_TESTS_VOTER_H
#define FOLKMOOT_TESTS_VOTER_H

#include "ways.h"

enum { VOTER_PRESSES = 3000 }; /* more than these lead nowhere */

struct intention {
	uint16_t style;
	struct marks marks[ELECTION_MAX_CONTESTS]; /* by the contest's position in the style */
	const char *answer[ELECTION_MAX_CONTESTS]; /* NULL: none */
};

struct voter {
	const struct intention *wants;
	int backwards; /* through the pages */
};

static inline const struct element *voter_find(const struct booth *booth, enum action_kind kind, int64_t arg)
{
	for (unsigned i = 0; i < booth->screen.count; i++) {
		const struct element *element = &booth->screen.element[i];

		if (element->action.kind == kind && (arg < 0 || element->action.arg == (uint32_t)arg))
			return element;
	}
	return NULL;
}

/* How far a mark is from the one wanted; a rank is right or wrong. */
static inline unsigned voter_misses(const struct contest *contest, unsigned mark, unsigned wanted)
{
	if (contest->type == VOTE_RANKED)
		return mark != wanted;
	return mark < wanted ? wanted - mark : mark - wanted;
}

/* What pressing an element makes of its project's mark; 0 where it is about no mark. */
static inline int voter_makes(unsigned *project, unsigned *mark, const struct booth *booth,
                              const struct element *element)
{
	const struct marks *marks = &booth->flow.marks[booth->flow.contest];

	if (element->action.kind == ACT_TOGGLE) {
		*project = element->action.arg;
		*mark = !marks->of[*project];
		return 1;
	}
	*project = mark_arg_project(element->action.arg);
	*mark = mark_arg_mark(element->action.arg);
	return element->action.kind == ACT_MARK || element->action.kind == ACT_RANK;
}

/* The element on this screen that brings a mark nearest to what is wanted. */
static inline const struct element *voter_better(const struct voter *voter, const struct booth *booth)
{
	const struct contest *contest = flow_contest(&booth->flow);
	const struct marks *marks = &booth->flow.marks[booth->flow.contest];
	const struct marks *wanted = &voter->wants->marks[booth->flow.contest];
	const struct element *best = NULL;
	unsigned best_gain = 0, project, mark;

	for (unsigned i = 0; i < booth->screen.count; i++) {
		const struct element *element = &booth->screen.element[i];
		unsigned before, after;

		if (!voter_makes(&project, &mark, booth, element))
			continue;
		before = voter_misses(contest, marks->of[project], wanted->of[project]);
		after = voter_misses(contest, mark, wanted->of[project]);
		if (after < before && before - after > best_gain) {
			best = element;
			best_gain = before - after;
		}
	}
	return best;
}

static inline int voter_content(const struct voter *voter, const struct booth *booth)
{
	const struct contest *contest = flow_contest(&booth->flow);
	unsigned c = booth->flow.contest;

	if (contest->type == VOTE_ANSWER_TEXT)
		return !strcmp(booth->flow.answer[c], voter->wants->answer[c] ? voter->wants->answer[c] : "");
	for (unsigned i = 0; i < contest->project_count; i++)
		if (booth->flow.marks[c].of[i] != voter->wants->marks[c].of[i])
			return 0;
	return 1;
}

/* The next page or part that way; at an end, back. */
static inline const struct element *voter_turns(struct voter *voter, const struct booth *booth)
{
	static const char *const ways[2][2] = {{"page-next", "part-next"}, {"page-previous", "part-previous"}};

	for (unsigned tries = 0; tries < 2; tries++) {
		for (unsigned k = 0; k < 2; k++) {
			const struct element *element = screen_find(&booth->screen, ways[voter->backwards][k]);

			if (element)
				return element;
		}
		voter->backwards = !voter->backwards;
	}
	return NULL;
}

static inline const struct element *voter_marks(struct voter *voter, const struct booth *booth)
{
	const struct element *element;

	if (voter_content(voter, booth))
		return voter_find(booth, ACT_NEXT, -1);
	if (flow_contest(&booth->flow)->type == VOTE_ANSWER_TEXT)
		return voter_find(booth, ACT_WRITE, -1);
	element = voter_better(voter, booth);
	return element ? element : voter_turns(voter, booth);
}

static inline uint32_t voter_letter(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;

	if (byte[0] < 0x80)
		return byte[0];
	if (byte[0] < 0xe0)
		return (uint32_t)(byte[0] & 0x1f) << 6 | (byte[1] & 0x3f);
	return (uint32_t)(byte[0] & 0x0f) << 12 | (uint32_t)(byte[1] & 0x3f) << 6 | (byte[2] & 0x3f);
}

static inline const struct element *voter_writes(const struct voter *voter, const struct booth *booth)
{
	const char *wanted = voter->wants->answer[booth->flow.contest],
	           *written = booth->flow.answer[booth->flow.contest];
	const struct element *element;
	size_t len = strlen(written);

	if (strncmp(wanted, written, len) != 0)
		return voter_find(booth, ACT_ERASE, -1);
	if (!wanted[len])
		return voter_find(booth, ACT_NEXT, -1);
	element = voter_find(booth, ACT_LETTER, voter_letter(wanted + len));
	for (unsigned i = 1; !element && i < FLOW_KEY_LAYERS; i++)
		element = voter_find(booth, ACT_KEYS, (booth->flow.keys + i) % FLOW_KEY_LAYERS);
	return element;
}

/* What they press next; NULL where they do not know how to go on. */
static inline const struct element *voter_next(struct voter *voter, const struct booth *booth)
{
	const struct element *element;

	switch ((int)booth->flow.state) {
	case FLOW_START:
		element = voter_find(booth, ACT_START, -1);
		return element ? element : voter_find(booth, ACT_LANGUAGE, 0);
	case FLOW_STYLE:
		element = voter_find(booth, ACT_STYLE, voter->wants->style);
		return element ? element : voter_turns(voter, booth);
	case FLOW_SETTINGS:
	case FLOW_HOW:
	case FLOW_REVIEW: return voter_find(booth, ACT_NEXT, -1);
	case FLOW_PROJECTS: return voter_marks(voter, booth);
	case FLOW_WRITE: return voter_writes(voter, booth);
	case FLOW_SEALED:
		element = voter_find(booth, ACT_CAST, -1);
		return element ? element : voter_turns(voter, booth);
	default: break;
	}
	return NULL;
}

/* From the start to the thanks, as intended. Returns how often they pressed; 0 where they did not get there. */
static inline unsigned voter_votes(struct booth *booth, enum way way, const struct intention *wants)
{
	struct voter voter = {.wants = wants};
	unsigned before = booth->casts;

	for (unsigned presses = 0; presses < VOTER_PRESSES; presses++) {
		const struct element *element;
		char id[ELEMENT_ID_MAX];

		if (booth->flow.state == FLOW_SEALING)
			booth_wait(booth, FLOW_SEALING_MS);
		if (booth->flow.state == FLOW_THANKS)
			return booth->casts == before + 1 ? presses : 0;
		element = voter_next(&voter, booth);
		if (!element)
			return 0;
		memcpy(id, element->id, sizeof(id));
		if (!way_press(booth, way, id))
			return 0;
	}
	return 0;
}

#endif
