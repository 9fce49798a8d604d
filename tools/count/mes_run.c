#include "mes_inside.h"

#include <stdlib.h>
#include <string.h>

#include "mes_exact.h"
#include "mes_report.h"
#include "tie.h"

enum order { BEFORE, AFTER, EQUAL, UNSURE };

/* --- units */

static int bits_of(wide value)
{
	int bits = 0;

	for (; value; value >>= 1)
		bits++;
	return bits;
}

/* Chooses the unit so that all voters together hold less than 2^61 of it, with the reach too. */
static void choose_units(struct mes_run *run, wide money, wide reach)
{
	uint64_t voters = run->table->voters;
	int bits = bits_of(money | voters);
	wide all, most;

	run->money = money;
	run->shift = MES_MONEY_BITS - 2 - bits;
	if (run->shift > MES_MONEY_BITS - 20)
		run->shift = MES_MONEY_BITS - 20;
	all = run->shift >= 0 ? money << run->shift : money >> -run->shift;
	run->share_low = (uint64_t)(all / voters);
	run->error = all % voters != 0 || (run->shift < 0 && (all << -run->shift) != money);
	/* 2^59 of money, and as much for the reach, and for rounding. */
	most = ((wide)1 << (MES_MONEY_BITS - 2)) / voters;
	if (run->shift >= 0)
		run->reach = reach > most >> run->shift ? (uint64_t)most : (uint64_t)(reach << run->shift);
	else
		run->reach = reach >> -run->shift > most ? (uint64_t)most : (uint64_t)(reach >> -run->shift);
}

uint64_t mes_run_steps(const struct mes_run *run, uint64_t step)
{
	wide units;

	if (run->shift >= 0)
		return (uint64_t)((run->reach / ((wide)step << run->shift)));
	units = (wide)run->reach << (-run->shift < 64 ? -run->shift : 64);
	return units / step > UINT64_MAX ? UINT64_MAX : (uint64_t)(units / step);
}

/* --- one round */

struct best {
	uint64_t price, factor; /* price UINT64_MAX: none yet */
};

static enum mes_verdict consider(struct mes_run *run, uint32_t project, struct best *best)
{
	struct mes_candidate *candidate = &run->candidates[project];
	uint64_t factor = run->table->projects[project].factor, price = UINT64_MAX, cost = mes_cost_low(run, project);
	struct mes_rival rival = {.project = project};
	struct mes_split split = {0};
	enum mes_affordable affordable = MES_AFFORDABLE;

	if (best->price != UINT64_MAX) {
		wide limit = (wide)best->price * factor / best->factor + 1;

		if (limit < UINT64_MAX)
			price = (uint64_t)limit;
	}
	if (price == UINT64_MAX && candidate->hint > 0)
		split.capped = cost; /* bought the last time: no short cut will spare the whole way */
	else
		mes_split_high(&split, run, project, price);
	if (split.capped + (wide)price * split.rest < cost) {
		if (split.rest == 0) {
			candidate->state = MES_OUT;
			mes_note_bound(run, project, MES_NEVER, run->share_low + run->span);
			return MES_PROVED;
		}
		if (!candidate->listed) {
			candidate->bound = (cost - split.capped) / split.rest;
			mes_note_bound(run, project, candidate->bound, run->share_low + run->span);
			mes_push(run, project);
		}
		return MES_PROVED;
	}
	if (mes_newton(run, project, &rival.high, &split))
		mes_bound_price(run, &rival, &split);
	else
		affordable = mes_afford(run, &rival);
	switch (affordable) {
	case MES_AFFORDABLE: break;
	case MES_NOT_AFFORDABLE:
		candidate->state = MES_OUT;
		mes_note_bound(run, project, MES_NEVER, run->share_low + run->reach);
		return MES_PROVED;
	case MES_PERHAPS: return MES_UNSURE;
	case MES_BROKEN: return MES_FAILED;
	}
	candidate->state = MES_RIVAL;
	run->rivals[run->rival_count++] = rival;
	if (best->price == UINT64_MAX || mes_cheaper(rival.high, factor, best->price, best->factor))
		*best = (struct best){rival.high, factor};
	return MES_PROVED;
}

