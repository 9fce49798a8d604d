#include "script.h"

#ifndef FOLKMOOT_RELEASE

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "script_inside.h"

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

const char *script_picture(const struct script *script, unsigned i)
{
	for (unsigned at = 0; at < script->count; at++)
		if (script->commands[at].kind == COMMAND_SCREENSHOT && i-- == 0)
			return script->commands[at].word;
	return NULL;
}

const char *script_why(const struct script *script)
{
	return script->why;
}

/* --- acting --- */

enum want script_fail(struct script *script, const struct screen *screen, const char *what)
{
	if (!script->why[0])
		snprintf(script->why, sizeof(script->why), "%.120s:%u: %s; on the screen: %s.", script->path,
		         script->commands[script->at].line, what, flow_state_name(screen->of));
	return WANT_NOTHING_MORE;
}

enum want script_wait(struct script *script, uint64_t ms)
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
	                        : script_wait(script, ms ? ms : 1);
}

int script_is_home(enum flow_state state)
{
	return state == FLOW_START || state == FLOW_ADMIT || state == FLOW_NOT_OPEN || state == FLOW_NO_ELECTION ||
	       state == FLOW_LOCKED || state == FLOW_ENROL;
}

/* A code is typed for one session; one that is refused is typed no second time. */
static enum want type_code(struct script *script, const struct screen *screen, const struct flow *flow)
{
	if (flow->notice == NOTICE_CODE_REFUSED)
		return script_fail(script, screen, "the code was refused");
	if (flow->notice == NOTICE_CODE_TYPO)
		return script_fail(script, screen, "the code is mistyped");
	if (flow->notice == NOTICE_CODE_SHORT)
		return script_fail(script, screen, "the code is too short");
	if (!script->code[0])
		return script_fail(script, screen, "a code is asked for, and no line gave one");
	return script_spell(script, screen, flow, script->code, flow->typed);
}

/* A voter's way to a code, and on by then. */
static enum want go_through(struct script *script, const struct command *command, const struct screen *screen,
                            const struct flow *flow, enum action_kind then)
{
	switch (flow->state) {
	case FLOW_START:
		return script_find(screen, ACT_START, -1) ? script_touch(script, screen, ACT_START, -1)
		                                          : script_touch(script, screen, ACT_LANGUAGE, 0);
	case FLOW_CODE: return type_code(script, screen, flow);
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
	if (script->began && script_is_home(flow->state))
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
	if (script->began && script_is_home(flow->state)) {
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

enum { AWAIT_MS = 30000, AWAIT_LOOK_MS = 20 };

/* For what happens outside the script: in real time, a little at a time. */
static enum want await(struct script *script, const struct command *command, const struct screen *screen)
{
	if (strcmp(command->word, flow_state_name(screen->of)) == 0)
		return WANT_NEXT_COMMAND;
	if (!script->began)
		script->await_ms = SDL_GetTicks64();
	script->began = 1;
	if (SDL_GetTicks64() - script->await_ms > AWAIT_MS)
		return script_fail(script, screen, "another screen was waited for");
	SDL_Delay(AWAIT_LOOK_MS);
	script->wait_ms = AWAIT_LOOK_MS;
	return WANT_WAIT;
}

static enum want once(struct script *script, enum want want, uint64_t wait_ms)
{
	if (script->began)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	script->wait_ms = wait_ms;
	return want;
}

static void push_key(SDL_Scancode scancode, SDL_Keycode code)
{
	SDL_Event event = {.type = SDL_KEYDOWN};

	event.key.state = SDL_PRESSED;
	event.key.keysym.scancode = scancode;
	event.key.keysym.sym = code;
	SDL_PushEvent(&event);
	event.type = SDL_KEYUP;
	event.key.state = SDL_RELEASED;
	SDL_PushEvent(&event);
}

/* As a scanner does that reads a code: its letters as keys, and Enter. */
static enum want scan(struct script *script, const struct command *command)
{
	if (script->began)
		return WANT_NEXT_COMMAND;
	script->began = 1;
	for (const char *letter = command->word; *letter; letter++) {
		if (*letter >= 'a' && *letter <= 'z')
			push_key((SDL_Scancode)(SDL_SCANCODE_A + (*letter - 'a')), *letter);
		else
			push_key((SDL_Scancode)(SDL_SCANCODE_1 + (*letter - '1')), *letter);
	}
	push_key(SDL_SCANCODE_RETURN, SDLK_RETURN);
	return script_wait(script, 1);
}

static enum want keep(char *out, size_t room, const char *word)
{
	snprintf(out, room, "%s", word);
	return WANT_NEXT_COMMAND;
}

static enum want wanted(struct script *script, const struct screen *screen, const struct flow *flow)
{
	const struct command *command = &script->commands[script->at];

	if (script->acts++ > SCRIPT_ACTS_MAX)
		return script_fail(script, screen, "this line leads nowhere");
	switch (command->kind) {
	case COMMAND_PIN: return script_pin(script, command, screen, flow);
	case COMMAND_SECOND: return keep(script->second, sizeof(script->second), command->word);
	case COMMAND_ENROL: return script_enrol(script, command, screen, flow);
	case COMMAND_ADMIT: return script_admit(script, screen, flow);
	case COMMAND_CODE: return keep(script->code, sizeof(script->code), command->word);
	case COMMAND_SCAN: return scan(script, command);
	case COMMAND_PRESS: return press(script, command, screen);
	case COMMAND_VOTE: return vote(script, command, screen, flow);
	case COMMAND_CHALLENGE: return challenge(script, command, screen, flow);
	case COMMAND_LEAVE:
	case COMMAND_IDLE: return end_early(script, command, screen, flow);
	case COMMAND_STAFF: return script_staff(script, command, screen, flow);
	case COMMAND_WAIT: return once(script, WANT_WAIT, command->number);
	case COMMAND_SCREENSHOT: return once(script, WANT_PICTURE, 0);
	case COMMAND_EXPECT: return expect(script, command, screen);
	case COMMAND_AWAIT: return await(script, command, screen);
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
	else if (screen->of == FLOW_STAFF_DONE && flow->staff_task == EFFECT_ENROL && flow->staff_result == STATUS_OK)
		printf("enrolled %s\n", flow->facts.key);
	else if (screen->of == FLOW_STAFF_REPORT)
		printf("report %s\n", flow->report);
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
