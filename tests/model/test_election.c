/* The canonical bytes of a definition: what is written is read, whatever else is refused. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/sample.h"

static size_t write_sample(uint8_t *body, const struct election *election)
{
	struct writer writer;

	writer_init(&writer, body, SAMPLE_BYTES);
	assert_ok(election_write(&writer, election));
	return writer_len(&writer);
}

static void same_text(const struct text *a, const struct text *b, unsigned languages)
{
	for (unsigned i = 0; i < languages; i++) {
		assert_int_equal(a->in[i] == NULL, b->in[i] == NULL);
		if (a->in[i])
			assert_string_equal(a->in[i], b->in[i]);
	}
}

static void same_contest(const struct contest *a, const struct contest *b)
{
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->budget, b->budget);
	assert_int_equal(a->min_length, b->min_length);
	assert_int_equal(a->max_length, b->max_length);
	assert_int_equal(a->max_sum_cost, b->max_sum_cost);
	assert_int_equal(a->max_points, b->max_points);
	assert_int_equal(a->max_sum_points, b->max_sum_points);
	assert_int_equal(a->width, b->width);
	same_text(&a->title, &b->title, 2);
	assert_int_equal(a->project_count, b->project_count);
	for (unsigned i = 0; i < a->project_count; i++) {
		assert_string_equal(a->projects[i].id, b->projects[i].id);
		assert_int_equal(a->projects[i].cost, b->projects[i].cost);
		assert_int_equal(a->projects[i].categories, b->projects[i].categories);
		assert_int_equal(a->projects[i].district, b->projects[i].district);
		for (unsigned j = 0; j < PROJECT_TEXTS; j++)
			same_text(project_text(&a->projects[i], j), project_text(&b->projects[i], j), 2);
	}
}

static void what_is_written_is_read(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES], again[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	size_t len;

	(void)state;
	sample_make(&sample);
	len = write_sample(body, &sample.election);
	assert_ok(election_read(&election, &problem, body, len));
	assert_string_equal(election->id, "sample-2026");
	assert_int_equal(election->revision, 3);
	assert_int_equal(election->kind, SIGN_PRACTICE);
	assert_string_equal(election->language[1], "pt-BR");
	assert_string_equal(election->closes, "2026-05-31");
	assert_int_equal(election->rule, RULE_MES);
	assert_int_equal(election->completion, COMPLETION_ADD1U);
	assert_int_equal(election->threshold, 2);
	assert_true(point_equal(&election->joint_key, &sample.election.joint_key));
	assert_true(sign_key_equal(&election->mixer[1].key, &sample.election.mixer[1].key));
	for (unsigned i = 0; i < SAMPLE_CONTESTS; i++)
		same_contest(&election->contests[i], &sample.contest[i]);
	assert_int_equal(election->styles[1].contest[2], 3);
	assert_int_equal(write_sample(again, election), len);
	assert_memory_equal(body, again, len);
	election_destroy(election);
	election_destroy(NULL);
}

static void refused(const uint8_t *body, size_t len)
{
	struct election *election = (struct election *)1;
	struct problem problem;

	if (election_read(&election, &problem, body, len) == STATUS_OK)
		fail_msg("accepted %zu bytes", len);
	assert_null(election);
	assert_true(problem.place[0] && problem.what[0] && problem.cure[0]);
}

static void every_truncation_is_refused(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES];
	size_t len;

	(void)state;
	sample_make(&sample);
	len = write_sample(body, &sample.election);
	for (size_t cut = 0; cut < len; cut++) {
		/* Exactly as long as it says, so that AddressSanitizer sees a byte too far. */
		uint8_t *copy = malloc(cut > 0 ? cut : 1);
		assert_non_null(copy);
		memcpy(copy, body, cut);
		refused(copy, cut);
		free(copy);
	}
	body[len] = 0;
	refused(body, len + 1);
}

