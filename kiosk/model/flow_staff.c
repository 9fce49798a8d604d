#include <string.h>

#include "flow_steps.h"

/* Staff's steps. The machine is drawn in flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

/* --- the PIN --- */

struct effect staff_pin(struct flow *flow, uint32_t arg)
{
	(void)arg;
	/* The box has not said yet what became of a ballot, and answers one question at a time. */
	if (flow->pending != EFFECT_NONE)
		return nothing;
	flow_wipe_pin(flow);
	flow->behind = flow->state;
	return flow_to(flow, FLOW_PIN);
}

static int pin_waits(const struct flow *flow)
{
	return flow->pending != EFFECT_NONE || flow->now_ms < flow->pin_wait_until_ms;
}

/* Every press is answered: here with the seconds still to wait. */
static struct effect pin_refuse(struct flow *flow)
{
	if (flow->pending == EFFECT_NONE)
		flow->notice = NOTICE_PIN_WRONG;
	return nothing;
}

struct effect staff_pin_digit(struct flow *flow, uint32_t arg)
{
	if (pin_waits(flow))
		return pin_refuse(flow);
	if (arg <= 9 && flow->pin_len < FLOW_PIN_MAX)
		flow->pin[flow->pin_len++] = (char)('0' + arg);
	return nothing;
}

struct effect staff_pin_erase(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (pin_waits(flow))
		return pin_refuse(flow);
	if (flow->pin_len > 0)
		flow->pin[--flow->pin_len] = 0;
	return nothing;
}

struct effect staff_pin_enter(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (pin_waits(flow))
		return pin_refuse(flow);
	if (flow->pin_len < FLOW_PIN_MIN) {
		flow->notice = NOTICE_PIN_SHORT;
		return nothing;
	}
	flow->pending = EFFECT_CHECK_PIN;
	return (struct effect){.kind = EFFECT_CHECK_PIN};
}

struct effect staff_pin_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->pending != EFFECT_NONE)
		return nothing;
	if (flow->behind != FLOW_TROUBLE)
		return flow_go_home(flow);
	flow_wipe_pin(flow);
	flow->notice = NOTICE_NONE;
	flow->behind = FLOW_LOCKED;
	return flow_to(flow, FLOW_TROUBLE);
}

struct effect staff_pin_right(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	int power_on = flow->behind == FLOW_LOCKED;

	(void)answer;
	(void)asked;
	flow_go_home(flow);
	/* After a power cut in the middle of a day one PIN lets voting go on, and leaves no open menu behind. */
	if (power_on && flow->state == FLOW_START)
		return nothing;
	return flow_to(flow, FLOW_STAFF);
}

struct effect staff_pin_wrong(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	flow_wipe_pin(flow);
	flow->notice = NOTICE_PIN_WRONG;
	flow->pin_wait_until_ms = flow->now_ms + (uint64_t)answer->arg * 1000;
	return nothing;
}

struct effect staff_pin_failed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	return flow_trouble(flow, asked, answer->arg);
}

/* --- the menu --- */

static struct effect work(struct flow *flow, enum effect_kind task)
{
	flow->staff_task = task;
	return flow_ask(flow, FLOW_STAFF_WORKING, task);
}

static struct effect done(struct flow *flow, enum effect_kind task, uint32_t result, uint32_t number)
{
	flow->staff_task = task;
	flow->staff_result = result;
	flow->staff_number = number;
	return flow_to(flow, FLOW_STAFF_DONE);
}

static int has_election(const struct flow *flow)
{
	return flow->election && flow->facts.has_election;
}

struct effect staff_open(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!has_election(flow) || (flow->facts.voting != VOTING_NEW && flow->facts.voting != VOTING_PAUSED))
		return done(flow, EFFECT_OPEN, STATUS_STATE, 0);
	return flow_to(flow, FLOW_STAFF_OPEN);
}

struct effect staff_open_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return work(flow, EFFECT_OPEN);
}

struct effect staff_pause(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.voting != VOTING_OPEN)
		return done(flow, EFFECT_PAUSE, STATUS_STATE, 0);
	return work(flow, EFFECT_PAUSE);
}

struct effect staff_close(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.voting != VOTING_OPEN && flow->facts.voting != VOTING_PAUSED)
		return done(flow, EFFECT_CLOSE, STATUS_STATE, 0);
	return flow_to(flow, FLOW_STAFF_CLOSE);
}

struct effect staff_close_again(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_CLOSE2);
}

struct effect staff_close_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return work(flow, EFFECT_CLOSE);
}

struct effect staff_export(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!has_election(flow))
		return done(flow, EFFECT_EXPORT, STATUS_STATE, 0);
	return work(flow, EFFECT_EXPORT);
}

struct effect staff_import(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.voting == VOTING_OPEN)
		return done(flow, EFFECT_IMPORT, STATUS_STATE, 0);
	return work(flow, EFFECT_IMPORT);
}

struct effect staff_status(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_STATUS);
}

/* --- the display, touch and sound --- */

struct effect staff_size(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_SIZE);
}

struct effect staff_scale(struct flow *flow, uint32_t arg)
{
	if (flow->pending != EFFECT_NONE || arg < FLOW_SCALE_MIN || arg > FLOW_SCALE_MAX)
		return nothing;
	flow->pending = EFFECT_SCALE;
	return (struct effect){.kind = EFFECT_SCALE, .arg = arg};
}

/* The screen itself shows what came of it. */
struct effect staff_scaled(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)flow;
	(void)answer;
	(void)asked;
	return nothing;
}

struct effect staff_screen(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_SCREEN);
}

struct effect staff_touch(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_TOUCH);
}

struct effect staff_target(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_TARGETS)
		flow->targets |= UINT32_C(1) << arg;
	return nothing;
}

/* The screen holds a sentence in every language, and is read out as any other. */
struct effect staff_sound(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->sound = 1;
	return flow_to(flow, FLOW_STAFF_SOUND);
}

struct effect staff_clean(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_CLEAN);
}

/* --- back, and what came of a task --- */

struct effect staff_menu(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->pending != EFFECT_NONE)
		return nothing;
	flow->targets = 0;
	flow->sound = 0;
	flow->rate = FLOW_RATE_DEFAULT;
	flow->volume = FLOW_VOLUME_DEFAULT;
	flow->staff_task = EFFECT_NONE;
	flow->staff_result = STATUS_OK;
	flow->staff_number = 0;
	memset(flow->staff_detail, 0, sizeof(flow->staff_detail));
	return flow_to(flow, FLOW_STAFF);
}

struct effect staff_home(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_go_home(flow);
}

static void keep_detail(struct flow *flow, const struct event *answer)
{
	memcpy(flow->staff_detail, answer->detail, sizeof(flow->staff_detail));
	flow->staff_detail[sizeof(flow->staff_detail) - 1] = 0;
}

struct effect staff_done(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	keep_detail(flow, answer);
	return done(flow, asked, STATUS_OK, answer->arg);
}

struct effect staff_failed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	keep_detail(flow, answer);
	return done(flow, asked, answer->arg, 0);
}
