#include "script.h"

#ifndef FOLKMOOT_RELEASE

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "script_inside.h"

static const struct {
	const char *word;
	enum action_kind action;
	enum effect_kind effect;
} tasks[] = {
    {"open", ACT_STAFF_OPEN, EFFECT_OPEN},       {"pause", ACT_STAFF_PAUSE, EFFECT_PAUSE},
    {"close", ACT_STAFF_CLOSE, EFFECT_CLOSE},    {"export", ACT_STAFF_EXPORT, EFFECT_EXPORT},
    {"import", ACT_STAFF_IMPORT, EFFECT_IMPORT}, {"status", ACT_STAFF_STATUS, EFFECT_NONE},
};

enum status script_create(struct script **out, char why[static SCRIPT_WHY], const char *path)
{
	struct script *script = calloc(1, sizeof(*script));
	FILE *file = fopen(path, "r");
	enum status status = STATUS_NO_ROOM;

	*out = NULL;
	snprintf(why, SCRIPT_WHY, "%.120s: the script cannot be read: check the path.", path);
	if (!script || !file) {
		status = script ? STATUS_ABSENT : STATUS_NO_ROOM;
		goto out;
	}
	script->path = path;
	script->said = FLOW_STATE_COUNT;
	script->trying = -1;
	script->commands = calloc(SCRIPT_LINES_MAX + 1, sizeof(*script->commands));
	if (!script->commands)
		goto out;
	status = script_read_lines(script, why, file);
	if (status == STATUS_OK) {
		*out = script;
		script = NULL;
	}
out:
	if (file)
		fclose(file);
	script_destroy(script);
	return status;
}

void script_destroy(struct script *script)
{
	if (!script)
		return;
	script_forget_lines(script);
	free(script);
}

const char *script_why(const struct script *script)
{
	return script->why;
}

/* --- acting --- */

int script_task(const char *word)
{
	for (unsigned i = 0; i < sizeof(tasks) / sizeof(*tasks); i++) {
		if (!strcmp(tasks[i].word, word))
			return (int)i;
	}
	return -1;
}

enum want script_fail(struct script *script, const struct screen *screen, const char *what)
{
	if (!script->why[0])
		snprintf(script->why, sizeof(script->why), "%.120s:%u: %s; on the screen: %s.", script->path,
		         script->commands[script->at].line, what, flow_state_name(screen->of));
	return WANT_NOTHING_MORE;
}

static enum want wait_for(struct script *script, uint64_t ms)
{
	script->wait_ms = ms;
	return WANT_WAIT;
}

const struct element *script_find(const struct screen *screen, enum action_kind kind, int64_t arg)
{
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		if (element->action.kind == kind && (arg < 0 || element->action.arg == (uint32_t)arg))
			return element;
	}
	return NULL;
}

enum want script_touch(struct script *script, const struct screen *screen, enum action_kind kind, int64_t arg)
{
	script->element = script_find(screen, kind, arg);
	if (!script->element)
		return script_fail(script, screen, "what should be touched is not there");
	return WANT_ELEMENT;
}

/* Waits as long as time alone leads on. */
static enum want wait_on(struct script *script, const struct screen *screen, const struct flow *flow)
{
	uint64_t ms = flow_next_ms(flow);

	return ms == UINT64_MAX ? script_fail(script, screen, "nothing happens any more")
	                        : wait_for(script, ms ? ms : 1);
}

static int is_home(enum flow_state state)
{
	return state == FLOW_START || state == FLOW_NOT_OPEN || state == FLOW_NO_ELECTION || state == FLOW_LOCKED;
}

