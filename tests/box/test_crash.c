/* The box in a house whose power is cut: at every moment of making, opening, casting, spoiling, a change of state, an
 * export's row, a scrub, closing, and of the recovery from an earlier cut, every state that the disk can be left in is
 * opened again. Whoever was told "stored" is stored; nobody is there twice or in part; the layout is that of the set,
 * whatever was lost on the way; the journal keeps nothing of a ballot. Boxes with SQLite's own settings, on a disk that
 * lies, or never scrubbed, as controls, fail it. LONG=1: every subset up to 2^12, and many more. */
#include "box_inside.h"
#include "crash_files.h"
#include "crash_states.h"
#include "crash_vfs.h"

enum { SLOTS = 9, BEFORE = 6, PAGE = 4096, PAGES_MAX = 512 };

enum finding { IS_GOOD, IS_REFUSED, IS_LOST, IS_WRONG, IS_LEFT_OVER, VERDICT_COUNT };

struct test {
	struct fixture fixture;
	char path[DISK_PATH_MAX], journal[DISK_PATH_MAX];
	struct box_identity identity;
	struct test_ballot before[BEFORE], spoiled_before, fresh;
	struct box *box;
	uint8_t *empty, *without, *with; /* the box's file with and without the fresh ballot, closed */
	size_t len;
	uint8_t is_layout[PAGES_MAX]; /* 1: the page is a function of the set of ballots alone */
	uint8_t is_ballots[PAGES_MAX];
	struct crash_effort effort;
	int adds;    /* what is told of leaves something that can be looked for */
	int recasts; /* each state is asked for the ballot again, and must have it once */
	unsigned verdicts[VERDICT_COUNT];
};

static int is_long(void)
{
	const char *text = getenv("LONG");

	return text && text[0];
}

static struct crash_effort effort_now(void)
{
	return is_long() ? (struct crash_effort){4096, 1000, 4000, 1000, 400, 1}
	                 : (struct crash_effort){32, 6, 2, 4, 2, 1};
}

/* --- scenes --- */

static void scene(const struct test *test, const uint8_t *file)
{
	crash_clear();
	crash_put(test->fixture.folder, NULL, 0, 1);
	if (file)
		crash_put(test->path, file, test->len, 0);
}

static void open_box(struct test *test)
{
	assert_ok(box_open(&test->box, test->path, &test->identity));
}

static void close_box(struct test *test)
{
	box_close(test->box);
	test->box = NULL;
}

static uint8_t *take_file(struct test *test)
{
	const struct crash_file *file;

	assert_int_not_equal(crash_file_of(test->path), CRASH_NO_FILE);
	assert_int_equal(crash_file_of(test->journal), CRASH_NO_FILE);
	file = &crash_disk.content.file[crash_file_of(test->path)];
	test->len = file->now_len;
	return crash_copy(file->now, file->now_len);
}

/* Pages that scrubs and counters change belong to no set of ballots. */
static void look_at_layout(struct test *test)
{
	uint8_t *later;

	open_box(test);
	assert_ok(box_scrub(test->box));
	assert_ok(box_set_state(test->box, VOTING_OPEN, &(struct box_counters){3, 3, 3, 3, 3}));
	assert_ok(box_set_export(test->box, &(struct box_export){.number = 1}, &(struct box_counters){3, 3, 3, 3, 3}));
	close_box(test);
	later = take_file(test);
	assert_true(test->len / PAGE <= PAGES_MAX);
	for (size_t i = 0; i < test->len / PAGE; i++)
		test->is_layout[i] = memcmp(later + i * PAGE, test->without + i * PAGE, PAGE) == 0;
	free(later);
}

