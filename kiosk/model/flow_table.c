#include "flow_steps.h"

/* Every press and every answer that changes something, and where. The machine is drawn in flow.c. */

static const struct {
	uint64_t from;
	enum action_kind on;
	press_step *step;
} presses[] = {
    {AT(ENROL), ACT_NEXT, enrol_look},
    {AT(ENROL_KEY), ACT_WANTS_STICK, enrol_wants_stick},
    {AT(ENROL_KEY), ACT_NEXT, enrol_key_next},
    {AT(ENROL_KEY), ACT_BACK, enrol_key_back},
    {AT(ENROL_WRITE), ACT_LETTER, enrol_letter},
    {AT(ENROL_WRITE), ACT_ERASE, enrol_letter_erase},
    {AT(ENROL_WRITE), ACT_KEYS, voter_keys},
    {AT(ENROL_WRITE), ACT_NEXT, enrol_write_next},
    {AT(ENROL_WRITE), ACT_BACK, enrol_write_back},
    {AT(ENROL_PIN), ACT_NEXT, enrol_pin_next},
    {AT(ENROL_PIN), ACT_BACK, enrol_pin_back},
    {AT(ADMIT), ACT_ADMIT, admit_ask},
    {AT(ADMIT_ASK), ACT_YES, admit_yes},
    {AT(ADMIT_ASK), ACT_NO, admit_no},
    {AT(ADMIT_ASK), ACT_BACK, admit_no},
    {AT(START), ACT_START, voter_start},
    {AT(START), ACT_LANGUAGE, voter_start_in_language},
    {AT(START), ACT_SOUND, voter_start_with_sound},
    {AT(START), ACT_LETTER, code_start},
    {AT(BEGINNING) | AT(SETTINGS) | AT(CODE), ACT_LETTER, code_letter},
    {AT(BEGINNING) | AT(SETTINGS) | AT(CODE), ACT_ERASE, code_erase},
    {VOTER, ACT_LANGUAGE, voter_language},
    {VOTER, ACT_TEXT_SIZE, voter_text_size},
    {VOTER, ACT_THEME, voter_theme},
    {VOTER, ACT_SEATED, voter_seated},
    {HEARD, ACT_SOUND, voter_sound},
    {HEARD | AT(STAFF_SOUND), ACT_RATE, voter_rate},
    {HEARD | AT(STAFF_SOUND), ACT_VOLUME, voter_volume},
    {VOTER | AT(THANKS), ACT_BLANK, voter_blank},
    {VOTER, ACT_SETTINGS, voter_settings},
    {VOTER, ACT_HELP, voter_help},
    {VOTER, ACT_LEAVE, voter_leave},
    {AT(SETTINGS), ACT_NEXT, voter_settings_next},
    {AT(SETTINGS), ACT_BACK, voter_settings_back},
    {AT(HELP), ACT_NEXT, voter_behind},
    {AT(HELP), ACT_BACK, voter_behind},
    {AT(LEAVE_ASK), ACT_YES, voter_left},
    {AT(LEAVE_ASK), ACT_NO, voter_behind},
    {AT(LEAVE_ASK), ACT_BACK, voter_behind},
    {AT(CODE), ACT_NEXT, code_next},
    {AT(CODE), ACT_BACK, voter_settings},
    {AT(STYLE), ACT_STYLE, voter_style},
    {AT(STYLE), ACT_BACK, voter_settings},
    {AT(HOW), ACT_NEXT, voter_how_next},
    {AT(HOW), ACT_BACK, voter_how_back},
    {AT(PROJECTS), ACT_PAGE, voter_page},
    {AT(PROJECTS), ACT_PROJECT, voter_project},
    {AT(PROJECTS) | AT(PROJECT), ACT_TOGGLE, voter_toggle},
    {AT(PROJECTS) | AT(PROJECT), ACT_MARK, voter_mark},
    {AT(PROJECTS) | AT(PROJECT), ACT_RANK, voter_rank},
    {AT(PROJECTS) | AT(FILTER), ACT_FIND, voter_find},
    {AT(FIND), ACT_DIGIT, voter_find_digit},
    {AT(FIND), ACT_ERASE, voter_find_erase},
    {AT(FIND), ACT_NEXT, voter_find_next},
    {AT(FIND), ACT_BACK, voter_find_back},
    {AT(PROJECTS) | AT(FIND), ACT_FILTERS, voter_filters},
    {AT(PROJECTS) | AT(FILTER), ACT_FILTER, voter_filter},
    {AT(FILTER), ACT_NEXT, voter_filter_back},
    {AT(FILTER), ACT_BACK, voter_filter_back},
    {AT(PROJECTS), ACT_WRITE, voter_write},
    {AT(WRITE), ACT_LETTER, voter_letter},
    {AT(WRITE), ACT_ERASE, voter_letter_erase},
    {AT(WRITE), ACT_KEYS, voter_keys},
    {AT(WRITE), ACT_NEXT, voter_write_back},
    {AT(WRITE), ACT_BACK, voter_write_back},
    {AT(PROJECTS), ACT_NEXT, voter_projects_next},
    {AT(PROJECTS), ACT_BACK, voter_projects_back},
    {AT(PROJECT), ACT_BACK, voter_project_back},
    {AT(PROJECT), ACT_NEXT, voter_project_back},
    {LONG_TEXT, ACT_PART, voter_part},
    {AT(REVIEW), ACT_CONTEST, voter_contest},
    {AT(REVIEW), ACT_BACK, voter_review_back},
    {AT(REVIEW), ACT_NEXT, voter_review_next},
    {AT(SEALED), ACT_CAST, voter_cast},
    {AT(SEALED), ACT_CHALLENGE, voter_challenge_ask},
    {AT(CHALLENGE_ASK), ACT_YES, voter_challenge},
    {AT(CHALLENGE_ASK), ACT_NO, voter_challenge_no},
    {AT(CHALLENGE_ASK), ACT_BACK, voter_challenge_no},
    {AT(CHALLENGED), ACT_NEXT, voter_start_over},
    {AT(THANKS), ACT_NEXT, voter_home},
    {AT(THANKS), ACT_START, voter_home},
    {AT(TROUBLE), ACT_NEXT, voter_begin_again},
    {(HOME & ~AT(ENROL)) | AT(TROUBLE), ACT_STAFF, staff_pin},
    {PINS | AT(ENROL_PIN), ACT_DIGIT, staff_pin_digit},
    {PINS | AT(ENROL_PIN), ACT_ERASE, staff_pin_erase},
    {AT(PIN), ACT_NEXT, staff_pin_enter},
    {AT(PIN), ACT_BACK, staff_pin_back},
    {AT(STAFF), ACT_STAFF_OPEN, staff_open},
    {AT(STAFF), ACT_STAFF_PAUSE, staff_pause},
    {AT(STAFF), ACT_STAFF_CLOSE, staff_close},
    {AT(STAFF), ACT_STAFF_EXPORT, staff_export},
    {AT(STAFF), ACT_STAFF_IMPORT, staff_import},
    {AT(STAFF), ACT_STAFF_STATUS, staff_status},
    {AT(STAFF), ACT_STAFF_SETUP, staff_setup},
    {AT(STAFF), ACT_STAFF_CLOCK, staff_clock},
    {AT(STAFF), ACT_STAFF_SIZE, staff_size},
    {AT(STAFF), ACT_STAFF_SCREEN, staff_screen},
    {AT(STAFF), ACT_STAFF_TOUCH, staff_touch},
    {AT(STAFF), ACT_STAFF_SOUND, staff_sound},
    {AT(STAFF), ACT_STAFF_STICK, staff_stick},
    {AT(STAFF), ACT_STAFF_PRACTICE, staff_practice},
    {AT(STAFF), ACT_STAFF_REPORT, staff_report},
    {AT(STAFF), ACT_STAFF_REOPEN, staff_reopen},
    {AT(STAFF), ACT_STAFF_ERASE, staff_erase},
    {AT(STAFF), ACT_STAFF_KEY_STICK, staff_key_stick},
    {AT(STAFF), ACT_STAFF_CLEAN, staff_clean},
    {AT(STAFF), ACT_BACK, staff_home},
    {AT(STAFF_OPEN), ACT_YES, staff_open_yes},
    {AT(STAFF_OPEN), ACT_NEXT, staff_open_yes},
    {AT(STAFF_CLOSE), ACT_YES, staff_close_again},
    {AT(STAFF_CLOSE), ACT_NEXT, staff_close_again},
    {AT(STAFF_CLOSE2), ACT_YES, staff_close_yes},
    {AT(STAFF_CLOSE2), ACT_NEXT, staff_close_yes},
    {AT(STAFF_CLOCK), ACT_CLOCK, staff_clock_to},
    {AT(STAFF_CLOCK), ACT_YES, staff_clock_set},
    {AT(STAFF_SIZE), ACT_SCALE, staff_scale},
    {AT(STAFF_TOUCH), ACT_TARGET, staff_target},
    {AT(STAFF_STICK), ACT_STAFF_STICK, staff_stick_test},
    {STAFF_CHECKS, ACT_CHECKED, staff_checked},
    {AT(STAFF_READY), ACT_STAFF_READY, staff_ready},
    {AT(STAFF_READY), ACT_NEXT, staff_menu},
    {STAFF_CHECKS, ACT_NEXT, setup_next},
    {STAFF_CHECKS, ACT_BACK, setup_back},
    {AT(STAFF_PRACTICE), ACT_STAFF_PRACTICE, staff_practice_yes},
    {AT(STAFF_REOPEN), ACT_YES, staff_reopen_yes},
    {AT(STAFF_REOPEN), ACT_NEXT, staff_reopen_yes},
    {AT(STAFF_ERASE), ACT_YES, staff_erase_yes},
    {AT(STAFF_ERASE), ACT_NEXT, staff_erase_yes},
    {AT(STAFF_SECOND), ACT_NEXT, staff_second_enter},
    {AT(STAFF_DONE), ACT_NEXT, staff_done_next},
    {AT(STAFF_DONE), ACT_BACK, staff_done_next},
    {(STAFF_WAITS & ~AT(STAFF)) | AT(STAFF_SECOND), ACT_BACK, staff_menu},
    {AT(STAFF_OPEN) | AT(STAFF_CLOSE) | AT(STAFF_CLOSE2) | AT(STAFF_PRACTICE) | AT(STAFF_REOPEN) | AT(STAFF_ERASE),
     ACT_NO, staff_menu},
    {AT(STAFF_STATUS) | AT(STAFF_REPORT), ACT_NEXT, staff_menu},
};

