/* Test decks: what they must cover, for every vote type and many rules; and that a comparison misses nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "deck.h"
#include "deck_compare.h"
#include "deck_json.h"
#include "practice.h"

/* An election of one contest, or two styles that share the first. */
struct made {
	struct project projects[ELECTION_MAX_PROJECTS], more[3];
	struct contest contests[2];
	struct style styles[3];
	struct election election;
	char ids[ELECTION_MAX_PROJECTS][16];
	struct hash hash;
};

static void make_projects(struct made *made, struct project *projects, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		snprintf(made->ids[i], sizeof made->ids[i], "p%u", i + 1);
		projects[i] = (struct project){.id = made->ids[i], .cost = 1000 + 700 * (i * 7 % 11)};
		projects[i].name.in[0] = made->ids[i];
	}
}

static struct made *make(const struct contest *contest)
{
	struct made *made = calloc(1, sizeof *made);

	assert_non_null(made);
	make_projects(made, made->projects, contest->project_count);
	made->contests[0] = *contest;
	made->contests[0].id = 1;
	made->contests[0].projects = made->projects;
	made->contests[0].title.in[0] = "Contest";
	made->styles[0] = (struct style){.name.in[0] = "", .contest_count = 1, .contest = {0}};
	made->election = (struct election){.id = "example",
	                                   .revision = 1,
	                                   .language_count = 1,
	                                   .language = {"en"},
	                                   .contest_count = 1,
	                                   .contests = made->contests,
	                                   .style_count = 1,
	                                   .styles = made->styles};
	election_derive(&made->election);
	randombytes_buf(made->hash.bytes, HASH_BYTES);
	return made;
}

/* Contests of every type, small and large, with tight and with loose rules. */
static const struct contest contests[] = {
    {.type = VOTE_APPROVAL, .project_count = 20},
    {.type = VOTE_APPROVAL, .project_count = 60, .max_length = 5},
    {.type = VOTE_APPROVAL, .project_count = 12, .min_length = 3, .max_length = 4},
    {.type = VOTE_APPROVAL, .project_count = 9, .min_sum_cost = 9000, .max_sum_cost = 16000},
    {.type = VOTE_APPROVAL, .project_count = 2},
    {.type = VOTE_KNAPSACK, .project_count = 20, .budget = 20000},
    {.type = VOTE_KNAPSACK, .project_count = 120, .budget = 30000},
    {.type = VOTE_CHOOSE_ONE, .project_count = 4},
    {.type = VOTE_CHOOSE_ONE, .project_count = 30},
    {.type = VOTE_RANKED, .project_count = 16, .max_length = 5},
    {.type = VOTE_RANKED, .project_count = 7},
    {.type = VOTE_RANKED, .project_count = 9, .min_length = 2, .max_length = 3},
    {.type = VOTE_POINTS, .project_count = 10, .max_sum_points = 10},
    {.type = VOTE_POINTS, .project_count = 8, .max_sum_points = 20, .min_points = 2, .max_points = 6},
    {.type = VOTE_SCORE, .project_count = 6, .max_points = 10},
    {.type = VOTE_SCORE, .project_count = 5, .min_points = 1, .max_points = 5, .min_length = 5},
    {.type = VOTE_ANSWER_ONE, .project_count = 3},
    {.type = VOTE_ANSWER_SEVERAL, .project_count = 6, .max_length = 2},
};

static void check_ballots(const struct deck *deck, const struct contest *contest)
{
	unsigned times[ELECTION_MAX_PROJECTS] = {0}, highest = 0;
	uint8_t seen[64] = {0};

	for (size_t i = 0; i < deck->count; i++) {
		const struct marks *marks = &deck->ballots[i].votes[0].marks;

		assert_int_equal(marks_check(contest, marks).rule, VERDICT_OK);
		assert_int_equal(deck->ballots[i].number, i + 1);
		for (unsigned p = 0; p < contest->project_count; p++) {
			times[p] += marks->of[p] > 0;
			highest = marks->of[p] > highest ? marks->of[p] : highest;
			if (marks->of[p] < sizeof seen)
				seen[marks->of[p]] = 1;
		}
	}
	for (unsigned p = 0; p < contest->project_count; p++)
		assert_true(times[p] > 0);
	/* Every rank, every mark of a scale. */
	if (contest->type == VOTE_RANKED || contest->type == VOTE_SCORE) {
		unsigned most = contest->type == VOTE_SCORE ? contest->max_points - contest->min_points + 1
		                : contest->max_length > 0   ? contest->max_length
		                                            : contest->project_count;
		assert_int_equal(highest, most);
		for (unsigned mark = 1; mark <= most; mark++)
			assert_true(seen[mark]);
	}
	assert_true(marks_blank(contest, &deck->ballots[deck->count - 1].votes[0].marks));
}

