/* A contest's vote as a Pabulib file, all its ballots as a table, and datapackage.json: random small elections of every
 * kind of vote and every rule are written, and must be accepted by `pabulib check` and read back as they were counted.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/cmocka_all.h"

#include "ballots_csv.h"
#include "contest_pb.h"
#include "data_package.h"
#include "elgamal.h"
#include "pabulib_valid.h"

enum { PROJECTS_MAX = 9, VOTERS_MAX = 24 };

struct town {
	struct election election;
	struct contest contest;
	struct project project[PROJECTS_MAX];
	char id[PROJECTS_MAX][16];
	struct style style;
	struct result result;
	uint64_t random;
};

static unsigned roll(struct town *town, unsigned below)
{
	town->random = town->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(town->random >> 33) % below;
}

/* --- an election --- */

static void make_projects(struct town *town)
{
	static const char *const names[] = {"Trees",          "Benches; red", "A \"hub\"",
	                                    "Bat boxes, ten", "Café",         "  Swings  "};
	static const char *const ids[] = {"%u", "P-%u", "a;%u", "\"%u"};
	const char *form = ids[roll(town, 4)];
	unsigned whole = roll(town, 2);

	for (unsigned i = 0; i < town->contest.project_count; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(town->id[i], sizeof town->id[i], form, 100 - 7 * i);
#pragma GCC diagnostic pop
		town->project[i] = (struct project){.id = town->id[i], .cost = (uint64_t)(1 + roll(town, 19)) * 5000};
		if (!whole)
			town->project[i].cost += roll(town, 100);
		town->project[i].name.in[0] = names[roll(town, 6)];
		town->project[i].summary.in[0] = roll(town, 3) ? "Two\n\nlines." : "";
		town->project[i].place.in[0] = "Mill Lane";
		town->project[i].categories = roll(town, 4);
	}
	town->contest.projects = town->project;
	town->contest.budget = 100000 + (whole ? 0 : roll(town, 100));
}

static void make_limits(struct town *town)
{
	struct contest *contest = &town->contest;

	contest->max_length = roll(town, 2) ? 0 : 1 + roll(town, 12);
	if (contest->type == VOTE_KNAPSACK)
		contest->max_sum_cost = contest->budget;
	if (contest->type == VOTE_CHOOSE_ONE)
		contest->max_length = 1;
	if (contest->type == VOTE_POINTS) {
		contest->max_sum_points = 10;
		contest->max_points = roll(town, 2) ? 6 : 0;
	}
	if (contest->type == VOTE_SCORE)
		contest->max_points = 5;
	if (town->election.rule == RULE_GREEDY_THRESHOLD)
		contest->min_project_score = 3;
	contest->width = ballot_width(contest);
}

static void make_town(struct town *town, unsigned seed, enum vote_type type, enum rule rule)
{
	struct election *election = &town->election;

	memset(town, 0, sizeof *town);
	town->random = seed * 977u + (unsigned)type * 31u + (unsigned)rule;
	(void)roll(town, 2);
	*election = (struct election){.id = "riverside-2026",
	                              .revision = 1,
	                              .kind = roll(town, 2) ? SIGN_PRACTICE : SIGN_REAL,
	                              .currency = "GBP",
	                              .minor_digits = 2,
	                              .opens = "2026-05-01",
	                              .closes = roll(town, 2) ? "2026-05-31" : "",
	                              .language_count = 1,
	                              .language = {"en-GB"},
	                              .rule = rule,
	                              .tie = roll(town, 2) ? TIE_ID : TIE_COST_VOTES_ID,
	                              .add1_step = 100,
	                              .category_count = 2,
	                              .contest_count = 1,
	                              .contests = &town->contest};
	election->title.in[0] = "Small grants";
	election->organiser.in[0] = "Riverside Town Council";
	election->category[0].in[0] = "Green, or blue";
	election->category[1].in[0] = "Play";
	if (rule == RULE_MES)
		election->completion = (enum completion)roll(town, 4);
	town->contest = (struct contest){.id = 3, .type = type, .project_count = (uint16_t)(3 + roll(town, 7))};
	town->contest.title.in[0] = "Small grants";
	if (rule == RULE_GREEDY_EXCLUSIVE)
		election->category_count = 2;
	make_projects(town);
	make_limits(town);
	for (unsigned i = 0; i < town->contest.project_count && rule == RULE_GREEDY_EXCLUSIVE; i++)
		town->project[i].categories = 1u << roll(town, 2);
}

