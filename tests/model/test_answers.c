/* Answers in words: vectors of a second implementation, and that no payload but an encoding is read. */
#include "crypto/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "ballot.h"

struct text_vector {
	uint32_t max_length;
	const char *text;    /* its UTF-8 in hexadecimal */
	const char *payload; /* NULL: it is longer than max_length */
};

#include "text_vectors.inc"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static uint32_t draw(uint64_t *seed, uint32_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 16) % below;
}

static struct contest asking(uint32_t max_length)
{
	return (struct contest){.type = VOTE_ANSWER_TEXT, .max_length = max_length, .width = ANSWER_TEXT_WIDTH};
}

static void vectors(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(text_vectors); i++) {
		const struct text_vector *vector = &text_vectors[i];
		struct contest contest = asking(vector->max_length);
		uint8_t payload[ANSWER_TEXT_BYTES], expected[ANSWER_TEXT_BYTES];
		char text[ANSWER_TEXT_ROOM] = {0}, again[ANSWER_TEXT_ROOM];

		assert_int_equal(ballot_width(&contest), ANSWER_TEXT_WIDTH);
		assert_ok(hex_read((uint8_t *)text, strlen(vector->text) / 2, vector->text, strlen(vector->text)));
		if (!vector->payload) {
			assert_status(STATUS_RULES, answer_encode(payload, &contest, text));
			continue;
		}
		assert_ok(hex_read(expected, sizeof expected, vector->payload, strlen(vector->payload)));
		assert_ok(answer_encode(payload, &contest, text));
		assert_memory_equal(payload, expected, sizeof expected);
		assert_ok(answer_decode(again, &contest, expected));
		assert_string_equal(again, text);
		assert_ok(payload_check(&contest, expected));
	}
}

static void too_long(void **state)
{
	struct contest contest = asking(0);
	uint8_t payload[ANSWER_TEXT_BYTES];
	char text[ANSWER_TEXT_BYTES + 2];

	(void)state;
	memset(text, 'x', sizeof text);
	text[ANSWER_TEXT_BYTES + 1] = '\0';
	assert_status(STATUS_TOO_LONG, answer_encode(payload, &contest, text));
	text[ANSWER_TEXT_BYTES] = '\0';
	assert_ok(answer_encode(payload, &contest, text));
	contest.max_length = ANSWER_TEXT_BYTES - 1;
	assert_status(STATUS_RULES, answer_encode(payload, &contest, text));
	assert_status(STATUS_RULES, answer_decode(text, &contest, payload));
	assert_string_equal(text, "");
}

static void what_is_no_text(void **state)
{
	static const char *const bad[] = {"\t",
	                                  "a\r\n",
	                                  "\x7f",
	                                  "\xc2\x85",
	                                  "\xff",
	                                  "\xc0\x80",
	                                  "half \xe2\x82",
	                                  "\xed\xa0\x80",
	                                  "\xe2\x80\xae"
	                                  "turned",
	                                  "\xef\xbb\xbf"
	                                  "marked",
	                                  "\xf4\x90\x80\x80"};
	struct contest contest = asking(0);

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		uint8_t payload[ANSWER_TEXT_BYTES] = {0};
		char text[ANSWER_TEXT_ROOM];

		assert_status(STATUS_TEXT, answer_encode(payload, &contest, bad[i]));
		memcpy(payload, bad[i], strlen(bad[i]));
		assert_status(STATUS_TEXT, answer_decode(text, &contest, payload));
		assert_string_equal(text, "");
		assert_status(STATUS_TEXT, payload_check(&contest, payload));
	}
}

/* One text, one payload: nothing may stand behind the first zero. */
static void nothing_behind_the_end(void **state)
{
	struct contest contest = asking(0);

	(void)state;
	for (size_t len = 0; len < ANSWER_TEXT_BYTES - 1; len += 7) {
		for (size_t at = len + 1; at < ANSWER_TEXT_BYTES; at += 11) {
			uint8_t payload[ANSWER_TEXT_BYTES] = {0};
			char text[ANSWER_TEXT_ROOM];

			memset(payload, 'x', len);
			payload[at] = 'y';
			assert_status(STATUS_NOT_CANONICAL, answer_decode(text, &contest, payload));
			payload[at] = 0;
			assert_ok(answer_decode(text, &contest, payload));
			assert_int_equal(strlen(text), len);
		}
	}
}

