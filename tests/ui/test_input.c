/* The rules of touching, each by itself: what acts, what does not, and what never blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "input.h"

/* A display of 10 pixels a millimetre, with two buttons 5 mm apart and one that cannot be taken back. */
struct desk {
	struct input input;
	struct screen screen;
	struct look look;
	struct input_answer answer;
	uint64_t now_ms;
};

static void add_button(struct desk *desk, const char *id, struct rect box, uint32_t arg, unsigned state)
{
	struct element *element = &desk->screen.element[desk->screen.count++];

	memset(element, 0, sizeof(*element));
	element->role = ROLE_BUTTON;
	snprintf(element->id, sizeof(element->id), "%s", id);
	element->text = element->detail = element->note = element->amount = element->spoken = "";
	element->action = (struct action){ACT_PROJECT, arg};
	element->box = box;
	element->state = state;
}

static void show(struct desk *desk)
{
	input_shown(&desk->input, &desk->screen, desk->now_ms);
}

static void set_up(struct desk *desk)
{
	memset(desk, 0, sizeof(*desk));
	desk->look = (struct look){.width = 4000, .height = 2000, .px_per_m = 10000};
	desk->now_ms = 5000;
	desk->screen.of = FLOW_PROJECTS;
	add_button(desk, "one", (struct rect){500, 500, 300, 200}, 1, 0);
	add_button(desk, "two", (struct rect){850, 500, 300, 200}, 2, 0);
	add_button(desk, "grave", (struct rect){500, 1000, 600, 300}, 3, STATE_IRREVERSIBLE);
	input_init(&desk->input, &desk->look);
	show(desk);
	desk->now_ms += 1500;
}

static void finger(struct desk *desk, Uint32 type, SDL_FingerID id, int x, int y)
{
	SDL_Event event = {.tfinger = {.type = type, .touchId = 7, .fingerId = id}};

	event.tfinger.x = ((float)x + 0.5F) / (float)desk->look.width;
	event.tfinger.y = ((float)y + 0.5F) / (float)desk->look.height;
	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &desk->answer);
}

static void mouse(struct desk *desk, Uint32 type, int x, int y)
{
	SDL_Event event = {.type = type};

	if (type == SDL_MOUSEMOTION) {
		event.motion.x = x;
		event.motion.y = y;
	} else {
		event.button.button = SDL_BUTTON_LEFT;
		event.button.x = x;
		event.button.y = y;
	}
	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &desk->answer);
}

static int tap(struct desk *desk, SDL_FingerID id, int x, int y)
{
	finger(desk, SDL_FINGERDOWN, id, x, y);
	desk->now_ms += 60;
	finger(desk, SDL_FINGERUP, id, x, y);
	return desk->answer.kind == INPUT_PRESS ? (int)desk->answer.action.arg : 0;
}

static void test_release_inside_acts(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_REDRAW);
	assert_string_equal(input_pressed(&desk.input), "one");
	desk.now_ms += 80;
	finger(&desk, SDL_FINGERUP, 1, 620, 640);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	assert_string_equal(desk.answer.id, "one");
	assert_int_equal(desk.answer.action.kind, ACT_PROJECT);
	assert_int_equal(desk.answer.action.arg, 1);
	assert_string_equal(input_pressed(&desk.input), "");
}

static void test_sliding_off_cancels(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	finger(&desk, SDL_FINGERMOTION, 1, 600, 900);
	assert_int_equal(desk.answer.kind, INPUT_REDRAW);
	assert_string_equal(input_pressed(&desk.input), "");
	finger(&desk, SDL_FINGERUP, 1, 600, 900);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	/* And sliding back takes it up again. */
	desk.now_ms += 400;
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	finger(&desk, SDL_FINGERMOTION, 1, 600, 900);
	finger(&desk, SDL_FINGERMOTION, 1, 600, 600);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
}

static void test_small_slip_counts(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	/* 4 mm above: still meant. 6 mm: not. */
	finger(&desk, SDL_FINGERDOWN, 1, 600, 510);
	finger(&desk, SDL_FINGERUP, 1, 600, 460);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	desk.now_ms += 400;
	finger(&desk, SDL_FINGERDOWN, 1, 600, 510);
	finger(&desk, SDL_FINGERUP, 1, 600, 440);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	/* 4 mm beside, but only 1 mm from the neighbour. */
	desk.now_ms += 400;
	finger(&desk, SDL_FINGERDOWN, 1, 790, 600);
	finger(&desk, SDL_FINGERUP, 1, 840, 600);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	/* 2 mm beside, 3 mm from the neighbour. */
	desk.now_ms += 400;
	finger(&desk, SDL_FINGERDOWN, 1, 790, 600);
	finger(&desk, SDL_FINGERUP, 1, 815, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
}

static void test_beginning_outside_never_acts(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 100, 100);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	finger(&desk, SDL_FINGERMOTION, 1, 600, 600);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
}

