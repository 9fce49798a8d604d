/* The event log: every line follows from the one before; a torn end is cut and told, any other change is refused; a
 * failing disk leaves it sound. */
#include "fixture.h"
#include "log.h"

struct test {
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX];
	struct test_disk disk;
	uint8_t kiosk[SIGN_KEY_BYTES];
	struct log log;
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	make_test_folder(test->folder);
	path_of(test->path, test->folder, LOG_FILE);
	test_disk_init(&test->disk);
	memset(test->kiosk, 5, sizeof test->kiosk);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	remove_tree(test->folder);
	free(test);
	return 0;
}

static void open_log(struct test *test)
{
	assert_ok(log_open(&test->log, &test->disk.disk, test->folder, test->kiosk));
}

static void add(struct test *test, enum log_kind kind, const char *detail)
{
	test->disk.now_s += 61;
	assert_ok(log_append(&test->log, kind, detail));
}

static void write_some(struct test *test)
{
	open_log(test);
	add(test, LOG_BOOT, "the kiosk's program started");
	add(test, LOG_UNLOCK, "the kiosk's key");
	add(test, LOG_OPEN, "sealed 0, spoiled 0");
	add(test, LOG_CLOSE, "sealed 12, spoiled 1");
}

static enum status check(struct test *test, struct log_end *end_of, uint32_t max_lines)
{
	size_t len;
	char *text = (char *)read_all(test->path, &len);
	enum status status = log_check(end_of, text, len, test->kiosk, max_lines);

	free(text);
	return status;
}

static void lines_follow_each_other(void **state)
{
	struct test *test = *state;
	struct log_end whole, part;
	size_t len;
	char *text;

	write_some(test);
	text = (char *)read_all(test->path, &len);
	assert_memory_equal(text, "1 2026-05-01T09:01:01Z boot the kiosk's program started ", 56);
	assert_non_null(strstr(text, "\n3 2026-05-01T09:03:03Z open sealed 0, spoiled 0 "));
	free(text);
	assert_ok(check(test, &whole, UINT32_MAX));
	assert_int_equal(whole.count, 4);
	assert_memory_equal(&whole.head, &test->log.end.head, HASH_BYTES);
	assert_ok(check(test, &part, 3));
	assert_int_equal(part.count, 3);
	assert_true(part.len < whole.len);
	open_log(test);
	assert_memory_equal(&whole.head, &test->log.end.head, HASH_BYTES);
	assert_int_equal(test->log.end.count, 4);
	add(test, LOG_EXPORT, "number 1");
	assert_ok(check(test, &whole, UINT32_MAX));
	assert_int_equal(whole.count, 5);
}

static void every_kind_has_its_word(void **state)
{
	struct test *test = *state;
	struct log_end whole;

	open_log(test);
	for (int kind = 0; kind < LOG_KIND_COUNT; kind++) {
		for (int other = 0; other < kind; other++)
			assert_string_not_equal(log_kind_word((enum log_kind)kind),
			                        log_kind_word((enum log_kind)other));
		add(test, (enum log_kind)kind, "-");
	}
	assert_ok(check(test, &whole, UINT32_MAX));
	assert_int_equal(whole.count, LOG_KIND_COUNT);
}

/* Another kiosk's log is not this one's, however well it is chained. */
static void a_log_belongs_to_its_kiosk(void **state)
{
	struct test *test = *state;
	uint8_t other[SIGN_KEY_BYTES] = {1};
	struct log log;

	write_some(test);
	assert_status(STATUS_DAMAGED, log_open(&log, &test->disk.disk, test->folder, other));
}

static void any_changed_byte_is_noticed(void **state)
{
	struct test *test = *state;
	struct log_end end_of;
	size_t len;
	char *text;

	write_some(test);
	text = (char *)read_all(test->path, &len);
	for (size_t at = 0; at < len; at++) {
		char kept = text[at];
		for (unsigned bit = 0; bit < 8; bit += 3) {
			text[at] = (char)(kept ^ (1 << bit));
			assert_int_not_equal(log_check(&end_of, text, len, test->kiosk, UINT32_MAX), STATUS_OK);
		}
		text[at] = kept;
	}
	assert_ok(log_check(&end_of, text, len, test->kiosk, UINT32_MAX));
	free(text);
}