/* --- votes --- */

/* Marks that the contest allows, or none. */
static void make_marks(struct town *town, struct marks *marks)
{
	const struct contest *contest = &town->contest;
	unsigned place = 0;

	memset(marks, 0, sizeof *marks);
	if (roll(town, 8) == 0)
		return;
	for (unsigned k = 0; k < 6; k++) {
		unsigned i = roll(town, contest->project_count);
		struct marks before = *marks;

		if (marks->of[i])
			continue;
		marks->of[i] = 1;
		if (contest->type == VOTE_RANKED)
			marks->of[i] = (uint16_t)(place + 1);
		else if (contest->type == VOTE_POINTS || contest->type == VOTE_SCORE)
			marks->of[i] = (uint16_t)(1 + roll(town, 5));
		if (marks_check(contest, marks).rule != VERDICT_OK)
			*marks = before;
		else
			place++;
	}
}

static void vote_all(struct town *town)
{
	unsigned voters = roll(town, VOTERS_MAX), width = town->contest.width;
	uint8_t *points = calloc(voters + 1u, width * (size_t)POINT_BYTES);

	assert_status(STATUS_OK, result_init(&town->result, &town->election));
	for (unsigned v = 0; v < voters; v++) {
		uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES] = {0};
		struct marks marks;

		make_marks(town, &marks);
		assert_status(STATUS_OK, marks_encode(payload, &town->contest, &marks));
		if (roll(town, 12) == 0)
			memset(payload, 0xff, sizeof payload); /* a vote that none is */
		for (unsigned i = 0; i < width; i++) {
			struct point point;

			assert_status(STATUS_OK, payload_encode(&point, payload + i * PAYLOAD_BYTES));
			memcpy(points + (v * width + i) * POINT_BYTES, point.bytes, POINT_BYTES);
		}
	}
	assert_status(STATUS_OK, result_add(&town->result, 0, points, voters));
	assert_status(STATUS_OK, result_finish(&town->result));
	free(points);
}

/* --- what is written --- */

static char *written_pb(struct town *town, size_t *len, const struct pb_about *about)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, len);

	assert_status(STATUS_OK, contest_pb_write(out, &town->result, 0, about));
	assert_int_equal(fclose(out), 0);
	return text;
}

struct told {
	const char *text;
	size_t errors;
};

static void no_error(void *context, const struct pabulib_fault *fault)
{
	struct told *told = context;

	if (fault->level != PABULIB_ERROR)
		return;
	told->errors++;
	print_message("line %lu: %s\n%s\n", fault->line, fault->what, told->text);
}

static void must_be_accepted(const char *text, size_t len)
{
	struct told told = {text, 0};
	char *copy = malloc(len + 1);

	memcpy(copy, text, len + 1);
	assert_status(STATUS_OK, pabulib_validate(copy, len, no_error, &told));
	assert_int_equal(told.errors, 0);
	free(copy);
}

static uint32_t project_of(const struct town *town, const char *id)
{
	for (uint32_t i = 0; i < town->contest.project_count; i++)
		if (strcmp(town->id[i], id) == 0)
			return i;
	fail_msg("no project %s", id);
	return 0;
}

