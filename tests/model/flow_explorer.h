/* Every reachable state of the flow, and every event in each: all presses with arguments in and out of range, all
 * answers whether asked for or not, time in small and in large steps; speech, headphones and something stuck on the
 * display; what staff do and what voters do, mixed. Small elections, each explored whole. For tests of cmocka. */
#ifndef FOLKMOOT_FLOW_EXPLORER_H
#define FOLKMOOT_FLOW_EXPLORER_H

#include "filter.h"
#include "flow_rules.h"

/* --- the states that were found --- */

static uint32_t hash_small(const struct small *small)
{
	uint32_t words[sizeof(*small) / sizeof(uint32_t)];
	uint64_t hash = UINT64_C(14695981039346656037);

	memcpy(words, small, sizeof(words));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		hash = (hash ^ words[i] ^ hash >> 29) * UINT64_C(1099511628211);
	return (uint32_t)(hash ^ hash >> 32);
}

static void *grown(void *old, size_t count, size_t size)
{
	void *out = realloc(old, count * size);

	assert_non_null(out);
	return out;
}

static void rehash(struct explorer *x)
{
	free(x->table);
	x->table_room = x->table_room ? x->table_room * 2 : 1 << 16;
	x->table = calloc(x->table_room, sizeof(*x->table));
	assert_non_null(x->table);
	for (uint32_t i = 0; i < x->count; i++) {
		uint32_t at = hash_small(&x->nodes[i]) % x->table_room;

		while (x->table[at])
			at = (at + 1) % x->table_room;
		x->table[at] = i + 1;
	}
}

/* The node's number; a new node is checked to be the whole flow. */
static uint32_t node(struct explorer *x, const struct small *small)
{
	uint32_t at;

	if (x->count * 2 >= x->table_room)
		rehash(x);
	for (at = hash_small(small) % x->table_room; x->table[at]; at = (at + 1) % x->table_room) {
		if (!memcmp(&x->nodes[x->table[at] - 1], small, sizeof(*small)))
			return x->table[at] - 1;
	}
	if (x->count == ENOUGH)
		fail_msg("more states than can be explored");
	if (x->count == x->room) {
		x->room = x->room ? x->room * 2 : 4096;
		x->nodes = grown(x->nodes, x->room, sizeof(*x->nodes));
	}
	x->nodes[x->count] = *small;
	x->table[at] = ++x->count;
	x->seen_state[small->state] = 1;
	return x->count - 1;
}

static void add_edge(struct explorer *x, uint32_t from, uint32_t to)
{
	if (x->edge_count == x->edge_room) {
		x->edge_room = x->edge_room ? x->edge_room * 2 : 1 << 16;
		x->edges = grown(x->edges, x->edge_room, sizeof(*x->edges));
	}
	x->edges[x->edge_count++] = (struct edge){from, to};
}

/* now as it is remembered: without what does not matter. */
static int check_ages(struct explorer *x, struct small *now)
{
	uint64_t next_ms = flow_next_ms(&x->flow);

	forget_ages(now, x->election);
	x->flow.entered_ms = x->flow.now_ms - now->entered_age;
	x->flow.last_activity_ms = x->flow.now_ms - now->activity_age;
	return flow_next_ms(&x->flow) == next_ms ? 1 : fault(x, "an age matters that should not");
}