static void ignore(void *context, const char *sentence)
{
	unsigned *told = context;

	assert_true(strlen(sentence) > 10);
	(*told)++;
}

static size_t differences(const struct deck *wanted, const struct deck *held)
{
	unsigned told = 0;
	size_t count;

	assert_int_equal(deck_compare(&count, wanted, held, ignore, &told), STATUS_OK);
	assert_int_equal(told, count);
	return count;
}

static void copy(struct deck *out, const struct deck *from)
{
	*out = (struct deck){.election = from->election};
	for (size_t i = from->count; i-- > 0;) {
		struct deck_ballot *ballot = deck_add(out, from->ballots[i].style);

		assert_non_null(ballot);
		memcpy(ballot->votes, from->ballots[i].votes,
		       from->election->styles[ballot->style].contest_count * sizeof *ballot->votes);
	}
}

/* A kiosk that takes one project for another is found, whichever two they are. */
static void check_exchanges(const struct deck *deck, const struct contest *contest)
{
	unsigned n = contest->project_count, step = n > 40 ? 7 : 1;
	struct deck held;

	copy(&held, deck);
	assert_int_equal(differences(deck, &held), 0);
	for (unsigned a = 0; a < n; a++)
		for (unsigned b = a + 1; b < n; b += step) {
			for (unsigned turn = 0; turn < 2; turn++) {
				for (size_t i = 0; i < held.count; i++) {
					uint16_t *of = held.ballots[i].votes[0].marks.of, kept = of[a];

					of[a] = of[b];
					of[b] = kept;
				}
				if (turn == 0 && differences(deck, &held) == 0)
					fail_msg("projects %u and %u can be exchanged unseen", a, b);
			}
		}
	deck_free(&held);
}

static void covers_everything(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof contests / sizeof contests[0]; i++) {
		struct made *made = make(&contests[i]);
		const struct contest *contest = &made->contests[0];
		int many = (contest->type == VOTE_CHOOSE_ONE || contest->type == VOTE_ANSWER_ONE) &&
		           contest->project_count > 5;
		struct deck deck;

		assert_int_equal(deck_make(&deck, &made->election, &made->hash), STATUS_OK);
		assert_int_equal(deck.never, 0);
		check_ballots(&deck, contest);
		if (!many)
			check_exchanges(&deck, contest);
		printf("# %s of %u: %zu ballots\n", vote_type_word(contest->type), contest->project_count, deck.count);
		assert_true(deck.count <= 2 * (size_t)contest->project_count + 17);
		deck_free(&deck);
		free(made);
	}
}

/* What no vote can hold is left out, and said; the rest is covered. */
static void a_project_that_fits_no_vote(void **state)
{
	static const struct contest contest = {.type = VOTE_APPROVAL, .project_count = 5, .max_sum_cost = 8000};
	struct made *made = make(&contest);
	struct deck deck;

	(void)state;
	made->projects[2].cost = 8001;
	assert_int_equal(deck_make(&deck, &made->election, &made->hash), STATUS_OK);
	assert_int_equal(deck.never, 1);
	for (size_t i = 0; i < deck.count; i++)
		assert_int_equal(deck.ballots[i].votes[0].marks.of[2], 0);
	deck_free(&deck);
	free(made);
}

static struct made *with_styles(void)
{
	static const struct contest contest = {.type = VOTE_APPROVAL, .project_count = 30, .max_length = 1};
	struct made *made = make(&contest);

