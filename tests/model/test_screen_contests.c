/* The screens of contests: every way to mark a project, questions, finding and filtering, and the review of it all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "filter.h"
#include "keyboard.h"
#include "model/screen_fixture.h"

/* The contests of EXAMPLE_TYPES. */
enum { RANKED, POINTS, SCORE, CHOOSE_ONE, SCORE_100, ASK_ONE, ASK_SEVERAL, ASK_TEXT };

static void go(struct fixture *fixture, enum flow_state state, unsigned contest)
{
	example_make(&fixture->example, EXAMPLE_TYPES);
	example_flow(&fixture->flow, &fixture->example, state);
	fixture->flow.contest = (uint8_t)contest;
}

/* Nothing is marked, and the first page shows the first projects. */
static struct marks *blank(struct fixture *fixture)
{
	struct marks *marks = &fixture->flow.marks[fixture->flow.contest];

	memset(marks, 0, sizeof(*marks));
	for (unsigned i = 0; i < EXAMPLE_PROJECTS; i++)
		fixture->flow.order[fixture->flow.contest][i] = (uint16_t)i;
	return marks;
}

static void press(struct fixture *fixture, const char *id)
{
	struct event event = {.kind = EVENT_PRESS, .now_ms = fixture->flow.now_ms + 1000};

	build(fixture);
	event.action = need(fixture, id)->action;
	assert_int_not_equal(event.action.kind, ACT_NONE);
	flow_step(&fixture->flow, &event);
	build(fixture);
}

static int is_there(const struct fixture *fixture, const char *id)
{
	return screen_find(&fixture->screen, id) != NULL;
}

static void assert_says(const struct fixture *fixture, const char *id, const char *words)
{
	const char *spoken = spoken_plainly(need(fixture, id));

	if (!strstr(spoken, words))
		fail_msg("%s says \"%s\", not \"%s\"", id, spoken, words);
}

/* --- ranked --- */

static void test_rank_by_tapping_in_order(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, RANKED);
	marks = blank(fixture);
	press(fixture, "choose-3");
	assert_string_equal(need(fixture, "choose-3")->text, "My no. 1");
	assert_false(is_there(fixture, "up-3") || is_there(fixture, "down-3"));
	press(fixture, "choose-1");
	press(fixture, "choose-2");
	assert_int_equal(marks->of[2], 1);
	assert_int_equal(marks->of[0], 2);
	assert_int_equal(marks->of[1], 3);
	assert_true(is_there(fixture, "up-1") && is_there(fixture, "down-1"));
	assert_false(is_there(fixture, "up-3") || is_there(fixture, "down-2"));
	assert_says(fixture, "up-2", "up to number 2");
	press(fixture, "up-2");
	assert_int_equal(marks->of[1], 2);
	assert_int_equal(marks->of[0], 3);
	press(fixture, "down-3");
	assert_int_equal(marks->of[1], 1);
	assert_says(fixture, "card-3", "Number 2 on your list");
	/* Out of the middle: the others move up. */
	press(fixture, "choose-3");
	assert_int_equal(marks->of[2], 0);
	assert_int_equal(marks->of[0], 2);
}

static void test_rank_list_full(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, RANKED);
	marks = blank(fixture);
	for (unsigned i = 0; i < 5; i++)
		fixture->flow.marks[RANKED].of[i + 10] = (uint16_t)(i + 1);
	build(fixture);
	assert_true(need(fixture, "choose-1")->state & STATE_BLOCKED);
	assert_string_equal(need(fixture, "choose-1")->text, "List full");
	press(fixture, "choose-1");
	assert_int_equal(marks->of[0], 0);
	assert_non_null(strstr(need(fixture, "notice")->text, "You can choose up to 5."));
}

/* Nothing moves under a finger, whatever is marked. */
static void test_controls_keep_their_places(void **state)
{
	static const char *const ids[] = {"choose-1", "more-1", "score-1-2"};
	struct fixture *fixture = *state;

	for (unsigned contest = RANKED; contest <= SCORE; contest++) {
		struct rect before;

		go(fixture, FLOW_PROJECTS, contest);
		blank(fixture);
		build(fixture);
		before = need(fixture, ids[contest])->box;
		press(fixture, ids[contest]);
		assert_memory_equal(&need(fixture, ids[contest])->box, &before, sizeof(before));
	}
}

