/* The flow in every vote type and question: marks, ranks, points, words, finding and filtering. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "filter.h"
#include "opening.h"
#include "walk.h"

enum { RANKED, POINTS, SCORE, ONE, SEVERAL, WORDS, CONTESTS };
enum { PROJECTS = 12, LETTERS = 10 };

static struct project projects[PROJECTS];
static struct contest contests[CONTESTS] = {
    [RANKED] = {.id = 1, .type = VOTE_RANKED, .max_length = 3, .project_count = PROJECTS, .projects = projects},
    [POINTS] = {.id = 2,
                .type = VOTE_POINTS,
                .min_points = 2,
                .max_points = 5,
                .max_sum_points = 8,
                .project_count = 4,
                .projects = projects},
    [SCORE] = {.id = 3, .type = VOTE_SCORE, .max_points = 4, .project_count = 3, .projects = projects},
    [ONE] = {.id = 4, .type = VOTE_ANSWER_ONE, .project_count = 3, .projects = projects},
    [SEVERAL] = {.id = 5, .type = VOTE_ANSWER_SEVERAL, .max_length = 2, .project_count = 4, .projects = projects},
    [WORDS] = {.id = 6, .type = VOTE_ANSWER_TEXT, .max_length = LETTERS},
};
static struct style styles[] = {{.contest_count = CONTESTS, .contest = {0, 1, 2, 3, 4, 5}}};
static const struct election election = {.language_count = 2,
                                         .language = {"en", "pt"},
                                         .idle_s = 180,
                                         .warning_s = 45,
                                         .category_count = 2,
                                         .contest_count = CONTESTS,
                                         .contests = contests,
                                         .style_count = 1,
                                         .styles = styles};

static int open_kiosk(void **state)
{
	for (unsigned i = 0; i < PROJECTS; i++) {
		projects[i].id = "p";
		projects[i].cost = 100;
		projects[i].categories = i < 5 ? 1 : 0;
		projects[i].place.in[0] = i % 4 == 3 ? "Harbour" : "";
	}
	for (unsigned i = 0; i < CONTESTS; i++)
		contests[i].width = ballot_width(&contests[i]);
	*state = walk_open(&election);
	return 0;
}

/* To a contest, from the start, in the way of a voter. */
static void to_contest(struct walk *walk, unsigned contest)
{
	if (walk->flow.state == FLOW_START) {
		begin(walk, 5);
		press(walk, ACT_NEXT, 0);
	}
	while (walk->flow.contest != contest || walk->flow.state != FLOW_PROJECTS)
		press(walk, ACT_NEXT, 0);
}

static void assert_marks(const struct walk *walk, const uint16_t *marks, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		assert_int_equal(walk->flow.marks[walk->flow.contest].of[i], marks[i]);
}

static void assert_refused(const struct walk *walk, enum rule_verdict rule, unsigned project)
{
	assert_int_equal(walk->flow.notice, NOTICE_VERDICT);
	assert_int_equal(walk->flow.verdict.rule, rule);
	assert_int_equal(walk->flow.notice_project, project);
}

static void test_ranking(void **state)
{
	struct walk *walk = *state;

	to_contest(walk, RANKED);
	press(walk, ACT_TOGGLE, 0); /* ranks are not toggled */
	press(walk, ACT_RANK, mark_arg(2, 2));
	assert_refused(walk, VERDICT_BAD_MARK, 2); /* there is no first yet */
	press(walk, ACT_RANK, mark_arg(2, 1));
	press(walk, ACT_RANK, mark_arg(4, 2));
	press(walk, ACT_RANK, mark_arg(1, 3));
	assert_marks(walk, (uint16_t[]){0, 3, 1, 0, 2}, 5);
	press(walk, ACT_RANK, mark_arg(0, 4));
	assert_refused(walk, VERDICT_TOO_MANY, 0);
	press(walk, ACT_RANK, mark_arg(1, 1)); /* up, twice */
	assert_int_equal(walk->flow.notice, NOTICE_NONE);
	assert_marks(walk, (uint16_t[]){0, 1, 2, 0, 3}, 5);
	press(walk, ACT_RANK, mark_arg(1, 3)); /* and down again */
	assert_marks(walk, (uint16_t[]){0, 3, 1, 0, 2}, 5);
	press(walk, ACT_RANK, mark_arg(2, 0)); /* the first out: the others close up */
	assert_marks(walk, (uint16_t[]){0, 2, 0, 0, 1}, 5);
	press(walk, ACT_RANK, mark_arg(0, 1)); /* in before them */
	assert_marks(walk, (uint16_t[]){1, 3, 0, 0, 2}, 5);
	press(walk, ACT_RANK, mark_arg(PROJECTS, 1));
	assert_marks(walk, (uint16_t[]){1, 3, 0, 0, 2}, 5);
	press(walk, ACT_PROJECT, 4);
	press(walk, ACT_RANK, mark_arg(1, 0)); /* not the one on the screen */
	press(walk, ACT_RANK, mark_arg(4, 1));
	assert_marks(walk, (uint16_t[]){2, 3, 0, 0, 1}, 5);
}