/* A letter of 1 to 4 bytes. */
static size_t draw_letter(char *out, uint64_t *seed)
{
	static const char *const letters[] = {"a", " ", "\n", "ż", "é", "木", "€", "🌳", "𝔄"};
	const char *letter = letters[draw(seed, COUNT(letters))];

	memcpy(out, letter, strlen(letter));
	return strlen(letter);
}

static void random_texts_come_back(void **state)
{
	uint64_t seed = 0x7e875;

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		size_t characters = draw(&seed, 200), len = 0;
		char text[900] = {0}, again[ANSWER_TEXT_ROOM];
		struct contest contest = asking(draw(&seed, 3) ? 0 : 1 + draw(&seed, 200));
		uint8_t payload[ANSWER_TEXT_BYTES];
		enum status expected = STATUS_OK;

		for (size_t i = 0; i < characters; i++)
			len += draw_letter(text + len, &seed);
		if (len > ANSWER_TEXT_BYTES)
			expected = STATUS_TOO_LONG;
		else if (contest.max_length > 0 && characters > contest.max_length)
			expected = STATUS_RULES;
		assert_status(expected, answer_encode(payload, &contest, text));
		if (expected != STATUS_OK)
			continue;
		assert_ok(answer_decode(again, &contest, payload));
		assert_string_equal(again, text);
	}
}

/* What is read encodes to the same bytes again. */
static void random_payloads_are_canonical_or_refused(void **state)
{
	struct contest contest = asking(0);
	uint64_t seed = 0xf00d5eed;
	unsigned accepted = 0, refused = 0;

	(void)state;
	for (unsigned round = 0; round < 4000; round++) {
		uint8_t payload[ANSWER_TEXT_BYTES] = {0}, again[ANSWER_TEXT_BYTES];
		char text[ANSWER_TEXT_ROOM];
		size_t filled = draw(&seed, 40);

		for (size_t i = 0; i < filled; i++)
			payload[i] = (uint8_t)(draw(&seed, 60) ? ' ' + draw(&seed, 95) : draw(&seed, 256));
		if (answer_decode(text, &contest, payload) != STATUS_OK) {
			refused++;
			assert_string_equal(text, "");
			continue;
		}
		accepted++;
		assert_ok(answer_encode(again, &contest, text));
		assert_memory_equal(again, payload, sizeof again);
	}
	assert_true(accepted > 500);
	assert_true(refused > 200);
}

/* Texts are no marks, and marks no texts. */
static void other_contests(void **state)
{
	struct project options[3] = {{.id = "a"}, {.id = "b"}, {.id = "c"}};
	struct contest contest = asking(0);
	uint8_t payload[ANSWER_TEXT_BYTES] = {'A'};
	char text[ANSWER_TEXT_ROOM];
	struct marks marks = {{0}};

	(void)state;
	assert_status(STATUS_RULES, marks_encode(payload, &contest, &marks));
	assert_status(STATUS_NOT_CANONICAL, marks_decode(&marks, &contest, payload));
	contest.width = ANSWER_TEXT_WIDTH - 1;
	assert_status(STATUS_RULES, answer_encode(payload, &contest, "A"));
	assert_status(STATUS_NOT_CANONICAL, answer_decode(text, &contest, payload));
	contest = (struct contest){.type = VOTE_ANSWER_SEVERAL, .project_count = 3, .projects = options, .width = 1};
	assert_status(STATUS_RULES, answer_encode(payload, &contest, "A"));
	assert_status(STATUS_NOT_CANONICAL, answer_decode(text, &contest, payload));
	memset(payload, 0, sizeof payload);
	payload[0] = 5;
	assert_ok(payload_check(&contest, payload));
	payload[0] = 8;
	assert_status(STATUS_NOT_CANONICAL, payload_check(&contest, payload));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors),
	    cmocka_unit_test(too_long),
	    cmocka_unit_test(what_is_no_text),
	    cmocka_unit_test(nothing_behind_the_end),
	    cmocka_unit_test(random_texts_come_back),
	    cmocka_unit_test(random_payloads_are_canonical_or_refused),
	    cmocka_unit_test(other_contests),
	};

	return cmocka_run_group_tests_name("answers", tests, start_crypto, NULL);
}
