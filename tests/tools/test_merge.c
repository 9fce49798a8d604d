/* From accepted ballots to what counts, with ballots made by hand: merging looks at their style, tag and ciphertexts.
 */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/example.h"
#include "merge.h"

enum { CONTESTS = 3, STYLES = 2, KIOSKS = 3, TAGS = 4, BALLOTS_MAX = 64, BODY_MAX = 36 + 3 * 3 + 128 * 4 };

/* Contest 0 of width 1 for all, contest 1 of width 2 in style 0, contest 2 of width 1 in style 1. */
struct scene {
	struct election election;
	struct contest contest[CONTESTS];
	struct style style[STYLES];
	const char *place[2];
	uint8_t tag[TAGS][ISSUED_BYTES];
	struct roster_kiosk kiosk[KIOSKS]; /* the first two stand in one place */
	struct export export[KIOSKS];
	struct accepted accepted;
	struct accepted_ballot ballot[BALLOTS_MAX];
	uint8_t body[BALLOTS_MAX][BODY_MAX];
};

/* Tag i: good in place i / 2, for style i % 2. */
static void tag_bytes(uint8_t out[static TAG_BYTES], unsigned i)
{
	memset(out, 0, TAG_BYTES);
	out[0] = (uint8_t)(10 * (i + 1));
	out[TAG_BYTES - 1] = 1;
}

static int by_hash(const void *a, const void *b)
{
	return memcmp((const uint8_t *)a + ISSUED_HASH, (const uint8_t *)b + ISSUED_HASH, HASH_BYTES);
}

static void scene_make(struct scene *scene, enum admission admission)
{
	struct election *election = &scene->election;

	memset(scene, 0, sizeof *scene);
	for (unsigned i = 0; i < CONTESTS; i++)
		scene->contest[i] = (struct contest){.id = (uint16_t)(i + 1), .width = i == 1 ? 2 : 1};
	scene->style[0] = (struct style){.contest_count = 2, .contest = {0, 1}};
	scene->style[1] = (struct style){.contest_count = 2, .contest = {0, 2}};
	scene->place[0] = "Library";
	scene->place[1] = "Town hall";
	*election = (struct election){.admission = admission,
	                              .contest_count = CONTESTS,
	                              .contests = scene->contest,
	                              .style_count = STYLES,
	                              .styles = scene->style};
	if (admission == ADMISSION_CODE) {
		for (unsigned i = 0; i < TAGS; i++) {
			uint8_t tag[TAG_BYTES];

			tag_bytes(tag, i);
			issued_write(scene->tag[i], i / 2, i % 2, tag);
		}
		qsort(scene->tag, TAGS, ISSUED_BYTES, by_hash);
		election->place_count = 2;
		election->places = scene->place;
		election->tag_count = TAGS;
		election->tags = scene->tag[0];
	}
	for (unsigned i = 0; i < KIOSKS; i++) {
		snprintf(scene->kiosk[i].name, sizeof scene->kiosk[i].name, "Kiosk %u", i + 1);
		snprintf(scene->kiosk[i].place, sizeof scene->kiosk[i].place, "%s", scene->place[i / 2]);
		scene->kiosk[i].key.key[0] = (uint8_t)(i + 1);
		scene->export[i] = (struct export){.path = "export", .kiosk = &scene->kiosk[i], .sound = 1};
	}
	example_bytes(scene->accepted.package.hash.bytes, HASH_BYTES, "the election");
	scene->accepted.package.election = election;
	scene->accepted.ballots = scene->ballot;
}

