#include "mes_exact.h"

#include <stdlib.h>
#include <string.h>

struct doubtful {
	size_t entry; /* from the project's first */
	int gives_all;
	mpq_t money;
};

struct mes_exact {
	mpq_t share, *prices; /* of each round */
	uint32_t round_room;
	mpq_t found, kept; /* kept: per factor */
	mpq_t sum, part;
	uint64_t *weights; /* of each round: W_q */
	unsigned char *gives_all;
	struct doubtful *doubtful;
	size_t doubtful_count, doubtful_room, doubtful_ready;
};

enum status mes_exact_create(struct mes_exact **out, const struct mes_table *table)
{
	struct mes_exact *exact = calloc(1, sizeof *exact);
	size_t most = 0;

	*out = NULL;
	if (!exact)
		return STATUS_NO_ROOM;
	for (uint32_t p = 0; p < table->project_count; p++) {
		if (table->projects[p].end - table->projects[p].first > most)
			most = table->projects[p].end - table->projects[p].first;
	}
	mpq_inits(exact->share, exact->found, exact->kept, exact->sum, exact->part, NULL);
	exact->prices = calloc((size_t)table->project_count + 1, sizeof *exact->prices);
	exact->weights = calloc((size_t)table->project_count + 1, sizeof *exact->weights);
	exact->gives_all = calloc(most + 1, 1);
	if (!exact->prices || !exact->weights || !exact->gives_all) {
		mes_exact_destroy(exact);
		return STATUS_NO_ROOM;
	}
	*out = exact;
	return STATUS_OK;
}

void mes_exact_destroy(struct mes_exact *exact)
{
	if (!exact)
		return;
	for (uint32_t i = 0; i < exact->round_room; i++)
		mpq_clear(exact->prices[i]);
	for (size_t i = 0; i < exact->doubtful_ready; i++)
		mpq_clear(exact->doubtful[i].money);
	mpq_clears(exact->share, exact->found, exact->kept, exact->sum, exact->part, NULL);
	free(exact->prices);
	free(exact->weights);
	free(exact->gives_all);
	free(exact->doubtful);
	free(exact);
}

void mes_exact_start(struct mes_exact *exact, const struct mes_run *run)
{
	mpz_set_ui(mpq_numref(exact->share), (unsigned long)(run->money >> 64));
	mpz_mul_2exp(mpq_numref(exact->share), mpq_numref(exact->share), 64);
	mpz_add_ui(mpq_numref(exact->share), mpq_numref(exact->share), (unsigned long)run->money);
	mpz_set_ui(mpq_denref(exact->share), run->table->voters);
	mpq_canonicalize(exact->share);
}

/* part = value * factor */
static void times(mpq_t part, const mpq_t value, uint64_t factor)
{
	mpz_mul_ui(mpq_numref(part), mpq_numref(value), factor);
	mpz_set(mpq_denref(part), mpq_denref(value));
	mpq_canonicalize(part);
}

/* 1 where the project of this mark was bought; its round. */
static int was_bought(uint32_t *round, const struct mes_run *run, uint32_t project)
{
	*round = run->candidates[project].round;
	return *round < run->bought_count && run->bought[*round] == project;
}

/* What each voter of a group holds who never gave all. */
static void money_of(mpq_t out, struct mes_exact *exact, const struct mes_run *run, uint32_t group)
{
	const struct mes_table *table = run->table;

	mpq_set(out, exact->share);
	for (size_t i = group ? table->group_end[group - 1] : 0; i < table->group_end[group]; i++) {
		uint32_t round;

		if (!was_bought(&round, run, table->marks[i]))
			continue;
		times(exact->part, exact->prices[round], table->mark_weights ? table->mark_weights[i] : 1);
		mpq_sub(out, out, exact->part);
	}
}

