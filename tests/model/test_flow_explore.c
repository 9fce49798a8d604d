/* The flow explored, in elections of every kind: what a voter can do. See flow_explorer.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow_explorer.h"

/* --- the elections --- */

static struct project dear_projects[PROJECTS] = {{.id = "1", .cost = 60}, {.id = "2", .cost = 50}};
static struct project free_projects[PROJECTS] = {{.id = "1", .cost = 1, .categories = 1}, {.id = "2", .cost = 1}};
static struct contest contests[CONTESTS] = {
    /* Both together are too dear. */
    {.id = 1, .type = VOTE_KNAPSACK, .budget = 100, .max_sum_cost = 100, .project_count = 2, .projects = dear_projects},
    /* One alone is too few. */
    {.id = 2, .type = VOTE_APPROVAL, .budget = 100, .min_length = 2, .project_count = 2, .projects = free_projects},
};
static struct contest one_project[] = {
    {.id = 1, .type = VOTE_APPROVAL, .project_count = 1, .projects = free_projects},
};
static struct contest ranking[] = {{.id = 1, .type = VOTE_RANKED, .project_count = 2, .projects = free_projects}};
/* Both together can have one point too many; one of two answers. */
static struct contest points_and_question[] = {
    {.id = 1, .type = VOTE_POINTS, .max_points = 2, .max_sum_points = 3, .project_count = 2, .projects = free_projects},
    {.id = 2, .type = VOTE_ANSWER_ONE, .project_count = 2, .projects = free_projects},
};
static struct contest score_and_words[] = {
    {.id = 1, .type = VOTE_SCORE, .min_points = 1, .max_points = 2, .project_count = 1, .projects = free_projects},
    {.id = 2, .type = VOTE_ANSWER_TEXT, .max_length = LETTERS},
};
static struct style one_style[] = {{.contest_count = 1, .contest = {0}}};
static struct style two_styles[] = {{.contest_count = 2, .contest = {0, 1}}, {.contest_count = 1, .contest = {1}}};

/* One contest, every setting. */
static const struct election simple = {.language_count = 2,
                                       .language = {"en", "pt"},
                                       .idle_s = 3,
                                       .warning_s = 2,
                                       .contest_count = 1,
                                       .contests = contests,
                                       .style_count = 1,
                                       .styles = one_style};
/* Two districts, two contests in one of them. */
static const struct election districts = {.language_count = 1,
                                          .language = {"en"},
                                          .idle_s = 3,
                                          .warning_s = 2,
                                          .contest_count = 2,
                                          .contests = contests,
                                          .style_count = 2,
                                          .styles = two_styles};

static struct style both_contests[] = {{.contest_count = 2, .contest = {0, 1}}};
/* Listened to. */
static const struct election heard = {.language_count = 1,
                                      .language = {"en"},
                                      .idle_s = 3,
                                      .warning_s = 2,
                                      .contest_count = 1,
                                      .contests = one_project,
                                      .style_count = 1,
                                      .styles = one_style};
static const struct election ranked = {.language_count = 1,
                                       .language = {"en"},
                                       .idle_s = 3,
                                       .warning_s = 2,
                                       .contest_count = 1,
                                       .contests = ranking,
                                       .style_count = 1,
                                       .styles = one_style};
static const struct election questioned = {.language_count = 1,
                                           .language = {"en"},
                                           .idle_s = 3,
                                           .warning_s = 2,
                                           .contest_count = 2,
                                           .contests = points_and_question,
                                           .style_count = 1,
                                           .styles = both_contests};
static const struct election written = {.language_count = 1,
                                        .language = {"en"},
                                        .idle_s = 3,
                                        .warning_s = 2,
                                        .contest_count = 2,
                                        .contests = score_and_words,
                                        .style_count = 1,
                                        .styles = both_contests};

/* --- the machine itself --- */

static void test_one_contest(void **state)
{
	(void)state;
	all_states_hold(&(struct plan){&simple, "one contest", PLAN_FACTS, 0});
}

static void test_two_districts(void **state)
{
	(void)state;
	all_states_hold(&(struct plan){&districts, "two districts", PLAN_FACTS, 0});
}

static void test_heard(void **state)
{
	(void)state;
	all_states_hold(&(struct plan){&heard, "listened to", PLAN_FACTS, PLAN_HEARD});
}

static void test_ranked(void **state)
{
	(void)state;
	all_states_hold(&(struct plan){&ranked, "a ranking", PLAN_FACTS, PLAN_FINDS});
}

static void test_questions(void **state)
{
	(void)state;
	all_states_hold(&(struct plan){&questioned, "points, and a question", PLAN_FACTS, 0});
}

