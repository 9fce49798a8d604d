/* Inside of the flow: the steps that its table (flow.c) names, and what they share. Not for use elsewhere. */
#ifndef FOLKMOOT_FLOW_STEPS_H
#define FOLKMOOT_FLOW_STEPS_H

#include "flow.h"

/* Sets of states. */
#define AT(name) (UINT64_C(1) << FLOW_##name)
#define HOME     (AT(ENROL) | AT(LOCKED) | AT(NO_ELECTION) | AT(NOT_OPEN) | AT(ADMIT) | AT(START))
/* A new kiosk is being made this organiser's. */
#define ENROLLING (AT(ENROL_KEY) | AT(ENROL_WRITE) | AT(ENROL_PIN))
#define OVERLAY   (AT(SETTINGS) | AT(HELP) | AT(LEAVE_ASK))
#define VOTER                                                                                                          \
	(OVERLAY | AT(CODE) | AT(STYLE) | AT(HOW) | AT(PROJECTS) | AT(PROJECT) | AT(FIND) | AT(FILTER) | AT(WRITE) |   \
	 AT(REVIEW) | AT(SEALED) | AT(CHALLENGE_ASK) | AT(CHALLENGED))
/* The recorder is at work for a voter. */
#define VOTER_WORKS (AT(BEGINNING) | AT(SEALING) | AT(CASTING) | AT(CHALLENGING))
#define STAFF_CHECKS                                                                                                   \
	(AT(STAFF_PLACE) | AT(STAFF_CLOCK) | AT(STAFF_SIZE) | AT(STAFF_SCREEN) | AT(STAFF_TOUCH) | AT(STAFF_SOUND) |   \
	 AT(STAFF_STICK) | AT(STAFF_READY))
/* A secret is typed. */
#define PINS (AT(PIN) | AT(STAFF_SECOND))
#define STAFF_WAITS                                                                                                    \
	(AT(STAFF) | AT(STAFF_OPEN) | AT(STAFF_CLOSE) | AT(STAFF_CLOSE2) | AT(STAFF_STATUS) | STAFF_CHECKS |           \
	 AT(STAFF_PRACTICE) | AT(STAFF_REPORT) | AT(STAFF_REOPEN) | AT(STAFF_ERASE) | AT(STAFF_DONE))
/* They wait for a person, and now and then for an answer: until it came, no press is taken. */
#define ASKS (AT(ENROL) | AT(ADMIT_ASK) | AT(CODE) | AT(STAFF_CLOCK) | AT(STAFF_SIZE) | AT(STAFF_STICK))
/* Whatever does not fit a display at the largest words comes in parts. */
#define LONG_TEXT (VOTER | STAFF_WAITS | PINS | ENROLLING | AT(ENROL) | AT(ADMIT_ASK) | AT(THANKS) | AT(TROUBLE))
/* Somebody may listen to what is said. */
#define HEARD (VOTER | VOTER_WORKS | AT(IDLE) | AT(THANKS) | AT(TROUBLE))

static inline int flow_in(const struct flow *flow, uint64_t states)
{
	return (states >> flow->state & 1) != 0;
}

/* A step changes the flow and says what must be done in the world. */
typedef struct effect press_step(struct flow *flow, uint32_t arg);
/* asked: the effect that is answered; it is pending no more. */
typedef struct effect answer_step(struct flow *flow, const struct event *answer, enum effect_kind asked);

/* --- shared (flow.c) --- */

void flow_enter(struct flow *flow, enum flow_state state);
/* Enters a state that waits for nothing but a person. */
struct effect flow_to(struct flow *flow, enum flow_state state);
/* Enters a state that waits for the effect's answer. */
struct effect flow_ask(struct flow *flow, enum flow_state state, enum effect_kind kind);
/* The state where nobody votes that the facts call for. */
enum flow_state flow_home(const struct flow *flow);
/* Forgets marks, answers and what was looked at; order and code stay. */
void flow_wipe_votes(struct flow *flow);
/* Forgets votes, order and code. Settings stay. */
void flow_wipe_session(struct flow *flow);
/* Forgets everything but facts and times, and goes home. */
struct effect flow_go_home(struct flow *flow);
/* What was asked for did not happen: nothing of the session is left. */
struct effect flow_trouble(struct flow *flow, enum effect_kind asked, uint32_t status);
void flow_wipe_pin(struct flow *flow);
/* Forgets what a task of staff's, or a check, left. */
void flow_wipe_staff(struct flow *flow);
void flow_wipe_typed(struct flow *flow);
void flow_wipe_enrolment(struct flow *flow);
/* The recorder is at work for a voter. */
int flow_voter_works(const struct flow *flow);

