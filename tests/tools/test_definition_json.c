/* election.json in and out: the same election comes back, money is exact, and broken JSON is told, never crashed on. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definition.h"
#include "files.h"
#include "model/sample.h"

static void amounts(void **state)
{
	static const struct {
		const char *text;
		unsigned digits;
		enum status status;
		uint64_t amount;
	} amount[] = {
	    {"25000", 2, STATUS_OK, 2500000},
	    {"25000.50", 2, STATUS_OK, 2500050},
	    {"25000.5", 2, STATUS_OK, 2500050},
	    {"0.01", 2, STATUS_OK, 1},
	    {"0", 2, STATUS_OK, 0},
	    {"007", 0, STATUS_OK, 7},
	    {"1331751.11", 2, STATUS_OK, 133175111},
	    {"12", 0, STATUS_OK, 12},
	    {"1.234", 3, STATUS_OK, 1234},
	    {"10000000000000", 2, STATUS_OK, ELECTION_MAX_MONEY},
	    {"10000000000000.01", 2, STATUS_RANGE, 0},
	    {"99999999999999999999999999", 2, STATUS_RANGE, 0},
	    {"12.345", 2, STATUS_RANGE, 0},
	    {"12.5", 0, STATUS_RANGE, 0},
	    {"", 2, STATUS_TEXT, 0},
	    {".50", 2, STATUS_TEXT, 0},
	    {"12.", 2, STATUS_TEXT, 0},
	    {"1,000", 2, STATUS_TEXT, 0},
	    {"1.2.3", 2, STATUS_TEXT, 0},
	    {"-5", 2, STATUS_TEXT, 0},
	    {"+5", 2, STATUS_TEXT, 0},
	    {" 5", 2, STATUS_TEXT, 0},
	    {"5 ", 2, STATUS_TEXT, 0},
	    {"1e3", 2, STATUS_TEXT, 0},
	    {"£5", 2, STATUS_TEXT, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof amount / sizeof amount[0]; i++) {
		uint64_t value = 0;
		assert_status(amount[i].status, amount_from_text(&value, amount[i].text, amount[i].digits));
		assert_int_equal(value, amount[i].amount);
	}
}

static void money_for_people(void **state)
{
	static const struct {
		uint64_t amount;
		unsigned digits;
		const char *currency, *text;
	} money[] = {
	    {25000000, 2, "GBP", "GBP 250,000"},
	    {425050, 2, "GBP", "GBP 4,250.50"},
	    {99900, 2, "", "999"},
	    {100000, 2, "", "1,000"},
	    {5, 2, "EUR", "EUR 0.05"},
	    {0, 2, "EUR", "EUR 0"},
	    {1234567, 0, "JPY", "JPY 1,234,567"},
	    {ELECTION_MAX_MONEY, 2, "PLN", "PLN 10,000,000,000,000"},
	};
	char text[MONEY_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof money / sizeof money[0]; i++)
		assert_string_equal(money_text(text, money[i].currency, money[i].amount, money[i].digits),
		                    money[i].text);
}

static void amounts_come_back(void **state)
{
	char text[AMOUNT_TEXT];
	uint64_t again;

	(void)state;
	for (unsigned digits = 0; digits <= 4; digits++) {
		for (uint64_t amount = 0; amount < 100000; amount += 37) {
			amount_to_text(text, amount, digits);
			assert_ok(amount_from_text(&again, text, digits));
			assert_int_equal(again, amount);
		}
		amount_to_text(text, ELECTION_MAX_MONEY, digits);
		assert_ok(amount_from_text(&again, text, digits));
		assert_true(again == ELECTION_MAX_MONEY);
	}
	assert_int_equal(currency_digits("GBP"), 2);
	assert_int_equal(currency_digits("JPY"), 0);
	assert_int_equal(currency_digits("KWD"), 3);
	assert_int_equal(currency_digits(""), 2);
	assert_int_equal(currency_digits("Y K"), 2);
}

static void fail_on(void *context, const struct problem *problem)
{
	(void)context;
	fail_msg("%s: %s; %s", problem->place, problem->what, problem->cure);
}

/* The keys that only a build adds. */
static void copy_keys(struct election *to, const struct election *from)
{
	to->joint_key = from->joint_key;
	to->transcript = from->transcript;
	to->trustee_count = from->trustee_count;
	to->threshold = from->threshold;
	to->organiser_key = from->organiser_key;
}

