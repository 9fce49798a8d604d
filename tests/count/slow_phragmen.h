/* Phragmén's sequential rule as it is told: every voter has a purse that fills, and empties when a project is bought.
 */
#ifndef FOLKMOOT_SLOW_PHRAGMEN_H
#define FOLKMOOT_SLOW_PHRAGMEN_H

#include "slow.h"

static inline int slow_supports(const struct profile *profile, size_t vote, uint32_t project)
{
	int64_t points;
	size_t place = slow_place(profile, vote, project, &points);

	return place > 0 && (profile->kind != PROFILE_POINTS || points > 0);
}

/* How long until the supporters of p together hold its cost; 0 without supporters. */
static inline int slow_wait(mpq_t out, const struct profile *profile, mpq_t *purse, uint32_t p)
{
	unsigned long supporters = 0;
	mpq_t many;

	mpq_init(many);
	mpq_set_ui(out, profile->projects[p].cost, 1);
	for (size_t v = 0; v < profile->vote_count; v++) {
		if (slow_supports(profile, v, p)) {
			mpq_sub(out, out, purse[v]);
			supporters++;
		}
	}
	mpq_set_ui(many, supporters ? supporters : 1, 1);
	mpq_div(out, out, many);
	mpq_clear(many);
	return supporters > 0;
}

/* Everybody earns for that time; then those who support p pay all they have. */
static inline void slow_earn_and_pay(const struct profile *profile, mpq_t *purse, mpq_t time, uint32_t p)
{
	for (size_t v = 0; v < profile->vote_count; v++) {
		mpq_add(purse[v], purse[v], time);
		if (slow_supports(profile, v, p))
			mpq_set_ui(purse[v], 0, 1);
	}
}

/* Buys the next one; 0 where the count is over. */
static inline int slow_phragmen_step(struct slow *slow, const struct profile *profile, enum tie tie, mpq_t *purse)
{
	uint32_t best = UINT32_MAX;
	int best_supported = 0, all_fit = 1;
	mpq_t wait, least;

	mpq_inits(wait, least, NULL);
	for (uint32_t p = 0; p < profile->project_count; p++) {
		uint64_t cost = profile->projects[p].cost;
		int supported, earlier, same;

		if (slow->in[p] || cost > profile->budget)
			continue;
		supported = slow_wait(wait, profile, purse, p);
		earlier = best == UINT32_MAX || (supported && (!best_supported || mpq_cmp(wait, least) < 0));
		same = !earlier && supported == best_supported && (!supported || mpq_equal(wait, least));
		if (earlier) {
			mpq_set(least, wait);
			best_supported = supported;
			best = p;
			all_fit = cost <= slow->left;
		} else if (same) {
			all_fit = all_fit && cost <= slow->left;
			if (slow_before(profile, tie, p, best))
				best = p;
		}
	}
	if (best != UINT32_MAX && all_fit) {
		slow_buy(slow, profile, best);
		if (best_supported)
			slow_earn_and_pay(profile, purse, least, best);
	}
	mpq_clears(wait, least, NULL);
	return best != UINT32_MAX && all_fit;
}

static inline void slow_phragmen(struct slow *slow, const struct profile *profile, const struct terms *terms)
{
	mpq_t purse[SLOW_VOTES];

	slow_begin(slow, profile);
	for (size_t v = 0; v < profile->vote_count; v++)
		mpq_init(purse[v]);
	while (slow_phragmen_step(slow, profile, terms->tie, purse))
		;
	for (size_t v = 0; v < profile->vote_count; v++)
		mpq_clear(purse[v]);
}

#endif
