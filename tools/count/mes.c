#include "mes.h"

#include <stdlib.h>
#include <string.h>

#include "greedy.h"
#include "mes_exact.h"
#include "mes_report.h"

typedef unsigned __int128 wide;

/* Two at most: each can do a run of its own at the same time. */
struct worker {
	const struct count *count;
	struct mes_run *run;
	struct mes_exact *exact; /* NULL: not needed so far */
	/* what it is asked */
	uint64_t steps, wish;
	/* what it found */
	enum status status;
	uint64_t proved; /* so many steps more have the same outcome */
};

enum { WORKERS = 2, PARALLEL_ENTRIES = 5000 };

struct count {
	const struct profile *profile;
	const struct terms *terms;
	const struct count_host *host;
	struct mes_table *table;
	size_t worker_count;
	struct worker workers[WORKERS];
	uint32_t wanted; /* projects with a cost that anybody supports */
	uint64_t steps;  /* of add1 */
	enum add1_end end;
	uint64_t overspent;
};

/* n times the share after so many steps. Below 2^128: the share never needs to exceed the budget and the dearest
 * project together, 2^64, but by one jump, which at most doubles it, or two; n is below 2^30. */
static wide money_after(const struct count *count, uint64_t steps)
{
	return count->profile->budget + (wide)steps * count->terms->add1_step * count->table->voters;
}

static enum status run_exactly(struct worker *worker)
{
	enum mes_verdict verdict;

