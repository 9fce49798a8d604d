/* The flow, by example: sessions, times to the millisecond, what is kept and what is wiped. Every state and event
 * together: test_flow_explore.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "walk.h"

enum { PROJECTS = 20, SESSIONS = 10000, IDLE_S = 180, WARNING_S = 45 };

static struct project projects[PROJECTS];
static struct contest contests[] = {
    {.id = 1,
     .type = VOTE_KNAPSACK,
     .budget = 1000,
     .max_sum_cost = 1000,
     .project_count = PROJECTS,
     .projects = projects},
    {.id = 2, .type = VOTE_APPROVAL, .min_length = 2, .max_length = 3, .project_count = 5, .projects = projects},
    {.id = 3, .type = VOTE_CHOOSE_ONE, .max_length = 1, .project_count = 4, .projects = projects},
};
static struct style styles[] = {{.contest_count = 3, .contest = {0, 1, 2}}};
static const struct election election = {.language_count = 3,
                                         .idle_s = IDLE_S,
                                         .warning_s = WARNING_S,
                                         .contest_count = 3,
                                         .contests = contests,
                                         .style_count = 1,
                                         .styles = styles};

/* A kiosk with voting open, nobody there. */
static int open_kiosk(void **state)
{
	for (unsigned i = 0; i < PROJECTS; i++) {
		projects[i].id = "p";
		projects[i].cost = 100 + 10 * i;
	}
	*state = walk_open(&election);
	return 0;
}

static void to_projects(struct walk *walk)
{
	begin(walk, 1);
	press(walk, ACT_NEXT, 0);
	assert_state(HOW);
	press(walk, ACT_NEXT, 0);
	assert_state(PROJECTS);
}

static void to_review(struct walk *walk)
{
	for (unsigned i = 0; i < 2; i++) {
		press(walk, ACT_NEXT, 0);
		assert_state(HOW);
		press(walk, ACT_NEXT, 0);
	}
	press(walk, ACT_NEXT, 0);
	assert_state(REVIEW);
}

static void to_sealed(struct walk *walk)
{
	struct event sealed = {.kind = EVENT_SEALED, .code = {{42}}};

	to_review(walk);
	press(walk, ACT_NEXT, 0);
	assert_effect(SEAL);
	tell(walk, sealed);
	assert_state(SEALING);
	pass(walk, FLOW_SEALING_MS);
	assert_state(SEALED);
}

/* --- a voter --- */

static void test_session(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	press(walk, ACT_TOGGLE, 7);
	press(walk, ACT_PROJECT, 3);
	assert_state(PROJECT);
	press(walk, ACT_TOGGLE, 4); /* not the one on the screen */
	press(walk, ACT_TOGGLE, 3);
	press(walk, ACT_BACK, 0);
	assert_state(PROJECTS);
	assert_int_equal(walk->flow.marks[0].of[7], 1);
	assert_int_equal(walk->flow.marks[0].of[3], 1);
	assert_int_equal(walk->flow.marks[0].of[4], 0);
	to_sealed(walk);
	press(walk, ACT_CAST, 0);
	assert_state(CASTING);
	assert_effect(STORE);
	press(walk, ACT_CAST, 0);
	assert_effect(NONE);
	answer(walk, EVENT_STORED, 0);
	assert_state(THANKS);
	assert_int_equal(walk->flow.code.bytes[0], 42);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.marks, sizeof(walk->flow.marks)));
	pass(walk, FLOW_THANKS_MS - 1);
	assert_state(THANKS);
	pass(walk, 1);
	assert_state(START);
	assert_effect(NONE);
	assert_wiped(walk);
}

/* Every project stands everywhere equally often: project against place over 10,000 sessions. Rows and columns add up,
 * so that the sum, times (n - 1) / n, has the chi-square distribution with (n - 1)^2 = 361 degrees of freedom: its
 * variance is twice that, and 5 standard deviations are 134. An uneven shuffle, as the control, is found. */
static double chi_square(unsigned (*count)[PROJECTS], double expected)
{
	double sum = 0;

	for (unsigned i = 0; i < PROJECTS; i++) {
		for (unsigned j = 0; j < PROJECTS; j++)
			sum += (count[i][j] - expected) * (count[i][j] - expected) / expected;
	}
	return sum * (PROJECTS - 1) / PROJECTS;
}

