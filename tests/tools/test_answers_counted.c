/* Opened answers: what counts, what is blank, what is invalid, and in which order texts stand. */
#include "crypto/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/example.h"
#include "elgamal.h"
#include "result.h"

enum { VOTES = 64 };

struct lot {
	struct project options[3];
	struct contest contest;
	struct election election;
	uint8_t points[VOTES * SEALED_MAX_WIDTH * POINT_BYTES];
	size_t count;
	struct result result;
};

static void set_up(struct lot *out, enum vote_type type)
{
	static const char *const ids[] = {"a", "b", "c"};

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < 3; i++)
		out->options[i] = (struct project){.id = ids[i], .name.in[0] = ids[i]};
	out->contest = (struct contest){.id = 1, .type = type, .max_length = type == VOTE_ANSWER_TEXT ? 20 : 0};
	if (type != VOTE_ANSWER_TEXT) {
		out->contest.projects = out->options;
		out->contest.project_count = 3;
	}
	out->election.contests = &out->contest;
	out->election.contest_count = 1;
	election_derive(&out->election);
}

/* The points that hold these bytes, as an opened ballot has them. */
static void cast(struct lot *lot, const char *bytes, size_t len)
{
	uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES] = {0};
	uint8_t *points = lot->points + lot->count++ * lot->contest.width * POINT_BYTES;

	memcpy(payload, bytes, len);
	for (unsigned i = 0; i < lot->contest.width; i++) {
		struct point point;

		assert_ok(payload_encode(&point, payload + (size_t)i * PAYLOAD_BYTES));
		memcpy(points + (size_t)i * POINT_BYTES, point.bytes, POINT_BYTES);
	}
}

static void cast_text(struct lot *lot, const char *text)
{
	cast(lot, text, strlen(text));
}

/* A point that holds no payload, at that place of the vote cast last. */
static void spoil(struct lot *lot, unsigned at)
{
	uint8_t *vote = lot->points + (lot->count - 1) * lot->contest.width * POINT_BYTES;
	uint8_t payload[PAYLOAD_BYTES];
	struct scalar scalar;
	struct point point;

	example_scalar(&scalar, "spoilt");
	assert_ok(point_multiply_base(&point, &scalar));
	assert_status(STATUS_NOT_CANONICAL, payload_decode(payload, &point));
	memcpy(vote + (size_t)at * POINT_BYTES, point.bytes, POINT_BYTES);
}

static void count(struct lot *lot)
{
	assert_ok(result_init(&lot->result, &lot->election));
	assert_ok(result_add(&lot->result, 0, lot->points, lot->count));
	assert_ok(result_finish(&lot->result));
}

static void tells(const struct lot *lot, unsigned valid, unsigned blank, unsigned invalid)
{
	const struct contest_result *contest = &lot->result.contest[0];

	assert_int_equal(contest->vote_count, lot->count);
	assert_int_equal(contest->valid, valid);
	assert_int_equal(contest->blank, blank);
	assert_int_equal(contest->invalid, invalid);
	assert_null(contest->outcome);
}

static void texts(void **state)
{
	static const char *const expected[] = {"A bench", "A bench ", "a bench", "Żółw", "\xf0\x9f\x8c\xb3"};
	static const uint32_t times[] = {3, 1, 1, 2, 1};
	static struct lot lot;
	const struct contest_result *contest = &lot.result.contest[0];

	(void)state;
	set_up(&lot, VOTE_ANSWER_TEXT);
	cast_text(&lot, "Żółw");
	cast_text(&lot, "A bench");
	cast_text(&lot, "");
	cast_text(&lot, "a bench");
	cast_text(&lot, "A bench");
	cast_text(&lot, "\xf0\x9f\x8c\xb3");
	cast_text(&lot, "more than twenty letters");
	cast_text(&lot, "a\tb");
	cast(&lot, "a\0b", 3);
	cast(&lot, "\0b", 2);
	cast_text(&lot, "A bench ");
	cast_text(&lot, "\xff");
	cast_text(&lot, "Żółw");
	cast_text(&lot, "A bench");
	spoil(&lot, 15);
	cast_text(&lot, "A bench");
	cast_text(&lot, "A bench");
	spoil(&lot, 0);
	count(&lot);
	tells(&lot, 8, 1, 7);
	assert_int_equal(contest->text_count, 5);
	for (unsigned i = 0; i < 5; i++) {
		assert_string_equal(contest->texts[i].text, expected[i]);
		assert_int_equal(contest->texts[i].count, times[i]);
	}
	assert_int_equal(contest->profile->project_count, 0);
	result_free(&lot.result);
}

