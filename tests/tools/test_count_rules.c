/* A whole count by every rule: who is selected and why, and an audit that finds any other story. */
#include "audited.h"

/* Projects p1 to p5 for 100, 200, …, 500 pounds; the budget is 600. p1 and p5 have three votes, p2 two, p3 one, p4
 * none: three voters want p5, two p1 and p2, one p1 and p3. */
static void cast_all(struct vote *vote)
{
	static const unsigned approved[] = {0x10, 0x10, 0x10, 0x03, 0x03, 0x05};

	for (unsigned i = 0; i < sizeof approved / sizeof approved[0]; i++)
		vote_cast(vote, i & 1, approved[i], i % 4);
}

static void counted_by(struct run *run, enum rule rule, enum completion completion, uint8_t exhaustive)
{
	struct vote *vote;

	vote_free(run->vote);
	vote = run->vote = vote_make();
	vote->election.rule = rule;
	vote->election.completion = completion;
	vote->election.exhaustive = exhaustive;
	vote->election.category_count = 1;
	vote->election.category[0].in[0] = "At the mill";
	vote->projects[0].categories = vote->projects[4].categories = 1;
	if (rule == RULE_GREEDY_THRESHOLD)
		vote->contests[0].min_project_score = 2;
	vote_redefine(vote);
	cast_all(vote);
	vote_close(vote, 0, "a");
	vote_close(vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	if (run->captured.code != 0)
		fail_msg("not counted: %s", run->captured.err);
	follows(run);
}

/* The first contest's outcome; the caller frees *all. */
static const json_t *outcome_of(json_t **all, const struct run *run)
{
	char path[PATH_ROOM];

	vote_path(path, run->vote, "record/result.json");
	*all = json_load_file(path, 0, NULL);
	assert_non_null(*all);
	assert_int_equal(json_integer_value(json_object_get(*all, "folkmoot_result")), 3);
	return json_object_get(json_array_get(json_object_get(*all, "contests"), 0), "outcome");
}

/* "p1 bought 500, p5 too dear 500, …": what became of every project, and the rest after it in pounds. */
static void rounds_are(const struct run *run, const char *expected)
{
	char told[1000] = "";
	json_t *all, *round;
	const json_t *rounds = json_object_get(outcome_of(&all, run), "rounds");
	size_t i;

	json_array_foreach(rounds, i, round)
	{
		size_t len = strlen(told);
		const char *stage = json_string_value(json_object_get(round, "stage"));

		snprintf(told + len, sizeof told - len, "%s%s %s%s %lld", i ? ", " : "",
		         json_string_value(json_object_get(round, "project")),
		         strcmp(stage, "rule") == 0 ? "" : "then ", json_string_value(json_object_get(round, "what")),
		         (long long)json_integer_value(json_object_get(round, "left")) / 100);
	}
	json_decref(all);
	assert_string_equal(told, expected);
}

static void fact_is(const struct run *run, const char *key, const char *expected)
{
	json_t *all;
	char *text = json_dumps(json_object_get(outcome_of(&all, run), key), JSON_ENCODE_ANY | JSON_COMPACT);

	if (strcmp(text ? text : "missing", expected) != 0)
		fail_msg("%s is %s, not %s", key, text ? text : "missing", expected);
	free(text);
	json_decref(all);
}

static void readme_says(const struct run *run, const char *words)
{
	struct bytes readme;
	char path[PATH_ROOM];

	vote_path(path, run->vote, "record/readme.txt");
	vote_must(file_read(&readme, path, 1 << 20, "the readme"));
	says((const char *)readme.data, words);
	bytes_free(&readme);
}

static void test_greedy(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_GREEDY, COMPLETION_NONE, 0);
	rounds_are(run, "p1 bought 500, p5 bought 0, p2 too dear 0, p3 too dear 0, p4 too dear 0");
	fact_is(run, "selected", "[\"p1\",\"p5\"]");
	fact_is(run, "ties", "[]");
	fact_is(run, "cost", "60000");
	fact_is(run, "left", "0");
	fact_is(run, "share", "missing");
	readme_says(run, "  Budget: GBP 600\n  Funded: 2 projects for GBP 600; nothing is left.\n");
}

static void test_greedy_no_skip(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_GREEDY_NO_SKIP, COMPLETION_NONE, 0);
	rounds_are(run, "p1 bought 500, p5 bought 0, p2 stopped 0");
}

static void test_greedy_threshold(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_GREEDY_THRESHOLD, COMPLETION_NONE, 0);
	rounds_are(run, "p1 bought 500, p5 bought 0, p2 too dear 0, p3 below threshold 0, p4 below threshold 0");
}