static void test_points(void **state)
{
	struct walk *walk = *state;

	to_contest(walk, POINTS);
	press(walk, ACT_MARK, mark_arg(0, 1));
	assert_refused(walk, VERDICT_BAD_MARK, 0); /* two at least */
	press(walk, ACT_MARK, mark_arg(0, 6));
	assert_refused(walk, VERDICT_BAD_MARK, 0);
	press(walk, ACT_MARK, mark_arg(0, 5));
	press(walk, ACT_MARK, mark_arg(1, 4));
	assert_refused(walk, VERDICT_TOO_MANY_POINTS, 1);
	assert_int_equal(walk->flow.verdict.amount, 1);
	press(walk, ACT_MARK, mark_arg(1, 3));
	assert_int_equal(walk->flow.notice, NOTICE_NONE);
	press(walk, ACT_RANK, mark_arg(2, 1));
	assert_marks(walk, (uint16_t[]){5, 3, 0, 0}, 4);
	press(walk, ACT_MARK, mark_arg(0, 0));
	press(walk, ACT_MARK, mark_arg(4, 2));
	assert_marks(walk, (uint16_t[]){0, 3, 0, 0}, 4);
}

static void test_scores(void **state)
{
	struct walk *walk = *state;

	to_contest(walk, SCORE);
	press(walk, ACT_MARK, mark_arg(0, 1)); /* a score of 0 is a mark too */
	press(walk, ACT_MARK, mark_arg(1, 5));
	press(walk, ACT_MARK, mark_arg(2, 6));
	assert_refused(walk, VERDICT_BAD_MARK, 2);
	assert_marks(walk, (uint16_t[]){1, 5, 0}, 3);
}

static void test_questions(void **state)
{
	struct walk *walk = *state;

	to_contest(walk, SCORE);
	press(walk, ACT_NEXT, 0); /* no page explains a question */
	assert_state(PROJECTS);
	assert_int_equal(walk->flow.contest, ONE);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(walk->flow.order[ONE][i], i);
	press(walk, ACT_TOGGLE, 0);
	press(walk, ACT_TOGGLE, 2);
	assert_marks(walk, (uint16_t[]){0, 0, 1}, 3);
	press(walk, ACT_TOGGLE, 2);
	assert_marks(walk, (uint16_t[]){0, 0, 0}, 3);
	press(walk, ACT_PROJECT, 0);
	press(walk, ACT_FIND, 0);
	press(walk, ACT_FILTERS, 0);
	press(walk, ACT_WRITE, 0);
	assert_state(PROJECTS);
	press(walk, ACT_NEXT, 0);
	assert_int_equal(walk->flow.contest, SEVERAL);
	press(walk, ACT_TOGGLE, 0);
	press(walk, ACT_TOGGLE, 2);
	press(walk, ACT_TOGGLE, 3);
	assert_refused(walk, VERDICT_TOO_MANY, 3);
	assert_marks(walk, (uint16_t[]){1, 0, 1, 0}, 4);
	press(walk, ACT_BACK, 0);
	assert_int_equal(walk->flow.contest, ONE);
	assert_state(PROJECTS);
	press(walk, ACT_BACK, 0);
	assert_int_equal(walk->flow.contest, SCORE);
	assert_state(PROJECTS);
	press(walk, ACT_BACK, 0);
	assert_state(HOW);
}

static void type(struct walk *walk, const uint32_t *letters)
{
	for (; *letters; letters++)
		press(walk, ACT_LETTER, *letters);
}

