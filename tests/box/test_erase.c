/* Erasing: only what is closed, saved and agreed to by a second person; and after it the kiosk takes another vote. */
#include "box/fixture.h"

#include "export.h"
#include "import.h"
#include "log.h"
#include "pin.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	assert_non_null(test);
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

static enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

static enum status erase(struct test *test, const char *pin)
{
	struct recorder_request request = {.call = RECORDER_ERASE};

	(void)snprintf(request.pin, sizeof request.pin, "%s", pin);
	recorder_ask(test->recorder, &test->reply, &request);
	return test->reply.status;
}

static void vote_and_close(struct test *test)
{
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	for (unsigned i = 0; i < 3; i++)
		vote(test->recorder, &test->reply, &test->fixture, i);
	assert_ok(call(test, RECORDER_CLOSE));
}

static void restart(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static int is_there(const struct test *test, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.data, name);
	return access(path, F_OK) == 0;
}

/* Another vote of the same organiser, on the stick in place of the first. */
static void next_election(struct test *test)
{
	struct fixture *fixture = &test->fixture;

	fixture->election.id = "pond-2027";
	fixture_write_body(fixture);
	fixture_write_package(fixture, fixture->stick, "pond.election");
	fixture_write_roster(fixture, fixture->stick, "pond.roster", 1);
}

static void only_what_is_closed_and_saved_is_erased(void **state)
{
	struct test *test = *state;

	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_status(STATUS_STATE, erase(test, FIXTURE_SECOND)); /* no election */
	assert_ok(call(test, RECORDER_IMPORT));
	assert_status(STATUS_STATE, erase(test, FIXTURE_SECOND)); /* new */
	assert_ok(call(test, RECORDER_OPEN));
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.facts.saved, 0);
	assert_status(STATUS_STATE, erase(test, FIXTURE_SECOND)); /* open, though saved */
	assert_ok(call(test, RECORDER_CLOSE));
	assert_int_equal(test->reply.facts.saved, 0);
	assert_status(STATUS_STATE, erase(test, FIXTURE_SECOND)); /* closed since the export */
	assert_non_null(strstr(test->reply.detail, "saved"));
	/* Nor is an export that failed any. */
	test->disk.calls = 0;
	test->disk.fail_at = 60;
	test->disk.fail_for = UINT32_MAX;
	test->disk.error = EIO;
	assert_int_not_equal(call(test, RECORDER_EXPORT), STATUS_OK);
	test->disk.fail_at = 0;
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.saved, 0);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.facts.saved, 1);
	/* What is saved stays so over a restart. */
	restart(test);
	assert_int_equal(test->reply.facts.saved, 1);
	assert_ok(erase(test, FIXTURE_SECOND));
}

static void a_second_person_must_agree(void **state)
{
	struct test *test = *state;

	vote_and_close(test);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_status(STATUS_PASSPHRASE, erase(test, FIXTURE_PIN)); /* staff's own is not enough */
	assert_int_equal(test->reply.arg, 1);
	assert_int_equal(test->reply.facts.sealed, 3);
	/* The wait counts, even for the right one, and doubles; it is no wait for staff. */
	assert_status(STATUS_PASSPHRASE, erase(test, FIXTURE_SECOND));
	test->disk.now_ms += 1000;
	assert_status(STATUS_PASSPHRASE, erase(test, "999999"));
	assert_int_equal(test->reply.arg, 2);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	restart(test);
	assert_status(STATUS_PASSPHRASE, erase(test, FIXTURE_SECOND));
	assert_int_equal(test->reply.arg, 2);
	test->disk.now_ms += 2000;
	assert_ok(erase(test, FIXTURE_SECOND));
	assert_non_null(strstr(test->reply.detail, "Export number 1"));
}

static void another_vote_follows(void **state)
{
	struct test *test = *state;
	char name[EXPORT_NAME_MAX], path[DISK_PATH_MAX];

	vote_and_close(test);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_ok(erase(test, FIXTURE_SECOND));
	assert_int_equal(test->reply.facts.has_election, 0);
	assert_int_equal(test->reply.facts.saved, 0);
	assert_int_equal(test->reply.facts.sealed, 0);
	assert_int_equal(test->reply.facts.enrolled, 1);
	assert_false(is_there(test, "box.db") || is_there(test, "box.db-journal") ||
	             is_there(test, "election.election") || is_there(test, "roster.roster"));
	assert_true(is_there(test, KIOSK_KEY_FILE) && is_there(test, "log.txt"));
	/* The same vote gets no second box: its exports would begin anew. */
	assert_status(STATUS_USED, call(test, RECORDER_IMPORT));
	restart(test);
	assert_int_equal(test->reply.facts.has_election, 0);
	assert_status(STATUS_USED, call(test, RECORDER_IMPORT));
	next_election(test);
	assert_ok(call(test, RECORDER_IMPORT));
	restart(test);
	assert_int_equal(test->reply.facts.has_election, 1);
	assert_int_equal(test->reply.facts.voting, VOTING_NEW);
	assert_ok(call(test, RECORDER_OPEN));
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 1);
	export_name(name, &test->fixture.hash, test->fixture.kiosk.key.key, 1);
	path_of(path, test->fixture.stick, name);
	assert_int_equal(access(path, F_OK), 0);
	assert_ok(erase(test, FIXTURE_SECOND));
}

