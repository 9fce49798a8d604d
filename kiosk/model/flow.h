/* The way of a voter and of staff through the kiosk: one pure state machine. It knows no clock, no disk, no screen:
 * time arrives in events, and what must be done in the world leaves as one effect per event, answered by a later event.
 * The machine is drawn in flow.c.
 *
 * struct flow is plain data without pointers but the election, so that a test may copy, compare and explore it. */
#ifndef FOLKMOOT_FLOW_H
#define FOLKMOOT_FLOW_H

#include "ballot.h"
#include "certificate.h"
#include "closing.h"
#include "voting_code.h"

enum flow_state {
	/* nobody votes */
	FLOW_ENROL,       /* a new kiosk, of no organiser's yet: put the organiser's stick in */
	FLOW_ENROL_WRITE, /* its name, then its place, on the keyboard (enrol_step) */
	FLOW_ENROL_PIN,   /* staff's PIN twice, then the second person's twice (enrol_step) */
	FLOW_ENROL_KEY,   /* the organiser's key, to be compared with the paper; whether a staff stick is wanted */
	FLOW_LOCKED,      /* after power-on: only staff can go on */
	FLOW_NO_ELECTION, /* unlocked, but no election was brought yet */
	FLOW_NOT_OPEN,    /* an election is there; voting is not open (not yet, paused, closed) */
	FLOW_ADMIT,       /* attended: the next voter waits for staff */
	FLOW_ADMIT_ASK,   /* the second touch, elsewhere on the screen: one voter is admitted */
	FLOW_START,       /* "touch to start"; attended: for the one who was admitted */
	/* a voter's session */
	FLOW_BEGINNING, /* waiting for the shuffle */
	FLOW_SETTINGS,  /* language, text size, contrast: reached first, and from anywhere */
	FLOW_CODE,      /* the voting code, typed or scanned */
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
	FLOW_TROUBLE, /* the ballot could not be stored or sealed, or the session was broken off: what to do */
	/* staff */
	FLOW_PIN,
	FLOW_STAFF,        /* menu in the order of the day */
	FLOW_STAFF_OPEN,   /* the zero report, then open */
	FLOW_STAFF_CLOSE,  /* first deliberate step */
	FLOW_STAFF_CLOSE2, /* second, elsewhere on the screen */
	FLOW_STAFF_STATUS,
	FLOW_STAFF_PLACE,    /* setting up, first: is this the right kiosk, place and election? */
	FLOW_STAFF_CLOCK,    /* day and time, to be set by + and - */
	FLOW_STAFF_SIZE,     /* millimetres: a card's outline to hold a card to, and ways to correct it */
	FLOW_STAFF_SCREEN,   /* colours, greys and a grid, to look for faults of the display */
	FLOW_STAFF_TOUCH,    /* targets all over the display, to be touched one after another */
	FLOW_STAFF_SOUND,    /* speaks a sentence in every language of the election */
	FLOW_STAFF_STICK,    /* speed and true capacity of the stick */
	FLOW_STAFF_READY,    /* setting up, last: what was found; the signed readiness report is written from here */
	FLOW_STAFF_PRACTICE, /* says what practice is, and begins or ends it */
	FLOW_STAFF_REPORT,   /* the closing report: counts, hash of the set, and all of it signed as a QR code */
	FLOW_STAFF_REOPEN,   /* says that only the organiser's signed permission, on the stick, opens a closed box again
	                      */
	FLOW_STAFF_ERASE,    /* says what will be erased, and why it may be */
	FLOW_STAFF_SECOND,   /* the second person's PIN, for erasing */
	FLOW_STAFF_CLEAN,    /* takes no touch for FLOW_CLEAN_MS, so that the display can be wiped */
	FLOW_STAFF_WORKING,  /* opening, closing, exporting, importing */
	FLOW_STAFF_DONE,     /* what happened, in words */
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
	ACT_ADMIT, /* first touch of admitting one voter */
	ACT_STAFF,
	ACT_DIGIT, /* arg: 0 to 9 */
	ACT_ERASE, /* the last character; arg 1, where a code is typed: all of it */
	ACT_STAFF_OPEN,
	ACT_STAFF_PAUSE,
	ACT_STAFF_CLOSE,
	ACT_STAFF_EXPORT,
	ACT_STAFF_IMPORT,
	ACT_STAFF_STATUS,
	ACT_STAFF_SETUP, /* the checks one after another, from FLOW_STAFF_PLACE to FLOW_STAFF_READY */
	ACT_STAFF_CLOCK,
	ACT_STAFF_STICK,
	ACT_STAFF_READY,    /* FLOW_STAFF_READY: write the readiness report to the stick */
	ACT_STAFF_PRACTICE, /* arg: 0 to the screen about it; there 1 begins, 2 ends it */
	ACT_STAFF_REPORT,
	ACT_STAFF_REOPEN,
	ACT_STAFF_ERASE,
	ACT_STAFF_KEY_STICK, /* one more copy of the staff stick */
	ACT_CLOCK,   /* arg: the time to set, in seconds since 1970 as a clock on the wall shows it; ACT_YES sets it */
	ACT_CHECKED, /* arg: checked_arg(): what staff saw of one check; setting up goes on to the next */
	ACT_WANTS_STICK, /* arg: 0 or 1: unlocking this kiosk needs a staff stick beside the PIN */
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
	EVENT_SPOILED,      /* nonce */
	EVENT_ADMITTED,     /* the code is good; arg: the ballot style it is for */
	EVENT_CODE_REFUSED, /* arg: code_refusal_arg() */
	EVENT_REPORT,       /* report: the closing report, signed */
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
	FLOW_TARGETS = 12,      /* of the touch test */
	FLOW_ENROL_PIN_MIN = 6, /* digits of a real kiosk's PINs */
	FLOW_ORGANISER = 24,
};

