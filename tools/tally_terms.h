/* Inside `folkmoot tally`: the words of its command line, as terms of a count. Not for others. */
#ifndef FOLKMOOT_TALLY_TERMS_H
#define FOLKMOOT_TALLY_TERMS_H

#include "pabulib.h"
#include "rule.h"

struct tally_words {
	const char *rule, *sat, *completion, *tie, *repeats, *threshold, *add1_step, *groups, *language;
	int exhaustive, json, explain, compare, lenient;
};

/* Reads the words for that file. CLI_RUN, or an exit code after a sentence. After CLI_RUN terms->group is allocated
 * where it is not NULL: the caller frees it. */
int tally_read_terms(struct terms *terms, const char *path, const struct pabulib *file,
                     const struct tally_words *words);

#endif
