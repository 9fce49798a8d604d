/* What an organiser may write and nobody wishes for: 300 projects, names as long as they may be without a single blank,
 * descriptions of 2,000 characters in one word. Laid out without overflow on every display, in every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "canvas.h"
#include "model/matrix.h"

enum { PROJECTS = 300, DESCRIPTION = ELECTION_TEXT_MAX };

struct hard {
	struct canvas *canvas;
	struct look look;
	struct messages messages;
	struct example example;
	struct project project[PROJECTS];
	char ids[PROJECTS][8];
	char name[4 * ELECTION_NAME_MAX + 1], text[4 * DESCRIPTION + 1];
	struct flow flow;
	struct screen screen;
	unsigned screens, faults;
};

static const struct {
	const char *language, *letters; /* repeated without a blank */
} kinds[] = {
    {"en", "Donaudampfschiff"},
    {"en", "WWWWMMMM"},
    {"ar", "بلدية"},
    {"bn", "পুনর্নির্মাণ"},
};

/* At most that many characters, and whole repeats of the letters. */
static void repeat(char *out, size_t characters, const char *letters)
{
	size_t len = strlen(letters), each = text_characters(letters);

	out[0] = '\0';
	for (size_t i = 0; i + each <= characters; i += each, out += len)
		memcpy(out, letters, len + 1);
}

static void make(struct hard *hard, const char *letters)
{
	struct contest *contest = &hard->example.contest[0];

	example_make(&hard->example, EXAMPLE_USUAL);
	repeat(hard->name, ELECTION_NAME_MAX, letters);
	repeat(hard->text, DESCRIPTION, letters);
	for (unsigned i = 0; i < PROJECTS; i++) {
		struct project *project = &hard->project[i];

		*project = hard->example.project[0][i % 20];
		snprintf(hard->ids[i], sizeof(hard->ids[i]), "p%u", i + 1);
		project->id = hard->ids[i];
		project->name.in[0] = project->place.in[0] = hard->name;
		project->description.in[0] = hard->text;
	}
	contest->projects = hard->project;
	contest->project_count = PROJECTS;
	contest->type = VOTE_APPROVAL;
	contest->max_sum_cost = 0;
	contest->width = 1;
}

/* All parts and some pages of the flow's screen. */
static void check(struct hard *hard, const char *language)
{
	const struct element *next;
	struct fault fault;

	hard->look.text_size = hard->flow.text_size;
	for (unsigned guard = 0; guard < 3; guard++) {
		screen_build(&hard->screen, &hard->flow, &hard->messages, &hard->look);
		screen_look(&hard->look, &hard->screen);
		hard->screens++;
		/* Such words are broken wherever the line ends. */
		if (!check_screen(&fault, &hard->screen, &hard->look) &&
		    !strstr(fault.what, "broken inside of a word") && ++hard->faults <= 20)
			printf("# %s, %s, %dx%d, size %u: %s\n", language, flow_state_name(hard->flow.state),
			       hard->look.width, hard->look.height, hard->flow.text_size, fault.what);
		next = screen_find(&hard->screen, "part-next");
		if (!next)
			next = screen_find(&hard->screen, "page-next");
		if (!next)
			return;
		if (next->action.kind == ACT_PART)
			hard->flow.part = (uint8_t)next->action.arg;
		else
			hard->flow.first = (uint16_t)next->action.arg;
	}
}

static void check_display(struct hard *hard, const struct display *display, unsigned kind)
{
	static const enum flow_state states[] = {FLOW_PROJECTS, FLOW_PROJECT, FLOW_FIND, FLOW_FILTER, FLOW_REVIEW};
	struct canvas_options options = {CANVAS_OFFSCREEN,  display->width, display->height,
	                                 display->px_per_m, NULL,           NULL};
	char why[CANVAS_WHY];

	assert_int_equal(canvas_create(&hard->canvas, why, &options), STATUS_OK);
	canvas_look(hard->canvas, &hard->look);
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		for (unsigned size = 1; size < FLOW_TEXT_SIZES; size += 2) {
			example_flow(&hard->flow, &hard->example, states[i]);
			hard->flow.text_size = (uint8_t)size;
			check(hard, kinds[kind].language);
		}
	canvas_destroy(hard->canvas);
}

static void long_words_and_many_projects(void **state)
{
	static struct hard hard;

	(void)state;
	for (unsigned kind = 0; kind < sizeof(kinds) / sizeof(*kinds); kind++) {
		assert_int_equal(messages_load(&hard.messages, kinds[kind].language), STATUS_OK);
		make(&hard, kinds[kind].letters);
		for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i += 3)
			check_display(&hard, &matrix_displays[i], kind);
		messages_finish(&hard.messages);
	}
	printf("# note: %u screens, %u faults\n", hard.screens, hard.faults);
	assert_int_equal(hard.faults, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(long_words_and_many_projects),
	};

	return cmocka_run_group_tests_name("hard texts", tests, NULL, NULL);
}
