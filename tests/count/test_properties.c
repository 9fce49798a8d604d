/* What must hold of every rule, on thousands of random elections. */
#include <stdio.h>

#include "random_profile.h"
#include "slow_greedy.h"
#include "slow_phragmen.h"

enum { ELECTIONS = 1500, KINDS = 3 };

/* One election, one way to count it. */
struct trial {
	const struct random_election *election;
	uint64_t seed;
	struct terms terms;
	struct profile *profile; /* in the election's own order */
	struct outcome *outcome;
};

typedef void check_trial(const struct trial *trial);

static const char *names(char text[256], const struct outcome *outcome, const struct profile *profile)
{
	size_t at = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < outcome->selected_count; i++)
		at += (size_t)snprintf(text + at, 256 - at, "%s ", profile->projects[outcome->selected[i]].id);
	return text;
}

#define FAIL_TRIAL(trial, ...)                                                                                         \
	do {                                                                                                           \
		char outcome_[256];                                                                                    \
		print_message("rule %s, satisfaction %s, completion %s, tie %s, kind %d, seed %llu: selected %s\n",    \
		              rule_word((trial)->terms.rule), satisfaction_word((trial)->terms.sat),                   \
		              completion_word((trial)->terms.completion), tie_word((trial)->terms.tie),                \
		              (int)(trial)->election->kind, (unsigned long long)(trial)->seed,                         \
		              names(outcome_, (trial)->outcome, (trial)->profile));                                    \
		fail_msg(__VA_ARGS__);                                                                                 \
	} while (0)

static void count_trial(struct outcome **out, const struct profile *profile, const struct terms *terms)
{
	assert_int_equal(rule_count(out, profile, terms, NULL), STATUS_OK);
}

static void one_trial(const struct random_election *election, uint64_t seed, struct terms terms, check_trial *check)
{
	struct trial trial = {.election = election, .seed = seed, .terms = terms};
	uint32_t projects[RANDOM_PROJECTS], votes[RANDOM_VOTES];

	for (uint32_t i = 0; i < RANDOM_PROJECTS; i++)
		projects[i] = i;
	for (uint32_t i = 0; i < RANDOM_VOTES; i++)
		votes[i] = i;
	trial.profile = random_profile(election, projects, votes);
	count_trial(&trial.outcome, trial.profile, &trial.terms);
	check(&trial);
	outcome_destroy(trial.outcome);
	profile_destroy(trial.profile);
}

/* Every satisfaction that suits the election's votes. */
static void every_satisfaction(const struct random_election *election, uint64_t seed, struct terms terms,
                               check_trial *check)
{
	for (int sat = SAT_COST; sat <= SAT_BORDA; sat++) {
		const char *why;

		terms.sat = (enum satisfaction)sat;
		if (terms_check(&terms, election->kind, &why) == STATUS_OK)
			one_trial(election, seed, terms, check);
		if (terms.rule == RULE_PHRAGMEN)
			return;
	}
}

static void every_completion(const struct random_election *election, uint64_t seed, struct terms terms,
                             check_trial *check)
{
	if (terms.rule != RULE_MES) {
		every_satisfaction(election, seed, terms, check);
		return;
	}
	for (int completion = COMPLETION_NONE; completion <= COMPLETION_UTILITARIAN; completion++) {
		terms.completion = (enum completion)completion;
		terms.exhaustive = 0;
		every_satisfaction(election, seed, terms, check);
		terms.exhaustive = 1;
		if (completion == COMPLETION_ADD1)
			every_satisfaction(election, seed, terms, check);
	}
}

/* add1 in steps that take it to the end in some dozens of runs, and not always evenly. */
static uint64_t step_for(const struct random_election *election)
{
	uint64_t share = election->vote_count ? election->budget / election->vote_count : 0;

	return share / 17 + 1;
}

static void every_trial(uint64_t first_seed, check_trial *check)
{
	const char *longer = getenv("LONG");
	uint64_t count = longer && *longer ? ELECTIONS * 20 : ELECTIONS;

	for (uint64_t i = 0; i < count; i++) {
		struct random_election election;
		uint64_t seed = first_seed + i;

		random_election(&election, (enum profile_kind)(i % KINDS), seed);
		for (int rule = RULE_GREEDY; rule <= RULE_PHRAGMEN; rule++) {
			struct terms terms = {.rule = (enum rule)rule,
			                      .tie = i & 1 ? TIE_ID : TIE_COST_VOTES_ID,
			                      .threshold = (int64_t)(seed % 5),
			                      .add1_step = step_for(&election),
			                      .group = election.group};

			every_completion(&election, seed, terms, check);
		}
	}
}

