/* Prices as exact rationals, for the decisions that bounds leave open.
 *
 * A voter holds nothing, or the share less what was paid in full for each project bought before. So what a set of
 * voters holds is K * share - Σ W_q * price_q with whole numbers K and W_q, and a price is (cost - that) / rest: no
 * rational is kept for a voter, only one for each project bought. */
#ifndef FOLKMOOT_MES_EXACT_H
#define FOLKMOOT_MES_EXACT_H

#include <gmp.h>

#include "mes_run.h"

enum status MUST_CHECK mes_exact_create(struct mes_exact **out, const struct mes_table *table);
void mes_exact_destroy(struct mes_exact *exact);

/* The share, before the first round. */
void mes_exact_start(struct mes_exact *exact, const struct mes_run *run);
/* 1 where the supporters of the rival hold its cost: then mes_exact_paid tells for each of its entries. The rival's low
 * and high must enclose the price (high UINT64_MAX: not known). -1 without memory. */
int MUST_CHECK mes_exact_price(struct mes_exact *exact, const struct mes_run *run, const struct mes_rival *rival);
/* The price found last, as that of the project which is bought in this round. */
void mes_exact_buy(struct mes_exact *exact, const struct mes_run *run);
/* Of the price found last: 1 where the group gives all it holds for it (entry counts from the project's first). */
int mes_exact_gives_all(const struct mes_exact *exact, size_t entry);
/* Keeps the price found last as the one to compare with; -1, 0 or 1 as the price found last, per factor, is below, at
 * or above it. */
void mes_exact_keep(struct mes_exact *exact, uint64_t factor);
int mes_exact_compare(struct mes_exact *exact, uint64_t factor);
/* The price found last in units, rounded down and up. */
void mes_exact_bounds(uint64_t *low, uint64_t *high, const struct mes_exact *exact, const struct mes_run *run);
/* The price found last (minor units), and cost / price. */
void mes_exact_fine(struct fine *price, struct fine *voters, const struct mes_exact *exact, uint64_t cost);
/* What a group holds: 0, or 1 for something; and whether that is less than the price found last times weight. */
void mes_exact_holds(int *something, int *less, struct mes_exact *exact, const struct mes_run *run, uint32_t group,
                     uint64_t weight);

#endif
