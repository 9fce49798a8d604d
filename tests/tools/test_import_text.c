/* Texts on their way into an election. */
#include <string.h>

#include "crypto/cmocka_all.h"

#include "bytes.h"
#include "import_text.h"

static void cleaned(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
	    {"", ""},
	    {"  Park  ", "Park"},
	    {"two\r\nlines\tand a tab", "two lines and a tab"},
	    {"bell\a, zero\x01", "bell , zero"},
	    {"right\xe2\x80\xaeto left", "right to left"}, /* U+202E */
	    {"\xef\xbb\xbfmark", "mark"},                  /* U+FEFF */
	    {"café – Łódź", "café – Łódź"},
	};
	struct text_store store = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *got = text_cleaned(&store, cases[i].from);

		assert_string_equal(got, cases[i].to);
		assert_true(text_is_clean(got, strlen(got)));
	}
	assert_int_equal(store.failed, 0);
	text_store_free(&store);
}

static void shortened(void **state)
{
	static const struct {
		const char *from;
		size_t max;
		const char *to;
	} cases[] = {
	    {"a park", 6, "a park"},
	    {"a small park", 11, "a small…"},
	    {"a small park", 8, "a small…"},
	    {"a small, park", 9, "a small…"},
	    {"aaaaaaaaaaaa", 5, "aaaa…"},
	    {"ąąąąąąąą", 4, "ąąą…"},
	    {"ab cdefghijklmn", 8, "ab cdef…"}, /* a word is cut where the text would lose half */
	};
	struct text_store store = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int cut;
		const char *got = text_shortened(&store, cases[i].from, cases[i].max, &cut);

		assert_string_equal(got, cases[i].to);
		assert_int_equal(cut, strcmp(cases[i].from, cases[i].to) != 0);
		assert_true(text_characters(got) <= cases[i].max);
	}
	text_store_free(&store);
}

static void slugs(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
	    {"../data/Poland_Example_2024_West.pb", "poland-example-2024-west"},
	    {"Żółw & Łoś.pb", "zolw-los"},
	    {"__.pb", "election"},
	    {"投票.pb", "election"},
	    {"a.b.pb", "a-b"},
	    {"-x-", "x"},
	    {"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh-jkl.pb",
	     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh"},
	};
	struct text_store store = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(text_slug(&store, cases[i].from, 60), cases[i].to);
	assert_string_equal(text_slug(&store, "ab_cd", 3), "ab");
	text_store_free(&store);
}

static void dates(void **state)
{
	struct text_store store = {0};

	(void)state;
	assert_string_equal(text_iso_date(&store, "15.06.2023"), "2023-06-15");
	assert_string_equal(text_iso_date(&store, "2023-06-15"), "2023-06-15");
	assert_string_equal(text_iso_date(&store, "2023"), "");
	assert_string_equal(text_iso_date(&store, "15.6.2023"), "");
	assert_string_equal(text_iso_date(&store, "15.06.2023 "), "");
	assert_string_equal(text_iso_date(&store, ""), "");
	text_store_free(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cleaned),
	    cmocka_unit_test(shortened),
	    cmocka_unit_test(slugs),
	    cmocka_unit_test(dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
