/* The closing report, the permission to open again, and the readiness report: each asked of a recorder on real files.
 */
#include "box_sets.h"
#include "fixture.h"
#include "log.h"
#include "readiness.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
	char log[DISK_PATH_MAX];
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->disk);
	path_of(test->log, test->fixture.data, LOG_FILE);
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

static enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

/* A refusal with a sentence that has these words. */
static void refused(struct test *test, enum status wanted, enum recorder_call what, const char *words)
{
	assert_status(wanted, call(test, what));
	if (!strstr(test->reply.detail, words))
		fail_msg("no \"%s\" in: %s", words, test->reply.detail);
}

static void start_closed(struct test *test)
{
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	vote(test->recorder, &test->reply, &test->fixture, 2);
	assert_ok(call(test, RECORDER_CLOSE));
}

static char *log_now(struct test *test)
{
	size_t len;

	return (char *)read_all(test->log, &len);
}

/* --- the closing report --- */

static void the_closing_report_binds_the_box(void **state)
{
	struct test *test = *state;
	struct closing closing;
	struct log_end end;
	size_t len;
	char *text;

	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	refused(test, STATUS_STATE, RECORDER_REPORT, "Voting is not closed");
	assert_string_equal(test->reply.report, "");
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_PAUSE));
	refused(test, STATUS_STATE, RECORDER_REPORT, "Voting is not closed");
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_REPORT));
	assert_ok(closing_read(&closing, test->reply.report, strlen(test->reply.report)));
	assert_memory_equal(closing.election.bytes, test->fixture.hash.bytes, HASH_BYTES);
	assert_memory_equal(closing.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	assert_int_equal(closing.closing, 1);
	assert_int_equal(closing.sealed, 1);
	assert_int_equal(closing.spoiled, 0);
	text = (char *)read_all(test->log, &len);
	assert_ok(log_check(&end, text, len, closing.kiosk, UINT32_MAX));
	assert_int_equal(closing.log_count, end.count);
	assert_memory_equal(closing.log_head.bytes, end.head.bytes, HASH_BYTES);
	assert_non_null(strstr(text, " close sealed 1, spoiled 0 "));
	free(text);
}

/* --- opening again --- */

static void only_with_the_permission(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX], *text, *reopen, *open;

	start_closed(test);
	refused(test, STATUS_STATE, RECORDER_OPEN, "only with the organiser's permission");
	refused(test, STATUS_ABSENT, RECORDER_REOPEN, "No permission to reopen");
	assert_int_equal(test->reply.facts.voting, VOTING_CLOSED);
	write_permission(&test->fixture, "pond.reopen", 1);
	assert_ok(call(test, RECORDER_REOPEN));
	assert_int_equal(test->reply.facts.voting, VOTING_OPEN);
	assert_int_equal(test->reply.facts.sealed, 2);
	text = log_now(test);
	reopen = strstr(text, " reopen closing 1, permission ");
	assert_non_null(reopen);
	open = strstr(reopen, " open sealed 2, spoiled 0 ");
	assert_non_null(open);
	free(text);
	refused(test, STATUS_STATE, RECORDER_REOPEN, "not closed");
	/* It opens once: the next closing asks for another. */
	vote(test->recorder, &test->reply, &test->fixture, 4);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_int_equal(test->reply.facts.closing, 2);
	refused(test, STATUS_STATE, RECORDER_REOPEN, "is for closing 1 of this kiosk, but this is closing 2");
	path_of(path, test->fixture.stick, "pond.reopen");
	assert_int_equal(unlink(path), 0);
	assert_ok(reopen_voting(test->recorder, &test->reply, &test->fixture));
	assert_int_equal(test->reply.facts.sealed, 3);
}

struct but_pond {
	disk_name *each;
	void *context;
};

static void all_but_pond(void *context, const char *name)
{
	const struct but_pond *but = context;

	if (strcmp(name, "pond.reopen") != 0)
		but->each(but->context, name);
}

static int list_pond_last(void *context, const char *path, disk_name *each, void *each_context)
{
	struct but_pond but = {each, each_context};
	int result = test_list(context, path, all_but_pond, &but);

	each(each_context, "pond.reopen");
	return result;
}

static void of_another(void **state)
{
	struct test *test = *state;
	struct sign_secret organiser = test->fixture.organiser;
	struct enrolment kiosk = test->fixture.kiosk;
	struct hash hash = test->fixture.hash;
	char path[DISK_PATH_MAX], copy[DISK_PATH_MAX], name[32];

	start_closed(test);
	test->fixture.kiosk.key.key[5] ^= 1;
	snprintf(test->fixture.kiosk.name, sizeof test->fixture.kiosk.name, "Mill Hall 1");
	write_permission(&test->fixture, "mill.reopen", 1);
	test->fixture.kiosk = kiosk;
	refused(test, STATUS_OTHER_KIOSK, RECORDER_REOPEN, "mill.reopen is for another kiosk, Mill Hall 1");
	sign_key_make(&test->fixture.organiser, SIGN_PRACTICE);
	write_permission(&test->fixture, "pond.reopen", 1);
	test->fixture.organiser = organiser;
	refused(test, STATUS_SIGNATURE, RECORDER_REOPEN, "pond.reopen is not signed by the organiser");
	test->fixture.hash.bytes[0] ^= 1;
	write_permission(&test->fixture, "pond.reopen", 1);
	test->fixture.hash = hash;
	refused(test, STATUS_OTHER_ELECTION, RECORDER_REOPEN, "another election");
	assert_int_equal(test->reply.facts.voting, VOTING_CLOSED);
	/* One stick may serve many kiosks, of which this one's may be the last that it lists. */
	path_of(path, test->fixture.stick, "mill.reopen");
	for (unsigned i = 0; i < 45; i++) {
		(void)snprintf(name, sizeof name, "mill-%u.reopen", i);
		path_of(copy, test->fixture.stick, name);
		copy_file(path, copy);
	}
	test->disk.disk.list = list_pond_last;
	refused(test, STATUS_OTHER_ELECTION, RECORDER_REOPEN, "another election");
	write_permission(&test->fixture, "pond.reopen", 1);
	assert_ok(call(test, RECORDER_REOPEN));
}

