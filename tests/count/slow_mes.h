/* The Method of Equal Shares by fractions: every voter's money is one, every price is found anew in every round, and
 * add1 takes one step after another. */
#ifndef FOLKMOOT_SLOW_MES_H
#define FOLKMOOT_SLOW_MES_H

#include "slow_greedy.h"

struct slow_mes_round {
	uint64_t payers, spent_out;
	struct fine price, voters;
	uint32_t equal; /* how many projects had this price, as a bit each */
	uint64_t equal_bits;
};

struct slow_mes {
	struct slow slow; /* with the completion */
	uint32_t rounds;  /* bought by the method itself */
	struct slow_mes_round round[SLOW_PROJECTS];
	struct fine share, last_share;
	uint64_t steps, overspent;
	enum add1_end end;
};

/* What a run works with. */
struct slow_shares {
	const struct profile *profile;
	const struct terms *terms;
	mpq_t money[SLOW_VOTES];
	mpq_t utility[SLOW_VOTES][SLOW_PROJECTS];
};

static inline void slow_shares_init(struct slow_shares *shares, const struct profile *profile,
                                    const struct terms *terms)
{
	shares->profile = profile;
	shares->terms = terms;
	for (size_t v = 0; v < profile->vote_count; v++) {
		mpq_init(shares->money[v]);
		for (uint32_t p = 0; p < profile->project_count; p++) {
			mpq_init(shares->utility[v][p]);
			slow_utility(shares->utility[v][p], profile, terms->sat, v, p);
		}
	}
}

static inline void slow_shares_clear(struct slow_shares *shares)
{
	for (size_t v = 0; v < shares->profile->vote_count; v++) {
		mpq_clear(shares->money[v]);
		for (uint32_t p = 0; p < shares->profile->project_count; p++)
			mpq_clear(shares->utility[v][p]);
	}
}

static inline struct fine slow_fine(const mpq_t value)
{
	struct fine fine;
	mpz_t all;

	mpz_init(all);
	mpz_mul_ui(all, mpq_numref(value), 1000000);
	mpz_fdiv_q(all, all, mpq_denref(value));
	fine.millionths = (uint32_t)mpz_fdiv_q_ui(all, all, 1000000);
	fine.units = mpz_get_ui(all);
	mpz_clear(all);
	return fine;
}

/* The least rho at which the supporters give the cost together: all are taken for rich; who holds less than the price
 * then gives all and is poor; and so on. 0 where nobody supports it or they do not hold it. */
static inline int slow_rho(mpq_t rho, const struct slow_shares *shares, uint32_t p)
{
	int poor[SLOW_VOTES] = {0}, moved = 1, supporters = 0;
	mpq_t rest, worth, due;

	mpq_inits(rest, worth, due, NULL);
	while (moved) {
		moved = 0;
		supporters = 0;
		mpq_set_ui(rest, shares->profile->projects[p].cost, 1);
		mpq_set_ui(worth, 0, 1);
		for (size_t v = 0; v < shares->profile->vote_count; v++) {
			if (mpq_sgn(shares->utility[v][p]) <= 0)
				continue;
			supporters += !poor[v];
			if (poor[v])
				mpq_sub(rest, rest, shares->money[v]);
			else
				mpq_add(worth, worth, shares->utility[v][p]);
		}
		if (supporters == 0)
			break;
		mpq_div(rho, rest, worth);
		for (size_t v = 0; v < shares->profile->vote_count; v++) {
			if (mpq_sgn(shares->utility[v][p]) <= 0 || poor[v])
				continue;
			mpq_mul(due, rho, shares->utility[v][p]);
			if (mpq_cmp(shares->money[v], due) < 0)
				poor[v] = moved = 1;
		}
	}
	mpq_clears(rest, worth, due, NULL);
	return supporters > 0;
}

static inline void slow_pay(struct slow_mes_round *round, struct slow_shares *shares, uint32_t p, const mpq_t rho)
{
	uint64_t cost = shares->profile->projects[p].cost;
	mpq_t due, factor;

	mpq_inits(due, factor, NULL);
	for (size_t v = 0; v < shares->profile->vote_count; v++) {
		if (mpq_sgn(shares->utility[v][p]) <= 0)
			continue;
		mpq_mul(due, rho, shares->utility[v][p]);
		round->payers += mpq_sgn(due) > 0 && mpq_sgn(shares->money[v]) > 0;
		if (mpq_cmp(shares->money[v], due) < 0) {
			round->spent_out += mpq_sgn(shares->money[v]) > 0;
			mpq_set(due, shares->money[v]);
		}
		mpq_sub(shares->money[v], shares->money[v], due);
	}
	mpq_set_ui(factor, satisfaction_times_cost(shares->terms->sat) ? cost : 1, 1);
	mpq_mul(due, rho, factor);
	round->price = slow_fine(due);
	if (mpq_sgn(due) > 0) {
		mpq_set_ui(factor, cost, 1);
		mpq_div(due, factor, due);
		round->voters = slow_fine(due);
	}
	mpq_clears(due, factor, NULL);
}