/* --- points --- */

static void test_points_in_steps(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, POINTS);
	marks = blank(fixture);
	build(fixture);
	assert_string_equal(need(fixture, "mark-1")->text, "0");
	assert_false(is_there(fixture, "less-1"));
	assert_says(fixture, "more-1", "Points for project 1, ");
	assert_says(fixture, "more-1", ": 0. Press for 1. Points left: 10.");
	for (unsigned i = 0; i < 6; i++)
		press(fixture, "more-1");
	assert_int_equal(marks->of[0], 6);
	assert_string_equal(need(fixture, "stat-left")->amount, "4");
	/* One project can get 6. */
	assert_true(need(fixture, "more-1")->state & STATE_BLOCKED);
	press(fixture, "more-1");
	assert_int_equal(marks->of[0], 6);
	assert_string_equal(need(fixture, "notice")->text, "One project can get up to 6 points.");
	for (unsigned i = 0; i < 4; i++)
		press(fixture, "more-2");
	press(fixture, "more-3");
	assert_int_equal(marks->of[2], 0);
	assert_non_null(strstr(need(fixture, "notice")->text, "Points left: 0. You need 1 more for this."));
	press(fixture, "less-2");
	assert_int_equal(marks->of[1], 3);
	assert_says(fixture, "card-2", "Points: 3.");
}

/* --- score --- */

static void test_score_in_a_row(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, SCORE);
	marks = blank(fixture);
	press(fixture, "score-1-4");
	assert_int_equal(marks->of[0], 4);
	assert_int_equal(need(fixture, "score-1-4")->icon, ICON_TICK);
	assert_says(fixture, "score-1-4", "has the mark 4. Press to take it away.");
	press(fixture, "score-1-2");
	assert_int_equal(marks->of[0], 2);
	assert_false(need(fixture, "score-1-4")->state & STATE_CHOSEN);
	press(fixture, "score-1-2");
	assert_int_equal(marks->of[0], 0);
	assert_says(fixture, "card-1", "No mark yet.");
	assert_false(is_there(fixture, "score-1-6"));
}

/* Marks from 0 to 100 come in steps; no mark is not the mark 0. */
static void test_score_in_steps(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, SCORE_100);
	marks = blank(fixture);
	build(fixture);
	assert_string_equal(need(fixture, "mark-1")->text, "–");
	press(fixture, "more-1");
	assert_int_equal(marks->of[0], 1);
	assert_string_equal(need(fixture, "mark-1")->text, "0");
	press(fixture, "more-much-1");
	assert_string_equal(need(fixture, "mark-1")->text, "10");
	press(fixture, "less-1");
	assert_string_equal(need(fixture, "mark-1")->text, "9");
}

/* --- choose one --- */

static void test_one_only(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, CHOOSE_ONE);
	marks = blank(fixture);
	press(fixture, "choose-2");
	assert_string_equal(need(fixture, "choose-1")->text, "One only");
	press(fixture, "choose-1");
	assert_int_equal(marks->of[0], 0);
	assert_int_equal(marks->of[1], 1);
	assert_non_null(strstr(need(fixture, "notice")->text, fixture->example.project[CHOOSE_ONE][1].name.in[0]));
}

/* --- questions --- */

static void test_questions(void **state)
{
	struct fixture *fixture = *state;
	const struct marks *marks;

	go(fixture, FLOW_PROJECTS, ASK_ONE);
	marks = blank(fixture);
	press(fixture, "option-1");
	press(fixture, "option-3");
	assert_int_equal(marks->of[0], 0);
	assert_int_equal(marks->of[2], 1);
	assert_says(fixture, "option-3", "3 of 5. Newspaper or radio. Chosen.");
	go(fixture, FLOW_PROJECTS, ASK_SEVERAL);
	marks = blank(fixture);
	press(fixture, "option-1");
	press(fixture, "option-2");
	press(fixture, "option-3");
	assert_true(need(fixture, "option-4")->state & STATE_BLOCKED);
	press(fixture, "option-4");
	assert_int_equal(marks->of[3], 0);
	assert_string_equal(need(fixture, "notice")->text, "You can choose up to 3 answers. Take one away first.");
	assert_string_equal(need(fixture, "heading")->text, "Part 7 of 8");
}

