#include "bloc.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 24 };

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void sort(uint32_t *list, uint32_t count)
{
	if (count > FEW) {
		qsort(list, count, sizeof *list, ascending);
		return;
	}
	for (uint32_t i = 1; i < count; i++) {
		uint32_t moving = list[i], at = i;

		for (; at > 0 && list[at - 1] > moving; at--)
			list[at] = list[at - 1];
		list[at] = moving;
	}
}

/* The projects one vote supports, ascending, each once; returns how many. */
static uint32_t set_of(uint32_t *set, const struct profile *profile, size_t vote, const uint8_t *wanted)
{
	size_t from = vote ? profile->vote_end[vote - 1] : 0;
	uint32_t count = 0, kept = 0;

	for (size_t i = from; i < profile->vote_end[vote]; i++) {
		const struct profile_mark *mark = &profile->marks[i];

		if (wanted[mark->project] && (profile->kind != PROFILE_POINTS || mark->points > 0))
			set[count++] = mark->project;
	}
	sort(set, count);
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || set[i] != set[i - 1])
			set[kept++] = set[i];
	}
	return kept;
}

static uint64_t hash_of_set(const uint32_t *set, uint32_t count)
{
	uint64_t hash = count;

	for (uint32_t i = 0; i < count; i++) {
		hash = (hash ^ set[i]) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	return hash;
}

/* A slot holds the bloc's number + 1 below and the upper half of its hash above, so that most others are told apart
 * without a look at their sets. */
static uint64_t slot_of(uint64_t hash, size_t bloc)
{
	return (hash & ~(uint64_t)UINT32_MAX) | (uint32_t)(bloc + 1);
}

/* Where this set is, or the empty slot where it belongs. */
static size_t find_slot(const struct blocs *blocs, const uint32_t *set, uint32_t count, uint64_t hash)
{
	size_t at = (size_t)hash & (blocs->slot_count - 1);

	for (; blocs->slots[at]; at = (at + 1) & (blocs->slot_count - 1)) {
		const struct bloc *bloc = &blocs->bloc[(uint32_t)blocs->slots[at] - 1];

		if (blocs->slots[at] >> 32 == hash >> 32 && bloc->count == count &&
		    memcmp(&blocs->projects[bloc->first], set, count * sizeof *set) == 0)
			break;
	}
	return at;
}

static enum status grow_slots(struct blocs *blocs)
{
	free(blocs->slots);
	blocs->slot_count *= 4;
	blocs->slots = calloc(blocs->slot_count, sizeof *blocs->slots);
	if (!blocs->slots)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < blocs->count; i++) {
		const struct bloc *bloc = &blocs->bloc[i];
		const uint32_t *set = &blocs->projects[bloc->first];
		uint64_t hash = hash_of_set(set, bloc->count);
		size_t at = (size_t)hash & (blocs->slot_count - 1);

		while (blocs->slots[at])
			at = (at + 1) & (blocs->slot_count - 1);
		blocs->slots[at] = slot_of(hash, i);
	}
	return STATUS_OK;
}

static enum status make_room(struct blocs *blocs, uint32_t count)
{
	if (blocs->count >= UINT32_MAX - 1)
		return STATUS_RANGE;
	if (blocs->count == blocs->bloc_room) {
		size_t room = blocs->bloc_room ? blocs->bloc_room * 2 : 1024;
		struct bloc *grown = realloc(blocs->bloc, room * sizeof *grown);

		if (!grown)
			return STATUS_NO_ROOM;
		blocs->bloc = grown;
		blocs->bloc_room = room;
	}
	if (blocs->mark_count + count > blocs->mark_room) {
		size_t room = (blocs->mark_count + count) * 2 + 1024;
		uint32_t *grown = realloc(blocs->projects, room * sizeof *grown);

		if (!grown)
			return STATUS_NO_ROOM;
		blocs->projects = grown;
		blocs->mark_room = room;
	}
	return STATUS_OK;
}

