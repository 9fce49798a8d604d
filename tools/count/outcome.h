/* What a counting rule decided, and how: the projects bought, every step on the way, every tie that mattered. */
#ifndef FOLKMOOT_OUTCOME_H
#define FOLKMOOT_OUTCOME_H

#include "profile.h"

enum round_kind {
	ROUND_BOUGHT,
	ROUND_TOO_DEAR,        /* skipped: costs more than what is left */
	ROUND_BELOW_THRESHOLD, /* not considered: its score is below the election's threshold */
	ROUND_STOPPED,         /* costs more than what is left, and the rule stops there */
	ROUND_EXCLUDED,        /* skipped: another project of its group was bought */
	ROUND_UNAFFORDABLE,    /* equal shares: its supporters together do not hold its cost any more */
};

/* A part of the rule itself, or of the completion that spends what the rule leaves over. */
enum round_stage { STAGE_RULE, STAGE_COMPLETION };

/* An exact rational cut down to millionths: for people to read, never to decide by. */
struct fine {
	uint64_t units;
	uint32_t millionths;
};

struct round {
	uint32_t project; /* index */
	enum round_kind kind;
	enum round_stage stage;
	uint64_t left; /* minor units of the whole budget left after it */
	/* Equal shares and Phragmén, where bought: */
	uint64_t payers;    /* voters who paid for it */
	uint64_t spent_out; /* of these, voters who gave all they had left, which was less than the price */
	struct fine price;  /* equal shares: what each of the others paid, for each unit of weight (approval: for the
	                       project; points: for a point; rankings: for a rank point), minor units. Phragmén: what
	                       every  voter has earned when it is bought, minor units */
	struct fine voters; /* equal shares: the effective vote count, cost / price; 0 for Phragmén */
};

/* Equal projects of which the tie rule took one (or, where the rule considers one after another, that could not all be
 * bought). */
struct tie_broken {
	uint32_t round;        /* index of the round that it decided */
	uint32_t first, count; /* range of outcome.tied: the candidates, in the order the tie rule put them */
};

/* How add1 ended. */
enum add1_end {
	ADD1_NONE,       /* no such completion */
	ADD1_OVERSPENT,  /* the next amount would have cost more than the budget */
	ADD1_EXHAUSTED,  /* nothing more fits into the budget */
	ADD1_ALL_BOUGHT, /* everything that anybody supports is bought, or can never be */
};

struct outcome {
	uint64_t cost; /* of all that was bought, minor units */
	uint32_t selected_count;
	uint32_t *selected; /* indices, in the order of buying */
	uint32_t round_count;
	struct round *rounds; /* in the order of considering */
	uint32_t tie_count;
	struct tie_broken *ties;
	uint32_t *tied; /* indices */
	/* Equal shares: */
	struct fine share;      /* budget / voters, what each voter began with, minor units */
	struct fine last_share; /* the same in the run whose outcome stands: share + add1_steps * add1_step */
	uint64_t add1_steps;    /* 0 without add1 */
	enum add1_end add1_end;
	uint64_t overspent; /* ADD1_OVERSPENT: what the next run would have cost, minor units */
	/* room, for outcome_add_…: */
	uint32_t round_room, tie_room, tied_room, tied_count;
};

/* Room for a rule that considers every project once, and for its completion. On failure *out is NULL. */
enum status MUST_CHECK outcome_create(struct outcome **out, uint32_t project_count);
void outcome_destroy(struct outcome *outcome);
/* Appends; the caller fills the round. Buying also adds to cost and selected. STATUS_NO_ROOM. */
enum status MUST_CHECK outcome_add_round(struct outcome *outcome, const struct round *round,
                                         const struct profile *profile);
/* A tie decided the round that is added next; candidates in the order of the tie rule. STATUS_NO_ROOM. */
enum status MUST_CHECK outcome_add_tie(struct outcome *outcome, const uint32_t *candidates, uint32_t count);
/* The same where the round that it decided was added already: its index. */
enum status MUST_CHECK outcome_add_tie_of(struct outcome *outcome, uint32_t round, const uint32_t *candidates,
                                          uint32_t count);
/* 1 where it was selected. */
int outcome_selected(const struct outcome *outcome, uint32_t project);
/* "bought", "too dear", … for reports. */
const char *round_kind_word(enum round_kind kind);

#endif
