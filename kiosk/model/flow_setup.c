#include <string.h>

#include "flow_steps.h"

/* Setting up: the checks one after another, or one alone from the menu. The machine is drawn in flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

static const enum flow_state screens[CHECK_COUNT] = {
    [CHECK_PLACE] = FLOW_STAFF_PLACE,   [CHECK_CLOCK] = FLOW_STAFF_CLOCK, [CHECK_SIZE] = FLOW_STAFF_SIZE,
    [CHECK_SCREEN] = FLOW_STAFF_SCREEN, [CHECK_TOUCH] = FLOW_STAFF_TOUCH, [CHECK_SOUND] = FLOW_STAFF_SOUND,
    [CHECK_STICK] = FLOW_STAFF_STICK,
};

/* Nothing of the check before is left; what was found so far is. */
static struct effect to_check(struct flow *flow, enum flow_state state)
{
	uint8_t setting_up = flow->setting_up;
	uint32_t checked = flow->checked;

	flow_wipe_staff(flow);
	flow->setting_up = setting_up;
	flow->checked = checked;
	/* The screen holds a sentence in every language, and is read out as any other. */
	flow->sound = state == FLOW_STAFF_SOUND;
	return flow_to(flow, state);
}

struct effect setup_again(struct flow *flow, enum flow_state state)
{
	return to_check(flow, state);
}

struct effect staff_setup(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->setting_up = 1;
	flow->checked = 0;
	return to_check(flow, FLOW_STAFF_PLACE);
}

/* Which check the present screen is; CHECK_COUNT where it is none. */
static unsigned check_of(const struct flow *flow)
{
	unsigned check = 0;

	while (check < CHECK_COUNT && screens[check] != flow->state)
		check++;
	return check;
}

struct effect setup_next(struct flow *flow, uint32_t arg)
{
	unsigned check = check_of(flow);

	if (!flow->setting_up)
		return staff_menu(flow, arg);
	return to_check(flow, check + 1 < CHECK_COUNT ? screens[check + 1] : FLOW_STAFF_READY);
}

struct effect setup_back(struct flow *flow, uint32_t arg)
{
	unsigned check = check_of(flow);

	if (!flow->setting_up || check == 0)
		return staff_menu(flow, arg);
	return to_check(flow, screens[check - 1]);
}

/* What a machine can see better than a person is not called good against it. */
static int may_be_good(const struct flow *flow, unsigned check)
{
	if (check == CHECK_TOUCH)
		return flow->targets == (UINT32_C(1) << FLOW_TARGETS) - 1;
	if (check == CHECK_STICK)
		return flow->staff_task == EFFECT_STICK && flow->staff_result == STATUS_OK;
	return 1;
}

struct effect staff_checked(struct flow *flow, uint32_t arg)
{
	uint32_t check = arg & 0xff, result = arg >> 8;

	if (check != check_of(flow) || result > CHECK_BAD || (result == CHECK_GOOD && !may_be_good(flow, check)))
		return nothing;
	if (flow->setting_up) {
		flow->checked &= ~(UINT32_C(0x101) << check);
		flow->checked |= UINT32_C(1) << (result == CHECK_GOOD ? check : 8 + check);
	}
	return setup_next(flow, 0);
}

struct effect staff_ready(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_work(flow, EFFECT_READY);
	return (struct effect){.kind = EFFECT_READY, .arg = flow->checked};
}

/* --- the clock --- */

struct effect staff_clock(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_check(flow, FLOW_STAFF_CLOCK);
}

struct effect staff_clock_to(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_CLOCK_MIN || arg > FLOW_CLOCK_MAX)
		return nothing;
	flow->clock_s = arg;
	flow->staff_task = EFFECT_NONE;
	return nothing;
}

struct effect staff_clock_set(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->clock_s == 0)
		return nothing;
	flow->pending = EFFECT_CLOCK;
	return (struct effect){.kind = EFFECT_CLOCK, .arg = flow->clock_s};
}

struct effect staff_clock_is_set(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)answer;
	flow->clock_s = 0;
	flow->staff_task = asked;
	flow->staff_result = STATUS_OK;
	return nothing;
}

/* --- the stick --- */

struct effect staff_stick(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_check(flow, FLOW_STAFF_STICK);
}

struct effect staff_stick_test(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow->staff_task = EFFECT_NONE;
	flow->pending = EFFECT_STICK;
	return (struct effect){.kind = EFFECT_STICK};
}

/* Its screen says what was found, good or bad. */
static struct effect stick_tested(struct flow *flow, const struct event *answer, uint32_t result)
{
	flow_keep_detail(flow, answer);
	flow->staff_task = EFFECT_STICK;
	flow->staff_result = result;
	return nothing;
}

struct effect staff_stick_good(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	return stick_tested(flow, answer, STATUS_OK);
}

struct effect staff_stick_bad(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	return stick_tested(flow, answer, answer->arg);
}

/* --- the display, touch and sound --- */

struct effect staff_size(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_check(flow, FLOW_STAFF_SIZE);
}

struct effect staff_scale(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_SCALE_MIN || arg > FLOW_SCALE_MAX)
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
	return to_check(flow, FLOW_STAFF_SCREEN);
}

struct effect staff_touch(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_check(flow, FLOW_STAFF_TOUCH);
}

struct effect staff_target(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_TARGETS)
		flow->targets |= UINT32_C(1) << arg;
	return nothing;
}

struct effect staff_sound(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return to_check(flow, FLOW_STAFF_SOUND);
}
