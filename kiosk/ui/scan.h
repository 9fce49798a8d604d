/* A voting code that comes by keys: from a scanner, which types what it read and then Enter, or from somebody with a
 * keyboard. Letters go to the flow as they come; at Enter a whole code, typed without a mistake, replaces whatever
 * stood there before it. Where no code is asked for nothing comes of letters, nor of the Enter behind them.
 *
 * Keys are told by where they are: a scanner types as a keyboard of the United States does. Pure. */
#ifndef FOLKMOOT_SCAN_H
#define FOLKMOOT_SCAN_H

#include <SDL.h>

#include "flow.h"

enum {
	SCAN_ENTER_MS = 2000,                   /* so soon behind letters Enter is theirs */
	SCAN_ACTIONS = VOTING_CODE_LETTERS + 2, /* what a whole code comes to */
};

struct scan {
	char letters[VOTING_CODE_LETTERS + 1]; /* the last that came; secret */
	unsigned count;
	uint64_t letter_ms;
	int has_letter; /* the last key was a letter */
	int told;       /* of a whole code's actions, so many are told; SCAN_ACTIONS: none waits */
};

void scan_init(struct scan *scan);
/* A key went down on the screen of that state. 1 where it belongs to a code: then *out is to be pressed, or nothing
 * (ACT_NONE). */
int scan_key(struct scan *scan, const SDL_Keysym *sym, enum flow_state of, uint64_t now_ms, struct action *out);
/* What else is to be pressed after a key: 1 and *out, as long as there is more. */
int scan_next(struct scan *scan, enum flow_state of, struct action *out);
/* A finger came in between: an Enter that follows is not of the letters before it. */
void scan_break(struct scan *scan);

#endif
