/* From accepted exports to what is counted: which ballots count, which do not and why, and each contest's list of
 * encrypted entries (PROTOCOL.md, "List", "Draw"). */
#ifndef FOLKMOOT_MERGE_H
#define FOLKMOOT_MERGE_H

#include "accept.h"
#include "shuffle.h"

enum excluded_reason {
	EXCLUDED_TAG_UNKNOWN, /* carries the tag of a code that was never issued */
	EXCLUDED_TAG_PLACE,   /* the code was issued for another place, or for another ballot style */
	EXCLUDED_TAG_TWICE,   /* another ballot with the same code counts */
};

struct excluded {
	const struct accepted_ballot *ballot;
	enum excluded_reason reason;
};

/* Two ballots of one kiosk with the same code: an honest kiosk refuses the second. */
struct repeated {
	const struct accepted_ballot *one, *other;
};

/* One contest's list before the first mix. */
struct contest_list {
	uint32_t count;
	uint8_t *entries; /* count * width * 64 bytes */
};

struct merged {
	const struct accepted_ballot **counted; /* ascending by confirmation code */
	size_t counted_count;
	struct excluded *excluded; /* ascending by confirmation code */
	size_t excluded_count;
	size_t used;                            /* tags that ballots carry where they were issued for */
	size_t doubles;                         /* tags that several ballots carry */
	const struct accepted_ballot **doubled; /* those ballots, ascending by confirmation code */
	size_t doubled_count;
	struct repeated *repeated;
	size_t repeated_count;
	struct hash set;    /* of all ballots whose tag is issued: what the draw is bound to */
	struct point draw;  /* P of the draw; set where doubles > 0 */
	int waits_for_draw; /* doubles > 0 and no draw was given: counted and lists are not made yet */
	struct contest_list list[ELECTION_MAX_CONTESTS]; /* by the contest's place in the election */
};

/* draw: the drawn point R, or NULL where it is not known yet. STATUS_NO_ROOM (not told). The caller calls merge_finish
 * in any case; accepted must outlive it. */
enum status MUST_CHECK merge_ballots(struct merged *out, const struct accepted *accepted, const struct point *draw);
void merge_finish(struct merged *merged);
/* "carries a voting code that was never issued" */
const char *excluded_phrase(enum excluded_reason reason);

/* Prints what does not count, each ballot with its kiosk and the reason (the first of many), what waits for a draw, and
 * the kiosks that took one code twice; nothing where there is nothing of it. In merge_tell.c. */
void merge_tell(const struct merged *merged);

#endif
