/* Enrolment, admission and staff's day: what comes next is the main button, every task says what came of it, and all of
 * it fits in every state of things. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar.h"
#include "model/screen_fixture.h"

static void look_at(struct fixture *fixture, const struct display *display)
{
	fixture->display = *display;
	fixture->look.width = display->width;
	fixture->look.height = display->height;
	fixture->look.px_per_m = display->px_per_m;
}

/* The present screen, all its parts, on every display. */
static unsigned check_all(struct fixture *fixture)
{
	unsigned screens = 0;

	for (size_t d = 0; d < sizeof(matrix_displays) / sizeof(*matrix_displays); d++) {
		const struct element *next;
		struct fault fault;

		look_at(fixture, &matrix_displays[d]);
		fixture->flow.part = 0;
		do {
			build(fixture);
			screens++;
			if (!check_screen(&fault, &fixture->screen, &fixture->look))
				fail_msg("%s, %s: %s", flow_state_name(fixture->flow.state), fixture->display.name,
				         fault.what);
			next = screen_find(&fixture->screen, "part-next");
			if (next)
				fixture->flow.part = (uint16_t)next->action.arg;
		} while (next);
	}
	fixture->flow.part = 0;
	look_at(fixture, &matrix_displays[0]);
	build(fixture);
	return screens;
}

static const struct element *main_button(const struct fixture *fixture)
{
	const struct element *found = NULL;

	for (unsigned i = 0; i < fixture->screen.count; i++) {
		const struct element *element = &fixture->screen.element[i];

		if (element->action.kind == ACT_NONE || element->emphasis != EMPHASIS_MAIN)
			continue;
		if (found)
			fail_msg("%s and %s are both the main button", found->id, element->id);
		found = element;
	}
	if (!found)
		fail_msg("%s has no main button", flow_state_name(fixture->screen.of));
	return found;
}

static void press(struct fixture *fixture, const char *id)
{
	struct event event = {.kind = EVENT_PRESS, .now_ms = fixture->flow.now_ms, .action = need(fixture, id)->action};

	flow_step(&fixture->flow, &event);
	build(fixture);
}

/* --- the menu --- */

