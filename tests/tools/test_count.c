/* count: what its steps refuse, what becomes of votes that are none, and where it stands. */
#include "count.h"
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
	struct election *election = calloc(1, sizeof *election);

	assert_non_null(election);

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	vote_must(trustee_alone(&run->vote->trustees, &run->vote->share, "Bo Example", SIGN_PRACTICE));
	vote_write_keys(run->vote);
	count_start(run, LIST("a", "b"));
	refused(run, "trustees.transcript", "other trustees");
	election->transcript = run->vote->trustees.transcript;
	election->joint_key = run->vote->trustees.joint_key;
	election->kind = run->vote->trustees.kind;
	election->trustee_count = (uint8_t)run->vote->trustees.count;
	election->threshold = (uint8_t)run->vote->trustees.threshold;
	assert_int_equal(count_check_trustees(election, &run->vote->trustees, "t"), STATUS_OK);
	election->threshold++;
	assert_int_equal(count_check_trustees(election, &run->vote->trustees, "t"), STATUS_MISMATCH);
	election->threshold--;
	election->trustee_count++;
	assert_int_equal(count_check_trustees(election, &run->vote->trustees, "t"), STATUS_MISMATCH);
	free(election);
}

static void test_count(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];
	struct bytes csv;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "3 ballots from 2 kiosks, mixed by 2, opened by 1 of 1 trustees, and counted.");
	says(run->captured.out,
	     "a tie was decided by the rule \"cost-votes-id\" (lowest cost first, then most votes, then "
	     "id), in this order:\n    c1  c1  (selected)\n    c3  c3  (not selected)\n");
	says(run->captured.out, "3 projects for GBP 600 of GBP 600\n");
	vote_path(path, run->vote, "record/result.csv");
	vote_must(file_read(&csv, path, 1 << 20, "the result"));
	assert_string_equal((const char *)csv.data, "project_id,name,cost,votes,score,selected,order,contest\n"
	                                            "p1,p1,100,2,2,yes,1,1\n"
	                                            "p2,p2,200,1,1,yes,2,1\n"
	                                            "p3,p3,300,0,0,yes,3,1\n"
	                                            "p4,p4,400,0,0,no,,1\n"
	                                            "p5,p5,500,0,0,no,,1\n"
	                                            "c1,c1,100,1,1,yes,1,2\n"
	                                            "c2,c2,200,0,0,yes,2,2\n"
	                                            "c3,c3,300,1,1,no,,2\n");
	bytes_free(&csv);
	finish(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "finished already");
}

static int published(const struct run *run)
{
	static const char *const names[] = {"codes.txt",  "votes",      "result.json",
	                                    "result.csv", "readme.txt", "manifest.sha256"};
	int count = 0;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char name[64], path[PATH_ROOM];

		snprintf(name, sizeof name, "record/%s", names[i]);
		vote_path(path, run->vote, name);
		count += path_exists(path);
	}
	return count;
}

static void stands(struct run *run, const char *step, const char *next)
{
	standing(run);
	assert_int_equal(run->captured.code, 0);
	assert_string_equal(run->captured.err, "");
	says(run->captured.out, step);
	says(run->captured.out, next);
	says(run->captured.out, "Not checked here: ballots, proofs and files");
}

static void too_early(struct run *run, const char *why)
{
	finish(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, why);
	assert_int_equal(published(run), 0);
}

/* Step by step: where it stands, who is next, and that nothing is published before all is there. */
static void test_steps(void **state)
{
	struct run *run = *state;

	standing(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "record: there is no such folder; check the path");
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	says(run->captured.out, "Ada Example, Organiser\n  folkmoot mix ");
	stands(run, "exports     of 2 of 2 kiosks", "a mixer mixes, on their own computer: Ada Example or Organiser");
	too_early(run, "0 of at least 2 mixes");
	mix(run, "share.key");
	stands(run, "mixes       1 of at least 2: Ada Example",
	       "another mixer mixes, on their own computer: Organiser\n");
	too_early(run, "1 of at least 2 mixes");
	mix(run, "organiser.key");
	stands(run, "mixes       2 of at least 2: Ada Example, Organiser", "folkmoot trustee decrypt ");
	stands(run, "decryption  not begun", "--share FILE --quorum 1\n");
	too_early(run, "no trustee has decrypted");
	decrypt(run);
	stands(run, "decryption  1 of 1: 1 Ada Example\n", "folkmoot count finish ");
	stands(run, "result      not yet", "");
	finish(run);
	assert_int_equal(run->captured.code, 0);
	assert_int_equal(published(run), 6);
	stands(run, "result      published", "folkmoot audit ");
}