/* Any change of a byte is refused, or is another election that is written in exactly those bytes. */
static void every_changed_byte_is_refused_or_canonical(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES], again[SAMPLE_BYTES];
	static const uint8_t change[] = {0x01, 0x80, 0xff, 0x20, 0x03};
	unsigned accepted = 0, all = 0;
	size_t len;

	(void)state;
	sample_make(&sample);
	len = write_sample(body, &sample.election);
	for (size_t at = 0; at < len; at++) {
		for (unsigned i = 0; i < sizeof change; i++, all++) {
			struct election *election;
			struct problem problem;
			body[at] ^= change[i];
			if (election_read(&election, &problem, body, len) == STATUS_OK) {
				assert_int_equal(write_sample(again, election), len);
				assert_memory_equal(body, again, len);
				election_destroy(election);
				accepted++;
			}
			body[at] ^= change[i];
		}
	}
	assert_true(accepted > 100); /* letters of texts */
	assert_true(all - accepted > all / 4);
}

static void random_bytes_are_refused(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES];
	uint64_t seed = 88172645463325252U;
	size_t len;

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		sample_make(&sample);
		len = write_sample(body, &sample.election);
		/* Noise from a place on: the head stays sound often enough to reach every part. The last bytes are a
		 * mixer's key, of which any is as good as another. */
		for (size_t at = (size_t)(round * 7919) % (len - 64); at < len; at++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			body[at] = (uint8_t)(seed >> 24);
		}
		refused(body, len);
	}
}

static void other_files_and_versions(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	size_t len;

	(void)state;
	sample_make(&sample);
	len = write_sample(body, &sample.election);
	body[3] = '2';
	assert_status(STATUS_VERSION, election_read(&election, &problem, body, len));
	assert_string_equal(problem.what, "the definition is of another version than this program reads (1)");
	memcpy(body, "FMB1", 4);
	assert_status(STATUS_MAGIC, election_read(&election, &problem, body, len));
	assert_string_equal(problem.what, "this is not an election definition");
	assert_status(STATUS_TOO_LONG, election_read(&election, &problem, body, ELECTION_MAX_BYTES + (size_t)1));
}

/* Every tag is found, with what it is good for; its neighbours are not. */
static void issued_tags_are_found(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES];
	struct election *election;
	struct problem problem;
	struct issued issued;
	uint8_t tag[TAG_BYTES];
	size_t len;

	(void)state;
	sample_make(&sample);
	len = write_sample(body, &sample.election);
	assert_ok(election_read(&election, &problem, body, len));
	assert_int_equal(election->place_count, 2);
	assert_string_equal(election->places[0], "East library");
	assert_string_equal(election->places[1], "Town hall");
	assert_int_equal(election->tag_count, SAMPLE_TAGS);
	assert_ptr_equal(election->tags, body + len - (size_t)SAMPLE_TAGS * ISSUED_BYTES); /* a view, no copy */
	for (unsigned i = 0; i < SAMPLE_TAGS; i++) {
		sample_tag(tag, i);
		assert_true(election_issued(&issued, election, tag));
		assert_memory_equal(election->tags + (size_t)issued.number * ISSUED_BYTES, sample.tag[issued.number],
		                    ISSUED_BYTES);
		assert_int_equal(issued.place, i % 2);
		assert_int_equal(issued.style, i / 2 % 2);
		tag[TAG_BYTES - 1] ^= 1;
		assert_false(election_issued(&issued, election, tag));
	}
	/* What the package lists is no tag: nobody can vote with it. */
	for (unsigned i = 0; i < SAMPLE_TAGS; i++) {
		memcpy(tag, election->tags + (size_t)i * ISSUED_BYTES + ISSUED_HASH, TAG_BYTES);
		assert_false(election_issued(&issued, election, tag));
	}
	sample_tag(tag, 0);
	election->tag_count = 0;
	assert_false(election_issued(&issued, election, tag));
	election_destroy(election);
}