static void look_at_ballots_pages(struct test *test)
{
	sqlite3_stmt *query = NULL;
	unsigned count = 0;

	open_box(test);
	assert_int_equal(sqlite3_prepare_v2(test->box->file.db,
	                                    "SELECT pageno FROM dbstat WHERE name IN ('slots', 'spoiled') AND "
	                                    "pagetype='leaf'",
	                                    -1, &query, NULL),
	                 SQLITE_OK);
	for (; sqlite3_step(query) == SQLITE_ROW; count++)
		test->is_ballots[sqlite3_column_int(query, 0) - 1] = 1;
	assert_int_equal(sqlite3_finalize(query), SQLITE_OK);
	assert_int_equal(count, SLOTS + box_spoiled_slots(SLOTS) * SPOILED_PAGES);
	close_box(test);
}

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	path_of(test->path, test->fixture.folder, "box.db");
	assert_true(snprintf(test->journal, sizeof test->journal, "%.900s-journal", test->path) > 0);
	test->identity.election = test->fixture.hash;
	test->identity.revision = 1;
	memcpy(test->identity.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	test->effort = effort_now();
	crash_vfs_start();
	crash_forget_seen();
	scene(test, NULL);
	assert_ok(box_make_on(crash_files(), test->path, &test->identity, SLOTS));
	test->empty = take_file(test);
	open_box(test);
	for (unsigned i = 0; i < BEFORE; i++) {
		seal_ballot(&test->before[i], &test->fixture.context, &test->fixture.shape, i, NULL);
		assert_ok(box_cast(test->box, &test->before[i].code, test->before[i].body, test->before[i].body_len));
	}
	seal_ballot(&test->spoiled_before, &test->fixture.context, &test->fixture.shape, 1, NULL);
	assert_ok(box_spoil(test->box, &test->spoiled_before.code, &test->spoiled_before.opened));
	assert_ok(box_set_state(test->box, VOTING_OPEN, &(struct box_counters){1, 1, 1, 1, 1}));
	close_box(test);
	test->without = take_file(test);
	look_at_layout(test);
	look_at_ballots_pages(test);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	crash_clear();
	free(test->empty);
	free(test->without);
	free(test->with);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

/* --- what is done --- */

typedef enum status deed(struct test *test);

static enum status cast(struct test *test)
{
	return box_cast(test->box, &test->fresh.code, test->fresh.body, test->fresh.body_len);
}

static enum status spoil(struct test *test)
{
	return box_spoil(test->box, &test->fresh.code, &test->fresh.opened);
}

static enum status close_voting(struct test *test)
{
	return box_set_state(test->box, VOTING_CLOSED, &(struct box_counters){2, 2, 2, 2, 2});
}

static enum status note_export(struct test *test)
{
	return box_set_export(test->box, &(struct box_export){.number = 7, .log_count = 9},
	                      &(struct box_counters){2, 2, 2, 2, 2});
}

static enum status scrub(struct test *test)
{
	return box_scrub(test->box);
}

static enum status nothing(struct test *test)
{
	(void)test;
	return STATUS_OK;
}

/* A ballot that takes so many pages when it is cast onto the scene; and the file with it. */
static void find_ballot(struct test *test, deed *task, unsigned pages)
{
	for (unsigned tries = 0; tries < 3000; tries++) {
		unsigned took;
		seal_ballot(&test->fresh, &test->fixture.context, &test->fixture.shape, 5, NULL);
		scene(test, test->without);
		open_box(test);
		assert_ok(task(test));
		took = test->box->file.pages;
		close_box(test);
		if (pages > 0 && took != pages)
			continue;
		free(test->with);
		test->with = take_file(test);
		return;
	}
	fail_msg("no ballot takes %u pages", pages);
}

/* --- what must hold afterwards --- */

struct seen {
	const struct test *test;
	unsigned before, fresh, wrong;
};

static enum status see(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct seen *seen = context;
	const struct test_ballot *found = NULL;

	if (hash_compare(code, &seen->test->fresh.code) == 0) {
		found = &seen->test->fresh;
		seen->fresh++;
	}
	for (unsigned i = 0; i < BEFORE; i++)
		if (hash_compare(code, &seen->test->before[i].code) == 0) {
			found = &seen->test->before[i];
			seen->before++;
		}
	if (!found || found->body_len != body_len || memcmp(found->body, body, body_len) != 0)
		seen->wrong++;
	return STATUS_OK;
}

static enum status see_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	return see(context, code, opened->body, opened->body_len);
}

