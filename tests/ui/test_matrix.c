/* Every screen with the real font: nothing overlaps, nothing overflows, everything can be pressed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "canvas.h"
#include "model/matrix.h"

static void run(struct matrix *matrix, const struct messages *messages, const char *language,
                const struct display *display)
{
	struct canvas_options options = {CANVAS_OFFSCREEN,  display->width, display->height,
	                                 display->px_per_m, NULL,           NULL};
	char why[CANVAS_WHY];
	struct canvas *canvas;
	struct look look;

	assert_int_equal(canvas_create(&canvas, why, &options), STATUS_OK);
	canvas_look(canvas, &look);
	matrix_run(matrix, messages, language, &look.measure, display);
	canvas_destroy(canvas);
}

static void run_all(const struct messages *messages, const char *language)
{
	struct matrix *matrix = calloc(1, sizeof(*matrix));
	unsigned faults;

	assert_non_null(matrix);
	matrix->verbose = getenv("VERBOSE") != NULL;
	for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++)
		run(matrix, messages, language, &matrix_displays[i]);
	printf("# note: %s: %u screens checked, %u faults\n", language, matrix->screens, matrix->faults);
	assert_true(matrix->cards > 1000 && matrix->framed > 1000);
	faults = matrix->faults;
	free(matrix);
	assert_int_equal(faults, 0);
}

static void test_languages(void **state)
{
	(void)state;
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;

		assert_int_equal(messages_load(&messages, catalogues[i].language), STATUS_OK);
		run_all(&messages, catalogues[i].language);
		messages_finish(&messages);
	}
}

static void test_longer_words(void **state)
{
	struct messages messages;
	unsigned line;
	size_t len = 0;
	char *text = NULL;

	(void)state;
	for (unsigned i = 0; i < catalogue_count; i++)
		if (!strcmp(catalogues[i].language, "en"))
			text = longer_catalogue(catalogues[i].text, catalogues[i].text_len, &len);
	assert_non_null(text);
	assert_int_equal(messages_read(&messages, "en", text, len, &line), STATUS_OK);
	run_all(&messages, "en+40%");
	messages_finish(&messages);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_languages),
	    cmocka_unit_test(test_longer_words),
	};

	return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
