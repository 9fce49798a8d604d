/* Every reachable state of the flow, and every event in each: all presses with arguments in and out of range, all
 * answers whether asked for or not, time in small and in large steps; speech, headphones and something stuck on the
 * display. A few elections, each small enough to be explored whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "filter.h"
#include "flow.h"

enum {
	CONTESTS = 2,
	PROJECTS = 2,
	LETTERS = 2,
	FACTS = 7,
	AGE_MAX = 2000000,
	NAPS = 10 * 3600 * 1000,
	FAULT_ROOM = 200,
	ENOUGH = 4000000,
};

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

static const struct facts facts_of[FACTS] = {
    {.enrolled = 1, .locked = 1},
    {.enrolled = 1, .locked = 1, .has_election = 1, .voting = VOTING_OPEN},
    {.enrolled = 1},
    {.enrolled = 1, .has_election = 1, .voting = VOTING_NEW},
    {.enrolled = 1, .has_election = 1, .voting = VOTING_OPEN},
    {.enrolled = 1, .has_election = 1, .voting = VOTING_PAUSED},
    {.enrolled = 1, .has_election = 1, .voting = VOTING_CLOSED},
};

static const uint8_t seed[32] = {1, 2, 3};
static const uint8_t nonce[NONCE_BYTES] = {4, 5, 6};
static const struct hash code = {{7, 8, 9}};
static const char detail[FLOW_DETAIL] = "a sentence";

/* --- a flow made small --- */

/* Everything of struct flow that differs between the states of one exploration, times as ages, and what the observer
 * remembers. Made only of bytes and zeroed before use, so that it can be compared and hashed as it is. */
struct small {
	uint32_t entered_age, activity_age, pin_wait;
	uint32_t verdict_amount, filter;
	uint8_t state, behind, idle_behind, facts, pending, trouble, trouble_status, language, text_size, theme;
	uint8_t seated, sound, rate, volume, blank, speaking, headphones, find_len, keys, targets;
	uint8_t in_session, settled, seeded, style, contest, project, first, part, from_review, notice, verdict_rule;
	uint8_t notice_project, coded, nonced, pin_len, staff_task, staff_result, staff_number, detailed;
	uint8_t order[CONTESTS][PROJECTS], seen[CONTESTS], marks[CONTESTS][PROJECTS], answer[CONTESTS];
	/* the observer: the effect not yet answered; whether a session began and has not ended; what happened to its
	 * ballot */
	uint8_t asked, session, sealed, stores, store_failed;
	uint8_t spare[2];
};

static uint32_t age(uint64_t now_ms, uint64_t then_ms)
{
	uint64_t ms = now_ms - then_ms;

	return ms > AGE_MAX ? AGE_MAX : (uint32_t)ms;
}

static uint8_t facts_index(const struct facts *facts)
{
	for (uint8_t i = 0; i < FACTS; i++) {
		if (!memcmp(facts, &facts_of[i], sizeof(*facts)))
			return i;
	}
	return FACTS;
}

