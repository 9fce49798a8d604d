#include "turnout.h"

#include <stdlib.h>
#include <string.h>

static int by_ballots(const void *left, const void *right)
{
	const struct turnout_place *a = left, *b = right;

	if (a->ballots != b->ballots)
		return a->ballots > b->ballots ? -1 : 1;
	return strcmp(a->name, b->name);
}

void turnout_coarsen(struct turnout *turnout)
{
	unsigned alone = turnout->count;

	qsort(turnout->place, turnout->count, sizeof *turnout->place, by_ballots);
	turnout->together = 0;
	while (alone > 0) {
		unsigned rest = turnout->count - alone;
		int hidden = rest == 0 || (rest > 1 && turnout->together >= TURNOUT_LEAST);

		/* Nobody need be hidden, or those who are cannot be told apart. */
		if (hidden && turnout->place[alone - 1].ballots >= TURNOUT_LEAST)
			break;
		turnout->together += turnout->place[--alone].ballots;
	}
	turnout->alone = alone;
}

static struct turnout_place *find_place(struct turnout *turnout, const char *name)
{
	for (unsigned i = 0; i < turnout->count; i++) {
		const char *known = turnout->place[i].name;

		if (known && strcmp(known, name) == 0)
			return &turnout->place[i];
	}
	turnout->place[turnout->count] = (struct turnout_place){.name = name};
	return &turnout->place[turnout->count++];
}

enum status turnout_make(struct turnout *out, const struct accepted *accepted, const struct merged *merged)
{
	const struct roster *roster = &accepted->roster;

	memset(out, 0, sizeof *out);
	out->place = calloc(roster->kiosk_count + 1U, sizeof *out->place);
	if (!out->place)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < roster->kiosk_count; i++)
		(void)find_place(out, roster->kiosk[i].place);
	for (size_t i = 0; i < merged->counted_count; i++) {
		const struct export *export = merged->counted[i]->export;

		if (export->kiosk)
			find_place(out, export->kiosk->place)->ballots++;
	}
	turnout_coarsen(out);
	return STATUS_OK;
}

void turnout_finish(struct turnout *turnout)
{
	free(turnout->place);
	memset(turnout, 0, sizeof *turnout);
}
