#include "mes_report.h"

#include <stdlib.h>

#include "mes_exact.h"
#include "tie.h"

typedef unsigned __int128 wide;

enum { MILLION = 1000000 };

struct fine mes_fine(wide above, uint64_t below)
{
	struct fine fine = {0};

	if (below > 0) {
		fine.units = above / below > UINT64_MAX ? UINT64_MAX : (uint64_t)(above / below);
		fine.millionths = (uint32_t)(above % below * MILLION / below);
	}
	return fine;
}

/* By the tie rule; lists are short. */
static void sort_by_tie(const struct mes_run *run, uint32_t *list, uint32_t count)
{
	const struct profile_project *projects = run->profile->projects;

	for (uint32_t gap = count / 2; gap > 0; gap /= 2) {
		for (uint32_t i = gap; i < count; i++) {
			uint32_t moved = list[i], k = i;

			for (; k >= gap && tie_compare(run->tie, &projects[moved], &projects[list[k - gap]]) < 0;
			     k -= gap)
				list[k] = list[k - gap];
			list[k] = moved;
		}
	}
}

static int same_fine(const struct fine *a, const struct fine *b)
{
	return a->units == b->units && a->millionths == b->millionths;
}

/* Units are 2^-shift minor units. */
static struct fine fine_of_units(const struct mes_run *run, uint64_t units)
{
	if (run->shift >= 0)
		return mes_fine(units, (uint64_t)1 << run->shift);
	return mes_fine((wide)units << (-run->shift < 64 ? -run->shift : 64), 1);
}

/* The price, and cost / price. */
static enum mes_verdict tell_price(struct round *round, const struct mes_run *run, const struct mes_rival *rival)
{
	uint64_t cost = run->table->projects[rival->project].cost;
	struct fine price, voters;

	if (run->exact) {
		mes_exact_fine(&round->price, &round->voters, run->exact, cost);
		return MES_PROVED;
	}
	if (rival->plain) {
		round->price = mes_fine(cost, rival->rest);
		round->voters = (struct fine){.units = rival->rest};
		return MES_PROVED;
	}
	if (run->shift < 0 || rival->low == 0)
		return MES_UNSURE;
	round->price = fine_of_units(run, rival->low);
	round->voters = mes_fine((wide)cost << run->shift, rival->high);
	price = fine_of_units(run, rival->high);
	voters = mes_fine((wide)cost << run->shift, rival->low);
	return same_fine(&price, &round->price) && same_fine(&voters, &round->voters) ? MES_PROVED : MES_UNSURE;
}

/* Who pays, and who gives all, which is less than the price. */
static enum mes_verdict tell_payers(struct round *round, const struct mes_run *run, const struct mes_rival *rival)
{
	const struct mes_table *table = run->table;
	const struct mes_project *project = &table->projects[rival->project];

	for (size_t i = project->first; i < project->end; i++) {
		uint32_t group = table->entries[i].group, voters = table->entries[i].voters;
		uint64_t weight = mes_weight(table, i), low = run->low[group].low, high = run->high[group];
		int something = low > 0, less = 0;

		if (high == 0)
			continue;
		if (high > low + run->error)
			high = low + run->error;
		if (low > 0 && high < (wide)rival->low * weight)
			less = 1;
		else if (low == 0 || low < (wide)rival->high * weight) {
			if (!run->exact)
				return MES_UNSURE;
			mes_exact_holds(&something, &less, run->exact, run, group, weight);
		}
		if (something)
			round->payers += voters;
		if (something && less)
			round->spent_out += voters;
	}
	return MES_PROVED;
}

enum mes_verdict mes_report_round(struct mes_run *run, const struct mes_rival *rival, uint32_t equal_count)
{
	struct round round = {.project = rival->project, .kind = ROUND_BOUGHT, .stage = STAGE_RULE};
	enum mes_verdict verdict = tell_price(&round, run, rival);

	if (verdict == MES_PROVED)
		verdict = tell_payers(&round, run, rival);
	if (verdict != MES_PROVED)
		return verdict;
	if (equal_count > 1) {
		sort_by_tie(run, run->equal, equal_count);
		if (outcome_add_tie(run->report, run->equal, equal_count) != STATUS_OK)
			return MES_FAILED;
	}
	round.left = run->profile->budget - run->report->cost - run->profile->projects[rival->project].cost;
	return outcome_add_round(run->report, &round, run->profile) == STATUS_OK ? MES_PROVED : MES_FAILED;
}

enum status mes_report_free(struct mes_run *run)
{
	struct round round = {
	    .kind = ROUND_BOUGHT, .stage = STAGE_RULE, .left = run->profile->budget - run->report->cost};
	enum status status = STATUS_OK;
	uint32_t count = 0;

	for (uint32_t p = 0; p < run->table->project_count; p++) {
		if (run->table->projects[p].free)
			run->equal[count++] = p;
	}
	sort_by_tie(run, run->equal, count);
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		round.project = run->equal[i];
		if (count - i > 1)
			status = outcome_add_tie(run->report, &run->equal[i], count - i);
		if (status == STATUS_OK)
			status = outcome_add_round(run->report, &round, run->profile);
	}
	return status;
}

enum status mes_report_rest(struct mes_run *run)
{
	const struct outcome *outcome = run->report;
	struct round round = {
	    .kind = ROUND_UNAFFORDABLE, .stage = STAGE_RULE, .left = run->profile->budget - outcome->cost};
	enum status status = STATUS_OK;
	uint32_t count = 0;

	for (uint32_t p = 0; p < run->table->project_count; p++) {
		uint32_t place = run->candidates[p].round;
		int bought = place < run->bought_count && run->bought[place] == p;

		if (!bought && !run->table->projects[p].free)
			run->equal[count++] = p;
	}
	sort_by_tie(run, run->equal, count);
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		round.project = run->equal[i];
		status = outcome_add_round(run->report, &round, run->profile);
	}
	return status;
}
