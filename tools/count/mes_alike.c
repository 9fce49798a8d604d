/* Prices that are the same formula of the share, which no bounds could ever prove equal. */
#include "mes_run.h"

typedef unsigned __int128 wide;

/* What a price is made of: (cost - voters * share + what the poor paid before) / rest. */
struct formula {
	uint64_t voters, rest;
};

/* Adds sign times what the voters of a group, who paid in full each time, paid for each project bought. */
static void add_paid(struct mes_run *run, uint32_t group, uint64_t voters, uint64_t sign)
{
	const struct mes_table *table = run->table;

	for (size_t i = group ? table->group_end[group - 1] : 0; i < table->group_end[group]; i++) {
		uint32_t round = run->candidates[table->marks[i]].round;

		if (round < run->bought_count && run->bought[round] == table->marks[i])
			run->paid[round] += sign * (table->mark_weights ? table->mark_weights[i] : 1) * voters;
	}
}

/* 0 where bounds do not tell for every share up to b + span who pays the price and who gives all. A voter who is known
 * to hold something paid in full each time before; so did no other one of whom it is not known. */
static int add_formula(struct formula *out, struct mes_run *run, const struct mes_rival *rival, uint64_t last,
                       uint64_t sign)
{
	const struct mes_table *table = run->table;
	const struct mes_project *project = &table->projects[rival->project];

	for (size_t i = project->first; i < project->end; i++) {
		uint32_t group = table->entries[i].group;
		uint64_t weight = mes_weight(table, i), voters = table->entries[i].voters;

		if (run->high[group] == 0)
			continue;
		if (run->low[group].low >= (wide)rival->high * weight) {
			out->rest += weight * voters;
		} else if (run->low[group].low > 0 && run->high[group] < (wide)last * weight) {
			out->voters += voters;
			add_paid(run, group, voters, sign);
		} else {
			return 0;
		}
	}
	return 1;
}

int mes_alike(struct mes_run *run, const struct mes_rival *a, uint64_t last_a, const struct mes_rival *b,
              uint64_t last_b)
{
	const struct mes_project *x = &run->table->projects[a->project], *y = &run->table->projects[b->project];
	struct formula left = {0}, right = {0};

	/* The factor is the cost for all projects, or 1. */
	if (x->cost != y->cost || a->high != b->high || a->rest != b->rest)
		return 0;
	for (uint32_t r = 0; r < run->bought_count; r++)
		run->paid[r] = 0;
	if (!add_formula(&left, run, a, last_a, 1) || !add_formula(&right, run, b, last_b, UINT64_MAX))
		return 0;
	for (uint32_t r = 0; r < run->bought_count; r++) {
		if (run->paid[r] != 0)
			return 0;
	}
	return left.voters == right.voters && left.rest == right.rest && left.rest > 0;
}
