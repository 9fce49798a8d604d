/* A voting code by keys: what a scanner types reaches the flow whole, wherever it is used, and never anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input.h"
#include "model/sample.h"

#define CODE  "k7pq2m9x4hwtv"
#define OTHER "3n8r5vtc6jybg"

/* An input, a flow that answers it, and of each screen only which one it is. */
struct desk {
	struct sample sample;
	struct input input;
	struct screen screen;
	struct look look;
	struct flow flow;
	struct effect effect; /* the last one */
	uint64_t now_ms;
	unsigned presses; /* but of letters */
};

static void show(struct desk *desk)
{
	desk->screen.of = desk->flow.state;
	input_shown(&desk->input, &desk->screen, desk->now_ms);
}

static void tell(struct desk *desk, const struct event *event)
{
	struct effect effect = flow_step(&desk->flow, event);

	if (effect.kind != EFFECT_NONE)
		desk->effect = effect;
	show(desk);
}

static void press(struct desk *desk, enum action_kind kind, uint32_t arg)
{
	tell(desk, &(struct event){.kind = EVENT_PRESS, .now_ms = desk->now_ms, .action = {kind, arg}});
}

static void set_up(struct desk *desk)
{
	const struct facts facts = {.voting = VOTING_OPEN, .enrolled = 1, .has_election = 1, .capacity = 100};

	memset(desk, 0, sizeof(*desk));
	sample_make(&desk->sample);
	desk->look = (struct look){.width = 4000, .height = 2000, .px_per_m = 10000};
	desk->now_ms = 5000;
	flow_init(&desk->flow, &desk->sample.election, &facts, desk->now_ms);
	input_init(&desk->input, &desk->look);
	show(desk);
	assert_int_equal(desk->flow.state, FLOW_START);
}

static void begun(struct desk *desk)
{
	struct event event = {.kind = EVENT_SHUFFLED, .now_ms = desk->now_ms};

	tell(desk, &event);
}

/* Up to the code's own screen. */
static void reach_code(struct desk *desk)
{
	press(desk, ACT_START, 0);
	begun(desk);
	press(desk, ACT_NEXT, 0);
	assert_int_equal(desk->flow.state, FLOW_CODE);
}

static void take(struct desk *desk, const struct input_answer *answer)
{
	if (answer->kind != INPUT_PRESS)
		return;
	desk->presses += answer->action.kind != ACT_LETTER;
	press(desk, answer->action.kind, answer->action.arg);
}

static enum input_kind key(struct desk *desk, SDL_Scancode code, SDL_Keycode sym, Uint16 mod)
{
	SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.scancode = code, .sym = sym, .mod = mod}}};
	struct input_answer answer;
	enum input_kind kind;

	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &answer);
	kind = answer.kind;
	take(desk, &answer);
	while (input_more(&desk->input, &desk->screen, &answer))
		take(desk, &answer);
	event.type = SDL_KEYUP;
	input_event(&desk->input, &event, &desk->screen, desk->now_ms, &answer);
	return kind;
}

static void type(struct desk *desk, const char *text, unsigned gap_ms)
{
	for (; *text; text++) {
		int is_digit = *text >= '1' && *text <= '9', is_capital = *text >= 'A' && *text <= 'Z';
		SDL_Scancode code =
		    (SDL_Scancode)(is_digit ? SDL_SCANCODE_1 + (*text - '1') : SDL_SCANCODE_A + ((*text | 0x20) - 'a'));

		if (is_capital)
			key(desk, SDL_SCANCODE_LSHIFT, SDLK_LSHIFT, 0);
		key(desk, code, is_digit ? *text : *text | 0x20, is_capital ? KMOD_LSHIFT : 0);
		desk->now_ms += gap_ms;
	}
}

static enum input_kind enter(struct desk *desk)
{
	return key(desk, SDL_SCANCODE_RETURN, SDLK_RETURN, 0);
}