/* Feeds one event into a copy of the node, and notes where it leads. */
static int try_event(struct explorer *x, uint32_t from, struct event *event, uint64_t after_ms)
{
	struct small before = x->nodes[from], now;
	struct effect effect;
	uint32_t to, known = x->count;

	make_flow(&x->flow, &before);
	event->now_ms = x->flow.now_ms + after_ms;
	effect = x->step(&x->flow, event);
	x->pairs++;
	memset(&now, 0, sizeof(now));
	make_small(&now, &x->flow);
	if (!observe(x, &now, &before, event, &effect))
		return 0;
	if (!check_ages(x, &now))
		return 0;
	to = node(x, &now);
	if (to >= known && !check_state(x, &now))
		return 0;
	if (after_ms == 0 && is_answer(event->kind) && !answers((enum effect_kind)before.asked, event->kind) &&
	    to != from)
		return fault(x, "an answer that nobody asked for changed something");
	if (after_ms == NAPS && event->kind != EVENT_PRESS && !is_home(now.state) && now.pending == EFFECT_NONE &&
	    !is_answer(event->kind))
		return fault(x, "after hours the kiosk is neither home nor waiting for an answer");
	if (after_ms == NAPS && event->kind == EVENT_PRESS && effect.kind != EFFECT_NONE &&
	    effect.kind != EFFECT_DISCARD && !is_home(before.state))
		return fault(x, "a press after hours acted on a screen that was gone");
	if (to != from &&
	    (x->edge_count == 0 || x->edges[x->edge_count - 1].from != from || x->edges[x->edge_count - 1].to != to))
		add_edge(x, from, to);
	return 1;
}

static uint32_t count_targets(const struct small *small)
{
	uint32_t count = 0;

	while (count < FLOW_TARGETS && small->all_targets >> count & 1)
		count++;
	return count;
}

/* A name is one letter long, a code grows to its end, where another letter may stand for the last. */
static size_t letters_of(uint32_t out[static 8], const struct explorer *x, const struct small *small)
{
	size_t count = 0;

	out[count++] = 0xd800;
	if (small->state == FLOW_ENROL_WRITE) {
		if (!(small->enrol_step == ENROL_NAME ? small->enrol_name : small->enrol_place))
			out[count++] = 'a';
	} else if (x->election->admission == ADMISSION_CODE) {
		out[count++] = GOOD_LETTER;
		if (small->typed_len == VOTING_CODE_LETTERS - 1)
			out[count++] = WRONG_LETTER;
	} else {
		out[count++] = 'a';
	}
	return count;
}

/* All results of the clock, the touch test and the stick; of the others only that they were looked at. */
static size_t checks_of(uint32_t out[static 8], const struct explorer *x, const struct small *small)
{
	size_t count = 0;

	for (unsigned check = 0; check < CHECK_COUNT; check++) {
		if (!does(x, PLAN_STAFF | PLAN_SETUP) || check == CHECK_CLOCK || check == CHECK_TOUCH ||
		    check == CHECK_STICK)
			continue;
		if (small->state == screen_of_check[check])
			out[count++] = checked_arg((enum setup_check)check, CHECK_GOOD);
	}
	if (!does(x, PLAN_STAFF | PLAN_SETUP)) {
		out[count++] = checked_arg(CHECK_TOUCH, CHECK_GOOD);
		return count;
	}
	out[count++] = checked_arg(CHECK_CLOCK, CHECK_GOOD);
	out[count++] = checked_arg(CHECK_TOUCH, CHECK_GOOD);
	out[count++] = checked_arg(CHECK_STICK, CHECK_GOOD);
	out[count++] = checked_arg(CHECK_STICK, CHECK_BAD);
	out[count++] = checked_arg(CHECK_COUNT, CHECK_GOOD);
	out[count++] = 70000;
	return count;
}

/* The arguments to press a thing with, in range and out of it: enough of them to see each change and be reset; the rest
 * would only multiply. */
