/* A flow in a test's hands: events one after another, and what came of each. */
#ifndef FOLKMOOT_TEST_WALK_H
#define FOLKMOOT_TEST_WALK_H

#include <stdlib.h>
#include <string.h>

#include "flow.h"

/* A flow and what came of its last step. */
struct walk {
	struct flow flow;
	struct effect effect;
	uint64_t now_ms;
};

static inline void tell(struct walk *walk, struct event event)
{
	event.now_ms = walk->now_ms;
	walk->effect = flow_step(&walk->flow, &event);
}

static inline void press(struct walk *walk, enum action_kind kind, uint32_t arg)
{
	tell(walk, (struct event){.kind = EVENT_PRESS, .action = {kind, arg}});
}

static inline void answer(struct walk *walk, enum event_kind kind, uint32_t arg)
{
	tell(walk, (struct event){.kind = kind, .arg = arg});
}

static inline void pass(struct walk *walk, uint64_t ms)
{
	walk->now_ms += ms;
	tell(walk, (struct event){.kind = EVENT_TIME});
}

#define assert_state(expected)  assert_string_equal(flow_state_name(walk->flow.state), flow_state_name(FLOW_##expected))
#define assert_effect(expected) assert_int_equal(walk->effect.kind, EFFECT_##expected)

/* Everything of a session is as it is on a kiosk that was just opened. */
static inline void assert_wiped(const struct walk *walk)
{
	struct flow *fresh = malloc(sizeof(*fresh));
	struct flow *kept = malloc(sizeof(*kept));

	assert_non_null(fresh);
	assert_non_null(kept);
	flow_init(fresh, walk->flow.election, &walk->flow.facts, 0);
	*kept = walk->flow;
	kept->now_ms = kept->entered_ms = kept->last_activity_ms = kept->pin_wait_until_ms = 0;
	assert_memory_equal(kept->marks, fresh->marks, sizeof(fresh->marks));
	assert_memory_equal(kept->order, fresh->order, sizeof(fresh->order));
	assert_memory_equal(kept->seen, fresh->seen, sizeof(fresh->seen));
	assert_memory_equal(kept->seed, fresh->seed, sizeof(fresh->seed));
	assert_memory_equal(kept, fresh, offsetof(struct flow, verdict));
	assert_memory_equal(kept->pin, fresh->pin, sizeof(fresh->pin));
	assert_memory_equal(kept->answer, fresh->answer, sizeof(fresh->answer));
	assert_memory_equal(kept->find, fresh->find, sizeof(fresh->find));
	assert_memory_equal(kept->typed, fresh->typed, sizeof(fresh->typed));
	assert_int_equal(kept->typed_len + kept->refusal + kept->code_wait_until_ms, 0);
	assert_int_equal(kept->filter, 0);
	assert_int_equal(kept->find_len + kept->keys, 0);
	free(fresh);
	free(kept);
}

static inline void begin(struct walk *walk, uint8_t seed)
{
	struct event event = {.kind = EVENT_SHUFFLED};

	memset(event.seed, seed, sizeof(event.seed));
	assert_state(START);
	press(walk, ACT_START, 0);
	assert_effect(SHUFFLE);
	tell(walk, event);
	assert_state(SETTINGS);
}

/* A kiosk with voting open, nobody there. */
static inline struct walk *walk_open(const struct election *election)
{
	static const struct facts facts = {.enrolled = 1, .has_election = 1, .voting = VOTING_OPEN};
	struct walk *walk = calloc(1, sizeof(*walk));

	assert_non_null(walk);
	walk->now_ms = 5000;
	flow_init(&walk->flow, election, &facts, walk->now_ms);
	return walk;
}

static inline int leave_kiosk(void **state)
{
	free(*state);
	return 0;
}

#endif
