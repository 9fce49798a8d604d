/* How many voted where, so that nobody can find out how few: a place with fewer than TURNOUT_LEAST ballots is told
 * together with others. */
#ifndef FOLKMOOT_TURNOUT_H
#define FOLKMOOT_TURNOUT_H

#include "accept.h"
#include "merge.h"

enum { TURNOUT_LEAST = 10 };

struct turnout_place {
	const char *name; /* into the roster */
	uint64_t ballots; /* counted ones */
};

struct turnout {
	struct turnout_place *place; /* most ballots first, then by name; those told together come last */
	unsigned count;
	unsigned alone;    /* so many places are told each by itself; the rest together */
	uint64_t together; /* ballots of the rest: 0 where there is no rest, never so few that they tell of one place */
};

/* STATUS_NO_ROOM. accepted must outlive it. The caller calls turnout_finish in any case. */
enum status MUST_CHECK turnout_make(struct turnout *out, const struct accepted *accepted, const struct merged *merged);
void turnout_finish(struct turnout *turnout);
/* Sorts the places and decides which are told together: those with fewer than TURNOUT_LEAST ballots, and where these
 * are one place alone, or fewer than TURNOUT_LEAST ballots in all, as many of the next smallest as it takes. */
void turnout_coarsen(struct turnout *turnout);

#endif
