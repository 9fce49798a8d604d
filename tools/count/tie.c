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

static void sift(uint32_t *heap, uint32_t at, uint32_t count, enum tie tie, const struct profile_project *projects)
{
	for (;;) {
		uint32_t child = 2 * at + 1, moving = heap[at];

		if (child >= count)
			return;
		if (child + 1 < count && tie_compare(tie, &projects[heap[child]], &projects[heap[child + 1]]) < 0)
			child++;
		if (tie_compare(tie, &projects[moving], &projects[heap[child]]) >= 0)
			return;
		heap[at] = heap[child];
		heap[child] = moving;
		at = child;
	}
}

/* A heap sort: qsort has no way to hand the profile over. */
void tie_sort(uint32_t *list, uint32_t count, enum tie tie, const struct profile *profile)
{
	for (uint32_t i = count / 2; i-- > 0;)
		sift(list, i, count, tie, profile->projects);
	for (uint32_t i = count; i-- > 1;) {
		uint32_t last = list[i];

		list[i] = list[0];
		list[0] = last;
		sift(list, 0, i, tie, profile->projects);
	}
}