static void test_answer_in_words(void **state)
{
	struct fixture *fixture = *state;
	char *answer = fixture->flow.answer[ASK_TEXT];

	go(fixture, FLOW_PROJECTS, ASK_TEXT);
	memset(answer, 0, ANSWER_TEXT_ROOM);
	build(fixture);
	assert_string_equal(need(fixture, "answer")->text, "Nothing written yet");
	press(fixture, "write");
	assert_int_equal(fixture->flow.state, FLOW_WRITE);
	assert_false(is_there(fixture, "erase"));
	press(fixture, "keys-1");
	press(fixture, "key-59"); /* Y */
	/* One capital, then small letters again. */
	press(fixture, "key-65"); /* e */
	press(fixture, "key-73"); /* s */
	press(fixture, "space");
	press(fixture, "erase");
	assert_string_equal(answer, "Yes");
	assert_string_equal(need(fixture, "field")->text, "Yes_");
	assert_says(fixture, "field", "You wrote: Yes");
	press(fixture, "keys-2");
	assert_says(fixture, "key-3f", "question mark");
	press(fixture, "next");
	assert_int_equal(fixture->flow.state, FLOW_PROJECTS);
	assert_string_equal(need(fixture, "answer")->text, "Yes");
}

/* However long it is, the end of what is typed is seen. */
static void test_the_end_is_shown(void **state)
{
	struct fixture *fixture = *state;
	const char *shown;

	go(fixture, FLOW_WRITE, ASK_TEXT);
	fixture->flow.text_size = FLOW_TEXT_SIZES - 1;
	fixture->display = matrix_displays[2];
	fixture->look.width = fixture->display.width;
	fixture->look.height = fixture->display.height;
	fixture->look.px_per_m = fixture->display.px_per_m;
	memset(fixture->flow.answer[ASK_TEXT], 0, ANSWER_TEXT_ROOM);
	for (unsigned i = 0; i < 90; i++)
		memcpy(fixture->flow.answer[ASK_TEXT] + i * 5, "word ", 5);
	memcpy(fixture->flow.answer[ASK_TEXT] + 450, "end", 3);
	build(fixture);
	shown = need(fixture, "field")->text;
	assert_true(strlen(shown) < 454);
	assert_string_equal(shown + strlen(shown) - 4, "end_");
}

/* Every key of every keyboard writes one letter, and none is there twice in a layer. */
static void test_keyboards(void **state)
{
	static const char *const languages[] = {"en", "pt-BR", "es", "fr", "pl", "so", "ar", "bn", "de", "yo"};

	(void)state;
	for (size_t l = 0; l < sizeof(languages) / sizeof(*languages); l++) {
		struct keyboard board;

		keyboard_of(&board, languages[l]);
		for (unsigned layer = 0; layer < KEYBOARD_LAYERS; layer++) {
			uint32_t seen[KEYBOARD_ROWS * KEYBOARD_ACROSS];
			unsigned count = 0;

			for (unsigned i = 0; i < KEYBOARD_ROWS && board.row[layer][i]; i++) {
				const char *row = board.row[layer][i];
				unsigned across = 0;

				for (uint32_t letter; (letter = keyboard_next(&row)); across++) {
					char label[KEYBOARD_LABEL];

					assert_true(*row == ' ' || *row == 0);
					keyboard_label(label, letter);
					assert_true(text_is_clean(label, strlen(label)));
					for (unsigned k = 0; k < count; k++)
						assert_int_not_equal(seen[k], letter);
					seen[count++] = letter;
				}
				assert_in_range(across, 1, KEYBOARD_ACROSS);
			}
			assert_true(count > 0 && *board.label[layer]);
		}
	}
}

