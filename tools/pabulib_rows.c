#include <string.h>

#include "pabulib_builder.h"

/* Where the columns that matter stand; NO_COLUMN where the file has none such. */
struct project_columns {
	unsigned id, cost, votes, score, name, category, beneficiaries, neighborhood, district, description, proposer;
};
struct vote_columns {
	unsigned voter, vote, points;
};

/* --- PROJECTS
 * ----------------------------------------------------------------------------------------------------------------- */

static enum status read_cost(struct builder *b, uint64_t *cost, const char *text, const char *id)
{
	int64_t value;
	enum status status = decimal_read(&value, &b->file->money_digits, text, strlen(text), NOT_NEGATIVE);

	*cost = (uint64_t)value;
	if (status == STATUS_OK)
		return STATUS_OK;
	return builder_fail(b, b->row.line, "the cost '%.40s' of project '%.60s' %s", text, id,
	                    decimal_trouble(status));
}

static enum status read_project(struct builder *b, const struct project_columns *at)
{
	struct pabulib *file = b->file;
	const struct row *row = &b->row;
	struct pabulib_project *projects, *project;
	size_t before;
	const char *id = row_text(row, at->id);
	enum status status;

	if (!*id)
		return builder_fail(b, row->line, "a project without an id");
	if (strchr(id, ','))
		return builder_fail(b, row->line, "the project id '%.60s' holds a comma, which parts the ids in a vote",
		                    id);
	if (file->project_count == PROFILE_MAX_PROJECTS)
		return builder_fail(b, row->line, "more than %d projects", PROFILE_MAX_PROJECTS);
	status = id_map_add(&b->projects, id, strlen(id), file->project_count, &before);
	if (status == STATUS_USED)
		return builder_fail(
		    b, row->line,
		    "the project '%.60s' stands twice, first in line %lu; give each project an id of its own", id,
		    file->projects[before].line);
	projects = builder_grown(file->projects, file->project_count, &b->project_room, sizeof *projects);
	if (status != STATUS_OK || !projects)
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
	return read_cost(b, &project->cost, row_text(row, at->cost), id);
}

enum status builder_projects(struct builder *b)
{
	struct project_columns at;
	unsigned columns;
	int ended;
	enum status status = builder_header(b, &b->file->project_table, &b->project_table, "PROJECTS");

	if (status != STATUS_OK)
		return status;
	columns = b->row.count;
	at = (struct project_columns){
	    .id = header_find(&b->row, "project_id"),
	    .cost = header_find(&b->row, "cost"),
	    .votes = header_find(&b->row, "votes"),
	    .score = header_find(&b->row, "score"),
	    .name = header_find(&b->row, "name"),
	    .category = header_find(&b->row, "category"),
	    .beneficiaries = header_find(&b->row, "beneficiaries"),
	    .neighborhood = header_find(&b->row, "neighborhood"),
	    .district = header_find(&b->row, "district"),
	    .description = header_find(&b->row, "description"),
	    .proposer = header_find(&b->row, "proposer"),
	};
	if (at.id == NO_COLUMN || at.cost == NO_COLUMN)
		return builder_fail(b, b->row.line, "PROJECTS needs the columns project_id and cost");
	for (;;) {
		status = builder_next_row(b, &ended);
		if (status != STATUS_OK)
			return status;
		if (ended)
			return builder_fail(b, 0, "ends within PROJECTS; the section VOTES is missing");
		if (row_is_title(&b->row, "VOTES"))
			return STATUS_OK;
		status = builder_check_width(b, columns, "PROJECTS");
		if (status == STATUS_OK)
			status = read_project(b, &at);
		if (status == STATUS_OK)
			status = builder_keep_row(b, &b->file->project_table, &b->project_table);
		if (status != STATUS_OK)
			return status;
	}
}

/* --- VOTES
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Takes the next item of a list parted by ','. Returns 0 behind the last. *at is NULL once the list is used up. */
static int next_item(const char **at, const char **item, size_t *len)
{
	if (!*at)
		return 0;
	*item = *at;
	*len = strcspn(*at, ",");
	*at = (*at)[*len] ? *at + *len + 1 : NULL;
	return 1;
}

static enum status read_points(struct builder *b, int64_t *points, const char *text, size_t len)
{
	enum sign_allowed sign = b->file->type == VOTE_SCORE ? ANY_SIGN : NOT_NEGATIVE;
	enum status status = decimal_read(points, &b->file->point_digits, text, len, sign);

	if (status == STATUS_OK)
		return STATUS_OK;
	return builder_fail(b, b->row.line, "the number of points '%.*s' %s", (int)(len > 40 ? 40 : len), text,
	                    decimal_trouble(status));
}

