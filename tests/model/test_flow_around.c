/* The flow and what is around it: sound, headphones, speech that plays, what is stuck on the display, and staff's tests
 * of display, touch and sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "walk.h"

enum { IDLE_MS = 180000, WARNING_MS = 45000 };

static struct project projects[3];
static struct contest contests[] = {{.id = 1, .type = VOTE_APPROVAL, .project_count = 3, .projects = projects}};
static struct style styles[] = {{.contest_count = 1, .contest = {0}}};
static const struct election election = {.language_count = 2,
                                         .language = {"en", "pt"},
                                         .idle_s = IDLE_MS / 1000,
                                         .warning_s = WARNING_MS / 1000,
                                         .contest_count = 1,
                                         .contests = contests,
                                         .style_count = 1,
                                         .styles = styles};

static int open_kiosk(void **state)
{
	*state = walk_open(&election);
	return 0;
}

static void to_staff(struct walk *walk)
{
	press(walk, ACT_STAFF, 0);
	for (unsigned i = 0; i < FLOW_PIN_MIN; i++)
		press(walk, ACT_DIGIT, 1);
	press(walk, ACT_NEXT, 0);
	answer(walk, EVENT_PIN_RIGHT, 0);
	assert_state(STAFF);
}

static void test_settings(void **state)
{
	struct walk *walk = *state;

	begin(walk, 1);
	assert_int_equal(walk->flow.rate, FLOW_RATE_DEFAULT);
	assert_int_equal(walk->flow.volume, FLOW_VOLUME_DEFAULT);
	press(walk, ACT_BLANK, 1); /* nothing shown and nothing said would be nothing at all */
	assert_int_equal(walk->flow.blank, 0);
	press(walk, ACT_SOUND, 1);
	press(walk, ACT_BLANK, 1);
	press(walk, ACT_RATE, 6);
	press(walk, ACT_VOLUME, 0);
	press(walk, ACT_SEATED, 1);
	press(walk, ACT_RATE, FLOW_RATES);
	press(walk, ACT_VOLUME, FLOW_VOLUMES);
	press(walk, ACT_SEATED, 2);
	press(walk, ACT_SOUND, 2);
	assert_int_equal(walk->flow.rate, 6);
	assert_int_equal(walk->flow.volume, 0);
	assert_int_equal(walk->flow.seated, 1);
	assert_int_equal(walk->flow.sound, 1);
	assert_true(flow_blanked(&walk->flow));
	press(walk, ACT_SOUND, 0);
	assert_false(flow_blanked(&walk->flow));
	press(walk, ACT_SOUND, 1);
	assert_false(flow_blanked(&walk->flow));
	press(walk, ACT_BLANK, 1);
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_state(START);
	assert_wiped(walk);
	assert_false(flow_blanked(&walk->flow));
}

/* A screen that somebody keeps dark shows a warning, and trouble, all the same. */
static void test_blank_is_no_curtain(void **state)
{
	struct walk *walk = *state;

	begin(walk, 1);
	press(walk, ACT_SOUND, 1);
	press(walk, ACT_BLANK, 1);
	pass(walk, IDLE_MS);
	assert_state(IDLE);
	assert_false(flow_blanked(&walk->flow));
	press(walk, ACT_STILL_HERE, 0);
	assert_true(flow_blanked(&walk->flow));
	for (unsigned i = 0; i < 3; i++)
		press(walk, ACT_NEXT, 0);
	press(walk, ACT_NEXT, 0);
	assert_effect(SEAL);
	assert_true(flow_blanked(&walk->flow));
	answer(walk, EVENT_FAILED, STATUS_IO);
	assert_state(TROUBLE);
	assert_false(flow_blanked(&walk->flow));
	assert_int_equal(walk->flow.sound, 1); /* whoever listened is told */
}

/* Dark and silent would be a kiosk that is gone: no darkness where nothing can be heard. */
static void test_blank_only_where_something_is_heard(void **state)
{
	struct walk *walk = *state;
	struct event facts = {.kind = EVENT_FACTS};

	begin(walk, 1);
	press(walk, ACT_SOUND, 1);
	facts.facts = walk->flow.facts;
	facts.facts.sound = SOUND_NO_DEVICE;
	tell(walk, facts);
	press(walk, ACT_BLANK, 1);
	assert_int_equal(walk->flow.blank, 0);
	facts.facts.sound = SOUND_WORKS;
	tell(walk, facts);
	press(walk, ACT_BLANK, 1);
	assert_true(flow_blanked(&walk->flow));
	facts.facts.sound = SOUND_NO_DEVICE; /* pulled out while somebody listens */
	tell(walk, facts);
	assert_false(flow_blanked(&walk->flow));
	facts.facts.sound = SOUND_WORKS;
	tell(walk, facts);
	assert_true(flow_blanked(&walk->flow));
}

