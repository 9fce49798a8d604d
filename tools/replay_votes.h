/* A Pabulib file's votes as marks for an election's contest. Pure but for memory. */
#ifndef FOLKMOOT_REPLAY_VOTES_H
#define FOLKMOOT_REPLAY_VOTES_H

#include "ballot.h"
#include "pabulib.h"

struct replay_votes {
	const struct pabulib *file;
	const struct contest *contest;
	uint32_t *project; /* of each of the file's projects: its index in the contest, or REPLAY_ABSENT */
	uint32_t absent;   /* the file's projects that the election does not have */
};

enum { REPLAY_ABSENT = UINT16_MAX };

/* Finds every project of the file in the contest, by its id. STATUS_MISMATCH where none is there, or where the contest
 * takes votes of another kind than the file's; STATUS_NO_ROOM. The caller calls replay_votes_finish in any case. */
enum status MUST_CHECK replay_votes_init(struct replay_votes *out, const struct pabulib *file,
                                         const struct contest *contest);
void replay_votes_finish(struct replay_votes *votes);

struct replay_vote {
	struct marks marks;
	struct verdict verdict; /* what a kiosk says to it: it takes VERDICT_OK only */
	uint32_t repeated;      /* mentions left out because the project was named before */
	uint32_t pointless;     /* mentions with 0 points: shared points have no mark for that */
	uint32_t absent;        /* mentions left out because the election does not have the project */
};

/* One vote, each project once, its first mention. Points outside a mark's range give VERDICT_BAD_MARK. */
void replay_vote_read(struct replay_vote *out, const struct replay_votes *votes, size_t vote);

#endif
