/* The record of a count: complete, its manifest right, and all that it publishes. */
#include <jansson.h>

#include "record.h"
#include "vote_run.h"

static void read_record(struct bytes *out, const struct run *run, const char *name)
{
	char path[PATH_ROOM];

	snprintf(path, sizeof path, "%s/record/%s", run->vote->dir, name);
	vote_must(file_read(out, path, 1 << 24, name));
}

/* Both kiosks with some ballots and a test ballot, counted. */
static int set_up_counted(void **state)
{
	struct run *run = calloc(1, sizeof *run);

	if (crypto_init() != STATUS_OK)
		return -1;
	run->vote = vote_whole();
	count_votes(run, LIST("a", "b"));
	*state = run;
	return run->captured.code;
}

static int in_record(const struct run *run, const char *shell)
{
	char command[PATH_ROOM + 300];

	snprintf(command, sizeof command, "cd '%s/record' && %s", run->vote->dir, shell);
	return system(command);
}

/* Everything is listed, and nothing lies there that the manifest does not list. */
static void test_manifest(void **state)
{
	struct run *run = *state;

	assert_int_equal(in_record(run, "sha256sum --quiet --strict -c manifest.sha256"), 0);
	assert_int_equal(
	    in_record(run,
	              "test \"$(find . -type f ! -path ./manifest.sha256 | wc -l)\" = \"$(wc -l <manifest.sha256)\""),
	    0);
}

/* Accepted files stand there byte for byte. */
static void test_inputs(void **state)
{
	struct run *run = *state;

	assert_int_equal(in_record(run,
	                           "cmp election.election ../vote.election && cmp roster.roster ../vote.roster && cmp "
	                           "trustees.transcript ../trustees.transcript && cmp organiser.pub ../organiser.pub"),
	                 0);
	assert_int_equal(in_record(run, "for f in a b; do for r in exports/*; do diff -r ../$f $r >/dev/null && echo "
	                                "$f; done; done | sort | tr -d '\\n' | grep -qx ab"),
	                 0);
}

static void test_result_json(void **state)
{
	struct run *run = *state;
	struct bytes text;
	json_t *all, *contest, *projects, *list;

	read_record(&text, run, "result.json");
	all = json_loadb((const char *)text.data, text.len, 0, NULL);
	assert_non_null(all);
	assert_true(json_is_true(json_object_get(all, "mixed")));
	list = json_object_get(all, "mixers");
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(json_string_value(json_object_get(json_array_get(list, 1), "name")), "Organiser");
	list = json_object_get(all, "quorum");
	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "name")), "Ada Example");
	assert_int_equal(json_array_size(json_object_get(all, "exceptions")), 0);
	assert_int_equal(json_array_size(json_object_get(all, "excluded")), 0);
	assert_int_equal(json_integer_value(json_object_get(all, "ballots")), 12);
	assert_int_equal(json_integer_value(json_object_get(all, "test_ballots")), 1);
	contest = json_array_get(json_object_get(all, "contests"), 0);
	projects = json_object_get(contest, "projects");
	/* a: i % 4 + 1 for 0..6 is 1 2 3 4 1 2 3; b: five times 0x11 */
	assert_int_equal(json_integer_value(json_object_get(json_array_get(projects, 0), "votes")), 4 + 5);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(projects, 1), "votes")), 4);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(projects, 2), "votes")), 1);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(projects, 3), "votes")), 0);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(projects, 4), "votes")), 5);
	/* budget 600: p1 (100), p5 (500) */
	assert_true(json_is_true(json_object_get(json_array_get(projects, 4), "selected")));
	assert_true(json_is_false(json_object_get(json_array_get(projects, 1), "selected")));
	json_decref(all);
	bytes_free(&text);
}

/* Every ballot and test ballot, ascending, in the words that readme.txt explains. */
static void test_codes(void **state)
{
	struct run *run = *state;
	struct bytes text;
	unsigned cast = 0, tests = 0;
	const char *before = "";

	read_record(&text, run, "codes.txt");
	for (char *line = strtok((char *)text.data, "\n"); line; line = strtok(NULL, "\n")) {
		const char *word = line + CODE_TEXT_BYTES;
		char again[CODE_TEXT_BYTES];

		assert_true(strlen(line) > CODE_TEXT_BYTES);
		cast += strcmp(word, "counted") == 0;
		tests += strcmp(word, "test ballot") == 0;
		assert_true(strcmp(before, line) < 0);
		before = line;
		line[CODE_TEXT_BYTES - 1] = '\0';
		assert_int_equal(confirmation_normalise(again, line), STATUS_OK);
		assert_string_equal(again, line);
	}
	assert_int_equal(cast, 12);
	assert_int_equal(tests, 1);
	bytes_free(&text);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One line per vote, in an order that follows from the votes alone. */
static void test_votes_are_sorted(void **state)
{
	struct run *run = *state;
	struct bytes text;
	char *line[64], *sorted[64], *hex;
	size_t count = 0;

	read_record(&text, run, "votes");
	for (char *at = strtok((char *)text.data, "\n"); at && count < 64; at = strtok(NULL, "\n"))
		if ((hex = strchr(at, ' ')) && (strncmp(at, "valid ", 6) == 0 || strncmp(at, "blank ", 6) == 0))
			line[count++] = hex;
	assert_int_equal(count, 24);
	memcpy(sorted, line, sizeof sorted);
	qsort(sorted, 12, sizeof *sorted, compare_lines);
	for (size_t i = 0; i < 12; i++)
		assert_string_equal(sorted[i], line[i]);
	assert_non_null(strstr(line[11], " p1 p5"));
	bytes_free(&text);
}

/* A trustee decrypts one mix of a vote, once. Were it forgotten: another count of the same exports mixes otherwise and
 * publishes the same votes, in the same order. */
static void test_counted_again(void **state)
{
	struct run *run = *state;

	assert_int_equal(in_record(run, "mv ../record ../first"), 0);
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, "was used before for another count of this election");
	assert_int_equal(in_record(run, "rm ../trustee-1.decryption-*"), 0);
	decrypt(run);
	assert_int_equal(run->captured.code, 0);
	finish(run);
	assert_int_equal(run->captured.code, 0);
	assert_int_equal(
	    in_record(run, "for f in votes result.csv result.json codes.txt; do cmp $f ../first/$f || exit; done"), 0);
	assert_int_not_equal(in_record(run, "cmp -s mixes/2/contest-00001.list ../first/mixes/2/contest-00001.list"),
	                     0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_manifest),    cmocka_unit_test(test_inputs),
	    cmocka_unit_test(test_result_json), cmocka_unit_test(test_votes_are_sorted),
	    cmocka_unit_test(test_codes),       cmocka_unit_test(test_counted_again),
	};

	return cmocka_run_group_tests(tests, set_up_counted, tear_down);
}
