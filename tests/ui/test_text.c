/* Scripts and directions: the order of a line's pieces, shaping, widths, heights; and the screen that is turned round.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "characters.h"
#include "fonts.h"
#include "model/examples.h"
#include "order.h"
#include "text.h"
#include "ui/traces.h"

enum { PX_PER_M = 3615 };

struct bench {
	struct text_shop *shop;
	struct paragraph *paragraph;
	struct look look;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	char why[200];

	if (!bench || text_shop_create(&bench->shop, why, sizeof(why), NULL))
		return -1;
	text_shop_display(bench->shop, PX_PER_M);
	bench->paragraph = paragraph_create();
	bench->look = (struct look){.width = 1920,
	                            .height = 1080,
	                            .px_per_m = PX_PER_M,
	                            .text_size = 1,
	                            .measure = text_shop_measure(bench->shop)};
	*state = bench;
	return bench->paragraph ? 0 : -1;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	paragraph_destroy(bench->paragraph);
	text_shop_destroy(bench->shop);
	free(bench);
	return 0;
}

/* The pieces from the left, with "|" between; spaces stand as they are. */
static void check_order(struct bench *bench, const char *text, enum text_direction direction, const char *expected)
{
	struct piece piece[ORDER_PIECES];
	struct line line = {text, strlen(text)};
	char out[400] = "";
	unsigned count;

	assert_int_equal(paragraph_read(bench->paragraph, text, direction), STATUS_OK);
	count = paragraph_pieces(piece, bench->paragraph, bench->shop, &line);
	for (unsigned i = 0; i < count; i++) {
		size_t used = strlen(out);

		snprintf(out + used, sizeof(out) - used, "%s%.*s", i ? "|" : "", (int)piece[i].len, piece[i].text);
	}
	assert_string_equal(out, expected);
}

static void test_order(void **state)
{
	struct bench *bench = *state;

	check_order(bench, "one two", LEFT_TO_RIGHT, "one| |two");
	check_order(bench, "one two.", RIGHT_TO_LEFT, "one| |two.");
	check_order(bench, "كلفة المشروع", RIGHT_TO_LEFT, "المشروع| |كلفة");
	check_order(bench, "كلفة المشروع", LEFT_TO_RIGHT, "المشروع| |كلفة");
	/* An amount keeps its order, alone and isolated within words from the right. */
	check_order(bench, "£125,000", RIGHT_TO_LEFT, "£125,000");
	check_order(bench, "كلفة " ISOLATE_FIRST "£125,000" ISOLATE_END " فقط", RIGHT_TO_LEFT, "فقط| |£125,000| |كلفة");
	/* So do an English name and what stands at its end. */
	check_order(bench, "إلى " ISOLATE_FIRST "Mill Road (2)" ISOLATE_END "، ثم", RIGHT_TO_LEFT,
	            "ثم| |،|Mill| |Road| |(2)| |إلى");
	check_order(bench, "صفحة 2 من 6", RIGHT_TO_LEFT, "6| |من| |2| |صفحة");
	/* Fonts divide pieces; marks stay with their letters. */
	check_order(bench, "ক্ষুদ্র £5 abc", LEFT_TO_RIGHT, "ক্ষুদ্র| |£5| |abc");
	check_order(bench, "abcক্ষdef", LEFT_TO_RIGHT, "abc|ক্ষ|def");
}

/* Several paragraphs, and lines that were broken before: levels come from the whole paragraph. */
/* An x between numbers, as codes have it, is drawn as the letter: no piece holds both sides of it. */
static void test_x_is_no_product(void **state)
{
	struct bench *bench = *state;

	check_order(bench, "ab3x6  k23x4", LEFT_TO_RIGHT, "ab3|x6|  |k23|x4");
	check_order(bench, "3 x 6", LEFT_TO_RIGHT, "3| |x| |6");
	check_order(bench, "axb6 x6x", LEFT_TO_RIGHT, "axb6| |x6|x");
}

static void test_broken_lines(void **state)
{
	struct bench *bench = *state;
	static const char text[] = "اختر " ISOLATE_FIRST "Shade trees for Tanner Street" ISOLATE_END " أو غيره";
	struct piece piece[ORDER_PIECES];
	const char *rest = text;
	unsigned lines = 0, pieces = 0;

	assert_int_equal(paragraph_read(bench->paragraph, text, RIGHT_TO_LEFT), STATUS_OK);
	while (rest) {
		struct line line;
		unsigned count;

		rest = text_line(&line, &bench->look, TYPE_BODY, rest, 200);
		count = paragraph_pieces(piece, bench->paragraph, bench->shop, &line);
		/* Within a line English words run on from the left, wherever it was broken. */
		for (unsigned i = 1; i < count; i++)
			if (piece[i].level == 2 && piece[i - 1].level == 2)
				assert_true(piece[i].text > piece[i - 1].text);
		pieces += count;
		lines++;
	}
	assert_true(lines >= 3);
	assert_true(pieces >= 12);
}

