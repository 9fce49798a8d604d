/* Millimetres, line breaking, rectangles; and the inside of elements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "characters.h"
#include "layout.h"
#include "parts.h"

/* Ten pixels a character, twenty a line. */
static int ten(void *context, unsigned type, unsigned text_size, const char *text, size_t len)
{
	int count = 0;

	(void)context;
	(void)type;
	(void)text_size;
	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count * 10;
}

static int twenty(void *context, unsigned type, unsigned text_size)
{
	(void)context;
	(void)type;
	(void)text_size;
	return 20;
}

static const struct look look = {
    .width = 1000, .height = 1000, .px_per_m = 4000, .text_size = 1, .measure = {NULL, ten, twenty}};

static void test_millimetres(void **state)
{
	(void)state;
	assert_int_equal(look_px(&look, 2000), 80);
	assert_int_equal(look_px(&look, 0), 0);
	assert_int_equal(look_px(&look, 13), 1);
	assert_int_equal(look_px(&look, 12), 0);
	assert_int_equal(look_px(&look, -2000), -80);
}

/* The bands of voter.md for running text; headings are never smaller. */
static void test_capitals(void **state)
{
	static const int low[4] = {350, 480, 640, 850}, high[4] = {420, 560, 710, 900};

	(void)state;
	for (unsigned size = 0; size < 4; size++) {
		for (unsigned type = 0; type < TYPE_COUNT; type++)
			assert_true(type_capital(type, size) >= low[size]);
		for (unsigned type = TYPE_SMALL; type <= TYPE_STRONG; type++)
			assert_true(type_capital(type, size) <= high[size]);
		for (unsigned type = 0; size && type < TYPE_COUNT; type++)
			assert_true(type_capital(type, size) > type_capital(type, size - 1));
	}
}

static void check_lines(const char *text, int width, const char *expected)
{
	char out[400] = "";
	struct line line;

	for (const char *rest = *text ? text : NULL; rest;) {
		rest = text_line(&line, &look, TYPE_BODY, rest, width);
		strncat(out, line.start, line.len);
		if (rest)
			strcat(out, "|");
	}
	assert_string_equal(out, expected);
}

static void test_breaking(void **state)
{
	(void)state;
	check_lines("", 100, "");
	check_lines("one", 100, "one");
	check_lines("one two three", 70, "one two|three");
	check_lines("one two three", 79, "one two|three");
	check_lines("one  two   three", 80, "one  two|three");
	check_lines("one two ", 70, "one two");
	check_lines("one\ntwo", 100, "one|two");
	check_lines("one\n\ntwo", 100, "one||two");
	check_lines("one \ntwo", 100, "one|two");
	check_lines("step-free paths", 90, "step-free|paths");
	check_lines("step-free paths", 60, "step-|free|paths");
	check_lines("and/or", 40, "and/|or");
	check_lines("a - b", 30, "a -|b");
	check_lines("-5", 10, "-|5");
	check_lines("abcdefghij", 40, "abcd|efgh|ij");
	check_lines("ab cdefghij", 40, "ab|cdef|ghij");
	check_lines("££££", 20, "££|££");
	/* A space that must not break. */
	check_lines("12\xc2\xa0"
	            "000 zł",
	            70,
	            "12\xc2\xa0"
	            "000|zł");
	/* Narrower than a character: one each, and it ends. */
	check_lines("abc", 1, "a|b|c");
	check_lines("   ", 10, "");
}

