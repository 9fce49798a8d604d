/* A flow made small, so that very many of its states can be kept and compared. For the explorer alone. */
#ifndef FOLKMOOT_FLOW_SMALL_H
#define FOLKMOOT_FLOW_SMALL_H

#include <string.h>

#include "flow.h"

enum {
	CONTESTS = 2,
	PROJECTS = 2,
	LETTERS = 2,
	AGE_MAX = 2000000,
	NAPS = 10 * 3600 * 1000,
};

/* --- what is told --- */

enum {
	FACTS_LOCKED,
	FACTS_LOCKED_OPEN,
	FACTS_NONE,
	FACTS_NEW,
	FACTS_OPEN,
	FACTS_PAUSED,
	FACTS_CLOSED,
	FACTS_ADMITTED,
	FACTS_SAVED,
	FACTS_PRACTICE,
	FACTS_NO_STICK,
	FACTS_WITH_STICK,
	FACTS_BARE,
	FACTS_BARE_PRACTICE,
	FACTS
};

static const struct facts facts_of[FACTS] = {
    [FACTS_LOCKED] = {.enrolled = 1, .locked = 1},
    [FACTS_LOCKED_OPEN] = {.enrolled = 1, .locked = 1, .has_election = 1, .voting = VOTING_OPEN},
    [FACTS_NONE] = {.enrolled = 1},
    [FACTS_NEW] = {.enrolled = 1, .has_election = 1, .voting = VOTING_NEW},
    [FACTS_OPEN] = {.enrolled = 1, .has_election = 1, .voting = VOTING_OPEN},
    [FACTS_PAUSED] = {.enrolled = 1, .has_election = 1, .voting = VOTING_PAUSED},
    [FACTS_CLOSED] = {.enrolled = 1, .has_election = 1, .voting = VOTING_CLOSED},
    [FACTS_ADMITTED] = {.enrolled = 1, .has_election = 1, .voting = VOTING_OPEN, .admitted = 1},
    [FACTS_SAVED] = {.enrolled = 1, .has_election = 1, .voting = VOTING_CLOSED, .saved = 1},
    [FACTS_PRACTICE] = {.enrolled = 1, .has_election = 1, .voting = VOTING_CLOSED, .saved = 1, .practice = 1},
    [FACTS_NO_STICK] = {.enrolled = 1, .locked = 1, .needs_stick = 1},
    [FACTS_WITH_STICK] = {.enrolled = 1, .needs_stick = 1, .has_staff_stick = 1},
    [FACTS_BARE] = {.enrolled = 0},
    [FACTS_BARE_PRACTICE] = {.kind = SIGN_PRACTICE, .stick = 1},
};

static const uint8_t seed[32] = {1, 2, 3};
static const uint8_t nonce[NONCE_BYTES] = {4, 5, 6};
static const struct hash code = {{7, 8, 9}};
static const char detail[FLOW_DETAIL] = "a sentence", report[CLOSING_TEXT] = "a report";
static const uint32_t refusal = (uint32_t)2 << 8 | CODE_USED;

/* Of a voting code whose check letter fits: all its letters are the same. The last one of one mistyped is another. */
enum { GOOD_LETTER = '1', WRONG_LETTER = '2' };

/* --- a flow made small --- */

/* Everything of struct flow that differs between the states of one exploration, times as ages, and what the observer
 * remembers. Made only of bytes and zeroed before use, so that it can be compared and hashed as it is. */
struct small {
	uint32_t entered_age, activity_age, pin_wait;
	uint32_t verdict_amount, filter;
	uint8_t state, behind, idle_behind, facts, pending, trouble, trouble_status, language, text_size, theme;
	uint8_t seated, sound, rate, volume, blank, speaking, headphones, find_len, keys;
	uint8_t in_session, settled, seeded, style, contest, project, first, part, from_review, notice, verdict_rule;
	uint8_t notice_project, coded, nonced, pin_len, staff_task, staff_result, staff_number, detailed;
	uint8_t order[CONTESTS][PROJECTS], seen[CONTESTS], marks[CONTESTS][PROJECTS], answer[CONTESTS];
	/* the observer: the effect not yet answered; whether a session began and has not ended; what happened to its
	 * ballot */
	uint8_t asked, session, sealed, stores, store_failed, let_in;
	/* admission, setting up, enrolling */
	uint8_t typed_len, typed_wrong, refused, setting_up, ready, clocked, reported;
	uint8_t enrol_step, enrol_stick, enrol_name, enrol_place, enrol_pin, enrol_second;
	uint16_t checked, all_targets;
	uint32_t code_wait;
};

static uint32_t age(uint64_t now_ms, uint64_t then_ms)
{
	uint64_t ms = now_ms - then_ms;

	return ms > AGE_MAX ? AGE_MAX : (uint32_t)ms;
}