static void not_published(const struct run *run, const char *file, const char *why)
{
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, file);
	says(run->captured.err, why);
}

/* What a finish that was interrupted did not write is written; what is there must follow, and what belongs to no record
 * is not published. */
static void test_finish_again(void **state)
{
	struct run *run = *state;
	struct bytes first, second;
	char path[PATH_ROOM];

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	vote_path(path, run->vote, "record/manifest.sha256");
	vote_must(file_read(&first, path, 1 << 20, "the manifest"));
	unlink(path);
	vote_file(run->vote, "record/result.csv", "half", 4);
	vote_file(run->vote, "record/notes.txt", "x", 1);
	finish(run);
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, "record/notes.txt");
	says(run->captured.err, "does not belong to a record");
	assert_false(path_exists(path));
	vote_path(path, run->vote, "record/notes.txt");
	unlink(path);
	vote_file(run->vote, "record/mixes/.3.part", "x", 1);
	finish(run);
	not_published(run, "record/mixes: holds .3.part", "is no folder; take it away");
	vote_path(path, run->vote, "record/mixes/.3.part");
	unlink(path);
	vote_must(folder_make(path));
	vote_file(run->vote, "record/mixes/.3.part/contest-00001.list", "x", 1);
	finish(run);
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, "record/mixes/.3.part");
	says(run->captured.err, "left by work that was interrupted");
	vote_path(path, run->vote, "record/mixes/.3.part/contest-00001.list");
	unlink(path);
	finish(run);
	not_published(run, "record/result.csv", "is not what follows from the ballots");
	vote_path(path, run->vote, "record/result.csv");
	unlink(path);
	stands(run, "result      published, but result.csv is missing",
	       "writes what is missing:\n  folkmoot count finish");
	finish(run);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.err,
	     "record/mixes/.3.part: the empty folder of a mix that was begun and not finished; remove it");
	vote_path(path, run->vote, "record/manifest.sha256");
	vote_must(file_read(&second, path, 1 << 20, "the manifest"));
	assert_string_equal((const char *)first.data, (const char *)second.data);
	bytes_free(&first);
	bytes_free(&second);
}

static void stands_in_part(struct run *run, const char *missing)
{
	standing(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, missing);
	says(run->captured.err, "do not begin another count");
}

/* A part of the record is lost: it is copied back, and nothing is done anew. */
static void test_part_lost(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM], away[PATH_ROOM];

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	mix(run, "share.key");
	mix(run, "organiser.key");
	vote_path(path, run->vote, "record/mixes/1");
	vote_path(away, run->vote, "away");
	assert_int_equal(rename(path, away), 0);
	stands(run, "mix 2 is here, mix 1 is not\n", "copy mixes/1 back from another copy; nobody mixes until then.\n");
	assert_int_equal(rename(away, path), 0);
	vote_path(path, run->vote, "record/exports");
	assert_int_equal(rename(path, away), 0);
	stands_in_part(run, "record: holds part of a record, but no exports; copy it back");
	assert_int_equal(rename(away, path), 0);
	vote_path(path, run->vote, "record/election.election");
	assert_int_equal(rename(path, away), 0);
	stands_in_part(run, "record: holds part of a record, but no election.election; copy it back");
}

