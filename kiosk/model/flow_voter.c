#include <string.h>

#include "flow_steps.h"

/* A voter's steps, in the order of a session. The machine is drawn in flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

static const struct style *style_of(const struct flow *flow)
{
	return &flow->election->styles[flow->style];
}

/* --- beginning --- */

struct effect voter_start(struct flow *flow, uint32_t arg)
{
	(void)arg;
	/* Whoever comes with headphones wants to hear; so may whoever finds them there. */
	flow->sound = flow->headphones;
	return flow_ask(flow, FLOW_BEGINNING, EFFECT_SHUFFLE);
}

struct effect voter_start_in_language(struct flow *flow, uint32_t arg)
{
	if (arg >= flow->election->language_count)
		return nothing;
	flow->language = (uint8_t)arg;
	return voter_start(flow, 0);
}

struct effect voter_start_with_sound(struct flow *flow, uint32_t arg)
{
	struct effect effect = nothing;

	if (arg != 1)
		return nothing;
	effect = voter_start(flow, 0);
	flow->sound = 1;
	return effect;
}

static void in_order(uint16_t *order, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		order[i] = (uint16_t)i;
}

/* Fisher and Yates with 64 bits a draw: the remainder's unevenness is below 500 in 2^64. */
static void shuffle(uint16_t *order, unsigned count, const uint8_t seed[static 32], unsigned contest)
{
	uint64_t draw[ELECTION_MAX_PROJECTS];
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES] = {(uint8_t)contest};

	crypto_stream_chacha20((uint8_t *)draw, sizeof(draw), nonce, seed);
	in_order(order, count);
	for (unsigned i = count; i > 1; i--) {
		unsigned j = (unsigned)(draw[i - 1] % i);
		uint16_t held = order[i - 1];

		order[i - 1] = order[j];
		order[j] = held;
	}
	sodium_memzero(draw, sizeof(draw));
}

void voter_take_style(struct flow *flow, uint16_t number)
{
	const struct style *style;

	flow_wipe_votes(flow);
	sodium_memzero(flow->order, sizeof(flow->order));
	flow->style = number;
	flow->contest = 0;
	style = style_of(flow);
	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &flow->election->contests[style->contest[i]];

		/* The options of a question stand as they were asked. */
		if (vote_type_is_question(contest->type))
			in_order(flow->order[i], contest->project_count);
		else
			shuffle(flow->order[i], contest->project_count, flow->seed, style->contest[i]);
	}
}

struct effect voter_shuffled(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	memcpy(flow->seed, answer->seed, sizeof(flow->seed));
	flow->in_session = 1;
	flow->trouble = EFFECT_NONE;
	voter_take_style(flow, 0);
	return flow_to(flow, FLOW_SETTINGS);
}

/* --- leaving, and the first settings --- */

struct effect voter_left(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_go_home(flow);
	return (struct effect){.kind = EFFECT_DISCARD, .arg = ENDING_LEFT};
}

struct effect voter_settings_next(struct flow *flow, uint32_t arg)
{
	if (flow->settled)
		return voter_behind(flow, arg);
	flow->settled = 1;
	if (flow_takes_codes(flow))
		return code_enter(flow);
	return flow_to(flow, flow->election->style_count > 1 ? FLOW_STYLE : FLOW_HOW);
}

struct effect voter_settings_back(struct flow *flow, uint32_t arg)
{
	return flow->settled ? voter_behind(flow, arg) : nothing;
}

/* --- the ballot --- */

struct effect voter_style(struct flow *flow, uint32_t arg)
{
	if (arg >= flow->election->style_count)
		return nothing;
	/* Votes in another district's contests cannot come along; the same choice again keeps them. */
	if (arg != flow->style)
		voter_take_style(flow, (uint16_t)arg);
	flow->contest = 0;
	return flow_to(flow, FLOW_HOW);
}

static struct effect to_projects(struct flow *flow, unsigned contest)
{
	flow->contest = (uint8_t)contest;
	flow->first = 0;
	flow->filter = 0;
	return flow_to(flow, FLOW_PROJECTS);
}

/* A question says itself what to do, but for the first thing that a voter sees. */
static int is_explained(const struct flow *flow, unsigned contest)
{
	const struct style *style = style_of(flow);

	return contest == 0 || !vote_type_is_question(flow->election->contests[style->contest[contest]].type);
}

