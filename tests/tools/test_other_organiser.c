/* An election is one organiser's: whoever signs the same definition, and a roster of fewer kiosks, with a key of their
 * own gets nothing mixed or opened. Otherwise a few real ballots would be opened by themselves. */
#include "audited.h"

/* Another organiser, with key files in the place of the true one's; what is signed from now on is theirs. */
static void take_over(struct run *run)
{
	char text[SIGN_KEY_FILE_MAX];

	shell(run, "cp organiser.pub true.pub");
	sign_key_make(&run->vote->organiser, SIGN_PRACTICE);
	vote_must(sign_public_write(text, sizeof text, &run->vote->organiser.public_key));
	vote_file(run->vote, "organiser.pub", text, strlen(text));
}

/* A roster of the first kiosk alone. */
static void one_kiosk(struct run *run)
{
	run->vote->roster.kiosk_count = 1;
	run->vote->roster.election = run->vote->hash;
	vote_write_roster(run->vote);
}

static void test_same_definition_signed_by_another_organiser(void **state)
{
	static const char why[] = "was signed with another key than the organiser's named in it";
	struct run *run = *state;
	struct hash election = run->vote->hash;

	vote_close(run->vote, 0, "a");
	take_over(run);
	vote_write_package(run->vote);
	assert_int_equal(hash_compare(&election, &run->vote->hash), 0);
	one_kiosk(run);
	verify(run, LIST("a"));
	refused(run, "vote.election", why);
	count_start(run, LIST("a"));
	refused(run, "vote.election", why);
	shell(run, "test ! -e record");
}

static void code_anew(struct vote_ballot *ballot, const struct sealed_context *context)
{
	confirmation_code(&ballot->code, context, ballot->body, ballot->body_len);
}

/* With a definition that names them instead it is another election, and the ballots are none of its. */
static void test_definition_that_names_another_organiser(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct hash election = run->vote->hash;

	vote_close(run->vote, 0, "a");
	take_over(run);
	run->vote->election.organiser_key = run->vote->organiser.public_key;
	vote_write_package(run->vote);
	assert_int_not_equal(hash_compare(&election, &run->vote->hash), 0);
	one_kiosk(run);
	verify(run, LIST("a"));
	refused(run, "a/report.txt", "another election");
	count_start(run, LIST("a"));
	refused(run, "a/report.txt", "another election");
	/* Nor where the attacker holds the kiosk's key too, and has it sign the old ballots as the new election's. */
	vote_put_back(run->vote, 0);
	kiosk->context.election = run->vote->hash;
	for (size_t i = 0; i < kiosk->ballot_count; i++)
		code_anew(&kiosk->ballot[i], &kiosk->context);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof(struct vote_ballot), vote_by_code);
	kiosk->spoiled_count = 0;
	vote_close(run->vote, 0, "b");
	verify(run, LIST("b"));
	refused(run, "b/ballots", "proof");
}

/* A counted record whose package and roster somebody else has signed. */
static void test_record_signed_by_another_organiser(void **state)
{
	struct run *run = *state;

	take_over(run);
	vote_write_package(run->vote);
	vote_write_roster(run->vote);
	shell(run, "cp organiser.pub record/ && cp vote.election record/election.election && "
	           "cp vote.roster record/roster.roster");
	make_manifest(run);
	broken(run, "election", "election.election", "was signed with another key than the organiser's named in it");
	mix(run, "share.key");
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, "was signed with another key than the organiser's named in it");
	shell(run, "rm -r record/decryption record/votes record/codes.txt record/result.* record/readme.txt "
	           "record/manifest.sha256");
	decrypt(run);
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, "was signed with another key than the organiser's named in it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_same_definition_signed_by_another_organiser),
	    CASE(test_definition_that_names_another_organiser),
	    COUNTED(test_record_signed_by_another_organiser),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
