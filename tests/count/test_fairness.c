/* How evenly an outcome serves voters, against numbers worked out by hand. */
#include <string.h>

#include "crypto/cmocka_all.h"

#include "fairness.h"

/* Four projects of 10, 20, 30 and 0; a budget of 100. */
static struct profile *make(enum profile_kind kind)
{
	static const uint64_t costs[] = {10, 20, 30, 0};
	static const char *const ids[] = {"a", "b", "c", "free"};
	struct profile *profile;

	assert_int_equal(profile_create(&profile, kind, 4), STATUS_OK);
	profile->budget = 100;
	for (unsigned i = 0; i < 4; i++) {
		profile->projects[i].id = ids[i];
		profile->projects[i].cost = costs[i];
	}
	return profile;
}

static void add(struct profile *profile, const struct profile_mark *marks, size_t count)
{
	assert_int_equal(profile_add(profile, marks, count, NULL), STATUS_OK);
}

static struct outcome *fund(const struct profile *profile, const uint32_t *projects, uint32_t count)
{
	struct outcome *outcome;

	assert_int_equal(outcome_create(&outcome, profile->project_count), STATUS_OK);
	for (uint32_t i = 0; i < count; i++) {
		struct round round = {.project = projects[i], .kind = ROUND_BOUGHT};

		assert_int_equal(outcome_add_round(outcome, &round, profile), STATUS_OK);
	}
	return outcome;
}

/* Funded: a (10) and c (30). Votes: {a, b}, {b}, {}, {a, c}: spent for each 10, 0, 0, 40 of 100. */
static void sets(void **state)
{
	struct profile *profile = make(PROFILE_SETS);
	struct outcome *outcome;
	struct fairness all, half[2];

	(void)state;
	add(profile, (struct profile_mark[]){{0, 0}, {1, 0}}, 2);
	add(profile, (struct profile_mark[]){{1, 0}}, 1);
	add(profile, NULL, 0);
	add(profile, (struct profile_mark[]){{0, 0}, {2, 0}}, 2);
	outcome = fund(profile, (uint32_t[]){2, 0}, 2);
	assert_int_equal(fairness_count(&all, profile, outcome, NULL, 1), STATUS_OK);
	assert_int_equal(all.voters, 4);
	assert_int_equal(all.nothing, 2);
	assert_true(all.spent == 50);
	assert_int_equal(fairness_nothing(&all), 500000);
	assert_int_equal(fairness_share(&all, 100), 125000);
	assert_int_equal(fairness_count(half, profile, outcome, (uint32_t[]){0, 1, 1, 1}, 2), STATUS_OK);
	assert_int_equal(half[0].voters, 1);
	assert_int_equal(half[0].nothing, 0);
	assert_int_equal(fairness_share(&half[0], 100), 100000);
	assert_int_equal(half[1].voters, 3);
	assert_int_equal(half[1].nothing, 2);
	assert_int_equal(fairness_nothing(&half[1]), 666666);
	assert_int_equal(fairness_share(&half[1], 100), 133333);
	assert_int_equal(fairness_count(half, profile, outcome, (uint32_t[]){0, 1, 2, 1}, 2), STATUS_RANGE);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* Points of 0 and below are no support; what is named twice counts once; a project without cost is something. */
static void points(void **state)
{
	struct profile *profile = make(PROFILE_POINTS);
	struct outcome *outcome;
	struct fairness all;

	(void)state;
	profile->repeats = REPEATS_ALL;
	add(profile, (struct profile_mark[]){{0, 0}, {1, -2}}, 2);
	add(profile, (struct profile_mark[]){{1, 3}, {1, 3}}, 2);
	add(profile, (struct profile_mark[]){{3, 1}}, 1);
	outcome = fund(profile, (uint32_t[]){0, 1, 3}, 3);
	assert_int_equal(fairness_count(&all, profile, outcome, NULL, 1), STATUS_OK);
	assert_int_equal(all.nothing, 1);
	assert_true(all.spent == 20);
	profile->default_points = 1; /* now silence supports all funded that the vote does not refuse */
	assert_int_equal(fairness_count(&all, profile, outcome, NULL, 1), STATUS_OK);
	assert_int_equal(all.nothing, 0);
	assert_true(all.spent == 0 + 30 + 30);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* The largest amounts there are: a sum beyond 64 bits, and a share of one. */
static void large(void **state)
{
	struct profile *profile = make(PROFILE_SETS);
	struct outcome *outcome;
	struct fairness all;

	(void)state;
	profile->budget = INT64_MAX;
	profile->projects[0].cost = INT64_MAX;
	for (int i = 0; i < 5; i++)
		add(profile, (struct profile_mark[]){{0, 0}}, 1);
	outcome = fund(profile, (uint32_t[]){0}, 1);
	assert_int_equal(fairness_count(&all, profile, outcome, NULL, 1), STATUS_OK);
	assert_true(all.spent == (unsigned __int128)5 * INT64_MAX);
	assert_int_equal(fairness_share(&all, INT64_MAX), 1000000);
	profile->budget = 100;
	assert_int_equal(fairness_count(&all, profile, outcome, NULL, 1), STATUS_RANGE);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void nobody(void **state)
{
	struct profile *profile = make(PROFILE_SETS);
	struct outcome *outcome = fund(profile, (uint32_t[]){3}, 1);
	struct fairness all;

	(void)state;
	assert_int_equal(fairness_count(&all, profile, outcome, NULL, 1), STATUS_OK);
	assert_int_equal(all.voters, 0);
	assert_int_equal(fairness_nothing(&all), 0);
	assert_int_equal(fairness_share(&all, 100), 0);
	assert_int_equal(fairness_share(&all, 0), 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sets),
	    cmocka_unit_test(points),
	    cmocka_unit_test(large),
	    cmocka_unit_test(nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