static void test_what_comes_next(void **state)
{
	static const struct {
		int has_election, ready, saved, practice;
		enum voting_state voting;
		const char *main;
	} days[] = {
	    {0, 0, 0, 0, VOTING_NEW, "import"},    {1, 0, 0, 0, VOTING_NEW, "setup"},
	    {1, 1, 0, 0, VOTING_NEW, "open"},      {1, 0, 0, 1, VOTING_NEW, "open"},
	    {1, 1, 0, 0, VOTING_OPEN, "pause"},    {1, 0, 0, 0, VOTING_PAUSED, "open"},
	    {1, 0, 0, 0, VOTING_CLOSED, "export"}, {1, 0, 1, 0, VOTING_CLOSED, "report"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		example_flow(&fixture->flow, &fixture->example, FLOW_STAFF);
		fixture->flow.facts.has_election = (uint8_t)days[i].has_election;
		fixture->flow.facts.voting = days[i].voting;
		fixture->flow.facts.saved = (uint8_t)days[i].saved;
		fixture->flow.facts.practice = (uint8_t)days[i].practice;
		fixture->flow.ready = (uint8_t)days[i].ready;
		build(fixture);
		assert_string_equal(main_button(fixture)->id, days[i].main);
	}
}

/* Until it is made the PIN alone unlocks; it is offered once, and not while people vote or practise. */
static void test_first_staff_stick_comes_next(void **state)
{
	struct fixture *fixture = *state;

	for (unsigned bits = 0; bits < 1U << 3; bits++) {
		struct facts *facts = &fixture->flow.facts;
		unsigned offered = 0;
		int due;

		example_flow(&fixture->flow, &fixture->example, FLOW_STAFF);
		facts->voting = (enum voting_state)(bits & 3);
		facts->practice = bits >> 2 & 1;
		facts->needs_stick = facts->staff_stick_due = facts->has_staff_stick = 1;
		due = !facts->practice && facts->voting != VOTING_OPEN;
		check_all(fixture);
		assert_int_equal(strcmp(main_button(fixture)->id, "key-stick") == 0, due);
		for (unsigned i = 0; i < fixture->screen.count; i++)
			offered += fixture->screen.element[i].action.kind == ACT_STAFF_KEY_STICK;
		assert_true(offered <= 1 && offered >= (unsigned)due);
	}
}

/* Nothing is offered that would be refused, whatever the facts; and all of it fits. */
static void test_menu_in_every_state_of_things(void **state)
{
	struct fixture *fixture = *state;
	unsigned screens = 0;

	for (unsigned bits = 0; bits < 1U << 9; bits++) {
		struct facts *facts = &fixture->flow.facts;

		example_flow(&fixture->flow, &fixture->example, FLOW_STAFF);
		facts->voting = (enum voting_state)(bits & 3);
		facts->has_election = bits >> 2 & 1;
		facts->saved = bits >> 3 & 1;
		facts->practice = bits >> 4 & 1;
		facts->kind = facts->practice ? SIGN_PRACTICE : SIGN_REAL;
		facts->needs_stick = bits >> 5 & 1;
		facts->stick = bits >> 6 & 1;
		fixture->flow.stuck = bits >> 7 & 1;
		facts->sound = bits >> 8 & 1 ? SOUND_NO_SPEECH : SOUND_WORKS;
		facts->clock_behind = bits >> 8 & 1;
		if (!facts->has_election && (facts->practice || facts->voting != VOTING_NEW))
			continue;
		screens += check_all(fixture);
		main_button(fixture);
		assert_int_equal(screen_find(&fixture->screen, "clock") != NULL, facts->clock_behind);
		assert_int_equal(screen_find(&fixture->screen, "erase") != NULL, facts->has_election &&
		                                                                     facts->voting == VOTING_CLOSED &&
		                                                                     facts->saved && !facts->practice);
		assert_int_equal(screen_find(&fixture->screen, "reopen") != NULL,
		                 facts->has_election && facts->voting == VOTING_CLOSED && !facts->practice);
		for (unsigned i = 0; i < fixture->screen.count; i++) {
			struct element element = fixture->screen.element[i];
			struct flow kept = fixture->flow;
			struct event event = {.kind = EVENT_PRESS, .now_ms = kept.now_ms, .action = element.action};

			if (element.action.kind == ACT_NONE || element.action.kind == ACT_PART)
				continue;
			flow_step(&fixture->flow, &event);
			if (fixture->flow.state == FLOW_STAFF_DONE)
				fail_msg("%s is offered and refused at once", element.id);
			fixture->flow = kept;
		}
	}
	assert_true(screens > 1000);
}

/* --- what came of a task --- */

/* What staff must know of the box stands on their first page and on the facts', and nothing does where all is well. */
static void test_trouble_with_the_box(void **state)
{
	static const uint32_t used[] = {0, 10799, 10800, 12000}, tests[] = {0, 1079, 1080, 1200};
	struct fixture *fixture = *state;

	for (unsigned bits = 0; bits < 4 * 4 * 4; bits++) {
		enum flow_state pages[] = {FLOW_STAFF, FLOW_STAFF_STATUS};
		unsigned copies = bits & 3, fill = bits >> 2 & 3;

		for (size_t i = 0; i < 2; i++) {
			struct facts *facts = &fixture->flow.facts;
			int is_facts = pages[i] == FLOW_STAFF_STATUS;

			example_flow(&fixture->flow, &fixture->example, pages[i]);
			facts->has_election = 1;
			facts->voting = (enum voting_state)(bits >> 4);
			facts->copies = (uint8_t)copies;
			facts->capacity = 12000;
			facts->sealed = used[fill];
			facts->spoiled_capacity = 1200;
			facts->spoiled = tests[fill];
			check_all(fixture);
			assert_int_equal(screen_find(&fixture->screen, "copy-lost") != NULL,
			                 copies == COPIES_FIRST_LOST || copies == COPIES_SECOND_LOST);
			assert_int_equal(screen_find(&fixture->screen, "copies") != NULL,
			                 is_facts && copies == COPIES_TWO);
			assert_int_equal(screen_find(&fixture->screen, "nearly-full") != NULL, fill >= 2);
			assert_int_equal(screen_find(&fixture->screen, "tests-full") != NULL, is_facts && fill >= 2);
		}
	}
}

static void test_every_task_says_what_came_of_it(void **state)
{
	static const enum effect_kind asked[] = {EFFECT_OPEN,   EFFECT_PAUSE, EFFECT_CLOSE,     EFFECT_EXPORT,
	                                         EFFECT_IMPORT, EFFECT_ENROL, EFFECT_KEY_STICK, EFFECT_READY,
	                                         EFFECT_REOPEN, EFFECT_ERASE, EFFECT_PRACTICE};
	/* Their own screens say what came of them, but for what goes wrong. */
	static const enum effect_kind shown[] = {EFFECT_CLOCK, EFFECT_ORGANISER, EFFECT_REPORT, EFFECT_SCALE};
	enum { ASKED = sizeof(asked) / sizeof(*asked), SHOWN = sizeof(shown) / sizeof(*shown) };
	struct fixture *fixture = *state;
	char title[2 * ASKED + SHOWN][120];
	unsigned count = 0;

	for (unsigned i = 0; i < 2 * ASKED + SHOWN; i++) {
		example_flow(&fixture->flow, &fixture->example, FLOW_STAFF_DONE);
		fixture->flow.staff_task = i < 2 * ASKED ? asked[i / 2] : shown[i - 2 * ASKED];
		fixture->flow.staff_result = i < 2 * ASKED && i % 2 ? STATUS_OK : STATUS_IO;
		check_all(fixture);
		snprintf(title[count], sizeof(title[count]), "%s", need(fixture, "title")->text);
		for (unsigned k = 0; k < count; k++)
			assert_string_not_equal(title[k], title[count]);
		count++;
		if (fixture->flow.staff_result != STATUS_OK)
			need(fixture, "cure");
	}
}

static void test_every_task_says_what_it_does(void **state)
{
	static const enum effect_kind tasks[] = {EFFECT_OPEN,   EFFECT_PAUSE,  EFFECT_CLOSE,     EFFECT_EXPORT,
	                                         EFFECT_IMPORT, EFFECT_ENROL,  EFFECT_KEY_STICK, EFFECT_READY,
	                                         EFFECT_REPORT, EFFECT_REOPEN, EFFECT_ERASE,     EFFECT_PRACTICE};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(tasks) / sizeof(*tasks); i++) {
		example_flow(&fixture->flow, &fixture->example, FLOW_STAFF_WORKING);
		fixture->flow.staff_task = tasks[i];
		check_all(fixture);
		assert_string_not_equal(need(fixture, "title")->text, "One moment");
	}
}

