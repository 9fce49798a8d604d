/* Exports: whole, checked and signed, or not there; the same content the same bytes; and every way in which a stick can
 * fail. FOLKMOOT_TEST_STICK names a folder on a real stick or image to do it on; "test_export full DIR" and
 * "test_export read-only DIR" try one that is really full or read-only. */
#include "fixture.h"
#include "log.h"
#include "manifest.h"

enum { FILES = 4, BALLOTS = 7 };

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
	char name[2][64]; /* the folders of exports 1 and 2 */
};

static enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

static void restart(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static void cast_some(struct test *test, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		vote(test->recorder, &test->reply, &test->fixture, i);
}

static void challenge_one(struct test *test)
{
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, 3));
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_ok(call(test, RECORDER_DISCARD));
}

/* On a real stick the test has a folder of its own. */
static void take_real_stick(struct fixture *fixture)
{
	const char *real = getenv("FOLKMOOT_TEST_STICK");

	if (!real || !real[0])
		return;
	assert_true(snprintf(fixture->stick, sizeof fixture->stick, "%s/stick-XXXXXX", real) <
	            (int)sizeof fixture->stick);
	assert_non_null(mkdtemp(fixture->stick));
	fixture_write_package(fixture, fixture->stick, "pond.election");
	fixture_write_roster(fixture, fixture->stick, "pond.roster", 1);
}

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	take_real_stick(&test->fixture);
	test_disk_init(&test->disk);
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	cast_some(test, BALLOTS);
	challenge_one(test);
	for (unsigned i = 0; i < 2; i++) {
		char election[9], kiosk[9];
		hex_write(election, test->fixture.hash.bytes, 4);
		hex_write(kiosk, test->fixture.kiosk.key.key, 4);
		(void)snprintf(test->name[i], sizeof test->name[i], "folkmoot-%s-%s-%04u", election, kiosk, i + 1);
	}
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	remove_tree(test->fixture.stick);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

/* --- is an export whole? --- */

static void file_in(char out[static DISK_PATH_MAX], const struct test *test, const char *folder, const char *file)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, folder);
	path_of(out, path, file);
}

static int stick_has(const struct test *test, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, name);
	return access(path, F_OK) == 0;
}

static void sha256_file(uint8_t sha256[static SHA256_BYTES], const char *path)
{
	struct manifest_digest digest;
	size_t len;
	uint8_t *data = read_all(path, &len);

	manifest_digest_init(&digest);
	manifest_digest_update(&digest, data, len);
	manifest_digest_finish(sha256, &digest);
	free(data);
}

