/* Sentences, words and grades of texts that were counted by hand. */
#include "readability.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct reading read_one(const char *text)
{
	struct reading reading = {0};

	reading_add(&reading, text);
	return reading;
}

static void sentences_and_words(void **state)
{
	struct reading reading = read_one("The cat sat. Is it warm? Yes!\nA new line is a new sentence");

	(void)state;
	assert_int_equal(reading.sentences, 4);
	assert_int_equal(reading.words, 14);
	assert_int_equal(reading.longest, 7);
	assert_memory_equal(reading.longest_at, "A new line", 10);
	reading = read_one("It costs 3.5 million, e.g. for St. John's \xe2\x80\x93 said \xe2\x80\x9cthe "
	                   "mayor.\xe2\x80\x9d Then no more.");
	assert_int_equal(reading.sentences, 3); /* "St." before a capital cannot be told from an end */
	assert_int_equal(reading.words, 14);
	reading = read_one("");
	assert_int_equal(reading.sentences, 0);
	assert_int_equal(reading_grade(&reading), 0);
}

static void other_scripts(void **state)
{
	struct reading reading = read_one("\xe0\xa6\x8f\xe0\xa6\x95 \xe0\xa6\xa6\xe0\xa7\x81\xe0\xa6\x87\xe0\xa5\xa4 "
	                                  "\xe0\xa6\xa4\xe0\xa6\xbf\xe0\xa6\xa8");

	(void)state;
	assert_int_equal(reading.sentences, 2);
	assert_int_equal(reading.words, 3);
	assert_int_equal(reading.english, 0);
	assert_int_equal(reading_grade(&reading), 0);
}

static void long_sentences(void **state)
{
	struct reading reading =
	    read_one("a b c d e f g h i j k l m n o p q r s t. A b c d e f g h i j k l m n o p q r s t u.");

	(void)state;
	assert_int_equal(reading.long_sentences, 1);
	assert_int_equal(reading.longest, 21);
}

/* 0.39 * words / sentences + 11.8 * syllables / words - 15.59, by hand. */
static void grades(void **state)
{
	struct reading reading = read_one("The little table is made of oak.");

	(void)state;
	assert_int_equal(reading.syllables, 9); /* the lit-tle ta-ble is made of oak */
	assert_int_equal(reading_grade(&reading), 23);
	reading = read_one("Infrastructural amelioration necessitates considerable deliberation.");
	assert_true(reading_grade(&reading) > 400);
	reading = read_one("I am. We go.");
	assert_int_equal(reading_grade(&reading), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sentences_and_words),
	    cmocka_unit_test(other_scripts),
	    cmocka_unit_test(long_sentences),
	    cmocka_unit_test(grades),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
