/* Attended admission: one session for each voter whom staff let in; and nothing ends voting under a voter's hands. */
#include "box/sitting.h"

static enum status discard(struct test *test, enum ending ending)
{
	struct recorder_request request = {.call = RECORDER_DISCARD, .arg = ending};

	recorder_ask(test->recorder, &test->reply, &request);
	return test->reply.status;
}

static void assert_facts(const struct test *test, unsigned admitted, uint32_t admissions)
{
	assert_int_equal(test->reply.facts.admitted, admitted);
	assert_int_equal(test->reply.facts.admissions, admissions);
}

static void each_voter_is_admitted_once(void **state)
{
	struct test *test = *state;

	test->recorder = open_recorder(&test->fixture, NULL);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(call(test, RECORDER_IMPORT));
	assert_status(STATUS_STATE, call(test, RECORDER_ADMIT)); /* not open */
	assert_ok(call(test, RECORDER_OPEN));
	assert_status(STATUS_STATE, call(test, RECORDER_BEGIN));
	assert_ok(call(test, RECORDER_ADMIT));
	assert_facts(test, 1, 1);
	assert_ok(call(test, RECORDER_ADMIT)); /* the same voter */
	assert_facts(test, 1, 1);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_facts(test, 0, 1);
	assert_status(STATUS_STATE, call(test, RECORDER_BEGIN));
	assert_status(STATUS_STATE, call(test, RECORDER_ADMIT));
	assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, 1));
	/* A test vote does not use the admission up. */
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, 2));
	assert_ok(call(test, RECORDER_CAST));
	assert_status(STATUS_STATE, call(test, RECORDER_BEGIN));
	/* Nor does a screen that leaves BEGIN out get a second vote, or one before anybody began. */
	assert_status(STATUS_STATE, ask_seal(test->recorder, &test->reply, &test->fixture, 3));
	assert_ok(call(test, RECORDER_ADMIT));
	assert_facts(test, 1, 2);
	assert_status(STATUS_STATE, ask_seal(test->recorder, &test->reply, &test->fixture, 3));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(discard(test, ENDING_LEFT));
	assert_status(STATUS_STATE, call(test, RECORDER_BEGIN));
	assert_int_equal(test->reply.facts.sealed, 1);
}

static void who_does_not_come_is_admitted_no_more(void **state)
{
	struct test *test = *state;

	test->recorder = open_voting(&test->fixture, NULL);
	assert_ok(call(test, RECORDER_ADMIT));
	assert_facts(test, 1, 1);
	assert_ok(discard(test, ENDING_TIMED_OUT));
	/* The number is compared with staff's list of people. */
	assert_facts(test, 0, 0);
	/* No session was begun, so none timed out. */
	assert_int_equal(test->reply.facts.timed_out, 0);
	assert_status(STATUS_STATE, call(test, RECORDER_BEGIN));
	/* Whoever was admitted before a pause is asked for again after it. */
	assert_ok(call(test, RECORDER_ADMIT));
	assert_ok(call(test, RECORDER_PAUSE));
	assert_facts(test, 0, 0);
	assert_ok(call(test, RECORDER_OPEN));
	assert_status(STATUS_STATE, call(test, RECORDER_BEGIN));
}

static void nobody_is_admitted_where_staff_do_not(void **state)
{
	struct test *test = *state;

	test->recorder = open_voting(&test->fixture, NULL);
	assert_status(STATUS_STATE, call(test, RECORDER_ADMIT));
	assert_facts(test, 0, 0);
	assert_ok(call(test, RECORDER_BEGIN));
}

static void voting_is_not_ended_under_a_voters_hands(void **state)
{
	static const enum recorder_call ends[] = {RECORDER_PAUSE, RECORDER_CLOSE};
	struct test *test = *state;

	test->recorder = open_voting(&test->fixture, NULL);
	for (size_t i = 0; i < 2; i++) {
		assert_ok(call(test, RECORDER_BEGIN));
		assert_status(STATUS_STATE, call(test, ends[i]));
		assert_non_null(strstr(test->reply.detail, "A voter is voting"));
		assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, 1));
		assert_status(STATUS_STATE, call(test, ends[i]));
		assert_ok(call(test, RECORDER_EXPORT)); /* loses nothing */
		assert_ok(call(test, RECORDER_CAST));
		assert_ok(call(test, ends[i]));
		if (ends[i] == RECORDER_PAUSE)
			assert_ok(call(test, RECORDER_OPEN));
	}
	assert_int_equal(test->reply.facts.sealed, 2);
	assert_int_equal(test->reply.facts.closing, 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_voter_is_admitted_once, begin_attended, end),
	    cmocka_unit_test_setup_teardown(who_does_not_come_is_admitted_no_more, begin_attended, end),
	    cmocka_unit_test_setup_teardown(nobody_is_admitted_where_staff_do_not, begin_open, end),
	    cmocka_unit_test_setup_teardown(voting_is_not_ended_under_a_voters_hands, begin_open, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
