/* Screens: what is told, and how much of it at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/screen_fixture.h"

/* What staff and voters are told where something went wrong, and where nothing was chosen. */

static void look_at(struct fixture *fixture, const struct display *display)
{
	fixture->display = *display;
	fixture->look.width = display->width;
	fixture->look.height = display->height;
	fixture->look.px_per_m = display->px_per_m;
}

static void test_fault_is_told_whole(void **state)
{
	static const char why[] = "/srv/folkmoot/data: another kiosk program has this data folder open: end it first.";
	struct fixture *fixture = *state;
	struct fault fault;

	for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++) {
		look_at(fixture, &matrix_displays[i]);
		example_flow(&fixture->flow, &fixture->example, FLOW_LOCKED);
		screen_build_fault(&fixture->screen, &fixture->flow, &fixture->messages, &fixture->look, why);
		if (!check_screen(&fault, &fixture->screen, &fixture->look))
			fail_msg("%s", fault.what);
		assert_string_equal(need(fixture, "title")->text, "This kiosk cannot start");
		assert_string_equal(need(fixture, "reason")->text, why);
		assert_true(need(fixture, "reason")->type > TYPE_SMALL);
		for (unsigned k = 0; k < fixture->screen.count; k++)
			assert_int_equal(fixture->screen.element[k].action.kind, ACT_NONE);
	}
}

static void test_failure_says_what_the_recorder_said(void **state)
{
	struct fixture *fixture = *state;

	example_flow(&fixture->flow, &fixture->example, FLOW_STAFF_DONE);
	fixture->flow.staff_result = STATUS_OTHER_KIOSK;
	build(fixture);
	need(fixture, "cure");
	strcpy(fixture->flow.staff_detail, "eastmere.roster does not list this kiosk's key.");
	build(fixture);
	assert_string_equal(need(fixture, "detail")->text, fixture->flow.staff_detail);
	assert_int_equal(need(fixture, "detail")->type, TYPE_STRONG);
	assert_null(screen_find(&fixture->screen, "cure"));
}

static void test_election_is_named_to_staff(void **state)
{
	static const enum flow_state states[] = {FLOW_STAFF, FLOW_STAFF_STATUS, FLOW_STAFF_DONE};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		example_flow(&fixture->flow, &fixture->example, states[i]);
		if (states[i] == FLOW_STAFF_DONE)
			fixture->flow.staff_task = EFFECT_IMPORT;
		build(fixture);
		assert_string_equal(need(fixture, "election")->text, "Election: Eastmere decides");
	}
}

static void test_empty_vote_is_called_so(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_REVIEW);
	assert_string_equal(need(fixture, "title")->text, "Check your choices");
	memset(fixture->flow.marks, 0, sizeof(fixture->flow.marks));
	build(fixture);
	assert_string_equal(need(fixture, "title")->text, "You have chosen nothing");
	assert_string_equal(need(fixture, "next")->text, "Go on with an empty vote");
	/* One part of several that is empty is no empty vote. */
	example_make(&fixture->example, EXAMPLE_SEVERAL);
	example_flow(&fixture->flow, &fixture->example, FLOW_REVIEW);
	memset(&fixture->flow.marks[1], 0, sizeof(fixture->flow.marks[1]));
	build(fixture);
	assert_string_equal(need(fixture, "title")->text, "Check your choices");
}

static void test_no_test_without_room(void **state)
{
	struct fixture *fixture = *state;

	example_flow(&fixture->flow, &fixture->example, FLOW_SEALED);
	fixture->flow.facts.spoiled_capacity = 3;
	fixture->flow.facts.spoiled = 2;
	build(fixture);
	need(fixture, "test");
	fixture->flow.facts.spoiled = 3;
	build(fixture);
	assert_null(screen_find(&fixture->screen, "test"));
	need(fixture, "cast");
}

/* A press while the PIN waits is seen, and moves nothing. */
static void test_pin_wait_answers(void **state)
{
	struct fixture *fixture = *state;
	struct event digit = {.kind = EVENT_PRESS, .action = {ACT_DIGIT, 5}};
	struct rect key;

	example_flow(&fixture->flow, &fixture->example, FLOW_PIN);
	fixture->flow.pin_wait_until_ms = fixture->flow.now_ms + 5000;
	fixture->flow.last_activity_ms = fixture->flow.now_ms - 2000;
	build(fixture);
	key = need(fixture, "digit-5")->box;
	assert_int_equal(need(fixture, "text")->role, ROLE_TEXT);
	assert_string_equal(need(fixture, "text")->text, "That was not the PIN. Seconds to wait: 5");
	digit.now_ms = fixture->flow.now_ms;
	flow_step(&fixture->flow, &digit);
	build(fixture);
	assert_int_equal(need(fixture, "text")->role, ROLE_NOTICE);
	assert_memory_equal(&need(fixture, "digit-5")->box, &key, sizeof(key));
}

