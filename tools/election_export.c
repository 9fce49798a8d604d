#include "election_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "contest_pb_parts.h"
#include "election_load.h"
#include "pabulib_codes.h"

enum { COLUMNS = 9 };

struct exporting {
	const struct election *election;
	const struct contest *contest;
	FILE *out;
	int failed; /* memory ran out */
	int has_category, has_place, has_description, has_proposer;
};

/* --- values --- */

/* On one line; the caller frees it. NULL without memory, which is kept in mind. */
static char *one_line(struct exporting *exporting, const char *text)
{
	char *line = strdup(text);

	if (!line)
		exporting->failed = 1;
	for (char *at = line; at && *at; at++)
		if (*at == '\n')
			*at = ' ';
	return line;
}

/* A comma with a blank behind it belongs to a name in a list; any other would part two. */
static char *name_in_list(struct exporting *exporting, const char *text)
{
	char *line = one_line(exporting, text);

	for (char *at = line; at && *at; at++)
		if (*at == ',' && at[1] != ' ')
			*at = ' ';
	return line;
}

static void put_meta(struct exporting *exporting, const char *key, const char *value)
{
	char *line = one_line(exporting, value);
	const char *const row[] = {key, line ? line : ""};

	if (line && *line)
		pabulib_put_row(exporting->out, row, 2);
	free(line);
}

static void put_number(struct exporting *exporting, const char *key, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	put_meta(exporting, key, text);
}

/* 0 stands for no limit. */
static void put_limit(struct exporting *exporting, const char *key, uint64_t number)
{
	if (number > 0)
		put_number(exporting, key, number);
}

static void put_money(struct exporting *exporting, const char *key, uint64_t amount)
{
	char text[AMOUNT_TEXT];

	amount_to_text(text, amount, exporting->election->minor_digits);
	if (amount > 0)
		put_meta(exporting, key, text);
}

/* --- META --- */

static const char *vote_type_of(enum vote_type type)
{
	switch (type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK: return "approval";
	case VOTE_CHOOSE_ONE: return "choose-1";
	case VOTE_RANKED: return "ordinal";
	case VOTE_POINTS: return "cumulative";
	case VOTE_SCORE: return "scoring";
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: break;
	}
	return "";
}

static const char *rule_of(const struct election *election)
{
	switch (election->rule) {
	case RULE_GREEDY: return "greedy";
	case RULE_GREEDY_NO_SKIP: return "greedy-no-skip";
	case RULE_GREEDY_THRESHOLD: return "greedy-threshold";
	case RULE_GREEDY_EXCLUSIVE: return "greedy-exclusive";
	case RULE_PHRAGMEN: return "phragmen";
	case RULE_MES: break;
	}
	switch (election->completion) {
	case COMPLETION_ADD1: return "equalshares/add1";
	case COMPLETION_ADD1U: return "equalshares/add1u";
	case COMPLETION_UTILITARIAN: return "equalshares/utilitarian";
	case COMPLETION_NONE: break;
	}
	return "equalshares";
}

/* "2026-05-01" as "01.05.2026". */
static void put_day(struct exporting *exporting, const char *key, const char *iso)
{
	char day[16];

	if (strlen(iso) != 10)
		return;
	snprintf(day, sizeof day, "%.2s.%.2s.%.4s", iso + 8, iso + 5, iso);
	put_meta(exporting, key, day);
}

static void put_limits(struct exporting *exporting)
{
	const struct contest *contest = exporting->contest;

	put_limit(exporting, "min_length", contest->min_length);
	put_limit(exporting, "max_length", contest->max_length);
	put_money(exporting, "min_sum_cost", contest->min_sum_cost);
	put_money(exporting, "max_sum_cost", contest->max_sum_cost);
	put_limit(exporting, "min_points", contest->min_points);
	put_limit(exporting, "max_points", contest->max_points);
	put_limit(exporting, "max_sum_points", contest->max_sum_points);
	if (exporting->election->rule == RULE_GREEDY_THRESHOLD)
		put_limit(exporting, "min_project_score_threshold", contest->min_project_score);
}

