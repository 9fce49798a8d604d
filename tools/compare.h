/* Several rules on the same votes: what each would fund, and how evenly each serves voters. */
#ifndef FOLKMOOT_COMPARE_H
#define FOLKMOOT_COMPARE_H

#include "fairness.h"
#include "pabulib.h"
#include "rule.h"

enum {
	COMPARE_RULES = 5,
	COMPARE_COLUMNS = 4, /* district, neighborhood, age, sex */
	COMPARE_GROUPS_MAX = 40,
	/* Groups with fewer voters are put together: what few people got says little about a rule and much about them.
	 */
	COMPARE_LEAST = 10,
};

/* Voters by a column of VOTES. The largest group comes first, ages in their order; the last may be all small ones
 * together. */
struct grouping {
	const char *column;
	uint32_t count; /* 0: the file does not tell it, or all are alike */
	const char
	    *name[COMPARE_GROUPS_MAX + 1]; /* "" where the file tells nothing for these voters; lies in the file */
	int rest;     /* 1 where the last group is made of groups with fewer than COMPARE_LEAST voters, or beyond
	                 COMPARE_GROUPS_MAX; its name is "" */
	uint32_t *of; /* for every vote its group */
};

struct compared {
	struct terms terms;
	struct outcome *outcome;
	struct fairness all;
	struct fairness group[COMPARE_COLUMNS][COMPARE_GROUPS_MAX + 1];
};

struct comparison {
	const struct pabulib *file;
	const struct profile *profile;
	struct grouping grouping[COMPARE_COLUMNS];
	struct compared rule[COMPARE_RULES];
};

/* Counts by greedy (most votes; most votes for the cost), equal shares (by cost; by number; both add1u) and Phragmen,
 * with points and rankings by their fitting satisfactions. base: tie and add1_step. The caller calls comparison_finish
 * in any case. As rule_count. */
enum status MUST_CHECK comparison_make(struct comparison *out, const struct pabulib *file,
                                       const struct profile *profile, const struct terms *base);
void comparison_finish(struct comparison *comparison);

/* Groups voters by a column of VOTES, ages in years in bands; count stays 0 where there is nothing to tell apart. The
 * caller calls grouping_finish in any case. STATUS_NO_ROOM. */
enum status MUST_CHECK grouping_make(struct grouping *out, const struct pabulib_table *votes, const char *column);
void grouping_finish(struct grouping *grouping);

/* What a command answers. */
int compare_words(const struct comparison *comparison);
int compare_json(const struct comparison *comparison);

#endif
