#include "filter.h"

#include <string.h>

static const char *place_of(const struct project *project)
{
	return text_in(&project->place, 0, NULL);
}

unsigned filter_places(uint16_t project[static ELECTION_MAX_PROJECTS], const struct contest *contest)
{
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++) {
		const char *place = place_of(&contest->projects[i]);
		unsigned known = 0;

		while (known < count && strcmp(place_of(&contest->projects[project[known]]), place) != 0)
			known++;
		if (*place && known == count)
			project[count++] = (uint16_t)i;
	}
	return count;
}

int filter_takes(const struct contest *contest, uint32_t filter, unsigned project)
{
	uint16_t places[ELECTION_MAX_PROJECTS];
	unsigned index = filter_arg_index(filter);

	switch (filter_arg_kind(filter)) {
	case FILTER_ALL: return 1;
	case FILTER_CATEGORY:
		return index < ELECTION_MAX_CATEGORIES && (contest->projects[project].categories >> index & 1);
	case FILTER_PLACE:
		return index < filter_places(places, contest) &&
		       !strcmp(place_of(&contest->projects[places[index]]), place_of(&contest->projects[project]));
	}
	return 0;
}

unsigned filter_count(const struct contest *contest, uint32_t filter)
{
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		count += (unsigned)filter_takes(contest, filter, i);
	return count;
}