static void put_head(struct exporting *exporting)
{
	const struct election *election = exporting->election;
	const struct contest *contest = exporting->contest;
	char year[8] = "";
	char country[COUNTRY_NAME];
	const char *name = country_of_currency(country, election->currency);

	snprintf(year, sizeof year, "%.4s", *election->opens ? election->opens : election->closes);
	fputs("META\nkey;value\n", exporting->out);
	put_meta(exporting, "description", pb_text(&contest->title));
	put_meta(exporting, "country", name ? name : "Worldwide");
	put_meta(exporting, "unit", pb_text(&election->organiser));
	put_meta(exporting, "instance", year);
	put_number(exporting, "num_projects", contest->project_count);
	put_number(exporting, "num_votes", 0);
	put_money(exporting, "budget", contest->budget);
	put_meta(exporting, "vote_type", vote_type_of(contest->type));
	put_meta(exporting, "rule", rule_of(election));
	put_day(exporting, "date_begin", election->opens);
	put_day(exporting, "date_end", election->closes);
	put_limits(exporting);
	put_meta(exporting, "language", election->language[0]);
	put_meta(exporting, "currency", election->currency);
	put_meta(exporting, "comment", "#1: The projects before the vote: there are no votes yet.");
}

/* --- PROJECTS --- */

static void choose_columns(struct exporting *exporting)
{
	for (unsigned i = 0; i < exporting->contest->project_count; i++) {
		const struct project *project = &exporting->contest->projects[i];

		exporting->has_category |= project->categories != 0;
		exporting->has_place |= pb_says_something(pb_text(&project->place));
		exporting->has_description |=
		    pb_says_something(pb_text(&project->summary)) || pb_says_something(pb_text(&project->description));
		exporting->has_proposer |= pb_says_something(pb_text(&project->proposer));
	}
}

/* What people read first, then the rest. The caller frees it. */
static char *description_of(struct exporting *exporting, const struct project *project)
{
	const char *first = pb_text(&project->summary), *rest = pb_text(&project->description);
	size_t room = strlen(first) + strlen(rest) + 2;
	char *both = malloc(room), *line;

	if (!both) {
		exporting->failed = 1;
		return NULL;
	}
	snprintf(both, room, "%s%s%s", first, *first && *rest ? " " : "", rest);
	line = one_line(exporting, both);
	free(both);
	return line;
}

/* A comma parts two of them. The caller frees it. */
static char *categories_of(struct exporting *exporting, const struct project *project)
{
	const struct election *election = exporting->election;
	char *list = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&list, &len);
	int first = 1;

	if (!out) {
		exporting->failed = 1;
		return NULL;
	}
	for (unsigned i = 0; i < election->category_count; i++) {
		char *name;

		if (!(project->categories >> i & 1))
			continue;
		name = name_in_list(exporting, pb_text(&election->category[i]));
		fprintf(out, "%s%s", first ? "" : ",", name ? name : "");
		free(name);
		first = 0;
	}
	if (fclose(out) != 0)
		exporting->failed = 1;
	return list;
}

static void put_project(struct exporting *exporting, const struct project *project)
{
	char cost[AMOUNT_TEXT];
	char *name = one_line(exporting, pb_text(&project->name)),
	     *place = one_line(exporting, pb_text(&project->place)),
	     *by = one_line(exporting, pb_text(&project->proposer)), *about = description_of(exporting, project),
	     *category = categories_of(exporting, project);
	const char *row[COLUMNS];
	unsigned n = 0;

	amount_to_text(cost, project->cost, exporting->election->minor_digits);
	row[n++] = project->id;
	row[n++] = cost;
	row[n++] = "0";
	row[n++] = name ? name : "";
	if (exporting->has_category)
		row[n++] = category ? category : "";
	if (exporting->has_place)
		row[n++] = place ? place : "";
	if (exporting->has_description)
		row[n++] = about ? about : "";
	if (exporting->has_proposer)
		row[n++] = by ? by : "";
	pabulib_put_row(exporting->out, row, n);
	free(name);
	free(place);
	free(by);
	free(about);
	free(category);
}

static void put_all(struct exporting *exporting)
{
	const char *row[COLUMNS] = {"project_id", "cost", "votes", "name"};
	enum vote_type type = exporting->contest->type;
	unsigned n = 4;

	choose_columns(exporting);
	put_head(exporting);
	if (exporting->has_category)
		row[n++] = "category";
	if (exporting->has_place)
		row[n++] = "neighborhood";
	if (exporting->has_description)
		row[n++] = "description";
	if (exporting->has_proposer)
		row[n++] = "proposer";
	fputs("PROJECTS\n", exporting->out);
	pabulib_put_row(exporting->out, row, n);
	for (unsigned i = 0; i < exporting->contest->project_count; i++)
		put_project(exporting, &exporting->contest->projects[i]);
	fprintf(exporting->out, "VOTES\nvoter_id;vote%s\n", type == VOTE_POINTS || type == VOTE_SCORE ? ";points" : "");
}

/* --- the command --- */

static unsigned vote_contests(const struct election *election)
{
	unsigned count = 0;

	for (unsigned i = 0; i < election->contest_count; i++)
		count += !vote_type_is_question(election->contests[i].type);
	return count;
}

