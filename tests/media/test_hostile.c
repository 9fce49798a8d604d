/* What a stranger may have put on a stick: links, pipes, devices, names of any bytes, a hundred thousand files; and
 * requests of any bytes. Nothing outside the stick's folder is touched, nothing is waited for, memory does not grow,
 * and each gives one clear sentence. */
#include "helper.h"

#include <ftw.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

enum { MANY = 100000, RANDOM_REQUESTS = 200000 };

_Alignas(4096) static struct media_request request;
_Alignas(4096) static struct media_reply reply;

/* --- the helper alone --- */

struct alone {
	struct media media;
	char folder[DISK_PATH_MAX], stick[DISK_PATH_MAX], secret[DISK_PATH_MAX];
};

static int begin_alone(void **state)
{
	struct alone *alone = calloc(1, sizeof *alone);

	assert_non_null(alone);
	make_test_folder(alone->folder);
	make_folder_in(alone->stick, alone->folder, "stick");
	path_of(alone->secret, alone->folder, "secret");
	write_all(alone->secret, "secret", 6);
	media_init(&alone->media, alone->stick, NULL, NULL);
	*state = alone;
	return 0;
}

static int remove_one(const char *path, const struct stat *info, int what, struct FTW *where)
{
	(void)info;
	(void)what;
	(void)where;
	return remove(path);
}

/* Random names may be many. */
static int end_alone(void **state)
{
	struct alone *alone = *state;

	media_forget(&alone->media);
	assert_int_equal(nftw(alone->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	free(alone);
	return 0;
}

static int ask_helper(struct alone *alone, enum media_call what, const char *path, uint32_t flags)
{
	request.magic = MEDIA_ASKS;
	request.call = what;
	request.flags = flags;
	(void)snprintf(request.path, sizeof request.path, "%s", path);
	media_answer(&alone->media, &reply, &request);
	return reply.error;
}

static void link_in(const struct alone *alone, const char *to, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, alone->stick, name);
	assert_int_equal(symlink(to, path), 0);
}

static void assert_secret_is_safe(const struct alone *alone)
{
	size_t len;
	uint8_t *data = read_all(alone->secret, &len);

	assert_int_equal(len, 6);
	assert_memory_equal(data, "secret", 6);
	free(data);
}

static void no_way_leads_out(void **state)
{
	static const char *const out[] = {"../secret",           "link",        "up/secret",
	                                  "inside/../../secret", "/etc/passwd", "to-it"};
	static const uint32_t ways[] = {MEDIA_FOR_READING, MEDIA_FOR_WRITING,
	                                MEDIA_FOR_WRITING | MEDIA_CREATE | MEDIA_CUT, MEDIA_FOLDER | MEDIA_FOR_READING};
	struct alone *alone = *state;

	link_in(alone, "../secret", "link");
	link_in(alone, "..", "up");
	link_in(alone, alone->secret, "to-it");
	assert_int_equal(ask_helper(alone, MEDIA_MAKE_FOLDER, "inside", 0), 0);
	for (size_t i = 0; i < sizeof out / sizeof out[0]; i++) {
		for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++)
			assert_int_not_equal(ask_helper(alone, MEDIA_OPEN, out[i], ways[way]), 0);
		if (strcmp(out[i], "link") == 0 || strcmp(out[i], "to-it") == 0)
			continue;
		assert_int_not_equal(ask_helper(alone, MEDIA_REMOVE, out[i], 0), 0);
		(void)snprintf(request.other, sizeof request.other, "taken");
		assert_int_not_equal(ask_helper(alone, MEDIA_RENAME, out[i], 0), 0);
		(void)snprintf(request.other, sizeof request.other, "%s", out[i]);
		assert_int_not_equal(ask_helper(alone, MEDIA_RENAME, "inside", 0), 0);
	}
	/* A link itself can be removed, and is not followed. */
	assert_int_equal(ask_helper(alone, MEDIA_REMOVE, "link", 0), 0);
	assert_secret_is_safe(alone);
}

static void a_second_name_is_not_written(void **state)
{
	struct alone *alone = *state;
	char path[DISK_PATH_MAX];

	path_of(path, alone->stick, ".pond.new");
	assert_int_equal(link(alone->secret, path), 0);
	assert_int_equal(ask_helper(alone, MEDIA_OPEN, ".pond.new", MEDIA_FOR_WRITING | MEDIA_CREATE | MEDIA_CUT),
	                 EMLINK);
	assert_int_equal(ask_helper(alone, MEDIA_OPEN, ".pond.new", MEDIA_FOR_READING), 0);
	assert_secret_is_safe(alone);
}

