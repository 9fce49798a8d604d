/* A box of two copies on two devices: everything acknowledged is in both, or in the one that works; whatever fails, and
 * wherever the program is killed, no ballot is lost or there twice, and opening brings both copies to the same. */
#include "devices.h"

#include <sys/wait.h>

enum { SLOTS = 9, BEFORE = 5 };

struct test {
	struct fixture fixture;
	char folder[2][DISK_PATH_MAX], path[2][DISK_PATH_MAX], good[DISK_PATH_MAX];
	struct box_identity identity;
	struct test_ballot before[BEFORE], spoiled_before, fresh;
	struct box *box;
	struct box_copies copies;
};

static enum status try_open(struct test *test)
{
	enum status status = box_open_pair(&test->box, test->path[0], test->path[1], &test->identity);

	if (status == STATUS_OK)
		box_look_copies(&test->copies, test->box);
	return status;
}

static void open_both(struct test *test)
{
	assert_ok(try_open(test));
	assert_true(test->copies.wanted);
}

static void close_both(struct test *test)
{
	box_close(test->box);
	test->box = NULL;
}

static void cast_one(struct test *test, const struct test_ballot *ballot)
{
	assert_ok(box_cast(test->box, &ballot->code, ballot->body, ballot->body_len));
	assert_ok(box_scrub(test->box));
}

/* Both copies with some ballots, in closed files, which scene() puts back each time. */
static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	make_folder_in(test->folder[0], test->fixture.folder, "first");
	make_folder_in(test->folder[1], test->fixture.folder, "second");
	path_of(test->path[0], test->folder[0], BOX_FILE);
	path_of(test->path[1], test->folder[1], BOX_FILE);
	path_of(test->good, test->fixture.folder, "good.db");
	test->identity.election = test->fixture.hash;
	test->identity.revision = 1;
	memcpy(test->identity.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	devices_start(test->folder[0], test->folder[1]);
	assert_ok(box_make(test->path[0], &test->identity, SLOTS));
	open_both(test);
	assert_true(test->copies.made[BOX_SECOND] && !test->copies.made[BOX_FIRST]);
	for (unsigned i = 0; i < BEFORE; i++) {
		seal_ballot(&test->before[i], &test->fixture.context, &test->fixture.shape, i, NULL);
		cast_one(test, &test->before[i]);
	}
	seal_ballot(&test->spoiled_before, &test->fixture.context, &test->fixture.shape, 1, NULL);
	assert_ok(box_spoil(test->box, &test->spoiled_before.code, &test->spoiled_before.opened));
	assert_ok(box_set_state(test->box, VOTING_OPEN, &(struct box_counters){1, 1, 1, 1, 1}));
	close_both(test);
	copy_file(test->path[0], test->good);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	close_both(test);
	devices_stop();
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static void journal_of(char out[static DISK_PATH_MAX], const char *path)
{
	assert_true(snprintf(out, DISK_PATH_MAX, "%s-journal", path) < DISK_PATH_MAX);
}

static void scene(struct test *test)
{
	char journal[DISK_PATH_MAX];

	close_both(test);
	devices_mend();
	for (int i = 0; i < 2; i++) {
		journal_of(journal, test->path[i]);
		(void)unlink(journal);
		copy_file(test->good, test->path[i]);
	}
	seal_ballot(&test->fresh, &test->fixture.context, &test->fixture.shape, 5, NULL);
}

/* --- what must hold --- */

struct seen {
	const struct test *test;
	unsigned before, fresh;
};

static enum status see(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct seen *seen = context;
	const struct test_ballot *is = NULL;

	for (unsigned i = 0; i < BEFORE; i++)
		if (hash_compare(code, &seen->test->before[i].code) == 0)
			is = &seen->test->before[i];
	seen->before += is != NULL;
	if (!is) {
		assert_int_equal(hash_compare(code, &seen->test->fresh.code), 0);
		is = &seen->test->fresh;
		seen->fresh++;
	}
	assert_int_equal(body_len, is->body_len);
	assert_memory_equal(body, is->body, body_len);
	return STATUS_OK;
}

static enum status see_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	struct seen *seen = context;

	(void)opened;
	if (hash_compare(code, &seen->test->fresh.code) == 0)
		seen->fresh++;
	else if (hash_compare(code, &seen->test->spoiled_before.code) == 0)
		seen->before++;
	else
		fail_msg("a spoiled ballot that nobody spoiled");
	return STATUS_OK;
}

