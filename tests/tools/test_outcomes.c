/* The greedy rules against what the field's own tools select, line by line, where the published data is there. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/cmocka_all.h"

#include "files.h"
#include "pabulib.h"
#include "rule.h"

/* The file read last: the lines come sorted by file. */
struct cache {
	char path[PATH_ROOM];
	struct bytes text;
	struct pabulib *file;
	struct profile *profile;
};

static void cache_drop(struct cache *cache)
{
	profile_destroy(cache->profile);
	pabulib_destroy(cache->file);
	bytes_free(&cache->text);
	memset(cache, 0, sizeof *cache);
}

static void cache_take(struct cache *cache, const char *folder, const char *name)
{
	char path[PATH_ROOM];
	struct pabulib_fault fault;

	assert_status(STATUS_OK, path_join(path, folder, name));
	if (strcmp(path, cache->path) == 0)
		return;
	cache_drop(cache);
	memcpy(cache->path, path, sizeof path);
	assert_status(STATUS_OK, file_read(&cache->text, path, PABULIB_MAX_BYTES, "the Pabulib file"));
	if (pabulib_read(&cache->file, &fault, (char *)cache->text.data, cache->text.len, NULL, NULL) != STATUS_OK)
		fail_msg("%s, line %lu: %s", path, fault.line, fault.what);
	assert_status(STATUS_OK, pabulib_profile(&cache->profile, cache->file, REPEATS_ONCE));
}

static const char *word(const json_t *line, const char *key)
{
	const char *value = json_string_value(json_object_get(line, key));

	if (!value)
		fail_msg("a line without \"%s\"", key);
	return value;
}

/* told: "7799/100" or "40"; amount counts units of 10^-digits. */
static void assert_same_cost(uint64_t amount, unsigned digits, const char *told)
{
	char *end;
	uint64_t above = strtoull(told, &end, 10), below = *end == '/' ? strtoull(end + 1, NULL, 10) : 1;

	for (unsigned i = 0; i < digits; i++)
		above *= 10;
	assert_true(above == amount * below);
}

/* The same set, and what it costs. */
static void compare(const struct cache *cache, const struct outcome *outcome, const json_t *line)
{
	const json_t *selected = json_object_get(line, "selected");

	assert_true(json_is_array(selected));
	if (json_array_size(selected) != outcome->selected_count)
		fail_msg("%s: %zu projects expected, %u selected", cache->path, json_array_size(selected),
		         outcome->selected_count);
	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		const char *got = cache->profile->projects[outcome->selected[i]].id;
		size_t k = 0;

		while (k < json_array_size(selected) &&
		       strcmp(json_string_value(json_array_get(selected, k)), got) != 0)
			k++;
		if (k == json_array_size(selected))
			fail_msg("%s: %s %s: '%s' selected, not expected", cache->path, word(line, "rule"),
			         word(line, "tie"), got);
	}
	assert_same_cost(outcome->cost, cache->file->money_digits, word(line, "cost"));
}

static void count_line(struct cache *cache, const char *folder, const json_t *line)
{
	struct terms terms = {.rule = RULE_GREEDY};
	struct outcome *outcome;

	cache_take(cache, folder, word(line, "file"));
	assert_status(STATUS_OK, rule_from_word(&terms.rule, word(line, "rule")));
	if (json_object_get(line, "sat"))
		assert_status(STATUS_OK, satisfaction_from_word(&terms.sat, word(line, "sat")));
	assert_status(STATUS_OK, tie_from_word(&terms.tie, word(line, "tie")));
	assert_status(STATUS_OK, rule_count(&outcome, cache->profile, &terms, NULL));
	compare(cache, outcome, line);
	outcome_destroy(outcome);
}

static size_t compare_lines(const char *list, const char *folder)
{
	FILE *stream = fopen(list, "r");
	struct cache cache = {0};
	char *text = NULL;
	size_t room = 0, compared = 0;

	if (!stream)
		return 0;
	while (getline(&text, &room, stream) > 0) {
		json_error_t error;
		json_t *line = json_loads(text, 0, &error);

		if (!line)
			fail_msg("%s: %s", list, error.text);
		if (strcmp(word(line, "rule"), "mes") != 0) {
			count_line(&cache, folder, line);
			compared++;
		}
		json_decref(line);
	}
	free(text);
	fclose(stream);
	cache_drop(&cache);
	return compared;
}

static void real_elections(void **state)
{
	size_t compared = compare_lines("../shared/pabulib/outcomes.jsonl", "../shared/pabulib");

	(void)state;
	if (compared == 0)
		skip();
	print_message("# note: %zu outcomes of real elections are the same\n", compared);
	assert_int_equal(compared, 102);
}

static void synthetic_elections(void **state)
{
	size_t compared = compare_lines("../shared/pabulib/outcomes_synthetic.jsonl", "../shared/pabulib/synthetic");

	(void)state;
	if (compared == 0)
		skip();
	print_message("# note: %zu outcomes of synthetic elections full of ties are the same\n", compared);
	assert_int_equal(compared, 332);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(real_elections),
	    cmocka_unit_test(synthetic_elections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
