/* A voter's marks, the rules of each vote type, and their canonical encoding into the payload that is sealed.
 *
 * The encoding is one mixed-radix number per contest (FORMAT.md, "Votes"): every digit a project's mark (or, for
 * rankings, the place of the next project among those left), little-endian in 30 * width bytes. Its length never
 * depends on the vote, and no vote has two encodings. */
#ifndef FOLKMOOT_BALLOT_H
#define FOLKMOOT_BALLOT_H

#include "election.h"

/* Marks of one contest, by project index. approval, knapsack, choose-one, answer-one, answer-several: 0 or 1. ranked:
 * 0, or 1 for the most wanted, 2 for the next … points: the points given. score: 0 for no mark given, else mark -
 * min_points + 1. */
struct marks {
	uint16_t of[ELECTION_MAX_PROJECTS];
};

/* What is wrong with marks, if anything. A vote with no marks at all is blank: allowed in every contest. */
enum rule_verdict {
	VERDICT_OK,
	VERDICT_TOO_FEW,         /* amount: how many more are needed */
	VERDICT_TOO_MANY,        /* amount: how many too many */
	VERDICT_TOO_DEAR,        /* amount: by how much the sum of costs is over, minor units */
	VERDICT_TOO_CHEAP,       /* amount: by how much it is under min_sum_cost */
	VERDICT_TOO_MANY_POINTS, /* amount: points over max_sum_points */
	VERDICT_BAD_MARK,        /* a mark out of its range, or ranks with a gap or twice; amount: project index */
};

struct verdict {
	enum rule_verdict rule;
	uint64_t amount;
};

/* What the marks add up to. */
struct tally_line {
	uint32_t chosen;
	uint64_t cost; /* of the chosen, minor units (saturating) */
	uint64_t points;
};

void marks_sum(struct tally_line *out, const struct contest *contest, const struct marks *marks);
int marks_blank(const struct contest *contest, const struct marks *marks);
struct verdict marks_check(const struct contest *contest, const struct marks *marks);
/* What would be wrong if project got this mark: for a touch that cannot be taken now. Only limits of the whole from
 * above count (a voter is still on the way to a minimum), and whether one project may have such a mark. */
struct verdict marks_try(const struct contest *contest, const struct marks *marks, unsigned project, uint16_t mark);

/* Ranks a project, and makes room: whoever stood there or behind moves down, a gap it leaves is closed. rank 0: out of
 * the ranking. Only one behind the last ranked is the lowest there is (else VERDICT_BAD_MARK). Changes nothing where
 * the verdict is not VERDICT_OK. */
struct verdict marks_rank(struct marks *marks, const struct contest *contest, unsigned project, unsigned rank);

/* Points of 30 bytes the contest's votes need; 0 where they need more than SEALED_MAX_WIDTH. Depends on type, limits
 * and number of projects only; a text always takes ANSWER_TEXT_WIDTH. */
uint8_t ballot_width(const struct contest *contest);
/* payload: contest->width * PAYLOAD_BYTES bytes. STATUS_RULES where the marks cannot be written (not where they merely
 * break a limit: whoever wants that checks first). */
enum status MUST_CHECK marks_encode(uint8_t *payload, const struct contest *contest, const struct marks *marks);
/* STATUS_NOT_CANONICAL where the payload is no encoding. Does not check the limits. */
enum status MUST_CHECK marks_decode(struct marks *marks, const struct contest *contest, const uint8_t *payload);

/* Answers in words (answer-text) have no marks: they are the text itself. Clean UTF-8 (text_is_clean: newlines are the
 * only control characters), at most 480 bytes and at most max_length characters where that is not 0. No text at all is
 * a blank answer. */
enum {
	ANSWER_TEXT_WIDTH = SEALED_MAX_WIDTH,
	ANSWER_TEXT_BYTES = ANSWER_TEXT_WIDTH * PAYLOAD_BYTES,
	ANSWER_TEXT_ROOM = ANSWER_TEXT_BYTES + 1
};

/* payload: ANSWER_TEXT_BYTES bytes; text: NUL-terminated. STATUS_TOO_LONG for more bytes, STATUS_TEXT where it is not
 * clean, STATUS_RULES for more characters than the question allows, or where the contest takes no text. */
enum status MUST_CHECK answer_encode(uint8_t *payload, const struct contest *contest, const char *text);
/* STATUS_NOT_CANONICAL where a byte follows the first zero, or the contest takes no text; STATUS_TEXT and STATUS_RULES
 * as above: all that encodes comes back, and nothing else. Then text is "". */
enum status MUST_CHECK answer_decode(char text[static ANSWER_TEXT_ROOM], const struct contest *contest,
                                     const uint8_t *payload);

/* Whatever the contest's type: STATUS_OK where the payload can be read. Of limits it checks a text's only. */
enum status MUST_CHECK payload_check(const struct contest *contest, const uint8_t *payload);

#endif