/* Nothing but six files, signature and manifest hold. Any folder of a final name must pass this, whatever happened. */
static void assert_whole(const struct test *test, const char *folder, unsigned number)
{
	char path[DISK_PATH_MAX], trusted[SIGN_TRUSTED_MAX + 1], want[SIGN_TRUSTED_MAX + 1];
	char election[2 * HASH_BYTES + 1], kiosk[2 * SIGN_KEY_BYTES + 1];
	struct manifest_entry entries[FILES];
	uint8_t *manifest, *signature, sha256[SHA256_BYTES];
	size_t manifest_len, signature_len, count;
	struct name_list list = {.count = 0};

	path_of(path, test->fixture.stick, folder);
	assert_int_equal(disk_real()->list(NULL, path, add_name, &list), 0);
	assert_int_equal(list.count, FILES + 2);
	file_in(path, test, folder, EXPORT_MANIFEST);
	manifest = read_all(path, &manifest_len);
	file_in(path, test, folder, EXPORT_SIGNATURE);
	signature = read_all(path, &signature_len);
	assert_ok(sign_file_verify(trusted, sizeof trusted, (char *)signature, signature_len, manifest, manifest_len,
	                           &test->fixture.kiosk.key));
	hex_write(election, test->fixture.hash.bytes, HASH_BYTES);
	hex_write(kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	(void)snprintf(want, sizeof want, "folkmoot export %s %s %u", election, kiosk, number);
	assert_string_equal(trusted, want);
	assert_ok(manifest_read(entries, FILES, &count, (char *)manifest, manifest_len));
	assert_int_equal(count, FILES);
	for (size_t i = 0; i < count; i++) {
		file_in(path, test, folder, entries[i].name);
		sha256_file(sha256, path);
		assert_memory_equal(sha256, entries[i].sha256, SHA256_BYTES);
	}
	free(manifest);
	free(signature);
}

static void read_report(const struct test *test, const char *folder, struct certificate *out)
{
	char path[DISK_PATH_MAX];
	size_t len;
	char *text;

	file_in(path, test, folder, EXPORT_REPORT);
	text = (char *)read_all(path, &len);
	assert_ok(certificate_read(out, text, len));
	free(text);
}

/* Ballots ascend, their codes hash to the report's set, and there are as many as it says. */
static void assert_ballots(const struct test *test, const char *folder, unsigned sealed, unsigned spoiled)
{
	char path[DISK_PATH_MAX];
	struct certificate report;
	struct reader reader;
	struct hash codes[64], set;
	const uint8_t *body;
	size_t len, body_len;
	uint32_t count;
	uint8_t *data;

	read_report(test, folder, &report);
	assert_int_equal(report.sealed, sealed);
	assert_int_equal(report.spoiled, spoiled);
	file_in(path, test, folder, EXPORT_BALLOTS);
	data = read_all(path, &len);
	reader_init(&reader, data, len);
	count = ballots_read_head(&reader, BALLOTS_MAGIC);
	assert_int_equal(count, sealed);
	for (uint32_t i = 0; i < count; i++) {
		ballots_read_body(&reader, &body, &body_len);
		confirmation_code(&codes[i], &test->fixture.context, body, body_len);
	}
	assert_ok(reader_finish(&reader));
	assert_ok(set_hash(&set, codes, count));
	assert_memory_equal(&set, &report.set, sizeof set);
	free(data);
	file_in(path, test, folder, EXPORT_SPOILED);
	data = read_all(path, &len);
	reader_init(&reader, data, len);
	count = ballots_read_head(&reader, SPOILED_MAGIC);
	assert_int_equal(count, spoiled);
	for (uint32_t i = 0; i < count; i++) {
		struct opened_ballot opened;
		ballots_read_opened(&reader, &opened);
		confirmation_code(&codes[i], &test->fixture.context, opened.body, opened.body_len);
		assert_ok(sealed_check_opening(opened.body, opened.body_len, &test->fixture.context, &opened.plain,
		                               opened.nonce));
	}
	assert_ok(reader_finish(&reader));
	assert_ok(set_hash(&set, codes, count));
	assert_memory_equal(&set, &report.spoiled_set, sizeof set);
	free(data);
}

static void assert_log(const struct test *test, const char *folder)
{
	char path[DISK_PATH_MAX];
	struct certificate report;
	struct log_end end_of;
	size_t len;
	char *text;

	read_report(test, folder, &report);
	file_in(path, test, folder, EXPORT_LOG);
	text = (char *)read_all(path, &len);
	assert_ok(log_check(&end_of, text, len, test->fixture.kiosk.key.key, UINT32_MAX));
	assert_int_equal(end_of.count, report.log_count);
	assert_memory_equal(&end_of.head, &report.log_head, HASH_BYTES);
	free(text);
}

static void an_export_is_whole(void **state)
{
	struct test *test = *state;
	struct certificate report;

	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 1);
	assert_non_null(strstr(test->reply.detail, test->name[0]));
	assert_whole(test, test->name[0], 1);
	assert_ballots(test, test->name[0], BALLOTS, 1);
	assert_log(test, test->name[0]);
	read_report(test, test->name[0], &report);
	assert_int_equal(report.kind, SIGN_PRACTICE);
	assert_int_equal(report.number, 1);
	assert_true(sodium_is_zero(report.previous, SHA256_BYTES));
	assert_int_equal(report.state, VOTING_CLOSED);
	assert_int_equal(report.closing, 1);
	assert_int_equal(report.started, BALLOTS + 1);
	assert_int_equal(report.cast, BALLOTS);
	assert_int_equal(report.challenged, 1);
	assert_string_equal(report.name, "Pond Library 1");
	assert_memory_equal(&report.election, &test->fixture.hash, HASH_BYTES);
}