/* Adds a group that gives all it holds to the sums K (*voters) and W. */
static void add_group(struct mes_exact *exact, const struct mes_run *run, const struct mes_entry *entry,
                      uint64_t *voters)
{
	const struct mes_table *table = run->table;
	uint32_t group = entry->group;

	*voters += entry->voters;
	for (size_t i = group ? table->group_end[group - 1] : 0; i < table->group_end[group]; i++) {
		uint32_t round;

		if (was_bought(&round, run, table->marks[i]))
			exact->weights[round] += (table->mark_weights ? table->mark_weights[i] : 1) * entry->voters;
	}
}

static int add_doubtful(struct mes_exact *exact, const struct mes_run *run, size_t entry, uint32_t group)
{
	if (exact->doubtful_count == exact->doubtful_room) {
		size_t room = exact->doubtful_room ? exact->doubtful_room * 2 : 64;
		struct doubtful *moved = realloc(exact->doubtful, room * sizeof *moved);

		if (!moved)
			return 0;
		exact->doubtful = moved;
		exact->doubtful_room = room;
	}
	if (exact->doubtful_count == exact->doubtful_ready)
		mpq_init(exact->doubtful[exact->doubtful_ready++].money);
	exact->doubtful[exact->doubtful_count].entry = entry;
	exact->doubtful[exact->doubtful_count].gives_all = 0;
	money_of(exact->doubtful[exact->doubtful_count++].money, exact, run, group);
	return 1;
}

/* Sorts the supporters into those who surely hold less than the price, those who surely pay it, and doubtful ones. sum
 * is what the first hold. Where a price exists somebody can pay it, so that nobody left means that there is none. */
static int sort_supporters(struct mes_exact *exact, const struct mes_run *run, const struct mes_rival *rival,
                           uint64_t *rest)
{
	const struct mes_table *table = run->table;
	const struct mes_project *project = &table->projects[rival->project];
	uint64_t voters = 0;

	*rest = 0;
	exact->doubtful_count = 0;
	memset(exact->weights, 0, run->bought_count * sizeof *exact->weights);
	for (size_t i = project->first; i < project->end; i++) {
		uint32_t group = table->entries[i].group;
		uint64_t weight = mes_weight(table, i), low = run->low[group].low, high = run->high[group];
		int known = 0;

		if (high > low + run->error)
			high = low + run->error;
		exact->gives_all[i - project->first] = 1;
		if (high == 0)
			continue;
		if (low >= (unsigned __int128)rival->high * weight) {
			*rest += weight * table->entries[i].voters;
			exact->gives_all[i - project->first] = 0;
			known = 1;
		} else if (high < (unsigned __int128)rival->low * weight) {
			add_group(exact, run, &table->entries[i], &voters);
			known = 1;
		}
		if (!known) {
			exact->gives_all[i - project->first] = 0;
			*rest += weight * table->entries[i].voters;
			if (!add_doubtful(exact, run, i - project->first, group))
				return 0;
		}
	}
	times(exact->sum, exact->share, voters);
	for (uint32_t r = 0; r < run->bought_count; r++) {
		if (exact->weights[r] == 0)
			continue;
		times(exact->part, exact->prices[r], exact->weights[r]);
		mpq_sub(exact->sum, exact->sum, exact->part);
	}
	return 1;
}

/* found = (cost - sum) / rest */
static void divide(struct mes_exact *exact, uint64_t cost, uint64_t rest)
{
	mpq_set_ui(exact->found, cost, 1);
	mpq_sub(exact->found, exact->found, exact->sum);
	mpz_mul_ui(mpq_denref(exact->found), mpq_denref(exact->found), rest);
	mpq_canonicalize(exact->found);
}

