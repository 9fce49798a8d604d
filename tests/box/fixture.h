/* What the box's tests share: a folder of their own, a small practice election with its keys and files, ballots sealed
 * for it, and a disk whose N-th operation fails. */
#ifndef FOLKMOOT_TESTS_BOX_FIXTURE_H
#define FOLKMOOT_TESTS_BOX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ballot.h"
#include "box.h"
#include "crypto/example.h"
#include "disk.h"
#include "election.h"
#include "enrol.h"
#include "permission.h"
#include "recorder.h"
#include "roster.h"

#define assert_status(expected, call)                                                                                  \
	do {                                                                                                           \
		enum status status_is = (call), status_wanted = (expected);                                            \
		if (status_is != status_wanted)                                                                        \
			fail_msg("%s: %s, expected: %s", #call, status_phrase(status_is),                              \
			         status_phrase(status_wanted));                                                        \
	} while (0)
#define assert_ok(call) assert_status(STATUS_OK, call)

enum { FIXTURE_SLOTS = 60, FIXTURE_PROJECTS = 6, FIXTURE_PACKAGE_MAX = 64 * 1024 };
#define FIXTURE_PIN    "271828"
#define FIXTURE_SECOND "314159"

/* --- a disk that can be made to fail, and whose clock stands still until it is moved --- */

struct test_disk {
	struct disk disk;
	unsigned calls;    /* counted operations so far */
	unsigned fail_at;  /* the number of the operation that fails, from 1; 0: none */
	unsigned fail_for; /* how many in a row fail, from there on; UINT32_MAX: all */
	int error;
	unsigned syncs, renames;
	uint64_t now_ms;
	int64_t now_s;
};

static inline int disk_fails(struct test_disk *test)
{
	test->calls++;
	if (test->fail_at == 0 || test->calls < test->fail_at || test->calls - test->fail_at >= test->fail_for)
		return 0;
	errno = test->error;
	return 1;
}

static inline int test_open(void *context, const char *path, int flags, unsigned mode)
{
	return disk_fails(context) ? -1 : disk_real()->open(NULL, path, flags, mode);
}

static inline ssize_t test_read(void *context, int file, void *data, size_t len)
{
	return disk_fails(context) ? -1 : disk_real()->read(NULL, file, data, len);
}

/* A failing write writes half of what it was given, as a full disk does. */
static inline ssize_t test_write(void *context, int file, const void *data, size_t len)
{
	if (!disk_fails(context))
		return disk_real()->write(NULL, file, data, len);
	if (disk_real()->write(NULL, file, data, len / 2) < 0)
		return -1;
	errno = ((struct test_disk *)context)->error;
	return -1;
}

static inline int test_truncate(void *context, int file, uint64_t len)
{
	return disk_fails(context) ? -1 : disk_real()->truncate(NULL, file, len);
}

static inline int test_sync(void *context, int file)
{
	((struct test_disk *)context)->syncs++;
	return disk_fails(context) ? -1 : disk_real()->sync(NULL, file);
}

static inline int test_sync_all(void *context, int file)
{
	((struct test_disk *)context)->syncs++;
	return disk_fails(context) ? -1 : disk_real()->sync(NULL, file);
}

/* The file is closed even where closing reports a failure, as in the kernel. */
static inline int test_close(void *context, int file)
{
	int failed = disk_fails(context), error = errno;
	int result = disk_real()->close(NULL, file);

	errno = failed ? error : errno;
	return failed ? -1 : result;
}

static inline int test_rename(void *context, const char *from, const char *to)
{
	((struct test_disk *)context)->renames++;
	return disk_fails(context) ? -1 : disk_real()->rename(NULL, from, to);
}

static inline int test_remove(void *context, const char *path)
{
	return disk_fails(context) ? -1 : disk_real()->remove(NULL, path);
}

static inline int test_remove_at(void *context, int folder, const char *name)
{
	return disk_fails(context) ? -1 : disk_real()->remove_at(NULL, folder, name);
}