static int width(const struct bench *bench, const char *text)
{
	return bench->look.measure.width(bench->look.measure.context, TYPE_BODY, 1, text, strlen(text));
}

/* Letters are joined as the script wants it: a word is not as wide as its letters one by one. */
static void test_shaping(void **state)
{
	struct bench *bench = *state;

	assert_true(width(bench, "لا") < (width(bench, "ل") + width(bench, "ا")) * 9 / 10);
	assert_true(width(bench, "ههه") != 3 * width(bench, "ه"));
	/* A conjunct is one sign, not two letters and a virama. */
	assert_true(width(bench, "ক্ষ") < (width(bench, "ক") + width(bench, "ষ")) * 9 / 10);
	/* A joiner that forbids it undoes that. */
	assert_true(width(bench, "ক্\xe2\x80\x8cষ") > width(bench, "ক্ষ"));
	/* What is never drawn has no width; a box for what is missing has one. */
	assert_int_equal(width(bench, ISOLATE_FIRST "£5" ISOLATE_END), width(bench, "£5"));
	assert_int_equal(width(bench, ISOLATE_FIRST ISOLATE_END), 0);
	assert_true(width(bench, "中") > 0);
}

/* What is drawn is as wide as it was measured, and stands within its line; the highest marks may reach an eighth of
 * it further, where the next line has only space. */
static void check_drawn(struct bench *bench, unsigned type, unsigned size, const char *word,
                        enum text_direction direction)
{
	struct measure measure = bench->look.measure;
	int measured = measure.width(measure.context, type, size, word, strlen(word));
	struct look look = bench->look;
	int line, baseline, top = -1, bottom = -1, slack;
	struct coverage coverage;

	look.text_size = size;
	line = text_line_height(&look, (enum text_style)type, word);
	baseline = text_baseline(bench->shop, type, size, text_lines_tall(&look, word));
	assert_int_equal(text_run(&coverage, bench->shop, type, size, word, strlen(word), direction), STATUS_OK);
	assert_true(coverage.width > 0);
	if (abs(coverage.width - measured) > 2 + measured / 20)
		fail_msg("%s: measured %d, drawn %d", word, measured, coverage.width);
	for (int y = 0; y < coverage.height; y++)
		for (int x = 0; x < coverage.width; x++)
			if (coverage.rows[y * coverage.pitch + x] > 127) {
				top = top < 0 ? y : top;
				bottom = y;
			}
	slack = line / 8;
	top += baseline - coverage.ascent;
	bottom += baseline - coverage.ascent;
	if (top < -slack || bottom >= line + slack)
		fail_msg("%s, type %u, size %u: from %d to %d in a line of %d", word, type, size, top, bottom, line);
}

static void test_drawn_within_lines(void **state)
{
	static const char *const words[] = {"কর্তৃপক্ষ", "উচ্ছ্বসিত", "স্ত্রী", "বিদ্যুৎ", "কৌঁসুলি", "দ্বন্দ্ব", "প্রকল্প"};
	static const char *const from_right[] = {"المشاريع", "إلى", "يكلّف", "تُختارُ", "آخَر", "مِيزانية"};
	struct bench *bench = *state;

	for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++)
		for (unsigned type = 0; type < TYPE_COUNT; type++) {
			for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
				check_drawn(bench, type, size, words[i], LEFT_TO_RIGHT);
			for (size_t i = 0; i < sizeof(from_right) / sizeof(*from_right); i++)
				check_drawn(bench, type, size, from_right[i], RIGHT_TO_LEFT);
			check_drawn(bench, type, size, "Ågjpq£125,000", LEFT_TO_RIGHT);
		}
}

/* Shapes are turned as they should: a bracket in words from the right is the other one. */
static void test_brackets_turn(void **state)
{
	struct bench *bench = *state;
	struct coverage there, back;
	unsigned char kept[10000];
	size_t len;

	assert_int_equal(text_run(&there, bench->shop, TYPE_BODY, 1, "(", 1, RIGHT_TO_LEFT), STATUS_OK);
	len = (size_t)there.width * (size_t)there.height;
	assert_true(len && len <= sizeof(kept));
	memcpy(kept, there.rows, len);
	assert_int_equal(text_run(&back, bench->shop, TYPE_BODY, 1, ")", 1, LEFT_TO_RIGHT), STATUS_OK);
	assert_int_equal((size_t)back.width * (size_t)back.height, len);
	assert_memory_equal(kept, back.rows, len);
	assert_int_equal(text_run(&back, bench->shop, TYPE_BODY, 1, "(", 1, LEFT_TO_RIGHT), STATUS_OK);
	assert_memory_not_equal(kept, back.rows, len);
}

