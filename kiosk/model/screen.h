/* A screen as a list of elements: what is drawn, touched, walked by keys, spoken and tested is this one list. Pure
 * function of the flow's state, the election, the messages and the look. */
#ifndef FOLKMOOT_SCREEN_H
#define FOLKMOOT_SCREEN_H

#include "flow.h"
#include "layout.h"
#include "messages.h"

/* The pool holds the review of as many contests, titles and answers as there can be, in letters of three bytes. */
enum { SCREEN_MAX_ELEMENTS = 240, SCREEN_POOL = 320 * 1024, ELEMENT_ID_MAX = 24 };

enum role {
	ROLE_PANEL, /* a quiet surface behind others; not spoken, not reached. EMPHASIS_MAIN: a card's, around what
	               belongs together */
	ROLE_TITLE,
	ROLE_TEXT,
	ROLE_NOTICE, /* what just happened and what to do */
	ROLE_BUTTON,
	ROLE_CARD,     /* a project in the list: opens its page; text = name, note = number and place, detail = summary,
	                  amount = cost */
	ROLE_CHOICE,   /* the part of a card, or a button, that chooses or removes: STATE_CHOSEN, says so in words */
	ROLE_BAR,      /* the budget: value of total, text says it in words */
	ROLE_CODE,     /* the confirmation code in groups */
	ROLE_QR,       /* text is what the code holds */
	ROLE_PIN,      /* dots for digits typed: value of them */
	ROLE_PROGRESS, /* something works; no percentage is invented */
	ROLE_PICTURE,  /* a drawing of the program's own; value says which */
	ROLE_PHOTO, /* a picture of the election's: value is its index in election->pictures; text is its alternative */
	ROLE_FIELD, /* what is typed so far; text, may be "" */
};

enum emphasis { EMPHASIS_NONE, EMPHASIS_MAIN, EMPHASIS_QUIET, EMPHASIS_DANGER };

enum element_state {
	STATE_CHOSEN = 1,
	STATE_BLOCKED = 2,  /* can't be chosen now: pressing it explains why (never dead) */
	STATE_FALLBACK = 4, /* text is in the main language, for want of a translation */
	STATE_CENTRED = 8,
	STATE_IRREVERSIBLE = 16,  /* input takes nothing here in the first second */
	STATE_OPTION = 32,        /* a choice among settings: nothing is voted here */
	STATE_LEFT_TO_RIGHT = 64, /* whatever the language: digits of a keypad, the code */
};

/* Signs beside words, drawn by the program; never alone but for digits. */
enum icon {
	ICON_NONE,
	ICON_TICK,
	ICON_BACK,
	ICON_NEXT,
	ICON_UP,
	ICON_DOWN,
	ICON_SETTINGS,
	ICON_HELP,
	ICON_RESTART,
	ICON_NOTICE,
	ICON_LOCK,
	ICON_STAFF,
	ICON_PLUS,
	ICON_MINUS,
	ICON_FIND,
	ICON_FILTER,
	ICON_SOUND,
	ICON_SILENT,
	ICON_REPEAT,
	ICON_ERASE,
	ICON_CAPITALS,
	ICON_WRITE,
	ICON_SEATED,
	ICON_PLACE,
	ICON_CATEGORY,
	ICON_PERSON,
	ICON_SOCIAL,
	ICON_ECONOMIC,
	ICON_ENVIRONMENTAL,
	ICON_KEYS,
	ICON_STICK, /* a memory stick */
	ICON_COUNT,
};

/* ROLE_PICTURE's value. */
enum picture {
	PICTURE_MARK,
	PICTURE_HOW,
	PICTURE_TICK,
	PICTURE_CARD_OUTLINE,
	PICTURE_PATTERN,
	PICTURE_HOW_CHOOSE,
	PICTURE_HOW_CHECK,
	PICTURE_HOW_CAST
};

struct element {
	enum role role;
	char id[ELEMENT_ID_MAX]; /* unique on its screen, stable: "start", "card-12", "choose-12", "digit-3" */
	const char *text;        /* in pool; never NULL */
	const char *detail;      /* in pool; "" where there is none */
	const char *note;        /* in pool; a card's number and place; "" where there is none */
	const char *amount;      /* in pool; a formatted amount, isolated from the text around it */
	const char *spoken;      /* in pool; what a voice says, with position and state: segments of speech.h */
	enum text_style type;
	enum emphasis emphasis;
	enum icon icon;
	unsigned state;
	uint8_t language; /* index of the election's language that text and detail are in; with STATE_FALLBACK the main
	                     one */
	uint8_t group;    /* switches go from group to group first: elements of one number, 0 for the screen's own ways
	                     (settings, help, start again), stand in one */
	uint32_t value, total;
	struct action action; /* ACT_NONE: cannot be pressed */
	struct rect box;      /* pixels */
};

struct screen {
	enum flow_state of;
	unsigned contest; /* FLOW_PROJECTS: which; another one is another screen for keys and voice; else 0 */
	unsigned theme, text_size;
	int right_to_left; /* the language's direction: boxes are mirrored already, text within them is to be */
	int tall;          /* the language's letters need higher lines: as in struct look */
	int blank;         /* nothing is painted: somebody listens in private */
	unsigned count;
	struct element element[SCREEN_MAX_ELEMENTS];
	size_t pool_len;
	char pool[SCREEN_POOL];
	enum status status; /* STATUS_NO_ROOM where something did not fit: a bug that tests look for */
};

/* Builds the present screen. messages is the catalogue of the flow's language. */
void screen_build(struct screen *out, const struct flow *flow, const struct messages *messages,
                  const struct look *look);
/* The screen of a kiosk that cannot start: why is the whole sentence for staff. Nothing on it can be pressed. */
void screen_build_fault(struct screen *out, const struct flow *flow, const struct messages *messages,
                        const struct look *look, const char *why);
/* The look in which a screen was built, but for what depends on the display: words' size, theme, direction. */
void screen_look(struct look *look, const struct screen *screen);
/* The project that an element is about: of each ROLE_CARD that a voter can see now, for flow_shown. -1 for other
 * elements. */
int element_project(const struct element *element);
/* Nobody votes there: the next who comes is somebody else. */
int screen_is_home(const struct screen *screen);
/* NULL where there is none. */
const struct element *screen_find(const struct screen *screen, const char *id);
const struct element *screen_at(const struct screen *screen, int x, int y);

#endif
