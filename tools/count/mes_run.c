#include "mes_run.h"

#include <stdlib.h>
#include <string.h>

#include "mes_exact.h"
#include "mes_report.h"
#include "tie.h"

typedef unsigned __int128 wide;

enum {
	MONEY_BITS = 61, /* all voters together hold less than 2^61 units */
	NOTES_EACH = 8,  /* room for notes, for each project; beyond it they are forgotten */
};

enum order { BEFORE, AFTER, EQUAL, UNSURE };

static uint64_t divide_up(wide above, uint64_t below)
{
	wide result = above / below + (above % below != 0);

	return result > UINT64_MAX ? UINT64_MAX : (uint64_t)result;
}

/* --- units */

/* More than all voters hold, where it would not fit. */
static uint64_t cost_units(const struct mes_run *run, uint32_t project, uint64_t round_up)
{
	uint64_t cost = run->table->projects[project].cost;

	if (run->shift >= 0)
		return cost >> (MONEY_BITS - run->shift) ? (uint64_t)1 << MONEY_BITS : cost << run->shift;
	if (run->shift <= -64)
		return round_up;
	return (cost >> -run->shift) + (round_up && cost & (((uint64_t)1 << -run->shift) - 1));
}

uint64_t mes_cost_low(const struct mes_run *run, uint32_t project)
{
	return cost_units(run, project, 0);
}

uint64_t mes_cost_high(const struct mes_run *run, uint32_t project)
{
	return cost_units(run, project, 1);
}

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
	run->shift = MONEY_BITS - 2 - bits;
	if (run->shift > MONEY_BITS - 20)
		run->shift = MONEY_BITS - 20;
	all = run->shift >= 0 ? money << run->shift : money >> -run->shift;
	run->share_low = (uint64_t)(all / voters);
	run->error = all % voters != 0 || (run->shift < 0 && (all << -run->shift) != money);
	/* 2^59 of money, and as much for the reach, and for rounding. */
	most = ((wide)1 << (MONEY_BITS - 2)) / voters;
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

/* --- the heap of candidates, lowest bound per factor first */

/* a / fa < b / fb */
static int cheaper(uint64_t a, uint64_t factor_a, uint64_t b, uint64_t factor_b)
{
	return (wide)a * factor_b < (wide)b * factor_a;
}

static int heap_before(const struct mes_run *run, uint32_t a, uint32_t b)
{
	return cheaper(run->candidates[a].bound, run->table->projects[a].factor, run->candidates[b].bound,
	               run->table->projects[b].factor);
}

static void heap_sink(struct mes_run *run, uint32_t place)
{
	uint32_t moved = run->heap[place];

	for (;;) {
		uint32_t child = place * 2 + 1;

		if (child >= run->heap_count)
			break;
		if (child + 1 < run->heap_count && heap_before(run, run->heap[child + 1], run->heap[child]))
			child++;
		if (!heap_before(run, run->heap[child], moved))
			break;
		run->heap[place] = run->heap[child];
		place = child;
	}
	run->heap[place] = moved;
}

static void heap_push(struct mes_run *run, uint32_t project)
{
	uint32_t place = run->heap_count++;

	run->candidates[project].listed = 1;
	for (; place > 0 && heap_before(run, project, run->heap[(place - 1) / 2]); place = (place - 1) / 2)
		run->heap[place] = run->heap[(place - 1) / 2];
	run->heap[place] = project;
}

static uint32_t heap_pop(struct mes_run *run)
{
	uint32_t first = run->heap[0];

	run->candidates[first].listed = 0;
	run->heap[0] = run->heap[--run->heap_count];
	if (run->heap_count > 0)
		heap_sink(run, 0);
	return first;
}

/* --- notes for the next run */

static void note(struct mes_run *run, uint32_t project, const struct mes_note *note)
{
	struct mes_log *log = &run->new;
	uint32_t place = log->count;

	if (place == run->table->project_count * NOTES_EACH)
		return;
	log->count++;
	log->notes[place] = *note;
	log->notes[place].next = MES_NOTHING;
	if (log->first[project] == MES_NOTHING)
		log->first[project] = place;
	else
		log->notes[log->last[project]].next = place;
	log->last[project] = place;
}

static void note_bound(struct mes_run *run, uint32_t project, uint64_t bound, uint64_t until)
{
	note(run, project, &(struct mes_note){.bound = bound, .until = until, .round = run->bought_count});
}

/* Takes over what the run before found out. 1 where that raised the bound. */
static int recall(struct mes_run *run, uint32_t project)
{
	struct mes_candidate *candidate = &run->candidates[project];
	uint32_t *next = &run->old.first[project];
	int raised = 0;

	while (*next != MES_NOTHING && run->old.notes[*next].round <= run->same) {
		const struct mes_note *old = &run->old.notes[*next];

		*next = old->next;
		if (old->until < run->share_low + 1 + run->span || old->bound <= candidate->bound)
			continue;
		note(run, project, old);
		if (old->bound == MES_NEVER)
			candidate->state = MES_OUT;
		else
			candidate->bound = old->bound;
		raised = 1;
	}
	return raised;
}

