/* Equal shares against counts made by hand, and its edges. */
#include <string.h>

#include "crypto/cmocka_all.h"
#include "mes.h"
#include "plain.h"

/* Counts and lets the profile go. */
static struct outcome *count(struct profile *profile, enum satisfaction sat, enum completion completion, int exhaustive)
{
	const struct terms terms = {.rule = RULE_MES,
	                            .sat = sat,
	                            .completion = completion,
	                            .exhaustive = exhaustive,
	                            .tie = TIE_COST_VOTES_ID,
	                            .add1_step = 1};
	struct outcome *outcome;

	assert_status(STATUS_OK, rule_count(&outcome, profile, &terms, NULL));
	profile_destroy(profile);
	return outcome;
}

static void assert_fine(struct fine got, uint64_t units, uint32_t millionths)
{
	assert_int_equal(got.units, units);
	assert_int_equal(got.millionths, millionths);
}

static void assert_payers(const struct round *round, uint64_t payers, uint64_t spent_out)
{
	assert_int_equal(round->kind, ROUND_BOUGHT);
	assert_int_equal(round->stage, STAGE_RULE);
	assert_int_equal(round->payers, payers);
	assert_int_equal(round->spent_out, spent_out);
}

/* Four voters with 25 each. */
static const struct plain_project three[] = {{"1", 60}, {"2", 40}, {"3", 20}};
static const char *const three_votes[] = {"a", "a", "ab", "bc"};

static void most_votes_first_by_cost(void **state)
{
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 100, three, 3, three_votes, 4), SAT_COST, COMPLETION_NONE, 0);

	(void)state;
	/* For a unit of a's cost its three supporters pay 1/3 each, for b 1/2, for c 1. After a (20 each) b's have 5
	 * and 25, which is less than 40; c's has enough. */
	assert_selected(outcome, "ac");
	assert_int_equal(outcome->cost, 80);
	assert_fine(outcome->share, 25, 0);
	assert_fine(outcome->last_share, 25, 0);
	assert_int_equal(outcome->add1_end, ADD1_NONE);
	assert_int_equal(outcome->tie_count, 0);
	assert_int_equal(outcome->round_count, 3);
	assert_payers(&outcome->rounds[0], 3, 0);
	assert_fine(outcome->rounds[0].price, 20, 0);
	assert_fine(outcome->rounds[0].voters, 3, 0);
	assert_int_equal(outcome->rounds[0].left, 40);
	assert_payers(&outcome->rounds[1], 1, 0);
	assert_fine(outcome->rounds[1].price, 20, 0);
	assert_fine(outcome->rounds[1].voters, 1, 0);
	assert_int_equal(outcome->rounds[2].kind, ROUND_UNAFFORDABLE);
	assert_int_equal(outcome->rounds[2].project, 1);
	assert_int_equal(outcome->rounds[2].left, 20);
	outcome_destroy(outcome);
}

static void ties_are_told(void **state)
{
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 100, three, 3, three_votes, 4), SAT_NUMBER, COMPLETION_NONE, 0);

	(void)state;
	/* Every project would cost each of its supporters 20. The least cost comes first: c. Then b cannot be paid. */
	assert_selected(outcome, "ca");
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->ties[0].round, 0);
	assert_int_equal(outcome->ties[0].count, 3);
	assert_int_equal(outcome->tied[0], 2);
	assert_int_equal(outcome->tied[1], 1);
	assert_int_equal(outcome->tied[2], 0);
	outcome_destroy(outcome);
}

static void who_has_less_gives_all(void **state)
{
	static const struct plain_project projects[] = {{"1", 12}, {"2", 13}};
	static const char *const votes[] = {"ab", "a", "b"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 30, projects, 2, votes, 3), SAT_NUMBER, COMPLETION_NONE, 0);

	(void)state;
	/* a: 6 each of 10. b: the first voter gives the 4 that are left, the third 9. */
	assert_selected(outcome, "ab");
	assert_payers(&outcome->rounds[1], 2, 1);
	assert_fine(outcome->rounds[1].price, 9, 0);
	assert_fine(outcome->rounds[1].voters, 1, 444444);
	outcome_destroy(outcome);
}

