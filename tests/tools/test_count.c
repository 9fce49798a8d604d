/* count start: what it refuses, what it writes. */
#include "vote_run.h"

static void test_start(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "3 ballots and 1 test ballot from 2 kiosks accepted");
	says(run->captured.err, "Projects: only 3 ballots, fewer than 10");
	count_start(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "exists already");
}

static void test_start_needs_all(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};
	char path[PATH_ROOM];

	vote_export(run->vote, 0, "a", &wish);
	count_start(run, LIST("a"));
	refused(run, "Library 2 (Place 2)", "nothing came from this kiosk");
	refused(run, "Library 1 (Place 1)", "is not closed");
	vote_path(path, run->vote, "record");
	assert_false(path_exists(path));
}

static void test_other_trustees(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	vote_must(trustee_alone(&run->vote->trustees, &run->vote->share, "Bo Example", SIGN_PRACTICE));
	vote_write_keys(run->vote);
	count_start(run, LIST("a", "b"));
	refused(run, "trustees.transcript", "other trustees");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_start),
	    CASE(test_start_needs_all),
	    CASE(test_other_trustees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
