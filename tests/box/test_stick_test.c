/* The stick test on sticks that are what they say, and on counterfeits: in memory, each with a true size, that lose or
 * overwrite what is written beyond it. */
#include "fixture.h"
#include "stick_test.h"

enum { FILES = 70 };
#define MIB ((uint64_t)1024 * 1024)

enum counterfeit { HONEST, DROPS, WRAPS };

/* A stick whose files lie one after another, each where the one before ends. */
struct stick {
	struct disk disk;
	char folder[DISK_PATH_MAX];
	enum counterfeit kind;
	uint64_t told, real;
	uint64_t begins[FILES], written[FILES];
	char path[FILES][DISK_PATH_MAX];
	int open[FILES];
	unsigned count;
	uint64_t end; /* of what is reserved */
	int no_reserve, full_at;
	uint64_t now_ms, ms_per_write;
};

static int stick_open(void *context, const char *path, int flags, unsigned mode)
{
	struct stick *stick = context;
	int file = disk_real()->open(NULL, path, flags, mode);

	if (file < 0 || !(flags & 0100))
		return file;
	assert_true(stick->count < FILES);
	snprintf(stick->path[stick->count], DISK_PATH_MAX, "%s", path);
	stick->begins[stick->count] = stick->end;
	stick->written[stick->count] = 0;
	stick->open[stick->count++] = file;
	return file;
}

static unsigned index_of(const struct stick *stick, int file)
{
	for (unsigned i = stick->count; i > 0; i--)
		if (stick->open[i - 1] == file)
			return i - 1;
	return FILES;
}

static int stick_reserve(void *context, int file, uint64_t len)
{
	struct stick *stick = context;

	if (stick->no_reserve) {
		errno = EOPNOTSUPP;
		return -1;
	}
	if (stick->full_at && (int)stick->count >= stick->full_at) {
		errno = ENOSPC;
		return -1;
	}
	stick->end = stick->begins[index_of(stick, file)] + len;
	return 0;
}

/* What lies at an address of the true stick is overwritten. */
static void overwrite(struct stick *stick, uint64_t at, const void *data, size_t len)
{
	for (unsigned i = 0; i < stick->count; i++) {
		FILE *file;

		if (stick->begins[i] != at || stick->written[i] < len)
			continue;
		file = fopen(stick->path[i], "r+b");
		if (!file)
			continue;
		assert_int_equal(fwrite(data, 1, len, file), len);
		assert_int_equal(fclose(file), 0);
	}
}

static ssize_t stick_write(void *context, int file, const void *data, size_t len)
{
	struct stick *stick = context;
	unsigned i = index_of(stick, file);
	uint64_t at = i < FILES ? stick->begins[i] + stick->written[i] : 0;
	ssize_t wrote;

	stick->now_ms += stick->ms_per_write;
	if (stick->kind == DROPS && i < FILES && at >= stick->real) {
		uint8_t *nothing = calloc(1, len);

		wrote = disk_real()->write(NULL, file, nothing, len);
		free(nothing);
	} else {
		wrote = disk_real()->write(NULL, file, data, len);
		if (stick->kind == WRAPS && at >= stick->real)
			overwrite(stick, at % stick->real, data, len);
	}
	if (i < FILES && wrote > 0) {
		stick->written[i] += (uint64_t)wrote;
		if (stick->begins[i] + stick->written[i] > stick->end)
			stick->end = stick->begins[i] + stick->written[i];
	}
	return wrote;
}

/* A file's room is free again, for the next one, where it was the last. */
static int stick_remove(void *context, const char *path)
{
	struct stick *stick = context;

	if (stick->count == 1 && strcmp(stick->path[0], path) == 0)
		stick->end = stick->begins[--stick->count];
	return disk_real()->remove(NULL, path);
}

static int stick_free(void *context, const char *path, uint64_t *out)
{
	(void)path;
	*out = ((struct stick *)context)->told;
	return 0;
}

static uint64_t stick_ms(void *context)
{
	return ((struct stick *)context)->now_ms;
}

static int begin(void **state)
{
	struct stick *stick = calloc(1, sizeof *stick);

	if (!stick)
		return -1;
	assert_ok(crypto_init());
	make_test_folder(stick->folder);
	stick->disk = *disk_real();
	stick->disk.context = stick;
	stick->disk.open = stick_open;
	stick->disk.write = stick_write;
	stick->disk.reserve = stick_reserve;
	stick->disk.remove = stick_remove;
	stick->disk.free_bytes = stick_free;
	stick->disk.monotonic_ms = stick_ms;
	stick->told = 32 * 1024 * MIB;
	stick->ms_per_write = 10;
	*state = stick;
	return 0;
}

static int end(void **state)
{
	struct stick *stick = *state;

	remove_tree(stick->folder);
	free(stick);
	return 0;
}

static void nothing_is_left(const struct stick *stick)
{
	struct name_list list = {.count = 0};

	assert_int_equal(disk_real()->list(NULL, stick->folder, add_name, &list), 0);
	assert_int_equal(list.count, 0);
}

static enum status try(struct stick *stick, struct stick_result *result, struct sentence *why)
{
	enum status status = stick_test(result, why, &stick->disk, stick->folder);

	nothing_is_left(stick);
	return status;
}

static void an_honest_stick(void **state)
{
	struct stick *stick = *state;
	struct stick_result result;
	struct sentence why = {""};

	assert_ok(try(stick, &result, &why));
	assert_int_equal(result.free_mb, 32 * 1024);
	/* 128 KiB in 10 ms */
	assert_in_range(result.kb_s, 13000, 13200);
	assert_in_range(result.tested_mb, 16 * 1024, 32 * 1024);
	assert_true(stick->now_ms < 20000);
}

