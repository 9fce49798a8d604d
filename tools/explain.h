/* A count told in words that can be read aloud: the rule by this vote's own numbers, then round by round what was
 * bought, who paid, what remained; every tie; how it ended. For `tally --explain`, readme.txt and the results page. */
#ifndef FOLKMOOT_EXPLAIN_H
#define FOLKMOOT_EXPLAIN_H

#include "phrases.h"
#include "rule.h"

/* What is explained. The names are the caller's. */
struct explained {
	const struct profile *profile;
	const struct terms *terms;
	const struct outcome *outcome;
	enum vote_type type;
	const char *currency;                                       /* ISO 4217, or "" */
	unsigned money_digits, point_digits;                        /* money counts 10^-money_digits units */
	const char *(*name)(const void *context, uint32_t project); /* for people; not NULL, may be "" */
	const void *context;
};

enum explain_part {
	EXPLAIN_RULE,  /* a paragraph on how the rule works, with this vote's numbers */
	EXPLAIN_ROUND, /* one round, as many as there are */
	EXPLAIN_TIE,   /* what a tie decided, after its round */
	EXPLAIN_END,   /* what was bought in all, what is left and why nothing more was bought */
};

/* Called for every paragraph in order, plain text; round is NULL but for EXPLAIN_ROUND and EXPLAIN_TIE. Many rounds in
 * a row that end without buying, for one reason, are one paragraph, with the first of them. */
typedef void explain_sink(void *context, enum explain_part part, const struct round *round, const char *paragraph);

/* STATUS_NO_ROOM, or STATUS_RANGE where the support of a project leaves 64 bits. */
enum status MUST_CHECK explain(const struct explained *what, const struct phrases *phrases, explain_sink *sink,
                               void *context);

#endif
