/* A million wild events, or some thousands: fingers anywhere, several at once, every key, time in small and large
 * steps, headphones and things that are stuck. Whatever comes: nothing is cast but what a voter reviewed and cast,
 * within every limit; each session ends once; and whoever comes next finds the kiosk as if nobody had been there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/screen_fixture.h"
#include "ways.h"

enum { LANGUAGES = 3, EVENTS = 40000, EVENTS_LONG = 1000000 };

struct monkey {
	struct booth booth;
	struct example example;
	struct messages messages[LANGUAGES];
	struct display display;
	struct flow fresh; /* as at home with nobody there */
	uint64_t random;
	/* the session so far */
	int in_session, reviewed;
	struct sealed_plain review; /* what the review showed last */
	unsigned sessions, casts, ended, spoils;
	unsigned presses, screens;
	uint8_t seen[FLOW_STATE_COUNT];
};

static struct monkey *monkey_of(struct booth *booth)
{
	return booth->context;
}

static unsigned draw(struct monkey *monkey, unsigned below)
{
	monkey->random ^= monkey->random << 13;
	monkey->random ^= monkey->random >> 7;
	monkey->random ^= monkey->random << 17;
	return (unsigned)(monkey->random >> 20) % below;
}

/* --- what must hold --- */

static int is_home(enum flow_state state)
{
	return state == FLOW_START || state == FLOW_NOT_OPEN || state == FLOW_NO_ELECTION || state == FLOW_LOCKED;
}

/* As of nobody: without the clock, and what is told of the kiosk and not of a voter. */
static struct flow bare(const struct flow *flow)
{
	struct flow out = *flow;

	out.now_ms = out.last_activity_ms = out.entered_ms = 0;
	out.pin_wait_until_ms = 0;
	memset(&out.facts, 0, sizeof(out.facts));
	out.state = FLOW_START;
	out.speaking = out.headphones = out.stuck = 0;
	return out;
}

static void check_home(const struct monkey *monkey)
{
	struct flow now = bare(&monkey->booth.flow);

	assert_memory_equal(&now, &monkey->fresh, sizeof(now));
	/* A session ended: cast once, or not at all. */
	assert_int_equal(monkey->sessions, monkey->booth.casts + monkey->booth.discards);
}

/* Limits from above are kept at every moment; what is still missing is not. */
static void check_marks(const struct monkey *monkey)
{
	const struct flow *flow = &monkey->booth.flow;
	const struct style *style = &flow->election->styles[flow->style];

	for (unsigned c = 0; c < style->contest_count; c++) {
		const struct contest *contest = &flow->election->contests[style->contest[c]];
		enum rule_verdict rule = marks_check(contest, &flow->marks[c]).rule;

		if (rule != VERDICT_OK && rule != VERDICT_TOO_FEW && rule != VERDICT_TOO_CHEAP)
			fail_msg("contest %u breaks rule %d", c + 1, (int)rule);
	}
}

static void check_screen_whole(const struct monkey *monkey)
{
	const struct booth *booth = &monkey->booth;
	const char *pressed = input_pressed(&booth->input);

	if (booth->screen.status != STATUS_OK)
		fail_msg("the screen %s is not whole", flow_state_name(booth->screen.of));
	assert_int_equal(booth->screen.of, booth->flow.state);
	if (pressed[0])
		assert_non_null(screen_find(&booth->screen, pressed));
}

/* Called whenever something was pressed, before the flow takes it. */
static void pressing(struct booth *booth, struct action action)
{
	monkey_of(booth)->presses++;
	if (booth->flow.state == FLOW_SEALED && action.kind == ACT_CAST)
		assert_true(booth->now_ms - booth->flow.entered_ms >= INPUT_IRREVERSIBLE_MS);
}