static size_t body_of(uint8_t *body, const struct election *election)
{
	struct writer writer;

	writer_init(&writer, body, 256 * 1024);
	assert_ok(election_write(&writer, election));
	return writer_len(&writer);
}

static void what_is_written_is_read(void **state)
{
	static struct sample sample;
	static uint8_t body[256 * 1024], again[256 * 1024];
	struct definition definition;
	char *text;
	size_t text_len, len;

	(void)state;
	sample_make(&sample);
	sample.project[1][2].cost = 123;
	sample.election.exhaustive = 1;
	/* Tags stand in no definition. */
	sample.election.admission = ADMISSION_ATTENDED;
	sample.election.tag_count = sample.election.place_count = 0;
	assert_ok(definition_write(&text, &text_len, &sample.election));
	assert_int_equal(text_len, strlen(text));
	assert_ok(definition_read(&definition, text, text_len, fail_on, NULL));
	copy_keys(definition.election, &sample.election);
	len = body_of(body, &sample.election);
	assert_int_equal(body_of(again, definition.election), len);
	assert_memory_equal(body, again, len);
	definition_finish(&definition);
	free(text);
}

/* Through JSON and back, what an example says stays the same. */
static void examples_come_back(void **state)
{
	static const char *const path[] = {
	    "assets/examples/borough/election.json", "assets/examples/small/election.json",
	    "assets/examples/questions/election.json", "assets/examples/everything/election.json"};
	static uint8_t body[256 * 1024], again[256 * 1024];
	static struct sample keys;

	(void)state;
	sample_make(&keys);
	for (size_t i = 0; i < sizeof path / sizeof path[0]; i++) {
		struct definition first, second;
		struct bytes file;
		char *text;
		size_t text_len, len;

		assert_ok(file_read(&file, path[i], ELECTION_MAX_BYTES, "the example"));
		assert_ok(definition_read(&first, (const char *)file.data, file.len, fail_on, NULL));
		assert_ok(definition_write(&text, &text_len, first.election));
		assert_ok(definition_read(&second, text, text_len, fail_on, NULL));
		sample_keys(first.election);
		sample_keys(second.election);
		len = body_of(body, first.election);
		assert_int_equal(body_of(again, second.election), len);
		assert_memory_equal(body, again, len);
		definition_finish(&first);
		definition_finish(&second);
		bytes_free(&file);
		free(text);
	}
}

/* All text of the borough's vote is there in the main language, and its names in all three. */
static void the_borough_is_complete(void **state)
{
	struct definition borough;
	struct bytes file;

	(void)state;
	assert_ok(file_read(&file, "assets/examples/borough/election.json", ELECTION_MAX_BYTES, "the example"));
	assert_ok(definition_read(&borough, (const char *)file.data, file.len, fail_on, NULL));
	assert_int_equal(borough.election->contests[0].project_count, 20);
	assert_int_equal(borough.election->contests[0].budget, 25000000);
	for (unsigned i = 0; i < borough.election->contests[0].project_count; i++) {
		const struct project *project = &borough.election->contests[0].projects[i];
		for (unsigned j = 0; j < PROJECT_TEXTS; j++)
			assert_true(project_text(project, j)->in[0][0] != '\0');
		for (unsigned language = 0; language < borough.election->language_count; language++)
			assert_true(project->name.in[language] && project->summary.in[language]);
		assert_true(project->categories != 0);
	}
	definition_finish(&borough);
	bytes_free(&file);
}

