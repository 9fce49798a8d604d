/* Voting codes against kiosks that sign what no honest one signs: their exports hold in every other way. Three
 * trustees, of whom any two draw. */
#include "crypto/decrypting.h"
#include "factors.h"
#include "merge.h"
#include "vote_run.h"

enum { TAGS = 3, ORDERS = 6 };

struct coded {
	struct run run;
	struct scene trustees; /* of which only the ceremony is used */
	const char *place[2];
	uint8_t tag[TAGS][ISSUED_BYTES];
	struct accepted accepted;
	struct merged merged;
};

/* Tag i of those issued: 0 and 1 for the first place, 2 for the second. */
static void tag_of(uint8_t out[static TAG_BYTES], unsigned i)
{
	memset(out, 0, TAG_BYTES);
	out[0] = (uint8_t)(i + 1);
	out[31] = 7;
}

static void take_three_trustees(struct coded *coded)
{
	struct vote *vote = coded->run.vote;

	scene_make(&coded->trustees, 3, 2, 0, 1);
	vote->trustees = coded->trustees.trustees;
	vote->election.joint_key = vote->trustees.joint_key;
	vote->election.transcript = vote->trustees.transcript;
	vote->election.trustee_count = 3;
	vote->election.threshold = 2;
	for (unsigned i = 0; i < VOTE_KIOSKS; i++)
		vote->kiosk[i].context.joint_key = vote->trustees.joint_key;
}

static int begin_coded(void **state)
{
	struct coded *coded = calloc(1, sizeof *coded);
	struct election *election;

	if (crypto_init() != STATUS_OK)
		return -1;
	coded->run.vote = vote_make();
	take_three_trustees(coded);
	election = &coded->run.vote->election;
	coded->place[0] = "Place 1";
	coded->place[1] = "Place 2";
	for (unsigned i = 0; i < TAGS; i++) {
		uint8_t tag[TAG_BYTES];

		tag_of(tag, i);
		issued_write(coded->tag[i], i / 2, 0, tag);
	}
	vote_sort_issued(coded->tag[0], TAGS);
	election->admission = ADMISSION_CODE;
	election->place_count = 2;
	election->places = coded->place;
	election->tag_count = TAGS;
	election->tags = coded->tag[0];
	vote_redefine(coded->run.vote);
	*state = coded;
	return 0;
}

static int end_coded(void **state)
{
	struct coded *coded = *state;

	vote_free(coded->run.vote);
	free(coded);
	return 0;
}

/* Both kiosks in one place. */
static void stand_together(struct coded *coded)
{
	struct vote *vote = coded->run.vote;

	strcpy(vote->roster.kiosk[1].place, "Place 1");
	vote_write_roster(vote);
}

static struct hash cast(struct coded *coded, unsigned kiosk_index, const uint8_t tag[static TAG_BYTES])
{
	struct vote *vote = coded->run.vote;
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct vote_ballot *ballot = &kiosk->ballot[kiosk->ballot_count++];
	struct sealed_plain plain;
	struct hash code;

	vote_plain(&plain, vote, 1, 1);
	vote_seal_tagged(ballot, vote, kiosk, &plain, tag);
	code = ballot->code;
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	return code;
}

static struct hash cast_tag(struct coded *coded, unsigned kiosk, unsigned i)
{
	uint8_t tag[TAG_BYTES];

	tag_of(tag, i);
	return cast(coded, kiosk, tag);
}

static void load(struct coded *coded, const char *const *exports)
{
	char election[PATH_ROOM], roster[PATH_ROOM], path[5][PATH_ROOM];
	char *words[5] = {path[0], path[1], path[2], path[3], path[4]};
	struct accept_sources sources = {.election = election, .roster = roster, .exports = words};

	vote_path(election, coded->run.vote, "vote.election");
	vote_path(roster, coded->run.vote, "vote.roster");
	for (; exports[sources.export_count] && sources.export_count < 5; sources.export_count++)
		vote_path(path[sources.export_count], coded->run.vote, exports[sources.export_count]);
	assert_ok(accept_load(&coded->accepted, &sources));
}

