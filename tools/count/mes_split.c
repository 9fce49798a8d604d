/* The sums over a project's supporters, where nearly all time is spent. Σ of money stays below 2^62 (mes_run.c chooses
 * the shift so), Σ of weights below 2^63 (mes_table.c), Σ of slopes below 2^32 * 2^30. */
#include "mes_run.h"

static int is_poor(uint64_t money, uint64_t price, uint64_t weight)
{
	return money < (unsigned __int128)price * weight;
}

static void split_low_weighted(struct mes_split *out, const struct mes_run *run, uint32_t project, uint64_t price)
{
	const struct mes_table *table = run->table;
	struct mes_split sum = {0};

	for (size_t i = table->projects[project].first; i < table->projects[project].end; i++) {
		uint32_t group = table->entries[i].group, voters = table->entries[i].voters;

		if (!is_poor(run->low[group], price, table->weights[i])) {
			sum.rest += table->weights[i] * voters;
		} else if (run->high[group] > 0) {
			sum.capped += run->low[group] * voters;
			sum.climb += (uint64_t)run->fast[group] * voters;
			sum.poor += voters;
		}
	}
	*out = sum;
}

void mes_split_low(struct mes_split *out, const struct mes_run *run, uint32_t project, uint64_t price)
{
	const struct mes_table *table = run->table;
	struct mes_split sum = {0};

	if (table->weights) {
		split_low_weighted(out, run, project, price);
		return;
	}
	for (size_t i = table->projects[project].first; i < table->projects[project].end; i++) {
		uint32_t group = table->entries[i].group, voters = table->entries[i].voters;

		if (run->low[group] >= price) {
			sum.rest += voters;
		} else if (run->high[group] > 0) {
			sum.capped += run->low[group] * voters;
			sum.climb += (uint64_t)run->fast[group] * voters;
			sum.poor += voters;
		}
	}
	*out = sum;
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