static enum status see_spoiled(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	struct seen *seen = context;

	if (hash_compare(code, &seen->test->spoiled_before.code) != 0)
		return see_opened(context, code, opened);
	seen->before++;
	return STATUS_OK;
}

static const struct crash_file *file_now(const char *path)
{
	int file = crash_file_of(path);

	return file == CRASH_NO_FILE ? NULL : &crash_disk.content.file[file];
}

/* 1 where the page of a ballot still lies in the journal. */
static int journal_tells(const struct test *test)
{
	const struct crash_file *journal = file_now(test->journal);
	const size_t record = 4 + PAGE + 4;

	/* The header takes a sector, of which the file's layer has the last word. */
	for (size_t header = 512; journal && header <= 4096; header *= 8)
		for (size_t at = header; at + record <= journal->now_len; at += record) {
			const uint8_t *n = journal->now + at;
			uint32_t page = (uint32_t)n[0] << 24 | (uint32_t)n[1] << 16 | (uint32_t)n[2] << 8 | n[3];
			if (page > 0 && page <= PAGES_MAX && test->is_ballots[page - 1])
				return 1;
		}
	return 0;
}

static int layout_is(const struct test *test, const uint8_t *wanted)
{
	const struct crash_file *file = file_now(test->path);

	if (file->now_len != test->len)
		return 0;
	for (size_t i = 0; i < test->len / PAGE; i++)
		if (test->is_layout[i] && memcmp(file->now + i * PAGE, wanted + i * PAGE, PAGE) != 0)
			return 0;
	return 1;
}

static enum finding judge_open_box(struct test *test, int told)
{
	struct seen seen = {.test = test};
	struct box_export last;
	enum voting_state voting;
	uint32_t closing;
	int is_done;

	if (box_each(test->box, see, &seen) != STATUS_OK ||
	    box_each_spoiled(test->box, see_spoiled, &seen) != STATUS_OK ||
	    box_state(test->box, &voting, &closing) != STATUS_OK || box_last_export(test->box, &last) != STATUS_OK)
		return IS_REFUSED;
	if (seen.before != BEFORE + 1)
		return IS_LOST;
	if (seen.wrong > 0 || seen.fresh > 1 || (voting != VOTING_OPEN && voting != VOTING_CLOSED) ||
	    (last.number != 0 && (last.number != 7 || last.log_count != 9)))
		return IS_WRONG;
	is_done = seen.fresh > 0 || voting == VOTING_CLOSED || last.number > 0;
	if (told && test->adds && !is_done)
		return IS_LOST;
	return layout_is(test, seen.fresh > 0 ? test->with : test->without) ? IS_GOOD : IS_WRONG;
}

/* Whoever was not told asks again, and is there once. */
static enum finding judge_repetition(struct test *test)
{
	return cast(test) == STATUS_OK ? judge_open_box(test, 1) : IS_REFUSED;
}

static enum finding judge(struct test *test, int told)
{
	enum finding verdict;

	if (box_open(&test->box, test->path, &test->identity) != STATUS_OK)
		return IS_REFUSED;
	verdict = judge_open_box(test, told);
	if (verdict == IS_GOOD && journal_tells(test))
		verdict = IS_LEFT_OVER;
	if (verdict == IS_GOOD && test->recasts)
		verdict = judge_repetition(test);
	close_box(test);
	if (verdict == IS_GOOD && crash_file_of(test->journal) != CRASH_NO_FILE)
		verdict = IS_LEFT_OVER;
	return verdict;
}

