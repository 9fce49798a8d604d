/* Walking by keys and by switches: everything is reached, nothing is a trap, and the focus stays with what it was on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "focus.h"
#include "keypad.h"

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

/* The next contest has the same buttons: it is another screen all the same, and is walked from its beginning. */
static void test_another_contest_begins_anew(void **state)
{
	(void)state;
	screen.of = FLOW_PROJECTS;
	focus_follow(&focus, &screen);
	focus_next(&focus, &screen);
	focus_next(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "next");
	screen.contest = 1;
	assert_null(focus_element(&focus, &screen));
	focus_follow(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "back");
	/* And it is found again where something was laid over it. */
	focus_next(&focus, &screen);
	screen.of = FLOW_HELP;
	screen.contest = 0;
	focus_follow(&focus, &screen);
	screen.of = FLOW_PROJECTS;
	screen.contest = 1;
	focus_follow(&focus, &screen);
	assert_string_equal(focus_element(&focus, &screen)->id, "next");
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

/* Nor does the next voter begin where the last one began, who went no further than the settings. */
static void test_start_is_nobodys(void **state)
{
	(void)state;
	screen.of = FLOW_START;
	focus_follow(&focus, &screen);
	focus_next(&focus, &screen);
	focus_next(&focus, &screen);
	focus_switch(&focus, &screen);
	screen.of = FLOW_SETTINGS;
	focus_follow(&focus, &screen);
	screen.of = FLOW_START;
	focus_follow(&focus, &screen);
	assert_false(focus.shown);
	assert_false(focus.switches);
	assert_string_equal(focus_element(&focus, &screen)->id, "back");
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

/* --- switches --- */

/* What the ring is around, in a few letters: "card-3", "(2)" behind where it is around several. */
static const char *ring(void)
{
	static char text[ELEMENT_ID_MAX + 12];
	unsigned count = focus_count(&focus, &screen);
	const struct element *element = focus_element(&focus, &screen);

	snprintf(text, sizeof(text), count > 1 ? "%s (%u)" : "%s", element ? element->id : "-", count);
	return text;
}

static void add_in(const char *id, enum action_kind kind, uint8_t group)
{
	add(&screen, id, kind);
	screen.element[screen.count - 1].group = group;
}

/* Three projects of two things each, a way on alone, and the frame's two. */
static int set_up_groups(void **state)
{
	char id[ELEMENT_ID_MAX];

	(void)state;
	memset(&screen, 0, sizeof(screen));
	screen.of = FLOW_PROJECTS;
	add_in("title", ACT_NONE, 0);
	for (unsigned i = 1; i <= 3; i++) {
		snprintf(id, sizeof(id), "card-%u", i);
		add_in(id, ACT_PROJECT, (uint8_t)i);
		snprintf(id, sizeof(id), "choose-%u", i);
		add_in(id, ACT_TOGGLE, (uint8_t)i);
	}
	add_in("next", ACT_NEXT, 9);
	add_in("settings", ACT_SETTINGS, 0);
	add_in("help", ACT_HELP, 0);
	focus_init(&focus);
	focus_follow(&focus, &screen);
	return 0;
}

static void move_to(const char *wanted)
{
	focus_switch(&focus, &screen);
	assert_string_equal(ring(), wanted);
}

static void test_switches_go_by_groups(void **state)
{
	(void)state;
	move_to("card-1 (2)");
	move_to("card-2 (2)");
	move_to("card-3 (2)");
	/* One alone is no group. */
	move_to("next");
	move_to("settings (2)");
	move_to("card-1 (2)");
	move_to("card-2 (2)");
	assert_int_equal(focus_select(&focus, &screen), FOCUS_MOVED);
	assert_string_equal(ring(), "card-2");
	move_to("choose-2");
	assert_int_equal(focus_select(&focus, &screen), FOCUS_PRESS);
	assert_string_equal(focus_element(&focus, &screen)->id, "choose-2");
	/* Pressing leaves it there; after the last item comes the way out. */
	focus_follow(&focus, &screen);
	assert_string_equal(ring(), "choose-2");
	move_to("card-2 (2)");
	move_to("card-3 (2)");
	move_to("next");
	assert_int_equal(focus_select(&focus, &screen), FOCUS_PRESS);
}

static void test_a_keypad_goes_by_items(void **state)
{
	static const char *const order[] = {"card-1", "choose-1", "card-2", "choose-2", "card-3"};

	(void)state;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		focus_next(&focus, &screen);
		assert_string_equal(ring(), order[i]);
		assert_int_equal(focus_count(&focus, &screen), 1);
	}
	/* Whoever takes a switch next goes on from there, by groups. */
	move_to("card-3 (2)");
	focus_previous(&focus, &screen);
	assert_string_equal(ring(), "choose-2");
}

/* A key that leads nowhere would else be a key that is broken. */
static void test_a_screen_key_is_never_silent(void **state)
{
	struct flow flow = {.state = FLOW_STYLE, .sound = 1};
	struct keypad_answer chosen;

	(void)state;
	keypad_answer(&chosen, KEY_SCREEN_NEXT, &flow, &screen);
	assert_string_equal(chosen.element->id, "next");
	screen.element[3].action.kind = ACT_STYLE; /* an area has to be chosen: there is no way on yet */
	keypad_answer(&chosen, KEY_SCREEN_NEXT, &flow, &screen);
	assert_null(chosen.element);
	assert_int_equal(chosen.action.kind, ACT_SAY_AGAIN);
	flow.sound = 0;
	keypad_answer(&chosen, KEY_SCREEN_NEXT, &flow, &screen);
	assert_int_equal(chosen.action.kind, ACT_NONE);
}

static void test_nothing_unseen_is_taken(void **state)
{
	(void)state;
	assert_int_equal(focus_select(&focus, &screen), FOCUS_MOVED);
	assert_true(focus.shown);
	assert_int_equal(focus_select(&focus, &screen), FOCUS_PRESS);
	focus_hide(&focus);
	screen.of = FLOW_START;
	focus_follow(&focus, &screen);
	/* "Any key starts." */
	assert_int_equal(focus_select(&focus, &screen), FOCUS_PRESS);
}

/* Sixty groups and two: three levels, and out of each again. */
static void test_many_groups_are_bundled(void **state)
{
	char id[ELEMENT_ID_MAX];

	(void)state;
	memset(&screen, 0, sizeof(screen));
	screen.of = FLOW_PROJECTS;
	for (unsigned i = 1; i <= 60; i++) {
		snprintf(id, sizeof(id), "card-%u", i);
		add_in(id, ACT_PROJECT, (uint8_t)i);
		snprintf(id, sizeof(id), "choose-%u", i);
		add_in(id, ACT_TOGGLE, (uint8_t)i);
	}
	add_in("next", ACT_NEXT, 61);
	add_in("settings", ACT_SETTINGS, 0);
	add_in("help", ACT_HELP, 0);
	focus_init(&focus);
	move_to("card-1 (16)");
	move_to("card-9 (16)");
	assert_int_equal(focus_select(&focus, &screen), FOCUS_MOVED);
	assert_string_equal(ring(), "card-9 (2)");
	move_to("card-10 (2)");
	assert_int_equal(focus_select(&focus, &screen), FOCUS_MOVED);
	assert_string_equal(ring(), "card-10");
	move_to("choose-10");
	move_to("card-10 (2)");
	for (unsigned i = 11; i <= 16; i++) {
		snprintf(id, sizeof(id), "card-%u (2)", i);
		move_to(id);
	}
	move_to("card-9 (16)");
	for (unsigned i = 17; i <= 49; i += 8) {
		snprintf(id, sizeof(id), "card-%u (16)", i);
		move_to(id);
	}
	/* 57 to 60, the way on, and the frame. */
	move_to("card-57 (11)");
	move_to("card-1 (16)");
}

/* Of 2 to 80 groups of 1 to 3 items each is reached by few moves, and from each every other is. */
/* Whether a ring goes around it, maybe with others; boxes stand in a row. */
static int is_ringed(const struct element *element)
{
	struct rect rings[FOCUS_RINGS];
	unsigned count = focus_rings(rings, &focus, &screen);

	for (unsigned i = 0; i < count; i++)
		if (rect_inside(element->box, rings[i]))
			return 1;
	return 0;
}

/* How often the first switch is pressed until an item stands alone in the ring: the second wherever it lies under a
 * ring around several, else the first. */
static unsigned reach(const struct element *element)
{
	unsigned moves = 0;

	while (focus_count(&focus, &screen) != 1 || !is_ringed(element)) {
		if (is_ringed(element)) {
			assert_int_equal(focus_select(&focus, &screen), FOCUS_MOVED);
			continue;
		}
		focus_switch(&focus, &screen);
		if (++moves > 100)
			fail_msg("%s is never reached", element->id);
	}
	return moves;
}

static void test_few_moves_and_no_trap(void **state)
{
	unsigned worst[81] = {0};
	char id[ELEMENT_ID_MAX];

	(void)state;
	for (unsigned groups = 2; groups <= 80; groups++) {
		memset(&screen, 0, sizeof(screen));
		screen.of = FLOW_PROJECTS;
		for (unsigned i = 0; i < groups; i++) {
			for (unsigned k = 0; k <= i % 3; k++) {
				snprintf(id, sizeof(id), "g%u-%u", i, k);
				add_in(id, ACT_PROJECT, (uint8_t)(i + 1));
			}
		}
		for (unsigned i = 0; i < screen.count; i++)
			screen.element[i].box = (struct rect){(int)i * 100, 0, 90, 50};
		for (unsigned i = 0; i < screen.count; i++) {
			unsigned moves;

			focus_init(&focus);
			focus_switch(&focus, &screen);
			moves = reach(&screen.element[i]);
			worst[groups] = moves > worst[groups] ? moves : worst[groups];
			/* From there to every other. */
			for (unsigned k = 0; k < screen.count && groups % 9 == 8; k++)
				reach(&screen.element[k]);
		}
	}
	printf("# note: two switches reach any of 8 groups in %u moves, of 20 in %u, of 60 in %u, of 80 in %u\n",
	       worst[8], worst[20], worst[60], worst[80]);
	assert_true(worst[60] <= 16);
}

/* --- where it goes back to --- */

static void set_up_screen_again(void)
{
	struct focus kept = focus;

	set_up_groups(NULL);
	focus = kept;
	focus_follow(&focus, &screen);
}

static void go_to(enum flow_state to, const char *id)
{
	memset(&screen, 0, sizeof(screen));
	screen.of = to;
	add_in("back", ACT_BACK, 0);
	add_in(id, ACT_NEXT, 0);
	focus_follow(&focus, &screen);
}

static void test_back_to_where_it_was(void **state)
{
	(void)state;
	focus_next(&focus, &screen);
	for (unsigned i = 0; i < 3; i++)
		focus_next(&focus, &screen);
	assert_string_equal(ring(), "choose-2");
	go_to(FLOW_PROJECT, "choose");
	focus_next(&focus, &screen);
	assert_string_equal(ring(), "choose");
	go_to(FLOW_HELP, "part-next");
	assert_string_equal(ring(), "back");
	go_to(FLOW_IDLE, "here");
	go_to(FLOW_HELP, "part-next");
	assert_string_equal(ring(), "back");
	go_to(FLOW_PROJECT, "choose");
	assert_string_equal(ring(), "choose");
	set_up_screen_again();
	assert_string_equal(ring(), "choose-2");
	/* Going on is no going back. */
	go_to(FLOW_REVIEW, "next");
	set_up_screen_again();
	assert_string_equal(ring(), "card-1");
}

/* What was in focus went; what stood in its group did not. */
static void test_stays_in_its_group(void **state)
{
	(void)state;
	move_to("card-1 (2)");
	move_to("card-2 (2)");
	focus_select(&focus, &screen);
	move_to("choose-2");
	screen.element[4].action.kind = ACT_NONE;
	focus_follow(&focus, &screen);
	assert_string_equal(ring(), "card-2");
}

/* --- rings --- */

static void test_rings(void **state)
{
	struct rect rings[FOCUS_RINGS];

	(void)state;
	for (unsigned i = 0; i < screen.count; i++)
		screen.element[i].box = (struct rect){(int)i * 100, 0, 90, 50};
	assert_int_equal(focus_rings(rings, &focus, &screen), 0);
	move_to("card-1 (2)");
	assert_int_equal(focus_rings(rings, &focus, &screen), 1);
	assert_int_equal(rings[0].x, 100);
	assert_int_equal(rings[0].w, 190);
	/* On a panel of its own, around that. */
	screen.element[0].role = ROLE_PANEL;
	screen.element[0].box = (struct rect){95, 0, 200, 60};
	assert_int_equal(focus_rings(rings, &focus, &screen), 1);
	assert_int_equal(rings[0].w, 200);
	screen.element[0].box.w = 1000;
	assert_int_equal(focus_rings(rings, &focus, &screen), 1);
	assert_int_equal(rings[0].w, 190);
	/* Something of another group between its two: each has its own ring. */
	screen.element[3].box = (struct rect){150, 0, 90, 50};
	assert_int_equal(focus_rings(rings, &focus, &screen), 2);
	assert_int_equal(rings[1].x, 200);
	focus_select(&focus, &screen);
	assert_int_equal(focus_rings(rings, &focus, &screen), 1);
	assert_int_equal(rings[0].w, 90);
}

/* --- whoever listens --- */

static void test_listening_stops_at_texts(void **state)
{
	(void)state;
	for (unsigned i = 0; i < screen.count; i++)
		screen.element[i].spoken = i == 0 ? "Projects" : "";
	focus.reads = 1;
	focus_next(&focus, &screen);
	assert_string_equal(ring(), "card-1");
	focus_previous(&focus, &screen);
	assert_string_equal(ring(), "title");
	focus_follow(&focus, &screen);
	assert_string_equal(ring(), "title");
	focus_next(&focus, &screen);
	assert_string_equal(ring(), "card-1");
	focus.reads = 0;
	focus_previous(&focus, &screen);
	assert_string_equal(ring(), "help");
	/* Switches stop at what they can take. */
	focus.reads = 1;
	focus_next(&focus, &screen);
	assert_string_equal(ring(), "title");
	move_to("card-1 (2)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_first_key_only_shows, set_up),
	    cmocka_unit_test_setup(test_round_and_back, set_up),
	    cmocka_unit_test_setup(test_another_contest_begins_anew, set_up),
	    cmocka_unit_test_setup(test_stays_where_it_was, set_up),
	    cmocka_unit_test_setup(test_ring_goes_home, set_up),
	    cmocka_unit_test_setup(test_start_is_nobodys, set_up),
	    cmocka_unit_test_setup(test_nothing_to_reach, set_up),
	    cmocka_unit_test_setup(test_switches_go_by_groups, set_up_groups),
	    cmocka_unit_test_setup(test_a_keypad_goes_by_items, set_up_groups),
	    cmocka_unit_test_setup(test_a_screen_key_is_never_silent, set_up),
	    cmocka_unit_test_setup(test_nothing_unseen_is_taken, set_up_groups),
	    cmocka_unit_test_setup(test_many_groups_are_bundled, set_up_groups),
	    cmocka_unit_test_setup(test_few_moves_and_no_trap, set_up_groups),
	    cmocka_unit_test_setup(test_back_to_where_it_was, set_up_groups),
	    cmocka_unit_test_setup(test_stays_in_its_group, set_up_groups),
	    cmocka_unit_test_setup(test_rings, set_up_groups),
	    cmocka_unit_test_setup(test_listening_stops_at_texts, set_up_groups),
	};

	return cmocka_run_group_tests_name("focus", tests, NULL, NULL);
}