/* Everything that may have the least price: the others' bounds are above it. */
static enum mes_verdict collect_rivals(struct mes_run *run)
{
	struct best best = {UINT64_MAX, 1};
	enum mes_verdict verdict = MES_PROVED;

	run->rival_count = 0;
	if (run->bought_count < run->last_count) {
		uint32_t likely = run->last[run->bought_count];

		if (run->candidates[likely].state == MES_WAITING)
			verdict = consider(run, likely, &best);
	}
	while (run->heap_count > 0 && verdict == MES_PROVED) {
		uint32_t project = run->heap[0];

		if (best.price != UINT64_MAX && mes_cheaper(best.price, best.factor, run->candidates[project].bound,
		                                            run->table->projects[project].factor))
			break;
		mes_pop(run);
		if (run->candidates[project].state != MES_WAITING)
			continue;
		if (!mes_recall(run, project))
			verdict = consider(run, project, &best);
		else if (run->candidates[project].state == MES_WAITING)
			mes_push(run, project);
	}
	return verdict;
}

/* By bounds, or by the prices as fractions where the poor among the supporters hold nothing at all. */
static enum order compare(const struct mes_run *run, const struct mes_rival *a, const struct mes_rival *b)
{
	const struct mes_project *x = &run->table->projects[a->project], *y = &run->table->projects[b->project];

	if (a->plain && b->plain) {
		/* cost / (rest * factor): the factor is the cost, for all projects, or 1. */
		wide left = (wide)(x->factor == x->cost ? 1 : x->cost) * b->rest;
		wide right = (wide)(y->factor == y->cost ? 1 : y->cost) * a->rest;

		return left == right ? EQUAL : left < right ? BEFORE : AFTER;
	}
	if (mes_cheaper(a->high, x->factor, b->low, y->factor))
		return BEFORE;
	if (mes_cheaper(b->high, y->factor, a->low, x->factor))
		return AFTER;
	return UNSURE;
}

static int alike(struct mes_run *run, const struct mes_rival *a, const struct mes_rival *b)
{
	return mes_alike(run, a, mes_last_price(run, a), b, mes_last_price(run, b));
}

/* Compares exactly where it must and can. */
static enum mes_verdict decide(enum order *out, struct mes_run *run, const struct mes_rival *a,
                               const struct mes_rival *b)
{
	int order;

	*out = compare(run, a, b);
	if (*out == UNSURE && !run->exact && alike(run, a, b))
		*out = EQUAL;
	if (*out != UNSURE || !run->exact)
		return MES_PROVED;
	if (mes_exact_price(run->exact, run, a) < 0)
		return MES_FAILED;
	mes_exact_keep(run->exact, run->table->projects[a->project].factor);
	if (mes_exact_price(run->exact, run, b) < 0)
		return MES_FAILED;
	order = mes_exact_compare(run->exact, run->table->projects[b->project].factor);
	*out = order > 0 ? BEFORE : order < 0 ? AFTER : EQUAL;
	return MES_PROVED;
}

static int tie_first(const struct mes_run *run, uint32_t a, uint32_t b)
{
	return tie_compare(run->tie, &run->profile->projects[a], &run->profile->projects[b]) < 0;
}

/* Index of the rival that is bought. Those that are equal to it, itself included, are in run->equal. */
static enum mes_verdict choose(uint32_t *out, uint32_t *equal_count, struct mes_run *run)
{
	const struct mes_rival *rivals = run->rivals;
	uint32_t best = 0;
	enum order order;

