/* verify and count against exports that are wrong in one way each, with signatures that hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "captured.h"
#include "commands.h"
#include "vote.h"

struct run {
	struct vote *vote;
	struct captured captured;
};

/* verify over exports of the vote's folder, at most five, NULL at the end. */
static void verify(struct run *run, const char *const *exports)
{
	char election[PATH_ROOM], roster[PATH_ROOM], path[5][PATH_ROOM];
	const char *words[16] = {"verify", "--election", election, "--roster", roster};
	int count = 5;

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	for (int i = 0; exports[i] && i < 5; i++) {
		vote_path(path[i], run->vote, exports[i]);
		words[count++] = path[i];
	}
	capture(&run->captured, command_verify, words);
}

static void count_votes(struct run *run, const char *const *more)
{
	char election[PATH_ROOM], roster[PATH_ROOM], trustees[PATH_ROOM], share[PATH_ROOM], record[PATH_ROOM],
	    path[5][PATH_ROOM];
	const char *words[24] = {"count",  "--election", election, "--roster", roster, "--trustees",
	                         trustees, "--share",    share,    "-o",       record};
	int count = 11;

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(trustees, run->vote, "trustees.transcript");
	vote_path(share, run->vote, "share.key");
	vote_path(record, run->vote, "record");
	for (int i = 0; more[i] && i < 5; i++) {
		if (more[i][0] == '-') {
			words[count++] = more[i];
			continue;
		}
		vote_path(path[i], run->vote, more[i]);
		words[count++] = path[i];
	}
	capture(&run->captured, command_count, words);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static void says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("should say \"%s\", but says: %s", part, text);
}

static void refused(const struct run *run, const char *file, const char *why)
{
	if (run->captured.code != 1)
		fail_msg("exit %d instead of 1; stderr: %s", run->captured.code, run->captured.err);
	says(run->captured.err, file);
	says(run->captured.err, why);
	assert_string_equal(run->captured.out, "");
}

static int set_up(void **state)
{
	struct run *run = calloc(1, sizeof *run);

	if (crypto_init() != STATUS_OK)
		return -1;
	run->vote = vote_make();
	vote_cast(run->vote, 0, 1, 1);
	vote_cast(run->vote, 0, 3, 0);
	vote_challenge(run->vote, 0, 3, 1);
	vote_cast(run->vote, 1, 0, 3);
	*state = run;
	return 0;
}

static int tear_down(void **state)
{
	struct run *run = *state;

	vote_free(run->vote);
	free(run);
	return 0;
}

/* --- what is right --- */

static void test_whole_vote_verifies(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	verify(run, LIST("a", "b"));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "Everything holds");
	says(run->captured.out, "3 ballots, 1 test ballot ");
	says(run->captured.out, "Complete: every kiosk");
	says(run->captured.out, "organiser.pub");
}

/* The codes that voters noted, to look them up. */
static void test_codes(void **state)
{
	struct run *run = *state;
	char election[PATH_ROOM], roster[PATH_ROOM], a[PATH_ROOM], codes[PATH_ROOM], line[CODE_TEXT_BYTES + 10];
	struct bytes text;

	vote_close(run->vote, 0, "a");
	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(a, run->vote, "a");
	vote_path(codes, run->vote, "codes");
	capture(&run->captured, command_verify,
	        LIST("verify", "--election", election, "--roster", roster, "--codes", codes, a));
	assert_int_equal(run->captured.code, 0);
	vote_must(file_read(&text, codes, 1000, "the codes"));
	for (unsigned i = 0; i < 3; i++) {
		const struct vote_kiosk *kiosk = &run->vote->kiosk[0];

		confirmation_text(line, i < 2 ? &kiosk->ballot[i].code : &kiosk->spoiled[0].code);
		strcat(line, i < 2 ? " sealed\n" : " spoiled\n");
		says((const char *)text.data, line);
	}
	assert_int_equal(text.len, 2 * (CODE_TEXT_BYTES + 7) + CODE_TEXT_BYTES + 8);
	bytes_free(&text);
}

static void test_missing_and_interim_are_said(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "a", &wish);
	verify(run, LIST("a"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "not closed yet: this is an interim export");
	says(run->captured.out, "nothing from it yet");
}

static void test_sequence_of_exports(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_OPEN};

	vote_export(run->vote, 0, "a1", &wish);
	vote_cast(run->vote, 0, 2, 2);
	vote_log(run->vote, 0, "for lunch");
	vote_export(run->vote, 0, "a2", &wish);
	vote_close(run->vote, 0, "a3");
	vote_close(run->vote, 1, "b");
	verify(run, LIST("a3", "a1", "b", "a2"));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "4 ballots, 1 test ballot ");
	verify(run, LIST("a3", "a1", "a1"));
	assert_int_equal(run->captured.code, 0);
}

/* --- what is wrong --- */