static void an_empty_box_can_be_exported(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	remove_tree(test->fixture.data);
	fixture_enrol(&test->fixture);
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_whole(test, test->reply.detail, 1);
	assert_ballots(test, test->reply.detail, 0, 0);
}

/* --- the same again --- */

static void assert_same_bytes(const struct test *test, const char *stick, const char *folder)
{
	static const char *const names[] = {EXPORT_BALLOTS, EXPORT_LOG,      EXPORT_REPORT,
	                                    EXPORT_SPOILED, EXPORT_MANIFEST, EXPORT_SIGNATURE};
	char path[DISK_PATH_MAX], inner[DISK_PATH_MAX], other[DISK_PATH_MAX];
	size_t len, other_len;

	for (int i = 0; i < 6; i++) {
		uint8_t *data, *other_data;
		file_in(path, test, folder, names[i]);
		path_of(inner, stick, folder);
		path_of(other, inner, names[i]);
		data = read_all(path, &len);
		other_data = read_all(other, &other_len);
		assert_int_equal(len, other_len);
		assert_memory_equal(data, other_data, len);
		free(data);
		free(other_data);
	}
}

/* A second stick, after a restart, wrong PINs and an import in between: all logged, none of it content. */
static void the_same_content_is_the_same_bytes(void **state)
{
	struct test *test = *state;
	char first[DISK_PATH_MAX], empty[DISK_PATH_MAX];

	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 1);
	assert_ok(call(test, RECORDER_EXPORT)); /* the same stick: it is there already */
	assert_int_equal(test->reply.arg, 1);
	memcpy(first, test->fixture.stick, sizeof first);
	assert_true(snprintf(empty, sizeof empty, "%s-2", first) < (int)sizeof empty);
	assert_int_equal(mkdir(empty, 0700), 0);
	memcpy(test->fixture.stick, empty, sizeof empty);
	restart(test);
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &test->reply, "0000"));
	test->disk.now_s += 3600;
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 1);
	assert_whole(test, test->name[0], 1);
	assert_same_bytes(test, first, test->name[0]);
	remove_tree(first);
}

static void more_content_is_the_next_number(void **state)
{
	struct test *test = *state;
	struct certificate report;
	char path[DISK_PATH_MAX];
	uint8_t sha256[SHA256_BYTES];

	assert_ok(call(test, RECORDER_EXPORT));
	cast_some(test, 2);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 2);
	assert_whole(test, test->name[0], 1);
	assert_whole(test, test->name[1], 2);
	assert_ballots(test, test->name[1], BALLOTS + 2, 1);
	assert_log(test, test->name[1]);
	file_in(path, test, test->name[0], EXPORT_MANIFEST);
	sha256_file(sha256, path);
	read_report(test, test->name[1], &report);
	assert_memory_equal(report.previous, sha256, SHA256_BYTES);
	assert_ok(call(test, RECORDER_CLOSE)); /* the state is content too */
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 3);
}

/* --- what lies on the stick already --- */

static void assert_sentence(const struct test *test, const char *word)
{
	if (!strstr(test->reply.detail, word))
		fail_msg("no word of \"%s\" in: %s", word, test->reply.detail);
	assert_int_equal(test->reply.detail[strlen(test->reply.detail) - 1], '.');
}

static int is_folder_itself(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void write_in(const struct test *test, const char *folder, const char *file, const char *text)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, folder);
	(void)mkdir(path, 0700);
	file_in(path, test, folder, file);
	write_all(path, text, strlen(text));
}

