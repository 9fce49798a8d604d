/* add1 jumps over steps that are proved to change nothing: here every step is counted, one after another, for elections
 * with thousands of voters. */
#include <stdio.h>

#include "mes.h"
#include "mes_exact.h"
#include "random_profile.h"

struct steps {
	struct mes_table *table;
	struct mes_run *run;
	struct mes_exact *exact;
	const struct profile *profile;
	uint64_t step;
};

static void steps_init(struct steps *steps, const struct profile *profile, const struct terms *terms)
{
	*steps = (struct steps){.profile = profile, .step = terms->add1_step};
	assert_status(STATUS_OK, mes_table_create(&steps->table, profile, terms->sat));
	assert_status(STATUS_OK, mes_run_create(&steps->run, steps->table, profile, terms->tie));
	assert_status(STATUS_OK, mes_exact_create(&steps->exact, steps->table));
}

static void steps_clear(struct steps *steps)
{
	mes_exact_destroy(steps->exact);
	mes_run_destroy(steps->run);
	mes_table_destroy(steps->table);
}

/* After so many steps, without looking any further. */
static void count_step(struct steps *steps, uint64_t number)
{
	unsigned __int128 money =
	    steps->profile->budget + (unsigned __int128)number * steps->step * steps->profile->vote_count;

	if (mes_run_once(steps->run, money, 0) == MES_PROVED)
		return;
	steps->run->exact = steps->exact;
	assert_int_equal(mes_run_once(steps->run, money, 0), MES_PROVED);
	steps->run->exact = NULL;
}

static int bought_all(const struct steps *steps)
{
	uint32_t wanted = 0;

	for (uint32_t p = 0; p < steps->table->project_count; p++)
		wanted += steps->table->projects[p].support > 0;
	return steps->run->bought_count == wanted;
}

/* Returns how many runs it took to come to the end. */
static uint64_t check_with(const struct profile *profile, const struct terms *terms, const struct count_host *host)
{
	struct steps steps;
	struct outcome *outcome;
	uint64_t number = 0;

	assert_status(STATUS_OK, mes_count(&outcome, profile, terms, host));
	steps_init(&steps, profile, terms);
	for (count_step(&steps, 0); !bought_all(&steps); count_step(&steps, ++number)) {
		if (steps.run->cost > profile->budget)
			break;
	}
	if (bought_all(&steps) && steps.run->cost <= profile->budget) {
		assert_int_equal(outcome->add1_end, ADD1_ALL_BOUGHT);
		assert_int_equal(outcome->add1_steps, number);
	} else {
		assert_int_equal(outcome->add1_end, ADD1_OVERSPENT);
		assert_int_equal(outcome->overspent, steps.run->cost);
		assert_int_equal(outcome->add1_steps, number - 1);
		count_step(&steps, number - 1);
	}
	assert_int_equal(outcome->selected_count, steps.run->bought_count);
	for (uint32_t i = 0; i < outcome->selected_count; i++)
		assert_int_equal(outcome->selected[i], steps.run->bought[i]);
	steps_clear(&steps);
	outcome_destroy(outcome);
	return number;
}

struct shares {
	size_t most;
};

/* Backwards: no order is promised. */
static void parallel(void *context, size_t count, void (*work)(void *share, size_t index), void *share)
{
	struct shares *shares = context;

	if (count > shares->most)
		shares->most = count;
	while (count > 0)
		work(share, --count);
}

static uint64_t check(const struct profile *profile, const struct terms *terms)
{
	return check_with(profile, terms, NULL);
}

static struct profile *empty_profile(enum profile_kind kind, uint64_t budget, uint32_t project_count, char id[][8])
{
	struct profile *profile;

	assert_status(STATUS_OK, profile_create(&profile, kind, project_count));
	profile->budget = budget;
	for (uint32_t i = 0; i < project_count; i++) {
		snprintf(id[i], 8, "%u", i % 100);
		profile->projects[i].id = id[i];
	}
	return profile;
}

static void add(struct profile *profile, uint64_t times, const struct profile_mark *marks, size_t count)
{
	for (uint64_t i = 0; i < times; i++)
		assert_status(STATUS_OK, profile_add(profile, marks, count, NULL));
}

enum { PROJECTS = 10 };

static struct profile *crowds(enum profile_kind kind, uint64_t *random, char id[PROJECTS][8])
{
	struct profile *profile = empty_profile(kind, 0, PROJECTS, id);
	uint64_t crowd_count = 15 + random_below(random, 30), sum = 0;

