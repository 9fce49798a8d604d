/* Settings, low buttons, and what staff look after: all of it fits, and says what is so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/screen_fixture.h"
#include "speech.h"

static void look_at(struct fixture *fixture, const struct display *display)
{
	fixture->display = *display;
	fixture->look.width = display->width;
	fixture->look.height = display->height;
	fixture->look.px_per_m = display->px_per_m;
}

static unsigned check_parts(struct fixture *fixture)
{
	struct fault fault;
	unsigned parts = 0;

	do {
		fixture->flow.part = (uint8_t)parts++;
		build(fixture);
		if (!check_screen(&fault, &fixture->screen, &fixture->look))
			fail_msg("%s, %s, words %u: %s", flow_state_name(fixture->flow.state), fixture->display.name,
			         fixture->flow.text_size, fault.what);
	} while (screen_find(&fixture->screen, "part-next") && parts < 200);
	return parts;
}

/* Read aloud, and with the buttons low, every voter's screen fits in every display at every size of words. */
static void test_low_and_loud(void **state)
{
	struct fixture *fixture = *state;
	unsigned screens = 0;

	for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++) {
		look_at(fixture, &matrix_displays[i]);
		for (unsigned s = FLOW_SETTINGS; s <= FLOW_TROUBLE; s++) {
			example_make(&fixture->example, s == FLOW_WRITE ? EXAMPLE_TYPES : EXAMPLE_USUAL);
			for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
				example_flow(&fixture->flow, &fixture->example, (enum flow_state)s);
				fixture->flow.text_size = (uint8_t)size;
				fixture->flow.seated = fixture->flow.sound = 1;
				screens += check_parts(fixture);
			}
		}
	}
	printf("# note: %u screens checked\n", screens);
	assert_true(screens > 300);
}

/* With the buttons low, nothing that can be pressed stands higher than somebody who sits reaches. */
static void test_low_is_low(void **state)
{
	struct fixture *fixture = *state;

	look_at(fixture, &matrix_displays[1]);
	for (unsigned s = FLOW_SETTINGS; s <= FLOW_LEAVE_ASK; s++) {
		example_flow(&fixture->flow, &fixture->example, (enum flow_state)s);
		fixture->flow.seated = 1;
		build(fixture);
		for (unsigned i = 0; i < fixture->screen.count; i++) {
			const struct element *element = &fixture->screen.element[i];

			if (element->action.kind != ACT_NONE && element->box.y < fixture->look.height * 2 / 5)
				fail_msg("%s on screen %s is too high", element->id,
				         flow_state_name((enum flow_state)s));
		}
	}
}

static void test_settings_say_what_is_so(void **state)
{
	struct fixture *fixture = *state;

	example_flow(&fixture->flow, &fixture->example, FLOW_SETTINGS);
	build(fixture);
	assert_true(need(fixture, "sound-0")->state & STATE_CHOSEN);
	assert_null(screen_find(&fixture->screen, "volume-3"));
	assert_null(screen_find(&fixture->screen, "say-again"));
	fixture->flow.sound = 1;
	fixture->flow.volume = 3;
	build(fixture);
	assert_true(need(fixture, "sound-1")->state & STATE_CHOSEN);
	assert_true(need(fixture, "volume-3")->state & STATE_CHOSEN);
	assert_false(need(fixture, "volume-4")->state & STATE_CHOSEN);
	assert_int_equal(need(fixture, "rate-6")->action.arg, 6);
	assert_int_equal(need(fixture, "say-again")->action.kind, ACT_SAY_AGAIN);
	assert_non_null(strstr(need(fixture, "volume-3")->spoken, "4"));
	assert_non_null(strstr(need(fixture, "volume-3")->spoken, "Chosen"));
	assert_string_equal(need(fixture, "volume-4")->spoken, "5");
	/* What a group is for is heard with its first option, and with the one that stands. */
	assert_non_null(strstr(need(fixture, "volume-0")->spoken, "Loudness"));
	assert_non_null(strstr(need(fixture, "volume-3")->spoken, "Loudness"));
	assert_string_equal(need(fixture, "volume")->spoken, "");
	/* Each language is spoken in itself. */
	assert_int_equal(need(fixture, "language-1")->text[0], 'P');
	assert_non_null(strstr(need(fixture, "language-1")->spoken, SPEECH_LANGUAGE "\x02"));
	fixture->flow.facts.sound = SOUND_NO_DEVICE;
	build(fixture);
	assert_null(screen_find(&fixture->screen, "sound-1"));
	need(fixture, "no-sound");
}

