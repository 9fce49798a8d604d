/* A kiosk's whole day, and the day it was enrolled, in steps that can each be broken and asked for again: whatever is
 * made to fail in between, at its end the box holds exactly the ballots of which voters were told. */
#ifndef FOLKMOOT_TESTS_BOX_DAY_H
#define FOLKMOOT_TESTS_BOX_DAY_H

#include "fixture.h"

enum { DAY_VOTES = 8, DAY_SLOTS = 12 };

struct day {
	struct fixture fixture;
	struct test_disk disk;
	const struct disk *files;                                 /* NULL: disk */
	char kept_data[DISK_PATH_MAX], kept_stick[DISK_PATH_MAX]; /* as in the morning */
	char fresh_data[DISK_PATH_MAX];                           /* where the new kiosk is enrolled */
	const char *data;
	struct recorder *recorder;
	struct recorder_reply reply;
	char why[SENTENCE_MAX];
	struct hash cast[DAY_VOTES], spoiled[DAY_VOTES]; /* as voters were told */
	unsigned cast_count, spoiled_count;
	unsigned doubts; /* answers that it is not known */
};

typedef enum status day_step_run(struct day *day);

struct day_step {
	const char *name;
	day_step_run *run;
};

/* --- setting --- */

static inline void day_copy_folder(const char *from, const char *to)
{
	struct name_list *list = calloc(1, sizeof *list);

	assert_non_null(list);
	remove_tree(to);
	assert_int_equal(mkdir(to, 0700), 0);
	assert_int_equal(disk_real()->list(NULL, from, add_name, list), 0);
	for (unsigned i = 0; i < list->count; i++) {
		char a[DISK_PATH_MAX], b[DISK_PATH_MAX];
		path_of(a, from, list->name[i]);
		path_of(b, to, list->name[i]);
		copy_file(a, b);
	}
	free(list);
}

static inline struct day *day_begin(void)
{
	struct day *day = calloc(1, sizeof *day);
	char text[SIGN_KEY_FILE_MAX], path[DISK_PATH_MAX];

	assert_non_null(day);
	fixture_init(&day->fixture, ADMISSION_OPEN);
	assert_ok(sign_public_write(text, sizeof text, &day->fixture.organiser.public_key));
	path_of(path, day->fixture.stick, "organiser.pub");
	write_all(path, text, strlen(text));
	path_of(day->kept_data, day->fixture.folder, "kept-data");
	path_of(day->kept_stick, day->fixture.folder, "kept-stick");
	path_of(day->fresh_data, day->fixture.folder, "fresh");
	day_copy_folder(day->fixture.data, day->kept_data);
	day_copy_folder(day->fixture.stick, day->kept_stick);
	return day;
}

static inline void day_stop(struct day *day)
{
	recorder_destroy(day->recorder);
	day->recorder = NULL;
}

static inline void day_end(struct day *day)
{
	day_stop(day);
	fixture_finish(&day->fixture);
	free(day);
}

/* Everything as it was in the morning. */
static inline void day_again(struct day *day)
{
	day_stop(day);
	day_copy_folder(day->kept_data, day->fixture.data);
	day_copy_folder(day->kept_stick, day->fixture.stick);
	remove_tree(day->fresh_data);
	test_disk_init(&day->disk);
	day->data = day->fixture.data;
	day->cast_count = day->spoiled_count = day->doubts = 0;
}

/* --- steps --- */

static inline enum status day_start(struct day *day)
{
	struct recorder_paths paths = {.data = day->data,
	                               .usb = day->fixture.stick,
	                               .disk = day->files ? day->files : &day->disk.disk,
	                               .slots = DAY_SLOTS};

	day_stop(day);
	return recorder_create(&day->recorder, &paths, day->why, sizeof day->why);
}

static inline enum status day_leave(struct day *day)
{
	day_stop(day);
	return STATUS_OK;
}

static inline enum status day_ask(struct day *day, enum recorder_call call)
{
	return ask(day->recorder, &day->reply, call);
}

/* A wrong number of tries may have been kept. */
static inline enum status day_pin(struct day *day)
{
	day->disk.now_ms += 1000000;
	return ask_pin(day->recorder, &day->reply, FIXTURE_PIN);
}

static inline enum status day_import(struct day *day)
{
	return day_ask(day, RECORDER_IMPORT);
}

/* Staff look at the screen first. */
static inline enum status day_to_state(struct day *day, enum voting_state state, enum recorder_call call)
{
	enum status status = day_ask(day, RECORDER_STATUS);

	if (status != STATUS_OK || day->reply.facts.voting == state)
		return status;
	return day_ask(day, call);
}

static inline enum status day_open(struct day *day)
{
	return day_to_state(day, VOTING_OPEN, RECORDER_OPEN);
}

static inline enum status day_pause(struct day *day)
{
	return day_to_state(day, VOTING_PAUSED, RECORDER_PAUSE);
}

static inline enum status day_close(struct day *day)
{
	return day_to_state(day, VOTING_CLOSED, RECORDER_CLOSE);
}

