/* Walking a screen's elements by keys: next, previous, select. A visible ring shows where the focus is. */
#ifndef FOLKMOOT_FOCUS_H
#define FOLKMOOT_FOCUS_H

#include "screen.h"

struct focus {
	int shown; /* the ring appears with the first key and goes with a touch */
	enum flow_state of;
	char id[ELEMENT_ID_MAX]; /* the element in focus */
};

void focus_init(struct focus *focus);
/* After a screen was built: keeps the focus where it was, or moves it to the screen's first reachable element. Where
 * nobody votes any more, the ring goes too. */
void focus_follow(struct focus *focus, const struct screen *screen);
void focus_next(struct focus *focus, const struct screen *screen);
void focus_previous(struct focus *focus, const struct screen *screen);
/* NULL where nothing is in focus. */
const struct element *focus_element(const struct focus *focus, const struct screen *screen);
/* A finger takes over: the ring goes. */
void focus_hide(struct focus *focus);

#endif