/* Everything from before once; how often the fresh one. */
static unsigned look(const struct test *test, struct box *box)
{
	struct seen seen = {test, 0, 0};

	assert_ok(box_each(box, see, &seen));
	assert_ok(box_each_spoiled(box, see_opened, &seen));
	assert_int_equal(seen.before, BEFORE + 1);
	assert_true(seen.fresh <= 1);
	return seen.fresh;
}

static enum voting_state state_of(struct box *box)
{
	enum voting_state state;
	uint32_t closing;

	assert_ok(box_state(box, &state, &closing));
	return state;
}

/* Each copy by itself is whole, and tells the same. */
static unsigned look_at_each(struct test *test, enum voting_state state)
{
	unsigned fresh[2];
	struct box *box;

	close_both(test);
	for (int i = 0; i < 2; i++) {
		assert_ok(box_open(&box, test->path[i], &test->identity));
		fresh[i] = look(test, box);
		assert_int_equal(state_of(box), state);
		box_close(box);
	}
	assert_int_equal(fresh[0], fresh[1]);
	return fresh[0];
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
	return box_set_state(test->box, VOTING_CLOSED, &(struct box_counters){2, 1, 1, 1, 1});
}

static const struct {
	const char *name;
	deed *deed;
	unsigned fresh;
	enum voting_state state;
} deeds[] = {{"cast", cast, 1, VOTING_OPEN},
             {"spoil", spoil, 1, VOTING_OPEN},
             {"change of state", close_voting, 0, VOTING_CLOSED}};
enum { DEEDS = sizeof deeds / sizeof deeds[0] };

static void both_copies_hold_everything(void **state)
{
	struct test *test = *state;

	for (int i = 0; i < DEEDS; i++) {
		scene(test);
		open_both(test);
		assert_ok(deeds[i].deed(test));
		assert_int_equal(look_at_each(test, deeds[i].state), deeds[i].fresh);
		open_both(test);
		assert_int_equal(test->copies.taken[0] + test->copies.taken[1], 0);
		assert_int_equal(test->copies.lost[0], STATUS_OK);
		assert_int_equal(test->copies.lost[1], STATUS_OK);
	}
}

/* From each operation on one device is dead: what was asked is done all the same, and opening again mends. */
static unsigned fail_one(struct test *test, int which, int i)
{
	unsigned at;

	for (at = 1;; at++) {
		scene(test);
		open_both(test);
		devices_mend();
		devices.device[which].fail_at = at;
		assert_ok(deeds[i].deed(test));
		if (devices.device[which].operations < at)
			break;
		box_look_copies(&test->copies, test->box);
		assert_int_not_equal(test->copies.lost[which], STATUS_OK);
		assert_int_equal(test->copies.lost[1 - which], STATUS_OK);
		assert_int_equal(look(test, test->box), deeds[i].fresh);
		assert_int_equal(state_of(test->box), deeds[i].state);
		/* It goes on with one, for everything. */
		assert_ok(deeds[i].deed(test));
		assert_ok(box_set_state(test->box, VOTING_PAUSED, &(struct box_counters){3, 1, 1, 1, 1}));
		assert_ok(box_scrub(test->box));
		close_both(test);
		devices_mend();
		open_both(test);
		assert_int_equal(test->copies.lost[which], STATUS_OK);
		assert_true(test->copies.taken[which] <= deeds[i].fresh);
		assert_int_equal(test->copies.taken[1 - which], 0);
		assert_int_equal(look_at_each(test, VOTING_PAUSED), deeds[i].fresh);
	}
	return at - 1;
}

