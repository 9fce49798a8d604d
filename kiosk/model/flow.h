/* The way of a voter and of staff through the kiosk: one pure state machine. It knows no clock, no disk, no screen:
 * time arrives in events, and what must be done in the world leaves as one effect per event, answered by a later event.
 * The machine is drawn in flow.c.
 *
 * struct flow is plain data without pointers but the election, so that a test may copy, compare and explore it. */
#ifndef FOLKMOOT_FLOW_H
#define FOLKMOOT_FLOW_H

#include "ballot.h"
#include "certificate.h"

enum flow_state {
	/* nobody votes */
	FLOW_LOCKED,      /* after power-on: only staff can go on */
	FLOW_NO_ELECTION, /* unlocked, but no election was brought yet */
	FLOW_NOT_OPEN,    /* an election is there; voting is not open (not yet, paused, closed) */
	FLOW_START,       /* "touch to start" */
	/* a voter's session */
	FLOW_BEGINNING, /* waiting for the shuffle */
	FLOW_SETTINGS,  /* language, text size, contrast: reached first, and from anywhere */
	FLOW_STYLE,     /* which district, where there are several styles */
	FLOW_HOW,       /* how it works */
	FLOW_PROJECTS,  /* the contest in hand: pages of projects with the budget bar, or a question */
	FLOW_PROJECT,   /* one project's pack */
	FLOW_FIND,      /* a project by its number */
	FLOW_FILTER,    /* which projects are listed: places and categories, with counts */
	FLOW_WRITE,     /* the answer to a question in words, on a keyboard on the screen */
	FLOW_REVIEW,
	FLOW_SEALING,
	FLOW_SEALED,        /* confirmation code: cast, or test this machine */
	FLOW_CHALLENGE_ASK, /* says that this test vote becomes public */
	FLOW_CASTING,
	FLOW_CHALLENGING,
	FLOW_THANKS,
	FLOW_CHALLENGED, /* the opening, then start again */
	FLOW_HELP,
	FLOW_LEAVE_ASK,
	FLOW_IDLE,    /* "are you still there?" */
	FLOW_TROUBLE, /* the ballot could not be stored or sealed: call staff */
	/* staff */
	FLOW_PIN,
	FLOW_STAFF,        /* menu in the order of the day */
	FLOW_STAFF_OPEN,   /* the zero report, then open */
	FLOW_STAFF_CLOSE,  /* first deliberate step */
	FLOW_STAFF_CLOSE2, /* second, elsewhere on the screen */
	FLOW_STAFF_STATUS,
	FLOW_STAFF_SIZE,    /* millimetres: a card's outline to hold a card to, and ways to correct it */
	FLOW_STAFF_SCREEN,  /* colours, greys and a grid, to look for faults of the display */
	FLOW_STAFF_TOUCH,   /* targets all over the display, to be touched one after another */
	FLOW_STAFF_SOUND,   /* speaks a sentence in every language of the election */
	FLOW_STAFF_CLEAN,   /* takes no touch for FLOW_CLEAN_MS, so that the display can be wiped */
	FLOW_STAFF_WORKING, /* opening, closing, exporting, importing */
	FLOW_STAFF_DONE,    /* what happened, in words */
	FLOW_STATE_COUNT
};

