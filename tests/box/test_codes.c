/* Voting codes at one kiosk: who is let in, who is not and why, and what is told of it. */
#include "box/sitting.h"

static enum status code(struct test *test, const char *letters)
{
	return ask_code(test->recorder, &test->reply, letters);
}

static enum status seal(struct test *test, unsigned choice)
{
	return ask_seal(test->recorder, &test->reply, &test->fixture, choice);
}

static void start(struct test *test)
{
	test->recorder = open_voting(&test->fixture, NULL);
}

/* What the screen is told of a code that lets nobody in. */
static void code_refused(struct test *test, const char *letters, enum status status, enum code_refusal why,
                         unsigned wait_s)
{
	assert_status(status, code(test, letters));
	assert_int_equal(code_refusal_of(test->reply.arg), why);
	assert_int_equal(code_refusal_wait_s(test->reply.arg), wait_s);
	assert_null(strstr(test->reply.detail, letters));
	/* Nobody was let in. */
	assert_status(STATUS_STATE, seal(test, 1));
}

static void a_code_is_taken_once(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_STATE, seal(test, 1));
	assert_ok(code(test, FIXTURE_CODE));
	assert_int_equal(test->reply.arg, 0); /* the ballot style */
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CAST));
	assert_ok(call(test, RECORDER_BEGIN));
	code_refused(test, FIXTURE_CODE, STATUS_USED, CODE_USED, 1);
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_int_equal(test->reply.facts.codes_refused, 1);
	assert_ok(code(test, FIXTURE_CODE_NEXT));
	assert_ok(seal(test, 2));
	assert_ok(call(test, RECORDER_CAST));
	assert_int_equal(test->reply.facts.sealed, 2);
}

static void a_used_code_stays_used_after_a_restart(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CAST));
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, NULL);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(call(test, RECORDER_BEGIN));
	code_refused(test, FIXTURE_CODE, STATUS_USED, CODE_USED, 1);
}

static void a_challenge_does_not_use_it_up(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_ok(seal(test, 2));
	assert_ok(call(test, RECORDER_CAST));
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_int_equal(test->reply.facts.spoiled, 1);
}

/* Also one who challenged and left may come back. */
static void who_left_may_come_back(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_ok(call(test, RECORDER_DISCARD));
	/* The next voter is not let in by a code of the one before. */
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_STATE, seal(test, 1));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_STATE, seal(test, 1));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CAST));
	assert_int_equal(test->reply.facts.sealed, 1);
}

static void codes_of_nobody_and_of_another_place_are_refused(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	code_refused(test, FIXTURE_CODE_UNKNOWN, STATUS_ABSENT, CODE_NOT_ISSUED, 1);
	code_refused(test, FIXTURE_CODE_ELSEWHERE, STATUS_ABSENT, CODE_OTHER_PLACE, 2);
	/* mistyped, cut off, nothing at all: the screen asks for none of them */
	code_refused(test, "k7pq2m9x4hwtw", STATUS_ABSENT, CODE_NOT_ISSUED, 4);
	code_refused(test, "k7pq2m9x4hwt", STATUS_ABSENT, CODE_NOT_ISSUED, 8);
	code_refused(test, "K7PQ2M9X4HWTV", STATUS_ABSENT, CODE_NOT_ISSUED, 16);
	assert_int_equal(test->reply.facts.codes_refused, 5);
	/* A wrong code after a right one leaves neither. */
	assert_ok(code(test, FIXTURE_CODE));
	code_refused(test, FIXTURE_CODE_UNKNOWN, STATUS_ABSENT, CODE_NOT_ISSUED, 30);
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
}

static void nobody_waits_for_another(void **state)
{
	static const unsigned wait_s[] = {1, 2, 4, 8, 16, 30, 30, 30};
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	for (unsigned i = 0; i < sizeof wait_s / sizeof wait_s[0]; i++)
		code_refused(test, FIXTURE_CODE_UNKNOWN, STATUS_ABSENT, CODE_NOT_ISSUED, wait_s[i]);
	assert_ok(call(test, RECORDER_DISCARD));
	assert_ok(call(test, RECORDER_BEGIN));
	code_refused(test, FIXTURE_CODE_UNKNOWN, STATUS_ABSENT, CODE_NOT_ISSUED, 1);
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CAST));
	assert_ok(call(test, RECORDER_BEGIN));
	code_refused(test, FIXTURE_CODE_UNKNOWN, STATUS_ABSENT, CODE_NOT_ISSUED, 1);
}