static void start_notes(struct mes_run *run, int shift_before)
{
	struct mes_log swap = run->old;

	run->old = run->new;
	run->new = swap;
	run->new.count = 0;
	run->same = 0;
	for (uint32_t p = 0; p < run->table->project_count; p++) {
		run->new.first[p] = MES_NOTHING;
		if (shift_before != run->shift)
			run->old.first[p] = MES_NOTHING;
	}
}

/* --- prices */

/* What the price may be, from the run before. */
static uint64_t guess(const struct mes_run *run, uint32_t project)
{
	const struct mes_candidate *candidate = &run->candidates[project];
	uint64_t fall;

	if (candidate->hint == 0 || run->share_low < candidate->hint_share || candidate->hint_fall == UINT64_MAX)
		return candidate->hint;
	fall = (uint64_t)((wide)candidate->hint_fall * (run->share_low - candidate->hint_share) >> MES_FALL_BITS);
	return fall < candidate->hint ? candidate->hint - fall : candidate->hint;
}

/* The least price at which the lower bounds of money suffice, by Newton's method from the left: what supporters give is
 * concave in the price, so that the tangent's root is never beyond. 0 where they do not suffice. */
static int newton(struct mes_run *run, uint32_t project, uint64_t *price, struct mes_split *split)
{
	uint64_t cost = mes_cost_high(run, project), start = guess(run, project);

	mes_gather(run, project);
	*price = run->candidates[project].bound;
	if (start > 0) {
		mes_split_low(split, run, start);
		if (split->rest > 0 && cost > split->capped) {
			uint64_t root = divide_up(cost - split->capped, split->rest);

			if (root == start && split->capped + (wide)start * split->rest >= cost) {
				*price = start;
				return 1;
			}
			if (root > *price)
				*price = root;
		}
	}
	for (;;) {
		mes_split_low(split, run, *price);
		if (split->capped + (wide)*price * split->rest >= cost)
			return 1;
		if (split->rest == 0)
			return 0;
		*price = divide_up(cost - split->capped, split->rest);
	}
}

/* rival->high is the least whole price at which the lower bounds of money suffice. With error more for each of the poor
 * the price falls by at most poor * error / rest. */
static void bound_price(struct mes_run *run, struct mes_rival *rival, struct mes_split *split)
{
	uint64_t cost_low = mes_cost_low(run, rival->project), base = rival->high, fall;
	wide slack;

	rival->rest = split->rest;
	rival->plain = split->poor == 0 && split->rest > 0;
	if (rival->plain) {
		rival->low = cost_low / split->rest;
		rival->fall = 0;
		return;
	}
	rival->fall = split->rest > 0 ? divide_up((wide)split->climb << (MES_FALL_BITS - MES_SLOPE_BITS), split->rest)
	                              : UINT64_MAX;
	base--;
	if (split->rest == 0)
		mes_split_low(split, run, base);
	slack = (wide)split->poor * run->error + (mes_cost_high(run, rival->project) - cost_low);
	fall = divide_up(slack, split->rest);
	rival->low = fall < base ? base - fall : 0;
	if (rival->low < run->candidates[rival->project].bound)
		rival->low = run->candidates[rival->project].bound;
}

enum affordable { AFFORDABLE, NEVER, PERHAPS, BROKEN };

/* The lower bounds do not suffice. Do the upper ones, now or with more money? */
static enum affordable afford(struct mes_run *run, struct mes_rival *rival)
{
	uint64_t cost = mes_cost_low(run, rival->project), held = 0, climb = 0;
	int priced;

