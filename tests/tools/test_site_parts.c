/* Parts of the results site by themselves: text from outside as HTML, places told together, shares of a hundred. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "html.h"
#include "site.h"
#include "turnout.h"
#include "view.h"

static void assert_html(const char *text, const char *expected)
{
	char *out = NULL;
	size_t len;
	FILE *stream = open_memstream(&out, &len);

	assert_non_null(stream);
	html_text(stream, text);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(out, expected);
	free(out);
}

static void assert_plain(const char *text, const char *expected)
{
	char *out = plain_text(text);

	assert_non_null(out);
	assert_string_equal(out, expected);
	free(out);
}

#define BAD "\xef\xbf\xbd"

static void markup(void **state)
{
	(void)state;
	assert_html("a & b < c > d \"e\" 'f'", "a &amp; b &lt; c &gt; d &quot;e&quot; &#39;f&#39;");
	assert_html("</script><!-- -->", "&lt;/script&gt;&lt;!-- --&gt;");
	assert_html("&amp;", "&amp;amp;");
	assert_html("Zażółć حديقة 公園 \xf0\x9f\x8c\xb3", "Zażółć حديقة 公園 \xf0\x9f\x8c\xb3");
	assert_html("two\nlines\tand a tab", "two\nlines\tand a tab");
	assert_html("", "");
}

static void controls(void **state)
{
	(void)state;
	assert_html("a\x01"
	            "b\x1b[31mc\x7f\r",
	            "a" BAD "b" BAD "[31mc" BAD BAD);
	assert_html("a\xc2\x85"
	            "b",
	            "a" BAD "b");
	/* What turns the direction, and the mark of a byte order. */
	assert_html("a\xe2\x80\xae"
	            "b\xe2\x80\xaa\xe2\x81\xa6\xe2\x81\xa9\xef\xbb\xbf"
	            "c",
	            "abc");
	/* A left-to-right mark belongs to some names. */
	assert_html("a\xe2\x80\x8e"
	            "b",
	            "a\xe2\x80\x8e"
	            "b");
}

static void no_utf8(void **state)
{
	(void)state;
	assert_html("a\xff"
	            "b\xc3",
	            "a" BAD "b" BAD);
	assert_html("\xc0\xbcscript", BAD BAD "script");  /* a long form of < */
	assert_html("\xe0\x80\xbc", BAD BAD BAD);         /* a longer one */
	assert_html("\xed\xa0\x80", BAD BAD BAD);         /* a surrogate */
	assert_html("\xf4\x90\x80\x80", BAD BAD BAD BAD); /* beyond the last character */
	assert_html("\xef\xbf\xbe\xef\xbf\xbf", BAD BAD); /* no characters */
	assert_html("\xe2\x82", BAD BAD);                 /* cut off */
	assert_plain("\xe2\x80\xae<b>\x02&\xff\n", "<b>" BAD "&" BAD "\n");
}

static void assert_told(const uint64_t *ballots, unsigned count, unsigned alone, uint64_t together)
{
	static const char *const names[] = {"A", "B", "C", "D", "E", "F"};
	struct turnout_place places[6];
	struct turnout turnout = {.place = places, .count = count};
	uint64_t all = 0, told = 0;

	for (unsigned i = 0; i < count; i++) {
		places[i] = (struct turnout_place){.name = names[i], .ballots = ballots[i]};
		all += ballots[i];
	}
	turnout_coarsen(&turnout);
	assert_int_equal(turnout.alone, alone);
	assert_int_equal(turnout.together, together);
	for (unsigned i = 0; i < alone; i++) {
		assert_true(places[i].ballots >= TURNOUT_LEAST);
		told += places[i].ballots;
	}
	assert_int_equal(told + turnout.together, all);
	/* Whoever subtracts what is told from all ballots learns of at least two places, and of ten ballots. */
	assert_true(alone == count || alone == 0 || (count - alone >= 2 && turnout.together >= TURNOUT_LEAST));
}

static void places_told_together(void **state)
{
	(void)state;
	assert_told((const uint64_t[]){28, 27}, 2, 2, 0);
	assert_told((const uint64_t[]){10, 10}, 2, 2, 0);
	assert_told((const uint64_t[]){50, 9}, 2, 0, 59);        /* one small place would be the difference */
	assert_told((const uint64_t[]){50, 40, 9}, 3, 1, 49);    /* the next smallest joins it */
	assert_told((const uint64_t[]){3, 50, 4, 40}, 4, 1, 47); /* two small ones are still fewer than ten */
	assert_told((const uint64_t[]){6, 50, 7, 40}, 4, 2, 13);
	assert_told((const uint64_t[]){0, 50}, 2, 0, 50);
	assert_told((const uint64_t[]){2, 3}, 2, 0, 5);
	assert_told((const uint64_t[]){6}, 1, 0, 6);
	assert_told((const uint64_t[]){12}, 1, 1, 0);
	assert_told((const uint64_t[]){0, 0, 0, 11, 10, 30}, 6, 2, 10);
	assert_told(NULL, 0, 0, 0);
}

static void percents(void **state)
{
	(void)state;
	assert_int_equal(percent_of(0, 0), 0);
	assert_int_equal(percent_of(1, 3), 33);
	assert_int_equal(percent_of(2, 3), 67);
	assert_int_equal(percent_of(1, 200), 1);
	assert_int_equal(percent_of(1, 201), 0);
	assert_int_equal(percent_of(199, 200), 100);
	assert_int_equal(percent_of(1000000, 1000000), 100);
}

static void codes_packed(void **state)
{
	static const char lines[] =
	    "11111-22222-33333-44444-55555 counted\n"
	    "aaaaa-bbbbb-ccccc-ddddd-eeeee test ballot\n"
	    "bbbbb-bbbbb-ccccc-ddddd-eeeee not counted: carries a voting code that was never issued\n"
	    "zzzzz-bbbbb-ccccc-ddddd-eeeee not counted: carries a voting code of which another ballot counts\n";
	char *out = NULL;
	size_t len;
	FILE *stream = open_memstream(&out, &len);

	(void)state;
	assert_non_null(stream);
	lookup_pack(stream, lines, sizeof lines - 1);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(out, "1111122222333334444455555caaaaabbbbbcccccdddddeeeeetbbbbbbbbbbcccccdddddeeeee0"
	                         "zzzzzbbbbbcccccdddddeeeee2");
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(markup),   cmocka_unit_test(controls),
	    cmocka_unit_test(no_utf8),  cmocka_unit_test(places_told_together),
	    cmocka_unit_test(percents), cmocka_unit_test(codes_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
