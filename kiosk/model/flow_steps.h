/* Inside of the flow: the steps that its table (flow.c) names, and what they share. Not for use elsewhere. */
#ifndef FOLKMOOT_FLOW_STEPS_H
#define FOLKMOOT_FLOW_STEPS_H

#include "flow.h"

/* A step changes the flow and says what must be done in the world. */
typedef struct effect press_step(struct flow *flow, uint32_t arg);
/* asked: the effect that is answered; it is pending no more. */
typedef struct effect answer_step(struct flow *flow, const struct event *answer, enum effect_kind asked);

/* --- shared (flow.c) --- */

void flow_enter(struct flow *flow, enum flow_state state);
/* Enters a state that waits for the effect's answer. */
struct effect flow_ask(struct flow *flow, enum flow_state state, enum effect_kind kind);
/* The state where nobody votes that the facts call for. */
enum flow_state flow_home(const struct flow *flow);
/* Forgets votes, order and code. Settings stay. */
void flow_wipe_session(struct flow *flow);
/* Forgets everything but facts and times, and goes home. */
struct effect flow_go_home(struct flow *flow);
/* What was asked for did not happen: nothing of the session is left. */
struct effect flow_trouble(struct flow *flow, enum effect_kind asked, uint32_t status);
void flow_wipe_pin(struct flow *flow);

/* --- a voter's (flow_voter.c) --- */

press_step voter_start, voter_start_in_language, voter_language, voter_text_size, voter_theme, voter_settings,
    voter_help, voter_leave, voter_behind, voter_settings_next, voter_settings_back, voter_style, voter_how_next,
    voter_how_back, voter_page, voter_part, voter_project, voter_toggle, voter_projects_next, voter_projects_back,
    voter_project_back, voter_contest, voter_review_back, voter_review_next, voter_cast, voter_challenge_ask,
    voter_challenge_no, voter_challenge, voter_start_over, voter_left, voter_home;
answer_step voter_shuffled, voter_sealed, voter_stored, voter_spoiled, voter_failed;

/* --- staff's (flow_staff.c) --- */

press_step staff_pin, staff_pin_digit, staff_pin_erase, staff_pin_enter, staff_pin_back, staff_open, staff_open_yes,
    staff_pause, staff_close, staff_close_again, staff_close_yes, staff_export, staff_import, staff_status, staff_menu,
    staff_home;
answer_step staff_pin_right, staff_pin_wrong, staff_pin_failed, staff_done, staff_failed;

#endif