/* A voter's way to a code, and on by then. */
static enum want go_through(struct script *script, const struct command *command, const struct screen *screen,
                            const struct flow *flow, enum action_kind then)
{
	switch (flow->state) {
	case FLOW_START:
		return script_find(screen, ACT_START, -1) ? script_touch(script, screen, ACT_START, -1)
		                                          : script_touch(script, screen, ACT_LANGUAGE, 0);
	case FLOW_STYLE: return script_touch(script, screen, ACT_STYLE, command->number);
	case FLOW_PROJECTS: return script_choose(script, command, screen, flow);
	case FLOW_WRITE: return script_type(script, command, screen, flow);
	case FLOW_SETTINGS:
	case FLOW_HOW:
	case FLOW_CHALLENGED: return script_touch(script, screen, ACT_NEXT, -1);
	case FLOW_REVIEW:
		if (flow->notice == NOTICE_VERDICT)
			return script_fail(script, screen, "this line's choices break the rules");
		return script_touch(script, screen, ACT_NEXT, -1);
	case FLOW_SEALED: return script_touch(script, screen, then, -1);
	case FLOW_CHALLENGE_ASK: return script_touch(script, screen, ACT_YES, -1);
	case FLOW_BEGINNING:
	case FLOW_SEALING:
	case FLOW_CASTING:
	case FLOW_CHALLENGING: return wait_on(script, screen, flow);
	case FLOW_LOCKED:
	case FLOW_NO_ELECTION:
	case FLOW_NOT_OPEN:
	case FLOW_PROJECT:
	case FLOW_FIND:
	case FLOW_FILTER:
	case FLOW_THANKS:
	case FLOW_HELP:
	case FLOW_LEAVE_ASK:
	case FLOW_IDLE:
	case FLOW_TROUBLE:
	case FLOW_PIN:
	case FLOW_STAFF:
	case FLOW_STAFF_OPEN:
	case FLOW_STAFF_CLOSE:
	case FLOW_STAFF_CLOSE2:
	case FLOW_STAFF_STATUS:
	case FLOW_STAFF_SIZE:
	case FLOW_STAFF_SCREEN:
	case FLOW_STAFF_TOUCH:
	case FLOW_STAFF_SOUND:
	case FLOW_STAFF_CLEAN:
	case FLOW_STAFF_WORKING:
	case FLOW_STAFF_DONE:
	case FLOW_ENROL:
	case FLOW_ENROL_WRITE:
	case FLOW_ENROL_PIN:
	case FLOW_ENROL_KEY:
	case FLOW_ADMIT:
	case FLOW_ADMIT_ASK:
	case FLOW_CODE:
	case FLOW_STAFF_PLACE:
	case FLOW_STAFF_CLOCK:
	case FLOW_STAFF_STICK:
	case FLOW_STAFF_READY:
	case FLOW_STAFF_PRACTICE:
	case FLOW_STAFF_REPORT:
	case FLOW_STAFF_REOPEN:
	case FLOW_STAFF_ERASE:
	case FLOW_STAFF_SECOND:
	case FLOW_STATE_COUNT: break;
	}
	return script_fail(script, screen, "no voter can go on from here");
}

static enum want vote(struct script *script, const struct command *command, const struct screen *screen,
                      const struct flow *flow)
{
	if (flow->state == FLOW_THANKS)
		return script_touch(script, screen, ACT_NEXT, -1);
	if (script->began && is_home(flow->state))
		return WANT_NEXT_COMMAND;
	script->began = 1;
	return go_through(script, command, screen, flow, ACT_CAST);
}

static enum want challenge(struct script *script, const struct command *command, const struct screen *screen,
                           const struct flow *flow)
{
	if (script->began && flow->state == FLOW_CHALLENGED)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	return go_through(script, command, screen, flow, ACT_CHALLENGE);
}

/* Sessions that end with the review: by "start again", or by going away. */
static enum want end_early(struct script *script, const struct command *command, const struct screen *screen,
                           const struct flow *flow)
{
	if (script->began && is_home(flow->state)) {
		puts(command->kind == COMMAND_LEAVE ? "left" : "timed out");
		fflush(stdout);
		return WANT_NEXT_COMMAND;
	}
	script->began = 1;
	if (flow->state == FLOW_LEAVE_ASK)
		return script_touch(script, screen, ACT_YES, -1);
	if (flow->state == FLOW_IDLE)
		return wait_on(script, screen, flow);
	if (flow->state == FLOW_REVIEW)
		return command->kind == COMMAND_LEAVE ? script_touch(script, screen, ACT_LEAVE, -1)
		                                      : wait_on(script, screen, flow);
	return go_through(script, command, screen, flow, ACT_CAST);
}

