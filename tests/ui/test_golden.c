/* Pinned pictures: a screen drawn today has the same pixels as when a person last looked at it: every screen upright
 * and lying, and every screen in every theme in each script.
 *
 * tests/ui/golden/pictures.txt holds a line for each: its name and a hash of its pixels; and first a hash of all fonts'
 * files, since other fonts draw other pixels: with those nothing is compared. Where a picture differs, the new
 * one is written to build/screens/ and named. After looking at it:  REMAKE=1 build/tests/ui/test_golden  writes the
 * file anew. ALL=1 writes every picture to build/screens/, in all displays' sizes, for looking through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fonts.h"
#include "model/matrix.h"
#include "ui/png.h"

#define PINNED "tests/ui/golden/pictures.txt"

enum { NAME_MAX_LEN = 80, HASH_LEN = 16, PICTURES_MAX = 1100 };

/* A language for each script. */
static const char *const scripts[] = {"en", "ar", "bn"};

struct pinned {
	char name[NAME_MAX_LEN];
	char hash[2 * HASH_LEN + 1];
};

struct gallery {
	struct canvas *canvas;
	const struct display *display;
	struct messages messages;
	struct example example, types; /* types: a contest of every vote type, and questions */
	struct flow flow;
	struct screen screen;
	struct pinned made[PICTURES_MAX], pinned[PICTURES_MAX];
	unsigned made_count, pinned_count;
};

static const char *folder(void)
{
	const char *build = getenv("B");
	static char path[200];

	snprintf(path, sizeof(path), "%s/screens", build ? build : "build");
	mkdir(build ? build : "build", 0777);
	mkdir(path, 0777);
	return path;
}

static void save(const struct gallery *gallery, const char *name)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s.png", folder(), name);
	assert_true(save_png(gallery->canvas, path));
}

static const struct pinned *find(const struct pinned *pictures, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (!strcmp(pictures[i].name, name))
			return &pictures[i];
	return NULL;
}

/* Draws the flow's screen, and keeps the hash of its pixels. */
static void take(struct gallery *gallery, const char *what, const struct focus *focus, const char *pressed)
{
	struct pinned *picture = &gallery->made[gallery->made_count];
	unsigned char hash[HASH_LEN];
	struct look look;
	int width, height, pitch;
	const uint32_t *pixels;

	assert_true(gallery->made_count < PICTURES_MAX);
	canvas_look(gallery->canvas, &look);
	screen_build(&gallery->screen, &gallery->flow, &gallery->messages, &look);
	assert_int_equal(gallery->screen.status, STATUS_OK);
	assert_int_equal(canvas_draw(gallery->canvas, &gallery->screen, focus, pressed), STATUS_OK);
	pixels = canvas_pixels(gallery->canvas, &width, &height, &pitch);
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)pixels,
	                   (unsigned long long)pitch * (unsigned)height, NULL, 0);
	snprintf(picture->name, sizeof(picture->name), "%s-%s", what, gallery->display->name);
	sodium_bin2hex(picture->hash, sizeof(picture->hash), hash, sizeof(hash));
	gallery->made_count++;
	if (getenv("ALL"))
		save(gallery, picture->name);
}

static void pose(struct gallery *gallery, enum flow_state state)
{
	example_flow(&gallery->flow, state == FLOW_WRITE ? &gallery->types : &gallery->example, state);
}

static void take_states(struct gallery *gallery)
{
	for (unsigned state = 0; state < FLOW_STATE_COUNT; state++) {
		pose(gallery, (enum flow_state)state);
		take(gallery, flow_state_name((enum flow_state)state), NULL, NULL);
	}
}

