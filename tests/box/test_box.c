/* The ballot box: what goes in comes out, once, in the order of codes; what does not belong or is damaged is refused.
 */
#include <sqlite3.h>

#include "fixture.h"

enum { SLOTS = 40 };

struct test {
	struct fixture fixture;
	char path[DISK_PATH_MAX];
	struct box_identity identity;
	struct box *box;
};

static int begin_with(void **state, enum admission admission)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, admission);
	path_of(test->path, test->fixture.folder, "box.db");
	test->identity.election = test->fixture.hash;
	test->identity.revision = 1;
	memcpy(test->identity.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	assert_ok(box_make(test->path, &test->identity, SLOTS));
	assert_ok(box_open(&test->box, test->path, &test->identity));
	*state = test;
	return 0;
}

static int begin(void **state)
{
	return begin_with(state, ADMISSION_OPEN);
}

static int begin_codes(void **state)
{
	return begin_with(state, ADMISSION_CODE);
}

static int end(void **state)
{
	struct test *test = *state;

	box_close(test->box);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static void reopen(struct test *test)
{
	box_close(test->box);
	test->box = NULL;
	assert_ok(box_open(&test->box, test->path, &test->identity));
}

static void make_ballot(struct test *test, struct test_ballot *out, unsigned choice)
{
	seal_ballot(out, &test->fixture.context, &test->fixture.shape, choice, NULL);
}

static void assert_counts(struct box *box, uint32_t sealed, uint32_t spoiled)
{
	uint32_t got_sealed, got_spoiled, slots;

	assert_ok(box_counts(box, &got_sealed, &got_spoiled, &slots));
	assert_int_equal(got_sealed, sealed);
	assert_int_equal(got_spoiled, spoiled);
	assert_int_equal(slots, SLOTS);
}

/* --- what goes in comes out --- */

struct seen {
	struct test_ballot *ballots;
	unsigned ballot_count;
	unsigned count;
	struct hash last;
};

static struct test_ballot *known(struct seen *seen, const struct hash *code)
{
	if (seen->count > 0)
		assert_true(hash_compare(&seen->last, code) < 0);
	seen->last = *code;
	seen->count++;
	for (unsigned i = 0; i < seen->ballot_count; i++)
		if (hash_compare(&seen->ballots[i].code, code) == 0)
			return &seen->ballots[i];
	fail_msg("the box holds a ballot that nobody cast");
	return NULL;
}

static enum status see(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	const struct test_ballot *ballot = known(context, code);

	assert_int_equal(body_len, ballot->body_len);
	assert_memory_equal(body, ballot->body, body_len);
	return STATUS_OK;
}

static enum status see_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	const struct test_ballot *ballot = known(context, code);

	assert_int_equal(opened->body_len, ballot->body_len);
	assert_memory_equal(opened->body, ballot->body, opened->body_len);
	assert_memory_equal(opened->nonce, ballot->opened.nonce, NONCE_BYTES);
	assert_int_equal(opened->points, ballot->opened.points);
	assert_memory_equal(&opened->plain, &ballot->opened.plain, sizeof opened->plain);
	return STATUS_OK;
}

static void keeps_every_ballot(void **state)
{
	struct test *test = *state;
	struct test_ballot ballots[SLOTS], spoiled[8], more;
	struct seen seen = {ballots, SLOTS, 0, {{0}}}, seen_spoiled = {spoiled, 8, 0, {{0}}};

	for (unsigned i = 0; i < SLOTS; i++) {
		make_ballot(test, &ballots[i], i);
		assert_ok(box_cast(test->box, &ballots[i].code, ballots[i].body, ballots[i].body_len));
		assert_ok(box_scrub(test->box));
		assert_counts(test->box, i + 1, 0);
		if (i % 7 == 0)
			reopen(test);
	}
	for (unsigned i = 0; i < 8; i++) {
		make_ballot(test, &spoiled[i], i);
		assert_ok(box_spoil(test->box, &spoiled[i].code, &spoiled[i].opened));
	}
	make_ballot(test, &more, 1);
	assert_status(STATUS_DISK_FULL, box_cast(test->box, &more.code, more.body, more.body_len));
	assert_status(STATUS_DISK_FULL, box_spoil(test->box, &more.code, &more.opened));
	for (int round = 0; round < 2; round++) {
		seen.count = seen_spoiled.count = 0;
		assert_ok(box_each(test->box, see, &seen));
		assert_ok(box_each_spoiled(test->box, see_opened, &seen_spoiled));
		assert_int_equal(seen.count, SLOTS);
		assert_int_equal(seen_spoiled.count, 8);
		assert_counts(test->box, SLOTS, 8);
		reopen(test);
	}
}

