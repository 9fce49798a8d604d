/* Simulated voters with an intention, through every vote type and question: what is sealed is what the review showed,
 * word for word; who is careful casts what they meant, whatever the hand did; who is in a hurry saw where it differs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/intending.h"
#include "model/screen_fixture.h"
#include "opening.h"

enum { PRESSES_MAX = 2500, TRIES_MAX = 20 };

struct outcome {
	unsigned cast, as_meant, otherwise, begun, left, lost, slips, put_right, untrue;
	uint64_t presses;
};

/* A review that leaves out what was chosen first. */
enum screen_kind { HONEST, HIDES_A_CHOICE };

/* --- intentions --- */

static unsigned random_mark(struct intending *voter, const struct contest *contest, unsigned nth)
{
	if (contest->type == VOTE_RANKED)
		return nth + 1;
	if (contest->type == VOTE_POINTS)
		return 1 + by_chance(voter, contest->max_points ? contest->max_points : contest->max_sum_points);
	if (contest->type == VOTE_SCORE)
		return 1 + by_chance(voter, contest->max_points - contest->min_points + 1);
	return 1;
}

/* Something that the contest allows, now and then nothing. */
static void mean(struct intending *voter, const struct election *election)
{
	static const char *const texts[] = {"", "A pond", "the yard behind Mill 3", "no idea."};

	for (unsigned c = 0; c < election->contest_count; c++) {
		const struct contest *contest = &election->contests[c];
		unsigned wanted = by_chance(voter, 6), nth = 0;

		if (contest->type == VOTE_ANSWER_TEXT)
			snprintf(voter->goal.answer[c], INTENDED_TEXT, "%s", texts[by_chance(voter, 4)]);
		for (unsigned i = 0; contest->project_count > 0 && i < 4 * wanted && nth < wanted; i++) {
			unsigned project = by_chance(voter, contest->project_count);
			uint16_t mark = (uint16_t)random_mark(voter, contest, nth);

			if (voter->goal.marks[c].of[project] ||
			    marks_try(contest, &voter->goal.marks[c], project, mark).rule != VERDICT_OK)
				continue;
			voter->goal.marks[c].of[project] = mark;
			nth++;
		}
		if (marks_check(contest, &voter->goal.marks[c]).rule != VERDICT_OK)
			memset(&voter->goal.marks[c], 0, sizeof(voter->goal.marks[c]));
	}
}

static int differs(const struct ballot *a, const struct ballot *b)
{
	int any = 0;

	for (unsigned i = 0; i < EXAMPLE_CONTESTS; i++)
		any |= ballots_differ(a, b, i);
	return any;
}

/* --- one voter --- */

static void build_as(struct fixture *fixture, enum screen_kind kind)
{
	build(fixture);
	for (unsigned i = 0; kind == HIDES_A_CHOICE && i < fixture->screen.count; i++) {
		if (strncmp(fixture->screen.element[i].id, "chosen-", 7) != 0)
			continue;
		fixture->screen.element[i].id[0] = 'x';
		break;
	}
}

/* Answers whatever the flow asks for. Returns the effect that ended the session, or EFFECT_NONE. */
static enum effect_kind answer_all(struct fixture *fixture, struct effect effect, struct intending *voter,
                                   struct outcome *outcome, struct ballot *sealed)
{
	static const enum event_kind answers[EFFECT_KIND_COUNT] = {
	    [EFFECT_SHUFFLE] = EVENT_SHUFFLED, [EFFECT_SEAL] = EVENT_SEALED,         [EFFECT_STORE] = EVENT_STORED,
	    [EFFECT_SPOIL] = EVENT_SPOILED,    [EFFECT_CHECK_PIN] = EVENT_PIN_WRONG,
	};
	struct event event = {.kind = answers[effect.kind], .now_ms = fixture->flow.now_ms};

	if (effect.kind == EFFECT_DISCARD || effect.kind == EFFECT_NONE)
		return effect.kind;
	assert_int_not_equal(event.kind, EVENT_PRESS);
	if (effect.kind == EFFECT_SHUFFLE) {
		outcome->begun++;
		event.seed[0] = (uint8_t)by_chance(voter, 256);
		event.seed[1] = (uint8_t)by_chance(voter, 256);
	}
	if (effect.kind == EFFECT_SEAL) {
		memcpy(sealed->marks, fixture->flow.marks, sizeof(sealed->marks));
		memcpy(sealed->answer, fixture->flow.answer, sizeof(sealed->answer));
		event.code.bytes[0] = 1;
		outcome->untrue += (unsigned)(voter->read_all && differs(&voter->read, sealed));
	}
	if (effect.kind == EFFECT_STORE) {
		assert_memory_equal(sealed->marks, fixture->flow.marks, sizeof(sealed->marks));
		assert_memory_equal(sealed->answer, fixture->flow.answer, sizeof(sealed->answer));
	}
	assert_int_equal(flow_step(&fixture->flow, &event).kind, EFFECT_NONE);
	return effect.kind;
}

/* Until the ballot is stored, or the voter has left. */
static void one_session(struct fixture *fixture, struct intending *voter, struct outcome *outcome,
                        enum screen_kind kind, enum effect_kind *ended)
{
	struct ballot sealed = {0};

