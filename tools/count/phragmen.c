#include "phragmen.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "bloc.h"
#include "tie.h"

/* Time is money: everybody earns one minor unit per unit of time, so a project p is due at t(p) = (c(p) + Σ last) /
 * N(p), where last is for each of its N(p) supporters the moment they last paid, or 0.
 *
 * Moments are kept twice. Always as whole numbers of 2^-k minor units, rounded down: with every moment of the past at
 * most E units too low, t(p) computed from them and rounded down is at most E + 1 too low, so that two projects whose
 * computed times lie further apart are in that order. Where they do not, both are computed as exact fractions (GMP),
 * from the numbers of supporters who last paid at each moment; so rounding never decides.
 *
 * Projects due at the same moment are bought in the order of the tie rule; each purchase may put others off that share
 * its supporters. Such a series is one moment, exactly equal for all in it, and moments strictly grow. */

typedef unsigned __int128 fixed;

/* Moment 0 is the beginning; it is also when free projects are bought. */
struct moment {
	fixed time;             /* at most (its own number) units of 2^-k too low */
	size_t first, count;    /* what it is made of: parts */
	uint64_t cost, support; /* of the project that was due then: t = (cost + Σ parts) / support */
	int known;              /* exact is initialised and right */
	mpq_t exact;
};

/* That many supporters last paid at that moment. */
struct part {
	uint32_t moment;
	uint64_t voters;
};

struct due {
	fixed sum;   /* Σ over supporters of the moment they last paid */
	fixed time;  /* (cost + sum) / support, rounded down */
	int done;    /* bought, or dearer than the whole budget */
	int changed; /* sum has grown since time was computed */
	int known;   /* exact is right for the present sum */
	mpq_t exact;
};

struct run {
	const struct profile *profile;
	enum tie tie;
	struct blocs *blocs;
	unsigned bits; /* k */
	uint64_t left;
	struct due *due; /* per project */
	uint32_t *last;  /* per bloc: the moment it last paid */
	struct moment *moments;
	uint32_t moment_count;
	struct part *parts;
	size_t part_count, part_room;
	uint64_t *at;         /* per moment, scratch for parts: voters; all 0 between uses */
	uint32_t *touched;    /* scratch: moments with voters in at */
	uint32_t *candidates; /* due at the same moment, in the order of the tie rule */
	uint32_t candidate_count;
	int supported; /* the candidates have supporters: 0 for the last, who have none */
	struct outcome *outcome;
};

static unsigned bit_length(uint64_t value)
{
	return value ? 64 - (unsigned)__builtin_clzll(value) : 0;
}

static void set_fixed(mpz_t out, fixed value)
{
	mpz_set_ui(out, (unsigned long)(value >> 64));
	mpz_mul_2exp(out, out, 64);
	mpz_add_ui(out, out, (unsigned long)value);
}

/* --- exact moments
 * ---------------------------------------------------------------------------------------------------------------------
 */

/* Sorts the supporters of a project by the moment they last paid: at[moment] voters for each moment in touched. Returns
 * how many moments. Moment 0 is left out: it adds nothing. */
static uint32_t sort_supporters(struct run *run, uint32_t project)
{
	const struct blocs *blocs = run->blocs;
	uint32_t count = 0;

	for (size_t i = project ? blocs->supporters_end[project - 1] : 0; i < blocs->supporters_end[project]; i++) {
		uint32_t bloc = blocs->supporters[i], moment = run->last[bloc];

		if (moment == 0)
			continue;
		if (run->at[moment] == 0)
			run->touched[count++] = moment;
		run->at[moment] += blocs->bloc[bloc].voters;
	}
	return count;
}

/* (cost + Σ voters * moment) / support. */
static void exact_sum(mpq_t out, const struct run *run, uint64_t cost, uint64_t support, const struct part *parts,
                      size_t count)
{
	mpq_t term;

	mpq_init(term);
	mpq_set_ui(out, (unsigned long)cost, 1);
	for (size_t i = 0; i < count; i++) {
		mpq_set_ui(term, (unsigned long)parts[i].voters, 1);
		mpq_mul(term, term, run->moments[parts[i].moment].exact);
		mpq_add(out, out, term);
	}
	mpq_set_ui(term, 1, (unsigned long)support);
	mpq_mul(out, out, term);
	mpq_clear(term);
}

/* Makes the moments exact that these parts name, and those that they are made of in turn. needed: one byte for each
 * moment, all 0. */
