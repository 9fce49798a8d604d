#include <string.h>

#include "flow_steps.h"

/* A new kiosk: the organiser's key, its name and place, two PINs. The machine is drawn in flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

static void wipe_pins(struct flow *flow)
{
	flow_wipe_pin(flow);
	sodium_memzero(flow->enrol_pin, sizeof(flow->enrol_pin));
	sodium_memzero(flow->enrol_second, sizeof(flow->enrol_second));
}

void flow_wipe_enrolment(struct flow *flow)
{
	wipe_pins(flow);
	memset(flow->enrol_name, 0, sizeof(flow->enrol_name));
	memset(flow->enrol_place, 0, sizeof(flow->enrol_place));
	flow->enrol_step = ENROL_NAME;
	flow->enrol_stick = 0;
}

/* --- the organiser's key --- */

struct effect enrol_look(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->pending = EFFECT_ORGANISER;
	return (struct effect){.kind = EFFECT_ORGANISER};
}

struct effect enrol_found(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)answer;
	(void)asked;
	return flow_to(flow, FLOW_ENROL_KEY);
}

struct effect enrol_wants_stick(struct flow *flow, uint32_t arg)
{
	if (arg <= 1)
		flow->enrol_stick = (uint8_t)arg;
	return nothing;
}

/* --- one step after another --- */

static struct effect to_step(struct flow *flow, enum enrol_step step)
{
	flow->enrol_step = step;
	flow_wipe_pin(flow);
	if (step == ENROL_PIN)
		wipe_pins(flow);
	if (step == ENROL_SECOND)
		sodium_memzero(flow->enrol_second, sizeof(flow->enrol_second));
	if (step > ENROL_PLACE)
		return flow_to(flow, FLOW_ENROL_PIN);
	/* A name begins with a capital, as a rule. */
	flow->keys = FLOW_KEYS_CAPITALS;
	return flow_to(flow, FLOW_ENROL_WRITE);
}

struct effect enrol_key_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_step(flow, ENROL_NAME);
}

struct effect enrol_key_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_go_home(flow);
}

/* --- name and place --- */

static char *written(struct flow *flow)
{
	return flow->enrol_step == ENROL_NAME ? flow->enrol_name : flow->enrol_place;
}

struct effect enrol_letter(struct flow *flow, uint32_t arg)
{
	switch (flow_add_letter(written(flow), ROSTER_NAME_MAX, 0, arg)) {
	case LETTER_ADDED:
		if (flow->keys == FLOW_KEYS_CAPITALS)
			flow->keys = FLOW_KEYS_LETTERS;
		break;
	case LETTER_NO_ROOM: flow->notice = NOTICE_ANSWER_FULL; break;
	case LETTER_NONE: break;
	}
	return nothing;
}

struct effect enrol_letter_erase(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_take_letter(written(flow));
	return nothing;
}

struct effect enrol_write_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_trim(written(flow));
	if (!written(flow)[0]) {
		flow->notice = NOTICE_EMPTY;
		return nothing;
	}
	flow->keys = FLOW_KEYS_LETTERS;
	return to_step(flow, flow->enrol_step == ENROL_NAME ? ENROL_PLACE : ENROL_PIN);
}

struct effect enrol_write_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_trim(written(flow));
	flow->keys = FLOW_KEYS_LETTERS;
	return flow->enrol_step == ENROL_PLACE ? to_step(flow, ENROL_NAME) : flow_to(flow, FLOW_ENROL_KEY);
}

/* --- the PINs --- */

unsigned flow_enrol_pin_min(const struct flow *flow)
{
	return flow->facts.kind == SIGN_PRACTICE ? FLOW_PIN_MIN : FLOW_ENROL_PIN_MIN;
}

static struct effect pins_differ(struct flow *flow, enum enrol_step from)
{
	flow->notice = NOTICE_PIN_DIFFERS;
	return to_step(flow, from);
}

struct effect enrol_pin_next(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->pin_len < flow_enrol_pin_min(flow)) {
		flow->notice = NOTICE_PIN_SHORT;
		return nothing;
	}
	switch (flow->enrol_step) {
	case ENROL_PIN: memcpy(flow->enrol_pin, flow->pin, sizeof(flow->pin)); return to_step(flow, ENROL_PIN_AGAIN);
	case ENROL_PIN_AGAIN:
		return strcmp(flow->pin, flow->enrol_pin) == 0 ? to_step(flow, ENROL_SECOND)
		                                               : pins_differ(flow, ENROL_PIN);
	case ENROL_SECOND:
		if (strcmp(flow->pin, flow->enrol_pin) == 0) {
			flow->notice = NOTICE_PIN_SAME;
			return to_step(flow, ENROL_SECOND);
		}
		memcpy(flow->enrol_second, flow->pin, sizeof(flow->pin));
		return to_step(flow, ENROL_SECOND_AGAIN);
	case ENROL_SECOND_AGAIN:
		if (strcmp(flow->pin, flow->enrol_second) != 0)
			return pins_differ(flow, ENROL_SECOND);
		flow_wipe_pin(flow);
		return flow_work(flow, EFFECT_ENROL);
	case ENROL_NAME:
	case ENROL_PLACE: break;
	}
	return nothing;
}

/* Back to the screen before, as a person counts them: both entries of a PIN are one. */
struct effect enrol_pin_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	switch (flow->enrol_step) {
	case ENROL_PIN_AGAIN:
	case ENROL_SECOND: return to_step(flow, ENROL_PIN);
	case ENROL_SECOND_AGAIN: return to_step(flow, ENROL_SECOND);
	case ENROL_PIN: wipe_pins(flow); break;
	case ENROL_NAME:
	case ENROL_PLACE: break;
	}
	return to_step(flow, ENROL_PLACE);
}

/* --- what came of it --- */

struct effect enrol_done(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	flow_wipe_enrolment(flow);
	return staff_done(flow, answer, asked);
}

struct effect enrol_failed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	wipe_pins(flow);
	return staff_failed(flow, answer, asked);
}

struct effect enrol_again(struct flow *flow)
{
	flow_wipe_staff(flow);
	return flow_to(flow, FLOW_ENROL_KEY);
}
