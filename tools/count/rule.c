#include "rule.h"

#include "greedy.h"
#include "mes.h"
#include "phragmen.h"

/* One refusal: the terms do not go together, and why. */
static enum status refuse(const char **why, const char *clause)
{
	*why = clause;
	return STATUS_RULES;
}

static enum status check_satisfaction(enum satisfaction sat, enum profile_kind kind, const char **why)
{
	switch (sat) {
	case SAT_COST:
	case SAT_NUMBER: return STATUS_OK;
	case SAT_POINTS_COST:
		return kind == PROFILE_POINTS
		           ? STATUS_OK
		           : refuse(why, "the satisfaction 'points-cost' belongs to votes with points");
	case SAT_POINTS:
		return kind == PROFILE_POINTS ? STATUS_OK
		                              : refuse(why, "the satisfaction 'points' belongs to votes with points");
	case SAT_RANK:
		return kind == PROFILE_RANKINGS ? STATUS_OK
		                                : refuse(why, "the satisfaction 'rank' belongs to ranked votes");
	case SAT_RANK_COST:
		return kind == PROFILE_RANKINGS ? STATUS_OK
		                                : refuse(why, "the satisfaction 'rank-cost' belongs to ranked votes");
	case SAT_BORDA:
		return kind == PROFILE_RANKINGS ? STATUS_OK
		                                : refuse(why, "the satisfaction 'borda' belongs to ranked votes");
	}
	return refuse(why, "there is no such satisfaction");
}

static enum status check_completion(const struct terms *terms, const char **why)
{
	int adds = terms->completion == COMPLETION_ADD1 || terms->completion == COMPLETION_ADD1U;

	if (terms->rule != RULE_MES && terms->completion != COMPLETION_NONE)
		return refuse(why, "a completion belongs to the rule 'mes'; this rule needs none");
	if (terms->exhaustive && !adds)
		return refuse(why, "'exhaustive' belongs to the completions add1 and add1u");
	if (terms->rule == RULE_MES && adds && terms->add1_step == 0)
		return refuse(why, "the completion adds nothing in each step: add1 needs a step of 1 or more");
	return STATUS_OK;
}

enum status terms_check(const struct terms *terms, enum profile_kind kind, const char **why)
{
	enum status status;

	*why = "";
	status = check_completion(terms, why);
	if (status != STATUS_OK)
		return status;
	if (terms->rule == RULE_GREEDY_EXCLUSIVE && !terms->group)
		return refuse(why, "the rule 'greedy-exclusive' needs to know which projects exclude each other");
	if (terms->rule == RULE_PHRAGMEN)
		return STATUS_OK;
	return check_satisfaction(terms->sat, kind, why);
}

enum status rule_count(struct outcome **out, const struct profile *profile, const struct terms *terms,
                       const struct count_host *host)
{
	const char *why;
	enum status status = terms_check(terms, profile->kind, &why);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	switch (terms->rule) {
	case RULE_GREEDY:
	case RULE_GREEDY_NO_SKIP:
	case RULE_GREEDY_THRESHOLD:
	case RULE_GREEDY_EXCLUSIVE: return greedy_count(out, profile, terms);
	case RULE_PHRAGMEN: return phragmen_count(out, profile, terms);
	case RULE_MES: return mes_count(out, profile, terms, host);
	}
	return STATUS_RULES;
}