static void just_affordable(void **state)
{
	static const struct plain_project projects[] = {{"1", 12}, {"2", 14}, {"3", 7}};
	static const char *const votes[] = {"abc", "ac", "b"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 30, projects, 3, votes, 3), SAT_COST, COMPLETION_NONE, 0);

	(void)state;
	/* a: 6 each of 10, or c: 3.5 each; both have two votes, c costs less. Then a: 6 each, 0.5 left. b: 0.5 and 10
	 * are less than 14. */
	assert_selected(outcome, "ca");
	assert_int_equal(outcome->ties[0].count, 3);
	outcome_destroy(outcome);

	static const struct plain_project all[] = {{"1", 12}, {"2", 14}};
	static const char *const all_votes[] = {"ab", "a", "b"};

	/* After a the first voter has 4: with the third's 10 just what b costs. */
	outcome = count(profile_of(PROFILE_SETS, 30, all, 2, all_votes, 3), SAT_NUMBER, COMPLETION_NONE, 0);
	assert_selected(outcome, "ab");
	assert_payers(&outcome->rounds[1], 2, 1);
	assert_fine(outcome->rounds[1].price, 10, 0);
	outcome_destroy(outcome);
}

static void points_and_ranks_weigh(void **state)
{
	static const struct plain_project projects[] = {{"1", 10}, {"2", 11}, {"3", 1}};
	static const char *const points[] = {"a3b1", "a1b0", "c1"};
	static const char *const ranks[] = {"abc", "ba", "c"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_POINTS, 30, projects, 3, points, 3), SAT_POINTS, COMPLETION_NONE, 0);

	(void)state;
	/* c: 1 for a point. a: 2.5 for a point, 7.5 and 2.5. b: one point, its giver has 2.5. No points: no supporter.
	 */
	assert_selected(outcome, "ca");
	assert_payers(&outcome->rounds[1], 2, 0);
	assert_fine(outcome->rounds[1].price, 2, 500000);
	assert_fine(outcome->rounds[1].voters, 4, 0);
	outcome_destroy(outcome);
	/* rank: c has 1 + 1 (0.5 each), then a 3 + 1 (2.5), b 2 + 2 (2.75): the first gives the 9.5 - 7.5 that are
	 * left, the second 7.5, which is all. 9.5 < 11. */
	outcome = count(profile_of(PROFILE_RANKINGS, 30, projects, 3, ranks, 3), SAT_RANK, COMPLETION_NONE, 0);
	assert_selected(outcome, "ca");
	assert_fine(outcome->rounds[0].price, 0, 500000);
	assert_payers(&outcome->rounds[0], 2, 0);
	outcome_destroy(outcome);
	/* borda: the last of a ballot supports nothing: nobody supports c; a 2 + 0, b 1 + 1. */
	outcome = count(profile_of(PROFILE_RANKINGS, 30, projects, 3, ranks, 3), SAT_BORDA, COMPLETION_NONE, 0);
	assert_selected(outcome, "a");
	assert_payers(&outcome->rounds[0], 1, 0);
	outcome_destroy(outcome);
}

static void a_project_named_twice(void **state)
{
	static const struct plain_project projects[] = {{"1", 9}};
	static const char *const votes[] = {"aa", "a"};
	struct profile *profile = profile_of(PROFILE_SETS, 20, projects, 1, NULL, 0);
	struct outcome *outcome;

	(void)state;
	profile_destroy(profile);
	assert_status(STATUS_OK, profile_create(&profile, PROFILE_SETS, 1));
	profile->budget = 20;
	profile->projects[0].id = "1";
	profile->projects[0].cost = 9;
	profile->repeats = REPEATS_ALL;
	assert_status(STATUS_OK, profile_add(profile, (struct profile_mark[]){{0}, {0}}, 2, NULL));
	assert_status(STATUS_OK, profile_add(profile, (struct profile_mark[]){{0}}, 1, NULL));
	outcome = count(profile, SAT_COST, COMPLETION_NONE, 0);
	/* 6 and 3. */
	assert_fine(outcome->rounds[0].price, 3, 0);
	assert_fine(outcome->rounds[0].voters, 3, 0);
	outcome_destroy(outcome);
	outcome = count(profile_of(PROFILE_SETS, 20, projects, 1, votes, 2), SAT_COST, COMPLETION_NONE, 0);
	assert_fine(outcome->rounds[0].price, 4, 500000);
	outcome_destroy(outcome);
}