/* Types what is to be typed; the rest is the answer's. */
static enum want type_pin(struct script *script, const struct screen *screen, const struct flow *flow)
{
	if (flow->pending != EFFECT_NONE)
		return script_fail(script, screen, "the PIN was not answered");
	if (flow->now_ms < flow->pin_wait_until_ms)
		return wait_for(script, flow->pin_wait_until_ms - flow->now_ms);
	if (flow->notice == NOTICE_PIN_WRONG && flow->pin_len == 0)
		return script_fail(script, screen, "the PIN is wrong");
	if (script->pin[flow->pin_len])
		return script_touch(script, screen, ACT_DIGIT, script->pin[flow->pin_len] - '0');
	return script_touch(script, screen, ACT_NEXT, -1);
}

static enum want pin(struct script *script, const struct command *command, const struct screen *screen,
                     const struct flow *flow)
{
	snprintf(script->pin, sizeof(script->pin), "%s", command->word);
	if (flow->state == FLOW_PIN)
		return type_pin(script, screen, flow);
	if (script->began)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	return script_touch(script, screen, ACT_STAFF, -1);
}

/* From home (through the PIN) or the menu to a task's end, and home again. */
static enum want staff(struct script *script, const struct command *command, const struct screen *screen,
                       const struct flow *flow)
{
	if (flow->state == FLOW_PIN)
		return type_pin(script, screen, flow);
	if (is_home(flow->state) && script->began)
		return WANT_NEXT_COMMAND;
	if (is_home(flow->state) || flow->state == FLOW_TROUBLE)
		return script_touch(script, screen, ACT_STAFF, -1);
	if (flow->state == FLOW_STAFF)
		return script->began
		           ? script_touch(script, screen, ACT_BACK, -1)
		           : (script->began = 1, script_touch(script, screen, tasks[command->number].action, -1));
	if (flow->state == FLOW_STAFF_OPEN || flow->state == FLOW_STAFF_CLOSE || flow->state == FLOW_STAFF_CLOSE2)
		return script_touch(script, screen, ACT_YES, -1);
	if (flow->state == FLOW_STAFF_STATUS)
		return script_touch(script, screen, script_find(screen, ACT_NEXT, -1) ? ACT_NEXT : ACT_BACK, -1);
	if (flow->state != FLOW_STAFF_DONE)
		return script_fail(script, screen, "no staff can go on from here");
	if (flow->staff_result != STATUS_OK) {
		fprintf(stderr, "%s\n", flow->staff_detail);
		return script_fail(script, screen, "the task was refused");
	}
	return script_touch(script, screen, script_find(screen, ACT_NEXT, -1) ? ACT_NEXT : ACT_BACK, -1);
}

static enum want press(struct script *script, const struct command *command, const struct screen *screen)
{
	if (script->began)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	script->element = screen_find(screen, command->word);
	if (!script->element || script->element->action.kind == ACT_NONE)
		return script_fail(script, screen, "there is nothing of this name to press");
	return WANT_ELEMENT;
}

static enum want expect(struct script *script, const struct command *command, const struct screen *screen)
{
	if (strcmp(command->word, flow_state_name(screen->of)) != 0)
		return script_fail(script, screen, "another screen was expected");
	return WANT_NEXT_COMMAND;
}

static enum want once(struct script *script, enum want want, uint64_t wait_ms)
{
	if (script->began)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	script->wait_ms = wait_ms;
	return want;
}

static enum want wanted(struct script *script, const struct screen *screen, const struct flow *flow)
{
	const struct command *command = &script->commands[script->at];

