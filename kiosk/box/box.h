/* The ballot box on SQLite: preallocated one-page slots, one durable transaction of same-size updates per ballot, no
 * order of casting in any byte. The design and why: README.md in this folder. */
#ifndef FOLKMOOT_BOX_H
#define FOLKMOOT_BOX_H

#include "certificate.h"
#include "manifest.h"
#include "sealed.h"

#define BOX_FILE "box.db"
enum { BOX_SLOTS = 12000, BOX_BODY_MAX = 3900 };

struct box;
struct disk;

/* What a box belongs to; a box of another is refused. */
struct box_identity {
	struct hash election;
	uint32_t revision;
	uint8_t kiosk[SIGN_KEY_BYTES];
};

struct box_counters {
	uint32_t started, cast, challenged, timed_out, left;
};

/* The last export made, with what is needed to make the same bytes again. All zero: none yet. */
struct box_export {
	uint32_t number;
	uint32_t log_count;             /* lines of the log that it carried */
	struct hash content;            /* of everything in it that makes a new number */
	uint8_t previous[SHA256_BYTES]; /* of the manifest of the export before it */
	uint8_t manifest[SHA256_BYTES]; /* of its own manifest */
};

/* How far the kiosk's log had come. Kept in the box, so that a log that was emptied or replaced does not go with it. */
struct box_log {
	uint32_t count; /* lines; 0: none kept yet */
	struct hash head;
};

/* Makes a new, empty box file: all slots preallocated, then durable under its final name. Refuses an existing file
 * (STATUS_USED). A tenth as many spoiled ballots (at least 8) have room beside the slots. */
enum status MUST_CHECK box_make(const char *path, const struct box_identity *identity, uint32_t slots);
/* The same through an operation table. */
enum status MUST_CHECK box_make_on(const struct disk *disk, const char *path, const struct box_identity *identity,
                                   uint32_t slots);
/* Opens; reads every pragma back; refuses another election's, revision's or kiosk's box (identity NULL: takes any), a
 * damaged one (STATUS_DAMAGED), one that another process has open (STATUS_STATE). Reads every slot once. */
enum status MUST_CHECK box_open(struct box **out, const char *path, const struct box_identity *identity);

/* --- two copies on two devices --- */

enum box_copy { BOX_FIRST, BOX_SECOND, BOX_COPIES };

/* How the copies of an open box are. */
struct box_copies {
	int wanted;                   /* there is to be a second one */
	enum status lost[BOX_COPIES]; /* why a copy is not used (any more); STATUS_OK: it is */
	uint32_t taken[BOX_COPIES];   /* ballots that it lacked when the box was opened, and took from the other one */
	uint8_t made[BOX_COPIES];     /* 1: it was not there when the box was opened, and was made from the other one */
};

/* A box of two copies in two files, which should lie on two devices. Every ballot and every change is durable in both
 * before its call answers STATUS_OK, or in one where the other failed: that one is lost until the box is opened again,
 * and everything else goes on. Opening resolves what a power cut left: each copy gets the ballots that only the other
 * has, state and export are the newer one's; a copy that is absent is made from the other. A file that is damaged, or
 * another election's, is lost and stays as it is. Fails where the first is another election's or kiosk's
 * (STATUS_OTHER_…), or in use (STATUS_STATE), or neither can be used (what was wrong with the first). */
enum status MUST_CHECK box_open_pair(struct box **out, const char *first, const char *second,
                                     const struct box_identity *identity);
void box_look_copies(struct box_copies *out, const struct box *box);

/* NULL is allowed. */
void box_close(struct box *box);
const struct box_identity *box_belongs_to(const struct box *box);

/* Durable when STATUS_OK. STATUS_UNKNOWN where the commit failed and nobody can look whether the ballot is stored: only
 * asking for the same ballot again, until the box opens, will tell. Any other failure means that it is not stored. The
 * same body again is STATUS_OK and stores nothing twice ("error may mean stored").
 * STATUS_USED where a non-zero tag is in the box already, or the ballot was spoiled; STATUS_DISK_FULL where no slot is
 * free. After a failure of the disk the box opens itself anew, looks whether the ballot is there, and tries once more
 * before it gives up; a later call starts with opening anew too. */
enum status MUST_CHECK box_cast(struct box *box, const struct hash *code, const uint8_t *body, size_t body_len);
/* A spoiled ballot with its opening: body, nonce, payloads. Its tag is not used up. */
enum status MUST_CHECK box_spoil(struct box *box, const struct hash *code, const struct opened_ballot *opened);
/* What became of a ballot that was to be cast, or spoiled, by whoever was never told: STATUS_OK where it is stored,
 * durably; STATUS_ABSENT where it is not; STATUS_UNKNOWN while nobody can look. */
enum status MUST_CHECK box_look_cast(struct box *box, const struct hash *code);
enum status MUST_CHECK box_look_spoiled(struct box *box, uint8_t nonce[static NONCE_BYTES], const struct hash *code);
/* Rewrites the dummy pages, so that the journal's remains tell nothing of the last ballot. After every acknowledgement,
 * at open and close. */
enum status MUST_CHECK box_scrub(struct box *box);
/* True for a non-zero tag that a ballot in the box carries. */
int box_tag_used(const struct box *box, const uint8_t tag[static TAG_BYTES]);

enum status MUST_CHECK box_counts(struct box *box, uint32_t *sealed, uint32_t *spoiled, uint32_t *slots);
/* Spoiled ballots that it has room for; 0 while it is not open. */
uint32_t box_spoiled_capacity(const struct box *box);
/* On failure too *state is the last one known. */
enum status MUST_CHECK box_state(struct box *box, enum voting_state *state, uint32_t *closing);
/* What the next change of state, counters or export keeps of the log; in memory until then. */
void box_note_log(struct box *box, const struct box_log *log);
/* What is kept of it. */
enum status MUST_CHECK box_kept_log(struct box *box, struct box_log *out);
/* State and counters in one transaction: at open, pause, close. Closing adds one to the number of closings. */
enum status MUST_CHECK box_set_state(struct box *box, enum voting_state state, const struct box_counters *counters);
enum status MUST_CHECK box_counters(struct box *box, struct box_counters *out);
enum status MUST_CHECK box_set_counters(struct box *box, const struct box_counters *counters);
enum status MUST_CHECK box_last_export(struct box *box, struct box_export *out);
/* Export and counters in one transaction. */
enum status MUST_CHECK box_set_export(struct box *box, const struct box_export *last,
                                      const struct box_counters *counters);

/* Every ballot in ascending order of its code. Return other than STATUS_OK from visit ends the walk with that status.
 * The box must not be changed meanwhile. */
typedef enum status box_visit(void *context, const struct hash *code, const uint8_t *body, size_t body_len);
typedef enum status box_visit_opened(void *context, const struct hash *code, const struct opened_ballot *opened);
enum status MUST_CHECK box_each(struct box *box, box_visit *visit, void *context);
enum status MUST_CHECK box_each_spoiled(struct box *box, box_visit_opened *visit, void *context);

#endif
