/* Questions in a definition: their bytes, what follows of them, and every fault with its sentence. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "election_faults.h"
#include "model/sample.h"

enum { QUESTIONS = 3, OPTIONS = 4, FIRST = SAMPLE_CONTESTS };

struct asked {
	struct sample sample;
	struct project option[QUESTIONS][OPTIONS];
	char name[2 * ELECTION_NAME_MAX];
};

/* The sample, and after its contests a question of each kind. */
static void asked_make(struct asked *out)
{
	static const enum vote_type types[QUESTIONS] = {VOTE_ANSWER_ONE, VOTE_ANSWER_SEVERAL, VOTE_ANSWER_TEXT};
	static const char *const ids[OPTIONS] = {"1", "2", "3", "ł"};
	struct election *election = &out->sample.election;

	sample_make(&out->sample);
	for (unsigned i = 0; i < QUESTIONS; i++) {
		struct contest *contest = &out->sample.contest[FIRST + i];

		*contest = (struct contest){.id = (uint16_t)(100 + i),
		                            .type = types[i],
		                            .title = sample_text("What do you think?", "O que acha?"),
		                            .instruction = sample_text("", NULL),
		                            .project_count = types[i] == VOTE_ANSWER_TEXT ? 0 : OPTIONS,
		                            .projects = types[i] == VOTE_ANSWER_TEXT ? NULL : out->option[i]};
		for (unsigned k = 0; k < OPTIONS; k++) {
			memset(&out->option[i][k], 0, sizeof out->option[i][k]);
			for (unsigned text = 0; text < PROJECT_TEXTS; text++)
				*project_text_of(&out->option[i][k], text) = sample_text("", NULL);
			out->option[i][k].id = ids[k];
			out->option[i][k].name = sample_text("An answer", NULL);
		}
		for (unsigned style = 0; style < election->style_count; style++)
			out->sample.style[style].contest[out->sample.style[style].contest_count++] =
			    (uint8_t)(FIRST + i);
	}
	out->sample.contest[FIRST + 1].min_length = 1;
	out->sample.contest[FIRST + 1].max_length = 3;
	out->sample.contest[FIRST + 2].max_length = 200;
	election->contest_count = FIRST + QUESTIONS;
	election_derive(election);
}

