#include <string.h>

#include "filter.h"
#include "flow_steps.h"

/* The contest in hand: its pages, finding and filtering, and every way to mark or answer. The machine is drawn in
 * flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

/* The options of a question are few and have no page of their own. */
static int lists_projects(const struct flow *flow)
{
	return !vote_type_is_question(flow_contest(flow)->type);
}

/* --- looking --- */

struct effect voter_page(struct flow *flow, uint32_t arg)
{
	if (arg < flow_contest(flow)->project_count)
		flow->first = (uint16_t)arg;
	return nothing;
}

struct effect voter_part(struct flow *flow, uint32_t arg)
{
	if (arg <= UINT16_MAX)
		flow->part = (uint16_t)arg;
	return nothing;
}

struct effect voter_project(struct flow *flow, uint32_t arg)
{
	if (!lists_projects(flow) || arg >= flow_contest(flow)->project_count)
		return nothing;
	flow->project = (uint16_t)arg;
	return flow_to(flow, FLOW_PROJECT);
}

struct effect voter_project_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->project = 0;
	return flow_to(flow, FLOW_PROJECTS);
}

/* --- a project by its number --- */

static void wipe_find(struct flow *flow)
{
	memset(flow->find, 0, sizeof(flow->find));
	flow->find_len = 0;
}

struct effect voter_find(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!lists_projects(flow))
		return nothing;
	wipe_find(flow);
	return flow_to(flow, FLOW_FIND);
}

struct effect voter_find_digit(struct flow *flow, uint32_t arg)
{
	if (arg <= 9 && flow->find_len < FLOW_FIND_DIGITS)
		flow->find[flow->find_len++] = (char)('0' + arg);
	return nothing;
}

struct effect voter_find_erase(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->find_len > 0)
		flow->find[--flow->find_len] = 0;
	return nothing;
}

struct effect voter_find_next(struct flow *flow, uint32_t arg)
{
	unsigned number = 0;

	(void)arg;
	for (unsigned i = 0; i < flow->find_len; i++)
		number = number * 10 + (unsigned)(flow->find[i] - '0');
	if (number == 0 || number > flow_contest(flow)->project_count) {
		flow->notice = NOTICE_NO_NUMBER;
		return nothing;
	}
	wipe_find(flow);
	flow->project = (uint16_t)(number - 1);
	return flow_to(flow, FLOW_PROJECT);
}

struct effect voter_find_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	wipe_find(flow);
	return flow_to(flow, FLOW_PROJECTS);
}

/* --- some of the projects --- */

struct effect voter_filters(struct flow *flow, uint32_t arg)
{
	(void)arg;
	wipe_find(flow);
	return lists_projects(flow) ? flow_to(flow, FLOW_FILTER) : nothing;
}

struct effect voter_filter(struct flow *flow, uint32_t arg)
{
	if (!lists_projects(flow) || filter_count(flow_contest(flow), arg) == 0)
		return nothing;
	flow->filter = arg;
	flow->first = 0;
	return flow_to(flow, FLOW_PROJECTS);
}

struct effect voter_filter_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_PROJECTS);
}

/* --- marks --- */

static struct effect refuse(struct flow *flow, unsigned project, struct verdict verdict)
{
	flow->notice = NOTICE_VERDICT;
	flow->notice_project = (uint16_t)project;
	flow->verdict = verdict;
	return nothing;
}

/* The project that a press is about can be seen. */
static int is_in_hand(const struct flow *flow, unsigned project)
{
	return project < flow_contest(flow)->project_count && (flow->state != FLOW_PROJECT || project == flow->project);
}

/* Takes the mark, or says why not; no project is ever unchosen to make room for it. */
static struct effect take_mark(struct flow *flow, unsigned project, uint16_t mark)
{
	struct marks *marks = &flow->marks[flow->contest];
	struct verdict verdict = marks_try(flow_contest(flow), marks, project, mark);

	if (verdict.rule != VERDICT_OK)
		return refuse(flow, project, verdict);
	marks->of[project] = mark;
	return nothing;
}

/* Of a question's options that exclude each other the last one pressed stands. */
static struct effect take_answer(struct flow *flow, unsigned option)
{
	struct marks *marks = &flow->marks[flow->contest];
	uint16_t mark = !marks->of[option];

	memset(marks, 0, sizeof(*marks));
	marks->of[option] = mark;
	return nothing;
}

struct effect voter_toggle(struct flow *flow, uint32_t arg)
{
	if (!is_in_hand(flow, arg))
		return nothing;
	switch (flow_contest(flow)->type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_SEVERAL: return take_mark(flow, arg, !flow->marks[flow->contest].of[arg]);
	case VOTE_ANSWER_ONE: return take_answer(flow, arg);
	case VOTE_RANKED:
	case VOTE_POINTS:
	case VOTE_SCORE:
	case VOTE_ANSWER_TEXT: break;
	}
	return nothing;
}

struct effect voter_mark(struct flow *flow, uint32_t arg)
{
	enum vote_type type = flow_contest(flow)->type;

	if (!is_in_hand(flow, mark_arg_project(arg)) || (type != VOTE_POINTS && type != VOTE_SCORE))
		return nothing;
	return take_mark(flow, mark_arg_project(arg), (uint16_t)mark_arg_mark(arg));
}

struct effect voter_rank(struct flow *flow, uint32_t arg)
{
	unsigned project = mark_arg_project(arg);
	struct verdict verdict;

	if (!is_in_hand(flow, project) || flow_contest(flow)->type != VOTE_RANKED)
		return nothing;
	verdict = marks_rank(&flow->marks[flow->contest], flow_contest(flow), project, mark_arg_mark(arg));
	return verdict.rule == VERDICT_OK ? nothing : refuse(flow, project, verdict);
}

/* --- an answer in words --- */

struct effect voter_write(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow_contest(flow)->type != VOTE_ANSWER_TEXT)
		return nothing;
	flow->keys = 0;
	return flow_to(flow, FLOW_WRITE);
}

struct effect voter_letter(struct flow *flow, uint32_t arg)
{
	char *answer = flow->answer[flow->contest];

	switch (flow_add_letter(answer, ANSWER_TEXT_BYTES, flow_contest(flow)->max_length, arg)) {
	case LETTER_ADDED:
		/* Capitals are for one letter, as on a telephone: two presses fewer for whoever needs minutes for each.
		 */
		if (flow->keys == FLOW_KEYS_CAPITALS)
			flow->keys = FLOW_KEYS_LETTERS;
		break;
	case LETTER_NO_ROOM: flow->notice = NOTICE_ANSWER_FULL; break;
	case LETTER_NONE: break;
	}
	return nothing;
}

struct effect voter_letter_erase(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_take_letter(flow->answer[flow->contest]);
	return nothing;
}

struct effect voter_keys(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_KEY_LAYERS)
		flow->keys = (uint8_t)arg;
	return nothing;
}

/* What cannot be seen at the end of an answer is not part of it: spaces alone are no answer. */
struct effect voter_write_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_trim(flow->answer[flow->contest]);
	flow->keys = FLOW_KEYS_LETTERS;
	return flow_to(flow, FLOW_PROJECTS);
}
