#include "script_inside.h"

#ifndef FOLKMOOT_RELEASE

#include <string.h>

/* What staff do in a script. */

static const struct {
	const char *word;
	enum action_kind action;
} tasks[] = {
    {"open", ACT_STAFF_OPEN},           {"pause", ACT_STAFF_PAUSE},   {"close", ACT_STAFF_CLOSE},
    {"export", ACT_STAFF_EXPORT},       {"import", ACT_STAFF_IMPORT}, {"status", ACT_STAFF_STATUS},
    {"setup", ACT_STAFF_SETUP},         {"report", ACT_STAFF_REPORT}, {"practice", ACT_STAFF_PRACTICE},
    {"key-stick", ACT_STAFF_KEY_STICK}, {"reopen", ACT_STAFF_REOPEN}, {"erase", ACT_STAFF_ERASE},
};

int script_task(const char *word)
{
	for (unsigned i = 0; i < sizeof(tasks) / sizeof(*tasks); i++) {
		if (!strcmp(tasks[i].word, word))
			return (int)i;
	}
	return -1;
}

/* --- PINs --- */

/* Types what is to be typed; the rest is the answer's. */
static enum want type_pin(struct script *script, const struct screen *screen, const struct flow *flow, const char *pin)
{
	if (flow->pending != EFFECT_NONE)
		return script_fail(script, screen, "the PIN was not answered");
	if (flow->now_ms < flow->pin_wait_until_ms)
		return script_wait(script, flow->pin_wait_until_ms - flow->now_ms);
	if (flow->notice == NOTICE_PIN_WRONG && flow->pin_len == 0)
		return script_fail(script, screen, "the PIN is wrong");
	if (flow->notice == NOTICE_PIN_STICK)
		return script_fail(script, screen, "the staff stick is missing");
	if (flow->notice == NOTICE_PIN_SHORT)
		return script_fail(script, screen, "the PIN is too short");
	if (flow->notice == NOTICE_PIN_SAME)
		return script_fail(script, screen, "the second PIN is the first");
	if (pin[flow->pin_len])
		return script_touch(script, screen, ACT_DIGIT, pin[flow->pin_len] - '0');
	return script_touch(script, screen, ACT_NEXT, -1);
}

enum want script_pin(struct script *script, const struct command *command, const struct screen *screen,
                     const struct flow *flow)
{
	snprintf(script->pin, sizeof(script->pin), "%s", command->word);
	if (flow->state == FLOW_PIN)
		return type_pin(script, screen, flow, script->pin);
	if (script->began)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	return script_touch(script, screen, ACT_STAFF, -1);
}

/* --- what came of a task --- */

static enum want end_task(struct script *script, const struct screen *screen, const struct flow *flow)
{
	if (flow->staff_result != STATUS_OK) {
		fprintf(stderr, "%s\n", flow->staff_detail);
		return script_fail(script, screen, "the task was refused");
	}
	return script_touch(script, screen, script_find(screen, ACT_NEXT, -1) ? ACT_NEXT : ACT_BACK, -1);
}

/* --- a new kiosk --- */

enum want script_enrol(struct script *script, const struct command *command, const struct screen *screen,
                       const struct flow *flow)
{
	if (flow->state == FLOW_STAFF_DONE)
		return end_task(script, screen, flow);
	if (flow->state == FLOW_STAFF)
		return script_touch(script, screen, ACT_BACK, -1);
	if (script->began && script_is_home(flow->state) && flow->state != FLOW_ENROL)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	snprintf(script->pin, sizeof(script->pin), "%s", command->word);
	switch ((int)flow->state) {
	case FLOW_ENROL: return script_touch(script, screen, ACT_NEXT, -1);
	case FLOW_ENROL_KEY:
		if (command->wants_stick != flow->enrol_stick)
			return script_touch(script, screen, ACT_WANTS_STICK, command->wants_stick);
		return script_touch(script, screen, ACT_NEXT, -1);
	case FLOW_ENROL_WRITE:
		return flow->enrol_step == ENROL_NAME
		           ? script_spell(script, screen, flow, command->name, flow->enrol_name)
		           : script_spell(script, screen, flow, command->place, flow->enrol_place);
	case FLOW_ENROL_PIN:
		return type_pin(script, screen, flow,
		                flow->enrol_step < ENROL_SECOND ? command->word : command->second);
	default: return script_fail(script, screen, "this kiosk cannot be enrolled from here");
	}
}

