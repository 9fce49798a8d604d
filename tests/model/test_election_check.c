/* One fault at a time, and the whole sentence that tells it. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "model/sample.h"

struct found {
	unsigned count;
	struct problem first;
};

static void keep(void *context, const struct problem *problem)
{
	struct found *found = context;

	if (found->count++ == 0)
		found->first = *problem;
}

static char long_name[ELECTION_NAME_MAX + 42];

static void sample_is_sound(struct sample *s)
{
	(void)s;
}

/* --- the head --- */

static void id_with_capitals(struct sample *s)
{
	s->election.id = "Sample 2026";
}

static void id_empty(struct sample *s)
{
	s->election.id = "";
}

static void revision_zero(struct sample *s)
{
	s->election.revision = 0;
}

static void currency_sign(struct sample *s)
{
	s->election.currency = "£";
}

static void too_many_decimals(struct sample *s)
{
	s->election.minor_digits = 5;
}

static void no_such_day(struct sample *s)
{
	s->election.opens = "2026-02-29";
}

static void date_in_words(struct sample *s)
{
	s->election.closes = "31 May 2026";
}

static void closes_before_it_opens(struct sample *s)
{
	s->election.opens = "2026-06-01";
}

static void no_languages(struct sample *s)
{
	s->election.language_count = 0;
}

static void language_in_words(struct sample *s)
{
	s->election.language[1] = "Portuguese";
}

static void language_twice(struct sample *s)
{
	s->election.language[1] = "en";
}

static void language_missing(struct sample *s)
{
	s->election.title.in[1] = NULL;
}

static void title_missing_in_main_language(struct sample *s)
{
	s->election.title.in[0] = NULL;
	s->election.title.in[1] = NULL;
	s->election.language_count = 1;
}

static void title_empty(struct sample *s)
{
	s->election.title = sample_text("", "");
}

static void idle_too_short(struct sample *s)
{
	s->election.idle_s = 119;
}

static void warning_too_long(struct sample *s)
{
	s->election.warning_s = 46;
}

/* --- counting --- */

static void completion_without_mes(struct sample *s)
{
	s->election.rule = RULE_GREEDY;
}

static void exhaustive_without_add1(struct sample *s)
{
	s->election.completion = COMPLETION_UTILITARIAN;
	s->election.exhaustive = 1;
}

static void add1_step_zero(struct sample *s)
{
	s->election.add1_step = 0;
}

static void satisfaction_of_other_votes(struct sample *s)
{
	s->election.sat = SAT_BORDA;
	s->election.contest_count = 1;
	s->style[0].contest_count = s->style[1].contest_count = 1;
}

static void threshold_without_its_rule(struct sample *s)
{
	s->contest[1].min_project_score = 40;
}

/* --- contests --- */

static void contest_id_twice(struct sample *s)
{
	s->contest[1].id = 10;
}

static void contest_id_zero(struct sample *s)
{
	s->contest[0].id = 0;
}

static void vote_type_unknown(struct sample *s)
{
	s->contest[0].type = (enum vote_type)(VOTE_ANSWER_TEXT + 1);
}

static void instruction_empty(struct sample *s)
{
	s->contest[0].instruction.in[0] = "";
}

static void budget_zero(struct sample *s)
{
	s->contest[1].budget = 0;
}

static void at_least_more_than_there_are(struct sample *s)
{
	s->contest[0].min_length = 7;
}

static void at_least_more_than_at_most(struct sample *s)
{
	s->contest[1].min_length = 4;
}

static void choose_one_chooses_two(struct sample *s)
{
	s->contest[1].type = VOTE_CHOOSE_ONE;
	s->contest[1].max_length = 2;
}

static void ranking_with_cost_limit(struct sample *s)
{
	s->contest[2].max_sum_cost = 200000;
}

static void cost_limits_crossed(struct sample *s)
{
	s->contest[1].min_sum_cost = 200001;
	s->contest[1].max_sum_cost = 200000;
}

static void knapsack_with_another_limit(struct sample *s)
{
	s->contest[0].max_sum_cost = 200000;
}

