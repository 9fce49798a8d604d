#include "compare.h"

#include <string.h>

#include "tally.h"

static const char *const columns[COMPARE_COLUMNS] = {"district", "neighborhood", "age", "sex"};

/* The satisfaction by cost and the one by number, as they fit votes of that kind. */
static enum satisfaction by_number(enum profile_kind kind)
{
	switch (kind) {
	case PROFILE_POINTS: return SAT_POINTS;
	case PROFILE_RANKINGS: return SAT_RANK;
	case PROFILE_SETS: break;
	}
	return SAT_NUMBER;
}

static void choose_rules(struct comparison *out, const struct terms *base)
{
	static const enum rule rules[COMPARE_RULES] = {RULE_GREEDY, RULE_GREEDY, RULE_MES, RULE_MES, RULE_PHRAGMEN};
	enum profile_kind kind = out->profile->kind;

	for (unsigned i = 0; i < COMPARE_RULES; i++) {
		int shares = rules[i] == RULE_MES;

		out->rule[i].terms = (struct terms){
		    .rule = rules[i],
		    .sat = i % 2 == 0 ? satisfaction_default(kind) : by_number(kind),
		    .completion = shares ? COMPLETION_ADD1U : COMPLETION_NONE,
		    .exhaustive = shares,
		    .tie = base->tie,
		    .add1_step = base->add1_step,
		};
	}
}

static enum status count_rule(struct comparison *out, struct compared *rule)
{
	enum status status = tally_count(&rule->outcome, out->profile, &rule->terms);

	if (status == STATUS_OK)
		status = fairness_count(&rule->all, out->profile, rule->outcome, NULL, 1);
	for (unsigned i = 0; i < COMPARE_COLUMNS && status == STATUS_OK; i++) {
		if (out->grouping[i].count > 0)
			status = fairness_count(rule->group[i], out->profile, rule->outcome, out->grouping[i].of,
			                        out->grouping[i].count);
	}
	return status;
}

enum status comparison_make(struct comparison *out, const struct pabulib *file, const struct profile *profile,
                            const struct terms *base)
{
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->file = file;
	out->profile = profile;
	choose_rules(out, base);
	for (unsigned i = 0; i < COMPARE_COLUMNS && status == STATUS_OK; i++)
		status = grouping_make(&out->grouping[i], &file->vote_table, columns[i]);
	for (unsigned i = 0; i < COMPARE_RULES && status == STATUS_OK; i++)
		status = count_rule(out, &out->rule[i]);
	return status;
}

void comparison_finish(struct comparison *comparison)
{
	for (unsigned i = 0; i < COMPARE_COLUMNS; i++)
		grouping_finish(&comparison->grouping[i]);
	for (unsigned i = 0; i < COMPARE_RULES; i++) {
		outcome_destroy(comparison->rule[i].outcome);
		comparison->rule[i].outcome = NULL;
	}
}