static inline enum status day_voter(struct day *day)
{
	enum status status = day_ask(day, RECORDER_BEGIN);

	return status == STATUS_OK ? ask_seal(day->recorder, &day->reply, &day->fixture, 1 + day->cast_count) : status;
}

static inline enum status day_told(struct day *day, enum status status, struct hash *codes, unsigned *count)
{
	day->doubts += status == STATUS_UNKNOWN;
	if (status != STATUS_OK)
		return status;
	assert_true(*count < DAY_VOTES);
	codes[(*count)++] = day->reply.code;
	return STATUS_OK;
}

static inline enum status day_cast(struct day *day)
{
	return day_told(day, day_ask(day, RECORDER_CAST), day->cast, &day->cast_count);
}

static inline enum status day_challenge(struct day *day)
{
	return day_told(day, day_ask(day, RECORDER_CHALLENGE), day->spoiled, &day->spoiled_count);
}

static inline enum status day_voter_left(struct day *day)
{
	struct recorder_request request = {.call = RECORDER_DISCARD, .arg = ENDING_LEFT};

	recorder_ask(day->recorder, &day->reply, &request);
	return day->reply.status;
}

static inline enum status day_export(struct day *day)
{
	return day_ask(day, RECORDER_EXPORT);
}

static inline enum status day_start_fresh(struct day *day)
{
	day->data = day->fresh_data;
	return day_start(day);
}

static inline enum status day_organiser(struct day *day)
{
	return day_ask(day, RECORDER_ORGANISER);
}

static inline enum status day_enrol(struct day *day)
{
	struct recorder_request request = {.call = RECORDER_ENROL,
	                                   .name = "Hill Library 1",
	                                   .place = "Hill Library",
	                                   .pin = FIXTURE_PIN,
	                                   .second_pin = FIXTURE_SECOND,
	                                   .wants_stick = 1};
	enum status status = day_ask(day, RECORDER_STATUS);

	if (status != STATUS_OK || day->reply.facts.enrolled)
		return status;
	recorder_ask(day->recorder, &day->reply, &request);
	if (day->reply.status != STATUS_USED)
		return day->reply.status;
	/* It is enrolled, and staff were told to restart it. */
	status = day_start(day);
	if (status == STATUS_OK)
		status = day_ask(day, RECORDER_STATUS);
	return status == STATUS_OK && !day->reply.facts.enrolled ? STATUS_USED : status;
}

static inline enum status day_key_stick(struct day *day)
{
	return day_ask(day, RECORDER_KEY_STICK);
}

static const struct day_step voting_day[] = {
    {"start", day_start},         {"PIN", day_pin},          {"import", day_import},   {"open", day_open},
    {"a voter", day_voter},       {"cast", day_cast},        {"a voter", day_voter},   {"challenge", day_challenge},
    {"leave", day_voter_left},    {"export", day_export},    {"pause", day_pause},     {"switch off", day_leave},
    {"start again", day_start},   {"PIN again", day_pin},    {"open again", day_open}, {"a voter", day_voter},
    {"cast", day_cast},           {"a voter", day_voter},    {"cast", day_cast},       {"close", day_close},
    {"export again", day_export}, {"switch off", day_leave},
};

static const struct day_step key_day[] = {
    {"start", day_start_fresh},
    {"organiser's key", day_organiser},
    {"enrol", day_enrol},
    {"switch off", day_leave},
    {"start again", day_start},
    {"PIN and staff stick", day_pin},
    {"one more staff stick", day_key_stick},
    {"switch off", day_leave},
};
enum {
	VOTING_DAY_STEPS = sizeof voting_day / sizeof voting_day[0],
	KEY_DAY_STEPS = sizeof key_day / sizeof key_day[0],
};

/* --- the evening --- */

struct day_count {
	const struct hash *code;
	unsigned count, found;
};

static inline enum status day_see(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct day_count *told = context;
	unsigned is_told = 0;

	(void)body;
	(void)body_len;
	for (unsigned i = 0; i < told->count; i++)
		is_told += hash_compare(&told->code[i], code) == 0;
	if (is_told != 1)
		fail_msg("a ballot is in the box of which %u voters were told", is_told);
	told->found++;
	return STATUS_OK;
}

static inline enum status day_see_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	return day_see(context, code, opened->body, opened->body_len);
}

/* What voters were told is in the box, once, and nothing else. */
static inline void day_check_box(const struct day *day)
{
	struct day_count cast = {day->cast, day->cast_count, 0}, spoiled = {day->spoiled, day->spoiled_count, 0};
	char path[DISK_PATH_MAX];
	struct box *box;

	path_of(path, day->data, BOX_FILE);
	assert_ok(box_open(&box, path, NULL));
	assert_ok(box_each(box, day_see, &cast));
	assert_ok(box_each_spoiled(box, day_see_opened, &spoiled));
	assert_int_equal(cast.found, day->cast_count);
	assert_int_equal(spoiled.found, day->spoiled_count);
	box_close(box);
}

/* A recorder that takes the PIN, with everything as it should be. */
static inline void day_check_kiosk(struct day *day)
{
	if (day_start(day) != STATUS_OK)
		fail_msg("%s", day->why);
	assert_ok(day_pin(day));
	day_stop(day);
}

#endif