static void at_least_more_money_than_all(struct sample *s)
{
	s->contest[1].min_sum_cost = 90000000;
}

static void points_in_an_approval(struct sample *s)
{
	s->contest[1].max_points = 3;
}

static void no_points_to_give(struct sample *s)
{
	s->contest[3].max_points = s->contest[3].max_sum_points = 0;
}

static void too_many_points_to_give(struct sample *s)
{
	s->contest[3].max_points = 60001;
	s->contest[3].max_sum_points = 0;
}

static void points_crossed(struct sample *s)
{
	s->contest[3].min_points = 6;
}

static void points_more_than_in_all(struct sample *s)
{
	s->contest[3].max_sum_points = 4;
}

static void score_with_a_sum(struct sample *s)
{
	s->contest[3].type = VOTE_SCORE;
	s->contest[3].width = ballot_width(&s->contest[3]);
}

static void width_of_another_contest(struct sample *s)
{
	s->contest[0].width = 2;
}

static void no_projects(struct sample *s)
{
	s->contest[0].project_count = 0;
}

static void five_thousand_projects(struct sample *s)
{
	static struct project many[5000];

	for (unsigned i = 0; i < 5000; i++)
		many[i] = s->project[0][0];
	s->contest[0].projects = many;
	s->contest[0].project_count = 5000;
}

static void no_contests(struct sample *s)
{
	s->election.contest_count = 0;
	s->style[0].contest_count = s->style[1].contest_count = 0;
}

static void too_many_contests(struct sample *s)
{
	for (unsigned i = 1; i <= ELECTION_MAX_CONTESTS; i++) {
		s->contest[i] = s->contest[0];
		s->contest[i].id = (uint16_t)(10 + i);
	}
	s->election.contest_count = ELECTION_MAX_CONTESTS + 1;
}

/* --- projects --- */

static void project_dearer_than_the_budget(struct sample *s)
{
	s->project[0][0].cost = 30000050;
}

static void project_nobody_can_choose(struct sample *s)
{
	s->contest[1].max_sum_cost = 112000;
}

static void project_without_cost(struct sample *s)
{
	s->project[0][1].cost = 0;
}

static void project_id_twice(struct sample *s)
{
	s->project[0][4].id = "A/2";
}

static void project_id_empty(struct sample *s)
{
	s->project[2][3].id = "";
}

static void project_without_name(struct sample *s)
{
	s->project[0][2].name = sample_text("", NULL);
}

static void project_name_too_long(struct sample *s)
{
	s->project[0][2].name.in[0] = long_name;
}

static void project_name_of_two_lines(struct sample *s)
{
	s->project[0][2].name.in[0] = "Two\nlines";
}

static void translation_empty(struct sample *s)
{
	s->project[0][1].name.in[1] = "";
}

static void translation_of_nothing(struct sample *s)
{
	s->project[0][1].contact.in[1] = "escreva-nos";
}

static void text_with_turned_direction(struct sample *s)
{
	s->project[0][0].summary.in[0] = "abc \xe2\x80\xae cba";
}

static void text_not_utf8(struct sample *s)
{
	s->project[0][0].summary.in[0] = "caf\xe9";
}

static void text_with_blanks_around(struct sample *s)
{
	s->project[0][0].summary.in[0] = "One line. ";
}

static void category_that_does_not_exist(struct sample *s)
{
	s->project[0][0].categories = 4;
}

static void count_exclusive(struct sample *s)
{
	s->election.rule = RULE_GREEDY_EXCLUSIVE;
	s->election.completion = COMPLETION_NONE;
	s->election.exhaustive = 0;
}

static void categories_of_an_exclusive_project(struct sample *s)
{
	count_exclusive(s);
	s->project[0][0].categories = 3;
}

static void category_of_an_exclusive_project(struct sample *s)
{
	count_exclusive(s);
	s->project[0][0].categories = 2;
	s->project[0][1].categories = 0;
}

static void district_that_does_not_exist(struct sample *s)
{
	s->project[0][0].district = 3;
}

