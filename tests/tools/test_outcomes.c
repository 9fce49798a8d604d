/* Every rule against what the field's own tools select: every list outcomes*.jsonl, each line of it, with the files
 * beside the list or in a folder called synthetic there. The lists lie beside the project, or in the folder that the
 * environment variable PABULIB names. */
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto/cmocka_all.h"

#include "files.h"
#include "pabulib.h"
#include "rule.h"

enum { RULES = RULE_PHRAGMEN + 1 };

/* The file read last (the lines come sorted by file), and the score so far. */
struct comparison {
	char name[PATH_ROOM];
	struct bytes text;
	struct pabulib *file;
	struct profile *profile;
	size_t files, lines[RULES], equal[RULES], same_order;
	double seconds[RULES], slowest;
	char slowest_line[PATH_ROOM + 200];
};

static void drop_file(struct comparison *all)
{
	profile_destroy(all->profile);
	pabulib_destroy(all->file);
	bytes_free(&all->text);
	all->profile = NULL;
	all->file = NULL;
	all->name[0] = '\0';
}

static void find_file(char path[PATH_ROOM], const char *folder, const char *name)
{
	char synthetic[PATH_ROOM];
	FILE *stream;

	assert_status(STATUS_OK, path_join(path, folder, name));
	stream = fopen(path, "r");
	if (stream) {
		fclose(stream);
		return;
	}
	assert_status(STATUS_OK, path_join(synthetic, folder, "synthetic"));
	assert_status(STATUS_OK, path_join(path, synthetic, name));
}

/* Reads it once for all its lines. all->profile is NULL where it cannot be read. */
static void take_file(struct comparison *all, const char *folder, const char *name)
{
	char path[PATH_ROOM];
	struct pabulib_fault fault;

	if (strcmp(name, all->name) == 0)
		return;
	drop_file(all);
	snprintf(all->name, sizeof all->name, "%s", name);
	all->files++;
	find_file(path, folder, name);
	if (file_read(&all->text, path, PABULIB_MAX_BYTES, "the Pabulib file") != STATUS_OK)
		print_message("# %s cannot be read\n", path);
	else if (pabulib_read_as(&all->file, &fault, (char *)all->text.data, all->text.len, PABULIB_LENIENT, NULL,
	                         NULL) != STATUS_OK)
		print_message("# %s, line %lu: %s\n", path, fault.line, fault.what);
	else
		assert_status(STATUS_OK, pabulib_profile(&all->profile, all->file, REPEATS_ONCE));
}

static const char *word(const json_t *line, const char *key, const char *otherwise)
{
	const char *value = json_string_value(json_object_get(line, key));

	if (!value && !otherwise)
		fail_msg("a line without \"%s\"", key);
	return value ? value : otherwise;
}

/* told: "7799/100" or "40"; amount counts units of 10^-digits. */
static int same_cost(uint64_t amount, unsigned digits, const char *told)
{
	char *end;
	uint64_t above = strtoull(told, &end, 10), below = *end == '/' ? strtoull(end + 1, NULL, 10) : 1;

	for (unsigned i = 0; i < digits; i++)
		above *= 10;
	return above == amount * below;
}

static int has(const json_t *list, const char *id)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (strcmp(json_string_value(json_array_get(list, i)), id) == 0)
			return 1;
	}
	return 0;
}

/* Names each project that one side selects and the other does not; returns how many. */
static size_t tell_differences(const struct comparison *all, const struct outcome *outcome, const json_t *line)
{
	const json_t *selected = json_object_get(line, "selected");
	size_t different = 0;

	assert_true(json_is_array(selected));
	for (uint32_t p = 0; p < all->profile->project_count; p++) {
		const char *id = all->profile->projects[p].id;
		int ours = outcome_selected(outcome, p), theirs = has(selected, id);

		if (ours == theirs)
			continue;
		if (different++ == 0)
			print_message("# %s: rule %s, sat %s, completion %s, exhaustive %d, tie %s\n", all->name,
			              word(line, "rule", NULL), word(line, "sat", "-"), word(line, "completion", "-"),
			              json_is_true(json_object_get(line, "exhaustive")), word(line, "tie", NULL));
		print_message("#   project '%s' is selected %s\n", id, ours ? "here, not expected" : "there, not here");
	}
	for (size_t i = 0; i < json_array_size(selected); i++) {
		const char *id = json_string_value(json_array_get(selected, i));
		uint32_t p = 0;

		while (p < all->profile->project_count && strcmp(all->profile->projects[p].id, id) != 0)
			p++;
		if (p == all->profile->project_count) {
			print_message("#   %s: the file has no project '%s'\n", all->name, id);
			different++;
		}
	}
	return different;
}

/* What may explain a difference: votes that name a project twice are counted once here. */
static void tell_repeats(const struct comparison *all)
{
	size_t repeated = 0;

	for (size_t v = 0; v < all->file->vote_count; v++)
		repeated += all->file->votes[v].repeated > 0;
	if (repeated > 0)
		print_message("#   %zu votes of this file name a project twice; here that counts once\n", repeated);
}