/* A ballot with a code of its own, put where its code belongs. tag NULL: none. */
static struct accepted_ballot *add(struct scene *scene, unsigned kiosk, unsigned style, const uint8_t *tag,
                                   const char *code)
{
	size_t at = scene->accepted.ballot_count++, points = style == 0 ? 3 : 2;
	uint8_t *body = scene->body[at];
	struct accepted_ballot ballot = {
	    .body = body, .body_len = 36 + 6 + 128 * points, .export = &scene->export[kiosk]};

	assert_true(at < BALLOTS_MAX);
	example_bytes(ballot.code.bytes, HASH_BYTES, code);
	for (size_t i = 0; i < BODY_MAX; i += 32)
		randombytes_buf_deterministic(body + i, i + 32 > BODY_MAX ? BODY_MAX - i : 32, ballot.code.bytes);
	body[0] = 1;
	body[1] = (uint8_t)style;
	body[2] = 0;
	memset(body + 3, 0, TAG_BYTES);
	if (tag)
		memcpy(body + 3, tag, TAG_BYTES);
	body[35] = 2;
	/* No two points alike: where each lies is then seen in the lists. */
	for (size_t i = 0; i < points; i++) {
		char label[64];

		snprintf(label, sizeof label, "%s, point %zu", code, i);
		example_bytes(body + 42 + 128 * i, 64, label);
	}
	while (at > 0 && hash_compare(&scene->ballot[at - 1].code, &ballot.code) > 0) {
		scene->ballot[at] = scene->ballot[at - 1];
		at--;
	}
	scene->ballot[at] = ballot;
	return &scene->ballot[at];
}

static void add_tagged(struct scene *scene, unsigned kiosk, unsigned style, unsigned tag, const char *code)
{
	uint8_t bytes[TAG_BYTES];

	tag_bytes(bytes, tag);
	(void)add(scene, kiosk, style, bytes, code);
}

static struct hash code_of(const char *label)
{
	struct hash code;

	example_bytes(code.bytes, HASH_BYTES, label);
	return code;
}

static int counts(const struct merged *merged, const char *label)
{
	struct hash code = code_of(label);
	int found = 0;

	for (size_t i = 0; i < merged->counted_count; i++)
		found += hash_compare(&merged->counted[i]->code, &code) == 0;
	return found;
}

static int excluded_for(const struct merged *merged, const char *label, enum excluded_reason reason)
{
	struct hash code = code_of(label);
	int found = 0;

	for (size_t i = 0; i < merged->excluded_count; i++)
		found +=
		    merged->excluded[i].reason == reason && hash_compare(&merged->excluded[i].ballot->code, &code) == 0;
	return found;
}

static void ascending(const struct merged *merged)
{
	for (size_t i = 1; i < merged->counted_count; i++)
		assert_true(hash_compare(&merged->counted[i - 1]->code, &merged->counted[i]->code) < 0);
	for (size_t i = 1; i < merged->excluded_count; i++)
		assert_true(hash_compare(&merged->excluded[i - 1].ballot->code, &merged->excluded[i].ballot->code) < 0);
}

/* --- lists --- */

static void is_point(const uint8_t *entry, const char *label, unsigned point)
{
	uint8_t expected[64];
	char text[64];

	snprintf(text, sizeof text, "%s, point %u", label, point);
	example_bytes(expected, sizeof expected, text);
	assert_memory_equal(entry, expected, 64);
}

/* Every entry of every list, against the labels sorted by their codes. */
static void check_lists(const struct merged *merged, const char *const *labels, const unsigned *styles, size_t count)
{
	size_t at[CONTESTS] = {0};
	struct hash before = {{0}};

	for (size_t done = 0; done < count; done++) {
		size_t next = count;
		struct hash lowest, code;

		for (size_t i = 0; i < count; i++) {
			code = code_of(labels[i]);
			if ((done == 0 || hash_compare(&code, &before) > 0) &&
			    (next == count || hash_compare(&code, &lowest) < 0)) {
				next = i;
				lowest = code;
			}
		}
		before = lowest;
		is_point(merged->list[0].entries + 64 * at[0]++, labels[next], 0);
		if (styles[next] == 0) {
			is_point(merged->list[1].entries + 128 * at[1], labels[next], 1);
			is_point(merged->list[1].entries + 128 * at[1]++ + 64, labels[next], 2);
		} else {
			is_point(merged->list[2].entries + 64 * at[2]++, labels[next], 1);
		}
	}
	for (unsigned i = 0; i < CONTESTS; i++)
		assert_int_equal(merged->list[i].count, at[i]);
}

