/* A screen, what it is made of, and a measure of text that needs no font. */
#ifndef FOLKMOOT_TESTS_SCREEN_FIXTURE_H
#define FOLKMOOT_TESTS_SCREEN_FIXTURE_H

#include "model/matrix.h"
#include "speech.h"

/* Every character as wide as an average one of a sans serif, lines at 1.3 em. */
static inline int em(unsigned type, unsigned text_size, int px_per_m)
{
	return type_capital(type, text_size) * px_per_m / 100000 * 1375 / 1000;
}

static inline int fixed_width(void *context, unsigned type, unsigned text_size, const char *text, size_t len)
{
	const struct display *display = context;
	int count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count * em(type, text_size, display->px_per_m) * 55 / 100;
}

static inline int fixed_line(void *context, unsigned type, unsigned text_size)
{
	const struct display *display = context;

	return em(type, text_size, display->px_per_m) * 13 / 10;
}

struct fixture {
	struct matrix matrix;
	struct example example;
	struct flow flow, before;
	struct screen screen;
	struct messages messages;
	struct display display;
	struct look look;
};

static inline int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	if (!fixture)
		return -1;
	fixture->display = matrix_displays[0];
	fixture->look = (struct look){.width = 1920,
	                              .height = 1080,
	                              .px_per_m = 3615,
	                              .text_size = 1,
	                              .measure = {&fixture->display, fixed_width, fixed_line}};
	example_make(&fixture->example, EXAMPLE_USUAL);
	*state = fixture;
	return messages_load(&fixture->messages, "en") != STATUS_OK;
}

static inline int tear_down(void **state)
{
	struct fixture *fixture = *state;

	messages_finish(&fixture->messages);
	free(fixture);
	return 0;
}

static inline void build(struct fixture *fixture)
{
	fixture->look.text_size = fixture->flow.text_size;
	screen_build(&fixture->screen, &fixture->flow, &fixture->messages, &fixture->look);
	assert_int_equal(fixture->screen.status, STATUS_OK);
}

static inline void show(struct fixture *fixture, enum flow_state state)
{
	example_flow(&fixture->flow, &fixture->example, state);
	build(fixture);
}

/* What an element says, without the marks between segments. The buffer is overwritten by the next call. */
static inline const char *spoken_plainly(const struct element *element)
{
	static char out[4096];
	size_t used = 0;

	for (const char *at = element->spoken; *at && used + 1 < sizeof(out); at++) {
		if (*at == SPEECH_LANGUAGE[0] && at[1])
			at++;
		else if (*at != SPEECH_BREAK[0])
			out[used++] = *at;
	}
	out[used] = 0;
	return out;
}

static inline const struct element *need(const struct fixture *fixture, const char *id)
{
	const struct element *element = screen_find(&fixture->screen, id);

	if (!element)
		fail_msg("%s is not on screen %s", id, flow_state_name(fixture->screen.of));
	return element;
}

#endif
