#include "greedy.h"

#include <stdlib.h>
#include <string.h>

#include "tie.h"

/* A project on its way through the count: worth num / den, an order of its own so that qsort needs no context. */
struct candidate {
	uint32_t index;
	enum tie tie;
	int64_t num;  /* Σ u_i(p), or Σ u_i(p) / c(p) where u has the factor c(p) */
	uint64_t den; /* c(p), or 1 */
	const struct profile_project *project;
};

/* Descending by num / den. |num| < 2^63 and den < 2^63 (profile.h), so each product is below 2^126 and fits a signed
 * 128-bit number: nothing can overflow and nothing is rounded. A free project (den 0) stands above every other that has
 * a finite worth, for num > 0 gives 0 < num * den. */
static int by_worth(const struct candidate *a, const struct candidate *b)
{
	__int128 left = (__int128)a->num * b->den;
	__int128 right = (__int128)b->num * a->den;

	return left == right ? 0 : left > right ? -1 : 1;
}

static int by_worth_then_tie(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int worth = by_worth(x, y);

	return worth ? worth : tie_compare(x->tie, x->project, y->project);
}

static enum status line_up(struct candidate **out, const struct profile *profile, const struct terms *terms)
{
	size_t room = (size_t)profile->project_count + 1;
	int64_t *support = calloc(room, sizeof *support);
	struct candidate *line = calloc(room, sizeof *line);
	enum status status = support && line ? profile_support(support, profile, terms->sat) : STATUS_NO_ROOM;

	for (uint32_t i = 0; status == STATUS_OK && i < profile->project_count; i++) {
		const struct profile_project *project = &profile->projects[i];

		if (project->cost > INT64_MAX)
			status = STATUS_RANGE;
		line[i] = (struct candidate){.index = i, .tie = terms->tie, .num = support[i], .project = project};
		/* A free project that nobody wants is worth what it is worth: 0/0 would equal everything. */
		if (satisfaction_times_cost(terms->sat) || (project->cost == 0 && support[i] <= 0))
			line[i].den = 1;
		else
			line[i].den = project->cost;
	}
	if (status == STATUS_OK)
		qsort(line, profile->project_count, sizeof *line, by_worth_then_tie);
	free(support);
	if (status != STATUS_OK) {
		free(line);
		line = NULL;
	}
	*out = line;
	return status;
}

/* One group of candidates of equal worth. The tie rule decided where at least one could be bought but not all:
 * whichever is left out would have been bought if it had come first (or, where the rule stops, would have ended the
 * count before the others). Where too dear ones are skipped, those that never fitted had no part in the tie. */
static enum status note_tie(struct outcome *outcome, const struct candidate *group, uint32_t count, uint64_t left,
                            enum rule rule, uint32_t *candidates)
{
	unsigned __int128 sum = 0;
	uint32_t fitting = 0, noted = 0;

	for (uint32_t i = 0; i < count; i++) {
		int fits = group[i].project->cost <= left;

		if (fits)
			fitting++;
		if (fits || rule == RULE_GREEDY_NO_SKIP) {
			sum += group[i].project->cost;
			candidates[noted++] = group[i].index;
		}
	}
	if (noted >= 2 && fitting > 0 && sum > left)
		return outcome_add_tie(outcome, candidates, noted);
	return STATUS_OK;
}

/* *left is what is left of the budget; *stop becomes 1 where the rule stops here. */
static enum status consider(struct outcome *outcome, const struct candidate *candidate, uint64_t *left, enum rule rule,
                            const struct profile *profile, int *stop)
{
	struct round round = {.project = candidate->index, .kind = ROUND_BOUGHT};

	if (candidate->project->cost <= *left) {
		*left -= candidate->project->cost;
	} else {
		*stop = rule == RULE_GREEDY_NO_SKIP;
		round.kind = *stop ? ROUND_STOPPED : ROUND_TOO_DEAR;
	}
	round.left = *left;
	return outcome_add_round(outcome, &round, profile);
}

/* Moves those below the threshold behind the others, in their order; returns how many stay before them. */
static uint32_t apply_threshold(struct candidate *line, struct candidate *room, uint32_t count, int64_t threshold)
{
	uint32_t kept = 0, below = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (line[i].project->score >= threshold)
			line[kept++] = line[i];
		else
			room[below++] = line[i];
	}
	memcpy(&line[kept], room, below * sizeof *room);
	return kept;
}

static enum status buy(struct outcome *outcome, const struct candidate *line, uint32_t count,
                       const struct profile *profile, enum rule rule)
{
	uint32_t *candidates = calloc((size_t)count + 1, sizeof *candidates);
	enum status status = candidates ? STATUS_OK : STATUS_NO_ROOM;
	uint64_t left = profile->budget;
	int stop = 0;

	for (uint32_t start = 0, end; start < count && status == STATUS_OK && !stop; start = end) {
		end = start + 1;
		while (end < count && by_worth(&line[start], &line[end]) == 0)
			end++;
		status = note_tie(outcome, &line[start], end - start, left, rule, candidates);
		for (uint32_t i = start; i < end && status == STATUS_OK && !stop; i++)
			status = consider(outcome, &line[i], &left, rule, profile, &stop);
	}
	free(candidates);
	return status;
}

static enum status buy_above(struct outcome *outcome, struct candidate *line, const struct profile *profile,
                             int64_t threshold)
{
	struct candidate *room = calloc((size_t)profile->project_count + 1, sizeof *room);
	enum status status;
	uint32_t kept;

	if (!room)
		return STATUS_NO_ROOM;
	kept = apply_threshold(line, room, profile->project_count, threshold);
	status = buy(outcome, line, kept, profile, RULE_GREEDY_THRESHOLD);
	for (uint32_t i = kept; i < profile->project_count && status == STATUS_OK; i++) {
		struct round round = {
		    .project = line[i].index, .kind = ROUND_BELOW_THRESHOLD, .left = profile->budget - outcome->cost};

		status = outcome_add_round(outcome, &round, profile);
	}
	free(room);
	return status;
}

enum status greedy_count(struct outcome **out, const struct profile *profile, const struct terms *terms)
{
	struct candidate *line = NULL;
	enum status status;

	*out = NULL;
	if (terms->rule != RULE_GREEDY && terms->rule != RULE_GREEDY_NO_SKIP && terms->rule != RULE_GREEDY_THRESHOLD)
		return STATUS_RULES;
	status = line_up(&line, profile, terms);
	if (status == STATUS_OK)
		status = outcome_create(out, profile->project_count);
	if (status != STATUS_OK)
		goto out;
	if (terms->rule == RULE_GREEDY_THRESHOLD)
		status = buy_above(*out, line, profile, terms->threshold);
	else
		status = buy(*out, line, profile->project_count, profile, terms->rule);
	if (status != STATUS_OK) {
		outcome_destroy(*out);
		*out = NULL;
	}
out:
	free(line);
	return status;
}