enum action_kind {
	ACT_NONE,
	ACT_START,
	ACT_NEXT, /* the main way on */
	ACT_BACK,
	ACT_LANGUAGE,  /* arg: index of the election's language */
	ACT_TEXT_SIZE, /* arg: 0 to 3 */
	ACT_THEME,     /* arg: 0 to 3 */
	ACT_STYLE,     /* arg: style */
	ACT_PAGE,      /* arg: position, among those listed in the shuffled order, of the first project to show */
	ACT_PART,      /* arg: part of a long text to show */
	ACT_PROJECT,   /* arg: project index: open its page */
	ACT_TOGGLE,    /* arg: project index: choose or remove */
	ACT_MARK,      /* arg: mark_arg(): this project gets this mark (points, score; 0: none) */
	ACT_RANK,    /* arg: mark_arg(): this project goes to this rank, the others make room; 0: out of the ranking */
	ACT_FIND,    /* find by number; digits come as ACT_DIGIT, ACT_ERASE; ACT_NEXT opens the project */
	ACT_FILTERS, /* to FLOW_FILTER */
	ACT_FILTER,  /* arg: filter_arg(): only these projects are listed; 0: all */
	ACT_WRITE,   /* to FLOW_WRITE */
	ACT_LETTER,  /* arg: code point to add at the answer's end; ACT_ERASE takes the last character away */
	ACT_KEYS,    /* arg: layer of the keyboard: letters, capitals, digits and signs */
	ACT_CONTEST, /* arg: contest's position in the style: go there (from the review) */
	ACT_SEATED,  /* arg: 0, or 1: everything that can be pressed is low on the display */
	ACT_SOUND,   /* arg: 0, or 1: everything is spoken */
	ACT_RATE,    /* arg: 0 to FLOW_RATES - 1 */
	ACT_VOLUME,  /* arg: 0 to FLOW_VOLUMES - 1 */
	ACT_BLANK,   /* arg: 0, or 1: nothing is shown, for whoever listens in private (only with sound) */
	ACT_SAY_AGAIN, /* what was spoken last is spoken again (the flow changes nothing) */
	ACT_CAST,
	ACT_CHALLENGE,
	ACT_SETTINGS,
	ACT_HELP,
	ACT_LEAVE, /* start again */
	ACT_YES,
	ACT_NO,
	ACT_STILL_HERE,
	ACT_STAFF,
	ACT_DIGIT, /* arg: 0 to 9 */
	ACT_ERASE,
	ACT_STAFF_OPEN,
	ACT_STAFF_PAUSE,
	ACT_STAFF_CLOSE,
	ACT_STAFF_EXPORT,
	ACT_STAFF_IMPORT,
	ACT_STAFF_STATUS,
	ACT_STAFF_SIZE,
	ACT_STAFF_SCREEN,
	ACT_STAFF_TOUCH,
	ACT_STAFF_SOUND,
	ACT_STAFF_CLEAN,
	ACT_SCALE,  /* arg: pixels per metre of the display, as staff measured them */
	ACT_TARGET, /* arg: which target of the touch test was touched */
	ACT_COUNT
};

struct action {
	enum action_kind kind;
	uint32_t arg;
};

enum event_kind {
	EVENT_PRESS,    /* action */
	EVENT_ACTIVITY, /* a touch or key that pressed nothing: somebody is there */
	EVENT_TIME,     /* only now_ms */
	/* answers to effects */
	EVENT_SHUFFLED, /* seed */
	EVENT_SEALED,   /* code */
	EVENT_STORED,
	EVENT_SPOILED, /* nonce */
	EVENT_PIN_RIGHT,
	EVENT_PIN_WRONG,  /* arg: seconds until the next try is taken */
	EVENT_DONE,       /* a staff task succeeded; arg: number of the export where it was one; detail */
	EVENT_FAILED,     /* what was asked for failed, and did not happen; arg: enum status; detail for staff tasks */
	EVENT_FACTS,      /* facts: what staff may see; sent at start and just before every answer */
	EVENT_SPEAKING,   /* arg: 1 speech plays, 0 it ended: nobody is taken for gone while being read to */
	EVENT_HEADPHONES, /* arg: 1 plugged in (sound is on, and the session begins where it had not), 0 pulled out */
	EVENT_STUCK,      /* arg: 1 something has rested on the display for a minute, 0 it is gone: staff are told */
	EVENT_KIND_COUNT
};

enum {
	FLOW_PIN_MAX = 8,
	FLOW_PIN_MIN = 4,
	FLOW_TEXT_SIZES = 4,
	FLOW_THEMES = 4,
	FLOW_DETAIL = 160,
	FLOW_RATES = 7,   /* 50, 75, 100, 125, 150, 175, 200 % of 120 words a minute */
	FLOW_VOLUMES = 7, /* steps of 6 decibels, the last the loudest */
	FLOW_RATE_DEFAULT = 2,
	FLOW_VOLUME_DEFAULT = 4,
	FLOW_FIND_DIGITS = 3,
	FLOW_KEYS_LETTERS = 0,  /* layers of the keyboard */
	FLOW_KEYS_CAPITALS = 1, /* or the script's further letters: for one letter, then letters again */
	FLOW_KEYS_SIGNS = 2,
	FLOW_KEY_LAYERS = 3,
	FLOW_SCALE_MIN = 500, /* pixels per metre */
	FLOW_SCALE_MAX = 20000,
	FLOW_TARGETS = 12, /* of the touch test */
};

