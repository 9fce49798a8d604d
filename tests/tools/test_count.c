/* count: what it refuses, what it makes of votes that are none. */
#include "vote_run.h"

static void test_count(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];
	struct bytes csv;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "not mixed: not for a real vote");
	says(run->captured.out,
	     "a tie was decided by the rule \"cost-votes-id\" (lowest cost first, then most votes, then "
	     "id), in this order:\n    c1  c1  (selected)\n    c3  c3  (not selected)\n");
	says(run->captured.out, "3 projects for GBP 600 of GBP 600\n");
	vote_path(path, run->vote, "record/result.csv");
	vote_must(file_read(&csv, path, 1 << 20, "the result"));
	assert_string_equal((const char *)csv.data, "project_id,name,cost,votes,score,selected,contest\n"
	                                            "p1,p1,100,2,2,yes,1\n"
	                                            "p2,p2,200,1,1,yes,1\n"
	                                            "p3,p3,300,0,0,yes,1\n"
	                                            "p4,p4,400,0,0,no,1\n"
	                                            "p5,p5,500,0,0,no,1\n"
	                                            "c1,c1,100,1,1,yes,2\n"
	                                            "c2,c2,200,0,0,yes,2\n"
	                                            "c3,c3,300,1,1,no,2\n");
	bytes_free(&csv);
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "exists already");
}

static void test_count_needs_all(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "a", &wish);
	count_votes(run, LIST("a"));
	refused(run, "Library 2 (Place 2)", "nothing came from this kiosk");
	refused(run, "Library 1 (Place 1)", "is not closed");
}

/* Too many approvals, and payloads that are no vote: counted as invalid, and shown. */
static void test_invalid_votes(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct sealed_plain plain;
	char path[PATH_ROOM];
	struct bytes votes;

	vote_cast(run->vote, 0, 0x1f, 0);
	memset(&plain, 0xff, sizeof plain);
	vote_seal(&kiosk->ballot[kiosk->ballot_count++], run->vote, kiosk, &plain);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "Projects: 5 votes, 2 valid, 1 blank, 2 invalid");
	says(run->captured.out, "The bench: 5 votes, 2 valid, 2 blank, 1 invalid");
	vote_path(path, run->vote, "record/votes");
	vote_must(file_read(&votes, path, 1 << 20, "the votes"));
	says((const char *)votes.data, "invalid ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\n");
	bytes_free(&votes);
}

static void test_real_vote_needs_unmixed(void **state)
{
	struct run *run = *state;

	vote_free(run->vote);
	run->vote = vote_make_kind(SIGN_REAL);
	vote_cast(run->vote, 0, 1, 1);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "--unmixed");
}

/* Then it is counted, and the record says what it gives away. */
static void test_unmixed_on_request(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];
	struct bytes readme;

	vote_free(run->vote);
	run->vote = vote_make_kind(SIGN_REAL);
	vote_cast(run->vote, 0, 1, 1);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	vote_file(run->vote, "passphrase", "wrong", 5);
	count_votes(run, LIST("--unmixed", "--passphrase-file", "passphrase", "a", "b"));
	refused(run, "share.key", "does not open with this passphrase");
	vote_file(run->vote, "passphrase", "practice\n", 9);
	count_votes(run, LIST("--unmixed", "--passphrase-file", "passphrase", "a", "b"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "fewer than 10 votes");
	vote_path(path, run->vote, "record/readme.txt");
	vote_must(file_read(&readme, path, 1 << 20, "the readme"));
	says((const char *)readme.data, "not mixed: not for a real vote");
	assert_null(strstr((const char *)readme.data, "PRACTICE"));
	bytes_free(&readme);
}

/* Names of projects are other people's words, and result.csv is opened in a spreadsheet. */
static void test_no_formulas(void **state)
{
	static const char *const names[] = {"=HYPERLINK(\"http://example.org\")", "+1 bench", "-2, or so", "@home",
	                                    "a=b"};
	struct run *run = *state;
	char path[PATH_ROOM];
	struct bytes csv;

	vote_free(run->vote);
	run->vote = vote_make();
	for (unsigned i = 0; i < VOTE_PROJECTS; i++)
		run->vote->projects[i].name.in[0] = names[i];
	run->vote->projects[4].id = "-5";
	vote_redefine(run->vote);
	vote_cast(run->vote, 0, 1, 1);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_string_equal(run->captured.err, "");
	vote_path(path, run->vote, "record/result.csv");
	vote_must(file_read(&csv, path, 1 << 20, "the result"));
	says((const char *)csv.data, "\np1,\"'=HYPERLINK(\"\"http://example.org\"\")\",100,1,1,");
	says((const char *)csv.data, "\np2,'+1 bench,200,0,0,");
	says((const char *)csv.data, "\np3,\"'-2, or so\",300,");
	says((const char *)csv.data, "\np4,'@home,400,");
	says((const char *)csv.data, "\n'-5,a=b,500,");
	bytes_free(&csv);
}

/* The package lists no issued codes, so nobody could tell a stuffed ballot. */
static void test_voting_codes(void **state)
{
	struct run *run = *state;

	vote_free(run->vote);
	run->vote = vote_make();
	run->vote->election.admission = ADMISSION_CODE;
	vote_redefine(run->vote);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "voting codes");
}

/* The votes are counted all the same, and nobody can take the record for a result. */
static void test_rule_not_applied(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];
	struct bytes readme;

	vote_free(run->vote);
	run->vote = vote_make();
	run->vote->election.rule = RULE_PHRAGMEN;
	vote_redefine(run->vote);
	vote_cast(run->vote, 0, 1, 1);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.err, "no project is selected: this version does not apply the rule \"phragmen\"");
	says(run->captured.out, "NO PROJECT IS SELECTED HERE: this version does not apply the rule \"phragmen\"");
	says(run->captured.out, "1 ballot from 2 kiosks");
	says(run->captured.out, ": 1 vote, 1 valid");
	vote_path(path, run->vote, "record/readme.txt");
	vote_must(file_read(&readme, path, 1 << 20, "the readme"));
	says((const char *)readme.data, "NO PROJECT IS SELECTED HERE");
	says((const char *)readme.data, ": 1 ballot, 0 test ballots, 0 sessions timed out, 0 left");
	bytes_free(&readme);
}

static void test_share_of_others(void **state)
{
	struct run *run = *state;
	struct trustees kept = run->vote->trustees;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	vote_must(trustee_alone(&run->vote->trustees, &run->vote->share, "Bo Example", SIGN_PRACTICE));
	vote_write_keys(run->vote);
	count_votes(run, LIST("a", "b"));
	refused(run, "trustees.transcript", "other trustees");
	run->vote->trustees = kept;
	vote_write_keys(run->vote);
	count_votes(run, LIST("a", "b"));
	assert_int_not_equal(run->captured.code, 0);
	says(run->captured.err, "share.key: this share belongs to another trustees' transcript");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_count),
	    CASE(test_count_needs_all),
	    CASE(test_invalid_votes),
	    CASE(test_real_vote_needs_unmixed),
	    CASE(test_unmixed_on_request),
	    CASE(test_no_formulas),
	    CASE(test_voting_codes),
	    CASE(test_rule_not_applied),
	    CASE(test_share_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