/* 8 GiB in truth, 32 told; and so on down to 64 MiB. */
static void every_counterfeit(void **state)
{
	struct stick *stick = *state;
	struct stick_result result;
	struct sentence why = {""};
	unsigned found = 0;

	for (uint64_t real = 64 * MIB; real <= 16 * 1024 * MIB; real *= 2) {
		for (enum counterfeit kind = DROPS; kind <= WRAPS; kind++) {
			stick->kind = kind;
			stick->real = real;
			stick->count = 0;
			stick->end = 0;
			stick->now_ms = 0;
			assert_status(STATUS_MISMATCH, try(stick, &result, &why));
			assert_non_null(strstr(why.text, "gave back other bytes"));
			assert_int_equal(result.kb_s, 0);
			found++;
		}
	}
	assert_int_equal(found, 18);
}

/* A file system that cannot reserve room: only so much is looked at, and it says so. */
static void no_room_can_be_reserved(void **state)
{
	struct stick *stick = *state;
	struct stick_result result;
	struct sentence why = {""};

	stick->no_reserve = 1;
	assert_ok(try(stick, &result, &why));
	assert_int_equal(result.tested_mb, 64 * 128 / 1024);
}

static void a_slow_stick_ends_in_time(void **state)
{
	struct stick *stick = *state;
	struct stick_result result;
	struct sentence why = {""};

	stick->ms_per_write = 1280;
	assert_ok(try(stick, &result, &why));
	assert_int_equal(result.kb_s, 102);
	assert_true(stick->now_ms < 20000);
	assert_true(result.tested_mb < 16 * 1024);
}

static void full_before_its_time(void **state)
{
	struct stick *stick = *state;
	struct stick_result result;
	struct sentence why = {""};

	stick->full_at = 20;
	assert_ok(try(stick, &result, &why));
	stick->told = 10 * MIB;
	assert_status(STATUS_DISK_FULL, try(stick, &result, &why));
	assert_non_null(strstr(why.text, "only 10 MB free"));
}

/* What a test that was torn out left is removed, and nothing else. */
static void leftovers(void **state)
{
	struct stick *stick = *state;
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX];
	struct stick_result result;
	struct sentence why = {""};

	make_folder_in(folder, stick->folder, "folkmoot-stick-test");
	path_of(path, folder, "07");
	write_all(path, "left", 4);
	assert_ok(try(stick, &result, &why));
	make_folder_in(folder, stick->folder, "folkmoot-stick-test");
	path_of(path, folder, "somebody's letter.txt");
	write_all(path, "Dear", 4);
	assert_true(stick_test(&result, &why, &stick->disk, stick->folder) != STATUS_OK);
	assert_int_equal(access(path, F_OK), 0);
}

/* Nobody's memory or disk is to be filled by a test. */
static int little_free(void *context, const char *path, uint64_t *out)
{
	(void)path;
	*out = 18 * MIB;
	return disk_fails(context) ? -1 : 0;
}

/* Every call of a real disk fails in turn. */
static void every_failing_call(void **state)
{
	struct stick *stick = *state;
	struct test_disk disk;
	struct stick_result result;
	struct sentence why;
	unsigned failures = 0;

	for (unsigned at = 1;; at += 1 + at / 16) {
		enum status status;

		test_disk_init(&disk);
		disk.disk.free_bytes = little_free;
		disk.fail_at = at;
		why.text[0] = '\0';
		status = stick_test(&result, &why, &disk.disk, stick->folder);
		if (disk.calls < at) {
			assert_ok(status);
			break;
		}
		if (status != STATUS_OK) {
			assert_true(strlen(why.text) > 20);
			failures++;
		}
	}
	assert_true(failures > 10);
	test_disk_init(&disk);
	disk.disk.free_bytes = little_free;
	assert_ok(stick_test(&result, &why, &disk.disk, stick->folder));
	nothing_is_left(stick);
}

/* FOLKMOOT_TEST_STICK: a file system of its own, as tests/box/test_stick.sh mounts one. */
static void a_real_file_system(void **state)
{
	const char *folder = getenv("FOLKMOOT_TEST_STICK");
	struct name_list before = {.count = 0}, after = {.count = 0};
	struct sentence why = {""};
	struct stick_result result;

	(void)state;
	if (!folder || !folder[0])
		skip();
	assert_ok(crypto_init());
	assert_int_equal(disk_real()->list(NULL, folder, add_name, &before), 0);
	if (stick_test(&result, &why, disk_real(), folder) != STATUS_OK)
		fail_msg("%s", why.text);
	print_message("# note: a real file system: %u MB free, %u kB a second, looked at over %u MB\n", result.free_mb,
	              result.kb_s, result.tested_mb);
	assert_true(result.tested_mb * 2 > result.free_mb);
	assert_int_equal(disk_real()->list(NULL, folder, add_name, &after), 0);
	assert_int_equal(before.count, after.count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(an_honest_stick, begin, end),
	    cmocka_unit_test_setup_teardown(every_counterfeit, begin, end),
	    cmocka_unit_test_setup_teardown(no_room_can_be_reserved, begin, end),
	    cmocka_unit_test_setup_teardown(a_slow_stick_ends_in_time, begin, end),
	    cmocka_unit_test_setup_teardown(full_before_its_time, begin, end),
	    cmocka_unit_test_setup_teardown(leftovers, begin, end),
	    cmocka_unit_test_setup_teardown(every_failing_call, begin, end),
	    cmocka_unit_test(a_real_file_system),
	};

	return cmocka_run_group_tests_name("stick test", tests, NULL, NULL);
}
