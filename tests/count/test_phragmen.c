/* Phragmén's sequential rule against counts made by hand, and where rounding alone could not decide. */
#include <string.h>

#include "bloc.h"
#include "crypto/cmocka_all.h"
#include "phragmen.h"
#include "plain.h"
#include "random_profile.h"
#include "slow_phragmen.h"

static struct outcome *count(const struct profile *profile, enum tie tie)
{
	const struct terms terms = {.rule = RULE_PHRAGMEN, .tie = tie};
	struct outcome *outcome;

	assert_int_equal(phragmen_count(&outcome, profile, &terms), STATUS_OK);
	return outcome;
}

static void assert_price(const struct round *round, uint64_t units, uint32_t millionths, uint64_t payers)
{
	assert_int_equal(round->kind, ROUND_BOUGHT);
	assert_int_equal(round->price.units, units);
	assert_int_equal(round->price.millionths, millionths);
	assert_int_equal(round->payers, payers);
}

/* Five voters. c (cost 10, three voters) is due at 10/3; then a's two voters who paid for c start again: a (cost 20,
 * three voters: one fresh, two from 10/3) at (20 + 2 * 10/3) / 3 = 80/9; b (cost 30, two fresh voters) at 15. */
static void moments_by_hand(void **state)
{
	static const struct plain_project projects[] = {{"a", 20}, {"b", 30}, {"c", 10}};
	static const char *const votes[] = {"1a", "2ac", "1c", "2b"};
	struct profile *profile = profile_of(PROFILE_SETS, 100, projects, 3, votes, 4);
	struct outcome *outcome = count(profile, TIE_ID);

	(void)state;
	assert_selected(outcome, "cab");
	assert_price(&outcome->rounds[0], 3, 333333, 3);
	assert_price(&outcome->rounds[1], 8, 888888, 3);
	assert_price(&outcome->rounds[2], 15, 0, 2);
	assert_int_equal(outcome->rounds[2].left, 40);
	assert_int_equal(outcome->tie_count, 0);
	assert_int_equal(outcome->cost, 60);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void stops_at_what_does_not_fit(void **state)
{
	static const struct plain_project projects[] = {{"a", 20}, {"b", 30}, {"c", 10}, {"d", 200}};
	static const char *const votes[] = {"1a", "2ac", "1c", "2b", "9d"};
	struct profile *profile = profile_of(PROFILE_SETS, 25, projects, 4, votes, 5);
	struct outcome *outcome = count(profile, TIE_ID);

	(void)state;
	/* d and b, dearer than the whole budget, take no part; a is due next after c and does not fit. */
	assert_selected(outcome, "c");
	assert_int_equal(outcome->round_count, 4);
	assert_int_equal(outcome->rounds[0].kind, ROUND_TOO_DEAR);
	assert_int_equal(outcome->rounds[0].project, 1);
	assert_int_equal(outcome->rounds[1].kind, ROUND_TOO_DEAR);
	assert_int_equal(outcome->rounds[1].project, 3);
	assert_int_equal(outcome->rounds[3].kind, ROUND_STOPPED);
	assert_int_equal(outcome->rounds[3].project, 0);
	assert_int_equal(outcome->rounds[3].left, 15);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void ties_that_decide_are_told(void **state)
{
	/* a and b are due together and share a voter: whichever comes first puts the other off. c is due then too, but
	 * shares nobody: it is bought in any case. */
	static const struct plain_project projects[] = {{"a", 10}, {"b", 10}, {"c", 10}};
	static const char *const votes[] = {"1a", "1ab", "1b", "2c"};
	struct profile *profile = profile_of(PROFILE_SETS, 25, projects, 3, votes, 4);
	struct outcome *outcome = count(profile, TIE_ID);

	(void)state;
	assert_selected(outcome, "ac");
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->ties[0].round, 0);
	assert_int_equal(outcome->ties[0].count, 3);
	assert_int_equal(outcome->tied[outcome->ties[0].first + 1], 1);
	outcome_destroy(outcome);
	profile->budget = 30;
	outcome = count(profile, TIE_ID);
	assert_selected(outcome, "acb");
	assert_price(&outcome->rounds[2], 7, 500000, 2); /* (10 + 5) / 2 */
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void ties_that_decide_nothing_are_not(void **state)
{
	static const struct plain_project projects[] = {{"a", 10}, {"b", 20}, {"c", 0}, {"d", 0}};
	static const char *const votes[] = {"1ac", "2bcd"};
	struct profile *profile = profile_of(PROFILE_SETS, 30, projects, 4, votes, 2);
	struct outcome *outcome = count(profile, TIE_ID);

	(void)state;
	/* c and d are free and share voters: nobody pays, nobody is put off. a and b share nobody. */
	assert_selected(outcome, "cdab");
	assert_price(&outcome->rounds[0], 0, 0, 3);
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void without_supporters_come_last(void **state)
{
	static const struct plain_project projects[] = {{"a", 10}, {"b", 9}, {"c", 5}, {"d", 6}};
	static const char *const votes[] = {"1a", "1"};
	struct profile *profile = profile_of(PROFILE_SETS, 30, projects, 4, votes, 2);
	struct outcome *outcome = count(profile, TIE_ID);

	(void)state;
	assert_selected(outcome, "abcd");
	assert_price(&outcome->rounds[1], 0, 0, 0);
	outcome_destroy(outcome);
	profile->budget = 20;
	outcome = count(profile, TIE_COST_VOTES_ID);
	/* 10 left: c (5) is bought, then b (9) does not fit 5 and ends it. */
	assert_selected(outcome, "ac");
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->rounds[outcome->round_count - 1].kind, ROUND_STOPPED);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* Amounts so large that few bits are left for fractions, and three projects due within one unit: b at half of most,
 * rounded down, c a third of a unit later, a half of a unit later where most is odd. */
static void near_and_equal_moments_of_large_amounts(void **state)
{
	const uint64_t most = (uint64_t)INT64_MAX / 3;
	struct plain_project projects[] = {{"a", most}, {"b", most / 2 * 3}, {"c", most / 2 * 3 + 1}};
	static const char *const votes[] = {"3b", "3c", "2a"};
	struct profile *profile;
	struct outcome *outcome;

	(void)state;
	profile = profile_of(PROFILE_SETS, INT64_MAX, projects, 3, votes, 3);
	outcome = count(profile, TIE_ID);
	assert_true(outcome->selected_count >= 1);
	assert_int_equal(outcome->selected[0], most % 2 ? 1 : 0);
	assert_int_equal(outcome->rounds[0].price.units, most / 2);
	assert_int_equal(outcome->rounds[1].price.units, most / 2);
	assert_int_equal(outcome->rounds[1].price.millionths, most % 2 ? 333333 : 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* a has N voters and costs 1 + jN, b one voter more and costs 1 + j(N + 1): due at j + 1/N and j + 1/(N + 1), which is
 * 2^-42 earlier. Beside amounts near 2^62 and two million voters 41 bits are left for fractions: rounded, both are the
 * same, and the tie rule would take a. */
static void moments_nearer_than_rounding_can_tell(void **state)
{
	const uint64_t most = (UINT64_C(1) << 21) + 1, whole = UINT64_C(1) << 41;
	struct profile_mark marks[] = {{.project = 0}, {.project = 1}};
	struct profile *profile;
	struct outcome *outcome;

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_SETS, 2), STATUS_OK);
	profile->budget = (uint64_t)INT64_MAX / 8 * 5;
	profile->projects[0] = (struct profile_project){.id = "a", .cost = 1 + whole * most};
	profile->projects[1] = (struct profile_project){.id = "b", .cost = 1 + whole * (most + 1)};
	for (uint64_t v = 0; v < most; v++)
		assert_int_equal(profile_add(profile, marks, 2, NULL), STATUS_OK);
	assert_int_equal(profile_add(profile, &marks[1], 1, NULL), STATUS_OK);
	outcome = count(profile, TIE_ID);
	assert_selected(outcome, "b");
	assert_price(&outcome->rounds[0], whole, 0, most + 1);
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void blocs_gather_equal_sets(void **state)
{
	static const struct plain_project projects[] = {{"a", 1}, {"b", 1}, {"c", 1}};
	static const char *const votes[] = {"1ab", "2ba", "1", "3cab", "2c"};
	static const uint8_t all[] = {1, 1, 1}, without_c[] = {1, 1, 0};
	struct profile *profile = profile_of(PROFILE_SETS, 10, projects, 3, votes, 5);
	struct blocs *blocs;

	(void)state;
	assert_int_equal(blocs_create(&blocs, profile, all), STATUS_OK);
	assert_int_equal(blocs->count, 3);
	assert_int_equal(blocs->bloc[0].voters, 3);
	assert_int_equal(blocs->bloc[1].voters, 3);
	assert_int_equal(blocs->support[0], 6);
	assert_int_equal(blocs->support[2], 5);
	assert_int_equal(blocs->supporters_end[2] - blocs->supporters_end[1], 2);
	blocs_destroy(blocs);
	assert_int_equal(blocs_create(&blocs, profile, without_c), STATUS_OK);
	assert_int_equal(blocs->count, 1);
	assert_int_equal(blocs->bloc[0].voters, 6);
	assert_int_equal(blocs->support[2], 0);
	blocs_destroy(blocs);
	profile_destroy(profile);
}

/* More different sets than the first table has room for. */
static void many_blocs(void **state)
{
	enum { SIDE = 120 };
	uint8_t wanted[SIDE];
	struct profile *profile;
	struct blocs *blocs;

	(void)state;
	memset(wanted, 1, sizeof wanted);
	assert_int_equal(profile_create(&profile, PROFILE_RANKINGS, SIDE), STATUS_OK);
	for (uint32_t i = 0; i < SIDE; i++) {
		for (uint32_t k = 0; k < SIDE; k++) {
			struct profile_mark marks[] = {{.project = i}, {.project = k}};

			assert_int_equal(profile_add(profile, marks, 2, NULL), STATUS_OK);
		}
	}
	assert_int_equal(blocs_create(&blocs, profile, wanted), STATUS_OK);
	assert_int_equal(blocs->count, SIDE * (SIDE + 1) / 2);
	for (uint32_t p = 0; p < SIDE; p++)
		assert_int_equal(blocs->support[p], 2 * SIDE - 1);
	blocs_destroy(blocs);
	profile_destroy(profile);
}

static void no_points_are_no_support(void **state)
{
	struct profile_mark marks[] = {
	    {.project = 0, .points = 0}, {.project = 1, .points = -3}, {.project = 2, .points = 1}};
	struct profile *profile;
	struct outcome *outcome;

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_POINTS, 3), STATUS_OK);
	profile->budget = 10;
	for (uint32_t i = 0; i < 3; i++)
		profile->projects[i] = (struct profile_project){.id = i == 0 ? "a" : i == 1 ? "b" : "c", .cost = 10};
	assert_int_equal(profile_add(profile, marks, 3, NULL), STATUS_OK);
	outcome = count(profile, TIE_ID);
	assert_selected(outcome, "c");
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* Many projects and purchases: moments made of moments made of moments, and equal ones among them, for the voters come
 * in two halves that vote alike for projects of the same cost. */
static struct profile *two_halves(uint64_t seed, char ids[SLOW_PROJECTS][8])
{
	uint32_t half = 16 + (uint32_t)random_below(&seed, 16), pairs = 12 + (uint32_t)random_below(&seed, 18);
	uint64_t unit = random_below(&seed, 2) ? 1 : 900000007;
	struct profile *profile;

	assert_int_equal(profile_create(&profile, PROFILE_SETS, 2 * pairs), STATUS_OK);
	for (uint32_t p = 0; p < 2 * pairs; p++) {
		snprintf(ids[p], 8, "%u", (unsigned)(p * 37 % 101));
		profile->projects[p].id = ids[p];
		profile->projects[p].cost =
		    p < pairs ? unit * (1 + random_below(&seed, 9)) : profile->projects[p - pairs].cost;
		profile->budget += profile->projects[p].cost;
	}
	profile->budget -= random_below(&seed, profile->budget / 2);
	for (uint32_t v = 0; v < half; v++) {
		struct profile_mark marks[2][SLOW_PROJECTS];
		size_t count = 0;

		for (uint32_t p = 0; p < pairs; p++) {
			if (random_below(&seed, 4) == 0) {
				marks[0][count] = (struct profile_mark){.project = p};
				marks[1][count++] = (struct profile_mark){.project = p + pairs};
			}
		}
		/* Now and then the halves are not quite alike. */
		assert_int_equal(profile_add(profile, marks[0], count, NULL), STATUS_OK);
		if (random_below(&seed, 40) > 0)
			assert_int_equal(profile_add(profile, marks[1], count, NULL), STATUS_OK);
	}
	return profile;
}

static void deep_moments_as_the_slow_count_has_them(void **state)
{
	size_t bought = 0, ties = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		const struct terms terms = {.rule = RULE_PHRAGMEN, .tie = seed & 1 ? TIE_ID : TIE_COST_VOTES_ID};
		char ids[SLOW_PROJECTS][8];
		struct profile *profile = two_halves(seed, ids);
		struct outcome *outcome = count(profile, terms.tie);
		struct slow slow = {0};

		slow_phragmen(&slow, profile, &terms);
		if (slow.count != outcome->selected_count)
			fail_msg("seed %lu: %u projects, %u expected", (unsigned long)seed, outcome->selected_count,
			         slow.count);
		for (uint32_t i = 0; i < slow.count; i++) {
			if (slow.selected[i] != outcome->selected[i])
				fail_msg("seed %lu: %s expected in place %u", (unsigned long)seed,
				         ids[slow.selected[i]], i + 1);
		}
		bought += slow.count;
		ties += outcome->tie_count;
		outcome_destroy(outcome);
		profile_destroy(profile);
	}
	print_message("# note: %zu purchases and %zu ties as the slow count has them\n", bought, ties);
	assert_true(bought > 4000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(moments_by_hand),
	    cmocka_unit_test(stops_at_what_does_not_fit),
	    cmocka_unit_test(ties_that_decide_are_told),
	    cmocka_unit_test(ties_that_decide_nothing_are_not),
	    cmocka_unit_test(without_supporters_come_last),
	    cmocka_unit_test(near_and_equal_moments_of_large_amounts),
	    cmocka_unit_test(moments_nearer_than_rounding_can_tell),
	    cmocka_unit_test(blocs_gather_equal_sets),
	    cmocka_unit_test(many_blocs),
	    cmocka_unit_test(no_points_are_no_support),
	    cmocka_unit_test(deep_moments_as_the_slow_count_has_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