static void neither_pipes_nor_devices_are_opened(void **state)
{
	struct alone *alone = *state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char path[DISK_PATH_MAX];
	int end = socket(AF_UNIX, SOCK_STREAM, 0), has_device;

	path_of(path, alone->stick, "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	path_of(path, alone->stick, "socket");
	assert_true(end >= 0 && snprintf(address.sun_path, sizeof address.sun_path, "%s", path) > 0);
	assert_int_equal(bind(end, (struct sockaddr *)&address, sizeof address), 0);
	path_of(path, alone->stick, "device");
	has_device = mknod(path, S_IFCHR | 0600, makedev(1, 5)) == 0;
	for (uint32_t flags = MEDIA_FOR_READING; flags <= MEDIA_FOR_WRITING; flags++) {
		assert_int_equal(ask_helper(alone, MEDIA_OPEN, "pipe", flags), EMEDIUMTYPE);
		assert_int_equal(ask_helper(alone, MEDIA_OPEN, "socket", flags), EMEDIUMTYPE);
		if (has_device)
			assert_int_equal(ask_helper(alone, MEDIA_OPEN, "device", flags), EMEDIUMTYPE);
	}
	if (!has_device)
		print_message("# note: no device could be made here (that takes root)\n");
	(void)close(end);
}

/* A damaged folder may never end. */
static void a_folder_without_an_end_is_left(void **state)
{
	struct alone *alone = *state;

	assert_int_equal(ask_helper(alone, MEDIA_OPEN, "", MEDIA_FOLDER | MEDIA_FOR_READING), 0);
	request.file = (int32_t)reply.number;
	alone->media.files[request.file].names = MEDIA_NAMES_MAX;
	assert_int_equal(ask_helper(alone, MEDIA_NAMES, "", 0), E2BIG);
	assert_int_equal(ask_helper(alone, MEDIA_CLOSE, "", 0), 0);
}

static void another_folder_is_for_another_helper(void **state)
{
	struct alone *alone = *state;
	char away[DISK_PATH_MAX + 8];

	assert_int_equal(ask_helper(alone, MEDIA_PEEK, "", 0), 0);
	(void)snprintf(away, sizeof away, "%s.away", alone->stick);
	assert_int_equal(rename(alone->stick, away), 0);
	assert_int_equal(ask_helper(alone, MEDIA_PEEK, "", 0), ENOENT);
	assert_int_equal(mkdir(alone->stick, 0700), 0);
	assert_int_equal(ask_helper(alone, MEDIA_PEEK, "", 0), ENODEV);
	assert_int_equal(alone->media.has_left, 1);
}

static void random_field(void *field, size_t len)
{
	if (randombytes_uniform(4) == 0)
		randombytes_buf(field, len);
}

/* Whatever is asked, nothing outside the folder changes, and an answer comes. No room is reserved: that can be asked
 * for. */
static void any_bytes_are_answered(void **state)
{
	static const char *const names[] = {"a", "b/c", "", "..", "../secret", "/", "a/", "b", ".", "b/../../secret"};
	struct alone *alone = *state;
	unsigned well = 0;

	for (unsigned i = 0; i < RANDOM_REQUESTS; i++) {
		request.magic = MEDIA_ASKS;
		request.id = i;
		request.call = randombytes_uniform(MEDIA_PEEK + 2);
		request.flags = randombytes_uniform(1 << 9);
		request.file = (int32_t)randombytes_uniform(8);
		request.len = randombytes_uniform(64);
		request.number = randombytes_uniform(9999);
		(void)snprintf(request.path, 64, "%s", names[randombytes_uniform(10)]);
		(void)snprintf(request.other, 64, "%s", names[randombytes_uniform(10)]);
		if (i % 4 == 0) {
			random_field(&request.magic, sizeof request.magic);
			random_field(&request.call, sizeof request.call);
			random_field(&request.file, sizeof request.file);
			random_field(&request.len, sizeof request.len);
			random_field(request.path, 16);
			random_field(request.path, i % 64 == 0 ? sizeof request.path : 1);
		}
		media_answer(&alone->media, &reply, &request);
		assert_true(reply.len <= MEDIA_DATA_MAX && reply.error >= 0 && reply.id == i);
		well += reply.error == 0;
	}
	print_message("# note: %u of %u random requests could be done\n", well, RANDOM_REQUESTS);
	assert_true(well > RANDOM_REQUESTS / 20);
	assert_secret_is_safe(alone);
}

/* --- a recorder with such a stick --- */

static void put_name(const struct test *test, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, name);
	write_all(path, "x", 1);
}

static void take_away(const struct test *test, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, name);
	remove_tree(path);
}