	mes_gather(run, rival->project);
	for (size_t i = 0; i < run->supporter_count; i++) {
		const struct mes_supporter *supporter = &run->supporters[i];
		uint64_t high = supporter->money.low + run->error;

		held += (high < supporter->high ? high : supporter->high) * supporter->voters;
		climb += (uint64_t)supporter->money.fast * supporter->voters;
	}
	if (held < cost) {
		wide most = climb ? ((wide)(cost - held - 1) << MES_SLOPE_BITS) / climb : run->reach;

		if (most < run->reach)
			run->reach = (uint64_t)most;
		return NEVER;
	}
	if (!run->exact)
		return PERHAPS;
	rival->low = run->candidates[rival->project].bound;
	rival->high = UINT64_MAX;
	priced = mes_exact_price(run->exact, run, rival);
	if (priced <= 0)
		return priced < 0 ? BROKEN : NEVER;
	mes_exact_bounds(&rival->low, &rival->high, run->exact, run);
	rival->plain = 0;
	rival->rest = 0;
	rival->fall = UINT64_MAX;
	return AFFORDABLE;
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
	enum affordable affordable = AFFORDABLE;

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
			note_bound(run, project, MES_NEVER, run->share_low + run->span);
			return MES_PROVED;
		}
		if (!candidate->listed) {
			candidate->bound = (cost - split.capped) / split.rest;
			note_bound(run, project, candidate->bound, run->share_low + run->span);
			heap_push(run, project);
		}
		return MES_PROVED;
	}
	if (newton(run, project, &rival.high, &split))
		bound_price(run, &rival, &split);
	else
		affordable = afford(run, &rival);
	switch (affordable) {
	case AFFORDABLE: break;
	case NEVER:
		candidate->state = MES_OUT;
		note_bound(run, project, MES_NEVER, run->share_low + run->reach);
		return MES_PROVED;
	case PERHAPS: return MES_UNSURE;
	case BROKEN: return MES_FAILED;
	}
	candidate->state = MES_RIVAL;
	run->rivals[run->rival_count++] = rival;
	if (best->price == UINT64_MAX || cheaper(rival.high, factor, best->price, best->factor))
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

		if (best.price != UINT64_MAX && cheaper(best.price, best.factor, run->candidates[project].bound,
		                                        run->table->projects[project].factor))
			break;
		heap_pop(run);
		if (run->candidates[project].state != MES_WAITING)
			continue;
		if (!recall(run, project))
			verdict = consider(run, project, &best);
		else if (run->candidates[project].state == MES_WAITING)
			heap_push(run, project);
	}
	return verdict;
}

/* The price with the share b + span, or less. */
static uint64_t last_price(const struct mes_run *run, const struct mes_rival *rival)
{
	uint64_t bound = run->candidates[rival->project].bound, fall;

	if (run->span == 0 || rival->plain)
		return rival->low;
	fall = divide_up((wide)rival->fall * run->span, (uint64_t)1 << MES_FALL_BITS);
	return fall < rival->low && rival->low - fall > bound ? rival->low - fall : bound;
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
	if (cheaper(a->high, x->factor, b->low, y->factor))
		return BEFORE;
	if (cheaper(b->high, y->factor, a->low, x->factor))
		return AFTER;
	return UNSURE;
}

static int alike(struct mes_run *run, const struct mes_rival *a, const struct mes_rival *b)
{
	return mes_alike(run, a, last_price(run, a), b, last_price(run, b));
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
		    (order == UNSURE && cheaper(rivals[i].high, run->table->projects[rivals[i].project].factor,
		                                rivals[best].high, run->table->projects[rivals[best].project].factor)))
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