static void merge(struct coded *coded, const struct point *drawn)
{
	merge_finish(&coded->merged);
	assert_ok(merge_ballots(&coded->merged, &coded->accepted, drawn));
}

static void unload(struct coded *coded)
{
	merge_finish(&coded->merged);
	accept_finish(&coded->accepted);
}

/* R, as those two trustees draw it. */
static void draw(struct point *out, struct coded *coded, unsigned first, unsigned second)
{
	struct quorum quorum = {.count = 2, .member = {first, second}};
	struct quorum_factors by = {.quorum = quorum, .member_count = 2};
	struct member_factors member[2] = {{.index = first}, {.index = second}};
	static struct given given[2];
	uint8_t entry[CIPHERTEXT_BYTES];
	struct lists lists;
	size_t bad;

	draw_list(&lists, entry, &coded->merged);
	assert_int_equal(lists.contest[0], 0);
	for (unsigned i = 0; i < 2; i++) {
		given_prepare(&given[i], &coded->trustees, &quorum, quorum.member[i]);
		given[i].decryption.election = coded->accepted.package.hash;
		given[i].decryption.contest = 0;
		given[i].decryption.width = 1;
		given[i].decryption.count = 1;
		given[i].decryption.list = entry;
		given_make(&given[i], PROOF_BATCHED, &engine_sodium, NULL);
		assert_ok(verdict(&bad, &given[i], PROOF_BATCHED));
		member[i].factors[0] = given[i].factors;
	}
	by.member = member;
	assert_ok(draw_result(out, &by, entry));
}

static int counts(const struct coded *coded, const struct hash *code)
{
	int found = 0;

	for (size_t i = 0; i < coded->merged.counted_count; i++)
		found += hash_compare(&coded->merged.counted[i]->code, code) == 0;
	return found;
}

static void excluded(const struct coded *coded, const struct hash *code, const char *kiosk, enum excluded_reason reason)
{
	for (size_t i = 0; i < coded->merged.excluded_count; i++) {
		const struct excluded *excluded = &coded->merged.excluded[i];

		if (hash_compare(&excluded->ballot->code, code) != 0)
			continue;
		assert_int_equal(excluded->reason, reason);
		assert_string_equal(excluded->ballot->export->kiosk->name, kiosk);
		return;
	}
	fail_msg("the ballot is not excluded");
}

static void says_of(const struct coded *coded, const char *format, const struct hash *code, const char *rest)
{
	char text[CODE_TEXT_BYTES], sentence[300];

	confirmation_text(text, code);
	snprintf(sentence, sizeof sentence, "%s %s %s", format, text, rest);
	says(coded->run.captured.out, sentence);
}

/* --- what each attack comes to --- */

static void a_tag_never_issued(void **state)
{
	struct coded *coded = *state;
	uint8_t tag[TAG_BYTES];
	struct hash sound = cast_tag(coded, 0, 0), stuffed;

	tag_of(tag, TAGS);
	stuffed = cast(coded, 0, tag);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	assert_int_equal(coded->run.captured.code, 0);
	assert_string_equal(coded->run.captured.err, "");
	says(coded->run.captured.out, "Voting codes: 3 issued, 1 used.");
	says_of(coded, "Not counted: ballot", &stuffed,
	        "of Library 1 (Place 1) carries a voting code that was never issued.");
	load(coded, LIST("a", "b"));
	merge(coded, NULL);
	assert_true(counts(coded, &sound));
	assert_int_equal(coded->merged.counted_count, 1);
	excluded(coded, &stuffed, "Library 1", EXCLUDED_TAG_UNKNOWN);
	unload(coded);
}

/* Every kiosk holds the whole package: what it says of the codes makes no ballot that counts. */
static void ballots_made_from_the_package_alone(void **state)
{
	struct coded *coded = *state;
	struct hash sound = cast_tag(coded, 0, 0);

	for (unsigned i = 0; i < TAGS; i++)
		(void)cast(coded, 0, coded->tag[i] + ISSUED_HASH);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	load(coded, LIST("a", "b"));
	merge(coded, NULL);
	assert_int_equal(coded->merged.counted_count, 1);
	assert_true(counts(coded, &sound));
	assert_int_equal(coded->merged.excluded_count, TAGS);
	for (unsigned i = 0; i < TAGS; i++)
		assert_int_equal(coded->merged.excluded[i].reason, EXCLUDED_TAG_UNKNOWN);
	unload(coded);
}