static void make_small(struct small *out, const struct flow *flow)
{
	out->entered_age = age(flow->now_ms, flow->entered_ms);
	out->activity_age = age(flow->now_ms, flow->last_activity_ms);
	out->pin_wait = flow->pin_wait_until_ms > flow->now_ms ? (uint32_t)(flow->pin_wait_until_ms - flow->now_ms) : 0;
	out->verdict_amount = (uint32_t)flow->verdict.amount;
	out->state = (uint8_t)flow->state;
	out->behind = (uint8_t)flow->behind;
	out->idle_behind = (uint8_t)flow->idle_behind;
	out->facts = facts_index(&flow->facts);
	out->pending = (uint8_t)flow->pending;
	out->trouble = (uint8_t)flow->trouble;
	out->trouble_status = (uint8_t)flow->trouble_status;
	out->language = flow->language;
	out->text_size = flow->text_size;
	out->theme = flow->theme;
	out->seated = flow->seated;
	out->sound = flow->sound;
	out->rate = flow->rate;
	out->volume = flow->volume;
	out->blank = flow->blank;
	out->speaking = flow->speaking;
	out->headphones = flow->headphones;
	out->filter = flow->filter;
	out->find_len = flow->find_len;
	out->keys = flow->keys;
	out->targets = (uint8_t)flow->targets;
	out->in_session = flow->in_session;
	out->settled = flow->settled;
	out->seeded = flow->seed[0] != 0;
	out->style = (uint8_t)flow->style;
	out->contest = flow->contest;
	out->project = (uint8_t)flow->project;
	out->first = (uint8_t)flow->first;
	out->part = (uint8_t)flow->part;
	out->from_review = flow->from_review;
	out->notice = (uint8_t)flow->notice;
	out->verdict_rule = (uint8_t)flow->verdict.rule;
	out->notice_project = (uint8_t)flow->notice_project;
	out->coded = flow->code.bytes[0] != 0;
	out->nonced = flow->nonce[0] != 0;
	out->pin_len = flow->pin_len;
	out->staff_task = (uint8_t)flow->staff_task;
	out->staff_result = (uint8_t)flow->staff_result;
	out->staff_number = (uint8_t)flow->staff_number;
	out->detailed = flow->staff_detail[0] != 0;
	for (unsigned i = 0; i < CONTESTS; i++) {
		out->seen[i] = flow->seen[i][0];
		out->answer[i] = (uint8_t)strlen(flow->answer[i]);
		for (unsigned j = 0; j < PROJECTS; j++) {
			out->order[i][j] = (uint8_t)flow->order[i][j];
			out->marks[i][j] = (uint8_t)flow->marks[i].of[j];
		}
	}
}

static int is_home(uint8_t state)
{
	return state == FLOW_LOCKED || state == FLOW_NO_ELECTION || state == FLOW_NOT_OPEN || state == FLOW_START;
}

static int sees_staff(uint8_t state)
{
	return state >= FLOW_PIN && state <= FLOW_STAFF_DONE;
}

/* The ages that nothing depends on in a state become zero: flow_next_ms must stay the same. */
static void forget_ages(struct small *small)
{
	if (small->state != FLOW_SEALING && small->state != FLOW_TROUBLE && small->state != FLOW_IDLE &&
	    small->state != FLOW_BEGINNING && small->state != FLOW_CASTING && small->state != FLOW_CHALLENGING &&
	    small->state != FLOW_THANKS && small->state != FLOW_STAFF_CLEAN)
		small->entered_age = 0;
	if (is_home(small->state) || small->state == FLOW_IDLE || small->state == FLOW_THANKS ||
	    small->state == FLOW_STAFF_CLEAN || small->pending != EFFECT_NONE)
		small->activity_age = 0;
}

/* Writes into a flow whose remaining fields (far marks, far orders) are zero, as the last check of each new state makes
 * sure. */