static uint32_t later(uint64_t then_ms, uint64_t now_ms)
{
	return then_ms > now_ms ? (uint32_t)(then_ms - now_ms) : 0;
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
	out->pin_wait = later(flow->pin_wait_until_ms, flow->now_ms);
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
	out->all_targets = (uint16_t)flow->targets;
	out->typed_len = flow->typed_len;
	out->typed_wrong =
	    flow->typed_len == VOTING_CODE_LETTERS && flow->typed[VOTING_CODE_LETTERS - 1] != GOOD_LETTER;
	out->refused = flow->refusal != 0;
	out->code_wait = later(flow->code_wait_until_ms, flow->now_ms);
	out->setting_up = flow->setting_up;
	out->checked = (uint16_t)flow->checked;
	out->ready = flow->ready;
	out->clocked = flow->clock_s != 0;
	out->reported = flow->report[0] != 0;
	out->enrol_step = (uint8_t)flow->enrol_step;
	out->enrol_stick = flow->enrol_stick;
	out->enrol_name = (uint8_t)strlen(flow->enrol_name);
	out->enrol_place = (uint8_t)strlen(flow->enrol_place);
	out->enrol_pin = (uint8_t)strlen(flow->enrol_pin);
	out->enrol_second = (uint8_t)strlen(flow->enrol_second);
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
	return state == FLOW_ENROL || state == FLOW_LOCKED || state == FLOW_NO_ELECTION || state == FLOW_NOT_OPEN ||
	       state == FLOW_ADMIT || state == FLOW_START;
}

static int sees_staff(uint8_t state)
{
	return state >= FLOW_PIN && state <= FLOW_STAFF_DONE;
}

static int enrols(uint8_t state)
{
	return state == FLOW_ENROL_KEY || state == FLOW_ENROL_WRITE || state == FLOW_ENROL_PIN;
}

/* The ages that nothing depends on in a state become zero: flow_next_ms must stay the same. */
static void forget_ages(struct small *small, const struct election *election)
{
	int awaits_voter = small->state == FLOW_START && election->admission == ADMISSION_ATTENDED;
	int asks = small->state == FLOW_CODE && small->pending != EFFECT_NONE;

	if (!awaits_voter && !asks && small->state != FLOW_SEALING && small->state != FLOW_TROUBLE &&
	    small->state != FLOW_IDLE && small->state != FLOW_BEGINNING && small->state != FLOW_CASTING &&
	    small->state != FLOW_CHALLENGING && small->state != FLOW_THANKS && small->state != FLOW_STAFF_CLEAN)
		small->entered_age = 0;
	if (is_home(small->state) || small->state == FLOW_IDLE || small->state == FLOW_THANKS ||
	    small->state == FLOW_STAFF_CLEAN || small->pending != EFFECT_NONE)
		small->activity_age = 0;
}

static void fill(char *text, size_t room, size_t len, int letter)
{
	memset(text, 0, room);
	memset(text, letter, len);
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
	fill(flow->find, sizeof(flow->find), in->find_len, '1');
	flow->keys = in->keys;
	flow->targets = in->all_targets;
	flow->typed_len = in->typed_len;
	fill(flow->typed, sizeof(flow->typed), in->typed_len, GOOD_LETTER);
	if (in->typed_wrong)
		flow->typed[VOTING_CODE_LETTERS - 1] = WRONG_LETTER;
	flow->refusal = in->refused ? refusal : 0;
	flow->code_wait_until_ms = in->code_wait ? flow->now_ms + in->code_wait : 0;
	flow->setting_up = in->setting_up;
	flow->checked = in->checked;
	flow->ready = in->ready;
	flow->clock_s = in->clocked ? FLOW_CLOCK_MIN : 0;
	memset(flow->report, 0, sizeof(flow->report));
	if (in->reported)
		memcpy(flow->report, report, sizeof(report));
	flow->enrol_step = (enum enrol_step)in->enrol_step;
	flow->enrol_stick = in->enrol_stick;
	fill(flow->enrol_name, sizeof(flow->enrol_name), in->enrol_name, 'a');
	fill(flow->enrol_place, sizeof(flow->enrol_place), in->enrol_place, 'a');
	fill(flow->enrol_pin, sizeof(flow->enrol_pin), in->enrol_pin, '1');
	fill(flow->enrol_second, sizeof(flow->enrol_second), in->enrol_second, '1');
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
	fill(flow->pin, sizeof(flow->pin), in->pin_len, '1');
	flow->staff_task = (enum effect_kind)in->staff_task;
	flow->staff_result = in->staff_result;
	flow->staff_number = in->staff_number;
	memset(flow->staff_detail, 0, sizeof(flow->staff_detail));
	if (in->detailed)
		memcpy(flow->staff_detail, detail, sizeof(detail));
	for (unsigned i = 0; i < CONTESTS; i++) {
		flow->seen[i][0] = in->seen[i];
		fill(flow->answer[i], LETTERS + 1, in->answer[i], 'a');
		for (unsigned j = 0; j < PROJECTS; j++) {
			flow->order[i][j] = in->order[i][j];
			flow->marks[i].of[j] = in->marks[i][j];
		}
	}
}

#endif
