/* The test deck of an election: ballots with known marks, to be voted on every kiosk in practice mode before the vote,
 * whose count must then be exactly theirs. It follows from the election alone, without chance, and covers every
 * project, option, rank, mark of a scale and ballot style at least once; no two projects of a contest can be exchanged,
 * by a kiosk that confuses them, without the deck's ballots becoming others, except where a ballot chooses one of many.
 * Pure: no file, no clock. */
#ifndef FOLKMOOT_DECK_H
#define FOLKMOOT_DECK_H

#include "ballot.h"
#include "voting_code.h"

/* What is marked, or written, in one contest. */
struct deck_vote {
	struct marks marks;
	char text[ANSWER_TEXT_ROOM];
};

struct deck_ballot {
	unsigned number; /* from 1 */
	unsigned round;  /* from 1: practice is begun anew for every round, so that its codes are good again */
	uint16_t style;
	char code[VOTING_CODE_LETTERS + 1]; /* "" where no codes are used */
	struct deck_vote *votes;            /* by position in the style's contests */
};

struct deck {
	const struct election *election;
	size_t count, room;
	struct deck_ballot *ballots;
	unsigned rounds;
	unsigned never; /* projects that no vote within the rules can hold, and so no ballot here */
};

/* hash: of the election's package, from which practice codes follow. STATUS_NO_ROOM; STATUS_RANGE where voters are
 * admitted by codes and there are more styles than practice codes. The caller calls deck_free in any case. */
enum status MUST_CHECK deck_make(struct deck *out, const struct election *election, const struct hash *hash);
void deck_free(struct deck *deck);
/* A further ballot, blank; NULL without memory. */
struct deck_ballot *deck_add(struct deck *deck, unsigned style);

/* The rows of one contest: votes that its rules take, which together cover it. */
struct deck_rows {
	size_t count, room;
	struct deck_vote *rows;
	unsigned never; /* projects that no vote within the rules can hold */
};
enum status MUST_CHECK deck_rows_make(struct deck_rows *out, const struct contest *contest, const char *language);
void deck_rows_free(struct deck_rows *rows);
/* How many of the projects that have a mark differ from all others in the rows that mark them (colour refinement;
 * Weisfeiler and Leman 1968); *apart: all do, so that no exchange of projects leaves the rows the same. -1 without
 * memory. */
int deck_rows_colours(const struct deck_rows *rows, const struct contest *contest, int *apart);

#endif