static void each_contest_gets_its_entries(void **state)
{
	static const char *const labels[] = {"one", "two", "three", "four", "five"};
	static const unsigned styles[] = {0, 1, 1, 0, 1};
	static struct scene scene;
	struct merged merged;
	struct hash codes[5], set;

	(void)state;
	scene_make(&scene, ADMISSION_ATTENDED);
	for (unsigned i = 0; i < 5; i++)
		(void)add(&scene, i % KIOSKS, styles[i], NULL, labels[i]);
	for (unsigned i = 0; i < 5; i++)
		codes[i] = scene.ballot[i].code;
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.counted_count, 5);
	assert_int_equal(merged.excluded_count, 0);
	assert_int_equal(merged.doubles, 0);
	assert_false(merged.waits_for_draw);
	ascending(&merged);
	check_lists(&merged, labels, styles, 5);
	assert_ok(set_hash(&set, codes, 5));
	assert_memory_equal(set.bytes, merged.set.bytes, HASH_BYTES);
	merge_finish(&merged);
	merge_finish(&merged);
}

static void test_ballots_are_left_out(void **state)
{
	static const struct opened_ballot opened;
	static const char *const labels[] = {"one", "three"};
	static const unsigned styles[] = {0, 1};
	static struct scene scene;
	struct merged merged;

	(void)state;
	scene_make(&scene, ADMISSION_OPEN);
	(void)add(&scene, 0, 0, NULL, "one");
	add(&scene, 0, 0, NULL, "two")->opened = &opened;
	(void)add(&scene, 1, 1, NULL, "three");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.counted_count, 2);
	check_lists(&merged, labels, styles, 2);
	merge_finish(&merged);
}

/* Whoever merges in spite of faults still counts nothing that is not sound. */
static void what_is_not_sound_is_left_out(void **state)
{
	static struct scene scene;
	struct merged merged;

	(void)state;
	scene_make(&scene, ADMISSION_OPEN);
	(void)add(&scene, 0, 0, NULL, "one");
	add(&scene, 0, 0, NULL, "two")->status = STATUS_PROOF;
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.counted_count, 1);
	assert_true(counts(&merged, "one"));
	merge_finish(&merged);
}

static void a_ballot_of_another_length_is_a_bug(void **state)
{
	static struct scene scene;
	struct merged merged;

	(void)state;
	scene_make(&scene, ADMISSION_OPEN);
	add(&scene, 0, 0, NULL, "one")->body_len--;
	assert_status(STATUS_INTERNAL, merge_ballots(&merged, &scene.accepted, NULL));
	merge_finish(&merged);
	scene_make(&scene, ADMISSION_OPEN);
	(void)add(&scene, 0, 0, NULL, "one");
	scene.body[0][1] = STYLES;
	assert_status(STATUS_INTERNAL, merge_ballots(&merged, &scene.accepted, NULL));
	merge_finish(&merged);
}

static void no_ballots_at_all(void **state)
{
	static struct scene scene;
	struct merged merged;
	struct hash set;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.counted_count, 0);
	assert_ok(set_hash(&set, NULL, 0));
	assert_memory_equal(set.bytes, merged.set.bytes, HASH_BYTES);
	for (unsigned i = 0; i < CONTESTS; i++) {
		assert_int_equal(merged.list[i].count, 0);
		assert_non_null(merged.list[i].entries);
	}
	merge_finish(&merged);
}

/* --- voting codes --- */

static void a_tag_never_issued(void **state)
{
	static struct scene scene;
	uint8_t tag[TAG_BYTES];
	struct merged merged;
	struct hash set, code = code_of("sound");

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	add_tagged(&scene, 0, 0, 0, "sound");
	tag_bytes(tag, 0);
	tag[TAG_BYTES - 1] ^= 1;
	(void)add(&scene, 0, 0, tag, "invented");
	memset(tag, 0xff, sizeof tag);
	(void)add(&scene, 1, 1, tag, "invented too");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.counted_count, 1);
	assert_int_equal(merged.excluded_count, 2);
	assert_true(counts(&merged, "sound"));
	assert_true(excluded_for(&merged, "invented", EXCLUDED_TAG_UNKNOWN));
	assert_true(excluded_for(&merged, "invented too", EXCLUDED_TAG_UNKNOWN));
	assert_int_equal(merged.list[0].count, 1);
	ascending(&merged);
	/* The set that a draw is bound to holds issued tags only. */
	assert_ok(set_hash(&set, &code, 1));
	assert_memory_equal(set.bytes, merged.set.bytes, HASH_BYTES);
	merge_finish(&merged);
}