static size_t args_of(uint32_t out[static 8], const struct explorer *x, enum action_kind kind,
                      const struct small *small)
{
	static const uint32_t wide[] = {0, 1, 2, 4, 70000};
	int fresh = x->election->language_count > 1 && settings_are_fresh(small);
	size_t count = 0;

	switch ((int)kind) {
	case ACT_LANGUAGE:
	case ACT_THEME:
	case ACT_SEATED:
		if (fresh)
			out[count++] = 1;
		break;
	case ACT_TEXT_SIZE:
	case ACT_RATE:
		if (fresh)
			out[count++] = 3;
		break;
	case ACT_VOLUME: break;
	case ACT_SOUND:
		if (does(x, PLAN_HEARD))
			out[count++] = !small->sound;
		break;
	case ACT_BLANK:
		if (does(x, PLAN_HEARD))
			out[count++] = !small->blank;
		break;
	case ACT_PART:
		out[count++] = 0;
		if (x->election->language_count > 1)
			out[count++] = 1;
		break;
	case ACT_PROJECT:
	case ACT_TOGGLE:
		if (does(x, PLAN_HEARD))
			return 0;
		memcpy(out, wide, sizeof(wide));
		return sizeof(wide) / sizeof(*wide);
	case ACT_STYLE:
	case ACT_PAGE:
	case ACT_CONTEST: memcpy(out, wide, sizeof(wide)); return sizeof(wide) / sizeof(*wide);
	case ACT_MARK:
	case ACT_RANK:
		for (unsigned i = 0; i < 6; i++)
			out[count++] = mark_arg(i / 3, i % 3);
		out[count++] = mark_arg(0, 3);
		return count;
	case ACT_FIND:
	case ACT_FILTERS:
		if (does(x, PLAN_FINDS))
			out[count++] = 0;
		return count;
	case ACT_FILTER:
		if (!does(x, PLAN_FINDS))
			return 0;
		out[count++] = 0;
		out[count++] = filter_arg(FILTER_CATEGORY, 0);
		out[count++] = filter_arg(FILTER_CATEGORY, 1);
		out[count++] = filter_arg(FILTER_PLACE, 0);
		break;
	case ACT_LETTER: return letters_of(out, x, small);
	case ACT_CHECKED: return checks_of(out, x, small);
	case ACT_TARGET:
		if (!does(x, PLAN_STAFF | PLAN_SETUP) || count_targets(small) < FLOW_TARGETS)
			out[count++] = count_targets(small);
		break;
	case ACT_CLOCK: out[count++] = FLOW_CLOCK_MIN; break;
	case ACT_STAFF_PRACTICE:
		for (uint32_t i = 0; i < 3; i++)
			out[count++] = i;
		break;
	case ACT_WANTS_STICK: out[count++] = !small->enrol_stick; break;
	case ACT_ERASE:
		out[count++] = 0;
		out[count++] = 1;
		break;
	case ACT_KEYS:
		out[count++] = 0;
		out[count++] = 1;
		break;
	case ACT_SCALE:
		out[count++] = 3000;
		out[count++] = FLOW_SCALE_MIN - 1;
		break;
	case ACT_DIGIT: out[count++] = 1; break;
	default: out[count++] = 0; break;
	}
	out[count++] = 70000;
	return count;
}

/* Setting up, and what else staff do but open, close and carry, is walked in plans of its own; elsewhere it would only
 * multiply. */
static int is_tried(const struct explorer *x, enum action_kind kind, const struct small *small)
{
	if (small->state != FLOW_STAFF || kind < ACT_STAFF_SETUP || kind > ACT_STAFF_KEY_STICK)
		return 1;
	return does(x, kind == ACT_STAFF_SETUP ? PLAN_SETUP : PLAN_STAFF);
}

static int try_presses(struct explorer *x, uint32_t from)
{
	for (int kind = ACT_NONE; kind < ACT_COUNT; kind++) {
		const struct small small = x->nodes[from];
		uint32_t args[8];
		size_t count = args_of(args, x, (enum action_kind)kind, &small);

		if (!is_tried(x, (enum action_kind)kind, &small))
			continue;

		for (size_t i = 0; i < count; i++) {
			struct event event = {.kind = EVENT_PRESS, .action = {(enum action_kind)kind, args[i]}};

			if (!try_event(x, from, &event, 0))
				return 0;
		}
	}
	return 1;
}

