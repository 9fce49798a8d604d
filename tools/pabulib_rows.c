/* The sections PROJECTS and VOTES. */
#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"

/* Where the columns that matter stand; NO_COLUMN where the file has none such. */
struct project_columns {
	unsigned id, cost, votes, score, name, category, beneficiaries, neighborhood, district, description, proposer;
};
struct vote_columns {
	unsigned voter, vote, points;
};

/* --- PROJECTS --- */

static enum status read_cost(struct builder *b, uint64_t *cost, char *text, const char *id)
{
	int64_t value = 0;
	enum status status = decimal_read(&value, &b->file->money_digits, text, strlen(text), NOT_NEGATIVE);
	char before[41];

	*cost = (uint64_t)value;
	if (status == STATUS_OK)
		return STATUS_OK;
	(void)snprintf(before, sizeof before, "%s", text);
	if (!builder_strict(b) && status == STATUS_TEXT && number_repaired(text) &&
	    decimal_read(&value, &b->file->money_digits, text, strlen(text), NOT_NEGATIVE) == STATUS_OK) {
		*cost = (uint64_t)value;
		return builder_odd(b, PB_COST, b->row.line, "the cost '%s' of project '%.60s' is read as %s%s", before,
		                   id, text, write_it_so(b));
	}
	*cost = 0;
	b->file->amounts_unknown = 1;
	return builder_wrong(b, PB_COST, b->row.line, "the cost '%s' of project '%.60s' %s", before, id,
	                     decimal_trouble(status));
}

/* *keep is 0 for a row that is left out. */
static enum status judge_id(struct builder *b, int *keep, const char *id)
{
	struct pabulib *file = b->file;
	size_t before;
	enum status status;

	*keep = 0;
	if (!*id)
		return builder_odd(b, PB_PROJECT_EMPTY, b->row.line, "a project without an id");
	if (strchr(id, ','))
		return builder_wrong(b, PB_PROJECT_COMMA, b->row.line,
		                     "the project id '%.60s' holds a comma, which parts the ids in a vote", id);
	if (file->project_count == PROFILE_MAX_PROJECTS)
		return builder_fail(b, b->row.line, "more than %d projects", PROFILE_MAX_PROJECTS);
	status = id_map_add(&b->projects, id, strlen(id), file->project_count, &before);
	if (status == STATUS_USED)
		return builder_odd(b, PB_PROJECT_TWICE, b->row.line,
		                   "the project '%.60s' stands twice, first in line %lu", id,
		                   file->projects[before].line);
	*keep = status == STATUS_OK;
	return status == STATUS_OK ? STATUS_OK : builder_no_memory(b);
}

static enum status read_project(struct builder *b, const struct project_columns *at)
{
	struct pabulib *file = b->file;
	const struct row *row = &b->row;
	struct pabulib_project *projects, *project;
	const char *id = row_text(row, at->id);
	int keep;
	enum status status = judge_id(b, &keep, id);

	if (status != STATUS_OK || !keep)
		return status;
	projects = builder_grown(file->projects, file->project_count, &b->project_room, sizeof *projects);
	if (!projects)
		return builder_no_memory(b);
	file->projects = projects;
	project = &projects[file->project_count++];
	*project = (struct pabulib_project){
	    .id = id,
	    .name = row_text(row, at->name),
	    .category = row_text(row, at->category),
	    .beneficiaries = row_text(row, at->beneficiaries),
	    .place = *row_text(row, at->neighborhood) ? row_text(row, at->neighborhood) : row_text(row, at->district),
	    .description = row_text(row, at->description),
	    .proposer = row_text(row, at->proposer),
	    .told_votes = row_text(row, at->votes),
	    .told_score = row_text(row, at->score),
	    .line = row->line,
	};
	status = read_cost(b, &project->cost, row_text(row, at->cost), id);
	return status == STATUS_OK ? builder_keep_row(b, &file->project_table, &b->project_table) : status;
}

static enum status projects_header(struct builder *b, struct project_columns *at)
{
	static const char *const known[] = {"project_id", "cost",     "votes",         "score",    "name",
	                                    "category",   "selected", "beneficiaries", "district", "neighborhood",
	                                    "subunit",    "proposer", "description",   "latitude", "longitude",
	                                    "public_id",  NULL};
	const struct pabulib_table *table = &b->file->project_table;
	enum status status = builder_header(b, &b->file->project_table, &b->project_table, "PROJECTS", known);

