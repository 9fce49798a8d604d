#include "mes_inside.h"

#include "mes_exact.h"

/* More than all voters hold, where it would not fit. */
static uint64_t cost_units(const struct mes_run *run, uint32_t project, uint64_t round_up)
{
	uint64_t cost = run->table->projects[project].cost;

	if (run->shift >= 0)
		return cost >> (MES_MONEY_BITS - run->shift) ? (uint64_t)1 << MES_MONEY_BITS : cost << run->shift;
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
int mes_newton(struct mes_run *run, uint32_t project, uint64_t *price, struct mes_split *split)
{
	uint64_t cost = mes_cost_high(run, project), start = guess(run, project);

	mes_gather(run, project);
	*price = run->candidates[project].bound;
	if (start > 0) {
		mes_split_low(split, run, start);
		if (split->rest > 0 && cost > split->capped) {
			uint64_t root = mes_divide_up(cost - split->capped, split->rest);

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
		*price = mes_divide_up(cost - split->capped, split->rest);
	}
}

/* rival->high is the least whole price at which the lower bounds of money suffice. With error more for each of the poor
 * the price falls by at most poor * error / rest. */
void mes_bound_price(struct mes_run *run, struct mes_rival *rival, struct mes_split *split)
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
	rival->fall = split->rest > 0
	                  ? mes_divide_up((wide)split->climb << (MES_FALL_BITS - MES_SLOPE_BITS), split->rest)
	                  : UINT64_MAX;
	base--;
	if (split->rest == 0)
		mes_split_low(split, run, base);
	slack = (wide)split->poor * run->error + (mes_cost_high(run, rival->project) - cost_low);
	fall = mes_divide_up(slack, split->rest);
	rival->low = fall < base ? base - fall : 0;
	if (rival->low < run->candidates[rival->project].bound)
		rival->low = run->candidates[rival->project].bound;
}

/* The lower bounds do not suffice. Do the upper ones, now or with more money? */
enum mes_affordable mes_afford(struct mes_run *run, struct mes_rival *rival)
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
		return MES_NOT_AFFORDABLE;
	}
	if (!run->exact)
		return MES_PERHAPS;
	rival->low = run->candidates[rival->project].bound;
	rival->high = UINT64_MAX;
	priced = mes_exact_price(run->exact, run, rival);
	if (priced <= 0)
		return priced < 0 ? MES_BROKEN : MES_NOT_AFFORDABLE;
	mes_exact_bounds(&rival->low, &rival->high, run->exact, run);
	rival->plain = 0;
	rival->rest = 0;
	rival->fall = UINT64_MAX;
	return MES_AFFORDABLE;
}

/* The price with the share b + span, or less. */
uint64_t mes_last_price(const struct mes_run *run, const struct mes_rival *rival)
{
	uint64_t bound = run->candidates[rival->project].bound, fall;

	if (run->span == 0 || rival->plain)
		return rival->low;
	fall = mes_divide_up((wide)rival->fall * run->span, (uint64_t)1 << MES_FALL_BITS);
	return fall < rival->low && rival->low - fall > bound ? rival->low - fall : bound;
}

/* By how much, at least, the price falls when the share grows by 1, 2^-40. */
uint64_t mes_least_fall(struct mes_run *run, const struct mes_rival *rival)
{
	struct mes_split sure;

	if (run->span == 0 || rival->plain)
		return 0;
	mes_gather(run, rival->project);
	mes_split_sure(&sure, run, mes_last_price(run, rival));
	if (sure.rest == 0)
		return 0;
	return (uint64_t)(((wide)sure.climb << (MES_FALL_BITS - MES_SLOPE_BITS)) / sure.rest);
}