static inline int test_same_device(void *context, const char *a, const char *b)
{
	return disk_fails(context) ? -1 : disk_real()->same_device(NULL, a, b);
}

static inline int test_make_folder(void *context, const char *path, unsigned mode)
{
	return disk_fails(context) ? -1 : disk_real()->make_folder(NULL, path, mode);
}

static inline int test_list(void *context, const char *path, disk_name *each, void *each_context)
{
	return disk_fails(context) ? -1 : disk_real()->list(NULL, path, each, each_context);
}

static inline int test_lock(void *context, int file)
{
	return disk_fails(context) ? -1 : disk_real()->lock(NULL, file);
}

static inline int test_reserve(void *context, int file, uint64_t len)
{
	return disk_fails(context) ? -1 : disk_real()->reserve(NULL, file, len);
}

static inline int test_free_bytes(void *context, const char *path, uint64_t *out)
{
	return disk_fails(context) ? -1 : disk_real()->free_bytes(NULL, path, out);
}

static inline uint64_t test_monotonic_ms(void *context)
{
	return ((struct test_disk *)context)->now_ms;
}

static inline int64_t test_utc_s(void *context)
{
	return ((struct test_disk *)context)->now_s;
}

static inline void test_disk_init(struct test_disk *test)
{
	memset(test, 0, sizeof *test);
	test->error = EIO;
	test->fail_for = 1;
	test->now_ms = 1000000;
	test->now_s = 1777626000; /* 2026-05-01T09:00:00Z */
	test->disk = (struct disk){.context = test,
	                           .open = test_open,
	                           .read = test_read,
	                           .write = test_write,
	                           .truncate = test_truncate,
	                           .sync = test_sync,
	                           .sync_all = test_sync_all,
	                           .close = test_close,
	                           .rename = test_rename,
	                           .remove = test_remove,
	                           .remove_at = test_remove_at,
	                           .same_device = test_same_device,
	                           .make_folder = test_make_folder,
	                           .list = test_list,
	                           .lock = test_lock,
	                           .reserve = test_reserve,
	                           .free_bytes = test_free_bytes,
	                           .monotonic_ms = test_monotonic_ms,
	                           .utc_s = test_utc_s};
}

/* --- folders and files --- */

static inline void path_of(char out[static DISK_PATH_MAX], const char *folder, const char *name)
{
	assert_true(snprintf(out, DISK_PATH_MAX, "%s/%s", folder, name) < DISK_PATH_MAX);
}

/* FOLKMOOT_TEST_DISK names a real disk where that matters; the rest runs in memory, where syncs cost nothing. */
static inline void make_test_folder(char out[static DISK_PATH_MAX])
{
	const char *base = getenv("FOLKMOOT_TEST_DISK");

	if (!base || !base[0])
		base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	(void)snprintf(out, DISK_PATH_MAX, "%s/folkmoot-box-XXXXXX", base);
	assert_non_null(mkdtemp(out));
}

static inline void make_folder_in(char out[static DISK_PATH_MAX], const char *folder, const char *name)
{
	path_of(out, folder, name);
	assert_int_equal(mkdir(out, 0700), 0);
}

struct name_list {
	char name[64][DISK_NAME_MAX + 1];
	unsigned count;
};

static inline void add_name(void *context, const char *name)
{
	struct name_list *list = context;

	assert_true(list->count < 64);
	(void)snprintf(list->name[list->count++], DISK_NAME_MAX + 1, "%s", name);
}

static inline void remove_tree(const char *path)
{
	struct name_list *list;
	char inside[DISK_PATH_MAX];
	struct stat info;

	if (lstat(path, &info) != 0)
		return;
	if (S_ISDIR(info.st_mode)) {
		(void)chmod(path, 0700);
		list = calloc(1, sizeof *list);
		assert_non_null(list);
		assert_int_equal(disk_real()->list(NULL, path, add_name, list), 0);
		for (unsigned i = 0; i < list->count; i++) {
			path_of(inside, path, list->name[i]);
			remove_tree(inside);
		}
		free(list);
	}
	assert_int_equal(remove(path), 0);
}

