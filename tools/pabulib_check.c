#include "pabulib_check.h"

#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"

#define WITHDRAWN UINT64_C(999999999)

/* Of one project. What "more" holds is counted where a vote that names a project twice counts it twice. */
struct recount {
	size_t seen; /* 1 + the last vote that named it */
	uint64_t cost;
	uint64_t votes, more_votes;
	int64_t score, more_score;
};

struct checker {
	struct pabulib *file;
	struct fault_teller *teller;
	struct recount *of; /* per project */
	enum profile_kind kind;
	uint32_t min_length, max_length; /* 0: none */
	int has_min_points, has_max_points, has_min_sum, has_max_sum, has_costs;
};

/* --- votes --- */

struct vote_sum {
	uint32_t length;
	uint64_t cost;
	int64_t points, least, most;
	int increasing; /* some points are more than those before them */
};

static void add_to(int64_t *sum, int64_t value)
{
	if (__builtin_add_overflow(*sum, value, sum))
		*sum = INT64_MAX;
}

static void sum_points(struct vote_sum *sum, const struct profile_mark *mark, const struct profile_mark *before)
{
	add_to(&sum->points, mark->points);
	if (sum->length == 0 || mark->points < sum->least)
		sum->least = mark->points;
	if (sum->length == 0 || mark->points > sum->most)
		sum->most = mark->points;
	sum->increasing |= before && before->points < mark->points;
}

/* The first mention of a project in a vote counts. Sums of what one value's bounds allow saturate. */
static void sum_vote(struct checker *c, size_t v, struct vote_sum *sum)
{
	struct pabulib *file = c->file;
	size_t first = pabulib_first(file, v), end = file->votes[v].end;

	*sum = (struct vote_sum){0};
	for (size_t i = first; i < end; i++) {
		const struct profile_mark *mark = &file->marks[i];
		struct recount *of = &c->of[mark->project];

		if (of->seen == v + 1) {
			of->more_votes++;
			if (file->votes[v].repeated++ == 0) {
				file->repeated_votes++;
				fault_tell(c->teller, PB_REPEATED, file->votes[v].line,
				           "names the project '%.60s' more than once",
				           file->projects[mark->project].id);
			}
			continue;
		}
		of->seen = v + 1;
		if (c->has_costs && __builtin_add_overflow(sum->cost, of->cost, &sum->cost))
			sum->cost = UINT64_MAX;
		if (c->kind == PROFILE_POINTS)
			sum_points(sum, mark, i > first ? mark - 1 : NULL);
		sum->length++;
		of->votes++;
	}
}

static int limit(struct checker *c, enum pabulib_kind kind, int broken, unsigned long line, const char *what)
{
	if (broken)
		fault_tell(c->teller, kind, line, "the vote %s", what);
	return broken;
}

/* Blank votes are within every limit: they choose nothing. A check counts projects as the field's does, repeated ones
 * too. */
static void check_vote(struct checker *c, size_t v, const struct vote_sum *sum)
{
	struct pabulib *file = c->file;
	unsigned long line = file->votes[v].line;
	uint32_t length = sum->length;
	int broken = 0;

	if (sum->length == 0 && file->votes[v].lost > 0)
		return;
	if (sum->length == 0) {
		fault_tell(c->teller, PB_VOTE_EMPTY, line, "names no project");
		return;
	}
	if (c->teller->mode == PABULIB_CHECKED)
		length += file->votes[v].repeated;
	broken |= limit(c, PB_TOO_SHORT, length < c->min_length, line, "names fewer projects than min_length");
	broken |= limit(c, PB_TOO_LONG, c->max_length > 0 && length > c->max_length, line,
	                "names more projects than max_length");
	if (c->has_costs) {
		broken |= limit(c, PB_TOO_CHEAP, sum->cost < file->min_sum_cost, line, "costs less than min_sum_cost");
		broken |= limit(c, PB_TOO_DEAR, file->max_sum_cost > 0 && sum->cost > file->max_sum_cost, line,
		                "costs more than max_sum_cost");
	}
	if (c->kind == PROFILE_POINTS) {
		broken |= limit(c, PB_POINTS_RANGE,
		                (c->has_min_points && sum->least < file->min_points) ||
		                    (c->has_max_points && sum->most > file->max_points),
		                line, "gives points outside min_points and max_points");
		broken |= limit(c, PB_POINTS_FEW, c->has_min_sum && sum->points < file->min_sum_points, line,
		                "gives fewer points than min_sum_points");
		broken |= limit(c, PB_POINTS_MANY, c->has_max_sum && sum->points > file->max_sum_points, line,
		                "gives more points than max_sum_points");
		(void)limit(c, PB_POINTS_ORDER, sum->increasing, line, "gives points that increase along the list");
	}
	if (broken)
		file->breaking_votes++;
}