/* --- room --- */

/* A wide display shows five choices at once, and all settings in two parts at the largest words. */
static void test_no_needless_parts(void **state)
{
	static const unsigned all[] = {0, 1, 2};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		look_at(fixture, &matrix_displays[all[i]]);
		show(fixture, FLOW_REVIEW);
		assert_null(screen_find(&fixture->screen, "part-next"));
		need(fixture, "chosen-0-13");
		example_flow(&fixture->flow, &fixture->example, FLOW_SETTINGS);
		fixture->flow.text_size = FLOW_TEXT_SIZES - 1;
		build(fixture);
		need(fixture, "size-3");
		for (; screen_find(&fixture->screen, "part-next"); build(fixture))
			fixture->flow.part++;
		assert_true(fixture->flow.part <= 1);
		need(fixture, "seated-1");
	}
}

static void test_opening_is_on_the_first_part(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++) {
		look_at(fixture, &matrix_displays[i]);
		for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
			example_flow(&fixture->flow, &fixture->example, FLOW_CHALLENGED);
			fixture->flow.text_size = (uint8_t)size;
			build(fixture);
			need(fixture, "qr");
			need(fixture, "keep");
		}
	}
}

/* Where a notice has no room of its own, the project it speaks of stays, and what stays does not move. */
static void test_notice_leaves_the_project(void **state)
{
	struct fixture *fixture = *state;
	struct screen *calm = malloc(sizeof(*calm));

	assert_non_null(calm);
	look_at(fixture, &matrix_displays[2]);
	for (unsigned position = 0; position < 4; position++) {
		char card[ELEMENT_ID_MAX];

		show(fixture, FLOW_PROJECTS);
		*calm = fixture->screen;
		fixture->flow.notice = NOTICE_VERDICT;
		fixture->flow.verdict = (struct verdict){VERDICT_TOO_DEAR, 1200000};
		fixture->flow.notice_project = fixture->flow.order[0][position];
		snprintf(card, sizeof(card), "card-%u", fixture->flow.order[0][position] + 1U);
		if (!screen_find(calm, card))
			break;
		build(fixture);
		need(fixture, "notice");
		assert_memory_equal(&need(fixture, card)->box, &screen_find(calm, card)->box, sizeof(struct rect));
		assert_non_null(strstr(need(fixture, "notice")->text, need(fixture, card)->text));
	}
	free(calm);
}

/* Every page says which it is, at the largest words too. */
static void test_page_is_told(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++) {
		look_at(fixture, &matrix_displays[i]);
		for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
			example_flow(&fixture->flow, &fixture->example, FLOW_PROJECTS);
			fixture->flow.text_size = (uint8_t)size;
			build(fixture);
			assert_non_null(strstr(need(fixture, "page")->text, "Page 1 of "));
		}
	}
}

/* A choice below its card stands on one panel with it. */
static void test_panel_holds_card_and_choice(void **state)
{
	struct fixture *fixture = *state;
	unsigned panels = 0;

	example_flow(&fixture->flow, &fixture->example, FLOW_PROJECTS);
	fixture->flow.text_size = FLOW_TEXT_SIZES - 1;
	build(fixture);
	for (unsigned i = 0; i < fixture->screen.count; i++) {
		const struct element *panel = &fixture->screen.element[i];
		char id[ELEMENT_ID_MAX];
		unsigned number;

		if (panel->role != ROLE_PANEL || sscanf(panel->id, "pair-%u", &number) != 1)
			continue;
		panels++;
		snprintf(id, sizeof(id), "card-%u", number);
		assert_true(rect_inside(need(fixture, id)->box, panel->box));
		snprintf(id, sizeof(id), "choose-%u", number);
		assert_true(rect_inside(need(fixture, id)->box, panel->box));
	}
	assert_true(panels > 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_fault_is_told_whole),         TEST(test_failure_says_what_the_recorder_said),
	    TEST(test_election_is_named_to_staff),  TEST(test_empty_vote_is_called_so),
	    TEST(test_no_test_without_room),        TEST(test_pin_wait_answers),
	    TEST(test_no_needless_parts),           TEST(test_opening_is_on_the_first_part),
	    TEST(test_notice_leaves_the_project),   TEST(test_page_is_told),
	    TEST(test_panel_holds_card_and_choice),
	};

	return cmocka_run_group_tests_name("screen_told", tests, NULL, NULL);
}
