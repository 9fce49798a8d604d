/* One run of the Method of Equal Shares, and the proof of how much more money would give the same outcome.
 *
 * Money is counted in whole units of 2^-shift minor currency units. What a voter holds is known between two bounds, for
 * every share between b and b + reach at once: with x units more than b, voter i holds at least low + slow * x
 * and at most low + error + fast * x, and never more than high[i] (slow and fast count 2^-20). That the bounds
 * hold follows from two facts. With the same purchases before, every voter's money grows with the share and every price
 * falls; and both are piecewise linear and continuous, so that a bound on the slope everywhere bounds the way between
 * two points.
 *
 * A decision is taken only where the bounds prove it for the share b; where they do not, the run is done again with
 * exact rationals beside them (mes_exact.h). Where a decision is not proved up to b + reach, reach becomes smaller. */
#ifndef FOLKMOOT_MES_RUN_H
#define FOLKMOOT_MES_RUN_H

#include "mes_table.h"
#include "outcome.h"

enum {
	MES_SLOPE_BITS = 20,
	MES_FALL_BITS = 40,
};

enum mes_state { MES_WAITING, MES_RIVAL, MES_OUT };

struct mes_candidate {
	uint64_t bound;       /* its price is never below this in this run, units per weight */
	enum mes_state state; /* MES_RIVAL: may come next; MES_OUT: bought, or cannot be afforded any more */
	int listed;           /* stands in the heap */
	uint32_t round;       /* in which it was bought */
	/* when it was bought in an earlier run: its price (0: never), how it fell with the share, and the share */
	uint64_t hint, hint_fall, hint_share;
};

/* What each voter of a group holds at least, and between which bounds its slope stays. */
struct mes_money {
	uint64_t low;
	uint32_t slow, fast;
};

/* A group of supporters who hold something, gathered in one place for several passes over them. */
struct mes_supporter {
	uint64_t high;
	struct mes_money money;
	uint32_t group, voters;
};

/* A candidate for the round at work. Prices are for each unit of weight. */
struct mes_rival {
	uint32_t project;
	uint64_t low, high; /* the price with the share b lies between these */
	uint64_t rest;      /* weight of those who can pay the price */
	int plain;          /* the others hold nothing: the price is cost / rest, whatever the share */
	uint64_t fall;      /* the price falls by at most this when the share grows by 1, 2^-40 */
};

/* That a project's price is at least bound (MES_NEVER: it cannot be afforded), for every share up to until, in units,
 * once the first so many purchases of the run were made, and ever after. */
struct mes_note {
	uint64_t bound, until;
	uint32_t round, next; /* next: index, or MES_NOTHING */
};

/* What a run found out, for the next one, which mostly starts with the same purchases. */
struct mes_log {
	uint32_t count;
	struct mes_note *notes;
	uint32_t *first, *last; /* of each project, by round */
};

enum { MES_NOTHING = 0xffffffff };
#define MES_NEVER UINT64_MAX

struct mes_exact;

struct mes_run {
	const struct mes_table *table;
	const struct profile *profile;
	enum tie tie;
	/* the share: money of all voters / voters, minor units */
	unsigned __int128 money;
	int shift;
	uint64_t share_low, error, reach;
	uint64_t span;         /* up to which high and slow hold; reach is at most this */
	struct mes_money *low; /* of each group */
	uint64_t *high;        /* of each group; 0: it holds nothing, whatever the share */
	struct mes_candidate *candidates;
	uint32_t heap_count, *heap;
	uint32_t gathered; /* the project whose supporters are in supporters, as long as nobody pays */
	size_t supporter_count;
	struct mes_supporter *supporters;
	uint64_t *weights; /* theirs; NULL where every weight is 1 */
	uint32_t rival_count;
	struct mes_rival *rivals;
	/* what was bought, in order */
	uint32_t bought_count, *bought;
	unsigned __int128 cost;
	uint32_t last_count, *last; /* bought in the run before */
	uint32_t same;              /* so many purchases are the same */
	struct mes_log old, new;
	uint64_t *paid;          /* room, of each round */
	uint32_t *equal;         /* room for the candidates of a tie */
	struct mes_exact *exact; /* NULL: bounds only; the caller's */
	struct outcome *report;  /* where the rounds are told, or NULL; with a reach of 0 only */
};

enum mes_verdict {
	MES_PROVED,
	MES_UNSURE, /* the bounds do not decide; with exact rationals they always do */
	MES_FAILED, /* no memory, or a number out of range */
};

enum status MUST_CHECK mes_run_create(struct mes_run **out, const struct mes_table *table,
                                      const struct profile *profile, enum tie tie);
void mes_run_destroy(struct mes_run *run);

/* Runs with all voters together holding money (minor units; the share is money / voters). On entry run->reach is how
 * far, in minor units, it would be good to prove; afterwards it is what was proved, in units of 2^-shift. run->bought
 * and run->cost tell the outcome. */
enum mes_verdict MUST_CHECK mes_run_once(struct mes_run *run, unsigned __int128 money, unsigned __int128 reach);
/* How many steps of so many minor units more for each voter have the same outcome for certain. */
uint64_t mes_run_steps(const struct mes_run *run, uint64_t step);

/* Inside mes_*.c: */

/* What supporters do at a price. */
struct mes_split {
	uint64_t capped; /* sum of what they hold who hold less than the price */
	uint64_t poor;   /* how many they are, without those who hold nothing */
	uint64_t climb;  /* sum of their fast (mes_split_sure: slow) */
	uint64_t rest;   /* weight of the others */
};

/* Fills run->supporters, unless they are there already. */
void mes_gather(struct mes_run *run, uint32_t project);
/* By the lower bounds, of the supporters gathered. */
void mes_split_low(struct mes_split *out, const struct mes_run *run, uint64_t price);
/* By the upper bounds, of the supporters gathered: only climb and rest. */
void mes_split_sure(struct mes_split *out, const struct mes_run *run, uint64_t price);
/* By the upper bounds, of any project: only capped and rest. */
void mes_split_high(struct mes_split *out, const struct mes_run *run, uint32_t project, uint64_t price);
/* 1 where the prices of two rivals, at least last with the share b + span, are equal for certain with every share up to
 * there: they are the same formula of it. A price is (cost - what the poor hold) / weight of the others, and what a
 * voter holds is the share less the prices paid before. */
int mes_alike(struct mes_run *run, const struct mes_rival *a, uint64_t last_a, const struct mes_rival *b,
              uint64_t last_b);
uint64_t mes_cost_low(const struct mes_run *run, uint32_t project);
uint64_t mes_cost_high(const struct mes_run *run, uint32_t project);
static inline uint64_t mes_weight(const struct mes_table *table, size_t entry)
{
	return table->weights ? table->weights[entry] : 1;
}

#endif
