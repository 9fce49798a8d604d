/* The recorder with a second storage device: staff learn at once which of the two fails, the log later, and everything
 * goes on with the other. */
#include "devices.h"

struct test {
	struct fixture fixture;
	char mirror[DISK_PATH_MAX], first[DISK_PATH_MAX], second[DISK_PATH_MAX];
	struct recorder *recorder;
	struct recorder_reply reply;
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	assert_non_null(test);
	fixture_init(&test->fixture, ADMISSION_OPEN);
	make_folder_in(test->mirror, test->fixture.folder, "mirror");
	path_of(test->first, test->fixture.data, BOX_FILE);
	path_of(test->second, test->mirror, BOX_FILE);
	devices_start(test->fixture.data, test->mirror);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	devices_stop();
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

static enum status try_restart(struct test *test, char why[static SENTENCE_MAX])
{
	struct recorder_paths paths = {
	    .data = test->fixture.data, .usb = test->fixture.stick, .slots = FIXTURE_SLOTS, .mirror = test->mirror};

	recorder_destroy(test->recorder);
	test->recorder = NULL;
	devices_mend();
	return recorder_create(&test->recorder, &paths, why, SENTENCE_MAX);
}

static void restart(struct test *test)
{
	char why[SENTENCE_MAX] = "";

	if (try_restart(test, why) != STATUS_OK)
		fail_msg("%s", why);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static void open_voting_here(struct test *test)
{
	restart(test);
	assert_ok(call(test, RECORDER_IMPORT));
	assert_ok(call(test, RECORDER_OPEN));
	assert_int_equal(test->reply.facts.copies, COPIES_TWO);
}

static unsigned log_has(const struct test *test, const char *words)
{
	char path[DISK_PATH_MAX], *at;
	unsigned count = 0;
	uint8_t *text;
	size_t len;

	path_of(path, test->fixture.data, "log.txt");
	text = read_all(path, &len);
	for (at = (char *)text; (at = strstr(at, words)) != NULL; at++)
		count++;
	free(text);
	return count;
}

static void assert_counts(const char *path, uint32_t want)
{
	uint32_t sealed, spoiled, slots;
	struct box *box;

	assert_ok(box_open(&box, path, NULL));
	assert_ok(box_counts(box, &sealed, &spoiled, &slots));
	assert_int_equal(sealed, want);
	box_close(box);
}

static void every_ballot_is_on_both(void **state)
{
	struct test *test = *state;

	open_voting_here(test);
	for (unsigned i = 0; i < 4; i++)
		vote(test->recorder, &test->reply, &test->fixture, i);
	assert_ok(call(test, RECORDER_CLOSE));
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	assert_counts(test->first, 4);
	assert_counts(test->second, 4);
	assert_int_equal(log_has(test, "copy of the ballot box"), 0);
}

/* Voting goes on; staff see it at once; the log tells at the next pause, since a line of its own would date a ballot.
 */
static void one_device_dies(void **state)
{
	struct test *test = *state;

	for (int which = 0; which < 2; which++) {
		const char *line = which == 0 ? "the first copy of the ballot box could not be read or written"
		                              : "the second copy of the ballot box could not be read or written";
		uint32_t lines;
		if (which == 0)
			open_voting_here(test);
		vote(test->recorder, &test->reply, &test->fixture, 1);
		lines = test->reply.facts.log_count;
		devices.device[which].operations = 0;
		devices.device[which].fail_at = 1;
		vote(test->recorder, &test->reply, &test->fixture, 2);
		vote(test->recorder, &test->reply, &test->fixture, 3);
		assert_int_equal(test->reply.facts.copies, which == 0 ? COPIES_FIRST_LOST : COPIES_SECOND_LOST);
		assert_int_equal(test->reply.facts.sealed, 3 + 3 * (unsigned)which);
		assert_int_equal(test->reply.facts.log_count, lines);
		assert_int_equal(log_has(test, line), 0);
		assert_ok(call(test, RECORDER_PAUSE));
		assert_int_equal(log_has(test, line), 1);
		assert_ok(call(test, RECORDER_EXPORT));
		assert_int_equal(log_has(test, line), 1);
		restart(test);
		assert_int_equal(test->reply.facts.copies, COPIES_TWO);
		assert_int_equal(test->reply.facts.sealed, 3 + 3 * (unsigned)which);
		assert_int_equal(log_has(test, which == 0
		                                   ? "the first copy of the ballot box lacked ballots and took them "
		                                     "from the other one: 2"
		                                   : "the second copy of the ballot box lacked ballots and took "
		                                     "them from the other one: 2"),
		                 1);
		assert_ok(call(test, RECORDER_OPEN));
	}
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	assert_counts(test->first, 6);
	assert_counts(test->second, 6);
}

static void damage(const char *path)
{
	size_t len;
	uint8_t *data = read_all(path, &len);

	for (size_t i = 4200; i < len; i += 1000)
		data[i] ^= 0x40;
	write_all(path, data, len);
	free(data);
}

/* An export has a new number where anything in it is another: counts, sets of ballots, counters. So one number means
 * one content, from both copies and from either alone. */
static void the_count_is_complete_from_either(void **state)
{
	struct test *test = *state;

	open_voting_here(test);
	for (unsigned i = 0; i < 5; i++)
		vote(test->recorder, &test->reply, &test->fixture, i);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.facts.exports, 1);
	for (int which = 0; which < 2; which++) {
		uint8_t *good;
		size_t good_len;
		recorder_destroy(test->recorder);
		test->recorder = NULL;
		good = read_all(which == 0 ? test->first : test->second, &good_len);
		damage(which == 0 ? test->first : test->second);
		restart(test);
		assert_int_equal(test->reply.facts.copies, which == 0 ? COPIES_FIRST_LOST : COPIES_SECOND_LOST);
		assert_int_equal(test->reply.facts.sealed, 5);
		assert_int_equal(log_has(test, which == 0
		                                   ? "the first copy of the ballot box is damaged; the kiosk goes "
		                                     "on with the other one"
		                                   : "the second copy of the ballot box is damaged; the kiosk "
		                                     "goes on with the other one"),
		                 1);
		assert_ok(call(test, RECORDER_EXPORT));
		assert_int_equal(test->reply.facts.exports, 1);
		recorder_destroy(test->recorder);
		test->recorder = NULL;
		write_all(which == 0 ? test->first : test->second, good, good_len);
		free(good);
	}
	restart(test);
	assert_int_equal(test->reply.facts.copies, COPIES_TWO);
}

static void a_device_that_is_missing(void **state)
{
	struct test *test = *state;

	open_voting_here(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	/* A new, empty device is filled; one that is not there is told of. */
	assert_int_equal(unlink(test->second), 0);
	restart(test);
	assert_int_equal(test->reply.facts.copies, COPIES_TWO);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	assert_counts(test->second, 1);
	remove_tree(test->mirror);
	restart(test);
	assert_int_equal(test->reply.facts.copies, COPIES_SECOND_LOST);
	assert_int_equal(log_has(test, "the second copy of the ballot box is not there; the kiosk goes on"), 1);
	vote(test->recorder, &test->reply, &test->fixture, 2);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	assert_int_equal(mkdir(test->mirror, 0700), 0);
	restart(test);
	assert_int_equal(test->reply.facts.copies, COPIES_TWO);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	assert_counts(test->second, 2);
}

static void make_other(const struct test *test, const char *path, int what)
{
	struct box_identity other = {.election = test->fixture.hash, .revision = 1};

	memcpy(other.kiosk, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	other.election.bytes[3] ^= what == 0;
	other.revision += what == 1;
	other.kiosk[9] ^= what == 2;
	(void)unlink(path);
	assert_ok(box_make(path, &other, FIXTURE_SLOTS));
}

static void another_s_box(void **state)
{
	static const char *const words[3] = {
	    "box.db is the ballot box of another election, or of another revision of this one: change nothing and call "
	    "the organiser.",
	    "box.db is the ballot box of another election, or of another revision of this one: change nothing and call "
	    "the organiser.",
	    "box.db is the ballot box of another kiosk: change nothing and call the organiser."};
	static const enum status want[3] = {STATUS_OTHER_ELECTION, STATUS_OTHER_ELECTION, STATUS_OTHER_KIOSK};
	struct test *test = *state;
	char good[DISK_PATH_MAX], why[SENTENCE_MAX];

	open_voting_here(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	path_of(good, test->fixture.folder, "good.db");
	copy_file(test->first, good);
	for (int i = 0; i < 3; i++) {
		size_t before_len, after_len;
		uint8_t *before, *after;
		/* On the second device: it stays as it is, and the kiosk goes on. */
		make_other(test, test->second, i);
		before = read_all(test->second, &before_len);
		restart(test);
		assert_int_equal(test->reply.facts.copies, COPIES_SECOND_LOST);
		assert_int_equal(log_has(test, i < 2 ? "the second copy of the ballot box belongs to another election"
		                                     : "the second copy of the ballot box belongs to another kiosk"),
		                 i < 2 ? (unsigned)i + 1 : 1);
		recorder_destroy(test->recorder);
		test->recorder = NULL;
		after = read_all(test->second, &after_len);
		assert_int_equal(before_len, after_len);
		assert_memory_equal(before, after, before_len);
		free(before);
		free(after);
		/* In the data folder: refused, though the second device has the right one. */
		copy_file(good, test->second);
		make_other(test, test->first, i);
		assert_status(want[i], try_restart(test, why));
		assert_non_null(strstr(why, words[i]));
		copy_file(good, test->first);
	}
}

static void erase(struct test *test)
{
	struct recorder_request request = {.call = RECORDER_ERASE};

	(void)snprintf(request.pin, sizeof request.pin, "%s", FIXTURE_SECOND);
	recorder_ask(test->recorder, &test->reply, &request);
	if (test->reply.status != STATUS_OK)
		fail_msg("%s", test->reply.detail);
}

static void close_and_save(struct test *test)
{
	open_voting_here(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
}

static void erasing_clears_both(void **state)
{
	struct test *test = *state;

	close_and_save(test);
	erase(test);
	assert_false(disk_exists(disk_real(), test->first));
	assert_false(disk_exists(disk_real(), test->second));
}

/* It was away while the box was erased: what it holds goes when it is back, and the next election is on both. */
static void a_device_that_was_away_while_erasing(void **state)
{
	struct test *test = *state;
	char away[DISK_PATH_MAX];

	path_of(away, test->fixture.folder, "away");
	close_and_save(test);
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	assert_int_equal(rename(test->mirror, away), 0);
	restart(test);
	erase(test);
	assert_int_equal(rename(away, test->mirror), 0);
	test->fixture.election.id = "pond-2027";
	fixture_write_body(&test->fixture);
	fixture_write_package(&test->fixture, test->fixture.stick, "pond.election");
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	open_voting_here(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_int_equal(test->reply.facts.copies, COPIES_TWO);
}

static void without_a_second_device(void **state)
{
	struct test *test = *state;

	test->recorder = open_voting(&test->fixture, NULL);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_int_equal(test->reply.facts.copies, COPIES_ONE);
	assert_false(disk_exists(disk_real(), test->second));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(every_ballot_is_on_both, begin, end),
	    cmocka_unit_test_setup_teardown(one_device_dies, begin, end),
	    cmocka_unit_test_setup_teardown(the_count_is_complete_from_either, begin, end),
	    cmocka_unit_test_setup_teardown(a_device_that_is_missing, begin, end),
	    cmocka_unit_test_setup_teardown(another_s_box, begin, end),
	    cmocka_unit_test_setup_teardown(erasing_clears_both, begin, end),
	    cmocka_unit_test_setup_teardown(a_device_that_was_away_while_erasing, begin, end),
	    cmocka_unit_test_setup_teardown(without_a_second_device, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
