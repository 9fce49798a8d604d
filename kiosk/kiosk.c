#include "kiosk.h"

#include <stdio.h>

#include "control.h"
#include "events.h"

enum {
	STATUS_POLL_MS = 2000, /* who waits for a stick, or the clock, is shown it so often */
	AGAIN_MS = 2000, /* a recorder that does not know yet whether a ballot is stored is asked again so often */
};

uint64_t kiosk_now_ms(const struct kiosk *kiosk)
{
#ifndef FOLKMOOT_RELEASE
	if (kiosk->script)
		return kiosk->script_ms;
#else
	(void)kiosk;
#endif
	return events_clock_ms();
}

void kiosk_complain(const char *why)
{
	fprintf(stderr, "folkmoot-kiosk: %s\n", why);
}

/* --- one step ---------------------------------------------------------------------------------------------------- */

/* The election that the recorder holds now, for the screen. Where it cannot be shown there is none, and why says so. */
enum status kiosk_take_election(struct kiosk *kiosk, char why[static SHOW_WHY])
{
	size_t body_len = 0;
	const uint8_t *body = link_election(kiosk->link, &body_len);
	enum status status = flow_set_election(&kiosk->flow, NULL);

	if (status == STATUS_OK)
		status = show_election(&kiosk->show, why, body, body_len);
	if (status == STATUS_OK)
		status = flow_set_election(&kiosk->flow, kiosk->show.election);
	talk_election(&kiosk->talk, kiosk->show.election ? link_election_fd(kiosk->link) : -1);
	return status;
}

static struct effect tell(struct kiosk *kiosk, struct event *event)
{
	event->now_ms = kiosk_now_ms(kiosk);
	if (event->kind == EVENT_FACTS) {
		event->facts.sound = (uint8_t)talk_state(&kiosk->talk);
		event->facts.open_files = (uint8_t)kiosk->open_files;
	}
	return flow_step(&kiosk->flow, event);
}

void kiosk_show(struct kiosk *kiosk)
{
	show_flow(&kiosk->show, &kiosk->flow);
	/* The voice needs longer than the paint, and works beside it. */
	talk_show(&kiosk->talk, &kiosk->flow, &kiosk->show);
	show_present(&kiosk->show, kiosk_now_ms(kiosk));
}

/* What takes a while is on the screen before it begins. */
static int takes_a_while(enum effect_kind kind)
{
	return kind != EFFECT_SHUFFLE && kind != EFFECT_DISCARD;
}

/* The recorder may hold another election after it, or none. */
static int changes_election(enum effect_kind kind)
{
	return kind == EFFECT_IMPORT || kind == EFFECT_PRACTICE || kind == EFFECT_ERASE;
}

static struct effect carry(struct kiosk *kiosk, struct effect effect)
{
	struct carried carried;
	struct effect next;
	char why[SHOW_WHY] = "";

	if (takes_a_while(effect.kind))
		kiosk_show(kiosk);
	carry_out(&carried, kiosk->link, &kiosk->flow, effect);
	/* For practice only, and a kiosk that was not enrolled may be one for a real vote now. */
	if (carried.facts.facts.enrolled && carried.facts.facts.kind != SIGN_PRACTICE)
		kiosk->show.describe = NULL;
	if (carried.answer.kind == EVENT_FAILED)
		kiosk_complain(carried.detail);
	next = tell(kiosk, &carried.facts);
	if (effect.kind == EFFECT_SCALE && carried.answer.kind == EVENT_DONE)
		show_scale(&kiosk->show, effect.arg);
	if (changes_election(effect.kind)) {
		enum status status = kiosk_take_election(kiosk, why);

		if (status != STATUS_OK && carried.answer.kind == EVENT_DONE) {
			kiosk_complain(why);
			carried.answer.kind = EVENT_FAILED;
			carried.answer.arg = (uint32_t)status;
			snprintf(carried.answer.detail, sizeof(carried.answer.detail), "%.150s", why);
		}
	}
	/* Facts have no effect while an answer is due: see flow.c. */
	if (carried.answer.kind != EVENT_TIME)
		next = tell(kiosk, &carried.answer);
	carried_wipe(&carried);
	return next;
}

static void step(struct kiosk *kiosk, struct event *event)
{
	struct effect effect;

	if (event->kind == EVENT_PRESS)
		talk_press(&kiosk->talk, &kiosk->show, event->action);
	effect = tell(kiosk, event);
	while (effect.kind != EFFECT_NONE)
		effect = carry(kiosk, effect);
	kiosk_show(kiosk);
}

/* --- events ------------------------------------------------------------------------------------------------------ */

static void take_answer(struct kiosk *kiosk, const struct input_answer *answer)
{
	struct show *show = &kiosk->show;
	struct event event;

	switch (answer->kind) {
	case INPUT_REDRAW:
		if (answer->window)
			show_resized(show);
		kiosk_show(kiosk);
		break;
	case INPUT_QUIT: kiosk->quits = 1; break;
	case INPUT_NONE: break;
	case INPUT_ACTIVITY:
	case INPUT_PRESS:
	case INPUT_FOCUS_NEXT:
	case INPUT_FOCUS_PREVIOUS:
	case INPUT_FOCUS_SWITCH:
	case INPUT_FOCUS_SELECT:
	case INPUT_COMMAND:
		events_tell(&event, answer, &show->input, &show->focus, &kiosk->flow, &show->screen,
		            kiosk_now_ms(kiosk));
		step(kiosk, &event);
		break;
	}
}

