/* What the keys of a keypad mean on the screen that is shown, but for those that move the focus or take what is in it
 * (focus.h). Which key is which: kiosk/ui/input.c and the README. */
#ifndef FOLKMOOT_KEYPAD_H
#define FOLKMOOT_KEYPAD_H

#include "screen.h"

enum key_command {
	KEY_SCREEN_PREVIOUS, /* the page or part before this one, or the way back */
	KEY_SCREEN_NEXT,     /* the next page or part, or the way on; never a vote's own buttons */
	KEY_HELP,
	KEY_LANGUAGE, /* the election's next language, the first after the last */
	KEY_RATE,     /* one step faster, the slowest after the fastest */
	KEY_VOLUME,   /* one step louder, the softest after the loudest */
	KEY_SLOWER,
	KEY_FASTER,
	KEY_SOFTER,
	KEY_LOUDER,
	KEY_SAY_AGAIN,
	KEY_BLANK, /* the display goes dark for whoever listens, and comes back */
	KEY_COMMAND_COUNT
};

struct keypad_answer {
	const struct element *element; /* to be pressed as if it were in focus; NULL: none */
	struct action action;          /* else to be pressed, though it stands nowhere; ACT_NONE: nothing to do */
};

/* Any key begins a session where one can begin; one that is about sound begins it with sound, and turns sound on where
 * it is off. */
void keypad_answer(struct keypad_answer *out, enum key_command command, const struct flow *flow,
                   const struct screen *screen);

#endif