static void know_moments(struct run *run, const struct part *parts, size_t count, uint8_t *needed)
{
	uint32_t top = 0;

	for (size_t i = 0; i < count; i++) {
		needed[parts[i].moment] = 1;
		if (parts[i].moment > top)
			top = parts[i].moment;
	}
	for (uint32_t m = top; m > 0; m--) {
		const struct moment *moment = &run->moments[m];

		for (size_t i = 0; needed[m] && !moment->known && i < moment->count; i++)
			needed[run->parts[moment->first + i].moment] = 1;
	}
	for (uint32_t m = 1; m <= top; m++) {
		struct moment *moment = &run->moments[m];

		if (needed[m] && !moment->known) {
			mpq_init(moment->exact);
			moment->known = 1;
			exact_sum(moment->exact, run, moment->cost, moment->support, &run->parts[moment->first],
			          moment->count);
		}
	}
}

static enum status know_due(struct run *run, uint32_t project)
{
	struct due *due = &run->due[project];
	uint32_t count;
	struct part *parts;
	uint8_t *needed;

	if (due->known)
		return STATUS_OK;
	count = sort_supporters(run, project);
	parts = calloc((size_t)count + 1, sizeof *parts);
	needed = calloc((size_t)run->moment_count + 1, 1);
	for (uint32_t i = 0; i < count; i++) {
		if (parts)
			parts[i] = (struct part){run->touched[i], run->at[run->touched[i]]};
		run->at[run->touched[i]] = 0;
	}
	if (parts && needed) {
		know_moments(run, parts, count, needed);
		exact_sum(due->exact, run, run->profile->projects[project].cost, run->blocs->support[project], parts,
		          count);
		due->known = 1;
	}
	free(parts);
	free(needed);
	return due->known ? STATUS_OK : STATUS_NO_ROOM;
}

/* --- who is next
 * -----------------------------------------------------------------------------------------------------------------------
 */

static void compute_time(struct run *run, uint32_t project)
{
	struct due *due = &run->due[project];

	due->time =
	    (((fixed)run->profile->projects[project].cost << run->bits) + due->sum) / run->blocs->support[project];
	due->changed = due->known = 0;
}

/* Of candidates too near to each other for rounded times, keeps those that are exactly first. */
static enum status keep_first(struct run *run)
{
	uint32_t *list = run->candidates, kept = 0;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < run->candidate_count && status == STATUS_OK; i++) {
		int order = 0;

		status = know_due(run, list[i]);
		if (status == STATUS_OK && kept > 0)
			order = mpq_cmp(run->due[list[i]].exact, run->due[list[0]].exact);
		if (order < 0)
			kept = 0;
		if (order <= 0)
			list[kept++] = list[i];
	}
	run->candidate_count = kept;
	return status;
}

/* The waiting projects that are due first, all at the same moment; those without supporters come last, together. */
static enum status find_candidates(struct run *run)
{
	uint32_t project_count = run->profile->project_count;
	fixed reach = 0;

	run->supported = 0;
	run->candidate_count = 0;
	for (uint32_t p = 0; p < project_count; p++) {
		if (run->due[p].done || run->blocs->support[p] == 0)
			continue;
		if (run->due[p].changed)
			compute_time(run, p);
		if (!run->supported || run->due[p].time < reach)
			reach = run->due[p].time;
		run->supported = 1;
	}
	/* Every moment of the past is at most moment_count - 1 too low, what is computed from them one more. */
	reach += run->moment_count - 1;
	for (uint32_t p = 0; p < project_count; p++) {
		if (!run->due[p].done && (!run->supported || (run->blocs->support[p] > 0 && run->due[p].time <= reach)))
			run->candidates[run->candidate_count++] = p;
	}
	return run->supported && run->candidate_count > 1 ? keep_first(run) : STATUS_OK;
}

/* --- buying
 * ----------------------------------------------------------------------------------------------------------------------------
 */

/* Writes down the moment at which the candidates are due. A free project is due at the beginning. */
static enum status begin_moment(struct run *run, uint32_t *out)
{
	uint32_t project = run->candidates[0], count;
	struct moment *moment = &run->moments[run->moment_count];

	*out = 0;
	if (run->profile->projects[project].cost == 0)
		return STATUS_OK;
	count = sort_supporters(run, project);
	if (run->part_count + count > run->part_room) {
		size_t room = (run->part_count + count) * 2 + 64;
		struct part *grown = realloc(run->parts, room * sizeof *grown);

		if (!grown)
			return STATUS_NO_ROOM;
		run->parts = grown;
		run->part_room = room;
	}
	*moment = (struct moment){.time = run->due[project].time,
	                          .first = run->part_count,
	                          .count = count,
	                          .cost = run->profile->projects[project].cost,
	                          .support = run->blocs->support[project]};
	for (uint32_t i = 0; i < count; i++) {
		run->parts[run->part_count++] = (struct part){run->touched[i], run->at[run->touched[i]]};
		run->at[run->touched[i]] = 0;
	}
	*out = run->moment_count++;
	return STATUS_OK;
}