static void test_repeats(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	desk.now_ms += 100;
	assert_int_equal(tap(&desk, 1, 600, 600), 0);
	/* Another target at once, the same one later. */
	assert_int_equal(tap(&desk, 1, 900, 600), 2);
	desk.now_ms += 300;
	assert_int_equal(tap(&desk, 1, 900, 600), 2);
}

static void test_screen_change(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	desk.screen.of = FLOW_PROJECT;
	show(&desk);
	desk.now_ms += 200;
	assert_int_equal(tap(&desk, 1, 900, 600), 0);
	desk.now_ms += 60;
	assert_int_equal(tap(&desk, 1, 900, 600), 2);
	/* The same places drawn again are no change. */
	show(&desk);
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
}

static void test_fingers_must_leave_after_a_change(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	desk.screen.of = FLOW_IDLE;
	show(&desk);
	desk.now_ms += 2000;
	/* What was down then does not act, nor does another beside it. */
	assert_int_equal(tap(&desk, 2, 900, 600), 0);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	assert_int_equal(tap(&desk, 2, 900, 600), 2);
}

static void test_irreversible_waits_a_second(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	desk.screen.of = FLOW_SEALED;
	show(&desk);
	desk.now_ms += 700;
	assert_int_equal(tap(&desk, 1, 700, 1100), 0);
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	desk.now_ms += 300;
	assert_int_equal(tap(&desk, 1, 700, 1100), 3);
}

static void test_palm_on_nothing(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 100, 1900);
	desk.now_ms += 100;
	assert_int_equal(tap(&desk, 2, 600, 600), 1);
	/* Nor does it hold up the next screen. */
	desk.screen.of = FLOW_PROJECT;
	show(&desk);
	desk.now_ms += 260;
	assert_int_equal(tap(&desk, 2, 600, 600), 1);
}

static void test_further_contacts_neither_act_nor_block(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	finger(&desk, SDL_FINGERDOWN, 2, 900, 600);
	assert_string_equal(input_pressed(&desk.input), "one");
	finger(&desk, SDL_FINGERUP, 2, 900, 600);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	assert_string_equal(desk.answer.id, "one");
}

static void test_resting_long_is_a_palm(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	desk.now_ms += 10001;
	/* It gives way to a finger, and does not act when it leaves. */
	assert_int_equal(tap(&desk, 2, 900, 600), 2);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	/* Held for less, it acts once. */
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	desk.now_ms += 9900;
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
}

static void test_more_contacts_than_hands(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	for (int i = 0; i < 40; i++)
		finger(&desk, SDL_FINGERDOWN, 100 + i, 100 + i, 1900);
	for (int i = 0; i < 40; i++)
		finger(&desk, SDL_FINGERUP, 100 + i, 100 + i, 1900);
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	/* A panel that never reported an end, and begins again. */
	finger(&desk, SDL_FINGERDOWN, 5, 600, 600);
	desk.now_ms += 400;
	assert_int_equal(tap(&desk, 5, 900, 600), 2);
}

static void test_mouse(void **state)
{
	struct desk desk;
	SDL_Event event = {.type = SDL_MOUSEBUTTONDOWN};

	(void)state;
	set_up(&desk);
	mouse(&desk, SDL_MOUSEMOTION, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_NONE);
	mouse(&desk, SDL_MOUSEBUTTONDOWN, 600, 600);
	mouse(&desk, SDL_MOUSEMOTION, 610, 600);
	mouse(&desk, SDL_MOUSEBUTTONUP, 610, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	/* What SDL would make of a touch is not a mouse. */
	desk.now_ms += 400;
	event.button.button = SDL_BUTTON_LEFT;
	event.button.which = SDL_TOUCH_MOUSEID;
	event.button.x = event.button.y = 600;
	input_event(&desk.input, &event, &desk.screen, desk.now_ms, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_NONE);
	assert_string_equal(input_pressed(&desk.input), "");
}

/* Whoever comes next repeats nothing, even where the same button stands in the same place. */
static void test_next_voter_repeats_nothing(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	desk.screen.of = FLOW_START;
	show(&desk);
	desk.now_ms += INPUT_SETTLE_MS + 10;
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
}

static enum input_kind key_at(struct desk *desk, SDL_Scancode code, SDL_Keycode sym)
{
	SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.scancode = code, .sym = sym}}};

	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &desk->answer);
	return desk->answer.kind;
}

