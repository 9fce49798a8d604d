/* The flow, by example: a new kiosk, voters admitted, voting codes, setting up and what comes after closing. Every
 * state and event together: test_flow_explore_staff.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

static struct project projects[] = {{.id = "1", .cost = 1}};
static struct contest contests[] = {{.id = 1, .type = VOTE_APPROVAL, .project_count = 1, .projects = projects},
                                    {.id = 2, .type = VOTE_APPROVAL, .project_count = 1, .projects = projects}};
static struct style styles[] = {{.contest_count = 1, .contest = {0}}, {.contest_count = 2, .contest = {0, 1}}};

#define ELECTION(how)                                                                                                  \
	{                                                                                                              \
		.admission = (how), .language_count = 1, .idle_s = 180, .warning_s = 45, .contest_count = 2,           \
		.contests = contests, .style_count = 2, .styles = styles                                               \
	}
static const struct election open_to_all = ELECTION(ADMISSION_OPEN);
static const struct election attended = ELECTION(ADMISSION_ATTENDED);
static const struct election by_code = ELECTION(ADMISSION_CODE);

static int open_kiosk(void **state)
{
	*state = walk_open(&open_to_all);
	return 0;
}

static int attended_kiosk(void **state)
{
	*state = walk_open(&attended);
	return 0;
}

static int code_kiosk(void **state)
{
	*state = walk_open(&by_code);
	return 0;
}

static void learn(struct walk *walk, const struct facts *facts)
{
	tell(walk, (struct event){.kind = EVENT_FACTS, .facts = *facts});
}

/* A PIN where one is asked for, else a text. */
static void type(struct walk *walk, const char *text)
{
	enum flow_state state = walk->flow.state;
	int is_pin = state == FLOW_ENROL_PIN || state == FLOW_STAFF_SECOND || state == FLOW_PIN;

	for (; *text; text++) {
		if (is_pin)
			press(walk, ACT_DIGIT, (uint32_t)(*text - '0'));
		else
			press(walk, ACT_LETTER, (uint8_t)*text);
	}
}

static void to_menu(struct walk *walk)
{
	press(walk, ACT_STAFF, 0);
	type(walk, "123456");
	press(walk, ACT_NEXT, 0);
	assert_effect(CHECK_PIN);
	answer(walk, EVENT_PIN_RIGHT, 0);
	assert_state(STAFF);
}

/* --- a new kiosk --- */

static void bare(struct walk *walk, enum sign_kind kind)
{
	const struct facts facts = {.kind = kind, .stick = 1};

	flow_init(&walk->flow, NULL, &facts, walk->now_ms);
	assert_state(ENROL);
}

static void to_pins(struct walk *walk)
{
	press(walk, ACT_NEXT, 0);
	assert_effect(ORGANISER);
	press(walk, ACT_NEXT, 0); /* not twice */
	assert_effect(NONE);
	answer(walk, EVENT_DONE, 0);
	assert_state(ENROL_KEY);
	press(walk, ACT_WANTS_STICK, 1);
	press(walk, ACT_NEXT, 0);
	assert_state(ENROL_WRITE);
	press(walk, ACT_NEXT, 0);
	assert_int_equal(walk->flow.notice, NOTICE_EMPTY);
	type(walk, "  ");
	press(walk, ACT_NEXT, 0); /* what cannot be seen is no name */
	assert_int_equal(walk->flow.notice, NOTICE_EMPTY);
	type(walk, "Kiosk 1 ");
	press(walk, ACT_NEXT, 0);
	assert_string_equal(walk->flow.enrol_name, "Kiosk 1");
	assert_int_equal(walk->flow.enrol_step, ENROL_PLACE);
	type(walk, "Library");
	press(walk, ACT_NEXT, 0);
	assert_state(ENROL_PIN);
}

static void enter(struct walk *walk, const char *pin)
{
	type(walk, pin);
	press(walk, ACT_NEXT, 0);
}

