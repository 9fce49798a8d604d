#include "mes_inside.h"

#include "mes_exact.h"

static uint64_t slope_times(uint64_t slope, uint64_t reach)
{
	wide more = ((wide)slope * reach >> MES_SLOPE_BITS) + (reach > 0);

	return more >> MES_MONEY_BITS ? (uint64_t)1 << MES_MONEY_BITS : (uint64_t)more;
}

/* After reach became smaller. */
void mes_refresh(struct mes_run *run)
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

void mes_buy(struct mes_run *run, const struct mes_rival *rival, uint64_t best_fall)
{
	const struct mes_table *table = run->table;
	const struct mes_project *project = &table->projects[rival->project];
	uint64_t last = mes_last_price(run, rival), steep = 0, error;
	wide more = run->error + (wide)(rival->high - rival->low) * project->heaviest;
	struct payment payment = payment_of(run, rival, best_fall, last, 1);

	error = more >> MES_MONEY_BITS ? (uint64_t)1 << MES_MONEY_BITS : (uint64_t)more;
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