	if (script->acts++ > SCRIPT_ACTS_MAX)
		return script_fail(script, screen, "this line leads nowhere");
	switch (command->kind) {
	case COMMAND_PIN: return pin(script, command, screen, flow);
	case COMMAND_PRESS: return press(script, command, screen);
	case COMMAND_VOTE: return vote(script, command, screen, flow);
	case COMMAND_CHALLENGE: return challenge(script, command, screen, flow);
	case COMMAND_LEAVE:
	case COMMAND_IDLE: return end_early(script, command, screen, flow);
	case COMMAND_STAFF: return staff(script, command, screen, flow);
	case COMMAND_WAIT: return once(script, WANT_WAIT, command->number);
	case COMMAND_SCREENSHOT: return once(script, WANT_PICTURE, 0);
	case COMMAND_EXPECT: return expect(script, command, screen);
	case COMMAND_REPEAT:
		script->repeat_from = script->at;
		script->repeat_left = command->number;
		return WANT_NEXT_COMMAND;
	case COMMAND_END:
		if (--script->repeat_left > 0)
			script->at = script->repeat_from;
		return WANT_NEXT_COMMAND;
	}
	return WANT_NOTHING_MORE;
}

/* Tells of a screen reached, once. */
static void say(struct script *script, const struct screen *screen, const struct flow *flow)
{
	const struct element *square = screen_find(screen, "qr");
	char code[CODE_TEXT_BYTES];

	if (script->said == screen->of)
		return;
	script->said = screen->of;
	confirmation_text(code, &flow->code);
	if (screen->of == FLOW_THANKS)
		printf("thanks %s\n", code);
	else if (screen->of == FLOW_CHALLENGED)
		printf("spoiled %s\nsquare %s\n", code, square ? square->text : "");
	else if (screen->of == FLOW_STAFF_DONE && flow->staff_task == EFFECT_EXPORT && flow->staff_result == STATUS_OK)
		printf("exported %u\n", flow->staff_number);
	fflush(stdout);
}

static void push_finger(const struct element *element, const struct look *look)
{
	SDL_Event event = {.type = SDL_FINGERDOWN};

	event.tfinger.touchId = 1;
	event.tfinger.fingerId = 1;
	event.tfinger.x = ((float)element->box.x + (float)element->box.w / 2) / (float)look->width;
	event.tfinger.y = ((float)element->box.y + (float)element->box.h / 2) / (float)look->height;
	event.tfinger.pressure = 1;
	SDL_PushEvent(&event);
	event.type = SDL_FINGERUP;
	SDL_PushEvent(&event);
}

/* A person's time to look, which the touch screen's guard times ask for. */
static uint64_t look_ms(const struct element *element)
{
	uint64_t ms = element->state & STATE_IRREVERSIBLE ? INPUT_IRREVERSIBLE_MS : INPUT_SETTLE_MS;

	return (ms > INPUT_REPEAT_MS ? ms : INPUT_REPEAT_MS) + 1;
}

void script_next(struct script *script, struct script_answer *out, const struct screen *screen, const struct look *look,
                 const struct flow *flow)
{
	enum want want = WANT_NEXT_COMMAND;

	memset(out, 0, sizeof(*out));
	say(script, screen, flow);
	if (script->touches) {
		const struct element *element = screen_find(screen, script->id);

		script->touches = 0;
		if (element) {
			push_finger(element, look);
			out->kind = SCRIPT_TOUCHED;
			return;
		}
	}
	while (want == WANT_NEXT_COMMAND) {
		if (script->at >= script->count) {
			out->kind = SCRIPT_END;
			return;
		}
		want = wanted(script, screen, flow);
		if (want == WANT_NEXT_COMMAND) {
			script->at++;
			script->began = 0;
			script->acts = 0;
			script->trying = -1;
		}
	}
	switch (want) {
	case WANT_ELEMENT:
		script->touches = 1;
		snprintf(script->id, sizeof(script->id), "%s", script->element->id);
		out->kind = SCRIPT_WAIT;
		out->wait_ms = look_ms(script->element);
		break;
	case WANT_WAIT:
		out->kind = SCRIPT_WAIT;
		out->wait_ms = script->wait_ms;
		break;
	case WANT_PICTURE:
		out->kind = SCRIPT_PICTURE;
		out->path = script->commands[script->at].word;
		break;
	case WANT_NEXT_COMMAND:
	case WANT_NOTHING_MORE: out->kind = SCRIPT_FAILED; break;
	}
}

#endif