static void a_damaged_one_and_no_stick(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX];

	start_closed(test);
	path_of(path, test->fixture.stick, "pond.reopen");
	write_all(path, "folkmoot reopen 1\n", 18);
	refused(test, STATUS_TRUNCATED, RECORDER_REOPEN, "pond.reopen is no permission to reopen");
	remove_tree(test->fixture.stick);
	refused(test, STATUS_ABSENT, RECORDER_REOPEN, "No USB stick");
	refused(test, STATUS_ABSENT, RECORDER_READY, "No USB stick");
	refused(test, STATUS_ABSENT, RECORDER_STICK, "No USB stick");
}

/* Every disk call fails in turn, and all after it: never open without the permission's line in the log. */
static void every_failing_call(void **state)
{
	struct test *test = *state;
	unsigned at = 0;
	int opened = 0;

	start_closed(test);
	write_permission(&test->fixture, "pond.reopen", 1);
	while (!opened) {
		char *text;

		test->disk.error = ENOSPC;
		test->disk.fail_for = UINT32_MAX;
		test->disk.fail_at = test->disk.calls + ++at;
		opened = call(test, RECORDER_REOPEN) == STATUS_OK;
		test->disk.fail_at = 0;
		assert_ok(call(test, RECORDER_STATUS));
		text = log_now(test);
		if (test->reply.facts.voting == VOTING_OPEN)
			assert_non_null(strstr(text, " reopen closing 1, permission "));
		else
			assert_false(opened);
		free(text);
		assert_true(at < 200);
		opened |= test->reply.facts.voting == VOTING_OPEN;
	}
	assert_true(at > 5);
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_int_equal(test->reply.facts.voting, VOTING_OPEN);
	assert_int_equal(test->reply.facts.sealed, 2);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
}

/* --- the readiness report --- */

static void what_staff_found_is_signed(void **state)
{
	struct test *test = *state;
	struct recorder_request request = {.call = RECORDER_READY};
	char path[DISK_PATH_MAX], name[DISK_NAME_MAX], key[9], trusted[SIGN_TRUSTED_MAX + 1],
	    comment[SIGN_TRUSTED_MAX + 1];
	struct readiness readiness;
	const uint8_t *body;
	uint8_t *data;
	size_t len, body_len;
	char *text;

	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	refused(test, STATUS_STATE, RECORDER_READY, "locked");
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(call(test, RECORDER_IMPORT));
	request.arg = 1u << CHECK_PLACE | 1u << CHECK_CLOCK | 1u << CHECK_TOUCH | 1u << (8 + CHECK_SOUND);
	recorder_ask(test->recorder, &test->reply, &request);
	assert_ok(test->reply.status);
	hex_write(key, test->fixture.kiosk.key.key, 4);
	snprintf(name, sizeof name, "folkmoot-ready-%s.txt", key);
	assert_string_equal(test->reply.detail, name);
	path_of(path, test->fixture.stick, name);
	data = read_all(path, &len);
	assert_ok(signed_open(&body, &body_len, trusted, sizeof trusted, data, len, &test->fixture.kiosk.key));
	assert_ok(readiness_read(&readiness, (const char *)body, body_len));
	readiness_comment(comment, &readiness);
	assert_string_equal(trusted, comment);
	free(data);
	assert_memory_equal(readiness.election.bytes, test->fixture.hash.bytes, HASH_BYTES);
	assert_string_equal(readiness.name, "Pond Library 1");
	assert_string_equal(readiness.clock, "2026-05-01 09:00");
	assert_int_equal(readiness.state, VOTING_NEW);
	assert_int_equal(readiness.capacity, FIXTURE_SLOTS);
	assert_int_equal(readiness.done[CHECK_SIZE], 0);
	assert_int_equal(readiness.check[CHECK_TOUCH], CHECK_GOOD);
	assert_int_equal(readiness.check[CHECK_SOUND], CHECK_BAD);
	text = log_now(test);
	assert_non_null(strstr(text, " ready place good, clock good, size left out, screen left out, touch good, "
	                             "sound bad, stick left out "));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_closing_report_binds_the_box, begin, end),
	    cmocka_unit_test_setup_teardown(only_with_the_permission, begin, end),
	    cmocka_unit_test_setup_teardown(of_another, begin, end),
	    cmocka_unit_test_setup_teardown(a_damaged_one_and_no_stick, begin, end),
	    cmocka_unit_test_setup_teardown(every_failing_call, begin, end),
	    cmocka_unit_test_setup_teardown(what_staff_found_is_signed, begin, end),
	};

	return cmocka_run_group_tests_name("reopen", tests, NULL, NULL);
}