/* Each project changes places with any of all: the mistake that is made most. */
static double chi_square_of_naive(void)
{
	static unsigned at[PROJECTS][PROJECTS];
	uint64_t draw = 1;

	memset(at, 0, sizeof(at));
	for (unsigned round = 0; round < SESSIONS; round++) {
		unsigned order[PROJECTS];

		for (unsigned i = 0; i < PROJECTS; i++)
			order[i] = i;
		for (unsigned i = 0; i < PROJECTS; i++) {
			unsigned j, held = order[i];

			draw = draw * UINT64_C(6364136223846793005) + 1442695040888963407;
			j = (unsigned)(draw >> 33) % PROJECTS;
			order[i] = order[j];
			order[j] = held;
		}
		for (unsigned i = 0; i < PROJECTS; i++)
			at[order[i]][i]++;
	}
	return chi_square(at, (double)SESSIONS / PROJECTS);
}

static void test_order(void **state)
{
	static unsigned at[PROJECTS][PROJECTS];
	struct walk *walk = *state;
	uint16_t held[PROJECTS];
	double found;

	memset(at, 0, sizeof(at));
	for (unsigned round = 0; round < SESSIONS; round++) {
		struct event event = {.kind = EVENT_SHUFFLED, .seed = {(uint8_t)round, (uint8_t)(round >> 8), 9}};
		uint8_t seen[PROJECTS] = {0};

		press(walk, ACT_START, 0);
		tell(walk, event);
		for (unsigned i = 0; i < PROJECTS; i++) {
			assert_in_range(walk->flow.order[0][i], 0, PROJECTS - 1);
			assert_int_equal(seen[walk->flow.order[0][i]]++, 0);
			at[walk->flow.order[0][i]][i]++;
		}
		if (round > 0)
			assert_memory_not_equal(held, walk->flow.order[0], sizeof(held));
		memcpy(held, walk->flow.order[0], sizeof(held));
		press(walk, ACT_LEAVE, 0);
		press(walk, ACT_YES, 0);
		assert_state(START);
	}
	assert_wiped(walk);
	found = chi_square(at, (double)SESSIONS / PROJECTS);
	printf("# note: order: %d sessions of %d projects, chi-square %.0f where 361 is expected (at most 495); of an "
	       "uneven shuffle %.0f\n",
	       SESSIONS, PROJECTS, found, chi_square_of_naive());
	assert_true(found > 361 - 134 && found < 361 + 134);
	assert_true(chi_square_of_naive() > 361 + 134);
	/* Contests of one voter are not in the same order. */
	begin(walk, 3);
	assert_memory_not_equal(walk->flow.order[1], walk->flow.order[2], 4 * sizeof(uint16_t));
}

static void test_too_dear(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	press(walk, ACT_TOGGLE, 19); /* 290 */
	press(walk, ACT_TOGGLE, 18); /* 280 */
	press(walk, ACT_TOGGLE, 17); /* 270 */
	assert_int_equal(walk->flow.notice, NOTICE_NONE);
	press(walk, ACT_TOGGLE, 16); /* 260: 1100 of 1000 */
	assert_int_equal(walk->flow.notice, NOTICE_VERDICT);
	assert_int_equal(walk->flow.notice_project, 16);
	assert_int_equal(walk->flow.verdict.rule, VERDICT_TOO_DEAR);
	assert_int_equal(walk->flow.verdict.amount, 100);
	assert_int_equal(walk->flow.marks[0].of[16], 0);
	assert_int_equal(walk->flow.marks[0].of[19] + walk->flow.marks[0].of[18] + walk->flow.marks[0].of[17], 3);
	press(walk, ACT_TOGGLE, 17);
	assert_int_equal(walk->flow.notice, NOTICE_NONE);
	assert_int_equal(walk->flow.marks[0].of[17], 0);
	press(walk, ACT_TOGGLE, 16);
	assert_int_equal(walk->flow.marks[0].of[16], 1);
}

