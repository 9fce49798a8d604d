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

static enum status line_up(struct candidate **out, const struct profile *profile, const struct greedy_terms *terms)
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
static void note_tie(struct outcome *outcome, const struct candidate *group, uint32_t count, uint64_t left,
                     enum rule rule)
{
	unsigned __int128 sum = 0;
	uint32_t first = outcome->tie_count
	                     ? outcome->ties[outcome->tie_count - 1].first + outcome->ties[outcome->tie_count - 1].count
	                     : 0;
	uint32_t fitting = 0, noted = 0;

	for (uint32_t i = 0; i < count; i++) {
		int fits = group[i].project->cost <= left;

		if (fits)
			fitting++;
		if (fits || rule == RULE_GREEDY_NO_SKIP) {
			sum += group[i].project->cost;
			outcome->tied[first + noted++] = group[i].index;
		}
	}
	if (noted >= 2 && fitting > 0 && sum > left)
		outcome->ties[outcome->tie_count++] = (struct tie_broken){.first = first, .count = noted};
}

static void add_round(struct outcome *outcome, uint32_t project, enum round_kind kind, uint64_t left)
{
	outcome->rounds[outcome->round_count++] = (struct round){.project = project, .kind = kind, .left = left};
}

/* Returns 0 where the rule stops here. */
static int consider(struct outcome *outcome, const struct candidate *candidate, uint64_t *left, enum rule rule)
{
	uint64_t cost = candidate->project->cost;

	if (cost <= *left) {
		*left -= cost;
		outcome->cost += cost;
		outcome->selected[outcome->selected_count++] = candidate->index;
		add_round(outcome, candidate->index, ROUND_BOUGHT, *left);
		return 1;
	}
	if (rule == RULE_GREEDY_NO_SKIP) {
		add_round(outcome, candidate->index, ROUND_STOPPED, *left);
		return 0;
	}
	add_round(outcome, candidate->index, ROUND_TOO_DEAR, *left);
	return 1;
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

static void buy(struct outcome *outcome, struct candidate *line, uint32_t count, uint64_t left, enum rule rule)
{
	for (uint32_t start = 0, end; start < count; start = end) {
		end = start + 1;
		while (end < count && by_worth(&line[start], &line[end]) == 0)
			end++;
		note_tie(outcome, &line[start], end - start, left, rule);
		for (uint32_t i = start; i < end; i++) {
			if (!consider(outcome, &line[i], &left, rule))
				return;
		}
	}
}

static enum status buy_above(struct outcome *outcome, struct candidate *line, const struct profile *profile,
                             int64_t threshold)
{
	struct candidate *room = calloc((size_t)profile->project_count + 1, sizeof *room);
	uint32_t kept;

	if (!room)
		return STATUS_NO_ROOM;
	kept = apply_threshold(line, room, profile->project_count, threshold);
	buy(outcome, line, kept, profile->budget, RULE_GREEDY_THRESHOLD);
	for (uint32_t i = kept; i < profile->project_count; i++)
		add_round(outcome, line[i].index, ROUND_BELOW_THRESHOLD, profile->budget - outcome->cost);
	free(room);
	return STATUS_OK;
}

enum status greedy_count(struct outcome **out, const struct profile *profile, const struct greedy_terms *terms)
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
		buy(*out, line, profile->project_count, profile->budget, terms->rule);
	if (status != STATUS_OK) {
		outcome_destroy(*out);
		*out = NULL;
	}
out:
	free(line);
	return status;
}