static void say_import(struct test *test, const char *want)
{
	assert_status(STATUS_NOT_FILE, call(test, RECORDER_IMPORT));
	assert_string_equal(test->reply.detail, want);
}

static void what_is_no_file_has_its_sentence(void **state)
{
	static const char want[] = "pond.election is not a plain file: copy the file onto the stick again.";
	struct test *test = *state;
	char path[DISK_PATH_MAX], data[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, "pond.election");
	path_of(data, test->fixture.data, "election.election");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(data, path), 0);
	say_import(test, want);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	say_import(test, want);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	say_import(test, want);
	(void)cast_us(test, 1);
	assert_ok(call(test, RECORDER_EXPORT));
}

static void names_of_any_bytes_are_passed_over(void **state)
{
	struct test *test = *state;

	put_name(test, "\xff\xfe\x80.election");
	put_name(test, "\xc3\x28.roster");
	put_name(test, "line\nbreak.election");
	put_name(test, ".folkmoot-\xff.part");
	put_name(test, "\xed\xa0\x80.reopen");
	assert_ok(call(test, RECORDER_EXPORT));
	assert_ok(call(test, RECORDER_CLOSE));
	assert_status(STATUS_ABSENT, call(test, RECORDER_REOPEN));
	assert_non_null(strstr(test->reply.detail, "No permission to reopen"));
}

static long resident_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = -1;
	FILE *file;

	(void)snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file))
		if (sscanf(line, "VmRSS: %ld", &kb) == 1)
			break;
	assert_int_equal(fclose(file), 0);
	return kb;
}

/* Names of one file, so that they cost little. */
static void a_hundred_thousand_files(void **state)
{
	struct test *test = *state;
	char first[DISK_PATH_MAX], path[DISK_PATH_MAX], name[32];
	long own, helper;
	uint64_t began;

	put_name(test, "photo-0");
	path_of(first, test->fixture.stick, "photo-0");
	for (unsigned i = 1; i < MANY; i++) {
		(void)snprintf(name, sizeof name, "photo-%u", i);
		path_of(path, test->fixture.stick, name);
		assert_int_equal(link(first, path), 0);
	}
	assert_ok(call(test, RECORDER_STATUS));
	own = resident_kb(getpid());
	helper = resident_kb(test->helper);
	began = real_us();
	assert_ok(call(test, RECORDER_EXPORT));
	print_message("# note: an export beside %u files: %u ms\n", MANY, (unsigned)((real_us() - began) / 1000));
	assert_true(real_us() - began < 20 * 1000000ULL);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_status(STATUS_ABSENT, call(test, RECORDER_REOPEN));
	own = resident_kb(getpid()) - own;
	helper = resident_kb(test->helper) - helper;
	print_message("# note: the recorder grew by %ld kB, the helper by %ld kB\n", own, helper);
	assert_true(own < 4096 && helper < 1024);
	for (unsigned i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof name, "photo-%u", i);
		path_of(path, test->fixture.stick, name);
		assert_int_equal(unlink(path), 0);
	}
}

/* Other people's files stay, whatever is done. */
static void other_peoples_files_stay(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX];
	size_t len;
	uint8_t *data;

	put_name(test, "holiday.jpg");
	path_of(path, test->fixture.stick, "folder");
	assert_int_equal(mkdir(path, 0700), 0);
	put_name(test, "folder/letter.txt");
	assert_ok(call(test, RECORDER_EXPORT));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_ok(call(test, RECORDER_READY));
	path_of(path, test->fixture.stick, "folder/letter.txt");
	data = read_all(path, &len);
	assert_int_equal(len, 1);
	free(data);
	path_of(path, test->fixture.stick, "holiday.jpg");
	assert_int_equal(access(path, F_OK), 0);
	take_away(test, "folder");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(no_way_leads_out, begin_alone, end_alone),
	    cmocka_unit_test_setup_teardown(a_second_name_is_not_written, begin_alone, end_alone),
	    cmocka_unit_test_setup_teardown(neither_pipes_nor_devices_are_opened, begin_alone, end_alone),
	    cmocka_unit_test_setup_teardown(a_folder_without_an_end_is_left, begin_alone, end_alone),
	    cmocka_unit_test_setup_teardown(another_folder_is_for_another_helper, begin_alone, end_alone),
	    cmocka_unit_test_setup_teardown(any_bytes_are_answered, begin_alone, end_alone),
	    cmocka_unit_test_setup_teardown(what_is_no_file_has_its_sentence, begin, end),
	    cmocka_unit_test_setup_teardown(names_of_any_bytes_are_passed_over, begin, end),
	    cmocka_unit_test_setup_teardown(a_hundred_thousand_files, begin, end),
	    cmocka_unit_test_setup_teardown(other_peoples_files_stay, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