/* A press of a step leads to a frame that is larger by it; at the ends of what is possible there is no further step. */
static void test_card_steps(void **state)
{
	struct fixture *fixture = *state;
	const struct element *card, *bigger;
	int before;

	show(fixture, FLOW_STAFF_SIZE);
	card = need(fixture, "card-outline");
	bigger = need(fixture, "bigger");
	before = card->box.w;
	assert_int_equal(before, 309);
	assert_int_equal(card->box.h, 195);
	assert_int_equal(bigger->action.kind, ACT_SCALE);
	assert_int_equal(bigger->action.arg, 3633);
	assert_int_equal(need(fixture, "smaller")->action.arg, 3597);
	fixture->look.px_per_m = (int)need(fixture, "much-bigger")->action.arg;
	build(fixture);
	assert_int_equal(need(fixture, "card-outline")->box.w, 325);
	fixture->look.px_per_m = FLOW_SCALE_MIN;
	build(fixture);
	assert_null(screen_find(&fixture->screen, "smaller"));
	assert_null(screen_find(&fixture->screen, "much-smaller"));
	need(fixture, "bigger");
}

static void test_touch_counts(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_STAFF_TOUCH);
	assert_string_equal(need(fixture, "count")->text, "Touched: 0 of 12");
	fixture->flow.targets = 5;
	build(fixture);
	assert_string_equal(need(fixture, "count")->text, "Touched: 2 of 12");
	assert_true(need(fixture, "target-2")->state & STATE_CHOSEN);
	assert_false(need(fixture, "target-1")->state & STATE_CHOSEN);
	fixture->flow.targets = (1U << FLOW_TARGETS) - 1;
	build(fixture);
	assert_string_equal(need(fixture, "title")->text, "Every field works.");
}

static void test_staff_are_told(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_STAFF);
	assert_null(screen_find(&fixture->screen, "sound"));
	assert_null(screen_find(&fixture->screen, "stuck"));
	fixture->flow.facts.sound = SOUND_NO_DEVICE;
	fixture->flow.stuck = 1;
	build(fixture);
	assert_non_null(strstr(need(fixture, "sound")->text, "no sound"));
	assert_int_equal(need(fixture, "stuck")->role, ROLE_NOTICE);
	fixture->flow.facts.sound = SOUND_NO_SPEECH;
	build(fixture);
	assert_non_null(strstr(need(fixture, "sound")->text, "voice"));
	show(fixture, FLOW_START);
	assert_null(screen_find(&fixture->screen, "stuck"));
	fixture->flow.stuck = 1;
	build(fixture);
	need(fixture, "stuck");
}

/* While the display is wiped nothing can be pressed, and the time that is left is told. */
static void test_wiping(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_STAFF_CLEAN);
	for (unsigned i = 0; i < fixture->screen.count; i++)
		assert_int_equal(fixture->screen.element[i].action.kind, ACT_NONE);
	assert_string_equal(need(fixture, "seconds")->text, "Seconds left: 18");
}

/* A sentence for each language; where one cannot be heard, that is said. */
static void test_sound_sentences(void **state)
{
	struct fixture *fixture = *state;

	example_make(&fixture->example, EXAMPLE_MOST);
	show(fixture, FLOW_STAFF_SOUND);
	need(fixture, "sentence-0");
	need(fixture, "sentence-7");
	assert_non_null(strstr(need(fixture, "sentence-1")->spoken, SPEECH_LANGUAGE "\x02"));
	assert_string_equal(fixture->example.election.language[5], "so");
	need(fixture, "unspoken-5");
	assert_null(screen_find(&fixture->screen, "unspoken-1"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_low_and_loud), TEST(test_low_is_low),      TEST(test_settings_say_what_is_so),
	    TEST(test_card_steps),   TEST(test_touch_counts),    TEST(test_staff_are_told),
	    TEST(test_wiping),       TEST(test_sound_sentences),
	};

	return cmocka_run_group_tests_name("screen_settings", tests, NULL, NULL);
}