static void test_enrol(void **state)
{
	struct walk *walk = *state;
	const struct facts enrolled = {.enrolled = 1};

	bare(walk, SIGN_REAL);
	to_pins(walk);
	enter(walk, "12345");
	assert_int_equal(walk->flow.notice, NOTICE_PIN_SHORT);
	enter(walk, "6");
	assert_int_equal(walk->flow.enrol_step, ENROL_PIN_AGAIN);
	enter(walk, "654321");
	assert_int_equal(walk->flow.notice, NOTICE_PIN_DIFFERS);
	assert_int_equal(walk->flow.enrol_step, ENROL_PIN);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.enrol_pin, sizeof(walk->flow.enrol_pin)));
	enter(walk, "123456");
	enter(walk, "123456");
	assert_int_equal(walk->flow.enrol_step, ENROL_SECOND);
	enter(walk, "123456");
	assert_int_equal(walk->flow.notice, NOTICE_PIN_SAME);
	enter(walk, "777777");
	enter(walk, "777777");
	assert_effect(ENROL);
	assert_state(STAFF_WORKING);
	assert_string_equal(walk->flow.enrol_name, "Kiosk 1");
	assert_string_equal(walk->flow.enrol_place, "Library");
	assert_string_equal(walk->flow.enrol_pin, "123456");
	assert_string_equal(walk->flow.enrol_second, "777777");
	assert_int_equal(walk->flow.enrol_stick, 1);
	learn(walk, &enrolled);
	answer(walk, EVENT_DONE, 0);
	assert_state(STAFF_DONE);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.enrol_pin, sizeof(walk->flow.enrol_pin)));
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.enrol_second, sizeof(walk->flow.enrol_second)));
	press(walk, ACT_NEXT, 0);
	assert_state(STAFF);
}

static void test_enrol_fails(void **state)
{
	struct walk *walk = *state;

	bare(walk, SIGN_PRACTICE);
	to_pins(walk);
	enter(walk, "1234");
	enter(walk, "1234");
	enter(walk, "4321");
	enter(walk, "4321");
	assert_effect(ENROL);
	answer(walk, EVENT_FAILED, STATUS_IO);
	assert_state(STAFF_DONE);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.enrol_pin, sizeof(walk->flow.enrol_pin)));
	press(walk, ACT_NEXT, 0);
	assert_state(ENROL_KEY);
	assert_string_equal(walk->flow.enrol_name, "Kiosk 1");
	pass(walk, FLOW_ENROL_MS - 1);
	assert_state(ENROL_KEY);
	pass(walk, 1);
	assert_state(ENROL);
	assert_string_equal(walk->flow.enrol_name, "");
}

static void test_enrol_back(void **state)
{
	struct walk *walk = *state;

	bare(walk, SIGN_PRACTICE);
	to_pins(walk);
	enter(walk, "1234");
	enter(walk, "1234");
	enter(walk, "4321");
	press(walk, ACT_BACK, 0);
	assert_int_equal(walk->flow.enrol_step, ENROL_SECOND);
	press(walk, ACT_BACK, 0);
	assert_int_equal(walk->flow.enrol_step, ENROL_PIN);
	press(walk, ACT_BACK, 0);
	assert_state(ENROL_WRITE);
	press(walk, ACT_BACK, 0);
	assert_string_equal(walk->flow.enrol_place, "Library");
	press(walk, ACT_BACK, 0);
	assert_state(ENROL_KEY);
	press(walk, ACT_BACK, 0);
	assert_state(ENROL);
}

/* --- admission --- */

static void test_attended(void **state)
{
	struct walk *walk = *state;
	struct facts facts = walk->flow.facts;

	assert_state(ADMIT);
	press(walk, ACT_START, 0);
	assert_effect(NONE);
	press(walk, ACT_ADMIT, 0);
	assert_state(ADMIT_ASK);
	assert_effect(NONE);
	press(walk, ACT_YES, 0);
	assert_effect(ADMIT);
	facts.admitted = 1;
	learn(walk, &facts);
	answer(walk, EVENT_DONE, 0);
	assert_state(START);
	pass(walk, FLOW_ADMITTED_MS - 1);
	assert_state(START);
	begin(walk, 1);
	facts.admitted = 0;
	learn(walk, &facts);
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_effect(DISCARD);
	assert_state(ADMIT);
	assert_wiped(walk);
}

