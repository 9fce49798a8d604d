/* Explanations of random elections: whatever the rule, the kind of votes and the language, every bought project is told
 * once, in the order of buying, nothing is left to fill in, and the parts come in their order. */
#include <stdio.h>
#include <string.h>

#include "crypto/cmocka_all.h"

#include "explain.h"
#include "phrases_built.h"

enum { PROJECTS = 8, VOTES = 12, ELECTIONS = 60 };

/* A small generator of its own, so that a failure can be met again. */
static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

static const char *const names[PROJECTS] = {"Pond", "Oak", "Swing", "Café Ω", "", "Hall\nannexe", "Mural", "Bench"};
static const char *const told[PROJECTS] = {"Pond", "Oak", "Swing", "Café Ω", "p4", "Hall", "Mural", "Bench"};
static const char *const ids[PROJECTS] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"};

static const char *name_of(const void *context, uint32_t project)
{
	(void)context;
	return names[project];
}

static struct profile *random_profile(enum profile_kind kind, uint64_t *seed)
{
	struct profile *profile;
	uint32_t votes = next_random(seed) % VOTES;

	assert_int_equal(profile_create(&profile, kind, PROJECTS), STATUS_OK);
	profile->budget = next_random(seed) % 5 == 0 ? 0 : next_random(seed) % 600;
	for (uint32_t i = 0; i < PROJECTS; i++) {
		profile->projects[i].id = ids[i];
		profile->projects[i].cost = next_random(seed) % 6 == 0 ? 0 : 10 * (next_random(seed) % 20);
	}
	for (uint32_t v = 0; v < votes; v++) {
		struct profile_mark marks[PROJECTS];
		size_t count = 0;

		for (uint32_t i = 0; i < PROJECTS; i++) {
			if (next_random(seed) % 3 == 0)
				marks[count++] = (struct profile_mark){
				    .project = i, .points = kind == PROFILE_POINTS ? next_random(seed) % 5 : 0};
		}
		assert_int_equal(profile_add(profile, marks, count, NULL), STATUS_OK);
	}
	return profile;
}

struct heard {
	const struct outcome *outcome;
	const struct phrases *phrases;
	uint32_t bought; /* so far */
	unsigned ends;
	enum explain_part last;
};

/* The name with its quotation marks. */
static int tells(const struct heard *heard, const char *paragraph, uint32_t project)
{
	struct phrase_value value = {"name", told[project], 0};
	char quoted[200];

	phrase_text(quoted, sizeof quoted, heard->phrases, "explain.name", &value, 1);
	return strstr(paragraph, quoted) != NULL;
}

static void hear(void *context, enum explain_part part, const struct round *round, const char *paragraph)
{
	struct heard *heard = context;

	assert_true(strlen(paragraph) > 0);
	assert_null(strpbrk(paragraph, "{}\n"));
	assert_null(strstr(paragraph, "explain."));
	assert_int_equal(heard->ends, 0);
	if (part == EXPLAIN_RULE)
		assert_int_equal(heard->last, EXPLAIN_RULE);
	assert_true((round != NULL) == (part == EXPLAIN_ROUND || part == EXPLAIN_TIE));
	if (part == EXPLAIN_TIE)
		assert_int_not_equal(heard->last, EXPLAIN_RULE);
	if (part == EXPLAIN_ROUND && round->kind == ROUND_BOUGHT && tells(heard, paragraph, round->project)) {
		assert_in_range(heard->bought, 0, heard->outcome->selected_count - 1);
		assert_int_equal(heard->outcome->selected[heard->bought++], round->project);
	}
	heard->ends += part == EXPLAIN_END;
	heard->last = part;
}

