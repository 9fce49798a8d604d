#include "tally_terms.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "definition.h"

/* "greedy-cost" is another name of greedy by votes per unit of money. */
static const char per_cost[] = "greedy-cost";

/* cost and number take a vote for the set of projects it names, as phragmen does: they change nothing. */
static int read_phragmen_sat(const char *sat)
{
	if (strcmp(sat, "cost") != 0 && strcmp(sat, "number") != 0)
		return cli_failed(
		    "the rule phragmen takes every vote for the set of projects it names; leave --sat away");
	cli_note("the rule phragmen takes every vote for the set of projects it names; --sat changes nothing");
	return CLI_RUN;
}

static int read_rule(struct terms *terms, const struct tally_words *words)
{
	int by_cost = words->rule && strcmp(words->rule, per_cost) == 0;

	if (words->rule && !by_cost && rule_from_word(&terms->rule, words->rule) != STATUS_OK)
		return cli_failed("there is no rule '%s'; the rules are greedy, greedy-no-skip, greedy-threshold, "
		                  "greedy-exclusive, mes and phragmen",
		                  words->rule);
	if (words->sat && terms->rule == RULE_PHRAGMEN)
		return read_phragmen_sat(words->sat);
	if (by_cost && words->sat && strcmp(words->sat, "number") != 0)
		return cli_failed("greedy-cost is another name for --rule greedy --sat number; leave --sat away");
	if (by_cost)
		terms->sat = SAT_NUMBER;
	else if (words->sat && satisfaction_from_word(&terms->sat, words->sat) != STATUS_OK)
		return cli_failed(
		    "there is no satisfaction '%s'; there are cost and number, points-cost and points, rank, rank-cost "
		    "and borda",
		    words->sat);
	return CLI_RUN;
}

static int read_completion(struct terms *terms, const struct pabulib *file, const struct tally_words *words)
{
	enum status status;

	if (words->completion && completion_from_word(&terms->completion, words->completion) != STATUS_OK)
		return cli_failed("there is no completion '%s'; there are none, add1, add1u and utilitarian",
		                  words->completion);
	terms->exhaustive = words->exhaustive || terms->completion == COMPLETION_ADD1U;
	terms->add1_step = 1;
	for (unsigned i = 0; i < file->money_digits; i++)
		terms->add1_step *= 10;
	if (!words->add1_step)
		return CLI_RUN;
	if (!words->compare && terms->completion != COMPLETION_ADD1 && terms->completion != COMPLETION_ADD1U)
		return cli_failed("--add1-step belongs to the completions add1 and add1u");
	status = amount_from_text(&terms->add1_step, words->add1_step, file->money_digits);
	if (status != STATUS_OK || terms->add1_step == 0)
		return cli_failed("--add1-step is an amount of money above 0 with at most %u decimals, not '%s'",
		                  file->money_digits, words->add1_step);
	return CLI_RUN;
}

static int read_threshold(struct terms *terms, const char *path, const struct pabulib *file,
                          const struct tally_words *words)
{
	int64_t value, unit = DECIMAL_ONE;
	unsigned decimals = 0;

	terms->threshold = file->threshold;
	if (terms->rule != RULE_GREEDY_THRESHOLD)
		return words->threshold ? cli_failed("--threshold belongs to the rule greedy-threshold") : CLI_RUN;
	if (!words->threshold) {
		if (*pabulib_meta(file, "min_project_score_threshold"))
			return CLI_RUN;
		return cli_failed("%s tells no min_project_score_threshold, which the rule greedy-threshold needs; "
		                  "give it with --threshold",
		                  path);
	}
	for (unsigned i = 0; i < file->point_digits; i++)
		unit /= 10;
	if (decimal_read(&value, &decimals, words->threshold, strlen(words->threshold), ANY_SIGN) != STATUS_OK ||
	    value % unit != 0)
		return cli_failed("--threshold is a number with at most %u decimals, not '%s'", file->point_digits,
		                  words->threshold);
	terms->threshold = value / unit;
	return CLI_RUN;
}

/* Equal cells are one group, an empty cell is none. */
static enum status number_groups(uint32_t *group, const struct pabulib_table *table, unsigned column)
{
	struct id_map map = {0};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < table->row_count && status == STATUS_OK; i++) {
		const char *cell = table->fields[i * table->column_count + column];
		size_t found = 0;

		if (*cell) {
			status = id_map_add(&map, cell, strlen(cell), i + 1, &found);
			if (status == STATUS_USED)
				status = STATUS_OK;
		}
		group[i] = (uint32_t)found;
	}
	id_map_free(&map);
	return status;
}

static int read_groups(struct terms *terms, const char *path, const struct pabulib *file,
                       const struct tally_words *words)
{
	const struct pabulib_table *table = &file->project_table;
	unsigned column = 0;
	uint32_t *group;

	if (terms->rule != RULE_GREEDY_EXCLUSIVE)
		return words->groups ? cli_failed("--groups belongs to the rule greedy-exclusive") : CLI_RUN;
	if (!words->groups)
		return cli_failed("the rule greedy-exclusive needs to know which projects exclude each other; name the "
		                  "column of PROJECTS that tells it with --groups");
	while (column < table->column_count && strcmp(table->columns[column], words->groups) != 0)
		column++;
	if (column == table->column_count)
		return cli_failed("%s has no column '%s' in PROJECTS, which --groups names", path, words->groups);
	group = calloc(table->row_count + 1, sizeof *group);
	if (!group || number_groups(group, table, column) != STATUS_OK) {
		free(group);
		return cli_failed("%s could not be counted: %s", path, status_phrase(STATUS_NO_ROOM));
	}
	terms->group = group;
	return CLI_RUN;
}

int tally_read_terms(struct terms *terms, const char *path, const struct pabulib *file, const struct tally_words *words)
{
	const char *why;
	int code;

	if (words->compare && (words->rule || words->sat || words->completion || words->exhaustive ||
	                       words->threshold || words->groups || words->explain))
		return cli_failed("--compare counts by rules of its own choice; only --tie, --add1-step, --repeats, "
		                  "--lenient and --json go with it");
	*terms = (struct terms){.rule = RULE_GREEDY, .sat = satisfaction_default(profile_kind_of(file->type))};
	code = read_rule(terms, words);
	if (code == CLI_RUN)
		code = read_completion(terms, file, words);
	if (code == CLI_RUN && tie_from_word(&terms->tie, words->tie) != STATUS_OK)
		code = cli_failed("there is no tie rule '%s'; there are cost-votes-id and id", words->tie);
	if (code == CLI_RUN)
		code = read_threshold(terms, path, file, words);
	if (code == CLI_RUN)
		code = read_groups(terms, path, file, words);
	if (code == CLI_RUN && terms_check(terms, profile_kind_of(file->type), &why) != STATUS_OK)
		code = cli_failed("this cannot be counted: %s (%s has votes of the type %s)", why, path,
		                  pabulib_meta(file, "vote_type"));
	return code;
}