/* What an organiser writes shortly: names alone, ids left out. */
static void questions_as_written(void **state)
{
	const struct contest *question;
	struct definition asked;
	struct bytes file;

	(void)state;
	assert_ok(file_read(&file, "assets/examples/questions/election.json", ELECTION_MAX_BYTES, "the example"));
	assert_ok(definition_read(&asked, (const char *)file.data, file.len, fail_on, NULL));
	assert_int_equal(asked.election->contest_count, 4);
	question = &asked.election->contests[1];
	assert_int_equal(question->id, 2);
	assert_int_equal(question->type, VOTE_ANSWER_ONE);
	assert_int_equal(question->max_length, 1);
	assert_int_equal(question->project_count, 4);
	assert_string_equal(question->projects[0].id, "1");
	assert_string_equal(question->projects[3].id, "4");
	assert_string_equal(question->projects[3].name.in[0], "Radio");
	question = &asked.election->contests[2];
	assert_int_equal(question->type, VOTE_ANSWER_SEVERAL);
	assert_int_equal(question->max_length, 2);
	assert_string_equal(question->projects[3].id, "garden");
	question = &asked.election->contests[3];
	assert_int_equal(question->type, VOTE_ANSWER_TEXT);
	assert_int_equal(question->max_length, 160);
	assert_int_equal(question->width, 16);
	assert_int_equal(question->project_count, 0);
	assert_int_equal(asked.election->styles[0].contest_count, 4);
	definition_finish(&asked);
	bytes_free(&file);
}

static void count_faults(void *context, const struct problem *problem)
{
	unsigned *faults = context;

	assert_true(problem->place[0] && problem->what[0] && problem->cure[0]);
	assert_true(text_is_clean(problem->what, strlen(problem->what)));
	assert_true(text_is_clean(problem->place, strlen(problem->place)));
	(*faults)++;
}

/* A byte changed, cut out or put in anywhere: read, or refused with at least one fault. */
static void damage(const char *path)
{
	static const char put[] = "{}[]\",:0e-.\\\xff\x01n ";
	uint64_t seed = 0xdef1217104;
	struct bytes file;
	char *text;

	assert_ok(file_read(&file, path, ELECTION_MAX_BYTES, "the example"));
	text = malloc(file.len + 1);
	assert_non_null(text);
	for (unsigned round = 0; round < 4000; round++) {
		struct definition definition;
		unsigned faults = 0;
		size_t len = file.len, at;
		enum status status;

		memcpy(text, file.data, len);
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		at = (size_t)(seed % len);
		switch (round % 4) {
		case 0: len = at; break;
		case 1:
			memmove(text + at, text + at + 1, len - at - 1);
			len--;
			break;
		case 2:
			memmove(text + at + 1, text + at, len - at);
			len++;
			text[at] = put[(seed >> 32) % (sizeof put - 1)];
			break;
		default: text[at] = put[(seed >> 32) % (sizeof put - 1)]; break;
		}
		status = definition_read(&definition, text, len, count_faults, &faults);
		assert_int_equal(status == STATUS_OK, faults == 0);
		assert_true(status == STATUS_OK || status == STATUS_RULES);
		definition_finish(&definition);
	}
	free(text);
	bytes_free(&file);
}

static void damaged_files(void **state)
{
	(void)state;
	damage("assets/examples/small/election.json");
	damage("assets/examples/questions/election.json");
}

/* Nesting without end is refused, not followed. */
static void deep_nesting(void **state)
{
	static char text[200000];
	struct definition definition;
	unsigned faults = 0;

	(void)state;
	memset(text, '[', sizeof text);
	assert_status(STATUS_RULES, definition_read(&definition, text, sizeof text, count_faults, &faults));
	assert_int_equal(faults, 1);
	definition_finish(&definition);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(amounts),
	    cmocka_unit_test(money_for_people),
	    cmocka_unit_test(amounts_come_back),
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(examples_come_back),
	    cmocka_unit_test(the_borough_is_complete),
	    cmocka_unit_test(questions_as_written),
	    cmocka_unit_test(damaged_files),
	    cmocka_unit_test(deep_nesting),
	};

	return cmocka_run_group_tests_name("definition", tests, start_crypto, NULL);
}