static void hear_all(const struct profile *profile, const struct terms *terms, enum vote_type type)
{
	struct outcome *outcome;
	struct explained what = {
	    .profile = profile, .terms = terms, .type = type, .currency = "GBP", .money_digits = 1};

	assert_int_equal(rule_count(&outcome, profile, terms, NULL), STATUS_OK);
	what.outcome = outcome;
	what.name = name_of;
	for (unsigned l = 0; l < phrases_built_count; l++) {
		struct heard heard = {.outcome = outcome, .phrases = &phrases_built[l], .last = EXPLAIN_RULE};

		assert_int_equal(explain(&what, &phrases_built[l], hear, &heard), STATUS_OK);
		assert_int_equal(heard.bought, outcome->selected_count);
		assert_int_equal(heard.ends, 1);
	}
	outcome_destroy(outcome);
}

static void hear_rules(const struct profile *profile, enum vote_type type, uint64_t *seed)
{
	static const uint32_t group[PROJECTS] = {1, 1, 2, 2, 2, 0, 0, 3};
	struct terms terms = {
	    .tie = next_random(seed) % 2 ? TIE_ID : TIE_COST_VOTES_ID, .threshold = 3, .group = group};

	for (unsigned rule = RULE_GREEDY; rule <= RULE_PHRAGMEN; rule++) {
		for (unsigned sat = SAT_COST; sat <= SAT_BORDA; sat++) {
			const char *why;

			terms.rule = (enum rule)rule;
			terms.sat = (enum satisfaction)sat;
			for (unsigned completion = COMPLETION_NONE; completion <= COMPLETION_UTILITARIAN;
			     completion++) {
				terms.completion = (enum completion)completion;
				terms.exhaustive = completion == COMPLETION_ADD1U;
				terms.add1_step = 10;
				if (terms_check(&terms, profile->kind, &why) == STATUS_OK)
					hear_all(profile, &terms, type);
			}
		}
	}
}

static void random_elections(void **state)
{
	static const struct {
		enum profile_kind kind;
		enum vote_type type;
	} kinds[] = {{PROFILE_SETS, VOTE_KNAPSACK}, {PROFILE_RANKINGS, VOTE_RANKED}, {PROFILE_POINTS, VOTE_SCORE}};
	uint64_t seed = 20260501;

	(void)state;
	for (unsigned i = 0; i < ELECTIONS; i++) {
		struct profile *profile = random_profile(kinds[i % 3].kind, &seed);

		hear_rules(profile, kinds[i % 3].type, &seed);
		profile_destroy(profile);
	}
}

/* A count with thousands of skipped projects, names without end, and the largest amounts. */
static void large(void **state)
{
	enum { MANY = 3000 };
	struct profile *profile;
	struct outcome *outcome;
	struct terms terms = {.rule = RULE_GREEDY, .sat = SAT_NUMBER};
	static char id[MANY][8];
	struct heard heard = {.phrases = phrases_in("en"), .last = EXPLAIN_RULE};
	struct explained what = {.terms = &terms, .type = VOTE_APPROVAL, .currency = "", .money_digits = 6};

	(void)state;
	assert_int_equal(profile_create(&profile, PROFILE_SETS, MANY), STATUS_OK);
	profile->budget = INT64_MAX;
	for (uint32_t i = 0; i < MANY; i++) {
		snprintf(id[i], sizeof id[i], "%u", i);
		profile->projects[i].id = id[i];
		profile->projects[i].cost = (uint64_t)INT64_MAX - (i == 7);
	}
	assert_int_equal(profile_add(profile, &(struct profile_mark){.project = 7}, 1, NULL), STATUS_OK);
	assert_int_equal(rule_count(&outcome, profile, &terms, NULL), STATUS_OK);
	assert_int_equal(outcome->selected_count, 1);
	what.profile = profile;
	what.outcome = heard.outcome = outcome;
	what.name = name_of;
	/* Names are asked for by index: only the ones that are told are asked. */
	assert_int_equal(outcome->rounds[0].project, 7);
	assert_int_equal(explain(&what, heard.phrases, hear, &heard), STATUS_OK);
	assert_int_equal(heard.bought, 1);
	outcome_destroy(outcome);
	profile_destroy(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_elections),
	    cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