static void a_damaged_export_is_made_anew(void **state)
{
	static const char *const files[] = {EXPORT_BALLOTS, EXPORT_LOG,      EXPORT_REPORT,
	                                    EXPORT_SPOILED, EXPORT_MANIFEST, EXPORT_SIGNATURE};
	struct test *test = *state;
	char path[DISK_PATH_MAX];

	for (int i = 0; i < 6; i++) {
		size_t len;
		uint8_t *data;
		assert_ok(call(test, RECORDER_EXPORT));
		file_in(path, test, test->name[0], files[i]);
		data = read_all(path, &len);
		data[len / 2] ^= 1;
		write_all(path, data, len);
		free(data);
		assert_ok(call(test, RECORDER_EXPORT));
		assert_int_equal(test->reply.arg, 1);
		assert_whole(test, test->name[0], 1);
		assert_int_equal(unlink(path), 0);
		assert_ok(call(test, RECORDER_EXPORT));
		assert_whole(test, test->name[0], 1);
	}
}

static void own_leftovers_go_and_others_stay(void **state)
{
	struct test *test = *state;

	write_in(test, ".folkmoot-00000000-11111111-0001.tmp", EXPORT_BALLOTS, "half");
	write_in(test, ".folkmoot-00000000-11111111-0002.old", EXPORT_LOG, "old");
	write_in(test, ".folkmoot-00000000-11111111-0003.tmp", "photos.zip", "not ours");
	write_in(test, "holiday.tmp", EXPORT_BALLOTS, "not ours");
	write_in(test, ".folkmoot-x", EXPORT_BALLOTS, "not ours");
	assert_ok(call(test, RECORDER_EXPORT));
	assert_false(stick_has(test, ".folkmoot-00000000-11111111-0001.tmp"));
	assert_false(stick_has(test, ".folkmoot-00000000-11111111-0002.old"));
	assert_true(stick_has(test, ".folkmoot-00000000-11111111-0003.tmp/photos.zip"));
	assert_true(stick_has(test, "holiday.tmp/ballots"));
	assert_true(stick_has(test, ".folkmoot-x/ballots"));
	assert_true(stick_has(test, "pond.election"));
}

/* A stick made to lead the kiosk into its own folder: what the links lead to stays. */
static void links_on_the_stick_are_not_followed(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX], log[DISK_PATH_MAX], name[DISK_PATH_MAX];

	path_of(log, test->fixture.data, EXPORT_LOG);
	path_of(path, test->fixture.stick, ".folkmoot-x.tmp");
	if (symlink(test->fixture.data, path) != 0 && errno == EPERM)
		skip(); /* a FAT file system knows no links */
	assert_int_equal(access(path, F_OK), 0);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(access(log, F_OK), 0);
	assert_false(stick_has(test, ".folkmoot-x.tmp"));
	/* The export itself, whole, but elsewhere: it is written onto the stick for good. */
	path_of(name, test->fixture.stick, test->name[0]);
	path_of(path, test->fixture.stick, "elsewhere");
	assert_int_equal(rename(name, path), 0);
	assert_int_equal(symlink(path, name), 0);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 1);
	assert_true(is_folder_itself(name));
	assert_whole(test, test->name[0], 1);
	path_of(name, path, EXPORT_LOG);
	assert_int_equal(access(name, F_OK), 0);
}

static void foreign_files_in_an_export_are_named(void **state)
{
	struct test *test = *state;

	assert_ok(call(test, RECORDER_EXPORT));
	write_in(test, test->name[0], "photos.zip", "not ours");
	assert_status(STATUS_USED, call(test, RECORDER_EXPORT));
	assert_sentence(test, "photos.zip");
	assert_true(strstr(test->reply.detail, test->name[0]) != NULL);
}