/* --- categories, styles, keys --- */

static void category_twice(struct sample *s)
{
	s->election.category[1] = sample_text("Green", NULL);
}

static void district_twice(struct sample *s)
{
	s->style[1].name = sample_text("East", NULL);
}

static void district_without_name(struct sample *s)
{
	s->style[1].name = sample_text("", NULL);
}

static void style_without_contests(struct sample *s)
{
	s->style[1].contest_count = 0;
	s->style[0].contest_count = 4;
	s->style[0].contest[3] = 3;
}

static void style_out_of_order(struct sample *s)
{
	s->style[1].contest[0] = 1;
	s->style[1].contest[1] = 0;
}

static void style_with_another_contest(struct sample *s)
{
	s->style[0].contest[2] = 9;
	s->style[1].contest_count = 4;
	s->style[1].contest[2] = 2;
	s->style[1].contest[3] = 3;
}

static void contest_that_nobody_gets(struct sample *s)
{
	s->style[0].contest_count = 2;
}

static void no_styles(struct sample *s)
{
	s->election.style_count = 0;
}

static void ballot_too_wide(struct sample *s)
{
	static struct project many[2][500];

	for (unsigned i = 0; i < 2; i++) {
		struct contest *contest = &s->contest[2 * i];
		for (unsigned j = 0; j < 500; j++) {
			static char id[500][8];
			snprintf(id[j], sizeof id[j], "%u", j);
			many[i][j] = s->project[0][0];
			many[i][j].id = id[j];
		}
		contest->type = VOTE_RANKED;
		contest->max_sum_cost = 0;
		contest->projects = many[i];
		contest->project_count = 500;
		contest->width = ballot_width(contest);
	}
}

static void threshold_above_trustees(struct sample *s)
{
	s->election.threshold = 4;
}

static void no_joint_key(struct sample *s)
{
	memset(&s->election.joint_key, 0, sizeof s->election.joint_key);
}

static void no_mixers(struct sample *s)
{
	s->election.mixer_count = 0;
}

static void one_mixer(struct sample *s)
{
	s->election.mixer_count = 1;
}

static void too_many_mixers(struct sample *s)
{
	s->election.mixer_count = 9;
}

static void mixer_twice(struct sample *s)
{
	s->election.mixer[1].key = s->election.mixer[0].key;
}

static void mixer_with_the_key_id_of_another(struct sample *s)
{
	memcpy(s->election.mixer[1].key.id, s->election.mixer[0].key.id, SIGN_ID_BYTES);
}

static void mixer_with_the_name_of_another(struct sample *s)
{
	s->election.mixer[1].name = s->election.mixer[0].name;
}

static void real_election_with_practice_mixers(struct sample *s)
{
	s->election.kind = SIGN_REAL;
	memcpy(s->election.organiser_key.id, "REAL", 4);
	memcpy(s->election.mixer[1].key.id, "REAL", 4);
}

static void practice_election_of_an_organiser_with_a_real_key(struct sample *s)
{
	memcpy(s->election.organiser_key.id, "REAL", 4);
}

/* --- voting codes --- */

static void code_without_tags(struct sample *s)
{
	s->election.tag_count = 0;
}

static void tags_without_code(struct sample *s)
{
	s->election.admission = ADMISSION_OPEN;
}

static void places_without_code(struct sample *s)
{
	s->election.admission = ADMISSION_OPEN;
	s->election.tag_count = 0;
}

static void code_before_there_is_a_key(struct sample *s)
{
	s->election.tag_count = s->election.mixer_count = s->election.trustee_count = 0;
}

static void place_twice(struct sample *s)
{
	s->place[1] = s->place[0];
}

static void place_without_name(struct sample *s)
{
	s->place[0] = "";
}

static void place_with_a_blank_behind(struct sample *s)
{
	s->place[1] = "Town hall ";
}

static void place_of_61_bytes(struct sample *s)
{
	s->place[0] = "Town hall of a town whose name is rather longer than a roster";
}

