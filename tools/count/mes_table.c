#include "mes_order.h"

#include <stdlib.h>
#include <string.h>

struct support {
	uint32_t project;
	int64_t weight;
};

/* Builds the groups: ballots by their hash. */
struct sorter {
	const struct profile *profile;
	enum satisfaction sat;
	struct mes_table *table;
	struct support *ballot; /* the ballot at work */
	uint32_t *slots;        /* group + 1, 0: empty */
	size_t slot_mask, mark_room;
	uint32_t group_room;
};

static int by_project(const void *a, const void *b)
{
	const struct support *x = a, *y = b;

	return x->project < y->project ? -1 : x->project > y->project;
}

static void sort_ballot(struct support *ballot, size_t count)
{
	if (count > 32) {
		qsort(ballot, count, sizeof *ballot, by_project);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		struct support moved = ballot[i];
		size_t k = i;

		for (; k > 0 && ballot[k - 1].project > moved.project; k--)
			ballot[k] = ballot[k - 1];
		ballot[k] = moved;
	}
}

static int64_t mark_weight(const struct sorter *sorter, const struct profile_mark *mark, size_t index, size_t length)
{
	switch (sorter->sat) {
	case SAT_COST:
	case SAT_NUMBER: return 1;
	case SAT_POINTS_COST:
	case SAT_POINTS: return mark->points;
	case SAT_RANK:
	case SAT_RANK_COST: return (int64_t)(length - index);
	case SAT_BORDA: return (int64_t)(length - index) - 1;
	}
	return 0;
}

/* Votes with points may give some to every project they do not name. */
static int64_t silent_points(const struct sorter *sorter)
{
	int points = sorter->sat == SAT_POINTS || sorter->sat == SAT_POINTS_COST;

	return points && sorter->profile->default_points > 0 ? sorter->profile->default_points : 0;
}

/* Sorted by project, each once, those with a weight above 0 and a cost: what matters of a vote. */
static enum status read_ballot(struct sorter *sorter, const struct profile_mark *marks, size_t length, size_t *count)
{
	struct support *ballot = sorter->ballot;
	const struct profile_project *projects = sorter->profile->projects;
	int64_t silent = silent_points(sorter);
	size_t used = 0, kept = 0;

	for (size_t i = 0; i < length; i++)
		ballot[used++] = (struct support){marks[i].project, mark_weight(sorter, &marks[i], i, length)};
	sort_ballot(ballot, used);
	for (size_t i = 0; i < used; i++) {
		if (kept > 0 && ballot[kept - 1].project == ballot[i].project) {
			if (__builtin_add_overflow(ballot[kept - 1].weight, ballot[i].weight, &ballot[kept - 1].weight))
				return STATUS_RANGE;
		} else {
			ballot[kept++] = ballot[i];
		}
	}
	used = kept;
	if (silent > 0) {
		size_t named = 0;

		for (uint32_t p = 0; p < sorter->profile->project_count; p++) {
			if (named < kept && ballot[named].project == p)
				named++;
			else
				ballot[used++] = (struct support){p, silent};
		}
		sort_ballot(ballot, used);
	}
	*count = 0;
	for (size_t i = 0; i < used; i++) {
		if (ballot[i].weight <= 0)
			continue;
		if (projects[ballot[i].project].cost > 0)
			ballot[(*count)++] = ballot[i];
		else if (!satisfaction_times_cost(sorter->sat))
			sorter->table->projects[ballot[i].project].free = 1;
	}
	return STATUS_OK;
}

static uint64_t hash_ballot(const struct support *ballot, size_t count)
{
	uint64_t hash = count + 1;

	for (size_t i = 0; i < count; i++) {
		hash = (hash ^ ballot[i].project ^ (uint64_t)ballot[i].weight << 20) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 29;
	}
	return hash ^ hash >> 32;
}

static int equals_group(const struct mes_table *table, uint32_t group, const struct support *ballot, size_t count)
{
	size_t first = group ? table->group_end[group - 1] : 0;

	if (table->group_end[group] - first != count)
		return 0;
	for (size_t i = 0; i < count; i++) {
		if (table->marks[first + i] != ballot[i].project)
			return 0;
		if (table->mark_weights && table->mark_weights[first + i] != (uint64_t)ballot[i].weight)
			return 0;
	}
	return 1;
}

