/* Lines that a power cut or a failing disk kept from the log come after all, before an export would contradict itself.
 */
#include "fixture.h"
#include "log.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
	char log[DISK_PATH_MAX], kept[DISK_PATH_MAX];
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->disk);
	path_of(test->log, test->fixture.data, LOG_FILE);
	path_of(test->kept, test->fixture.folder, "kept");
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

static void start(struct test *test)
{
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static void stop(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = NULL;
}

static void told(struct log_told *out, const char *path)
{
	size_t len;
	char *text = (char *)read_all(path, &len);

	log_tell(out, text, len);
	free(text);
}

/* How often the log has words. */
static unsigned lines_with(const char *path, const char *words)
{
	size_t len;
	char *text = (char *)read_all(path, &len), *at;
	unsigned count = 0;

	text = realloc(text, len + 1);
	assert_non_null(text);
	text[len] = '\0';
	for (at = strstr(text, words); at; at = strstr(at + 1, words))
		count++;
	free(text);
	return count;
}

/* The log up to its last line with these words, which is written before the box changes, is what is kept. */
static void keep_up_to(struct test *test, const char *words)
{
	size_t len;
	char *text = (char *)read_all(test->log, &len), *at = strstr(text, words);

	assert_non_null(at);
	at = strchr(at, '\n');
	assert_non_null(at);
	write_all(test->kept, text, (size_t)(at + 1 - text));
	free(text);
}

/* Power goes when the box has what was done and the log has not. */
static void the_power_goes_before_the_line(void **state)
{
	static const struct {
		enum recorder_call call;
		int votes;
		const char *line;
	} steps[] = {
	    {RECORDER_IMPORT, 0, "import election "},    {RECORDER_OPEN, 1, "open sealed 0, spoiled 0"},
	    {RECORDER_PAUSE, 0, "pause sealed 1, "},     {RECORDER_OPEN, 1, "open sealed 1, "},
	    {RECORDER_CLOSE, 0, "close sealed 2, "},     {RECORDER_REOPEN, 1, "open sealed 2, "},
	    {RECORDER_PAUSE, 0, "pause sealed 3, "},     {RECORDER_CLOSE, 0, "close sealed 3, "},
	    {RECORDER_IMPORT, 0, "roster revision 2, "},
	};
	struct test *test = *state;
	struct log_told now;

	start(test);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		if (i == sizeof steps / sizeof steps[0] - 1)
			fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 2);
		copy_file(test->log, test->kept);
		if (steps[i].call == RECORDER_REOPEN) {
			assert_ok(reopen_voting(test->recorder, &test->reply, &test->fixture));
			keep_up_to(test, " reopen closing 1, ");
		} else {
			assert_ok(ask(test->recorder, &test->reply, steps[i].call));
		}
		assert_int_equal(lines_with(test->log, steps[i].line), 1);
		stop(test);
		copy_file(test->kept, test->log);
		assert_int_equal(lines_with(test->log, steps[i].line), 0);
		start(test);
		assert_int_equal(lines_with(test->log, steps[i].line), 1);
		if (steps[i].votes)
			vote(test->recorder, &test->reply, &test->fixture, 1);
	}
	stop(test);
	start(test);
	told(&now, test->log);
	assert_int_equal(now.state, VOTING_CLOSED);
	assert_int_equal(now.closings, 2);
	assert_int_equal(now.sealed, 3);
	assert_int_equal(lines_with(test->log, "import election "), 2);
	assert_int_equal(lines_with(test->log, "close sealed "), 2);
	assert_ok(ask(test->recorder, &test->reply, RECORDER_EXPORT));
}

/* The log took no line of the opening, nor any after it; ballots came, and then the power went. The opening is told of
 * with what the box held when it was opened. */