static void place_of_two_lines(struct sample *s)
{
	s->place[1] = "Town\nhall";
}

static void too_many_places(struct sample *s)
{
	s->election.place_count = 501;
}

static void too_many_tags(struct sample *s)
{
	s->election.tag_count = 200001;
}

static void tag_of_no_place(struct sample *s)
{
	s->tag[2][0] = 2;
}

static void tag_of_place_256(struct sample *s)
{
	s->tag[2][1] = 1;
}

static void tag_of_no_style(struct sample *s)
{
	s->tag[4][2] = 2;
}

static void tag_twice(struct sample *s)
{
	memcpy(s->tag[3] + ISSUED_HASH, s->tag[2] + ISSUED_HASH, HASH_BYTES);
}

static void tags_descending(struct sample *s)
{
	memset(s->tag[3] + ISSUED_HASH, 0, HASH_BYTES);
}

static const struct fault_case {
	const char *name;
	void (*break_it)(struct sample *sample);
	const char *sentence; /* place: what; cure */
} cases[] = {
#define CASE(name, sentence)                                                                                           \
	{                                                                                                              \
#name, name, sentence                                                                                  \
	}
#include "model/sentences.inc"
#undef CASE
};

static void one_fault_one_sentence(void **state)
{
	static struct sample sample;
	unsigned wrong = 0;

	(void)state;
	memset(long_name, 'n', sizeof long_name - 1);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct found found = {0};
		char sentence[512] = "";
		enum status status;

		sample_make(&sample);
		cases[i].break_it(&sample);
		status = election_check(&sample.election, keep, &found);
		if (found.count > 0)
			snprintf(sentence, sizeof sentence, "%s: %s; %s", found.first.place, found.first.what,
			         found.first.cure);
		if (found.count > 1 || strcmp(sentence, cases[i].sentence) != 0 ||
		    status != (found.count ? STATUS_RULES : STATUS_OK)) {
			print_error("%s: %u faults, the first: %s\n", cases[i].name, found.count, sentence);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* All of them at once, none hidden by another. */
static void every_fault_is_told(void **state)
{
	static struct sample sample;
	struct found found = {0};

	(void)state;
	sample_make(&sample);
	id_with_capitals(&sample);
	revision_zero(&sample);
	no_such_day(&sample);
	idle_too_short(&sample);
	add1_step_zero(&sample);
	instruction_empty(&sample);
	points_crossed(&sample);
	project_id_twice(&sample);
	project_dearer_than_the_budget(&sample);
	project_without_cost(&sample);
	category_twice(&sample);
	threshold_above_trustees(&sample);
	assert_status(STATUS_RULES, election_check(&sample.election, keep, &found));
	assert_int_equal(found.count, 12);
	assert_status(STATUS_RULES, election_check(&sample.election, NULL, NULL));
}

/* What election_check refuses in a signed package, the kiosk refuses too, in the same words. */
static void a_package_is_checked_when_it_is_read(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	struct writer writer;
	uint8_t *cost;
	size_t len;

	(void)state;
	sample_make(&sample);
	sample.project[0][0].cost = 0x41424344;
	sample.contest[0].budget = sample.contest[0].max_sum_cost = 0x51424344;
	writer_init(&writer, body, sizeof body);
	assert_ok(election_write(&writer, &sample.election));
	len = writer_len(&writer);
	cost = memmem(body, len, "\x44\x43\x42\x41", 4);
	assert_non_null(cost);
	cost[3] = 0x61;
	assert_status(STATUS_RULES, election_read(&election, &problem, body, len));
	assert_null(election);
	assert_string_equal(problem.place, "contest 1, project 1 (\"Repair café\")");
	assert_string_equal(problem.what,
	                    "it costs GBP 16,317,325.48, more than the contest's budget of GBP 13,632,970.92");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_fault_one_sentence),
	    cmocka_unit_test(every_fault_is_told),
	    cmocka_unit_test(a_package_is_checked_when_it_is_read),
	};

	return cmocka_run_group_tests_name("election check", tests, start_crypto, NULL);
}
