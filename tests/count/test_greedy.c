/* The greedy rules against results worked out by hand. */
#include "crypto/cmocka_all.h"
#include "greedy.h"
#include "plain.h"

static struct outcome *count_by(const struct profile *profile, struct terms terms)
{
	struct outcome *outcome;

	assert_int_equal(greedy_count(&outcome, profile, &terms), STATUS_OK);
	return outcome;
}

static const struct plain_project four[] = {{"1", 60}, {"2", 50}, {"3", 30}, {"4", 10}};
static const char *const four_votes[] = {"a", "ab", "abc", "bc", "ac", "d"};

static void most_votes_first_skipping(void **state)
{
	struct profile *profile = profile_of(PROFILE_SETS, 100, four, 4, four_votes, 6);
	struct outcome *outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_COST, .tie = TIE_ID, .threshold = 0});

	(void)state;
	/* votes 4, 3, 3, 1: 1 for 60, then 2 (50) does not fit 40, 3 does, 4 does. */
	assert_selected(outcome, "acd");
	assert_int_equal(outcome->cost, 100);
	assert_int_equal(outcome->round_count, 4);
	assert_int_equal(outcome->rounds[0].kind, ROUND_BOUGHT);
	assert_int_equal(outcome->rounds[0].left, 40);
	assert_int_equal(outcome->rounds[1].kind, ROUND_TOO_DEAR);
	assert_int_equal(outcome->rounds[1].project, 1);
	assert_int_equal(outcome->rounds[3].left, 0);
	/* 2 and 3 are equal, but 2 never fitted: the tie decided nothing. */
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void number_is_votes_per_money(void **state)
{
	struct profile *profile = profile_of(PROFILE_SETS, 100, four, 4, four_votes, 6);
	struct outcome *outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_NUMBER, .tie = TIE_ID, .threshold = 0});

	(void)state;
	/* 4/60, 3/50, 3/30, 1/10: c and d tie at 1/10 and both fit; then a (1/15), b does not fit. */
	assert_selected(outcome, "cda");
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void no_skip_stops(void **state)
{
	struct profile *profile = profile_of(PROFILE_SETS, 100, four, 4, four_votes, 6);
	struct outcome *outcome = count_by(
	    profile, (struct terms){.rule = RULE_GREEDY_NO_SKIP, .sat = SAT_COST, .tie = TIE_ID, .threshold = 0});

	(void)state;
	assert_selected(outcome, "a");
	assert_int_equal(outcome->round_count, 2);
	assert_int_equal(outcome->rounds[1].kind, ROUND_STOPPED);
	/* With 3 before 2, 3 would have been bought before the stop. */
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->ties[0].count, 2);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void threshold_leaves_out(void **state)
{
	struct profile *profile = profile_of(PROFILE_SETS, 200, four, 4, four_votes, 6);
	struct outcome *outcome = count_by(
	    profile, (struct terms){.rule = RULE_GREEDY_THRESHOLD, .sat = SAT_COST, .tie = TIE_ID, .threshold = 3});

	(void)state;
	assert_selected(outcome, "abc");
	assert_int_equal(outcome->round_count, 4);
	assert_int_equal(outcome->rounds[3].kind, ROUND_BELOW_THRESHOLD);
	assert_int_equal(outcome->rounds[3].project, 3);
	assert_int_equal(outcome->rounds[3].left, 60);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void ties_by_id_and_by_cost(void **state)
{
	static const struct plain_project projects[] = {{"9", 50}, {"10", 50}, {"x", 40}};
	static const char *const votes[] = {"abc", "abc", ""};
	struct profile *profile = profile_of(PROFILE_SETS, 50, projects, 3, votes, 3);
	struct outcome *outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_COST, .tie = TIE_ID, .threshold = 0});

	(void)state;
	assert_selected(outcome, "b"); /* "10" before "9" */
	assert_int_equal(outcome->tie_count, 1);
	assert_int_equal(outcome->ties[0].count, 3);
	assert_int_equal(outcome->tied[outcome->ties[0].first], 1);
	outcome_destroy(outcome);
	outcome = count_by(
	    profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_COST, .tie = TIE_COST_VOTES_ID, .threshold = 0});
	assert_selected(outcome, "c");
	assert_int_equal(outcome->tied[outcome->ties[0].first], 2);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void ties_by_votes(void **state)
{
	/* Equal votes per money and equal cost cannot differ in votes; equal worth at a cost of points can. Here ranks:
	 * score breaks the tie. */
	static const struct plain_project projects[] = {{"a", 10}, {"b", 10}};
	static const char *const votes[] = {"a", "ba", "b"};
	struct profile *profile = profile_of(PROFILE_RANKINGS, 10, projects, 2, votes, 3);
	struct outcome *outcome = count_by(
	    profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_NUMBER, .tie = TIE_COST_VOTES_ID, .threshold = 0});

	(void)state;
	assert_selected(outcome, "b"); /* two ballots each; rank points 2 against 3 */
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void rankings(void **state)
{
	static const struct plain_project projects[] = {{"a", 10}, {"b", 10}, {"c", 10}};
	static const char *const votes[] = {"abc", "c", "c"};
	struct profile *profile = profile_of(PROFILE_RANKINGS, 10, projects, 3, votes, 3);
	struct outcome *outcome;
	int64_t support[3];

	(void)state;
	assert_int_equal(profile_support(support, profile, SAT_RANK), STATUS_OK);
	assert_int_equal(support[0], 3);
	assert_int_equal(support[1], 2);
	assert_int_equal(support[2], 3); /* 1 + 1 + 1 */
	assert_int_equal(profile_support(support, profile, SAT_BORDA), STATUS_OK);
	assert_int_equal(support[0], 2);
	assert_int_equal(support[1], 1);
	assert_int_equal(support[2], 0);
	outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_BORDA, .tie = TIE_ID, .threshold = 0});
	assert_selected(outcome, "a");
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void points_and_default_points(void **state)
{
	struct profile_mark first[] = {{0, 5}, {1, -2}}, second[] = {{1, 4}};
	struct profile *profile;
	int64_t support[2];

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_POINTS, 2), STATUS_OK);
	profile->budget = 10;
	profile->projects[0] = (struct profile_project){.id = "a", .cost = 10};
	profile->projects[1] = (struct profile_project){.id = "b", .cost = 5};
	profile->default_points = 1;
	assert_int_equal(profile_add(profile, first, 2, NULL), STATUS_OK);
	assert_int_equal(profile_add(profile, second, 1, NULL), STATUS_OK);
	assert_int_equal(profile_support(support, profile, SAT_POINTS), STATUS_OK);
	assert_int_equal(support[0], 6); /* 5, and 1 by default from the second vote */
	assert_int_equal(support[1], 2);
	assert_int_equal(profile_support(support, profile, SAT_RANK), STATUS_RULES);
	profile_destroy(profile);
}