static void test_a_scan_on_its_screen_is_sent(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	type(&desk, CODE, 2);
	assert_string_equal(desk.flow.typed, CODE);
	enter(&desk);
	assert_int_equal(desk.effect.kind, EFFECT_CODE);
	assert_string_equal(desk.flow.typed, CODE);
	/* The code is not kept here once it is told. */
	assert_null(memmem(&desk.input, sizeof desk.input, CODE, strlen(CODE)));
}

/* A scanner set to capitals sends Shift with every letter. */
static void test_capitals(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	type(&desk, "K7PQ2M9X4HWTV", 1);
	enter(&desk);
	assert_int_equal(desk.effect.kind, EFFECT_CODE);
	assert_string_equal(desk.flow.typed, CODE);
}

static void test_a_scan_begins_a_session_and_waits(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	type(&desk, CODE, 2);
	assert_int_equal(desk.effect.kind, EFFECT_SHUFFLE);
	begun(&desk);
	assert_int_equal(desk.flow.state, FLOW_SETTINGS);
	/* Its Enter chooses nothing on the screen that has come since. */
	assert_int_not_equal(enter(&desk), INPUT_FOCUS_SELECT);
	assert_int_equal(desk.flow.state, FLOW_SETTINGS);
	assert_string_equal(desk.flow.typed, CODE);
	press(&desk, ACT_NEXT, 0);
	assert_int_equal(desk.effect.kind, EFFECT_CODE);
}

static void test_a_scan_replaces_what_was_typed(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	press(&desk, ACT_LETTER, 'a');
	press(&desk, ACT_LETTER, 'b');
	type(&desk, CODE, 2);
	enter(&desk);
	assert_string_equal(desk.flow.typed, CODE);
	assert_int_equal(desk.effect.kind, EFFECT_CODE);
	/* and one scan another, while the first was not sent */
	set_up(&desk);
	type(&desk, OTHER, 2);
	begun(&desk);
	enter(&desk);
	type(&desk, CODE, 2);
	enter(&desk);
	assert_string_equal(desk.flow.typed, CODE);
	assert_int_not_equal(desk.effect.kind, EFFECT_CODE);
}

static void test_a_scan_amiss_says_so(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	type(&desk, "k7pq2m9x4hwtw", 2);
	enter(&desk);
	assert_int_equal(desk.flow.notice, NOTICE_CODE_TYPO);
	assert_int_not_equal(desk.effect.kind, EFFECT_CODE);
	press(&desk, ACT_ERASE, 1);
	type(&desk, "k7pq", 2);
	enter(&desk);
	assert_int_equal(desk.flow.notice, NOTICE_CODE_SHORT);
	/* The next scan is good. */
	type(&desk, CODE, 2);
	enter(&desk);
	assert_int_equal(desk.effect.kind, EFFECT_CODE);
}

static void test_a_keyboard_is_as_good(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	type(&desk, "k7pq2m9x4hwtt", 1500);
	key(&desk, SDL_SCANCODE_BACKSPACE, SDLK_BACKSPACE, 0);
	assert_string_equal(desk.flow.typed, "k7pq2m9x4hwt");
	type(&desk, "V", 1500);
	desk.now_ms += 60000;
	enter(&desk);
	assert_int_equal(desk.effect.kind, EFFECT_CODE);
	assert_string_equal(desk.flow.typed, CODE);
}

/* Twice the same letter is two letters, however quick; a key held down is one. */
static void test_doubled_letters(void **state)
{
	static struct desk desk;
	SDL_Event held = {.key = {.type = SDL_KEYDOWN, .repeat = 1, .keysym = {.scancode = SDL_SCANCODE_A}}};
	struct input_answer answer;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	type(&desk, "aab", 1);
	input_event(&desk.input, &held, &desk.screen, desk.now_ms, &answer);
	take(&desk, &answer);
	assert_string_equal(desk.flow.typed, "aab");
}