static void a_ballot_from_another_place(void **state)
{
	static struct scene scene;
	struct merged merged;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	add_tagged(&scene, 1, 0, 0, "at its place, another kiosk");
	add_tagged(&scene, 2, 0, 0, "at another place");
	add_tagged(&scene, 0, 1, 3, "of the town hall, in the library");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.doubles, 0); /* the other one with its tag cannot count anyway */
	assert_false(merged.waits_for_draw);
	assert_int_equal(merged.counted_count, 1);
	assert_true(counts(&merged, "at its place, another kiosk"));
	assert_true(excluded_for(&merged, "at another place", EXCLUDED_TAG_PLACE));
	assert_true(excluded_for(&merged, "of the town hall, in the library", EXCLUDED_TAG_PLACE));
	merge_finish(&merged);
}

/* A place that no code was issued for, and one that only begins like one. */
static void a_kiosk_in_a_place_without_codes(void **state)
{
	static struct scene scene;
	struct merged merged;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	strcpy(scene.kiosk[0].place, "Library ");
	strcpy(scene.kiosk[1].place, "Librar");
	add_tagged(&scene, 0, 0, 0, "one");
	add_tagged(&scene, 1, 1, 1, "two");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.counted_count, 0);
	assert_true(excluded_for(&merged, "one", EXCLUDED_TAG_PLACE));
	assert_true(excluded_for(&merged, "two", EXCLUDED_TAG_PLACE));
	merge_finish(&merged);
}

static void a_ballot_of_another_district(void **state)
{
	static struct scene scene;
	struct merged merged;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	add_tagged(&scene, 0, 1, 0, "one");
	add_tagged(&scene, 0, 1, 1, "two");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_true(excluded_for(&merged, "one", EXCLUDED_TAG_PLACE));
	assert_true(counts(&merged, "two"));
	assert_int_equal(merged.list[1].count, 0);
	assert_int_equal(merged.list[2].count, 1);
	merge_finish(&merged);
}

/* --- the draw --- */

/* What the page says, written once more. */
static void expected_point(struct point *out, const struct hash *election, const struct hash *set)
{
	struct transcript transcript;
	uint8_t wide[64];

	transcript_init(&transcript, "folkmoot/draw/1");
	transcript_append(&transcript, "election", election->bytes, 32);
	transcript_append(&transcript, "set", set->bytes, 32);
	transcript_wide(wide, &transcript, "point");
	point_from_hash(out, wide);
}

static void expected_rank(uint8_t out[static 64], const struct point *drawn, const struct accepted_ballot *ballot)
{
	struct transcript transcript;
	struct hash hash;

	transcript_init(&transcript, "folkmoot/draw-rank/1");
	transcript_append(&transcript, "draw", drawn->bytes, 32);
	transcript_append(&transcript, "tag", ballot->body + 3, 32);
	transcript_append(&transcript, "kiosk", ballot->export->kiosk->key.key, 32);
	transcript_hash(&hash, &transcript, "kiosk");
	memcpy(out, hash.bytes, 32);
	transcript_append(&transcript, "code", ballot->code.bytes, 32);
	transcript_hash(&hash, &transcript, "rank");
	memcpy(out + 32, hash.bytes, 32);
}

static const struct accepted_ballot *ballot_of(const struct scene *scene, const char *label)
{
	struct hash code = code_of(label);

	for (size_t i = 0; i < scene->accepted.ballot_count; i++)
		if (hash_compare(&scene->ballot[i].code, &code) == 0)
			return &scene->ballot[i];
	fail_msg("there is no ballot \"%s\"", label);
	return NULL;
}

/* R of that merge: the trustees' joint secret times P. */
static void drawn_by(struct point *out, const struct merged *merged)
{
	struct scalar secret;

	example_scalar(&secret, "the trustees' joint secret");
	assert_ok(point_multiply(out, &secret, &merged->draw));
}

static int lowest_of(const struct scene *scene, const struct point *drawn, const char *const *labels, unsigned count)
{
	int lowest = 0;

	for (unsigned i = 1; i < count; i++) {
		uint8_t rank[64], best[64];

		expected_rank(rank, drawn, ballot_of(scene, labels[i]));
		expected_rank(best, drawn, ballot_of(scene, labels[lowest]));
		if (memcmp(rank, best, 64) < 0)
			lowest = (int)i;
	}
	return lowest;
}