static int same_order(const struct comparison *all, const struct outcome *outcome, const json_t *line)
{
	const json_t *selected = json_object_get(line, "selected");

	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		if (strcmp(json_string_value(json_array_get(selected, i)),
		           all->profile->projects[outcome->selected[i]].id) != 0)
			return 0;
	}
	return 1;
}

static void read_terms(struct terms *terms, const struct comparison *all, const json_t *line)
{
	*terms = (struct terms){.add1_step = 1};
	assert_status(STATUS_OK, rule_from_word(&terms->rule, word(line, "rule", NULL)));
	terms->sat = satisfaction_default(all->profile->kind);
	if (json_object_get(line, "sat"))
		assert_status(STATUS_OK, satisfaction_from_word(&terms->sat, word(line, "sat", NULL)));
	assert_status(STATUS_OK, completion_from_word(&terms->completion, word(line, "completion", "none")));
	assert_status(STATUS_OK, tie_from_word(&terms->tie, word(line, "tie", NULL)));
	terms->exhaustive = json_is_true(json_object_get(line, "exhaustive"));
	terms->threshold = all->file->threshold;
	for (unsigned i = 0; i < all->file->money_digits; i++)
		terms->add1_step *= 10;
}

static double processor_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void note_time(struct comparison *all, const struct terms *terms, double seconds, const json_t *line)
{
	all->seconds[terms->rule] += seconds;
	if (seconds <= all->slowest)
		return;
	all->slowest = seconds;
	snprintf(all->slowest_line, sizeof all->slowest_line, "%s, %s %s %s %s", all->name, word(line, "rule", NULL),
	         word(line, "sat", "-"), word(line, "completion", "-"), word(line, "tie", NULL));
}

static void compare_line(struct comparison *all, const char *folder, const json_t *line)
{
	struct terms terms = {0};
	struct outcome *outcome;
	enum status status;
	double began;

	take_file(all, folder, word(line, "file", NULL));
	assert_status(STATUS_OK, rule_from_word(&terms.rule, word(line, "rule", NULL)));
	all->lines[terms.rule]++;
	if (!all->profile)
		return;
	read_terms(&terms, all, line);
	began = processor_seconds();
	status = rule_count(&outcome, all->profile, &terms, NULL);
	note_time(all, &terms, processor_seconds() - began, line);
	if (status != STATUS_OK) {
		print_message("# %s, rule %s: %s\n", all->name, word(line, "rule", NULL), status_phrase(status));
		return;
	}
	if (tell_differences(all, outcome, line) > 0) {
		tell_repeats(all);
	} else if (same_cost(outcome->cost, all->file->money_digits, word(line, "cost", NULL))) {
		all->equal[terms.rule]++;
		all->same_order += (size_t)same_order(all, outcome, line);
	} else {
		print_message("# %s: the same projects, but a cost of %s expected\n", all->name,
		              word(line, "cost", NULL));
	}
	outcome_destroy(outcome);
}

static void compare_lines(struct comparison *all, const char *folder, const char *list)
{
	FILE *stream = fopen(list, "r");
	char *text = NULL;
	size_t room = 0;

	assert_non_null(stream);
	while (getline(&text, &room, stream) > 0) {
		json_error_t error;
		json_t *line = json_loads(text, 0, &error);

		if (!line)
			fail_msg("%s: %s", list, error.text);
		compare_line(all, folder, line);
		json_decref(line);
	}
	free(text);
	fclose(stream);
	drop_file(all);
}

static void report(const struct comparison *all, const char *list)
{
	const char *name = strrchr(list, '/') + 1;
	size_t lines = 0, equal = 0;

	for (unsigned rule = 0; rule < RULES; rule++) {
		if (all->lines[rule] > 0)
			print_message("# note: %s, %s: %zu outcomes, %zu equal, %.2f s\n", name,
			              rule_word((enum rule)rule), all->lines[rule], all->equal[rule],
			              all->seconds[rule]);
		lines += all->lines[rule];
		equal += all->equal[rule];
	}
	print_message(
	    "# note: %s: %zu files, %zu outcomes, %zu equal (%zu in the order of buying too); the longest took "
	    "%.2f s (%s)\n",
	    name, all->files, lines, equal, all->same_order, all->slowest, all->slowest_line);
	assert_int_equal(lines - equal, 0);
	assert_true(lines > 0);
}

static void the_same_projects_as_the_fields_tools(void **state)
{
	const char *named = getenv("PABULIB");
	const char *folder = named && *named ? named : "../shared/pabulib";
	char pattern[PATH_ROOM];
	glob_t lists;

	(void)state;
	assert_status(STATUS_OK, path_join(pattern, folder, "outcomes*.jsonl"));
	if (glob(pattern, 0, NULL, &lists) != 0) {
		if (named && *named)
			fail_msg("%s has no list outcomes*.jsonl", folder);
		skip();
	}
	for (size_t i = 0; i < lists.gl_pathc; i++) {
		struct comparison all = {0};

		compare_lines(&all, folder, lists.gl_pathv[i]);
		report(&all, lists.gl_pathv[i]);
	}
	globfree(&lists);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_projects_as_the_fields_tools),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
