/* Hands that are not steady, on the screens that voters use: each press is aimed at the middle of something and misses
 * by a Gaussian of so many millimetres, slips while it is down, strikes twice, with a palm beside it now and then. How
 * often nothing happens, and how often something that was not meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "canvas.h"
#include "model/screen_fixture.h"
#include "ways.h"

enum { TRIES = 40000, SIGMAS = 3 };

static const double sigmas[SIGMAS] = {1.5, 2.7, 4.0}; /* millimetres, on each axis */

/* How a press goes, beside its aim. */
enum manner { MANNER_TAP, MANNER_SLIP, MANNER_TWICE, MANNER_PALM, MANNER_COUNT };

static const char *const manner_names[MANNER_COUNT] = {"taps", "slips of 3 mm", "double strikes", "beside a palm"};

struct outcome {
	unsigned tries, missed, wrong, twice;
};

struct hands {
	struct canvas *canvas;
	struct look look;
	struct example example;
	struct messages messages;
	struct flow flow;
	struct screen screen;
	struct input input;
	uint64_t now_ms, random;
	struct outcome outcome[SIGMAS][MANNER_COUNT];
	unsigned smallest; /* the narrowest thing aimed at, tenths of a millimetre */
};

static double uniform(struct hands *hands)
{
	hands->random ^= hands->random << 13;
	hands->random ^= hands->random >> 7;
	hands->random ^= hands->random << 17;
	return ((double)(hands->random >> 11) + 0.5) / 9007199254740992.0;
}

/* Box and Muller. */
static double gaussian(struct hands *hands)
{
	double radius = sqrt(-2 * log(uniform(hands))), angle = 6.283185307179586 * uniform(hands);

	return radius * cos(angle);
}

static int millimetres(const struct hands *hands, double mm)
{
	return (int)lround(mm * hands->look.px_per_m / 1000);
}

struct spot {
	int x, y;
};

/* Returns what was pressed: an index of the screen's elements, or -1. */
static int finger(struct hands *hands, Uint32 type, SDL_FingerID id, struct spot at)
{
	SDL_Event event = {.tfinger = {.type = type, .touchId = 3, .fingerId = id}};
	struct input_answer answer;

	event.tfinger.x = ((float)at.x + 0.5F) / (float)hands->look.width;
	event.tfinger.y = ((float)at.y + 0.5F) / (float)hands->look.height;
	input_event(&hands->input, &event, &hands->screen, hands->now_ms, &answer);
	if (answer.kind != INPUT_PRESS)
		return -1;
	for (unsigned i = 0; i < hands->screen.count; i++)
		if (!strcmp(hands->screen.element[i].id, answer.id))
			return (int)i;
	return -1;
}

static int strike(struct hands *hands, struct spot at, double slip_mm)
{
	double angle = 6.283185307179586 * uniform(hands);

	finger(hands, SDL_FINGERDOWN, 1, at);
	for (unsigned step = 1; step <= 4 && slip_mm > 0; step++) {
		struct spot to = {at.x + millimetres(hands, slip_mm * step / 4 * cos(angle)),
		                  at.y + millimetres(hands, slip_mm * step / 4 * sin(angle))};

		hands->now_ms += 20;
		finger(hands, SDL_FINGERMOTION, 1, to);
		if (step == 4)
			at = to;
	}
	hands->now_ms += 70;
	return finger(hands, SDL_FINGERUP, 1, at);
}

static void press_one(struct hands *hands, unsigned target, unsigned sigma, enum manner manner)
{
	const struct rect box = hands->screen.element[target].box;
	struct outcome *outcome = &hands->outcome[sigma][manner];
	struct spot at = {box.x + box.w / 2 + millimetres(hands, sigmas[sigma] * gaussian(hands)),
	                  box.y + box.h / 2 + millimetres(hands, sigmas[sigma] * gaussian(hands))};
	struct spot palm = {(int)(uniform(hands) * hands->look.width), (int)(uniform(hands) * hands->look.height)};
	int pressed, again = -1;

	/* The hand comes with the finger, a moment after it. */
	if (manner == MANNER_PALM)
		finger(hands, SDL_FINGERDOWN, 1, at);
	if (manner == MANNER_PALM)
		finger(hands, SDL_FINGERDOWN, 9, palm);
	pressed = manner == MANNER_PALM ? (hands->now_ms += 80, finger(hands, SDL_FINGERUP, 1, at))
	                                : strike(hands, at, manner == MANNER_SLIP ? 3 : 0);
	if (manner == MANNER_TWICE) {
		hands->now_ms += 120;
		again = strike(hands, at, 0);
	}
	if (manner == MANNER_PALM && finger(hands, SDL_FINGERUP, 9, palm) >= 0)
		outcome->wrong++;
	outcome->tries++;
	outcome->missed += pressed < 0;
	outcome->wrong += pressed >= 0 && pressed != (int)target;
	outcome->twice += again >= 0;
	hands->now_ms += 1500;
}

/* --- the screens --- */

static void show_screen(struct hands *hands, enum flow_state state, unsigned contest)
{
	example_flow(&hands->flow, &hands->example, state);
	hands->flow.contest = (uint8_t)contest;
	hands->look.text_size = hands->flow.text_size;
	screen_build(&hands->screen, &hands->flow, &hands->messages, &hands->look);
	assert_int_equal(hands->screen.status, STATUS_OK);
	input_shown(&hands->input, &hands->screen, hands->now_ms);
	hands->now_ms += 1500;
}

