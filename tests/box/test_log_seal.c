/* The log's seals and its times: each seal by a key that is gone after it; no power cut loses the key; what stands
 * before a seal cannot be changed by whoever has the disk; times never run backwards, wherever the clock is set to. */
#include "fixture.h"
#include "log_seal.h"

struct test {
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX], key_path[DISK_PATH_MAX];
	struct test_disk disk;
	struct sign_secret kiosk;
	struct log log;
};

static void open_log(struct test *test)
{
	assert_ok(log_open(&test->log, &test->disk.disk, test->folder, test->kiosk.public_key.key));
}

static void add(struct test *test, enum log_kind kind, const char *detail)
{
	test->disk.now_s += 61;
	assert_ok(log_append(&test->log, kind, detail));
}

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	make_test_folder(test->folder);
	path_of(test->path, test->folder, LOG_FILE);
	path_of(test->key_path, test->folder, LOG_KEY_FILE);
	test_disk_init(&test->disk);
	sign_key_make(&test->kiosk, SIGN_PRACTICE);
	open_log(test);
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

/* All lines follow, and what their seals come to. */
static enum status seals_of(struct log_seals *out, uint32_t *fault_line, const struct test *test)
{
	struct log_end end_of;
	size_t len;
	char *text = (char *)read_all(test->path, &len);
	enum status status;

	assert_ok(log_check(&end_of, text, len, test->kiosk.public_key.key, UINT32_MAX));
	assert_int_equal(end_of.len, len);
	status = log_seals_check(out, fault_line, text, len, test->kiosk.public_key.key);
	free(text);
	return status;
}

static void seals_hold(struct log_seals *out, const struct test *test)
{
	uint32_t fault_line;

	assert_ok(seals_of(out, &fault_line, test));
	assert_int_equal(fault_line, 0);
}

static void each_seal_has_its_own_key(void **state)
{
	struct test *test = *state;
	uint8_t keys[5][SIGN_KEY_BYTES], seed[LOG_KEY_BYTES / 2], public_key[SIGN_KEY_BYTES], secret[SIGN_SECRET_BYTES];
	struct log_seals seals;

	for (unsigned i = 0; i < 5; i++) {
		size_t len;
		uint8_t *kept;

		if (i % 2)
			open_log(test);
		add(test, LOG_UNLOCK, "staff screens");
		assert_ok(log_seal(&test->log, &test->kiosk));
		seals_hold(&seals, test);
		assert_int_equal(seals.count, i + 1);
		assert_int_equal(seals.next, i + 1);
		assert_int_equal(seals.line, 2 * (i + 1));
		assert_int_equal(seals.begun, 1);
		memcpy(keys[i], seals.key, SIGN_KEY_BYTES);
		for (unsigned k = 0; k < i; k++)
			assert_memory_not_equal(keys[k], keys[i], SIGN_KEY_BYTES);
		/* What lies on the disk makes the next seal, and none before it. */
		kept = read_all(test->key_path, &len);
		assert_int_equal(len, LOG_KEY_BYTES);
		memcpy(seed, kept, sizeof seed);
		(void)crypto_sign_seed_keypair(public_key, secret, seed);
		assert_memory_equal(public_key, keys[i], SIGN_KEY_BYTES);
		free(kept);
	}
}

/* A name that goes to another file leaves the bytes where they lie. */
static void the_old_key_is_written_over(void **state)
{
	static const uint8_t nothing[LOG_KEY_BYTES];
	struct test *test = *state;
	uint8_t left[LOG_KEY_BYTES];
	char other[DISK_PATH_MAX];

	assert_ok(log_seal(&test->log, &test->kiosk));
	path_of(other, test->folder, "held");
	assert_int_equal(link(test->key_path, other), 0);
	assert_ok(log_seal(&test->log, &test->kiosk));
	{
		size_t len;
		uint8_t *data = read_all(other, &len);

		assert_int_equal(len, LOG_KEY_BYTES);
		memcpy(left, data, len);
		free(data);
	}
	assert_memory_equal(left, nothing, LOG_KEY_BYTES);
}