static void repeated_marks_count_once_or_all(void **state)
{
	struct profile_mark marks[] = {{0, 0}, {1, 0}, {0, 0}};
	struct profile *profile;
	size_t repeated;

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_SETS, 2), STATUS_OK);
	assert_int_equal(profile_add(profile, marks, 3, &repeated), STATUS_OK);
	assert_int_equal(repeated, 1);
	assert_int_equal(profile->projects[0].votes, 1);
	assert_int_equal(profile->vote_end[0], 2);
	profile->repeats = REPEATS_ALL;
	assert_int_equal(profile_add(profile, marks, 3, &repeated), STATUS_OK);
	assert_int_equal(repeated, 1);
	assert_int_equal(profile->projects[0].votes, 3);
	profile_destroy(profile);
}

static void bounds(void **state)
{
	struct profile_mark unknown = {.project = 2}, rich = {.project = 0, .points = INT64_MAX};
	struct profile *profile;

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_SETS, PROFILE_MAX_PROJECTS + 1), STATUS_RANGE);
	assert_null(profile);
	assert_int_equal(profile_create(&profile, PROFILE_POINTS, 2), STATUS_OK);
	profile->projects[0].id = "a";
	profile->projects[1].id = "b";
	assert_int_equal(profile_add(profile, &unknown, 1, NULL), STATUS_RANGE);
	assert_int_equal(profile_add(profile, &rich, 1, NULL), STATUS_OK);
	assert_int_equal(profile_add(profile, &rich, 1, NULL), STATUS_RANGE);
	assert_int_equal(profile->vote_count, 1);
	assert_int_equal(profile->projects[0].votes, 1);
	assert_true(profile->projects[0].score == INT64_MAX);
	profile_destroy(profile);
}