static void points_for_the_silent(void **state)
{
	static const struct plain_project projects[] = {{"1", 9}, {"2", 5}};
	static const char *const votes[] = {"a7", "b3"};
	struct profile *profile = profile_of(PROFILE_POINTS, 20, projects, 2, votes, 2);
	struct outcome *outcome;

	(void)state;
	profile->default_points = 2;
	outcome = count(profile, SAT_POINTS, COMPLETION_NONE, 0);
	/* a: 7 + 2 points, 1 each; b: 2 + 3 points, 1 each. */
	assert_selected(outcome, "ba");
	assert_int_equal(outcome->ties[0].count, 2);
	assert_payers(&outcome->rounds[1], 2, 0);
	outcome_destroy(outcome);
}

/* --- add1
 * ----------------------------------------------------------------------------------------------------------------- */

static void add1_buys_all(void **state)
{
	static const struct plain_project projects[] = {{"1", 30}, {"2", 60}, {"3", 5}};
	static const char *const votes[] = {"a", "b"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 100, projects, 3, votes, 2), SAT_COST, COMPLETION_ADD1, 0);

	(void)state;
	/* With 60 each b is paid. Nobody supports c: it does not keep add1 going. */
	assert_selected(outcome, "ab");
	assert_int_equal(outcome->add1_end, ADD1_ALL_BOUGHT);
	assert_int_equal(outcome->add1_steps, 10);
	assert_fine(outcome->share, 50, 0);
	assert_fine(outcome->last_share, 60, 0);
	outcome_destroy(outcome);
	outcome = count(profile_of(PROFILE_SETS, 100, projects, 3, votes, 2), SAT_COST, COMPLETION_ADD1U, 0);
	assert_selected(outcome, "abc");
	assert_int_equal(outcome->add1_end, ADD1_EXHAUSTED);
	assert_int_equal(outcome->rounds[2].kind, ROUND_UNAFFORDABLE);
	assert_int_equal(outcome->rounds[3].kind, ROUND_BOUGHT);
	assert_int_equal(outcome->rounds[3].stage, STAGE_COMPLETION);
	outcome_destroy(outcome);
}

static void add1_stops_before_it_overspends(void **state)
{
	static const struct plain_project projects[] = {{"1", 30}, {"2", 60}, {"3", 30}};
	static const char *const votes[] = {"ac", "b"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 100, projects, 3, votes, 2), SAT_COST, COMPLETION_ADD1, 0);

	(void)state;
	/* With 60 each all three would be bought. */
	assert_selected(outcome, "a");
	assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
	assert_int_equal(outcome->add1_steps, 9);
	assert_int_equal(outcome->overspent, 120);
	assert_fine(outcome->last_share, 59, 0);
	assert_int_equal(outcome->ties[0].count, 2);
	outcome_destroy(outcome);
	/* utilitarian, from the first run: b fits the 70 that are left, then c does not. */
	outcome = count(profile_of(PROFILE_SETS, 100, projects, 3, votes, 2), SAT_COST, COMPLETION_UTILITARIAN, 0);
	assert_selected(outcome, "ac");
	outcome_destroy(outcome);
}

