/* Equal shares as the field's checker follows them: approvals, satisfaction by cost, ties by cost, then by votes. */
#include <stdlib.h>
#include <string.h>

#include "pabulib_valid_rule.h"
#include "rule.h"

/* add1 of the field's checker begins from a whole share: so many of its runs are looked at beside where ours ended. */
enum { RUNS_AROUND = 4 };

static enum status count_at(struct outcome **out, struct profile *profile, uint64_t budget)
{
	const struct terms terms = {
	    .rule = RULE_MES, .sat = SAT_COST, .completion = COMPLETION_NONE, .tie = TIE_COST_VOTES_ID};
	uint64_t kept = profile->budget;
	enum status status;

	profile->budget = budget;
	status = rule_count(out, profile, &terms, NULL);
	profile->budget = kept;
	return status;
}

static int same_selection(const struct selection *s, const struct outcome *outcome)
{
	for (uint32_t i = 0; i < s->file->project_count; i++) {
		if ((s->told[i] == 1) != outcome_selected(outcome, i))
			return 0;
	}
	return 1;
}

/* The last run with a whole share that stays within the budget, from a few steps before where ours ended. */
static enum status add1_whole(const struct selection *s, struct outcome **best, struct profile *profile, uint64_t steps)
{
	uint64_t voters = profile->vote_count, unit = s->unit;
	uint64_t share = profile->budget / unit / voters;
	enum status status = STATUS_OK;

	for (uint64_t k = steps > RUNS_AROUND ? steps - RUNS_AROUND : 1; k <= steps + RUNS_AROUND; k++) {
		struct outcome *run;

		status = count_at(&run, profile, (share + k) * voters * unit);
		if (status != STATUS_OK)
			break;
		if (run->cost > profile->budget) {
			outcome_destroy(run);
			break;
		}
		outcome_destroy(*best);
		*best = run;
	}
	return status;
}

static enum status count_add1(const struct selection *s, struct outcome **out, struct profile *profile)
{
	const struct terms terms = {.rule = RULE_MES,
	                            .sat = SAT_COST,
	                            .completion = COMPLETION_ADD1,
	                            .tie = TIE_COST_VOTES_ID,
	                            .add1_step = s->unit};
	struct outcome *ours;
	enum status status = rule_count(&ours, profile, &terms, NULL);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	if (same_selection(s, ours)) {
		*out = ours;
		return STATUS_OK;
	}
	status = count_at(out, profile, profile->budget);
	if (status == STATUS_OK)
		status = add1_whole(s, out, profile, ours->add1_steps);
	outcome_destroy(ours);
	return status;
}

/* Greedy by approvals takes the place of equal shares where more voters have more approved projects by it. */
static void compare_greedy(struct selection *s, const struct profile *profile)
{
	unsigned char *greedy = (unsigned char *)s->spare;
	uint64_t left = profile->budget;
	size_t for_shares = 0, for_greedy = 0;

	memset(greedy, 0, s->file->project_count);
	for (uint32_t k = 0; k < s->file->project_count; k++) {
		uint32_t i = s->order[k];

		if (profile->projects[i].cost > left)
			continue;
		greedy[i] = 1;
		left -= profile->projects[i].cost;
	}
	for (size_t v = 0; v < profile->vote_count; v++) {
		size_t shares = 0, greedies = 0;

		for (size_t m = v ? profile->vote_end[v - 1] : 0; m < profile->vote_end[v]; m++) {
			shares += s->right[profile->marks[m].project];
			greedies += greedy[profile->marks[m].project];
		}
		for_shares += shares > greedies;
		for_greedy += greedies > shares;
	}
	if (for_greedy > for_shares)
		memcpy(s->right, greedy, s->file->project_count);
}

enum status check_equal_shares(struct selection *s)
{
	int add1 = strncmp(s->rule, "equalshares/add1", 16) == 0, compares = strstr(s->rule, "-comparison") != NULL;
	struct profile *profile = NULL;
	struct outcome *outcome = NULL;
	enum status status;

	if (s->file->type != VOTE_APPROVAL && s->file->type != VOTE_KNAPSACK) {
		fault_tell(s->teller, PB_RULE_UNCHECKED, s->line,
		           "META's rule is %s, which can be checked for approval votes alone", s->rule);
		return STATUS_OK;
	}
	if (s->file->vote_count == 0)
		return STATUS_OK;
	status = pabulib_profile(&profile, s->file, REPEATS_ONCE);
	if (status != STATUS_OK)
		return status;
	status = add1 ? count_add1(s, &outcome, profile) : count_at(&outcome, profile, profile->budget);
	if (status == STATUS_OK) {
		for (uint32_t i = 0; i < s->file->project_count; i++)
			s->right[i] = (unsigned char)outcome_selected(outcome, i);
		if (compares)
			compare_greedy(s, profile);
		selection_compare(s, PB_RULE_NOT_FOLLOWED, PABULIB_ERROR, "the Method of Equal Shares");
	} else if (status == STATUS_RANGE) {
		fault_tell(s->teller, PB_RULE_UNCHECKED, s->line, "the amounts are too large to check the rule");
		status = STATUS_OK;
	}
	outcome_destroy(outcome);
	profile_destroy(profile);
	return status;
}
