/* Voters by what the file tells about them: district, neighborhood, age, sex. */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "pabulib_ids.h"

/* What stands in a column, each once. */
struct kind {
	const char *name;
	unsigned band; /* of an age, from 1; 0 for all else */
	uint64_t voters;
	size_t number; /* as it was met */
};

struct kinds {
	struct kind *of;
	size_t count, room;
	struct id_map map;
};

/* "34" is in "25-34"; what is no age in years stays as it is. */
static const char *age_band(unsigned *band, const char *told)
{
	static const struct {
		unsigned long from;
		const char *name;
	} bands[] = {{0, "under 18"}, {18, "18-24"}, {25, "25-34"},      {35, "35-44"},
	             {45, "45-54"},   {55, "55-64"}, {65, "65 and over"}};
	size_t len = strlen(told);
	unsigned i = sizeof bands / sizeof bands[0] - 1;

	if (len == 0 || len > 3 || strspn(told, "0123456789") != len)
		return told;
	while (bands[i].from > strtoul(told, NULL, 10))
		i--;
	*band = i + 1;
	return bands[i].name;
}

static enum status add_voter(struct kinds *kinds, uint32_t *of, const char *name, unsigned band)
{
	size_t number;
	enum status status = id_map_add(&kinds->map, name, strlen(name), kinds->count, &number);

	if (status != STATUS_OK && status != STATUS_USED)
		return status;
	if (number == kinds->count) {
		if (kinds->count == kinds->room) {
			size_t room = kinds->room ? kinds->room * 2 : 64;
			struct kind *moved = realloc(kinds->of, room * sizeof *moved);

			if (!moved)
				return STATUS_NO_ROOM;
			kinds->of = moved;
			kinds->room = room;
		}
		kinds->of[kinds->count++] = (struct kind){.name = name, .band = band, .number = number};
	}
	kinds->of[number].voters++;
	*of = (uint32_t)number;
	return STATUS_OK;
}

/* The larger first, then by name, so that the order of voters does not matter. */
static int by_size(const void *a, const void *b)
{
	const struct kind *left = a, *right = b;

	if (left->voters != right->voters)
		return left->voters > right->voters ? -1 : 1;
	return strcmp(left->name, right->name);
}

static int by_age(const void *a, const void *b)
{
	const struct kind *left = a, *right = b;

	if (left->band != right->band)
		return left->band && (!right->band || left->band < right->band) ? -1 : 1;
	return by_size(a, b);
}

/* How many of the kinds, the largest first, stay by themselves. The rest together must not be a small group either. */
static size_t kept_kinds(const struct kinds *kinds)
{
	size_t kept = 0;
	uint64_t rest = 0;

	while (kept < kinds->count && kept < COMPARE_GROUPS_MAX && kinds->of[kept].voters >= COMPARE_LEAST)
		kept++;
	for (size_t i = kept; i < kinds->count; i++)
		rest += kinds->of[i].voters;
	return kept > 0 && rest > 0 && rest < COMPARE_LEAST ? kept - 1 : kept;
}

/* Numbers the groups and puts every voter into one. */
static enum status number_groups(struct grouping *out, struct kinds *kinds, size_t votes)
{
	uint32_t *place;
	size_t kept;

	out->rest = 0;
	if (kinds->count == 0)
		return STATUS_OK;
	qsort(kinds->of, kinds->count, sizeof *kinds->of, by_size);
	kept = kept_kinds(kinds);
	out->rest = kept < kinds->count;
	if (kept == 0 || kept + (size_t)out->rest < 2)
		return STATUS_OK;
	qsort(kinds->of, kept, sizeof *kinds->of, by_age);
	place = calloc(kinds->count, sizeof *place);
	if (!place)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < kinds->count; i++) {
		place[kinds->of[i].number] = (uint32_t)(i < kept ? i : kept);
		if (i < kept)
			out->name[i] = kinds->of[i].name;
	}
	out->name[kept] = "";
	for (size_t v = 0; v < votes; v++)
		out->of[v] = place[out->of[v]];
	out->count = (uint32_t)(kept + (size_t)out->rest);
	free(place);
	return STATUS_OK;
}

enum status grouping_make(struct grouping *out, const struct pabulib_table *votes, const char *column)
{
	struct kinds kinds = {0};
	enum status status = STATUS_OK;
	unsigned at = 0;

	*out = (struct grouping){.column = column};
	while (at < votes->column_count && strcmp(votes->columns[at], column) != 0)
		at++;
	if (at == votes->column_count || votes->row_count == 0)
		return STATUS_OK;
	out->of = calloc(votes->row_count, sizeof *out->of);
	if (!out->of)
		return STATUS_NO_ROOM;
	for (size_t v = 0; v < votes->row_count && status == STATUS_OK; v++) {
		const char *name = votes->fields[v * votes->column_count + at];
		unsigned band = 0;

		if (strcmp(column, "age") == 0)
			name = age_band(&band, name);
		status = add_voter(&kinds, &out->of[v], name, band);
	}
	if (status == STATUS_OK)
		status = number_groups(out, &kinds, votes->row_count);
	id_map_free(&kinds.map);
	free(kinds.of);
	return status;
}

void grouping_finish(struct grouping *grouping)
{
	free(grouping->of);
	grouping->of = NULL;
	grouping->count = 0;
}
