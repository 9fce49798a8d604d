/* Exports, imports and votes while the helper that works on the stick fails, hangs, dies or lies at every request:
 * nothing half has a final name, no number is given twice, voting goes on, and nobody who votes waits. */
#include "helper.h"

enum { SLOW_US = 50000 };

static int is_there(const struct test *test, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, name);
	return access(path, F_OK) == 0;
}

static void number_name(char out[static 64], const struct test *test, unsigned number)
{
	(void)snprintf(out, 64, "%.26s-%04u", test->name, number);
}

/* Signed, complete, and every file as the manifest says. The manifest of each number is the same wherever it is. */
static void assert_whole(const struct test *test, const char *name, uint8_t manifest_sha256[static SHA256_BYTES])
{
	struct manifest_entry entries[8];
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX];
	size_t len, signature_len, count;
	uint8_t *manifest, *signature, found[SHA256_BYTES];
	struct manifest_digest digest;

	path_of(folder, test->fixture.stick, name);
	path_of(path, folder, EXPORT_MANIFEST);
	manifest = read_all(path, &len);
	path_of(path, folder, EXPORT_SIGNATURE);
	signature = read_all(path, &signature_len);
	assert_ok(sign_file_verify(NULL, 0, (char *)signature, signature_len, manifest, len, &test->fixture.kiosk.key));
	assert_ok(manifest_read(entries, 8, &count, (char *)manifest, len));
	assert_int_equal(count, 4);
	for (size_t i = 0; i < count; i++) {
		path_of(path, folder, entries[i].name);
		assert_ok(disk_read_back(found, disk_real(), path));
		assert_memory_equal(found, entries[i].sha256, SHA256_BYTES);
	}
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, manifest, len);
	manifest_digest_finish(manifest_sha256, &digest);
	free(manifest);
	free(signature);
}

static void clean_stick(struct test *test)
{
	struct name_list list = {.count = 0};
	char path[DISK_PATH_MAX];

	/* The folder stays: another one would be another stick. */
	assert_int_equal(disk_real()->list(NULL, test->fixture.stick, add_name, &list), 0);
	for (unsigned i = 0; i < list.count; i++) {
		path_of(path, test->fixture.stick, list.name[i]);
		remove_tree(path);
	}
}

/* Something new to save each time. */
static void one_session_more(struct test *test)
{
	assert_ok(ask(test->recorder, &test->reply, RECORDER_BEGIN));
	assert_ok(ask(test->recorder, &test->reply, RECORDER_STATUS));
}

struct found {
	unsigned failed, said_gone, said_silent;
	uint64_t slowest_cast_us;
};

static void check_failed(struct test *test, struct found *found, enum status status)
{
	if (status == STATUS_OK)
		return;
	found->failed++;
	assert_true(strlen(test->reply.detail) > 20);
	found->said_gone += strstr(test->reply.detail, "is gone") != NULL;
	found->said_silent += strstr(test->reply.detail, "does not answer") != NULL;
}

/* One export with the fault, a vote while the stick is as it is, then one on a good stick. */
static int export_with_fault(struct test *test, struct found *found, unsigned at, enum fault fault, int error)
{
	uint8_t first[SHA256_BYTES], again[SHA256_BYTES];
	char name[64];
	unsigned before;
	int reached, had_first;
	uint64_t took;

	clean_stick(test);
	one_session_more(test);
	before = test->reply.facts.exports;
	fail_from(test, at, UINT32_MAX, fault, error);
	check_failed(test, found, call(test, RECORDER_EXPORT));
	reached = test->orders->requests >= at;
	took = at % 16 == 1 ? cast_us(test, at % 60) : 0;
	if (took > found->slowest_cast_us)
		found->slowest_cast_us = took;
	be_good(test);
	tend(test);
	number_name(name, test, before + 1);
	had_first = is_there(test, name);
	if (had_first)
		assert_whole(test, name, first);
	assert_ok(call(test, RECORDER_EXPORT));
	/* What was cast in between is the next number's. */
	assert_int_equal(test->reply.arg, before + 1 + (took > 0 && (had_first || test->reply.arg == before + 2)));
	number_name(name, test, test->reply.arg);
	assert_whole(test, name, again);
	if (had_first && took == 0)
		assert_memory_equal(first, again, SHA256_BYTES);
	return reached;
}

static void fails_anywhere(struct test *test, enum fault fault, int error, unsigned step, const char *what)
{
	struct found found = {0, 0, 0, 0};
	unsigned at;

	for (at = 1; export_with_fault(test, &found, at, fault, error); at += step)
		;
	print_message(
	    "# note: a stick that %s: %u of %u requests, %u exports failed, no half one; slowest cast %u us\n", what,
	    at / step, at, found.failed, (unsigned)found.slowest_cast_us);
	assert_true(found.failed > 30 / step);
	assert_true(found.slowest_cast_us < SLOW_US * 10);
	if (fault == FAULT_HANGS)
		assert_true(found.said_silent > 10 / step);
}

static void pulled_at_every_request(void **state)
{
	fails_anywhere(*state, FAULT_ERROR, ENODEV, 1, "is pulled out");
}

