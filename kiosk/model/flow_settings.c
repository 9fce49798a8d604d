#include "flow_steps.h"

/* A voter's settings, and the screens that lie over any other: settings, help, leaving. The machine is drawn in
 * flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

struct effect voter_language(struct flow *flow, uint32_t arg)
{
	if (arg < flow->election->language_count)
		flow->language = (uint8_t)arg;
	return nothing;
}

struct effect voter_text_size(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_TEXT_SIZES)
		flow->text_size = (uint8_t)arg;
	return nothing;
}

struct effect voter_theme(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_THEMES)
		flow->theme = (uint8_t)arg;
	return nothing;
}

struct effect voter_seated(struct flow *flow, uint32_t arg)
{
	if (arg <= 1)
		flow->seated = (uint8_t)arg;
	return nothing;
}

/* Who turns the sound off must see again. */
static void set_sound(struct flow *flow, uint8_t sound)
{
	flow->sound = sound;
	flow->blank &= sound;
}

struct effect voter_sound(struct flow *flow, uint32_t arg)
{
	if (arg <= 1)
		set_sound(flow, (uint8_t)arg);
	return nothing;
}

struct effect voter_rate(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_RATES)
		flow->rate = (uint8_t)arg;
	return nothing;
}

struct effect voter_volume(struct flow *flow, uint32_t arg)
{
	if (arg < FLOW_VOLUMES)
		flow->volume = (uint8_t)arg;
	return nothing;
}

struct effect voter_blank(struct flow *flow, uint32_t arg)
{
	if (arg == 0 || (arg == 1 && flow->sound && flow_can_be_heard(flow)))
		flow->blank = (uint8_t)arg;
	return nothing;
}

/* Pulled out, a voice would go on in the room: it falls silent instead, and the screen shows what it said. */
void voter_headphones(struct flow *flow, uint32_t plugged_in)
{
	flow->headphones = plugged_in != 0;
	if (flow_in(flow, HEARD))
		set_sound(flow, flow->headphones);
}

/* One such screen opened from another goes back to where the first was opened from. */
static struct effect lay_over(struct flow *flow, enum flow_state state)
{
	int laid_over = flow->state == FLOW_HELP || flow->state == FLOW_LEAVE_ASK ||
	                (flow->state == FLOW_SETTINGS && flow->settled);

	if (flow->state == state)
		return nothing;
	if (!laid_over)
		flow->behind = flow->state;
	return flow_to(flow, state);
}

struct effect voter_settings(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return lay_over(flow, FLOW_SETTINGS);
}

struct effect voter_help(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return lay_over(flow, FLOW_HELP);
}

struct effect voter_leave(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return lay_over(flow, FLOW_LEAVE_ASK);
}

struct effect voter_behind(struct flow *flow, uint32_t arg)
{
	enum flow_state behind = flow->behind;

	(void)arg;
	flow->behind = FLOW_LOCKED;
	return flow_to(flow, behind);
}
