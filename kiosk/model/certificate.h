/* The report inside every export: counts and the hash of the set of ballots, chained to the export before. In state
 * "closed" it is the kiosk's closing certificate. A statement (statement.h), signed with the export's manifest. */
#ifndef FOLKMOOT_CERTIFICATE_H
#define FOLKMOOT_CERTIFICATE_H

#include "bytes.h"
#include "roster.h"
#include "sealed.h"

enum { CERTIFICATE_MAX_BYTES = 4096 };

enum voting_state { VOTING_NEW, VOTING_OPEN, VOTING_PAUSED, VOTING_CLOSED };

struct certificate {
	enum sign_kind kind;
	struct hash election;
	uint32_t roster; /* revision of the roster that the kiosk has, from 1 */
	struct sign_public kiosk;
	char name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
	uint32_t number;      /* of this export, from 1 */
	uint8_t previous[32]; /* SHA-256 of the manifest of the export before; zeros for the first */
	enum voting_state state;
	uint32_t closing; /* how often the box was closed; 0 while it never was */
	/* counters of whole sessions, as of the last pause, close or export */
	uint32_t started, cast, challenged, timed_out, left;
	uint32_t sealed, spoiled; /* ballots in the files beside it */
	struct hash set;          /* set_hash of the sealed ballots */
	struct hash spoiled_set;
	struct hash log_head;
	uint32_t log_count;
};

const char *voting_state_word(enum voting_state state);
enum status MUST_CHECK certificate_write(char *text, size_t room, size_t *text_len, const struct certificate *in);
enum status MUST_CHECK certificate_read(struct certificate *out, const char *text, size_t text_len);

/* --- the files beside it: see FORMAT.md, "Export" --- */

#define EXPORT_BALLOTS   "ballots"
#define EXPORT_SPOILED   "spoiled"
#define EXPORT_LOG       "log.txt"
#define EXPORT_REPORT    "report.txt"
#define EXPORT_MANIFEST  "manifest.sha256"
#define EXPORT_SIGNATURE "manifest.sha256.minisig"

/* ballots: magic "FMB1", u32 count, then per ballot u16 length and the sealed body, ascending by confirmation code.
 * spoiled: magic "FMS1", u32 count, then per ballot u16 length, the sealed body, nonce, and its points' payloads;
 * ascending too. */
#define BALLOTS_MAGIC "FMB1"
#define SPOILED_MAGIC "FMS1"

struct opened_ballot {
	const uint8_t *body;
	size_t body_len;
	uint8_t nonce[NONCE_BYTES];
	struct sealed_plain plain;
	unsigned points;
};

/* Start of either file: reads magic and count (at most 1,000,000). */
uint32_t ballots_read_head(struct reader *reader, const char magic[static 4]);
/* One entry; the views point into the reader's data. */
void ballots_read_body(struct reader *reader, const uint8_t **body, size_t *body_len);
void ballots_read_opened(struct reader *reader, struct opened_ballot *out);

#endif
