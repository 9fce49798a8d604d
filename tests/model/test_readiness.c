/* Readiness reports: written, read, and refused where one line is wrong. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "crypto/example.h"
#include "readiness.h"

static void make(struct readiness *out)
{
	struct sign_secret kiosk;

	example_key(&kiosk, "a kiosk set up", SIGN_REAL);
	memset(out, 0, sizeof *out);
	out->kind = SIGN_REAL;
	example_bytes(out->election.bytes, HASH_BYTES, "the election");
	out->kiosk = kiosk.public_key;
	snprintf(out->name, sizeof out->name, "Lockside Library 1");
	snprintf(out->place, sizeof out->place, "Lockside Library");
	snprintf(out->clock, sizeof out->clock, "2026-05-01 08:40");
	out->state = VOTING_NEW;
	out->capacity = 12000;
	out->px_per_m = 3780;
	for (unsigned i = 0; i < CHECK_COUNT; i++)
		out->done[i] = 1;
	out->check[CHECK_SOUND] = CHECK_BAD;
	out->done[CHECK_SIZE] = 0;
	out->stick_kb_s = 5400;
	out->stick_free_mb = 29000;
	example_bytes(out->log_head.bytes, HASH_BYTES, "the log");
	out->log_count = 12;
}

static void what_is_written_is_read(void **state)
{
	char text[READINESS_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1];
	struct readiness readiness, again;
	size_t len;

	(void)state;
	make(&readiness);
	assert_ok(readiness_write(text, sizeof text, &len, &readiness));
	assert_int_equal(len, strlen(text));
	assert_non_null(strstr(text, "\nclock 2026-05-01 08:40\nstate new\nsealed 0\nspoiled 0\ncapacity 12000\n"
	                             "check-place good\ncheck-clock good\ncheck-size left-out\ncheck-screen good\n"
	                             "check-touch good\ncheck-sound bad\ncheck-stick good\npx-per-m 3780\n"));
	assert_ok(readiness_read(&again, text, len));
	assert_memory_equal(&readiness, &again, sizeof readiness);
	readiness_comment(comment, &again);
	assert_int_equal(strlen(comment), strlen("folkmoot readiness ") + 64 + 3);
	assert_string_equal(comment + strlen(comment) - 3, " 12");
}

static void every_truncation_and_changed_byte(void **state)
{
	static char text[READINESS_MAX_BYTES], twice[READINESS_MAX_BYTES];
	struct readiness readiness, again;
	size_t len, twice_len;

	(void)state;
	make(&readiness);
	assert_ok(readiness_write(text, sizeof text, &len, &readiness));
	for (size_t cut = 0; cut < len; cut++)
		assert_true(readiness_read(&again, text, cut) != STATUS_OK);
	assert_status(STATUS_TRAILING, readiness_read(&again, strcat(text, "\n"), len + 1));
	for (size_t at = 0; at < len; at++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text[at] = (char)(text[at] ^ (1 << bit));
			if (readiness_read(&again, text, len) == STATUS_OK) {
				assert_ok(readiness_write(twice, sizeof twice, &twice_len, &again));
				assert_int_equal(twice_len, len);
				assert_memory_equal(text, twice, len);
			}
			text[at] = (char)(text[at] ^ (1 << bit));
		}
	}
}

static enum status read_changed(const char *from, const char *to)
{
	static char text[READINESS_MAX_BYTES], changed[2 * READINESS_MAX_BYTES];
	struct readiness readiness, again;
	size_t len;
	char *at;

	make(&readiness);
	assert_ok(readiness_write(text, sizeof text, &len, &readiness));
	at = strstr(text, from);
	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return readiness_read(&again, changed, strlen(changed));
}

static void one_fault_each(void **state)
{
	(void)state;
	assert_status(STATUS_MAGIC, read_changed("folkmoot readiness", "folkmoot report"));
	assert_status(STATUS_VERSION, read_changed("readiness 1\n", "readiness 2\n"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("practice no", "practice on"));
	assert_status(STATUS_PRACTICE, read_changed("practice no", "practice yes"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("08:40", "8:400"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("2026-05-01 08:40", "2026-05-01T08:40"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("state new", "state ready"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("check-sound bad", "check-sound none"));
	assert_status(STATUS_ORDER, read_changed("check-sound", "check-noise"));
	assert_status(STATUS_RANGE, read_changed("px-per-m 3780", "px-per-m 499"));
	assert_status(STATUS_RANGE, read_changed("px-per-m 3780", "px-per-m 20001"));
	assert_status(STATUS_RANGE, read_changed("capacity 12000", "capacity 4294967296"));
	assert_ok(read_changed("px-per-m 3780", "px-per-m 0"));
}

/* With the longest names and numbers it fits its room, signature included. */
static void the_longest(void **state)
{
	char text[READINESS_MAX_BYTES];
	struct readiness readiness;
	size_t len;

	(void)state;
	make(&readiness);
	memset(readiness.name, 'n', ROSTER_NAME_MAX);
	memset(readiness.place, 'p', ROSTER_NAME_MAX);
	readiness.sealed = readiness.spoiled = readiness.capacity = UINT32_MAX;
	readiness.stick_kb_s = readiness.stick_free_mb = readiness.log_count = UINT32_MAX;
	assert_ok(readiness_write(text, sizeof text, &len, &readiness));
	assert_true(len + SIGN_FILE_MAX < READINESS_MAX_BYTES);
	assert_status(STATUS_NO_ROOM, readiness_write(text, 200, &len, &readiness));
	memcpy(readiness.kiosk.id, "PRAC", 4);
	assert_status(STATUS_PRACTICE, readiness_write(text, sizeof text, &len, &readiness));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(every_truncation_and_changed_byte),
	    cmocka_unit_test(one_fault_each),
	    cmocka_unit_test(the_longest),
	};

	return cmocka_run_group_tests_name("readiness", tests, start_crypto, NULL);
}