static void two_ballots_with_one_tag(void **state)
{
	static const char *const twins[] = {"first", "second"}, *const triplets[] = {"a", "b", "c"};
	static struct scene scene;
	struct merged merged;
	struct point drawn, again;
	struct hash codes[6];
	struct hash set;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	add_tagged(&scene, 0, 0, 0, twins[0]);
	add_tagged(&scene, 1, 0, 0, twins[1]);
	add_tagged(&scene, 0, 1, 1, "single");
	for (unsigned i = 0; i < 3; i++)
		add_tagged(&scene, 2, 1, 3, triplets[i]);
	for (unsigned i = 0; i < 6; i++)
		codes[i] = scene.ballot[i].code;
	assert_ok(set_hash(&set, codes, 6));

	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_true(merged.waits_for_draw);
	assert_int_equal(merged.doubles, 2);
	assert_int_equal(merged.doubled_count, 5);
	assert_int_equal(merged.counted_count, 0);
	assert_int_equal(merged.excluded_count, 0);
	assert_memory_equal(set.bytes, merged.set.bytes, HASH_BYTES);
	expected_point(&again, &scene.accepted.package.hash, &set);
	assert_true(point_equal(&again, &merged.draw));
	for (unsigned i = 0; i < CONTESTS; i++)
		assert_null(merged.list[i].entries);
	drawn_by(&drawn, &merged);
	merge_finish(&merged);

	assert_ok(merge_ballots(&merged, &scene.accepted, &drawn));
	assert_false(merged.waits_for_draw);
	assert_int_equal(merged.doubles, 2);
	assert_memory_equal(set.bytes, merged.set.bytes, HASH_BYTES);
	assert_true(point_equal(&again, &merged.draw));
	assert_int_equal(merged.counted_count, 3);
	assert_int_equal(merged.excluded_count, 3);
	assert_true(counts(&merged, "single"));
	for (int i = 0; i < 2; i++)
		assert_int_equal(counts(&merged, twins[i]), i == lowest_of(&scene, &drawn, twins, 2));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(counts(&merged, triplets[i]), i == lowest_of(&scene, &drawn, triplets, 3));
		assert_int_equal(excluded_for(&merged, triplets[i], EXCLUDED_TAG_TWICE),
		                 i != lowest_of(&scene, &drawn, triplets, 3));
	}
	ascending(&merged);
	assert_int_equal(merged.list[0].count, 3);
	assert_int_equal(merged.list[1].count, 1);
	assert_int_equal(merged.list[2].count, 2);
	merge_finish(&merged);
}

/* A draw that was not needed changes nothing. */
static void a_draw_without_doubles(void **state)
{
	static struct scene scene;
	struct merged merged;
	struct point drawn;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	add_tagged(&scene, 0, 0, 0, "one");
	add_tagged(&scene, 2, 1, 3, "two");
	expected_point(&drawn, &scene.accepted.package.hash, &scene.accepted.package.hash);
	assert_ok(merge_ballots(&merged, &scene.accepted, &drawn));
	assert_int_equal(merged.counted_count, 2);
	assert_int_equal(merged.excluded_count, 0);
	merge_finish(&merged);
}

static void the_same_tag_on_the_same_kiosk(void **state)
{
	static const char *const labels[] = {"a", "b", "c", "d"};
	static struct scene scene;
	struct merged merged;
	struct point drawn;

	(void)state;
	scene_make(&scene, ADMISSION_CODE);
	add_tagged(&scene, 0, 0, 0, labels[0]);
	add_tagged(&scene, 0, 0, 0, labels[1]);
	add_tagged(&scene, 0, 0, 0, labels[2]);
	add_tagged(&scene, 1, 0, 0, labels[3]);
	add_tagged(&scene, 0, 1, 1, "e");
	add_tagged(&scene, 1, 1, 1, "f");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	drawn_by(&drawn, &merged);
	merge_finish(&merged);
	assert_ok(merge_ballots(&merged, &scene.accepted, &drawn));
	assert_int_equal(merged.counted_count, 2);
	for (int i = 0; i < 4; i++)
		assert_int_equal(counts(&merged, labels[i]), i == lowest_of(&scene, &drawn, labels, 4));
	/* That it took one twice is told: three ballots, two pairs. The one with e and f was two kiosks'. */
	assert_int_equal(merged.repeated_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_ptr_equal(merged.repeated[i].one->export, &scene.export[0]);
		assert_ptr_equal(merged.repeated[i].other->export, &scene.export[0]);
		assert_memory_equal(merged.repeated[i].one->body + 3, merged.repeated[i].other->body + 3, TAG_BYTES);
		assert_ptr_not_equal(merged.repeated[i].one, merged.repeated[i].other);
	}
	merge_finish(&merged);
}