int mes_exact_price(struct mes_exact *exact, const struct mes_run *run, const struct mes_rival *rival)
{
	const struct mes_project *project = &run->table->projects[rival->project];
	uint64_t rest;
	int moved = 1;

	if (!sort_supporters(exact, run, rival, &rest))
		return -1;
	while (moved) {
		moved = 0;
		if (rest == 0)
			return 0;
		divide(exact, project->cost, rest);
		for (size_t i = 0; i < exact->doubtful_count; i++) {
			struct doubtful *doubtful = &exact->doubtful[i];
			size_t entry = project->first + doubtful->entry;
			uint64_t weight = mes_weight(run->table, entry), voters = run->table->entries[entry].voters;

			if (doubtful->gives_all)
				continue;
			times(exact->part, exact->found, weight);
			if (mpq_cmp(doubtful->money, exact->part) >= 0)
				continue;
			doubtful->gives_all = exact->gives_all[doubtful->entry] = 1;
			times(exact->part, doubtful->money, voters);
			mpq_add(exact->sum, exact->sum, exact->part);
			rest -= weight * voters;
			moved = 1;
		}
	}
	return 1;
}

void mes_exact_buy(struct mes_exact *exact, const struct mes_run *run)
{
	if (run->bought_count == exact->round_room)
		mpq_init(exact->prices[exact->round_room++]);
	mpq_set(exact->prices[run->bought_count], exact->found);
}

int mes_exact_gives_all(const struct mes_exact *exact, size_t entry)
{
	return exact->gives_all[entry];
}

static void per_factor(struct mes_exact *exact, mpq_t out, uint64_t factor)
{
	mpq_set_ui(exact->part, factor, 1);
	mpq_div(out, exact->found, exact->part);
}

void mes_exact_keep(struct mes_exact *exact, uint64_t factor)
{
	per_factor(exact, exact->kept, factor);
}

int mes_exact_compare(struct mes_exact *exact, uint64_t factor)
{
	int order;

	per_factor(exact, exact->sum, factor);
	order = mpq_cmp(exact->sum, exact->kept);
	return order < 0 ? -1 : order > 0;
}

void mes_exact_bounds(uint64_t *low, uint64_t *high, const struct mes_exact *exact, const struct mes_run *run)
{
	mpz_t units, rest;

	mpz_inits(units, rest, NULL);
	mpz_set(units, mpq_numref(exact->found));
	mpz_set(rest, mpq_denref(exact->found));
	if (run->shift >= 0)
		mpz_mul_2exp(units, units, (unsigned long)run->shift);
	else
		mpz_mul_2exp(rest, rest, (unsigned long)-run->shift);
	mpz_fdiv_qr(units, rest, units, rest);
	*low = mpz_get_ui(units);
	*high = *low + (mpz_sgn(rest) != 0);
	mpz_clears(units, rest, NULL);
}

static void fine_of(struct fine *out, const mpz_t above, const mpz_t below)
{
	mpz_t units, rest;

	mpz_inits(units, rest, NULL);
	mpz_fdiv_qr(units, rest, above, below);
	out->units = mpz_fits_ulong_p(units) ? mpz_get_ui(units) : UINT64_MAX;
	mpz_mul_ui(rest, rest, 1000000);
	mpz_fdiv_q(rest, rest, below);
	out->millionths = (uint32_t)mpz_get_ui(rest);
	mpz_clears(units, rest, NULL);
}

void mes_exact_fine(struct fine *price, struct fine *voters, const struct mes_exact *exact, uint64_t cost)
{
	mpz_t above;

	fine_of(price, mpq_numref(exact->found), mpq_denref(exact->found));
	mpz_init_set(above, mpq_denref(exact->found));
	mpz_mul_ui(above, above, cost);
	fine_of(voters, above, mpq_numref(exact->found));
	mpz_clear(above);
}

void mes_exact_holds(int *something, int *less, struct mes_exact *exact, const struct mes_run *run, uint32_t group,
                     uint64_t weight)
{
	money_of(exact->sum, exact, run, group);
	*something = mpq_sgn(exact->sum) > 0;
	times(exact->part, exact->found, weight);
	*less = mpq_cmp(exact->sum, exact->part) < 0;
}
