/* What the modules of one run share: mes_run.c (rounds), mes_queue.c (candidates in line, notes), mes_price.c,
 * mes_pay.c.
 */
#ifndef FOLKMOOT_MES_INSIDE_H
#define FOLKMOOT_MES_INSIDE_H

#include "mes_run.h"

typedef unsigned __int128 wide;

enum { MES_MONEY_BITS = 61 }; /* all voters together hold less than 2^61 units */

static inline uint64_t mes_divide_up(wide above, uint64_t below)
{
	wide result = above / below + (above % below != 0);

	return result > UINT64_MAX ? UINT64_MAX : (uint64_t)result;
}

/* a / fa < b / fb */
static inline int mes_cheaper(uint64_t a, uint64_t factor_a, uint64_t b, uint64_t factor_b)
{
	return (wide)a * factor_b < (wide)b * factor_a;
}

/* The candidates in line, lowest bound per factor first. */
void mes_push(struct mes_run *run, uint32_t project);
uint32_t mes_pop(struct mes_run *run);

/* Notes for the next run, and from the one before. mes_recall: 1 where that raised the bound, or put it out. */
void mes_note_bound(struct mes_run *run, uint32_t project, uint64_t bound, uint64_t until);
int mes_recall(struct mes_run *run, uint32_t project);
void mes_start_notes(struct mes_run *run, int shift_before);
/* 0 without memory; destroy it in any case. */
int MUST_CHECK mes_log_create(struct mes_log *log, uint32_t project_count);
void mes_log_destroy(struct mes_log *log);

/* The least whole price at which the lower bounds of money suffice, and how supporters split there; 0 where they do not
 * suffice. */
int MUST_CHECK mes_newton(struct mes_run *run, uint32_t project, uint64_t *price, struct mes_split *split);
/* Fills the rest of a rival whose high mes_newton found. */
void mes_bound_price(struct mes_run *run, struct mes_rival *rival, struct mes_split *split);

enum mes_affordable { MES_AFFORDABLE, MES_NOT_AFFORDABLE, MES_PERHAPS, MES_BROKEN };

/* Where the lower bounds do not suffice: whether the upper ones do, or the exact sum, which then fills the rival. */
enum mes_affordable MUST_CHECK mes_afford(struct mes_run *run, struct mes_rival *rival);
/* The price with the share b + span, or less; and by how much it falls at least, 2^-40 for each unit of the share. */
uint64_t mes_last_price(const struct mes_run *run, const struct mes_rival *rival);
uint64_t mes_least_fall(struct mes_run *run, const struct mes_rival *rival);

/* Lets the supporters pay. */
void mes_buy(struct mes_run *run, const struct mes_rival *rival, uint64_t best_fall);
/* Tightens the upper bounds after reach became smaller. */
void mes_refresh(struct mes_run *run);

#endif