static void ballots_came_before_the_power_went(void **state)
{
	struct test *test = *state;

	start(test);
	assert_ok(ask(test->recorder, &test->reply, RECORDER_IMPORT));
	for (unsigned day = 0; day < 3; day++) {
		char opened[40], left[40];

		(void)snprintf(opened, sizeof opened, " open sealed %u, ", 2 * day);
		(void)snprintf(left, sizeof left, " pause sealed %u, ", 2 * day + 2);
		copy_file(test->log, test->kept);
		assert_ok(ask(test->recorder, &test->reply, RECORDER_OPEN));
		vote(test->recorder, &test->reply, &test->fixture, 1);
		vote(test->recorder, &test->reply, &test->fixture, 2);
		stop(test);
		copy_file(test->kept, test->log);
		start(test);
		assert_int_equal(lines_with(test->log, opened), 1);
		assert_ok(ask(test->recorder, &test->reply, RECORDER_PAUSE));
		assert_int_equal(lines_with(test->log, left), 1);
	}
	assert_int_equal(lines_with(test->log, " open "), 3);
	assert_int_equal(lines_with(test->log, " pause "), 3);
}

/* Asks while the disk fails from its at-th operation on, and lets it work again. False: there are not so many. */
static int ask_failing(struct test *test, enum recorder_call what, unsigned at)
{
	int reached;

	test->disk.error = ENOSPC;
	test->disk.fail_for = UINT32_MAX;
	test->disk.fail_at = test->disk.calls + at;
	(void)ask(test->recorder, &test->reply, what);
	reached = test->disk.calls >= test->disk.fail_at;
	test->disk.fail_at = 0;
	return reached;
}

static int line_is_missing(const struct test *test)
{
	return test->reply.status == STATUS_OK && strstr(test->reply.detail, "log could not be written");
}

static void to_the_opening(struct test *test)
{
	start(test);
	assert_ok(ask(test->recorder, &test->reply, RECORDER_IMPORT));
}

/* Where voting is open although its line could not be written, ballots come before it; it still stands first, and tells
 * of the empty box. */
static void the_disk_fails_at_the_opening(void **state)
{
	unsigned refused = 0, missing = 0;
	int reached;

	for (unsigned at = 1;; at++) {
		struct test *test = *state;

		to_the_opening(test);
		reached = ask_failing(test, RECORDER_OPEN, at);
		refused += test->reply.status != STATUS_OK;
		if (line_is_missing(test)) {
			missing++;
			vote(test->recorder, &test->reply, &test->fixture, 1);
			assert_ok(ask(test->recorder, &test->reply, RECORDER_PAUSE));
			assert_int_equal(lines_with(test->log, "open sealed 0, spoiled 0"), 1);
			assert_int_equal(lines_with(test->log, "pause sealed 1, spoiled 0"), 1);
		}
		if (!reached)
			break;
		end(state);
		assert_int_equal(begin(state), 0);
	}
	assert_true(missing >= 4 && refused >= 2);
}

/* A line that could not be written is written before an export, or nothing is exported. */
static void the_disk_fails_at_the_closing(void **state)
{
	unsigned missing = 0;
	int reached;

	for (unsigned at = 1;; at++) {
		struct test *test = *state;

		to_the_opening(test);
		assert_ok(ask(test->recorder, &test->reply, RECORDER_OPEN));
		vote(test->recorder, &test->reply, &test->fixture, 1);
		reached = ask_failing(test, RECORDER_CLOSE, at);
		if (line_is_missing(test)) {
			missing++;
			(void)ask_failing(test, RECORDER_EXPORT, 1);
			assert_true(test->reply.status != STATUS_OK);
			assert_ok(ask(test->recorder, &test->reply, RECORDER_EXPORT));
			assert_int_equal(lines_with(test->log, "close sealed 1, spoiled 0"), 1);
		}
		if (!reached)
			break;
		end(state);
		assert_int_equal(begin(state), 0);
	}
	assert_true(missing >= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(ballots_came_before_the_power_went, begin, end),
	    cmocka_unit_test_setup_teardown(the_power_goes_before_the_line, begin, end),
	    cmocka_unit_test_setup_teardown(the_disk_fails_at_the_opening, begin, end),
	    cmocka_unit_test_setup_teardown(the_disk_fails_at_the_closing, begin, end),
	};

	return cmocka_run_group_tests_name("catching up", tests, NULL, NULL);
}
