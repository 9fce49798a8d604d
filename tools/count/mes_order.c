#include "mes_order.h"

#include <stdlib.h>
#include <string.h>

enum { ORDER_DEPTH = 4 };

struct order {
	uint32_t *rank;  /* of each project, 0 the one with most supporters */
	uint32_t *place; /* the groups, in their new order */
	uint32_t *other, *start;
	uint32_t (*keys)[ORDER_DEPTH]; /* of each group: its most popular projects' ranks */
};

struct popular {
	uint32_t project;
	uint64_t supporters;
};

static int by_popularity(const void *a, const void *b)
{
	const struct popular *x = a, *y = b;

	if (x->supporters != y->supporters)
		return x->supporters > y->supporters ? -1 : 1;
	return x->project < y->project ? -1 : x->project > y->project;
}

static enum status rank_projects(struct order *order, const struct mes_table *table)
{
	struct popular *line = calloc((size_t)table->project_count + 1, sizeof *line);

	if (!line)
		return STATUS_NO_ROOM;
	for (uint32_t p = 0; p < table->project_count; p++)
		line[p].project = p;
	for (uint32_t g = 0; g < table->group_count; g++) {
		for (size_t i = g ? table->group_end[g - 1] : 0; i < table->group_end[g]; i++)
			line[table->marks[i]].supporters++;
	}
	qsort(line, table->project_count, sizeof *line, by_popularity);
	for (uint32_t p = 0; p < table->project_count; p++)
		order->rank[line[p].project] = p;
	free(line);
	return STATUS_OK;
}

/* The least ranks among a group's projects, ascending; project_count where it has fewer. */
static void set_keys(struct order *order, const struct mes_table *table, uint32_t group)
{
	uint32_t *keys = order->keys[group];

	for (int d = 0; d < ORDER_DEPTH; d++)
		keys[d] = table->project_count;
	for (size_t i = group ? table->group_end[group - 1] : 0; i < table->group_end[group]; i++) {
		uint32_t rank = order->rank[table->marks[i]];

		for (int d = 0; d < ORDER_DEPTH; d++) {
			if (rank < keys[d]) {
				uint32_t moved = keys[d];

				keys[d] = rank;
				rank = moved;
			}
		}
	}
}

/* One pass of a radix sort, by the key at this depth. */
static void sort_pass(struct order *order, const struct mes_table *table, int depth)
{
	uint32_t *swap = order->place;

	memset(order->start, 0, ((size_t)table->project_count + 2) * sizeof *order->start);
	for (uint32_t i = 0; i < table->group_count; i++)
		order->start[order->keys[i][depth] + 1]++;
	for (uint32_t p = 0; p < table->project_count; p++)
		order->start[p + 1] += order->start[p];
	for (uint32_t i = 0; i < table->group_count; i++) {
		uint32_t group = order->place[i];

		order->other[order->start[order->keys[group][depth]]++] = group;
	}
	order->place = order->other;
	order->other = swap;
}

/* Copies the groups in their new order. */
static enum status apply_order(struct mes_table *table, const struct order *order)
{
	size_t mark_count = table->group_end[table->group_count - 1], at = 0;
	size_t *group_end = malloc(table->group_count * sizeof *group_end);
	uint32_t *marks = malloc((mark_count + 1) * sizeof *marks);
	uint32_t *voters = malloc(table->group_count * sizeof *voters);
	uint64_t *weights = table->mark_weights ? malloc((mark_count + 1) * sizeof *weights) : NULL;

	if (!group_end || !marks || !voters || (table->mark_weights && !weights)) {
		free(group_end);
		free(marks);
		free(voters);
		free(weights);
		return STATUS_NO_ROOM;
	}
	for (uint32_t i = 0; i < table->group_count; i++) {
		uint32_t group = order->place[i];
		size_t first = group ? table->group_end[group - 1] : 0, count = table->group_end[group] - first;

		memcpy(&marks[at], &table->marks[first], count * sizeof *marks);
		if (weights)
			memcpy(&weights[at], &table->mark_weights[first], count * sizeof *weights);
		voters[i] = table->group_voters[group];
		at += count;
		group_end[i] = at;
	}
	free(table->group_end);
	free(table->marks);
	free(table->group_voters);
	free(table->mark_weights);
	table->group_end = group_end;
	table->marks = marks;
	table->group_voters = voters;
	table->mark_weights = weights;
	return STATUS_OK;
}

enum status mes_order_groups(struct mes_table *table)
{
	size_t groups = (size_t)table->group_count + 1, projects = (size_t)table->project_count + 2;
	struct order order = {.rank = calloc(projects, sizeof *order.rank),
	                      .place = calloc(groups, sizeof *order.place),
	                      .other = calloc(groups, sizeof *order.other),
	                      .start = calloc(projects, sizeof *order.start),
	                      .keys = calloc(groups, sizeof *order.keys)};
	enum status status =
	    order.rank && order.place && order.other && order.start && order.keys ? STATUS_OK : STATUS_NO_ROOM;

	if (status == STATUS_OK)
		status = rank_projects(&order, table);
	for (uint32_t g = 0; g < table->group_count && status == STATUS_OK; g++) {
		order.place[g] = g;
		set_keys(&order, table, g);
	}
	for (int depth = ORDER_DEPTH; depth > 0 && status == STATUS_OK; depth--)
		sort_pass(&order, table, depth - 1);
	if (status == STATUS_OK && table->group_count > 0)
		status = apply_order(table, &order);
	free(order.rank);
	free(order.place);
	free(order.other);
	free(order.start);
	free(order.keys);
	return status;
}
