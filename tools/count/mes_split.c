/* The sums over a project's supporters, where nearly all time is spent. Σ of money stays below 2^62 (mes_run.c chooses
 * the shift so), Σ of weights below 2^63 (mes_table.c), Σ of slopes below 2^32 * 2^30. */
#include "mes_run.h"

#include <stddef.h>

static int is_poor(uint64_t money, uint64_t price, uint64_t weight)
{
	return money < (unsigned __int128)price * weight;
}

void mes_gather(struct mes_run *run, uint32_t project)
{
	const struct mes_table *table = run->table;
	size_t count = 0;

	if (run->gathered == project)
		return;
	for (size_t i = table->projects[project].first; i < table->projects[project].end; i++) {
		uint32_t group = table->entries[i].group;

		__builtin_prefetch(&run->low[table->entries[i + MES_AHEAD].group]);
		__builtin_prefetch(&run->high[table->entries[i + MES_AHEAD].group]);
		/* Written in any case, kept where it holds something: no branch. */
		run->supporters[count] = (struct mes_supporter){.high = run->high[group],
		                                                .money = run->low[group],
		                                                .group = group,
		                                                .voters = table->entries[i].voters};
		if (table->weights)
			run->weights[count] = table->weights[i];
		count += run->high[group] > 0;
	}
	run->gathered = project;
	run->supporter_count = count;
}

/* With and without weights: the compiler makes two functions of each of these. */
static inline __attribute__((always_inline)) void split_low(struct mes_split *out, const struct mes_run *run,
                                                            uint64_t price, const uint64_t *weights)
{
	struct mes_split sum = {0};

	for (size_t i = 0; i < run->supporter_count; i++) {
		const struct mes_supporter *supporter = &run->supporters[i];
		uint64_t voters = supporter->voters, weight = weights ? weights[i] * voters : voters;
		uint64_t poor = -(uint64_t)(weights ? is_poor(supporter->money.low, price, weights[i])
		                                    : supporter->money.low < price);

		sum.capped += (supporter->money.low & poor) * voters;
		sum.climb += (supporter->money.fast & poor) * voters;
		sum.poor += voters & poor;
		sum.rest += weight & ~poor;
	}
	*out = sum;
}

void mes_split_low(struct mes_split *out, const struct mes_run *run, uint64_t price)
{
	if (run->table->weights)
		split_low(out, run, price, run->weights);
	else
		split_low(out, run, price, NULL);
}

static inline __attribute__((always_inline)) void split_sure(struct mes_split *out, const struct mes_run *run,
                                                             uint64_t price, const uint64_t *weights)
{
	struct mes_split sum = {0};

	for (size_t i = 0; i < run->supporter_count; i++) {
		const struct mes_supporter *supporter = &run->supporters[i];
		uint64_t voters = supporter->voters, weight = weights ? weights[i] * voters : voters;
		uint64_t poor =
		    -(uint64_t)(weights ? is_poor(supporter->high, price, weights[i]) : supporter->high < price);

		sum.climb += (supporter->money.slow & poor) * voters;
		sum.rest += weight & ~poor;
	}
	*out = sum;
}

void mes_split_sure(struct mes_split *out, const struct mes_run *run, uint64_t price)
{
	if (run->table->weights)
		split_sure(out, run, price, run->weights);
	else
		split_sure(out, run, price, NULL);
}

void mes_split_high(struct mes_split *out, const struct mes_run *run, uint32_t project, uint64_t price)
{
	const struct mes_table *table = run->table;
	size_t end = table->projects[project].end;
	uint64_t capped = 0, rest = 0;

	if (table->weights) {
		for (size_t i = table->projects[project].first; i < end; i++) {
			uint64_t money = run->high[table->entries[i].group], voters = table->entries[i].voters;

			if (is_poor(money, price, table->weights[i]))
				capped += money * voters;
			else
				rest += table->weights[i] * voters;
		}
	} else {
		for (size_t i = table->projects[project].first; i < end; i++) {
			uint64_t money = run->high[table->entries[i].group], voters = table->entries[i].voters;
			uint64_t poor = -(uint64_t)(money < price);

			capped += (money & poor) * voters;
			rest += voters & ~poor;
		}
	}
	*out = (struct mes_split){.capped = capped, .rest = rest};
}
