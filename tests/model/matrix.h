/* Every screen over displays, sizes of words, languages and data; for any measure of text. */
#ifndef FOLKMOOT_TESTS_MATRIX_H
#define FOLKMOOT_TESTS_MATRIX_H

#include "model/check_screen.h"
#include "model/examples.h"

#include "filter.h"

struct display {
	int width, height, px_per_m;
	const char *name;
};

/* 24 inches wide and high, 15.6 inches, 15 inches, 24 inches of four times as many pixels. */
static const struct display matrix_displays[] = {
    {1920, 1080, 3615, "1920x1080"}, {1080, 1920, 3615, "1080x1920"}, {1280, 800, 3810, "1280x800"},
    {1024, 768, 3360, "1024x768"},   {3840, 2160, 7230, "3840x2160"},
};

enum { MATRIX_WAYS = 3 };

struct matrix {
	struct example example[EXAMPLE_KIND_COUNT];
	struct flow flow;
	struct screen screen;
	struct rect ways[FLOW_TEXT_SIZES][MATRIX_WAYS]; /* where the ways of every screen stood; w 0: not seen yet */
	unsigned screens, faults, cards, framed;
	int verbose;
};

static inline void matrix_tell(struct matrix *matrix, const struct look *look, const char *language, unsigned kind,
                               const char *what)
{
	matrix->faults++;
	if (matrix->faults <= 40 || matrix->verbose)
		printf("# %s, %dx%d, size %u, %s, data %u, contest %u, part %u, first %u: %s\n",
		       flow_state_name(matrix->flow.state), look->width, look->height, matrix->flow.text_size, language,
		       kind, matrix->flow.contest, matrix->flow.part, matrix->flow.first, what);
}

/* Settings, help and "start again" are on every screen between the start and the cast, in the same place; but where one
 * is already, there is no way to it. */
static inline int check_frame(struct fault *out, struct matrix *matrix)
{
	static const char *const id[MATRIX_WAYS] = {"settings", "help", "leave"};
	static const enum flow_state here[MATRIX_WAYS] = {FLOW_SETTINGS, FLOW_HELP, FLOW_LEAVE_ASK};
	static const enum flow_state framed[] = {FLOW_SETTINGS,   FLOW_CODE,    FLOW_STYLE,    FLOW_HOW,
	                                         FLOW_PROJECTS,   FLOW_PROJECT, FLOW_FIND,     FLOW_FILTER,
	                                         FLOW_WRITE,      FLOW_REVIEW,  FLOW_SEALED,   FLOW_CHALLENGE_ASK,
	                                         FLOW_CHALLENGED, FLOW_HELP,    FLOW_LEAVE_ASK};
	enum flow_state state = matrix->flow.state;
	const struct element *heading;
	unsigned at = 0;

	while (at < sizeof(framed) / sizeof(*framed) && framed[at] != state)
		at++;
	if (at == sizeof(framed) / sizeof(*framed))
		return 1;
	matrix->framed++;
	/* Where one is, is shown, or at least said. */
	heading = screen_find(&matrix->screen, "heading");
	if (!heading)
		heading = screen_find(&matrix->screen, "mark");
	if (!heading || !*heading->spoken)
		return FAULT(out, "it is not said which screen it is");
	for (unsigned i = 0; i < MATRIX_WAYS; i++) {
		const struct element *way = screen_find(&matrix->screen, id[i]);
		struct rect *stood = &matrix->ways[matrix->flow.text_size][i];

		if (!way && state == here[i])
			continue;
		if (!way)
			return FAULT(out, "there is no way to %s", id[i]);
		if (stood->w && memcmp(stood, &way->box, sizeof(*stood)) != 0)
			return FAULT(out, "%s stands at %d,%d, and elsewhere at %d,%d", id[i], way->box.x, way->box.y,
			             stood->x, stood->y);
		*stood = way->box;
	}
	return 1;
}

