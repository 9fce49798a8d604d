/* Votes that are lent instead of copied make the same profile. */
#include <stdlib.h>
#include <string.h>

#include "random_profile.h"

enum { LONG = RANDOM_PROJECTS + 2 };

/* Votes of an election one behind the other, some with a project named again, or an unknown one. */
struct lying {
	struct profile_mark marks[RANDOM_VOTES * LONG];
	size_t end[RANDOM_VOTES];
	int unknown[RANDOM_VOTES];
};

static void lay_down(struct lying *out, const struct random_election *election, uint64_t *state)
{
	size_t at = 0;

	for (size_t v = 0; v < election->vote_count; v++) {
		size_t count = election->mark_count[v];

		memcpy(&out->marks[at], election->mark[v], count * sizeof *out->marks);
		at += count;
		out->unknown[v] = random_below(state, 12) == 0;
		if (count > 0 && random_below(state, 6) == 0)
			out->marks[at++] = election->mark[v][random_below(state, count)];
		if (out->unknown[v])
			out->marks[at++] = (struct profile_mark){.project = election->project_count + 3};
		out->end[v] = at;
	}
}

static struct profile *empty(const struct random_election *election, enum repeats repeats)
{
	struct profile *profile;

	assert_int_equal(profile_create(&profile, election->kind, election->project_count), STATUS_OK);
	for (uint32_t p = 0; p < election->project_count; p++)
		profile->projects[p].id = election->id[p];
	profile->repeats = repeats;
	return profile;
}

static void assert_same(const struct profile *a, const struct profile *b)
{
	assert_int_equal(a->vote_count, b->vote_count);
	for (size_t v = 0; v < a->vote_count; v++)
		assert_int_equal(a->vote_end[v], b->vote_end[v]);
	for (size_t i = 0; a->vote_count > 0 && i < a->vote_end[a->vote_count - 1]; i++) {
		assert_int_equal(a->marks[i].project, b->marks[i].project);
		assert_int_equal(a->marks[i].points, b->marks[i].points);
	}
	for (uint32_t p = 0; p < a->project_count; p++) {
		assert_int_equal(a->projects[p].votes, b->projects[p].votes);
		assert_int_equal(a->projects[p].score, b->projects[p].score);
	}
}

static void lent_votes_make_the_same_profile(void **state)
{
	size_t lent = 0, copied = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 3000; seed++) {
		enum repeats repeats = seed & 1 ? REPEATS_ONCE : REPEATS_ALL;
		struct random_election election;
		struct lying *lying = calloc(1, sizeof *lying);
		struct profile *one, *other;
		uint64_t random = seed;

		assert_non_null(lying);
		random_election(&election, (enum profile_kind)(seed % 3), seed);
		lay_down(lying, &election, &random);
		one = empty(&election, repeats);
		other = empty(&election, repeats);
		assert_int_equal(profile_lend(other, lying->marks, election.vote_count), STATUS_OK);
		for (size_t v = 0; v < election.vote_count; v++) {
			size_t first = v ? lying->end[v - 1] : 0, count = lying->end[v] - first;
			enum status expected = lying->unknown[v] ? STATUS_RANGE : STATUS_OK;

			assert_int_equal(profile_add(one, &lying->marks[first], count, NULL), expected);
			assert_int_equal(profile_add_lent(other, first, count), expected);
		}
		assert_same(one, other);
		*(other->marks == lying->marks ? &lent : &copied) += 1;
		profile_destroy(one);
		profile_destroy(other);
		free(lying);
	}
	assert_true(lent > 500 && copied > 500);
}

static void sums_out_of_bounds_are_refused(void **state)
{
	struct profile_mark marks[] = {
	    {.project = 0, .points = 5}, {.project = 1, .points = 1}, {.project = 0, .points = INT64_MAX}};
	struct profile *profile;

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_POINTS, 2), STATUS_OK);
	assert_int_equal(profile_lend(profile, marks, 2), STATUS_OK);
	assert_int_equal(profile_add_lent(profile, 0, 1), STATUS_OK);
	assert_int_equal(profile_add_lent(profile, 1, 2), STATUS_RANGE);
	assert_int_equal(profile->vote_count, 1);
	assert_int_equal(profile->projects[0].score, 5);
	assert_int_equal(profile->projects[1].votes, 0);
	assert_int_equal(profile_add_lent(profile, 1, 1), STATUS_OK);
	assert_int_equal(profile->projects[1].score, 1);
	assert_int_equal(profile_add_lent(profile, 0, PROFILE_MAX_MARKS + 1), STATUS_RANGE);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lent_votes_make_the_same_profile),
	    cmocka_unit_test(sums_out_of_bounds_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
