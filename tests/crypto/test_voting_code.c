#include "crypto/cmocka_all.h"

#include <string.h>

#include "voting_code.h"

enum { LETTERS = 32, CODES = 200 };

static void test_a_code_is_thirteen_letters(void **state)
{
	char code[VOTING_CODE_LETTERS + 1], text[VOTING_CODE_TEXT];
	unsigned seen[LETTERS] = {0};

	(void)state;
	for (unsigned i = 0; i < CODES * 10; i++) {
		voting_code_make(code);
		assert_int_equal(strlen(code), VOTING_CODE_LETTERS);
		assert_ok(voting_code_check(code));
		for (const char *at = code; *at; at++) {
			const char *letter = memchr(code_alphabet, *at, LETTERS);

			assert_non_null(letter);
			seen[letter - code_alphabet]++;
		}
	}
	/* 26,000 letters: 812 of each, give or take 28. */
	for (unsigned i = 0; i < LETTERS; i++)
		assert_in_range(seen[i], 812 - 200, 812 + 200);
	voting_code_text(text, "k7pq2m9x4hwtv");
	assert_string_equal(text, "k7pq 2m9x 4hwtv");
}

static void test_codes_differ(void **state)
{
	static char codes[CODES * 10][VOTING_CODE_LETTERS + 1];

	(void)state;
	for (unsigned i = 0; i < CODES * 10; i++) {
		voting_code_make(codes[i]);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(codes[i], codes[j]);
	}
}

static void test_every_single_letter_changed_is_found(void **state)
{
	char code[VOTING_CODE_LETTERS + 1];

	(void)state;
	for (unsigned i = 0; i < CODES; i++) {
		voting_code_make(code);
		for (unsigned at = 0; at < VOTING_CODE_LETTERS; at++) {
			char was = code[at];

			for (unsigned letter = 0; letter < LETTERS; letter++) {
				code[at] = code_alphabet[letter];
				if (code[at] != was)
					assert_status(STATUS_MISMATCH, voting_code_check(code));
			}
			code[at] = was;
		}
		assert_ok(voting_code_check(code));
	}
}

/* Any two, not neighbours alone. */
static void test_every_exchange_is_found(void **state)
{
	char code[VOTING_CODE_LETTERS + 1];

	(void)state;
	for (unsigned i = 0; i < CODES; i++) {
		voting_code_make(code);
		for (unsigned a = 0; a < VOTING_CODE_LETTERS; a++) {
			for (unsigned b = a + 1; b < VOTING_CODE_LETTERS; b++) {
				char other[VOTING_CODE_LETTERS + 1];

				memcpy(other, code, sizeof other);
				other[a] = code[b];
				other[b] = code[a];
				assert_status(code[a] == code[b] ? STATUS_OK : STATUS_MISMATCH,
				              voting_code_check(other));
			}
		}
	}
}

/* "aa" for "bb": the mistake that a check letter by sums often misses. */
static void test_every_doubled_letter_mistaken_is_found(void **state)
{
	(void)state;
	for (unsigned i = 0; i < CODES; i++) {
		char code[VOTING_CODE_LETTERS + 1];
		unsigned at = i % (VOTING_CODE_LETTERS - 1);

		do {
			voting_code_make(code);
		} while (code[at] != code[at + 1]);
		for (unsigned letter = 0; letter < LETTERS; letter++) {
			char other[VOTING_CODE_LETTERS + 1];

			memcpy(other, code, sizeof other);
			other[at] = other[at + 1] = code_alphabet[letter];
			assert_status(other[at] == code[at] ? STATUS_OK : STATUS_MISMATCH, voting_code_check(other));
		}
	}
}

static void test_a_random_try_passes_one_time_in_thirty_two(void **state)
{
	unsigned passed = 0;

	(void)state;
	for (unsigned i = 0; i < 64000; i++) {
		char code[VOTING_CODE_LETTERS + 1];
		uint8_t bytes[VOTING_CODE_LETTERS];

		randombytes_buf(bytes, sizeof bytes);
		for (unsigned at = 0; at < VOTING_CODE_LETTERS; at++)
			code[at] = code_alphabet[bytes[at] & 31];
		code[VOTING_CODE_LETTERS] = '\0';
		passed += voting_code_check(code) == STATUS_OK;
	}
	assert_in_range(passed, 2000 - 300, 2000 + 300);
}

static void test_letters_typed(void **state)
{
	static const char none[] = "0oO -_.,/\n\t\x7f";
	unsigned taken = 0;

	(void)state;
	for (unsigned i = 0; i < LETTERS; i++)
		assert_int_equal(voting_code_letter((uint8_t)code_alphabet[i]), code_alphabet[i]);
	assert_int_equal(voting_code_letter('K'), 'k');
	assert_int_equal(voting_code_letter('Z'), 'z');
	assert_int_equal(voting_code_letter('I'), '1');
	assert_int_equal(voting_code_letter('l'), '1');
	for (const char *at = none; *at; at++)
		assert_int_equal(voting_code_letter((uint8_t)*at), 0);
	for (uint32_t point = 0; point < 0x3000; point++)
		taken += voting_code_letter(point) != 0;
	/* nine digits, 23 letters in both cases, and i and l in both */
	assert_int_equal(taken, 9 + 23 * 2 + 4);
	assert_int_equal(voting_code_letter(UINT32_MAX), 0);
	assert_int_equal(voting_code_letter('k' + 0x100), 0);
}

static void test_what_is_no_code_has_no_tag(void **state)
{
	uint8_t tag[TAG_BYTES];

	(void)state;
	assert_status(STATUS_TRUNCATED, voting_code_check(""));
	assert_status(STATUS_TEXT, voting_code_check("k7pq 2m9x 4hwtv"));
	memset(tag, 1, sizeof tag);
	assert_status(STATUS_MISMATCH, voting_code_tag(tag, "2111111111111", "a"));
	assert_true(sodium_is_zero(tag, sizeof tag));
}

static void test_tags_differ_by_code_and_election(void **state)
{
	uint8_t one[TAG_BYTES], other[TAG_BYTES];
	char code[VOTING_CODE_LETTERS + 1], next[VOTING_CODE_LETTERS + 1];

	(void)state;
	voting_code_make(code);
	voting_code_make(next);
	assert_ok(voting_code_tag(one, code, "northfield-2026"));
	assert_ok(voting_code_tag(other, code, "northfield-2026"));
	assert_memory_equal(one, other, TAG_BYTES);
	assert_ok(voting_code_tag(other, code, "northfield-2027"));
	assert_memory_not_equal(one, other, TAG_BYTES);
	assert_ok(voting_code_tag(other, next, "northfield-2026"));
	assert_memory_not_equal(one, other, TAG_BYTES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_code_is_thirteen_letters),
	    cmocka_unit_test(test_codes_differ),
	    cmocka_unit_test(test_every_single_letter_changed_is_found),
	    cmocka_unit_test(test_every_exchange_is_found),
	    cmocka_unit_test(test_every_doubled_letter_mistaken_is_found),
	    cmocka_unit_test(test_a_random_try_passes_one_time_in_thirty_two),
	    cmocka_unit_test(test_letters_typed),
	    cmocka_unit_test(test_what_is_no_code_has_no_tag),
	    cmocka_unit_test(test_tags_differ_by_code_and_election),
	};
	return cmocka_run_group_tests_name("voting codes", tests, start_crypto, NULL);
}
