/* Contrast by pixel: what every text really stands on, as it was painted. voter.md: calm at least 10:1, black on white
 * and white on black at least 20:1, soft between 4.5:1 and 8:1. LONG: every language and every size of words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "canvas.h"
#include "model/matrix.h"
#include "palette.h"

enum { COLOURS = 4096 };

struct tones {
	struct tone {
		uint32_t colour;
		unsigned count;
	} of[COLOURS];
	unsigned colours;
};

struct looked {
	unsigned texts, wrong;
	double least, most;
	char where[200];
};

struct eye {
	struct canvas *canvas;
	struct look look;
	struct messages messages;
	struct example example;
	struct flow flow;
	struct screen screen;
	struct tones tones;
	struct looked *looked; /* of each theme */
	const char *language;
	unsigned screens;
};

static const struct {
	const char *name;
	double least, most; /* of the words' ink on their ground */
} promised[FLOW_THEMES] = {
    [THEME_CALM] = {"calm", 10, 21},
    [THEME_BLACK_ON_WHITE] = {"black on white", 20, 21},
    [THEME_WHITE_ON_BLACK] = {"white on black", 20, 21},
    [THEME_SOFT] = {"soft", 4.5, 8},
};

/* WCAG 2.2's relative luminance. */
static double channel(unsigned level)
{
	double c = level / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t pixel)
{
	return 0.2126 * channel(pixel >> 16 & 255) + 0.7152 * channel(pixel >> 8 & 255) + 0.0722 * channel(pixel & 255);
}

static double contrast(uint32_t a, uint32_t b)
{
	double one = luminance(a) + 0.05, other = luminance(b) + 0.05;

	return one > other ? one / other : other / one;
}

/* Every colour of a box, and how many pixels have it. */
static void count_tones(struct tones *out, const struct canvas *canvas, struct rect box)
{
	int width, height, pitch;
	const uint32_t *pixels = canvas_pixels(canvas, &width, &height, &pitch);

	memset(out, 0, sizeof(*out));
	for (int y = box.y; y < box.y + box.h && y < height; y++)
		for (int x = box.x; x < box.x + box.w && x < width; x++) {
			uint32_t pixel = pixels[y * (pitch / 4) + x] & 0xffffff;
			unsigned i = (pixel * 2654435761U) >> 20;

			while (out->of[i].count && out->of[i].colour != pixel)
				i = (i + 1) % COLOURS;
			if (!out->of[i].count) {
				assert_true(++out->colours < COLOURS);
				out->of[i].colour = pixel;
			}
			out->of[i].count++;
		}
}

/* Between what most pixels are, the ground, and the pixel that differs most from it: the middle of a stroke. 0 where
 * nothing is written. */
static double ink_on_ground(const struct tones *tones)
{
	const struct tone *ground = &tones->of[0];
	double best = 0;

	for (unsigned i = 1; i < COLOURS; i++)
		if (tones->of[i].count > ground->count)
			ground = &tones->of[i];
	for (unsigned i = 0; i < COLOURS; i++) {
		double of = tones->of[i].count ? contrast(tones->of[i].colour, ground->colour) : 0;

		if (&tones->of[i] != ground && of > best)
			best = of;
	}
	return best;
}

/* Something with strokes, which a stop or a blank has not. */
static int has_letters(const char *text)
{
	for (; *text; text++)
		if (strchr(" .,:-\n", *text) == NULL)
			return 1;
	return 0;
}

static void look_at_part(struct eye *eye, const struct element *element, struct rect box)
{
	/* A button that chooses colours wears them, but where somebody needs the highest contrast everywhere. */
	int wears =
	    element->action.kind == ACT_THEME && (eye->flow.theme == THEME_CALM || eye->flow.theme == THEME_SOFT);
	unsigned theme = wears ? element->action.arg : eye->flow.theme;
	struct looked *looked = &eye->looked[theme];
	double of;

	count_tones(&eye->tones, eye->canvas, box);
	of = ink_on_ground(&eye->tones);
	if (!looked->texts || of < looked->least) {
		looked->least = of;
		snprintf(looked->where, sizeof(looked->where), "%.23s on %.40s, size %u, %.15s", element->id,
		         flow_state_name(eye->flow.state), eye->flow.text_size, eye->language);
	}
	if (!looked->texts || of > looked->most)
		looked->most = of;
	looked->texts++;
	if (of >= promised[theme].least && of <= promised[theme].most + 0.01)
		return;
	looked->wrong++;
	if (looked->wrong <= 10)
		printf("# %s: %s on %s, size %u, %s: %.2f:1\n", promised[theme].name, element->id,
		       flow_state_name(eye->flow.state), eye->flow.text_size, eye->language, of);
}

