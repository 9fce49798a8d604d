/* Who supports what, and how much, as the Method of Equal Shares needs it: voters with equal ballots are one group. */
#ifndef FOLKMOOT_MES_TABLE_H
#define FOLKMOOT_MES_TABLE_H

#include "profile.h"

enum { MES_AHEAD = 24 };

struct mes_entry {
	uint32_t group;
	uint32_t voters; /* how many voters the group has */
};

struct mes_project {
	uint64_t cost;     /* minor units */
	uint64_t factor;   /* u_i(p) = weight * factor: the cost, or 1 */
	uint64_t support;  /* sum of all supporters' weights; 0: nobody's, or without a cost, and not in entries */
	int free;          /* costs nothing, and somebody supports it */
	uint64_t heaviest; /* the largest weight */
	size_t first, end; /* range of entries */
};

struct mes_table {
	uint64_t voters; /* all, those who support nothing too */
	uint32_t project_count, group_count;
	struct mes_project *projects;
	struct mes_entry *entries; /* project after project, then MES_AHEAD of group 0, for looking ahead */
	uint64_t *weights;         /* of each entry; NULL where every weight is 1 */
	size_t *group_end;         /* group g supports marks[group_end[g - 1]] up to marks[group_end[g]], 0 from 0 */
	uint32_t *marks;           /* projects */
	uint64_t *mark_weights;    /* of each mark; NULL where every weight is 1 */
	uint32_t *group_voters;
};

/* A voter supports a project with the weight 1, points, rank or borda that the satisfaction gives, added up where a
 * profile with REPEATS_ALL names it again; with a weight of 0 or less not at all. A project without a cost is worth
 * nothing, so nobody supports it, where the satisfaction multiplies by the cost. STATUS_RULES where the satisfaction
 * does not belong to these votes, STATUS_RANGE where a sum leaves 63 bits, STATUS_NO_ROOM. On success the caller
 * destroys *out, on failure it is NULL. */
enum status MUST_CHECK mes_table_create(struct mes_table **out, const struct profile *profile, enum satisfaction sat);
void mes_table_destroy(struct mes_table *table);

#endif
