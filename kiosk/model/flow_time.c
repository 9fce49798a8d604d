#include "flow_steps.h"

/* What time alone does. The machine is drawn in flow.c. */

/* Nobody is taken for gone while being read to, but no voice, however astray, keeps a session open for ever. */
static uint64_t later_while_speaking(const struct flow *flow, uint64_t ms)
{
	return flow->speaking && ms < FLOW_SPEECH_MS ? FLOW_SPEECH_MS : ms;
}

/* How long a person may do nothing in VOTER. */
static uint64_t idle_ms(const struct flow *flow)
{
	uint64_t ms = (uint64_t)flow->election->idle_s * 1000;

	return later_while_speaking(flow, flow->state == FLOW_CHALLENGED ? 2 * ms : ms);
}

/* When time alone changes the state; UINT64_MAX: never. */
static uint64_t deadline(const struct flow *flow)
{
	if (flow_voter_works(flow))
		return flow->entered_ms + FLOW_ANSWER_MS;
	if (flow_in(flow, VOTER))
		return flow->last_activity_ms + idle_ms(flow);
	if (flow->state == FLOW_IDLE)
		return flow->entered_ms + later_while_speaking(flow, (uint64_t)flow->election->warning_s * 1000);
	if (flow->state == FLOW_SEALING && flow->pending == EFFECT_NONE)
		return flow->entered_ms + FLOW_SEALING_MS;
	if (flow->state == FLOW_START && flow_is_attended(flow))
		return flow->entered_ms + FLOW_ADMITTED_MS;
	if (flow->state == FLOW_THANKS)
		return flow->entered_ms + later_while_speaking(flow, FLOW_THANKS_MS);
	if (flow->state == FLOW_TROUBLE && flow->pending == EFFECT_NONE)
		return flow->entered_ms + (flow_can_begin_again(flow) ? FLOW_AGAIN_MS : FLOW_TROUBLE_MS);
	if (flow->state == FLOW_STAFF_CLEAN)
		return flow->entered_ms + FLOW_CLEAN_MS;
	if (flow_in(flow, ENROLLING))
		return flow->last_activity_ms + FLOW_ENROL_MS;
	if (flow_in(flow, STAFF_WAITS | PINS | AT(ADMIT_ASK)) && flow->pending == EFFECT_NONE)
		return flow->last_activity_ms + later_while_speaking(flow, FLOW_STAFF_MS);
	return UINT64_MAX;
}

/* Who was admitted and did not begin is admitted no more: nobody else is to find the kiosk ready. */
static struct effect did_not_come(struct flow *flow)
{
	flow->facts.admitted = 0;
	flow_go_home(flow);
	return (struct effect){.kind = EFFECT_DISCARD, .arg = ENDING_TIMED_OUT};
}

static struct effect deadline_passed(struct flow *flow, uint64_t at_ms)
{
	if (flow_voter_works(flow)) {
		flow->trouble = flow->pending;
		flow->trouble_status = STATUS_OK;
		flow_enter(flow, FLOW_TROUBLE);
	} else if (flow_in(flow, VOTER)) {
		/* As of the moment it was due, so that a machine that slept does not show an old session. */
		flow->idle_behind = flow->state;
		flow->state = FLOW_IDLE;
		flow->entered_ms = at_ms;
	} else if (flow->state == FLOW_IDLE) {
		flow_go_home(flow);
		return (struct effect){.kind = EFFECT_DISCARD, .arg = ENDING_TIMED_OUT};
	} else if (flow->state == FLOW_SEALING && flow->pending == EFFECT_NONE) {
		flow_enter(flow, FLOW_SEALED);
	} else if (flow->state == FLOW_START) {
		return did_not_come(flow);
	} else if (flow->state == FLOW_STAFF_CLEAN) {
		flow_enter(flow, FLOW_STAFF);
		flow->last_activity_ms = at_ms;
	} else {
		return flow_go_home(flow);
	}
	return (struct effect){.kind = EFFECT_NONE};
}

unsigned flow_seconds_left(const struct flow *flow)
{
	uint64_t full_ms = flow->state == FLOW_IDLE ? (uint64_t)flow->election->warning_s * 1000 : FLOW_CLEAN_MS;
	uint64_t passed_ms = flow->now_ms - flow->entered_ms;

	if (flow->state != FLOW_IDLE && flow->state != FLOW_STAFF_CLEAN)
		return 0;
	/* The warning counts once it was read out. */
	if (flow->state == FLOW_IDLE && flow->speaking)
		passed_ms = 0;
	return passed_ms < full_ms ? (unsigned)((full_ms - passed_ms + 999) / 1000) : 0;
}

struct effect flow_time_passes(struct flow *flow, int *changed)
{
	struct effect effect = {.kind = EFFECT_NONE};

	while (effect.kind == EFFECT_NONE) {
		uint64_t at_ms = deadline(flow);

		if (flow->now_ms < at_ms)
			break;
		effect = deadline_passed(flow, at_ms);
		*changed = 1;
	}
	return effect;
}

uint64_t flow_next_ms(const struct flow *flow)
{
	uint64_t at_ms = deadline(flow), counted_to = 0;

	/* A countdown is shown in whole seconds. */
	if ((flow->state == FLOW_IDLE && !flow->speaking) || flow->state == FLOW_STAFF_CLEAN)
		counted_to = at_ms;
	else if (flow_in(flow, PINS) && flow->now_ms < flow->pin_wait_until_ms)
		counted_to = flow->pin_wait_until_ms;
	else if (flow->state == FLOW_CODE && flow->now_ms < flow->code_wait_until_ms)
		counted_to = flow->code_wait_until_ms;
	if (flow->now_ms < counted_to) {
		uint64_t left_ms = counted_to - flow->now_ms;
		uint64_t second_ms = left_ms % 1000 ? left_ms % 1000 : 1000;

		if (flow->now_ms + second_ms < at_ms)
			at_ms = flow->now_ms + second_ms;
	}
	if (at_ms == UINT64_MAX)
		return UINT64_MAX;
	return at_ms > flow->now_ms ? at_ms - flow->now_ms : 0;
}
