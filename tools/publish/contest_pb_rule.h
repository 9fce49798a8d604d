/* The word by which a Pabulib file tells the rule of a contest: one that the field's checker follows to the same
 * selection, where it has one. It computes in whole units of the currency and breaks ties by the order of the file, so
 * a word is only used where its arithmetic gives what was counted. */
#ifndef FOLKMOOT_CONTEST_PB_RULE_H
#define FOLKMOOT_CONTEST_PB_RULE_H

#include "result.h"

enum { PB_RULE_WHY = 400 };

struct pb_rule {
	const char *word;
	int tells_threshold;   /* min_project_score_threshold belongs to it */
	int fully_funded;      /* the budget pays for all projects */
	char why[PB_RULE_WHY]; /* how it was counted, for the comment; "" where the word says it all */
};

/* order: the projects as the file has them, most score first and ties by the election's rule. STATUS_NO_ROOM. */
enum status MUST_CHECK pb_rule(struct pb_rule *out, const struct result *result, unsigned contest,
                               const uint32_t *order);

#endif
