/* Which projects of a contest are listed: all, those of one place, or those of one category. */
#ifndef FOLKMOOT_FILTER_H
#define FOLKMOOT_FILTER_H

#include "election.h"

enum filter_kind { FILTER_ALL, FILTER_PLACE, FILTER_CATEGORY };

/* One filter in an action's arg and in struct flow; 0 is FILTER_ALL. index: of a place as filter_place tells them, or
 * of a category of the election. */
static inline uint32_t filter_arg(enum filter_kind kind, unsigned index)
{
	return (uint32_t)kind << 16 | (uint32_t)index;
}
static inline enum filter_kind filter_arg_kind(uint32_t arg)
{
	return (enum filter_kind)(arg >> 16);
}
static inline unsigned filter_arg_index(uint32_t arg)
{
	return arg & 0xffff;
}

/* The contest's different places, by the main language's words, in the order of their first project. Returns how many;
 * project[i] is the first project of place i (whose text names it in every language). Projects without a place are in
 * none. */
unsigned filter_places(uint16_t project[static ELECTION_MAX_PROJECTS], const struct contest *contest);
/* Whether the filter lists a project. */
int filter_takes(const struct contest *contest, uint32_t filter, unsigned project);
/* The projects it lists, in an order (project indices, the contest's project_count of them). Returns how many. */
unsigned filter_list(uint16_t out[static ELECTION_MAX_PROJECTS], const struct contest *contest, uint32_t filter,
                     const uint16_t *order);
/* How many projects it lists. */
unsigned filter_count(const struct contest *contest, uint32_t filter);

#endif
