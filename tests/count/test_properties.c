/* What must hold of every rule, on thousands of random elections. */
#include <stdio.h>

#include "random_profile.h"
#include "slow_greedy.h"
#include "slow_mes.h"
#include "slow_phragmen.h"

/* Where equal shares are counted slowly too, only one election in so many is looked at. */
enum { ELECTIONS = 1500, KINDS = 3, SLOWLY = 5 };

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

/* add1 in steps that take it to the end in some dozens of runs, whatever the budget. */
static uint64_t step_for(const struct random_election *election)
{
	uint64_t sum = 0;

	for (uint32_t p = 0; p < election->project_count; p++)
		sum += election->cost[p];
	return sum / (17 * (election->vote_count + 1)) + 1;
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
	struct slow_mes mes;

	switch (terms->rule) {
	case RULE_GREEDY:
	case RULE_GREEDY_NO_SKIP:
	case RULE_GREEDY_THRESHOLD:
	case RULE_GREEDY_EXCLUSIVE: slow_greedy(slow, profile, terms); return;
	case RULE_PHRAGMEN: slow_phragmen(slow, profile, terms); return;
	case RULE_MES:
		slow_mes(&mes, profile, terms);
		*slow = mes.slow;
		return;
	}
}

static void check_slow(const struct trial *trial)
{
	struct slow slow = {0};

	if (trial->terms.rule == RULE_MES && trial->seed % SLOWLY != 0)
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

/* What an equal-shares run with so many steps of add1 costs, and whether nothing that anybody supports would still fit
 * after it. */
static unsigned __int128 cost_after(const struct trial *trial, struct slow_shares *shares, uint64_t steps, int *full)
{
	const struct profile *profile = trial->profile;
	struct slow_mes mes = {0};
	unsigned __int128 cost;
	mpq_t share, more;

	mpq_inits(share, more, NULL);
	mpq_set_ui(share, profile->budget, profile->vote_count);
	mpq_canonicalize(share);
	mpq_set_ui(more, trial->terms.add1_step, 1);
	for (uint64_t i = 0; i < steps; i++)
		mpq_add(share, share, more);
	cost = slow_run(&mes, shares, share);
	*full = 1;
	for (uint32_t p = 0; p < profile->project_count && cost <= profile->budget; p++) {
		if (!mes.slow.in[p] && slow_wanted(shares, p) &&
		    profile->projects[p].cost <= profile->budget - (uint64_t)cost)
			*full = 0;
	}
	mpq_clears(share, more, NULL);
	return cost;
}

/* add1 gives more and never less: the share that stands is at least B/n. Every amount on the way there costs at most B
 * (with exhaustive: and leaves room for something); and it ends for a reason: one more step would cost more than B, or
 * nothing more fits, or everything is bought. That more money buys more is not promised: it does not hold. */
static void check_add1(const struct trial *trial)
{
	const struct outcome *outcome = trial->outcome;
	const struct terms *terms = &trial->terms;
	int exhaustive = terms->exhaustive || terms->completion == COMPLETION_ADD1U, full;
	struct slow_shares *shares;

	if ((terms->completion != COMPLETION_ADD1 && terms->completion != COMPLETION_ADD1U) ||
	    trial->profile->vote_count == 0 || trial->seed % SLOWLY != 0)
		return;
	if (outcome->last_share.units < outcome->share.units ||
	    (outcome->last_share.units - outcome->share.units) != outcome->add1_steps * terms->add1_step ||
	    outcome->last_share.millionths != outcome->share.millionths)
		FAIL_TRIAL(trial, "the last share is not the first and the steps");
	shares = calloc(1, sizeof *shares);
	assert_non_null(shares);
	slow_shares_init(shares, trial->profile, terms);
	for (uint64_t i = 0; i < outcome->add1_steps; i++) {
		if (cost_after(trial, shares, i, &full) > trial->profile->budget || (exhaustive && full))
			FAIL_TRIAL(trial, "add1 should have ended before step %llu", (unsigned long long)i);
	}
	if (cost_after(trial, shares, outcome->add1_steps, &full) > trial->profile->budget)
		FAIL_TRIAL(trial, "the run that stands costs more than the budget");
	if (outcome->add1_end == ADD1_EXHAUSTED && !full)
		FAIL_TRIAL(trial, "add1 ended for exhaustion, but something fits");
	if (outcome->add1_end == ADD1_OVERSPENT) {
		unsigned __int128 cost = cost_after(trial, shares, outcome->add1_steps + 1, &full);

		if (cost <= trial->profile->budget || cost != outcome->overspent)
			FAIL_TRIAL(trial, "one more step does not overspend as told");
	}
	if (outcome->add1_end == ADD1_NONE)
		FAIL_TRIAL(trial, "add1 does not tell how it ended");
	slow_shares_clear(shares);
	free(shares);
}

static void add1_ends_where_it_must(void **state)
{
	(void)state;
	every_trial(6000000, check_add1);
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
	    cmocka_unit_test(add1_ends_where_it_must),
	    cmocka_unit_test(no_tie_decides_untold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