struct effect voter_how_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_projects(flow, flow->contest);
}

struct effect voter_how_back(struct flow *flow, uint32_t arg)
{
	if (flow->contest > 0)
		return to_projects(flow, flow->contest - 1U);
	/* A code has said which ballot it is for. */
	if (flow->election->style_count > 1 && !flow_takes_codes(flow))
		return flow_to(flow, FLOW_STYLE);
	return voter_settings(flow, arg);
}

struct effect voter_projects_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->first = 0;
	flow->filter = 0;
	if (flow->from_review || flow->contest + 1U >= style_of(flow)->contest_count)
		return flow_to(flow, FLOW_REVIEW);
	if (!is_explained(flow, flow->contest + 1U))
		return to_projects(flow, flow->contest + 1U);
	flow->contest++;
	return flow_to(flow, FLOW_HOW);
}

struct effect voter_projects_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->first = 0;
	flow->filter = 0;
	if (flow->from_review)
		return flow_to(flow, FLOW_REVIEW);
	if (!is_explained(flow, flow->contest))
		return to_projects(flow, flow->contest - 1U);
	return flow_to(flow, FLOW_HOW);
}

struct effect voter_contest(struct flow *flow, uint32_t arg)
{
	if (arg >= style_of(flow)->contest_count)
		return nothing;
	flow->from_review = 1;
	return to_projects(flow, arg);
}

struct effect voter_review_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return voter_contest(flow, style_of(flow)->contest_count - 1U);
}

struct effect voter_review_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	for (unsigned i = 0; i < style_of(flow)->contest_count; i++) {
		const struct contest *contest = &flow->election->contests[style_of(flow)->contest[i]];
		struct verdict verdict = marks_check(contest, &flow->marks[i]);

		if (verdict.rule == VERDICT_OK || marks_blank(contest, &flow->marks[i]))
			continue;
		flow->contest = (uint8_t)i;
		flow->notice = NOTICE_VERDICT;
		flow->verdict = verdict;
		return nothing;
	}
	return flow_ask(flow, FLOW_SEALING, EFFECT_SEAL);
}

/* --- sealed: cast or challenge --- */

struct effect voter_sealed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	flow->code = answer->code;
	flow->trouble = EFFECT_NONE;
	/* SEALING goes on until its time is over; where the answer came too late for that, it is. */
	if (flow->state == FLOW_TROUBLE)
		flow_enter(flow, FLOW_SEALED);
	return nothing;
}

struct effect voter_cast(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_ask(flow, FLOW_CASTING, EFFECT_STORE);
}

struct effect voter_stored(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	struct hash code = flow->code;

	(void)answer;
	(void)asked;
	flow_wipe_session(flow);
	flow->code = code;
	flow->trouble = EFFECT_NONE;
	flow->behind = FLOW_LOCKED;
	return flow_to(flow, FLOW_THANKS);
}

struct effect voter_home(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_go_home(flow);
}

struct effect voter_begin_again(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_can_begin_again(flow) ? flow_go_home(flow) : nothing;
}

int flow_tests_full(const struct flow *flow)
{
	return flow->facts.spoiled_capacity > 0 && flow->facts.spoiled >= flow->facts.spoiled_capacity;
}

struct effect voter_challenge_ask(struct flow *flow, uint32_t arg)
{
	(void)arg;
	/* Refused before the voter decides, not after. */
	if (flow_tests_full(flow))
		return nothing;
	return flow_to(flow, FLOW_CHALLENGE_ASK);
}

struct effect voter_challenge_no(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_SEALED);
}

struct effect voter_challenge(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_ask(flow, FLOW_CHALLENGING, EFFECT_SPOIL);
}

struct effect voter_spoiled(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	memcpy(flow->nonce, answer->nonce, sizeof(flow->nonce));
	flow->trouble = EFFECT_NONE;
	return flow_to(flow, FLOW_CHALLENGED);
}

struct effect voter_start_over(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.locked)
		return flow_trouble(flow, EFFECT_DISCARD, STATUS_OK);
	flow_wipe_votes(flow);
	sodium_memzero(flow->nonce, sizeof(flow->nonce));
	sodium_memzero(&flow->code, sizeof(flow->code));
	flow->from_review = 0;
	return to_projects(flow, 0);
}

struct effect voter_failed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	return flow_trouble(flow, asked, answer->arg);
}