static void test_review_minimum(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_TOGGLE, 2); /* one of at least two */
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_NEXT, 0);
	assert_state(REVIEW);
	press(walk, ACT_NEXT, 0);
	assert_state(REVIEW);
	assert_effect(NONE);
	assert_int_equal(walk->flow.notice, NOTICE_VERDICT);
	assert_int_equal(walk->flow.contest, 1);
	assert_int_equal(walk->flow.verdict.rule, VERDICT_TOO_FEW);
	press(walk, ACT_CONTEST, 1);
	assert_state(PROJECTS);
	press(walk, ACT_TOGGLE, 4);
	press(walk, ACT_NEXT, 0);
	assert_state(REVIEW);
	press(walk, ACT_NEXT, 0);
	assert_effect(SEAL);
}

static void test_blank(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	to_sealed(walk);
}

static void test_side_ways(void **state)
{
	struct walk *walk = *state;
	struct marks marks;

	to_projects(walk);
	press(walk, ACT_TOGGLE, 5);
	press(walk, ACT_PAGE, 10);
	marks = walk->flow.marks[0];
	press(walk, ACT_SETTINGS, 0);
	press(walk, ACT_LANGUAGE, 2);
	press(walk, ACT_TEXT_SIZE, 3);
	press(walk, ACT_THEME, 2);
	press(walk, ACT_HELP, 0);
	assert_state(HELP);
	press(walk, ACT_LEAVE, 0);
	assert_state(LEAVE_ASK);
	press(walk, ACT_NO, 0);
	assert_state(PROJECTS);
	assert_int_equal(walk->flow.first, 10);
	assert_memory_equal(&marks, &walk->flow.marks[0], sizeof(marks));
	press(walk, ACT_LANGUAGE, 1);
	assert_int_equal(walk->flow.language, 1);
	press(walk, ACT_LANGUAGE, 3);
	assert_int_equal(walk->flow.language, 1);
	assert_int_equal(walk->flow.text_size, 3);
	assert_int_equal(walk->flow.theme, 2);
	press(walk, ACT_LEAVE, 0);
	press(walk, ACT_YES, 0);
	assert_effect(DISCARD);
	assert_int_equal(walk->effect.arg, ENDING_LEFT);
	assert_state(START);
	assert_wiped(walk);
}

static void test_start_in_language(void **state)
{
	struct walk *walk = *state;

	press(walk, ACT_LANGUAGE, 9);
	assert_state(START);
	press(walk, ACT_LANGUAGE, 2);
	assert_effect(SHUFFLE);
	assert_int_equal(walk->flow.language, 2);
}

static void test_shown(void **state)
{
	struct walk *walk = *state;

	flow_shown(&walk->flow, 3);
	assert_wiped(walk);
	to_projects(walk);
	flow_shown(&walk->flow, 3);
	flow_shown(&walk->flow, 19);
	flow_shown(&walk->flow, 20);
	assert_int_equal(walk->flow.seen[0][0], 1 << 3);
	assert_int_equal(walk->flow.seen[0][2], 1 << 3);
}

/* --- time --- */

static void test_idle(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	press(walk, ACT_TOGGLE, 1);
	assert_int_equal(flow_next_ms(&walk->flow), IDLE_S * 1000);
	pass(walk, IDLE_S * 1000 - 1);
	assert_state(PROJECTS);
	answer(walk, EVENT_ACTIVITY, 0);
	pass(walk, IDLE_S * 1000 - 1);
	assert_state(PROJECTS);
	pass(walk, 1);
	assert_state(IDLE);
	/* Seconds are counted down on the screen. */
	assert_int_equal(flow_next_ms(&walk->flow), 1000);
	pass(walk, 400);
	assert_int_equal(flow_next_ms(&walk->flow), 600);
	press(walk, ACT_STILL_HERE, 0);
	assert_state(PROJECTS);
	assert_int_equal(walk->flow.marks[0].of[1], 1);
	pass(walk, IDLE_S * 1000);
	pass(walk, WARNING_S * 1000 - 1);
	assert_state(IDLE);
	pass(walk, 1);
	assert_state(START);
	assert_effect(DISCARD);
	assert_int_equal(walk->effect.arg, ENDING_TIMED_OUT);
	assert_wiped(walk);
	assert_true(flow_next_ms(&walk->flow) == UINT64_MAX);
}

static void test_slept_machine(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	to_sealed(walk);
	walk->now_ms += 3600 * 1000;
	press(walk, ACT_CAST, 0);
	assert_state(START);
	assert_effect(DISCARD);
	assert_wiped(walk);
}

