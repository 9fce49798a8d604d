/* Does any block of the kiosk's disk tell in which order ballots were cast? On a file system in a file, every block of
 * it is searched after voting, allocated or not: for the ballots, and for what lay in their places before. Outside the
 * box's own file nothing of either may be found, and in it places may not go with the order. Bad layouts, as controls,
 * fail. */
#include <sqlite3.h>

#include "image.h"

enum { MOST_BALLOTS = 500, SPARE_SLOTS = 100 };

struct test {
	struct fixture fixture;
	struct image image;
	struct box_identity identity;
	char box[DISK_PATH_MAX]; /* the file that ballots are to lie in */
	uint8_t *empty;          /* what it held before the first ballot */
	size_t empty_len;
	struct test_ballot *ballots; /* in the order of casting */
	unsigned count;
};

/* What an observer of the blocks sees, in the file that ballots are to lie in and outside it. */
struct told {
	struct {
		double correlation; /* of place and order of casting */
		double neighbours;  /* of those that lie next to each other so many in 1 were cast next to each other */
	} live, elsewhere;
	unsigned found;      /* outside it */
	unsigned of_ballots; /* so many different ballots */
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	assert_non_null(test);
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test->identity.election = test->fixture.hash;
	test->identity.revision = 1;
	memcpy(test->identity.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	test->ballots = calloc(MOST_BALLOTS, sizeof *test->ballots);
	assert_non_null(test->ballots);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	image_unmount(&test->image);
	free(test->empty);
	free(test->ballots);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

/* --- layouts --- */

/* Casts test->count ballots. Leaves the store open, as a kiosk that is voting, and returns it. */
typedef void *layout_fill(struct test *test);
typedef void layout_close(void *store);

static void keep_empty(struct test *test)
{
	free(test->empty);
	test->empty = read_all(test->box, &test->empty_len);
}

static struct box *new_box(struct test *test)
{
	struct box *box;

	path_of(test->box, test->image.mount, BOX_FILE);
	assert_ok(box_make(test->box, &test->identity, test->count + SPARE_SLOTS));
	keep_empty(test);
	assert_ok(box_open(&box, test->box, &test->identity));
	return box;
}

static void *fill_box(struct test *test)
{
	struct box *box = new_box(test);

	for (unsigned i = 0; i < test->count; i++) {
		assert_ok(box_cast(box, &test->ballots[i].code, test->ballots[i].body, test->ballots[i].body_len));
		assert_ok(box_scrub(box));
	}
	return box;
}

static void *fill_unscrubbed(struct test *test)
{
	struct box *box = new_box(test);

	for (unsigned i = 0; i < test->count; i++)
		assert_ok(box_cast(box, &test->ballots[i].code, test->ballots[i].body, test->ballots[i].body_len));
	return box;
}

static void close_box(void *store)
{
	box_close(store);
}

/* The whole recorder: its log, its exports, its box. */
static void *fill_recorder(struct test *test)
{
	struct recorder_paths paths = {.data = test->fixture.data, .usb = test->fixture.stick};
	struct recorder_reply reply;
	struct recorder *recorder;
	char why[SENTENCE_MAX];

	/* The kiosk's folder moves onto the image. */
	assert_int_equal(run_command("mv %s %s/data", test->fixture.data, test->image.mount), 0);
	path_of(test->fixture.data, test->image.mount, "data");
	path_of(test->box, test->fixture.data, BOX_FILE);
	paths.slots = test->count + SPARE_SLOTS;
	assert_ok(recorder_create(&recorder, &paths, why, sizeof why));
	assert_ok(ask_pin(recorder, &reply, FIXTURE_PIN));
	assert_ok(ask(recorder, &reply, RECORDER_IMPORT));
	recorder_destroy(recorder);
	keep_empty(test);
	assert_ok(recorder_create(&recorder, &paths, why, sizeof why));
	assert_ok(ask_pin(recorder, &reply, FIXTURE_PIN));
	assert_ok(ask(recorder, &reply, RECORDER_OPEN));
	for (unsigned i = 0; i < test->count; i++) {
		vote(recorder, &reply, &test->fixture, i & 7);
		test->ballots[i].code = reply.code;
		if (i % 25 == 24) {
			assert_ok(ask(recorder, &reply, RECORDER_PAUSE));
			assert_ok(ask(recorder, &reply, RECORDER_EXPORT));
			assert_ok(ask(recorder, &reply, RECORDER_OPEN));
		}
	}
	return recorder;
}

static void close_recorder(void *store)
{
	recorder_destroy(store);
}

static sqlite3 *new_plain(struct test *test, const char *sql)
{
	sqlite3 *db;

	path_of(test->box, test->image.mount, "plain.db");
	assert_int_equal(sqlite3_open(test->box, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	free(test->empty);
	test->empty = NULL;
	test->empty_len = 0;
	return db;
}

/* padded: so long that it does not fit a page with others, and overflows. */
static sqlite3 *insert_all(struct test *test, sqlite3 *db, int padded)
{
	enum { LONG_BODY = 6000 };
	uint8_t *body = calloc(1, LONG_BODY);
	sqlite3_stmt *insert;

	assert_non_null(body);
	assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO ballots(code, body) VALUES(?1, ?2)", -1, &insert, NULL),
	                 SQLITE_OK);
	for (unsigned i = 0; i < test->count; i++) {
		const struct test_ballot *ballot = &test->ballots[i];
		/* The code once more at the end, where it is in the last overflow page. */
		memcpy(body, ballot->body, ballot->body_len);
		memcpy(body + LONG_BODY - HASH_BYTES, ballot->code.bytes, HASH_BYTES);
		(void)sqlite3_bind_blob(insert, 1, padded ? ballot->opened.nonce : ballot->code.bytes, HASH_BYTES,
		                        SQLITE_STATIC);
		(void)sqlite3_bind_blob(insert, 2, body, padded ? LONG_BODY : (int)ballot->body_len, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
		(void)sqlite3_reset(insert);
	}
	(void)sqlite3_finalize(insert);
	free(body);
	return db;
}

static void *fill_rowid(struct test *test)
{
	sqlite3 *db = new_plain(test, "PRAGMA synchronous=OFF; CREATE TABLE ballots(number INTEGER PRIMARY KEY "
	                              "AUTOINCREMENT, code BLOB, body BLOB)");

	return insert_all(test, db, 0);
}

static void *fill_overflow(struct test *test)
{
	sqlite3 *db = new_plain(
	    test, "PRAGMA synchronous=OFF; CREATE TABLE ballots(code BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID");

	return insert_all(test, db, 1);
}

/* Slots as the box has them, at random, but with the journal that is named. */
static sqlite3 *fill_slots(struct test *test, const char *pragmas)
{
	enum { ROW = 4000 };
	unsigned slots = test->count + SPARE_SLOTS, *order = calloc(slots, sizeof *order);
	uint8_t body[ROW];
	sqlite3_stmt *statement;
	sqlite3 *db = new_plain(test, "PRAGMA synchronous=OFF; CREATE TABLE slots(slot INTEGER PRIMARY KEY, body "
	                              "BLOB)");

	assert_non_null(order);
	assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO slots VALUES(?1, ?2)", -1, &statement, NULL), SQLITE_OK);
	for (unsigned i = 0; i < slots; i++) {
		unsigned other = randombytes_uniform(i + 1);
		order[i] = order[other];
		order[other] = i;
		randombytes_buf(body, sizeof body);
		(void)sqlite3_bind_int64(statement, 1, i);
		(void)sqlite3_bind_blob(statement, 2, body, sizeof body, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
		(void)sqlite3_reset(statement);
	}
	(void)sqlite3_finalize(statement);
	keep_empty(test);
	assert_int_equal(sqlite3_exec(db, pragmas, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "UPDATE slots SET body=?2 WHERE slot=?1", -1, &statement, NULL),
	                 SQLITE_OK);
	for (unsigned i = 0; i < test->count; i++) {
		memset(body, 0, sizeof body);
		memcpy(body + 2, test->ballots[i].code.bytes, HASH_BYTES);
		(void)sqlite3_bind_int64(statement, 1, order[i]);
		(void)sqlite3_bind_blob(statement, 2, body, sizeof body, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
		(void)sqlite3_reset(statement);
	}
	(void)sqlite3_finalize(statement);
	free(order);
	return db;
}

static void *fill_normal_locking(struct test *test)
{
	return fill_slots(test, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL");
}

static void *fill_wal(struct test *test)
{
	return fill_slots(test, "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL");
}

static void close_plain(void *store)
{
	assert_int_equal(sqlite3_close(store), SQLITE_OK);
}

/* --- looking --- */

/* Newton's way, so that the test needs no further library. */
static double root(double value)
{
	double guess = value > 1 ? value : 1;

	for (int i = 0; i < 200; i++)
		guess = (guess + value / guess) / 2;
	return guess;
}

/* One sight after the other, in the order of their places. */
struct sums {
	double n, x, y, xx, yy, xy;
	unsigned last, neighbours;
};

static void sums_add(struct sums *sums, unsigned ballot, uint64_t place)
{
	double x = ballot, y = (double)place;

	sums->neighbours += sums->n > 0 && (ballot == sums->last + 1 || ballot + 1 == sums->last);
	sums->last = ballot;
	sums->n++;
	sums->x += x;
	sums->y += y;
	sums->xx += x * x;
	sums->yy += y * y;
	sums->xy += x * y;
}

static double correlation(const struct sums *sums)
{
	double of_x = sums->n * sums->xx - sums->x * sums->x, of_y = sums->n * sums->yy - sums->y * sums->y;

	if (sums->n < 3 || of_x <= 0 || of_y <= 0)
		return 0;
	return (sums->n * sums->xy - sums->x * sums->y) / (root(of_x) * root(of_y));
}

static double neighbours(const struct sums *sums)
{
	return sums->n > 1 ? sums->neighbours / (sums->n - 1) : 0;
}

static double magnitude(double value)
{
	return value < 0 ? -value : value;
}

struct looking {
	uint64_t place[MOST_BALLOTS]; /* of each ballot's code, in the file */
	uint8_t seen[MOST_BALLOTS];
	struct sums live, elsewhere;
	unsigned found, of_ballots;
};

static void see(void *context, const struct mark *mark, uint64_t place)
{
	struct looking *looking = context;

	if (place == looking->place[mark->ballot]) {
		sums_add(&looking->live, mark->ballot, place);
		return;
	}
	sums_add(&looking->elsewhere, mark->ballot, place);
	looking->found++;
	looking->of_ballots += !looking->seen[mark->ballot];
	looking->seen[mark->ballot] = 1;
}

static void look(struct told *told, struct test *test)
{
	struct looking *looking = calloc(1, sizeof *looking);
	struct finder *finder = calloc(1, sizeof *finder);
	struct mark *marks = calloc(2 * (size_t)test->count, sizeof *marks);
	struct extents *extents = calloc(1, sizeof *extents);
	uint8_t *file, *blocks;
	size_t file_len, blocks_len;

	assert_true(looking && finder && marks && extents);
	file = read_all(test->box, &file_len);
	extents_of(extents, test->box);
	for (unsigned i = 0; i < test->count; i++) {
		const uint8_t *code = test->ballots[i].code.bytes;
		const uint8_t *at = memmem(file, file_len, code, HASH_BYTES);
		size_t offset;
		finder_add(finder, &marks[2 * i], code, i);
		if (!at) /* as it is with WAL before a checkpoint */
			continue;
		offset = (size_t)(at - file);
		looking->place[i] = extents_place(extents, offset);
		if (offset + MARK_BYTES <= test->empty_len)
			finder_add(finder, &marks[2 * i + 1], test->empty + offset, i);
	}
	blocks = image_blocks(&test->image, &blocks_len);
	finder_search(finder, blocks, blocks_len, see, looking);
	*told = (struct told){{correlation(&looking->live), neighbours(&looking->live)},
	                      {correlation(&looking->elsewhere), neighbours(&looking->elsewhere)},
	                      looking->found,
	                      looking->of_ballots};
	free(blocks);
	free(file);
	free(extents);
	free(marks);
	free(finder);
	free(looking);
}

static void must_mount(struct test *test, const char *options)
{
	if (!image_make(&test->image, test->fixture.folder, options)) {
		print_message("# note: this machine or its user mounts no images: not looked at\n");
		skip();
	}
}

static void seal_all(struct test *test, unsigned count)
{
	test->count = count;
	for (unsigned i = 0; i < count; i++)
		seal_ballot(&test->ballots[i], &test->fixture.context, &test->fixture.shape, i, NULL);
}

/* While it is open, and after it was closed. */
static void watch(struct told told[static 2], struct test *test, layout_fill *fill, layout_close *close_it)
{
	void *store = fill(test);

	look(&told[0], test);
	close_it(store);
	look(&told[1], test);
}

static int is_long(void)
{
	const char *value = getenv("LONG");

	return value && value[0];
}

/* --- the box --- */

static void no_block_tells_the_order(void **state)
{
	unsigned boxes = is_long() ? 40 : 3, count = is_long() ? MOST_BALLOTS : 60;
	struct test *test = *state;
	double sum = 0, next = 0;

	for (unsigned i = 0; i < boxes; i++) {
		struct told told[2];
		must_mount(test, "data=ordered");
		seal_all(test, count);
		watch(told, test, fill_box, close_box);
		image_unmount(&test->image);
		for (int k = 0; k < 2; k++)
			if (told[k].found > 0)
				fail_msg("%s: found %u times outside the box, %u ballots (correlation %+.3f)",
				         k == 0 ? "open" : "closed", told[k].found, told[k].of_ballots,
				         told[k].elsewhere.correlation);
		assert_true(magnitude(told[0].live.correlation - told[1].live.correlation) < 1e-9);
		sum += told[0].live.correlation;
		next += told[0].live.neighbours;
	}
	print_message("# note: %u boxes of %u ballots: nothing of a ballot outside the box's file; mean correlation of "
	              "block and order %+.4f; neighbours %.4f, by chance %.4f\n",
	              boxes, count, sum / boxes, next / boxes, 2.0 / count);
	/* The draws are the same each time. */
	assert_true(magnitude(sum / boxes) < (is_long() ? 0.02 : 0.1));
	assert_true(next / boxes < 3.0 / count);
}

/* With its log, its exports, its settings. */
static void the_recorder_leaves_nothing_either(void **state)
{
	struct test *test = *state;
	struct told told[2];

	must_mount(test, "data=ordered");
	test->count = is_long() ? 300 : 50;
	watch(told, test, fill_recorder, close_recorder);
	print_message(
	    "# note: a recorder, %u ballots, paused and saved after each 25: found outside the box %u, closed "
	    "%u\n",
	    test->count, told[0].found, told[1].found);
	assert_int_equal(told[0].found, 0);
	assert_int_equal(told[1].found, 0);
}

/* --- the controls: each must be found out --- */

static void a_bad_layout_is_found_out(void **state)
{
	static const struct {
		const char *name, *options;
		layout_fill *fill;
		layout_close *close_it;
		double live, elsewhere; /* at least: correlation in the file, neighbours outside it */
		unsigned found;         /* different ballots outside, at least, while open or after closing */
	} bad[] = {
	    {"autoincrement", "data=ordered", fill_rowid, close_plain, 0.9, 0, 0},
	    {"without rowid, overflowing", "data=ordered", fill_overflow, close_plain, 0.9, 0, 0},
	    {"journal DELETE, normal locking", "data=ordered", fill_normal_locking, close_plain, 0, 0.3, 90},
	    {"write-ahead log", "data=ordered", fill_wal, close_plain, 0, 0.9, 90},
	    /* Whose blocks are numbered in the order of writing, wherever they lie: that they are there is enough. */
	    {"the box on ext4 with data=journal", "data=journal", fill_box, close_box, 0, 0, 10},
	    {"the box, not scrubbed", "data=ordered", fill_unscrubbed, close_box, 0, 0, 1},
	};
	struct test *test = *state;
	unsigned missed = 0;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct told told[2];
		int is_found;
		must_mount(test, bad[i].options);
		seal_all(test, is_long() ? MOST_BALLOTS : 100);
		watch(told, test, bad[i].fill, bad[i].close_it);
		image_unmount(&test->image);
		is_found = magnitude(told[1].live.correlation) >= bad[i].live &&
		           (told[0].of_ballots >= bad[i].found || told[1].of_ballots >= bad[i].found) &&
		           told[0].elsewhere.neighbours >= bad[i].elsewhere;
		for (int k = 0; k < 2; k++)
			print_message(
			    "# note: control, %s, %s: in the file %+.3f, neighbours %.3f; outside it %u of %u "
			    "ballots, %+.3f, neighbours %.3f\n",
			    bad[i].name, k == 0 ? "open" : "closed", told[k].live.correlation, told[k].live.neighbours,
			    told[k].of_ballots, test->count, told[k].elsewhere.correlation,
			    told[k].elsewhere.neighbours);
		missed += !is_found;
	}
	assert_int_equal(missed, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(no_block_tells_the_order, begin, end),
	    cmocka_unit_test_setup_teardown(the_recorder_leaves_nothing_either, begin, end),
	    cmocka_unit_test_setup_teardown(a_bad_layout_is_found_out, begin, end),
	};

	seed_random();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