/* The supporters pay: from now on they last paid at this moment. What else they support is due later than it was. */
static void pay(struct run *run, uint32_t project, uint32_t now)
{
	const struct blocs *blocs = run->blocs;

	for (size_t i = project ? blocs->supporters_end[project - 1] : 0; i < blocs->supporters_end[project]; i++) {
		uint32_t bloc = blocs->supporters[i];
		const uint32_t *list = &blocs->projects[blocs->bloc[bloc].first];
		fixed more = run->moments[now].time - run->moments[run->last[bloc]].time;

		if (run->last[bloc] == now)
			continue;
		run->last[bloc] = now;
		more *= blocs->bloc[bloc].voters;
		for (uint32_t k = 0; k < blocs->bloc[bloc].count; k++) {
			run->due[list[k]].sum += more;
			run->due[list[k]].changed = 1;
		}
	}
}

/* What everybody has earned at a moment, cut to millionths. */
static enum status tell_moment(struct fine *out, struct run *run, uint32_t number)
{
	const struct moment *moment = &run->moments[number];
	struct part self = {number, 1};
	uint8_t *needed;
	mpz_t low, high;

	mpz_inits(low, high, NULL);
	set_fixed(low, moment->time);
	mpz_add_ui(high, low, number);
	mpz_mul_ui(low, low, 1000000);
	mpz_mul_ui(high, high, 1000000);
	mpz_fdiv_q_2exp(low, low, run->bits);
	mpz_fdiv_q_2exp(high, high, run->bits);
	if (mpz_cmp(low, high) != 0) {
		needed = calloc((size_t)run->moment_count + 1, 1);
		if (!needed) {
			mpz_clears(low, high, NULL);
			return STATUS_NO_ROOM;
		}
		know_moments(run, &self, 1, needed);
		free(needed);
		mpz_mul_ui(low, mpq_numref(moment->exact), 1000000);
		mpz_fdiv_q(low, low, mpq_denref(moment->exact));
	}
	out->millionths = (uint32_t)mpz_fdiv_q_ui(low, low, 1000000);
	out->units = mpz_get_ui(low);
	mpz_clears(low, high, NULL);
	return STATUS_OK;
}

static enum status add_round(struct run *run, uint32_t project, enum round_kind kind, const struct fine *price)
{
	struct round round = {.project = project, .kind = kind};

	run->due[project].done = 1;
	if (kind == ROUND_BOUGHT) {
		run->left -= run->profile->projects[project].cost;
		round.payers = run->blocs->support[project];
		round.price = *price;
	}
	round.left = run->left;
	return outcome_add_round(run->outcome, &round, run->profile);
}

/* The first candidate from here on that is still due now but does not fit; candidate_count where all fit. */
static uint32_t first_misfit(const struct run *run, uint32_t from)
{
	for (uint32_t i = from; i < run->candidate_count; i++) {
		if (!run->due[run->candidates[i]].changed &&
		    run->profile->projects[run->candidates[i]].cost > run->left)
			return i;
	}
	return run->candidate_count;
}

/* Buys the candidates of one moment in turn, as far as they stay due. *bought says how many were; *stop becomes 1 where
 * one does not fit. */
static enum status buy_in_turn(struct run *run, uint32_t now, uint32_t *bought, int *stop)
{
	struct fine price = {0};
	enum status status = run->supported ? tell_moment(&price, run, now) : STATUS_OK;
	uint64_t dearest = 0;

	*bought = 0;
	for (uint32_t i = 0; i < run->candidate_count; i++) {
		if (run->profile->projects[run->candidates[i]].cost > dearest)
			dearest = run->profile->projects[run->candidates[i]].cost;
	}
	for (uint32_t i = 0; i < run->candidate_count && status == STATUS_OK; i++) {
		uint32_t project = run->candidates[i];
		uint32_t misfit = dearest > run->left ? first_misfit(run, i) : run->candidate_count;

		if (misfit < run->candidate_count) {
			*stop = 1;
			return add_round(run, run->candidates[misfit], ROUND_STOPPED, &price);
		}
		if (run->due[project].changed)
			continue;
		status = add_round(run, project, ROUND_BOUGHT, &price);
		++*bought;
		if (run->supported)
			pay(run, project, now);
	}
	return status;
}