/* --- admission --- */

static void test_admitting_takes_two_places(void **state)
{
	struct fixture *fixture = *state;
	struct rect first;

	fixture->example.election.admission = ADMISSION_ATTENDED;
	show(fixture, FLOW_ADMIT);
	assert_string_equal(need(fixture, "count")->text, "27");
	assert_int_equal(need(fixture, "count")->type, TYPE_DISPLAY);
	assert_string_equal(main_button(fixture)->id, "admit");
	for (size_t d = 0; d < sizeof(matrix_displays) / sizeof(*matrix_displays); d++) {
		look_at(fixture, &matrix_displays[d]);
		show(fixture, FLOW_ADMIT);
		first = need(fixture, "admit")->box;
		press(fixture, "admit");
		assert_int_equal(fixture->flow.state, FLOW_ADMIT_ASK);
		assert_true(need(fixture, "yes")->state & STATE_IRREVERSIBLE);
		assert_false(rect_overlaps(rect_inset(first, -100), need(fixture, "yes")->box));
		assert_non_null(strstr(need(fixture, "text")->text, "28"));
	}
}

/* --- the voting code --- */

static void type_code(struct fixture *fixture, const char *typed)
{
	fixture->flow.typed_len = (uint8_t)snprintf(fixture->flow.typed, sizeof(fixture->flow.typed), "%s", typed);
	build(fixture);
}

/* One key for each letter of the alphabet, and for nothing else. */
static void test_keys_of_the_code(void **state)
{
	struct fixture *fixture = *state;
	char seen[128] = {0};
	unsigned count = 0;

	fixture->example.election.admission = ADMISSION_CODE;
	show(fixture, FLOW_CODE);
	for (unsigned i = 0; i < fixture->screen.count; i++) {
		const struct element *key = &fixture->screen.element[i];

		if (key->action.kind != ACT_LETTER)
			continue;
		assert_true(key->action.arg < sizeof(seen) && !seen[key->action.arg]++);
		assert_int_equal(voting_code_letter(key->action.arg), (char)key->action.arg);
		assert_int_equal(key->text[0], (char)key->action.arg);
		count++;
	}
	assert_int_equal(count, 32);
}