	made->contests[1] = (struct contest){
	    .id = 2, .type = VOTE_CHOOSE_ONE, .project_count = 3, .projects = made->more, .title.in[0] = "Other"};
	for (unsigned i = 0; i < 3; i++)
		made->more[i] = made->projects[i];
	made->election.contest_count = 2;
	made->styles[0] = (struct style){.name.in[0] = "East", .contest_count = 2, .contest = {0, 1}};
	made->styles[1] = (struct style){.name.in[0] = "West", .contest_count = 1, .contest = {0}};
	made->styles[2] = (struct style){.name.in[0] = "North", .contest_count = 1, .contest = {1}};
	made->election.style_count = 3;
	made->election.admission = ADMISSION_CODE;
	election_derive(&made->election);
	return made;
}

static void codes_are_good_once_a_round(void **state)
{
	struct made *made = with_styles();
	unsigned styles[3] = {0};
	struct deck deck;

	(void)state;
	assert_int_equal(deck_make(&deck, &made->election, &made->hash), STATUS_OK);
	assert_true(deck.rounds > 1);
	for (size_t i = 0; i < deck.count; i++) {
		const struct deck_ballot *ballot = &deck.ballots[i];
		int mine = 0;

		styles[ballot->style]++;
		assert_int_equal(voting_code_check(ballot->code), STATUS_OK);
		for (unsigned n = ballot->style; n < PRACTICE_CODES && !mine; n += 3) {
			char code[VOTING_CODE_LETTERS + 1];

			practice_code(code, &made->hash, n);
			mine = strcmp(code, ballot->code) == 0;
		}
		assert_true(mine);
		for (size_t k = 0; k < i; k++)
			assert_false(deck.ballots[k].round == ballot->round &&
			             strcmp(deck.ballots[k].code, ballot->code) == 0);
	}
	assert_true(styles[0] > 0 && styles[1] > 0 && styles[2] > 0);
	deck_free(&deck);
	made->election.style_count = PRACTICE_CODES + 1;
	free(made);
}

static void the_file_says_it_all(void **state)
{
	char path[] = "/tmp/folkmoot-deck-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (size_t i = 0; i <= sizeof contests / sizeof contests[0]; i++) {
		struct made *made = i < sizeof contests / sizeof contests[0] ? make(&contests[i]) : with_styles();
		struct deck deck, read;
		struct bytes text;

		assert_int_equal(deck_make(&deck, &made->election, &made->hash), STATUS_OK);
		assert_int_equal(deck_write(&text, &deck, &made->hash), STATUS_OK);
		assert_int_equal(file_write(path, text.data, text.len, FILE_PUBLIC, FILE_REPLACE), STATUS_OK);
		assert_int_equal(deck_read(&read, path, &made->election, &made->hash), STATUS_OK);
		assert_int_equal(read.count, deck.count);
		assert_int_equal(read.rounds, deck.rounds);
		assert_int_equal(differences(&deck, &read), 0);
		for (size_t k = 0; k < deck.count; k++)
			assert_string_equal(deck.ballots[k].code, read.ballots[k].code);
		deck_free(&read);
		bytes_free(&text);
		deck_free(&deck);
		free(made);
	}
	unlink(path);
}

/* Each single change of one mark is told as one or more differences that name its ballot. */
static void every_single_change_is_seen(void **state)
{
	static const struct contest contest = {.type = VOTE_POINTS, .project_count = 6, .max_sum_points = 9};
	struct made *made = make(&contest);
	struct deck deck, held;

	(void)state;
	assert_int_equal(deck_make(&deck, &made->election, &made->hash), STATUS_OK);
	copy(&held, &deck);
	for (size_t i = 0; i < held.count; i++)
		for (unsigned p = 0; p < 6; p++) {
			held.ballots[i].votes[0].marks.of[p]++;
			assert_true(differences(&deck, &held) > 0);
			held.ballots[i].votes[0].marks.of[p]--;
		}
	assert_int_equal(differences(&deck, &held), 0);
	deck_free(&held);
	deck_free(&deck);
	free(made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(covers_everything),           cmocka_unit_test(a_project_that_fits_no_vote),
	    cmocka_unit_test(codes_are_good_once_a_round), cmocka_unit_test(the_file_says_it_all),
	    cmocka_unit_test(every_single_change_is_seen),
	};

	if (crypto_init() != STATUS_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