	if (status != STATUS_OK)
		return status;
	b->file->project_header_line = b->row.line;
	*at = (struct project_columns){
	    .id = table_column(table, "project_id"),
	    .cost = table_column(table, "cost"),
	    .votes = table_column(table, "votes"),
	    .score = table_column(table, "score"),
	    .name = table_column(table, "name"),
	    .category = table_column(table, "category"),
	    .beneficiaries = table_column(table, "beneficiaries"),
	    .neighborhood = table_column(table, "neighborhood"),
	    .district = table_column(table, "district"),
	    .description = table_column(table, "description"),
	    .proposer = table_column(table, "proposer"),
	};
	if (at->id == NO_COLUMN || at->cost == NO_COLUMN)
		return builder_fail(b, b->row.line, "PROJECTS needs the columns project_id and cost");
	return STATUS_OK;
}

enum status builder_projects(struct builder *b)
{
	struct project_columns at;
	int ended, is;
	enum status status = projects_header(b, &at);

	while (status == STATUS_OK) {
		status = builder_next_row(b, &ended);
		if (status != STATUS_OK)
			break;
		if (ended)
			return builder_fail(b, 0, "ends within PROJECTS; the section VOTES is missing");
		status = builder_is_title(b, &is, "VOTES");
		if (status != STATUS_OK || is)
			break;
		status = builder_check_width(b, b->file->project_table.column_count, "PROJECTS");
		if (status == STATUS_OK)
			status = read_project(b, &at);
	}
	return status;
}

/* --- VOTES --- */

static enum status mark_trouble(struct builder *b, const char *id, size_t len)
{
	if (len == 0)
		return builder_fail(b, b->row.line,
		                    "an empty place in the list of projects; ids are parted by one ',' each");
	return builder_fail(b, b->row.line, "a vote for '%.*s', but there is no such project",
	                    (int)(len > 60 ? 60 : len), id);
}

/* For each length up to eight, the bytes of an id of that length. */
static const uint64_t length_mask[9] = {0,
                                        UINT64_C(0xff),
                                        UINT64_C(0xffff),
                                        UINT64_C(0xffffff),
                                        UINT64_C(0xffffffff),
                                        UINT64_C(0xffffffffff),
                                        UINT64_C(0xffffffffffff),
                                        UINT64_C(0xffffffffffffff),
                                        UINT64_MAX};

/* 0x80 in every byte of word that is zero, at least up to the first. */
static uint64_t zero_bytes(uint64_t word)
{
	return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

/* The id that begins here: its length, and the project where there is one. Ids of up to seven bytes, as nearly all are,
 * take one look at eight bytes. */
static inline int find_id(const struct builder *b, const char *at, size_t *len, size_t *project)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (at <= b->eight_end) {
		uint64_t word, ends;

		memcpy(&word, at, 8);
		ends = zero_bytes(word) | zero_bytes(word ^ UINT64_C(0x2c2c2c2c2c2c2c2c));
		if (ends) {
			*len = (size_t)__builtin_ctzll(ends) / 8;
			return short_map_find(&b->short_projects, word & length_mask[*len], project) && *len > 0;
		}
	}
#endif
	*len = strcspn(at, ",");
	return id_map_find(&b->projects, at, *len, project);
}

static enum status room_for_mark(struct builder *b, size_t mark_count)
{
	struct profile_mark *marks;

	if (mark_count < b->mark_room)
		return STATUS_OK;
	marks = builder_grown(b->file->marks, mark_count, &b->mark_room, sizeof *marks);
	if (!marks)
		return builder_no_memory(b);
	b->file->marks = marks;
	return STATUS_OK;
}

static enum status read_set(struct builder *b, size_t *mark_count, const char *at)
{
	size_t first = *mark_count, count = first;

