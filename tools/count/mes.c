#include "mes.h"

#include <stdlib.h>
#include <string.h>

#include "greedy.h"
#include "mes_exact.h"
#include "mes_report.h"

typedef unsigned __int128 wide;

struct count {
	const struct profile *profile;
	const struct terms *terms;
	const struct count_host *host;
	struct mes_table *table;
	struct mes_run *run;
	struct mes_exact *exact; /* NULL: not needed so far */
	uint32_t wanted;         /* projects with a cost that anybody supports */
	uint64_t steps;          /* of add1 */
	enum add1_end end;
	uint64_t overspent;
};

/* n times the share after so many steps. Below 2^128: the share never needs to exceed the budget and the dearest
 * project together, 2^64, but by one jump, which at most doubles it; n is below 2^30. */
static wide money_after(const struct count *count, uint64_t steps)
{
	return count->profile->budget + (wide)steps * count->terms->add1_step * count->table->voters;
}

static enum status failed(const struct count *count)
{
	(void)count;
	return STATUS_NO_ROOM;
}

static enum status run_exactly(struct count *count, uint64_t steps)
{
	enum mes_verdict verdict;
	enum status status;

	if (!count->exact) {
		status = mes_exact_create(&count->exact, count->table);
		if (status != STATUS_OK)
			return status;
	}
	count->run->exact = count->exact;
	verdict = mes_run_once(count->run, money_after(count, steps), 0);
	count->run->exact = NULL;
	return verdict == MES_PROVED ? STATUS_OK : failed(count);
}

/* The outcome after so many steps; *proved more have the same. */
static enum status run_at(struct count *count, uint64_t steps, wide reach, uint64_t *proved)
{
	enum mes_verdict verdict = mes_run_once(count->run, money_after(count, steps), reach);

	*proved = 0;
	if (verdict == MES_FAILED)
		return failed(count);
	if (verdict == MES_UNSURE)
		return run_exactly(count, steps);
	*proved = mes_run_steps(count->run, count->terms->add1_step);
	return STATUS_OK;
}

static int nothing_fits(const struct count *count)
{
	const struct mes_run *run = count->run;
	uint64_t left = count->profile->budget - (uint64_t)run->cost;

	for (uint32_t p = 0; p < count->table->project_count; p++) {
		uint32_t round = run->candidates[p].round;

		if (round < run->bought_count && run->bought[round] == p)
			continue;
		if (count->table->projects[p].support > 0 && count->table->projects[p].cost <= left)
			return 0;
	}
	return 1;
}

/* Whether add1 ends with the run just done, after so many steps. */
static int ends(struct count *count, uint64_t steps)
{
	const struct mes_run *run = count->run;
	int exhaustive = count->terms->exhaustive || count->terms->completion == COMPLETION_ADD1U;

	if (run->cost > count->profile->budget) {
		count->end = ADD1_OVERSPENT;
		count->overspent = run->cost > UINT64_MAX ? UINT64_MAX : (uint64_t)run->cost;
		/* The first run costs at most the budget: it spends what all voters together hold. */
		count->steps = steps - 1;
	} else {
		count->steps = steps;
		if (exhaustive && nothing_fits(count))
			count->end = ADD1_EXHAUSTED;
		else if (run->bought_count == count->wanted)
			count->end = ADD1_ALL_BOUGHT;
	}
	return count->end != ADD1_NONE;
}

/* How much further it is worth trying to prove: the more is tried, the looser are the bounds. */
static uint64_t next_wish(uint64_t wish, uint64_t proved)
{
	uint64_t more = proved > INT64_MAX ? proved : proved * 2;

	return (more > wish / 2 ? more : wish / 2) + 1;
}

static enum status add_steps(struct count *count)
{
	uint64_t proved = 0, wish = 64;

	for (uint64_t steps = 0;; steps += proved + 1) {

		enum status status = run_at(count, steps, (wide)wish * count->terms->add1_step, &proved);

		if (status != STATUS_OK || ends(count, steps))
			return status;
		wish = next_wish(wish, proved);
		if (proved > INT64_MAX || steps > INT64_MAX)
			return STATUS_RANGE;
		if (count->host && count->host->progress)
			count->host->progress(count->host->context, steps, 0);
	}
}

static void tell_shares(struct outcome *out, const struct count *count)
{
	out->add1_end = count->end;
	out->add1_steps = count->steps;
	out->overspent = count->overspent;
	if (count->table->voters > 0) {
		out->share = mes_fine(count->profile->budget, count->table->voters);
		out->last_share = mes_fine(money_after(count, count->steps), count->table->voters);
	}
}

/* Does the run that stands again, telling its rounds. */
static enum status tell(struct outcome **out, struct count *count)
{
	struct mes_run *run = count->run;
	enum mes_verdict verdict = MES_PROVED;
	enum status status = STATUS_OK;

	for (int attempt = 0; attempt < 2; attempt++) {
		status = outcome_create(out, count->profile->project_count);
		if (status != STATUS_OK)
			return status;
		run->report = *out;
		status = mes_report_free(run);
		if (status != STATUS_OK || count->table->voters == 0)
			break;
		if (attempt > 0) {
			status = run_exactly(count, count->steps);
			break;
		}
		verdict = mes_run_once(run, money_after(count, count->steps), 0);
		if (verdict == MES_FAILED)
			status = STATUS_NO_ROOM;
		if (verdict != MES_UNSURE)
			break;
		outcome_destroy(*out);
		*out = NULL;
	}
	tell_shares(*out, count);
	if (status == STATUS_OK)
		status = mes_report_rest(run);
	run->report = NULL;
	return status;
}

static enum status count_whole(struct outcome **out, struct count *count)
{
	int adds = count->terms->completion == COMPLETION_ADD1 || count->terms->completion == COMPLETION_ADD1U;
	enum status status = STATUS_OK;

	for (uint32_t p = 0; p < count->table->project_count; p++)
		count->wanted += count->table->projects[p].support > 0;
	if (adds && count->table->voters > 0)
		status = add_steps(count);
	else if (adds)
		count->end = count->terms->exhaustive || count->terms->completion == COMPLETION_ADD1U ? ADD1_EXHAUSTED
		                                                                                      : ADD1_ALL_BOUGHT;
	if (status == STATUS_OK)
		status = tell(out, count);
	if (status == STATUS_OK &&
	    (count->terms->completion == COMPLETION_ADD1U || count->terms->completion == COMPLETION_UTILITARIAN))
		status = greedy_complete(*out, count->profile, count->terms);
	return status;
}

enum status mes_count(struct outcome **out, const struct profile *profile, const struct terms *terms,
                      const struct count_host *host)
{
	struct count count = {.profile = profile, .terms = terms, .host = host};
	enum status status;

	*out = NULL;
	if (profile->budget > INT64_MAX)
		return STATUS_RANGE;
	status = mes_table_create(&count.table, profile, terms->sat);
	if (status == STATUS_OK)
		status = mes_run_create(&count.run, count.table, profile, terms->tie);
	if (status == STATUS_OK)
		status = count_whole(out, &count);
	if (status != STATUS_OK) {
		outcome_destroy(*out);
		*out = NULL;
	}
	mes_exact_destroy(count.exact);
	mes_run_destroy(count.run);
	mes_table_destroy(count.table);
	return status;
}
