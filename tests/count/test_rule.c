/* The one door to all rules: what does not go together, and greedy-exclusive by hand. */
#include <string.h>

#include "crypto/cmocka_all.h"
#include "rule.h"

static void assert_refused(struct terms terms, enum profile_kind kind, const char *part)
{
	const char *why;
	struct profile *profile;
	struct outcome *outcome;

	assert_int_equal(terms_check(&terms, kind, &why), STATUS_RULES);
	if (!strstr(why, part))
		fail_msg("'%s' does not say '%s'", why, part);
	assert_int_equal(profile_create(&profile, kind, 1), STATUS_OK);
	profile->projects[0].id = "a";
	assert_int_equal(rule_count(&outcome, profile, &terms, NULL), STATUS_RULES);
	assert_null(outcome);
	profile_destroy(profile);
}

static void satisfactions_belong_to_their_votes(void **state)
{
	(void)state;
	assert_refused((struct terms){.sat = SAT_POINTS}, PROFILE_SETS, "'points' belongs to votes with points");
	assert_refused((struct terms){.sat = SAT_POINTS_COST}, PROFILE_RANKINGS,
	               "'points-cost' belongs to votes with points");
	assert_refused((struct terms){.sat = SAT_RANK}, PROFILE_POINTS, "'rank' belongs to ranked votes");
	assert_refused((struct terms){.sat = SAT_RANK_COST}, PROFILE_SETS, "'rank-cost' belongs to ranked votes");
	assert_refused((struct terms){.sat = SAT_BORDA}, PROFILE_SETS, "'borda' belongs to ranked votes");
	assert_refused((struct terms){.rule = RULE_MES, .sat = SAT_BORDA}, PROFILE_SETS,
	               "'borda' belongs to ranked votes");
}

static void completions_belong_to_equal_shares(void **state)
{
	const uint32_t group[] = {0};

	(void)state;
	assert_refused((struct terms){.completion = COMPLETION_ADD1, .add1_step = 1}, PROFILE_SETS,
	               "belongs to the rule 'mes'");
	assert_refused((struct terms){.rule = RULE_PHRAGMEN, .completion = COMPLETION_UTILITARIAN}, PROFILE_SETS,
	               "belongs to the rule 'mes'");
	assert_refused((struct terms){.rule = RULE_MES, .exhaustive = 1}, PROFILE_SETS, "'exhaustive' belongs to");
	assert_refused((struct terms){.rule = RULE_MES, .completion = COMPLETION_ADD1}, PROFILE_SETS,
	               "add1 needs a step");
	assert_refused((struct terms){.rule = RULE_GREEDY_EXCLUSIVE}, PROFILE_SETS,
	               "which projects exclude each other");
	assert_refused((struct terms){.rule = RULE_GREEDY_EXCLUSIVE, .group = group, .sat = SAT_RANK}, PROFILE_SETS,
	               "ranked");
}

static void what_goes_together(void **state)
{
	const char *why;

	(void)state;
	for (int rule = RULE_GREEDY; rule <= RULE_PHRAGMEN; rule++) {
		const uint32_t group[] = {0};
		struct terms terms = {.rule = (enum rule)rule, .group = group};

		assert_int_equal(terms_check(&terms, PROFILE_SETS, &why), STATUS_OK);
		assert_string_equal(why, "");
		terms.sat = satisfaction_default(PROFILE_POINTS);
		assert_int_equal(terms_check(&terms, PROFILE_POINTS, &why), STATUS_OK);
		terms.sat = satisfaction_default(PROFILE_RANKINGS);
		assert_int_equal(terms_check(&terms, PROFILE_RANKINGS, &why), STATUS_OK);
	}
	assert_int_equal(
	    terms_check(
	        &(struct terms){.rule = RULE_MES, .completion = COMPLETION_ADD1U, .exhaustive = 1, .add1_step = 1},
	        PROFILE_SETS, &why),
	    STATUS_OK);
	/* Phragmén takes no satisfaction, so none is wrong. */
	assert_int_equal(terms_check(&(struct terms){.rule = RULE_PHRAGMEN, .sat = SAT_BORDA}, PROFILE_SETS, &why),
	                 STATUS_OK);
}

/* Votes 5, 4, 4, 3, 2 for a to e, all of cost 10 but e (5). */
static struct profile *five(uint64_t budget)
{
	static const char *const ids[] = {"a", "b", "c", "d", "e"};
	static const uint32_t votes[] = {5, 4, 4, 3, 2};
	struct profile *profile;

