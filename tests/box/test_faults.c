/* The box on a disk that fails and in a house whose power is cut: at every operation of a cast, a spoiling, a change of
 * state and an opening. An acknowledged ballot is never lost, none is there twice or in part; a lying disk, as the
 * control, loses some. */
#include "shim.h"

enum { SLOTS = 9, BEFORE = 6, TRIES = 6 };

struct test {
	struct fixture fixture;
	char path[DISK_PATH_MAX], good[DISK_PATH_MAX];
	struct box_identity identity;
	struct test_ballot before[BEFORE], spoiled_before, fresh;
	struct box *box;
};

static void open_box(struct test *test)
{
	assert_ok(box_open(&test->box, test->path, &test->identity));
}

static void close_box(struct test *test)
{
	box_close(test->box);
	test->box = NULL;
}

/* A box with some ballots, in a closed file, which scene() puts back each time. */
static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	path_of(test->path, test->fixture.folder, "box.db");
	path_of(test->good, test->fixture.folder, "good.db");
	test->identity.election = test->fixture.hash;
	test->identity.revision = 1;
	memcpy(test->identity.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	assert_ok(box_make(test->path, &test->identity, SLOTS));
	open_box(test);
	for (unsigned i = 0; i < BEFORE; i++) {
		seal_ballot(&test->before[i], &test->fixture.context, &test->fixture.shape, i, NULL);
		assert_ok(box_cast(test->box, &test->before[i].code, test->before[i].body, test->before[i].body_len));
	}
	seal_ballot(&test->spoiled_before, &test->fixture.context, &test->fixture.shape, 1, NULL);
	assert_ok(box_spoil(test->box, &test->spoiled_before.code, &test->spoiled_before.opened));
	assert_ok(box_set_state(test->box, VOTING_OPEN, &(struct box_counters){1, 1, 1, 1, 1}));
	close_box(test);
	assert_ok(disk_rename(disk_real(), test->path, test->good));
	shim_start(test->path);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	close_box(test);
	shim_stop();
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

/* The good box, and a new ballot for each time, so that all its places in the layout come up. */
static void scene(struct test *test)
{
	(void)unlink(shim.image[1].path);
	copy_file(test->good, test->path);
	shim_forget_faults();
	shim_settle();
	seal_ballot(&test->fresh, &test->fixture.context, &test->fixture.shape, 5, NULL);
}

/* --- what must hold afterwards --- */

struct expected {
	const struct test *test;
	unsigned before, fresh;
};

static enum status see(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct expected *seen = context;

	if (hash_compare(code, &seen->test->fresh.code) == 0) {
		assert_memory_equal(body, seen->test->fresh.body, body_len);
		seen->fresh++;
		return STATUS_OK;
	}
	for (unsigned i = 0; i < BEFORE; i++) {
		if (hash_compare(code, &seen->test->before[i].code) != 0)
			continue;
		assert_int_equal(body_len, seen->test->before[i].body_len);
		assert_memory_equal(body, seen->test->before[i].body, body_len);
		seen->before++;
		return STATUS_OK;
	}
	fail_msg("a ballot that nobody cast");
	return STATUS_INTERNAL;
}

static enum status see_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	struct expected *seen = context;

	(void)opened;
	if (hash_compare(code, &seen->test->fresh.code) == 0)
		seen->fresh++;
	else if (hash_compare(code, &seen->test->spoiled_before.code) == 0)
		seen->before++;
	else
		fail_msg("a spoiled ballot that nobody spoiled");
	return STATUS_OK;
}