static void take_variants(struct gallery *gallery)
{
	struct focus focus;

	for (unsigned theme = 1; theme < FLOW_THEMES; theme++) {
		char name[40];

		pose(gallery, FLOW_PROJECTS);
		gallery->flow.theme = (uint8_t)theme;
		snprintf(name, sizeof(name), "projects-theme-%u", theme);
		take(gallery, name, NULL, NULL);
	}
	pose(gallery, FLOW_PROJECTS);
	gallery->flow.text_size = 3;
	take(gallery, "projects-very-large", NULL, NULL);
	pose(gallery, FLOW_PROJECTS);
	gallery->flow.notice = NOTICE_VERDICT;
	gallery->flow.verdict = (struct verdict){VERDICT_TOO_DEAR, 1200000};
	take(gallery, "projects-notice", NULL, NULL);
	pose(gallery, FLOW_PROJECTS);
	gallery->flow.facts.kind = SIGN_PRACTICE;
	take(gallery, "projects-practice", NULL, NULL);
	pose(gallery, FLOW_PROJECTS);
	take(gallery, "projects-pressed", NULL, "choose-4");
	focus_init(&focus);
	focus_follow(&focus, &gallery->screen);
	focus_next(&focus, &gallery->screen);
	focus_next(&focus, &gallery->screen);
	take(gallery, "projects-focus", &focus, NULL);
	pose(gallery, FLOW_STAFF_DONE);
	gallery->flow.staff_result = STATUS_DISK_FULL;
	take(gallery, "staff-failed", NULL, NULL);
}

/* All screens in all themes, in the language that is loaded. */
static void take_themes(struct gallery *gallery, const char *language)
{
	for (unsigned theme = 0; theme < FLOW_THEMES; theme++)
		for (unsigned state = 0; state < FLOW_STATE_COUNT; state++) {
			char name[60];

			pose(gallery, (enum flow_state)state);
			gallery->flow.theme = (uint8_t)theme;
			snprintf(name, sizeof(name), "%s-%s-theme-%u", language,
			         flow_state_name((enum flow_state)state), theme);
			take(gallery, name, NULL, NULL);
		}
}

/* Every vote type and every kind of question. */
static void take_types(struct gallery *gallery, const char *language)
{
	for (unsigned theme = 0; theme < FLOW_THEMES; theme++)
		for (unsigned contest = 0; contest < gallery->types.election.contest_count; contest++) {
			char name[60];

			example_flow(&gallery->flow, &gallery->types, FLOW_PROJECTS);
			gallery->flow.contest = (uint8_t)contest;
			gallery->flow.theme = (uint8_t)theme;
			snprintf(name, sizeof(name), "%s-contest-%u-theme-%u", language, contest + 1, theme);
			take(gallery, name, NULL, NULL);
		}
}

static void take_scripts(struct gallery *gallery)
{
	const struct display *display = &matrix_displays[3];
	struct canvas_options options = {CANVAS_OFFSCREEN,  display->width, display->height,
	                                 display->px_per_m, NULL,           NULL};
	char why[CANVAS_WHY];

	gallery->display = display;
	assert_int_equal(canvas_create(&gallery->canvas, why, &options), STATUS_OK);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		messages_finish(&gallery->messages);
		assert_int_equal(messages_load(&gallery->messages, scripts[i]), STATUS_OK);
		take_themes(gallery, scripts[i]);
		take_types(gallery, scripts[i]);
	}
	messages_finish(&gallery->messages);
	assert_int_equal(messages_load(&gallery->messages, "en"), STATUS_OK);
	canvas_destroy(gallery->canvas);
}

static void hash_file(crypto_generichash_state *hash, const char *path)
{
	static unsigned char bytes[1 << 16];
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!file)
		fail_msg("%s is missing", path);
	while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
		crypto_generichash_update(hash, bytes, len);
	fclose(file);
}

/* The pictures hang on the very bytes of the fonts. */
static void take_fonts(struct gallery *gallery)
{
	struct pinned *fonts = &gallery->made[gallery->made_count++];
	unsigned char hash[HASH_LEN];
	crypto_generichash_state state;
	char path[FONT_PATH];

	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (unsigned family = 0; family < font_families; family++)
		for (unsigned weight = 0; weight < WEIGHT_COUNT; weight++) {
			font_path(path, family, (enum font_weight)weight, NULL);
			hash_file(&state, path);
		}
	crypto_generichash_final(&state, hash, sizeof(hash));
	snprintf(fonts->name, sizeof(fonts->name), "fonts");
	sodium_bin2hex(fonts->hash, sizeof(fonts->hash), hash, sizeof(hash));
}

static void take_display(struct gallery *gallery, const struct display *display)
{
	struct canvas_options options = {CANVAS_OFFSCREEN,  display->width, display->height,
	                                 display->px_per_m, NULL,           NULL};
	char why[CANVAS_WHY];

	gallery->display = display;
	assert_int_equal(canvas_create(&gallery->canvas, why, &options), STATUS_OK);
	take_states(gallery);
	if (display == &matrix_displays[0])
		take_variants(gallery);
	canvas_destroy(gallery->canvas);
}