static void exhaustive_stops_at_once(void **state)
{
	static const struct plain_project projects[] = {{"1", 30}, {"2", 80}};
	static const char *const votes[] = {"a", "b"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 100, projects, 2, votes, 2), SAT_COST, COMPLETION_ADD1, 1);

	(void)state;
	assert_int_equal(outcome->add1_end, ADD1_EXHAUSTED);
	assert_int_equal(outcome->add1_steps, 0);
	outcome_destroy(outcome);
	outcome = count(profile_of(PROFILE_SETS, 100, projects, 2, votes, 2), SAT_COST, COMPLETION_ADD1, 0);
	assert_selected(outcome, "a");
	assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
	assert_int_equal(outcome->add1_steps, 29);
	assert_int_equal(outcome->overspent, 110);
	outcome_destroy(outcome);
}

static void steps_of_more_than_one(void **state)
{
	static const struct plain_project projects[] = {{"1", 30}, {"2", 60}};
	static const char *const votes[] = {"a", "b"};
	struct profile *profile = profile_of(PROFILE_SETS, 100, projects, 2, votes, 2);
	struct terms terms = {.rule = RULE_MES, .completion = COMPLETION_ADD1, .add1_step = 7};
	struct outcome *outcome;

	(void)state;
	assert_status(STATUS_OK, mes_count(&outcome, profile, &terms, NULL));
	assert_int_equal(outcome->add1_steps, 2);
	assert_fine(outcome->last_share, 64, 0);
	outcome_destroy(outcome);
	terms.add1_step = UINT64_MAX;
	assert_status(STATUS_OK, mes_count(&outcome, profile, &terms, NULL));
	assert_int_equal(outcome->add1_steps, 1);
	assert_fine(outcome->last_share, UINT64_MAX, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* Steps of 1 over 2^62 units: not one of them may be taken alone. */
static void the_longest_way(void **state)
{
	static const struct plain_project projects[] = {{"1", INT64_MAX}, {"2", 5}};
	static const char *const votes[] = {"a", "b", ""};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, INT64_MAX, projects, 2, votes, 3), SAT_COST, COMPLETION_ADD1, 0);

	(void)state;
	/* The share is (2^63 - 2) / 3 and a third. One less than 2^63 - 1 does not suffice; with it both are bought for
	 * 5 too much. */
	assert_selected(outcome, "b");
	assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
	assert_int_equal(outcome->overspent, (uint64_t)INT64_MAX + 5);
	assert_int_equal(outcome->add1_steps, INT64_MAX - (INT64_MAX - 1) / 3 - 1);
	assert_fine(outcome->last_share, INT64_MAX - 1, 333333);
	outcome_destroy(outcome);
}

/* --- edges
 * ---------------------------------------------------------------------------------------------------------------- */

static void nobody(void **state)
{
	static const struct plain_project projects[] = {{"1", 10}, {"2", 0}};
	static const char *const empty[] = {"", ""};

	(void)state;
	for (int completion = COMPLETION_NONE; completion <= COMPLETION_UTILITARIAN; completion++) {
		const char *wanted = completion == COMPLETION_NONE || completion == COMPLETION_ADD1 ? "" : "ba";

		for (size_t votes = 0; votes <= 2; votes++) {
			struct outcome *outcome = count(profile_of(PROFILE_SETS, 100, projects, 2, empty, votes),
			                                SAT_NUMBER, (enum completion)completion, 0);

			assert_selected(outcome, wanted);
			assert_fine(outcome->share, votes ? 100 / votes : 0, 0);
			assert_int_equal(outcome->add1_steps, 0);
			outcome_destroy(outcome);
		}
	}
}

static void voters_without_a_vote_have_a_share(void **state)
{
	static const struct plain_project projects[] = {{"1", 26}};
	static const char *const votes[] = {"a", "", "", ""};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 100, projects, 1, votes, 4), SAT_COST, COMPLETION_NONE, 0);

	(void)state;
	assert_selected(outcome, "");
	outcome_destroy(outcome);
	outcome = count(profile_of(PROFILE_SETS, 100, projects, 1, votes, 3), SAT_COST, COMPLETION_NONE, 0);
	assert_selected(outcome, "a");
	outcome_destroy(outcome);
}

