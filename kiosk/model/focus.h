/* Walking a screen's elements without touching it. A keypad goes from item to item. Two switches go from group to
 * group, into one, and from item to item there, so that few moves reach any of many; a screen of one group has no such
 * level, and many groups are bundled once more. A visible ring shows what is in focus. */
#ifndef FOLKMOOT_FOCUS_H
#define FOLKMOOT_FOCUS_H

#include "screen.h"

enum {
	FOCUS_GROUPS = 8, /* more of them on one screen are bundled */
	FOCUS_LAYERS = 4, /* a list, a project's page over it, settings or help over that, "still there?" over all */
	FOCUS_RINGS = SCREEN_MAX_ELEMENTS,
};

/* How much one ring goes around. */
enum focus_depth { FOCUS_ITEM, FOCUS_GROUP, FOCUS_BUNDLE };

/* Where the focus is, or was, on one screen. */
struct focus_place {
	enum flow_state of;
	unsigned contest;        /* the screen's */
	char id[ELEMENT_ID_MAX]; /* the element in focus; of a group or a bundle, its first */
	uint8_t group;           /* of that element */
	enum focus_depth depth;
};

struct focus {
	int shown;    /* the ring appears with the first key and goes with a touch */
	int switches; /* it was moved by switches last */
	int reads;    /* somebody listens: a keypad also stops at what can be read but not pressed; set by the caller */
	struct focus_place at;
	struct focus_place kept[FOCUS_LAYERS]; /* where it goes back to from what was opened over a screen */
};

enum focus_answer {
	FOCUS_MOVED, /* the ring came up, or went into a group: nothing is pressed */
	FOCUS_PRESS, /* focus_element is to be pressed */
};

void focus_init(struct focus *focus);
/* After a screen was built: keeps the focus where it was, takes it back to where it was before another screen was laid
 * over this one, or moves it to the first thing to press. Where nobody votes any more, the ring goes too. */
void focus_follow(struct focus *focus, const struct screen *screen);
/* A keypad's item keys. The first only shows where the focus is. */
void focus_next(struct focus *focus, const struct screen *screen);
void focus_previous(struct focus *focus, const struct screen *screen);
/* The first of two switches: to the next bundle, group or item; after a group's last item, around the group again, and
 * on from there. */
void focus_switch(struct focus *focus, const struct screen *screen);
/* The key, or the second switch, that takes what is in focus. */
enum focus_answer focus_select(struct focus *focus, const struct screen *screen);
/* NULL where nothing is in focus. Of a group its first item. */
const struct element *focus_element(const struct focus *focus, const struct screen *screen);
/* How many things that can be pressed the ring goes around: more than one is a group. 0: nothing is in focus. */
unsigned focus_count(const struct focus *focus, const struct screen *screen);
/* Whether the ring goes around an element that can be pressed, alone or with others. */
int focus_holds(const struct focus *focus, const struct screen *screen, const struct element *element);
/* Where to draw rings, pixels: one around each group in focus where nothing else lies between its items, else around
 * each item. Returns how many; 0 while the ring is not shown. */
unsigned focus_rings(struct rect out[static FOCUS_RINGS], const struct focus *focus, const struct screen *screen);
/* A finger takes over: the ring goes. */
void focus_hide(struct focus *focus);

#endif