/* Everything from before is there once; the fresh one 0 or 1 times, which is told. */
static unsigned check_box(struct test *test)
{
	struct expected seen = {test, 0, 0};
	enum voting_state voting;
	uint32_t closing;

	assert_ok(box_each(test->box, see, &seen));
	assert_int_equal(seen.before, BEFORE);
	assert_ok(box_each_spoiled(test->box, see_opened, &seen));
	assert_int_equal(seen.before, BEFORE + 1);
	assert_true(seen.fresh <= 1);
	assert_ok(box_state(test->box, &voting, &closing));
	assert_true(voting == VOTING_OPEN || voting == VOTING_CLOSED);
	return seen.fresh;
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

static enum status scrub(struct test *test)
{
	return box_scrub(test->box);
}

/* --- single failures: the box mends itself --- */

static void one_failure(struct test *test, deed *task, const char *name, int adds)
{
	unsigned at;

	for (at = 1;; at++) {
		enum status status;
		scene(test);
		open_box(test);
		shim_forget_faults();
		shim.fail_at = at;
		status = task(test);
		if (shim.operations < at) {
			assert_ok(status);
			close_box(test);
			break;
		}
		if (status != STATUS_OK)
			assert_ok(task(test));
		shim_forget_faults();
		assert_int_equal(check_box(test), adds);
		close_box(test);
		open_box(test);
		assert_int_equal(check_box(test), adds);
		close_box(test);
	}
	print_message("# note: %s: each of %u operations failed once\n", name, at - 1);
	assert_true(at > 8);
}

static void any_one_operation_fails(void **state)
{
	one_failure(*state, cast, "cast", 1);
	one_failure(*state, spoil, "spoil", 1);
	one_failure(*state, close_voting, "change of state", 0);
	one_failure(*state, scrub, "scrub", 0);
}

/* --- lasting failures: refused, nothing lost, and a later call finds out what is true --- */

/* A refusal says that nothing is stored; where that is not certain the status says so. */
static void lasting_failure(struct test *test, deed *task, int adds)
{
	unsigned unknown = 0;

	for (unsigned at = 1;; at++) {
		enum status status, again;
		unsigned fresh;
		scene(test);
		open_box(test);
		shim_forget_faults();
		shim.fail_at = at;
		shim.fail_for = UINT32_MAX;
		status = task(test);
		if (shim.operations < at) {
			assert_ok(status);
			close_box(test);
			break;
		}
		assert_int_not_equal(status, STATUS_OK);
		again = task(test);
		assert_int_not_equal(again, STATUS_OK);
		shim_forget_faults();
		fresh = check_box(test); /* opens anew by itself */
		assert_true(fresh <= (unsigned)adds);
		if (adds && fresh > 0 && (status != STATUS_UNKNOWN || again != STATUS_UNKNOWN))
			fail_msg("operation %u: a stored ballot was refused as not stored", at);
		unknown += status == STATUS_UNKNOWN;
		assert_ok(task(test));
		assert_int_equal(check_box(test), adds);
		close_box(test);
		open_box(test);
		assert_int_equal(check_box(test), adds);
		close_box(test);
	}
	assert_int_equal(unknown > 0, adds);
}

static size_t file_len(const char *path)
{
	struct stat info;

	assert_int_equal(stat(path, &info), 0);
	return (size_t)info.st_size;
}

/* A recorder keeps a ballot of which nobody knows, and tells once the disk answers; it is never there twice. */
static void what_is_not_known_is_asked_again(struct fixture *fixture, enum recorder_call how)
{
	struct recorder_paths paths = {.data = fixture->data, .usb = fixture->stick, .disk = NULL, .slots = 300};
	struct recorder *recorder;
	struct recorder_reply reply;
	char why[SENTENCE_MAX], log[DISK_PATH_MAX], *text;
	unsigned unknown = 0;
	size_t len;

	path_of(log, fixture->data, "log.txt");
	assert_ok(recorder_create(&recorder, &paths, why, sizeof why));
	assert_ok(ask_pin(recorder, &reply, FIXTURE_PIN));
	assert_ok(ask(recorder, &reply, RECORDER_IMPORT));
	assert_ok(ask(recorder, &reply, RECORDER_OPEN));
	for (unsigned at = 1;; at++) {
		assert_true(at < 100);
		uint32_t before, stored;
		enum status status;
		assert_ok(ask(recorder, &reply, RECORDER_BEGIN));
		assert_ok(ask_seal(recorder, &reply, fixture, 1));
		before = how == RECORDER_CAST ? reply.facts.sealed : reply.facts.spoiled;
		len = file_len(log);
		shim_forget_faults();
		shim.fail_at = at;
		shim.fail_for = UINT32_MAX;
		status = ask(recorder, &reply, how);
		assert_int_equal(file_len(log), len); /* a line with a time would tell when a ballot was cast */
		if (status == STATUS_OK)
			break;
		for (int i = 0; i < 3; i++)
			assert_int_equal(ask(recorder, &reply, how) == STATUS_UNKNOWN, status == STATUS_UNKNOWN);
		assert_true(strlen(reply.detail) > 15);
		shim_forget_faults();
		if (status == STATUS_UNKNOWN) {
			assert_ok(ask(recorder, &reply, how));
			unknown++;
		} else {
			assert_ok(ask(recorder, &reply, RECORDER_DISCARD));
		}
		assert_ok(ask(recorder, &reply, RECORDER_STATUS));
		stored = how == RECORDER_CAST ? reply.facts.sealed : reply.facts.spoiled;
		assert_int_equal(stored, before + (status == STATUS_UNKNOWN));
		stored = how == RECORDER_CAST ? reply.facts.cast : reply.facts.challenged;
		assert_int_equal(stored, before + (status == STATUS_UNKNOWN));
	}
	assert_true(unknown > 0);
	shim_forget_faults();
	/* After a test vote the session goes on. */
	if (how == RECORDER_CHALLENGE)
		assert_ok(ask(recorder, &reply, RECORDER_DISCARD));
	/* What failed last was the scrub, which is told of now. */
	assert_ok(ask(recorder, &reply, RECORDER_PAUSE));
	text = (char *)read_all(log, &len);
	assert_non_null(strstr(text, "could not be scrubbed"));
	free(text);
	recorder_destroy(recorder);
}

static void nobody_votes_twice_over_a_failing_disk(void **state)
{
	static const enum recorder_call how[] = {RECORDER_CAST, RECORDER_CHALLENGE};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct fixture *fixture = calloc(1, sizeof *fixture);
		char path[DISK_PATH_MAX];
		assert_non_null(fixture);
		fixture_init(fixture, ADMISSION_OPEN);
		path_of(path, fixture->data, "box.db");
		shim_start(path);
		what_is_not_known_is_asked_again(fixture, how[i]);
		shim_stop();
		fixture_finish(fixture);
		free(fixture);
	}
}

