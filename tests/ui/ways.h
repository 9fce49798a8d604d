/* For tests of the ui floor. A kiosk without a recorder: the flow, the screen, the focus and the input as they stand
 * together in kiosk.c, what the flow asks for answered at once; and the three ways to press a thing on it: by finger,
 * by a keypad's nine keys, by two switches. Every press goes through SDL's events, as from outside. */
#ifndef FOLKMOOT_TESTS_WAYS_H
#define FOLKMOOT_TESTS_WAYS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "opening.h"

enum way { WAY_TOUCH, WAY_KEYPAD, WAY_SWITCHES, WAY_COUNT };

static const char *const way_names[WAY_COUNT] = {"touch", "keypad", "two switches"};

struct booth {
	const struct election *election;
	const struct messages *messages; /* one for each language of the election */
	struct look look;
	struct facts facts;
	struct flow flow;
	struct screen screen;
	struct focus focus;
	struct input input;
	uint64_t now_ms;
	uint8_t seed[32];
	/* what was sealed, cast and opened */
	struct sealed_plain plain, cast;
	unsigned points, cast_points;
	unsigned seals, casts, spoils, discards;
	struct effect last; /* asked for last */
	int any_pin;        /* every PIN is right */
	/* how often keys were pressed */
	unsigned moves, takes;
	/* after each change of the screen; NULL: nothing */
	void (*shown)(struct booth *booth);
	/* before anything comes of a press; NULL: nothing */
	void (*pressing)(struct booth *booth, struct action action);
	void *context;
};

static inline void booth_show(struct booth *booth)
{
	struct flow *flow = &booth->flow;

	booth->look.text_size = flow->text_size;
	booth->look.theme = flow->theme;
	screen_build(&booth->screen, flow, &booth->messages[flow->language], &booth->look);
	for (unsigned i = 0; i < booth->screen.count; i++) {
		int project = element_project(&booth->screen.element[i]);

		if (project >= 0)
			flow_shown(flow, (unsigned)project);
	}
	booth->focus.reads = flow->sound;
	focus_follow(&booth->focus, &booth->screen);
	input_shown(&booth->input, &booth->screen, booth->now_ms);
	if (booth->shown)
		booth->shown(booth);
}

/* What a recorder would answer. 0 where nothing is answered. */
static inline int booth_answer(struct booth *booth, struct event *out, struct effect effect)
{
	memset(out, 0, sizeof(*out));
	booth->last = effect;
	switch (effect.kind) {
	case EFFECT_SHUFFLE:
		out->kind = EVENT_SHUFFLED;
		memcpy(out->seed, booth->seed, sizeof(out->seed));
		return 1;
	case EFFECT_SEAL:
		memset(&booth->plain, 0, sizeof(booth->plain));
		out->kind = EVENT_SEALED;
		if (flow_encode(&booth->plain, &booth->points, &booth->flow) != STATUS_OK)
			out->kind = EVENT_FAILED;
		booth->seals++;
		crypto_generichash(out->code.bytes, HASH_BYTES, (const uint8_t *)&booth->plain, sizeof(booth->plain),
		                   NULL, 0);
		return 1;
	case EFFECT_STORE:
		out->kind = EVENT_STORED;
		booth->casts++;
		booth->cast = booth->plain;
		booth->cast_points = booth->points;
		return 1;
	case EFFECT_SPOIL:
		out->kind = EVENT_SPOILED;
		booth->spoils++;
		memset(out->nonce, 7, sizeof(out->nonce));
		return 1;
	case EFFECT_DISCARD: booth->discards++; return 0;
	case EFFECT_CHECK_PIN:
		out->kind = booth->any_pin || !strcmp(booth->flow.pin, "1234") ? EVENT_PIN_RIGHT : EVENT_PIN_WRONG;
		out->arg = 5;
		return 1;
	case EFFECT_OPEN:
	case EFFECT_PAUSE:
	case EFFECT_CLOSE:
		booth->facts.voting = effect.kind == EFFECT_OPEN    ? VOTING_OPEN
		                      : effect.kind == EFFECT_PAUSE ? VOTING_PAUSED
		                                                    : VOTING_CLOSED;
		out->kind = EVENT_DONE;
		return 1;
	case EFFECT_EXPORT:
	case EFFECT_SCALE:
	case EFFECT_ORGANISER:
	case EFFECT_ENROL:
	case EFFECT_KEY_STICK:
	case EFFECT_CLOCK:
	case EFFECT_STICK:
	case EFFECT_READY:
	case EFFECT_REOPEN:
	case EFFECT_ERASE:
	case EFFECT_PRACTICE:
	case EFFECT_IMPORT: out->kind = EVENT_DONE; return 1;
	case EFFECT_ADMIT:
		booth->facts.admitted = 1;
		booth->facts.admissions++;
		out->kind = EVENT_DONE;
		return 1;
	case EFFECT_CODE: out->kind = EVENT_ADMITTED; return 1;
	case EFFECT_REPORT:
		out->kind = EVENT_REPORT;
		snprintf(out->report, sizeof(out->report), "a report");
		return 1;
	case EFFECT_NONE:
	case EFFECT_KIND_COUNT: break;
	}
	return 0;
}