	if (!worker->exact) {
		enum status status = mes_exact_create(&worker->exact, worker->count->table);

		if (status != STATUS_OK)
			return status;
	}
	worker->run->exact = worker->exact;
	verdict = mes_run_once(worker->run, money_after(worker->count, worker->steps), 0);
	worker->run->exact = NULL;
	return verdict == MES_PROVED ? STATUS_OK : STATUS_NO_ROOM;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* At most UINT64_MAX, which no step has: it is beyond the end. */
static uint64_t later(uint64_t steps, uint64_t more)
{
	return more < UINT64_MAX - steps ? steps + more : UINT64_MAX;
}

/* As parallel wants it: one worker's run, exactly where it must be. */
static void work(void *share, size_t index)
{
	struct worker *worker = &((struct count *)share)->workers[index];
	const struct count *count = worker->count;
	enum mes_verdict verdict =
	    mes_run_once(worker->run, money_after(count, worker->steps), (wide)worker->wish * count->terms->add1_step);

	worker->status = verdict == MES_FAILED ? STATUS_NO_ROOM : STATUS_OK;
	worker->proved = 0;
	if (verdict == MES_PROVED)
		worker->proved = smaller(mes_run_steps(worker->run, count->terms->add1_step), INT64_MAX);
	else if (verdict == MES_UNSURE)
		worker->status = run_exactly(worker);
}

static int nothing_fits(const struct count *count, const struct mes_run *run)
{
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

/* Whether add1 ends with this run. */
static enum add1_end end_of(const struct count *count, const struct mes_run *run)
{
	int exhaustive = count->terms->exhaustive || count->terms->completion == COMPLETION_ADD1U;

	if (run->cost > count->profile->budget)
		return ADD1_OVERSPENT;
	if (exhaustive && nothing_fits(count, run))
		return ADD1_EXHAUSTED;
	return run->bought_count == count->wanted ? ADD1_ALL_BOUGHT : ADD1_NONE;
}

/* How much further it is worth trying to prove: the more is tried, the looser are the bounds. */
static uint64_t next_wish(uint64_t wish, uint64_t proved)
{
	uint64_t more = proved > INT64_MAX ? proved : proved * 2;

	return (more > wish / 2 ? more : wish / 2) + 1;
}

/* What one worker has proved: from first up to front, front not included, add1 does not end; with front itself it does
 * where end says so. */
struct stretch {
	uint64_t first, front, wish;
	enum add1_end end;
	uint64_t cost; /* of the run at the front; UINT64_MAX: that or more */
};

/* Takes in what the worker found at the front. */
static enum status advance(struct stretch *stretch, const struct count *count, const struct worker *worker)
{
	if (worker->status != STATUS_OK)
		return worker->status;
	stretch->end = end_of(count, worker->run);
	stretch->cost = worker->run->cost > UINT64_MAX ? UINT64_MAX : (uint64_t)worker->run->cost;
	stretch->wish = next_wish(stretch->wish, worker->proved);
	if (stretch->end != ADD1_NONE)
		return STATUS_OK;
	stretch->front = later(later(stretch->front, worker->proved), 1);
	return stretch->front == UINT64_MAX ? STATUS_RANGE : STATUS_OK;
}

static void finish(struct count *count, const struct stretch *stretch)
{
	count->end = stretch->end;
	/* The first run costs at most the budget, for it spends what all voters together hold. */
	count->steps = stretch->front - (stretch->end == ADD1_OVERSPENT);
	count->overspent = stretch->end == ADD1_OVERSPENT ? stretch->cost : 0;
}

/* The first worker goes on from 0. The second has begun some way ahead; when the first comes there it takes over what
 * the second has proved, and the second begins anew, further ahead. */
static enum status add_steps(struct count *count)
{
	struct stretch first = {.wish = 64}, ahead = {.first = 8, .front = 8, .wish = 64};
	struct worker *workers = count->workers;

	for (uint64_t runs = 1;; runs++) {
		int both = count->worker_count > 1 && ahead.end == ADD1_NONE;
		enum status status;

		workers[0].steps = first.front;
		workers[0].wish = first.wish;
		workers[1].steps = ahead.front;
		workers[1].wish = ahead.wish;
		if (both)
			count->host->parallel(count->host->context, WORKERS, work, count);
		else
			work(count, 0);
		status = advance(&first, count, &workers[0]);
		if (status == STATUS_OK && both)
			status = advance(&ahead, count, &workers[1]);
		if (status != STATUS_OK)
			return status;
		if (first.end == ADD1_NONE && first.front >= ahead.first && count->worker_count > 1) {
			uint64_t way = later(first.front / runs, 1) > UINT64_MAX / 16 ? 1 : first.front / runs * 8 + 8;

			if (first.front <= ahead.front)
				first = ahead;
			ahead.first = ahead.front = later(first.front, way);
			ahead.end = ADD1_NONE;
		}
		if (first.end != ADD1_NONE) {
			finish(count, &first);
			return STATUS_OK;
		}
		if (count->host && count->host->progress)
			count->host->progress(count->host->context, first.front, 0);
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
	struct worker *worker = &count->workers[0];
	struct mes_run *run = worker->run;
	enum mes_verdict verdict = MES_PROVED;
	enum status status = STATUS_OK;

	worker->steps = count->steps;
	for (int attempt = 0; attempt < 2; attempt++) {
		status = outcome_create(out, count->profile->project_count);
		if (status != STATUS_OK)
			return status;
		run->report = *out;
		status = mes_report_free(run);
		if (status != STATUS_OK || count->table->voters == 0)
			break;
		if (attempt > 0) {
			status = run_exactly(worker);
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

static enum status create_workers(struct count *count)
{
	size_t entries = 0;
	enum status status = STATUS_OK;

	for (uint32_t p = 0; p < count->table->project_count; p++)
		entries += count->table->projects[p].end - count->table->projects[p].first;
	count->worker_count = 1;
	if (count->host && count->host->parallel && entries >= PARALLEL_ENTRIES &&
	    (count->terms->completion == COMPLETION_ADD1 || count->terms->completion == COMPLETION_ADD1U))
		count->worker_count = WORKERS;
	for (size_t i = 0; i < count->worker_count && status == STATUS_OK; i++) {
		count->workers[i].count = count;
		status = mes_run_create(&count->workers[i].run, count->table, count->profile, count->terms->tie);
	}
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
		status = create_workers(&count);
	if (status == STATUS_OK)
		status = count_whole(out, &count);
	if (status != STATUS_OK) {
		outcome_destroy(*out);
		*out = NULL;
	}
	for (size_t i = 0; i < WORKERS; i++) {
		mes_exact_destroy(count.workers[i].exact);
		mes_run_destroy(count.workers[i].run);
	}
	mes_table_destroy(count.table);
	return status;
}