static int grow(void **array, size_t item, size_t room)
{
	void *moved = realloc(*array, item * room);

	if (moved)
		*array = moved;
	return moved != NULL;
}

static enum status make_room(struct sorter *sorter, size_t marks_needed)
{
	struct mes_table *table = sorter->table;

	if (table->group_count == sorter->group_room) {
		uint32_t room = sorter->group_room * 2;

		if (room > UINT32_MAX / 4)
			return STATUS_RANGE;
		if (!grow((void **)&table->group_end, sizeof *table->group_end, room) ||
		    !grow((void **)&table->group_voters, sizeof *table->group_voters, room))
			return STATUS_NO_ROOM;
		sorter->group_room = room;
	}
	if (marks_needed > sorter->mark_room) {
		size_t room = marks_needed + marks_needed / 2;

		if (!grow((void **)&table->marks, sizeof *table->marks, room) ||
		    (table->mark_weights && !grow((void **)&table->mark_weights, sizeof *table->mark_weights, room)))
			return STATUS_NO_ROOM;
		sorter->mark_room = room;
	}
	return STATUS_OK;
}

static enum status add_ballot(struct sorter *sorter, size_t count)
{
	struct mes_table *table = sorter->table;
	size_t first = table->group_count ? table->group_end[table->group_count - 1] : 0;
	size_t slot = hash_ballot(sorter->ballot, count) & sorter->slot_mask;
	enum status status;

	for (; sorter->slots[slot]; slot = (slot + 1) & sorter->slot_mask) {
		uint32_t group = sorter->slots[slot] - 1;

		if (equals_group(table, group, sorter->ballot, count)) {
			table->group_voters[group]++;
			return STATUS_OK;
		}
	}
	status = make_room(sorter, first + count);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count; i++) {
		table->marks[first + i] = sorter->ballot[i].project;
		if (table->mark_weights)
			table->mark_weights[first + i] = (uint64_t)sorter->ballot[i].weight;
	}
	table->group_end[table->group_count] = first + count;
	table->group_voters[table->group_count++] = 1;
	sorter->slots[slot] = table->group_count;
	return STATUS_OK;
}

/* From groups to projects: counts, then places. */
static enum status list_supporters(struct mes_table *table)
{
	size_t mark_count = table->group_count ? table->group_end[table->group_count - 1] : 0, sum = 0;

	table->entries = calloc(mark_count + MES_AHEAD, sizeof *table->entries);
	if (table->mark_weights)
		table->weights = malloc((mark_count + 1) * sizeof *table->weights);
	if (!table->entries || (table->mark_weights && !table->weights))
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < mark_count; i++)
		table->projects[table->marks[i]].end++;
	for (uint32_t p = 0; p < table->project_count; p++) {
		table->projects[p].first = sum;
		sum += table->projects[p].end;
		table->projects[p].end = table->projects[p].first;
	}
	for (uint32_t g = 0; g < table->group_count; g++) {
		for (size_t i = g ? table->group_end[g - 1] : 0; i < table->group_end[g]; i++) {
			struct mes_project *project = &table->projects[table->marks[i]];
			uint64_t weight = table->mark_weights ? table->mark_weights[i] : 1, all;

			table->entries[project->end] = (struct mes_entry){g, table->group_voters[g]};
			if (table->weights)
				table->weights[project->end] = weight;
			project->end++;
			if (__builtin_mul_overflow(weight, table->group_voters[g], &all) ||
			    __builtin_add_overflow(all, project->support, &project->support) ||
			    project->support > INT64_MAX)
				return STATUS_RANGE;
			if (weight > project->heaviest)
				project->heaviest = weight;
		}
	}
	return STATUS_OK;
}

static enum status sort_votes(struct sorter *sorter)
{
	const struct profile *profile = sorter->profile;
	size_t start = 0;