static void either_device_may_die_at_any_operation(void **state)
{
	for (int i = 0; i < DEEDS; i++) {
		unsigned first = fail_one(*state, 0, i), second = fail_one(*state, 1, i);
		assert_true(first > 10 && second > 10);
		print_message("# note: %s: first device dead from each of %u operations, second from each of %u\n",
		              deeds[i].name, first, second);
	}
}

/* Both die: then the answer is a failure, and where nobody can know, STATUS_UNKNOWN; asked again, it is there once. */
static void both_may_die(void **state)
{
	struct test *test = *state;
	unsigned states = 0, unknown = 0, stored;
	enum status status;

	for (int i = 0; i < 2; i++)
		for (unsigned at = 1; at <= 16; at++)
			for (unsigned other = 1; other <= 16; other += 3) {
				scene(test);
				open_both(test);
				devices_mend();
				devices.device[0].fail_at = at;
				devices.device[1].fail_at = other;
				status = deeds[i].deed(test);
				close_both(test);
				devices_mend();
				open_both(test);
				stored = look(test, test->box);
				if (status == STATUS_OK)
					assert_int_equal(stored, 1);
				else if (status != STATUS_UNKNOWN)
					assert_int_equal(stored, 0);
				unknown += status == STATUS_UNKNOWN;
				assert_ok(deeds[i].deed(test));
				assert_int_equal(look_at_each(test, VOTING_OPEN), 1);
				states++;
			}
	assert_true(unknown > 0);
	print_message("# note: both devices dead: %u ways, in %u nobody could know\n", states, unknown);
}

/* A ballot in doubt on the device that died is in doubt on the other too, until it is stored there. */
static void doubt_is_not_forgotten(void **state)
{
	struct test *test = *state;
	unsigned doubts = 0;
	enum status status;

	for (unsigned at = 1; at <= 16; at++) {
		scene(test);
		open_both(test);
		devices_mend();
		devices.device[0].fail_at = at;
		devices.device[1].fail_at = 1;
		status = cast(test);
		devices.device[1].fail_at = 0;
		if (status != STATUS_UNKNOWN)
			continue;
		doubts++;
		assert_status(STATUS_UNKNOWN, box_look_cast(test->box, &test->fresh.code));
		assert_int_equal(state_of(test->box), VOTING_OPEN);
		box_look_copies(&test->copies, test->box);
		assert_int_not_equal(test->copies.lost[0], STATUS_OK);
		devices.device[1].operations = 0;
		devices.device[1].fail_at = 3;
		assert_status(STATUS_UNKNOWN, cast(test));
		devices.device[1].fail_at = 0;
		assert_ok(cast(test));
		assert_ok(box_look_cast(test->box, &test->fresh.code));
		assert_int_equal(look(test, test->box), 1);
	}
	assert_true(doubts > 0);
}

/* --- killed --- */

static void be_killed(struct test *test, int i, unsigned at, int told)
{
	open_both(test);
	devices_mend();
	devices.kill_at = at;
	if (deeds[i].deed(test) == STATUS_OK && write(told, "1", 1) != 1)
		_exit(3);
	_exit(0);
}