static void no_budget(void **state)
{
	static const struct plain_project projects[] = {{"1", 3}, {"2", 999999999}};
	static const char *const votes[] = {"ab", "a"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 0, projects, 2, votes, 2), SAT_COST, COMPLETION_ADD1, 0);

	(void)state;
	/* With 2 each a would be bought. */
	assert_selected(outcome, "");
	assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
	assert_int_equal(outcome->add1_steps, 1);
	assert_int_equal(outcome->overspent, 3);
	outcome_destroy(outcome);
}

static void projects_that_cost_nothing(void **state)
{
	static const struct plain_project projects[] = {{"1", 10}, {"2", 0}, {"3", 0}, {"4", 0}};
	static const char *const votes[] = {"abc", "a"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 10, projects, 4, votes, 2), SAT_NUMBER, COMPLETION_NONE, 0);

	(void)state;
	/* Supported ones come first, nobody pays. */
	assert_selected(outcome, "bca");
	assert_payers(&outcome->rounds[0], 0, 0);
	assert_fine(outcome->rounds[0].price, 0, 0);
	assert_fine(outcome->rounds[0].voters, 0, 0);
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->rounds[3].project, 3);
	assert_int_equal(outcome->rounds[3].kind, ROUND_UNAFFORDABLE);
	outcome_destroy(outcome);
	/* Worth 0 * votes where the cost counts: nobody supports them. */
	outcome = count(profile_of(PROFILE_SETS, 10, projects, 4, votes, 2), SAT_COST, COMPLETION_NONE, 0);
	assert_selected(outcome, "a");
	outcome_destroy(outcome);
}

static void dearer_than_the_budget(void **state)
{
	static const struct plain_project projects[] = {{"1", 999999999}, {"2", 10}};
	static const char *const votes[] = {"a", "ab", "a"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 60, projects, 2, votes, 3), SAT_COST, COMPLETION_ADD1, 0);

	(void)state;
	/* 333333333 from each buys it. Before, b is all there is. */
	assert_selected(outcome, "b");
	assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
	assert_int_equal(outcome->add1_steps, 333333333 - 20 - 1);
	assert_int_equal(outcome->overspent, 999999999);
	outcome_destroy(outcome);
	outcome = count(profile_of(PROFILE_SETS, 60, projects, 2, votes, 3), SAT_COST, COMPLETION_ADD1, 1);
	assert_int_equal(outcome->add1_end, ADD1_EXHAUSTED);
	assert_int_equal(outcome->add1_steps, 0);
	outcome_destroy(outcome);
}

/* Prices that differ by less than a part in 2^60. */
static void nearly_equal(void **state)
{
	static const struct plain_project projects[] = {{"1", 3000000000000000002}, {"2", 3000000000000000001}};
	static const char *const votes[] = {"a", "a", "a", "b", "b", "b"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, INT64_MAX, projects, 2, votes, 6), SAT_NUMBER, COMPLETION_NONE, 0);

	(void)state;
	assert_selected(outcome, "ba");
	assert_int_equal(outcome->tie_count, 0);
	assert_fine(outcome->rounds[0].price, 1000000000000000000, 333333);
	assert_fine(outcome->rounds[1].price, 1000000000000000000, 666666);
	outcome_destroy(outcome);
}

/* Two projects whose supporters have different pasts, and yet the same price: 4 and 10 for a, 4 and 10 for b. */
static void equal_by_different_ways(void **state)
{
	static const struct plain_project projects[] = {{"5", 12}, {"4", 12}, {"2", 13}, {"1", 13}};
	static const char *const votes[] = {"ac", "a", "bd", "b", "c", "d"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 60, projects, 4, votes, 6), SAT_NUMBER, COMPLETION_NONE, 0);

	(void)state;
	assert_selected(outcome, "badc");
	assert_int_equal(outcome->tie_count, 2);
	assert_int_equal(outcome->ties[1].round, 2);
	assert_int_equal(outcome->tied[outcome->ties[1].first], 3);
	assert_int_equal(outcome->tied[outcome->ties[1].first + 1], 2);
	assert_fine(outcome->rounds[2].price, 9, 0);
	outcome_destroy(outcome);
}