/* NAME.pb, or NAME-2.pb where there are several contests. */
static enum status output_of(char out[static PATH_ROOM], const char *output, const struct contest *contest, int several)
{
	size_t stem = strlen(output);

	if (stem > 3 && strcmp(output + stem - 3, ".pb") == 0)
		stem -= 3;
	if (several ? snprintf(out, PATH_ROOM, "%.*s-%u.pb", (int)stem, output, contest->id) < PATH_ROOM
	            : snprintf(out, PATH_ROOM, "%s", output) < PATH_ROOM)
		return STATUS_OK;
	(void)cli_failed("%s: the path is too long", output);
	return STATUS_TOO_LONG;
}

static enum status check_ids(const struct contest *contest, const char *path)
{
	for (unsigned i = 0; i < contest->project_count; i++)
		if (strchr(contest->projects[i].id, ',')) {
			(void)cli_refused("%s: contest %u: the id \"%.60s\" has a comma, which parts ids in a Pabulib "
			                  "file; give the project another id",
			                  path, contest->id, contest->projects[i].id);
			return STATUS_RULES;
		}
	return STATUS_OK;
}

static enum status export_contest(const struct election *election, const struct contest *contest, const char *path,
                                  const char *output)
{
	struct exporting exporting = {.election = election, .contest = contest};
	char to[PATH_ROOM];
	struct file_out out;
	enum status status = check_ids(contest, path);

	if (status == STATUS_OK)
		status = output_of(to, output, contest, vote_contests(election) > 1);
	if (status == STATUS_OK)
		status = file_out_begin(&out, to, FILE_PUBLIC, FILE_REPLACE);
	if (status != STATUS_OK)
		return status;
	exporting.out = out.stream;
	put_all(&exporting);
	if (exporting.failed) {
		(void)cli_failed("%s: there is not enough memory; close other programs", path);
		status = STATUS_NO_ROOM;
	} else {
		status = file_out_finish(&out);
	}
	file_out_abandon(&out);
	if (status == STATUS_OK)
		printf("%s: %s, %u project%s\n", to, pb_text(&contest->title), contest->project_count,
		       plural(contest->project_count));
	return status;
}

/* What the format has no place for is said, never dropped in silence. */
static void tell_left_out(const struct election *election, const char *path)
{
	unsigned questions = election->contest_count - vote_contests(election), values = 0;

	for (unsigned i = 0; i < election->contest_count; i++)
		for (unsigned k = 0; k < election->contests[i].project_count; k++) {
			const struct project *project = &election->contests[i].projects[k];

			values += pb_text(&project->social)[0] || pb_text(&project->economic)[0] ||
			          pb_text(&project->environmental)[0] || pb_text(&project->contact)[0];
		}
	if (election->language_count > 1)
		cli_note("note: %s: only the texts in \"%s\" are in it: the format has one language", path,
		         election->language[0]);
	if (questions > 0)
		cli_note("note: %s: %u question%s left out: the format has none", path, questions,
		         questions == 1 ? " is" : "s are");
	if (values > 0)
		cli_note("note: %s: social value and contacts are left out: the format has no place for them", path);
	if (election->picture_count > 0)
		cli_note("note: %s: pictures are left out", path);
	if (election->style_count > 1)
		cli_note("note: %s: which district votes on which contest is left out: each has a file of its own",
		         path);
}

int election_export(int argc, char **argv)
{
	const char *output = NULL;
	const struct cli_option options[] = {
	    {.name = "-o", .value = "NAME.pb", .help = "the file to write", .text = &output, .required = 1},
	};
	const struct cli_command command = {
	    .name = "election export",
	    .usage = "ELECTION.json -o NAME.pb",
	    .help = "Writes the projects, vote type, limits, budget and rule of a definition in the Pabulib\n"
	            "format (pabulib.org), without votes: what `folkmoot election import` reads, and other\n"
	            "programs. Several contests become NAME-1.pb, NAME-2.pb and so on, by their ids. The\n"
	            "votes of a finished count are among the files that `folkmoot publish` writes.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an election.json",
	};
	struct definition definition;
	struct bytes file = {0};
	int count, code = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (code != CLI_RUN)
		return code;
	status = election_load(&definition, &file, argv[1]);
	for (unsigned i = 0; status == STATUS_OK && i < definition.election->contest_count; i++)
		if (!vote_type_is_question(definition.election->contests[i].type))
			status =
			    export_contest(definition.election, &definition.election->contests[i], argv[1], output);
	if (status == STATUS_OK)
		tell_left_out(definition.election, argv[1]);
	definition_finish(&definition);
	bytes_free(&file);
	return cli_finish(cli_code(status));
}
