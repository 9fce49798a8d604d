/* The kiosk while it runs: one flow, shown on one screen, carried to one recorder. An event makes a step of the flow;
 * what the flow asks for is carried to the recorder and comes back as an event; then the screen is built, and painted
 * where it changed. */
#ifndef FOLKMOOT_KIOSK_H
#define FOLKMOOT_KIOSK_H

#include "carry.h"
#include "options.h"
#include "script.h"
#include "show.h"
#include "talk.h"
#include "wake.h"

struct kiosk {
	struct options options;
	struct link *link;
	struct show show;
	struct talk talk;
	struct wake *wake; /* NULL: nobody sleeps */
	struct flow flow;
	uint64_t polled_ms; /* when the recorder was last asked for the stick */
	uint64_t asked_ms;  /* when it was last asked again for a ballot that it could not tell of */
	int stuck;          /* what the flow was told last: something rests on the display */
	int election_due;   /* the recorder is another one: its election is to be taken when nobody votes */
	int quits;
	int open_files;     /* this system cannot keep the processes from files: staff are told */
	char why[SHOW_WHY]; /* it could not start */
#ifndef FOLKMOOT_RELEASE
	struct script *script;
	uint64_t script_ms; /* a script's clock */
#endif
};

/* Monotonic: real time, or a script's. */
uint64_t kiosk_now_ms(const struct kiosk *kiosk);
/* One sentence to standard error. */
void kiosk_complain(const char *why);
/* The election that the recorder holds now, for flow and screen. Where it cannot be shown there is none, and why says
 * so. */
enum status MUST_CHECK kiosk_take_election(struct kiosk *kiosk, char why[static SHOW_WHY]);
/* Builds the present screen and paints it where it changed. */
void kiosk_show(struct kiosk *kiosk);
/* The next thing that happened at the display, and all that follows from it. 0 where nothing is left. */
int kiosk_take_event(struct kiosk *kiosk);
/* Takes note of a recorder that went, or is another one than before. */
void kiosk_tend_link(struct kiosk *kiosk);
/* What is due by now. */
void kiosk_take_time(struct kiosk *kiosk);
/* Until the program is asked to end. Sleeps between events. */
void kiosk_run(struct kiosk *kiosk);
#ifndef FOLKMOOT_RELEASE
/* Until the script ends, on its own clock. STATUS_STATE where it failed, having said why. */
enum status MUST_CHECK kiosk_run_script(struct kiosk *kiosk);
#endif

#endif