/* Shown as invalid, and not as a text: what a kiosk could hide in the zeros. */
static void a_message_behind_the_end_of_a_text(void **state)
{
	static struct lot lot;

	(void)state;
	set_up(&lot, VOTE_ANSWER_TEXT);
	cast(&lot, "A bench\0voter 17", 16);
	cast(&lot, "\0voter 18", 9);
	cast_text(&lot, "A bench");
	count(&lot);
	tells(&lot, 1, 0, 2);
	assert_int_equal(lot.result.contest[0].text_count, 1);
	assert_string_equal(lot.result.contest[0].texts[0].text, "A bench");
	result_free(&lot.result);
}

/* What steers a terminal or turns writing round is no text, and no reader of the result gets it. */
static void a_text_that_steers_what_shows_it(void **state)
{
	static const char *const steering[] = {"\x1b[2J",
	                                       "\xc2\x9b"
	                                       "2J",
	                                       "\r",
	                                       "\xe2\x80\xae"
	                                       "tnemyap",
	                                       "\xe2\x81\xa6",
	                                       "\b"};
	static struct lot lot;

	(void)state;
	set_up(&lot, VOTE_ANSWER_TEXT);
	for (size_t i = 0; i < sizeof steering / sizeof steering[0]; i++)
		cast_text(&lot, steering[i]);
	count(&lot);
	tells(&lot, 0, 0, 6);
	assert_int_equal(lot.result.contest[0].text_count, 0);
	result_free(&lot.result);
}

/* One of 480 bytes has no zero behind it in its payload. */
static void the_longest_text(void **state)
{
	static struct lot lot;
	char longest[ANSWER_TEXT_ROOM] = {0};

	(void)state;
	set_up(&lot, VOTE_ANSWER_TEXT);
	lot.contest.max_length = 0;
	memset(longest, 'x', ANSWER_TEXT_BYTES);
	cast_text(&lot, longest);
	cast_text(&lot, longest);
	longest[ANSWER_TEXT_BYTES - 1] = '\0';
	cast_text(&lot, longest);
	count(&lot);
	tells(&lot, 3, 0, 0);
	assert_int_equal(lot.result.contest[0].text_count, 2);
	assert_int_equal(strlen(lot.result.contest[0].texts[0].text), ANSWER_TEXT_BYTES - 1);
	assert_int_equal(strlen(lot.result.contest[0].texts[1].text), ANSWER_TEXT_BYTES);
	assert_int_equal(lot.result.contest[0].texts[1].count, 2);
	result_free(&lot.result);
}

static void nobody_answers(void **state)
{
	static struct lot lot;

	(void)state;
	set_up(&lot, VOTE_ANSWER_TEXT);
	count(&lot);
	tells(&lot, 0, 0, 0);
	assert_int_equal(lot.result.contest[0].text_count, 0);
	result_free(&lot.result);
}

static void choices(void **state)
{
	static struct lot lot;
	const struct profile_project *option = NULL;

	(void)state;
	set_up(&lot, VOTE_ANSWER_ONE);
	for (unsigned i = 0; i < 5; i++)
		cast(&lot, (const char[]){(char)i}, 1); /* nothing, a, b, c, and a fourth that is not there */
	cast(&lot, "\2", 1);
	count(&lot);
	tells(&lot, 4, 1, 1);
	option = lot.result.contest[0].profile->projects;
	assert_int_equal(option[0].votes, 1);
	assert_int_equal(option[1].votes, 2);
	assert_int_equal(option[2].votes, 1);
	result_free(&lot.result);

	set_up(&lot, VOTE_ANSWER_SEVERAL);
	lot.contest.min_length = lot.contest.max_length = 2;
	for (unsigned i = 0; i < 9; i++)
		cast(&lot, (const char[]){(char)i}, 1); /* every set of three, and one bit too high */
	count(&lot);
	tells(&lot, 3, 1, 5);
	option = lot.result.contest[0].profile->projects;
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(option[i].votes, 2);
	result_free(&lot.result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts),
	    cmocka_unit_test(a_message_behind_the_end_of_a_text),
	    cmocka_unit_test(a_text_that_steers_what_shows_it),
	    cmocka_unit_test(the_longest_text),
	    cmocka_unit_test(nobody_answers),
	    cmocka_unit_test(choices),
	};

	return cmocka_run_group_tests_name("answers counted", tests, start_crypto, NULL);
}