static void count_verdict(void *context, int told)
{
	struct test *test = context;

	test->verdicts[judge(test, told)]++;
}

static unsigned bad_verdicts(const struct test *test)
{
	return test->verdicts[IS_REFUSED] + test->verdicts[IS_LOST] + test->verdicts[IS_WRONG] +
	       test->verdicts[IS_LEFT_OVER];
}

static void tell_tally(const struct test *test, const char *name, const struct crash_tally *tally)
{
	print_message("# note: %s: %u moments (%u with every subset), %u states, %u distinct: %u refused, %u lost, %u "
	              "wrong, %u with remains\n",
	              name, tally->moments, tally->whole, tally->states, tally->distinct, test->verdicts[IS_REFUSED],
	              test->verdicts[IS_LOST], test->verdicts[IS_WRONG], test->verdicts[IS_LEFT_OVER]);
}

static void each_state_of(struct test *test, const struct crash_moment *moments, unsigned count,
                          struct crash_tally *tally)
{
	for (unsigned i = 0; i < count; i++)
		crash_each_state(&moments[i], test->effort, tally, count_verdict, test);
}

/* Opening, the deed, an acknowledgement, a scrub and closing, on the scene. */
static struct crash_moment *record(struct test *test, unsigned *count, deed *prepare, deed *task)
{
	struct crash_moment *moments;

	scene(test, test->without);
	memset(test->verdicts, 0, sizeof test->verdicts);
	open_box(test);
	assert_ok(prepare(test));
	crash_start_recording();
	assert_ok(task(test));
	crash_tell();
	assert_ok(box_scrub(test->box));
	close_box(test);
	crash_record();
	moments = crash_stop_recording(count);
	return moments;
}

static void cut_while(struct test *test, const char *name, deed *task)
{
	struct crash_tally tally = {0};
	struct crash_moment *moments;
	unsigned count;

	moments = record(test, &count, nothing, task);
	each_state_of(test, moments, count, &tally);
	crash_moments_finish(moments, count);
	tell_tally(test, name, &tally);
	assert_true(count > 6);
	assert_int_equal(bad_verdicts(test), 0);
	assert_true(test->verdicts[IS_GOOD] > 10);
}

static void power_is_cut_while_casting(void **state)
{
	struct test *test = *state;

	test->adds = test->recasts = 1;
	for (unsigned pages = 1; pages <= 3; pages++) {
		char name[64];
		find_ballot(test, cast, pages);
		(void)snprintf(name, sizeof name, "cast that moves %u ballots, scrub, close", pages - 1);
		cut_while(test, name, cast);
	}
}

static void power_is_cut_while_spoiling(void **state)
{
	struct test *test = *state;

	test->adds = 1;
	find_ballot(test, spoil, 0);
	cut_while(test, "spoil, scrub, close", spoil);
}

static void power_is_cut_while_rows_change(void **state)
{
	struct test *test = *state;

	test->with = crash_copy(test->without, test->len);
	test->adds = 1;
	cut_while(test, "change of state, scrub, close", close_voting);
	cut_while(test, "export's row, scrub, close", note_export);
	test->adds = 0;
	cut_while(test, "scrub, scrub, close", scrub);
}

static void power_is_cut_while_opening(void **state)
{
	struct test *test = *state;
	struct crash_tally tally = {0};
	struct crash_moment *moments;
	unsigned count;

	find_ballot(test, cast, 1);
	test->recasts = 1;
	scene(test, test->without);
	crash_start_recording();
	open_box(test);
	crash_tell();
	close_box(test);
	crash_record();
	moments = crash_stop_recording(&count);
	each_state_of(test, moments, count, &tally);
	crash_moments_finish(moments, count);
	tell_tally(test, "open, close", &tally);
	assert_true(count > 4);
	assert_int_equal(bad_verdicts(test), 0);
}

/* --- making --- */

