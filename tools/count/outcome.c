#include "outcome.h"

#include <stdlib.h>

enum status outcome_create(struct outcome **out, uint32_t project_count)
{
	struct outcome *outcome = calloc(1, sizeof *outcome);
	size_t room = (size_t)project_count + 1;

	*out = NULL;
	if (!outcome)
		return STATUS_NO_ROOM;
	outcome->selected = calloc(room, sizeof *outcome->selected);
	outcome->rounds = calloc(room, sizeof *outcome->rounds);
	outcome->ties = calloc(room, sizeof *outcome->ties);
	outcome->tied = calloc(room, sizeof *outcome->tied);
	if (!outcome->selected || !outcome->rounds || !outcome->ties || !outcome->tied) {
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

const char *round_kind_word(enum round_kind kind)
{
	switch (kind) {
	case ROUND_BOUGHT: return "bought";
	case ROUND_TOO_DEAR: return "too dear";
	case ROUND_BELOW_THRESHOLD: return "below threshold";
	case ROUND_STOPPED: return "stopped";
	}
	return "?";
}
