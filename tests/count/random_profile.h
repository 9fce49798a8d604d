/* Random small elections, the same for the same seed: few projects with few different costs and few voters, so that
 * ties, budgets that just fit and projects without supporters are common. */
#ifndef FOLKMOOT_RANDOM_PROFILE_H
#define FOLKMOOT_RANDOM_PROFILE_H

#include <stdio.h>
#include <string.h>

#include "crypto/cmocka_all.h"
#include "profile.h"

enum { RANDOM_PROJECTS = 9, RANDOM_VOTES = 14 };

struct random_election {
	enum profile_kind kind;
	uint64_t budget;
	uint32_t project_count;
	char id[RANDOM_PROJECTS][8];
	uint64_t cost[RANDOM_PROJECTS];
	uint32_t group[RANDOM_PROJECTS];
	size_t vote_count;
	size_t mark_count[RANDOM_VOTES];
	struct profile_mark mark[RANDOM_VOTES][RANDOM_PROJECTS];
};

static inline uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline uint64_t random_below(uint64_t *state, uint64_t bound)
{
	return random_next(state) % bound;
}

/* Puts count items into a random order. */
static inline void random_order(uint32_t *order, uint32_t count, uint64_t *state)
{
	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	for (uint32_t i = count; i > 1; i--) {
		uint32_t other = (uint32_t)random_below(state, i), kept = order[i - 1];

		order[i - 1] = order[other];
		order[other] = kept;
	}
}

static inline void random_vote(struct random_election *out, size_t vote, uint64_t *state)
{
	uint32_t order[RANDOM_PROJECTS];

	random_order(order, out->project_count, state);
	out->mark_count[vote] = (size_t)random_below(state, out->project_count + 1);
	if (out->mark_count[vote] > 4 && random_below(state, 3) > 0)
		out->mark_count[vote] = 2;
	for (size_t i = 0; i < out->mark_count[vote]; i++) {
		/* The popular ones are the first: others swap places with them now and then. */
		uint32_t project = random_below(state, 3) == 0 ? order[i] : order[i] / 2;

		for (size_t k = 0; k < i; k++) {
			if (out->mark[vote][k].project == project)
				project = RANDOM_PROJECTS;
		}
		if (project == RANDOM_PROJECTS) {
			out->mark_count[vote] = i;
			return;
		}
		out->mark[vote][i] = (struct profile_mark){.project = project};
		if (out->kind == PROFILE_POINTS)
			out->mark[vote][i].points = (int64_t)random_below(state, 6);
	}
}

static inline void random_election(struct random_election *out, enum profile_kind kind, uint64_t seed)
{
	static const uint64_t dear[] = {1, 7, 12, 1000003, 6000000000};
	uint64_t state = seed, unit = dear[random_below(&state, 5)], sum = 0;
	uint64_t kinds = 1 + random_below(&state, 6), least = random_below(&state, 8) > 0;

	memset(out, 0, sizeof *out);
	out->kind = kind;
	out->project_count = 1 + (uint32_t)random_below(&state, RANDOM_PROJECTS);
	for (uint32_t i = 0; i < out->project_count; i++) {
		snprintf(out->id[i], sizeof out->id[i], "%u", (unsigned)(i * 7 % 12 + (i % 2) * 20));
		out->cost[i] = unit * (least + random_below(&state, kinds));
		out->group[i] = (uint32_t)random_below(&state, 4);
		sum += out->cost[i];
	}
	out->budget = random_below(&state, sum + unit + 1);
	if (random_below(&state, 3) == 0)
		out->budget = out->budget / unit * unit;
	out->vote_count = (size_t)random_below(&state, RANDOM_VOTES + 1);
	for (size_t v = 0; v < out->vote_count; v++)
		random_vote(out, v, &state);
}

/* The election as a profile, its projects and votes in these orders: project i of the profile is project order[i] of
 * the election. */
static inline struct profile *random_profile(const struct random_election *election, const uint32_t *projects,
                                             const uint32_t *votes)
{
	struct profile *profile;
	uint32_t place[RANDOM_PROJECTS];

	assert_int_equal(profile_create(&profile, election->kind, election->project_count), STATUS_OK);
	profile->budget = election->budget;
	for (uint32_t i = 0; i < election->project_count; i++) {
		profile->projects[i].id = election->id[projects[i]];
		profile->projects[i].cost = election->cost[projects[i]];
		place[projects[i]] = i;
	}
	for (size_t v = 0; v < election->vote_count; v++) {
		struct profile_mark marks[RANDOM_PROJECTS] = {{0}};
		size_t count = election->mark_count[votes[v]];

		for (size_t i = 0; i < count; i++) {
			marks[i] = election->mark[votes[v]][i];
			marks[i].project = place[marks[i].project];
		}
		assert_int_equal(profile_add(profile, marks, count, NULL), STATUS_OK);
	}
	return profile;
}

#endif