/* More sizes, weights and scripts than fonts are kept open. */
static void test_many_fonts(void **state)
{
	static const char *const words[] = {"abc", "কখ", "شمس", "हिन्दी", "தமிழ்", "ไทย", "አማርኛ"};
	struct bench *bench = *state;
	int first = width(bench, "কখ");

	for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++)
		for (unsigned type = 0; type < TYPE_COUNT; type++)
			for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
				struct coverage coverage;

				assert_int_equal(text_run(&coverage, bench->shop, type, size, words[i],
				                          strlen(words[i]), LEFT_TO_RIGHT),
				                 STATUS_OK);
				assert_true(coverage.width > 0);
			}
	assert_int_equal(width(bench, "কখ"), first);
}

/* --- the whole screen --- */

struct pair {
	struct screen here, there;
};

/* Every box of a screen in words from the right stands where the same one's mirror image stands; blocks that keep their
 * order keep it. */
static void test_mirrored(void **state)
{
	struct bench *bench = *state;
	struct pair *pair = calloc(1, sizeof(*pair));
	struct example *example = calloc(1, sizeof(*example));
	struct messages messages;
	struct flow *flow = calloc(1, sizeof(*flow));
	unsigned turned = 0, kept = 0;

	assert_true(pair && example && flow);
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	example_make(example, EXAMPLE_USUAL);
	for (unsigned at = 0; at < FLOW_STATE_COUNT; at++) {
		example_flow(flow, example, (enum flow_state)at);
		messages.right_to_left = 0;
		screen_build(&pair->here, flow, &messages, &bench->look);
		messages.right_to_left = 1;
		screen_build(&pair->there, flow, &messages, &bench->look);
		assert_true(pair->there.right_to_left && !pair->here.right_to_left);
		assert_int_equal(pair->here.count, pair->there.count);
		for (unsigned i = 0; i < pair->here.count; i++) {
			const struct element *a = &pair->here.element[i], *b = &pair->there.element[i];
			struct rect display = {0, 0, 1920, 1080}, expected = rect_mirrored(a->box, display);

			assert_int_equal(a->box.y, b->box.y);
			assert_int_equal(a->box.w, b->box.w);
			if (!(a->state & STATE_LEFT_TO_RIGHT)) {
				assert_int_equal(b->box.x, expected.x);
				turned++;
			} else if (i && a[-1].state & STATE_LEFT_TO_RIGHT && a[-1].group == a->group) {
				assert_int_equal(b->box.x - b[-1].box.x, a->box.x - a[-1].box.x);
				kept++;
			}
		}
	}
	if (turned < 200 || kept < 10)
		fail_msg("only %u boxes turned, %u kept", turned, kept);
	messages_finish(&messages);
	free(pair);
	free(example);
	free(flow);
}

/* --- a picture of the election's, and a blank screen --- */

static uint32_t pixel(const struct canvas *canvas, int x, int y)
{
	int width_px, height_px, pitch;
	const uint32_t *pixels = canvas_pixels(canvas, &width_px, &height_px, &pitch);

	return pixels[(ptrdiff_t)y * pitch / 4 + x] & 0xffffff;
}

static int near_colour(uint32_t colour, uint32_t wanted)
{
	int away = 0;

	for (int shift = 0; shift < 24; shift += 8)
		away += abs((int)(colour >> shift & 255) - (int)(wanted >> shift & 255));
	return away < 24;
}