/* --- the properties
 * --------------------------------------------------------------------------------------------------------------------
 */

static void check_budget(const struct trial *trial)
{
	const struct outcome *outcome = trial->outcome;
	int seen[RANDOM_PROJECTS] = {0};
	uint64_t cost = 0;
	uint32_t bought = 0;

	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		if (seen[outcome->selected[i]]++)
			FAIL_TRIAL(trial, "a project was bought twice");
		cost += trial->profile->projects[outcome->selected[i]].cost;
	}
	if (cost != outcome->cost || cost > trial->profile->budget)
		FAIL_TRIAL(trial, "the cost is wrong, or more than the budget");
	cost = 0;
	for (uint32_t i = 0; i < outcome->round_count; i++) {
		const struct round *round = &outcome->rounds[i];

		if (round->kind == ROUND_BOUGHT) {
			cost += trial->profile->projects[round->project].cost;
			if (outcome->selected[bought++] != round->project)
				FAIL_TRIAL(trial, "the rounds tell another order than the selection");
		}
		if (round->left != trial->profile->budget - cost)
			FAIL_TRIAL(trial, "round %u tells a wrong rest", i);
	}
	if (bought != outcome->selected_count)
		FAIL_TRIAL(trial, "rounds and selection differ");
}

static void the_budget_is_kept(void **state)
{
	(void)state;
	every_trial(1000000, check_budget);
}

/* greedy, and equal shares with utilitarian or add1u: nothing that was left out would still fit. The other rules
 * promise no such thing: greedy-no-skip and phragmen stop, greedy-threshold and greedy-exclusive leave projects out on
 * purpose, add1 alone stops one step before it would overspend. */
static void check_exhaustive(const struct trial *trial)
{
	const struct terms *terms = &trial->terms;
	int promised = terms->rule == RULE_GREEDY ||
	               (terms->rule == RULE_MES &&
	                (terms->completion == COMPLETION_ADD1U || terms->completion == COMPLETION_UTILITARIAN));

	for (uint32_t p = 0; promised && p < trial->profile->project_count; p++) {
		if (!outcome_selected(trial->outcome, p) &&
		    trial->profile->projects[p].cost <= trial->profile->budget - trial->outcome->cost)
			FAIL_TRIAL(trial, "project %s would still fit", trial->profile->projects[p].id);
	}
}

static void nothing_more_fits_where_promised(void **state)
{
	(void)state;
	every_trial(2000000, check_exhaustive);
}

static int same_fine(struct fine a, struct fine b)
{
	return a.units == b.units && a.millionths == b.millionths;
}

static void compare_rounds(const struct trial *trial, const struct outcome *other, const struct profile *profile)
{
	if (other->round_count != trial->outcome->round_count)
		FAIL_TRIAL(trial, "another order of input gives another number of rounds");
	for (uint32_t i = 0; i < other->round_count; i++) {
		const struct round *a = &trial->outcome->rounds[i], *b = &other->rounds[i];

		if (strcmp(trial->profile->projects[a->project].id, profile->projects[b->project].id) != 0 ||
		    a->kind != b->kind || a->stage != b->stage || a->left != b->left || a->payers != b->payers ||
		    a->spent_out != b->spent_out || !same_fine(a->price, b->price) || !same_fine(a->voters, b->voters))
			FAIL_TRIAL(trial, "another order of input gives another round %u", i);
	}
}

static void compare_ties(const struct trial *trial, const struct outcome *other, const struct profile *profile)
{
	if (other->tie_count != trial->outcome->tie_count)
		FAIL_TRIAL(trial, "another order of input gives another number of ties");
	for (uint32_t i = 0; i < other->tie_count; i++) {
		const struct tie_broken *a = &trial->outcome->ties[i], *b = &other->ties[i];

		if (a->count != b->count || a->round != b->round)
			FAIL_TRIAL(trial, "another order of input gives another tie %u", i);
		for (uint32_t k = 0; k < a->count; k++) {
			uint32_t x = trial->outcome->tied[a->first + k], y = other->tied[b->first + k];

			if (strcmp(trial->profile->projects[x].id, profile->projects[y].id) != 0)
				FAIL_TRIAL(trial, "another order of input gives other candidates of tie %u", i);
		}
	}
}

