#include "outcome.h"

#include <stdlib.h>
#include <string.h>

enum status outcome_create(struct outcome **out, uint32_t project_count)
{
	struct outcome *outcome = calloc(1, sizeof *outcome);

	*out = NULL;
	if (!outcome)
		return STATUS_NO_ROOM;
	outcome->selected = calloc((size_t)project_count + 1, sizeof *outcome->selected);
	if (!outcome->selected) {
		outcome_destroy(outcome);
		return STATUS_NO_ROOM;
	}
	*out = outcome;
	return STATUS_OK;
}

void outcome_destroy(struct outcome *outcome)
{
	if (!outcome)
		return;
	free(outcome->selected);
	free(outcome->rounds);
	free(outcome->ties);
	free(outcome->tied);
	free(outcome);
}

/* Room for needed items in all. NULL without memory; the array may move. */
static void *with_room(void *array, uint32_t *room, uint32_t needed, size_t item)
{
	uint32_t larger = needed < 32 ? 64 : needed * 2;
	void *moved;

	if (needed <= *room)
		return array;
	moved = realloc(array, larger * item);
	if (moved)
		*room = larger;
	return moved;
}

enum status outcome_add_round(struct outcome *outcome, const struct round *round, const struct profile *profile)
{
	struct round *rounds =
	    with_room(outcome->rounds, &outcome->round_room, outcome->round_count + 1, sizeof *outcome->rounds);

	if (!rounds)
		return STATUS_NO_ROOM;
	outcome->rounds = rounds;
	rounds[outcome->round_count++] = *round;
	if (round->kind == ROUND_BOUGHT) {
		outcome->cost += profile->projects[round->project].cost;
		outcome->selected[outcome->selected_count++] = round->project;
	}
	return STATUS_OK;
}

enum status outcome_add_tie(struct outcome *outcome, const uint32_t *candidates, uint32_t count)
{
	return outcome_add_tie_of(outcome, outcome->round_count, candidates, count);
}

enum status outcome_add_tie_of(struct outcome *outcome, uint32_t round, const uint32_t *candidates, uint32_t count)
{
	struct tie_broken *ties =
	    with_room(outcome->ties, &outcome->tie_room, outcome->tie_count + 1, sizeof *outcome->ties);
	uint32_t *tied;

	if (!ties)
		return STATUS_NO_ROOM;
	outcome->ties = ties;
	tied = with_room(outcome->tied, &outcome->tied_room, outcome->tied_count + count, sizeof *outcome->tied);
	if (!tied)
		return STATUS_NO_ROOM;
	outcome->tied = tied;
	memcpy(&tied[outcome->tied_count], candidates, count * sizeof *candidates);
	ties[outcome->tie_count++] = (struct tie_broken){.round = round, .first = outcome->tied_count, .count = count};
	outcome->tied_count += count;
	return STATUS_OK;
}

int outcome_selected(const struct outcome *outcome, uint32_t project)
{
	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		if (outcome->selected[i] == project)
			return 1;
	}
	return 0;
}

const char *round_kind_word(enum round_kind kind)
{
	switch (kind) {
	case ROUND_BOUGHT: return "bought";
	case ROUND_TOO_DEAR: return "too dear";
	case ROUND_BELOW_THRESHOLD: return "below threshold";
	case ROUND_STOPPED: return "stopped";
	case ROUND_EXCLUDED: return "excluded";
	case ROUND_UNAFFORDABLE: return "unaffordable";
	}
	return "?";
}