static void test_sealing_time(void **state)
{
	struct walk *walk = *state;
	struct event sealed = {.kind = EVENT_SEALED, .code = {{1}}};

	to_projects(walk);
	to_review(walk);
	press(walk, ACT_NEXT, 0);
	pass(walk, 700);
	tell(walk, sealed);
	assert_state(SEALING);
	assert_int_equal(flow_next_ms(&walk->flow), FLOW_SEALING_MS - 700);
	pass(walk, FLOW_SEALING_MS - 701);
	assert_state(SEALING);
	pass(walk, 1);
	assert_state(SEALED);
}

/* --- what goes wrong --- */

static void test_late_answer(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	to_sealed(walk);
	press(walk, ACT_CAST, 0);
	pass(walk, FLOW_ANSWER_MS);
	assert_state(TROUBLE);
	assert_int_equal(walk->flow.pending, EFFECT_STORE);
	assert_int_equal(walk->flow.trouble, EFFECT_STORE);
	press(walk, ACT_STAFF, 0);
	assert_state(TROUBLE);
	pass(walk, 3600 * 1000);
	assert_state(TROUBLE);
	answer(walk, EVENT_STORED, 0);
	assert_state(THANKS);
	assert_int_equal(walk->flow.code.bytes[0], 42);
}

static void test_store_failed(void **state)
{
	struct walk *walk = *state;

	to_projects(walk);
	to_sealed(walk);
	press(walk, ACT_CAST, 0);
	answer(walk, EVENT_FAILED, STATUS_DISK_FULL);
	assert_state(TROUBLE);
	assert_effect(DISCARD);
	assert_int_equal(walk->flow.pending, EFFECT_NONE);
	assert_int_equal(walk->flow.trouble, EFFECT_STORE);
	assert_int_equal(walk->flow.trouble_status, STATUS_DISK_FULL);
	answer(walk, EVENT_STORED, 0);
	assert_state(TROUBLE);
	press(walk, ACT_STAFF, 0);
	assert_state(PIN);
	press(walk, ACT_BACK, 0);
	assert_state(TROUBLE);
	pass(walk, FLOW_TROUBLE_MS);
	assert_state(START);
	assert_wiped(walk);
}

/* No room for another test vote: said before the voter decides, by not offering it. */
static void test_challenge_full(void **state)
{
	struct walk *walk = *state;
	struct event facts = {.kind = EVENT_FACTS, .facts = walk->flow.facts};

	to_projects(walk);
	to_sealed(walk);
	facts.facts.spoiled = facts.facts.spoiled_capacity = 8;
	tell(walk, facts);
	assert_true(flow_tests_full(&walk->flow));
	press(walk, ACT_CHALLENGE, 0);
	assert_state(SEALED);
	facts.facts.spoiled = 7;
	tell(walk, facts);
	assert_false(flow_tests_full(&walk->flow));
	press(walk, ACT_CHALLENGE, 0);
	assert_state(CHALLENGE_ASK);
}

static void test_challenge(void **state)
{
	struct walk *walk = *state;
	struct event spoiled = {.kind = EVENT_SPOILED, .nonce = {7}};

	to_projects(walk);
	press(walk, ACT_TOGGLE, 7);
	to_sealed(walk);
	press(walk, ACT_CHALLENGE, 0);
	assert_state(CHALLENGE_ASK);
	press(walk, ACT_NO, 0);
	assert_state(SEALED);
	press(walk, ACT_CHALLENGE, 0);
	press(walk, ACT_YES, 0);
	assert_effect(SPOIL);
	tell(walk, spoiled);
	assert_state(CHALLENGED);
	assert_int_equal(walk->flow.marks[0].of[7], 1);
	assert_int_equal(walk->flow.nonce[0], 7);
	press(walk, ACT_CAST, 0);
	assert_effect(NONE);
	pass(walk, 2 * IDLE_S * 1000 - 1);
	assert_state(CHALLENGED);
	press(walk, ACT_NEXT, 0);
	assert_state(PROJECTS);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.marks, sizeof(walk->flow.marks)));
	assert_true(sodium_is_zero(walk->flow.nonce, NONCE_BYTES));
	assert_true(sodium_is_zero(walk->flow.code.bytes, HASH_BYTES));
	to_sealed(walk);
	press(walk, ACT_CAST, 0);
	assert_effect(STORE);
}