static enum status add_mark(struct builder *b, size_t *mark_count, const char *id, size_t len, int64_t points)
{
	struct pabulib *file = b->file;
	struct profile_mark *marks;
	size_t project;

	if (len == 0)
		return builder_fail(b, b->row.line,
		                    "an empty place in the list of projects; ids are parted by one ',' each");
	if (!id_map_find(&b->projects, id, len, &project))
		return builder_fail(b, b->row.line, "a vote for '%.*s', but there is no such project",
		                    (int)(len > 60 ? 60 : len), id);
	marks = builder_grown(file->marks, *mark_count, &b->mark_room, sizeof *marks);
	if (!marks)
		return builder_no_memory(b);
	file->marks = marks;
	marks[(*mark_count)++] = (struct profile_mark){.project = (uint32_t)project, .points = points};
	return STATUS_OK;
}

static enum status read_marks(struct builder *b, size_t *mark_count, const char *ids, const char *points)
{
	int pointed = profile_kind_of(b->file->type) == PROFILE_POINTS, more_ids, more_points;
	const char *id = "", *value = "";
	size_t id_len = 0, value_len = 0, first = *mark_count;
	enum status status;

	ids = *ids ? ids : NULL;
	points = pointed && *points ? points : NULL;
	for (;;) {
		int64_t given = 0;

		more_ids = next_item(&ids, &id, &id_len);
		more_points = next_item(&points, &value, &value_len);
		if (pointed && more_ids != more_points)
			return builder_fail(b, b->row.line, "names %s projects than it gives points for",
			                    more_ids ? "more" : "fewer");
		if (!more_ids)
			return STATUS_OK;
		if (*mark_count - first == PROFILE_MAX_MARKS)
			return builder_fail(b, b->row.line, "names more than %d projects", PROFILE_MAX_MARKS);
		status = pointed ? read_points(b, &given, value, value_len) : STATUS_OK;
		if (status == STATUS_OK)
			status = add_mark(b, mark_count, id, id_len, given);
		if (status != STATUS_OK)
			return status;
	}
}

static enum status read_vote(struct builder *b, const struct vote_columns *at)
{
	struct pabulib *file = b->file;
	struct pabulib_vote *votes = builder_grown(file->votes, file->vote_count, &b->vote_room, sizeof *votes);
	const char *voter = row_text(&b->row, at->voter);
	size_t marks, before;
	enum status status;

	if (!votes)
		return builder_no_memory(b);
	file->votes = votes;
	marks = pabulib_first(file, file->vote_count);
	if (!*voter)
		return builder_fail(b, b->row.line, "a vote without a voter_id");
	status = id_map_add(&b->voters, voter, strlen(voter), file->vote_count, &before);
	if (status == STATUS_USED && ++b->same_voters <= 3)
		builder_remark(b, b->row.line,
		               "the voter '%.60s' has voted in line %lu already; both votes are counted", voter,
		               votes[before].line);
	if (status != STATUS_OK && status != STATUS_USED)
		return builder_no_memory(b);
	status = read_marks(b, &marks, row_text(&b->row, at->vote), row_text(&b->row, at->points));
	if (status == STATUS_OK)
		votes[file->vote_count++] = (struct pabulib_vote){.end = marks, .line = b->row.line};
	return status;
}

enum status builder_votes(struct builder *b)
{
	struct vote_columns at;
	unsigned columns;
	int ended;
	enum status status = builder_header(b, &b->file->vote_table, &b->vote_table, "VOTES");

	if (status != STATUS_OK)
		return status;
	columns = b->row.count;
	at = (struct vote_columns){.voter = header_find(&b->row, "voter_id"),
	                           .vote = header_find(&b->row, "vote"),
	                           .points = header_find(&b->row, "points")};
	if (at.voter == NO_COLUMN || at.vote == NO_COLUMN)
		return builder_fail(b, b->row.line, "VOTES needs the columns voter_id and vote");
	if (profile_kind_of(b->file->type) == PROFILE_POINTS && at.points == NO_COLUMN)
		return builder_fail(b, b->row.line, "VOTES needs the column points, for the vote_type is %s",
		                    pabulib_meta(b->file, "vote_type"));
	for (;;) {
		status = builder_next_row(b, &ended);
		if (status != STATUS_OK || ended)
			return status;
		if (row_is_title(&b->row, "META") || row_is_title(&b->row, "PROJECTS") ||
		    row_is_title(&b->row, "VOTES"))
			return builder_fail(b, b->row.line, "the title %s stands a second time, or out of its place",
			                    b->row.field[0]);
		status = builder_check_width(b, columns, "VOTES");
		if (status == STATUS_OK)
			status = read_vote(b, &at);
		if (status == STATUS_OK)
			status = builder_keep_row(b, &b->file->vote_table, &b->vote_table);
		if (status != STATUS_OK)
			return status;
	}
}