static void test_did_not_come(void **state)
{
	struct walk *walk = *state;
	struct facts facts = walk->flow.facts;

	facts.admitted = 1;
	learn(walk, &facts);
	assert_state(START);
	assert_int_equal(flow_next_ms(&walk->flow), FLOW_ADMITTED_MS);
	pass(walk, FLOW_ADMITTED_MS);
	assert_effect(DISCARD);
	assert_state(ADMIT);
	press(walk, ACT_ADMIT, 0);
	pass(walk, FLOW_STAFF_MS);
	assert_state(ADMIT);
	press(walk, ACT_ADMIT, 0);
	press(walk, ACT_YES, 0);
	answer(walk, EVENT_FAILED, STATUS_IO);
	assert_state(TROUBLE);
	assert_int_equal(walk->flow.trouble, EFFECT_ADMIT);
}

/* --- codes --- */

static const char good[] = "1111111111111", mistyped[] = "1111111111112";

static void test_code(void **state)
{
	struct walk *walk = *state;

	begin(walk, 1);
	press(walk, ACT_NEXT, 0);
	assert_state(CODE);
	press(walk, ACT_NEXT, 0);
	assert_int_equal(walk->flow.notice, NOTICE_CODE_SHORT);
	type(walk, "! l");
	assert_int_equal(walk->flow.typed_len, voting_code_letter('l') ? 1 : 0);
	press(walk, ACT_ERASE, 1);
	type(walk, mistyped);
	type(walk, "1"); /* one too many is not taken */
	press(walk, ACT_NEXT, 0);
	assert_effect(NONE);
	assert_int_equal(walk->flow.notice, NOTICE_CODE_TYPO);
	press(walk, ACT_ERASE, 0);
	type(walk, "1");
	press(walk, ACT_HELP, 0); /* kept while somebody reads the help */
	press(walk, ACT_BACK, 0);
	press(walk, ACT_NEXT, 0);
	assert_effect(CODE);
	assert_string_equal(walk->flow.typed, good);
	press(walk, ACT_LEAVE, 0); /* nothing else while the answer is awaited */
	assert_state(CODE);
	answer(walk, EVENT_CODE_REFUSED, code_refusal_arg(CODE_USED, 2));
	assert_int_equal(walk->flow.notice, NOTICE_CODE_REFUSED);
	assert_int_equal(code_refusal_of(walk->flow.refusal), CODE_USED);
	assert_int_equal(walk->flow.typed_len, 0);
	type(walk, good);
	press(walk, ACT_NEXT, 0);
	assert_effect(NONE);
	assert_int_equal(walk->flow.notice, NOTICE_CODE_REFUSED);
	pass(walk, 2000);
	press(walk, ACT_NEXT, 0);
	assert_effect(CODE);
	answer(walk, EVENT_ADMITTED, 1);
	assert_state(HOW);
	assert_int_equal(walk->flow.style, 1);
	assert_int_equal(walk->flow.typed_len, 0);
	press(walk, ACT_BACK, 0);
	assert_state(SETTINGS); /* there is no way to another ballot */
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_state(START);
	assert_wiped(walk);
}

static void test_scanned(void **state)
{
	struct walk *walk = *state;

	press(walk, ACT_LETTER, '!');
	assert_state(START);
	type(walk, "1");
	assert_effect(SHUFFLE);
	type(walk, "111");
	answer(walk, EVENT_SHUFFLED, 0);
	assert_int_equal(walk->flow.typed_len, 4);
	type(walk, good);
	press(walk, ACT_NEXT, 0);
	assert_effect(CODE);
	pass(walk, FLOW_ANSWER_MS);
	assert_state(TROUBLE);
	answer(walk, EVENT_ADMITTED, 0);
	assert_state(HOW);
	assert_int_equal(walk->flow.style, 0);
}

static void test_code_idle(void **state)
{
	struct walk *walk = *state;

	type(walk, "111");
	answer(walk, EVENT_SHUFFLED, 0);
	pass(walk, 180000);
	assert_state(IDLE);
	pass(walk, 45000);
	assert_state(START);
	assert_wiped(walk);
	type(walk, good);
	answer(walk, EVENT_SHUFFLED, 0);
	press(walk, ACT_NEXT, 0);
	assert_effect(CODE);
	answer(walk, EVENT_ADMITTED, 2); /* a ballot that the election has not got */
	assert_effect(DISCARD);
	assert_state(TROUBLE);
}

/* --- setting up --- */