static int try_answers(struct explorer *x, uint32_t from)
{
	for (int kind = EVENT_SHUFFLED; kind <= EVENT_FAILED; kind++) {
		struct event event = {.kind = (enum event_kind)kind};

		switch (event.kind) {
		case EVENT_SHUFFLED: memcpy(event.seed, seed, sizeof(seed)); break;
		case EVENT_SEALED: event.code = code; break;
		case EVENT_SPOILED: memcpy(event.nonce, nonce, sizeof(nonce)); break;
		case EVENT_PIN_WRONG: event.arg = 2; break;
		case EVENT_ADMITTED: event.arg = LET_IN_STYLE; break;
		case EVENT_CODE_REFUSED: event.arg = refusal; break;
		case EVENT_REPORT: memcpy(event.report, report, sizeof(report)); break;
		case EVENT_DONE:
			event.arg = 3;
			memcpy(event.detail, detail, sizeof(detail));
			break;
		case EVENT_FAILED: event.arg = STATUS_IO; break;
		case EVENT_PRESS:
		case EVENT_ACTIVITY:
		case EVENT_TIME:
		case EVENT_STORED:
		case EVENT_PIN_RIGHT:
		case EVENT_FACTS:
		case EVENT_SPEAKING:
		case EVENT_HEADPHONES:
		case EVENT_STUCK:
		case EVENT_KIND_COUNT: break;
		}
		if (!try_event(x, from, &event, 0))
			return 0;
		/* A ballot that the election has not got. */
		event.arg = event.kind == EVENT_ADMITTED ? ELECTION_MAX_STYLES : event.arg;
		if (event.kind == EVENT_ADMITTED && !try_event(x, from, &event, 0))
			return 0;
		event.arg = event.kind == EVENT_ADMITTED ? LET_IN_STYLE : event.arg;
		if (kind == EVENT_SEALED && x->nodes[from].state == FLOW_SEALING && !x->nodes[from].entered_age &&
		    !try_event(x, from, &event, FLOW_SEALING_MS - 1))
			return 0;
		/* An answer that took hours is still the answer. */
		if (answers((enum effect_kind)x->nodes[from].asked, event.kind) && !try_event(x, from, &event, NAPS))
			return 0;
	}
	return 1;
}

static int try_time(struct explorer *x, uint32_t from)
{
	struct event time = {.kind = EVENT_TIME}, activity = {.kind = EVENT_ACTIVITY};
	struct event cast = {.kind = EVENT_PRESS, .action = {ACT_CAST, 0}},
	             next = {.kind = EVENT_PRESS, .action = {ACT_NEXT, 0}};
	uint64_t next_ms;

	make_flow(&x->flow, &x->nodes[from]);
	next_ms = flow_next_ms(&x->flow);
	if (next_ms != UINT64_MAX && next_ms > AGE_MAX)
		return fault(x, "waits too long");
	if (!try_event(x, from, &time, 0) || !try_event(x, from, &activity, 0) || !try_event(x, from, &time, NAPS) ||
	    !try_event(x, from, &cast, NAPS) || !try_event(x, from, &next, NAPS))
		return 0;
	return next_ms == UINT64_MAX || try_event(x, from, &time, next_ms);
}

/* A voice and headphones come and go anywhere; what is stuck changes nothing but what is told of it. */
static int try_surroundings(struct explorer *x, uint32_t from)
{
	const struct small small = x->nodes[from];
	struct event speaking = {.kind = EVENT_SPEAKING, .arg = !small.speaking};
	struct event headphones = {.kind = EVENT_HEADPHONES, .arg = !small.headphones};
	struct event stuck = {.kind = EVENT_STUCK, .arg = 1};

	make_flow(&x->flow, &small);
	make_flow(&x->other, &small);
	stuck.now_ms = x->flow.now_ms;
	x->other.stuck = 1;
	if (x->step(&x->flow, &stuck).kind != EFFECT_NONE || memcmp(&x->flow, &x->other, sizeof(x->flow)))
		return fault(x, "something stuck on the display changed more than is told of it");
	x->flow.stuck = x->other.stuck = 0;
	x->pairs++;
	if (!does(x, PLAN_HEARD))
		return 1;
	return try_event(x, from, &headphones, 0) && try_event(x, from, &speaking, 0) &&
	       ((small.state != FLOW_PROJECTS && small.state != FLOW_IDLE && small.state != FLOW_THANKS) ||
	        try_event(x, from, &speaking, 2500));
}

