/* verify against exports that are wrong in one way each, with signatures that hold. */
#include "vote_run.h"

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
	says(run->captured.out,
	     "Next, whoever counts, with every kiosk's exports:\n  folkmoot count start --election ");
	says(run->captured.out, "organiser.pub");
}

/* The codes that voters noted, to look them up. */
static void test_codes(void **state)
{
	struct run *run = *state;
	char election[PATH_ROOM], roster[PATH_ROOM], a[PATH_ROOM], codes[PATH_ROOM], line[CODE_TEXT_BYTES + 16];
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
		strcat(line, i < 2 ? " counted\n" : " test ballot\n");
		says((const char *)text.data, line);
	}
	assert_int_equal(text.len, 2 * (CODE_TEXT_BYTES + 8) + CODE_TEXT_BYTES + 12);
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
	vote_say(run->vote, 0, LOG_UNLOCK, "staff screens");
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
		vote_put_back(run->vote, 0);
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
	vote_put_back(run->vote, 0);
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
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	uint8_t previous[SHA256_BYTES];

	vote_export(run->vote, 0, "a1", &wish);
	memcpy(previous, kiosk->previous, SHA256_BYTES);
	vote_put_back(run->vote, 0);
	kiosk->number = 1;
	memcpy(kiosk->previous, previous, SHA256_BYTES);
	kiosk->ballot_count--;
	vote_close(run->vote, 0, "a2");
	verify(run, LIST("a1", "a2"));
	refused(run, "a2/ballots", "lacks ballots");
	says(run->captured.err, "counter of Library 1");
}

static void test_rewritten_log(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	uint8_t previous[SHA256_BYTES];

	vote_say(run->vote, 0, LOG_REFUSAL, "one history");
	vote_export(run->vote, 0, "a1", &wish);
	memcpy(previous, kiosk->previous, SHA256_BYTES);
	vote_put_back(run->vote, 0);
	kiosk->number = 1;
	memcpy(kiosk->previous, previous, SHA256_BYTES);
	vote_say(run->vote, 0, LOG_REFUSAL, "another history");
	vote_close(run->vote, 0, "a2");
	verify(run, LIST("a1", "a2"));
	refused(run, "a2/log.txt", "does not go on from the log");
	says(run->captured.err, "1 fault ");
}

/* A later roster had a further kiosk; counting with the earlier one would leave it out unnoticed. */
static void test_older_roster(void **state)
{
	struct run *run = *state;

	run->vote->roster.revision = 3;
	vote_close(run->vote, 0, "a");
	run->vote->roster.revision = 2;
	vote_close(run->vote, 1, "b");
	vote_write_roster(run->vote);
	verify(run, LIST("a", "b"));
	refused(run, "a/report.txt", "ask the organiser for revision 3");
	says(run->captured.err, "1 fault ");
	count_start(run, LIST("a", "b"));
	refused(run, "a/report.txt", "ask the organiser for revision 3");
	run->vote->roster.revision = 3;
	vote_write_roster(run->vote);
	verify(run, LIST("a", "b"));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
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

/* Signed, but not what this program reads: what to do is as the fault is. */
static void test_unreadable_packages(void **state)
{
	static const struct {
		const char *body, *why;
	} cases[] = {
	    {"FME9", "another version than this program reads"},
	    {"FME9", "; use the version of Folkmoot that made it"},
	    {"FME1", "; copy the package again"},
	    {"junk", "this is not an election definition; copy the package again"},
	};
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		vote_signed(run->vote, "vote.election", cases[i].body, 4, "folkmoot election example-vote revision 1");
		verify(run, LIST("a"));
		refused(run, "vote.election", cases[i].why);
	}
}

/* Practice and real never meet: neither below one organiser's key, nor in one record. */
static void test_practice_among_real(void **state)
{
	struct run *run = *state;
	struct vote *real = vote_make_kind(SIGN_REAL);
	struct sign_secret practice = run->vote->organiser;
	char public_text[SIGN_KEY_FILE_MAX], from[PATH_ROOM], to[PATH_ROOM];

	vote_close(run->vote, 0, "a");
	vote_path(from, run->vote, "a");
	vote_path(to, real, "a");
	assert_int_equal(rename(from, to), 0);
	vote_free(run->vote);
	run->vote = real;
	verify(run, LIST("a"));
	refused(run, "a/manifest.sha256.minisig", "not on the roster");
	/* A real election below a practice key. */
	real->organiser = practice;
	vote_must(sign_public_write(public_text, sizeof public_text, &practice.public_key));
	vote_file(real, "organiser.pub", public_text, strlen(public_text));
	vote_write_package(real);
	verify(run, LIST("a"));
	refused(run, "vote.election", "mixes practice and real");
}

static void says_practice(struct certificate *report)
{
	report->kind = SIGN_PRACTICE;
	memcpy(report->kiosk.id, "PRAC", 4);
}

/* A real kiosk that signs a practice report. */
static void test_practice_report(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_CLOSED, .report = says_practice};

	vote_free(run->vote);
	run->vote = vote_make_kind(SIGN_REAL);
	vote_export(run->vote, 0, "a", &wish);
	verify(run, LIST("a"));
	refused(run, "a/report.txt", "mixes practice and real");
}

static void test_absent(void **state)
{
	struct run *run = *state;

	verify(run, LIST("nowhere"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "nowhere");
}

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
	    CASE(test_older_roster),
	    CASE(test_packages),
	    CASE(test_unreadable_packages),
	    CASE(test_practice_among_real),
	    CASE(test_practice_report),
	    CASE(test_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
