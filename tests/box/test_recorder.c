/* The recorder's whole day: unlock, import, open, vote, challenge, pause, export, close; and what it refuses. */
#include "fixture.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->disk);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static void a_day(void **state)
{
	struct test *test = *state;
	struct recorder_reply *reply = &test->reply;
	struct recorder *recorder = test->recorder = open_voting(&test->fixture, &test->disk.disk);
	struct hash code;

	for (unsigned i = 0; i < 5; i++)
		vote(recorder, reply, &test->fixture, i + 1);
	assert_int_equal(reply->facts.sealed, 5);
	assert_ok(ask(recorder, reply, RECORDER_BEGIN));
	assert_ok(ask_seal(recorder, reply, &test->fixture, 7, NULL));
	code = reply->code;
	assert_ok(ask(recorder, reply, RECORDER_CHALLENGE));
	assert_memory_equal(reply->code.bytes, code.bytes, HASH_BYTES);
	assert_false(sodium_is_zero(reply->nonce, NONCE_BYTES));
	assert_int_equal(reply->facts.spoiled, 1);
	assert_ok(ask(recorder, reply, RECORDER_DISCARD));
	assert_ok(ask(recorder, reply, RECORDER_PAUSE));
	assert_int_equal(reply->facts.voting, VOTING_PAUSED);
	assert_status(STATUS_STATE, ask_seal(recorder, reply, &test->fixture, 7, NULL));
	assert_ok(ask(recorder, reply, RECORDER_OPEN));
	assert_ok(ask(recorder, reply, RECORDER_CLOSE));
	assert_int_equal(ask(recorder, reply, RECORDER_EXPORT), STATUS_OK);
	assert_int_equal(reply->arg, 1);
	assert_int_equal(reply->facts.exports, 1);
	assert_int_equal(reply->facts.started, 6);
	assert_int_equal(reply->facts.cast, 5);
	assert_int_equal(reply->facts.challenged, 1);
	assert_int_equal(reply->facts.left, 1);
	recorder_destroy(recorder);
	recorder = test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask(recorder, reply, RECORDER_STATUS));
	assert_int_equal(reply->facts.voting, VOTING_CLOSED);
	assert_int_equal(reply->facts.sealed, 5);
	assert_int_equal(reply->facts.spoiled, 1);
	assert_int_equal(reply->facts.locked, 1);
	assert_int_equal(reply->facts.started, 6);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_day, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