static void bytes_come_back(void **state)
{
	static struct asked asked;
	static uint8_t body[SAMPLE_BYTES], again[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	struct writer writer;
	size_t len;

	(void)state;
	asked_make(&asked);
	writer_init(&writer, body, sizeof body);
	assert_ok(election_write(&writer, &asked.sample.election));
	len = writer_len(&writer);
	assert_ok(election_read(&election, &problem, body, len));
	assert_int_equal(election->contest_count, FIRST + QUESTIONS);
	assert_int_equal(election->contests[FIRST + 2].type, VOTE_ANSWER_TEXT);
	assert_int_equal(election->contests[FIRST + 2].width, ANSWER_TEXT_WIDTH);
	assert_int_equal(election->contests[FIRST].project_count, OPTIONS);
	writer_init(&writer, again, sizeof again);
	assert_ok(election_write(&writer, election));
	assert_int_equal(writer_len(&writer), len);
	assert_memory_equal(body, again, len);
	election_destroy(election);
	for (size_t shorter = 0; shorter < len; shorter++) {
		assert_true(election_read(&election, &problem, body, shorter) != STATUS_OK);
		assert_null(election);
	}
}

/* Whatever byte is changed, what is read is canonical. */
static void changed_bytes(void **state)
{
	static struct asked asked;
	static uint8_t body[SAMPLE_BYTES], again[SAMPLE_BYTES];
	struct writer writer;
	size_t len;

	(void)state;
	asked_make(&asked);
	writer_init(&writer, body, sizeof body);
	assert_ok(election_write(&writer, &asked.sample.election));
	len = writer_len(&writer);
	for (size_t at = 0; at < len; at++) {
		uint8_t kept = body[at];
		struct election *election;
		struct problem problem;

		body[at] ^= (uint8_t)(1U << at % 8);
		if (election_read(&election, &problem, body, len) == STATUS_OK) {
			writer_init(&writer, again, sizeof again);
			assert_ok(election_write(&writer, election));
			assert_int_equal(writer_len(&writer), len);
			assert_memory_equal(body, again, len);
		}
		election_destroy(election);
		body[at] = kept;
	}
}

static void what_follows(void **state)
{
	static struct asked asked;
	const struct election *election = &asked.sample.election;
	struct sealed_shape shape;

	(void)state;
	asked_make(&asked);
	assert_int_equal(asked.sample.contest[FIRST].max_length, 1);
	for (unsigned i = 0; i < election->contest_count; i++) {
		assert_int_equal(question_number(election, i), i < FIRST ? 0 : i - FIRST + 1);
		assert_int_equal(vote_type_is_question(election->contests[i].type), i >= FIRST);
	}
	election_shape(&shape, election, 0);
	assert_int_equal(shape.contest_count, 6);
	assert_int_equal(shape.width[5], 16);
	assert_true(sealed_len(&shape) > 0 && sealed_len(&shape) <= SEALED_MAX_BYTES);
}

/* --- faults --- */

static void no_title(struct asked *a)
{
	a->sample.contest[FIRST].title.in[0] = "";
	a->sample.contest[FIRST].title.in[1] = NULL;
}

static void with_budget(struct asked *a)
{
	a->sample.contest[FIRST].budget = 1;
}

static void with_points(struct asked *a)
{
	a->sample.contest[FIRST + 1].max_points = 5;
}

static void no_options(struct asked *a)
{
	a->sample.contest[FIRST].project_count = 0;
}

static void one_option(struct asked *a)
{
	a->sample.contest[FIRST].project_count = 1;
}

static void too_many_to_choose(struct asked *a)
{
	a->sample.contest[FIRST + 1].min_length = 5;
	a->sample.contest[FIRST + 1].max_length = 0;
}

static void lengths_crossed(struct asked *a)
{
	a->sample.contest[FIRST + 1].min_length = 3;
	a->sample.contest[FIRST + 1].max_length = 2;
}

static void one_of_two(struct asked *a)
{
	a->sample.contest[FIRST].max_length = 2;
}

static void text_with_options(struct asked *a)
{
	a->sample.contest[FIRST + 2].projects = a->option[2];
	a->sample.contest[FIRST + 2].project_count = 2;
}

static void text_needed(struct asked *a)
{
	a->sample.contest[FIRST + 2].min_length = 1;
}

static void text_too_long(struct asked *a)
{
	a->sample.contest[FIRST + 2].max_length = 481;
}

static void option_with_cost(struct asked *a)
{
	a->option[1][2].cost = 100;
}

static void option_with_a_summary(struct asked *a)
{
	a->option[1][2].summary.in[0] = "More to read.";
}

static void option_without_name(struct asked *a)
{
	a->option[0][1].name.in[0] = "";
}

static void option_without_id(struct asked *a)
{
	a->option[0][1].id = "";
}

static void option_twice(struct asked *a)
{
	a->option[0][3].id = "1";
}

static void wrong_width(struct asked *a)
{
	a->sample.contest[FIRST + 2].width = 15;
}

static void id_out_of_order(struct asked *a)
{
	a->sample.contest[FIRST + 1].id = 100;
}

static void contest_after_a_question(struct asked *a)
{
	struct contest kept = a->sample.contest[3];

	a->sample.contest[3] = a->sample.contest[FIRST];
	a->sample.contest[FIRST] = kept;
	a->sample.contest[3].id = 40;
	a->sample.contest[FIRST].id = 100;
}

static void two_texts(struct asked *a)
{
	struct contest *contest = &a->sample.contest[FIRST + 1];

	contest->type = VOTE_ANSWER_TEXT;
	contest->project_count = 0;
	contest->min_length = 0;
	contest->width = ballot_width(contest);
	a->sample.style[1].contest_count--;
}

static void no_voter(struct asked *a)
{
	a->sample.style[0].contest_count--;
	a->sample.style[1].contest_count--;
}

static void no_such_type(struct asked *a)
{
	a->sample.contest[FIRST].type = (enum vote_type)(VOTE_ANSWER_TEXT + 1);
	a->sample.contest[FIRST].budget = 1;
}

static const struct {
	const char *name;
	void (*break_it)(struct asked *asked);
	const char *sentence;
} cases[] = {
#define CASE(name, sentence)                                                                                           \
	{                                                                                                              \
#name, name, sentence                                                                                  \
	}
    CASE(no_title, "question 1: the title is missing in the main language (en); write it in the main language"),
    CASE(with_budget, "question 1: a question spends no money; leave budget, min_sum_cost and max_sum_cost out"),
    CASE(with_points, "question 2: a question gives no points; leave points and min_project_score out"),
    CASE(no_options, "question 1: it has no options; add \"options\": two or more answers to choose from"),
    CASE(one_option, "question 1: it has only one option; add \"options\": two or more answers to choose from"),
    CASE(too_many_to_choose,
         "question 2: an answer must choose at least 5 options, but there are only 4; lower min_length"),
    CASE(lengths_crossed, "question 2: an answer must choose at least 3 options and at most 2; lower min_length or "
                          "raise max_length"),
    CASE(one_of_two, "question 1: a question of type \"one\" takes 1 option, not 2; leave max_length out"),
    CASE(text_with_options, "question 3: a question that asks for a text has no options; leave the options out, or use "
                            "the type \"one\" or \"several\""),
    CASE(text_needed, "question 3: a question that asks for a text has no min_length; leave min_length out: nobody "
                      "must write a text"),
    CASE(text_too_long, "question 3: its text may have 481 characters, but 480 bytes are all there is room for; use at "
                        "most 480 characters (of other letters than a-z fewer fit)"),
    CASE(option_with_cost, "question 2, option 3 (\"An answer\"): an option of a question has no cost, description, "
                           "category or district; leave everything out but its id and name"),
    CASE(option_with_a_summary, "question 2, option 3 (\"An answer\"): an option of a question has no cost, "
                                "description, category or district; leave everything out but its id and name"),
    CASE(option_without_name, "question 1, option 2: the name is missing in the main language (en); write it in the "
                              "main language"),
    CASE(option_without_id, "question 1, option 2 (\"An answer\"): its id is empty, too long or has blanks around it; "
                            "give every option an id of 1 to 60 characters, or none at all"),
    CASE(option_twice, "question 1, option 4: its id \"1\" is also the id of option 1; give one of them another id"),
    CASE(wrong_width, "question 3: its answers do not fit a sealed ballot; have fewer options"),
    CASE(id_out_of_order, "question 2: its id is 100: ids begin with 1, ascend, and none comes twice; number the "
                          "contests 1, 2, 3 in their order"),
    CASE(contest_after_a_question, "contest 5: it comes after a question; put all contests before the questions"),
    CASE(two_texts, "district 1 (\"East\"): the contests and questions of one voter take 36 points of a sealed ballot, "
                    "which has 28; ask one voter for one text at most: a text takes 16 points"),
    CASE(no_voter, "question 3: no voter gets it; give it to a district, or make it city-wide"),
    CASE(no_such_type, "contest 5: its vote type is unknown; use approval, knapsack, choose-one, ranked, points or "
                       "score"),
#undef CASE
};

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

static void one_fault_one_sentence(void **state)
{
	static struct asked asked;
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct found found = {0};
		char sentence[512] = "";
		enum status status;

		asked_make(&asked);
		cases[i].break_it(&asked);
		status = election_check(&asked.sample.election, keep, &found);
		snprintf(sentence, sizeof sentence, "%s: %s; %s", found.first.place, found.first.what,
		         found.first.cure);
		if (found.count != 1 || status != STATUS_RULES || strcmp(sentence, cases[i].sentence) != 0) {
			print_error("%s: %u faults, the first: %s\n", cases[i].name, found.count, sentence);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void sound_as_it_is(void **state)
{
	static struct asked asked;
	struct found found = {0};

	(void)state;
	asked_make(&asked);
	assert_ok(election_check(&asked.sample.election, keep, &found));
	assert_int_equal(found.count, 0);
	/* Whatever satisfaction counts the contests, it says nothing about answers. */
	assert_int_equal(asked.sample.election.sat, SAT_COST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sound_as_it_is), cmocka_unit_test(bytes_come_back),        cmocka_unit_test(changed_bytes),
	    cmocka_unit_test(what_follows),   cmocka_unit_test(one_fault_one_sentence),
	};

	return cmocka_run_group_tests_name("questions of an election", tests, start_crypto, NULL);
}