static void test_words(void **state)
{
	struct walk *walk = *state;
	const char *answer = walk->flow.answer[WORDS];

	to_contest(walk, WORDS);
	press(walk, ACT_LETTER, 'x');
	assert_string_equal(answer, "");
	press(walk, ACT_WRITE, 0);
	assert_state(WRITE);
	press(walk, ACT_KEYS, FLOW_KEYS_CAPITALS);
	press(walk, ACT_LETTER, 'A');
	assert_int_equal(walk->flow.keys, FLOW_KEYS_LETTERS);
	press(walk, ACT_KEYS, FLOW_KEYS_SIGNS);
	type(walk, (const uint32_t[]){' ', 0xe9, 0x9c5, 0x1f600, 0});
	assert_int_equal(walk->flow.keys, FLOW_KEYS_SIGNS);
	press(walk, ACT_KEYS, FLOW_KEY_LAYERS);
	assert_int_equal(walk->flow.keys, FLOW_KEYS_SIGNS);
	assert_string_equal(answer, "A \xc3\xa9\xe0\xa7\x85\xf0\x9f\x98\x80");
	press(walk, ACT_ERASE, 0);
	press(walk, ACT_ERASE, 0);
	assert_string_equal(answer, "A \xc3\xa9");
	/* No characters: a surrogate, beyond Unicode, controls, what turns the direction of a text. */
	type(walk, (const uint32_t[]){0xd800, 0x110000, 0x202e, 7, 0x7f, UINT32_MAX, 0});
	press(walk, ACT_LETTER, 0);
	assert_string_equal(answer, "A \xc3\xa9");
	press(walk, ACT_HELP, 0);
	press(walk, ACT_LANGUAGE, 1);
	press(walk, ACT_BACK, 0);
	assert_state(WRITE);
	type(walk, (const uint32_t[]){'b', 'c', 'd', 'e', 'f', ' ', ' ', 0});
	assert_int_equal(walk->flow.notice, NOTICE_NONE);
	press(walk, ACT_LETTER, 'z');
	assert_int_equal(walk->flow.notice, NOTICE_ANSWER_FULL);
	assert_string_equal(answer, "A \xc3\xa9"
	                            "bcdef  ");
	press(walk, ACT_BACK, 0);
	assert_state(PROJECTS);
	assert_string_equal(answer, "A \xc3\xa9"
	                            "bcdef"); /* spaces at the end are nobody's answer */
	press(walk, ACT_WRITE, 0);
	for (unsigned i = 0; i < 12; i++)
		press(walk, ACT_ERASE, 0);
	type(walk, (const uint32_t[]){' ', ' ', 0});
	press(walk, ACT_NEXT, 0);
	assert_string_equal(answer, "");
}

/* The greatest answer fits, and not one byte more, where the question sets no bound of its own. */
static void test_most_words(void **state)
{
	struct walk *walk = *state;
	uint8_t payload[ANSWER_TEXT_BYTES];

	contests[WORDS].max_length = 0;
	to_contest(walk, WORDS);
	press(walk, ACT_WRITE, 0);
	for (unsigned i = 0; i < ANSWER_TEXT_BYTES / 3; i++) {
		press(walk, ACT_LETTER, 0x995);
		assert_int_equal(walk->flow.notice, NOTICE_NONE);
	}
	assert_int_equal(strlen(walk->flow.answer[WORDS]), ANSWER_TEXT_BYTES);
	press(walk, ACT_LETTER, 'a');
	assert_int_equal(walk->flow.notice, NOTICE_ANSWER_FULL);
	press(walk, ACT_LETTER, 0x995);
	assert_int_equal(walk->flow.notice, NOTICE_ANSWER_FULL);
	assert_int_equal(strlen(walk->flow.answer[WORDS]), ANSWER_TEXT_BYTES);
	assert_int_equal(answer_encode(payload, &contests[WORDS], walk->flow.answer[WORDS]), STATUS_OK);
	contests[WORDS].max_length = LETTERS;
}

static void test_find(void **state)
{
	struct walk *walk = *state;

	to_contest(walk, RANKED);
	press(walk, ACT_FIND, 0);
	assert_state(FIND);
	press(walk, ACT_NEXT, 0);
	assert_int_equal(walk->flow.notice, NOTICE_NO_NUMBER);
	press(walk, ACT_DIGIT, 1);
	press(walk, ACT_DIGIT, 3);
	press(walk, ACT_NEXT, 0);
	assert_int_equal(walk->flow.notice, NOTICE_NO_NUMBER); /* there are 12 */
	assert_state(FIND);
	press(walk, ACT_ERASE, 0);
	press(walk, ACT_DIGIT, 2);
	press(walk, ACT_DIGIT, 10);
	press(walk, ACT_SETTINGS, 0);
	press(walk, ACT_NEXT, 0);
	assert_string_equal(walk->flow.find, "12");
	press(walk, ACT_NEXT, 0);
	assert_state(PROJECT);
	assert_int_equal(walk->flow.project, 11);
	assert_int_equal(walk->flow.find_len, 0);
	press(walk, ACT_BACK, 0);
	assert_state(PROJECTS);
	press(walk, ACT_FIND, 0);
	for (unsigned i = 0; i < 5; i++)
		press(walk, ACT_DIGIT, 0);
	assert_int_equal(walk->flow.find_len, FLOW_FIND_DIGITS);
	press(walk, ACT_NEXT, 0);
	assert_int_equal(walk->flow.notice, NOTICE_NO_NUMBER);
	press(walk, ACT_BACK, 0);
	assert_state(PROJECTS);
	assert_string_equal(walk->flow.find, "");
}

