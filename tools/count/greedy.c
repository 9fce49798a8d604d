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

/* The projects in the order in which they are considered; those already selected are left out. */
struct line {
	struct candidate *list;
	uint32_t count;
};

static uint8_t *mark_selected(const struct outcome *outcome, uint32_t project_count)
{
	uint8_t *marks = calloc((size_t)project_count + 1, 1);

	for (uint32_t i = 0; marks && i < outcome->selected_count; i++)
		marks[outcome->selected[i]] = 1;
	return marks;
}

static enum status line_up(struct line *line, const struct outcome *outcome, const struct profile *profile,
                           const struct terms *terms)
{
	size_t room = (size_t)profile->project_count + 1;
	int64_t *support = calloc(room, sizeof *support);
	uint8_t *selected = mark_selected(outcome, profile->project_count);
	enum status status = STATUS_NO_ROOM;

	line->list = calloc(room, sizeof *line->list);
	if (support && selected && line->list)
		status = profile_support(support, profile, terms->sat);
	for (uint32_t i = 0; status == STATUS_OK && i < profile->project_count; i++) {
		const struct profile_project *project = &profile->projects[i];
		struct candidate *candidate = &line->list[line->count];

		if (project->cost > INT64_MAX)
			status = STATUS_RANGE;
		if (selected[i])
			continue;
		*candidate = (struct candidate){.index = i, .tie = terms->tie, .num = support[i], .project = project};
		/* A free project that nobody wants is worth what it is worth: 0/0 would equal everything. */
		if (satisfaction_times_cost(terms->sat) || (project->cost == 0 && support[i] <= 0))
			candidate->den = 1;
		else
			candidate->den = project->cost;
		line->count++;
	}
	if (status == STATUS_OK)
		qsort(line->list, line->count, sizeof *line->list, by_worth_then_tie);
	free(support);
	free(selected);
	return status;
}

/* One count on its way along the line. */
struct shopping {
	struct outcome *outcome;
	const struct profile *profile;
	const struct terms *terms;
	enum round_stage stage;
	uint64_t left;
	int stop;            /* the rule ends here */
	uint8_t *won;        /* greedy-exclusive: by the number of the group, 1 where a project of it was bought */
	uint32_t *contested; /* scratch for a tie */
};

static int excluded(const struct shopping *shopping, uint32_t project)
{
	const uint32_t *group = shopping->terms->group;

	return shopping->won && group[project] && shopping->won[group[project]];
}

/* Where the rule stops at what does not fit, a project dearer than the whole budget is passed over all the same: cities
 * write a huge cost for one that was withdrawn. */
static int withdrawn(const struct shopping *shopping, const struct profile_project *project)
{
	return project->cost > shopping->profile->budget;
}

static enum round_kind decide(const struct shopping *shopping, const struct candidate *candidate)
{
	if (excluded(shopping, candidate->index))
		return ROUND_EXCLUDED;
	if (candidate->project->cost <= shopping->left)
		return ROUND_BOUGHT;
	if (shopping->terms->rule == RULE_GREEDY_NO_SKIP && !withdrawn(shopping, candidate->project))
		return ROUND_STOPPED;
	return ROUND_TOO_DEAR;
}

static enum status consider(struct shopping *shopping, const struct candidate *candidate)
{
	struct round round = {.project = candidate->index, .stage = shopping->stage};

	round.kind = decide(shopping, candidate);
	if (round.kind == ROUND_BOUGHT) {
		shopping->left -= candidate->project->cost;
		if (shopping->won && shopping->terms->group[candidate->index])
			shopping->won[shopping->terms->group[candidate->index]] = 1;
	}
	shopping->stop = round.kind == ROUND_STOPPED;
	round.left = shopping->left;
	return outcome_add_round(shopping->outcome, &round, shopping->profile);
}

/* Considers projects of equal worth. Each of them that could be bought at the beginning would be if it came first; so
 * the tie rule decided where in the end not all of these were bought. Where the rule stops at what does not fit, such a
 * project has a part in the tie too: it would have ended the count before the others. */
static enum status consider_equals(struct shopping *shopping, const struct candidate *equals, uint32_t count)
{
	uint32_t contested = 0, fitting = 0, round = shopping->outcome->round_count;
	uint32_t before = shopping->outcome->selected_count;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < count; i++) {
		enum round_kind kind = decide(shopping, &equals[i]);

		fitting += kind == ROUND_BOUGHT;
		if (kind == ROUND_BOUGHT || kind == ROUND_STOPPED)
			shopping->contested[contested++] = equals[i].index;
	}
	for (uint32_t i = 0; i < count && status == STATUS_OK && !shopping->stop; i++)
		status = consider(shopping, &equals[i]);
	if (status == STATUS_OK && fitting > 0 && shopping->outcome->selected_count - before < contested)
		status = outcome_add_tie_of(shopping->outcome, round, shopping->contested, contested);
	return status;
}

