/* What decrypted ballots say: per contest every vote, its verdict, votes per project, and the projects that the
 * election's rule selects. */
#ifndef FOLKMOOT_RESULT_H
#define FOLKMOOT_RESULT_H

#include "ballot.h"
#include "rule.h"

enum vote_verdict { VOTE_VALID, VOTE_BLANK, VOTE_INVALID };

/* A vote as it was opened, without its ballot. */
struct opened_vote {
	enum vote_verdict verdict;
	int is_points;        /* a point held no payload: bytes are the points themselves, 32 each, else payloads, 30 */
	const uint8_t *bytes; /* width of them */
};

/* A text that voters wrote, and how many wrote just that. */
struct text_count {
	const char *text; /* in the votes' memory */
	uint32_t count;
};

struct contest_result {
	const struct contest *contest;
	size_t vote_count; /* opened; result_votes() counts those withheld too */
	uint8_t *votes;    /* result_vote() reads them; in the order they were added until result_finish sorts them */
	uint32_t valid, blank, invalid;
	struct hash *withheld; /* answer-text: what stands for texts that moderation withholds; result_finish sorts */
	uint32_t withheld_count;
	struct profile *profile; /* of the valid and blank votes; without projects where they are texts */
	struct text_count
	    *texts; /* answer-text: the valid texts, each once, ascending by their bytes; from result_finish on */
	uint32_t text_count;
	struct terms terms; /* what it was counted by: the election's words, or this kind of votes' own satisfaction */
	uint32_t *groups;   /* terms.group, where the rule has groups */
	struct outcome *outcome; /* NULL until result_finish, and for a question: no rule decides about answers */
};

struct result {
	const struct election *election;
	struct contest_result contest[ELECTION_MAX_CONTESTS];
};

/* STATUS_NO_ROOM. The election must outlive it. The caller calls result_free in any case. */
enum status MUST_CHECK result_init(struct result *out, const struct election *election);
/* All votes in the election's contest of that index, once: contest->width opened points of 32 bytes each. With all
 * processors. */
enum status MUST_CHECK result_add(struct result *result, unsigned contest, const uint8_t *points, size_t vote_count);
/* Votes of a contest of texts that cannot be opened, beside those added: the hashes that stand for them
 * (withheld_hash). */
enum status MUST_CHECK result_withhold(struct result *result, unsigned contest, const struct hash *hashes,
                                       uint32_t count);
/* Sorts all votes, so that their order tells nothing, and applies the election's rule to every contest. STATUS_RANGE
 * where a sum of costs or points leaves 64 bits. */
enum status MUST_CHECK result_finish(struct result *result);
void result_free(struct result *result);
/* Valid as long as the result, and no vote is added. */
struct opened_vote result_vote(const struct contest_result *contest, size_t index);

/* All votes of a contest, opened or withheld. */
size_t result_votes(const struct contest_result *contest);

/* "valid", "blank", "invalid" */
const char *vote_verdict_word(enum vote_verdict verdict);
int result_selected(const struct contest_result *contest, uint32_t project);

#endif