static unsigned kill_at_each(struct test *test, int i)
{
	unsigned at, exits = 9;
	int told[2], how;
	char byte;

	for (at = 1; exits == 9; at++) {
		ssize_t got;
		pid_t child;

		scene(test);
		assert_int_equal(pipe(told), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			be_killed(test, i, at, told[1]);
		(void)close(told[1]);
		got = read(told[0], &byte, 1);
		(void)close(told[0]);
		assert_int_equal(waitpid(child, &how, 0), child);
		assert_true(WIFEXITED(how));
		exits = (unsigned)WEXITSTATUS(how);
		assert_true(exits == 9 || exits == 0);
		open_both(test);
		assert_int_equal(test->copies.lost[0], STATUS_OK);
		assert_int_equal(test->copies.lost[1], STATUS_OK);
		if (got == 1)
			assert_int_equal(look(test, test->box), deeds[i].fresh);
		(void)look_at_each(test, state_of(test->box));
	}
	return at - 2;
}

static void it_may_be_killed_at_any_operation(void **state)
{
	for (int i = 0; i < DEEDS; i++)
		print_message("# note: %s: killed at each of %u operations of both copies\n", deeds[i].name,
		              kill_at_each(*state, i));
}

/* --- what lies on the other device --- */

static void flip(const char *path, size_t every)
{
	size_t len;
	uint8_t *data = read_all(path, &len);

	for (size_t i = 5000; i < len; i += every)
		data[i] ^= 1;
	write_all(path, data, len);
	free(data);
}

static void assert_lost(struct test *test, int which, enum status why)
{
	size_t before_len, after_len;
	uint8_t *before = read_all(test->path[which], &before_len), *after;

	open_both(test);
	assert_status(why, test->copies.lost[which]);
	assert_status(STATUS_OK, test->copies.lost[1 - which]);
	cast_one(test, &test->fresh);
	assert_int_equal(look(test, test->box), 1);
	close_both(test);
	after = read_all(test->path[which], &after_len);
	assert_int_equal(before_len, after_len);
	assert_memory_equal(before, after, before_len);
	free(before);
	free(after);
}

static void a_damaged_copy_is_left_alone(void **state)
{
	struct test *test = *state;

	for (int which = 0; which < 2; which++) {
		scene(test);
		flip(test->path[which], 3000);
		assert_lost(test, which, STATUS_DAMAGED);
	}
}

static void an_absent_copy_is_made(void **state)
{
	struct test *test = *state;
	char journal[DISK_PATH_MAX];

	for (int which = 0; which < 2; which++) {
		scene(test);
		assert_int_equal(unlink(test->path[which]), 0);
		/* What an older box left must not be taken for the new one's. */
		journal_of(journal, test->path[which]);
		write_all(journal, "an old journal", 14);
		open_both(test);
		assert_true(test->copies.made[which] && !test->copies.made[1 - which]);
		cast_one(test, &test->fresh);
		assert_int_equal(look_at_each(test, VOTING_OPEN), 1);
	}
	scene(test);
	assert_int_equal(unlink(test->path[0]) + unlink(test->path[1]), 0);
	assert_status(STATUS_ABSENT, try_open(test));
	assert_false(access(test->path[0], F_OK) == 0 || access(test->path[1], F_OK) == 0);
	/* The folder of the second device is not there at all. */
	scene(test);
	assert_int_equal(unlink(test->path[1]) + rmdir(test->folder[1]), 0);
	open_both(test);
	assert_int_not_equal(test->copies.lost[1], STATUS_OK);
	cast_one(test, &test->fresh);
	assert_int_equal(mkdir(test->folder[1], 0700), 0);
}

static void another_s_box_is_refused(void **state)
{
	struct test *test = *state;
	struct box_identity other[3] = {test->identity, test->identity, test->identity};
	static const enum status want[3] = {STATUS_OTHER_ELECTION, STATUS_OTHER_ELECTION, STATUS_OTHER_KIOSK};

	other[0].election.bytes[7] ^= 1;
	other[1].revision++;
	other[2].kiosk[20] ^= 1;
	for (int i = 0; i < 3; i++) {
		scene(test);
		assert_int_equal(unlink(test->path[1]), 0);
		assert_ok(box_make(test->path[1], &other[i], SLOTS));
		assert_lost(test, 1, want[i]);
		scene(test);
		assert_int_equal(unlink(test->path[0]), 0);
		assert_ok(box_make(test->path[0], &other[i], SLOTS));
		assert_status(want[i], try_open(test));
	}
	/* The same election and kiosk, but not a copy: another key, another size. */
	scene(test);
	assert_int_equal(unlink(test->path[1]), 0);
	assert_ok(box_make(test->path[1], &test->identity, SLOTS));
	open_both(test);
	assert_status(STATUS_MISMATCH, test->copies.lost[1]);
	assert_int_equal(look(test, test->box), 0);
}

static void an_older_copy_gets_what_it_lacks(void **state)
{
	struct test *test = *state;

	for (int which = 0; which < 2; which++) {
		scene(test);
		open_both(test);
		cast_one(test, &test->fresh);
		assert_ok(close_voting(test));
		assert_ok(box_set_export(test->box, &(struct box_export){.number = 3, .log_count = 4},
		                         &(struct box_counters){2, 2, 2, 2, 2}));
		close_both(test);
		copy_file(test->good, test->path[which]);
		open_both(test);
		assert_int_equal(test->copies.taken[which], 1);
		assert_int_equal(look_at_each(test, VOTING_CLOSED), 1);
		for (int i = 0; i < 2; i++) {
			struct box_export last;
			assert_ok(box_open(&test->box, test->path[i], &test->identity));
			assert_ok(box_last_export(test->box, &last));
			assert_int_equal(last.number, 3);
			close_both(test);
		}
	}
}

/* Each has a ballot that the other has not, of the same voting code: the newer copy counts, the other is lost. */
static void copies_that_contradict_each_other(void **state)
{
	struct test *test = *state;
	uint8_t tag[TAG_BYTES];
	struct test_ballot one, two;

	randombytes_buf(tag, sizeof tag);
	seal_ballot(&one, &test->fixture.context, &test->fixture.shape, 1, tag);
	seal_ballot(&two, &test->fixture.context, &test->fixture.shape, 2, tag);
	for (int newer = 0; newer < 2; newer++) {
		scene(test);
		for (int i = 0; i < 2; i++) {
			assert_ok(box_open(&test->box, test->path[i], &test->identity));
			cast_one(test, i == newer ? &test->fresh : &one);
			if (i == newer)
				cast_one(test, &two);
			close_both(test);
		}
		open_both(test);
		assert_status(STATUS_USED, test->copies.lost[1 - newer]);
		assert_true(box_tag_used(test->box, tag));
		assert_status(STATUS_USED, box_cast(test->box, &one.code, one.body, one.body_len));
		assert_ok(box_cast(test->box, &two.code, two.body, two.body_len));
	}
}

static void reading_goes_on_in_the_other_copy(void **state)
{
	struct test *test = *state;

	unsigned took_over = 0;

	/* So large that SQLite does not have all of it in memory: reading fails, at whichever ballot. */
	scene(test);
	assert_int_equal(unlink(test->path[0]) + unlink(test->path[1]), 0);
	assert_ok(box_make(test->path[0], &test->identity, 1200));
	open_both(test);
	for (unsigned i = 0; i < BEFORE; i++)
		cast_one(test, &test->before[i]);
	assert_ok(box_spoil(test->box, &test->spoiled_before.code, &test->spoiled_before.opened));
	cast_one(test, &test->fresh);
	for (unsigned at = 1; at <= 6; at++) {
		close_both(test);
		devices_mend();
		open_both(test);
		devices_mend();
		devices.device[0].fail_at = at;
		assert_int_equal(look(test, test->box), 1);
		assert_int_equal(state_of(test->box), VOTING_NEW);
		box_look_copies(&test->copies, test->box);
		took_over += test->copies.lost[0] != STATUS_OK;
	}
	assert_true(took_over > 0);
	print_message("# note: reading a box of 1200 slots: the second copy took over in %u of 6\n", took_over);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(both_copies_hold_everything, begin, end),
	    cmocka_unit_test_setup_teardown(either_device_may_die_at_any_operation, begin, end),
	    cmocka_unit_test_setup_teardown(both_may_die, begin, end),
	    cmocka_unit_test_setup_teardown(doubt_is_not_forgotten, begin, end),
	    cmocka_unit_test_setup_teardown(it_may_be_killed_at_any_operation, begin, end),
	    cmocka_unit_test_setup_teardown(a_damaged_copy_is_left_alone, begin, end),
	    cmocka_unit_test_setup_teardown(an_absent_copy_is_made, begin, end),
	    cmocka_unit_test_setup_teardown(another_s_box_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(an_older_copy_gets_what_it_lacks, begin, end),
	    cmocka_unit_test_setup_teardown(copies_that_contradict_each_other, begin, end),
	    cmocka_unit_test_setup_teardown(reading_goes_on_in_the_other_copy, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
