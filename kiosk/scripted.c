#include "kiosk.h"

#ifndef FOLKMOOT_RELEASE

#include <stdio.h>

static void pass_time(struct kiosk *kiosk, uint64_t ms)
{
	while (ms > 0 && !kiosk->quits) {
		uint64_t next_ms = flow_next_ms(&kiosk->flow), passed_ms = kiosk_now_ms(kiosk) - kiosk->flow.now_ms;
		uint64_t due_ms = next_ms > passed_ms ? next_ms - passed_ms : 0;
		uint64_t leap_ms = due_ms < ms ? due_ms : ms;

		kiosk->script_ms += leap_ms;
		ms -= leap_ms;
		kiosk_take_time(kiosk);
		if (leap_ms == 0 && due_ms == 0 && flow_next_ms(&kiosk->flow) == 0)
			break;
	}
}

/* A kiosk that was not enrolled as the script began may be one for a real vote since. */
static int is_real(const struct kiosk *kiosk)
{
	return kiosk->flow.facts.enrolled && kiosk->flow.facts.kind != SIGN_PRACTICE;
}

enum status kiosk_run_script(struct kiosk *kiosk)
{
	struct script_answer answer;

	kiosk_show(kiosk);
	while (!kiosk->quits) {
		kiosk_tend_link(kiosk);
		if (kiosk_take_event(kiosk))
			continue;
		if (is_real(kiosk)) {
			kiosk_complain("This kiosk is for a real vote now: --script works with practice data only.");
			return STATUS_STATE;
		}
		script_next(kiosk->script, &answer, &kiosk->show.screen, &kiosk->show.look, &kiosk->flow);
		switch (answer.kind) {
		case SCRIPT_TOUCHED: break;
		case SCRIPT_WAIT: pass_time(kiosk, answer.wait_ms); break;
		case SCRIPT_PICTURE:
			if (show_save(&kiosk->show, answer.path) != STATUS_OK) {
				fprintf(stderr,
				        "folkmoot-kiosk: %s: the picture cannot be written: check the folder.\n",
				        answer.path);
				return STATUS_STATE;
			}
			break;
		case SCRIPT_END: return STATUS_OK;
		case SCRIPT_FAILED: kiosk_complain(script_why(kiosk->script)); return STATUS_STATE;
		}
	}
	return STATUS_OK;
}

#endif