static void test_foreign_key(void **state)
{
	struct run *run = *state;
	struct sign_secret other;
	struct vote_wish wish = {.state = VOTING_CLOSED, .key = &other};

	sign_key_make(&other, SIGN_PRACTICE);
	vote_export(run->vote, 0, "a", &wish);
	verify(run, LIST("a"));
	refused(run, "a/manifest.sha256.minisig", "not on the roster");
}

static void test_other_kiosks_key(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_CLOSED, .key = &run->vote->kiosk[1].key};

	vote_export(run->vote, 0, "a", &wish);
	verify(run, LIST("a"));
	refused(run, "a/report.txt", "names another kiosk");
}

static void test_comment(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_CLOSED, .comment = "folkmoot export"};

	vote_export(run->vote, 0, "a", &wish);
	verify(run, LIST("a"));
	refused(run, "a/manifest.sha256.minisig", "trusted comment");
}

static void test_file_too_many_and_too_few(void **state)
{
	struct run *run = *state;
	struct vote_wish more = {.state = VOTING_CLOSED, .more = "extra.txt"},
	                 fewer = {.state = VOTING_CLOSED, .missing = "log.txt"};

	vote_export(run->vote, 0, "a", &more);
	vote_export(run->vote, 1, "b", &fewer);
	verify(run, LIST("a", "b"));
	refused(run, "a/extra.txt", "does not belong to an export");
	refused(run, "b/log.txt", "is missing");
	says(run->captured.err, "2 faults");
}

static void wrong_election(struct certificate *report)
{
	report->election.bytes[0] ^= 1;
}

static void wrong_place(struct certificate *report)
{
	strcpy(report->place, "Nowhere");
}

static void wrong_sealed(struct certificate *report)
{
	report->sealed++;
}

static void wrong_set(struct certificate *report)
{
	report->set.bytes[31] ^= 1;
}

static void wrong_spoiled_set(struct certificate *report)
{
	report->spoiled_set.bytes[0] ^= 1;
}

static void wrong_log_head(struct certificate *report)
{
	report->log_head.bytes[0] ^= 1;
}

static void wrong_log_count(struct certificate *report)
{
	report->log_count++;
}

static void test_reports(void **state)
{
	static const struct {
		void (*change)(struct certificate *report);
		const char *file, *why;
	} cases[] = {
	    {wrong_election, "/report.txt", "another election"},
	    {wrong_place, "/report.txt", "another kiosk or place"},
	    {wrong_sealed, "/ballots", "holds 2 ballots, but report.txt says 3"},
	    {wrong_set, "/ballots", "other ballots than report.txt"},
	    {wrong_spoiled_set, "/spoiled", "other ballots than report.txt"},
	    {wrong_log_head, "/log.txt", "another end"},
	    {wrong_log_count, "/log.txt", "another end"},
	};
	struct run *run = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct vote_wish wish = {.state = VOTING_CLOSED, .report = cases[i].change};
		char name[8];

		snprintf(name, sizeof name, "r%zu", i);
		run->vote->kiosk[0].number = 0;
		memset(run->vote->kiosk[0].previous, 0, SHA256_BYTES);
		vote_export(run->vote, 0, name, &wish);
		verify(run, LIST(name));
		refused(run, cases[i].file, cases[i].why);
	}
}

static void test_ballot_out_of_order(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct vote_ballot first = kiosk->ballot[0];

	kiosk->ballot[0] = kiosk->ballot[1];
	kiosk->ballot[1] = first;
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/ballots", "out of order");
}

static void test_ballot_twice(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];

	kiosk->ballot[1] = kiosk->ballot[0];
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/ballots", "twice");
}

/* A ballot whose proof is another ballot's. */
static void test_proof(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct sealed one, other;
	struct writer writer;

	vote_must(sealed_decode(&one, kiosk->ballot[0].body, kiosk->ballot[0].body_len));
	vote_must(sealed_decode(&other, kiosk->ballot[1].body, kiosk->ballot[1].body_len));
	memcpy(one.proof, other.proof, sizeof one.proof);
	writer_init(&writer, kiosk->ballot[0].body, sizeof kiosk->ballot[0].body);
	sealed_encode(&writer, &one);
	confirmation_code(&kiosk->ballot[0].code, &kiosk->context, kiosk->ballot[0].body, writer_len(&writer));
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/ballots", "proof that does not hold");
	says(run->captured.err, "Library 1 (Place 1)");
}

/* Another kiosk's ballot, copied: its proof is bound to that kiosk. */
static void test_copied_ballot(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];

	kiosk->ballot[0] = run->vote->kiosk[1].ballot[0];
	confirmation_code(&kiosk->ballot[0].code, &kiosk->context, kiosk->ballot[0].body, kiosk->ballot[0].body_len);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	verify(run, LIST("a", "b"));
	refused(run, "a/ballots", "proof that does not hold");
	says(run->captured.err, "uses the same randomness");
}

