/* Does anything that lies on the disk tell in which order ballots were cast? The same set cast in two orders must leave
 * the same file, byte for byte, and the same pages in the journal's remains; position in the file must not go with the
 * order. A plain table, as the control, fails both. */
#include <sqlite3.h>

#include "fixture.h"

enum { SCENES_MAX_BALLOTS = 600 };

struct test {
	struct fixture fixture;
	struct box_identity identity;
	char empty[DISK_PATH_MAX];
	struct test_ballot *ballots;
	unsigned *order;
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test->identity.election = test->fixture.hash;
	test->identity.revision = 1;
	memcpy(test->identity.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	path_of(test->empty, test->fixture.folder, "empty.db");
	test->ballots = calloc(SCENES_MAX_BALLOTS, sizeof *test->ballots);
	test->order = calloc(SCENES_MAX_BALLOTS, sizeof *test->order);
	*state = test;
	return test->ballots && test->order ? 0 : -1;
}

static int end(void **state)
{
	struct test *test = *state;

	fixture_finish(&test->fixture);
	free(test->ballots);
	free(test->order);
	free(test);
	return 0;
}

/* One empty box, with one key, from which every order starts. */
static void make_empty(struct test *test, uint32_t slots, unsigned ballots)
{
	(void)unlink(test->empty);
	assert_ok(box_make(test->empty, &test->identity, slots));
	for (unsigned i = 0; i < ballots; i++) {
		seal_ballot(&test->ballots[i], &test->fixture.context, &test->fixture.shape, i, NULL);
		test->order[i] = i;
	}
}

static void shuffle(struct test *test, unsigned count)
{
	for (unsigned i = count; i > 1; i--) {
		unsigned other = randombytes_uniform(i), kept = test->order[i - 1];
		test->order[i - 1] = test->order[other];
		test->order[other] = kept;
	}
}

/* --- what lies on the disk --- */

struct remains {
	uint8_t *file, *journal; /* journal: the page images in it, without SQLite's random checksums */
	size_t file_len, journal_len;
};

static void remains_finish(struct remains *remains)
{
	free(remains->file);
	free(remains->journal);
}

/* A journal: a header of one sector, then records of page number, page, checksum. */
static void take_journal(struct remains *out, const char *path)
{
	enum { HEADER = 512, PAGE = 4096, RECORD = 4 + PAGE + 4 };
	char journal[DISK_PATH_MAX];
	uint8_t *data;
	size_t len, records;

	assert_true(snprintf(journal, sizeof journal, "%s-journal", path) < (int)sizeof journal);
	data = read_all(journal, &len);
	assert_true(len > HEADER);
	records = (len - HEADER) / RECORD;
	assert_true(records > 100);
	out->journal_len = records * (4 + PAGE);
	out->journal = malloc(out->journal_len);
	assert_non_null(out->journal);
	for (size_t i = 0; i < records; i++)
		memcpy(out->journal + i * (4 + PAGE), data + HEADER + i * RECORD, 4 + PAGE);
	free(data);
}

/* Casts the first count ballots in the present order; with every tenth one more is spoiled. Looks at the disk while the
 * box is open, as after a power cut, and again after it was closed. */
static void cast_in_order(struct test *test, struct remains *out, unsigned count, unsigned spoiled, int scrubs)
{
	char path[DISK_PATH_MAX];
	struct box *box;

	path_of(path, test->fixture.folder, "box.db");
	(void)unlink(path);
	copy_file(test->empty, path);
	assert_ok(box_open(&box, path, &test->identity));
	for (unsigned i = 0; i < count; i++) {
		const struct test_ballot *ballot = &test->ballots[test->order[i]];
		if (test->order[i] < spoiled)
			assert_ok(box_spoil(box, &ballot->code, &ballot->opened));
		else
			assert_ok(box_cast(box, &ballot->code, ballot->body, ballot->body_len));
		if (scrubs)
			assert_ok(box_scrub(box));
	}
	memset(out, 0, sizeof *out);
	take_journal(out, path);
	out->file = read_all(path, &out->file_len);
	box_close(box);
}

static void assert_one_file(struct test *test, uint32_t slots, unsigned count, unsigned spoiled, unsigned orders)
{
	struct remains first, other;

	make_empty(test, slots, count);
	cast_in_order(test, &first, count, spoiled, 1);
	for (unsigned i = 0; i < orders; i++) {
		shuffle(test, count);
		cast_in_order(test, &other, count, spoiled, 1);
		assert_int_equal(first.file_len, other.file_len);
		assert_memory_equal(first.file, other.file, first.file_len);
		assert_int_equal(first.journal_len, other.journal_len);
		assert_memory_equal(first.journal, other.journal, first.journal_len);
		remains_finish(&other);
	}
	remains_finish(&first);
	print_message("# note: %u cast and %u spoiled in %u slots, %u orders: one file, one journal\n", count - spoiled,
	              spoiled, slots, orders + 1);
}

static void two_orders_leave_one_file(void **state)
{
	struct test *test = *state;

	assert_one_file(test, 1, 1, 0, 1);
	assert_one_file(test, 2, 2, 0, 6);
	assert_one_file(test, 3, 3, 0, 8);
	assert_one_file(test, 5, 5, 0, 12);
	assert_one_file(test, 8, 12, 4, 12);
	assert_one_file(test, 40, 38, 0, 8);
	assert_one_file(test, 40, 48, 8, 8);
	assert_one_file(test, 300, 30, 3, 3);
	assert_one_file(test, 300, 285, 0, 3);
	assert_one_file(test, 200, 220, 20, 3);
	assert_one_file(test, 600, 500, 0, 2);
}

/* The control for the journal: without the scrub its remains are of the last ballot. */
static void without_a_scrub_the_journal_tells(void **state)
{
	struct test *test = *state;
	struct remains first, other;
	unsigned differ = 0;

	make_empty(test, 200, 50);
	cast_in_order(test, &first, 50, 0, 0);
	for (int i = 0; i < 5; i++) {
		shuffle(test, 50);
		cast_in_order(test, &other, 50, 0, 0);
		differ += first.journal_len != other.journal_len ||
		          memcmp(first.journal, other.journal, first.journal_len) != 0;
		remains_finish(&other);
	}
	remains_finish(&first);
	assert_true(differ > 0);
}

/* --- correlation of place and order --- */

static double magnitude(double value)
{
	return value < 0 ? -value : value;
}

/* Newton's way, so that the test needs no further library. */
static double root(double value)
{
	double guess = value > 1 ? value : 1;

	for (int i = 0; i < 200; i++)
		guess = (guess + value / guess) / 2;
	return guess;
}

static size_t place_of(const struct remains *remains, const struct test_ballot *ballot)
{
	const uint8_t *at = memmem(remains->file, remains->file_len, ballot->body, ballot->body_len);

	assert_non_null(at);
	return (size_t)(at - remains->file);
}

static double correlation(const struct test *test, const struct remains *remains, unsigned count)
{
	double n = count, sum_x = 0, sum_y = 0, sum_xx = 0, sum_yy = 0, sum_xy = 0;

	for (unsigned i = 0; i < count; i++) {
		double x = i, y = (double)place_of(remains, &test->ballots[test->order[i]]);
		sum_x += x;
		sum_y += y;
		sum_xx += x * x;
		sum_yy += y * y;
		sum_xy += x * y;
	}
	return (n * sum_xy - sum_x * sum_y) / root((n * sum_xx - sum_x * sum_x) * (n * sum_yy - sum_y * sum_y));
}

static void place_does_not_go_with_order(void **state)
{
	struct test *test = *state;
	const char *is_long = getenv("LONG");
	unsigned boxes = is_long && is_long[0] ? 40 : 12, count = is_long && is_long[0] ? 500 : 200;
	double sum = 0, limit;

	for (unsigned i = 0; i < boxes; i++) {
		struct remains remains;
		make_empty(test, count + count / 5, count);
		shuffle(test, count);
		cast_in_order(test, &remains, count, 0, 1);
		sum += correlation(test, &remains, count);
		remains_finish(&remains);
	}
	/* Four standard deviations of the mean of so many correlations of independent orders. */
	limit = 4 / root((double)boxes * count);
	print_message("# note: %u boxes of %u ballots: mean correlation of place and order %+.4f (limit %.4f)\n", boxes,
	              count, sum / boxes, limit);
	assert_true(magnitude(sum / boxes) < limit);
}

/* --- the control: a table as one would write it first --- */

static void cast_plainly(struct test *test, struct remains *out, unsigned count)
{
	char path[DISK_PATH_MAX];
	sqlite3 *db;
	sqlite3_stmt *insert;

	path_of(path, test->fixture.folder, "plain.db");
	(void)unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE ballots(code BLOB PRIMARY KEY, body BLOB)", NULL, NULL, NULL),
	                 0);
	assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO ballots VALUES(?1, ?2)", -1, &insert, NULL), SQLITE_OK);
	for (unsigned i = 0; i < count; i++) {
		const struct test_ballot *ballot = &test->ballots[test->order[i]];
		(void)sqlite3_bind_blob(insert, 1, ballot->code.bytes, HASH_BYTES, SQLITE_STATIC);
		(void)sqlite3_bind_blob(insert, 2, ballot->body, (int)ballot->body_len, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
		(void)sqlite3_reset(insert);
	}
	(void)sqlite3_finalize(insert);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	memset(out, 0, sizeof *out);
	out->file = read_all(path, &out->file_len);
}

static void a_plain_table_fails_both(void **state)
{
	struct test *test = *state;
	struct remains first, other;
	double found;

	make_empty(test, 8, 200);
	shuffle(test, 200);
	cast_plainly(test, &first, 200);
	found = magnitude(correlation(test, &first, 200));
	shuffle(test, 200);
	cast_plainly(test, &other, 200);
	print_message("# note: control, a table with a hidden rowid: correlation %.3f, two orders %s\n", found,
	              memcmp(first.file, other.file, first.file_len) == 0 ? "one file" : "two files");
	assert_true(first.file_len != other.file_len || memcmp(first.file, other.file, first.file_len) != 0);
	assert_true(found > 0.9);
	remains_finish(&first);
	remains_finish(&other);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(two_orders_leave_one_file, begin, end),
	    cmocka_unit_test_setup_teardown(without_a_scrub_the_journal_tells, begin, end),
	    cmocka_unit_test_setup_teardown(place_does_not_go_with_order, begin, end),
	    cmocka_unit_test_setup_teardown(a_plain_table_fails_both, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