/* From each operation on, all fail, as when power goes; then the kiosk starts again. */
static void no_power_cut_loses_the_key(void **state)
{
	struct test *test = *state;
	struct log_seals seals;
	unsigned at, done = 0;

	assert_ok(log_seal(&test->log, &test->kiosk));
	for (at = 1; at < 200; at++) {
		enum status status;

		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = UINT32_MAX;
		status = log_seal(&test->log, &test->kiosk);
		test->disk.fail_at = 0;
		if (status == STATUS_OK && test->disk.calls < at)
			break;
		open_log(test);
		if (at % 3 == 0)
			add(test, LOG_BOOT, "the kiosk's program started");
		assert_ok(log_seal(&test->log, &test->kiosk));
		seals_hold(&seals, test);
		assert_int_equal(seals.begun, 1);
		assert_int_equal(seals.line, test->log.end.count);
		done++;
	}
	assert_true(done > 15 && at < 200);
	print_message("# note: a seal: power gone at each of %u operations, the keys went on\n", done);
}

/* The same where only one operation fails, and the program goes on. */
static void one_failing_operation_loses_nothing(void **state)
{
	struct test *test = *state;
	struct log_seals seals;
	unsigned at;

	assert_ok(log_seal(&test->log, &test->kiosk));
	for (at = 1; at < 200; at++) {
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.error = at % 2 ? EIO : ENOSPC;
		if (log_seal(&test->log, &test->kiosk) == STATUS_OK && test->disk.calls < at)
			break;
		test->disk.fail_at = 0;
		assert_ok(log_seal(&test->log, &test->kiosk));
		seals_hold(&seals, test);
		assert_int_equal(seals.begun, 1);
	}
	assert_true(at > 15 && at < 200);
}

/* Gone, too short, another kiosk's, or an older one that was put back: the log says so and goes on. */
static void a_lost_key_begins_anew_and_is_told(void **state)
{
	struct test *test = *state;
	struct log_seals seals;
	uint8_t kept[LOG_KEY_BYTES], *data;
	size_t len;
	char *text;

	assert_ok(log_seal(&test->log, &test->kiosk));
	data = read_all(test->key_path, &len);
	memcpy(kept, data, len);
	free(data);
	assert_ok(log_seal(&test->log, &test->kiosk));
	assert_ok(log_seal(&test->log, &test->kiosk));
	for (unsigned i = 0; i < 4; i++) {
		uint32_t lines = test->log.end.count;
		static const uint8_t foreign[LOG_KEY_BYTES] = {1};

		switch (i) {
		case 0: assert_int_equal(unlink(test->key_path), 0); break;
		case 1: write_all(test->key_path, kept, LOG_KEY_BYTES - 1); break;
		case 2: write_all(test->key_path, foreign, LOG_KEY_BYTES); break;
		default: write_all(test->key_path, kept, LOG_KEY_BYTES); break;
		}
		assert_ok(log_seal(&test->log, &test->kiosk));
		assert_int_equal(test->log.end.count, lines + 2);
		assert_ok(log_seal(&test->log, &test->kiosk));
		seals_hold(&seals, test);
		assert_int_equal(seals.begun, i + 2);
		assert_int_equal(seals.begun_anew, lines + 2);
	}
	text = (char *)read_all(test->path, &len);
	assert_non_null(strstr(text, " fault the log's key was lost; the kiosk's own key begins it anew "));
	free(text);
}

/* --- what does not hold --- */

/* The log written anew by somebody who has the disk: line_no says something else, or is gone; every line follows, and
 * the seals are as they were. */
static void write_anew(struct test *test, uint32_t line_no, int is_gone)
{
	size_t len;
	char *text = (char *)read_all(test->path, &len), *at = text, *newline;
	struct log_line line;

	assert_int_equal(unlink(test->path), 0);
	open_log(test);
	for (; (newline = memchr(at, '\n', len - (size_t)(at - text))) != NULL; at = newline + 1) {
		char detail[LOG_DETAIL_MAX + 1];

		assert_true(log_line_read(&line, at, (size_t)(newline - at)));
		(void)snprintf(detail, sizeof detail, "%.*s", (int)line.detail_len, line.detail);
		if (line.number == line_no && is_gone)
			continue;
		assert_ok(log_append(&test->log, line.kind, line.number == line_no ? "changed" : detail));
	}
	free(text);
}