	*ended = EFFECT_NONE;
	voter->contest = -1;
	voter->leaves = voter->read_all = 0;
	voter->parts_read = 0;
	memset(&voter->believed, 0, sizeof(voter->believed));
	for (unsigned i = 0; i < PRESSES_MAX && *ended != EFFECT_STORE && *ended != EFFECT_DISCARD; i++) {
		struct event event = {.kind = EVENT_TIME, .now_ms = fixture->flow.now_ms + 900};
		const struct element *meant;

		build_as(fixture, kind);
		meant = fixture->flow.state == FLOW_SEALING ? NULL : intend(voter, &fixture->screen, &fixture->flow);
		if (flow_blanked(&fixture->flow)) {
			event.kind = EVENT_PRESS;
			event.action = (struct action){ACT_BLANK, 0};
		} else if (meant) {
			event.kind = EVENT_PRESS;
			event.action = press_of(voter, &fixture->screen, meant);
		} else if (fixture->flow.state != FLOW_SEALING) {
			fail_msg("a voter who means to go on finds no way on screen %s",
			         flow_state_name(fixture->screen.of));
		}
		outcome->presses++;
		*ended = answer_all(fixture, flow_step(&fixture->flow, &event), voter, outcome, &sealed);
	}
	if (*ended == EFFECT_STORE) {
		outcome->cast++;
		outcome->as_meant += !differs(&sealed, &voter->goal);
		outcome->otherwise += (unsigned)differs(&sealed, &voter->goal);
		/* What was sealed otherwise than meant was read so before. */
		assert_true(kind != HONEST || !differs(&sealed, &voter->goal) || differs(&voter->read, &voter->goal));
	}
}

static void one_voter(struct fixture *fixture, uint64_t number, unsigned slips, int careful, enum screen_kind kind,
                      struct outcome *outcome)
{
	static const struct facts facts = {.enrolled = 1, .has_election = 1, .voting = VOTING_OPEN};
	struct intending *voter = calloc(1, sizeof(*voter));
	enum effect_kind ended = EFFECT_NONE;

	assert_non_null(voter);
	voter->chance = number * UINT64_C(0x9e3779b97f4a7c15) + 77;
	voter->slips = slips;
	voter->careful = careful;
	mean(voter, &fixture->example.election);
	for (unsigned i = 0; i < TRIES_MAX && ended != EFFECT_STORE; i++) {
		flow_init(&fixture->flow, &fixture->example.election, &facts, 1000);
		one_session(fixture, voter, outcome, kind, &ended);
		outcome->left += ended == EFFECT_DISCARD;
		/* Who comes to no end at all gives up: with a review that lies, for one. */
		if (ended == EFFECT_NONE)
			break;
	}
	outcome->lost += ended != EFFECT_STORE;
	outcome->slips += voter->slipped;
	outcome->put_right += voter->put_right;
	free(voter);
}

static void tell_outcome(const char *who, const struct outcome *outcome)
{
	printf("# note: %s: %u ballots cast after %llu presses (%u of them slips); %u as meant, %u otherwise and seen "
	       "so at "
	       "the review; put right there %u times; %u sessions begun again\n",
	       who, outcome->cast, (unsigned long long)outcome->presses, outcome->slips, outcome->as_meant,
	       outcome->otherwise, outcome->put_right, outcome->left);
}

static unsigned voters(unsigned count)
{
	const char *is_long = getenv("LONG");

	return is_long && *is_long ? 20 * count : count;
}

static void test_careful(void **state)
{
	static const unsigned slips[] = {0, 10, 50};
	struct fixture *fixture = *state;
	char who[60];

	for (unsigned s = 0; s < 3; s++) {
		struct outcome outcome = {0};

		for (unsigned i = 0; i < voters(25); i++)
			one_voter(fixture, 1 + i, slips[s], 1, HONEST, &outcome);
		snprintf(who, sizeof(who), "careful voters, %u slips in 1,000", slips[s]);
		tell_outcome(who, &outcome);
		assert_int_equal(outcome.untrue, 0);
		assert_int_equal(outcome.lost, 0);
		assert_int_equal(outcome.otherwise, 0);
		assert_int_equal(outcome.as_meant, voters(25));
	}
}

static void test_hurried(void **state)
{
	struct fixture *fixture = *state;
	struct outcome steady = {0}, outcome = {0};

	for (unsigned i = 0; i < voters(25); i++)
		one_voter(fixture, 1 + i, 0, 0, HONEST, &steady);
	tell_outcome("hurried voters with steady hands", &steady);
	assert_int_equal(steady.untrue + steady.lost, 0);
	assert_int_equal(steady.as_meant, voters(25));
	for (unsigned i = 0; i < voters(60); i++)
		one_voter(fixture, 500 + i, 20, 0, HONEST, &outcome);
	tell_outcome("hurried voters, 20 slips in 1,000", &outcome);
	assert_int_equal(outcome.untrue, 0);
	assert_true(outcome.otherwise > 0); /* else this would prove nothing */
	assert_true(outcome.cast > voters(60) / 2);
}

/* The control: a review that leaves out one choice is found out by whoever reads it. */
static void test_lying_review(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = {0};

	for (unsigned i = 0; i < 10; i++)
		one_voter(fixture, 1 + i, 0, 0, HIDES_A_CHOICE, &outcome);
	assert_true(outcome.untrue > 5);
}

static int set_up_types(void **state)
{
	struct fixture *fixture;

	if (set_up(state) != 0)
		return -1;
	fixture = *state;
	example_make(&fixture->example, EXAMPLE_TYPES);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_careful, set_up_types, tear_down),
	    cmocka_unit_test_setup_teardown(test_hurried, set_up_types, tear_down),
	    cmocka_unit_test_setup_teardown(test_lying_review, set_up_types, tear_down),
	};

	return cmocka_run_group_tests_name("intentions", tests, NULL, NULL);
}