int kiosk_take_event(struct kiosk *kiosk)
{
	struct show *show = &kiosk->show;
	struct input_answer answer;

	if (!events_take(&answer, &show->input, &show->focus, &show->screen, kiosk_now_ms(kiosk)))
		return 0;
	take_answer(kiosk, &answer);
	while (input_more(&show->input, &show->screen, &answer))
		take_answer(kiosk, &answer);
	return 1;
}

/* Every effect is carried out before anything else happens: one that still waits found no answer. */
static int is_in_doubt(const struct kiosk *kiosk)
{
	return kiosk->flow.pending == EFFECT_STORE || kiosk->flow.pending == EFFECT_SPOIL;
}

static void ask_again(struct kiosk *kiosk)
{
	struct effect effect = {.kind = kiosk->flow.pending};

	kiosk->asked_ms = kiosk_now_ms(kiosk);
	while (effect.kind != EFFECT_NONE)
		effect = carry(kiosk, effect);
	kiosk_show(kiosk);
}

/* Something rests on the display, or a key, for longer than any hand would. */
static void tell_stuck(struct kiosk *kiosk)
{
	struct event event = {.kind = EVENT_STUCK};

	event.arg = (uint32_t)input_stuck(&kiosk->show.input, kiosk_now_ms(kiosk));
	if (event.arg == (uint32_t)kiosk->stuck)
		return;
	kiosk->stuck = (int)event.arg;
	step(kiosk, &event);
}

/* A practice that was on is over with the recorder that died, and its election too. In a session the one in use stays.
 */
static void take_election_anew(struct kiosk *kiosk)
{
	char why[SHOW_WHY] = "";
	enum status status = kiosk_take_election(kiosk, why);

	kiosk->election_due = status == STATUS_STATE;
	if (status == STATUS_OK)
		kiosk_show(kiosk);
	else if (status != STATUS_STATE)
		kiosk_complain(why);
}

/* The recorder went, or is another one: whoever stands here is shown what can be done now. */
void kiosk_tend_link(struct kiosk *kiosk)
{
	struct carried carried;

	if (link_tend(kiosk->link)) {
		carry_status(&carried, kiosk->link);
		step(kiosk, &carried.facts);
		carried_wipe(&carried);
		kiosk->election_due = link_works(kiosk->link);
	}
	if (kiosk->election_due && !kiosk->flow.in_session && kiosk->flow.pending == EFFECT_NONE)
		take_election_anew(kiosk);
}

enum wake_place { WAKE_VOICE, WAKE_SUPERVISOR };

/* A voice that the supervisor started takes the place of the one before; one that hangs is reported. */
static void tend_voice(struct kiosk *kiosk)
{
	int end = link_take_voice(kiosk->link);

	if (end >= 0)
		voice_link_peer(kiosk->talk.voice, end);
	if (voice_link_stuck(kiosk->talk.voice))
		link_voice_stuck(kiosk->link);
	wake_set(kiosk->wake, WAKE_VOICE, voice_link_end(kiosk->talk.voice));
	wake_set(kiosk->wake, WAKE_SUPERVISOR, CONTROL_FD);
}

void kiosk_take_time(struct kiosk *kiosk)
{
	struct event time = {.kind = EVENT_TIME}, heard[TALK_EVENTS];
	struct carried carried;
	unsigned count = talk_tend(&kiosk->talk, heard, &kiosk->flow, kiosk_now_ms(kiosk));

	for (unsigned i = 0; i < count; i++) {
		/* Who listens in private walks by keys, and is told where they stand. */
		if (heard[i].kind == EVENT_HEADPHONES && heard[i].arg)
			kiosk->show.focus.shown = 1;
		step(kiosk, &heard[i]);
	}
	tell_stuck(kiosk);
	kiosk_tend_link(kiosk);
	tend_voice(kiosk);
	if (is_in_doubt(kiosk) && kiosk_now_ms(kiosk) >= kiosk->asked_ms + AGAIN_MS)
		ask_again(kiosk);
	if (flow_sees_stick(&kiosk->flow) && kiosk_now_ms(kiosk) >= kiosk->polled_ms + STATUS_POLL_MS) {
		kiosk->polled_ms = kiosk_now_ms(kiosk);
		carry_status(&carried, kiosk->link);
		step(kiosk, &carried.facts);
		carried_wipe(&carried);
	} else if (flow_next_ms(&kiosk->flow) <= kiosk_now_ms(kiosk) - kiosk->flow.now_ms) {
		step(kiosk, &time);
	}
}

static int sleep_ms(const struct kiosk *kiosk)
{
	uint64_t passed_ms = kiosk_now_ms(kiosk) - kiosk->flow.now_ms, next_ms = flow_next_ms(&kiosk->flow);
	uint64_t ms = next_ms > passed_ms ? next_ms - passed_ms : 0;
	uint64_t stuck_ms = input_next_ms(&kiosk->show.input, kiosk_now_ms(kiosk));

	if (ms > stuck_ms)
		ms = stuck_ms;
	if (flow_sees_stick(&kiosk->flow) && ms > STATUS_POLL_MS)
		ms = STATUS_POLL_MS;
	if (is_in_doubt(kiosk) && ms > AGAIN_MS)
		ms = AGAIN_MS;
	return ms > LINK_TEND_MS ? LINK_TEND_MS : (int)ms;
}

void kiosk_run(struct kiosk *kiosk)
{
	kiosk_show(kiosk);
	while (!kiosk->quits) {
		if (events_wait(sleep_ms(kiosk)))
			kiosk_take_event(kiosk);
		kiosk_take_time(kiosk);
	}
}
