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
};

struct recorder_request {
	enum recorder_call call;
	uint32_t arg;
	uint16_t style;
	uint8_t tag[TAG_BYTES];
	struct sealed_plain plain; /* secret */
	char pin[FLOW_PIN_MAX + 1];
};

struct recorder_reply {
	enum status status;
	uint32_t arg; /* CHECK_PIN: seconds to wait; EXPORT: its number */
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
};

struct recorder;

/* Opens a data folder (made by `folkmoot kiosk enrol`). On failure *out is NULL and why holds a sentence with path,
 * what is wrong and what to do. */
enum status MUST_CHECK recorder_create(struct recorder **out, const struct recorder_paths *paths, char *why,
                                       size_t why_room);
void recorder_destroy(struct recorder *recorder);
void recorder_ask(struct recorder *recorder, struct recorder_reply *reply, const struct recorder_request *request);
/* Pixels per metre of the display, as staff measured it with RECORDER_SCALE; 0 where they did not. */
unsigned recorder_scale(const struct recorder *recorder);
/* The accepted election package's body, for the screen to read its own copy from; NULL while there is none. Owned by
 * the recorder; a new IMPORT replaces it. */
const uint8_t *recorder_election(const struct recorder *recorder, size_t *body_len);

#endif
