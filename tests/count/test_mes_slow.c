/* Equal shares against the slow count, on random elections: everything an outcome tells. */
#include <stdio.h>

#include "mes.h"
#include "random_profile.h"
#include "slow_mes.h"

struct trial {
	uint64_t seed;
	struct profile *profile;
	struct terms terms;
	struct outcome *outcome;
	struct slow_mes *slow;
};

#define FAIL_TRIAL(trial, ...)                                                                                         \
	do {                                                                                                           \
		print_message("seed %llu, satisfaction %s, completion %s%s, tie %s, step %llu\n",                      \
		              (unsigned long long)(trial)->seed, satisfaction_word((trial)->terms.sat),                \
		              completion_word((trial)->terms.completion),                                              \
		              (trial)->terms.exhaustive ? " exhaustive" : "", tie_word((trial)->terms.tie),            \
		              (unsigned long long)(trial)->terms.add1_step);                                           \
		fail_msg(__VA_ARGS__);                                                                                 \
	} while (0)

static void assert_fine(const struct trial *trial, struct fine got, struct fine wanted, const char *what)
{
	if (got.units != wanted.units || got.millionths != wanted.millionths)
		FAIL_TRIAL(trial, "%s is %llu.%06u, expected %llu.%06u", what, (unsigned long long)got.units,
		           got.millionths, (unsigned long long)wanted.units, wanted.millionths);
}

static const struct tie_broken *tie_of(const struct outcome *outcome, uint32_t round)
{
	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		if (outcome->ties[i].round == round)
			return &outcome->ties[i];
	}
	return NULL;
}

static void check_round(const struct trial *trial, uint32_t index)
{
	const struct round *got = &trial->outcome->rounds[index];
	const struct slow_mes_round *wanted = &trial->slow->round[index];
	const struct tie_broken *tie = tie_of(trial->outcome, index);
	uint64_t bits = 0;

	if (got->kind != ROUND_BOUGHT || got->stage != STAGE_RULE || got->project != trial->slow->slow.selected[index])
		FAIL_TRIAL(trial, "round %u is about another project", index);
	assert_fine(trial, got->price, wanted->price, "a price");
	assert_fine(trial, got->voters, wanted->voters, "an effective vote count");
	if (got->payers != wanted->payers || got->spent_out != wanted->spent_out)
		FAIL_TRIAL(trial, "round %u: %llu payers of whom %llu gave all, expected %llu and %llu", index,
		           (unsigned long long)got->payers, (unsigned long long)got->spent_out,
		           (unsigned long long)wanted->payers, (unsigned long long)wanted->spent_out);
	for (uint32_t i = 0; tie && i < tie->count; i++)
		bits |= UINT64_C(1) << trial->outcome->tied[tie->first + i];
	if (bits != (wanted->equal > 1 ? wanted->equal_bits : 0))
		FAIL_TRIAL(trial, "round %u: another tie", index);
}

static void check(const struct trial *trial)
{
	const struct outcome *got = trial->outcome;
	const struct slow_mes *wanted = trial->slow;

	if (got->add1_end != wanted->end || got->add1_steps != wanted->steps || got->overspent != wanted->overspent)
		FAIL_TRIAL(trial, "add1 ended %d after %llu steps (%llu), expected %d after %llu (%llu)",
		           (int)got->add1_end, (unsigned long long)got->add1_steps, (unsigned long long)got->overspent,
		           (int)wanted->end, (unsigned long long)wanted->steps, (unsigned long long)wanted->overspent);
	assert_fine(trial, got->share, wanted->share, "the share");
	assert_fine(trial, got->last_share, wanted->last_share, "the last share");
	if (got->selected_count != wanted->slow.count)
		FAIL_TRIAL(trial, "%u selected, expected %u", got->selected_count, wanted->slow.count);
	for (uint32_t i = 0; i < wanted->slow.count; i++) {
		if (got->selected[i] != wanted->slow.selected[i])
			FAIL_TRIAL(trial, "place %u has another project", i);
	}
	for (uint32_t i = 0; i < wanted->rounds; i++)
		check_round(trial, i);
	if (wanted->rounds < got->round_count && got->rounds[wanted->rounds].kind == ROUND_BOUGHT &&
	    got->rounds[wanted->rounds].stage == STAGE_RULE)
		FAIL_TRIAL(trial, "more was bought");
}