static void good_check(struct walk *walk, enum setup_check check)
{
	press(walk, ACT_CHECKED, checked_arg(check, CHECK_GOOD));
}

static void test_setup(void **state)
{
	struct walk *walk = *state;

	to_menu(walk);
	press(walk, ACT_STAFF_SETUP, 0);
	assert_state(STAFF_PLACE);
	good_check(walk, CHECK_CLOCK); /* not this one */
	assert_state(STAFF_PLACE);
	good_check(walk, CHECK_PLACE);
	assert_state(STAFF_CLOCK);
	press(walk, ACT_YES, 0);
	assert_effect(NONE); /* nothing was changed */
	press(walk, ACT_CLOCK, FLOW_CLOCK_MIN - 1);
	assert_int_equal(walk->flow.clock_s, 0);
	press(walk, ACT_CLOCK, 1777624800);
	press(walk, ACT_YES, 0);
	assert_effect(CLOCK);
	assert_int_equal(walk->effect.arg, 1777624800);
	answer(walk, EVENT_DONE, 0);
	assert_state(STAFF_CLOCK);
	assert_int_equal(walk->flow.clock_s, 0);
	press(walk, ACT_CHECKED, checked_arg(CHECK_CLOCK, CHECK_BAD));
	assert_state(STAFF_SIZE);
	press(walk, ACT_NEXT, 0); /* left out */
	assert_state(STAFF_SCREEN);
	press(walk, ACT_BACK, 0);
	assert_state(STAFF_SIZE);
	press(walk, ACT_NEXT, 0);
	good_check(walk, CHECK_SCREEN);
	assert_state(STAFF_TOUCH);
	for (uint32_t i = 0; i < FLOW_TARGETS; i++) {
		good_check(walk, CHECK_TOUCH);
		assert_state(STAFF_TOUCH);
		press(walk, ACT_TARGET, i);
	}
	good_check(walk, CHECK_TOUCH);
	assert_state(STAFF_SOUND);
	assert_int_equal(walk->flow.sound, 1);
	good_check(walk, CHECK_SOUND);
	assert_state(STAFF_STICK);
	assert_int_equal(walk->flow.sound, 0);
	good_check(walk, CHECK_STICK);
	assert_state(STAFF_STICK);
	press(walk, ACT_STAFF_STICK, 0);
	assert_effect(STICK);
	answer(walk, EVENT_FAILED, STATUS_IO);
	good_check(walk, CHECK_STICK);
	assert_state(STAFF_STICK);
	press(walk, ACT_STAFF_STICK, 0);
	answer(walk, EVENT_DONE, 0);
	good_check(walk, CHECK_STICK);
	assert_state(STAFF_READY);
	press(walk, ACT_STAFF_READY, 0);
	assert_effect(READY);
	assert_int_equal(walk->effect.arg, 1U << CHECK_PLACE | 0x100U << CHECK_CLOCK | 1U << CHECK_SCREEN |
	                                       1U << CHECK_TOUCH | 1U << CHECK_SOUND | 1U << CHECK_STICK);
	answer(walk, EVENT_FAILED, STATUS_IO);
	press(walk, ACT_NEXT, 0);
	assert_state(STAFF_READY); /* nothing is to be checked again */
	press(walk, ACT_STAFF_READY, 0);
	assert_int_not_equal(walk->effect.arg, 0);
	answer(walk, EVENT_DONE, 0);
	press(walk, ACT_NEXT, 0);
	assert_state(STAFF);
	assert_int_equal(walk->flow.ready, 1);
	assert_int_equal(walk->flow.checked, 0);
}

/* --- after closing --- */

