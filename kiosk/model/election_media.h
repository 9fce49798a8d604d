/* Pictures and recorded clips: the last part of the canonical bytes, absent where there are none. FORMAT.md, "Pictures
 * and clips". For the other election_*.c; everybody else asks election.h. */
#ifndef FOLKMOOT_ELECTION_MEDIA_H
#define FOLKMOOT_ELECTION_MEDIA_H

#include "bytes.h"
#include "election.h"

/* Where the reading is, for whoever tells of a failure: number counts from 1, 0 before the first. */
struct media_place {
	const char *field; /* "picture", "clip" or "end" */
	unsigned number;
};

/* Reads what is left of the bytes, if anything, into the election's pictures and clips (election_destroy). Failures
 * stay in the reader. */
void media_read(struct election *election, struct media_place *place, struct reader *reader);
void media_write(struct writer *writer, const struct election *election);

#endif