/* Over somebody's ballot, or what the last one left on the screen, a scan does nothing at all: its Enter too. */
static void test_a_scan_elsewhere_does_nothing(void **state)
{
	static struct desk desk;

	(void)state;
	for (int of = 0; of < FLOW_STATE_COUNT; of++) {
		if (of == FLOW_START || of == FLOW_BEGINNING || of == FLOW_SETTINGS || of == FLOW_CODE)
			continue;
		set_up(&desk);
		desk.flow.state = (enum flow_state)of;
		show(&desk);
		desk.presses = 0;
		type(&desk, CODE, 2);
		assert_int_equal(enter(&desk), INPUT_ACTIVITY);
		assert_int_equal(desk.presses, 0);
		assert_int_equal(desk.flow.state, of);
		assert_int_equal(desk.flow.typed_len, 0);
	}
}

/* Enter is the keypad's own where no letters came just before, or a finger came in between. */
static void test_enter_by_itself(void **state)
{
	static struct desk desk;
	SDL_Event finger = {.tfinger = {.type = SDL_FINGERDOWN, .touchId = 7, .fingerId = 1, .x = 0.5F, .y = 0.5F}};
	struct input_answer answer;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	assert_int_equal(enter(&desk), INPUT_FOCUS_SELECT);
	type(&desk, CODE, 2);
	input_event(&desk.input, &finger, &desk.screen, desk.now_ms, &answer);
	desk.now_ms += 500;
	assert_int_equal(enter(&desk), INPUT_FOCUS_SELECT);
	set_up(&desk);
	desk.flow.state = FLOW_PROJECTS;
	show(&desk);
	type(&desk, CODE, 2);
	desk.now_ms += SCAN_ENTER_MS;
	assert_int_equal(enter(&desk), INPUT_FOCUS_SELECT);
}

/* The keypad's digits mean what they always do. */
static void test_the_keypad_types_nothing(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	for (int code = SDL_SCANCODE_KP_DIVIDE; code <= SDL_SCANCODE_KP_PERIOD; code++) {
		desk.now_ms += 400;
		key(&desk, (SDL_Scancode)code, (SDL_Keycode)SDL_SCANCODE_TO_KEYCODE(code), 0);
		if (desk.flow.state != FLOW_CODE)
			break;
		assert_int_equal(desk.flow.typed_len, 0);
	}
	assert_int_equal(desk.flow.state, FLOW_CODE);
}

/* What the last voter left unsent is not there for the next. */
static void test_nothing_is_left_to_the_next(void **state)
{
	static struct desk desk;

	(void)state;
	set_up(&desk);
	reach_code(&desk);
	type(&desk, CODE, 2);
	press(&desk, ACT_LEAVE, 0);
	press(&desk, ACT_YES, 0);
	assert_int_equal(desk.flow.state, FLOW_START);
	assert_null(memmem(&desk.input, sizeof desk.input, "k7pq2m", 6));
	assert_null(memmem(&desk.flow, sizeof desk.flow, "k7pq2m", 6));
	enter(&desk);
	assert_int_not_equal(desk.effect.kind, EFFECT_CODE);
}

static int start(void **state)
{
	(void)state;
	return crypto_init() == STATUS_OK ? 0 : -1;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_scan_on_its_screen_is_sent),
	    cmocka_unit_test(test_capitals),
	    cmocka_unit_test(test_a_scan_begins_a_session_and_waits),
	    cmocka_unit_test(test_a_scan_replaces_what_was_typed),
	    cmocka_unit_test(test_a_scan_amiss_says_so),
	    cmocka_unit_test(test_a_keyboard_is_as_good),
	    cmocka_unit_test(test_doubled_letters),
	    cmocka_unit_test(test_a_scan_elsewhere_does_nothing),
	    cmocka_unit_test(test_enter_by_itself),
	    cmocka_unit_test(test_the_keypad_types_nothing),
	    cmocka_unit_test(test_nothing_is_left_to_the_next),
	};

	return cmocka_run_group_tests_name("scanner", tests, start, NULL);
}