/* A project and its mark, or rank, in an action's arg. */
static inline uint32_t mark_arg(unsigned project, unsigned mark)
{
	return (uint32_t)mark << 16 | (uint32_t)(project & 0xffff);
}
static inline unsigned mark_arg_project(uint32_t arg)
{
	return arg & 0xffff;
}
static inline unsigned mark_arg_mark(uint32_t arg)
{
	return arg >> 16;
}

/* What staff are told about sound. */
enum sound_state {
	SOUND_WORKS,
	SOUND_NO_DEVICE, /* nothing to play it on */
	SOUND_NO_SPEECH, /* espeak-ng is missing, died, or hangs: recorded clips still play */
};

/* What staff may see; never a vote. */
struct facts {
	enum voting_state voting;
	enum sign_kind kind;
	uint8_t locked;       /* the kiosk's key is locked */
	uint8_t has_election; /* an accepted election and roster are in the data folder */
	uint8_t stick;        /* a stick is there */
	uint8_t sound;        /* enum sound_state */
	uint32_t sealed, spoiled, capacity;
	uint32_t spoiled_capacity; /* test votes that there is room for; 0: no bound is known */
	uint32_t exports;          /* made so far */
	uint32_t started, cast, challenged, timed_out, left; /* shown in STATUS only */
	char kiosk_name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
	char fingerprint[24]; /* of the election: first groups of its hash */
};

struct event {
	enum event_kind kind;
	uint64_t now_ms; /* monotonic; every event carries it */
	struct action action;
	uint32_t arg;
	union {
		uint8_t seed[32];
		struct hash code;
		uint8_t nonce[NONCE_BYTES];
		struct facts facts;
		char detail[FLOW_DETAIL]; /* DONE, FAILED of a staff task: one sentence in English, or "" */
	};
};

enum effect_kind {
	EFFECT_NONE,
	EFFECT_SHUFFLE, /* a session begins: count it, answer SHUFFLED with fresh random bytes */
	EFFECT_SEAL,    /* seal flow->marks of flow->style; answer SEALED or FAILED */
	EFFECT_STORE,   /* cast the sealed ballot; answer STORED or FAILED */
	EFFECT_SPOIL,   /* open the sealed ballot for checking; answer SPOILED or FAILED */
	EFFECT_DISCARD, /* the session ends without casting; arg: enum ending; forget whatever was sealed; no answer */
	EFFECT_CHECK_PIN, /* flow->pin; answer PIN_RIGHT or PIN_WRONG (and FACTS) */
	EFFECT_OPEN,
	EFFECT_PAUSE,
	EFFECT_CLOSE,
	EFFECT_EXPORT,
	EFFECT_SCALE,  /* arg: pixels per metre: to be kept, and used from now on; answer DONE or FAILED */
	EFFECT_IMPORT, /* answer DONE or FAILED; where an election came, main starts the flow anew with it */
	EFFECT_KIND_COUNT
};

enum ending { ENDING_LEFT, ENDING_TIMED_OUT };

struct effect {
	enum effect_kind kind;
	uint32_t arg;
};

/* Something to tell the voter on the present screen; gone with the next press. */
enum notice {
	NOTICE_NONE,
	NOTICE_VERDICT,
	NOTICE_PIN_WRONG,
	NOTICE_PIN_SHORT,
	NOTICE_NO_NUMBER,   /* no project here has the number that was typed */
	NOTICE_ANSWER_FULL, /* the answer has no room for another character */
};

/* How long things last, in milliseconds; idle and warning times are the election's. */
enum {
	FLOW_SEALING_MS = 1200, /* SEALING is shown at least so long, whatever the vote */
	FLOW_ANSWER_MS = 30000, /* then an answer that has not come is trouble */
	FLOW_THANKS_MS = 15000,
	FLOW_TROUBLE_MS = 300000, /* once it is known what happened */
	FLOW_STAFF_MS = 120000,
	FLOW_CLEAN_MS = 30000,
	FLOW_SPEECH_MS = 1800000, /* while something is spoken, idle, warning, thanks and staff's times are so long */
	FLOW_TEXT_SIZE_DEFAULT = 1,
};