/* Read back, the file counts as the result does. */
static void must_be_the_same(struct town *town, const char *text, size_t len)
{
	const struct contest_result *counted = &town->result.contest[0];
	struct pabulib_fault fault;
	struct pabulib *file;
	struct profile *profile;
	char *copy = malloc(len + 1);

	memcpy(copy, text, len + 1);
	assert_status(STATUS_OK, pabulib_read(&file, &fault, copy, len, NULL, NULL));
	assert_int_equal(file->vote_count, counted->valid);
	assert_int_equal(file->project_count, town->contest.project_count);
	assert_int_equal(file->breaking_votes, 0);
	assert_status(STATUS_OK, pabulib_profile(&profile, file, REPEATS_ONCE));
	for (uint32_t i = 0; i < file->project_count; i++) {
		uint32_t k = project_of(town, file->projects[i].id);

		assert_true(profile->projects[i].votes == counted->profile->projects[k].votes);
		assert_true(profile->projects[i].score == counted->profile->projects[k].score);
		assert_true(file->projects[i].cost * (file->money_digits ? 1 : 100) ==
		            town->project[k].cost / (file->money_digits == 1 ? 10 : 1));
		assert_string_equal(project_field(file, i, "selected"), result_selected(counted, k) ? "1" : "0");
	}
	profile_destroy(profile);
	pabulib_destroy(file);
	free(copy);
}

static void table_has_all(struct town *town)
{
	const struct contest_result *counted = &town->result.contest[0];
	size_t len, lines = 0, valid = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, &len);

	assert_status(STATUS_OK, ballots_csv_write(out, &town->result, 0));
	assert_int_equal(fclose(out), 0);
	for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
		lines++;
		valid += strstr(at, ",valid,") && strstr(at, ",valid,") < strchr(at, '\n');
	}
	assert_int_equal(lines, counted->vote_count + 1);
	assert_int_equal(valid, counted->valid);
	free(text);
}

static void every_kind_and_rule(void **state)
{
	static const enum vote_type types[] = {VOTE_APPROVAL, VOTE_KNAPSACK, VOTE_CHOOSE_ONE,
	                                       VOTE_RANKED,   VOTE_POINTS,   VOTE_SCORE};
	static const enum rule rules[] = {
	    RULE_GREEDY, RULE_GREEDY_NO_SKIP, RULE_GREEDY_THRESHOLD, RULE_GREEDY_EXCLUSIVE, RULE_MES, RULE_PHRAGMEN};
	const struct pb_about about = {0};

	(void)state;
	for (unsigned seed = 0; seed < 8; seed++) {
		for (unsigned t = 0; t < 6; t++) {
			for (unsigned r = 0; r < 6; r++) {
				struct town town;
				size_t len;
				char *text;

				make_town(&town, seed, types[t], rules[r]);
				vote_all(&town);
				text = written_pb(&town, &len, &about);
				must_be_accepted(text, len);
				must_be_the_same(&town, text, len);
				table_has_all(&town);
				free(text);
				result_free(&town.result);
			}
		}
	}
}

static void has(const char *text, const char *line)
{
	if (!strstr(text, line))
		fail_msg("no %s in\n%s", line, text);
}

static void what_is_told_about_it(void **state)
{
	struct pb_about about = {0};
	struct town town;
	size_t len;
	char *text;

	(void)state;
	make_town(&town, 1, VOTE_APPROVAL, RULE_GREEDY);
	town.election.opens = town.election.closes = "";
	vote_all(&town);
	about = (struct pb_about){.country = "PL", .unit = "Wieś; Mała", .year = "2027"};
	text = written_pb(&town, &len, &about);
	must_be_accepted(text, len);
	has(text, "\ncountry;Poland\n");
	has(text, "\nunit;\"Wieś; Mała\"\n");
	has(text, "\ninstance;2027\n");
	has(text, "\ndate_begin;2027\ndate_end;2027\n");
	has(text, "\nlanguage;en\ncurrency;GBP\n");
	free(text);
	about.country = "Atlantis";
	assert_false(contest_pb_country_known(about.country));
	about = (struct pb_about){.year = "27"};
	text = NULL;
	{
		FILE *out = open_memstream(&text, &len);

		assert_status(STATUS_RANGE, contest_pb_write(out, &town.result, 0, &about));
		(void)fclose(out);
		free(text);
	}
	result_free(&town.result);
	make_town(&town, 2, VOTE_APPROVAL, RULE_GREEDY);
	vote_all(&town);
	about = (struct pb_about){0};
	text = written_pb(&town, &len, &about);
	has(text, "\ncountry;United Kingdom\nunit;Riverside Town Council\ninstance;2026\n");
	has(text, "\ndate_begin;01.05.2026\n");
	has(text, "voter_id is a running number");
	free(text);
	result_free(&town.result);
}