/* Under its own name a box is whole, or not there; what was told is there. */
static void judge_making(void *context, int told)
{
	struct test *test = context;
	uint32_t sealed = 0, spoiled = 0, slots = 0;
	enum finding verdict = IS_GOOD;
	int is_there = crash_file_of(test->path) != CRASH_NO_FILE;

	if (told && !is_there)
		verdict = IS_LOST;
	if (is_there && box_open(&test->box, test->path, &test->identity) != STATUS_OK)
		verdict = IS_REFUSED;
	if (is_there && verdict == IS_GOOD &&
	    (box_counts(test->box, &sealed, &spoiled, &slots) != STATUS_OK || sealed + spoiled > 0 || slots != SLOTS))
		verdict = IS_WRONG;
	close_box(test);
	/* The next making goes through, whatever lies there. */
	if (!is_there && box_make_on(crash_files(), test->path, &test->identity, SLOTS) != STATUS_OK)
		verdict = IS_REFUSED;
	test->verdicts[verdict]++;
}

static void power_is_cut_while_making(void **state)
{
	struct test *test = *state;
	struct crash_tally tally = {0};
	struct crash_moment *moments;
	unsigned count;

	scene(test, NULL);
	crash_start_recording();
	assert_ok(box_make_on(crash_files(), test->path, &test->identity, SLOTS));
	crash_tell();
	moments = crash_stop_recording(&count);
	for (unsigned i = 0; i < count; i++)
		crash_each_state(&moments[i], test->effort, &tally, judge_making, test);
	crash_moments_finish(moments, count);
	tell_tally(test, "make", &tally);
	assert_int_equal(bad_verdicts(test), 0);
	assert_true(test->verdicts[IS_GOOD] > 10);
}

/* --- a second cut, while the first is being mended --- */

struct again {
	struct test *test;
	struct crash_tally tally;
	unsigned first_cuts, hot;
	unsigned depth;
};

static void cut_again(void *context, int told)
{
	struct again *again = context;
	struct test *test = again->test;
	struct crash_moment *moments;
	unsigned count;

	again->first_cuts++;
	crash_start_recording();
	crash_disk.told = told;
	if (box_open(&test->box, test->path, &test->identity) != STATUS_OK) {
		moments = crash_stop_recording(&count);
		crash_moments_finish(moments, count);
		test->verdicts[IS_REFUSED]++;
		return;
	}
	crash_record();
	close_box(test);
	crash_record();
	moments = crash_stop_recording(&count);
	again->hot += count > 9;
	if (again->depth > 0) {
		struct crash_tally tally = {0};
		again->depth--;
		for (unsigned i = 0; i < count; i++)
			crash_each_state(&moments[i], (struct crash_effort){2, 0, 0, 0, 0, 0}, &tally, cut_again,
			                 again);
		again->depth++;
	}
	each_state_of(test, moments, count, &again->tally);
	crash_moments_finish(moments, count);
}

static void power_is_cut_again_during_recovery(void **state)
{
	struct test *test = *state;
	struct crash_effort first =
	    is_long() ? (struct crash_effort){16, 2, 0, 3, 0, 0} : (struct crash_effort){2, 0, 0, 0, 0, 0};
	struct again again = {.test = test, .depth = (unsigned)is_long()};
	struct crash_tally tally = {0};
	struct crash_moment *moments;
	unsigned count;

	test->adds = 1;
	find_ballot(test, cast, 3);
	moments = record(test, &count, nothing, cast);
	test->effort =
	    is_long() ? (struct crash_effort){64, 20, 20, 20, 10, 1} : (struct crash_effort){4, 1, 0, 1, 0, 1};
	for (unsigned i = 0; i < count && !(is_long() == 0 && moments[i].told); i++)
		crash_each_state(&moments[i], first, &tally, cut_again, &again);
	crash_moments_finish(moments, count);
	print_message("# note: recovery: %u first cuts during a cast\n", again.first_cuts);
	tell_tally(test, "recovery, cut again", &again.tally);
	assert_int_equal(bad_verdicts(test), 0);
	assert_true(again.first_cuts > 4);
}