static void test_code_stands_in_the_groups_of_the_slip(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_CODE);
	type_code(fixture, "");
	assert_string_equal(need(fixture, "field")->text, "_ _ _ _    _ _ _ _    _ _ _ _ _");
	assert_null(screen_find(&fixture->screen, "erase"));
	type_code(fixture, "k7pq2m");
	assert_string_equal(need(fixture, "field")->text, "k 7 p q    2 m _ _    _ _ _ _ _");
	assert_string_equal(spoken_plainly(need(fixture, "field")), "You typed K7PQ2M. Still missing: 7.");
	type_code(fixture, "k7pq2m9x4hwtc");
	assert_string_equal(need(fixture, "field")->text, "k 7 p q    2 m 9 x    4 h w t c");
}

static const char *told(struct fixture *fixture, enum notice notice, enum code_refusal why, unsigned wait_s)
{
	fixture->flow.notice = notice;
	fixture->flow.refusal = code_refusal_arg(why, wait_s);
	fixture->flow.code_wait_until_ms = fixture->flow.now_ms + 1000 * wait_s;
	build(fixture);
	assert_int_equal(need(fixture, "notice")->role, ROLE_NOTICE);
	return need(fixture, "notice")->text;
}

/* Every refusal says what happened and what to do; no key moves under a finger. */
static void test_code_refusals(void **state)
{
	struct fixture *fixture = *state;
	struct rect key;

	for (size_t d = 0; d < sizeof(matrix_displays) / sizeof(*matrix_displays); d++) {
		look_at(fixture, &matrix_displays[d]);
		for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
			show(fixture, FLOW_CODE);
			fixture->flow.text_size = (uint8_t)size;
			build(fixture);
			key = need(fixture, "key-k")->box;
			assert_non_null(strstr(told(fixture, NOTICE_CODE_SHORT, 0, 0), "not complete"));
			assert_non_null(strstr(told(fixture, NOTICE_CODE_TYPO, 0, 0), "One letter"));
			assert_non_null(
			    strstr(told(fixture, NOTICE_CODE_REFUSED, CODE_NOT_ISSUED, 8), "not on our list"));
			/* No plural after a number. */
			assert_non_null(
			    strstr(told(fixture, NOTICE_CODE_REFUSED, CODE_NOT_ISSUED, 1), "Seconds to wait: 1"));
			assert_non_null(
			    strstr(told(fixture, NOTICE_CODE_REFUSED, CODE_OTHER_PLACE, 0), "another place"));
			assert_non_null(strstr(told(fixture, NOTICE_CODE_REFUSED, CODE_USED, 30), "wait: 30"));
			assert_memory_equal(&need(fixture, "key-k")->box, &key, sizeof(key));
		}
	}
}

/* --- setting up --- */

/* Alone a check leads back; while setting up it is called right or wrong. */
static void test_checks_lead_on(void **state)
{
	static const enum flow_state checks[CHECK_COUNT] = {
	    FLOW_STAFF_PLACE, FLOW_STAFF_CLOCK, FLOW_STAFF_SIZE,  FLOW_STAFF_SCREEN,
	    FLOW_STAFF_TOUCH, FLOW_STAFF_SOUND, FLOW_STAFF_STICK,
	};
	struct fixture *fixture = *state;

	for (unsigned check = 0; check < CHECK_COUNT; check++) {
		show(fixture, checks[check]);
		fixture->flow.setting_up = 0;
		check_all(fixture);
		need(fixture, "back");
		assert_null(screen_find(&fixture->screen, "good"));
		fixture->flow.setting_up = 1;
		fixture->flow.targets = (1U << FLOW_TARGETS) - 1;
		check_all(fixture);
		assert_int_equal(need(fixture, "good")->action.arg, checked_arg((enum setup_check)check, CHECK_GOOD));
		assert_int_equal(need(fixture, "bad")->action.arg, checked_arg((enum setup_check)check, CHECK_BAD));
		press(fixture, "good");
		assert_int_equal(fixture->flow.checked, 1U << check);
		assert_int_equal(fixture->flow.state, check + 1 < CHECK_COUNT ? checks[check + 1] : FLOW_STAFF_READY);
	}
	/* What cannot be called right yet can be left out. */
	show(fixture, FLOW_STAFF_TOUCH);
	fixture->flow.setting_up = 1;
	build(fixture);
	assert_null(screen_find(&fixture->screen, "good"));
	press(fixture, "next");
	assert_int_equal(fixture->flow.state, FLOW_STAFF_SOUND);
}

