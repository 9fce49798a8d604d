/* What must hold in every state of the flow, and of every step, seen from outside. For the explorer alone. */
#ifndef FOLKMOOT_FLOW_RULES_H
#define FOLKMOOT_FLOW_RULES_H

#include "flow_small.h"

/* --- an exploration --- */

typedef struct effect step_fn(struct flow *flow, const struct event *event);

struct edge {
	uint32_t from, to;
};

/* The style that a good code is for. */
enum { LET_IN_STYLE = 1 };

static const enum flow_state screen_of_check[CHECK_COUNT] = {
    FLOW_STAFF_PLACE, FLOW_STAFF_CLOCK, FLOW_STAFF_SIZE,  FLOW_STAFF_SCREEN,
    FLOW_STAFF_TOUCH, FLOW_STAFF_SOUND, FLOW_STAFF_STICK,
};

/* What is explored: an election, and which of what can be told, and done, comes up. */
struct plan {
	const struct election *election;
	const char *name;
	uint32_t facts; /* bit i: facts_of[i]; the lowest is how it begins */
	unsigned does;  /* PLAN_... */
};

enum {
	FAULT_ROOM = 200,
	ENOUGH = 4000000,
	PLAN_HEARD = 1, /* listened to: sound, headphones, a dark display */
	PLAN_FINDS = 2, /* projects are found by number, and filtered */
	PLAN_SETUP = 8, /* the checks one after another */
	PLAN_STAFF = 4, /* everything that staff do beside opening, closing and carrying */
	PLAN_FACTS = (1 << (FACTS_CLOSED + 1)) - 1,
};