static enum input_kind key_up(struct desk *desk, SDL_Keycode sym)
{
	SDL_Event event = {.key = {.type = SDL_KEYUP, .keysym = {.sym = sym}}};

	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &desk->answer);
	return desk->answer.kind;
}

static enum input_kind key(struct desk *desk, SDL_Keycode sym, Uint16 mod, Uint8 repeat)
{
	SDL_Event event = {.key = {.type = SDL_KEYDOWN, .repeat = repeat, .keysym = {.sym = sym, .mod = mod}}};

	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &desk->answer);
	return desk->answer.kind;
}

/* Each key's one meaning, as the README tells it. */
static const struct {
	SDL_Keycode sym;
	Uint16 mod;
	enum input_kind kind;
	enum key_command command;
} meanings[] = {
    {SDLK_KP_7, 0, INPUT_COMMAND, KEY_SCREEN_PREVIOUS},
    {SDLK_KP_8, 0, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_KP_9, 0, INPUT_COMMAND, KEY_SCREEN_NEXT},
    {SDLK_KP_4, 0, INPUT_COMMAND, KEY_RATE},
    {SDLK_KP_5, 0, INPUT_FOCUS_SELECT, KEY_COMMAND_COUNT},
    {SDLK_KP_6, 0, INPUT_COMMAND, KEY_VOLUME},
    {SDLK_KP_1, 0, INPUT_COMMAND, KEY_HELP},
    {SDLK_KP_2, 0, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_KP_3, 0, INPUT_COMMAND, KEY_LANGUAGE},
    {SDLK_KP_0, 0, INPUT_COMMAND, KEY_SAY_AGAIN},
    {SDLK_KP_PERIOD, 0, INPUT_COMMAND, KEY_BLANK},
    {SDLK_KP_DIVIDE, 0, INPUT_COMMAND, KEY_SLOWER},
    {SDLK_KP_MULTIPLY, 0, INPUT_COMMAND, KEY_FASTER},
    {SDLK_KP_MINUS, 0, INPUT_COMMAND, KEY_SOFTER},
    {SDLK_KP_PLUS, 0, INPUT_COMMAND, KEY_LOUDER},
    {SDLK_KP_ENTER, 0, INPUT_FOCUS_SELECT, KEY_COMMAND_COUNT},
    {SDLK_RETURN, 0, INPUT_FOCUS_SELECT, KEY_COMMAND_COUNT},
    {SDLK_SPACE, 0, INPUT_FOCUS_SWITCH, KEY_COMMAND_COUNT},
    {SDLK_TAB, 0, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_TAB, KMOD_LSHIFT, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_RIGHT, 0, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_DOWN, 0, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_LEFT, 0, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_UP, 0, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_PAGEUP, 0, INPUT_COMMAND, KEY_SCREEN_PREVIOUS},
    {SDLK_PAGEDOWN, 0, INPUT_COMMAND, KEY_SCREEN_NEXT},
};

static void test_keys(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		desk.now_ms += 400;
		assert_int_equal(key(&desk, meanings[i].sym, meanings[i].mod, 0), meanings[i].kind);
		if (meanings[i].kind == INPUT_COMMAND)
			assert_int_equal(desk.answer.command, meanings[i].command);
		/* Held down, it says nothing more; let go, neither. */
		assert_int_equal(key(&desk, meanings[i].sym, meanings[i].mod, 1), INPUT_NONE);
		assert_int_equal(key_up(&desk, meanings[i].sym), INPUT_NONE);
	}
	/* With "Num" off a keypad may call its keys otherwise; they stand where they stand. */
	desk.now_ms += 400;
	assert_int_equal(key_at(&desk, SDL_SCANCODE_KP_9, SDLK_PAGEUP), INPUT_COMMAND);
	assert_int_equal(desk.answer.command, KEY_SCREEN_NEXT);
	/* In a language read from the right, arrows go the way that people read. */
	desk.screen.right_to_left = 1;
	assert_int_equal(key(&desk, SDLK_LEFT, 0, 0), INPUT_FOCUS_NEXT);
	assert_int_equal(key(&desk, SDLK_RIGHT, 0, 0), INPUT_FOCUS_PREVIOUS);
	assert_int_equal(key(&desk, SDLK_DOWN, 0, 0), INPUT_FOCUS_NEXT);
}