static void look_at_screen(struct eye *eye)
{
	eye->look.text_size = eye->flow.text_size;
	eye->look.theme = eye->flow.theme;
	screen_build(&eye->screen, &eye->flow, &eye->messages, &eye->look);
	assert_int_equal(eye->screen.status, STATUS_OK);
	assert_int_equal(canvas_draw(eye->canvas, &eye->screen, NULL, NULL), STATUS_OK);
	screen_look(&eye->look, &eye->screen);
	eye->screens++;
	for (unsigned i = 0; i < eye->screen.count; i++) {
		struct part part[PARTS_MAX];
		unsigned count = element_parts(part, &eye->screen.element[i], &eye->look);

		for (unsigned k = 0; k < count; k++)
			if (part[k].text && has_letters(part[k].text))
				look_at_part(eye, &eye->screen.element[i], part[k].box);
	}
}

static void look_at_states(struct eye *eye, enum example_kind kind, unsigned size)
{
	example_make(&eye->example, kind);
	for (unsigned state = 0; state < FLOW_STATE_COUNT; state++)
		for (unsigned theme = 0; theme < FLOW_THEMES; theme++) {
			if (size != FLOW_TEXT_SIZE_DEFAULT && only_usual_size((enum flow_state)state))
				continue;
			example_flow(&eye->flow, &eye->example, (enum flow_state)state);
			eye->flow.theme = (uint8_t)theme;
			eye->flow.text_size = (uint8_t)size;
			if (has_notice((enum flow_state)state) && kind == EXAMPLE_USUAL) {
				eye->flow.notice = matrix_notice((enum flow_state)state);
				eye->flow.verdict = matrix_verdict(&eye->example.contest[0]);
			}
			look_at_screen(eye);
		}
}

static void look_in(struct eye *eye, const char *language)
{
	const char *const more = getenv("LONG");
	int all = more && *more;

	assert_int_equal(messages_load(&eye->messages, language), STATUS_OK);
	eye->language = language;
	for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++)
		if (all || size == 0 || (size == FLOW_TEXT_SIZE_DEFAULT && !strcmp(language, "en"))) {
			look_at_states(eye, EXAMPLE_USUAL, size);
			if (all || size == FLOW_TEXT_SIZE_DEFAULT)
				look_at_states(eye, EXAMPLE_TYPES, size);
		}
	messages_finish(&eye->messages);
}

static void words_stand_out(void **state)
{
	static struct looked looked_at[FLOW_THEMES];
	static struct eye eye = {.looked = looked_at};
	struct canvas_options options = {CANVAS_OFFSCREEN, 1024, 768, 3360, NULL, NULL};
	const char *const more = getenv("LONG");
	char why[CANVAS_WHY];
	unsigned wrong = 0;

	(void)state;
	assert_int_equal(canvas_create(&eye.canvas, why, &options), STATUS_OK);
	canvas_look(eye.canvas, &eye.look);
	for (unsigned i = 0; i < catalogue_count; i++)
		if ((more && *more) || strstr("en ar bn pl", catalogues[i].language))
			look_in(&eye, catalogues[i].language);
	canvas_destroy(eye.canvas);
	printf("# note: %u screens\n", eye.screens);
	for (unsigned i = 0; i < FLOW_THEMES; i++) {
		struct looked *looked = &eye.looked[i];

		printf("# note: %s: %u texts, from %.2f:1 (%s) to %.2f:1\n", promised[i].name, looked->texts,
		       looked->least, looked->where, looked->most);
		assert_true(looked->texts > 100);
		wrong += looked->wrong;
	}
	assert_int_equal(wrong, 0);
}

/* The measure itself, on colours whose contrast is known. */
static void the_measure_is_right(void **state)
{
	(void)state;
	assert_true(fabs(contrast(0x000000, 0xffffff) - 21) < 0.001);
	assert_true(fabs(contrast(0x777777, 0xffffff) - 4.478) < 0.001);
	assert_true(fabs(contrast(0xffffff, 0x0000ff) - 8.592) < 0.001);
	assert_true(fabs(contrast(0x123456, 0x123456) - 1) < 0.001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_measure_is_right),
	    cmocka_unit_test(words_stand_out),
	};

	return cmocka_run_group_tests_name("contrast", tests, NULL, NULL);
}