/* The most there may be: 500 places, 200,000 tags, within the room of a package. */
static void as_many_tags_as_there_may_be(void **state)
{
	static struct sample sample;
	static char names[ELECTION_MAX_PLACES][16];
	static const char *places[ELECTION_MAX_PLACES];
	size_t room = 8U << 20;
	uint8_t *tags = malloc((size_t)ELECTION_MAX_TAGS * ISSUED_BYTES), *body = malloc(room), tag[TAG_BYTES] = {0};
	unsigned found = 0;
	struct election *election;
	struct problem problem;
	struct issued issued;
	struct writer writer;

	(void)state;
	assert_non_null(tags);
	assert_non_null(body);
	sample_make(&sample);
	for (unsigned i = 0; i < ELECTION_MAX_PLACES; i++) {
		snprintf(names[i], sizeof names[i], "Place %u", i);
		places[i] = names[i];
	}
	for (uint32_t i = 0; i < ELECTION_MAX_TAGS; i++) {
		for (unsigned k = 0; k < 4; k++)
			tag[k] = (uint8_t)(i >> (8 * k));
		issued_write(tags + (size_t)i * ISSUED_BYTES, i % ELECTION_MAX_PLACES, 1, tag);
	}
	qsort(tags, ELECTION_MAX_TAGS, ISSUED_BYTES, sample_by_hash);
	sample.election.places = places;
	sample.election.place_count = ELECTION_MAX_PLACES;
	sample.election.tags = tags;
	sample.election.tag_count = ELECTION_MAX_TAGS;
	writer_init(&writer, body, room);
	assert_ok(election_write(&writer, &sample.election));
	assert_ok(election_read(&election, &problem, body, writer_len(&writer)));
	for (uint32_t i = 0; i < ELECTION_MAX_TAGS; i += 997) {
		for (unsigned k = 0; k < 4; k++)
			tag[k] = (uint8_t)(i >> (8 * k));
		found += election_issued(&issued, election, tag) && issued.place == i % ELECTION_MAX_PLACES;
	}
	assert_int_equal(found, (ELECTION_MAX_TAGS + 996) / 997);
	election_destroy(election);
	free(body);
	free(tags);
}

/* A count that lies is refused before anything is allocated for it. */
static void counts_that_lie(void **state)
{
	static const char head[] = "FME1\x01"
	                           "\x01\0a\0"
	                           "\x01\0\0\0"
	                           "\x03\0GBP\0\x02"
	                           "\0\0\0\0\0\0";
	struct election *election;
	struct problem problem;
	uint8_t body[128] = {0};
	size_t at = sizeof head - 1;

	(void)state;
	memcpy(body, head, at);
	body[at] = 200; /* languages */
	assert_status(STATUS_TOO_LONG, election_read(&election, &problem, body, sizeof body));
	assert_string_equal(problem.place, "languages");
	body[at] = 12;
	assert_status(STATUS_TRUNCATED, election_read(&election, &problem, body, at + 12));
	assert_string_equal(problem.place, "languages");
}

static void what_does_not_pass_the_check_is_not_written(void **state)
{
	static struct sample sample;
	static uint8_t body[SAMPLE_BYTES];
	struct writer writer;

	(void)state;
	sample_make(&sample);
	sample.project[0][2].cost = 300001;
	writer_init(&writer, body, sizeof body);
	assert_status(STATUS_RULES, election_write(&writer, &sample.election));
	assert_int_equal(writer_len(&writer), 0);
	sample_make(&sample);
	sample.election.trustee_count = sample.election.mixer_count = 0;
	sample.election.tag_count = 0;
	assert_ok(election_check(&sample.election, NULL, NULL));
	assert_status(STATUS_RULES, election_write(&writer, &sample.election));
	sample_make(&sample);
	writer_init(&writer, body, 1000);
	assert_status(STATUS_NO_ROOM, election_write(&writer, &sample.election));
}