static inline int says_number(const struct element *element, uint64_t number)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);

	for (const char *at = element->spoken; (at = strstr(at, digits)); at++)
		if ((at == element->spoken || at[-1] < '0' || at[-1] > '9') && (at[len] < '0' || at[len] > '9'))
			return 1;
	return 0;
}

/* A card is heard with its number and its cost, and with how many there are; what chooses it, and the bar, with the
 * money that is left. Amounts are heard as plain digits. */
static inline int check_heard(struct fault *out, struct matrix *matrix)
{
	const struct contest *contest = flow_contest(&matrix->flow);
	struct tally_line sum;
	uint64_t left;

	if (!contest || matrix->flow.state != FLOW_PROJECTS || vote_type_is_question(contest->type))
		return 1;
	marks_sum(&sum, contest, &matrix->flow.marks[matrix->flow.contest]);
	left = sum.cost < contest->budget ? contest->budget - sum.cost : 0;
	for (unsigned i = 0; i < matrix->screen.count; i++) {
		const struct element *element = &matrix->screen.element[i];
		int project = element_project(element);

		if (project >= 0) {
			matrix->cards++;
			if (!says_number(element, (unsigned)project + 1) ||
			    !says_number(element, contest->projects[project].cost / 100))
				return FAULT(out, "%s is not heard with number and cost: %s", element->id,
				             element->spoken);
			if (!matrix->flow.filter && !says_number(element, contest->project_count))
				return FAULT(out, "%s is not heard with its position: %s", element->id,
				             element->spoken);
		}
		if (contest->type == VOTE_KNAPSACK && element->action.kind == ACT_TOGGLE &&
		    !(element->state & (STATE_CHOSEN | STATE_BLOCKED)) && !says_number(element, left / 100))
			return FAULT(out, "%s is not heard with the money left: %s", element->id, element->spoken);
		if (contest->type == VOTE_KNAPSACK && element->role == ROLE_BAR && !says_number(element, left / 100))
			return FAULT(out, "the bar is not heard with the money left: %s", element->spoken);
	}
	return 1;
}

/* The screen of the flow, and all its parts and pages. */
static inline void matrix_flow(struct matrix *matrix, const struct messages *messages, struct look *look,
                               const char *language, unsigned kind)
{
	const struct element *next;
	struct fault fault;
	unsigned guard = 0;

	look->text_size = matrix->flow.text_size;
	do {
		screen_build(&matrix->screen, &matrix->flow, messages, look);
		screen_look(look, &matrix->screen);
		matrix->screens++;
		if (!check_screen(&fault, &matrix->screen, look) || !check_frame(&fault, matrix) ||
		    !check_heard(&fault, matrix))
			matrix_tell(matrix, look, language, kind, fault.what);
		next = screen_find(&matrix->screen, "part-next");
		if (!next)
			next = screen_find(&matrix->screen, "page-next");
		if (next && next->action.kind == ACT_PART)
			matrix->flow.part = (uint16_t)next->action.arg;
		else if (next)
			matrix->flow.first = (uint16_t)next->action.arg;
	} while (next && ++guard < 400);
	if (guard == 400)
		matrix_tell(matrix, look, language, kind, "its parts never end");
}

static inline int has_notice(enum flow_state state)
{
	return state == FLOW_PROJECTS || state == FLOW_PROJECT || state == FLOW_REVIEW || state == FLOW_FIND ||
	       state == FLOW_WRITE || state == FLOW_CODE || state == FLOW_ENROL_WRITE || state == FLOW_ENROL_PIN;
}

/* Home and staff's screens have the usual size of words always. */
static inline int only_usual_size(enum flow_state state)
{
	return state <= FLOW_BEGINNING || state >= FLOW_PIN;
}

/* The contests whose screens differ: all where they are of different types, and only a question is answered in words.
 */