	if (!*at)
		return STATUS_OK;
	for (;;) {
		size_t len, project;

		if (count >= b->mark_room && room_for_mark(b, count) != STATUS_OK)
			return STATUS_NO_ROOM;
		if (!find_id(b, at, &len, &project))
			return mark_trouble(b, at, len);
		b->file->marks[count++] = (struct profile_mark){.project = (uint32_t)project};
		at += len;
		if (!*at)
			break;
		at++;
	}
	*mark_count = count;
	if (count - first > PROFILE_MAX_MARKS)
		return builder_fail(b, b->row.line, "names more than %d projects", PROFILE_MAX_MARKS);
	return STATUS_OK;
}

static enum status points_trouble(struct builder *b, const char *text, size_t len, enum status trouble)
{
	return builder_fail(b, b->row.line, "the number of points '%.*s' %s", (int)(len > 40 ? 40 : len), text,
	                    decimal_trouble(trouble));
}

/* In millionths. Whole numbers of up to nine digits, as nearly all are, at once. */
static enum status read_points(struct builder *b, int64_t *points, const char *at, size_t *len)
{
	enum sign_allowed sign = b->file->type == VOTE_SCORE ? ANY_SIGN : NOT_NEGATIVE;
	enum status status;
	int64_t value = 0;
	size_t digits;

	for (digits = 0; digits < 9 && at[digits] >= '0' && at[digits] <= '9'; digits++)
		value = value * 10 + (at[digits] - '0');
	*len = digits;
	*points = value * DECIMAL_ONE;
	if (digits > 0 && (at[digits] == ',' || at[digits] == '\0'))
		return STATUS_OK;
	*len = strcspn(at, ",");
	status = decimal_read(points, &b->file->point_digits, at, *len, sign);
	return status == STATUS_OK ? STATUS_OK : points_trouble(b, at, *len, status);
}

static enum status read_pointed(struct builder *b, size_t *mark_count, const char *ids, const char *points)
{
	size_t first = *mark_count, len, project;
	int more_ids = *ids != '\0', more_points = *points != '\0';
	enum status status;

	while (more_ids && more_points) {
		int64_t given;

		status = room_for_mark(b, *mark_count);
		if (status == STATUS_OK)
			status = read_points(b, &given, points, &len);
		if (status != STATUS_OK)
			return status;
		points += len;
		more_points = *points == ',';
		points += more_points;
		if (!find_id(b, ids, &len, &project))
			return mark_trouble(b, ids, len);
		ids += len;
		more_ids = *ids == ',';
		ids += more_ids;
		b->file->marks[(*mark_count)++] = (struct profile_mark){(uint32_t)project, given};
	}
	if (more_ids != more_points)
		return builder_fail(b, b->row.line, "names %s projects than it gives points for",
		                    more_ids ? "more" : "fewer");
	if (*mark_count - first > PROFILE_MAX_MARKS)
		return builder_fail(b, b->row.line, "names more than %d projects", PROFILE_MAX_MARKS);
	return STATUS_OK;
}

/* A vote without an id gets the number of its line. */
static enum status name_voter(struct builder *b, unsigned column)
{
	enum status status = builder_odd(b, PB_VOTER_EMPTY, b->row.line, "a vote without a voter_id");
	char *name;

	if (status != STATUS_OK)
		return status;
	name = pabulib_own(b->file, "line-%lu", b->row.line);
	if (!name)
		return builder_no_memory(b);
	while (b->row.count <= column)
		b->row.field[b->row.count++] = row_text(&b->row, NO_COLUMN);
	b->row.field[column] = name;
	return STATUS_OK;
}

static enum status read_vote(struct builder *b, const struct vote_columns *at)
{
	struct pabulib *file = b->file;
	int pointed = profile_kind_of(file->type) == PROFILE_POINTS;
	struct pabulib_vote *votes = builder_grown(file->votes, file->vote_count, &b->vote_room, sizeof *votes);
	char *vote = row_text(&b->row, at->vote), *points = row_text(&b->row, at->points);
	size_t marks;
	uint32_t lost = 0;
	enum status status = STATUS_OK;

	if (!votes)
		return builder_no_memory(b);
	file->votes = votes;
	marks = pabulib_first(file, file->vote_count);
	if (!*row_text(&b->row, at->voter))
		status = name_voter(b, at->voter);
	if (status == STATUS_OK && !builder_strict(b))
		status = clean_vote(b, &lost, vote, pointed ? points : NULL);
	if (status == STATUS_OK)
		status = pointed ? read_pointed(b, &marks, vote, points) : read_set(b, &marks, vote);
	if (status != STATUS_OK)
		return status;
	votes[file->vote_count++] =
	    (struct pabulib_vote){.end = (uint32_t)marks, .line = (uint32_t)b->row.line, .lost = lost};
	return builder_keep_row(b, &file->vote_table, &b->vote_table);
}

