/* folkmoot challenge check: honest test votes from exports and from the screen's square, and kiosks that lie. */
#include "opening.h"
#include "vote_run.h"

/* challenge check with at most five more words; those that name exports of the vote's folder begin with "@". */
static void check(struct run *run, const char *const *more)
{
	char election[PATH_ROOM], roster[PATH_ROOM], path[5][PATH_ROOM];
	const char *words[16] = {"challenge", "check", "--election", election, "--roster", roster};

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	for (int i = 0; more[i] && i < 5; i++) {
		words[6 + i] = more[i];
		if (more[i][0] != '@')
			continue;
		vote_path(path[i], run->vote, more[i] + 1);
		words[6 + i] = path[i];
	}
	capture(&run->captured, command_challenge, words);
}

static void holds(const struct run *run)
{
	if (run->captured.code != 0)
		fail_msg("exit %d instead of 0: %s%s", run->captured.code, run->captured.out, run->captured.err);
}

static void lies(const struct run *run, const char *why)
{
	if (run->captured.code != 1)
		fail_msg("exit %d instead of 1: %s%s", run->captured.code, run->captured.out, run->captured.err);
	says(run->captured.err, why);
}

/* What the screen shows of a test vote. */
static void square(char text[static OPENING_TEXT_MAX], const struct vote_ballot *ballot)
{
	struct opening opening = {.code = ballot->code, .plain = ballot->plain, .points = ballot->points};

	memcpy(opening.nonce, ballot->nonce, NONCE_BYTES);
	vote_must(opening_write(text, &opening));
}

static void test_from_an_export(void **state)
{
	struct run *run = *state;
	char code[CODE_TEXT_BYTES];

	vote_close(run->vote, 0, "a");
	check(run, LIST("@a"));
	holds(run);
	confirmation_text(code, &run->vote->kiosk[0].spoiled[0].code);
	says(run->captured.out, code);
	says(run->captured.out, "tested at Library 1 (Place 1)");
	/* Marks 3 and choice 1, as the fixture cast them. */
	says(run->captured.out, "    p1  p1\n    p2  p2\n");
	says(run->captured.out, "    c1  c1\n");
	assert_null(strstr(run->captured.out, "    p3"));
	says(run->captured.out, "1 test vote: ");
	check(run, LIST("--code", code, "@a"));
	holds(run);
}

/* An answer in words is shown as it was written, line under line. */
static void test_with_an_answer_in_words(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct sealed_plain plain;

	kiosk->ballot_count = kiosk->spoiled_count = 0;
	run->vote->kiosk[1].ballot_count = 0;
	vote_ask(run->vote);
	vote_plain_text(&plain, run->vote, 1, 0, "The canal basin,\nbehind the mill");
	vote_seal(&kiosk->spoiled[kiosk->spoiled_count++], run->vote, kiosk, &plain);
	vote_close(run->vote, 0, "a");
	check(run, LIST("@a"));
	holds(run);
	says(run->captured.out, "  Which place is unloved?\n    The canal basin,\n    behind the mill\n");
	says(run->captured.out, "  The bench\n    nothing\n");
	/* A text that no voter can write. */
	plain.payload[3][0] = '\t';
	kiosk->number = kiosk->closings = 0;
	kiosk->spoiled_count = 0;
	vote_put_back(run->vote, 0);
	vote_seal(&kiosk->spoiled[kiosk->spoiled_count++], run->vote, kiosk, &plain);
	vote_close(run->vote, 0, "b");
	check(run, LIST("@b"));
	says(run->captured.out, "  Which place is unloved?\n    no vote that the rules allow\n");
	assert_int_equal(run->captured.code, 1);
}

static void test_code_of_no_test(void **state)
{
	struct run *run = *state;
	char code[CODE_TEXT_BYTES];

	vote_close(run->vote, 0, "a");
	check(run, LIST("--code", "aaaaa-bbbbb-ccccc-ddddd-eeeee", "@a"));
	lies(run, "no test vote with this code is in these exports");
	confirmation_text(code, &run->vote->kiosk[0].ballot[0].code);
	check(run, LIST("--code", code, "@a"));
	lies(run, "is a ballot that was cast at Library 1");
	assert_null(strstr(run->captured.out, "p1"));
}