static void parallel(void *context, size_t count, void (*work)(void *share, size_t index), void *share)
{
	(void)context;
	/* Backwards: no order is promised. */
	while (count > 0)
		work(share, --count);
}

static void one_way(struct trial *trial)
{
	const struct count_host host = {.parallel = parallel};

	slow_mes(trial->slow, trial->profile, &trial->terms);
	assert_status(STATUS_OK, mes_count(&trial->outcome, trial->profile, &trial->terms, NULL));
	check(trial);
	outcome_destroy(trial->outcome);
	assert_status(STATUS_OK, mes_count(&trial->outcome, trial->profile, &trial->terms, &host));
	check(trial);
	outcome_destroy(trial->outcome);
}

/* The same election with other sizes of numbers: costs near 2^62 or with odd rests, many points, some of them below
 * zero, points for the silent. */
static struct profile *varied(struct random_election *election, uint64_t *state)
{
	static const uint64_t large[] = {1, 1, 1, 100, 1009, UINT64_C(1) << 40, UINT64_C(1) << 57};
	uint64_t unit = large[random_below(state, 7)], odd = random_below(state, 2), dearest = 0;
	uint32_t projects[RANDOM_PROJECTS], votes[RANDOM_VOTES];
	struct profile *profile;

	random_order(projects, election->project_count, state);
	random_order(votes, (uint32_t)election->vote_count, state);
	for (uint32_t i = 0; i < election->project_count; i++) {
		if (election->cost[i] > dearest)
			dearest = election->cost[i];
	}
	while (unit > 1 && dearest > 0 && unit > (UINT64_C(1) << 62) / dearest)
		unit /= 2;
	for (uint32_t i = 0; i < election->project_count; i++)
		election->cost[i] = election->cost[i] * unit + (odd ? random_below(state, 3) : 0);
	election->budget = election->budget > INT64_MAX / unit ? INT64_MAX : election->budget * unit;
	if (election->kind == PROFILE_POINTS) {
		int64_t more = random_below(state, 4) ? 1 : (int64_t)random_below(state, 1000000000);

		for (size_t v = 0; v < election->vote_count; v++) {
			for (size_t i = 0; i < election->mark_count[v]; i++)
				election->mark[v][i].points = (election->mark[v][i].points - 1) * more;
		}
	}
	profile = random_profile(election, projects, votes);
	if (election->kind == PROFILE_POINTS && random_below(state, 4) == 0)
		profile->default_points = (int64_t)random_below(state, 3) - 1;
	return profile;
}

/* Some hundred steps to the end, more or less; or one that jumps beyond it. */
static uint64_t step_for(const struct profile *profile, uint64_t *state)
{
	uint64_t dearest = 0, far;

	for (uint32_t i = 0; i < profile->project_count; i++) {
		if (profile->projects[i].cost > dearest)
			dearest = profile->projects[i].cost;
	}
	far = (profile->budget / 2 + dearest) / (1 + random_below(state, 200));
	return far + (random_below(state, 2) ? 1 : random_below(state, far / 8 + 2) + 1);
}

static void one_election(struct trial *trial, enum profile_kind kind)
{
	struct random_election election;
	uint64_t state = trial->seed * 77;
	const char *why;

	random_election(&election, kind, trial->seed);
	trial->profile = varied(&election, &state);
	trial->terms = (struct terms){.rule = RULE_MES, .add1_step = step_for(trial->profile, &state)};
	for (int sat = SAT_COST; sat <= SAT_BORDA; sat++) {
		trial->terms.sat = (enum satisfaction)sat;
		trial->terms.completion = (enum completion)random_below(&state, 4);
		trial->terms.exhaustive = trial->terms.completion == COMPLETION_ADD1 && random_below(&state, 2) == 0;
		trial->terms.tie = random_below(&state, 2) ? TIE_ID : TIE_COST_VOTES_ID;
		if (terms_check(&trial->terms, kind, &why) == STATUS_OK)
			one_way(trial);
	}
	profile_destroy(trial->profile);
}

