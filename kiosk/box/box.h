/* The ballot box on SQLite: preallocated one-page slots, one durable transaction of same-size updates per ballot, no order of casting in any byte. The
 * design and why: README.md in this folder. */
#ifndef FOLKMOOT_BOX_H
#define FOLKMOOT_BOX_H

#include "certificate.h"
#include "sealed.h"

enum { BOX_SLOTS = 12000, BOX_BODY_MAX = 3900 };

struct box;

/* What a box belongs to; a box of another is refused. */
struct box_identity {
	struct hash election;
	uint32_t revision;
	uint8_t kiosk[SIGN_KEY_BYTES];
};

struct box_counters {
	uint32_t started, cast, challenged, timed_out, left;
};

/* Makes a new, empty box file: all slots preallocated, then durable under its final name. Refuses an existing file (STATUS_USED). */
enum status MUST_CHECK box_make(const char *path, const struct box_identity *identity, uint32_t slots);
/* Opens; reads every pragma back; refuses another election's, revision's or kiosk's box, and a damaged one. */
enum status MUST_CHECK box_open(struct box **out, const char *path, const struct box_identity *identity);
void box_close(struct box *box);

/* Durable when STATUS_OK. The same body again is STATUS_OK and stores nothing twice ("error may mean stored"). STATUS_USED where a non-zero tag is in the
 * box already; STATUS_DISK_FULL where no slot is free. */
enum status MUST_CHECK box_cast(struct box *box, const struct hash *code, const uint8_t *body, size_t body_len);
/* A spoiled ballot with its opening: body, nonce, payloads. */
enum status MUST_CHECK box_spoil(struct box *box, const struct hash *code, const struct opened_ballot *opened);
/* Rewrites the dummy slot, so that the journal's remains tell nothing of the last ballot. After every acknowledgement, at open and close. */
enum status MUST_CHECK box_scrub(struct box *box);

enum status MUST_CHECK box_counts(struct box *box, uint32_t *sealed, uint32_t *spoiled, uint32_t *slots);
enum status MUST_CHECK box_state(struct box *box, enum voting_state *state, uint32_t *closing);
/* State and counters in one transaction: at open, pause, close. */
enum status MUST_CHECK box_set_state(struct box *box, enum voting_state state, const struct box_counters *counters);
enum status MUST_CHECK box_counters(struct box *box, struct box_counters *out);
enum status MUST_CHECK box_set_counters(struct box *box, const struct box_counters *counters);

/* Every ballot in ascending order of its code. Return other than STATUS_OK from visit ends the walk with that status. */
typedef enum status box_visit(void *context, const struct hash *code, const uint8_t *body, size_t body_len);
typedef enum status box_visit_opened(void *context, const struct hash *code, const struct opened_ballot *opened);
enum status MUST_CHECK box_each(struct box *box, box_visit *visit, void *context);
enum status MUST_CHECK box_each_spoiled(struct box *box, box_visit_opened *visit, void *context);

#endif
