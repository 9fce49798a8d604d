/* From SDL's raw events to what a voter did. Fingers and a real mouse are followed here, with SDL's own translation
 * between them switched off; the rules of touching (release inside, sliding off, palms, repeats, guard times) are all
 * in this one place, and so is what each key of a keypad and each switch does. Time comes from the caller.
 *
 * Use: input_prepare() before SDL_Init; input_init; after each canvas_draw input_shown; each SDL event through
 * input_event. */
#ifndef FOLKMOOT_INPUT_H
#define FOLKMOOT_INPUT_H

#include <SDL.h>

#include "focus.h"
#include "keypad.h"
#include "scan.h"
#include "screen.h"

enum {
	INPUT_CONTACTS = 16,
	INPUT_SLIP_MM = 5,            /* so far outside its target a release still counts */
	INPUT_REPEAT_MS = 300,        /* the same target again within this is ignored */
	INPUT_SETTLE_MS = 250,        /* after a screen change */
	INPUT_IRREVERSIBLE_MS = 1000, /* after an irreversible button appeared */
	INPUT_PALM_MS = 10000,        /* a contact resting longer is a palm */
	INPUT_STUCK_MS = 60000,       /* a contact, or a key, resting longer is something for staff to see to */
	INPUT_KEYS = 8,               /* so many are followed while they are held down */
};

struct contact {
	int used;
	int64_t touch, finger;
	uint64_t since_ms;
	int x, y;  /* where it is now, pixels */
	int spent; /* can no longer act: it was there when the screen changed, or came second */
	int aside; /* it came down on nothing that can be pressed, or beside another: nobody waits for it to leave */
};

/* A key that is held down. */
struct held_key {
	int used;
	int32_t code; /* SDL_Scancode, or SDL_Keycode where there is none */
	uint64_t since_ms;
};

struct input {
	int width, height, px_per_m;
	struct contact contact[INPUT_CONTACTS];
	int acting;                  /* the contact that pressed a target, or -1 */
	char target[ELEMENT_ID_MAX]; /* what it pressed */
	int inside;                  /* it is still on it */
	uint32_t shown;              /* which places to press the present screen has, as a number */
	enum flow_state of;          /* the screen's */
	int settled;                 /* all fingers were up since the last change */
	uint64_t changed_ms;
	char last[ELEMENT_ID_MAX]; /* pressed last, and when */
	uint64_t last_ms;
	int has_last;
	struct held_key key[INPUT_KEYS];
	int32_t last_key; /* the key taken last, and when */
	uint64_t last_key_ms;
	int has_last_key;
	int by_keys; /* whoever is here used keys */
	struct scan scan;
};

enum input_kind {
	INPUT_NONE,
	INPUT_ACTIVITY,   /* somebody is there, nothing was pressed */
	INPUT_PRESS,      /* action, id */
	INPUT_FOCUS_NEXT, /* keys: move the focus */
	INPUT_FOCUS_PREVIOUS,
	INPUT_FOCUS_SWITCH, /* the first of two switches: move on */
	INPUT_FOCUS_SELECT, /* keys, and the second switch: answer with focus_select, and input_select */
	INPUT_COMMAND,      /* keys: command; answer with keypad_answer */
	INPUT_REDRAW,       /* input_pressed changed, or the window was uncovered or resized */
	INPUT_QUIT,         /* the window was closed */
};

struct input_answer {
	enum input_kind kind;
	struct action action;
	enum key_command command; /* of INPUT_COMMAND */
	char id[ELEMENT_ID_MAX];  /* "": the action stands nowhere */
	int window; /* of INPUT_REDRAW: the window itself changed: canvas_refresh, canvas_look and input_resize */
};

/* Switches SDL's translation between touch and mouse off. Before SDL_Init. */
void input_prepare(void);
void input_init(struct input *input, const struct look *look);
/* The display has another size now. */
void input_resize(struct input *input, const struct look *look);
/* A screen was drawn. Where other places can be pressed than before, fingers have to leave and INPUT_SETTLE_MS to
 * pass. */
void input_shown(struct input *input, const struct screen *screen, uint64_t now_ms);
/* One event on the screen shown. */
void input_event(struct input *input, const SDL_Event *event, const struct screen *screen, uint64_t now_ms,
                 struct input_answer *out);
/* After each event, as long as it answers 1: what else a scanned code comes to (INPUT_PRESS), on the screen shown by
 * then. */
int input_more(struct input *input, const struct screen *screen, struct input_answer *out);
/* The element in focus was selected by key (NULL: none): INPUT_PRESS, or INPUT_ACTIVITY while guard times run. */
void input_select(struct input *input, const struct element *element, uint64_t now_ms, struct input_answer *out);
/* 1 while a contact or a key rests for longer than INPUT_STUCK_MS. */
int input_stuck(const struct input *input, uint64_t now_ms);
/* Milliseconds until that changes by time alone; UINT64_MAX for never. */
uint64_t input_next_ms(const struct input *input, uint64_t now_ms);
/* The id of the element under the acting finger, "" for none: drawn as pressed. */
const char *input_pressed(const struct input *input);

#endif
