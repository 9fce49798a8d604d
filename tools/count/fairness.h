/* How evenly an outcome serves voters: who gets nothing of what they support, and how much of the budget is spent on
 * what a voter supports. For comparing outcomes, not for deciding them. Exact: whole numbers only. */
#ifndef FOLKMOOT_FAIRNESS_H
#define FOLKMOOT_FAIRNESS_H

#include "outcome.h"

/* One group of voters. A voter supports the projects that the vote names; where votes are points, those that it gives
 * more than 0. Blank votes count as voters who get nothing. */
struct fairness {
	uint64_t voters;
	uint64_t nothing; /* of these, voters who support nothing that is funded */
	/* Over these voters, the sum of what is spent on projects that each supports, minor units. At most voters times
	 * budget, each below 2^63, so it stays within 128 bits. */
	unsigned __int128 spent;
};

/* group: for every vote its group, below group_count, which out has room for; NULL: all are in group 0, group_count 1.
 * STATUS_RANGE where the outcome costs more than the budget or belongs to other projects, STATUS_NO_ROOM. */
enum status MUST_CHECK fairness_count(struct fairness *out, const struct profile *profile,
                                      const struct outcome *outcome, const uint32_t *group, uint32_t group_count);

/* nothing / voters, and spent / (voters * budget), in millionths, cut down; 0 where there are no voters, or no budget.
 */
uint32_t fairness_nothing(const struct fairness *fairness);
uint32_t fairness_share(const struct fairness *fairness, uint64_t budget);

#endif