static void a_code_is_taken_in_a_session_only(void **state)
{
	struct test *test = *state;

	start(test);
	assert_status(STATUS_STATE, code(test, FIXTURE_CODE));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(call(test, RECORDER_DISCARD));
	assert_status(STATUS_STATE, code(test, FIXTURE_CODE));
	assert_ok(call(test, RECORDER_PAUSE));
	assert_status(STATUS_STATE, code(test, FIXTURE_CODE));
	assert_int_equal(test->reply.facts.codes_refused, 0);
}

static void an_election_without_codes_takes_none(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_STATE, code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
}

static unsigned lines_with(const struct test *test, const char *what)
{
	char path[DISK_PATH_MAX], *text;
	unsigned count = 0;
	size_t len;

	path_of(path, test->fixture.data, "log.txt");
	text = (char *)read_all(path, &len);
	for (const char *at = text; (at = strstr(at, what)); at++)
		count++;
	free(text);
	return count;
}

/* No line while voters come and go; numbers only when staff pause, close or export, and each number once. */
static void the_log_has_numbers_only(void **state)
{
	struct test *test = *state;
	unsigned before;

	start(test);
	before = lines_with(test, "\n");
	assert_ok(call(test, RECORDER_BEGIN));
	for (unsigned i = 0; i < 3; i++)
		assert_status(STATUS_ABSENT, code(test, FIXTURE_CODE_UNKNOWN));
	assert_status(STATUS_ABSENT, code(test, FIXTURE_CODE_ELSEWHERE));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CAST));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_USED, code(test, FIXTURE_CODE));
	assert_ok(call(test, RECORDER_DISCARD));
	assert_int_equal(lines_with(test, "\n"), before);
	assert_ok(call(test, RECORDER_PAUSE));
	assert_int_equal(lines_with(test, " refusal voting codes refused: used 1, not issued 3, other place 1 "), 1);
	assert_ok(call(test, RECORDER_OPEN));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_USED, code(test, FIXTURE_CODE));
	assert_ok(call(test, RECORDER_DISCARD));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(lines_with(test, " refusal voting codes refused: used 1, not issued 0, other place 0 "), 1);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(lines_with(test, " refusal "), 2);
	assert_int_equal(lines_with(test, FIXTURE_CODE), 0);
	assert_int_equal(test->reply.facts.codes_refused, 6);
}

/* The code itself is nowhere in what the kiosk keeps or exports; of its tag the box alone knows. */
static void the_code_is_kept_nowhere(void **state)
{
	static const char *const names[] = {"log.txt", "box.db"};
	struct test *test = *state;

	start(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(code(test, FIXTURE_CODE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CAST));
	assert_ok(call(test, RECORDER_CLOSE));
	for (unsigned i = 0; i < 2; i++) {
		char path[DISK_PATH_MAX];
		uint8_t *bytes;
		size_t len;

		path_of(path, test->fixture.data, names[i]);
		bytes = read_all(path, &len);
		assert_null(memmem(bytes, len, FIXTURE_CODE, strlen(FIXTURE_CODE)));
		free(bytes);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_code_is_taken_once, begin_codes, end),
	    cmocka_unit_test_setup_teardown(a_used_code_stays_used_after_a_restart, begin_codes, end),
	    cmocka_unit_test_setup_teardown(a_challenge_does_not_use_it_up, begin_codes, end),
	    cmocka_unit_test_setup_teardown(who_left_may_come_back, begin_codes, end),
	    cmocka_unit_test_setup_teardown(codes_of_nobody_and_of_another_place_are_refused, begin_codes, end),
	    cmocka_unit_test_setup_teardown(nobody_waits_for_another, begin_codes, end),
	    cmocka_unit_test_setup_teardown(a_code_is_taken_in_a_session_only, begin_codes, end),
	    cmocka_unit_test_setup_teardown(an_election_without_codes_takes_none, begin_open, end),
	    cmocka_unit_test_setup_teardown(the_log_has_numbers_only, begin_codes, end),
	    cmocka_unit_test_setup_teardown(the_code_is_kept_nowhere, begin_codes, end),
	};

	return cmocka_run_group_tests_name("voting codes at a kiosk", tests, NULL, NULL);
}
