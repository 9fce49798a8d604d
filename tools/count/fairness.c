#include "fairness.h"

#include <stdlib.h>
#include <string.h>

enum { MILLION = 1000000 };

/* What is funded, and which vote met each project last, so that one named twice counts once. */
struct funded {
	const struct profile *profile;
	uint64_t cost;   /* of all that is funded */
	uint64_t *costs; /* per project; 0 where it is not funded */
	uint8_t *is;     /* 1 where it is funded: also where it costs nothing */
	size_t *met;     /* 1 + that vote */
	uint32_t count;
};

static int supports(const struct profile *profile, const struct profile_mark *mark)
{
	return profile->kind != PROFILE_POINTS || mark->points > 0;
}

/* Where silence gives points, too, a voter supports all but what the vote gives 0 or less. */
static void serve(struct fairness *to, struct funded *funded, size_t v)
{
	const struct profile *profile = funded->profile;
	int silent = profile->kind == PROFILE_POINTS && profile->default_points > 0;
	uint64_t named = 0, unwanted = 0, spent;
	uint32_t wanted_count = 0, unwanted_count = 0;

	for (size_t i = v ? profile->vote_end[v - 1] : 0; i < profile->vote_end[v]; i++) {
		const struct profile_mark *mark = &profile->marks[i];

		if (!funded->is[mark->project] || funded->met[mark->project] == v + 1)
			continue;
		funded->met[mark->project] = v + 1;
		if (supports(profile, mark)) {
			named += funded->costs[mark->project];
			wanted_count++;
		} else {
			unwanted += funded->costs[mark->project];
			unwanted_count++;
		}
	}
	spent = silent ? funded->cost - unwanted : named;
	to->voters++;
	to->nothing += (silent ? funded->count - unwanted_count : wanted_count) == 0;
	to->spent += spent;
}

static enum status mark_funded(struct funded *funded, const struct outcome *outcome)
{
	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		uint32_t project = outcome->selected[i];

		if (project >= funded->profile->project_count || funded->is[project])
			return STATUS_RANGE;
		funded->is[project] = 1;
		funded->count++;
		funded->costs[project] = funded->profile->projects[project].cost;
		if (__builtin_add_overflow(funded->cost, funded->costs[project], &funded->cost))
			return STATUS_RANGE;
	}
	return funded->cost <= funded->profile->budget ? STATUS_OK : STATUS_RANGE;
}

enum status fairness_count(struct fairness *out, const struct profile *profile, const struct outcome *outcome,
                           const uint32_t *group, uint32_t group_count)
{
	size_t room = (size_t)profile->project_count + 1;
	struct funded funded = {.profile = profile};
	enum status status = STATUS_NO_ROOM;

	memset(out, 0, group_count * sizeof *out);
	funded.costs = calloc(room, sizeof *funded.costs);
	funded.is = calloc(room, sizeof *funded.is);
	funded.met = calloc(room, sizeof *funded.met);
	if (!funded.costs || !funded.is || !funded.met)
		goto out;
	status = mark_funded(&funded, outcome);
	for (size_t v = 0; v < profile->vote_count && status == STATUS_OK; v++) {
		uint32_t to = group ? group[v] : 0;

		if (to < group_count)
			serve(&out[to], &funded, v);
		else
			status = STATUS_RANGE;
	}
out:
	free(funded.costs);
	free(funded.is);
	free(funded.met);
	return status;
}

uint32_t fairness_nothing(const struct fairness *fairness)
{
	if (fairness->voters == 0)
		return 0;
	return (uint32_t)((unsigned __int128)fairness->nothing * MILLION / fairness->voters);
}

/* spent is below 2^63 for each voter, and a profile holds fewer than 2^40 votes: times a million it stays within 128
 * bits. */
uint32_t fairness_share(const struct fairness *fairness, uint64_t budget)
{
	unsigned __int128 all = (unsigned __int128)fairness->voters * budget;

	return all ? (uint32_t)(fairness->spent * MILLION / all) : 0;
}