static void test_filter(void **state)
{
	struct walk *walk = *state;
	uint32_t category = filter_arg(FILTER_CATEGORY, 0), place = filter_arg(FILTER_PLACE, 0);

	to_contest(walk, RANKED);
	press(walk, ACT_PAGE, 5);
	press(walk, ACT_FILTERS, 0);
	assert_state(FILTER);
	press(walk, ACT_FILTER, filter_arg(FILTER_CATEGORY, 1)); /* no project has it */
	press(walk, ACT_FILTER, filter_arg(FILTER_PLACE, 1));
	press(walk, ACT_FILTER, UINT32_MAX);
	assert_state(FILTER);
	press(walk, ACT_FILTER, category);
	assert_state(PROJECTS);
	assert_int_equal(walk->flow.filter, category);
	assert_int_equal(walk->flow.first, 0);
	assert_int_equal(filter_count(&contests[RANKED], category), 5);
	assert_int_equal(filter_count(&contests[RANKED], place), 3);
	press(walk, ACT_PROJECT, 2);
	press(walk, ACT_BACK, 0);
	assert_int_equal(walk->flow.filter, category); /* the same place in the list */
	press(walk, ACT_FILTERS, 0);
	press(walk, ACT_BACK, 0);
	assert_int_equal(walk->flow.filter, category);
	press(walk, ACT_FILTER, 0);
	assert_int_equal(walk->flow.filter, 0);
	press(walk, ACT_FILTERS, 0);
	press(walk, ACT_FILTER, place);
	press(walk, ACT_NEXT, 0); /* another contest lists everything */
	assert_int_equal(walk->flow.filter, 0);
}

/* What is sealed is what was touched, for every contest at once; another session finds nothing of it. */
static void test_sealed(void **state)
{
	struct walk *walk = *state;
	struct sealed_plain plain;
	struct marks marks;
	char text[ANSWER_TEXT_ROOM];
	unsigned points;

	to_contest(walk, RANKED);
	press(walk, ACT_RANK, mark_arg(7, 1));
	press(walk, ACT_RANK, mark_arg(3, 1));
	to_contest(walk, POINTS);
	press(walk, ACT_MARK, mark_arg(2, 4));
	to_contest(walk, ONE);
	press(walk, ACT_TOGGLE, 1);
	to_contest(walk, WORDS);
	press(walk, ACT_WRITE, 0);
	type(walk, (const uint32_t[]){'y', 'e', 's', 0});
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_NEXT, 0);
	assert_state(REVIEW);
	press(walk, ACT_NEXT, 0);
	assert_effect(SEAL);
	assert_int_equal(flow_encode(&plain, &points, &walk->flow), STATUS_OK);
	assert_int_equal(points, 5 + ANSWER_TEXT_WIDTH);
	assert_int_equal(marks_decode(&marks, &contests[RANKED], plain.payload[0]), STATUS_OK);
	assert_int_equal(marks.of[3], 1);
	assert_int_equal(marks.of[7], 2);
	assert_int_equal(marks_decode(&marks, &contests[POINTS], plain.payload[1]), STATUS_OK);
	assert_int_equal(marks.of[2], 4);
	assert_int_equal(marks_decode(&marks, &contests[ONE], plain.payload[3]), STATUS_OK);
	assert_int_equal(marks.of[1], 1);
	assert_int_equal(answer_decode(text, &contests[WORDS], plain.payload[5]), STATUS_OK);
	assert_string_equal(text, "yes");
	tell(walk, (struct event){.kind = EVENT_SEALED, .code = {{42}}});
	pass(walk, FLOW_SEALING_MS);
	press(walk, ACT_CHALLENGE, 0);
	press(walk, ACT_YES, 0);
	tell(walk, (struct event){.kind = EVENT_SPOILED});
	assert_state(CHALLENGED);
	assert_string_equal(walk->flow.answer[WORDS], "yes"); /* the opening holds it */
	press(walk, ACT_NEXT, 0);
	assert_state(PROJECTS);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.answer, sizeof(walk->flow.answer)));
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.marks, sizeof(walk->flow.marks)));
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_wiped(walk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_ranking, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_points, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_scores, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_questions, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_words, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_most_words, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_find, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_filter, open_kiosk, leave_kiosk),
	    cmocka_unit_test_setup_teardown(test_sealed, open_kiosk, leave_kiosk),
	};

	return cmocka_run_group_tests_name("flow, every type", tests, NULL, NULL);
}
