/* The kiosk's clock: staff set it, it is kept, the log tells of it and never runs backwards. */
#include "fixture.h"

#include <time.h>

#include "log_seal.h"

enum { MAY_1 = 1777626000 }; /* the fixture disk's 2026-05-01T09:00:00Z */

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
};

static void start(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test || setenv("TZ", "UTC0", 1) != 0)
		return -1;
	tzset();
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->disk);
	/* The fixture enrolled on the real disk, at the real clock's time. */
	test->disk.now_s = 4102444800; /* 2100 */
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

static enum status set(struct test *test, uint32_t local)
{
	struct recorder_request request = {.call = RECORDER_CLOCK, .arg = local};

	recorder_ask(test->recorder, &test->reply, &request);
	return test->reply.status;
}

static char *log_of(const struct test *test, size_t *len)
{
	char path[DISK_PATH_MAX];
	struct log_end end_of;
	char *text;

	path_of(path, test->fixture.data, LOG_FILE);
	text = (char *)read_all(path, len);
	assert_ok(log_check(&end_of, text, *len, test->fixture.kiosk.key.key, UINT32_MAX));
	return text;
}

static void what_was_set_is_shown_and_kept(void **state)
{
	struct test *test = *state;
	size_t len;
	char *text;

	start(test);
	assert_int_equal(test->reply.facts.clock_s, 4102444800U);
	assert_ok(set(test, 4102444800U + 90));
	assert_int_equal(test->reply.facts.clock_s, 4102444800U + 90);
	test->disk.now_s += 10;
	start(test);
	assert_int_equal(test->reply.facts.clock_s, 4102444800U + 100);
	text = log_of(test, &len);
	assert_non_null(strstr(text, "Z clock from 2100-01-01T00:00:00Z to 2100-01-01T00:01:30Z "));
	free(text);
}

/* Back by 74 years, as when the wrong year was typed: the clock shows it, the log stands still. */
static void the_log_never_runs_backwards(void **state)
{
	struct test *test = *state;
	size_t len;
	char *text;

	start(test);
	assert_ok(set(test, MAY_1));
	assert_int_equal(test->reply.facts.clock_s, MAY_1);
	start(test);
	text = log_of(test, &len);
	assert_non_null(strstr(text, " 2100-01-01T00:00:00Z clock from 2100-01-01T00:00:00Z to 2026-05-01T09:00:00Z "));
	assert_non_null(strstr(text, " 2100-01-01T00:00:00Z boot "));
	free(text);
}

/* A clock without a battery begins anew after a power cut: staff are told, until they have set it. */
static void a_clock_that_fell_behind_is_told(void **state)
{
	struct test *test = *state;

	start(test);
	assert_int_equal(test->reply.facts.clock_behind, 0);
	test->disk.now_s -= 60;
	start(test);
	assert_int_equal(test->reply.facts.clock_behind, 0);
	test->disk.now_s = MAY_1;
	start(test);
	assert_int_equal(test->reply.facts.clock_behind, 1);
	assert_ok(set(test, MAY_1 + 60));
	assert_int_equal(test->reply.facts.clock_behind, 0);
	start(test);
	assert_int_equal(test->reply.facts.clock_behind, 1);
	assert_ok(set(test, 4102444800U + 300));
	start(test);
	assert_int_equal(test->reply.facts.clock_behind, 0);
}

static void summer_time_is_the_walls(void **state)
{
	struct test *test = *state;
	size_t len;
	char *text;

	assert_int_equal(setenv("TZ", "GMT0BST,M3.5.0/1,M10.5.0", 1), 0);
	tzset();
	test->disk.now_s = MAY_1;
	start(test);
	assert_int_equal(test->reply.facts.clock_s, MAY_1 + 3600);
	assert_ok(set(test, MAY_1 + 3600 + 300)); /* 10:05 on the wall */
	assert_int_equal(test->reply.facts.clock_s, MAY_1 + 3600 + 300);
	text = log_of(test, &len);
	assert_non_null(strstr(text, " clock from 2026-05-01T09:00:00Z to 2026-05-01T09:05:00Z "));
	free(text);
	assert_ok(set(test, MAY_1 + 200 * 86400)); /* in November the wall shows Greenwich's time */
	assert_int_equal(test->reply.facts.clock_s, MAY_1 + 200 * 86400);
	assert_int_equal(setenv("TZ", "UTC0", 1), 0);
	tzset();
}

static void no_wall_shows_that(void **state)
{
	struct test *test = *state;
	const uint32_t wrong[] = {0, 1, 1577836799U, 4260211201U, UINT32_MAX};

	start(test);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_status(STATUS_RANGE, set(test, wrong[i]));
		assert_int_equal(test->reply.facts.clock_s, 4102444800U);
	}
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_status(STATUS_STATE, set(test, MAY_1)); /* locked */
}

/* What cannot be read counts as never set; nothing depends on it. */
static void a_damaged_file_counts_as_none(void **state)
{
	static const char *const wrong[] = {"",
	                                    "offset_s 5",
	                                    "offset_s \n",
	                                    "offset_s five\n",
	                                    "offset_s 5\n6\n",
	                                    "offset_s 99999999999\n",
	                                    "offset_s 999999999999999999999999999\n",
	                                    "offset_s 5 and so on, for longer than a line of it may be\n"};
	struct test *test = *state;
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.data, "clock.txt");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		write_all(path, wrong[i], strlen(wrong[i]));
		start(test);
		assert_int_equal(test->reply.facts.clock_s, 4102444800U);
	}
	write_all(path, "offset_s -5\n", 12);
	start(test);
	assert_int_equal(test->reply.facts.clock_s, 4102444795U);
}

static void a_failing_disk_leaves_the_old_clock_or_the_new(void **state)
{
	struct test *test = *state;
	unsigned at, failed = 0;
	size_t len;

	start(test);
	for (at = 1; at < 100; at++) {
		uint32_t before = test->reply.facts.clock_s;
		enum status status;

		test->disk.calls = 0;
		test->disk.fail_at = at;
		status = set(test, before + 60);
		test->disk.fail_at = 0;
		/* The line about a setting that took is the only thing that may be missing. */
		assert_int_equal(test->reply.facts.clock_s, status == STATUS_OK ? before + 60 : before);
		if (status == STATUS_OK && test->disk.calls < at)
			break;
		failed += status != STATUS_OK;
		start(test);
		free(log_of(test, &len));
	}
	assert_true(failed >= 4 && at < 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_was_set_is_shown_and_kept, begin, end),
	    cmocka_unit_test_setup_teardown(the_log_never_runs_backwards, begin, end),
	    cmocka_unit_test_setup_teardown(a_clock_that_fell_behind_is_told, begin, end),
	    cmocka_unit_test_setup_teardown(summer_time_is_the_walls, begin, end),
	    cmocka_unit_test_setup_teardown(no_wall_shows_that, begin, end),
	    cmocka_unit_test_setup_teardown(a_damaged_file_counts_as_none, begin, end),
	    cmocka_unit_test_setup_teardown(a_failing_disk_leaves_the_old_clock_or_the_new, begin, end),
	};

	return crypto_init() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
