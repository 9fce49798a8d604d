/* The public record of a count: a folder with everything that another program needs to check it (FORMAT.md, "Record").
 */
#ifndef FOLKMOOT_RECORD_H
#define FOLKMOOT_RECORD_H

#include "accept.h"
#include "unmixed.h"
#include "result.h"

#define RECORD_MAGIC     "FMR1"
#define RECORD_NOT_MIXED "not mixed: not for a real vote"

struct record_sources {
	const struct accepted *accepted;
	const struct trustees *trustees;
	const struct bytes *transcript; /* the trustees' transcript as it was read */
	/* the counted ballots, ascending by code, and their points one after another */
	const struct accepted_ballot *const *ballots;
	size_t ballot_count;
	const struct decrypted_point *points;
	size_t point_count;
	const struct unmixed_by *by;
	const struct result *result;
};

/* Writes the folder, which must not exist yet: whole or not at all. Tells what went wrong. */
enum status MUST_CHECK public_record_write(const char *path, const struct record_sources *sources);

/* An amount of minor units as a decimal ("12500.50", "12500"), for tables and CSV. */
void amount_text(char out[static 32], uint64_t amount, unsigned minor_digits);

/* result.json, result.csv, votes (record_text.c) and readme.txt (record_readme.c) in malloc'ed memory. STATUS_NO_ROOM.
 */
enum status MUST_CHECK record_json(struct bytes *out, const struct record_sources *sources);
enum status MUST_CHECK record_csv(struct bytes *out, const struct record_sources *sources);
enum status MUST_CHECK record_readme(struct bytes *out, const struct record_sources *sources);
enum status MUST_CHECK record_votes(struct bytes *out, const struct record_sources *sources);

#endif
