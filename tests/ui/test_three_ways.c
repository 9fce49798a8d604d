/* A vote by touch alone, by a keypad alone, by two switches alone is one and the same, byte for byte; and so is what
 * comes of each press of everything that voters and staff come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>

#include "model/screen_fixture.h"
#include "voter.h"

enum { LANGUAGES = 3 };

static struct messages languages[LANGUAGES];
static const struct messages *const english = &languages[0];
static struct example example;

/* --- whole votes --- */

/* Something to want in each contest, within its limits; another for each number. */
static void want(struct intention *out, const struct election *election, unsigned style, unsigned number)
{
	static const char *const answers[] = {"Mill Road", "A pond, 2 trees & a bench!", "", "the old bus station"};
	const struct style *of = &election->styles[style];

	memset(out, 0, sizeof(*out));
	out->style = (uint16_t)style;
	for (unsigned c = 0; c < of->contest_count; c++) {
		const struct contest *contest = &election->contests[of->contest[c]];
		unsigned chosen = 0;

		if (contest->type == VOTE_ANSWER_TEXT)
			out->answer[c] = answers[number % 4];
		for (unsigned i = number; i < number + contest->project_count && chosen < 5; i += 1 + number % 3) {
			unsigned project = (i * 5 + number) % contest->project_count;
			uint16_t mark = example_mark(contest, chosen);

			if (out->marks[c].of[project] ||
			    marks_try(contest, &out->marks[c], project, mark).rule != VERDICT_OK)
				continue;
			out->marks[c].of[project] = mark;
			chosen++;
		}
	}
}

/* What a recorder would be given of it. */
static void encode(struct sealed_plain *out, unsigned *points, const struct election *election,
                   const struct intention *wants)
{
	struct flow flow = {.election = election, .style = wants->style, .in_session = 1};

	memset(out, 0, sizeof(*out));
	memcpy(flow.marks, wants->marks, sizeof(flow.marks));
	for (unsigned c = 0; c < election->styles[wants->style].contest_count; c++)
		if (wants->answer[c])
			snprintf(flow.answer[c], sizeof(flow.answer[c]), "%s", wants->answer[c]);
	assert_int_equal(flow_encode(out, points, &flow), STATUS_OK);
}

struct votes {
	struct booth booth;
	unsigned count, presses[WAY_COUNT], moves[WAY_COUNT], takes[WAY_COUNT];
};

static void vote_three_ways(struct votes *votes, const struct display *display, unsigned number)
{
	struct display measured = *display;
	const struct look look = {.width = display->width,
	                          .height = display->height,
	                          .px_per_m = display->px_per_m,
	                          .measure = {&measured, fixed_width, fixed_line}};
	struct intention wants;
	struct sealed_plain wanted;
	unsigned points;

	want(&wants, &example.election, number % example.election.style_count, number);
	encode(&wanted, &points, &example.election, &wants);
	for (unsigned way = 0; way < WAY_COUNT; way++) {
		unsigned presses;

		booth_init(&votes->booth, &example.election, english, &look);
		votes->booth.seed[0] = (uint8_t)number;
		presses = voter_votes(&votes->booth, (enum way)way, &wants);
		if (!presses)
			fail_msg("%s, vote %u, by %s: no way on from %s", display->name, number, way_names[way],
			         flow_state_name(votes->booth.flow.state));
		assert_int_equal(votes->booth.cast_points, points);
		assert_memory_equal(&votes->booth.cast, &wanted, sizeof(wanted));
		votes->presses[way] += presses;
		votes->moves[way] += votes->booth.moves;
		votes->takes[way] += votes->booth.takes;
	}
	votes->count++;
}

static void test_three_ways_one_ballot(void **state)
{
	struct votes *votes = calloc(1, sizeof(*votes));

	(void)state;
	assert_non_null(votes);
	for (unsigned kind = 0; kind < EXAMPLE_KIND_COUNT; kind++) {
		if (kind == EXAMPLE_MOST)
			continue;
		example_make(&example, (enum example_kind)kind);
		for (unsigned number = 0; number < 4; number++)
			vote_three_ways(votes, &matrix_displays[number], number);
	}
	printf(
	    "# note: %u votes three ways, byte-identical: by touch %u presses; by keypad %u moves, %u selections; by "
	    "two switches %u moves, %u selections\n",
	    votes->count, votes->presses[WAY_TOUCH], votes->moves[WAY_KEYPAD], votes->takes[WAY_KEYPAD],
	    votes->moves[WAY_SWITCHES], votes->takes[WAY_SWITCHES]);
	free(votes);
}

/* --- every press, three ways --- */

/* So many of each screen of each contest are looked at. */
enum { PLACES = 3, PLACES_LONG = 40 };

/* A place that voters or staff came to, by any of the three ways: they do the same. */
struct found {
	struct flow flow;
	int done;
};

struct explored {
	struct booth booth, pressed[WAY_COUNT];
	struct found *found;
	unsigned count, room, each, presses;
	unsigned known[FLOW_STATE_COUNT][EXAMPLE_CONTESTS], visits[FLOW_STATE_COUNT][EXAMPLE_CONTESTS];
};