/* --- the tables (flow_table.c) --- */

struct effect flow_press(struct flow *flow, struct action action);
struct effect flow_answer(struct flow *flow, const struct event *event);

/* --- texts (flow_letters.c) --- */

enum letter_result { LETTER_ADDED, LETTER_NONE, LETTER_NO_ROOM };
/* text has room for most_bytes and a NUL; most_characters 0: no other bound. */
enum letter_result flow_add_letter(char *text, size_t most_bytes, uint32_t most_characters, uint32_t code_point);
void flow_take_letter(char *text);
void flow_trim(char *text);

/* --- time (flow_time.c) --- */

/* What is due by now; *changed where the state is another. */
struct effect flow_time_passes(struct flow *flow, int *changed);

/* --- a voter's session (flow_voter.c) --- */

press_step voter_start, voter_start_in_language, voter_start_with_sound, voter_settings_next, voter_settings_back,
    voter_style, voter_how_next, voter_how_back, voter_projects_next, voter_projects_back, voter_contest,
    voter_review_back, voter_review_next, voter_cast, voter_challenge_ask, voter_challenge_no, voter_challenge,
    voter_start_over, voter_left, voter_home, voter_begin_again;
answer_step voter_shuffled, voter_sealed, voter_stored, voter_spoiled, voter_failed;
void voter_take_style(struct flow *flow, uint16_t number);

/* --- a voter's settings, help and leaving (flow_settings.c) --- */

press_step voter_language, voter_text_size, voter_theme, voter_seated, voter_sound, voter_rate, voter_volume,
    voter_blank, voter_settings, voter_help, voter_leave, voter_behind;
void voter_headphones(struct flow *flow, uint32_t plugged_in);

/* --- the contest in hand (flow_contest.c) --- */

press_step voter_page, voter_part, voter_project, voter_project_back, voter_toggle, voter_mark, voter_rank, voter_find,
    voter_find_digit, voter_find_erase, voter_find_next, voter_find_back, voter_filters, voter_filter,
    voter_filter_back, voter_write, voter_letter, voter_letter_erase, voter_keys, voter_write_back;

/* --- admission (flow_admit.c) --- */

int flow_is_attended(const struct flow *flow);
int flow_takes_codes(const struct flow *flow);
press_step admit_ask, admit_yes, admit_no, code_start, code_letter, code_erase, code_next;
answer_step admit_done, code_admitted, code_refused;
/* To the code's own screen; one that is whole already is taken at once. */
struct effect code_enter(struct flow *flow);

/* --- a new kiosk (flow_enrol.c) --- */

press_step enrol_look, enrol_wants_stick, enrol_key_next, enrol_key_back, enrol_letter, enrol_letter_erase,
    enrol_write_next, enrol_write_back, enrol_pin_next, enrol_pin_back;
answer_step enrol_found, enrol_done, enrol_failed;
/* After it failed: name and place need not be written again. */
struct effect enrol_again(struct flow *flow);

/* --- staff's (flow_staff.c) --- */

press_step staff_pin, staff_pin_digit, staff_pin_erase, staff_pin_enter, staff_pin_back, staff_open, staff_open_yes,
    staff_pause, staff_close, staff_close_again, staff_close_yes, staff_export, staff_import, staff_status, staff_menu,
    staff_home, staff_clean, staff_key_stick, staff_practice, staff_practice_yes, staff_report, staff_reopen,
    staff_reopen_yes, staff_erase, staff_erase_yes, staff_second_enter, staff_done_next;
answer_step staff_pin_right, staff_pin_wrong, staff_pin_failed, staff_done, staff_failed, staff_reported;
/* A task, with STAFF_WORKING shown until it is done. */
struct effect flow_work(struct flow *flow, enum effect_kind task);
void flow_keep_detail(struct flow *flow, const struct event *answer);

/* --- setting up (flow_setup.c) --- */

press_step staff_setup, setup_next, setup_back, staff_checked, staff_ready, staff_clock, staff_clock_to,
    staff_clock_set, staff_stick, staff_stick_test, staff_size, staff_scale, staff_screen, staff_touch, staff_target,
    staff_sound;
answer_step staff_clock_is_set, staff_stick_good, staff_stick_bad, staff_scaled;
/* After something failed, the same check anew. */
struct effect setup_again(struct flow *flow, enum flow_state state);

#endif