/* --- staff --- */

static void test_pin(void **state)
{
	struct walk *walk = *state;

	press(walk, ACT_STAFF, 0);
	for (unsigned i = 1; i <= 3; i++)
		press(walk, ACT_DIGIT, i);
	press(walk, ACT_NEXT, 0);
	assert_effect(NONE);
	assert_int_equal(walk->flow.notice, NOTICE_PIN_SHORT);
	press(walk, ACT_DIGIT, 10);
	for (unsigned i = 4; i <= 9; i++)
		press(walk, ACT_DIGIT, i);
	assert_string_equal(walk->flow.pin, "12345678");
	press(walk, ACT_ERASE, 0);
	assert_string_equal(walk->flow.pin, "1234567");
	press(walk, ACT_NEXT, 0);
	assert_effect(CHECK_PIN);
	press(walk, ACT_DIGIT, 1);
	press(walk, ACT_BACK, 0);
	assert_state(PIN);
	assert_string_equal(walk->flow.pin, "1234567");
	answer(walk, EVENT_PIN_WRONG, 4);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.pin, sizeof(walk->flow.pin)));
	assert_int_equal(walk->flow.notice, NOTICE_PIN_WRONG);
	assert_int_equal(flow_next_ms(&walk->flow), 1000);
	pass(walk, 3999);
	press(walk, ACT_DIGIT, 1);
	assert_int_equal(walk->flow.pin_len, 0);
	assert_int_equal(walk->flow.notice, NOTICE_PIN_WRONG);
	/* Going out and in again does not shorten the wait. */
	press(walk, ACT_BACK, 0);
	press(walk, ACT_STAFF, 0);
	press(walk, ACT_DIGIT, 1);
	assert_int_equal(walk->flow.pin_len, 0);
	pass(walk, 1);
	press(walk, ACT_DIGIT, 1);
	assert_int_equal(walk->flow.pin_len, 1);
	pass(walk, FLOW_STAFF_MS);
	assert_state(START);
	assert_wiped(walk);
}

static void test_staff_day(void **state)
{
	struct walk *walk = *state;
	struct event facts = {.kind = EVENT_FACTS}, done = {.kind = EVENT_DONE, .arg = 3};

	press(walk, ACT_STAFF, 0);
	for (unsigned i = 0; i < 4; i++)
		press(walk, ACT_DIGIT, i);
	press(walk, ACT_NEXT, 0);
	answer(walk, EVENT_PIN_RIGHT, 0);
	assert_state(STAFF);
	assert_true(sodium_is_zero((const uint8_t *)walk->flow.pin, sizeof(walk->flow.pin)));
	press(walk, ACT_STAFF_OPEN, 0); /* it is open already */
	assert_state(STAFF_DONE);
	assert_int_equal(walk->flow.staff_result, STATUS_STATE);
	press(walk, ACT_NEXT, 0);
	press(walk, ACT_STAFF_CLOSE, 0);
	assert_state(STAFF_CLOSE);
	press(walk, ACT_STAFF_CLOSE, 0);
	assert_state(STAFF_CLOSE);
	press(walk, ACT_YES, 0);
	assert_state(STAFF_CLOSE2);
	assert_effect(NONE);
	press(walk, ACT_NO, 0);
	assert_state(STAFF);
	press(walk, ACT_STAFF_CLOSE, 0);
	press(walk, ACT_YES, 0);
	press(walk, ACT_YES, 0);
	assert_state(STAFF_WORKING);
	assert_effect(CLOSE);
	facts.facts = walk->flow.facts;
	facts.facts.voting = VOTING_CLOSED;
	tell(walk, facts);
	strcpy(done.detail, "a sentence");
	tell(walk, done);
	assert_state(STAFF_DONE);
	assert_int_equal(walk->flow.staff_task, EFFECT_CLOSE);
	assert_string_equal(walk->flow.staff_detail, "a sentence");
	press(walk, ACT_NEXT, 0);
	assert_string_equal(walk->flow.staff_detail, "");
	press(walk, ACT_STAFF_EXPORT, 0);
	assert_effect(EXPORT);
	done.detail[0] = 0;
	tell(walk, done);
	assert_int_equal(walk->flow.staff_number, 3);
	pass(walk, FLOW_STAFF_MS);
	assert_state(NOT_OPEN);
	assert_wiped(walk);
}