/* Without the clock: three ways take different times. */
static struct flow timeless(const struct flow *flow)
{
	struct flow out = *flow;

	out.now_ms = out.last_activity_ms = out.entered_ms = out.pin_wait_until_ms = out.code_wait_until_ms = 0;
	return out;
}

static void found_add(struct explored *x, const struct flow *flow)
{
	struct flow bare = timeless(flow);

	for (unsigned i = 0; i < x->count; i++)
		if (!memcmp(&x->found[i].flow, &bare, sizeof(bare)))
			return;
	if (x->known[bare.state][bare.contest] == x->each)
		return;
	x->known[bare.state][bare.contest]++;
	if (x->count == x->room) {
		x->room = x->room ? 2 * x->room : 64;
		x->found = realloc(x->found, x->room * sizeof(*x->found));
		assert_non_null(x->found);
	}
	x->found[x->count++] = (struct found){bare, 0};
}

/* The place not yet looked at whose screen was looked at least; 0: there is none. */
static int found_next(struct found *out, struct explored *x)
{
	struct found *best = NULL;
	unsigned least = UINT_MAX;

	for (unsigned i = 0; i < x->count; i++) {
		unsigned visits = x->visits[x->found[i].flow.state][x->found[i].flow.contest];

		if (!x->found[i].done && visits < least) {
			best = &x->found[i];
			least = visits;
		}
	}
	if (!best)
		return 0;
	best->done = 1;
	x->visits[best->flow.state][best->flow.contest]++;
	*out = *best;
	return 1;
}

static void enter_found(struct booth *booth, const struct found *found)
{
	booth->flow = found->flow;
	booth->now_ms += 3600000;
	booth->flow.now_ms = booth->flow.last_activity_ms = booth->flow.entered_ms = booth->now_ms;
	focus_init(&booth->focus);
	input_init(&booth->input, &booth->look);
	booth_show(booth);
}

/* One element pressed three ways leads to one and the same. */
static void press_three_ways(struct explored *x, const char *id)
{
	enum flow_state of = x->booth.flow.state;
	struct flow by_touch, by_keys;

	for (unsigned way = 0; way < WAY_COUNT; way++) {
		x->pressed[way] = x->booth;
		/* "Still there?" is answered by the first key already. */
		if (!way_press(&x->pressed[way], (enum way)way, id) && of != FLOW_IDLE)
			fail_msg("%s: %s is not pressed by %s", flow_state_name(of), id, way_names[way]);
	}
	by_touch = timeless(&x->pressed[WAY_TOUCH].flow);
	for (unsigned way = 1; way < WAY_COUNT; way++) {
		by_keys = timeless(&x->pressed[way].flow);
		if (memcmp(&by_keys, &by_touch, sizeof(by_keys)) != 0)
			fail_msg("%s: %s leads to %s by touch, to %s or another way by %s", flow_state_name(of), id,
			         flow_state_name(by_touch.state), flow_state_name(by_keys.state), way_names[way]);
		assert_int_equal(x->pressed[way].last.kind, x->pressed[0].last.kind);
	}
	x->presses++;
	found_add(x, &x->pressed[0].flow);
	/* And what time makes of it. */
	booth_wait(&x->pressed[0], FLOW_SEALING_MS);
	found_add(x, &x->pressed[0].flow);
}

/* Of all PINs that there are, one. */
static void come_to_staff(struct explored *x)
{
	const struct element *enter;

	assert_true(way_press(&x->booth, WAY_TOUCH, "staff"));
	for (unsigned i = 0; i < 4; i++)
		assert_true(way_press(&x->booth, WAY_TOUCH, "digit-1"));
	enter = voter_find(&x->booth, ACT_NEXT, -1);
	assert_non_null(enter);
	assert_true(way_press(&x->booth, WAY_TOUCH, enter->id));
	assert_int_equal(x->booth.flow.state, FLOW_STAFF);
	found_add(x, &x->booth.flow);
}

static void explore(struct explored *x, const struct look *look)
{
	struct found found;

	booth_init(&x->booth, &example.election, languages, look);
	x->booth.any_pin = 1;
	found_add(x, &x->booth.flow);
	come_to_staff(x);
	while (found_next(&found, x)) {
		char ids[SCREEN_MAX_ELEMENTS][ELEMENT_ID_MAX];
		unsigned count = 0;

		enter_found(&x->booth, &found);
		for (unsigned i = 0; i < x->booth.screen.count; i++)
			if (x->booth.screen.element[i].action.kind != ACT_NONE)
				memcpy(ids[count++], x->booth.screen.element[i].id, ELEMENT_ID_MAX);
		for (unsigned i = 0; i < count; i++)
			press_three_ways(x, ids[i]);
		/* Nobody comes back: the warning. */
		x->pressed[0] = x->booth;
		booth_wait(&x->pressed[0], (uint64_t)example.election.idle_s * 1000 + 1);
		found_add(x, &x->pressed[0].flow);
	}
}