	assert_int_equal(profile_create(&profile, PROFILE_SETS, 5), STATUS_OK);
	profile->budget = budget;
	for (uint32_t p = 0; p < 5; p++) {
		profile->projects[p].id = ids[p];
		profile->projects[p].cost = p == 4 ? 5 : 10;
	}
	for (uint32_t v = 0; v < 5; v++) {
		struct profile_mark marks[5];
		size_t count = 0;

		for (uint32_t p = 0; p < 5; p++) {
			if (votes[p] > v)
				marks[count++] = (struct profile_mark){.project = p};
		}
		assert_int_equal(profile_add(profile, marks, count, NULL), STATUS_OK);
	}
	return profile;
}

static struct outcome *exclusive(const struct profile *profile, const uint32_t *group)
{
	const struct terms terms = {.rule = RULE_GREEDY_EXCLUSIVE, .tie = TIE_ID, .group = group};
	struct outcome *outcome;

	assert_int_equal(rule_count(&outcome, profile, &terms, NULL), STATUS_OK);
	return outcome;
}

static void one_of_a_group_wins(void **state)
{
	const uint32_t group[] = {1, 1, 0, 2, 2};
	struct profile *profile = five(25);
	struct outcome *outcome = exclusive(profile, group);

	(void)state;
	/* a, not b, c; d does not fit 5, and that does not shut its group to e. */
	assert_int_equal(outcome->selected_count, 3);
	assert_int_equal(outcome->selected[0], 0);
	assert_int_equal(outcome->selected[1], 2);
	assert_int_equal(outcome->selected[2], 4);
	assert_int_equal(outcome->rounds[1].kind, ROUND_EXCLUDED);
	assert_int_equal(outcome->rounds[1].project, 1);
	assert_int_equal(outcome->rounds[1].left, 15);
	assert_int_equal(outcome->rounds[3].kind, ROUND_TOO_DEAR);
	assert_int_equal(outcome->tie_count, 0); /* b was shut out before the tie with c */
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void ties_within_and_across_groups(void **state)
{
	const uint32_t together[] = {0, 3, 3, 0, 0}, apart[] = {0, 3, 4, 0, 0};
	struct profile *profile = five(100);
	struct outcome *outcome = exclusive(profile, together);

	(void)state;
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->ties[0].round, 1);
	assert_int_equal(outcome->ties[0].count, 2);
	assert_int_equal(outcome_selected(outcome, 1), 1);
	assert_int_equal(outcome_selected(outcome, 2), 0);
	outcome_destroy(outcome);
	outcome = exclusive(profile, apart);
	assert_int_equal(outcome->tie_count, 0);
	assert_int_equal(outcome->selected_count, 5);
	outcome_destroy(outcome);
	profile->budget = 20; /* after a, one of b and c */
	outcome = exclusive(profile, apart);
	assert_int_equal(outcome->tie_count, 1);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* Choose-one with categories: the winner of each. */
static void winners_per_category(void **state)
{
	const uint32_t category[] = {1, 1, 2, 2, 3};
	struct profile *profile = five(1000);
	struct outcome *outcome = exclusive(profile, category);

	(void)state;
	assert_int_equal(outcome->selected_count, 3);
	assert_int_equal(outcome_selected(outcome, 0), 1);
	assert_int_equal(outcome_selected(outcome, 2), 1);
	assert_int_equal(outcome_selected(outcome, 4), 1);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void a_withdrawn_project_does_not_stop(void **state)
{
	const struct terms terms = {.rule = RULE_GREEDY_NO_SKIP, .tie = TIE_ID};
	struct profile *profile = five(25);
	struct outcome *outcome;

	(void)state;
	profile->projects[1].cost = 999999999;
	assert_int_equal(rule_count(&outcome, profile, &terms, NULL), STATUS_OK);
	assert_int_equal(outcome->selected_count, 2); /* a, c; then d does not fit 5 and ends it */
	assert_int_equal(outcome->selected[1], 2);
	assert_int_equal(outcome->rounds[1].kind, ROUND_TOO_DEAR);
	assert_int_equal(outcome->rounds[3].kind, ROUND_STOPPED);
	assert_int_equal(outcome->round_count, 4);
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(satisfactions_belong_to_their_votes),
	    cmocka_unit_test(completions_belong_to_equal_shares),
	    cmocka_unit_test(what_goes_together),
	    cmocka_unit_test(one_of_a_group_wins),
	    cmocka_unit_test(ties_within_and_across_groups),
	    cmocka_unit_test(winners_per_category),
	    cmocka_unit_test(a_withdrawn_project_does_not_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