/* Numbers at their bounds: products need 126 bits, and a difference of one in them decides. */
static void products_beyond_64_bits(void **state)
{
	struct profile_mark first = {0, INT64_MAX - 1}, second = {1, INT64_MAX};
	struct terms terms = {.rule = RULE_GREEDY, .sat = SAT_POINTS, .tie = TIE_ID, .threshold = 0};
	struct profile *profile;
	struct outcome *outcome;

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_POINTS, 2), STATUS_OK);
	profile->budget = INT64_MAX;
	profile->projects[0] = (struct profile_project){.id = "a", .cost = INT64_MAX - 1};
	profile->projects[1] = (struct profile_project){.id = "b", .cost = INT64_MAX - 1};
	assert_int_equal(profile_add(profile, &first, 1, NULL), STATUS_OK);
	assert_int_equal(profile_add(profile, &second, 1, NULL), STATUS_OK);
	outcome = count_by(profile, terms);
	assert_selected(outcome, "b");
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile->projects[1].cost = INT64_MAX; /* now both are worth exactly 1 */
	outcome = count_by(profile, terms);
	assert_selected(outcome, "a");
	assert_int_equal(outcome->tie_count, 1);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void free_projects(void **state)
{
	static const struct plain_project projects[] = {{"a", 0}, {"b", 10}, {"c", 0}};
	static const char *const votes[] = {"b", "b", "a"};
	struct profile *profile = profile_of(PROFILE_SETS, 10, projects, 3, votes, 3);
	struct outcome *outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_NUMBER, .tie = TIE_ID, .threshold = 0});

	(void)state;
	assert_selected(outcome, "abc");
	outcome_destroy(outcome);
	profile_destroy(profile);
}

static void nothing_to_count(void **state)
{
	struct profile *profile = profile_of(PROFILE_SETS, 0, NULL, 0, NULL, 0);
	struct outcome *outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_COST, .tie = TIE_ID, .threshold = 0});
	struct terms other = {.rule = RULE_MES, .sat = SAT_COST, .tie = TIE_ID, .threshold = 0};

	(void)state;
	assert_int_equal(outcome->selected_count, 0);
	outcome_destroy(outcome);
	assert_int_equal(greedy_count(&outcome, profile, &other), STATUS_RULES);
	assert_null(outcome);
	profile_destroy(profile);
	/* A budget that nothing fits, and no voters. */
	profile = profile_of(PROFILE_SETS, 5, four, 4, NULL, 0);
	outcome =
	    count_by(profile, (struct terms){.rule = RULE_GREEDY, .sat = SAT_COST, .tie = TIE_ID, .threshold = 0});
	assert_int_equal(outcome->selected_count, 0);
	assert_int_equal(outcome->round_count, 4);
	assert_int_equal(outcome->tie_count, 0);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