static int64_t worth(const struct checker *c, const struct profile_mark *mark, size_t place, size_t length)
{
	return c->kind == PROFILE_POINTS ? mark->points : (int64_t)(length - place);
}

/* The rare vote that names a project twice: what it adds to the scores where that counts, and where not. */
static void score_repeated(struct checker *c, size_t v)
{
	const struct pabulib *file = c->file;
	size_t first = pabulib_first(file, v), end = file->votes[v].end, place = 0;
	size_t length = end - first, kept = length - file->votes[v].repeated;

	for (size_t i = first; i < end; i++) {
		const struct profile_mark *mark = &file->marks[i];
		int64_t all = worth(c, mark, i - first, length), once = 0;
		size_t k = first;

		while (file->marks[k].project != mark->project)
			k++;
		if (k == i)
			once = worth(c, mark, place++, kept);
		add_to(&c->of[mark->project].score, once);
		add_to(&c->of[mark->project].more_score, all - once);
	}
}

static void score_vote(struct checker *c, size_t v)
{
	const struct pabulib *file = c->file;
	size_t first = pabulib_first(file, v), end = file->votes[v].end;

	if (file->votes[v].repeated > 0) {
		score_repeated(c, v);
		return;
	}
	for (size_t i = first; i < end; i++)
		add_to(&c->of[file->marks[i].project].score, worth(c, &file->marks[i], i - first, end - first));
}

/* --- projects --- */

static enum status set_told(struct checker *c, uint32_t project, const char *column, const char **told, int64_t value,
                            unsigned digits)
{
	struct pabulib *file = c->file;
	unsigned at = table_column(&file->project_table, column);
	const char **fields = (const char **)(uintptr_t)file->project_table.fields;
	char text[32];

	decimal_write(text, value, digits);
	*told = pabulib_own(file, "%s", text);
	if (!*told)
		return STATUS_NO_ROOM;
	if (at != NO_COLUMN)
		fields[project * (size_t)file->project_table.column_count + at] = *told;
	return STATUS_OK;
}

/* Where a project is named twice in a vote, the field's own sums count both; here either is right. */
static enum status check_told(struct checker *c, uint32_t index, const char *column, int64_t once, int64_t all)
{
	struct pabulib *file = c->file;
	struct pabulib_project *project = &file->projects[index];
	int is_score = strcmp(column, "score") == 0, checked = c->teller->mode == PABULIB_CHECKED;
	const char **told = is_score ? &project->told_score : &project->told_votes;
	unsigned decimals = 0, digits = is_score ? file->point_digits : 0;
	int64_t value, one = DECIMAL_ONE;
	char text[32];

	for (unsigned i = 0; i < digits; i++)
		one /= 10;
	if (!**told && (!checked || table_column(&file->project_table, column) == NO_COLUMN))
		return STATUS_OK;
	if (decimal_read(&value, &decimals, *told, strlen(*told), ANY_SIGN) == STATUS_OK && value % one == 0 &&
	    (value / one == all || (value / one == once && !checked)))
		return STATUS_OK;
	if (!**told && all == 0)
		return STATUS_OK;
	decimal_write(text, all, digits);
	fault_tell(c->teller, PB_RECOUNT, project->line,
	           "the file tells %s %.40s for the project '%.60s', a recount gives %s", column, **told ? *told : "''",
	           project->id, text);
	return c->teller->mode == PABULIB_LENIENT ? set_told(c, index, column, told, all, digits) : STATUS_OK;
}

