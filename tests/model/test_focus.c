/* Walking by keys: everything is reached, nothing is a trap, and the focus stays with what it was on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "focus.h"

static void add(struct screen *screen, const char *id, enum action_kind kind)
{
	struct element *element = &screen->element[screen->count++];

	memset(element, 0, sizeof(*element));
	snprintf(element->id, sizeof(element->id), "%s", id);
	element->action.kind = kind;
}

static struct screen screen;
static struct focus focus;

static int set_up(void **state)
{
	(void)state;
	memset(&screen, 0, sizeof(screen));
	screen.of = FLOW_HOW;
	add(&screen, "title", ACT_NONE);
	add(&screen, "back", ACT_BACK);
	add(&screen, "text", ACT_NONE);
	add(&screen, "next", ACT_NEXT);
	add(&screen, "help", ACT_HELP);
	focus_init(&focus);
	focus_follow(&focus, &screen);
	return 0;
}

static void test_first_key_only_shows(void **state)
{
	(void)state;
	assert_false(focus.shown);
	assert_string_equal(focus_element(&focus, &screen)->id, "back");
	focus_next(&focus, &screen);
	assert_true(focus.shown);
	assert_string_equal(focus_element(&focus, &screen)->id, "back");
	focus_next(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "next");
}

static void test_round_and_back(void **state)
{
	static const char *const order[] = {"back", "next", "help", "back"};

	(void)state;
	focus_next(&focus, &screen);
	for (size_t i = 0; i < 4; i++, focus_next(&focus, &screen))
		assert_string_equal(focus_element(&focus, &screen)->id, order[i]);
	focus_previous(&focus, &screen);
	for (size_t i = 4; i-- > 0; focus_previous(&focus, &screen))
		assert_string_equal(focus_element(&focus, &screen)->id, order[i]);
}

static void test_stays_where_it_was(void **state)
{
	(void)state;
	focus_next(&focus, &screen);
	focus_next(&focus, &screen);
	/* A notice came in before it. */
	memmove(&screen.element[1], &screen.element[0], 5 * sizeof(screen.element[0]));
	screen.count++;
	snprintf(screen.element[0].id, ELEMENT_ID_MAX, "notice");
	focus_follow(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "next");
	/* What it was on is gone. */
	screen.count = 3;
	focus_follow(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "back");
	/* Another screen: its first. */
	screen.of = FLOW_HELP;
	assert_null(focus_element(&focus, &screen));
	focus_follow(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "back");
	assert_true(focus.shown);
	focus_hide(&focus);
	assert_false(focus.shown);
}

/* The next voter finds no ring of the last one's. */
static void test_ring_goes_home(void **state)
{
	(void)state;
	screen.of = FLOW_THANKS;
	focus_next(&focus, &screen);
	assert_true(focus.shown);
	screen.of = FLOW_SETTINGS;
	focus_follow(&focus, &screen);
	assert_true(focus.shown);
	screen.of = FLOW_START;
	focus_follow(&focus, &screen);
	assert_false(focus.shown);
	/* Once there, a key shows it again. */
	focus_next(&focus, &screen);
	focus_follow(&focus, &screen);
	assert_true(focus.shown);
}

static void test_nothing_to_reach(void **state)
{
	(void)state;
	for (unsigned i = 0; i < screen.count; i++)
		screen.element[i].action.kind = ACT_NONE;
	screen.of = FLOW_CASTING;
	focus_follow(&focus, &screen);
	focus_next(&focus, &screen);
	focus_previous(&focus, &screen);
	assert_null(focus_element(&focus, &screen));
	screen.count = 0;
	focus_next(&focus, &screen);
	assert_null(focus_element(&focus, &screen));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_first_key_only_shows, set_up),
	    cmocka_unit_test_setup(test_round_and_back, set_up),
	    cmocka_unit_test_setup(test_stays_where_it_was, set_up),
	    cmocka_unit_test_setup(test_ring_goes_home, set_up),
	    cmocka_unit_test_setup(test_nothing_to_reach, set_up),
	};

	return cmocka_run_group_tests_name("focus", tests, NULL, NULL);
}