static void test_every_press_three_ways(void **state)
{
	static const enum flow_state must[] = {
	    FLOW_SETTINGS, FLOW_HOW,    FLOW_PROJECTS,   FLOW_PROJECT,     FLOW_FIND,      FLOW_FILTER, FLOW_WRITE,
	    FLOW_REVIEW,   FLOW_SEALED, FLOW_THANKS,     FLOW_HELP,        FLOW_LEAVE_ASK, FLOW_IDLE,   FLOW_CHALLENGED,
	    FLOW_PIN,      FLOW_STAFF,  FLOW_STAFF_SIZE, FLOW_STAFF_TOUCH, FLOW_STAFF_DONE};
	struct explored *x = calloc(1, sizeof(*x));
	const struct look look = {.width = 1280,
	                          .height = 800,
	                          .px_per_m = 3810,
	                          .measure = {(struct display[]){matrix_displays[2]}, fixed_width, fixed_line}};
	const char *is_long = getenv("LONG");
	unsigned states = 0, looked = 0;

	(void)state;
	assert_non_null(x);
	example_make(&example, EXAMPLE_TYPES);
	x->each = is_long && *is_long ? PLACES_LONG : PLACES;
	explore(x, &look);
	for (unsigned i = 0; i < x->count; i++)
		looked += x->found[i].done ? 1U : 0U;
	for (unsigned i = 0; i < FLOW_STATE_COUNT; i++) {
		unsigned visits = 0;

		for (unsigned c = 0; c < EXAMPLE_CONTESTS; c++)
			visits += x->visits[i][c];
		states += visits > 0;
	}
	printf(
	    "# note: %u places (%u states of the flow) by touch alone, keypad alone, two switches alone: %u elements "
	    "pressed each way, the same came of each\n",
	    looked, states, x->presses);
	for (size_t i = 0; i < sizeof(must) / sizeof(*must); i++) {
		unsigned visits = 0;

		for (unsigned c = 0; c < EXAMPLE_CONTESTS; c++)
			visits += x->visits[must[i]][c];
		if (!visits)
			fail_msg("%s was not come to", flow_state_name(must[i]));
	}
	free(x->found);
	free(x);
}

/* Enrolment, admission, setting up, and what follows the close: screens that an open day does not lead to. */
static void test_the_whole_day_three_ways(void **state)
{
	static const enum flow_state states[] = {
	    FLOW_ENROL,        FLOW_ENROL_WRITE, FLOW_ENROL_PIN,    FLOW_ENROL_KEY,      FLOW_LOCKED,
	    FLOW_ADMIT,        FLOW_ADMIT_ASK,   FLOW_CODE,         FLOW_STAFF_PLACE,    FLOW_STAFF_CLOCK,
	    FLOW_STAFF_STICK,  FLOW_STAFF_READY, FLOW_STAFF_OPEN,   FLOW_STAFF_PRACTICE, FLOW_STAFF_REPORT,
	    FLOW_STAFF_REOPEN, FLOW_STAFF_ERASE, FLOW_STAFF_SECOND, FLOW_STAFF_DONE};
	struct explored *x = calloc(1, sizeof(*x));
	const struct look look = {.width = 1280,
	                          .height = 800,
	                          .px_per_m = 3810,
	                          .measure = {(struct display[]){matrix_displays[2]}, fixed_width, fixed_line}};

	(void)state;
	assert_non_null(x);
	example_make(&example, EXAMPLE_TYPES);
	for (size_t s = 0; s < sizeof(states) / sizeof(*states); s++) {
		struct found found = {0};

		example.election.admission = states[s] == FLOW_CODE ? ADMISSION_CODE : ADMISSION_ATTENDED;
		booth_init(&x->booth, &example.election, languages, &look);
		example_flow(&found.flow, &example, states[s]);
		x->booth.facts = found.flow.facts;
		enter_found(&x->booth, &found);
		for (unsigned i = 0; i < x->booth.screen.count; i++)
			if (x->booth.screen.element[i].action.kind != ACT_NONE)
				press_three_ways(x, x->booth.screen.element[i].id);
	}
	printf("# note: %u elements of enrolment, admission and staff's day pressed each way, the same came of each\n",
	       x->presses);
	assert_true(x->presses > 100);
	free(x->found);
	free(x);
}

static int load(void **state)
{
	static const char *const tags[LANGUAGES] = {"en", "pt", "pl"};
	int failed = 0;

	(void)state;
	for (unsigned i = 0; i < LANGUAGES; i++)
		failed |= messages_load(&languages[i], tags[i]) != STATUS_OK;
	return failed;
}

static int unload(void **state)
{
	(void)state;
	for (unsigned i = 0; i < LANGUAGES; i++)
		messages_finish(&languages[i]);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_three_ways_one_ballot),
	    cmocka_unit_test(test_every_press_three_ways),
	    cmocka_unit_test(test_the_whole_day_three_ways),
	};

	return cmocka_run_group_tests_name("three ways", tests, load, unload);
}