/* --- finding --- */

static void test_find_by_number(void **state)
{
	struct fixture *fixture = *state;

	show(fixture, FLOW_PROJECTS);
	press(fixture, "find");
	assert_int_equal(fixture->flow.state, FLOW_FIND);
	assert_says(fixture, "field", "No number typed yet.");
	press(fixture, "digit-1");
	press(fixture, "digit-7");
	assert_string_equal(need(fixture, "found")->text, fixture->example.project[0][16].name.in[0]);
	press(fixture, "erase");
	press(fixture, "digit-9");
	press(fixture, "digit-9");
	press(fixture, "next");
	assert_int_equal(fixture->flow.state, FLOW_FIND);
	assert_string_equal(need(fixture, "notice")->text,
	                    "No project here has that number. The numbers go from 1 to 20.");
	press(fixture, "erase");
	press(fixture, "next");
	assert_int_equal(fixture->flow.state, FLOW_PROJECT);
	assert_int_equal(fixture->flow.project, 18);
}

static void test_show_only_some(void **state)
{
	struct fixture *fixture = *state;
	const struct contest *contest = &fixture->example.contest[0];
	unsigned shown = 0;

	show(fixture, FLOW_PROJECTS);
	press(fixture, "filter");
	assert_int_equal(fixture->flow.state, FLOW_FILTER);
	assert_true(need(fixture, "filter-0-0")->state & STATE_CHOSEN);
	assert_string_equal(need(fixture, "filter-2-1")->detail, "Projects: 7");
	assert_says(fixture, "filter-2-1", "Young people. Projects: 7.");
	press(fixture, "filter-2-1");
	assert_int_equal(fixture->flow.state, FLOW_PROJECTS);
	assert_string_equal(need(fixture, "filter")->text, "7 of 20 shown");
	assert_string_equal(need(fixture, "instruction")->text, "Only: Young people");
	for (;;) {
		const struct element *next = screen_find(&fixture->screen, "page-next");

		for (unsigned i = 0; i < fixture->screen.count; i++) {
			int project = element_project(&fixture->screen.element[i]);

			if (project < 0)
				continue;
			shown++;
			assert_true(filter_takes(contest, fixture->flow.filter, (unsigned)project));
			assert_non_null(strstr(spoken_plainly(&fixture->screen.element[i]), " of 7. Project "));
		}
		if (!next)
			break;
		press(fixture, "page-next");
	}
	assert_int_equal(shown, 7);
	press(fixture, "filter");
	press(fixture, "filter-0-0");
	assert_string_equal(need(fixture, "filter")->text, "Show only");
}

/* --- the review --- */

/* Goes through all parts, and takes down what each card says. */
static const char *all_cards(struct fixture *fixture, const char *prefix)
{
	static char out[8192];
	const struct element *next;
	size_t used = 0;

	out[0] = 0;
	fixture->flow.part = 0;
	do {
		build(fixture);
		for (unsigned i = 0; i < fixture->screen.count; i++) {
			const struct element *element = &fixture->screen.element[i];

			if (!strncmp(element->id, prefix, strlen(prefix)))
				used += (size_t)snprintf(out + used, sizeof(out) - used, "%s|%s;", element->text,
				                         element->amount);
			assert_true(used < sizeof(out));
		}
		next = screen_find(&fixture->screen, "part-next");
		if (next)
			fixture->flow.part = (uint8_t)next->action.arg;
	} while (next);
	return out;
}