/* p1 and p5 are for one place. */
static void test_greedy_exclusive(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_GREEDY_EXCLUSIVE, COMPLETION_NONE, 0);
	rounds_are(run, "p1 bought 500, p5 excluded 500, p2 bought 300, p3 bought 0, p4 too dear 0");
	fact_is(run, "ties", "[{\"round\":0,\"rule\":\"cost-votes-id\",\"candidates\":[\"p1\",\"p5\"]}]");
}

/* Everybody has 100: that is enough for p1, whose three voters pay a third of it each, and for nothing more. */
static void test_mes(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_MES, COMPLETION_NONE, 0);
	rounds_are(run,
	           "p1 bought 500, p2 unaffordable 500, p3 unaffordable 500, p4 unaffordable 500, p5 unaffordable 500");
	fact_is(run, "share", "\"10000.000000\"");
	fact_is(run, "add1_end", "\"none\"");
	readme_says(run, "3 voters paid for it");
}

static void test_mes_utilitarian(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_MES, COMPLETION_UTILITARIAN, 0);
	rounds_are(run,
	           "p1 bought 500, p2 unaffordable 500, p3 unaffordable 500, p4 unaffordable 500, p5 unaffordable 500, "
	           "p5 then bought 0, p2 then too dear 0, p3 then too dear 0, p4 then too dear 0");
}

/* With 34 more p2's two voters have 200 left after p1; with 67 more p5 is bought too, before p2: 800 in all. */
static void test_mes_add1(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_MES, COMPLETION_ADD1, 0);
	rounds_are(run, "p1 bought 500, p2 bought 300, p3 unaffordable 300, p4 unaffordable 300, p5 unaffordable 300");
	fact_is(run, "add1_steps", "66");
	fact_is(run, "last_share", "\"16600.000000\"");
	fact_is(run, "add1_end", "\"overspent\"");
	fact_is(run, "overspent", "80000");
	counted_by(run, RULE_MES, COMPLETION_ADD1, 1);
	fact_is(run, "selected", "[\"p1\",\"p2\"]");
	fact_is(run, "add1_end", "\"overspent\"");
}

static void test_mes_add1u(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_MES, COMPLETION_ADD1U, 0);
	rounds_are(run, "p1 bought 500, p2 bought 300, p3 unaffordable 300, p4 unaffordable 300, p5 unaffordable 300, "
	                "p5 then too dear 300, p3 then bought 0, p4 then too dear 0");
	fact_is(run, "selected", "[\"p1\",\"p2\",\"p3\"]");
}

/* p1 at 33.33, p2 at 133.33; at 166.66 p5 is due and does not fit. */
static void test_phragmen(void **state)
{
	struct run *run = *state;

	counted_by(run, RULE_PHRAGMEN, COMPLETION_NONE, 0);
	rounds_are(run, "p1 bought 500, p2 bought 300, p5 stopped 300");
	says(run->captured.out, "The result follows from the ballots");
}

/* Each lie in result.json, the manifest made to fit. */
static void test_another_story(void **state)
{
	static const char *const lies[] = {
	    "s/\"what\": \"bought\"/\"what\": \"excluded\"/",
	    "s/\"payers\": 3/\"payers\": 2/",
	    "s/\"price\": \"3333.333333\"/\"price\": \"3333.333334\"/",
	    "s/\"voters\": \"3.000000\"/\"voters\": \"2.000000\"/",
	    "s/\"left\": 30000/\"left\": 40000/",
	    "s/\"add1_steps\": 66/\"add1_steps\": 65/",
	    "s/\"overspent\": 80000/\"overspent\": 70000/",
	    "s/\"completion\": \"add1\"/\"completion\": \"none\"/",
	    "0,/\"selected\": false/s//\"selected\": true/",
	};
	struct run *run = *state;

	counted_by(run, RULE_MES, COMPLETION_ADD1, 0);
	shell(run, "cp record/result.json kept");
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		shell(run, "sed -i '%s' record/result.json && ! cmp -s kept record/result.json", lies[i]);
		make_manifest(run);
		broken(run, "result", "result.json", "does not follow from the ballots");
		shell(run, "cp kept record/result.json");
	}
	make_manifest(run);
	follows(run);
	shell(run, "sed -i 's/^p5,p5,500,3,3,no,,1/p5,p5,500,3,3,yes,3,1/' record/result.csv");
	make_manifest(run);
	broken(run, "result", "result.csv", "does not follow from the ballots");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_greedy),   CASE(test_greedy_no_skip),  CASE(test_greedy_threshold), CASE(test_greedy_exclusive),
	    CASE(test_mes),      CASE(test_mes_utilitarian), CASE(test_mes_add1),         CASE(test_mes_add1u),
	    CASE(test_phragmen), CASE(test_another_story),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
