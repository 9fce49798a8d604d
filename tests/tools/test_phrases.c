/* The catalogues of assets/pages: every language has English's keys in the forms it needs, with the same places to
 * fill; and the words come out as they should. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/cmocka_all.h"

#include "phrases_built.h"

/* --- plural categories, by the examples that CLDR gives for each
 * -------------------------------------------------------------------- */

static void plural_rules(void **state)
{
	static const struct {
		const char *language;
		uint64_t number;
		const char *category;
	} cases[] = {
	    {"en", 0, "other"},   {"en", 1, "one"},        {"en", 2, "other"},       {"en", 1000000, "other"},
	    {"so", 0, "other"},   {"so", 1, "one"},        {"so", 2, "other"},       {"bn", 0, "one"},
	    {"bn", 1, "one"},     {"bn", 2, "other"},      {"es", 0, "other"},       {"es", 1, "one"},
	    {"es", 2, "other"},   {"es", 1000000, "many"}, {"es", 1000001, "other"}, {"fr", 0, "one"},
	    {"fr", 1, "one"},     {"fr", 2, "other"},      {"fr", 3000000, "many"},  {"pt", 0, "one"},
	    {"pt", 1, "one"},     {"pt", 2, "other"},      {"pt", 1000000, "many"},  {"pt-BR", 1, "one"},
	    {"pl", 0, "many"},    {"pl", 1, "one"},        {"pl", 2, "few"},         {"pl", 4, "few"},
	    {"pl", 5, "many"},    {"pl", 12, "many"},      {"pl", 14, "many"},       {"pl", 21, "many"},
	    {"pl", 22, "few"},    {"pl", 112, "many"},     {"pl", 1004, "few"},      {"pl", 101, "many"},
	    {"ar", 0, "zero"},    {"ar", 1, "one"},        {"ar", 2, "two"},         {"ar", 3, "few"},
	    {"ar", 10, "few"},    {"ar", 11, "many"},      {"ar", 99, "many"},       {"ar", 100, "other"},
	    {"ar", 102, "other"}, {"ar", 103, "few"},      {"ar", 111, "many"},      {"ar", 200, "other"},
	    {"xx", 1, "one"},     {"xx", 7, "other"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(plural_category_word(plural_category(cases[i].language, cases[i].number)),
		                    cases[i].category);
}

/* What a rule answers is among the categories that its language is said to have, and each of those is met. */
static void plural_sets(void **state)
{
	static const char *const languages[] = {"en", "pl", "pt", "es", "fr", "so", "ar", "bn"};

	(void)state;
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
		unsigned met = 1U << plural_category(languages[i], 1000000);

		for (uint64_t n = 0; n < 1000; n++)
			met |= 1U << plural_category(languages[i], n);
		assert_int_equal(met, plural_categories(languages[i]));
	}
}

/* --- the catalogues
 * ----------------------------------------------------------------------------------------------------------- */

static const char *entry(const struct phrases *phrases, const char *key)
{
	for (unsigned i = 0; i < phrases->count; i++) {
		if (strcmp(phrases->entries[i].key, key) == 0)
			return phrases->entries[i].words;
	}
	return NULL;
}

/* 1 where the key ends in a plural category, which is then cut off into stem. */
static int is_form(char stem[static 128], const char *key)
{
	const char *end = strrchr(key, '.');

	if (!end || (size_t)(end - key) >= 128)
		return 0;
	for (unsigned c = 0; c < PLURAL_CATEGORIES; c++) {
		if (strcmp(end + 1, plural_category_word((enum plural_category)c)) == 0) {
			memcpy(stem, key, (size_t)(end - key));
			stem[end - key] = 0;
			return 1;
		}
	}
	return 0;
}

/* The names of the places to fill, each once, in the order of the alphabet. {n} may be missing from forms that are said
 * of one number only ("one vote", "no vote"). */
static void places(char out[static 512], const char *words, int without_n)
{
	char name[16][32];
	unsigned count = 0;

	out[0] = 0;
	for (const char *at = strchr(words, '{'); at; at = strchr(at + 1, '{')) {
		size_t len = strcspn(at + 1, "}");

		assert_in_range(len, 1, 31);
		assert_int_equal(at[len + 1], '}');
		assert_in_range(count, 0, 15);
		memcpy(name[count], at + 1, len);
		name[count++][len] = 0;
	}
	qsort(name, count, sizeof name[0], (int (*)(const void *, const void *))strcmp);
	for (unsigned i = 0; i < count; i++) {
		if ((i && strcmp(name[i], name[i - 1]) == 0) || (without_n && strcmp(name[i], "n") == 0))
			continue;
		snprintf(out + strlen(out), 512 - strlen(out), "{%s}", name[i]);
	}
}

static unsigned same_places(const struct phrases *in, const char *key, const char *words, const char *english,
                            int without_n)
{
	char expected[512], got[512];

	places(expected, english, without_n);
	places(got, words, without_n);
	if (strcmp(expected, got) == 0)
		return 0;
	print_message("# %s.txt: %s: %s expected, %s found\n", in->language, key, expected, got);
	return 1;
}

static unsigned check_forms(const struct phrases *in, const char *stem, const char *english)
{
	unsigned faults = 0, needed = plural_categories(in->language);

	for (unsigned c = 0; c < PLURAL_CATEGORIES; c++) {
		char key[160];
		const char *words;
		int alone = c == PLURAL_ZERO || c == PLURAL_ONE || c == PLURAL_TWO;

		snprintf(key, sizeof key, "%s.%s", stem, plural_category_word((enum plural_category)c));
		words = entry(in, key);
		if (!words != !(needed >> c & 1)) {
			print_message("# %s.txt: %s: %s\n", in->language, key, words ? "not a form of it" : "missing");
			faults++;
		} else if (words) {
			faults += same_places(in, key, words, english, alone);
		}
	}
	return faults;
}

/* A key of another language that English does not have in any form. */
static unsigned unknown_keys(const struct phrases *in, const struct phrases *english)
{
	unsigned faults = 0;

	for (unsigned i = 0; i < in->count; i++) {
		char stem[128], one[160];

		if (is_form(stem, in->entries[i].key))
			snprintf(one, sizeof one, "%s.other", stem);
		else
			snprintf(one, sizeof one, "%s", in->entries[i].key);
		if (!entry(english, one)) {
			print_message("# %s.txt: %s: English has no such key\n", in->language, in->entries[i].key);
			faults++;
		}
	}
	return faults;
}

/* Clean characters, no blank at an end, no two blanks, and room enough for a paragraph. */
static unsigned bad_words(const struct phrases *in)
{
	unsigned faults = 0;

	for (unsigned i = 0; i < in->count; i++) {
		const char *words = in->entries[i].words;
		size_t len = strlen(words);

		if (strcmp(in->entries[i].key, "number.group") == 0)
			continue;
		if (len == 0 || len > 900 || words[0] == ' ' || words[len - 1] == ' ' || strstr(words, "  ") ||
		    strchr(words, '\t')) {
			print_message("# %s.txt: %s: blanks, or too long\n", in->language, in->entries[i].key);
			faults++;
		}
	}
	return faults;
}

static void catalogues(void **state)
{
	const struct phrases *english = phrases_in("en");
	unsigned faults = 0;

	(void)state;
	assert_non_null(english);
	assert_true(english->count > 80);
	for (unsigned l = 0; l < phrases_built_count; l++) {
		const struct phrases *in = &phrases_built[l];

		for (unsigned i = 0; i < english->count; i++) {
			const char *key = english->entries[i].key, *words = english->entries[i].words;
			char stem[128];

			if (is_form(stem, key)) {
				if (strcmp(key + strlen(stem), ".other") == 0)
					faults += check_forms(in, stem, words);
			} else if (!entry(in, key)) {
				print_message("# %s.txt: %s: missing\n", in->language, key);
				faults++;
			} else {
				faults += same_places(in, key, entry(in, key), words, 0);
			}
		}
		faults += unknown_keys(in, english) + bad_words(in);
		assert_true(strcmp(phrases_direction(in), "ltr") == 0 || strcmp(phrases_direction(in), "rtl") == 0);
	}
	assert_int_equal(faults, 0);
}

/* --- finding and filling in
 * --------------------------------------------------------------------------------------------------- */

static void languages(void **state)
{
	(void)state;
	assert_string_equal(phrases_language(phrases_in("en")), "en");
	assert_ptr_equal(phrases_in("en-GB"), phrases_in("en"));
	assert_null(phrases_in("e"));
	assert_null(phrases_in(""));
	assert_null(phrases_in("english"));
	assert_null(phrase(phrases_in("en"), "no.such.key"));
	assert_string_equal(phrase(phrases_in("en"), "language.name"), "English");
	assert_string_equal(phrase(NULL, "language.name"), "English");
}

static void filling(void **state)
{
	const struct phrases *english = phrases_in("en");
	const struct phrase_value ab[] = {{"a", "bread", 0}, {"b", "Käse", 0}};
	struct phrase_value n = {"n", NULL, 1};
	char out[64];

	(void)state;
	assert_string_equal(phrase_text(out, sizeof out, english, "list.pair", ab, 2), "bread and Käse");
	assert_string_equal(phrase_text(out, 13, english, "list.pair", ab, 2), "bread and K"); /* not half of an ä */
	assert_string_equal(phrase_text(out, 14, english, "list.pair", ab, 2), "bread and Kä");
	assert_string_equal(phrase_text(out, sizeof out, english, "list.pair", ab, 1), "bread and ");
	assert_string_equal(phrase_text(out, sizeof out, english, "no.such.key", ab, 2), "[no.such.key]");
	assert_string_equal(phrase_text(out, sizeof out, english, "explain.votes", &n, 1), "1 vote");
	n.number = 12345;
	assert_string_equal(phrase_text(out, sizeof out, english, "explain.votes", &n, 1), "12,345 votes");
	n = (struct phrase_value){"n", "one", 1};
	assert_string_equal(phrase_text(out, sizeof out, english, "explain.votes", &n, 1), "one vote");
	out[0] = 'x';
	phrase_text(out, 0, english, "list.pair", ab, 2);
	assert_int_equal(out[0], 'x');
}

static void numbers(void **state)
{
	const struct phrases *english = phrases_in("en");
	char out[PHRASE_NUMBER];

	(void)state;
	assert_string_equal(phrase_number(out, english, 0), "0");
	assert_string_equal(phrase_number(out, english, 999), "999");
	assert_string_equal(phrase_number(out, english, 1000), "1,000");
	assert_string_equal(phrase_number(out, english, UINT64_MAX), "18,446,744,073,709,551,615");
	assert_string_equal(phrase_money(out, english, "GBP", 2, 12500000), "£125,000");
	assert_string_equal(phrase_money(out, english, "GBP", 2, 12500005), "£125,000.05");
	assert_string_equal(phrase_money(out, english, "", 0, 125000), "125,000");
	assert_string_equal(phrase_money(out, english, "XAF", 0, 7), "XAF7");
	assert_string_equal(phrase_decimal(out, english, 3, 1500), "1.500");
	assert_string_equal(phrase_decimal(out, english, 3, 2000), "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plural_rules), cmocka_unit_test(plural_sets), cmocka_unit_test(catalogues),
	    cmocka_unit_test(languages),    cmocka_unit_test(filling),     cmocka_unit_test(numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