/* A recorder that had to start again is locked, and knows nothing of the session that was going on. */
static int tells_of_another(const struct small *small, unsigned facts)
{
	return facts_of[facts].locked && small->in_session && small->pending == EFFECT_NONE;
}

/* Facts change with answers, and where nobody votes; in a session whatever they say changes nothing but themselves, as
 * long as the recorder is the same. */
static int try_facts(struct explorer *x, uint32_t from)
{
	struct small small = x->nodes[from];

	for (unsigned i = 0; i < FACTS; i++) {
		struct event event = {.kind = EVENT_FACTS, .facts = facts_of[i]};

		if (!(x->plan->facts >> i & 1))
			continue;
		/* A kiosk is enrolled by an answer only. */
		if (is_home(small.state) || sees_staff(small.state) || small.state == FLOW_ADMIT_ASK ||
		    enrols(small.state)) {
			if (facts_of[i].enrolled != facts_of[small.facts].enrolled && small.state != FLOW_STAFF_WORKING)
				continue;
			if (!try_event(x, from, &event, 0))
				return 0;
			continue;
		}
		if (tells_of_another(&small, i)) {
			if (!try_event(x, from, &event, 0))
				return 0;
			if (x->flow.state != FLOW_TROUBLE && x->flow.state != FLOW_CHALLENGED)
				return fault(x, "a session goes on that the recorder knows nothing of");
			continue;
		}
		make_flow(&x->flow, &small);
		make_flow(&x->other, &small);
		event.now_ms = x->flow.now_ms;
		if (x->step(&x->flow, &event).kind != EFFECT_NONE || x->flow.state != x->other.state ||
		    memcmp(x->flow.marks, x->other.marks, sizeof(x->other.marks)))
			return fault(x, "facts alone changed a session");
		x->pairs++;
	}
	return 1;
}

/* By time alone, step by step as the main loop would: home, or waiting for an answer. */
static int check_time_home(struct explorer *x, uint32_t from)
{
	make_flow(&x->flow, &x->nodes[from]);
	for (unsigned hops = 0; hops < 100; hops++) {
		struct event time = {.kind = EVENT_TIME};
		uint64_t next_ms = flow_next_ms(&x->flow);

		if (next_ms == UINT64_MAX)
			break;
		time.now_ms = x->flow.now_ms + next_ms;
		x->step(&x->flow, &time);
	}
	if (is_home((uint8_t)x->flow.state))
		return 1;
	if (x->flow.pending != EFFECT_NONE &&
	    (x->flow.state == FLOW_TROUBLE || x->flow.state == FLOW_ADMIT_ASK || sees_staff((uint8_t)x->flow.state)))
		return 1;
	return fault(x, "time alone does not lead home");
}

/* From every state a home can be reached. */
static int check_no_dead_end(struct explorer *x)
{
	uint8_t *leads = calloc(x->count, 1);
	int changed = 1;
	uint32_t trapped = UINT32_MAX;

	assert_non_null(leads);
	for (uint32_t i = 0; i < x->count; i++)
		leads[i] = (uint8_t)is_home(x->nodes[i].state);
	while (changed) {
		changed = 0;
		for (size_t i = x->edge_count; i-- > 0;) {
			if (!leads[x->edges[i].from] && leads[x->edges[i].to])
				leads[x->edges[i].from] = 1, changed = 1;
		}
	}
	for (uint32_t i = 0; i < x->count && trapped == UINT32_MAX; i++) {
		if (!leads[i])
			trapped = i;
	}
	free(leads);
	if (trapped == UINT32_MAX)
		return 1;
	make_flow(&x->flow, &x->nodes[trapped]);
	return fault(x, "a dead end");
}

static void explore(struct explorer *x, step_fn *step, const struct plan *plan)
{
	struct small first;
	unsigned begins = 0;

	memset(x, 0, sizeof(*x));
	x->step = step;
	x->plan = plan;
	x->election = plan->election;
	while (!(plan->facts >> begins & 1))
		begins++;
	flow_init(&x->flow, plan->election, &facts_of[begins], 2 * (uint64_t)AGE_MAX);
	x->other.election = plan->election;
	memset(&first, 0, sizeof(first));
	make_small(&first, &x->flow);
	node(x, &first);
	for (uint32_t i = 0; i < x->count; i++) {
		if (!try_presses(x, i) || !try_answers(x, i) || !try_time(x, i) || !try_facts(x, i) ||
		    !try_surroundings(x, i) || !check_time_home(x, i))
			return;
	}
	check_no_dead_end(x);
}