/* By how much, at least, the price falls when the share grows by 1, 2^-40. */
static uint64_t least_fall(struct mes_run *run, const struct mes_rival *rival)
{
	struct mes_split sure;

	if (run->span == 0 || rival->plain)
		return 0;
	mes_gather(run, rival->project);
	mes_split_sure(&sure, run, last_price(run, rival));
	if (sure.rest == 0)
		return 0;
	return (uint64_t)(((wide)sure.climb << (MES_FALL_BITS - MES_SLOPE_BITS)) / sure.rest);
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
	if (rival->fall == UINT64_MAX || !cheaper(best->high, best_factor, rival->low, factor)) {
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

static uint64_t slope_times(uint64_t slope, uint64_t reach)
{
	wide more = ((wide)slope * reach >> MES_SLOPE_BITS) + (reach > 0);

	return more >> MONEY_BITS ? (uint64_t)1 << MONEY_BITS : (uint64_t)more;
}

/* After reach became smaller. */
static void refresh_high(struct mes_run *run)
{
	for (uint32_t g = 0; g < run->table->group_count; g++) {
		uint64_t high = run->low[g].low + run->error + slope_times(run->low[g].fast, run->reach);

		if (high < run->high[g])
			run->high[g] = high;
	}
	run->span = run->reach;
	run->gathered = MES_NOTHING;
}

/* What each unit of weight, or each voter of it, pays. */
struct payment {
	uint64_t high, last;  /* the price with the share b, at most; with b + span, at least */
	uint64_t most, least; /* by how much the slope of the payers' money grows */
};

/* No branches that depend on a voter's money: they would be mispredicted all the time. 1 where a slope grew too steep
 * for its 32 bits. */
static uint64_t pay(struct mes_run *run, const struct mes_supporter *supporter, const struct payment *payment,
                    uint64_t error)
{
	struct mes_money money = supporter->money;
	uint64_t high = supporter->high, alive = -(uint64_t)(high > payment->last);
	uint64_t paid = -(uint64_t)(money.low >= payment->high) & alive;
	uint64_t fast = (money.fast + payment->most) & alive, most;

	money.low = (money.low - payment->high) & paid;
	money.slow = (uint32_t)((money.slow + payment->least) & paid);
	money.fast = (uint32_t)fast;
	high -= payment->last;
	most = money.low + error + slope_times(fast, run->span);
	run->high[supporter->group] = (most < high ? most : high) & alive;
	run->low[supporter->group] = money;
	return fast >> 32;
}

static uint64_t saturate(wide value)
{
	return value > UINT64_MAX ? UINT64_MAX : (uint64_t)value;
}

/* The slopes of money that a voter of this weight adds, 2^-20. Above 2^40 it is too steep anyhow. */
static struct payment payment_of(const struct mes_run *run, const struct mes_rival *rival, uint64_t best_fall,
                                 uint64_t last, uint64_t weight)
{
	struct payment payment = {.high = saturate((wide)rival->high * weight), .last = saturate((wide)last * weight)};

	if (run->span > 0) {
		wide most = ((wide)rival->fall * weight >> (MES_FALL_BITS - MES_SLOPE_BITS)) + 1;

		payment.most = most >> 40 ? (uint64_t)1 << 40 : (uint64_t)most;
		payment.least = saturate((wide)best_fall * weight >> (MES_FALL_BITS - MES_SLOPE_BITS));
	}
	return payment;
}

/* From those of whom the exact price says so. */
static void take_all(struct mes_run *run, const struct mes_project *project)
{
	for (size_t i = project->first; i < project->end; i++) {
		uint32_t group = run->table->entries[i].group;

		if (mes_exact_gives_all(run->exact, i - project->first))
			run->low[group].low = run->high[group] = 0;
	}
	run->gathered = MES_NOTHING;
}

static void buy(struct mes_run *run, const struct mes_rival *rival, uint64_t best_fall)
{
	const struct mes_table *table = run->table;
	const struct mes_project *project = &table->projects[rival->project];
	uint64_t last = last_price(run, rival), steep = 0, error;
	wide more = run->error + (wide)(rival->high - rival->low) * project->heaviest;
	struct payment payment = payment_of(run, rival, best_fall, last, 1);

	error = more >> MONEY_BITS ? (uint64_t)1 << MONEY_BITS : (uint64_t)more;
	if (run->exact)
		take_all(run, project);
	mes_gather(run, rival->project);
	for (size_t i = 0; i < run->supporter_count; i++) {
		if (table->weights)
			payment = payment_of(run, rival, best_fall, last, run->weights[i]);
		steep |= pay(run, &run->supporters[i], &payment, error);
	}
	run->gathered = MES_NOTHING;
	if (steep)
		run->span = run->reach = 0;
	run->error = error;
	if (run->exact)
		mes_exact_buy(run->exact, run);
	run->candidates[rival->project].state = MES_OUT;
	run->candidates[rival->project].hint = rival->high;
	run->candidates[rival->project].hint_fall = rival->fall;
	run->candidates[rival->project].hint_share = run->share_low;
	run->candidates[rival->project].round = run->bought_count;
	if (run->same == run->bought_count && run->same < run->last_count && run->last[run->same] == rival->project)
		run->same++;
	run->bought[run->bought_count++] = rival->project;
	run->cost += project->cost;
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
		candidate->bound = last_price(run, &run->rivals[i]);
		note_bound(run, run->rivals[i].project, candidate->bound, run->share_low + run->span);
		heap_push(run, run->rivals[i].project);
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
	fall = least_fall(run, &run->rivals[best]);
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
	buy(run, &run->rivals[best], fall);
	rivals_wait(run);
	if (run->reach < run->span / 4)
		refresh_high(run);
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
	start_notes(run, shift_before);
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
		heap_push(run, p);
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

static int create_log(struct mes_log *log, uint32_t project_count)
{
	log->notes = calloc((size_t)project_count * NOTES_EACH + 1, sizeof *log->notes);
	log->first = calloc((size_t)project_count + 1, sizeof *log->first);
	log->last = calloc((size_t)project_count + 1, sizeof *log->last);
	for (uint32_t p = 0; log->first && p < project_count; p++)
		log->first[p] = MES_NOTHING;
	return log->notes && log->first && log->last;
}

static void destroy_log(struct mes_log *log)
{
	free(log->notes);
	free(log->first);
	free(log->last);
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
	    (table->weights && !run->weights) || !create_log(&run->old, table->project_count) ||
	    !create_log(&run->new, table->project_count) || !run->bought || !run->last || !run->equal || !run->paid) {
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
	destroy_log(&run->old);
	destroy_log(&run->new);
	free(run->bought);
	free(run->last);
	free(run->equal);
	free(run->paid);
	free(run);
}