static void from_any_operation_on_all_fail(void **state)
{
	lasting_failure(*state, cast, 1);
	lasting_failure(*state, spoil, 1);
	lasting_failure(*state, close_voting, 0);
}

/* --- power cuts --- */

static void power_cut_while(struct test *test, deed *task, const char *name, int adds)
{
	unsigned at, states = 0, acknowledged = 0;

	for (at = 1;; at++) {
		int went_through = 0;
		for (int try = 0; try < TRIES; try++) {
			enum status status;
			unsigned fresh;
			scene(test);
			open_box(test);
			shim_forget_faults();
			shim.fail_at = at;
			shim.cut = 1;
			status = task(test);
			went_through = shim.operations < at; /* then the power goes after the acknowledgement */
			shim.is_dead = 1;
			close_box(test);
			shim_power_up(try == 0 ? SPARED_NOTHING : try == 1 ? SPARED_ALL : SPARED_SOME);
			open_box(test);
			fresh = check_box(test);
			if (status == STATUS_OK && fresh != (unsigned)adds)
				fail_msg("%s: an acknowledged ballot is lost, cut at operation %u", name, at);
			acknowledged += status == STATUS_OK;
			close_box(test);
			states++;
		}
		if (went_through)
			break;
	}
	print_message("# note: %s: power cut at each of %u operations and after the acknowledgement: %u states, %u "
	              "acknowledged, none lost\n",
	              name, at - 1, states, acknowledged);
	assert_true(acknowledged > 0);
}

static void power_is_cut_anywhere(void **state)
{
	power_cut_while(*state, cast, "cast", 1);
	power_cut_while(*state, spoil, "spoil", 1);
	power_cut_while(*state, close_voting, "change of state", 0);
}

/* The first cut leaves a journal to be played back; the second comes while that is done. */
static void power_is_cut_again_at_boot(void **state)
{
	struct test *test = *state;
	unsigned cuts = 0;

	for (unsigned at = 1; at < 40; at += 3) {
		for (unsigned again = 1; again < 400; again += again < 40 ? 3 : 37) {
			struct box *box;
			enum status status;
			scene(test);
			open_box(test);
			shim_forget_faults();
			shim.fail_at = at;
			shim.cut = 1;
			status = cast(test);
			shim.is_dead = 1;
			close_box(test);
			shim_power_up(SPARED_SOME);
			shim.fail_at = again;
			shim.cut = 1;
			if (box_open(&box, test->path, &test->identity) == STATUS_OK) {
				shim.is_dead = 1;
				box_close(box);
			}
			shim_power_up(SPARED_SOME);
			open_box(test);
			assert_true(check_box(test) == 1 || status != STATUS_OK);
			close_box(test);
			cuts++;
		}
	}
	print_message("# note: power cut during a cast and again during recovery: %u states\n", cuts);
}

