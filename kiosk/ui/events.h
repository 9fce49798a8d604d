/* The queue of what happens at the display, and the clock that goes with it: all that the kiosk's loop needs of SDL. */
#ifndef FOLKMOOT_EVENTS_H
#define FOLKMOOT_EVENTS_H

#include "input.h"

/* Milliseconds that never run backwards. */
uint64_t events_clock_ms(void);
/* Sleeps until something happens at the display, at most so long. 0 where nothing did. */
int events_wait(int timeout_ms);
/* Takes the next thing that happened, in the way of input_event; what a finger or a pointer touched takes the ring off
 * the keys' focus. 0 where nothing is left. */
int events_take(struct input_answer *out, struct input *input, struct focus *focus, const struct screen *screen,
                uint64_t now_ms);
/* What an answer means to the flow: an EVENT_PRESS or EVENT_ACTIVITY, its now_ms set. Moves the focus where the answer
 * is a key's, and keeps the guard times of touching for keys too. */
void events_tell(struct event *out, const struct input_answer *answer, struct input *input, struct focus *focus,
                 const struct flow *flow, const struct screen *screen, uint64_t now_ms);

#endif
