/* The counting rules behind one door: whatever an election, a Pabulib file or a command says, it is counted here. The
 * rules and their words: greedy, greedy-no-skip, greedy-threshold, greedy-exclusive (greedy.h), mes (mes.h), phragmen
 * (phragmen.h). All arithmetic is exact; the outcome does not depend on the order of voters or of projects. */
#ifndef FOLKMOOT_RULE_H
#define FOLKMOOT_RULE_H

#include "outcome.h"

struct terms {
	enum rule rule;
	enum satisfaction sat; /* not used by phragmen, which takes every vote for the set of projects it supports */
	enum completion completion; /* mes only, else COMPLETION_NONE */
	int exhaustive;             /* with COMPLETION_ADD1: stop as soon as nothing more fits; ADD1U always does */
	enum tie tie;
	int64_t threshold;  /* greedy-threshold: only projects whose score is at least this */
	uint64_t add1_step; /* what add1 gives every voter more in each run, minor units, at least 1 */
	/* greedy-exclusive: for each project its group, of which one wins; 0: in none. Groups are numbered from 1
	 * without wide gaps: memory goes by the highest. With the categories as groups this gives the winner of each
	 * category, as far as the common budget reaches; categories with budgets of their own are contests of their
	 * own, each counted alone. */
	const uint32_t *group;
};

/* What long counts ask of a caller, who has a clock and processors. NULL, or any member NULL: do without. */
struct count_host {
	void *context;
	/* done of all; all is 0 where nobody knows. Called now and then from the thread that called rule_count. */
	void (*progress)(void *context, uint64_t done, uint64_t all);
	/* Calls work(share, 0), …, work(share, count - 1), several at the same time where it can; returns when all did.
	 */
	void (*parallel)(void *context, size_t count, void (*work)(void *share, size_t index), void *share);
};

/* Counts. On success the caller destroys *out (outcome_destroy); on failure it is NULL. STATUS_RULES where rule,
 * satisfaction, completion and kind of votes do not go together (terms_check says why), STATUS_RANGE where a sum leaves
 * 64 bits, STATUS_NO_ROOM. host may be NULL. */
enum status MUST_CHECK rule_count(struct outcome **out, const struct profile *profile, const struct terms *terms,
                                  const struct count_host *host);
/* Whether terms go together and suit votes of this kind: STATUS_OK, else STATUS_RULES with *why set to a clause such as
 * "the satisfaction 'points' belongs to votes with points". */
enum status MUST_CHECK terms_check(const struct terms *terms, enum profile_kind kind, const char **why);

#endif