static void test_kiosk_that_sealed_another_vote(void **state)
{
	struct run *run = *state;
	struct vote_ballot *test = &run->vote->kiosk[0].spoiled[0];

	vote_plain(&test->plain, run->vote, 4, 2);
	vote_close(run->vote, 0, "a");
	check(run, LIST("@a"));
	lies(run, "is not what its opening says");
}

static void test_from_the_square(void **state)
{
	struct run *run = *state;
	char text[OPENING_TEXT_MAX], blanks[OPENING_TEXT_MAX + 4], code[CODE_TEXT_BYTES];

	square(text, &run->vote->kiosk[0].spoiled[0]);
	confirmation_text(code, &run->vote->kiosk[0].spoiled[0].code);
	check(run, LIST("--qr", text));
	holds(run);
	says(run->captured.out, "tested at Library 1 (Place 1)");
	says(run->captured.out, "    p1  p1\n    p2  p2\n");
	says(run->captured.out, "is exactly what the code promised");
	snprintf(blanks, sizeof blanks, " %s\n", text);
	check(run, LIST("--qr", blanks, "--code", code));
	holds(run);
	vote_close(run->vote, 0, "a");
	check(run, LIST("--qr", text, "@a"));
	holds(run);
	says(run->captured.out, "1 test vote: ");
}

static void test_square_that_lies(void **state)
{
	struct run *run = *state;
	struct vote_ballot test = run->vote->kiosk[0].spoiled[0], other = test;
	char text[OPENING_TEXT_MAX], code[CODE_TEXT_BYTES];

	/* Another vote than was sealed. */
	vote_plain(&other.plain, run->vote, 4, 2);
	square(text, &other);
	check(run, LIST("--qr", text));
	lies(run, "the kiosk that showed it lied");
	/* Another nonce. */
	other = test;
	other.nonce[5] ^= 1;
	square(text, &other);
	check(run, LIST("--qr", text));
	lies(run, "the kiosk that showed it lied");
	/* An honest opening of another code than the one promised. */
	vote_challenge(run->vote, 1, 1, 1);
	square(text, &run->vote->kiosk[1].spoiled[0]);
	confirmation_text(code, &test.code);
	check(run, LIST("--qr", text, "--code", code));
	lies(run, "which was noted before the test; that kiosk lied");
	/* A vote that no voter can make. */
	memset(other.plain.payload[0], 0xff, PAYLOAD_BYTES);
	vote_seal(&other, run->vote, &run->vote->kiosk[0], &other.plain);
	square(text, &other);
	check(run, LIST("--qr", text));
	lies(run, "is none that a voter can make");
	/* Contests that no ballot has. */
	other.points++;
	square(text, &other);
	check(run, LIST("--qr", text));
	lies(run, "has not the contests of any ballot");
}

static void test_square_that_the_kiosk_kept_to_itself(void **state)
{
	struct run *run = *state;
	struct vote_ballot other;
	char text[OPENING_TEXT_MAX];

	vote_plain(&other.plain, run->vote, 1, 1);
	vote_seal(&other, run->vote, &run->vote->kiosk[0], &other.plain);
	square(text, &other);
	vote_close(run->vote, 0, "a");
	check(run, LIST("--qr", text, "@a"));
	lies(run, "no test vote with this code is in these exports");
}

static void test_use(void **state)
{
	struct run *run = *state;

	check(run, LIST(NULL));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "give the kiosk's exports");
	check(run, LIST("--qr", "folkmoot code 00"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "is not what the square of a test vote holds");
	check(run, LIST("--qr", "folkmoot opening 1 0 AA", "--code", "x"));
	assert_int_equal(run->captured.code, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_from_an_export),
	    CASE(test_with_an_answer_in_words),
	    CASE(test_code_of_no_test),
	    CASE(test_kiosk_that_sealed_another_vote),
	    CASE(test_from_the_square),
	    CASE(test_square_that_lies),
	    CASE(test_square_that_the_kiosk_kept_to_itself),
	    CASE(test_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