static void what_is_before_a_seal_cannot_be_changed(void **state)
{
	struct test *test = *state;
	struct log_seals seals;
	uint32_t fault_line, last;
	size_t len;
	char *kept;

	for (unsigned i = 0; i < 4; i++) {
		add(test, LOG_UNLOCK, "staff screens");
		add(test, LOG_PIN_WRONG, "a wrong PIN was entered");
		assert_ok(log_seal(&test->log, &test->kiosk));
	}
	add(test, LOG_BOOT, "the kiosk's program started");
	last = test->log.end.count - 1;
	kept = (char *)read_all(test->path, &len);
	/* Times are written anew too: the clock stands still where the log ended. */
	for (uint32_t line = 1; line <= last; line++)
		for (int is_gone = 0; is_gone < 2; is_gone++) {
			write_all(test->path, kept, len);
			write_anew(test, line, is_gone);
			assert_status(STATUS_SIGNATURE, seals_of(&seals, &fault_line, test));
			assert_true(fault_line > 0 && fault_line <= last);
		}
	write_all(test->path, kept, len);
	seals_hold(&seals, test);
	assert_int_equal(seals.line, last);
	free(kept);
}

/* Only one way to write a seal down. */
static void seals_are_canonical(void **state)
{
	struct test *test = *state;
	struct log_seals seals;
	uint32_t fault_line;
	size_t len;
	char *kept, detail[LOG_DETAIL_MAX + 1], wrong[2 * LOG_DETAIL_MAX];
	struct log_line line;

	add(test, LOG_BOOT, "the kiosk's program started");
	kept = (char *)read_all(test->path, &len);
	assert_ok(log_seal(&test->log, &test->kiosk));
	{
		size_t sealed_len;
		char *text = (char *)read_all(test->path, &sealed_len);

		assert_true(log_line_read(&line, text + len, sealed_len - len - 1));
		(void)snprintf(detail, sizeof detail, "%.*s", (int)line.detail_len, line.detail);
		free(text);
	}
	for (unsigned i = 0; i < 9; i++) {
		(void)snprintf(wrong, sizeof wrong, "%s", detail);
		switch (i) {
		case 0: (void)snprintf(wrong, sizeof wrong, "0%s", detail); break;
		case 1: wrong[0] = '1'; break;
		case 2: (void)snprintf(wrong, sizeof wrong, "%s ", detail); break;
		case 3: wrong[1] = '-'; break;
		case 4: wrong[2] = wrong[2] == 'A' ? 'B' : 'A'; break;
		case 5: wrong[45] = '.'; break;
		case 6: wrong[60] = wrong[60] == 'A' ? 'B' : 'A'; break;
		case 7: wrong[strlen(wrong) - 1] = '\0'; break;
		default: (void)snprintf(wrong, sizeof wrong, "0"); break;
		}
		write_all(test->path, kept, len);
		open_log(test);
		assert_ok(log_append(&test->log, LOG_SEAL, wrong));
		assert_status(STATUS_SIGNATURE, seals_of(&seals, &fault_line, test));
		assert_int_equal(fault_line, 2);
	}
	free(kept);
}

/* --- times --- */

static void times_never_run_backwards(void **state)
{
	struct test *test = *state;
	struct log_end end_of;
	size_t len;
	char *text;

	add(test, LOG_BOOT, "the kiosk's program started");
	test->disk.now_s -= 86400;
	add(test, LOG_FAULT, "the battery is empty");
	open_log(test);
	add(test, LOG_FAULT, "the battery is empty");
	assert_string_equal(test->log.end.time, "2026-05-01T09:01:01Z");
	test->disk.now_s += 2 * 86400;
	add(test, LOG_FAULT, "a new battery");
	assert_string_equal(test->log.end.time, "2026-05-02T09:04:04Z");
	test->log.offset_s = 3600;
	add(test, LOG_FAULT, "an hour on");
	assert_string_equal(test->log.end.time, "2026-05-02T10:05:05Z");
	/* A line whose time is earlier is no line of a kiosk, however well it follows. */
	memset(test->log.end.time, 0, sizeof test->log.end.time);
	test->log.offset_s = 3598 - 61;
	add(test, LOG_FAULT, "two seconds back");
	text = (char *)read_all(test->path, &len);
	assert_status(STATUS_DAMAGED, log_check(&end_of, text, len, test->kiosk.public_key.key, UINT32_MAX));
	assert_int_equal(end_of.count, 5);
	free(text);
}

