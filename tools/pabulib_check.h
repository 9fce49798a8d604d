/* What is odd in a Pabulib file that can be read: votes against the limits, projects dearer than the budget, sums that
 * are not what a recount gives. All of it is told and nothing refused: it is in the published record, and the count
 * says what it did with it. */
#ifndef FOLKMOOT_PABULIB_CHECK_H
#define FOLKMOOT_PABULIB_CHECK_H

#include "pabulib_tell.h"

/* Sets votes[].repeated, repeated_votes and breaking_votes; lenient reading sets the columns votes and score right.
 * STATUS_OK, or STATUS_NO_ROOM. */
enum status MUST_CHECK pabulib_check(struct pabulib *file, struct fault_teller *teller);

#endif