struct explorer {
	step_fn *step;
	const struct plan *plan;
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

static int does(const struct explorer *x, unsigned what)
{
	return (x->plan->does & what) != 0;
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

static enum flow_state home_of(const struct facts *facts, const struct election *election)
{
	if (!facts->enrolled)
		return FLOW_ENROL;
	if (facts->locked)
		return FLOW_LOCKED;
	if (!facts->has_election)
		return FLOW_NO_ELECTION;
	if (facts->voting != VOTING_OPEN)
		return FLOW_NOT_OPEN;
	return election->admission == ADMISSION_ATTENDED && !facts->admitted ? FLOW_ADMIT : FLOW_START;
}

static int check_home(struct explorer *x, const struct small *small)
{
	if (has_votes(small) || small->coded || small->in_session || small->verdict_rule || small->verdict_amount)
		return fault(x, "something of a session is left at home");
	if (!settings_are_fresh(small) || small->keys || small->all_targets)
		return fault(x, "settings are left at home");
	if (small->setting_up || small->checked || small->clocked || small->reported || small->enrol_name ||
	    small->enrol_place || small->enrol_stick || small->enrol_step)
		return fault(x, "what staff were about is left at home");
	if (small->session)
		return fault(x, "home, but the session neither cast nor ended");
	/* Who was admitted and did not come is admitted no more, which the recorder is told, and tells. */
	if (small->state != (uint8_t)home_of(&x->flow.facts, x->election))
		return fault(x, "home is not what the facts call for");
	return 1;
}

/* Where a voting code may be in the screen: until it is answered. */
static int may_hold_code(const struct small *small)
{
	return small->state == FLOW_BEGINNING || small->state == FLOW_SETTINGS || small->state == FLOW_CODE ||
	       small->state == FLOW_HELP || small->state == FLOW_LEAVE_ASK || small->state == FLOW_IDLE ||
	       (small->state == FLOW_TROUBLE && small->pending != EFFECT_NONE);
}

static int check_secrets(struct explorer *x, const struct small *small)
{
	int enrols_now = small->state == FLOW_STAFF_WORKING && small->pending == EFFECT_ENROL;

	if (small->pin_len && small->state != FLOW_PIN && small->state != FLOW_STAFF_SECOND &&
	    small->state != FLOW_ENROL_PIN)
		return fault(x, "the PIN is still there");
	if ((small->enrol_pin || small->enrol_second) && small->state != FLOW_ENROL_PIN && !enrols_now)
		return fault(x, "a new kiosk's PIN is still there");
	if (enrols_now && (small->enrol_pin < FLOW_PIN_MIN || small->enrol_second < FLOW_PIN_MIN ||
	                   small->enrol_pin == small->enrol_second || !small->enrol_name || !small->enrol_place))
		return fault(x, "a kiosk is enrolled without name, place and two PINs");
	if (small->typed_len && !may_hold_code(small))
		return fault(x, "a voting code is still there");
	if ((small->typed_len || small->code_wait || small->refused) && x->election->admission != ADMISSION_CODE)
		return fault(x, "a voting code where none is asked for");
	if ((small->typed_len || small->code_wait || small->refused) && sees_staff(small->state))
		return fault(x, "staff see something of a voting code");
	return 1;
}

/* A ballot is in hand, or was: nobody gets here uninvited. */
static int is_at_ballot(uint8_t state)
{
	return state == FLOW_STYLE || (state >= FLOW_HOW && state <= FLOW_CHALLENGED && state != FLOW_THANKS);
}

/* What must hold in a state, however it was reached. */
static int check_state(struct explorer *x, const struct small *small)
{
	struct small again = {.asked = small->asked,
	                      .session = small->session,
	                      .sealed = small->sealed,
	                      .stores = small->stores,
	                      .store_failed = small->store_failed,
	                      .let_in = small->let_in};

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
	    memcmp(x->other.typed, x->flow.typed, sizeof(x->flow.typed)) || x->other.refusal != x->flow.refusal ||
	    memcmp(x->other.report, x->flow.report, sizeof(x->flow.report)) ||
	    memcmp(x->other.enrol_name, x->flow.enrol_name, sizeof(x->flow.enrol_name)) ||
	    memcmp(x->other.enrol_place, x->flow.enrol_place, sizeof(x->flow.enrol_place)) ||
	    memcmp(x->other.enrol_pin, x->flow.enrol_pin, sizeof(x->flow.enrol_pin)) ||
	    memcmp(x->other.enrol_second, x->flow.enrol_second, sizeof(x->flow.enrol_second)) ||
	    x->other.checked != x->flow.checked || x->other.clock_s != x->flow.clock_s ||
	    memcmp(x->other.seed, x->flow.seed, sizeof(x->flow.seed)) ||
	    memcmp(&x->other.code, &x->flow.code, sizeof(x->flow.code)) ||
	    memcmp(x->other.nonce, x->flow.nonce, sizeof(x->flow.nonce)))
		return fault(x, "something stands in the flow that no event brought");
	if (small->pending != small->asked)
		return fault(x, "what the flow waits for is not what it asked for");
	if (is_home(small->state) && !check_home(x, small))
		return 0;
	if (!check_secrets(x, small))
		return 0;
	if (small->in_session && !marks_are_allowed(&x->flow))
		return fault(x, "marks are beyond what the contest allows");
	if (small->blank && !small->sound)
		return fault(x, "nothing is shown and nothing is said");
	if (small->find_len && small->state != FLOW_FIND && small->state != FLOW_SETTINGS &&
	    small->state != FLOW_HELP && small->state != FLOW_LEAVE_ASK && small->state != FLOW_IDLE)
		return fault(x, "a number that was typed is left");
	if ((sees_staff(small->state) || small->state == FLOW_THANKS) && (has_votes(small) || small->in_session))
		return fault(x, "votes are left where the session is over");
	if (sees_staff(small->state) && small->coded)
		return fault(x, "a code is left where staff see it");
	if (small->state == FLOW_TROUBLE && small->pending == EFFECT_NONE && (has_votes(small) || small->coded))
		return fault(x, "trouble keeps votes");
	if (is_at_ballot(small->state) && x->election->admission == ADMISSION_CODE &&
	    (!small->let_in || small->style != LET_IN_STYLE))
		return fault(x, "a ballot without a good code, or another ballot than the code's");
	if ((small->session != 0) != (small->in_session != 0))
		return fault(x, "a session is open on one side only");
	if ((small->state == FLOW_SEALED || small->state == FLOW_CHALLENGE_ASK) && (!small->sealed || !small->coded))
		return fault(x, "sealed, but nothing was sealed");
	if (small->state == FLOW_THANKS && !small->coded)
		return fault(x, "thanks without a code");
	return 1;
}

static const enum event_kind answer_to[EFFECT_KIND_COUNT] = {
    [EFFECT_SHUFFLE] = EVENT_SHUFFLED, [EFFECT_SEAL] = EVENT_SEALED,    [EFFECT_STORE] = EVENT_STORED,
    [EFFECT_SPOIL] = EVENT_SPOILED,    [EFFECT_CODE] = EVENT_ADMITTED,  [EFFECT_CHECK_PIN] = EVENT_PIN_RIGHT,
    [EFFECT_REPORT] = EVENT_REPORT,    [EFFECT_ADMIT] = EVENT_DONE,     [EFFECT_OPEN] = EVENT_DONE,
    [EFFECT_PAUSE] = EVENT_DONE,       [EFFECT_CLOSE] = EVENT_DONE,     [EFFECT_EXPORT] = EVENT_DONE,
    [EFFECT_IMPORT] = EVENT_DONE,      [EFFECT_SCALE] = EVENT_DONE,     [EFFECT_ORGANISER] = EVENT_DONE,
    [EFFECT_ENROL] = EVENT_DONE,       [EFFECT_KEY_STICK] = EVENT_DONE, [EFFECT_CLOCK] = EVENT_DONE,
    [EFFECT_STICK] = EVENT_DONE,       [EFFECT_READY] = EVENT_DONE,     [EFFECT_REOPEN] = EVENT_DONE,
    [EFFECT_ERASE] = EVENT_DONE,       [EFFECT_PRACTICE] = EVENT_DONE,
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
	       ((asked == EFFECT_CHECK_PIN || asked == EFFECT_ERASE) && kind == EVENT_PIN_WRONG) ||
	       (asked == EFFECT_CODE && kind == EVENT_CODE_REFUSED);
}

/* Where voters are attended, the one who was admitted is no more after a time: the one DISCARD outside a session. */
static int did_not_come(const struct explorer *x, const struct small *before, const struct small *now)
{
	return x->election->admission == ADMISSION_ATTENDED && before->state == FLOW_START && now->state == FLOW_ADMIT;
}

static int is_press(const struct event *event, enum action_kind kind)
{
	return event->kind == EVENT_PRESS && event->action.kind == kind;
}

/* Effects that are not about a sealed ballot: by whom, and when. */
static int observe_other(struct explorer *x, const struct small *now, const struct small *before,
                         const struct event *event, const struct effect *effect)
{
	const struct facts *facts = &facts_of[before->facts];

	if (effect->kind == EFFECT_SHUFFLE)
		return (before->state == FLOW_START && !now->session &&
		        (x->election->admission != ADMISSION_ATTENDED || facts->admitted)) ||
		       fault(x, "a session began for nobody who was admitted");
	if (effect->kind == EFFECT_CODE)
		return (is_press(event, ACT_NEXT) && now->session && !now->let_in &&
		        before->typed_len == VOTING_CODE_LETTERS && !before->typed_wrong && !before->code_wait) ||
		       fault(x, "a code was asked about that was not whole, not awaited, or too soon");
	if (now->session)
		return fault(x, "staff do something while somebody votes");
	if (effect->kind == EFFECT_ADMIT && (!is_press(event, ACT_YES) || before->state != FLOW_ADMIT_ASK))
		return fault(x, "somebody was admitted by less than two touches");
	if (effect->kind == EFFECT_CLOSE && before->state != FLOW_STAFF_CLOSE2)
		return fault(x, "voting was closed by less than two steps");
	if (effect->kind == EFFECT_ERASE && (!is_press(event, ACT_NEXT) || before->state != FLOW_STAFF_SECOND ||
	                                     !facts->saved || facts->voting != VOTING_CLOSED || facts->practice))
		return fault(x, "erased what may not be");
	if (effect->kind == EFFECT_REOPEN && (before->state != FLOW_STAFF_REOPEN || facts->practice))
		return fault(x, "opened again without being asked");
	if (effect->kind == EFFECT_PRACTICE &&
	    (before->state != FLOW_STAFF_PRACTICE || facts->practice == effect->arg || facts->voting == VOTING_OPEN))
		return fault(x, "practice began, or ended, at the wrong time");
	if ((effect->kind == EFFECT_ENROL || effect->kind == EFFECT_ORGANISER) && facts->enrolled)
		return fault(x, "a kiosk was enrolled twice");
	if (effect->kind == EFFECT_READY && (effect->arg != before->checked || before->state != FLOW_STAFF_READY))
		return fault(x, "the readiness report is not of what was found");
	return 1;
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
	now->let_in = before->let_in;
	if (is_answer(event->kind) && !answered && effect->kind != EFFECT_NONE && effect->kind != EFFECT_DISCARD)
		return fault(x, "an answer that nobody asked for had an effect");
	if (answered && event->kind == EVENT_SHUFFLED) {
		if (now->session)
			return fault(x, "a session began in a session");
		now->session = 1;
		now->sealed = now->stores = now->store_failed = now->let_in = 0;
	}
	if (answered && event->kind == EVENT_ADMITTED)
		now->let_in = now->session;
	if (answered && event->kind == EVENT_SEALED)
		now->sealed = 1;
	if (answered && event->kind == EVENT_STORED) {
		if (!now->session || now->stores != 1)
			return fault(x, "stored without one STORE in a session");
		now->session = now->sealed = now->stores = now->let_in = 0;
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
	if (did_not_come(x, before, now) && event->kind != EVENT_FACTS && effect->kind != EFFECT_DISCARD)
		return fault(x, "who did not come is still admitted");
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
		if (!now->session && did_not_come(x, before, now))
			return 1;
		if (!now->session)
			return fault(x, "discarded outside a session");
		if (now->stores && !now->store_failed)
			return fault(x, "discarded a ballot that may be stored");
		now->session = now->sealed = now->stores = now->let_in = 0;
		return 1;
	case EFFECT_NONE:
	case EFFECT_SHUFFLE:
	case EFFECT_CODE:
	case EFFECT_ADMIT:
	case EFFECT_CHECK_PIN:
	case EFFECT_OPEN:
	case EFFECT_PAUSE:
	case EFFECT_CLOSE:
	case EFFECT_EXPORT:
	case EFFECT_IMPORT:
	case EFFECT_SCALE:
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
	case EFFECT_KIND_COUNT:
		if (!observe_other(x, now, before, event, effect))
			return 0;
		break;
	}
	now->asked = (uint8_t)effect->kind;
	return 1;
}

#endif