/* Whoever types finds that nothing comes of it, but is taken to be there. */
static void test_typing_does_nothing(void **state)
{
	struct desk desk;
	unsigned commands = 0;

	(void)state;
	set_up(&desk);
	for (SDL_Keycode sym = 1; sym < 0x100; sym++) {
		desk.now_ms += 400;
		if (sym == SDLK_SPACE || sym == SDLK_RETURN || sym == SDLK_TAB)
			continue;
		assert_int_equal(key(&desk, sym, 0, 0), INPUT_ACTIVITY);
		key_up(&desk, sym);
	}
	for (int code = SDL_SCANCODE_UNKNOWN + 1; code < SDL_NUM_SCANCODES; code++) {
		desk.now_ms += 400;
		if (key(&desk, (SDL_Keycode)SDL_SCANCODE_TO_KEYCODE((unsigned)code), 0, 0) != INPUT_ACTIVITY)
			commands++;
		key_up(&desk, (SDL_Keycode)SDL_SCANCODE_TO_KEYCODE((unsigned)code));
	}
	/* The keypad's 17 with its comma, four arrows, two for screens, two for volume. */
	assert_int_equal(commands, 25);
}

static void test_keys_strike_twice(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	/* Item keys may be quick. */
	assert_int_equal(key(&desk, SDLK_KP_2, 0, 0), INPUT_FOCUS_NEXT);
	desk.now_ms += 90;
	assert_int_equal(key(&desk, SDLK_KP_2, 0, 0), INPUT_FOCUS_NEXT);
	/* A switch, and what acts, is taken once. */
	assert_int_equal(key(&desk, SDLK_SPACE, 0, 0), INPUT_FOCUS_SWITCH);
	desk.now_ms += 299;
	assert_int_equal(key(&desk, SDLK_SPACE, 0, 0), INPUT_ACTIVITY);
	assert_int_equal(key(&desk, SDLK_RETURN, 0, 0), INPUT_FOCUS_SELECT);
	desk.now_ms += 299;
	assert_int_equal(key(&desk, SDLK_RETURN, 0, 0), INPUT_ACTIVITY);
	desk.now_ms += 1;
	assert_int_equal(key(&desk, SDLK_RETURN, 0, 0), INPUT_FOCUS_SELECT);
	assert_int_equal(key(&desk, SDLK_KP_6, 0, 0), INPUT_COMMAND);
	desk.now_ms += 100;
	assert_int_equal(key(&desk, SDLK_KP_6, 0, 0), INPUT_ACTIVITY);
}