/* --- controls: what is worse must be found to be worse --- */

static enum status lying(struct test *test)
{
	(void)test;
	crash_disk.lies = 1;
	return STATUS_OK;
}

static enum status with_pragmas(struct test *test, const char *sql)
{
	return sqlite3_exec(test->box->file.db, sql, NULL, NULL, NULL) == SQLITE_OK ? STATUS_OK : STATUS_INTERNAL;
}

static enum status synchronous_normal(struct test *test)
{
	return with_pragmas(test, "PRAGMA locking_mode=NORMAL; PRAGMA synchronous=NORMAL; SELECT count(*) FROM fixed");
}

static enum status delete_and_full(struct test *test)
{
	return with_pragmas(test, "PRAGMA locking_mode=NORMAL; PRAGMA synchronous=FULL; SELECT count(*) FROM fixed");
}

static enum status as_sqlite_comes(struct test *test)
{
	return with_pragmas(test,
	                    "PRAGMA locking_mode=NORMAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=OFF; PRAGMA "
	                    "cell_size_check=OFF; SELECT count(*) FROM fixed");
}

/* The same disk, the same states, another box. */
static void control(struct test *test, const char *name, deed *prepare)
{
	struct crash_tally tally = {0};
	struct crash_moment *moments;
	unsigned count;

	moments = record(test, &count, prepare, cast);
	each_state_of(test, moments, count, &tally);
	crash_moments_finish(moments, count);
	tell_tally(test, name, &tally);
	assert_true(test->verdicts[IS_LOST] > 0);
}

static void worse_boxes_lose_ballots(void **state)
{
	struct test *test = *state;

	test->adds = 1;
	find_ballot(test, cast, 2);
	control(test, "control, a disk that lies about syncs", lying);
	control(test, "control, synchronous=NORMAL", synchronous_normal);
	control(test, "control, journal_mode=DELETE and synchronous=FULL", delete_and_full);
	control(test, "control, no pragma at all", as_sqlite_comes);
}

/* Recovery by SQLite alone, as it would be without the scrub at opening. */
static void look_without_scrub(void *context, int told)
{
	struct test *test = context;
	sqlite3 *db = NULL;

	(void)told;
	assert_int_equal(sqlite3_open(test->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE; SELECT count(*) FROM slots", NULL, NULL, NULL) ==
	    SQLITE_OK)
		test->verdicts[journal_tells(test) ? IS_LEFT_OVER : IS_GOOD]++;
	(void)sqlite3_close(db);
}

static void an_unscrubbed_box_tells_of_the_last_ballot(void **state)
{
	struct test *test = *state;
	struct crash_tally tally = {0};
	struct crash_moment *moments;
	unsigned count;

	find_ballot(test, cast, 2);
	scene(test, test->without);
	open_box(test);
	crash_start_recording();
	assert_ok(cast(test));
	crash_tell();
	moments = crash_stop_recording(&count);
	assert_true(journal_tells(test));
	assert_ok(box_scrub(test->box));
	assert_false(journal_tells(test));
	close_box(test);
	for (unsigned i = 0; i < count; i++)
		crash_each_state(&moments[i], test->effort, &tally, look_without_scrub, test);
	crash_moments_finish(moments, count);
	tell_tally(test, "control, recovered but not scrubbed", &tally);
	assert_true(test->verdicts[IS_LEFT_OVER] > 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(power_is_cut_while_casting, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_while_spoiling, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_while_rows_change, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_while_opening, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_while_making, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_again_during_recovery, begin, end),
	    cmocka_unit_test_setup_teardown(worse_boxes_lose_ballots, begin, end),
	    cmocka_unit_test_setup_teardown(an_unscrubbed_box_tells_of_the_last_ballot, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