/* However many leftovers of others there are, this kiosk's own goes. */
static void own_leftovers_go_first(void **state)
{
	struct test *test = *state;
	char name[DISK_PATH_MAX];

	for (unsigned i = 0; i < 20; i++) {
		(void)snprintf(name, sizeof name, ".folkmoot-00000000-11111111-%04u.tmp", i);
		write_in(test, name, "photos.zip", "not ours");
	}
	(void)snprintf(name, sizeof name, ".%s.tmp", test->name[0]);
	write_in(test, name, EXPORT_BALLOTS, "half");
	assert_ok(call(test, RECORDER_EXPORT));
	assert_whole(test, test->name[0], 1);
}

/* The whole of the kiosk's disk, log and all, was put back to yesterday: its number 2 would not be the number 2 on the
 * stick. */
static void an_older_box_overwrites_nothing(void **state)
{
	struct test *test = *state;
	char box[DISK_PATH_MAX], old[DISK_PATH_MAX], log[DISK_PATH_MAX], old_log[DISK_PATH_MAX];

	assert_ok(call(test, RECORDER_EXPORT));
	path_of(box, test->fixture.data, "box.db");
	path_of(old, test->fixture.folder, "old.db");
	path_of(log, test->fixture.data, "log.txt");
	path_of(old_log, test->fixture.folder, "old.log");
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	copy_file(box, old);
	copy_file(log, old_log);
	restart(test);
	cast_some(test, 2);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 2);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	copy_file(old, box);
	copy_file(old_log, log);
	restart(test);
	cast_some(test, 1);
	assert_status(STATUS_MISMATCH, call(test, RECORDER_EXPORT));
	assert_non_null(strstr(test->reply.detail, "older"));
	assert_whole(test, test->name[1], 2);
	assert_ballots(test, test->name[1], BALLOTS + 2, 1);
}

/* --- failing sticks --- */

static void a_missing_stick_is_said(void **state)
{
	struct test *test = *state;

	remove_tree(test->fixture.stick);
	assert_status(STATUS_ABSENT, call(test, RECORDER_EXPORT));
	assert_sentence(test, "No USB stick");
	assert_int_equal(test->reply.facts.exports, 0);
	cast_some(test, 1);
	assert_int_equal(test->reply.facts.sealed, BALLOTS + 1);
}

/* Every operation fails, once or from there on, in the ways of a full, a locked, a failing and a pulled stick. Whatever
 * has a final name is whole; voting goes on; and the next export is good. */
static void a_stick_fails_anywhere(struct test *test, int error, uint32_t fail_for, const char *what)
{
	unsigned at, failed = 0, cast = 0;

	for (at = 1;; at++) {
		enum status status;
		unsigned before;
		int reached;
		remove_tree(test->fixture.stick);
		assert_int_equal(mkdir(test->fixture.stick, 0700), 0);
		/* Something new to export each time: a ballot, or only a session more in the counters. */
		if (at % 8 == 1) {
			cast_some(test, 1);
			cast++;
		} else {
			assert_ok(call(test, RECORDER_BEGIN));
		}
		before = test->reply.facts.exports;
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = fail_for;
		test->disk.error = error;
		status = call(test, RECORDER_EXPORT);
		reached = test->disk.calls >= at;
		test->disk.fail_at = 0;
		for (unsigned number = before; number <= before + 1; number++) {
			char name[64];
			(void)snprintf(name, sizeof name, "%.26s-%04u", test->name[0], number);
			if (stick_has(test, name))
				assert_whole(test, name, number);
			else
				assert_true(status != STATUS_OK || number == before);
		}
		if (status != STATUS_OK) {
			failed++;
			assert_true(strlen(test->reply.detail) > 20);
		}
		assert_ok(call(test, RECORDER_EXPORT));
		assert_int_equal(test->reply.arg, before + 1);
		assert_int_equal(test->reply.facts.sealed, BALLOTS + cast);
		assert_whole(test, test->reply.detail, before + 1);
		assert_ballots(test, test->reply.detail, BALLOTS + cast, 1);
		if (!reached)
			break;
	}
	print_message("# note: a stick %s: %u operations failed, none left half an export\n", what, failed);
	assert_true(failed > 40);
}

