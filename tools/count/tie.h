/* Which of several equal projects comes first: decided by a rule that was written down before voting, never by chance.
 */
#ifndef FOLKMOOT_TIE_H
#define FOLKMOOT_TIE_H

#include "profile.h"

/* Negative where a comes before b, positive where after; never 0 for two projects of one profile, whose ids differ.
 * TIE_ID: lowest id as a string, by code points. TIE_COST_VOTES_ID: lowest cost, then most votes (for rankings and
 * points: the highest score), then lowest id. */
int tie_compare(enum tie tie, const struct profile_project *a, const struct profile_project *b);
/* Puts a list of projects into that order. */
void tie_sort(uint32_t *list, uint32_t count, enum tie tie, const struct profile *profile);

#endif