static void full_from_any_request(void **state)
{
	fails_anywhere(*state, FAULT_ERROR, ENOSPC, 5, "is full");
}

static void failing_from_any_request(void **state)
{
	fails_anywhere(*state, FAULT_ERROR, EIO, 5, "fails");
}

static void dead_at_every_request(void **state)
{
	fails_anywhere(*state, FAULT_DIES, 0, 1, "makes the helper die");
}

/* Somebody waits all the time, so that each hanging costs 20 ms and not 30 s. */
static void hanging_at_every_request(void **state)
{
	struct test *test = *state;

	assert_int_equal(write(test->waiting[1], "x", 1), 1);
	stick_disk_yield(test->stick, test->waiting[0]);
	fails_anywhere(test, FAULT_HANGS, 0, 1, "hangs for ever");
}

/* A helper that answers anything: the recorder believes none of it, and the box is sound. */
static void lying_from_any_request(void **state)
{
	struct test *test = *state;

	for (unsigned round = 1; round < 200; round++) {
		fail_from(test, 1 + round % 40, 1 + round % 7, FAULT_LIES, 0);
		(void)call(test, round % 50 == 0  ? RECORDER_STICK
		                 : round % 5 == 1 ? RECORDER_READY
		                 : round % 5 == 2 ? RECORDER_IMPORT
		                                  : RECORDER_EXPORT);
	}
	be_good(test);
	start_helper(test);
	clean_stick(test);
	(void)cast_us(test, 5);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.facts.sealed, 1);
}

/* --- nobody who votes waits --- */

/* The stick hangs while nobody asks for it: one look costs a little, and then nothing waits. */
static void a_hanging_stick_delays_no_voter(void **state)
{
	struct test *test = *state;
	uint64_t bare = 0, hung = 0, look, looks = 0;

	for (unsigned i = 0; i < 10; i++)
		bare += cast_us(test, i);
	fail_from(test, 1, UINT32_MAX, FAULT_HANGS, 0);
	look = real_us();
	assert_ok(call(test, RECORDER_STATUS));
	look = real_us() - look;
	for (unsigned i = 0; i < 10; i++) {
		uint64_t began = real_us();

		assert_ok(call(test, RECORDER_STATUS));
		looks += real_us() - began;
		hung += cast_us(test, 20 + i);
	}
	print_message(
	    "# note: a cast takes %u us, %u us while the stick hangs; the first look waits %u us, the next %u us\n",
	    (unsigned)(bare / 10), (unsigned)(hung / 10), (unsigned)look, (unsigned)(looks / 10));
	assert_int_equal(test->helpers, 1);
	assert_true(hung / 10 < bare / 10 + SLOW_US);
	assert_true(look < 10 * SLOW_US);
	assert_true(looks / 10 < SLOW_US);
}

/* Somebody asks the recorder while an export hangs: it gives the stick up at once. */
static void a_hanging_export_gives_way(void **state)
{
	struct test *test = *state;
	uint64_t began, took;

	fail_from(test, 25, UINT32_MAX, FAULT_HANGS, 0);
	stick_disk_yield(test->stick, test->waiting[0]);
	assert_int_equal(write(test->waiting[1], "x", 1), 1);
	began = real_us();
	assert_status(STATUS_TIMEOUT, call(test, RECORDER_EXPORT));
	took = real_us() - began;
	assert_non_null(strstr(test->reply.detail, "does not answer"));
	assert_int_equal(test->helpers, 2);
	print_message("# note: an export that hangs gives way in %u us: \"%s\"\n", (unsigned)took, test->reply.detail);
	assert_true(took < 20 * SLOW_US);
	be_good(test);
	(void)cast_us(test, 1);
	assert_ok(call(test, RECORDER_EXPORT));
}

static void the_facts_follow_the_stick(void **state)
{
	struct test *test = *state;
	char away[DISK_PATH_MAX + 8];

	(void)snprintf(away, sizeof away, "%s.away", test->fixture.stick);
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.stick, 1);
	assert_int_equal(rename(test->fixture.stick, away), 0);
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.stick, 0);
	assert_status(STATUS_ABSENT, call(test, RECORDER_EXPORT));
	assert_int_equal(rename(away, test->fixture.stick), 0);
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.stick, 1);
	/* Without a helper there is no stick. */
	stick_disk_peer(test->stick, -1);
	assert_ok(ask(test->recorder, &test->reply, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.stick, 0);
	start_helper(test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_facts_follow_the_stick, begin, end),
	    cmocka_unit_test_setup_teardown(a_hanging_stick_delays_no_voter, begin, end),
	    cmocka_unit_test_setup_teardown(a_hanging_export_gives_way, begin, end),
	    cmocka_unit_test_setup_teardown(pulled_at_every_request, begin, end),
	    cmocka_unit_test_setup_teardown(full_from_any_request, begin, end),
	    cmocka_unit_test_setup_teardown(failing_from_any_request, begin, end),
	    cmocka_unit_test_setup_teardown(dead_at_every_request, begin, end),
	    cmocka_unit_test_setup_teardown(hanging_at_every_request, begin, end),
	    cmocka_unit_test_setup_teardown(lying_from_any_request, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
