#include "data_package.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* --- schemas --- */

static json_t *field(const char *name, const char *type, const char *description)
{
	return json_pack("{s:s, s:s, s:s}", "name", name, "type", type, "description", description);
}

static json_t *schema(json_t *fields)
{
	return json_pack("{s:o, s:[s]}", "fields", fields, "missingValues", "");
}

static json_t *result_schema(void)
{
	return schema(json_pack(
	    "[o, o, o, o, o, o, o, o]", field("project_id", "string", "The project, or the answer of a question"),
	    field("name", "string", "Its name in the election's main language"),
	    field("cost", "number", "In whole units of the currency; empty for answers"),
	    field("votes", "integer", "Valid ballots that chose it"),
	    field("score", "integer", "Votes, points, or rank points, as the kind of vote has it; empty for answers"),
	    field("selected", "string", "yes or no; empty for answers"),
	    field("order", "integer", "Its place among the selected, from 1; empty where it was not selected"),
	    field("contest", "integer", "The contest's number")));
}

static const char *mark_meaning(enum vote_type type)
{
	switch (type) {
	case VOTE_RANKED: return "Its place in this vote, 1 for the most wanted; empty where it was not named";
	case VOTE_POINTS: return "The points that this vote gave it; empty for none";
	case VOTE_SCORE: return "The mark that this vote gave it; empty where it gave none";
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: break;
	}
	return "1 where this vote chose it, else empty";
}

/* A column's name as the table has it: with the apostrophe that keeps spreadsheets from taking it for a formula. */
static json_t *mark_field(const struct contest *contest, unsigned project)
{
	const char *id = contest->projects[project].id;
	json_t *name = json_sprintf("%s%s", *id && strchr("=+-@", *id) ? "'" : "", id);

	return json_pack("{s:o, s:s, s:s, s:s}", "name", name, "type", "integer", "title",
	                 text_in(&contest->projects[project].name, 0, NULL), "description",
	                 mark_meaning(contest->type));
}

static json_t *ballots_schema(const struct contest *contest)
{
	json_t *fields = json_pack(
	    "[o, o]", field("vote", "integer", "A running number, which tells nothing about the voter"),
	    json_pack("{s:s, s:s, s:s, s:{s:[s,s,s,s]}}", "name", "verdict", "type", "string", "description",
	              "Whether the vote counts", "constraints", "enum", "valid", "blank", "invalid", "withheld"));

	if (contest->type == VOTE_ANSWER_TEXT)
		(void)json_array_append_new(
		    fields, field("text", "string", "What the voter wrote; a hash where moderation withholds it"));
	for (unsigned i = 0; i < contest->project_count; i++)
		(void)json_array_append_new(fields, mark_field(contest, i));
	return schema(fields);
}

/* --- resources --- */

/* The path, for which the format has lower case, digits, '.', '_', '-' and '/' alone. */
static json_t *resource_name(const char *path)
{
	char name[256];
	size_t len = strlen(path);

	if (len >= sizeof name)
		len = sizeof name - 1;
	for (size_t i = 0; i < len; i++) {
		char c = path[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		name[i] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("._-/", c) ? c : '-';
	}
	name[len] = '\0';
	return json_string(name);
}

static int ends_with(const char *path, const char *ending)
{
	size_t len = strlen(path), end = strlen(ending);

	return len >= end && strcmp(path + len - end, ending) == 0;
}

static const char *media_type(const struct data_file *file)
{
	switch (file->kind) {
	case DATA_RESULT_JSON: return "application/json";
	case DATA_RESULT_CSV:
	case DATA_BALLOTS: return "text/csv";
	case DATA_PABULIB: return "text/plain";
	case DATA_OTHER: break;
	}
	return ends_with(file->path, ".json")   ? "application/json"
	       : ends_with(file->path, ".csv")  ? "text/csv"
	       : ends_with(file->path, ".html") ? "text/html"
	       : ends_with(file->path, ".txt")  ? "text/plain"
	                                        : "application/octet-stream";
}

static json_t *resource_title(const struct data_file *file, const struct result *result)
{
	const char *contest = "";

	if (file->kind == DATA_BALLOTS || file->kind == DATA_PABULIB)
		contest = text_in(&result->election->contests[file->contest].title, 0, NULL);
	switch (file->kind) {
	case DATA_RESULT_JSON: return json_string("The result, for programs");
	case DATA_RESULT_CSV: return json_string("The result as a table");
	case DATA_BALLOTS: return json_sprintf("%s: all ballots, in an order that tells nothing", contest);
	case DATA_PABULIB: return json_sprintf("%s: the whole vote in the Pabulib format", contest);
	case DATA_OTHER: break;
	}
	return json_string(file->path);
}

static const char *format_of(const struct data_file *file)
{
	const char *point = strrchr(file->path, '.');

	return point && !strchr(point, '/') ? point + 1 : "";
}

/* 1 where all went into the package. */
static int add_resource(json_t *resources, const struct data_file *file, const struct result *result)
{
	int table = file->kind == DATA_RESULT_CSV || file->kind == DATA_BALLOTS;
	json_t *hash = json_sprintf("sha256:%s", file->sha256);
	json_t *resource =
	    json_pack("{s:s, s:o, s:s, s:o, s:s, s:s, s:s, s:I, s:o}", "profile",
	              table ? "tabular-data-resource" : "data-resource", "name", resource_name(file->path), "path",
	              file->path, "title", resource_title(file, result), "format", format_of(file), "mediatype",
	              media_type(file), "encoding", "utf-8", "bytes", (json_int_t)file->bytes, "hash", hash);

	if (!resource)
		return 0;
	if (table && (json_object_set_new(resource, "dialect",
	                                  json_pack("{s:s, s:s, s:b, s:s, s:b}", "delimiter", ",", "quoteChar", "\"",
	                                            "doubleQuote", 1, "lineTerminator", "\n", "header", 1)) != 0 ||
	              json_object_set_new(resource, "schema",
	                                  file->kind == DATA_RESULT_CSV
	                                      ? result_schema()
	                                      : ballots_schema(&result->election->contests[file->contest])) != 0)) {
		json_decref(resource);
		return 0;
	}
	return json_array_append_new(resources, resource) == 0;
}

/* --- the whole --- */

static int all_tables(const struct data_file *files, size_t file_count)
{
	for (size_t i = 0; i < file_count; i++) {
		if (files[i].kind != DATA_RESULT_CSV && files[i].kind != DATA_BALLOTS)
			return 0;
	}
	return file_count > 0;
}

enum status data_package_write(FILE *out, const struct result *result, const struct data_file *files, size_t file_count)
{
	const struct election *election = result->election;
	json_t *resources = json_array();
	json_t *package = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "profile",
	                            all_tables(files, file_count) ? "tabular-data-package" : "data-package", "name",
	                            election->id, "title", text_in(&election->title, 0, NULL), "description",
	                            "Result and ballots of a participatory budgeting vote. Ballots are unlinked from "
	                            "voters: their order follows "
	                            "from the votes alone.",
	                            "version", "1.0.0", "resources", resources);
	enum status status = package ? STATUS_OK : STATUS_NO_ROOM;

	for (size_t i = 0; i < file_count && status == STATUS_OK; i++) {
		if (!add_resource(resources, &files[i], result))
			status = STATUS_NO_ROOM;
	}
	if (status == STATUS_OK && json_dumpf(package, out, JSON_INDENT(1)) != 0)
		status = STATUS_IO;
	if (status == STATUS_OK && (putc('\n', out) == EOF || fflush(out) != 0 || ferror(out)))
		status = STATUS_IO;
	json_decref(package);
	return status;
}
