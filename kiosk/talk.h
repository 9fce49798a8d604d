/* What the kiosk says, beside what it shows: between the narrator, who decides what is new on a screen, and the voice.
 */
#ifndef FOLKMOOT_TALK_H
#define FOLKMOOT_TALK_H

#include "show.h"
#include "speech.h"
#include "voice_link.h"

struct talk {
	struct voice_link *voice;
	struct narrator narrator;
	int on;    /* what is shown is said */
	int again; /* all of it was asked for again */
	uint8_t told_speaking, told_headphones, told_state;
};

enum { TALK_EVENTS = 3 };

/* off: nothing is ever said. talk_finish in any case. */
enum status MUST_CHECK talk_init(struct talk *talk, int off);
void talk_finish(struct talk *talk);
/* Another election's languages and clips: its body as sealed memory (-1: none), which stays the caller's. */
void talk_election(struct talk *talk, int shared);
/* This is pressed on the screen shown, before anything comes of it. */
void talk_press(struct talk *talk, const struct show *show, struct action action);
/* The flow is shown: what is new is said. */
void talk_show(struct talk *talk, const struct flow *flow, const struct show *show);
/* What changed of speech, headphones and the sound device since the last call, as events for the flow; returns how
 * many. */
unsigned talk_tend(struct talk *talk, struct event out[static TALK_EVENTS], const struct flow *flow, uint64_t now_ms);
enum sound_state talk_state(const struct talk *talk);

#endif
