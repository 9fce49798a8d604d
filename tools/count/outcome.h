/* What a counting rule decided, and how: the projects bought, every step on the way, every tie that mattered. */
#ifndef FOLKMOOT_OUTCOME_H
#define FOLKMOOT_OUTCOME_H

#include "profile.h"

enum round_kind {
	ROUND_BOUGHT,
	ROUND_TOO_DEAR,        /* skipped: costs more than what is left */
	ROUND_BELOW_THRESHOLD, /* not considered: its score is below the election's threshold */
	ROUND_STOPPED,         /* costs more than what is left, and the rule stops there */
};

struct round {
	uint32_t project; /* index */
	enum round_kind kind;
	uint64_t left; /* minor units left after it */
};

/* Equal projects that could not all be bought, so that the tie rule decided. */
struct tie_broken {
	uint32_t first, count; /* range of outcome.tied: the candidates, in the order the tie rule put them */
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
};

/* Room for a rule that considers every project once. On failure *out is NULL. */
enum status MUST_CHECK outcome_create(struct outcome **out, uint32_t project_count);
void outcome_destroy(struct outcome *outcome);
/* "bought", "too dear", … for reports. */
const char *round_kind_word(enum round_kind kind);

#endif