/* One run with this share; returns what it costs. */
static inline unsigned __int128 slow_run(struct slow_mes *mes, struct slow_shares *shares, const mpq_t share)
{
	const struct profile *profile = shares->profile;
	unsigned __int128 cost = 0;
	mpq_t rho, least;

	mpq_inits(rho, least, NULL);
	slow_begin(&mes->slow, profile);
	memset(mes->round, 0, sizeof mes->round);
	for (size_t v = 0; v < profile->vote_count; v++)
		mpq_set(shares->money[v], share);
	for (;;) {
		struct slow_mes_round *round = &mes->round[mes->slow.count];
		uint32_t best = UINT32_MAX;

		for (uint32_t p = 0; p < profile->project_count; p++) {
			int order;

			if (mes->slow.in[p] || !slow_rho(rho, shares, p))
				continue;
			order = best == UINT32_MAX ? -1 : mpq_cmp(rho, least);
			if (order < 0)
				round->equal = 0, round->equal_bits = 0;
			if (order <= 0)
				round->equal++, round->equal_bits |= UINT64_C(1) << p;
			if (order < 0 || (order == 0 && slow_before(profile, shares->terms->tie, p, best)))
				best = p;
			if (order < 0)
				mpq_set(least, rho);
		}
		if (best == UINT32_MAX)
			break;
		slow_pay(round, shares, best, least);
		cost += profile->projects[best].cost;
		slow_buy(&mes->slow, profile, best);
	}
	mpq_clears(rho, least, NULL);
	mes->rounds = mes->slow.count;
	return cost;
}

static inline int slow_wanted(const struct slow_shares *shares, uint32_t p)
{
	for (size_t v = 0; v < shares->profile->vote_count; v++) {
		if (mpq_sgn(shares->utility[v][p]) > 0)
			return 1;
	}
	return 0;
}

static inline enum add1_end slow_end(const struct slow_mes *mes, const struct slow_shares *shares)
{
	int all = 1, fits = 0;

	for (uint32_t p = 0; p < shares->profile->project_count; p++) {
		if (mes->slow.in[p] || !slow_wanted(shares, p))
			continue;
		all = 0;
		fits |= shares->profile->projects[p].cost <= mes->slow.left;
	}
	if (!fits && (shares->terms->exhaustive || shares->terms->completion == COMPLETION_ADD1U))
		return ADD1_EXHAUSTED;
	return all ? ADD1_ALL_BOUGHT : ADD1_NONE;
}

static inline void slow_add1(struct slow_mes *mes, struct slow_shares *shares, const mpq_t share)
{
	const struct profile *profile = shares->profile;
	mpq_t more, step;

	mpq_inits(more, step, NULL);
	mpq_set_ui(step, shares->terms->add1_step, 1);
	mpq_set(more, share);
	slow_run(mes, shares, share);
	for (mes->end = slow_end(mes, shares); mes->end == ADD1_NONE; mes->end = slow_end(mes, shares)) {
		unsigned __int128 cost;

		mpq_add(more, more, step);
		cost = slow_run(mes, shares, more);
		if (cost > profile->budget) {
			mpq_sub(more, more, step);
			slow_run(mes, shares, more);
			mes->end = ADD1_OVERSPENT;
			mes->overspent = cost > UINT64_MAX ? UINT64_MAX : (uint64_t)cost;
			break;
		}
		mes->steps++;
	}
	mes->last_share = slow_fine(more);
	mpq_clears(more, step, NULL);
}

static inline void slow_mes(struct slow_mes *mes, const struct profile *profile, const struct terms *terms)
{
	struct slow_shares *shares = calloc(1, sizeof *shares);
	mpq_t share;

	if (!shares || profile->vote_count > SLOW_VOTES || profile->project_count > SLOW_PROJECTS)
		abort();
	mpq_init(share);
	if (profile->vote_count > 0) {
		mpq_set_ui(share, profile->budget, profile->vote_count);
		mpq_canonicalize(share);
	}
	memset(mes, 0, sizeof *mes);
	slow_shares_init(shares, profile, terms);
	mes->share = mes->last_share = slow_fine(share);
	if (terms->completion == COMPLETION_ADD1 || terms->completion == COMPLETION_ADD1U)
		slow_add1(mes, shares, share);
	else
		slow_run(mes, shares, share);
	slow_shares_clear(shares);
	free(shares);
	mpq_clear(share);
	if (terms->completion == COMPLETION_ADD1U || terms->completion == COMPLETION_UTILITARIAN)
		slow_greedy_rest(&mes->slow, profile, terms);
}

#endif