static void test_power_on(void **state)
{
	struct walk *walk = *state;
	struct facts facts = walk->flow.facts;
	struct event now = {.kind = EVENT_FACTS};

	for (int voting = VOTING_NEW; voting <= VOTING_CLOSED; voting++) {
		facts.locked = 1;
		facts.voting = (enum voting_state)voting;
		flow_init(&walk->flow, &election, &facts, walk->now_ms);
		assert_state(LOCKED);
		press(walk, ACT_START, 0);
		assert_state(LOCKED);
		press(walk, ACT_STAFF, 0);
		for (unsigned i = 0; i < 4; i++)
			press(walk, ACT_DIGIT, i);
		press(walk, ACT_NEXT, 0);
		now.facts = facts;
		now.facts.locked = 0;
		tell(walk, now);
		answer(walk, EVENT_PIN_RIGHT, 0);
		if (voting == VOTING_OPEN)
			assert_state(START);
		else
			assert_state(STAFF);
	}
}

static void test_election_brought(void **state)
{
	struct walk *walk = *state;

	assert_int_equal(flow_set_election(&walk->flow, NULL), STATUS_OK);
	assert_state(NO_ELECTION);
	assert_int_equal(flow_set_election(&walk->flow, &election), STATUS_OK);
	assert_state(START);
	to_projects(walk);
	assert_int_equal(flow_set_election(&walk->flow, NULL), STATUS_STATE);
	assert_ptr_equal(walk->flow.election, &election);
	assert_non_null(flow_contest(&walk->flow));
}

/* Nobody is let in to a box that has no room for another ballot; the last one who was is not disturbed. */
static void test_full_box(void **state)
{
	struct walk *walk = *state;
	struct event facts = {.kind = EVENT_FACTS, .facts = walk->flow.facts};

	facts.facts.capacity = 7;
	facts.facts.sealed = 6;
	tell(walk, facts);
	assert_state(START);
	facts.facts.sealed = 7;
	tell(walk, facts);
	assert_true(flow_full(&walk->flow));
	assert_state(NOT_OPEN);
	press(walk, ACT_START, 0);
	assert_state(NOT_OPEN);
	press(walk, ACT_STAFF, 0);
	assert_state(PIN);
}

static void test_names(void **state)
{
	(void)state;
	for (int i = 0; i < FLOW_STATE_COUNT; i++) {
		assert_string_not_equal(flow_state_name((enum flow_state)i), "unknown");
		for (int j = 0; j < i; j++)
			assert_string_not_equal(flow_state_name((enum flow_state)i),
			                        flow_state_name((enum flow_state)j));
	}
}

int main(void)
{
#define ON_OPEN_KIOSK(test) cmocka_unit_test_setup_teardown(test, open_kiosk, leave_kiosk)
	const struct CMUnitTest tests[] = {
	    ON_OPEN_KIOSK(test_session),
	    ON_OPEN_KIOSK(test_order),
	    ON_OPEN_KIOSK(test_too_dear),
	    ON_OPEN_KIOSK(test_review_minimum),
	    ON_OPEN_KIOSK(test_blank),
	    ON_OPEN_KIOSK(test_side_ways),
	    ON_OPEN_KIOSK(test_start_in_language),
	    ON_OPEN_KIOSK(test_shown),
	    ON_OPEN_KIOSK(test_idle),
	    ON_OPEN_KIOSK(test_slept_machine),
	    ON_OPEN_KIOSK(test_sealing_time),
	    ON_OPEN_KIOSK(test_late_answer),
	    ON_OPEN_KIOSK(test_store_failed),
	    ON_OPEN_KIOSK(test_challenge),
	    ON_OPEN_KIOSK(test_challenge_full),
	    ON_OPEN_KIOSK(test_pin),
	    ON_OPEN_KIOSK(test_staff_day),
	    ON_OPEN_KIOSK(test_power_on),
	    ON_OPEN_KIOSK(test_election_brought),
	    ON_OPEN_KIOSK(test_full_box),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