__attribute__((noinline, unused)) static uint8_t *read_all(const char *path, size_t *len)
{
	uint8_t *data;

	assert_ok(disk_read(&data, len, disk_real(), path, 1U << 30));
	return data;
}

static inline void write_all(const char *path, const void *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static inline void copy_file(const char *from, const char *to)
{
	size_t len;
	uint8_t *data = read_all(from, &len);

	write_all(to, data, len);
	free(data);
}

/* --- the election --- */

struct fixture {
	char folder[DISK_PATH_MAX]; /* of this test; everything lies below it */
	char data[DISK_PATH_MAX], stick[DISK_PATH_MAX];
	struct sign_secret organiser;
	struct trustees trustees;
	struct trustee_share share;
	struct project projects[FIXTURE_PROJECTS];
	struct contest contest;
	struct style style;
	struct election election;
	uint8_t body[FIXTURE_PACKAGE_MAX];
	size_t body_len;
	struct hash hash;
	struct enrolment kiosk;
	struct sealed_context context;
	struct sealed_shape shape;
};

static inline void fill_text(struct text *text, const char *what)
{
	text->in[0] = what;
}

static inline void fixture_projects(struct fixture *fixture)
{
	static const char *const id[FIXTURE_PROJECTS] = {"1", "2", "3", "4", "5", "6"};

	for (int i = 0; i < FIXTURE_PROJECTS; i++) {
		struct project *project = &fixture->projects[i];
		project->id = id[i];
		project->cost = (uint64_t)(i + 1) * 100000;
		fill_text(&project->name, "A bench by the pond");
		fill_text(&project->summary, "Somewhere to sit down.");
		fill_text(&project->description, "");
		fill_text(&project->place, "");
		fill_text(&project->proposer, "");
		fill_text(&project->social, "");
		fill_text(&project->economic, "");
		fill_text(&project->environmental, "");
		fill_text(&project->picture_alt, "");
		fill_text(&project->contact, "");
	}
}

static inline void keep_found(void *context, const struct problem *problem)
{
	(void)context;
	fail_msg("the fixture's election: %s: %s", problem->place, problem->what);
}

/* Writes fixture->body from fixture->election. */
static inline void fixture_write_body(struct fixture *fixture)
{
	struct writer writer;

	election_derive(&fixture->election);
	assert_ok(election_check(&fixture->election, keep_found, NULL));
	writer_init(&writer, fixture->body, sizeof fixture->body);
	assert_ok(election_write(&writer, &fixture->election));
	fixture->body_len = writer_len(&writer);
	election_hash(&fixture->hash, fixture->body, fixture->body_len);
	election_shape(&fixture->shape, &fixture->election, 0);
	fixture->context.election = fixture->hash;
	fixture->context.joint_key = fixture->election.joint_key;
}

static inline int fixture_by_hash(const void *a, const void *b)
{
	return memcmp((const uint8_t *)a + ISSUED_HASH, (const uint8_t *)b + ISSUED_HASH, HASH_BYTES);
}

/* Voting codes: two issued for the kiosk's own place, one for another place, one never. */
#define FIXTURE_CODE           "k7pq2m9x4hwtv"
#define FIXTURE_CODE_NEXT      "3n8r5vtc6jybg"
#define FIXTURE_CODE_ELSEWHERE "u4ws9zdg7e2fg"
#define FIXTURE_CODE_UNKNOWN   "hm2k6p8s1x3qk"

static inline void fixture_codes(struct fixture *fixture)
{
	static const char *const codes[] = {FIXTURE_CODE, FIXTURE_CODE_NEXT, FIXTURE_CODE_ELSEWHERE};
	static const char *places[] = {"Pond Library", "Hill Library"};
	static uint8_t issued[3][ISSUED_BYTES];
	uint8_t tag[TAG_BYTES];

	for (unsigned i = 0; i < 3; i++) {
		assert_ok(voting_code_tag(tag, codes[i], fixture->election.id));
		issued_write(issued[i], i == 2, 0, tag);
	}
	qsort(issued, 3, ISSUED_BYTES, fixture_by_hash);
	fixture->election.place_count = 2;
	fixture->election.places = places;
	fixture->election.tag_count = 3;
	fixture->election.tags = issued[0];
}

static inline void fixture_election(struct fixture *fixture, enum admission admission)
{
	struct election *election = &fixture->election;
	struct contest *contest = &fixture->contest;

	fixture_projects(fixture);
	contest->id = 1;
	contest->type = VOTE_APPROVAL;
	fill_text(&contest->title, "Which projects?");
	fill_text(&contest->instruction, "Choose up to three.");
	contest->budget = 1000000;
	contest->max_length = 3;
	contest->project_count = FIXTURE_PROJECTS;
	contest->projects = fixture->projects;
	fill_text(&fixture->style.name, "");
	fixture->style.contest_count = 1;
	*election = (struct election){.id = "pond-2026",
	                              .revision = 1,
	                              .kind = SIGN_PRACTICE,
	                              .currency = "GBP",
	                              .minor_digits = 2,
	                              .opens = "",
	                              .closes = "",
	                              .language_count = 1,
	                              .admission = admission,
	                              .idle_s = 180,
	                              .warning_s = 45,
	                              .rule = RULE_GREEDY,
	                              .sat = SAT_COST,
	                              .completion = COMPLETION_NONE,
	                              .tie = TIE_COST_VOTES_ID,
	                              .add1_step = 100,
	                              .contest_count = 1,
	                              .contests = contest,
	                              .style_count = 1,
	                              .styles = &fixture->style,
	                              .joint_key = fixture->trustees.joint_key,
	                              .transcript = fixture->trustees.transcript,
	                              .trustee_count = 1,
	                              .threshold = 1,
	                              .organiser_key = fixture->organiser.public_key,
	                              .mixer_count = 2};
	election->language[0] = "en";
	fill_text(&election->title, "The pond");
	fill_text(&election->organiser, "Friends of the pond");
	election->mixer[0].name = fixture->trustees.member[0].name;
	election->mixer[0].key = fixture->trustees.member[0].identity;
	if (admission == ADMISSION_CODE)
		fixture_codes(fixture);
	election->mixer[1].name = "Organiser";
	election->mixer[1].key = fixture->organiser.public_key;
	fixture_write_body(fixture);
}

static inline void write_signed(const char *path, const void *body, size_t body_len, const char *comment,
                                const struct sign_secret *key)
{
	char signature[SIGN_FILE_MAX];
	FILE *file;

	assert_ok(sign_file(signature, body, body_len, comment, key));
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(signature, 1, strlen(signature), file), strlen(signature));
	assert_int_equal(fwrite(body, 1, body_len, file), body_len);
	assert_int_equal(fclose(file), 0);
}