/* The control: the same torture on a disk that only says it syncs must find losses, or it could find none at all. */
static void a_lying_disk_loses_ballots(void **state)
{
	struct test *test = *state;
	unsigned lost = 0, rounds = 20;

	for (unsigned round = 0; round < rounds; round++) {
		struct expected seen = {test, 0, 0};
		struct box *box;
		scene(test);
		open_box(test);
		shim_forget_faults();
		shim.lies = 1;
		assert_ok(cast(test));
		shim.is_dead = 1;
		close_box(test);
		shim_power_up(round == 0 ? SPARED_NOTHING : SPARED_SOME);
		if (box_open(&box, test->path, &test->identity) != STATUS_OK) {
			lost++;
			continue;
		}
		assert_ok(box_each(box, see, &seen));
		lost += seen.fresh == 0;
		box_close(box);
	}
	print_message("# note: control, a disk that lies about syncs: lost or damaged in %u of %u\n", lost, rounds);
	assert_true(lost > 0);
}

/* --- what a cast costs, and a full disk --- */

static void a_cast_takes_four_syncs(void **state)
{
	struct test *test = *state;

	scene(test);
	open_box(test);
	shim_forget_faults();
	assert_ok(cast(test));
	print_message("# note: a cast: %u syncs, %u writes, %u operations\n", shim.syncs, shim.writes, shim.operations);
	assert_int_equal(shim.syncs, 4);
	shim_forget_faults();
	assert_ok(box_scrub(test->box));
	assert_int_equal(shim.syncs, 4);
}

/* Something else filled the kiosk's disk: every remaining slot can still be used. */
static void a_full_disk_stops_no_ballot(void **state)
{
	struct test *test = *state;
	uint32_t sealed, spoiled, slots;

	scene(test);
	open_box(test);
	shim_forget_faults();
	shim.is_full = 1;
	for (unsigned i = BEFORE; i < SLOTS; i++) {
		assert_ok(cast(test));
		assert_ok(box_scrub(test->box));
		seal_ballot(&test->fresh, &test->fixture.context, &test->fixture.shape, i, NULL);
	}
	assert_ok(spoil(test));
	assert_ok(close_voting(test));
	assert_ok(box_counts(test->box, &sealed, &spoiled, &slots));
	assert_int_equal(sealed, SLOTS);
	assert_int_equal(spoiled, 2);
}

/* Opening on a failing disk: an error or a good box, and the file is as good as before. */
static void opening_fails_anywhere(void **state)
{
	struct test *test = *state;
	unsigned at, refused = 0;

	for (at = 1;; at += at < 60 ? 1 : 11) {
		struct box *box;
		unsigned reached;
		scene(test);
		shim.fail_at = at;
		if (box_open(&box, test->path, &test->identity) != STATUS_OK) {
			assert_null(box);
			refused++;
		} else {
			box_close(box);
		}
		reached = shim.operations;
		shim_forget_faults();
		open_box(test);
		assert_int_equal(check_box(test), 0);
		close_box(test);
		if (reached < at)
			break;
	}
	print_message("# note: opening: %u failing operations refused\n", refused);
	assert_true(refused > 8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(any_one_operation_fails, begin, end),
	    cmocka_unit_test_setup_teardown(from_any_operation_on_all_fail, begin, end),
	    cmocka_unit_test(nobody_votes_twice_over_a_failing_disk),
	    cmocka_unit_test_setup_teardown(power_is_cut_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(power_is_cut_again_at_boot, begin, end),
	    cmocka_unit_test_setup_teardown(a_lying_disk_loses_ballots, begin, end),
	    cmocka_unit_test_setup_teardown(a_cast_takes_four_syncs, begin, end),
	    cmocka_unit_test_setup_teardown(a_full_disk_stops_no_ballot, begin, end),
	    cmocka_unit_test_setup_teardown(opening_fails_anywhere, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
