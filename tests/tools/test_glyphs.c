/* Which characters no font of the kiosk has, and the languages that are refused for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "glyphs.h"
#include "messages.h"
#include "model/examples.h"

static int set_up(void **state)
{
	struct glyphs *glyphs;
	char why[GLYPHS_WHY];

	if (glyphs_open(&glyphs, why) != STATUS_OK) {
		print_message("# note: %s\n", why);
		return -1;
	}
	*state = glyphs;
	return 0;
}

static int tear_down(void **state)
{
	glyphs_close(*state);
	return 0;
}

static void test_what_fonts_have(void **state)
{
	static const char *const all[] = {
	    "",
	    "Plain words, 125,000 – “quoted” … £ € zł Ẹ̀kọ́",
	    "একটি প্রকল্প। ক্ষ্ম ২০২৭ ৳",
	    "مشروع، ٢٠٢٧؟ لا‌نه",
	    "ትግርኛ, ქართული, हिन्दी, ਪੰਜਾਬੀ, தமிழ், ไทย, ελληνικά, українська, עברית, Tiếng Việt, Twi ɛ ɔ",
	    "one\ntwo\xc2\xa0three\xe2\x80\x8d\xe2\x81\xa8 four\xe2\x81\xa9",
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (glyphs_missing(*state, all[i], NULL))
			fail_msg("U+%04X of \"%s\"", glyphs_missing(*state, all[i], NULL), all[i]);
}

static void test_what_fonts_lack(void **state)
{
	size_t at = 99;

	assert_int_equal(glyphs_missing(*state, "ab中c", &at), 0x4e2d);
	assert_int_equal(at, 2);
	assert_int_equal(glyphs_missing(*state, "\xf0\x9f\x8c\xb3 trees", &at), 0x1f333);
	assert_int_equal(at, 0);
	/* Asked for again, the answer is kept. */
	assert_int_equal(glyphs_missing(*state, "中", NULL), 0x4e2d);
}

/* Every word that the kiosk itself says. */
static void test_catalogues(void **state)
{
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;

		assert_int_equal(messages_load(&messages, catalogues[i].language), STATUS_OK);
		for (unsigned id = 0; id < MESSAGE_COUNT; id++) {
			uint32_t missing = glyphs_missing(*state, messages.of[id], NULL);

			if (missing)
				fail_msg("%s: U+%04X in \"%s\"", catalogues[i].language, missing, messages.of[id]);
		}
		messages_finish(&messages);
	}
}

static void keep(void *context, const struct problem *problem)
{
	struct problem *kept = context;

	*kept = *problem;
}

static void test_languages_by_name(void **state)
{
	static struct example example;
	struct problem problem = {{0}, {0}, {0}};

	example_make(&example, EXAMPLE_USUAL);
	assert_int_equal(glyphs_check(*state, &example.election, keep, &problem), STATUS_OK);
	assert_string_equal(problem.place, "");
	example.project[0][7].summary.in[2] = "Zwykłe słowa i jedno 中 obce";
	assert_int_equal(glyphs_check(*state, &example.election, keep, &problem), STATUS_RULES);
	assert_string_equal(problem.place, "language pl");
	assert_non_null(strstr(problem.what, "U+4E2D"));
	assert_non_null(strstr(problem.what, "contest 1, project p8, summary"));
	assert_int_equal(glyphs_check(*state, &example.election, NULL, NULL), STATUS_RULES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_fonts_have),
	    cmocka_unit_test(test_what_fonts_lack),
	    cmocka_unit_test(test_catalogues),
	    cmocka_unit_test(test_languages_by_name),
	};

	return cmocka_run_group_tests_name("glyphs", tests, set_up, tear_down);
}