static void test_words(void **state)
{
	(void)state;
	all_states_hold(&(struct plan){&written, "scores, and an answer in words", PLAN_FACTS, 0});
}

static const struct plan one_contest = {&simple, "one contest", PLAN_FACTS, 0};

/* --- controls: machines with one fault each, which the exploration must find --- */

static struct effect casts_again(struct flow *flow, const struct event *event)
{
	if (flow->state == FLOW_THANKS && event->kind == EVENT_PRESS && event->action.kind == ACT_CAST) {
		flow->state = FLOW_CASTING;
		flow->pending = EFFECT_STORE;
		return (struct effect){.kind = EFFECT_STORE};
	}
	return flow_step(flow, event);
}

static struct effect casts_without_voter(struct flow *flow, const struct event *event)
{
	if (flow->state == FLOW_IDLE && flow->idle_behind == FLOW_SEALED && event->kind == EVENT_TIME &&
	    event->now_ms >= flow->entered_ms + 2000) {
		flow->state = FLOW_CASTING;
		flow->pending = EFFECT_STORE;
		return (struct effect){.kind = EFFECT_STORE};
	}
	return flow_step(flow, event);
}

static struct effect thanks_on_failure(struct flow *flow, const struct event *event)
{
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_TROUBLE && flow->trouble == EFFECT_STORE && flow->pending == EFFECT_NONE &&
	    event->kind == EVENT_FAILED)
		flow->state = FLOW_THANKS;
	return effect;
}

static struct effect believes_anybody(struct flow *flow, const struct event *event)
{
	if (flow->state == FLOW_SEALED && event->kind == EVENT_STORED)
		flow->state = FLOW_THANKS;
	return flow_step(flow, event);
}

static struct effect keeps_marks(struct flow *flow, const struct event *event)
{
	struct marks kept = flow->marks[0];
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_START)
		flow->marks[0] = kept;
	return effect;
}

static struct effect keeps_far_marks(struct flow *flow, const struct event *event)
{
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_THANKS)
		flow->marks[ELECTION_MAX_CONTESTS - 1].of[ELECTION_MAX_PROJECTS - 1] = 1;
	return effect;
}

static struct effect keeps_pin(struct flow *flow, const struct event *event)
{
	uint8_t kept = flow->pin_len;
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_STAFF && kept) {
		flow->pin_len = kept;
		memset(flow->pin, '1', kept);
	}
	return effect;
}

static struct effect idles_for_ever(struct flow *flow, const struct event *event)
{
	struct event held = *event;

	if (flow->state == FLOW_IDLE && event->kind == EVENT_TIME)
		held.now_ms = flow->now_ms;
	return flow_step(flow, &held);
}

static struct effect works_for_ever(struct flow *flow, const struct event *event)
{
	if (flow->pending == EFFECT_EXPORT && (event->kind == EVENT_DONE || event->kind == EVENT_FAILED))
		return (struct effect){.kind = flow->pending};
	return flow_step(flow, event);
}

static struct effect seals_at_once(struct flow *flow, const struct event *event)
{
	struct effect effect = flow_step(flow, event);

	if (flow->state == FLOW_SEALING && flow->pending == EFFECT_NONE)
		flow->state = FLOW_SEALED;
	return effect;
}

static struct effect forgets_to_end(struct flow *flow, const struct event *event)
{
	struct effect effect = flow_step(flow, event);

	if (effect.kind == EFFECT_DISCARD && effect.arg == ENDING_TIMED_OUT)
		effect.kind = EFFECT_NONE;
	return effect;
}

static void test_controls(void **state)
{
	(void)state;
	must_find(casts_again, &one_contest, "stored without CAST in SEALED");
	must_find(casts_without_voter, &one_contest, "stored without CAST in SEALED");
	must_find(thanks_on_failure, &one_contest, "thanks without a stored ballot");
	must_find(believes_anybody, &one_contest, "thanks without a stored ballot");
	must_find(keeps_marks, &one_contest, "something of a session is left at home");
	must_find(keeps_far_marks, &one_contest, "something stands in the flow that no event brought");
	must_find(keeps_pin, &one_contest, "the PIN is still there");
	must_find(idles_for_ever, &one_contest, "time alone does not lead home");
	must_find(works_for_ever, &one_contest, "a dead end");
	must_find(seals_at_once, &one_contest, "sealed too soon");
	must_find(forgets_to_end, &one_contest, "home, but the session neither cast nor ended");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_contest), cmocka_unit_test(test_two_districts), cmocka_unit_test(test_heard),
	    cmocka_unit_test(test_ranked),      cmocka_unit_test(test_questions),     cmocka_unit_test(test_words),
	    cmocka_unit_test(test_controls),
	};

	return cmocka_run_group_tests_name("flow, explored", tests, NULL, NULL);
}