/* Any order of voters and of projects gives the same set: 200 random little elections, each reversed. */
static void order_of_input_does_not_matter(void **state)
{
	uint32_t seed = 12345;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
		uint8_t approves[12];
		uint64_t cost[6];
		uint8_t bought[2][6] = {{0}};

		for (unsigned i = 0; i < 6; i++)
			cost[i] = 1 + (seed = seed * 1664525 + 1013904223) % 5;
		for (unsigned i = 0; i < 12; i++)
			approves[i] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24 & 63);
		for (unsigned turn = 0; turn < 2; turn++) {
			struct profile *profile;
			struct outcome *outcome;

			assert_int_equal(profile_create(&profile, PROFILE_SETS, 6), STATUS_OK);
			profile->budget = 9;
			for (unsigned i = 0; i < 6; i++) {
				unsigned p = turn ? 5 - i : i;
				profile->projects[i] = (struct profile_project){.id = ids[p], .cost = cost[p]};
			}
			for (unsigned v = 0; v < 12; v++) {
				struct profile_mark marks[6];
				size_t count = 0;

				for (unsigned i = 0; i < 6; i++) {
					if (approves[turn ? 11 - v : v] >> (turn ? 5 - i : i) & 1)
						marks[count++] = (struct profile_mark){.project = i};
				}
				assert_int_equal(profile_add(profile, marks, count, NULL), STATUS_OK);
			}
			outcome = count_by(profile, (struct terms){.rule = RULE_GREEDY,
			                                           .sat = round % 2 ? SAT_COST : SAT_NUMBER,
			                                           .tie = TIE_COST_VOTES_ID});
			for (uint32_t i = 0; i < outcome->selected_count; i++)
				bought[turn][turn ? 5 - outcome->selected[i] : outcome->selected[i]] = 1;
			assert_true(outcome->cost <= 9);
			outcome_destroy(outcome);
			profile_destroy(profile);
		}
		assert_memory_equal(bought[0], bought[1], 6);
	}
}

static void marks_of_a_contest(void **state)
{
	struct project projects[3] = {{.id = "a", .cost = 1}, {.id = "b", .cost = 2}, {.id = "c", .cost = 3}};
	struct contest contest = {.type = VOTE_RANKED, .budget = 3, .project_count = 3, .projects = projects};
	struct marks ranked = {{2, 0, 1}}, gap = {{2, 0, 3}}, twice = {{1, 1, 0}}, scores = {{1, 3, 0}};
	struct profile *profile;

	(void)state;
	assert_int_equal(profile_create_contest(&profile, &contest), STATUS_OK);
	assert_int_equal(profile_add_marks(profile, &contest, &ranked), STATUS_OK);
	assert_int_equal(profile->marks[0].project, 2);
	assert_int_equal(profile->marks[1].project, 0);
	assert_int_equal(profile->projects[2].score, 2);
	assert_int_equal(profile_add_marks(profile, &contest, &gap), STATUS_RANGE);
	assert_int_equal(profile_add_marks(profile, &contest, &twice), STATUS_RANGE);
	assert_int_equal(profile->vote_count, 1);
	profile_destroy(profile);
	contest.type = VOTE_SCORE;
	contest.min_points = 2;
	contest.max_points = 5;
	assert_int_equal(profile_create_contest(&profile, &contest), STATUS_OK);
	assert_int_equal(profile_add_marks(profile, &contest, &scores), STATUS_OK);
	assert_int_equal(profile->projects[0].score, 2);
	assert_int_equal(profile->projects[1].score, 4);
	assert_int_equal(profile->projects[2].votes, 0);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(most_votes_first_skipping),
	    cmocka_unit_test(number_is_votes_per_money),
	    cmocka_unit_test(no_skip_stops),
	    cmocka_unit_test(threshold_leaves_out),
	    cmocka_unit_test(ties_by_id_and_by_cost),
	    cmocka_unit_test(ties_by_votes),
	    cmocka_unit_test(rankings),
	    cmocka_unit_test(points_and_default_points),
	    cmocka_unit_test(repeated_marks_count_once_or_all),
	    cmocka_unit_test(bounds),
	    cmocka_unit_test(products_beyond_64_bits),
	    cmocka_unit_test(free_projects),
	    cmocka_unit_test(nothing_to_count),
	    cmocka_unit_test(order_of_input_does_not_matter),
	    cmocka_unit_test(marks_of_a_contest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