static void test_erase(void **state)
{
	struct walk *walk = *state;
	struct facts facts = walk->flow.facts;

	facts.voting = VOTING_CLOSED;
	learn(walk, &facts);
	to_menu(walk);
	press(walk, ACT_STAFF_ERASE, 0);
	assert_state(STAFF_DONE); /* not before it was saved */
	assert_int_equal(walk->flow.staff_result, STATUS_STATE);
	press(walk, ACT_NEXT, 0);
	facts.saved = 1;
	learn(walk, &facts);
	press(walk, ACT_STAFF_ERASE, 0);
	press(walk, ACT_YES, 0);
	assert_state(STAFF_SECOND);
	enter(walk, "777777");
	assert_effect(ERASE);
	answer(walk, EVENT_PIN_WRONG, 4);
	assert_state(STAFF_SECOND);
	assert_int_equal(walk->flow.pin_len, 0);
	enter(walk, "777777");
	assert_effect(NONE);
	pass(walk, 4000);
	enter(walk, "888888");
	assert_effect(ERASE);
	assert_string_equal(walk->flow.pin, "888888");
	facts.has_election = 0;
	learn(walk, &facts);
	assert_int_equal(flow_set_election(&walk->flow, NULL), STATUS_OK);
	answer(walk, EVENT_DONE, 0);
	assert_state(STAFF_DONE);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.pin, sizeof(walk->flow.pin)));
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_BACK, 0);
	assert_state(NO_ELECTION);
}

static void test_report(void **state)
{
	struct walk *walk = *state;
	struct facts facts = walk->flow.facts;
	struct event report = {.kind = EVENT_REPORT, .report = "what was closed"};

	facts.voting = VOTING_CLOSED;
	learn(walk, &facts);
	to_menu(walk);
	press(walk, ACT_STAFF_REPORT, 0);
	assert_effect(REPORT);
	tell(walk, report);
	assert_state(STAFF_REPORT);
	assert_string_equal(walk->flow.report, "what was closed");
	press(walk, ACT_BACK, 0);
	assert_state(STAFF);
	assert_string_equal(walk->flow.report, "");
	press(walk, ACT_STAFF_REOPEN, 0);
	press(walk, ACT_YES, 0);
	assert_effect(REOPEN);
	facts.voting = VOTING_OPEN;
	learn(walk, &facts);
	answer(walk, EVENT_DONE, 0);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_BACK, 0);
	assert_state(START);
}

static void test_practice(void **state)
{
	struct walk *walk = *state;
	struct facts facts = walk->flow.facts;

	to_menu(walk);
	press(walk, ACT_STAFF_PRACTICE, 0);
	press(walk, ACT_STAFF_PRACTICE, 1);
	assert_state(STAFF_DONE); /* not while voting is open */
	facts.voting = VOTING_PAUSED;
	learn(walk, &facts);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_STAFF_PRACTICE, 0);
	assert_state(STAFF_PRACTICE);
	press(walk, ACT_STAFF_PRACTICE, 1);
	assert_effect(PRACTICE);
	assert_int_equal(walk->effect.arg, 1);
	facts.practice = 1;
	facts.voting = VOTING_NEW;
	learn(walk, &facts);
	answer(walk, EVENT_DONE, 0);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_STAFF_IMPORT, 0);
	assert_state(STAFF_DONE); /* not in practice */
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_STAFF_PRACTICE, 0);
	press(walk, ACT_STAFF_PRACTICE, 2);
	assert_effect(PRACTICE);
	assert_int_equal(walk->effect.arg, 0);
}

static void test_staff_stick(void **state)
{
	struct walk *walk = *state;
	struct facts facts = {.enrolled = 1, .locked = 1, .needs_stick = 1};

	flow_init(&walk->flow, NULL, &facts, walk->now_ms);
	assert_true(flow_sees_stick(&walk->flow));
	press(walk, ACT_STAFF, 0);
	enter(walk, "123456");
	assert_effect(NONE);
	assert_int_equal(walk->flow.notice, NOTICE_PIN_STICK);
	facts.has_staff_stick = 1;
	learn(walk, &facts);
	press(walk, ACT_NEXT, 0);
	assert_effect(CHECK_PIN);
}

#define IN(kiosk, test) cmocka_unit_test_setup_teardown(test, kiosk, leave_kiosk)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    IN(open_kiosk, test_enrol),        IN(open_kiosk, test_enrol_fails),      IN(open_kiosk, test_enrol_back),
	    IN(attended_kiosk, test_attended), IN(attended_kiosk, test_did_not_come), IN(code_kiosk, test_code),
	    IN(code_kiosk, test_scanned),      IN(code_kiosk, test_code_idle),        IN(open_kiosk, test_setup),
	    IN(open_kiosk, test_erase),        IN(open_kiosk, test_report),           IN(open_kiosk, test_practice),
	    IN(open_kiosk, test_staff_stick),
	};

	return cmocka_run_group_tests_name("flow, staff's", tests, NULL, NULL);
}