/* Each operation of erasing fails, once or from there on; then the power goes. Either nothing was erased, and all
 * ballots are there and saved, or all of it is gone after the next start; and the next vote can come. */
static void erasing_fails_anywhere(void **state)
{
	struct test *test = *state;
	char kept[DISK_PATH_MAX];
	static const char *const names[] = {"box.db",  "election.election", "roster.roster", "log.txt",
	                                    "log.key", "second-tries",      "pin-tries"};
	char from[DISK_PATH_MAX], to[DISK_PATH_MAX];
	unsigned at, kept_all = 0, erased = 0, ends = 0;

	vote_and_close(test);
	assert_ok(call(test, RECORDER_EXPORT));
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	make_folder_in(kept, test->fixture.folder, "kept");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		path_of(from, test->fixture.data, names[i]);
		path_of(to, kept, names[i]);
		copy_file(from, to);
	}
	for (at = 1; !ends; at++) {
		enum status status;

		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
			path_of(from, kept, names[i]);
			path_of(to, test->fixture.data, names[i]);
			copy_file(from, to);
		}
		test->recorder = open_recorder(&test->fixture, &test->disk.disk);
		assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = at % 2 ? 1 : UINT32_MAX;
		test->disk.error = at % 3 ? EIO : ENOSPC;
		status = erase(test, FIXTURE_SECOND);
		ends = test->disk.calls < at;
		assert_true(status != STATUS_OK || test->reply.facts.has_election == 0);
		assert_true(status == STATUS_OK || strlen(test->reply.detail) > 20);
		test->disk.fail_at = 0;
		restart(test);
		if (test->reply.facts.has_election) {
			assert_int_not_equal(status, STATUS_OK);
			assert_int_equal(test->reply.facts.sealed, 3);
			assert_int_equal(test->reply.facts.voting, VOTING_CLOSED);
			assert_int_equal(test->reply.facts.saved, 1);
			kept_all++;
		} else {
			assert_false(is_there(test, "box.db") || is_there(test, "election.election") ||
			             is_there(test, "roster.roster"));
			erased++;
		}
		recorder_destroy(test->recorder);
		test->recorder = NULL;
	}
	assert_true(kept_all > 10 && erased > 5);
	print_message("# note: erasing: %u operations, %u times nothing was erased, %u times all\n", at, kept_all,
	              erased);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	next_election(test);
	assert_ok(call(test, RECORDER_IMPORT));
	assert_ok(call(test, RECORDER_OPEN));
}

/* Whoever has the disk can add a line to the log, and needs no key for it. */
static void a_line_alone_erases_nothing(void **state)
{
	static const char *const lines[] = {"number 0: sealed 3, spoiled 0", "number 1: sealed 3, spoiled 0",
	                                    "number 1: sealed 2, spoiled 0", "all"};
	struct test *test = *state;
	const struct recorder_paths paths = {.data = test->fixture.data, .usb = test->fixture.stick};
	char path[DISK_PATH_MAX], kept[DISK_PATH_MAX], why[SENTENCE_MAX];
	struct log log;

	path_of(path, test->fixture.data, LOG_FILE);
	path_of(kept, test->fixture.folder, "kept");
	vote_and_close(test);
	for (unsigned i = 0; i < 5; i++) {
		recorder_destroy(test->recorder);
		test->recorder = NULL;
		copy_file(path, kept);
		assert_ok(log_open(&log, disk_real(), test->fixture.data, test->fixture.kiosk.key.key));
		/* The last: with all saved, the line alone is as after a power cut. */
		assert_ok(log_append(&log, LOG_ERASE, lines[i == 4 ? 1 : i]));
		if (i == 4)
			break;
		assert_status(STATUS_MISMATCH, recorder_create(&test->recorder, &paths, why, sizeof why));
		assert_non_null(strstr(why, "change nothing and call the organiser"));
		assert_true(is_there(test, BOX_FILE) && is_there(test, ROSTER_FILE));
		copy_file(kept, path);
		restart(test);
		assert_int_equal(test->reply.facts.sealed, 3);
		if (i == 3)
			assert_ok(call(test, RECORDER_EXPORT));
	}
	restart(test);
	assert_int_equal(test->reply.facts.has_election, 0);
	assert_false(is_there(test, BOX_FILE));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(only_what_is_closed_and_saved_is_erased, begin, end),
	    cmocka_unit_test_setup_teardown(a_second_person_must_agree, begin, end),
	    cmocka_unit_test_setup_teardown(another_vote_follows, begin, end),
	    cmocka_unit_test_setup_teardown(erasing_fails_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(a_line_alone_erases_nothing, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