	for (uint32_t i = 1; i < run->rival_count; i++) {
		enum mes_verdict verdict = decide(&order, run, &rivals[i], &rivals[best]);

		if (verdict != MES_PROVED)
			return verdict;
		if (order == BEFORE || (order == EQUAL && tie_first(run, rivals[i].project, rivals[best].project)) ||
		    (order == UNSURE &&
		     mes_cheaper(rivals[i].high, run->table->projects[rivals[i].project].factor, rivals[best].high,
		                 run->table->projects[rivals[best].project].factor)))
			best = i;
	}
	*equal_count = 0;
	for (uint32_t i = 0; i < run->rival_count; i++) {
		enum mes_verdict verdict = i == best ? MES_PROVED : decide(&order, run, &rivals[best], &rivals[i]);

		if (verdict != MES_PROVED)
			return verdict;
		if (i == best)
			order = EQUAL;
		else if (order == UNSURE || order == AFTER ||
		         (order == EQUAL && tie_first(run, rivals[i].project, rivals[best].project)))
			return MES_UNSURE;
		if (order == EQUAL)
			run->equal[(*equal_count)++] = rivals[i].project;
	}
	*out = best;
	return MES_PROVED;
}

/* Makes reach so small that the rival stays behind the best all the way. */
static void keep_behind(struct mes_run *run, const struct mes_rival *best, uint64_t best_fall,
                        const struct mes_rival *rival)
{
	uint64_t best_factor = run->table->projects[best->project].factor,
	         factor = run->table->projects[rival->project].factor;
	wide gap, closing, most;

	if (run->reach == 0 || (best->plain && rival->plain))
		return;
	if (rival->fall == UINT64_MAX || !mes_cheaper(best->high, best_factor, rival->low, factor)) {
		if (!alike(run, best, rival))
			run->reach = 0;
		return;
	}
	if ((wide)rival->fall * best_factor <= (wide)best_fall * factor)
		return;
	gap = (wide)rival->low * best_factor - (wide)best->high * factor;
	closing = (wide)rival->fall * best_factor - (wide)best_fall * factor;
	/* The greatest x with closing * x < gap * 2^40, or a little less. */
	if (gap >> (127 - MES_FALL_BITS) == 0)
		most = ((gap << MES_FALL_BITS) - 1) / closing;
	else
		most = gap / ((closing >> MES_FALL_BITS) + 1);
	if (most < run->reach)
		run->reach = (uint64_t)most;
}

static void rivals_wait(struct mes_run *run)
{
	for (uint32_t i = 0; i < run->rival_count; i++) {
		struct mes_candidate *candidate = &run->candidates[run->rivals[i].project];

		if (candidate->state != MES_RIVAL)
			continue;
		candidate->state = MES_WAITING;
		if (candidate->listed)
			continue;
		candidate->bound = mes_last_price(run, &run->rivals[i]);
		mes_note_bound(run, run->rivals[i].project, candidate->bound, run->share_low + run->span);
		mes_push(run, run->rivals[i].project);
	}
}

/* *more becomes 0 where nothing can be bought any more. */
static enum mes_verdict next_round(struct mes_run *run, int *more)
{
	enum mes_verdict verdict = collect_rivals(run);
	uint64_t fall;
	uint32_t best, equal_count;

	*more = run->rival_count > 0;
	if (verdict != MES_PROVED || !*more)
		return verdict;
	verdict = choose(&best, &equal_count, run);
	if (verdict != MES_PROVED)
		return verdict;
	fall = mes_least_fall(run, &run->rivals[best]);
	for (uint32_t i = 0; i < run->rival_count; i++) {
		if (i != best)
			keep_behind(run, &run->rivals[best], fall, &run->rivals[i]);
	}
	if (run->exact && mes_exact_price(run->exact, run, &run->rivals[best]) != 1)
		return MES_FAILED;
	if (run->exact)
		mes_exact_bounds(&run->rivals[best].low, &run->rivals[best].high, run->exact, run);
	if (run->report) {
		verdict = mes_report_round(run, &run->rivals[best], equal_count);
		if (verdict != MES_PROVED)
			return verdict;
	}
	mes_buy(run, &run->rivals[best], fall);
	rivals_wait(run);
	if (run->reach < run->span / 4)
		mes_refresh(run);
	return MES_PROVED;
}