static void duel(struct scene *scene, const char *honest, const char *other)
{
	scene_make(scene, ADMISSION_CODE);
	add_tagged(scene, 0, 0, 0, honest);
	add_tagged(scene, 1, 0, 0, other);
}

/* Merges, draws, merges again. The caller finishes merged. */
static void merge_and_draw(struct merged *merged, struct point *drawn, const struct scene *scene)
{
	assert_ok(merge_ballots(merged, &scene->accepted, NULL));
	drawn_by(drawn, merged);
	merge_finish(merged);
	assert_ok(merge_ballots(merged, &scene->accepted, drawn));
}

/* A kiosk makes many ballots for a code that was used elsewhere, and gives the one that it likes best by a draw that it
 * knows: of the set with its first one. The draw does not look at its choice, and its choice is another set, hence
 * another draw: it wins every second time, as everybody does. */
static void a_kiosk_that_steers_which_double_counts(void **state)
{
	enum { ROUNDS = 64, TRIES = 40 };
	static struct scene scene;
	unsigned won = 0, known_won = 0, both = 0;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		char chosen[32] = "", label[32], honest[32];
		struct merged merged;
		struct point known, drawn;
		uint8_t best[64], rank[64];
		int first;

		snprintf(honest, sizeof honest, "honest %u", round);
		snprintf(label, sizeof label, "steered %u", round);
		duel(&scene, honest, label);
		merge_and_draw(&merged, &known, &scene);
		first = counts(&merged, label);
		merge_finish(&merged);
		for (unsigned i = 0; i < TRIES; i++) {
			snprintf(label, sizeof label, "steered %u %u", round, i);
			duel(&scene, honest, label);
			expected_rank(rank, &known, ballot_of(&scene, label));
			if (i > 0 && memcmp(rank, best, 64) >= 0)
				continue;
			memcpy(best, rank, 64);
			memcpy(chosen, label, sizeof chosen);
		}
		duel(&scene, honest, chosen);
		merge_and_draw(&merged, &drawn, &scene);
		assert_false(point_equal(&known, &drawn));
		assert_int_equal(counts(&merged, honest) + counts(&merged, chosen), 1);
		won += (unsigned)counts(&merged, chosen);
		known_won += (unsigned)first;
		both += (unsigned)(first && counts(&merged, chosen));
		merge_finish(&merged);
	}
	assert_in_range(won, ROUNDS / 4, 3 * ROUNDS / 4);
	/* Nor does winning the one draw say anything of the other. */
	assert_in_range(both, known_won / 5, known_won - known_won / 5);
}

/* Many ballots for one code, all of them cast: still one lot. */
static void a_kiosk_that_makes_many_ballots_for_one_code(void **state)
{
	enum { ROUNDS = 64, MANY = 40 };
	static struct scene scene;
	unsigned won = 0;

	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct merged merged;
		struct point drawn;
		char label[32], honest[32];

		snprintf(honest, sizeof honest, "honest %u", round);
		snprintf(label, sizeof label, "stuffed %u", round);
		duel(&scene, honest, label);
		for (unsigned i = 1; i < MANY; i++) {
			snprintf(label, sizeof label, "stuffed %u %u", round, i);
			add_tagged(&scene, 1, 0, 0, label);
		}
		merge_and_draw(&merged, &drawn, &scene);
		assert_int_equal(merged.counted_count, 1);
		assert_int_equal(merged.repeated_count, MANY - 1);
		won += !counts(&merged, honest);
		merge_finish(&merged);
	}
	assert_in_range(won, ROUNDS / 4, 3 * ROUNDS / 4);
}