static enum status stop_at_once(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	unsigned *calls = context;

	(void)code;
	(void)body;
	(void)body_len;
	++*calls;
	return STATUS_RANGE;
}

static void a_visit_can_end_the_walk(void **state)
{
	struct test *test = *state;
	struct test_ballot ballot;
	unsigned calls = 0;

	assert_ok(box_each(test->box, stop_at_once, &calls));
	assert_int_equal(calls, 0);
	for (unsigned i = 0; i < 3; i++) {
		make_ballot(test, &ballot, i);
		assert_ok(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len));
	}
	assert_status(STATUS_RANGE, box_each(test->box, stop_at_once, &calls));
	assert_int_equal(calls, 1);
}

/* The largest ballot that can be sealed, cast and spoiled. */
static void the_largest_ballot_fits(void **state)
{
	struct test *test = *state;
	struct sealed_shape shape = {.contest_count = 2, .contest = {1, 2}, .width = {16, 12}};
	struct test_ballot cast, spoiled;
	struct seen seen = {&cast, 1, 0, {{0}}}, seen_spoiled = {&spoiled, 1, 0, {{0}}};

	assert_int_equal(sealed_points(&shape), SEALED_MAX_POINTS);
	seal_ballot(&cast, &test->fixture.context, &shape, 3, NULL);
	seal_ballot(&spoiled, &test->fixture.context, &shape, 4, NULL);
	assert_ok(box_cast(test->box, &cast.code, cast.body, cast.body_len));
	assert_ok(box_spoil(test->box, &spoiled.code, &spoiled.opened));
	reopen(test);
	assert_ok(box_each(test->box, see, &seen));
	assert_ok(box_each_spoiled(test->box, see_opened, &seen_spoiled));
	assert_int_equal(seen.count + seen_spoiled.count, 2);
}

/* --- once --- */

static void the_same_ballot_is_stored_once(void **state)
{
	struct test *test = *state;
	struct test_ballot ballot, other;

	make_ballot(test, &ballot, 1);
	make_ballot(test, &other, 1);
	for (int i = 0; i < 3; i++)
		assert_ok(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len));
	assert_counts(test->box, 1, 0);
	reopen(test);
	assert_ok(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len));
	assert_counts(test->box, 1, 0);
	assert_status(STATUS_MISMATCH, box_cast(test->box, &ballot.code, other.body, other.body_len));
	for (int i = 0; i < 2; i++)
		assert_ok(box_spoil(test->box, &other.code, &other.opened));
	assert_counts(test->box, 1, 1);
}

static void cast_or_spoiled_not_both(void **state)
{
	struct test *test = *state;
	struct test_ballot cast, spoiled;

	make_ballot(test, &cast, 1);
	make_ballot(test, &spoiled, 2);
	assert_ok(box_cast(test->box, &cast.code, cast.body, cast.body_len));
	assert_status(STATUS_USED, box_spoil(test->box, &cast.code, &cast.opened));
	assert_ok(box_spoil(test->box, &spoiled.code, &spoiled.opened));
	assert_status(STATUS_USED, box_cast(test->box, &spoiled.code, spoiled.body, spoiled.body_len));
	assert_counts(test->box, 1, 1);
}