static void test_other_shape(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct vote_ballot *ballot = &kiosk->ballot[0];
	struct sealed_shape shape = {.style = 0, .contest_count = 1, .contest = {1}, .width = {1}};
	uint8_t no_tag[TAG_BYTES] = {0};
	struct sealed sealed;
	struct writer writer;

	vote_must(sealed_make(&sealed, &kiosk->context, &shape, no_tag, &ballot->plain, ballot->nonce));
	writer_init(&writer, ballot->body, sizeof ballot->body);
	sealed_encode(&writer, &sealed);
	ballot->body_len = writer_len(&writer);
	confirmation_code(&ballot->code, &kiosk->context, ballot->body, ballot->body_len);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/ballots", "has not the contests");
}

static void test_tag_where_none_belongs(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct vote_ballot *ballot = &kiosk->ballot[0];
	uint8_t tag[TAG_BYTES] = {1};
	struct sealed_shape shape;
	struct sealed sealed;
	struct writer writer;

	election_shape(&shape, &run->vote->election, 0);
	vote_must(sealed_make(&sealed, &kiosk->context, &shape, tag, &ballot->plain, ballot->nonce));
	writer_init(&writer, ballot->body, sizeof ballot->body);
	sealed_encode(&writer, &sealed);
	confirmation_code(&ballot->code, &kiosk->context, ballot->body, writer_len(&writer));
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/ballots", "voting code's tag");
}

static void test_wrong_opening(void **state)
{
	struct run *run = *state;

	vote_plain(&run->vote->kiosk[0].spoiled[0].plain, run->vote, 4, 2);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/spoiled", "not what its opening says");
}

static void test_spoiled_and_cast(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];

	kiosk->ballot[kiosk->ballot_count++] = kiosk->spoiled[0];
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/spoiled", "is cast too");
}

static void test_fork(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	run->vote->kiosk[0].number = 0;
	memset(run->vote->kiosk[0].previous, 0, SHA256_BYTES);
	vote_cast(run->vote, 0, 7, 1);
	vote_close(run->vote, 0, "b");
	verify(run, LIST("a", "b"));
	refused(run, "manifest.sha256", "two different exports with number 1");
}

static void test_broken_link(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "a1", &wish);
	run->vote->kiosk[0].previous[5] ^= 1;
	vote_close(run->vote, 0, "a2");
	verify(run, LIST("a1", "a2"));
	refused(run, "a2/report.txt", "does not follow export 1");
}

static void test_held_back_ballot(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "a1", &wish);
	run->vote->kiosk[0].ballot_count--;
	vote_close(run->vote, 0, "a2");
	verify(run, LIST("a1", "a2"));
	refused(run, "a2/ballots", "lacks ballots");
	says(run->captured.err, "counter of Library 1");
}

static void test_rewritten_log(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};
	char path[PATH_ROOM];

	vote_log(run->vote, 0, "one history");
	vote_export(run->vote, 0, "a1", &wish);
	snprintf(path, sizeof path, "%s/log0/log.txt", run->vote->dir);
	assert_int_equal(unlink(path), 0);
	vote_log(run->vote, 0, "another history");
	vote_close(run->vote, 0, "a2");
	verify(run, LIST("a1", "a2"));
	refused(run, "a2/log.txt", "does not go on from the log");
}

static void test_packages(void **state)
{
	struct run *run = *state;
	struct sign_secret other;
	char public_text[SIGN_KEY_FILE_MAX];

	vote_close(run->vote, 0, "a");
	run->vote->roster.election.bytes[0] ^= 1;
	vote_write_roster(run->vote);
	verify(run, LIST("a"));
	refused(run, "vote.roster", "another election");
	sign_key_make(&other, SIGN_PRACTICE);
	vote_must(sign_public_write(public_text, sizeof public_text, &other.public_key));
	vote_file(run->vote, "organiser.pub", public_text, strlen(public_text));
	verify(run, LIST("a"));
	refused(run, "vote.election", "another key than the organiser's");
}

static void test_absent(void **state)
{
	struct run *run = *state;

	verify(run, LIST("nowhere"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "nowhere");
}

/* --- count --- */

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
	says(run->captured.out, "a tie was decided by the rule \"cost-votes-id\", in this order: c1 c3");
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

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_whole_vote_verifies),
	    CASE(test_codes),
	    CASE(test_missing_and_interim_are_said),
	    CASE(test_sequence_of_exports),
	    CASE(test_foreign_key),
	    CASE(test_other_kiosks_key),
	    CASE(test_comment),
	    CASE(test_file_too_many_and_too_few),
	    CASE(test_reports),
	    CASE(test_ballot_out_of_order),
	    CASE(test_ballot_twice),
	    CASE(test_proof),
	    CASE(test_copied_ballot),
	    CASE(test_other_shape),
	    CASE(test_tag_where_none_belongs),
	    CASE(test_wrong_opening),
	    CASE(test_spoiled_and_cast),
	    CASE(test_fork),
	    CASE(test_broken_link),
	    CASE(test_held_back_ballot),
	    CASE(test_rewritten_log),
	    CASE(test_packages),
	    CASE(test_absent),
	    CASE(test_count),
	    CASE(test_count_needs_all),
	    CASE(test_invalid_votes),
	    CASE(test_real_vote_needs_unmixed),
	    CASE(test_share_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