static void start(struct mes_run *run, wide money, wide reach)
{
	const struct mes_table *table = run->table;
	uint32_t *swap = run->last;
	int shift_before = run->shift;

	run->last = run->bought;
	run->last_count = run->bought_count;
	run->bought = swap;
	run->bought_count = 0;
	run->cost = 0;
	choose_units(run, money, run->exact ? 0 : reach);
	run->span = run->reach;
	mes_start_notes(run, shift_before);
	if (run->exact)
		mes_exact_start(run->exact, run);
	for (uint32_t g = 0; g < table->group_count; g++) {
		run->low[g] = (struct mes_money){run->share_low, 1 << MES_SLOPE_BITS, 1 << MES_SLOPE_BITS};
		run->high[g] = run->share_low + run->error + run->reach;
	}
	run->heap_count = 0;
	run->gathered = MES_NOTHING;
	for (uint32_t p = 0; p < table->project_count; p++) {
		struct mes_candidate *candidate = &run->candidates[p];

		candidate->round = MES_NOTHING;
		candidate->listed = 0;
		candidate->state = table->projects[p].support > 0 ? MES_WAITING : MES_OUT;
		if (candidate->state == MES_OUT)
			continue;
		candidate->bound = mes_cost_low(run, p) / table->projects[p].support;
		mes_push(run, p);
	}
}

enum mes_verdict mes_run_once(struct mes_run *run, unsigned __int128 money, unsigned __int128 reach)
{
	enum mes_verdict verdict = MES_PROVED;
	int more = 1;

	start(run, money, reach);
	while (more && verdict == MES_PROVED)
		verdict = next_round(run, &more);
	return verdict;
}

static size_t most_entries(const struct mes_table *table)
{
	size_t most = 0;

	for (uint32_t p = 0; p < table->project_count; p++) {
		if (table->projects[p].end - table->projects[p].first > most)
			most = table->projects[p].end - table->projects[p].first;
	}
	return most;
}

enum status mes_run_create(struct mes_run **out, const struct mes_table *table, const struct profile *profile,
                           enum tie tie)
{
	struct mes_run *run = calloc(1, sizeof *run);
	size_t projects = (size_t)table->project_count + 1, groups = (size_t)table->group_count + 1;

	*out = NULL;
	if (!run)
		return STATUS_NO_ROOM;
	run->table = table;
	run->profile = profile;
	run->tie = tie;
	run->low = calloc(groups, sizeof *run->low);
	run->high = calloc(groups, sizeof *run->high);
	run->candidates = calloc(projects, sizeof *run->candidates);
	run->heap = calloc(projects, sizeof *run->heap);
	run->rivals = calloc(projects, sizeof *run->rivals);
	run->supporters = calloc(most_entries(table) + 1, sizeof *run->supporters);
	run->weights = table->weights ? calloc(most_entries(table) + 1, sizeof *run->weights) : NULL;
	run->bought = calloc(projects, sizeof *run->bought);
	run->last = calloc(projects, sizeof *run->last);
	run->equal = calloc(projects, sizeof *run->equal);
	run->paid = calloc(projects, sizeof *run->paid);
	if (!run->low || !run->high || !run->candidates || !run->heap || !run->rivals || !run->supporters ||
	    (table->weights && !run->weights) || !mes_log_create(&run->old, table->project_count) ||
	    !mes_log_create(&run->new, table->project_count) || !run->bought || !run->last || !run->equal ||
	    !run->paid) {
		mes_run_destroy(run);
		return STATUS_NO_ROOM;
	}
	*out = run;
	return STATUS_OK;
}

void mes_run_destroy(struct mes_run *run)
{
	if (!run)
		return;
	free(run->low);
	free(run->high);
	free(run->candidates);
	free(run->heap);
	free(run->rivals);
	free(run->supporters);
	free(run->weights);
	mes_log_destroy(&run->old);
	mes_log_destroy(&run->new);
	free(run->bought);
	free(run->last);
	free(run->equal);
	free(run->paid);
	free(run);
}