static void a_tag_is_taken_once(void **state)
{
	struct test *test = *state;
	struct test_ballot ballot, again, checked;
	uint8_t tag[TAG_BYTES], other[TAG_BYTES];

	memset(tag, 7, sizeof tag);
	memset(other, 7, sizeof other);
	other[31] = 8;
	seal_ballot(&checked, &test->fixture.context, &test->fixture.shape, 1, tag);
	seal_ballot(&ballot, &test->fixture.context, &test->fixture.shape, 1, tag);
	seal_ballot(&again, &test->fixture.context, &test->fixture.shape, 2, tag);
	assert_false(box_tag_used(test->box, tag));
	assert_ok(box_spoil(test->box, &checked.code, &checked.opened));
	assert_false(box_tag_used(test->box, tag));
	assert_ok(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len));
	for (int round = 0; round < 2; round++) {
		assert_true(box_tag_used(test->box, tag));
		assert_false(box_tag_used(test->box, other));
		assert_status(STATUS_USED, box_cast(test->box, &again.code, again.body, again.body_len));
		assert_ok(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len));
		assert_counts(test->box, 1, 1);
		reopen(test);
	}
	seal_ballot(&again, &test->fixture.context, &test->fixture.shape, 2, other);
	assert_ok(box_cast(test->box, &again.code, again.body, again.body_len));
	assert_counts(test->box, 2, 1);
}

static void what_is_no_ballot_is_refused(void **state)
{
	struct test *test = *state;
	struct test_ballot ballot;
	uint8_t long_body[BOX_BODY_MAX + 1] = {0};

	make_ballot(test, &ballot, 1);
	assert_status(STATUS_TOO_LONG, box_cast(test->box, &ballot.code, long_body, sizeof long_body));
	assert_int_not_equal(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len - 1), STATUS_OK);
	assert_int_not_equal(box_cast(test->box, &ballot.code, long_body, 100), STATUS_OK);
	ballot.opened.points = SEALED_MAX_POINTS + 1;
	assert_status(STATUS_TOO_LONG, box_spoil(test->box, &ballot.code, &ballot.opened));
	assert_counts(test->box, 0, 0);
}

/* --- state, counters, export --- */

static void state_and_counters_stay(void **state)
{
	struct test *test = *state;
	const struct box_counters counters = {5, 4, 3, 2, 1}, more = {50, 40, 30, 20, 10};
	struct box_export last = {.number = 3, .log_count = 9, .content = {{1}}, .previous = {2}, .manifest = {3}}, got;
	struct box_counters read;
	enum voting_state voting;
	uint32_t closing;

	assert_ok(box_state(test->box, &voting, &closing));
	assert_int_equal(voting, VOTING_NEW);
	assert_int_equal(closing, 0);
	assert_ok(box_set_state(test->box, VOTING_OPEN, &counters));
	assert_ok(box_set_state(test->box, VOTING_CLOSED, &counters));
	assert_ok(box_set_state(test->box, VOTING_CLOSED, &counters));
	assert_ok(box_set_state(test->box, VOTING_OPEN, &counters));
	assert_ok(box_set_state(test->box, VOTING_CLOSED, &counters));
	assert_ok(box_set_counters(test->box, &more));
	assert_ok(box_set_export(test->box, &last, &more));
	for (int round = 0; round < 2; round++) {
		assert_ok(box_state(test->box, &voting, &closing));
		assert_int_equal(voting, VOTING_CLOSED);
		assert_int_equal(closing, 2);
		assert_ok(box_counters(test->box, &read));
		assert_memory_equal(&read, &more, sizeof read);
		assert_ok(box_last_export(test->box, &got));
		assert_memory_equal(&got, &last, sizeof got);
		reopen(test);
	}
}

/* --- refusals --- */

static void only_its_own_box_is_opened(void **state)
{
	struct test *test = *state;
	struct box_identity other = test->identity;
	struct box *box;

	assert_status(STATUS_STATE, box_open(&box, test->path, &test->identity)); /* open already */
	assert_null(box);
	box_close(test->box);
	test->box = NULL;
	assert_status(STATUS_USED, box_make(test->path, &test->identity, SLOTS));
	other.election.bytes[0] ^= 1;
	assert_status(STATUS_OTHER_ELECTION, box_open(&box, test->path, &other));
	other = test->identity;
	other.revision++;
	assert_status(STATUS_OTHER_ELECTION, box_open(&box, test->path, &other));
	other = test->identity;
	other.kiosk[31] ^= 1;
	assert_status(STATUS_OTHER_KIOSK, box_open(&box, test->path, &other));
	assert_null(box);
	assert_ok(box_open(&box, test->path, NULL));
	assert_memory_equal(box_belongs_to(box), &test->identity, sizeof test->identity);
	box_close(box);
	assert_status(STATUS_ABSENT, box_open(&box, "/no/such/box.db", &test->identity));
	assert_status(STATUS_RANGE, box_make("/tmp/never", &test->identity, 0));
}