static void test_clock_is_set_by_steps(void **state)
{
	struct fixture *fixture = *state;
	struct calendar at = {.year = 2026, .month = 1, .day = 31, .hour = 23, .minute = 59};

	show(fixture, FLOW_STAFF_CLOCK);
	fixture->flow.facts.clock_s = calendar_seconds(&at) + 42;
	build(fixture);
	assert_null(screen_find(&fixture->screen, "yes"));
	assert_string_equal(need(fixture, "time")->text, "23:59");
	assert_string_equal(need(fixture, "day")->text, "Saturday, 31 January 2026");
	press(fixture, "later-1");
	assert_string_equal(need(fixture, "day")->text, "Saturday, 28 February 2026");
	press(fixture, "later-4");
	assert_string_equal(need(fixture, "time")->text, "00:00");
	assert_string_equal(need(fixture, "day")->text, "Sunday, 1 March 2026");
	press(fixture, "earlier-2");
	press(fixture, "earlier-3");
	press(fixture, "earlier-0");
	assert_string_equal(need(fixture, "day")->text, "Thursday, 27 February 2025");
	assert_string_equal(need(fixture, "time")->text, "23:00");
	assert_string_equal(main_button(fixture)->id, "yes");
	/* What leads beyond what a clock can be set to is not there. */
	fixture->flow.clock_s = FLOW_CLOCK_MIN;
	check_all(fixture);
	assert_null(screen_find(&fixture->screen, "earlier-2"));
	need(fixture, "later-2");
	fixture->flow.clock_s = FLOW_CLOCK_MAX;
	check_all(fixture);
	assert_null(screen_find(&fixture->screen, "later-0"));
}

static void test_stick_says_what_was_found(void **state)
{
	struct fixture *fixture = *state;
	struct flow *flow = &fixture->flow;

	for (unsigned bits = 0; bits < 16; bits++) {
		show(fixture, FLOW_STAFF_STICK);
		flow->setting_up = bits & 1;
		flow->staff_task = bits & 2 ? EFFECT_STICK : EFFECT_NONE;
		flow->staff_result = bits & 4 ? STATUS_IO : STATUS_OK;
		flow->facts.stick = bits >> 3 & 1;
		check_all(fixture);
		assert_int_equal(screen_find(&fixture->screen, "good") != NULL, (bits & 7) == 3);
		assert_int_equal(screen_find(&fixture->screen, "speed") != NULL, (bits & 6) == 2);
		need(fixture, "test");
	}
	flow->pending = EFFECT_STICK;
	check_all(fixture);
	need(fixture, "progress");
}

/* --- reports --- */

static void test_report_holds_what_was_signed(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_STAFF_REPORT);
	check_all(fixture);
	assert_string_equal(need(fixture, "qr")->text, fixture->flow.report);
	/* Large enough for a phone: 100 modules of more than half a millimetre, on every display but the smallest. */
	assert_true(need(fixture, "qr")->box.h >= look_px(&fixture->look, 9000));
	assert_string_equal(need(fixture, "sealed")->text, "Votes: 1,234");
}

static void test_status_tells_clock_and_log(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_STAFF_STATUS);
	assert_string_equal(need(fixture, "clock")->text, "Clock: Thursday, 7 May 2026, 08:40");
	assert_string_equal(need(fixture, "log-head")->text, "The log ends in: 9be0 41d7 5a3c 0f68");
	assert_null(screen_find(&fixture->screen, "open-files"));
	fixture->flow.facts.open_files = 1;
	check_all(fixture);
	assert_non_null(strstr(need(fixture, "open-files")->text, "wall"));
	fixture->example.election.admission = ADMISSION_CODE;
	check_all(fixture);
	assert_string_equal(need(fixture, "refused")->text, "Codes not taken since switched on: 4");
	fixture->example.election.admission = ADMISSION_ATTENDED;
	check_all(fixture);
	assert_string_equal(need(fixture, "admitted")->text, "Voters admitted since switched on: 27");
}

/* --- enrolment --- */