static void words(void **state)
{
	enum vote_type type;
	enum rule rule;
	enum satisfaction sat;

	(void)state;
	for (unsigned i = 0; i <= VOTE_ANSWER_TEXT; i++) {
		assert_ok(vote_type_from_word(&type, vote_type_word((enum vote_type)i)));
		assert_int_equal(type, i);
	}
	for (unsigned i = 0; i <= RULE_PHRAGMEN; i++) {
		assert_ok(rule_from_word(&rule, rule_word((enum rule)i)));
		assert_int_equal(rule, i);
	}
	for (unsigned i = 0; i <= SAT_BORDA; i++) {
		assert_ok(satisfaction_from_word(&sat, satisfaction_word((enum satisfaction)i)));
		assert_int_equal(sat, i);
	}
	assert_string_equal(completion_word(COMPLETION_ADD1U), "add1u");
	assert_string_equal(tie_word(TIE_COST_VOTES_ID), "cost-votes-id");
	assert_string_equal(admission_word(ADMISSION_CODE), "code");
	assert_string_equal(rule_word((enum rule)99), "unknown");
	assert_status(STATUS_RANGE, rule_from_word(&rule, "Greedy"));
	assert_status(STATUS_RANGE, vote_type_from_word(&type, ""));
}

static void texts_fall_back(void **state)
{
	struct text text = sample_text("Trees", NULL);
	int fallback;

	(void)state;
	assert_string_equal(text_in(&text, 0, &fallback), "Trees");
	assert_int_equal(fallback, 0);
	assert_string_equal(text_in(&text, 1, &fallback), "Trees");
	assert_int_equal(fallback, 1);
	assert_string_equal(text_in(&text, 1000, NULL), "Trees");
	text.in[1] = "Árvores";
	assert_string_equal(text_in(&text, 1, &fallback), "Árvores");
	assert_int_equal(fallback, 0);
	memset(&text, 0, sizeof text);
	assert_string_equal(text_in(&text, 0, NULL), "");
}

static void what_follows_is_derived(void **state)
{
	static struct sample sample;
	struct sealed_shape shape;

	(void)state;
	sample_make(&sample);
	assert_int_equal(sample.contest[0].max_sum_cost, 300000);
	sample.contest[1].type = VOTE_CHOOSE_ONE;
	election_derive(&sample.election);
	assert_int_equal(sample.contest[1].max_length, 1);
	election_shape(&shape, &sample.election, 1);
	assert_int_equal(shape.style, 1);
	assert_int_equal(shape.contest_count, 3);
	assert_int_equal(shape.contest[0], 10);
	assert_int_equal(shape.contest[2], 40);
	assert_int_equal(shape.width[2], 1);
	election_shape(&shape, &sample.election, 2);
	assert_int_equal(sealed_len(&shape), 0);
}

/* The hash names the body under its purpose; the fingerprint is its beginning. */
static void hash_and_fingerprint(void **state)
{
	struct hash hash, expected;
	char fingerprint[FINGERPRINT_TEXT], hex[2 * HASH_BYTES + 1];

	(void)state;
	election_hash(&hash, (const uint8_t *)"body", 4);
	hash_of(&expected, "folkmoot/election/1", "body", 4);
	assert_int_equal(hash_compare(&hash, &expected), 0);
	election_fingerprint(fingerprint, &hash);
	hex_write(hex, hash.bytes, HASH_BYTES);
	assert_int_equal(strlen(fingerprint), 19);
	for (unsigned i = 0; i < 4; i++) {
		assert_memory_equal(fingerprint + (size_t)5 * i, hex + (size_t)4 * i, 4);
		if (i < 3)
			assert_int_equal(fingerprint[5 * i + 4], ' ');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(every_changed_byte_is_refused_or_canonical),
	    cmocka_unit_test(random_bytes_are_refused),
	    cmocka_unit_test(other_files_and_versions),
	    cmocka_unit_test(issued_tags_are_found),
	    cmocka_unit_test(as_many_tags_as_there_may_be),
	    cmocka_unit_test(counts_that_lie),
	    cmocka_unit_test(what_does_not_pass_the_check_is_not_written),
	    cmocka_unit_test(words),
	    cmocka_unit_test(texts_fall_back),
	    cmocka_unit_test(what_follows_is_derived),
	    cmocka_unit_test(hash_and_fingerprint),
	};

	return cmocka_run_group_tests_name("election", tests, start_crypto, NULL);
}
