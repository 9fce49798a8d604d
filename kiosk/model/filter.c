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

/* The words that a filter of a place looks for; "" where it is none, or there is no such place. */
static const char *place_wanted(const struct contest *contest, uint32_t filter)
{
	uint16_t places[ELECTION_MAX_PROJECTS];
	unsigned index = filter_arg_index(filter);

	if (filter_arg_kind(filter) != FILTER_PLACE || index >= filter_places(places, contest))
		return "";
	return place_of(&contest->projects[places[index]]);
}

static int takes(const struct project *project, uint32_t filter, const char *place)
{
	unsigned index = filter_arg_index(filter);

	switch (filter_arg_kind(filter)) {
	case FILTER_ALL: return 1;
	case FILTER_CATEGORY: return index < ELECTION_MAX_CATEGORIES && (project->categories >> index & 1);
	case FILTER_PLACE: return *place && !strcmp(place, place_of(project));
	}
	return 0;
}

int filter_takes(const struct contest *contest, uint32_t filter, unsigned project)
{
	return takes(&contest->projects[project], filter, place_wanted(contest, filter));
}

unsigned filter_list(uint16_t out[static ELECTION_MAX_PROJECTS], const struct contest *contest, uint32_t filter,
                     const uint16_t *order)
{
	const char *place = place_wanted(contest, filter);
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		if (order[i] < contest->project_count && takes(&contest->projects[order[i]], filter, place))
			out[count++] = order[i];
	return count;
}

unsigned filter_count(const struct contest *contest, uint32_t filter)
{
	const char *place = place_wanted(contest, filter);
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		count += (unsigned)takes(&contest->projects[i], filter, place);
	return count;
}
