/* The flow explored: how voters are admitted, a new kiosk, and staff's day. See flow_explorer.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow_explorer.h"

static struct project projects[PROJECTS] = {{.id = "1", .cost = 1}, {.id = "2", .cost = 1}};
static struct contest contests[CONTESTS] = {
    {.id = 1, .type = VOTE_APPROVAL, .project_count = 1, .projects = projects},
    {.id = 2, .type = VOTE_APPROVAL, .project_count = 1, .projects = projects},
};
static struct style two_styles[] = {{.contest_count = 1, .contest = {0}}, {.contest_count = 1, .contest = {1}}};

#define ELECTION(how)                                                                                                  \
	{                                                                                                              \
		.admission = (how), .language_count = 1, .language = {"en"}, .idle_s = 3, .warning_s = 2,              \
		.contest_count = 2, .contests = contests, .style_count = 2, .styles = two_styles                       \
	}
static const struct election open_to_all = ELECTION(ADMISSION_OPEN);
static const struct election attended = ELECTION(ADMISSION_ATTENDED);
static const struct election by_code = ELECTION(ADMISSION_CODE);

#define STAFF_FACTS (PLAN_FACTS | 1 << FACTS_SAVED | 1 << FACTS_PRACTICE | 1 << FACTS_NO_STICK | 1 << FACTS_WITH_STICK)
static const struct plan staffs_day = {&open_to_all, "staff's day", STAFF_FACTS, PLAN_STAFF};
static const struct plan setting_up = {&open_to_all, "setting up", 1 << FACTS_NONE | 1 << FACTS_NEW, PLAN_SETUP};
static const struct plan all_of_staffs = {&open_to_all, "staff's day and setting up", STAFF_FACTS,
                                          PLAN_STAFF | PLAN_SETUP};
static const struct plan admitting = {&attended, "attended", PLAN_FACTS | 1 << FACTS_ADMITTED, 0};
static const struct plan coding = {&by_code, "voting codes", PLAN_FACTS, 0};
static const struct plan new_kiosk = {&open_to_all, "a new kiosk",
                                      1 << FACTS_NONE | 1 << FACTS_BARE | 1 << FACTS_BARE_PRACTICE, 0};

static void test_staff(void **state)
{
	(void)state;
	all_states_hold(&staffs_day);
}

static void test_setting_up(void **state)
{
	const char *long_too = getenv("LONG");

	(void)state;
	all_states_hold(&setting_up);
	/* Minutes. */
	if (long_too && *long_too)
		all_states_hold(&all_of_staffs);
}

static void test_attended(void **state)
{
	(void)state;
	all_states_hold(&admitting);
}

static void test_codes(void **state)
{
	(void)state;
	all_states_hold(&coding);
}

static void test_new_kiosk(void **state)
{
	(void)state;
	all_states_hold(&new_kiosk);
}

/* --- controls: machines with one fault each, which the exploration must find --- */

static struct effect admits_at_once(struct flow *flow, const struct event *event)
{
	if (flow->state == FLOW_ADMIT && event->kind == EVENT_PRESS && event->action.kind == ACT_ADMIT) {
		flow->pending = EFFECT_ADMIT;
		flow->state = FLOW_ADMIT_ASK;
		return (struct effect){.kind = EFFECT_ADMIT};
	}
	return flow_step(flow, event);
}

static struct effect needs_no_admission(struct flow *flow, const struct event *event)
{
	if (flow->state == FLOW_ADMIT && event->kind == EVENT_PRESS && event->action.kind == ACT_START) {
		flow->pending = EFFECT_SHUFFLE;
		flow->state = FLOW_BEGINNING;
		return (struct effect){.kind = EFFECT_SHUFFLE};
	}
	return flow_step(flow, event);
}

static struct effect waits_for_ever(struct flow *flow, const struct event *event)
{
	struct effect effect = flow_step(flow, event);

	if (effect.kind == EFFECT_DISCARD && flow->state == FLOW_ADMIT)
		effect.kind = EFFECT_NONE;
	return effect;
}

static struct effect lets_anybody_in(struct flow *flow, const struct event *event)
{
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_CODE && event->kind == EVENT_CODE_REFUSED && flow->notice == NOTICE_CODE_REFUSED)
		flow->state = FLOW_HOW;
	return effect;
}

static struct effect keeps_code(struct flow *flow, const struct event *event)
{
	uint8_t kept = flow->typed_len;
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_START && kept && !flow->typed_len) {
		flow->typed_len = kept;
		memset(flow->typed, GOOD_LETTER, kept);
	}
	return effect;
}

static struct effect asks_too_soon(struct flow *flow, const struct event *event)
{
	if (event->kind == EVENT_PRESS && event->action.kind == ACT_NEXT)
		flow->code_wait_until_ms = 0;
	return flow_step(flow, event);
}

static struct effect keeps_new_pin(struct flow *flow, const struct event *event)
{
	char kept[FLOW_PIN_MAX + 1];
	struct effect effect;

	memcpy(kept, flow->enrol_pin, sizeof(kept));
	effect = flow_step(flow, event);
	if (flow->state == FLOW_STAFF_DONE)
		memcpy(flow->enrol_pin, kept, sizeof(kept));
	return effect;
}

static struct effect erases_unsaved(struct flow *flow, const struct event *event)
{
	struct effect effect;
	uint8_t saved = flow->facts.saved;

	flow->facts.saved = 1;
	effect = flow_step(flow, event);
	if (event->kind != EVENT_FACTS)
		flow->facts.saved = saved;
	return effect;
}

static struct effect practises_while_open(struct flow *flow, const struct event *event)
{
	if (flow->state == FLOW_STAFF_PRACTICE && event->kind == EVENT_PRESS && event->action.arg == 1 &&
	    event->action.kind == ACT_STAFF_PRACTICE && flow->facts.voting == VOTING_OPEN) {
		flow->state = FLOW_STAFF_WORKING;
		flow->pending = EFFECT_PRACTICE;
		return (struct effect){.kind = EFFECT_PRACTICE, .arg = 1};
	}
	return flow_step(flow, event);
}

static void test_controls(void **state)
{
	(void)state;
	must_find(admits_at_once, &admitting, "somebody was admitted by less than two touches");
	must_find(needs_no_admission, &admitting, "a session began for nobody who was admitted");
	must_find(lets_anybody_in, &coding, "a ballot without a good code");
	must_find(keeps_code, &coding, "a voting code");
	must_find(asks_too_soon, &coding, "a code was asked about that was not whole, not awaited, or too soon");
	must_find(keeps_new_pin, &new_kiosk, "a new kiosk's PIN is still there");
	must_find(erases_unsaved, &staffs_day, "erased what may not be");
	must_find(practises_while_open, &staffs_day, "practice began, or ended, at the wrong time");
	must_find(waits_for_ever, &admitting, "who did not come is still admitted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_staff), cmocka_unit_test(test_setting_up), cmocka_unit_test(test_attended),
	    cmocka_unit_test(test_codes), cmocka_unit_test(test_new_kiosk),  cmocka_unit_test(test_controls),
	};

	return cmocka_run_group_tests_name("flow, explored for staff", tests, NULL, NULL);
}