/* What the clock can be set to: from 1 January 2020 to the end of 2099. */
#define FLOW_CLOCK_MIN UINT32_C(1577836800)
#define FLOW_CLOCK_MAX UINT32_C(4102444799)

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

/* Why a voting code lets nobody in. */
enum code_refusal { CODE_NOT_ISSUED, CODE_OTHER_PLACE, CODE_USED };

/* A refusal, and the seconds until the next code is taken. */
static inline uint32_t code_refusal_arg(enum code_refusal why, unsigned wait_s)
{
	return (uint32_t)wait_s << 8 | (uint32_t)why;
}
static inline enum code_refusal code_refusal_of(uint32_t arg)
{
	return (enum code_refusal)(arg & 0xff);
}
static inline unsigned code_refusal_wait_s(uint32_t arg)
{
	return arg >> 8;
}

/* What setting up looks at, in its order. */
enum setup_check {
	CHECK_PLACE,
	CHECK_CLOCK,
	CHECK_SIZE,
	CHECK_SCREEN,
	CHECK_TOUCH,
	CHECK_SOUND,
	CHECK_STICK,
	CHECK_COUNT
};
enum check_result { CHECK_GOOD, CHECK_BAD };
static inline uint32_t checked_arg(enum setup_check check, enum check_result result)
{
	return (uint32_t)result << 8 | (uint32_t)check;
}

/* What is typed while a kiosk is enrolled, one after another. */
enum enrol_step { ENROL_NAME, ENROL_PLACE, ENROL_PIN, ENROL_PIN_AGAIN, ENROL_SECOND, ENROL_SECOND_AGAIN };

/* What staff are told about sound. */
enum sound_state {
	SOUND_WORKS,
	SOUND_NO_DEVICE, /* nothing to play it on */
	SOUND_NO_SPEECH, /* espeak-ng is missing, died, or hangs: recorded clips still play */
};

/* What staff may see; never a vote. */
/* On how many storage devices the ballot box lies. */
enum copies {
	COPIES_ONE,         /* the kiosk has one device */
	COPIES_TWO,         /* two, and both are well */
	COPIES_FIRST_LOST,  /* two, but only the second device is well */
	COPIES_SECOND_LOST, /* or only the first */
};

