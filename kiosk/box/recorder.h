/* The recorder: holds the kiosk's key and the ballot box, and does what the screen asks through one small interface of
 * fixed-size messages. Today in the same process; nothing here depends on that. The screen never sees a key, the
 * recorder never sees a touch. */
#ifndef FOLKMOOT_RECORDER_H
#define FOLKMOOT_RECORDER_H

#include "certificate.h"
#include "flow.h"
#include "sealed.h"

enum recorder_call {
	RECORDER_STATUS,
	RECORDER_CHECK_PIN, /* unlocks where locked; wrong tries are slowed with doubling */
	RECORDER_BEGIN,     /* a voter's session starts: counted */
	RECORDER_SEAL,
	RECORDER_CAST, /* STATUS_OK only after the durable commit; STATUS_UNKNOWN: ask again until it answers otherwise.
	                  Any other status: nothing is stored */
	RECORDER_CHALLENGE, /* stored as spoiled durably, then the nonce is told; STATUS_UNKNOWN as above */
	RECORDER_DISCARD,   /* arg: enum ending */
	RECORDER_OPEN,      /* from NEW: refused unless the box is empty; from PAUSED: goes on */
	RECORDER_PAUSE,
	RECORDER_CLOSE,
	RECORDER_EXPORT,
	RECORDER_IMPORT, /* election package and roster from the stick */
	RECORDER_SCALE,  /* arg: pixels per metre of the display, kept in the data folder */
	/* a voter's admission: what is admitted is kept here until CAST or DISCARD, never in the screen */
	RECORDER_CODE,  /* code; STATUS_OK: style in arg. Else arg is code_refusal_arg() and status STATUS_USED or
	                   STATUS_ABSENT */
	RECORDER_ADMIT, /* attended: BEGIN is answered once after each; refused (STATUS_STATE) in a session */
	/* a new kiosk; STATUS_STATE once it is enrolled */
	RECORDER_ORGANISER, /* reads the one organiser's key (*.pub) at the stick's top; facts.organiser */
	RECORDER_ENROL,     /* with that key; the enrolment goes to the stick; the kiosk is unlocked after */
	/* staff's */
	RECORDER_KEY_STICK, /* one more staff stick, of a kiosk that needs one */
	RECORDER_CLOCK,     /* arg: local seconds since 1970; the log never runs backwards */
	RECORDER_STICK,     /* speed and true capacity of the stick */
	RECORDER_READY,     /* arg: flow's checked; a signed readiness report (readiness.h) onto the stick */
	RECORDER_REPORT,    /* report: the closing report, signed; only where voting is closed */
	RECORDER_REOPEN,    /* the organiser's permission (permission.h) from the stick: CLOSED -> OPEN */
	RECORDER_ERASE, /* pin: the second person's; only closed and saved: box, package and roster go, key and log stay
	                 */
	RECORDER_PRACTICE, /* arg 1: practice mode begins, 0: it ends, and all of it is removed (practice.h) */
};

struct recorder_request {
	enum recorder_call call;
	uint32_t arg;
	uint16_t style;
	struct sealed_plain plain; /* secret */
	struct hash
	    ballot; /* CAST, CHALLENGE: the confirmation code that SEAL gave. Where a recorder that was started anew is
	               asked, it looks for it in the box: STATUS_OK where it was stored, else STATUS_ABSENT */
	char pin[FLOW_PIN_MAX + 1];
	char code[VOTING_CODE_LETTERS + 1]; /* secret */
	/* ENROL */
	char second_pin[FLOW_PIN_MAX + 1];
	uint8_t wants_stick;
	char name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
};

struct recorder_reply {
	enum status status;
	uint32_t arg;              /* CHECK_PIN, ERASE: seconds to wait; EXPORT: its number; CODE: see there */
	char report[CLOSING_TEXT]; /* REPORT */
	struct hash code;
	uint8_t nonce[NONCE_BYTES];
	struct facts facts; /* in every reply */
	char detail[160]; /* for EXPORT, IMPORT and failures: one clear sentence in English for staff and stderr; never
	                     a vote */
};

struct disk;

struct recorder_paths {
	const char *data;        /* the kiosk's data folder */
	const char *usb;         /* where the stick is mounted; may be NULL */
	const struct disk *disk; /* operations on files and clocks (disk.h); NULL: the real ones */
	uint32_t slots;          /* of a box that an import makes; 0: BOX_SLOTS */
	const char *mirror; /* a folder on a second storage device, for a second copy of the box; NULL: there is none */
};

struct recorder;

/* Opens a data folder; one that is absent (its parent is there) or empty is a new kiosk's, to be enrolled:
 * facts.enrolled is 0. Practice is over. On failure *out is NULL and why holds a sentence with path, what is wrong and
 * what to do. */
enum status MUST_CHECK recorder_create(struct recorder **out, const struct recorder_paths *paths, char *why,
                                       size_t why_room);
void recorder_destroy(struct recorder *recorder);
void recorder_ask(struct recorder *recorder, struct recorder_reply *reply, const struct recorder_request *request);
/* What the process that the recorder lives in found wrong with its surroundings, as a fault in the log of an enrolled
 * kiosk. */
void recorder_tell_fault(struct recorder *recorder, const char *detail);
/* Pixels per metre of the display, as staff measured it with RECORDER_SCALE; 0 where they did not. */
unsigned recorder_scale(const struct recorder *recorder);
/* The accepted election package's body, for the screen to read its own copy from; NULL while there is none. Owned by
 * the recorder; a new IMPORT replaces it, ERASE frees it, and PRACTICE puts another in its place. */
const uint8_t *recorder_election(const struct recorder *recorder, size_t *body_len);

#endif
