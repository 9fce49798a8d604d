#include <string.h>

#include "flow_steps.h"

/* Staff's steps. The machine is drawn in flow.c. */

static const struct effect nothing = {.kind = EFFECT_NONE};

/* --- the PIN --- */

struct effect staff_pin(struct flow *flow, uint32_t arg)
{
	(void)arg;
	/* The box has not said yet what became of a ballot, and answers one question at a time. */
	if (flow->pending != EFFECT_NONE)
		return nothing;
	flow_wipe_pin(flow);
	flow->behind = flow->state;
	return flow_to(flow, FLOW_PIN);
}

static int pin_waits(const struct flow *flow)
{
	return flow->pending != EFFECT_NONE || flow->now_ms < flow->pin_wait_until_ms;
}

/* Every press is answered: here with the seconds still to wait. */
static struct effect pin_refuse(struct flow *flow)
{
	if (flow->pending == EFFECT_NONE)
		flow->notice = NOTICE_PIN_WRONG;
	return nothing;
}

struct effect staff_pin_digit(struct flow *flow, uint32_t arg)
{
	if (pin_waits(flow))
		return pin_refuse(flow);
	if (arg <= 9 && flow->pin_len < FLOW_PIN_MAX)
		flow->pin[flow->pin_len++] = (char)('0' + arg);
	return nothing;
}

struct effect staff_pin_erase(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (pin_waits(flow))
		return pin_refuse(flow);
	if (flow->pin_len > 0)
		flow->pin[--flow->pin_len] = 0;
	return nothing;
}

static struct effect enter_pin(struct flow *flow, enum effect_kind asked)
{
	if (pin_waits(flow))
		return pin_refuse(flow);
	if (flow->pin_len < FLOW_PIN_MIN) {
		flow->notice = NOTICE_PIN_SHORT;
		return nothing;
	}
	flow->pending = asked;
	return (struct effect){.kind = asked};
}

struct effect staff_pin_enter(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.locked && flow->facts.needs_stick && !flow->facts.has_staff_stick) {
		flow->notice = NOTICE_PIN_STICK;
		return nothing;
	}
	return enter_pin(flow, EFFECT_CHECK_PIN);
}

struct effect staff_pin_back(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->pending != EFFECT_NONE)
		return nothing;
	if (flow->behind != FLOW_TROUBLE)
		return flow_go_home(flow);
	flow_wipe_pin(flow);
	flow->notice = NOTICE_NONE;
	flow->behind = FLOW_LOCKED;
	return flow_to(flow, FLOW_TROUBLE);
}

struct effect staff_pin_right(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	int power_on = flow->behind == FLOW_LOCKED;

	(void)answer;
	(void)asked;
	flow_go_home(flow);
	/* After a power cut in the middle of a day one PIN lets voting go on, and leaves no open menu behind. */
	if (power_on && flow_in(flow, AT(START) | AT(ADMIT)))
		return nothing;
	return flow_to(flow, FLOW_STAFF);
}

struct effect staff_pin_wrong(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	flow_wipe_pin(flow);
	flow->notice = NOTICE_PIN_WRONG;
	flow->pin_wait_until_ms = flow->now_ms + (uint64_t)answer->arg * 1000;
	return nothing;
}

struct effect staff_pin_failed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	return flow_trouble(flow, asked, answer->arg);
}

/* --- the menu --- */

struct effect flow_work(struct flow *flow, enum effect_kind task)
{
	flow->staff_task = task;
	return flow_ask(flow, FLOW_STAFF_WORKING, task);
}

static struct effect done(struct flow *flow, enum effect_kind task, uint32_t result, uint32_t number)
{
	flow->staff_task = task;
	flow->staff_result = result;
	flow->staff_number = number;
	flow_wipe_pin(flow);
	return flow_to(flow, FLOW_STAFF_DONE);
}

static int has_election(const struct flow *flow)
{
	return flow->election && flow->facts.has_election;
}

struct effect staff_open(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!has_election(flow) || (flow->facts.voting != VOTING_NEW && flow->facts.voting != VOTING_PAUSED))
		return done(flow, EFFECT_OPEN, STATUS_STATE, 0);
	return flow_to(flow, FLOW_STAFF_OPEN);
}

struct effect staff_open_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_work(flow, EFFECT_OPEN);
}

struct effect staff_pause(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.voting != VOTING_OPEN)
		return done(flow, EFFECT_PAUSE, STATUS_STATE, 0);
	return flow_work(flow, EFFECT_PAUSE);
}

struct effect staff_close(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.voting != VOTING_OPEN && flow->facts.voting != VOTING_PAUSED)
		return done(flow, EFFECT_CLOSE, STATUS_STATE, 0);
	return flow_to(flow, FLOW_STAFF_CLOSE);
}

struct effect staff_close_again(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_CLOSE2);
}

struct effect staff_close_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_work(flow, EFFECT_CLOSE);
}

struct effect staff_export(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!has_election(flow))
		return done(flow, EFFECT_EXPORT, STATUS_STATE, 0);
	return flow_work(flow, EFFECT_EXPORT);
}

struct effect staff_import(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->facts.voting == VOTING_OPEN || flow->facts.practice)
		return done(flow, EFFECT_IMPORT, STATUS_STATE, 0);
	return flow_work(flow, EFFECT_IMPORT);
}

