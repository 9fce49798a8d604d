#include "contest_pb_rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct choice {
	const struct result *result;
	const struct contest_result *contest;
	const uint32_t *order;
	uint64_t unit; /* minor units in one whole unit of the currency */
};

static uint64_t whole(const struct choice *choice, uint64_t amount)
{
	return amount / choice->unit;
}

static const struct profile_project *project_at(const struct choice *choice, uint32_t place)
{
	return &choice->contest->profile->projects[choice->order[place]];
}

static int is_selected(const struct choice *choice, uint32_t place)
{
	return result_selected(choice->contest, choice->order[place]);
}

static uint64_t cost_of_all(const struct choice *choice)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < choice->contest->profile->project_count; i++)
		sum += whole(choice, choice->contest->profile->projects[i].cost);
	return sum;
}

/* Is what was selected what the checker's greedy selects: down the list, or stopping where one does not fit? */
static int as_greedy(const struct choice *choice, int64_t threshold, int stops)
{
	uint64_t left = choice->contest->profile->budget;
	int stopped = 0;

	for (uint32_t i = 0; i < choice->contest->profile->project_count; i++) {
		const struct profile_project *project = project_at(choice, i);
		int taken = 0;

		if (project->score >= threshold && !stopped) {
			taken = project->cost <= left;
			stopped = stops && !taken;
		}
		if (taken)
			left -= project->cost;
		if (taken != is_selected(choice, i))
			return 0;
	}
	return 1;
}

/* Does the checker, which leaves fractions of a unit away, see money left over for one more project? */
static int seems_unused(const struct choice *choice, int64_t threshold)
{
	int64_t left = (int64_t)whole(choice, choice->contest->profile->budget);
	uint32_t count = choice->contest->profile->project_count;

	for (uint32_t i = 0; i < count; i++)
		left -= is_selected(choice, i) ? (int64_t)whole(choice, project_at(choice, i)->cost) : 0;
	for (uint32_t i = 0; i < count; i++) {
		const struct profile_project *project = project_at(choice, i);

		if (!is_selected(choice, i) && !(threshold > 0 && project->score <= threshold) &&
		    (int64_t)whole(choice, project->cost) <= left)
			return 1;
	}
	return 0;
}

/* The checker's Equal Shares gives up where two projects of equal cost have equally many votes. */
static int all_differ(const struct choice *choice)
{
	const struct profile *profile = choice->contest->profile;

	for (uint32_t i = 0; i < profile->project_count; i++) {
		for (uint32_t k = 0; k < i; k++) {
			if (profile->projects[i].votes == profile->projects[k].votes &&
			    whole(choice, profile->projects[i].cost) == whole(choice, profile->projects[k].cost))
				return 0;
		}
	}
	return 1;
}

static int costs_are_whole(const struct choice *choice)
{
	const struct profile *profile = choice->contest->profile;

	for (uint32_t i = 0; i < profile->project_count; i++) {
		if (profile->projects[i].cost % choice->unit != 0)
			return 0;
	}
	return profile->budget % choice->unit == 0;
}

/* Equal shares as the checker computes them: of approvals, with whole costs, among those who voted for something, and
 * add1 in steps from a share without fraction. */
static const char *equal_shares(const struct choice *choice)
{
	const struct contest_result *contest = choice->contest;
	const struct terms *terms = &contest->terms;
	int fits = contest->profile->kind == PROFILE_SETS && contest->contest->type != VOTE_CHOOSE_ONE &&
	           terms->sat == SAT_COST && contest->blank == 0 && contest->valid > 0 && costs_are_whole(choice) &&
	           all_differ(choice) && terms->tie == TIE_COST_VOTES_ID;

	if (fits && terms->completion == COMPLETION_NONE)
		return "equalshares";
	if (fits && terms->completion == COMPLETION_ADD1 && !terms->exhaustive && terms->add1_step == choice->unit &&
	    whole(choice, contest->profile->budget) % contest->valid == 0)
		return "equalshares/add1";
	return "unknown";
}

static const char *greedy_word(const struct choice *choice)
{
	const struct terms *terms = &choice->contest->terms;
	int threshold = terms->rule == RULE_GREEDY_THRESHOLD, stops = terms->rule == RULE_GREEDY_NO_SKIP;
	int64_t least = threshold ? terms->threshold : INT64_MIN;

	if (!as_greedy(choice, least, stops))
		return "greedy-custom";
	if (!stops && seems_unused(choice, threshold ? least : 0) &&
	    cost_of_all(choice) > whole(choice, choice->contest->profile->budget))
		return "greedy-custom";
	return stops ? "greedy-no-skip" : threshold ? "greedy-threshold" : "greedy";
}

static const char *word_of(const struct choice *choice)
{
	switch (choice->contest->terms.rule) {
	case RULE_GREEDY:
	case RULE_GREEDY_NO_SKIP:
	case RULE_GREEDY_THRESHOLD: return greedy_word(choice);
	case RULE_GREEDY_EXCLUSIVE: return "greedy-exclusive";
	case RULE_MES: return equal_shares(choice);
	case RULE_PHRAGMEN: break;
	}
	return "unknown";
}

static const char *rule_name(enum rule rule)
{
	switch (rule) {
	case RULE_GREEDY: return "the greedy rule";
	case RULE_GREEDY_NO_SKIP: return "the greedy rule, which stops at the first project that does not fit";
	case RULE_GREEDY_THRESHOLD: return "the greedy rule among projects that reach a threshold";
	case RULE_GREEDY_EXCLUSIVE: return "the greedy rule with at most one project of a category";
	case RULE_MES: return "the Method of Equal Shares";
	case RULE_PHRAGMEN: return "Phragmén's sequential rule";
	}
	return "its rule";
}

static void say_why(struct pb_rule *out, const struct choice *choice)
{
	const struct terms *terms = &choice->contest->terms;
	char threshold[60] = "", completion[60] = "", sat[60] = "";

	if (terms->rule == RULE_GREEDY_THRESHOLD)
		(void)snprintf(threshold, sizeof threshold, ", threshold %lld", (long long)terms->threshold);
	if (terms->rule == RULE_MES)
		(void)snprintf(completion, sizeof completion, ", completion %s%s", completion_word(terms->completion),
		               terms->exhaustive && terms->completion == COMPLETION_ADD1 ? " (exhaustive)" : "");
	if (terms->rule != RULE_PHRAGMEN)
		(void)snprintf(sat, sizeof sat, ", satisfaction %s", satisfaction_word(terms->sat));
	(void)snprintf(out->why, sizeof out->why, "Counted by %s%s%s%s, ties by %s.", rule_name(terms->rule), sat,
	               completion, threshold, tie_word(terms->tie));
}

enum status pb_rule(struct pb_rule *out, const struct result *result, unsigned contest, const uint32_t *order)
{
	struct choice choice = {.result = result, .contest = &result->contest[contest], .order = order, .unit = 1};

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < result->election->minor_digits; i++)
		choice.unit *= 10;
	out->word = word_of(&choice);
	out->tells_threshold = strcmp(out->word, "greedy-threshold") == 0;
	out->fully_funded = cost_of_all(&choice) <= whole(&choice, choice.contest->profile->budget);
	say_why(out, &choice);
	return STATUS_OK;
}