static enum status consider_all(struct shopping *shopping, const struct candidate *list, uint32_t count)
{
	enum status status = STATUS_OK;

	for (uint32_t start = 0, end; start < count && status == STATUS_OK && !shopping->stop; start = end) {
		end = start + 1;
		while (end < count && by_worth(&list[start], &list[end]) == 0)
			end++;
		status = consider_equals(shopping, &list[start], end - start);
	}
	return status;
}

/* Moves those below the threshold behind the others, in their order; returns how many stay before them. */
static enum status apply_threshold(struct line *line, int64_t threshold, uint32_t *kept)
{
	struct candidate *room = calloc((size_t)line->count + 1, sizeof *room);
	uint32_t below = 0;

	if (!room)
		return STATUS_NO_ROOM;
	*kept = 0;
	for (uint32_t i = 0; i < line->count; i++) {
		if (line->list[i].project->score >= threshold)
			line->list[(*kept)++] = line->list[i];
		else
			room[below++] = line->list[i];
	}
	memcpy(&line->list[*kept], room, below * sizeof *room);
	free(room);
	return STATUS_OK;
}

static enum status prepare_groups(struct shopping *shopping)
{
	uint32_t highest = 0;

	if (shopping->terms->rule != RULE_GREEDY_EXCLUSIVE)
		return STATUS_OK;
	for (uint32_t i = 0; i < shopping->profile->project_count; i++) {
		if (shopping->terms->group[i] > highest)
			highest = shopping->terms->group[i];
	}
	shopping->won = calloc((size_t)highest + 1, 1);
	return shopping->won ? STATUS_OK : STATUS_NO_ROOM;
}

static enum status shop(struct shopping *shopping)
{
	struct line line = {0};
	enum status status = line_up(&line, shopping->outcome, shopping->profile, shopping->terms);
	uint32_t kept = line.count;

	shopping->left = shopping->profile->budget - shopping->outcome->cost;
	shopping->contested = calloc((size_t)line.count + 1, sizeof *shopping->contested);
	if (status == STATUS_OK && !shopping->contested)
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK)
		status = prepare_groups(shopping);
	if (status == STATUS_OK && shopping->terms->rule == RULE_GREEDY_THRESHOLD)
		status = apply_threshold(&line, shopping->terms->threshold, &kept);
	if (status == STATUS_OK)
		status = consider_all(shopping, line.list, kept);
	for (uint32_t i = kept; i < line.count && status == STATUS_OK; i++) {
		struct round round = {
		    .project = line.list[i].index, .kind = ROUND_BELOW_THRESHOLD, .left = shopping->left};

		status = outcome_add_round(shopping->outcome, &round, shopping->profile);
	}
	free(line.list);
	free(shopping->contested);
	free(shopping->won);
	return status;
}

static int is_greedy(const struct terms *terms)
{
	return terms->rule == RULE_GREEDY || terms->rule == RULE_GREEDY_NO_SKIP ||
	       terms->rule == RULE_GREEDY_THRESHOLD || (terms->rule == RULE_GREEDY_EXCLUSIVE && terms->group);
}

enum status greedy_count(struct outcome **out, const struct profile *profile, const struct terms *terms)
{
	struct shopping shopping = {.profile = profile, .terms = terms, .stage = STAGE_RULE};
	enum status status = is_greedy(terms) ? STATUS_OK : STATUS_RULES;

	*out = NULL;
	if (status == STATUS_OK)
		status = outcome_create(&shopping.outcome, profile->project_count);
	if (status == STATUS_OK)
		status = shop(&shopping);
	if (status == STATUS_OK)
		*out = shopping.outcome;
	else
		outcome_destroy(shopping.outcome);
	return status;
}

enum status greedy_complete(struct outcome *outcome, const struct profile *profile, const struct terms *terms)
{
	struct terms plain = {.rule = RULE_GREEDY, .sat = terms->sat, .tie = terms->tie};
	struct shopping shopping = {.outcome = outcome, .profile = profile, .terms = &plain, .stage = STAGE_COMPLETION};

	return shop(&shopping);
}
