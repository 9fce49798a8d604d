/* Inside of the screens: keys drawn on the display. Not for use elsewhere. */
#ifndef FOLKMOOT_SCREEN_KEYS_H
#define FOLKMOOT_SCREEN_KEYS_H

#include "keyboard.h"
#include "screen_make.h"

/* --- a keyboard (screen_keys.c) --- */

struct keys {
	struct keyboard board;
	unsigned layer, rows, across;
	int key_w, key_h, gap, height;
	enum text_style type;
};

/* The keyboard of the flow's language and layer, in at most so much of the body's height where that can be. */
void keys_make(struct keys *keys, struct make *make, int room);
void keys_put(struct make *make, const struct keys *keys, struct rect area);
/* The row below them: back (without an id: none), the other layers, a space, "Erase", and what ends the writing. */
struct row keys_control(struct make *make, const struct keys *keys, struct element back, struct element done);
/* A field of what is typed, with a mark where the next letter comes: as much of its end as the box holds. */
void keys_field(struct make *make, const char *written, struct rect box);
/* The least height of such a field. */
int keys_least_field(const struct make *make, int width);
/* Of so much room as much as is good to overlook, next to the keys. */
struct rect keys_above(const struct make *make, struct rect area);

/* --- a pad of digits, and what is typed on it as dots (screen_pin.c) --- */

struct pin_page {
	const char *step; /* stands above the title where there is room; NULL: none */
	const char *title, *text;
	int answers;         /* text stands out, as a notice */
	const char *longest; /* the longest that text can become: no key ever moves; NULL: text */
	unsigned typed;      /* digits */
	struct element back;
};

void pin_page_put(struct make *make, const struct pin_page *page);

#endif