/* A letter stays with its marks and with what a virama binds to it; nothing else is kept together. */
static void test_clusters(void **state)
{
	static const struct {
		const char *text;
		size_t first;
		unsigned count;
	} all[] = {
	    {"", 0, 0},
	    {"abc", 1, 3},
	    {"\xc3\xa9t\xc3\xa9", 2, 3},
	    {"e\xcc\x81t", 3, 2},                                                    /* an accent of its own */
	    {"\xe0\xa6\x95\xe0\xa7\x8d\xe0\xa6\xb7\xe0\xa6\xbf\xe0\xa6\x95", 12, 2}, /* Bengali kssi, ka */
	    {"\xe0\xa6\x95\xe0\xa7\x8d\xe2\x80\x8d\xe0\xa6\xb7", 12, 1},             /* with a joiner between */
	    {"\xd9\x84\xd9\x91\xd9\x81", 4, 2},                                      /* Arabic lam with shadda, feh */
	    {"\xff\xfe", 1, 2},                                                      /* no text, and still it ends */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_int_equal(cluster_len(all[i].text, strlen(all[i].text)), all[i].first);
		assert_int_equal(text_clusters(all[i].text, strlen(all[i].text)), all[i].count);
	}
	/* A word longer than its line is divided between them. */
	check_lines("\xe0\xa6\x95\xe0\xa7\x8d\xe0\xa6\xb7\xe0\xa6\x95\xe0\xa7\x8d\xe0\xa6\xb7", 40,
	            "\xe0\xa6\x95\xe0\xa7\x8d\xe0\xa6\xb7|\xe0\xa6\x95\xe0\xa7\x8d\xe0\xa6\xb7");
}

static void test_scripts(void **state)
{
	(void)state;
	assert_false(text_is_tall("Plain words, £5 – \xce\xb1 \xd0\xb6"));
	assert_true(text_is_tall("abc \xe0\xa6\x95"));
	assert_true(text_is_tall("\xd9\x84"));
	assert_false(text_has_right_to_left("abc \xe0\xa6\x95 £5"));
	assert_true(text_has_right_to_left("abc \xd9\x84"));
	assert_true(text_has_right_to_left("\xd7\x90"));
	assert_false(text_is_tall("\xd7\x90"));
	assert_true(character_is_hidden(0x2068) && character_is_hidden(0x2069) && !character_is_hidden(' '));
}

/* Lines of a script that stands higher are higher, whatever the language; all are in a language that has such a script.
 */
static void test_tall_lines(void **state)
{
	struct look tall = look;

	(void)state;
	assert_int_equal(text_line_height(&look, TYPE_BODY, "abc"), 20);
	assert_int_equal(text_line_height(&look, TYPE_BODY, "abc \xe0\xa6\x95"), 24);
	assert_int_equal(text_height(&look, TYPE_BODY, "\xe0\xa6\x95 \xe0\xa6\x95", 10), 48);
	tall.tall = 1;
	assert_int_equal(line_height(&tall, TYPE_BODY), 24);
	assert_int_equal(text_height(&tall, TYPE_BODY, "abc", 100), 24);
}

static void test_lines_of_seventy(void **state)
{
	char text[400] = "";
	struct line line;
	unsigned count = 0;

	(void)state;
	for (unsigned i = 0; i < 39; i++)
		strcat(text, "123456789 ");
	for (const char *rest = text; rest; count++) {
		rest = text_line(&line, &look, TYPE_BODY, rest, 100000);
		assert_true(line.len <= LAYOUT_LINE_CHARACTERS);
	}
	assert_int_equal(count, 6);
}

static void test_sizes_of_text(void **state)
{
	struct line line = {"one two", 7}, word;
	int x = 0;

	(void)state;
	assert_int_equal(text_height(&look, TYPE_BODY, "", 100), 0);
	assert_int_equal(text_height(&look, TYPE_BODY, "one two three", 70), 40);
	assert_int_equal(text_width(&look, TYPE_BODY, "one two\nthree"), 70);
	assert_int_equal(text_word_width(&look, TYPE_BODY, "one three two"), 50);
	assert_int_equal(line_width(&look, TYPE_BODY, &line), 70);
	assert_true(line_word(&word, &x, &look, TYPE_BODY, &line));
	assert_int_equal(word.len, 3);
	assert_int_equal(x, 0);
	x += 30;
	assert_true(line_word(&word, &x, &look, TYPE_BODY, &line));
	assert_int_equal(x, 40);
	assert_memory_equal(word.start, "two", 3);
	x += 30;
	assert_false(line_word(&word, &x, &look, TYPE_BODY, &line));
}