static void an_id_that_does_not_fit(void **state)
{
	static const char *const ids[] = {"1,2", "Votes", "META", "projects"};
	const struct pb_about about = {0};
	struct town town;

	(void)state;
	make_town(&town, 3, VOTE_APPROVAL, RULE_GREEDY);
	vote_all(&town);
	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		size_t len;
		char *text = NULL;
		FILE *out = open_memstream(&text, &len);

		town.project[1].id = ids[i];
		assert_status(STATUS_RULES, contest_pb_write(out, &town.result, 0, &about));
		(void)fclose(out);
		free(text);
	}
	result_free(&town.result);
}

static void a_full_disk_is_told(void **state)
{
	const struct pb_about about = {0};
	struct town town;

	(void)state;
	make_town(&town, 4, VOTE_POINTS, RULE_GREEDY);
	vote_all(&town);
	for (unsigned i = 0; i < 3; i++) {
		FILE *full = fopen("/dev/full", "w");

		assert_non_null(full);
		assert_status(STATUS_IO, i == 0   ? contest_pb_write(full, &town.result, 0, &about)
		                         : i == 1 ? ballots_csv_write(full, &town.result, 0)
		                                  : data_package_write(full, &town.result, NULL, 0));
		(void)fclose(full);
	}
	result_free(&town.result);
}

static void the_package(void **state)
{
	static const char hash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	const struct data_file files[] = {
	    {"results.json", DATA_RESULT_JSON, 0, 10, hash},       {"results.csv", DATA_RESULT_CSV, 0, 20, hash},
	    {"contest-00003.pb", DATA_PABULIB, 0, 30, hash},       {"ballots-00003.csv", DATA_BALLOTS, 0, 40, hash},
	    {"codes.txt", DATA_OTHER, 0, UINT64_C(1) << 33, hash},
	};
	struct town town;
	json_t *package, *resources, *fields;
	size_t len;
	char *text = NULL;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	make_town(&town, 5, VOTE_RANKED, RULE_GREEDY);
	vote_all(&town);
	assert_status(STATUS_OK, data_package_write(out, &town.result, files, sizeof files / sizeof files[0]));
	assert_int_equal(fclose(out), 0);
	package = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(package);
	assert_string_equal(json_string_value(json_object_get(package, "profile")), "data-package");
	assert_string_equal(json_string_value(json_object_get(package, "name")), "riverside-2026");
	resources = json_object_get(package, "resources");
	assert_int_equal(json_array_size(resources), 5);
	for (size_t i = 0; i < 5; i++) {
		json_t *one = json_array_get(resources, i);

		assert_string_equal(json_string_value(json_object_get(one, "path")), files[i].path);
		assert_string_equal(json_string_value(json_object_get(one, "name")), files[i].path);
		assert_true((uint64_t)json_integer_value(json_object_get(one, "bytes")) == files[i].bytes);
		assert_int_equal(strncmp(json_string_value(json_object_get(one, "hash")), "sha256:0123", 11), 0);
		assert_true((json_object_get(one, "schema") != NULL) == (i == 1 || i == 3));
	}
	fields = json_object_get(json_object_get(json_array_get(resources, 3), "schema"), "fields");
	assert_int_equal(json_array_size(fields), 2 + town.contest.project_count);
	json_decref(package);
	free(text);
	result_free(&town.result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_kind_and_rule),
	    cmocka_unit_test(what_is_told_about_it),
	    cmocka_unit_test(an_id_that_does_not_fit),
	    cmocka_unit_test(a_full_disk_is_told),
	    cmocka_unit_test(the_package),
	};

	if (crypto_init() != STATUS_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