static void all_of(enum profile_kind kind, uint64_t first)
{
	const char *longer = getenv("LONG");
	uint64_t count = longer && *longer ? 30000 : 1500;
	struct trial trial = {.slow = calloc(1, sizeof *trial.slow)};

	assert_non_null(trial.slow);
	for (trial.seed = first; trial.seed < first + count; trial.seed++)
		one_election(&trial, kind);
	free(trial.slow);
}

static void approvals(void **state)
{
	(void)state;
	all_of(PROFILE_SETS, 10000000);
}

static void rankings(void **state)
{
	(void)state;
	all_of(PROFILE_RANKINGS, 20000000);
}

static void points(void **state)
{
	(void)state;
	all_of(PROFILE_POINTS, 30000000);
}

/* More voters and projects, and small steps: sequences of purchases that change one by one, late ones first. */
static struct profile *larger(enum profile_kind kind, uint64_t *state, char id[SLOW_PROJECTS][8])
{
	uint32_t count = 6 + (uint32_t)random_below(state, 9);
	size_t votes = 20 + (size_t)random_below(state, 40);
	uint64_t unit = 1 + random_below(state, 500), sum = 0;
	struct profile *profile;

	assert_status(STATUS_OK, profile_create(&profile, kind, count));
	for (uint32_t i = 0; i < count; i++) {
		snprintf(id[i], 8, "%u", (unsigned)random_below(state, 100) * 100 + i);
		profile->projects[i].id = id[i];
		profile->projects[i].cost = unit * (1 + random_below(state, 12)) + random_below(state, unit);
		sum += profile->projects[i].cost;
	}
	profile->budget = sum / (2 + random_below(state, 5));
	for (size_t v = 0; v < votes; v++) {
		struct profile_mark marks[5];
		uint32_t order[SLOW_PROJECTS];
		size_t length = (size_t)random_below(state, 6);

		random_order(order, count, state);
		for (size_t i = 0; i < length; i++) {
			marks[i] = (struct profile_mark){.project = order[i]};
			if (kind == PROFILE_POINTS)
				marks[i].points = (int64_t)random_below(state, 20) - 1;
		}
		assert_status(STATUS_OK, profile_add(profile, marks, length, NULL));
	}
	return profile;
}

static void larger_ones(void **state)
{
	const char *longer = getenv("LONG");
	uint64_t count = longer && *longer ? 3000 : 60;
	struct trial trial = {.slow = calloc(1, sizeof *trial.slow)};

	(void)state;
	assert_non_null(trial.slow);
	for (trial.seed = 1; trial.seed <= count; trial.seed++) {
		enum profile_kind kind = (enum profile_kind)(trial.seed % 3);
		uint64_t random = trial.seed * 1000;
		char id[SLOW_PROJECTS][8];

		trial.profile = larger(kind, &random, id);
		trial.terms =
		    (struct terms){.rule = RULE_MES,
		                   .sat = random_below(&random, 2) ? SAT_NUMBER : satisfaction_default(kind),
		                   .completion = random_below(&random, 3) ? COMPLETION_ADD1 : COMPLETION_ADD1U,
		                   .tie = TIE_COST_VOTES_ID,
		                   .add1_step = 1 + random_below(&random, 2) * trial.profile->budget / 5000};
		one_way(&trial);
		profile_destroy(trial.profile);
	}
	free(trial.slow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(approvals),
	    cmocka_unit_test(rankings),
	    cmocka_unit_test(points),
	    cmocka_unit_test(larger_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