static inline void fixture_write_package(const struct fixture *fixture, const char *folder, const char *name)
{
	char path[DISK_PATH_MAX], comment[SIGN_TRUSTED_MAX + 1];

	path_of(path, folder, name);
	(void)snprintf(comment, sizeof comment, "folkmoot election %s revision %u", fixture->election.id,
	               fixture->election.revision);
	write_signed(path, fixture->body, fixture->body_len, comment, &fixture->organiser);
}

/* A roster that lists the fixture's kiosk as the second of two. */
static inline void fixture_write_roster(const struct fixture *fixture, const char *folder, const char *name,
                                        uint32_t revision)
{
	struct roster *roster = calloc(1, sizeof *roster);
	char *text = calloc(1, ROSTER_MAX_BYTES), path[DISK_PATH_MAX], comment[SIGN_TRUSTED_MAX + 1];
	char hex[2 * HASH_BYTES + 1];
	struct sign_secret other;
	size_t len;

	assert_non_null(roster);
	assert_non_null(text);
	sign_key_make(&other, SIGN_PRACTICE);
	roster->kind = SIGN_PRACTICE;
	roster->election = fixture->hash;
	roster->revision = revision;
	roster->kiosk_count = 2;
	roster->kiosk[0] = (struct roster_kiosk){"Mill Hall 1", "Mill Hall", other.public_key};
	roster->kiosk[1].key = fixture->kiosk.key;
	memcpy(roster->kiosk[1].name, fixture->kiosk.name, sizeof fixture->kiosk.name);
	memcpy(roster->kiosk[1].place, fixture->kiosk.place, sizeof fixture->kiosk.place);
	assert_ok(roster_write(text, ROSTER_MAX_BYTES, &len, roster));
	hex_write(hex, fixture->hash.bytes, HASH_BYTES);
	(void)snprintf(comment, sizeof comment, "folkmoot roster %s revision %u", hex, revision);
	path_of(path, folder, name);
	write_signed(path, text, len, comment, &fixture->organiser);
	sign_secret_wipe(&other);
	free(text);
	free(roster);
}