static void test_enrolment_notices(void **state)
{
	static const struct {
		enum flow_state state;
		enum notice notice;
		const char *id, *says;
	} told_on[] = {
	    {FLOW_ENROL_WRITE, NOTICE_EMPTY, "notice", "Write something"},
	    {FLOW_ENROL_WRITE, NOTICE_ANSWER_FULL, "notice", "full"},
	    {FLOW_ENROL_PIN, NOTICE_PIN_SHORT, "text", "at least 6"},
	    {FLOW_ENROL_PIN, NOTICE_PIN_DIFFERS, "text", "not the same"},
	    {FLOW_ENROL_PIN, NOTICE_PIN_SAME, "text", "another one"},
	    {FLOW_PIN, NOTICE_PIN_STICK, "text", "staff stick"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(told_on) / sizeof(*told_on); i++) {
		show(fixture, told_on[i].state);
		fixture->flow.notice = told_on[i].notice;
		fixture->flow.facts.locked = fixture->flow.facts.needs_stick = told_on[i].state == FLOW_PIN;
		check_all(fixture);
		assert_int_equal(need(fixture, told_on[i].id)->role, ROLE_NOTICE);
		if (!strstr(need(fixture, told_on[i].id)->text, told_on[i].says))
			fail_msg("%s", need(fixture, told_on[i].id)->text);
	}
}

/* Each page of enrolling says which step it is. */
static void test_enrolment_steps(void **state)
{
	static const struct {
		enum enrol_step step;
		const char *says;
	} told[] = {
	    {ENROL_PIN, "Step 5 of 6"},
	    {ENROL_PIN_AGAIN, "Step 5 of 6"},
	    {ENROL_SECOND, "Step 6 of 6"},
	    {ENROL_SECOND_AGAIN, "Step 6 of 6"},
	};
	struct fixture *fixture = *state;
	int key_y = 0;

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		show(fixture, FLOW_ENROL_PIN);
		fixture->flow.enrol_step = (uint8_t)told[i].step;
		check_all(fixture);
		build(fixture);
		assert_string_equal(need(fixture, "step")->text, told[i].says);
		assert_true(!i || need(fixture, "digit-1")->box.y == key_y);
		key_y = need(fixture, "digit-1")->box.y;
	}
}

/* A PIN is never on the screen, nor in what is spoken. */
static void test_no_pin_is_shown(void **state)
{
	static const enum flow_state states[] = {FLOW_ENROL_PIN, FLOW_PIN, FLOW_STAFF_SECOND};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		show(fixture, states[i]);
		memcpy(fixture->flow.pin, "93517", sizeof("93517"));
		fixture->flow.pin_len = 5;
		build(fixture);
		for (unsigned k = 0; k < fixture->screen.count; k++) {
			assert_null(strstr(fixture->screen.element[k].text, "93517"));
			assert_null(strstr(spoken_plainly(&fixture->screen.element[k]), "93517"));
		}
		assert_int_equal(need(fixture, "pin")->value, 5);
	}
}

/* The organiser's key is compared with paper: whole, and one by one for whoever hears it. */
static void test_organisers_key(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_ENROL_KEY);
	assert_string_equal(need(fixture, "organiser")->text, "51d8 e4b7 903f 2ac6");
	assert_non_null(strstr(need(fixture, "organiser")->spoken, "5" SPEECH_BREAK "1" SPEECH_BREAK "D"));
	press(fixture, "with-stick");
	assert_int_equal(fixture->flow.enrol_stick, 1);
	assert_true(need(fixture, "with-stick")->state & STATE_CHOSEN);
	assert_int_equal(need(fixture, "with-stick")->icon, ICON_TICK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_what_comes_next),
	    TEST(test_first_staff_stick_comes_next),
	    TEST(test_menu_in_every_state_of_things),
	    TEST(test_trouble_with_the_box),
	    TEST(test_every_task_says_what_came_of_it),
	    TEST(test_every_task_says_what_it_does),
	    TEST(test_admitting_takes_two_places),
	    TEST(test_keys_of_the_code),
	    TEST(test_code_stands_in_the_groups_of_the_slip),
	    TEST(test_code_refusals),
	    TEST(test_checks_lead_on),
	    TEST(test_clock_is_set_by_steps),
	    TEST(test_stick_says_what_was_found),
	    TEST(test_report_holds_what_was_signed),
	    TEST(test_status_tells_clock_and_log),
	    TEST(test_enrolment_notices),
	    TEST(test_enrolment_steps),
	    TEST(test_no_pin_is_shown),
	    TEST(test_organisers_key),
	};

	return cmocka_run_group_tests_name("screen day", tests, NULL, NULL);
}