struct facts {
	enum voting_state voting;
	enum sign_kind kind;
	uint8_t enrolled;    /* it has a key, and an organiser; without, nothing else here is set but stick and sound */
	uint8_t locked;      /* the kiosk's key is locked */
	uint8_t needs_stick; /* unlocking needs a staff stick beside the PIN */
	uint8_t has_staff_stick; /* the stick that is there is one of this kiosk's staff sticks, or none was made yet */
	uint8_t staff_stick_due; /* none was made yet: until then the PIN alone unlocks */
	uint8_t practice;        /* practice mode: kind, voting, counts and election are those of practice */
	uint8_t admitted;        /* attended: a voter was admitted whose session has not begun */
	uint8_t saved;           /* closed, and the last export, read back whole, holds everything: it may be erased */
	uint8_t has_election;    /* an accepted election and roster are in the data folder */
	uint8_t stick;           /* a stick is there */
	uint8_t sound;           /* enum sound_state */
	uint8_t open_files;      /* this system is too old to keep the kiosk's processes from each other's files */
	uint8_t clock_behind;    /* the clock shows a time before the log's last line, and staff did not set it since */
	uint8_t copies;          /* enum copies */
	uint32_t sealed, spoiled, capacity;
	uint32_t spoiled_capacity; /* test votes that there is room for; 0: no bound is known */
	uint32_t exports;          /* made so far */
	uint32_t closing;          /* how often voting was closed */
	uint32_t admissions;    /* attended: voters admitted since the program started, but for those who never began */
	uint32_t codes_refused; /* since the program started */
	uint32_t clock_s;       /* seconds since 1970 as a clock on the wall shows them */
	uint32_t stick_kb_s;    /* of the last stick test: how fast it is written; 0: none was made */
	uint32_t stick_free_mb; /* of it: what is free, and holds what is written there */
	uint32_t log_count;     /* lines of the log */
	char log_head[24];      /* first groups of its last hash */
	uint32_t started, cast, challenged, timed_out, left; /* shown in STATUS only */
	char kiosk_name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
	char fingerprint[24];           /* of the election: first groups of its hash */
	char key[24];                   /* of the kiosk's own key */
	char organiser[FLOW_ORGANISER]; /* of the organiser's key that it trusts, or (not enrolled) of the one on the
	                                   stick */
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
		char report[CLOSING_TEXT]; /* closing.h */
		char detail[FLOW_DETAIL];  /* DONE, FAILED of a staff task: one sentence in English, or "" */
	};
};

enum effect_kind {
	EFFECT_NONE,
	EFFECT_SHUFFLE,   /* a session begins: count it, answer SHUFFLED with fresh random bytes */
	EFFECT_SEAL,      /* seal flow->marks of flow->style; answer SEALED or FAILED */
	EFFECT_STORE,     /* cast the sealed ballot; answer STORED or FAILED */
	EFFECT_SPOIL,     /* open the sealed ballot for checking; answer SPOILED or FAILED */
	EFFECT_DISCARD,   /* the session ends without casting; arg: enum ending; forget whatever was sealed; no answer.
	                     Outside a session: who was admitted (attended) did not come, and is admitted no more */
	EFFECT_CODE,      /* flow->typed: answer ADMITTED, CODE_REFUSED or FAILED */
	EFFECT_ADMIT,     /* attended: one session may begin; answer DONE or FAILED */
	EFFECT_CHECK_PIN, /* flow->pin; answer PIN_RIGHT or PIN_WRONG (and FACTS) */
	EFFECT_OPEN,
	EFFECT_PAUSE,
	EFFECT_CLOSE,
	EFFECT_EXPORT,
	EFFECT_ORGANISER, /* look for the organiser's key on the stick; facts.organiser; answer DONE or FAILED */
	EFFECT_ENROL,     /* with what enrol_… hold; answer DONE or FAILED */
	EFFECT_KEY_STICK,
	EFFECT_CLOCK,  /* arg: seconds since 1970 as a clock on the wall shows them; answer DONE or FAILED */
	EFFECT_STICK,  /* test the stick; facts.stick_…; answer DONE or FAILED */
	EFFECT_READY,  /* arg: bit i: check i was good; bit 8 + i: it was bad; the signed report goes to the stick */
	EFFECT_REPORT, /* answer REPORT or FAILED */
	EFFECT_REOPEN, /* answer DONE or FAILED; the box is open then */
	EFFECT_ERASE,  /* flow->pin is the second person's; answer DONE, PIN_WRONG or FAILED; then there is no election
	                */
	EFFECT_PRACTICE, /* arg: 1 begin, 0 end; answer DONE or FAILED; main starts the flow anew with the other
	                    election */
	EFFECT_SCALE,    /* arg: pixels per metre: to be kept, and used from now on; answer DONE or FAILED */
	EFFECT_IMPORT,   /* answer DONE or FAILED; where an election came, main starts the flow anew with it */
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
	NOTICE_PIN_STICK,    /* no staff stick is there, and this kiosk cannot be unlocked without */
	NOTICE_NO_NUMBER,    /* no project here has the number that was typed */
	NOTICE_CODE_SHORT,   /* the code is not all there yet */
	NOTICE_CODE_TYPO,    /* its check letter says that it was mistyped */
	NOTICE_CODE_REFUSED, /* code_refusal */
	NOTICE_PIN_DIFFERS,  /* enrolling: the two entries are not the same */
	NOTICE_PIN_SAME,     /* enrolling: the second person's PIN must be another */
	NOTICE_EMPTY,        /* enrolling: nothing is written yet */
	NOTICE_ANSWER_FULL,  /* the answer has no room for another character */
};