static void watch_session(struct monkey *monkey, enum flow_state before)
{
	const struct booth *booth = &monkey->booth;
	enum flow_state now = booth->flow.state;
	unsigned points;

	if (before != FLOW_SETTINGS && now == FLOW_SETTINGS && !booth->flow.settled && !monkey->in_session) {
		monkey->in_session = 1;
		monkey->reviewed = 0;
		monkey->sessions++;
	}
	if (now == FLOW_REVIEW) {
		memset(&monkey->review, 0, sizeof(monkey->review));
		assert_int_equal(flow_encode(&monkey->review, &points, &booth->flow), STATUS_OK);
		monkey->reviewed = 1;
	}
	if (now == FLOW_PROJECTS)
		monkey->reviewed = monkey->reviewed && before != FLOW_CHALLENGED;
	if (booth->casts != monkey->casts) {
		assert_int_equal(booth->casts, monkey->casts + 1);
		assert_true(monkey->in_session && monkey->reviewed);
		assert_int_equal(now, FLOW_THANKS);
		/* What was reviewed is what was cast. */
		assert_memory_equal(&booth->cast, &monkey->review, sizeof(monkey->review));
		monkey->casts = booth->casts;
		monkey->in_session = 0;
	}
	if (booth->discards != monkey->ended) {
		assert_int_equal(booth->discards, monkey->ended + 1);
		monkey->ended = booth->discards;
		monkey->in_session = 0;
	}
	monkey->seen[now] = 1;
}

static void check(struct monkey *monkey, enum flow_state before)
{
	watch_session(monkey, before);
	check_screen_whole(monkey);
	if (monkey->booth.flow.in_session)
		check_marks(monkey);
	if (is_home(monkey->booth.flow.state))
		check_home(monkey);
	monkey->screens += before != monkey->booth.flow.state;
}

/* --- what it does --- */

/* Somewhere on the display; mostly on something. */
static void aim(struct monkey *monkey, int *x, int *y)
{
	const struct screen *screen = &monkey->booth.screen;
	const struct look *look = &monkey->booth.look;
	const struct element *element;
	unsigned tries = 0;

	*x = (int)draw(monkey, (unsigned)look->width);
	*y = (int)draw(monkey, (unsigned)look->height);
	if (!screen->count || draw(monkey, 8) == 0)
		return;
	do
		element = &screen->element[draw(monkey, screen->count)];
	while (element->action.kind == ACT_NONE && ++tries < 20);
	*x = element->box.x + (int)draw(monkey, (unsigned)element->box.w + 1);
	*y = element->box.y + (int)draw(monkey, (unsigned)element->box.h + 1);
}

/* Of several hands; more go than come. */
static void one_finger(struct monkey *monkey)
{
	static const Uint32 types[] = {SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERUP, SDL_FINGERMOTION};
	int x, y;

	aim(monkey, &x, &y);
	booth_finger(&monkey->booth, types[draw(monkey, 4)], 2 + draw(monkey, 5), x, y);
}

static void one_tap(struct monkey *monkey)
{
	int x, y;

	/* As quick as a hand can be, or after a look. */
	booth_wait(&monkey->booth, draw(monkey, 3) ? 300 + draw(monkey, 900) : draw(monkey, 300));
	aim(monkey, &x, &y);
	/* Voters get on: what leads on is touched more often. */
	if (draw(monkey, 3)) {
		const struct element *element = screen_find(&monkey->booth.screen, "next");

		if (!element && draw(monkey, 2))
			element = screen_find(&monkey->booth.screen, "cast");

		if (element) {
			x = element->box.x + element->box.w / 2;
			y = element->box.y + element->box.h / 2;
		}
	}
	booth_tap(&monkey->booth, x, y);
}

static void one_key(struct monkey *monkey)
{
	static const SDL_Keycode keys[] = {SDLK_KP_1,    SDLK_KP_2,      SDLK_KP_3,     SDLK_KP_4,      SDLK_KP_5,
	                                   SDLK_KP_6,    SDLK_KP_7,      SDLK_KP_8,     SDLK_KP_9,      SDLK_KP_0,
	                                   SDLK_KP_PLUS, SDLK_KP_PERIOD, SDLK_KP_MINUS, SDLK_KP_DIVIDE, SDLK_SPACE,
	                                   SDLK_RETURN,  SDLK_TAB,       SDLK_LEFT,     SDLK_UP,        SDLK_a};

	booth_key(&monkey->booth, keys[draw(monkey, sizeof(keys) / sizeof(*keys))]);
}

static void one_click(struct monkey *monkey)
{
	SDL_Event event = {.button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_LEFT}};

	aim(monkey, &event.button.x, &event.button.y);
	booth_event(&monkey->booth, &event);
	monkey->booth.now_ms += 60;
	event.type = SDL_MOUSEBUTTONUP;
	booth_event(&monkey->booth, &event);
}

