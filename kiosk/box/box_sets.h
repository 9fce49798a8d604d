/* The two sets that reports sign: all ballots of a box, and all test ballots. */
#ifndef FOLKMOOT_BOX_SETS_H
#define FOLKMOOT_BOX_SETS_H

#include "box.h"

struct box_sets {
	uint32_t sealed, spoiled;
	struct hash set, spoiled_set; /* set_hash */
};

/* Walks the whole box. */
enum status MUST_CHECK box_sets(struct box_sets *out, struct box *box);

#endif