/* The code can be looked at to the end, also by whoever kept the screen dark. */
static void test_thanks_light_up(void **state)
{
	struct walk *walk = *state;
	struct event sealed = {.kind = EVENT_SEALED};

	begin(walk, 1);
	press(walk, ACT_SOUND, 1);
	press(walk, ACT_BLANK, 1);
	for (unsigned i = 0; i < 4; i++)
		press(walk, ACT_NEXT, 0);
	assert_effect(SEAL);
	tell(walk, sealed);
	pass(walk, FLOW_SEALING_MS);
	press(walk, ACT_CAST, 0);
	answer(walk, EVENT_STORED, 0);
	assert_state(THANKS);
	assert_true(flow_blanked(&walk->flow));
	press(walk, ACT_BLANK, 0);
	assert_state(THANKS);
	assert_false(flow_blanked(&walk->flow));
}

static void test_headphones(void **state)
{
	struct walk *walk = *state;
	struct event shuffled = {.kind = EVENT_SHUFFLED, .seed = {1}};

	answer(walk, EVENT_HEADPHONES, 1);
	assert_effect(SHUFFLE);
	tell(walk, shuffled);
	assert_state(SETTINGS);
	assert_int_equal(walk->flow.sound, 1);
	press(walk, ACT_BLANK, 1);
	press(walk, ACT_NEXT, 0);
	answer(walk, EVENT_HEADPHONES, 0); /* no voice goes on in the room */
	assert_state(HOW);
	assert_int_equal(walk->flow.sound, 0);
	assert_false(flow_blanked(&walk->flow));
	answer(walk, EVENT_HEADPHONES, 1);
	assert_int_equal(walk->flow.sound, 1);
	pass(walk, IDLE_MS - 1);
	answer(walk, EVENT_HEADPHONES, 0); /* a cable pulled out by somebody who leaves */
	pass(walk, 1);
	assert_state(IDLE);
	answer(walk, EVENT_HEADPHONES, 1);
	assert_state(HOW);
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_state(START);
	assert_int_equal(walk->flow.sound, 0);
	assert_int_equal(walk->flow.headphones, 1);
	press(walk, ACT_START, 0); /* left there for the next */
	assert_int_equal(walk->flow.sound, 1);
}

static void test_start_with_sound(void **state)
{
	struct walk *walk = *state;

	press(walk, ACT_SOUND, 0);
	assert_state(START);
	press(walk, ACT_SOUND, 1);
	assert_effect(SHUFFLE);
	assert_int_equal(walk->flow.sound, 1);
}

/* Nobody is taken for gone while being read to; who listened to the end has the whole time from there. */
static void test_speaking(void **state)
{
	struct walk *walk = *state;

	begin(walk, 1);
	answer(walk, EVENT_SPEAKING, 1);
	pass(walk, 3 * IDLE_MS);
	assert_state(SETTINGS);
	answer(walk, EVENT_SPEAKING, 0);
	pass(walk, IDLE_MS - 1);
	assert_state(SETTINGS);
	pass(walk, 1);
	assert_state(IDLE);
	answer(walk, EVENT_SPEAKING, 1);
	pass(walk, 2 * WARNING_MS);
	assert_state(IDLE);
	assert_int_equal(flow_seconds_left(&walk->flow), WARNING_MS / 1000);
	answer(walk, EVENT_SPEAKING, 0);
	assert_int_equal(flow_seconds_left(&walk->flow), WARNING_MS / 1000);
	assert_int_equal(flow_next_ms(&walk->flow), 1000);
	pass(walk, WARNING_MS - 1);
	assert_int_equal(flow_seconds_left(&walk->flow), 1);
	pass(walk, 1);
	assert_state(START);
	assert_effect(DISCARD);
	assert_int_equal(walk->effect.arg, ENDING_TIMED_OUT);
}

/* A voice that never says that it ended keeps no session open for ever. */
static void test_speaking_for_ever(void **state)
{
	struct walk *walk = *state;

	begin(walk, 1);
	answer(walk, EVENT_SPEAKING, 1);
	assert_int_equal(flow_next_ms(&walk->flow), FLOW_SPEECH_MS);
	pass(walk, FLOW_SPEECH_MS);
	assert_state(IDLE);
	pass(walk, FLOW_SPEECH_MS);
	assert_state(START);
}