/* --- attended --- */

enum want script_admit(struct script *script, const struct screen *screen, const struct flow *flow)
{
	if (script->began && flow->state == FLOW_START)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	if (flow->state == FLOW_ADMIT)
		return script_touch(script, screen, ACT_ADMIT, -1);
	if (flow->state == FLOW_ADMIT_ASK)
		return script_touch(script, screen, ACT_YES, -1);
	return script_fail(script, screen, "nobody can be admitted here");
}

/* --- setting up --- */

static enum want check_good(struct script *script, const struct screen *screen, enum setup_check check)
{
	return script_touch(script, screen, ACT_CHECKED, checked_arg(check, CHECK_GOOD));
}

static enum want check_touch(struct script *script, const struct screen *screen, const struct flow *flow)
{
	for (unsigned i = 0; i < FLOW_TARGETS; i++) {
		if (!(flow->targets >> i & 1))
			return script_touch(script, screen, ACT_TARGET, i);
	}
	return check_good(script, screen, CHECK_TOUCH);
}

static enum want check_stick(struct script *script, const struct screen *screen, const struct flow *flow)
{
	if (flow->staff_task != EFFECT_STICK)
		return script_touch(script, screen, ACT_STAFF_STICK, -1);
	return flow->staff_result == STATUS_OK ? check_good(script, screen, CHECK_STICK)
	                                       : end_task(script, screen, flow);
}

/* --- a task from the menu to its end --- */

static enum want go_on(struct script *script, const struct screen *screen, const struct flow *flow)
{
	switch ((int)flow->state) {
	case FLOW_STAFF_OPEN:
	case FLOW_STAFF_CLOSE:
	case FLOW_STAFF_CLOSE2:
	case FLOW_STAFF_REOPEN:
	case FLOW_STAFF_ERASE: return script_touch(script, screen, ACT_YES, -1);
	case FLOW_STAFF_SECOND: return type_pin(script, screen, flow, script->second);
	case FLOW_STAFF_PRACTICE: return script_touch(script, screen, ACT_STAFF_PRACTICE, flow->facts.practice ? 2 : 1);
	case FLOW_STAFF_STATUS:
	case FLOW_STAFF_REPORT:
		return script_touch(script, screen, script_find(screen, ACT_NEXT, -1) ? ACT_NEXT : ACT_BACK, -1);
	case FLOW_STAFF_PLACE: return check_good(script, screen, CHECK_PLACE);
	case FLOW_STAFF_CLOCK: return check_good(script, screen, CHECK_CLOCK);
	case FLOW_STAFF_SIZE: return check_good(script, screen, CHECK_SIZE);
	case FLOW_STAFF_SCREEN: return check_good(script, screen, CHECK_SCREEN);
	case FLOW_STAFF_TOUCH: return check_touch(script, screen, flow);
	case FLOW_STAFF_SOUND: return check_good(script, screen, CHECK_SOUND);
	case FLOW_STAFF_STICK: return check_stick(script, screen, flow);
	case FLOW_STAFF_READY: return script_touch(script, screen, ACT_STAFF_READY, -1);
	case FLOW_STAFF_DONE: return end_task(script, screen, flow);
	default: return script_fail(script, screen, "no staff can go on from here");
	}
}

/* From home (through the PIN) or the menu to a task's end, and home again. */
enum want script_staff(struct script *script, const struct command *command, const struct screen *screen,
                       const struct flow *flow)
{
	if (flow->state == FLOW_PIN)
		return type_pin(script, screen, flow, script->pin);
	if (script_is_home(flow->state) && script->began)
		return WANT_NEXT_COMMAND;
	if (script_is_home(flow->state) || flow->state == FLOW_TROUBLE)
		return script_touch(script, screen, ACT_STAFF, -1);
	if (flow->state != FLOW_STAFF)
		return go_on(script, screen, flow);
	if (script->began)
		return script_touch(script, screen, ACT_BACK, -1);
	script->began = 1;
	return script_touch(script, screen, tasks[command->number].action, -1);
}

#endif