static void make_flow(struct flow *flow, const struct small *in)
{
	flow->now_ms = 2 * (uint64_t)AGE_MAX;
	flow->entered_ms = flow->now_ms - in->entered_age;
	flow->last_activity_ms = flow->now_ms - in->activity_age;
	flow->pin_wait_until_ms = in->pin_wait ? flow->now_ms + in->pin_wait : 0;
	flow->verdict.amount = in->verdict_amount;
	flow->state = (enum flow_state)in->state;
	flow->behind = (enum flow_state)in->behind;
	flow->idle_behind = (enum flow_state)in->idle_behind;
	flow->facts = facts_of[in->facts];
	flow->pending = (enum effect_kind)in->pending;
	flow->trouble = (enum effect_kind)in->trouble;
	flow->trouble_status = in->trouble_status;
	flow->language = in->language;
	flow->text_size = in->text_size;
	flow->theme = in->theme;
	flow->seated = in->seated;
	flow->sound = in->sound;
	flow->rate = in->rate;
	flow->volume = in->volume;
	flow->blank = in->blank;
	flow->speaking = in->speaking;
	flow->headphones = in->headphones;
	flow->filter = in->filter;
	flow->find_len = in->find_len;
	memset(flow->find, 0, sizeof(flow->find));
	memset(flow->find, '1', in->find_len);
	flow->keys = in->keys;
	flow->targets = in->targets;
	flow->in_session = in->in_session;
	flow->settled = in->settled;
	memset(flow->seed, 0, sizeof(flow->seed));
	if (in->seeded)
		memcpy(flow->seed, seed, sizeof(seed));
	flow->style = in->style;
	flow->contest = in->contest;
	flow->project = in->project;
	flow->first = in->first;
	flow->part = in->part;
	flow->from_review = in->from_review;
	flow->notice = (enum notice)in->notice;
	flow->verdict.rule = (enum rule_verdict)in->verdict_rule;
	flow->notice_project = in->notice_project;
	flow->code = in->coded ? code : (struct hash){{0}};
	memset(flow->nonce, 0, sizeof(flow->nonce));
	if (in->nonced)
		memcpy(flow->nonce, nonce, sizeof(nonce));
	flow->pin_len = in->pin_len;
	memset(flow->pin, 0, sizeof(flow->pin));
	memset(flow->pin, '1', in->pin_len);
	flow->staff_task = (enum effect_kind)in->staff_task;
	flow->staff_result = in->staff_result;
	flow->staff_number = in->staff_number;
	memset(flow->staff_detail, 0, sizeof(flow->staff_detail));
	if (in->detailed)
		memcpy(flow->staff_detail, detail, sizeof(detail));
	for (unsigned i = 0; i < CONTESTS; i++) {
		flow->seen[i][0] = in->seen[i];
		memset(flow->answer[i], 0, LETTERS + 1);
		memset(flow->answer[i], 'a', in->answer[i]);
		for (unsigned j = 0; j < PROJECTS; j++) {
			flow->order[i][j] = in->order[i][j];
			flow->marks[i].of[j] = in->marks[i][j];
		}
	}
}

/* --- an exploration --- */

typedef struct effect step_fn(struct flow *flow, const struct event *event);

struct edge {
	uint32_t from, to;
};

struct explorer {
	step_fn *step;
	const struct election *election;
	struct small *nodes;
	uint32_t count, room;
	uint32_t *table; /* index + 1 of a node, by hash */
	uint32_t table_room;
	struct edge *edges;
	size_t edge_count, edge_room;
	uint64_t pairs;
	uint8_t seen_state[FLOW_STATE_COUNT];
	struct flow flow, other, blank;
	char fault[FAULT_ROOM];
};

static int fault(struct explorer *x, const char *what)
{
	if (!x->fault[0])
		snprintf(x->fault, sizeof(x->fault), "%s (in %s)", what, flow_state_name(x->flow.state));
	return 0;
}

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

static int has_votes(const struct small *small)
{
	static const uint8_t zero[CONTESTS * PROJECTS];

	return memcmp(small->marks, zero, sizeof(zero)) || memcmp(small->order, zero, sizeof(zero)) || small->seen[0] ||
	       small->seen[1] || small->seeded || small->nonced || small->answer[0] || small->answer[1] ||
	       small->filter || small->find_len;
}

static int settings_are_fresh(const struct small *small)
{
	return !small->language && !small->theme && small->text_size == FLOW_TEXT_SIZE_DEFAULT && !small->seated &&
	       !small->sound && !small->blank && small->rate == FLOW_RATE_DEFAULT &&
	       small->volume == FLOW_VOLUME_DEFAULT;
}