/* Power can go at any byte of the last line: what was sound stays, the rest goes, and a line says so. */
static void a_torn_end_is_cut_and_told(void **state)
{
	struct test *test = *state;
	struct log_end end_of;
	size_t len, sound;
	char *text, *now;

	write_some(test);
	text = (char *)read_all(test->path, &len);
	assert_ok(check(test, &end_of, 3));
	sound = end_of.len;
	for (size_t at = sound; at <= len; at++) {
		write_all(test->path, text, at);
		open_log(test);
		assert_int_equal(test->log.end.count, at == len || at > sound ? 4 : 3);
		now = (char *)read_all(test->path, &(size_t){0});
		assert_int_equal(strstr(now, " fault ") != NULL, at > sound && at < len);
		free(now);
		assert_ok(check(test, &end_of, UINT32_MAX));
	}
	/* Blocks of zeros, as some file systems leave them. */
	memset(text + sound, 0, len - sound);
	write_all(test->path, text, len);
	open_log(test);
	assert_int_equal(test->log.end.count, 4);
	free(text);
}

static void damage_before_the_end_is_refused(void **state)
{
	struct test *test = *state;
	struct log log;
	size_t len;
	char *text, *second;

	write_some(test);
	text = (char *)read_all(test->path, &len);
	second = strchr(text, '\n') + 1;
	second[30] ^= 1;
	write_all(test->path, text, len);
	assert_status(STATUS_DAMAGED, log_open(&log, &test->disk.disk, test->folder, test->kiosk));
	second[30] ^= 1;
	text[len - 2] ^= 1; /* of the last line: a torn one would have no newline */
	write_all(test->path, text, len);
	assert_status(STATUS_DAMAGED, log_open(&log, &test->disk.disk, test->folder, test->kiosk));
	text[len - 2] ^= 1;
	write_all(test->path, second, len - (size_t)(second - text)); /* the first line is gone */
	assert_status(STATUS_DAMAGED, log_open(&log, &test->disk.disk, test->folder, test->kiosk));
	free(text);
}

static void details_are_one_clean_line(void **state)
{
	struct test *test = *state;
	struct log_end end_of;
	char longest[2 * LOG_DETAIL_MAX];

	open_log(test);
	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = '\0';
	add(test, LOG_FAULT, longest);
	add(test, LOG_FAULT, "two\nlines");
	add(test, LOG_FAULT, "");
	add(test, LOG_FAULT, "broken \xc3");
	add(test, LOG_FAULT, "\x1b[31mred");
	longest[LOG_DETAIL_MAX - 1] = (char)0xc3; /* a character that the cut would halve */
	longest[LOG_DETAIL_MAX] = (char)0xa9;
	add(test, LOG_FAULT, longest);
	assert_ok(check(test, &end_of, UINT32_MAX));
	assert_int_equal(end_of.count, 6);
}

/* Each operation of an append fails: the log stays sound, and the next append works. */
static void an_append_fails_anywhere(void **state)
{
	struct test *test = *state;
	const int errors[] = {EIO, ENOSPC, EROFS};
	unsigned at, failed = 0;
	struct log_end end_of;

	write_some(test);
	for (at = 1;; at++) {
		uint32_t count = test->log.end.count;
		enum status status;
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.error = errors[at % 3];
		status = log_append(&test->log, LOG_EXPORT, "number 1");
		test->disk.fail_at = 0;
		if (status == STATUS_OK && test->disk.calls < at)
			break;
		assert_int_not_equal(status, STATUS_OK);
		assert_int_equal(test->log.end.count, count);
		add(test, LOG_FAULT, "an append failed");
		assert_ok(check(test, &end_of, UINT32_MAX));
		assert_int_equal(end_of.count, count + 1);
		assert_memory_equal(&end_of.head, &test->log.end.head, HASH_BYTES);
		failed++;
	}
	assert_true(failed >= 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(lines_follow_each_other, begin, end),
	    cmocka_unit_test_setup_teardown(every_kind_has_its_word, begin, end),
	    cmocka_unit_test_setup_teardown(a_log_belongs_to_its_kiosk, begin, end),
	    cmocka_unit_test_setup_teardown(any_changed_byte_is_noticed, begin, end),
	    cmocka_unit_test_setup_teardown(a_torn_end_is_cut_and_told, begin, end),
	    cmocka_unit_test_setup_teardown(damage_before_the_end_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(details_are_one_clean_line, begin, end),
	    cmocka_unit_test_setup_teardown(an_append_fails_anywhere, begin, end),
	};

	return crypto_init() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
