/* What a practice folder's box holds, opened with the practice share that lies beside it: for an acceptance test. A
 * practice folder is what a kiosk's practice mode saves on a stick (practice.h). */
#ifndef FOLKMOOT_DECK_BOX_H
#define FOLKMOOT_DECK_BOX_H

#include "accept.h"
#include "deck.h"

struct deck_box {
	struct accepted *accepted;
	const struct roster_kiosk *kiosk; /* whose it is */
	struct deck held;                 /* the ballots in it, in no order that means anything */
	unsigned tests;                   /* test votes, which are opened already */
	unsigned unreadable;              /* ballots that do not decode */
};

/* Checks package, roster and exports of the folder, that its package is the real one but for what practice changes, and
 * opens every ballot. Tells every fault. STATUS_MISMATCH and others where something does not hold; STATUS_ABSENT where
 * a part is missing. The caller calls deck_box_free in any case. */
enum status MUST_CHECK deck_box_open(struct deck_box *out, const char *folder, const struct package *real);
void deck_box_free(struct deck_box *box);

#endif