static void check_cost(struct checker *c, const struct pabulib_project *project)
{
	const struct pabulib *file = c->file;
	uint64_t one = 1;
	char cost[32], budget[32];

	for (unsigned i = 0; i < file->money_digits; i++)
		one *= 10;
	decimal_write(cost, (int64_t)project->cost, file->money_digits);
	decimal_write(budget, (int64_t)file->budget, file->money_digits);
	if (file->amounts_unknown)
		return;
	if (project->cost < one)
		fault_tell(c->teller, PB_COST_NONE, project->line, "the project '%.60s' costs %s", project->id, cost);
	else if (project->cost > file->budget && project->cost == WITHDRAWN * one)
		fault_tell(c->teller, PB_COST_WITHDRAWN, project->line,
		           "the project '%.60s' costs %s, which says that it was withdrawn", project->id, cost);
	else if (project->cost > file->budget)
		fault_tell(c->teller, PB_COST_BUDGET, project->line,
		           "the project '%.60s' costs %s, more than the whole budget of %s", project->id, cost, budget);
}

static enum status check_projects(struct checker *c)
{
	const struct pabulib *file = c->file;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < file->project_count && status == STATUS_OK; i++) {
		const struct recount *of = &c->of[i];

		check_cost(c, &file->projects[i]);
		if (file->points_lost && c->teller->mode == PABULIB_CHECKED)
			continue;
		status = check_told(c, i, "votes", (int64_t)of->votes, (int64_t)(of->votes + of->more_votes));
		if (status == STATUS_OK)
			status = check_told(c, i, "score", of->score, of->score + of->more_score);
		if (of->votes == 0 && table_column(&file->project_table, "votes") != NO_COLUMN)
			fault_tell(c->teller, PB_NO_VOTES, file->projects[i].line, "the project '%.60s' has no votes",
			           file->projects[i].id);
	}
	return status;
}

/* --- the whole --- */

static void read_limits(struct checker *c)
{
	const struct pabulib *file = c->file;
	int chooses_one = file->type == VOTE_CHOOSE_ONE;

	c->kind = profile_kind_of(file->type);
	c->min_length = file->min_length;
	c->max_length = chooses_one && file->max_length == 0 ? 1 : file->max_length;
	c->has_min_points = *pabulib_meta(file, "min_points") != '\0';
	c->has_max_points = *pabulib_meta(file, "max_points") != '\0';
	c->has_min_sum = *pabulib_meta(file, "min_sum_points") != '\0';
	c->has_max_sum = *pabulib_meta(file, "max_sum_points") != '\0';
	c->has_costs = file->min_sum_cost > 0 || file->max_sum_cost > 0;
}

enum status pabulib_check(struct pabulib *file, struct fault_teller *teller)
{
	struct checker c = {.file = file, .teller = teller};
	enum status status;

	c.of = calloc((size_t)file->project_count + 1, sizeof *c.of);
	if (!c.of)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < file->project_count; i++)
		c.of[i].cost = file->projects[i].cost;
	read_limits(&c);
	for (size_t v = 0; v < file->vote_count; v++) {
		struct vote_sum sum;

		sum_vote(&c, v, &sum);
		check_vote(&c, v, &sum);
		if (c.kind != PROFILE_SETS)
			score_vote(&c, v);
	}
	for (uint32_t i = 0; i < file->project_count && c.kind == PROFILE_SETS; i++) {
		c.of[i].score = (int64_t)c.of[i].votes;
		c.of[i].more_score = (int64_t)c.of[i].more_votes;
	}
	status = check_projects(&c);
	free(c.of);
	return status;
}
