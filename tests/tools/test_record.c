/* The record of a count: complete, its manifest right, every opening provable from public files alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>

#include "captured.h"
#include "commands.h"
#include "unmixed.h"
#include "record.h"
#include "vote.h"

struct counted {
	struct vote *vote;
	struct captured captured;
	struct unmixed_by by;
	struct bytes ballots, decryption;
};

static void read_record(struct bytes *out, const struct counted *counted, const char *name)
{
	char path[PATH_ROOM];

	snprintf(path, sizeof path, "%s/record/%s", counted->vote->dir, name);
	vote_must(file_read(out, path, 1 << 24, name));
}

static int set_up(void **state)
{
	struct counted *counted = calloc(1, sizeof *counted);
	char path[7][PATH_ROOM];
	static const char *const file[] = {
	    "vote.election", "vote.roster", "trustees.transcript", "share.key", "record", "a", "b"};

	if (crypto_init() != STATUS_OK)
		return -1;
	counted->vote = vote_whole();
	for (unsigned i = 0; i < 7; i++)
		vote_path(path[i], counted->vote, file[i]);
	capture(&counted->captured, command_count,
	        (const char *const[]){"count", "--election", path[0], "--roster", path[1], "--trustees", path[2],
	                              "--share", path[3], "-o", path[4], path[5], path[6], NULL});
	counted->by.election = counted->vote->hash;
	counted->by.transcript = counted->vote->trustees.transcript;
	counted->by.index = 1;
	vote_must(trustee_share_key(&counted->by.key, &counted->vote->trustees, 1));
	if (counted->captured.code == 0) {
		read_record(&counted->ballots, counted, "ballots");
		read_record(&counted->decryption, counted, "decryption");
	}
	*state = counted;
	return 0;
}

static int tear_down(void **state)
{
	struct counted *counted = *state;

	bytes_free(&counted->ballots);
	bytes_free(&counted->decryption);
	vote_free(counted->vote);
	free(counted);
	return 0;
}

static void test_counts(void **state)
{
	struct counted *counted = *state;

	assert_string_equal(counted->captured.err, "");
	assert_int_equal(counted->captured.code, 0);
	assert_non_null(strstr(counted->captured.out, "12 ballots from 2 kiosks"));
}

static void test_manifest(void **state)
{
	struct counted *counted = *state;
	char command[PATH_ROOM + 100];

	snprintf(command, sizeof command, "cd '%s/record' && sha256sum --quiet --strict -c manifest.sha256",
	         counted->vote->dir);
	assert_int_equal(system(command), 0);
	/* Nothing lies there that the manifest does not list. */
	snprintf(command, sizeof command,
	         "cd '%s/record' && test \"$(find . -type f ! -path ./manifest.sha256 | wc -l)\" = \"$(wc -l "
	         "<manifest.sha256)\"",
	         counted->vote->dir);
	assert_int_equal(system(command), 0);
}

/* The next ballot of the record's list, with its context and code. */
static void next_ballot(struct sealed *sealed, struct hash *code, struct reader *reader, const struct vote *vote)
{
	struct sealed_context context = vote->kiosk[0].context;
	unsigned kiosk = read_u16(reader);
	size_t len = read_u16(reader);
	const uint8_t *body = read_view(reader, len);

	assert_non_null(body);
	assert_true(kiosk < vote->roster.kiosk_count);
	memcpy(context.kiosk, vote->roster.kiosk[kiosk].key.key, SIGN_KEY_BYTES);
	confirmation_code(code, &context, body, len);
	vote_must(sealed_decode(sealed, body, len));
	vote_must(sealed_verify(sealed, &context));
}

static uint32_t ballots_head(struct reader *reader, const struct counted *counted)
{
	uint8_t magic[4], election[HASH_BYTES];

	reader_init(reader, counted->ballots.data, counted->ballots.len);
	read_bytes(reader, magic, 4);
	read_bytes(reader, election, sizeof election);
	assert_memory_equal(magic, RECORD_MAGIC, 4);
	assert_memory_equal(election, counted->vote->hash.bytes, HASH_BYTES);
	return read_u32(reader);
}