	for (uint64_t i = 0; i < crowd_count; i++) {
		struct profile_mark marks[4];
		uint32_t order[PROJECTS];
		size_t length = 1 + (size_t)random_below(random, 4);

		random_order(order, PROJECTS, random);
		for (size_t k = 0; k < length; k++) {
			marks[k] = (struct profile_mark){.project = order[k]};
			if (kind == PROFILE_POINTS)
				marks[k].points = 1 + (int64_t)random_below(random, 9);
		}
		add(profile, 1 + random_below(random, 4) * random_below(random, 150), marks, length);
	}
	for (uint32_t p = 0; p < PROJECTS; p++) {
		profile->projects[p].cost = profile->vote_count * (20 + random_below(random, 400));
		sum += profile->projects[p].cost;
	}
	profile->budget = sum / (2 + random_below(random, 4));
	return profile;
}

static void crowds_of_voters(void **state)
{
	const char *longer = getenv("LONG");
	uint64_t count = longer && *longer ? 10000 : 500, steps = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= count; seed++) {
		uint64_t random = seed * 900;
		enum profile_kind kind = (enum profile_kind)(seed % 3);
		char id[PROJECTS][8];
		struct profile *profile = crowds(kind, &random, id);
		struct terms terms = {.rule = RULE_MES,
		                      .sat = seed & 8 ? SAT_NUMBER : satisfaction_default(kind),
		                      .completion = COMPLETION_ADD1,
		                      .tie = TIE_ID,
		                      .add1_step = 1};

		steps += check(profile, &terms);
		profile_destroy(profile);
	}
	/* The elections are such that there is something to jump over. */
	assert_true(steps > count * 100);
}

/* So many groups of voters that two runs are done at the same time. */
static void two_at_a_time(void **state)
{
	struct shares shares = {0};
	const struct count_host host = {.context = &shares, .parallel = parallel};

	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		uint64_t random = seed * 31, sum = 0;
		char id[PROJECTS][8];
		struct profile *profile = empty_profile(PROFILE_POINTS, 0, PROJECTS, id);
		struct terms terms = {.rule = RULE_MES,
		                      .sat = seed & 1 ? SAT_POINTS : SAT_POINTS_COST,
		                      .completion = COMPLETION_ADD1,
		                      .tie = TIE_ID,
		                      .add1_step = 1 + random_below(&random, 3)};

		for (int v = 0; v < 1500; v++) {
			struct profile_mark marks[4];
			uint32_t order[PROJECTS];

			random_order(order, PROJECTS, &random);
			for (size_t k = 0; k < 4; k++) {
				marks[k].project = order[k] < 5 ? order[k] : order[k] - (uint32_t)(random & 1);
				marks[k].points = 1 + (int64_t)random_below(&random, 100);
			}
			add(profile, 1, marks, 4);
		}
		for (uint32_t p = 0; p < PROJECTS; p++) {
			profile->projects[p].cost = profile->vote_count * (20 + random_below(&random, 100));
			sum += profile->projects[p].cost;
		}
		profile->budget = sum / (2 + random_below(&random, 4));
		check_with(profile, &terms, &host);
		profile_destroy(profile);
	}
	assert_int_equal(shares.most, 2);
}

/* Of 6,003 voters all but one have little left after the first purchase, and give all of it for the second: what the
 * one has left, 20,000, grows by 6,001 with each unit more for everybody. What the one wants besides is too much. */
static void steep(void **state)
{
	char id[3][8];
	struct profile *profile = empty_profile(PROFILE_SETS, 100000 * (uint64_t)6003, 3, id);
	struct terms terms = {.rule = RULE_MES, .completion = COMPLETION_ADD1, .tie = TIE_ID, .add1_step = 1};

	(void)state;
	profile->projects[0].cost = 99000 * (uint64_t)6002;
	profile->projects[1].cost = 1000 * (uint64_t)6000 + 80000;
	profile->projects[2].cost = 60000;
	add(profile, 6000, (struct profile_mark[]){{0}, {.project = 1}}, 2);
	add(profile, 1, (struct profile_mark[]){{.project = 1}, {.project = 2}}, 2);
	add(profile, 2, (struct profile_mark[]){{0}}, 1);
	assert_int_equal(check(profile, &terms), 7);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(crowds_of_voters),
	    cmocka_unit_test(two_at_a_time),
	    cmocka_unit_test(steep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
