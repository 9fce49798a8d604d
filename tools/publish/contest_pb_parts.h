/* Inside the writer of a contest's Pabulib file. */
#ifndef FOLKMOOT_CONTEST_PB_PARTS_H
#define FOLKMOOT_CONTEST_PB_PARTS_H

#include "contest_pb.h"
#include "contest_pb_rule.h"
#include "pabulib_write.h"

struct pb_writing {
	FILE *out;
	const struct result *result;
	const struct election *election;
	const struct contest_result *contest;
	const struct pb_about *about;
	struct pb_rule rule;
	unsigned digits; /* decimals of amounts: none where all are whole */
	uint64_t one;    /* minor units in a unit of the last of these */
	int has_category, has_place, has_summary, has_proposer;
};

/* On one line, without blanks around it, every comma turned into that. The caller frees it; NULL without memory. */
char *pb_line(const char *text, char comma);
int pb_says_something(const char *text);
/* In the election's main language. */
const char *pb_text(const struct text *text);
void pb_amount(const struct pb_writing *w, char out[static 32], uint64_t amount);
/* The section META. STATUS_RANGE where there are no dates. */
enum status MUST_CHECK pb_put_meta(const struct pb_writing *w);

#endif