/* Left half red, right half blue, twice as wide as high. */
static void test_photo(void **state)
{
	struct canvas_options options = {CANVAS_OFFSCREEN, 800, 600, PX_PER_M, NULL, NULL};
	static uint8_t bytes[200 * 100 * 2];
	struct election_picture picture = {0, 0, 200, 100, bytes};
	struct election election = {.picture_count = 1, .pictures = &picture};
	struct screen *screen = calloc(1, sizeof(*screen));
	struct element *photo = screen ? &screen->element[0] : NULL;
	struct canvas *canvas;
	char why[CANVAS_WHY];
	uint32_t paper;

	(void)state;
	assert_non_null(screen);
	for (int i = 0; i < 200 * 100; i++) {
		uint16_t value = i % 200 < 100 ? 0xf800 : 0x001f;

		bytes[2 * i] = (uint8_t)value;
		bytes[2 * i + 1] = (uint8_t)(value >> 8);
	}
	assert_int_equal(canvas_create(&canvas, why, &options), STATUS_OK);
	screen->count = 1;
	*photo = (struct element){.role = ROLE_PHOTO, .id = "photo", .text = "", .detail = "", .note = ""};
	photo->amount = photo->spoken = "";
	photo->box = (struct rect){100, 100, 300, 300};
	/* Without an election there is nothing to see. */
	assert_int_equal(canvas_draw(canvas, screen, NULL, NULL), STATUS_OK);
	paper = pixel(canvas, 5, 5);
	assert_int_equal(pixel(canvas, 250, 250), paper);
	canvas_election(canvas, &election);
	assert_int_equal(canvas_draw(canvas, screen, NULL, NULL), STATUS_OK);
	/* In the middle of its box, 300 x 150: proportions stay. */
	assert_true(near_colour(pixel(canvas, 200, 250), 0xff0000));
	assert_true(near_colour(pixel(canvas, 300, 250), 0x0000ff));
	assert_true(near_colour(pixel(canvas, 103, 250), 0xff0000));
	assert_int_equal(pixel(canvas, 250, 170), paper);
	assert_int_equal(pixel(canvas, 250, 330), paper);
	/* Smaller than it is, and no more than twice as large. */
	photo->box = (struct rect){100, 100, 50, 50};
	assert_int_equal(canvas_draw(canvas, screen, NULL, NULL), STATUS_OK);
	assert_true(near_colour(pixel(canvas, 110, 125), 0xff0000));
	assert_true(near_colour(pixel(canvas, 140, 125), 0x0000ff));
	photo->box = (struct rect){0, 0, 800, 600};
	assert_int_equal(canvas_draw(canvas, screen, NULL, NULL), STATUS_OK);
	assert_int_equal(pixel(canvas, 190, 300), paper);
	assert_true(near_colour(pixel(canvas, 210, 300), 0xff0000));
	/* An index that is not there leaves the place empty. */
	photo->value = 1;
	assert_int_equal(canvas_draw(canvas, screen, NULL, NULL), STATUS_OK);
	assert_int_equal(pixel(canvas, 210, 300), paper);
	photo->value = 0;
	/* Blank: black, and nothing is drawn again while it lasts. */
	screen->blank = 1;
	assert_int_equal(canvas_draw(canvas, screen, NULL, NULL), STATUS_OK);
	for (int y = 0; y < 600; y += 7)
		for (int x = 0; x < 800; x += 7)
			assert_int_equal(pixel(canvas, x, y), 0);
	photo->box.x = 30;
	screen->theme = 1;
	{
		uint64_t frames = canvas_frames(canvas);

		assert_int_equal(canvas_draw(canvas, screen, NULL, "photo"), STATUS_OK);
		assert_int_equal(canvas_frames(canvas), frames);
	}
	canvas_election(canvas, NULL);
	canvas_election(NULL, NULL);
	canvas_destroy(canvas);
	free(screen);
}

/* A voter's own words are nowhere in memory once they are to be forgotten, and are drawn again all the same. */
static void test_forgets(void **state)
{
	/* "Zwiebelturm" */
	static const char hidden[] = "\x0f\x22\x3c\x30\x37\x30\x39\x21\x20\x27\x38";
	enum { LEN = sizeof(hidden) - 1 };
	struct bench *bench = *state;
	struct coverage run;
	char word[LEN + 1];
	int width;

	if (!TRACES_CAN_BE_SOUGHT)
		skip();
	for (unsigned i = 0; i < 2; i++) {
		unhide(word, hidden, LEN);
		width = bench->look.measure.width(bench->look.measure.context, TYPE_BODY, 1, word, LEN);
		assert_true(width > 0);
		assert_int_equal(text_run(&run, bench->shop, TYPE_BODY, 1, word, LEN, LEFT_TO_RIGHT), STATUS_OK);
		assert_true(run.width > 0);
		explicit_bzero(word, sizeof(word));
		assert_true(count_traces(hidden, LEN) > 0);
		text_shop_forget(bench->shop);
		assert_int_equal(count_traces(hidden, LEN), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_x_is_no_product),
	    cmocka_unit_test(test_broken_lines),
	    cmocka_unit_test(test_shaping),
	    cmocka_unit_test(test_drawn_within_lines),
	    cmocka_unit_test(test_brackets_turn),
	    cmocka_unit_test(test_many_fonts),
	    cmocka_unit_test(test_mirrored),
	    cmocka_unit_test(test_photo),
	    cmocka_unit_test(test_forgets),
	};

	return cmocka_run_group_tests_name("text", tests, set_up, tear_down);
}
