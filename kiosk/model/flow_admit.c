#include <string.h>

#include "flow_steps.h"

/* How a voter is admitted: by staff, or by a voting code. The machine is drawn in flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

/* --- by staff --- */

int flow_is_attended(const struct flow *flow)
{
	return flow->election && flow->election->admission == ADMISSION_ATTENDED;
}

struct effect admit_ask(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_ADMIT_ASK);
}

struct effect admit_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_ask(flow, FLOW_ADMIT_ASK, EFFECT_ADMIT);
}

struct effect admit_no(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_go_home(flow);
}

/* Home is where the one who was admitted begins: the facts say so. */
struct effect admit_done(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)answer;
	(void)asked;
	return flow_go_home(flow);
}

/* --- by a voting code --- */

int flow_takes_codes(const struct flow *flow)
{
	return flow->election && flow->election->admission == ADMISSION_CODE;
}

void flow_wipe_typed(struct flow *flow)
{
	sodium_memzero(flow->typed, sizeof(flow->typed));
	flow->typed_len = 0;
}

/* Whether a code that comes now is one to be taken: on its own screen, or before it was reached. */
static int awaits_code(const struct flow *flow)
{
	return flow_takes_codes(flow) && (flow->state != FLOW_SETTINGS || !flow->settled);
}

struct effect code_letter(struct flow *flow, uint32_t arg)
{
	char letter = voting_code_letter(arg);

	if (awaits_code(flow) && letter && flow->typed_len < VOTING_CODE_LETTERS)
		flow->typed[flow->typed_len++] = letter;
	return nothing;
}

/* A scanner needs no touch before it. */
struct effect code_start(struct flow *flow, uint32_t arg)
{
	struct effect effect;

	if (!flow_takes_codes(flow) || !voting_code_letter(arg))
		return nothing;
	effect = voter_start(flow, 0);
	code_letter(flow, arg);
	return effect;
}

struct effect code_erase(struct flow *flow, uint32_t arg)
{
	if (!awaits_code(flow) || arg > 1)
		return nothing;
	if (arg == 1)
		flow_wipe_typed(flow);
	else if (flow->typed_len > 0)
		flow->typed[--flow->typed_len] = 0;
	return nothing;
}

static struct effect code_notice(struct flow *flow, enum notice notice)
{
	flow->notice = notice;
	return nothing;
}

struct effect code_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->now_ms < flow->code_wait_until_ms)
		return code_notice(flow, NOTICE_CODE_REFUSED);
	if (flow->typed_len < VOTING_CODE_LETTERS)
		return code_notice(flow, NOTICE_CODE_SHORT);
	if (voting_code_check(flow->typed) != STATUS_OK)
		return code_notice(flow, NOTICE_CODE_TYPO);
	return flow_ask(flow, FLOW_CODE, EFFECT_CODE);
}

struct effect code_enter(struct flow *flow)
{
	flow_enter(flow, FLOW_CODE);
	return flow->typed_len == VOTING_CODE_LETTERS ? code_next(flow, 0) : nothing;
}

struct effect code_admitted(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	if (answer->arg >= flow->election->style_count)
		return flow_trouble(flow, asked, STATUS_RANGE);
	flow_wipe_typed(flow);
	flow->refusal = 0;
	flow->trouble = EFFECT_NONE;
	voter_take_style(flow, (uint16_t)answer->arg);
	return flow_to(flow, FLOW_HOW);
}

struct effect code_refused(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	flow_wipe_typed(flow);
	flow->refusal = answer->arg;
	flow->trouble = EFFECT_NONE;
	flow->notice = NOTICE_CODE_REFUSED;
	flow->code_wait_until_ms = flow->now_ms + (uint64_t)code_refusal_wait_s(answer->arg) * 1000;
	return flow_to(flow, FLOW_CODE);
}