	for (size_t v = 0; v < profile->vote_count; v++) {
		size_t count;
		enum status status = read_ballot(sorter, &profile->marks[start], profile->vote_end[v] - start, &count);

		if (status == STATUS_OK)
			status = add_ballot(sorter, count);
		if (status != STATUS_OK)
			return status;
		start = profile->vote_end[v];
	}
	return STATUS_OK;
}

static size_t longest_ballot(const struct profile *profile)
{
	size_t longest = 0, start = 0;

	for (size_t v = 0; v < profile->vote_count; v++) {
		if (profile->vote_end[v] - start > longest)
			longest = profile->vote_end[v] - start;
		start = profile->vote_end[v];
	}
	return longest;
}

static enum status start_sorter(struct sorter *sorter)
{
	const struct profile *profile = sorter->profile;
	struct mes_table *table = sorter->table;
	int weighted = profile->repeats == REPEATS_ALL || (sorter->sat != SAT_COST && sorter->sat != SAT_NUMBER);
	size_t slots = 16;

	while (slots < profile->vote_count * 2)
		slots *= 2;
	sorter->slot_mask = slots - 1;
	sorter->slots = calloc(slots, sizeof *sorter->slots);
	sorter->ballot = calloc(longest_ballot(profile) + profile->project_count + 1, sizeof *sorter->ballot);
	sorter->group_room = 1024;
	sorter->mark_room = 1024;
	table->group_end = calloc(sorter->group_room, sizeof *table->group_end);
	table->group_voters = calloc(sorter->group_room, sizeof *table->group_voters);
	table->marks = calloc(sorter->mark_room, sizeof *table->marks);
	table->mark_weights = weighted ? calloc(sorter->mark_room, sizeof *table->mark_weights) : NULL;
	table->projects = calloc((size_t)profile->project_count + 1, sizeof *table->projects);
	if (!sorter->slots || !sorter->ballot || !table->group_end || !table->group_voters || !table->marks ||
	    (weighted && !table->mark_weights) || !table->projects)
		return STATUS_NO_ROOM;
	table->voters = profile->vote_count;
	table->project_count = profile->project_count;
	for (uint32_t p = 0; p < profile->project_count; p++) {
		uint64_t cost = profile->projects[p].cost;

		if (cost > INT64_MAX)
			return STATUS_RANGE;
		table->projects[p].cost = cost;
		table->projects[p].factor = satisfaction_times_cost(sorter->sat) ? cost : 1;
	}
	return STATUS_OK;
}

static int belongs(const struct profile *profile, enum satisfaction sat)
{
	switch (sat) {
	case SAT_COST:
	case SAT_NUMBER: return 1;
	case SAT_POINTS_COST:
	case SAT_POINTS: return profile->kind == PROFILE_POINTS;
	case SAT_RANK:
	case SAT_RANK_COST:
	case SAT_BORDA: return profile->kind == PROFILE_RANKINGS;
	}
	return 0;
}

enum status mes_table_create(struct mes_table **out, const struct profile *profile, enum satisfaction sat)
{
	struct sorter sorter = {.profile = profile, .sat = sat};
	enum status status;

	*out = NULL;
	if (!belongs(profile, sat))
		return STATUS_RULES;
	if (profile->vote_count > UINT32_MAX / 4)
		return STATUS_RANGE;
	sorter.table = calloc(1, sizeof *sorter.table);
	if (!sorter.table)
		return STATUS_NO_ROOM;
	status = start_sorter(&sorter);
	if (status == STATUS_OK)
		status = sort_votes(&sorter);
	free(sorter.slots);
	free(sorter.ballot);
	if (status == STATUS_OK)
		status = mes_order_groups(sorter.table);
	if (status == STATUS_OK)
		status = list_supporters(sorter.table);
	if (status != STATUS_OK) {
		mes_table_destroy(sorter.table);
		return status;
	}
	*out = sorter.table;
	return STATUS_OK;
}

void mes_table_destroy(struct mes_table *table)
{
	if (!table)
		return;
	free(table->projects);
	free(table->entries);
	free(table->weights);
	free(table->group_end);
	free(table->marks);
	free(table->mark_weights);
	free(table->group_voters);
	free(table);
}