/* TROUBLE waits for the answer that came too late for the state before it. */
static const struct {
	uint64_t from;
	enum effect_kind pending;
	enum event_kind on;
	answer_step *step;
} answers[] = {
    {AT(ENROL), EFFECT_ORGANISER, EVENT_DONE, enrol_found},
    {AT(ENROL), EFFECT_ORGANISER, EVENT_FAILED, staff_failed},
    {AT(ADMIT_ASK), EFFECT_ADMIT, EVENT_DONE, admit_done},
    {AT(ADMIT_ASK), EFFECT_ADMIT, EVENT_FAILED, voter_failed},
    {AT(BEGINNING) | AT(TROUBLE), EFFECT_SHUFFLE, EVENT_SHUFFLED, voter_shuffled},
    {AT(BEGINNING) | AT(TROUBLE), EFFECT_SHUFFLE, EVENT_FAILED, voter_failed},
    {AT(CODE) | AT(TROUBLE), EFFECT_CODE, EVENT_ADMITTED, code_admitted},
    {AT(CODE) | AT(TROUBLE), EFFECT_CODE, EVENT_CODE_REFUSED, code_refused},
    {AT(CODE) | AT(TROUBLE), EFFECT_CODE, EVENT_FAILED, voter_failed},
    {AT(SEALING) | AT(TROUBLE), EFFECT_SEAL, EVENT_SEALED, voter_sealed},
    {AT(SEALING) | AT(TROUBLE), EFFECT_SEAL, EVENT_FAILED, voter_failed},
    {AT(CASTING) | AT(TROUBLE), EFFECT_STORE, EVENT_STORED, voter_stored},
    {AT(CASTING) | AT(TROUBLE), EFFECT_STORE, EVENT_FAILED, voter_failed},
    {AT(CHALLENGING) | AT(TROUBLE), EFFECT_SPOIL, EVENT_SPOILED, voter_spoiled},
    {AT(CHALLENGING) | AT(TROUBLE), EFFECT_SPOIL, EVENT_FAILED, voter_failed},
    {AT(PIN), EFFECT_CHECK_PIN, EVENT_PIN_RIGHT, staff_pin_right},
    {AT(PIN), EFFECT_CHECK_PIN, EVENT_PIN_WRONG, staff_pin_wrong},
    {AT(PIN), EFFECT_CHECK_PIN, EVENT_FAILED, staff_pin_failed},
    {AT(STAFF_SIZE), EFFECT_SCALE, EVENT_DONE, staff_scaled},
    {AT(STAFF_SIZE), EFFECT_SCALE, EVENT_FAILED, staff_failed},
    {AT(STAFF_CLOCK), EFFECT_CLOCK, EVENT_DONE, staff_clock_is_set},
    {AT(STAFF_CLOCK), EFFECT_CLOCK, EVENT_FAILED, staff_failed},
    {AT(STAFF_STICK), EFFECT_STICK, EVENT_DONE, staff_stick_good},
    {AT(STAFF_STICK), EFFECT_STICK, EVENT_FAILED, staff_stick_bad},
    {AT(STAFF_SECOND), EFFECT_ERASE, EVENT_DONE, staff_done},
    {AT(STAFF_SECOND), EFFECT_ERASE, EVENT_PIN_WRONG, staff_pin_wrong},
    {AT(STAFF_SECOND), EFFECT_ERASE, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_ENROL, EVENT_DONE, enrol_done},
    {AT(STAFF_WORKING), EFFECT_ENROL, EVENT_FAILED, enrol_failed},
    {AT(STAFF_WORKING), EFFECT_REPORT, EVENT_REPORT, staff_reported},
    {AT(STAFF_WORKING), EFFECT_REPORT, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_OPEN, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_OPEN, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_PAUSE, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_PAUSE, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_CLOSE, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_CLOSE, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_EXPORT, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_EXPORT, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_IMPORT, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_IMPORT, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_KEY_STICK, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_KEY_STICK, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_READY, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_READY, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_REOPEN, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_REOPEN, EVENT_FAILED, staff_failed},
    {AT(STAFF_WORKING), EFFECT_PRACTICE, EVENT_DONE, staff_done},
    {AT(STAFF_WORKING), EFFECT_PRACTICE, EVENT_FAILED, staff_failed},
};

struct effect flow_press(struct flow *flow, struct action action)
{
	const struct effect nothing = {.kind = EFFECT_NONE};

	/* What is to be said again stays as it is. */
	if (action.kind == ACT_SAY_AGAIN)
		return nothing;
	if (flow->pending != EFFECT_NONE && flow_in(flow, ASKS))
		return nothing;
	flow->notice = NOTICE_NONE;
	for (size_t i = 0; i < sizeof(presses) / sizeof(*presses); i++) {
		if (presses[i].on == action.kind && flow_in(flow, presses[i].from))
			return presses[i].step(flow, action.arg);
	}
	return nothing;
}

struct effect flow_answer(struct flow *flow, const struct event *event)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		if (answers[i].on != event->kind || answers[i].pending != flow->pending ||
		    !flow_in(flow, answers[i].from))
			continue;
		flow->last_activity_ms = flow->now_ms;
		flow->pending = EFFECT_NONE;
		return answers[i].step(flow, event, answers[i].pending);
	}
	return (struct effect){.kind = EFFECT_NONE};
}