static void a_ballot_from_another_place(void **state)
{
	struct coded *coded = *state;
	struct hash sound = cast_tag(coded, 1, 2), carried = cast_tag(coded, 1, 0);

	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	assert_int_equal(coded->run.captured.code, 0);
	says_of(coded, "Not counted: ballot", &carried,
	        "of Library 2 (Place 2) carries a voting code that was issued for another place or another district.");
	load(coded, LIST("a", "b"));
	merge(coded, NULL);
	assert_true(counts(coded, &sound));
	excluded(coded, &carried, "Library 2", EXCLUDED_TAG_PLACE);
	assert_false(coded->merged.waits_for_draw);
	unload(coded);
}

/* One counts, and whichever two trustees draw, it is the same. */
static void two_ballots_with_one_tag_the_draw_decides(void **state)
{
	static const unsigned quorum[3][2] = {{1, 2}, {1, 3}, {2, 3}};
	struct coded *coded = *state;
	struct point drawn[3];
	struct hash one, other, single;
	int first = -1;

	stand_together(coded);
	one = cast_tag(coded, 0, 0);
	other = cast_tag(coded, 1, 0);
	single = cast_tag(coded, 1, 1);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	assert_int_equal(coded->run.captured.code, 0);
	says(coded->run.captured.out, "Voting codes: 3 issued, 2 used.");
	says(coded->run.captured.out, "Not decided: 1 voting code came with several ballots (2 in all)");
	load(coded, LIST("a", "b"));
	for (unsigned i = 0; i < 3; i++) {
		merge(coded, NULL);
		assert_true(coded->merged.waits_for_draw);
		draw(&drawn[i], coded, quorum[i][0], quorum[i][1]);
		assert_true(point_equal(&drawn[i], &drawn[0]));
		merge(coded, &drawn[i]);
		assert_true(counts(coded, &single));
		assert_int_equal(counts(coded, &one) + counts(coded, &other), 1);
		assert_int_equal(coded->merged.counted_count, 2);
		if (first < 0)
			first = counts(coded, &one);
		assert_int_equal(counts(coded, &one), first);
		excluded(coded, first ? &other : &one, first ? "Library 2" : "Library 1", EXCLUDED_TAG_TWICE);
	}
	unload(coded);
}

/* An earlier export beside the last, a second copy, any order: the same set, the same draw, the same votes. */
static void every_order_of_merging_gives_the_same(void **state)
{
	static const char *const orders[ORDERS][5] = {{"a0", "a", "b"},      {"a0", "b", "a"}, {"a", "a0", "b"},
	                                              {"b", "a", "a0", "b"}, {"b", "a"},       {"a", "b", "a"}};
	struct coded *coded = *state;
	struct vote_wish interim = {.state = VOTING_PAUSED};
	struct point drawn, first_point;
	struct hash first_set, counted[2] = {{{0}}};

	stand_together(coded);
	(void)cast_tag(coded, 0, 0);
	vote_export(coded->run.vote, 0, "a0", &interim);
	(void)cast_tag(coded, 0, 1);
	(void)cast_tag(coded, 1, 0);
	(void)cast_tag(coded, 1, 1);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	for (unsigned i = 0; i < ORDERS; i++) {
		load(coded, orders[i]);
		merge(coded, NULL);
		assert_int_equal(coded->merged.doubles, 2);
		if (i == 0) {
			first_set = coded->merged.set;
			first_point = coded->merged.draw;
			draw(&drawn, coded, 1, 3);
		}
		assert_memory_equal(coded->merged.set.bytes, first_set.bytes, HASH_BYTES);
		assert_true(point_equal(&coded->merged.draw, &first_point));
		merge(coded, &drawn);
		assert_int_equal(coded->merged.counted_count, 2);
		for (unsigned k = 0; k < 2; k++) {
			if (i == 0)
				counted[k] = coded->merged.counted[k]->code;
			assert_memory_equal(coded->merged.counted[k]->code.bytes, counted[k].bytes, HASH_BYTES);
		}
		unload(coded);
	}
}