static void a_stick_fails_once_anywhere(void **state)
{
	a_stick_fails_anywhere(*state, EIO, 1, "that fails once");
}

static void a_stick_is_pulled_anywhere(void **state)
{
	a_stick_fails_anywhere(*state, ENODEV, UINT32_MAX, "that is pulled out");
}

static void a_stick_is_full_anywhere(void **state)
{
	a_stick_fails_anywhere(*state, ENOSPC, UINT32_MAX, "that is full");
}

static void a_stick_turns_read_only_anywhere(void **state)
{
	a_stick_fails_anywhere(*state, EROFS, UINT32_MAX, "that turns read-only");
}

/* --- sticks that lie, and sentences for what they do --- */

static int write_mode; /* an errno; or -1: writes are changed */

static int is_in_data(int file)
{
	char link[64], path[DISK_PATH_MAX] = "";

	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", file);
	return readlink(link, path, sizeof path - 1) > 0 && strstr(path, "/data/") != NULL;
}

static ssize_t stick_write(void *context, int file, const void *data, size_t len)
{
	uint8_t *changed;
	ssize_t done;

	if (is_in_data(file))
		return disk_real()->write(context, file, data, len);
	if (write_mode > 0) {
		errno = write_mode;
		return -1;
	}
	changed = malloc(len);
	assert_non_null(changed);
	memcpy(changed, data, len);
	changed[len / 2] ^= 1;
	done = disk_real()->write(context, file, changed, len);
	free(changed);
	return done;
}

static int stick_make_folder(void *context, const char *path, unsigned mode)
{
	(void)context;
	(void)path;
	(void)mode;
	errno = write_mode;
	return -1;
}

static void each_failure_has_its_sentence(void **state)
{
	struct test *test = *state;
	const struct disk good = test->disk.disk;
	test->disk.disk.write = stick_write;
	write_mode = ENOSPC;
	assert_status(STATUS_DISK_FULL, call(test, RECORDER_EXPORT));
	assert_sentence(test, "full");
	write_mode = EIO;
	assert_status(STATUS_IO, call(test, RECORDER_EXPORT));
	assert_sentence(test, "failed while it was written");
	test->disk.disk = good;
	test->disk.disk.make_folder = stick_make_folder;
	write_mode = EROFS;
	assert_status(STATUS_READ_ONLY, call(test, RECORDER_EXPORT));
	assert_sentence(test, "cannot be written");
	test->disk.disk = good;
	cast_some(test, 1);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.arg, 1); /* no number was used up */
	assert_whole(test, test->name[0], 1);
}

static void a_stick_that_keeps_other_bytes_is_found_out(void **state)
{
	struct test *test = *state;
	const struct disk good = test->disk.disk;

	test->disk.disk.write = stick_write;
	write_mode = -1;
	assert_status(STATUS_MISMATCH, call(test, RECORDER_EXPORT));
	assert_non_null(strstr(test->reply.detail, "other bytes"));
	assert_false(stick_has(test, test->name[0]));
	test->disk.disk = good;
	assert_ok(call(test, RECORDER_EXPORT));
	assert_whole(test, test->name[0], 1);
}

static void move_folder(const char *from, const char *to)
{
	struct name_list list = {.count = 0};
	char here[DISK_PATH_MAX], there[DISK_PATH_MAX];

	assert_int_equal(disk_real()->list(NULL, from, add_name, &list), 0);
	assert_int_equal(mkdir(to, 0700), 0);
	for (unsigned i = 0; i < list.count; i++) {
		path_of(here, from, list.name[i]);
		path_of(there, to, list.name[i]);
		copy_file(here, there);
	}
	remove_tree(from);
}

