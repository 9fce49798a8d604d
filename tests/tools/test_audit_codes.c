/* Voting codes at the audit: what is not counted is said, and the draw between two ballots of one code is checked. */
#include "audited.h"

enum { TAGS = 2 };

struct coded {
	struct run run;
	const char *place[2];
	uint8_t tag[TAGS][ISSUED_BYTES];
};

static void tag_of(uint8_t out[static TAG_BYTES], unsigned i)
{
	memset(out, 0, TAG_BYTES);
	out[0] = (uint8_t)(i + 1);
	out[31] = 7;
}

static struct hash cast_tag(struct coded *coded, unsigned kiosk_index, unsigned i, unsigned approved)
{
	struct vote *vote = coded->run.vote;
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct vote_ballot *ballot = &kiosk->ballot[kiosk->ballot_count++];
	struct sealed_plain plain;
	uint8_t tag[TAG_BYTES];
	struct hash code;

	tag_of(tag, i);
	vote_plain(&plain, vote, approved, 1);
	vote_seal_tagged(ballot, vote, kiosk, &plain, tag);
	code = ballot->code;
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	return code;
}

/* Two places, one kiosk and one issued code each; or both kiosks in the first place. */
static void begin(struct coded *coded, int together)
{
	struct election *election;

	coded->run.vote = vote_make();
	election = &coded->run.vote->election;
	coded->place[0] = "Place 1";
	coded->place[1] = "Place 2";
	for (unsigned i = 0; i < TAGS; i++) {
		uint8_t tag[TAG_BYTES];

		tag_of(tag, i);
		issued_write(coded->tag[i], together ? 0 : i, 0, tag);
	}
	vote_sort_issued(coded->tag[0], TAGS);
	election->admission = ADMISSION_CODE;
	election->place_count = 2;
	election->places = coded->place;
	election->tag_count = TAGS;
	election->tags = coded->tag[0];
	if (together)
		strcpy(coded->run.vote->roster.kiosk[1].place, "Place 1");
	vote_redefine(coded->run.vote);
}

static int set_up_coded(void **state)
{
	if (crypto_init() != STATUS_OK)
		return -1;
	*state = calloc(1, sizeof(struct coded));
	return *state ? 0 : -1;
}

static int tear_down_coded(void **state)
{
	struct coded *coded = *state;

	vote_free(coded->run.vote);
	free(coded);
	return 0;
}

static void ask_code(struct run *run, const struct hash *code, const char *answer)
{
	char text[CODE_TEXT_BYTES];

	confirmation_text(text, code);
	audit_named(run, "record", LIST("--code", text));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, answer);
}

static void test_excluded_ballots_are_said(void **state)
{
	struct coded *coded = *state;
	struct run *run = &coded->run;
	struct hash counted, unknown, elsewhere;

	begin(coded, 0);
	counted = cast_tag(coded, 0, 0, 1);
	unknown = cast_tag(coded, 0, 9, 2);
	elsewhere = cast_tag(coded, 1, 0, 4);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	follows(run);
	says(run->captured.out, "The result follows from the ballots, with 2 exceptions");
	says(run->captured.out, "  - 1 ballot is not counted: it carries a voting code that was never issued.\n");
	says(run->captured.out, "  - 1 ballot is not counted: it carries a voting code that was issued for another");
	ask_code(run, &counted, "The ballot with that code: counted.");
	ask_code(run, &unknown, "not counted: it carries a voting code that was never issued.");
	ask_code(run, &elsewhere, "not counted: it carries a voting code that was issued for another place");
}

static void test_excluded_ballots_not_stated(void **state)
{
	struct coded *coded = *state;
	struct run *run = &coded->run;

	begin(coded, 0);
	(void)cast_tag(coded, 0, 0, 1);
	(void)cast_tag(coded, 0, 9, 2);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	shell(run, "cp record/codes.txt whole && sed -i 's/not counted:.*/counted/' record/codes.txt");
	make_manifest(run);
	broken(run, "result", "codes.txt", "does not follow from the ballots");
	shell(run, "sed '/not counted/d' whole >record/codes.txt");
	make_manifest(run);
	broken(run, "result", "codes.txt", "does not follow from the ballots");
	shell(run,
	      "cp whole record/codes.txt && sed -i '/\"excluded\"/,/^ \\],/c\\ \"excluded\": [],' record/result.json");
	make_manifest(run);
	broken(run, "result", "result.json", "does not follow from the ballots");
}

static void test_two_ballots_with_one_code(void **state)
{
	struct coded *coded = *state;
	struct run *run = &coded->run;

	begin(coded, 1);
	(void)cast_tag(coded, 0, 0, 1);
	(void)cast_tag(coded, 1, 0, 2);
	(void)cast_tag(coded, 1, 1, 4);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	incomplete(run, "merge", "1 voting code was used on two ballots");
	on_record(run, command_trustee, "trustee", "draw", "--share", "share.key");
	assert_int_equal(run->captured.code, 0);
	mix(run, "share.key");
	mix(run, "organiser.key");
	decrypt(run);
	finish(run);
	assert_int_equal(run->captured.code, 0);
	follows(run);
	says(run->captured.out,
	     "with 1 exception, by the organiser's key in the record itself:\n"
	     "  - 1 ballot is not counted: it carries a voting code of which another ballot counts.\n");
	shell(run, "cp -r record whole && sed -i 's/^factors .*/factors '$(printf '%%064d' 0)'/' record/draw/*/*.txt");
	make_manifest(run);
	broken(run, "merge", "draw/", "");
	shell(run, "rm -r record && cp -r whole record && rm -r record/draw");
	make_manifest(run);
	incomplete(run, "merge", "1 voting code was used on two ballots");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_excluded_ballots_are_said, set_up_coded, tear_down_coded),
	    cmocka_unit_test_setup_teardown(test_excluded_ballots_not_stated, set_up_coded, tear_down_coded),
	    cmocka_unit_test_setup_teardown(test_two_ballots_with_one_code, set_up_coded, tear_down_coded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