static void the_same_tag_on_the_same_kiosk(void **state)
{
	struct coded *coded = *state;
	struct hash one = cast_tag(coded, 0, 0), other = cast_tag(coded, 0, 0);
	struct point drawn;

	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	assert_int_equal(coded->run.captured.code, 0);
	says(coded->run.captured.out, "Examine Library 1 (Place 1): it took one voting code twice");
	load(coded, LIST("a", "b"));
	merge(coded, NULL);
	draw(&drawn, coded, 2, 3);
	merge(coded, &drawn);
	assert_int_equal(counts(coded, &one) + counts(coded, &other), 1);
	assert_int_equal(coded->merged.repeated_count, 1);
	unload(coded);
}

static void a_ballot_without_a_code(void **state)
{
	static const uint8_t no_tag[TAG_BYTES];
	struct coded *coded = *state;

	(void)cast_tag(coded, 0, 0);
	(void)cast(coded, 0, no_tag);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	refused(&coded->run, "a/ballots", "carries a voting code's tag where none belongs, or lacks the one it needs");
}

static void a_code_where_there_are_none(void **state)
{
	struct coded *coded = *state;
	struct election *election = &coded->run.vote->election;

	election->admission = ADMISSION_ATTENDED;
	election->tag_count = 0;
	vote_redefine(coded->run.vote);
	(void)cast_tag(coded, 0, 0);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	refused(&coded->run, "a/ballots", "carries a voting code's tag where none belongs, or lacks the one it needs");
}

/* A tag taken from another's ballot does not go with another proof: the challenge covers it. */
static void a_tag_exchanged_after_sealing(void **state)
{
	struct coded *coded = *state;
	struct vote_kiosk *kiosk = &coded->run.vote->kiosk[0];

	(void)cast_tag(coded, 0, 0);
	tag_of(kiosk->ballot[0].body + 3, 1);
	confirmation_code(&kiosk->ballot[0].code, &kiosk->context, kiosk->ballot[0].body, kiosk->ballot[0].body_len);
	vote_close(coded->run.vote, 0, "a");
	vote_close(coded->run.vote, 1, "b");
	verify(&coded->run, LIST("a", "b"));
	refused(&coded->run, "a/ballots", "has a proof that does not hold");
}

/* A test vote uses no code up, and decides nothing. */
static void a_test_ballot_with_the_tag_of_a_cast_one(void **state)
{
	struct coded *coded = *state;
	struct vote *vote = coded->run.vote;
	struct hash sound = cast_tag(coded, 0, 0);
	struct vote_kiosk *kiosk = &vote->kiosk[0];
	struct sealed_plain plain;
	uint8_t tag[TAG_BYTES];

	tag_of(tag, 0);
	vote_plain(&plain, vote, 3, 2);
	vote_seal_tagged(&kiosk->spoiled[kiosk->spoiled_count++], vote, kiosk, &plain, tag);
	vote_close(vote, 0, "a");
	vote_close(vote, 1, "b");
	load(coded, LIST("a", "b"));
	merge(coded, NULL);
	assert_int_equal(coded->merged.doubles, 0);
	assert_int_equal(coded->merged.counted_count, 1);
	assert_true(counts(coded, &sound));
	unload(coded);
}

#define CODED(test) cmocka_unit_test_setup_teardown(test, begin_coded, end_coded)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CODED(a_tag_never_issued),
	    CODED(ballots_made_from_the_package_alone),
	    CODED(a_ballot_from_another_place),
	    CODED(two_ballots_with_one_tag_the_draw_decides),
	    CODED(every_order_of_merging_gives_the_same),
	    CODED(the_same_tag_on_the_same_kiosk),
	    CODED(a_ballot_without_a_code),
	    CODED(a_code_where_there_are_none),
	    CODED(a_tag_exchanged_after_sealing),
	    CODED(a_test_ballot_with_the_tag_of_a_cast_one),
	};

	return cmocka_run_group_tests_name("tags", tests, NULL, NULL);
}