/* Leaves one export, and the box it came from, for stock programs and another reader: test_stick.sh and test_format.sh
 * ask for them. */
static void leave_one_for_others(void **state)
{
	struct test *test = *state;
	const char *keep = getenv("FOLKMOOT_TEST_KEEP");
	char key[SIGN_KEY_FILE_MAX], path[DISK_PATH_MAX], from[DISK_PATH_MAX];

	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_whole(test, test->name[0], 1);
	if (!keep || !keep[0])
		return;
	assert_ok(sign_public_write(key, sizeof key, &test->fixture.kiosk.key));
	path_of(path, keep, "kiosk.pub");
	write_all(path, key, strlen(key));
	path_of(from, test->fixture.stick, test->name[0]);
	path_of(path, keep, "export");
	move_folder(from, path);
	path_of(from, test->fixture.data, "box.db");
	path_of(path, keep, "box.db");
	copy_file(from, path);
}

/* --- one real stick in one real state --- */

static const char *real_state, *real_folder;

static void a_real_stick(void **state)
{
	struct test *test = *state;
	char kept[DISK_PATH_MAX];
	enum status status;

	memcpy(kept, test->fixture.stick, sizeof kept);
	(void)snprintf(test->fixture.stick, sizeof test->fixture.stick, "%s", real_folder);
	restart(test);
	status = call(test, RECORDER_EXPORT);
	print_message("# note: a real stick, %s: \"%s\"\n", real_state, test->reply.detail);
	if (strcmp(real_state, "full") == 0)
		assert_int_equal(status, STATUS_DISK_FULL);
	else
		assert_int_equal(status, STATUS_READ_ONLY);
	assert_false(stick_has(test, test->name[0]));
	memcpy(test->fixture.stick, kept, sizeof kept);
	restart(test);
	cast_some(test, 1);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_whole(test, test->name[0], 1);
	assert_ballots(test, test->name[0], BALLOTS + 1, 1);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest real[] = {
	    cmocka_unit_test_setup_teardown(a_real_stick, begin, end),
	};
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(an_export_is_whole, begin, end),
	    cmocka_unit_test_setup_teardown(an_empty_box_can_be_exported, begin, end),
	    cmocka_unit_test_setup_teardown(the_same_content_is_the_same_bytes, begin, end),
	    cmocka_unit_test_setup_teardown(more_content_is_the_next_number, begin, end),
	    cmocka_unit_test_setup_teardown(a_damaged_export_is_made_anew, begin, end),
	    cmocka_unit_test_setup_teardown(own_leftovers_go_and_others_stay, begin, end),
	    cmocka_unit_test_setup_teardown(links_on_the_stick_are_not_followed, begin, end),
	    cmocka_unit_test_setup_teardown(foreign_files_in_an_export_are_named, begin, end),
	    cmocka_unit_test_setup_teardown(own_leftovers_go_first, begin, end),
	    cmocka_unit_test_setup_teardown(an_older_box_overwrites_nothing, begin, end),
	    cmocka_unit_test_setup_teardown(a_missing_stick_is_said, begin, end),
	    cmocka_unit_test_setup_teardown(a_stick_fails_once_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(a_stick_is_pulled_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(a_stick_is_full_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(a_stick_turns_read_only_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(each_failure_has_its_sentence, begin, end),
	    cmocka_unit_test_setup_teardown(a_stick_that_keeps_other_bytes_is_found_out, begin, end),
	    cmocka_unit_test_setup_teardown(leave_one_for_others, begin, end),
	};

	static const struct CMUnitTest leave[] = {
	    cmocka_unit_test_setup_teardown(leave_one_for_others, begin, end),
	};

	if (argc == 2 && strcmp(argv[1], "leave") == 0)
		return cmocka_run_group_tests(leave, NULL, NULL);
	if (argc == 3) {
		real_state = argv[1];
		real_folder = argv[2];
		return cmocka_run_group_tests(real, NULL, NULL);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