/* One event of the flow, and all that follows from it. */
static inline void booth_step(struct booth *booth, const struct event *event)
{
	struct event told = *event, facts = {.kind = EVENT_FACTS};
	struct effect effect;

	told.now_ms = booth->now_ms;
	effect = flow_step(&booth->flow, &told);
	while (effect.kind != EFFECT_NONE) {
		int answered = booth_answer(booth, &told, effect);

		facts.now_ms = told.now_ms = booth->now_ms;
		facts.facts = booth->facts;
		effect = flow_step(&booth->flow, &facts);
		if (answered)
			effect = flow_step(&booth->flow, &told);
	}
	booth_show(booth);
}

/* Somebody is there, and nothing was pressed: the ring may have moved, and that is all. */
static inline void booth_activity(struct booth *booth, struct event *event)
{
	enum flow_state before = booth->flow.state;

	if (before == FLOW_IDLE || flow_next_ms(&booth->flow) <= booth->now_ms - booth->flow.now_ms) {
		booth_step(booth, event);
		return;
	}
	(void)flow_step(&booth->flow, event);
	if (booth->shown)
		booth->shown(booth);
}

/* Whatever SDL tells. */
static inline void booth_event(struct booth *booth, const SDL_Event *event)
{
	struct input_answer answer;
	struct event told;

	input_event(&booth->input, event, &booth->screen, booth->now_ms, &answer);
	if (answer.kind == INPUT_PRESS || event->type == SDL_FINGERDOWN || event->type == SDL_MOUSEBUTTONDOWN)
		focus_hide(&booth->focus);
	if (answer.kind == INPUT_NONE || answer.kind == INPUT_QUIT)
		return;
	if (answer.kind == INPUT_REDRAW) {
		if (booth->shown)
			booth->shown(booth);
		return;
	}
	events_tell(&told, &answer, &booth->input, &booth->focus, &booth->flow, &booth->screen, booth->now_ms);
	if (told.kind == EVENT_PRESS && booth->pressing)
		booth->pressing(booth, told.action);
	if (told.kind == EVENT_ACTIVITY)
		booth_activity(booth, &told);
	else
		booth_step(booth, &told);
}

/* So much time passes; what is due by then happens when it is due. */
static inline void booth_wait(struct booth *booth, uint64_t ms)
{
	const struct event time = {.kind = EVENT_TIME};
	uint64_t until_ms = booth->now_ms + ms;

	for (;;) {
		uint64_t passed_ms = booth->now_ms - booth->flow.now_ms, next_ms = flow_next_ms(&booth->flow);
		uint64_t due_ms = next_ms == UINT64_MAX ? UINT64_MAX : next_ms > passed_ms ? next_ms - passed_ms : 0;

		if (due_ms > until_ms - booth->now_ms)
			break;
		booth->now_ms += due_ms;
		booth_step(booth, &time);
		if (!due_ms && flow_next_ms(&booth->flow) == 0)
			break;
	}
	booth->now_ms = until_ms;
}