static void test_stuck(void **state)
{
	struct walk *walk = *state;
	struct flow *before = malloc(sizeof(*before));

	assert_non_null(before);
	begin(walk, 1);
	*before = walk->flow;
	answer(walk, EVENT_STUCK, 1);
	before->stuck = 1;
	assert_memory_equal(before, &walk->flow, sizeof(*before));
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_int_equal(walk->flow.stuck, 1); /* for staff */
	answer(walk, EVENT_STUCK, 0);
	assert_int_equal(walk->flow.stuck, 0);
	free(before);
}

static void test_size(void **state)
{
	struct walk *walk = *state;

	to_staff(walk);
	press(walk, ACT_STAFF_SIZE, 0);
	assert_state(STAFF_SIZE);
	press(walk, ACT_SCALE, FLOW_SCALE_MAX + 1);
	press(walk, ACT_SCALE, FLOW_SCALE_MIN - 1);
	assert_effect(NONE);
	press(walk, ACT_SCALE, 3780);
	assert_effect(SCALE);
	assert_int_equal(walk->effect.arg, 3780);
	press(walk, ACT_SCALE, 3800); /* one at a time */
	assert_effect(NONE);
	press(walk, ACT_BACK, 0);
	assert_state(STAFF_SIZE);
	answer(walk, EVENT_DONE, 0);
	assert_state(STAFF_SIZE);
	press(walk, ACT_SCALE, 3800);
	assert_effect(SCALE);
	answer(walk, EVENT_FAILED, STATUS_IO);
	assert_state(STAFF_DONE);
	assert_int_equal(walk->flow.staff_task, EFFECT_SCALE);
	assert_int_equal(walk->flow.staff_result, STATUS_IO);
	press(walk, ACT_NEXT, 0);
	assert_state(STAFF);
}

static void test_touch_and_screen(void **state)
{
	struct walk *walk = *state;

	to_staff(walk);
	press(walk, ACT_STAFF_TOUCH, 0);
	for (unsigned i = 0; i <= FLOW_TARGETS; i++)
		press(walk, ACT_TARGET, i);
	assert_int_equal(walk->flow.targets, (1U << FLOW_TARGETS) - 1);
	press(walk, ACT_BACK, 0);
	assert_state(STAFF);
	assert_int_equal(walk->flow.targets, 0);
	press(walk, ACT_STAFF_SCREEN, 0);
	press(walk, ACT_PART, 2);
	assert_int_equal(walk->flow.part, 2);
	press(walk, ACT_PART, 1000); /* so many a review of hundreds of projects can have */
	assert_int_equal(walk->flow.part, 1000);
	pass(walk, FLOW_STAFF_MS);
	assert_state(START);
	assert_wiped(walk);
}

static void test_sound(void **state)
{
	struct walk *walk = *state;

	to_staff(walk);
	press(walk, ACT_STAFF_SOUND, 0);
	assert_state(STAFF_SOUND);
	assert_int_equal(walk->flow.sound, 1);
	press(walk, ACT_VOLUME, 6);
	assert_int_equal(walk->flow.volume, 6);
	answer(walk, EVENT_SPEAKING, 1);
	pass(walk, 2 * FLOW_STAFF_MS);
	assert_state(STAFF_SOUND);
	answer(walk, EVENT_SPEAKING, 0);
	press(walk, ACT_BACK, 0);
	assert_state(STAFF);
	assert_int_equal(walk->flow.sound, 0);
	assert_int_equal(walk->flow.volume, FLOW_VOLUME_DEFAULT);
}

/* A cloth over the whole display presses nothing, and staff find their menu again. */
static void test_clean(void **state)
{
	struct walk *walk = *state;

	to_staff(walk);
	press(walk, ACT_STAFF_CLEAN, 0);
	assert_int_equal(flow_seconds_left(&walk->flow), FLOW_CLEAN_MS / 1000);
	for (int kind = 0; kind < ACT_COUNT; kind++) {
		press(walk, (enum action_kind)kind, 0);
		assert_state(STAFF_CLEAN);
		assert_effect(NONE);
	}
	pass(walk, FLOW_CLEAN_MS - 1);
	assert_state(STAFF_CLEAN);
	assert_int_equal(flow_seconds_left(&walk->flow), 1);
	pass(walk, 1);
	assert_state(STAFF);
	pass(walk, FLOW_STAFF_MS - 1);
	assert_state(STAFF);
	pass(walk, 1);
	assert_state(START);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_settings, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_blank_is_no_curtain, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_thanks_light_up, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_blank_only_where_something_is_heard, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_headphones, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_start_with_sound, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_speaking, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_speaking_for_ever, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_stuck, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_size, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_touch_and_screen, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_sound, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_clean, open_kiosk, leave_kiosk),
	};

	return cmocka_run_group_tests_name("flow, around it", tests, NULL, NULL);
}