/* --- seals that were taken away --- */

/* The log written anew without its seals, and one line more; the key is gone too. */
static void write_without_seals(const char *data, const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	char path[DISK_PATH_MAX], key_path[DISK_PATH_MAX], detail[LOG_DETAIL_MAX + 1];
	struct log_line line;
	struct log log;
	char *text, *at, *newline;
	size_t len;

	path_of(path, data, LOG_FILE);
	path_of(key_path, data, LOG_KEY_FILE);
	text = at = (char *)read_all(path, &len);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlink(key_path), 0);
	assert_ok(log_open(&log, disk_real(), data, kiosk));
	for (; (newline = memchr(at, '\n', len - (size_t)(at - text))) != NULL; at = newline + 1) {
		assert_true(log_line_read(&line, at, (size_t)(newline - at)));
		(void)snprintf(detail, sizeof detail, "%.*s", (int)line.detail_len, line.detail);
		if (line.kind != LOG_SEAL && line.kind != LOG_PIN_WRONG)
			assert_ok(log_append(&log, line.kind, detail));
	}
	free(text);
}

/* Whoever has the disk needs no key to write a log without seals; the kiosk must not put its own name under it as under
 * a new one. */
static void a_log_without_seals_is_not_sealed_in_silence(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	struct recorder *recorder;
	struct recorder_reply reply;
	struct log_seals seals;
	char path[DISK_PATH_MAX], *text;
	uint32_t fault_line;
	size_t len;

	(void)state;
	assert_non_null(fixture);
	fixture_init(fixture, ADMISSION_OPEN);
	path_of(path, fixture->data, LOG_FILE);
	recorder = open_recorder(fixture, NULL);
	assert_status(STATUS_PASSPHRASE, ask_pin(recorder, &reply, "9999"));
	recorder_destroy(recorder);
	write_without_seals(fixture->data, fixture->kiosk.key.key);
	recorder = open_recorder(fixture, NULL);
	do
		(void)ask_pin(recorder, &reply, FIXTURE_PIN);
	while (reply.status == STATUS_PASSPHRASE);
	assert_ok(reply.status);
	recorder_destroy(recorder);
	text = (char *)read_all(path, &len);
	assert_non_null(strstr(text, " fault the log's seals are gone; "));
	assert_ok(log_seals_check(&seals, &fault_line, text, len, fixture->kiosk.key.key));
	assert_int_equal(seals.count, 1);
	assert_int_equal(seals.begun_anew, seals.line);
	free(text);
	/* Once. */
	recorder = open_recorder(fixture, NULL);
	assert_ok(ask_pin(recorder, &reply, FIXTURE_PIN));
	recorder_destroy(recorder);
	text = (char *)read_all(path, &len);
	assert_ok(log_seals_check(&seals, &fault_line, text, len, fixture->kiosk.key.key));
	assert_int_equal(seals.begun, 1);
	assert_int_equal(seals.count, 2);
	free(text);
	fixture_finish(fixture);
	free(fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_seal_has_its_own_key, begin, end),
	    cmocka_unit_test_setup_teardown(the_old_key_is_written_over, begin, end),
	    cmocka_unit_test_setup_teardown(no_power_cut_loses_the_key, begin, end),
	    cmocka_unit_test_setup_teardown(one_failing_operation_loses_nothing, begin, end),
	    cmocka_unit_test_setup_teardown(a_lost_key_begins_anew_and_is_told, begin, end),
	    cmocka_unit_test_setup_teardown(what_is_before_a_seal_cannot_be_changed, begin, end),
	    cmocka_unit_test_setup_teardown(seals_are_canonical, begin, end),
	    cmocka_unit_test_setup_teardown(times_never_run_backwards, begin, end),
	    cmocka_unit_test(a_log_without_seals_is_not_sealed_in_silence),
	};

	return crypto_init() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