static inline void fixture_enrol(struct fixture *fixture)
{
	char organiser[SIGN_KEY_FILE_MAX];
	struct sentence why = {""};
	struct enrol_request request = {.data = fixture->data,
	                                .name = "Pond Library 1",
	                                .place = "Pond Library",
	                                .pin = FIXTURE_PIN,
	                                .second_pin = FIXTURE_SECOND,
	                                .kind = SIGN_PRACTICE,
	                                .organiser = organiser};

	assert_ok(sign_public_write(organiser, sizeof organiser, &fixture->organiser.public_key));
	request.organiser_len = strlen(organiser);
	if (enrolment_make(&fixture->kiosk, &why, &request, NULL) != STATUS_OK)
		fail_msg("%s", why.text);
	memcpy(fixture->context.kiosk, fixture->kiosk.key.key, SIGN_KEY_BYTES);
}

/* A folder, keys, an enrolled kiosk without an election, and a stick with package and roster. */
static inline void fixture_init(struct fixture *fixture, enum admission admission)
{
	memset(fixture, 0, sizeof *fixture);
	assert_ok(crypto_init());
	make_test_folder(fixture->folder);
	path_of(fixture->data, fixture->folder, "data");
	make_folder_in(fixture->stick, fixture->folder, "stick");
	sign_key_make(&fixture->organiser, SIGN_PRACTICE);
	assert_ok(example_alone(&fixture->trustees, &fixture->share));
	fixture_enrol(fixture);
	fixture_election(fixture, admission);
	fixture_write_package(fixture, fixture->stick, "pond.election");
	fixture_write_roster(fixture, fixture->stick, "pond.roster", 1);
}

static inline void fixture_finish(struct fixture *fixture)
{
	sign_secret_wipe(&fixture->organiser);
	trustee_share_wipe(&fixture->share);
	remove_tree(fixture->folder);
}

/* --- ballots without a recorder --- */

struct test_ballot {
	struct hash code;
	uint8_t body[SEALED_MAX_BYTES];
	size_t body_len;
	struct opened_ballot opened;
};

/* A vote for some projects, sealed; tag NULL: none. */
static inline void seal_ballot(struct test_ballot *out, const struct sealed_context *context,
                               const struct sealed_shape *shape, unsigned choice, const uint8_t *tag)
{
	static const uint8_t no_tag[TAG_BYTES];
	struct sealed sealed;
	struct writer writer;

	memset(out, 0, sizeof *out);
	out->opened.plain.payload[0][0] = (uint8_t)(choice & 0xff);
	randombytes_buf(out->opened.nonce, NONCE_BYTES);
	assert_ok(sealed_make(&sealed, context, shape, tag ? tag : no_tag, &out->opened.plain, out->opened.nonce));
	writer_init(&writer, out->body, sizeof out->body);
	sealed_encode(&writer, &sealed);
	assert_ok(writer_status(&writer));
	out->body_len = writer_len(&writer);
	out->opened.body = out->body;
	out->opened.body_len = out->body_len;
	out->opened.points = sealed_points(shape);
	confirmation_code(&out->code, context, out->body, out->body_len);
}

/* --- asking a recorder --- */