static void check_order(const struct trial *trial)
{
	uint32_t projects[RANDOM_PROJECTS], votes[RANDOM_VOTES], group[RANDOM_PROJECTS];
	uint64_t state = trial->seed + 7;
	struct terms terms = trial->terms;
	struct profile *profile;
	struct outcome *other;

	random_order(projects, trial->election->project_count, &state);
	random_order(votes, (uint32_t)trial->election->vote_count, &state);
	for (uint32_t i = 0; i < trial->election->project_count; i++)
		group[i] = trial->election->group[projects[i]];
	terms.group = group;
	profile = random_profile(trial->election, projects, votes);
	count_trial(&other, profile, &terms);
	compare_rounds(trial, other, profile);
	compare_ties(trial, other, profile);
	outcome_destroy(other);
	profile_destroy(profile);
}

static void the_order_of_voters_and_projects_does_not_matter(void **state)
{
	(void)state;
	every_trial(3000000, check_order);
}

static void count_slowly(struct slow *slow, const struct profile *profile, const struct terms *terms)
{
	switch (terms->rule) {
	case RULE_GREEDY:
	case RULE_GREEDY_NO_SKIP:
	case RULE_GREEDY_THRESHOLD:
	case RULE_GREEDY_EXCLUSIVE: slow_greedy(slow, profile, terms); return;
	case RULE_PHRAGMEN: slow_phragmen(slow, profile, terms); return;
	case RULE_MES: return;
	}
}

static void check_slow(const struct trial *trial)
{
	struct slow slow = {0};

	if (trial->terms.rule == RULE_MES)
		return;
	count_slowly(&slow, trial->profile, &trial->terms);
	if (slow.count != trial->outcome->selected_count)
		FAIL_TRIAL(trial, "the slow count selects %u projects", slow.count);
	for (uint32_t i = 0; i < slow.count; i++) {
		if (slow.selected[i] != trial->outcome->selected[i])
			FAIL_TRIAL(trial, "the slow count buys %s in place %u",
			           trial->profile->projects[slow.selected[i]].id, i + 1);
	}
}

static void equal_to_the_slow_count(void **state)
{
	(void)state;
	every_trial(4000000, check_slow);
}

/* A tie that is not told cannot decide: where none is told, both tie rules select the same. Not so with add1, which
 * tells the ties of the run that stands: a tie in the next run may have decided whether that one overspends. */
static void check_ties(const struct trial *trial)
{
	const struct outcome *outcome = trial->outcome;
	struct terms terms = trial->terms;
	struct outcome *other;

	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		const struct tie_broken *tie = &outcome->ties[i];

		if (tie->count < 2 || tie->round >= outcome->round_count)
			FAIL_TRIAL(trial, "tie %u has no round or no candidates", i);
		for (uint32_t k = 1; k < tie->count; k++) {
			if (!slow_before(trial->profile, trial->terms.tie, outcome->tied[tie->first + k - 1],
			                 outcome->tied[tie->first + k]))
				FAIL_TRIAL(trial, "the candidates of tie %u are out of order", i);
		}
	}
	if (outcome->tie_count > 0 || terms.completion == COMPLETION_ADD1 || terms.completion == COMPLETION_ADD1U)
		return;
	terms.tie = terms.tie == TIE_ID ? TIE_COST_VOTES_ID : TIE_ID;
	count_trial(&other, trial->profile, &terms);
	for (uint32_t p = 0; p < trial->profile->project_count; p++) {
		if (outcome_selected(outcome, p) != outcome_selected(other, p))
			FAIL_TRIAL(trial, "no tie is told, but the other tie rule selects otherwise");
	}
	outcome_destroy(other);
}

static void no_tie_decides_untold(void **state)
{
	(void)state;
	every_trial(5000000, check_ties);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_budget_is_kept),
	    cmocka_unit_test(nothing_more_fits_where_promised),
	    cmocka_unit_test(the_order_of_voters_and_projects_does_not_matter),
	    cmocka_unit_test(equal_to_the_slow_count),
	    cmocka_unit_test(no_tie_decides_untold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