static void one_told(struct monkey *monkey)
{
	static const enum event_kind kinds[] = {EVENT_SPEAKING, EVENT_HEADPHONES, EVENT_STUCK};
	struct event event = {.kind = kinds[draw(monkey, 3)], .arg = draw(monkey, 2)};

	/* Speech ends some time. */
	if (event.kind == EVENT_SPEAKING)
		event.arg = 0;
	booth_step(&monkey->booth, &event);
}

static void one_wait(struct monkey *monkey)
{
	unsigned kind = draw(monkey, 200);

	booth_wait(&monkey->booth, kind == 0   ? draw(monkey, 400000)
	                           : kind < 20 ? draw(monkey, 4000)
	                                       : draw(monkey, 700));
}

static void one_event(struct monkey *monkey)
{
	unsigned kind = draw(monkey, 100);

	if (kind < 65)
		one_tap(monkey);
	else if (kind < 78)
		one_key(monkey);
	else if (kind < 84)
		one_finger(monkey);
	else if (kind < 88)
		one_click(monkey);
	else if (kind < 89)
		one_told(monkey);
	else
		one_wait(monkey);
}

/* --- elections --- */

static void begin(struct monkey *monkey, enum example_kind kind, const struct display *display)
{
	static const char *const languages[LANGUAGES] = {"en", "pt", "pl"};
	struct look look;

	memset(monkey, 0, sizeof(*monkey));
	monkey->display = *display;
	monkey->random = 88172645463325252U + (uint64_t)kind;
	look = (struct look){.width = display->width,
	                     .height = display->height,
	                     .px_per_m = display->px_per_m,
	                     .measure = {&monkey->display, fixed_width, fixed_line}};
	example_make(&monkey->example, kind);
	for (unsigned i = 0; i < LANGUAGES; i++)
		assert_int_equal(messages_load(&monkey->messages[i], languages[i]), STATUS_OK);
	booth_init(&monkey->booth, &monkey->example.election, monkey->messages, &look);
	monkey->fresh = bare(&monkey->booth.flow);
	monkey->booth.context = monkey;
	monkey->booth.pressing = pressing;
}

static void run(enum example_kind kind, const struct display *display, unsigned events)
{
	struct monkey *monkey = calloc(1, sizeof(*monkey));
	unsigned states = 0;

	assert_non_null(monkey);
	begin(monkey, kind, display);
	for (unsigned i = 0; i < events; i++) {
		enum flow_state before = monkey->booth.flow.state;

		one_event(monkey);
		check(monkey, before);
	}
	for (unsigned i = 0; i < FLOW_STATE_COUNT; i++)
		states += monkey->seen[i];
	printf("# note: monkey, data %u: %u events, %u presses, %u screens, %u of %u states, %u sessions, %u cast, %u "
	       "tested, %u ended otherwise\n",
	       (unsigned)kind, events, monkey->presses, monkey->screens, states, (unsigned)FLOW_STATE_COUNT,
	       monkey->sessions, monkey->booth.casts, monkey->booth.spoils, monkey->booth.discards);
	assert_true(monkey->sessions > events / 5000 && monkey->booth.casts > 0);
	for (unsigned i = 0; i < LANGUAGES; i++)
		messages_finish(&monkey->messages[i]);
	free(monkey);
}

static unsigned events(void)
{
	const char *is_long = getenv("LONG");

	return is_long && *is_long ? EVENTS_LONG : EVENTS;
}

static void test_few_projects(void **state)
{
	(void)state;
	run(EXAMPLE_FEW, &matrix_displays[2], events() * 2 / 5);
}

static void test_districts(void **state)
{
	(void)state;
	run(EXAMPLE_SEVERAL, &matrix_displays[0], events() * 2 / 5);
}

static void test_every_type(void **state)
{
	(void)state;
	run(EXAMPLE_TYPES, &matrix_displays[3], events() / 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_few_projects),
	    cmocka_unit_test(test_districts),
	    cmocka_unit_test(test_every_type),
	};

	return cmocka_run_group_tests_name("monkey", tests, NULL, NULL);
}