static inline struct recorder *open_recorder(const struct fixture *fixture, const struct disk *disk)
{
	struct recorder_paths paths = {
	    .data = fixture->data, .usb = fixture->stick, .disk = disk, .slots = FIXTURE_SLOTS};
	struct recorder *recorder;
	char why[SENTENCE_MAX] = "";

	if (recorder_create(&recorder, &paths, why, sizeof why) != STATUS_OK)
		fail_msg("recorder_create: %s", why);
	return recorder;
}

static inline enum status ask(struct recorder *recorder, struct recorder_reply *reply, enum recorder_call call)
{
	struct recorder_request request = {.call = call};

	recorder_ask(recorder, reply, &request);
	return reply->status;
}

static inline enum status ask_pin(struct recorder *recorder, struct recorder_reply *reply, const char *pin)
{
	struct recorder_request request = {.call = RECORDER_CHECK_PIN};

	(void)snprintf(request.pin, sizeof request.pin, "%s", pin);
	recorder_ask(recorder, reply, &request);
	return reply->status;
}

static inline enum status ask_code(struct recorder *recorder, struct recorder_reply *reply, const char *code)
{
	struct recorder_request request = {.call = RECORDER_CODE};

	(void)snprintf(request.code, sizeof request.code, "%s", code);
	recorder_ask(recorder, reply, &request);
	return reply->status;
}

/* A vote for the projects whose bits are set. */
static inline enum status ask_seal(struct recorder *recorder, struct recorder_reply *reply,
                                   const struct fixture *fixture, unsigned choice)
{
	struct recorder_request request = {.call = RECORDER_SEAL};
	struct marks marks = {0};

	for (unsigned i = 0; i < FIXTURE_PROJECTS; i++)
		marks.of[i] = (choice >> i) & 1;
	assert_ok(marks_encode(request.plain.payload[0], &fixture->contest, &marks));
	recorder_ask(recorder, reply, &request);
	return reply->status;
}

/* From locked, with the fixture's stick, to voting open. */
static inline struct recorder *open_voting(const struct fixture *fixture, const struct disk *disk)
{
	struct recorder *recorder = open_recorder(fixture, disk);
	struct recorder_reply reply;

	assert_ok(ask_pin(recorder, &reply, FIXTURE_PIN));
	if (ask(recorder, &reply, RECORDER_IMPORT) != STATUS_OK || ask(recorder, &reply, RECORDER_OPEN) != STATUS_OK)
		fail_msg("%s", reply.detail);
	return recorder;
}

/* The organiser's permission onto the stick. */
static inline void write_permission(const struct fixture *fixture, const char *name, uint32_t closing)
{
	struct permission permission = {.kind = SIGN_PRACTICE, .election = fixture->hash, .closing = closing};
	char text[PERMISSION_MAX_BYTES], path[DISK_PATH_MAX];
	size_t len;

	(void)snprintf(permission.name, sizeof permission.name, "%s", fixture->kiosk.name);
	(void)snprintf(permission.reason, sizeof permission.reason, "closed too early");
	memcpy(permission.kiosk, fixture->kiosk.key.key, SIGN_KEY_BYTES);
	assert_ok(permission_sign(&permission, &fixture->organiser));
	assert_ok(permission_write(text, sizeof text, &len, &permission));
	path_of(path, fixture->stick, name);
	write_all(path, text, len);
}

/* From closed to open. */
static inline enum status reopen_voting(struct recorder *recorder, struct recorder_reply *reply,
                                        const struct fixture *fixture)
{
	(void)ask(recorder, reply, RECORDER_STATUS);
	write_permission(fixture, "pond.reopen", reply->facts.closing);
	return ask(recorder, reply, RECORDER_REOPEN);
}

static inline void vote(struct recorder *recorder, struct recorder_reply *reply, const struct fixture *fixture,
                        unsigned choice)
{
	assert_ok(ask(recorder, reply, RECORDER_BEGIN));
	assert_ok(ask_seal(recorder, reply, fixture, choice));
	if (ask(recorder, reply, RECORDER_CAST) != STATUS_OK)
		fail_msg("%s", reply->detail);
}

#endif