/* Marks within the limits, whatever was pressed. */
static int marks_are_allowed(const struct flow *flow)
{
	const struct style *style = &flow->election->styles[flow->style];

	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &flow->election->contests[style->contest[i]];
		struct verdict verdict = marks_check(contest, &flow->marks[i]);

		if (verdict.rule != VERDICT_OK && verdict.rule != VERDICT_TOO_FEW)
			return 0;
		if (contest->type != VOTE_ANSWER_TEXT && flow->answer[i][0])
			return 0;
	}
	return 1;
}

/* What must hold in a state, however it was reached. */
static int check_state(struct explorer *x, const struct small *small)
{
	struct small again = {.asked = small->asked,
	                      .session = small->session,
	                      .sealed = small->sealed,
	                      .stores = small->stores,
	                      .store_failed = small->store_failed};

	if (small->facts == FACTS || small->trouble_status != x->flow.trouble_status)
		return fault(x, "the flow holds facts or a status that nobody told");
	/* Nothing outside struct small may differ from zero. */
	make_flow(&x->other, small);
	make_small(&again, &x->other);
	x->other.now_ms = x->flow.now_ms;
	x->other.entered_ms = x->flow.entered_ms;
	x->other.last_activity_ms = x->flow.last_activity_ms;
	x->other.pin_wait_until_ms = x->flow.pin_wait_until_ms;
	if (memcmp(&again, small, sizeof(again)) || memcmp(x->other.order, x->flow.order, sizeof(x->flow.order)) ||
	    memcmp(x->other.marks, x->flow.marks, sizeof(x->flow.marks)) ||
	    memcmp(x->other.seen, x->flow.seen, sizeof(x->flow.seen)) ||
	    memcmp(x->other.answer, x->flow.answer, sizeof(x->flow.answer)) ||
	    memcmp(x->other.find, x->flow.find, sizeof(x->flow.find)) || x->other.targets != x->flow.targets ||
	    memcmp(x->other.pin, x->flow.pin, sizeof(x->flow.pin)) ||
	    memcmp(x->other.seed, x->flow.seed, sizeof(x->flow.seed)) ||
	    memcmp(&x->other.code, &x->flow.code, sizeof(x->flow.code)) ||
	    memcmp(x->other.nonce, x->flow.nonce, sizeof(x->flow.nonce)))
		return fault(x, "something stands in the flow that no event brought");
	if (small->pending != small->asked)
		return fault(x, "what the flow waits for is not what it asked for");
	if (is_home(small->state)) {
		struct facts facts = facts_of[small->facts];

		if (has_votes(small) || small->coded || small->in_session || small->verdict_rule ||
		    small->verdict_amount)
			return fault(x, "something of a session is left at home");
		if (!settings_are_fresh(small) || small->keys || small->targets)
			return fault(x, "settings are left at home");
		if (small->session)
			return fault(x, "home, but the session neither cast nor ended");
		if (small->state != (facts.locked                  ? FLOW_LOCKED
		                     : !facts.has_election         ? FLOW_NO_ELECTION
		                     : facts.voting == VOTING_OPEN ? FLOW_START
		                                                   : FLOW_NOT_OPEN))
			return fault(x, "home is not what the facts call for");
	}
	if (small->in_session && !marks_are_allowed(&x->flow))
		return fault(x, "marks are beyond what the contest allows");
	if (small->blank && !small->sound)
		return fault(x, "nothing is shown and nothing is said");
	if (small->find_len && small->state != FLOW_FIND && small->state != FLOW_SETTINGS &&
	    small->state != FLOW_HELP && small->state != FLOW_LEAVE_ASK && small->state != FLOW_IDLE)
		return fault(x, "a number that was typed is left");
	if (small->pin_len && small->state != FLOW_PIN)
		return fault(x, "the PIN is still there");
	if ((sees_staff(small->state) || small->state == FLOW_THANKS) && (has_votes(small) || small->in_session))
		return fault(x, "votes are left where the session is over");
	if (sees_staff(small->state) && small->coded)
		return fault(x, "a code is left where staff see it");
	if (small->state == FLOW_TROUBLE && small->pending == EFFECT_NONE && (has_votes(small) || small->coded))
		return fault(x, "trouble keeps votes");
	if ((small->session != 0) != (small->in_session != 0))
		return fault(x, "a session is open on one side only");
	if ((small->state == FLOW_SEALED || small->state == FLOW_CHALLENGE_ASK) && (!small->sealed || !small->coded))
		return fault(x, "sealed, but nothing was sealed");
	if (small->state == FLOW_THANKS && !small->coded)
		return fault(x, "thanks without a code");
	return 1;
}