static inline int matrix_skips(const struct matrix *matrix, unsigned kind, enum flow_state state, unsigned contest)
{
	const struct election *election = &matrix->example[kind].election;
	enum vote_type type = election->contests[contest].type;

	if (state == FLOW_WRITE)
		return type != VOTE_ANSWER_TEXT;
	if (state == FLOW_PROJECT || state == FLOW_FIND || state == FLOW_FILTER)
		return (contest && kind != EXAMPLE_TYPES) || vote_type_is_question(type);
	return contest && (kind != EXAMPLE_TYPES || (state != FLOW_HOW && state != FLOW_PROJECTS));
}

static inline enum notice matrix_notice(enum flow_state state)
{
	if (state == FLOW_FIND)
		return NOTICE_NO_NUMBER;
	if (state == FLOW_CODE)
		return NOTICE_CODE_REFUSED;
	if (state == FLOW_ENROL_PIN)
		return NOTICE_PIN_SAME;
	return state == FLOW_WRITE || state == FLOW_ENROL_WRITE ? NOTICE_ANSWER_FULL : NOTICE_VERDICT;
}

static inline struct verdict matrix_verdict(const struct contest *contest)
{
	if (contest->type == VOTE_POINTS)
		return (struct verdict){VERDICT_TOO_MANY_POINTS, 3};
	if (contest->type == VOTE_KNAPSACK)
		return (struct verdict){VERDICT_TOO_DEAR, 1234500};
	return (struct verdict){VERDICT_TOO_MANY, 1};
}

static inline void matrix_pose(struct matrix *matrix, unsigned kind, enum flow_state state, unsigned contest,
                               unsigned size, int notice)
{
	struct flow *flow = &matrix->flow;

	example_flow(flow, &matrix->example[kind], state);
	flow->contest = (uint8_t)contest;
	flow->text_size = (uint8_t)size;
	flow->theme = (uint8_t)((unsigned)state % FLOW_THEMES);
	flow->keys = (uint8_t)(size % FLOW_KEY_LAYERS);
	flow->facts.kind = kind == EXAMPLE_FEW ? SIGN_REAL : SIGN_PRACTICE;
	flow->seated = kind == EXAMPLE_SEVERAL;
	flow->sound = kind == EXAMPLE_FEW || kind == EXAMPLE_TYPES;
	if (state == FLOW_PROJECTS && kind == EXAMPLE_SEVERAL)
		flow->filter = filter_arg(FILTER_CATEGORY, 1);
	if (state == FLOW_FIND && size > 1)
		flow->find_len = (uint8_t)snprintf(flow->find, sizeof(flow->find), "%u", size);
	if (!notice)
		return;
	flow->notice = matrix_notice(state);
	flow->refusal = code_refusal_arg((enum code_refusal)(size % 3), 30);
	flow->code_wait_until_ms = flow->now_ms + 30000;
	flow->verdict = matrix_verdict(&matrix->example[kind].election.contests[contest]);
}

static inline void matrix_state(struct matrix *matrix, const struct messages *messages, struct look *look,
                                const char *language, unsigned kind, enum flow_state state)
{
	for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
		if (only_usual_size(state) && size != FLOW_TEXT_SIZE_DEFAULT)
			continue;
		for (unsigned contest = 0; contest < matrix->example[kind].election.contest_count; contest++) {
			if (matrix_skips(matrix, kind, state, contest))
				continue;
			for (int notice = 0; notice <= has_notice(state); notice++) {
				matrix_pose(matrix, kind, state, contest, size, notice);
				matrix_flow(matrix, messages, look, language, kind);
			}
		}
	}
}

static inline void matrix_run(struct matrix *matrix, const struct messages *messages, const char *language,
                              const struct measure *measure, const struct display *display)
{
	struct look look = {
	    .width = display->width, .height = display->height, .px_per_m = display->px_per_m, .measure = *measure};

	for (unsigned kind = 0; kind < EXAMPLE_KIND_COUNT; kind++) {
		example_make(&matrix->example[kind], (enum example_kind)kind);
		memset(matrix->ways, 0, sizeof(matrix->ways));
		for (unsigned state = 0; state < FLOW_STATE_COUNT; state++)
			matrix_state(matrix, messages, &look, language, kind, (enum flow_state)state);
	}
}

#endif