static void test_selecting_keeps_the_guards(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	input_select(&desk.input, &desk.screen.element[1], desk.now_ms, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	assert_string_equal(desk.answer.id, "two");
	input_select(&desk.input, &desk.screen.element[1], desk.now_ms + 100, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	input_select(&desk.input, NULL, desk.now_ms + 900, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	desk.screen.of = FLOW_SEALED;
	desk.now_ms += 2000;
	show(&desk);
	input_select(&desk.input, &desk.screen.element[2], desk.now_ms + 900, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	input_select(&desk.input, &desk.screen.element[2], desk.now_ms + 1000, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
}

/* --- what is stuck, dark, or beside everything --- */

static void test_stuck_contact_is_told(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	assert_true(input_next_ms(&desk.input, desk.now_ms) == UINT64_MAX);
	finger(&desk, SDL_FINGERDOWN, 1, 100, 1900);
	assert_int_equal(input_next_ms(&desk.input, desk.now_ms), 60000);
	desk.now_ms += 59999;
	assert_false(input_stuck(&desk.input, desk.now_ms));
	assert_int_equal(input_next_ms(&desk.input, desk.now_ms), 1);
	desk.now_ms++;
	assert_true(input_stuck(&desk.input, desk.now_ms));
	assert_true(input_next_ms(&desk.input, desk.now_ms) == UINT64_MAX);
	/* Everything goes on meanwhile. */
	assert_int_equal(tap(&desk, 2, 600, 600), 1);
	finger(&desk, SDL_FINGERMOTION, 1, 110, 1900);
	assert_true(input_stuck(&desk.input, desk.now_ms));
	finger(&desk, SDL_FINGERUP, 1, 100, 1900);
	assert_false(input_stuck(&desk.input, desk.now_ms));
	assert_true(input_next_ms(&desk.input, desk.now_ms) == UINT64_MAX);
}

static void test_stuck_key_is_told(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	key(&desk, SDLK_SPACE, 0, 0);
	for (unsigned i = 0; i < 700; i++) {
		desk.now_ms += 100;
		/* Nobody is taken to be there for it. */
		assert_int_equal(key(&desk, SDLK_SPACE, 0, 1), INPUT_NONE);
		assert_int_equal(input_stuck(&desk.input, desk.now_ms), i >= 599);
	}
	assert_int_equal(key(&desk, SDLK_RETURN, 0, 0), INPUT_FOCUS_SELECT);
	key_up(&desk, SDLK_SPACE);
	assert_false(input_stuck(&desk.input, desk.now_ms));
}

/* A panel that never tells an end, with a new number each time, does not take the display away. */
static void test_ends_never_told(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	for (int i = 0; i < 100; i++) {
		finger(&desk, SDL_FINGERDOWN, 1000 + i, 600, 600);
		desk.now_ms += 400;
	}
	desk.now_ms += INPUT_PALM_MS;
	assert_int_equal(tap(&desk, 1, 900, 600), 2);
	assert_true(input_stuck(&desk.input, desk.now_ms + INPUT_STUCK_MS));
}

/* The hand that lies beside the finger keeps nobody from the next screen. */
static void test_second_contact_holds_up_nothing(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	finger(&desk, SDL_FINGERDOWN, 1, 600, 600);
	finger(&desk, SDL_FINGERDOWN, 2, 900, 600);
	finger(&desk, SDL_FINGERUP, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	desk.screen.of = FLOW_PROJECT;
	show(&desk);
	desk.now_ms += INPUT_SETTLE_MS;
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
}

/* The same target again too soon is ignored, though things moved on the screen after the first. */
static void test_repeat_after_things_moved(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	desk.screen.element[1].box.y += 100;
	show(&desk);
	desk.now_ms += 260;
	assert_int_equal(tap(&desk, 1, 600, 600), 0);
	desk.now_ms += 300;
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
}

static void test_touch_to_start_is_anywhere(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	tap(&desk, 1, 100, 1900);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	desk.screen.of = FLOW_START;
	show(&desk);
	/* Too soon after the last voter's screen. */
	tap(&desk, 1, 100, 1900);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	desk.now_ms += 400;
	tap(&desk, 1, 100, 1900);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	assert_int_equal(desk.answer.action.kind, ACT_START);
	/* A button is still what it says. */
	desk.now_ms += 400;
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	/* What rests there is nobody. */
	finger(&desk, SDL_FINGERDOWN, 1, 100, 1900);
	desk.now_ms += INPUT_PALM_MS + 1;
	finger(&desk, SDL_FINGERUP, 1, 100, 1900);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
}

static void test_dark_display(void **state)
{
	struct desk desk;

	(void)state;
	set_up(&desk);
	desk.screen.blank = 1;
	/* Nothing unseen is pressed; the picture comes back. */
	tap(&desk, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_PRESS);
	assert_int_equal(desk.answer.action.kind, ACT_BLANK);
	assert_int_equal(desk.answer.action.arg, 0);
	/* Not for a hand of somebody who goes by keys. */
	desk.now_ms += 400;
	key(&desk, SDLK_KP_2, 0, 0);
	tap(&desk, 1, 600, 600);
	assert_int_equal(desk.answer.kind, INPUT_ACTIVITY);
	/* Whoever then presses what they see goes by touch. */
	desk.screen.blank = 0;
	desk.now_ms += 400;
	assert_int_equal(tap(&desk, 1, 600, 600), 1);
	desk.screen.blank = 1;
	desk.now_ms += 400;
	tap(&desk, 1, 600, 600);
	assert_int_equal(desk.answer.action.kind, ACT_BLANK);
	desk.now_ms += 400;
	key(&desk, SDLK_KP_2, 0, 0);
	/* The next voter is another one. */
	desk.screen.blank = 0;
	desk.screen.of = FLOW_START;
	show(&desk);
	desk.screen.of = FLOW_HOW;
	desk.screen.blank = 1;
	show(&desk);
	desk.now_ms += 400;
	tap(&desk, 1, 600, 600);
	assert_int_equal(desk.answer.action.kind, ACT_BLANK);
}

/* The last column and row of the display belong to it; nonsense from a panel stays on it. */
static void test_edges(void **state)
{
	static const float shares[] = {1.0F, 1.5F, -1.0F, 0.0F, 1e30F, -1e30F, 0.0F / 0.0F};
	struct desk desk;

	(void)state;
	set_up(&desk);
	add_button(&desk, "corner", (struct rect){3800, 1800, 200, 200}, 9, 0);
	for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		SDL_Event event = {.tfinger = {.type = SDL_FINGERDOWN, .touchId = 7, .fingerId = 3}};

		event.tfinger.x = event.tfinger.y = shares[i];
		input_event(&desk.input, &event, &desk.screen, desk.now_ms, &desk.answer);
		event.type = SDL_FINGERUP;
		input_event(&desk.input, &event, &desk.screen, desk.now_ms, &desk.answer);
		assert_int_equal(desk.answer.kind == INPUT_PRESS, shares[i] >= 1);
		desk.now_ms += 400;
	}
}

static void test_window(void **state)
{
	struct desk desk;
	SDL_Event event = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_EXPOSED}};

	(void)state;
	set_up(&desk);
	input_event(&desk.input, &event, &desk.screen, desk.now_ms, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_REDRAW);
	assert_int_equal(desk.answer.window, 1);
	event.type = SDL_QUIT;
	input_event(&desk.input, &event, &desk.screen, desk.now_ms, &desk.answer);
	assert_int_equal(desk.answer.kind, INPUT_QUIT);
}

/* However long and wild: never a press of what does not stand there, never an irreversible one too early. */
static void test_wild_events(void **state)
{
	static const Uint32 types[] = {SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION, SDL_MOUSEBUTTONDOWN,
	                               SDL_MOUSEBUTTONUP};
	struct desk desk;
	uint64_t seed = 88172645463325252U, shown_ms;
	unsigned presses = 0;

	(void)state;
	set_up(&desk);
	shown_ms = desk.now_ms - 1500;
	for (unsigned i = 0; i < 200000; i++) {
		Uint32 type;
		int x, y;

		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		type = types[seed % 5];
		x = (int)(seed >> 8 & 2047) - 20;
		y = (int)(seed >> 20 & 2047) - 20;
		desk.now_ms += seed >> 40 & 255;
		if (type == SDL_MOUSEBUTTONDOWN || type == SDL_MOUSEBUTTONUP)
			mouse(&desk, type, x, y);
		else
			finger(&desk, type, (SDL_FingerID)(seed >> 50 & 3), x, y);
		if (desk.answer.kind == INPUT_PRESS) {
			presses++;
			assert_non_null(screen_find(&desk.screen, desk.answer.id));
			if (!strcmp(desk.answer.id, "grave"))
				assert_true(desk.now_ms - shown_ms >= INPUT_IRREVERSIBLE_MS);
			assert_true(desk.now_ms - shown_ms >= INPUT_SETTLE_MS);
			if (seed >> 60 & 1) {
				desk.screen.of = desk.screen.of == FLOW_PROJECTS ? FLOW_PROJECT : FLOW_PROJECTS;
				show(&desk);
				shown_ms = desk.now_ms;
			}
		}
	}
	assert_true(presses > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_release_inside_acts),
	    cmocka_unit_test(test_sliding_off_cancels),
	    cmocka_unit_test(test_small_slip_counts),
	    cmocka_unit_test(test_beginning_outside_never_acts),
	    cmocka_unit_test(test_repeats),
	    cmocka_unit_test(test_next_voter_repeats_nothing),
	    cmocka_unit_test(test_screen_change),
	    cmocka_unit_test(test_fingers_must_leave_after_a_change),
	    cmocka_unit_test(test_irreversible_waits_a_second),
	    cmocka_unit_test(test_palm_on_nothing),
	    cmocka_unit_test(test_further_contacts_neither_act_nor_block),
	    cmocka_unit_test(test_resting_long_is_a_palm),
	    cmocka_unit_test(test_more_contacts_than_hands),
	    cmocka_unit_test(test_mouse),
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_typing_does_nothing),
	    cmocka_unit_test(test_keys_strike_twice),
	    cmocka_unit_test(test_selecting_keeps_the_guards),
	    cmocka_unit_test(test_stuck_contact_is_told),
	    cmocka_unit_test(test_stuck_key_is_told),
	    cmocka_unit_test(test_ends_never_told),
	    cmocka_unit_test(test_second_contact_holds_up_nothing),
	    cmocka_unit_test(test_repeat_after_things_moved),
	    cmocka_unit_test(test_touch_to_start_is_anywhere),
	    cmocka_unit_test(test_dark_display),
	    cmocka_unit_test(test_edges),
	    cmocka_unit_test(test_window),
	    cmocka_unit_test(test_wild_events),
	};

	return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