/* Voting is open, and nobody is there. facts may be NULL. */
static inline void booth_init(struct booth *booth, const struct election *election, const struct messages *messages,
                              const struct look *look)
{
	memset(booth, 0, sizeof(*booth));
	booth->election = election;
	booth->messages = messages;
	booth->look = *look;
	booth->now_ms = 100000;
	booth->facts = (struct facts){
	    .voting = VOTING_OPEN, .kind = SIGN_REAL, .enrolled = 1, .has_election = 1, .capacity = 1000000};
	flow_init(&booth->flow, election, &booth->facts, booth->now_ms);
	focus_init(&booth->focus);
	input_init(&booth->input, look);
	booth_show(booth);
	booth->now_ms += 2000;
}

/* --- fingers and keys --- */

static inline void booth_finger(struct booth *booth, Uint32 type, SDL_FingerID id, int x, int y)
{
	SDL_Event event = {.tfinger = {.type = type, .touchId = 7, .fingerId = id}};

	event.tfinger.x = ((float)x + 0.5F) / (float)booth->look.width;
	event.tfinger.y = ((float)y + 0.5F) / (float)booth->look.height;
	booth_event(booth, &event);
}

static inline void booth_tap(struct booth *booth, int x, int y)
{
	booth_finger(booth, SDL_FINGERDOWN, 1, x, y);
	booth->now_ms += 60;
	booth_finger(booth, SDL_FINGERUP, 1, x, y);
}

static inline void booth_key(struct booth *booth, SDL_Keycode sym)
{
	SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = sym}}};

	booth_event(booth, &event);
	booth->now_ms += 60;
	event.type = SDL_KEYUP;
	booth_event(booth, &event);
}

/* --- the three ways --- */

enum { WAY_MOVES = 1000 }; /* more than these: it is not reached */

/* A person's time to look: every guard time has passed. */
static inline void way_look(struct booth *booth)
{
	booth_wait(booth, INPUT_IRREVERSIBLE_MS + 1);
}

/* Brings the ring around one element alone. 0 where it is not reached. */
static inline int way_reach(struct booth *booth, enum way way, const char *id)
{
	for (unsigned i = 0; i < WAY_MOVES; i++) {
		const struct element *element = screen_find(&booth->screen, id);
		int holds;

		if (!element || element->action.kind == ACT_NONE)
			return 0;
		holds = focus_holds(&booth->focus, &booth->screen, element);
		if (holds && focus_count(&booth->focus, &booth->screen) == 1)
			return 1;
		booth->moves += !holds;
		booth->takes += holds ? 1U : 0U;
		booth_key(booth, way == WAY_KEYPAD ? SDLK_KP_2 : holds ? SDLK_RETURN : SDLK_SPACE);
		booth->now_ms += INPUT_REPEAT_MS;
	}
	return 0;
}

/* Presses one element of the screen. 0 where that way does not lead to it. */
static inline int way_press(struct booth *booth, enum way way, const char *id)
{
	const struct element *element = screen_find(&booth->screen, id);

	if (!element || element->action.kind == ACT_NONE)
		return 0;
	way_look(booth);
	if (way == WAY_TOUCH) {
		element = screen_find(&booth->screen, id);
		if (element)
			booth_tap(booth, element->box.x + element->box.w / 2, element->box.y + element->box.h / 2);
		return element != NULL;
	}
	if (!way_reach(booth, way, id))
		return 0;
	way_look(booth);
	booth->takes++;
	booth_key(booth, way == WAY_KEYPAD ? SDLK_KP_5 : SDLK_RETURN);
	return 1;
}

#endif