/* A late ballot, an election built anew: another draw. */
static void the_draw_is_bound_to_election_and_set(void **state)
{
	static struct scene scene;
	struct merged merged;
	struct point one;

	(void)state;
	duel(&scene, "a", "b");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	one = merged.draw;
	merge_finish(&merged);
	add_tagged(&scene, 2, 1, 3, "late");
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_false(point_equal(&one, &merged.draw));
	merge_finish(&merged);
	duel(&scene, "a", "b");
	scene.accepted.package.hash.bytes[31] ^= 1;
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_false(point_equal(&one, &merged.draw));
	merge_finish(&merged);
}

/* Many ballots, every code used twice: in time that grows with their number, not with its square. */
static void many_ballots(void **state)
{
	enum { MANY = 200000 };
	static struct scene scene;
	struct accepted_ballot *ballots = calloc(MANY, sizeof *ballots);
	uint8_t *tags = malloc((size_t)MANY / 2 * ISSUED_BYTES), *bodies = malloc((size_t)MANY * 426);
	struct merged merged;
	struct point drawn;

	(void)state;
	assert_true(ballots && tags && bodies);
	scene_make(&scene, ADMISSION_CODE);
	for (uint32_t i = 0; i < MANY; i++) {
		uint8_t *body = bodies + (size_t)i * 426, tag[TAG_BYTES] = {0};
		uint32_t which = i % (MANY / 2);

		for (unsigned k = 0; k < 4; k++) {
			tag[k] = (uint8_t)((which + 1) >> (24 - 8 * k));
			ballots[i].code.bytes[k] = (uint8_t)(i >> (24 - 8 * k));
		}
		if (i < MANY / 2)
			issued_write(tags + (size_t)i * ISSUED_BYTES, 0, 0, tag);
		memset(body, 0, 426);
		memcpy(body + 3, tag, TAG_BYTES);
		memcpy(body + 42, ballots[i].code.bytes, 4);
		ballots[i].body = body;
		ballots[i].body_len = 426;
		ballots[i].export = &scene.export[i % 2];
	}
	qsort(tags, MANY / 2, ISSUED_BYTES, by_hash);
	scene.election.tags = tags;
	scene.election.tag_count = MANY / 2;
	scene.accepted.ballots = ballots;
	scene.accepted.ballot_count = MANY;
	assert_ok(merge_ballots(&merged, &scene.accepted, NULL));
	assert_int_equal(merged.doubles, MANY / 2);
	drawn_by(&drawn, &merged);
	merge_finish(&merged);
	assert_ok(merge_ballots(&merged, &scene.accepted, &drawn));
	assert_int_equal(merged.counted_count, MANY / 2);
	assert_int_equal(merged.excluded_count, MANY / 2);
	ascending(&merged);
	for (size_t i = 0; i < merged.counted_count; i++)
		assert_memory_equal(merged.list[0].entries + 64 * i, merged.counted[i]->code.bytes, 4);
	merge_finish(&merged);
	free(ballots);
	free(tags);
	free(bodies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_contest_gets_its_entries),
	    cmocka_unit_test(test_ballots_are_left_out),
	    cmocka_unit_test(what_is_not_sound_is_left_out),
	    cmocka_unit_test(a_ballot_of_another_length_is_a_bug),
	    cmocka_unit_test(no_ballots_at_all),
	    cmocka_unit_test(a_tag_never_issued),
	    cmocka_unit_test(a_ballot_from_another_place),
	    cmocka_unit_test(a_kiosk_in_a_place_without_codes),
	    cmocka_unit_test(a_ballot_of_another_district),
	    cmocka_unit_test(two_ballots_with_one_tag),
	    cmocka_unit_test(a_draw_without_doubles),
	    cmocka_unit_test(the_same_tag_on_the_same_kiosk),
	    cmocka_unit_test(a_kiosk_that_steers_which_double_counts),
	    cmocka_unit_test(a_kiosk_that_makes_many_ballots_for_one_code),
	    cmocka_unit_test(the_draw_is_bound_to_election_and_set),
	    cmocka_unit_test(many_ballots),
	};

	return cmocka_run_group_tests_name("merge", tests, start_crypto, NULL);
}