static enum status votes_header(struct builder *b, struct vote_columns *at)
{
	static const char *const known[] = {"voter_id",      "vote",     "points",       "age",       "sex",
	                                    "voting_method", "district", "neighborhood", "education", NULL};
	const struct pabulib_table *table = &b->file->vote_table;
	enum status status = builder_header(b, &b->file->vote_table, &b->vote_table, "VOTES", known);

	if (status != STATUS_OK)
		return status;
	b->file->vote_header_line = b->row.line;
	*at = (struct vote_columns){.voter = table_column(table, "voter_id"),
	                            .vote = table_column(table, "vote"),
	                            .points = table_column(table, "points")};
	if (at->voter == NO_COLUMN || at->vote == NO_COLUMN)
		return builder_fail(b, b->row.line, "VOTES needs the columns voter_id and vote");
	if (profile_kind_of(b->file->type) != PROFILE_POINTS || at->points != NO_COLUMN)
		return STATUS_OK;
	status =
	    builder_wrong(b, PB_COLUMN_MISSING, b->row.line, "VOTES needs the column points, for the vote_type is %s",
	                  pabulib_meta(b->file, "vote_type"));
	b->file->type = VOTE_APPROVAL;
	b->file->points_lost = 1;
	return status;
}

/* Room for what the text can hold at most, at once; the pages that nothing is written to cost nothing. Without it, all
 * of it grows as votes come. */
static void reserve(struct builder *b)
{
	size_t votes = b->look.lines + 1, marks = votes + b->look.commas;
	size_t fields = votes * b->file->vote_table.column_count;

	b->file->votes = malloc(votes * sizeof *b->file->votes);
	b->vote_room = b->file->votes ? votes : 0;
	b->file->marks = malloc(marks * sizeof *b->file->marks);
	b->mark_room = b->file->marks ? marks : 0;
	b->vote_table.fields = malloc(fields * sizeof *b->vote_table.fields);
	b->vote_table.field_room = b->vote_table.fields ? fields : 0;
	b->file->vote_table.fields = b->vote_table.fields;
}

static enum status short_projects(struct builder *b)
{
	enum status status = short_map_init(&b->short_projects, b->file->project_count);

	if (status != STATUS_OK)
		return builder_no_memory(b);
	for (uint32_t i = 0; i < b->file->project_count; i++) {
		const char *id = b->file->projects[i].id;

		if (strlen(id) <= 8)
			short_map_add(&b->short_projects, short_key(id, strlen(id)), i);
	}
	return STATUS_OK;
}

static enum status refuse_titles(struct builder *b)
{
	static const char *const titles[] = {"META", "PROJECTS", "VOTES"};
	char first = (char)(b->row.field[0][0] | 0x20);
	enum status status = STATUS_OK;
	int is = 0;

	if (first != 'm' && first != 'p' && first != 'v')
		return STATUS_OK;
	for (size_t i = 0; i < 3 && status == STATUS_OK && !is; i++)
		status = builder_is_title(b, &is, titles[i]);
	if (status == STATUS_OK && is)
		return builder_fail(b, b->row.line, "the title %s stands a second time, or out of its place",
		                    b->row.field[0]);
	return status;
}

enum status builder_votes(struct builder *b)
{
	struct vote_columns at;
	int ended;
	enum status status = votes_header(b, &at);

	if (status == STATUS_OK)
		status = short_projects(b);
	if (status == STATUS_OK)
		reserve(b);
	while (status == STATUS_OK) {
		status = builder_next_row(b, &ended);
		if (status != STATUS_OK || ended)
			break;
		status = refuse_titles(b);
		if (status == STATUS_OK)
			status = builder_check_width(b, b->file->vote_table.column_count, "VOTES");
		if (status == STATUS_OK)
			status = read_vote(b, &at);
	}
	return status == STATUS_OK ? builder_voters_twice(b, at.voter) : status;
}