static void press_all(struct hands *hands, unsigned rounds)
{
	for (unsigned i = 0; i < hands->screen.count; i++) {
		const struct element *element = &hands->screen.element[i];
		int least = element->box.w < element->box.h ? element->box.w : element->box.h;
		unsigned tenths = (unsigned)((int64_t)least * 10000 / hands->look.px_per_m);

		if (element->action.kind == ACT_NONE)
			continue;
		hands->smallest = tenths < hands->smallest ? tenths : hands->smallest;
		for (unsigned k = 0; k < rounds * SIGMAS * MANNER_COUNT; k++)
			press_one(hands, i, k % SIGMAS, (enum manner)(k / SIGMAS % MANNER_COUNT));
	}
}

static void press_screens(struct hands *hands, unsigned rounds)
{
	static const enum flow_state states[] = {FLOW_SETTINGS, FLOW_HOW,    FLOW_PROJECT, FLOW_FIND, FLOW_REVIEW,
	                                         FLOW_SEALED,   FLOW_THANKS, FLOW_HELP,    FLOW_IDLE};

	for (unsigned kind = EXAMPLE_USUAL; kind < EXAMPLE_KIND_COUNT; kind++) {
		if (kind == EXAMPLE_MOST)
			continue;
		example_make(&hands->example, (enum example_kind)kind);
		for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
			show_screen(hands, states[i], 0);
			press_all(hands, rounds);
		}
		for (unsigned c = 0; c < hands->example.election.contest_count; c++) {
			show_screen(hands, FLOW_PROJECTS, c);
			press_all(hands, rounds);
		}
	}
}

static struct outcome all_of(const struct hands *hands, unsigned sigma)
{
	struct outcome all = {0};

	for (unsigned manner = 0; manner < MANNER_COUNT; manner++) {
		all.tries += hands->outcome[sigma][manner].tries;
		all.missed += hands->outcome[sigma][manner].missed;
		all.wrong += hands->outcome[sigma][manner].wrong;
		all.twice += hands->outcome[sigma][manner].twice;
	}
	return all;
}

static double percent(unsigned part, unsigned whole)
{
	return 100.0 * part / whole;
}

static void tell(const struct hands *hands, const char *display)
{
	for (unsigned sigma = 0; sigma < SIGMAS; sigma++) {
		const struct outcome all = all_of(hands, sigma);

		printf("# note: hands, %s, sigma %.1f mm: %u presses, %.3f %% missed, %.3f %% something else, %u acted "
		       "twice (",
		       display, sigmas[sigma], all.tries, percent(all.missed, all.tries), percent(all.wrong, all.tries),
		       all.twice);
		for (unsigned manner = 0; manner < MANNER_COUNT; manner++) {
			const struct outcome *one = &hands->outcome[sigma][manner];

			printf("%s%s %.3f/%.3f %%", manner ? ", " : "", manner_names[manner],
			       percent(one->missed, one->tries), percent(one->wrong, one->tries));
		}
		printf(")\n");
	}
	printf("# note: the narrowest thing aimed at: %u.%u mm\n", hands->smallest / 10, hands->smallest % 10);
}

static void run(const struct display *display)
{
	const struct canvas_options options = {.kind = CANVAS_OFFSCREEN,
	                                       .width = display->width,
	                                       .height = display->height,
	                                       .px_per_m = display->px_per_m};
	struct hands *hands = calloc(1, sizeof(*hands));
	char why[CANVAS_WHY];

	assert_non_null(hands);
	assert_int_equal(canvas_create(&hands->canvas, why, &options), STATUS_OK);
	canvas_look(hands->canvas, &hands->look);
	assert_int_equal(messages_load(&hands->messages, "en"), STATUS_OK);
	hands->random = 88172645463325252U;
	hands->now_ms = 10000;
	hands->smallest = 100000;
	input_init(&hands->input, &hands->look);
	press_screens(hands, 60);
	tell(hands, display->name);
	/* A steady hand and an unsteady one; no strike acts twice. */
	assert_true(all_of(hands, 0).tries > TRIES);
	for (unsigned sigma = 0; sigma < SIGMAS; sigma++)
		assert_int_equal(all_of(hands, sigma).twice, 0);
	assert_true(percent(all_of(hands, 0).missed, all_of(hands, 0).tries) < 0.01);
	assert_int_equal(all_of(hands, 0).wrong, 0);
	assert_true(percent(all_of(hands, 1).missed, all_of(hands, 1).tries) < 0.2);
	assert_true(percent(all_of(hands, 1).wrong, all_of(hands, 1).tries) < 0.02);
	assert_true(percent(all_of(hands, 2).missed, all_of(hands, 2).tries) < 2);
	assert_true(percent(all_of(hands, 2).wrong, all_of(hands, 2).tries) < 0.5);
	messages_finish(&hands->messages);
	canvas_destroy(hands->canvas);
	free(hands);
}

static void test_large_display(void **state)
{
	(void)state;
	run(&matrix_displays[0]);
}

static void test_upright_display(void **state)
{
	(void)state;
	run(&matrix_displays[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_large_display),
	    cmocka_unit_test(test_upright_display),
	};

	return cmocka_run_group_tests_name("hands", tests, NULL, NULL);
}