static void take_all(struct gallery *gallery)
{
	take_fonts(gallery);
	take_display(gallery, &matrix_displays[0]);
	take_display(gallery, &matrix_displays[1]);
	take_scripts(gallery);
}

static int other_fonts(const struct gallery *gallery)
{
	const struct pinned *pinned = find(gallery->pinned, gallery->pinned_count, "fonts");

	return pinned && strcmp(pinned->hash, gallery->made[0].hash) != 0;
}

static void read_pinned(struct gallery *gallery)
{
	FILE *file = fopen(PINNED, "r");
	struct pinned picture;

	while (file && fscanf(file, "%79s %32s", picture.name, picture.hash) == 2 &&
	       gallery->pinned_count < PICTURES_MAX)
		gallery->pinned[gallery->pinned_count++] = picture;
	if (file)
		fclose(file);
}

static void write_pinned(const struct gallery *gallery)
{
	FILE *file = fopen(PINNED, "w");

	assert_non_null(file);
	for (unsigned i = 0; i < gallery->made_count; i++)
		fprintf(file, "%s %s\n", gallery->made[i].name, gallery->made[i].hash);
	assert_int_equal(fclose(file), 0);
}

/* Draws it again, to keep a picture of what is different. */
static unsigned differences(struct gallery *gallery)
{
	unsigned count = 0;

	for (unsigned i = 0; i < gallery->made_count; i++) {
		const struct pinned *made = &gallery->made[i];
		const struct pinned *pinned = find(gallery->pinned, gallery->pinned_count, made->name);

		if (pinned && !strcmp(pinned->hash, made->hash))
			continue;
		if (++count <= 20)
			printf("# %s is not as it was pinned\n", made->name);
	}
	if (count)
		printf("# %u of %u pictures are not as they were pinned\n", count, gallery->made_count);
	return count;
}

static void test_pictures(void **state)
{
	struct gallery *gallery = calloc(1, sizeof(*gallery));
	unsigned count;

	(void)state;
	assert_non_null(gallery);
	assert_int_equal(messages_load(&gallery->messages, "en"), STATUS_OK);
	example_make(&gallery->example, EXAMPLE_USUAL);
	example_make(&gallery->types, EXAMPLE_TYPES);
	take_all(gallery);
	if (getenv("REMAKE"))
		write_pinned(gallery);
	read_pinned(gallery);
	if (other_fonts(gallery)) {
		printf("# note: the fonts here are not those of the pinned pictures: nothing was compared\n");
		messages_finish(&gallery->messages);
		free(gallery);
		skip();
		return;
	}
	count = differences(gallery);
	if (count && !getenv("ALL")) {
		gallery->made_count = 0;
		setenv("ALL", "1", 1);
		take_all(gallery);
		unsetenv("ALL");
		printf("# all pictures as they are now lie in %s\n", folder());
	}
	/* Nothing is pinned that is no longer drawn. */
	assert_int_equal(gallery->pinned_count, gallery->made_count);
	messages_finish(&gallery->messages);
	free(gallery);
	assert_int_equal(count, 0);
}

/* The same twice gives the same pixels, whatever was drawn between. */
static void test_same_pixels_again(void **state)
{
	struct canvas_options options = {CANVAS_OFFSCREEN, 1280, 800, 3810, NULL, NULL};
	struct gallery *gallery = calloc(1, sizeof(*gallery));
	char why[CANVAS_WHY];

	(void)state;
	assert_non_null(gallery);
	gallery->display = &matrix_displays[2];
	assert_int_equal(messages_load(&gallery->messages, "en"), STATUS_OK);
	example_make(&gallery->example, EXAMPLE_USUAL);
	example_make(&gallery->types, EXAMPLE_TYPES);
	assert_int_equal(canvas_create(&gallery->canvas, why, &options), STATUS_OK);
	take_states(gallery);
	take_states(gallery);
	for (unsigned i = 0; i < FLOW_STATE_COUNT; i++)
		assert_string_equal(gallery->made[i].hash, gallery->made[i + FLOW_STATE_COUNT].hash);
	canvas_destroy(gallery->canvas);
	messages_finish(&gallery->messages);
	free(gallery);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pictures),
	    cmocka_unit_test(test_same_pixels_again),
	};

	return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
