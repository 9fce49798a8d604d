/* The record of a count: a public folder from which anyone can check the result (FORMAT.md, "Record"). It begins with
 * what was accepted, grows by mixes and decryptions, and ends with the files that follow from those. */
#ifndef FOLKMOOT_RECORD_H
#define FOLKMOOT_RECORD_H

#include "accept.h"
#include "files.h"

struct audit;
struct merged;

#define RECORD_ELECTION    "election.election"
#define RECORD_ROSTER      "roster.roster"
#define RECORD_ORGANISER   "organiser.pub"
#define RECORD_TRANSCRIPT  "trustees.transcript"
#define RECORD_LOSSES      "losses"
#define RECORD_EXPORTS     "exports"
#define RECORD_DRAW        "draw"
#define RECORD_MIXES       "mixes"
#define RECORD_DECRYPTION  "decryption"
#define RECORD_CODES       "codes.txt"
#define RECORD_VOTES       "votes"
#define RECORD_RESULT_JSON "result.json"
#define RECORD_RESULT_CSV  "result.csv"
#define RECORD_README      "readme.txt"
#define RECORD_MANIFEST    "manifest.sha256"

/* In readme.txt: how the line begins behind which a count is explained, in lines that begin with RECORD_EXPLAINED. */
#define RECORD_EXPLAINS  "  How it was decided ("
#define RECORD_EXPLAINED "    "

/* A new record of what was accepted, complete: election, roster, keys, losses, each kiosk's last export. The folder
 * must not exist yet; it appears whole or not at all. Tells what went wrong. */
enum status MUST_CHECK record_start(const char *path, const struct accepted *accepted, const struct bytes *transcript);

/* What follows, for whoever publishes it and for whoever checks what was published. */

/* Opens the lists with the complete quorum's factors (both sound, so audit_record to STEP_DECRYPTION holds), and
 * counts: fills audit->result. STATUS_NO_ROOM, not told. audit_finish frees the result in any case. */
enum status MUST_CHECK record_open(struct audit *audit);

/* The published files' bytes; all but record_codes need the result. The caller frees out with bytes_free, also after a
 * failure. STATUS_NO_ROOM, not told. */
enum status MUST_CHECK record_codes(struct bytes *out, const struct audit *audit);
enum status MUST_CHECK record_votes(struct bytes *out, const struct audit *audit);
enum status MUST_CHECK record_json(struct bytes *out, const struct audit *audit);
enum status MUST_CHECK record_csv(struct bytes *out, const struct audit *audit);
enum status MUST_CHECK record_readme(struct bytes *out, const struct audit *audit);

/* One published file: its name and who makes its bytes. */
struct record_file {
	const char *name;
	enum status (*make)(struct bytes *out, const struct audit *audit);
};
enum { RECORD_PUBLISHED = 5 };
extern const struct record_file record_published[RECORD_PUBLISHED];

/* Writes the published files into the record, reads them back, and then the manifest: of these, and of every other file
 * as the audit read it. What is there already stays. audit holds to STEP_DECRYPTION and is opened. Tells what went
 * wrong; a file that the audit did not use belongs to no record, and a published one that is there must be what
 * follows: else STATUS_MISMATCH, and nothing is written. */
enum status MUST_CHECK record_finish(const char *path, struct audit *audit);
/* How many of the published files are there, the manifest among them (of RECORD_PUBLISHED + 1); missing: the first that
 * is not, NULL where all are. */
unsigned record_count_published(const char **missing, const char *path);

/* An amount of minor units as a decimal ("12500.50", "12500"), for tables and CSV. */
void amount_text(char out[static 32], uint64_t amount, unsigned minor_digits);

#endif