static enum status add(struct blocs *blocs, const uint32_t *set, uint32_t count)
{
	uint64_t hash = hash_of_set(set, count);
	enum status status;
	size_t slot;

	if (count == 0)
		return STATUS_OK;
	status = make_room(blocs, count);
	if (status != STATUS_OK)
		return status;
	slot = find_slot(blocs, set, count, hash);
	if (blocs->slots[slot]) {
		blocs->bloc[(uint32_t)blocs->slots[slot] - 1].voters++;
		return STATUS_OK;
	}
	memcpy(&blocs->projects[blocs->mark_count], set, count * sizeof *set);
	blocs->bloc[blocs->count] = (struct bloc){.voters = 1, .first = blocs->mark_count, .count = count};
	blocs->mark_count += count;
	blocs->slots[slot] = slot_of(hash, blocs->count++);
	return blocs->count * 2 > blocs->slot_count ? grow_slots(blocs) : STATUS_OK;
}

/* The same table by project. */
static enum status turn(struct blocs *blocs)
{
	size_t sum = 0;

	blocs->supporters = calloc(blocs->mark_count + 1, sizeof *blocs->supporters);
	if (!blocs->supporters)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < blocs->mark_count; i++)
		blocs->supporters_end[blocs->projects[i]]++;
	for (uint32_t p = 0; p < blocs->project_count; p++) {
		size_t many = blocs->supporters_end[p];

		blocs->supporters_end[p] = sum; /* where p's begin; filling moves it to their end */
		sum += many;
	}
	for (size_t i = 0; i < blocs->count; i++) {
		const struct bloc *bloc = &blocs->bloc[i];

		for (uint32_t k = 0; k < bloc->count; k++) {
			uint32_t p = blocs->projects[bloc->first + k];

			blocs->supporters[blocs->supporters_end[p]++] = (uint32_t)i;
			blocs->support[p] += bloc->voters;
		}
	}
	return STATUS_OK;
}

static enum status gather(struct blocs *blocs, const struct profile *profile, const uint8_t *wanted)
{
	enum status status = STATUS_OK;

	for (size_t v = 0; v < profile->vote_count && status == STATUS_OK; v++)
		status = add(blocs, blocs->scratch, set_of(blocs->scratch, profile, v, wanted));
	return status == STATUS_OK ? turn(blocs) : status;
}

enum status blocs_create(struct blocs **out, const struct profile *profile, const uint8_t *wanted)
{
	struct blocs *blocs = calloc(1, sizeof *blocs);
	enum status status = STATUS_NO_ROOM;

	*out = NULL;
	if (!blocs)
		return STATUS_NO_ROOM;
	blocs->project_count = profile->project_count;
	blocs->slot_count = 2048;
	blocs->slots = calloc(blocs->slot_count, sizeof *blocs->slots);
	blocs->scratch = calloc(PROFILE_MAX_MARKS, sizeof *blocs->scratch);
	blocs->supporters_end = calloc((size_t)profile->project_count + 1, sizeof *blocs->supporters_end);
	blocs->support = calloc((size_t)profile->project_count + 1, sizeof *blocs->support);
	if (blocs->slots && blocs->scratch && blocs->supporters_end && blocs->support)
		status = gather(blocs, profile, wanted);
	free(blocs->slots);
	free(blocs->scratch);
	blocs->slots = NULL;
	blocs->scratch = NULL;
	if (status != STATUS_OK) {
		blocs_destroy(blocs);
		return status;
	}
	*out = blocs;
	return STATUS_OK;
}

void blocs_destroy(struct blocs *blocs)
{
	if (!blocs)
		return;
	free(blocs->bloc);
	free(blocs->projects);
	free(blocs->supporters_end);
	free(blocs->supporters);
	free(blocs->support);
	free(blocs->slots);
	free(blocs->scratch);
	free(blocs);
}
