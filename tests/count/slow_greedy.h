/* Greedy by fractions, one comparison at a time. */
#ifndef FOLKMOOT_SLOW_GREEDY_H
#define FOLKMOOT_SLOW_GREEDY_H

#include "slow.h"

/* Σ u_i(p) / c(p). Where nobody says what a free project is worth per unit of money, more than nothing is worth more
 * than anything else: *endless. A satisfaction with the factor c(p) has that factor taken out, so that free projects
 * compare by votes. */
static inline void slow_worth(mpq_t out, int *endless, const struct profile *profile, enum satisfaction sat, uint32_t p)
{
	uint64_t cost = profile->projects[p].cost;
	enum satisfaction plain = sat == SAT_COST          ? SAT_NUMBER
	                          : sat == SAT_POINTS_COST ? SAT_POINTS
	                          : sat == SAT_RANK_COST   ? SAT_RANK
	                                                   : sat;
	mpq_t one;

	mpq_init(one);
	mpq_set_ui(out, 0, 1);
	for (size_t v = 0; v < profile->vote_count; v++) {
		slow_utility(one, profile, plain, v, p);
		mpq_add(out, out, one);
	}
	*endless = 0;
	if (plain == sat && cost > 0) {
		mpq_set_ui(one, cost, 1);
		mpq_div(out, out, one);
	} else if (plain == sat) {
		*endless = mpq_sgn(out) > 0;
	}
	mpq_clear(one);
}

/* 1 where a is considered before b. */
static inline int slow_worthier(const struct profile *profile, const struct terms *terms, uint32_t a, uint32_t b)
{
	int endless_a, endless_b, order;
	mpq_t x, y;

	mpq_inits(x, y, NULL);
	slow_worth(x, &endless_a, profile, terms->sat, a);
	slow_worth(y, &endless_b, profile, terms->sat, b);
	order = endless_a || endless_b ? endless_a - endless_b : mpq_cmp(x, y);
	mpq_clears(x, y, NULL);
	return order ? order > 0 : slow_before(profile, terms->tie, a, b);
}

/* Takes the worthiest that was not considered, again and again. */
static inline void slow_greedy_rest(struct slow *slow, const struct profile *profile, const struct terms *terms)
{
	int considered[SLOW_PROJECTS] = {0}, won[SLOW_PROJECTS] = {0};

	for (;;) {
		uint32_t next = UINT32_MAX;

		for (uint32_t p = 0; p < profile->project_count; p++) {
			if (!considered[p] && !slow->in[p] &&
			    (next == UINT32_MAX || slow_worthier(profile, terms, p, next)))
				next = p;
		}
		if (next == UINT32_MAX)
			return;
		considered[next] = 1;
		if (terms->rule == RULE_GREEDY_THRESHOLD && profile->projects[next].score < terms->threshold)
			continue;
		if (terms->rule == RULE_GREEDY_EXCLUSIVE && terms->group[next] && won[terms->group[next]])
			continue;
		if (profile->projects[next].cost <= slow->left) {
			slow_buy(slow, profile, next);
			if (terms->rule == RULE_GREEDY_EXCLUSIVE)
				won[terms->group[next]] = 1;
		} else if (terms->rule == RULE_GREEDY_NO_SKIP && profile->projects[next].cost <= profile->budget) {
			return;
		}
	}
}

static inline void slow_greedy(struct slow *slow, const struct profile *profile, const struct terms *terms)
{
	slow_begin(slow, profile);
	slow_greedy_rest(slow, profile, terms);
}

#endif