struct effect staff_status(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_STATUS);
}

struct effect staff_key_stick(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!flow->facts.needs_stick)
		return done(flow, EFFECT_KEY_STICK, STATUS_STATE, 0);
	return flow_work(flow, EFFECT_KEY_STICK);
}

struct effect staff_clean(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_to(flow, FLOW_STAFF_CLEAN);
}

/* --- practice --- */

enum { PRACTICE_SHOWN, PRACTICE_BEGINS, PRACTICE_ENDS };

struct effect staff_practice(struct flow *flow, uint32_t arg)
{
	return arg == PRACTICE_SHOWN ? flow_to(flow, FLOW_STAFF_PRACTICE) : nothing;
}

struct effect staff_practice_yes(struct flow *flow, uint32_t arg)
{
	if (arg != PRACTICE_BEGINS && arg != PRACTICE_ENDS)
		return nothing;
	if (arg == PRACTICE_ENDS ? !flow->facts.practice
	                         : flow->facts.practice || !has_election(flow) || flow->facts.voting == VOTING_OPEN)
		return done(flow, EFFECT_PRACTICE, STATUS_STATE, 0);
	flow_work(flow, EFFECT_PRACTICE);
	return (struct effect){.kind = EFFECT_PRACTICE, .arg = arg == PRACTICE_BEGINS};
}

/* --- after closing --- */

static int is_closed(const struct flow *flow)
{
	return has_election(flow) && flow->facts.voting == VOTING_CLOSED;
}

struct effect staff_report(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return is_closed(flow) ? flow_work(flow, EFFECT_REPORT) : done(flow, EFFECT_REPORT, STATUS_STATE, 0);
}

struct effect staff_reported(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	(void)asked;
	memcpy(flow->report, answer->report, sizeof(flow->report));
	flow->report[sizeof(flow->report) - 1] = 0;
	return flow_to(flow, FLOW_STAFF_REPORT);
}

static int may_reopen(const struct flow *flow)
{
	return is_closed(flow) && !flow->facts.practice;
}

struct effect staff_reopen(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!may_reopen(flow))
		return done(flow, EFFECT_REOPEN, STATUS_STATE, 0);
	return flow_to(flow, FLOW_STAFF_REOPEN);
}

struct effect staff_reopen_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return may_reopen(flow) ? flow_work(flow, EFFECT_REOPEN) : done(flow, EFFECT_REOPEN, STATUS_STATE, 0);
}

static int may_erase(const struct flow *flow)
{
	return is_closed(flow) && flow->facts.saved && !flow->facts.practice;
}

struct effect staff_erase(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (!may_erase(flow))
		return done(flow, EFFECT_ERASE, STATUS_STATE, 0);
	return flow_to(flow, FLOW_STAFF_ERASE);
}

struct effect staff_erase_yes(struct flow *flow, uint32_t arg)
{
	(void)arg;
	flow_wipe_pin(flow);
	return flow_to(flow, FLOW_STAFF_SECOND);
}

struct effect staff_second_enter(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->pending == EFFECT_NONE && !may_erase(flow))
		return done(flow, EFFECT_ERASE, STATUS_STATE, 0);
	return enter_pin(flow, EFFECT_ERASE);
}

/* --- back, and what came of a task --- */

struct effect staff_menu(struct flow *flow, uint32_t arg)
{
	(void)arg;
	if (flow->pending != EFFECT_NONE)
		return nothing;
	flow_wipe_staff(flow);
	if (!flow->facts.enrolled || flow->facts.locked)
		return flow_go_home(flow);
	return flow_to(flow, FLOW_STAFF);
}

struct effect staff_done_next(struct flow *flow, uint32_t arg)
{
	enum effect_kind task = flow->staff_task;

	/* What went wrong while setting up is tried again where it was. */
	if (flow->setting_up && task == EFFECT_SCALE)
		return setup_again(flow, FLOW_STAFF_SIZE);
	if (flow->setting_up && task == EFFECT_CLOCK)
		return setup_again(flow, FLOW_STAFF_CLOCK);
	if (flow->setting_up && task == EFFECT_READY && flow->staff_result != STATUS_OK)
		return setup_again(flow, FLOW_STAFF_READY);
	if (task == EFFECT_ENROL && flow->staff_result != STATUS_OK && !flow->facts.enrolled)
		return enrol_again(flow);
	return staff_menu(flow, arg);
}

struct effect staff_home(struct flow *flow, uint32_t arg)
{
	(void)arg;
	return flow_go_home(flow);
}

void flow_keep_detail(struct flow *flow, const struct event *answer)
{
	memcpy(flow->staff_detail, answer->detail, sizeof(flow->staff_detail));
	flow->staff_detail[sizeof(flow->staff_detail) - 1] = 0;
}

struct effect staff_done(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	flow_keep_detail(flow, answer);
	if (asked == EFFECT_READY)
		flow->ready = 1;
	if (asked == EFFECT_IMPORT || asked == EFFECT_ERASE)
		flow->ready = 0;
	return done(flow, asked, STATUS_OK, answer->arg);
}

struct effect staff_failed(struct flow *flow, const struct event *answer, enum effect_kind asked)
{
	flow_keep_detail(flow, answer);
	return done(flow, asked, answer->arg, 0);
}