static void test_rectangles(void **state)
{
	struct rect box = {0, 0, 100, 50}, strip;

	(void)state;
	assert_true(rect_overlaps(box, (struct rect){99, 49, 10, 10}));
	assert_false(rect_overlaps(box, (struct rect){100, 0, 10, 10}));
	assert_true(rect_inside((struct rect){0, 0, 100, 50}, box));
	assert_false(rect_inside((struct rect){1, 0, 100, 50}, box));
	strip = cut_top(&box, 10, 5);
	assert_int_equal(strip.h, 10);
	assert_int_equal(box.y, 15);
	assert_int_equal(box.h, 35);
	strip = cut_right(&box, 30, 10);
	assert_int_equal(strip.x, 70);
	assert_int_equal(box.w, 60);
	strip = cut_left(&box, 20, 5);
	assert_int_equal(box.x, 25);
	strip = cut_bottom(&box, 5, 5);
	assert_int_equal(strip.y, 45);
	assert_int_equal(box.h, 25);
}

static struct element button(const char *text, enum icon icon)
{
	struct element element = {
	    .role = ROLE_BUTTON, .text = text, .detail = "", .note = "", .amount = "", .icon = icon};

	element.type = TYPE_STRONG;
	return element;
}

/* Whatever width and words: what an element says it needs holds its parts. */
static void test_parts_fit_what_they_ask_for(void **state)
{
	static const char *const words[] = {"Choose", "Check my choices", "Too dear now – touch to see why", "A"};
	static const enum icon icons[] = {ICON_NONE, ICON_TICK, ICON_NEXT};

	(void)state;
	for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++) {
		for (size_t i = 0; i < sizeof(icons) / sizeof(*icons); i++) {
			struct element element = button(words[w], icons[i]);
			int least = element_least_width(&element, &look), natural = element_width(&element, &look);

			assert_true(least <= natural);
			for (int width = least; width < natural + 100; width += 7) {
				struct part part[PARTS_MAX];
				unsigned count;

				element.box = (struct rect){20, 30, width, element_height(&element, &look, width)};
				count = element_parts(part, &element, &look);
				assert_int_equal(count, icons[i] == ICON_NONE ? 1 : 2);
				for (unsigned k = 0; k < count; k++)
					assert_true(rect_inside(part[k].box, element.box));
				if (count == 2)
					assert_false(rect_overlaps(part[0].box, part[1].box));
			}
		}
	}
}

/* In a language from the right every part stands mirrored in its box; what keeps its order does not. */
static void test_parts_turn_round(void **state)
{
	struct look from_right = look;
	struct element element = button("Choose", ICON_NEXT);
	struct part here[PARTS_MAX], there[PARTS_MAX];

	(void)state;
	from_right.right_to_left = 1;
	element.box = (struct rect){20, 30, 300, 80};
	assert_int_equal(element_parts(here, &element, &look), 2);
	assert_int_equal(element_parts(there, &element, &from_right), 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(there[i].box.x - 20, 320 - here[i].box.x - here[i].box.w);
		assert_true(there[i].from_right && !here[i].from_right);
	}
	element.state = STATE_LEFT_TO_RIGHT;
	assert_int_equal(element_parts(there, &element, &from_right), 2);
	assert_int_equal(there[0].box.x, here[0].box.x);
	assert_false(there[0].from_right);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_millimetres),
	    cmocka_unit_test(test_capitals),
	    cmocka_unit_test(test_breaking),
	    cmocka_unit_test(test_clusters),
	    cmocka_unit_test(test_scripts),
	    cmocka_unit_test(test_tall_lines),
	    cmocka_unit_test(test_lines_of_seventy),
	    cmocka_unit_test(test_parts_turn_round),
	    cmocka_unit_test(test_sizes_of_text),
	    cmocka_unit_test(test_rectangles),
	    cmocka_unit_test(test_parts_fit_what_they_ask_for),
	};

	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