/* From public files alone: every factor proved, and the votes that follow are those of result.json. */
static void test_openings(void **state)
{
	struct counted *counted = *state;
	const struct vote *vote = counted->vote;
	struct reader ballots, points;
	struct result result;
	struct hash before = {{0}};
	uint32_t count = ballots_head(&ballots, counted), point_count;

	assert_int_equal(count, 12);
	reader_init(&points, counted->decryption.data, counted->decryption.len);
	point_count = unmixed_read_head(&points, &counted->by);
	assert_int_equal(point_count, 24);
	vote_must(result_init(&result, &vote->election));
	for (uint32_t i = 0; i < count; i++) {
		struct sealed sealed;
		struct hash code;

		next_ballot(&sealed, &code, &ballots, vote);
		assert_true(i == 0 || hash_compare(&before, &code) < 0);
		before = code;
		for (unsigned k = 0; k < 2; k++) {
			struct decrypted_point point;

			unmixed_read_point(&points, &point);
			vote_must(points.status);
			vote_must(unmixed_check(&point, &sealed.ciphertext[k], &code, k, &counted->by));
			vote_must(result_add(&result, k, &point.message));
		}
	}
	vote_must(reader_finish(&ballots));
	vote_must(reader_finish(&points));
	vote_must(result_finish(&result));
	/* a: i % 4 + 1 for 0..6 is 1 2 3 4 1 2 3; b: five times 0x11 */
	assert_int_equal(result.contest[0].profile->projects[0].votes, 4 + 5);
	assert_int_equal(result.contest[0].profile->projects[1].votes, 4);
	assert_int_equal(result.contest[0].profile->projects[2].votes, 1);
	assert_int_equal(result.contest[0].profile->projects[3].votes, 0);
	assert_int_equal(result.contest[0].profile->projects[4].votes, 5);
	assert_int_equal(result.contest[1].blank, 2);
	result_free(&result);
}

/* A factor shown for another place, ballot or trustee, or changed, is refused. */
static void test_moved_factors(void **state)
{
	struct counted *counted = *state;
	struct reader ballots, points;
	struct decrypted_point first, second, changed;
	struct unmixed_by other = counted->by;
	struct sealed sealed;
	struct hash code;

	(void)ballots_head(&ballots, counted);
	reader_init(&points, counted->decryption.data, counted->decryption.len);
	(void)unmixed_read_head(&points, &counted->by);
	next_ballot(&sealed, &code, &ballots, counted->vote);
	unmixed_read_point(&points, &first);
	unmixed_read_point(&points, &second);
	vote_must(points.status);
	assert_int_equal(unmixed_check(&first, &sealed.ciphertext[0], &code, 0, &counted->by), STATUS_OK);
	assert_int_equal(unmixed_check(&first, &sealed.ciphertext[0], &code, 1, &counted->by), STATUS_PROOF);
	assert_int_equal(unmixed_check(&second, &sealed.ciphertext[0], &code, 0, &counted->by), STATUS_PROOF);
	changed = first;
	changed.factor = second.factor;
	assert_int_equal(unmixed_check(&changed, &sealed.ciphertext[0], &code, 0, &counted->by), STATUS_PROOF);
	other.index = 2;
	assert_int_equal(unmixed_check(&first, &sealed.ciphertext[0], &code, 0, &other), STATUS_PROOF);
	code.bytes[0] ^= 1;
	assert_int_equal(unmixed_check(&first, &sealed.ciphertext[0], &code, 0, &counted->by), STATUS_PROOF);
}

static void test_result_json(void **state)
{
	struct counted *counted = *state;
	struct bytes text;
	json_t *all, *contest, *projects;

	read_record(&text, counted, "result.json");
	all = json_loadb((const char *)text.data, text.len, 0, NULL);
	assert_non_null(all);
	assert_string_equal(json_string_value(json_object_get(all, "notice")), RECORD_NOT_MIXED);
	assert_true(json_is_false(json_object_get(all, "mixed")));
	assert_int_equal(json_integer_value(json_object_get(all, "ballots")), 12);
	assert_int_equal(json_integer_value(json_object_get(all, "test_ballots")), 1);
	contest = json_array_get(json_object_get(all, "contests"), 0);
	projects = json_object_get(contest, "projects");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(projects, 0), "votes")), 9);
	/* budget 600: p1 (100), p5 (500) */
	assert_true(json_is_true(json_object_get(json_array_get(projects, 4), "selected")));
	assert_true(json_is_false(json_object_get(json_array_get(projects, 1), "selected")));
	json_decref(all);
	bytes_free(&text);
}

/* Every ballot and test ballot, ascending, in the words that readme.txt explains. */
static void test_codes(void **state)
{
	struct counted *counted = *state;
	struct bytes text;
	unsigned cast = 0, tests = 0;
	const char *before = "";

	read_record(&text, counted, "codes.txt");
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
	struct counted *counted = *state;
	struct bytes text;
	char *line[64], *sorted[64], *hex;
	size_t count = 0;

	read_record(&text, counted, "votes");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_counts),      cmocka_unit_test(test_manifest),
	    cmocka_unit_test(test_openings),    cmocka_unit_test(test_moved_factors),
	    cmocka_unit_test(test_result_json), cmocka_unit_test(test_votes_are_sorted),
	    cmocka_unit_test(test_codes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