static void test_review_shows_every_mark(void **state)
{
	struct fixture *fixture = *state;

	go(fixture, FLOW_REVIEW, 0);
	assert_string_equal(all_cards(fixture, "chosen-0-"),
	                    "Repair café and tool library|My no. 1;Night bus shelter lights|My no. 2;"
	                    "Bike hangars for flats|My no. 3;Flood gardens on Brook Lane|My no. 4;"
	                    "Warm room on winter evenings|My no. 5;");
	assert_non_null(strstr(all_cards(fixture, "chosen-1-"), "|Points: 3;"));
	assert_non_null(strstr(all_cards(fixture, "chosen-2-"), "|Mark: 5;"));
	assert_non_null(strstr(all_cards(fixture, "chosen-3-"), "|£46,000;"));
	assert_string_equal(all_cards(fixture, "chosen-5-"), "A leaflet or poster|;");
	assert_string_equal(all_cards(fixture, "answer-7"), "The plot behind the bus station|;");
	assert_string_equal(all_cards(fixture, "left-1"), "Points left: 2. That is fine.|;");
	assert_string_equal(all_cards(fixture, "sum-2"), "Projects with a mark: 4 of 12.|;");
	/* Questions have no projects to look at. */
	assert_string_equal(all_cards(fixture, "unseen-0"),
	                    "Projects you have not looked at: 20. You can go back to see them.|;");
	assert_string_equal(all_cards(fixture, "unseen-5"), "");
	memset(fixture->flow.marks, 0, sizeof(fixture->flow.marks));
	assert_string_equal(all_cards(fixture, "sum-5"), "You have not answered. You may leave it empty.|;");
	/* An answer in words alone is no empty vote. */
	fixture->flow.part = 0;
	build(fixture);
	assert_string_equal(need(fixture, "title")->text, "Check your choices");
	fixture->flow.answer[ASK_TEXT][0] = 0;
	build(fixture);
	assert_string_equal(need(fixture, "title")->text, "You have chosen nothing");
}

/* What is shown is counted as looked at. */
static void test_unseen_goes_down(void **state)
{
	struct fixture *fixture = *state;

	go(fixture, FLOW_REVIEW, 0);
	fixture->flow.state = FLOW_PROJECTS;
	for (unsigned i = 0; i < 8; i++)
		flow_shown(&fixture->flow, i);
	fixture->flow.state = FLOW_REVIEW;
	assert_string_equal(all_cards(fixture, "unseen-0"),
	                    "Projects you have not looked at: 12. You can go back to see them.|;");
}

/* --- how it works --- */

static void test_how_it_works(void **state)
{
	static const char *const words[] = {
	    "Choose up to 5 projects: first the one you want most.",
	    "You have 10 points to share. One project can get up to 6.",
	    "Give the projects marks from 1 to 5. A higher mark is better.",
	    "Choose the one project you want most.",
	    "Give the projects marks from 0 to 100. A higher mark is better.",
	    "Now a question. Nobody has to answer it.",
	    "Now a question. Nobody has to answer it.",
	    "Now a question. Nobody has to answer it.",
	};
	struct fixture *fixture = *state;

	for (unsigned contest = 0; contest < EXAMPLE_CONTESTS; contest++) {
		go(fixture, FLOW_HOW, contest);
		build(fixture);
		assert_string_equal(need(fixture, "how-1")->text, words[contest]);
		assert_int_equal(is_there(fixture, "how-2"), contest == 0);
	}
	fixture->example.contest[SCORE].min_length = fixture->example.contest[SCORE].project_count;
	fixture->flow.contest = SCORE;
	build(fixture);
	assert_string_equal(need(fixture, "how-1")->text,
	                    "Give every project a mark from 1 to 5. A higher mark is better.");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_rank_by_tapping_in_order),
	    TEST(test_rank_list_full),
	    TEST(test_controls_keep_their_places),
	    TEST(test_points_in_steps),
	    TEST(test_score_in_a_row),
	    TEST(test_score_in_steps),
	    TEST(test_one_only),
	    TEST(test_questions),
	    TEST(test_answer_in_words),
	    TEST(test_the_end_is_shown),
	    TEST(test_keyboards),
	    TEST(test_find_by_number),
	    TEST(test_show_only_some),
	    TEST(test_review_shows_every_mark),
	    TEST(test_unseen_goes_down),
	    TEST(test_how_it_works),
	};

	return cmocka_run_group_tests_name("screen_contests", tests, NULL, NULL);
}