static const enum event_kind answer_to[EFFECT_KIND_COUNT] = {
    [EFFECT_SHUFFLE] = EVENT_SHUFFLED, [EFFECT_SEAL] = EVENT_SEALED,         [EFFECT_STORE] = EVENT_STORED,
    [EFFECT_SPOIL] = EVENT_SPOILED,    [EFFECT_CHECK_PIN] = EVENT_PIN_RIGHT, [EFFECT_OPEN] = EVENT_DONE,
    [EFFECT_PAUSE] = EVENT_DONE,       [EFFECT_CLOSE] = EVENT_DONE,          [EFFECT_EXPORT] = EVENT_DONE,
    [EFFECT_IMPORT] = EVENT_DONE,      [EFFECT_SCALE] = EVENT_DONE,
};

static int is_answer(enum event_kind kind)
{
	return kind >= EVENT_SHUFFLED && kind <= EVENT_FAILED;
}

static int answers(enum effect_kind asked, enum event_kind kind)
{
	if (asked == EFFECT_NONE)
		return 0;
	return kind == EVENT_FAILED || kind == answer_to[asked] ||
	       (asked == EFFECT_CHECK_PIN && kind == EVENT_PIN_WRONG);
}

/* The observer: follows a session from outside, by events and effects alone. */
static int observe(struct explorer *x, struct small *now, const struct small *before, const struct event *event,
                   const struct effect *effect)
{
	int answered = answers((enum effect_kind)before->asked, event->kind);

	now->asked = answered ? EFFECT_NONE : before->asked;
	now->session = before->session;
	now->sealed = before->sealed;
	now->stores = before->stores;
	now->store_failed = before->store_failed;
	if (is_answer(event->kind) && !answered && effect->kind != EFFECT_NONE && effect->kind != EFFECT_DISCARD)
		return fault(x, "an answer that nobody asked for had an effect");
	if (answered && event->kind == EVENT_SHUFFLED) {
		if (now->session)
			return fault(x, "a session began in a session");
		now->session = 1;
		now->sealed = now->stores = now->store_failed = 0;
	}
	if (answered && event->kind == EVENT_SEALED)
		now->sealed = 1;
	if (answered && event->kind == EVENT_STORED) {
		if (!now->session || now->stores != 1)
			return fault(x, "stored without one STORE in a session");
		now->session = now->sealed = now->stores = 0;
		if (now->state != FLOW_THANKS)
			return fault(x, "a ballot was stored and the voter is not thanked");
	} else if (now->state == FLOW_THANKS && before->state != FLOW_THANKS) {
		return fault(x, "thanks without a stored ballot");
	}
	if (answered && event->kind == EVENT_FAILED && before->asked == EFFECT_STORE)
		now->store_failed = 1;
	if (now->state == FLOW_SEALED && before->state == FLOW_SEALING && now->pending == EFFECT_NONE &&
	    before->entered_age + (event->now_ms - 2 * (uint64_t)AGE_MAX) < FLOW_SEALING_MS)
		return fault(x, "sealed too soon");
	if (effect->kind == EFFECT_NONE)
		return 1;
	if (before->asked != EFFECT_NONE && !answered)
		return fault(x, "an effect while another is not answered");
	switch (effect->kind) {
	case EFFECT_SEAL:
		if (!now->session || now->sealed)
			return fault(x, "sealed outside a session, or twice");
		break;
	case EFFECT_STORE:
		if (event->kind != EVENT_PRESS || event->action.kind != ACT_CAST || before->state != FLOW_SEALED)
			return fault(x, "stored without CAST in SEALED");
		if (!now->session || !now->sealed || ++now->stores > 1)
			return fault(x, "a session stores twice, or what was not sealed");
		break;
	case EFFECT_SPOIL:
		if (event->kind != EVENT_PRESS || event->action.kind != ACT_YES || before->state != FLOW_CHALLENGE_ASK)
			return fault(x, "opened without YES in CHALLENGE_ASK");
		if (!now->session || !now->sealed || now->stores)
			return fault(x, "opened what was cast, or was not sealed");
		now->sealed = 0;
		break;
	case EFFECT_DISCARD:
		if (!now->session)
			return fault(x, "discarded outside a session");
		if (now->stores && !now->store_failed)
			return fault(x, "discarded a ballot that may be stored");
		now->session = now->sealed = now->stores = 0;
		return 1;
	case EFFECT_NONE:
	case EFFECT_SHUFFLE:
	case EFFECT_CHECK_PIN:
	case EFFECT_OPEN:
	case EFFECT_PAUSE:
	case EFFECT_CLOSE:
	case EFFECT_EXPORT:
	case EFFECT_IMPORT:
	case EFFECT_SCALE:
	case EFFECT_CODE:
	case EFFECT_ADMIT:
	case EFFECT_ORGANISER:
	case EFFECT_ENROL:
	case EFFECT_KEY_STICK:
	case EFFECT_CLOCK:
	case EFFECT_STICK:
	case EFFECT_READY:
	case EFFECT_REPORT:
	case EFFECT_REOPEN:
	case EFFECT_ERASE:
	case EFFECT_PRACTICE:
	case EFFECT_KIND_COUNT: break;
	}
	now->asked = (uint8_t)effect->kind;
	return 1;
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

	forget_ages(now);
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
		if (x->election == &heard)
			out[count++] = !small->sound;
		break;
	case ACT_BLANK:
		if (x->election == &heard)
			out[count++] = !small->blank;
		break;
	case ACT_PART:
		out[count++] = 0;
		if (x->election->language_count > 1)
			out[count++] = 1;
		break;
	case ACT_PROJECT:
	case ACT_TOGGLE:
		if (x->election == &heard)
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
		if (x->election == &ranked)
			out[count++] = 0;
		return count;
	case ACT_FILTER:
		if (x->election != &ranked)
			return 0;
		out[count++] = 0;
		out[count++] = filter_arg(FILTER_CATEGORY, 0);
		out[count++] = filter_arg(FILTER_CATEGORY, 1);
		out[count++] = filter_arg(FILTER_PLACE, 0);
		break;
	case ACT_LETTER:
		out[count++] = 'a';
		out[count++] = 0xd800;
		return count;
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

static int try_presses(struct explorer *x, uint32_t from)
{
	for (int kind = ACT_NONE; kind < ACT_COUNT; kind++) {
		const struct small small = x->nodes[from];
		uint32_t args[8];
		size_t count = args_of(args, x, (enum action_kind)kind, &small);

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
		case EVENT_ADMITTED:
		case EVENT_CODE_REFUSED:
		case EVENT_REPORT:
		case EVENT_KIND_COUNT: break;
		}
		if (!try_event(x, from, &event, 0))
			return 0;
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
	if (x->election != &heard)
		return 1;
	return try_event(x, from, &headphones, 0) && try_event(x, from, &speaking, 0) &&
	       ((small.state != FLOW_PROJECTS && small.state != FLOW_IDLE && small.state != FLOW_THANKS) ||
	        try_event(x, from, &speaking, 2500));
}

/* Facts change with answers, and where nobody votes; in a session whatever they say changes nothing but themselves. */
static int try_facts(struct explorer *x, uint32_t from)
{
	struct small small = x->nodes[from];

	for (unsigned i = 0; i < FACTS; i++) {
		struct event event = {.kind = EVENT_FACTS, .facts = facts_of[i]};

		if (is_home(small.state) || sees_staff(small.state)) {
			if (!try_event(x, from, &event, 0))
				return 0;
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
	if (x->flow.pending != EFFECT_NONE && (x->flow.state == FLOW_TROUBLE || sees_staff((uint8_t)x->flow.state)))
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

static void explore(struct explorer *x, step_fn *step, const struct election *election)
{
	struct small first;

	memset(x, 0, sizeof(*x));
	x->step = step;
	x->election = election;
	flow_init(&x->flow, election, &facts_of[0], 2 * (uint64_t)AGE_MAX);
	x->other.election = election;
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

/* --- the machine itself --- */

static void all_states_hold(step_fn *step, const struct election *election, const char *name)
{
	struct explorer *x = malloc(sizeof(*x));

	assert_non_null(x);
	explore(x, step, election);
	if (x->fault[0])
		fail_msg("%s", x->fault);
	printf("# note: flow, %s: %u states, %llu (state, event) pairs, all explored\n", name, x->count,
	       (unsigned long long)x->pairs);
	for (unsigned i = 0; i < FLOW_STATE_COUNT; i++) {
		if (i == FLOW_STYLE && election->style_count == 1)
			continue;
		if ((i == FLOW_FIND || i == FLOW_FILTER) && election != &ranked)
			continue;
		if (i == FLOW_PROJECT && election == &heard)
			continue;
		if (i == FLOW_WRITE && election != &written)
			continue;
		if (!x->seen_state[i])
			fail_msg("the state %s was never reached", flow_state_name((enum flow_state)i));
	}
	explorer_finish(x);
	free(x);
}

static void test_one_contest(void **state)
{
	(void)state;
	all_states_hold(flow_step, &simple, "one contest");
}

static void test_two_districts(void **state)
{
	(void)state;
	all_states_hold(flow_step, &districts, "two districts");
}

static void test_heard(void **state)
{
	(void)state;
	all_states_hold(flow_step, &heard, "listened to");
}

static void test_ranked(void **state)
{
	(void)state;
	all_states_hold(flow_step, &ranked, "a ranking");
}

static void test_questions(void **state)
{
	(void)state;
	all_states_hold(flow_step, &questioned, "points, and a question");
}

static void test_words(void **state)
{
	(void)state;
	all_states_hold(flow_step, &written, "scores, and an answer in words");
}

/* --- controls: machines with one fault each, which the exploration must find --- */

static void must_find(step_fn *step, const char *what)
{
	struct explorer *x = malloc(sizeof(*x));

	assert_non_null(x);
	explore(x, step, &simple);
	if (strncmp(x->fault, what, strlen(what)))
		fail_msg("expected \"%s\", found \"%s\"", what, x->fault);
	explorer_finish(x);
	free(x);
}

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
	if (flow->state == FLOW_STAFF_WORKING && (event->kind == EVENT_DONE || event->kind == EVENT_FAILED))
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
	must_find(casts_again, "stored without CAST in SEALED");
	must_find(casts_without_voter, "stored without CAST in SEALED");
	must_find(thanks_on_failure, "thanks without a stored ballot");
	must_find(believes_anybody, "thanks without a stored ballot");
	must_find(keeps_marks, "something of a session is left at home");
	must_find(keeps_far_marks, "something stands in the flow that no event brought");
	must_find(keeps_pin, "the PIN is still there");
	must_find(idles_for_ever, "time alone does not lead home");
	must_find(works_for_ever, "a dead end");
	must_find(seals_at_once, "sealed too soon");
	must_find(forgets_to_end, "home, but the session neither cast nor ended");
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