/* How long things last, in milliseconds; idle and warning times are the election's. */
enum {
	FLOW_SEALING_MS = 1200, /* SEALING is shown at least so long, whatever the vote */
	FLOW_ANSWER_MS = 30000, /* then an answer that has not come is trouble */
	FLOW_THANKS_MS = 15000,
	FLOW_TROUBLE_MS = 300000, /* once it is known what happened */
	FLOW_AGAIN_MS = 60000,    /* where nobody is needed to begin again */
	FLOW_STAFF_MS = 120000,
	FLOW_ENROL_MS = 600000,
	FLOW_CLEAN_MS = 30000,
	FLOW_ADMITTED_MS = 120000, /* attended: who was admitted begins within this time, or is admitted again */
	FLOW_SPEECH_MS = 1800000,  /* while something is spoken, idle, warning, thanks and staff's times are so long */
	FLOW_TEXT_SIZE_DEFAULT = 1,
};

struct flow {
	const struct election *election; /* NULL while there is none */
	enum flow_state state;
	enum flow_state behind;      /* where SETTINGS, HELP, LEAVE_ASK, PIN go back to */
	enum flow_state idle_behind; /* where IDLE goes back to */
	/* The effect whose answer is awaited; EFFECT_NONE: none. There is never more than one. */
	enum effect_kind pending;
	/* TROUBLE: what went wrong (SHUFFLE, SEAL, STORE, SPOIL, CHECK_PIN; DISCARD: the session was broken off, since
	 * the screen or the recorder had to start again). It did not happen; only while pending is
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
	uint8_t typed_len;
	char typed[VOTING_CODE_LETTERS + 1]; /* of the voting code, as it is typed or scanned */
	uint32_t refusal;                    /* code_refusal_arg() of the last code */
	uint64_t code_wait_until_ms;
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
	uint32_t targets;   /* bit i: target i of the touch test was touched */
	uint8_t setting_up; /* the checks lead from one to the next */
	uint32_t checked;   /* bit i: check i was good; bit 8 + i: it was bad */
	uint8_t ready;      /* a readiness report was written since the program started, for this election */
	uint32_t clock_s;   /* FLOW_STAFF_CLOCK: what is to be set; 0: nothing was changed, facts.clock_s goes on */
	char report[CLOSING_TEXT];
	/* enrolling */
	enum enrol_step enrol_step;
	uint8_t enrol_stick; /* a staff stick is wanted */
	char enrol_name[ROSTER_NAME_MAX + 1], enrol_place[ROSTER_NAME_MAX + 1];
	char enrol_pin[FLOW_PIN_MAX + 1], enrol_second[FLOW_PIN_MAX + 1]; /* secret: wiped by the answer */
};

/* A kiosk that was just switched on. election may be NULL. */
void flow_init(struct flow *flow, const struct election *election, const struct facts *facts, uint64_t now_ms);
/* Another election was brought, or the same was read anew: outside a session only (else STATUS_STATE, and nothing
 * changes). */
enum status MUST_CHECK flow_set_election(struct flow *flow, const struct election *election);
/* What became of the voter who stood at a screen that died, and before whom this one begins. */
enum flow_before {
	FLOW_BEFORE_NOBODY, /* nobody stood there */
	FLOW_BEFORE_LOST,   /* nothing of the session was stored */
	FLOW_BEFORE_CAST,   /* the ballot with this code was cast, and the voter may not have seen it */
	FLOW_BEFORE_DOUBT,  /* it was to be cast, and it is not known yet whether it is: STORE is pending, to be asked
	                       again */
};
/* Right after flow_init: the voter finds the page that tells them so. */
void flow_resume(struct flow *flow, enum flow_before before, const struct hash *code);
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
/* How many digits a PIN has at least that is chosen while enrolling. */
unsigned flow_enrol_pin_min(const struct flow *flow);
/* TROUBLE: the session was broken off, and the voter can begin anew without staff. */
int flow_can_begin_again(const struct flow *flow);
/* The box can take no further ballot: nobody is let in to cast one. */
int flow_full(const struct flow *flow);
/* A stick that comes or goes, and the clock, matter now: the facts are to be told every few seconds. */
int flow_sees_stick(const struct flow *flow);
/* This kiosk can say something in the voter's language. */
int flow_can_be_heard(const struct flow *flow);
/* Nothing is to be painted: somebody listens in private, hears something, and nothing went wrong. */
int flow_blanked(const struct flow *flow);
/* Seconds that IDLE and STAFF_CLEAN still last, as their screens count them; 0 elsewhere. */
unsigned flow_seconds_left(const struct flow *flow);
/* Milliseconds until time alone changes something; UINT64_MAX for never. For the main loop's sleep. */
uint64_t flow_next_ms(const struct flow *flow);

#endif