struct flow {
	const struct election *election; /* NULL while there is none */
	enum flow_state state;
	enum flow_state behind;      /* where SETTINGS, HELP, LEAVE_ASK, PIN go back to */
	enum flow_state idle_behind; /* where IDLE goes back to */
	/* The effect whose answer is awaited; EFFECT_NONE: none. There is never more than one. */
	enum effect_kind pending;
	/* TROUBLE: what went wrong (SHUFFLE, SEAL, STORE, SPOIL, CHECK_PIN). It did not happen; only while pending is
	 * not EFFECT_NONE it is not known yet, and the answer will still tell. */
	enum effect_kind trouble;
	uint32_t trouble_status; /* enum status */
	struct facts facts;
	uint64_t now_ms, last_activity_ms, entered_ms; /* entered_ms: when state was entered */
	/* settings, reset after every session */
	uint8_t language, text_size, theme;
	uint8_t seated, sound, rate, volume, blank;
	uint8_t speaking, headphones, stuck; /* what was told last; not of the session */
	/* the session; wiped at its end */
	uint8_t in_session;
	uint8_t settled;  /* the session's first SETTINGS was left; since then SETTINGS goes back to behind */
	uint8_t seed[32]; /* of the shuffle */
	uint16_t style;
	uint8_t contest;     /* position in the style */
	uint16_t project;    /* index, for FLOW_PROJECT */
	uint16_t first;      /* first position shown in FLOW_PROJECTS, among those that the filter lists */
	uint16_t part;       /* of a long text */
	uint8_t from_review; /* go back to the review */
	enum notice notice;
	struct verdict verdict;
	uint16_t notice_project;
	uint16_t order[ELECTION_MAX_CONTESTS]
	              [ELECTION_MAX_PROJECTS]; /* shuffled project indices, per contest of the style */
	uint8_t seen[ELECTION_MAX_CONTESTS][(ELECTION_MAX_PROJECTS + 7) / 8]; /* shown on a page or opened */
	struct marks marks[ELECTION_MAX_CONTESTS];
	char answer[ELECTION_MAX_CONTESTS][ANSWER_TEXT_ROOM]; /* to questions in words */
	uint32_t filter;                                      /* filter_arg(), of the contest in hand; 0: all */
	uint8_t find_len;
	char find[FLOW_FIND_DIGITS + 1]; /* the number typed in FLOW_FIND */
	uint8_t keys;                    /* layer of the keyboard in FLOW_WRITE */
	struct hash code;
	uint8_t nonce[NONCE_BYTES];
	/* staff */
	uint8_t pin_len;
	char pin[FLOW_PIN_MAX + 1];
	uint64_t pin_wait_until_ms;
	enum effect_kind staff_task; /* what WORKING works on, and DONE tells of */
	uint32_t staff_result;       /* enum status */
	uint32_t staff_number;       /* of the export made */
	char staff_detail[FLOW_DETAIL];
	uint32_t targets; /* bit i: target i of the touch test was touched */
};

/* A kiosk that was just switched on. election may be NULL. */
void flow_init(struct flow *flow, const struct election *election, const struct facts *facts, uint64_t now_ms);
/* Another election was brought, or the same was read anew: outside a session only (else STATUS_STATE, and nothing
 * changes). */
enum status MUST_CHECK flow_set_election(struct flow *flow, const struct election *election);
/* One step. Every (state, event) pair has a written answer; what makes no sense in a state changes nothing. */
struct effect flow_step(struct flow *flow, const struct event *event);
/* True where no more test votes can be kept: challenging is not offered, and a press of it does nothing. */
int flow_tests_full(const struct flow *flow);
/* For logs and tests: "projects". */
const char *flow_state_name(enum flow_state state);
/* The contest in hand, and its marks. NULL outside a session. */
const struct contest *flow_contest(const struct flow *flow);
/* The screen tells what it showed, so that the review can say how many projects were not looked at. */
void flow_shown(struct flow *flow, unsigned project);
/* The box can take no further ballot: nobody is let in to cast one. */
int flow_full(const struct flow *flow);
/* This kiosk can say something in the voter's language. */
int flow_can_be_heard(const struct flow *flow);
/* Nothing is to be painted: somebody listens in private, hears something, and nothing went wrong. */
int flow_blanked(const struct flow *flow);
/* Seconds that IDLE and STAFF_CLEAN still last, as their screens count them; 0 elsewhere. */
unsigned flow_seconds_left(const struct flow *flow);
/* Milliseconds until time alone changes something; UINT64_MAX for never. For the main loop's sleep. */
uint64_t flow_next_ms(const struct flow *flow);

#endif