static void explorer_finish(struct explorer *x)
{
	free(x->nodes);
	free(x->table);
	free(x->edges);
}

static int may_be_home(const struct plan *plan, enum flow_state state)
{
	for (unsigned i = 0; i < FACTS; i++) {
		if (plan->facts >> i & 1 && home_of(&facts_of[i], plan->election) == state)
			return 1;
	}
	return 0;
}

/* States that an election, or a plan, has no way to. */
static int is_out_of_reach(const struct plan *plan, enum flow_state state)
{
	const struct election *election = plan->election;

	if (is_home((uint8_t)state))
		return !may_be_home(plan, state);
	/* Whoever has no election neither votes nor opens. */
	if (!may_be_home(plan, FLOW_START) && state >= FLOW_BEGINNING && state <= FLOW_STAFF_CLOSE2 &&
	    state != FLOW_PIN && state != FLOW_STAFF)
		return 1;
	switch ((int)state) {
	case FLOW_STYLE: return election->style_count == 1 || election->admission == ADMISSION_CODE;
	case FLOW_FIND:
	case FLOW_FILTER: return !(plan->does & PLAN_FINDS);
	case FLOW_PROJECT: return (plan->does & PLAN_HEARD) != 0;
	case FLOW_WRITE: return election->contests[election->contest_count - 1].type != VOTE_ANSWER_TEXT;
	case FLOW_CODE: return election->admission != ADMISSION_CODE;
	case FLOW_ADMIT_ASK: return election->admission != ADMISSION_ATTENDED;
	case FLOW_ENROL_KEY:
	case FLOW_ENROL_WRITE:
	case FLOW_ENROL_PIN: return !(plan->facts >> FACTS_BARE & 1);
	case FLOW_STAFF_SIZE:
	case FLOW_STAFF_SCREEN:
	case FLOW_STAFF_TOUCH:
	case FLOW_STAFF_SOUND: return 0;
	case FLOW_STAFF_PLACE:
	case FLOW_STAFF_READY: return !(plan->does & PLAN_SETUP);
	case FLOW_STAFF_CLOCK:
	case FLOW_STAFF_STICK: return !(plan->does & (PLAN_STAFF | PLAN_SETUP));
	case FLOW_STAFF_PRACTICE:
	case FLOW_STAFF_REPORT:
	case FLOW_STAFF_REOPEN:
	case FLOW_STAFF_ERASE:
	case FLOW_STAFF_SECOND: return !(plan->does & PLAN_STAFF);
	default: return 0;
	}
}

static void all_states_hold(const struct plan *plan)
{
	struct explorer *x = malloc(sizeof(*x));

	assert_non_null(x);
	explore(x, flow_step, plan);
	if (x->fault[0])
		fail_msg("%s", x->fault);
	printf("# note: flow, %s: %u states, %llu (state, event) pairs, all explored\n", plan->name, x->count,
	       (unsigned long long)x->pairs);
	for (unsigned i = 0; i < FLOW_STATE_COUNT; i++) {
		if (!x->seen_state[i] && !is_out_of_reach(plan, (enum flow_state)i))
			fail_msg("the state %s was never reached", flow_state_name((enum flow_state)i));
	}
	explorer_finish(x);
	free(x);
}

/* A machine with one fault, which the exploration must find. */
static void must_find(step_fn *step, const struct plan *plan, const char *what)
{
	struct explorer *x = malloc(sizeof(*x));

	assert_non_null(x);
	explore(x, step, plan);
	if (strncmp(x->fault, what, strlen(what)))
		fail_msg("expected \"%s\", found \"%s\"", what, x->fault);
	explorer_finish(x);
	free(x);
}

#endif