/* b and c cost the same and have the same supporters: equal for 110,000,000,000 steps, of which the first half with
 * one who cannot pay the price. Step by step that would take days. */
static void equal_for_long(void **state)
{
	static const struct plain_project projects[] = {{"1", 100000000000}, {"2", 220000000000}, {"3", 220000000000}};
	static const char *const votes[] = {"abc", "bc"};
	struct outcome *outcome =
	    count(profile_of(PROFILE_SETS, 320000000000, projects, 3, votes, 2), SAT_NUMBER, COMPLETION_ADD1, 0);

	(void)state;
	assert_selected(outcome, "ab");
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
	assert_int_equal(outcome->add1_steps, 109999999999);
	assert_int_equal(outcome->overspent, 540000000000);
	outcome_destroy(outcome);
}

static void what_is_refused(void **state)
{
	static const struct plain_project projects[] = {{"1", 10}};
	static const char *const votes[] = {"a"};
	struct profile *profile = profile_of(PROFILE_SETS, 60, projects, 1, votes, 1);
	struct terms terms = {.rule = RULE_MES, .sat = SAT_POINTS, .add1_step = 1};
	struct outcome *outcome;

	(void)state;
	assert_status(STATUS_RULES, mes_count(&outcome, profile, &terms, NULL));
	assert_null(outcome);
	terms.sat = SAT_COST;
	profile->projects[0].cost = (uint64_t)INT64_MAX + 1;
	assert_status(STATUS_RANGE, mes_count(&outcome, profile, &terms, NULL));
	profile->projects[0].cost = 10;
	profile->budget = (uint64_t)INT64_MAX + 1;
	assert_status(STATUS_RANGE, mes_count(&outcome, profile, &terms, NULL));
	profile_destroy(profile);

	profile = profile_of(PROFILE_POINTS, 60, projects, 1, NULL, 0);
	profile->projects[0].score = 0;
	assert_status(STATUS_OK, profile_add(profile, &(struct profile_mark){.points = INT64_MAX - 1}, 1, NULL));
	assert_status(STATUS_OK, profile_add(profile, &(struct profile_mark){.points = -5}, 1, NULL));
	assert_status(STATUS_OK, profile_add(profile, &(struct profile_mark){.points = 5}, 1, NULL));
	terms.sat = SAT_POINTS;
	/* Those above 0 alone are more than 63 bits hold. */
	assert_status(STATUS_RANGE, mes_count(&outcome, profile, &terms, NULL));
	assert_null(outcome);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(most_votes_first_by_cost),
	    cmocka_unit_test(ties_are_told),
	    cmocka_unit_test(who_has_less_gives_all),
	    cmocka_unit_test(just_affordable),
	    cmocka_unit_test(points_and_ranks_weigh),
	    cmocka_unit_test(a_project_named_twice),
	    cmocka_unit_test(points_for_the_silent),
	    cmocka_unit_test(add1_buys_all),
	    cmocka_unit_test(add1_stops_before_it_overspends),
	    cmocka_unit_test(exhaustive_stops_at_once),
	    cmocka_unit_test(steps_of_more_than_one),
	    cmocka_unit_test(the_longest_way),
	    cmocka_unit_test(nobody),
	    cmocka_unit_test(voters_without_a_vote_have_a_share),
	    cmocka_unit_test(no_budget),
	    cmocka_unit_test(projects_that_cost_nothing),
	    cmocka_unit_test(dearer_than_the_budget),
	    cmocka_unit_test(nearly_equal),
	    cmocka_unit_test(equal_by_different_ways),
	    cmocka_unit_test(equal_for_long),
	    cmocka_unit_test(what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