/* The tie rule decided where it let some be bought and others not: these were put off, or do not fit any more. */
static enum status one_moment(struct run *run, int *stop)
{
	uint32_t now = 0, bought, round = run->outcome->round_count;
	enum status status = find_candidates(run);

	if (status != STATUS_OK)
		return status;
	if (run->candidate_count == 0) {
		*stop = 1;
		return STATUS_OK;
	}
	tie_sort(run->candidates, run->candidate_count, run->tie, run->profile);
	if (run->supported)
		status = begin_moment(run, &now);
	if (status == STATUS_OK)
		status = buy_in_turn(run, now, &bought, stop);
	if (status == STATUS_OK && bought > 0 && bought < run->candidate_count)
		status = outcome_add_tie_of(run->outcome, round, run->candidates, run->candidate_count);
	return status;
}

/* --- the whole count
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Projects dearer than the whole budget take no part. */
static enum status leave_out(struct run *run, uint8_t *wanted)
{
	enum status status = STATUS_OK;
	struct fine price = {0};

	for (uint32_t p = 0; p < run->profile->project_count; p++) {
		wanted[p] = run->profile->projects[p].cost <= run->profile->budget;
		if (!wanted[p])
			run->candidates[run->candidate_count++] = p;
	}
	tie_sort(run->candidates, run->candidate_count, run->tie, run->profile);
	for (uint32_t i = 0; i < run->candidate_count && status == STATUS_OK; i++)
		status = add_round(run, run->candidates[i], ROUND_TOO_DEAR, &price);
	return status;
}

/* Room for the blocs, and a k so that no sum leaves 127 bits. What is bought at moment t costs, all together, no more
 * than the budget B, and t is no more than what the first of each moment cost: t <= B; with n voters the numerator
 * c + Σ last of what is due next is at most B + n B. */
static enum status prepare(struct run *run)
{
	uint32_t room = run->profile->project_count + 2;
	unsigned money = bit_length(run->profile->budget), voters = bit_length((uint64_t)run->profile->vote_count + 1);

	if (money + voters > 119)
		return STATUS_RANGE;
	run->bits = 126 - money - voters;
	run->last = calloc(run->blocs->count + 1, sizeof *run->last);
	run->moments = calloc(room, sizeof *run->moments);
	run->at = calloc(room, sizeof *run->at);
	run->touched = calloc(room, sizeof *run->touched);
	if (!run->last || !run->moments || !run->at || !run->touched)
		return STATUS_NO_ROOM;
	run->moment_count = 1;
	for (uint32_t p = 0; p < run->profile->project_count; p++)
		run->due[p].changed = run->blocs->support[p] > 0;
	return STATUS_OK;
}

static void finish(struct run *run)
{
	for (uint32_t p = 0; run->due && p < run->profile->project_count; p++)
		mpq_clear(run->due[p].exact);
	for (uint32_t m = 1; m < run->moment_count; m++) {
		if (run->moments[m].known)
			mpq_clear(run->moments[m].exact);
	}
	blocs_destroy(run->blocs);
	free(run->due);
	free(run->last);
	free(run->moments);
	free(run->parts);
	free(run->at);
	free(run->touched);
	free(run->candidates);
}

static enum status count(struct run *run)
{
	size_t room = (size_t)run->profile->project_count + 1;
	uint8_t *wanted = calloc(room, 1);
	enum status status = STATUS_NO_ROOM;
	int stop = 0;

	run->left = run->profile->budget;
	run->candidates = calloc(room, sizeof *run->candidates);
	run->due = calloc(room, sizeof *run->due);
	if (!wanted || !run->candidates || !run->due)
		goto out;
	for (uint32_t p = 0; p < run->profile->project_count; p++)
		mpq_init(run->due[p].exact);
	status = outcome_create(&run->outcome, run->profile->project_count);
	if (status == STATUS_OK)
		status = leave_out(run, wanted);
	if (status == STATUS_OK)
		status = blocs_create(&run->blocs, run->profile, wanted);
	if (status == STATUS_OK)
		status = prepare(run);
	while (status == STATUS_OK && !stop)
		status = one_moment(run, &stop);
out:
	free(wanted);
	return status;
}

enum status phragmen_count(struct outcome **out, const struct profile *profile, const struct terms *terms)
{
	struct run run = {.profile = profile, .tie = terms->tie};
	enum status status;

	*out = NULL;
	if (terms->rule != RULE_PHRAGMEN)
		return STATUS_RULES;
	status = count(&run);
	finish(&run);
	if (status == STATUS_OK)
		*out = run.outcome;
	else
		outcome_destroy(run.outcome);
	return status;
}