/* Runs SQL on the closed box as somebody with a screwdriver would. */
static void tamper(struct test *test, const char *sql)
{
	sqlite3 *db;

	box_close(test->box);
	test->box = NULL;
	assert_int_equal(sqlite3_open(test->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_changed_box_is_refused(void **state)
{
	static const char *const change[] = {
	    "DELETE FROM slots WHERE slot=5",
	    "UPDATE slots SET used=1 WHERE used=0 AND slot=(SELECT min(slot) FROM slots WHERE used=0)",
	    "UPDATE slots SET used=0 WHERE used=1",
	    "UPDATE slots SET body=zeroblob(4000) WHERE slot=(SELECT min(slot) FROM slots WHERE used=1)",
	    "UPDATE slots SET body=zeroblob(4000) WHERE slot=(SELECT min(slot) FROM slots WHERE used=0)",
	    "UPDATE slots SET body=zeroblob(3999) WHERE slot=3",
	    "UPDATE slots SET slot=slot+100 WHERE slot=39",
	    "UPDATE spoiled SET used=1 WHERE slot=0",
	    "UPDATE spoiled SET used=2 WHERE slot=1",
	    "UPDATE fixed SET body=zeroblob(128) WHERE slot=1",
	    "DELETE FROM fixed WHERE slot=2",
	    "DELETE FROM scrub",
	    "CREATE TABLE votes(time, voter)",
	    "CREATE TRIGGER t AFTER UPDATE ON slots BEGIN DELETE FROM spoiled; END",
	    "CREATE INDEX i ON slots(used)",
	    "DROP TABLE spoiled",
	    "PRAGMA user_version=2",
	    "PRAGMA application_id=1",
	    "PRAGMA page_size=8192; VACUUM",
	    "UPDATE slots SET body=(SELECT body FROM slots WHERE used=1), used=1 WHERE used=0",
	};
	struct test *test = *state;
	char copy[DISK_PATH_MAX];
	struct test_ballot ballot;
	struct box *box;

	make_ballot(test, &ballot, 1);
	assert_ok(box_cast(test->box, &ballot.code, ballot.body, ballot.body_len));
	box_close(test->box);
	test->box = NULL;
	path_of(copy, test->fixture.folder, "copy.db");
	copy_file(test->path, copy);
	for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
		tamper(test, change[i]);
		if (box_open(&box, test->path, &test->identity) != STATUS_DAMAGED)
			fail_msg("not noticed: %s", change[i]);
		assert_null(box);
		copy_file(copy, test->path);
	}
	assert_ok(box_open(&test->box, test->path, &test->identity));
}

/* What a byte of a closed box's file is: SQLite's own, part of what the box says (every ballot, every filler, the three
 * fixed rows), or part of a scrub page, whose content means nothing. */
enum byte_kind { BYTE_SQLITE, BYTE_BODY, BYTE_SCRUB, BYTE_KINDS };

static void mark_bodies(uint8_t *kind, const uint8_t *file, size_t len, const char *path)
{
	static const char sql[] = "SELECT body, 1 FROM slots UNION ALL SELECT body, 1 FROM spoiled UNION ALL "
	                          "SELECT body, 1 FROM fixed UNION ALL SELECT body, 2 FROM scrub";
	sqlite3 *db;
	sqlite3_stmt *bodies;

	memset(kind, BYTE_SQLITE, len);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &bodies, NULL), SQLITE_OK);
	while (sqlite3_step(bodies) == SQLITE_ROW) {
		size_t body_len = (size_t)sqlite3_column_bytes(bodies, 0);
		const uint8_t *at = memmem(file, len, sqlite3_column_blob(bodies, 0), body_len);

		assert_non_null(at);
		memset(kind + (at - file), sqlite3_column_int(bodies, 1), body_len);
	}
	assert_int_equal(sqlite3_finalize(bodies), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* A flipped bit in a ballot, in a filler or in what the box says of itself is always noticed. Elsewhere it is noticed
 * or changes nothing that the box holds. Which bits are tried is fixed: those of every N-th byte of each kind, in turn.
 */
static void a_flipped_bit_is_noticed_or_means_nothing(void **state)
{
	size_t step[BYTE_KINDS] = {61, 397, 9973}, met[BYTE_KINDS] = {0}, len;
	unsigned tried[BYTE_KINDS] = {0}, noticed[BYTE_KINDS] = {0};
	struct test *test = *state;
	struct test_ballot ballots[20];
	struct seen seen = {ballots, 20, 0, {{0}}};
	const char *longer = getenv("LONG");
	uint8_t *good, *bad, *kind;
	struct box *box;

	if (longer && longer[0] != '\0')
		step[BYTE_SQLITE] = step[BYTE_BODY] = 5;
	for (unsigned i = 0; i < 20; i++) {
		make_ballot(test, &ballots[i], i);
		assert_ok(box_cast(test->box, &ballots[i].code, ballots[i].body, ballots[i].body_len));
	}
	box_close(test->box);
	test->box = NULL;
	good = read_all(test->path, &len);
	bad = malloc(len);
	kind = malloc(len);
	assert_non_null(bad);
	assert_non_null(kind);
	mark_bodies(kind, good, len, test->path);
	for (size_t at = 0; at < len; at++) {
		uint8_t of = kind[at];
		if (met[of]++ % step[of] != 0)
			continue;
		memcpy(bad, good, len);
		bad[at] ^= (uint8_t)(1U << tried[of]++ % 8);
		write_all(test->path, bad, len);
		if (box_open(&box, test->path, &test->identity) != STATUS_OK) {
			assert_null(box);
			noticed[of]++;
			continue;
		}
		if (of == BYTE_BODY)
			fail_msg("a flipped bit in byte %zu was not noticed", at);
		seen.count = 0;
		if (box_each(box, see, &seen) != STATUS_OK || seen.count != 20)
			fail_msg("a flipped bit in byte %zu was noticed too late", at);
		box_close(box);
	}
	assert_true(met[BYTE_BODY] > (size_t)SLOTS * 3900);
	assert_int_equal(noticed[BYTE_BODY], tried[BYTE_BODY]);
	print_message(
	    "# note: flipped bits refused: %u of %u in bodies, %u of %u of SQLite's own, %u of %u in scrub pages\n",
	    noticed[BYTE_BODY], tried[BYTE_BODY], noticed[BYTE_SQLITE], tried[BYTE_SQLITE], noticed[BYTE_SCRUB],
	    tried[BYTE_SCRUB]);
	for (size_t at = 0; at < len; at += len / 37) { /* cut off */
		write_all(test->path, good, at);
		assert_int_not_equal(box_open(&box, test->path, &test->identity), STATUS_OK);
	}
	free(good);
	free(bad);
	free(kind);
}

static void a_read_only_box_is_refused(void **state)
{
	struct test *test = *state;
	struct box *box;

	if (geteuid() == 0) {
		print_message("# note: run by root, whom file rights do not bind: read-only files not tried\n");
		return;
	}
	box_close(test->box);
	test->box = NULL;
	assert_int_equal(chmod(test->path, 0400), 0);
	assert_status(STATUS_READ_ONLY, box_open(&box, test->path, &test->identity));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(keeps_every_ballot, begin, end),
	    cmocka_unit_test_setup_teardown(a_visit_can_end_the_walk, begin, end),
	    cmocka_unit_test_setup_teardown(the_largest_ballot_fits, begin, end),
	    cmocka_unit_test_setup_teardown(the_same_ballot_is_stored_once, begin, end),
	    cmocka_unit_test_setup_teardown(cast_or_spoiled_not_both, begin, end),
	    cmocka_unit_test_setup_teardown(a_tag_is_taken_once, begin_codes, end),
	    cmocka_unit_test_setup_teardown(what_is_no_ballot_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(state_and_counters_stay, begin, end),
	    cmocka_unit_test_setup_teardown(only_its_own_box_is_opened, begin, end),
	    cmocka_unit_test_setup_teardown(a_changed_box_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(a_flipped_bit_is_noticed_or_means_nothing, begin, end),
	    cmocka_unit_test_setup_teardown(a_read_only_box_is_refused, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
