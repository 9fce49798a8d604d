#include "tie.h"

#include <string.h>

int tie_compare(enum tie tie, const struct profile_project *a, const struct profile_project *b)
{
	if (tie == TIE_COST_VOTES_ID) {
		if (a->cost != b->cost)
			return a->cost < b->cost ? -1 : 1;
		if (a->score != b->score)
			return a->score > b->score ? -1 : 1;
	}
	/* Bytes of UTF-8 sort as their code points do. */
	return strcmp(a->id, b->id);
}