/* One published file is lost: it is written again, where the manifest and all others hold. */
static void test_file_lost(void **state)
{
	struct run *run = *state;
	struct bytes first, second;
	char path[PATH_ROOM], manifest[PATH_ROOM];

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	vote_path(path, run->vote, "record/readme.txt");
	vote_path(manifest, run->vote, "record/manifest.sha256");
	vote_must(file_read(&first, manifest, 1 << 20, "the manifest"));
	unlink(path);
	stands(run, "result      published, but readme.txt is missing", "  folkmoot count finish ");
	vote_file(run->vote, "record/manifest.sha256", "other", 5);
	finish(run);
	not_published(run, "record/manifest.sha256", "is not what follows from the ballots");
	assert_false(path_exists(path));
	vote_must(file_write(manifest, first.data, first.len, FILE_PUBLIC, FILE_REPLACE));
	finish(run);
	assert_int_equal(run->captured.code, 0);
	assert_int_equal(published(run), 6);
	vote_must(file_read(&second, manifest, 1 << 20, "the manifest"));
	assert_string_equal((const char *)first.data, (const char *)second.data);
	finish(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "finished already");
	bytes_free(&first);
	bytes_free(&second);
}

/* A changed byte in a mix, and nothing is published. */
static void test_finish_checks(void **state)
{
	struct run *run = *state;
	struct bytes list;
	char path[PATH_ROOM];

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	mix(run, "share.key");
	mix(run, "organiser.key");
	decrypt(run);
	vote_path(path, run->vote, "record/mixes/2/contest-00001.list");
	vote_must(file_read(&list, path, 1 << 20, "the list"));
	list.data[list.len - 1] ^= 1;
	vote_must(file_write(path, list.data, list.len, FILE_PUBLIC, FILE_REPLACE));
	finish(run);
	refused(run, "mixes/2/contest-00001.list", "the step \"mixes\" does not hold");
	assert_int_equal(published(run), 0);
	bytes_free(&list);
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

/* A real vote goes the same way; its keys open with their passphrases only. */
static void test_real_vote(void **state)
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
	count_votes(run, LIST("a", "b"));
	refused(run, "share.key", "does not open with this passphrase");
	vote_file(run->vote, "passphrase", "practice\n", 9);
	mix(run, "share.key");
	assert_int_equal(run->captured.code, 0);
	mix(run, "organiser.key");
	assert_int_equal(run->captured.code, 0);
	decrypt(run);
	assert_int_equal(run->captured.code, 0);
	finish(run);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "fewer than 10 votes");
	vote_path(path, run->vote, "record/readme.txt");
	vote_must(file_read(&readme, path, 1 << 20, "the readme"));
	says((const char *)readme.data,
	     "mixed by Ada Example, then by Organiser.\nThey were opened by Ada Example, the only trustee.\n");
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
	assert_int_equal(run->captured.code, 0);
	vote_path(path, run->vote, "record/result.csv");
	vote_must(file_read(&csv, path, 1 << 20, "the result"));
	says((const char *)csv.data, "\np1,\"'=HYPERLINK(\"\"http://example.org\"\")\",100,1,1,");
	says((const char *)csv.data, "\np2,'+1 bench,200,0,0,");
	says((const char *)csv.data, "\np3,\"'-2, or so\",300,");
	says((const char *)csv.data, "\np4,'@home,400,");
	says((const char *)csv.data, "\n'-5,a=b,500,");
	bytes_free(&csv);
}

static void test_share_of_others(void **state)
{
	struct run *run = *state;
	struct trustees kept = run->vote->trustees;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	mix(run, "share.key");
	mix(run, "organiser.key");
	vote_must(trustee_alone(&run->vote->trustees, &run->vote->share, "Bo Example", SIGN_PRACTICE));
	vote_write_keys(run->vote);
	run->vote->trustees = kept;
	decrypt(run);
	assert_int_not_equal(run->captured.code, 0);
	says(run->captured.err, "share.key: this share belongs to another trustees' transcript");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_start),           CASE(test_start_needs_all), CASE(test_other_trustees), CASE(test_count),
	    CASE(test_steps),           CASE(test_finish_again),    CASE(test_file_lost),      CASE(test_part_lost),
	    CASE(test_finish_checks),   CASE(test_invalid_votes),   CASE(test_real_vote),      CASE(test_no_formulas),
	    CASE(test_share_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
