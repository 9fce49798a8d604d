/* The election as the voice reads it, for its clips and languages: out of memory that another process shares and that
 * nobody can change any more. */
#ifndef FOLKMOOT_CLIPS_H
#define FOLKMOOT_CLIPS_H

#include "election.h"

struct clips {
	struct election *election; /* NULL: none */
	void *body;
	size_t body_len;
};

/* Takes what lies behind this descriptor (-1: nothing), which stays the caller's. Memory that is not sealed against
 * writing and shrinking, or is no election, is none. Whatever was there before must have been dropped. */
void clips_take(struct clips *clips, int shared);
void clips_drop(struct clips *clips);

#endif
