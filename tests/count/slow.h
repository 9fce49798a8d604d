/* What the slow, obviously right counts in this folder have in common: a list of selected projects, and the tie rules
 * once more, spelt out. */
#ifndef FOLKMOOT_SLOW_H
#define FOLKMOOT_SLOW_H

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "rule.h"

enum { SLOW_PROJECTS = 64, SLOW_VOTES = 64 };

struct slow {
	uint32_t count;
	uint32_t selected[SLOW_PROJECTS]; /* in the order of buying */
	int in[SLOW_PROJECTS];
	uint64_t left;
};

static inline void slow_begin(struct slow *slow, const struct profile *profile)
{
	memset(slow, 0, sizeof *slow);
	slow->left = profile->budget;
}

static inline void slow_buy(struct slow *slow, const struct profile *profile, uint32_t project)
{
	slow->selected[slow->count++] = project;
	slow->in[project] = 1;
	slow->left -= profile->projects[project].cost;
}

/* 1 where the tie rule takes a rather than b. */
static inline int slow_before(const struct profile *profile, enum tie tie, uint32_t a, uint32_t b)
{
	const struct profile_project *x = &profile->projects[a], *y = &profile->projects[b];

	if (tie == TIE_COST_VOTES_ID && x->cost < y->cost)
		return 1;
	if (tie == TIE_COST_VOTES_ID && x->cost > y->cost)
		return 0;
	if (tie == TIE_COST_VOTES_ID && x->score > y->score)
		return 1;
	if (tie == TIE_COST_VOTES_ID && x->score < y->score)
		return 0;
	return strcmp(x->id, y->id) < 0;
}

/* What a vote says of a project: its place in the vote counted from 1 and the points for it; 0 where it does not name
 * it. */
static inline size_t slow_place(const struct profile *profile, size_t vote, uint32_t project, int64_t *points)
{
	size_t from = vote ? profile->vote_end[vote - 1] : 0;

	*points = 0;
	for (size_t i = from; i < profile->vote_end[vote]; i++) {
		if (profile->marks[i].project == project) {
			*points = profile->marks[i].points;
			return i - from + 1;
		}
	}
	return 0;
}

static inline size_t slow_length(const struct profile *profile, size_t vote)
{
	return profile->vote_end[vote] - (vote ? profile->vote_end[vote - 1] : 0);
}

/* u_i(p), straight from the definitions. */
static inline void slow_utility(mpq_t out, const struct profile *profile, enum satisfaction sat, size_t vote,
                                uint32_t project)
{
	int64_t points, worth = 0;
	size_t place = slow_place(profile, vote, project, &points);
	size_t length = slow_length(profile, vote);
	mpq_t cost;

	mpq_set_ui(out, 0, 1);
	if (place == 0 && sat != SAT_POINTS && sat != SAT_POINTS_COST)
		return;
	if (place == 0)
		points = profile->default_points;
	switch (sat) {
	case SAT_COST:
	case SAT_NUMBER: worth = 1; break;
	case SAT_POINTS:
	case SAT_POINTS_COST: worth = points; break;
	case SAT_RANK:
	case SAT_RANK_COST: worth = (int64_t)(length - (place - 1)); break;
	case SAT_BORDA: worth = (int64_t)(length - (place - 1) - 1); break;
	}
	mpq_set_si(out, worth, 1);
	if (sat == SAT_COST || sat == SAT_POINTS_COST || sat == SAT_RANK_COST) {
		mpq_init(cost);
		mpq_set_ui(cost, profile->projects[project].cost, 1);
		mpq_mul(out, out, cost);
		mpq_clear(cost);
	}
}

#endif
