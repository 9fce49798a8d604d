/* Factors with one proof for each entry, some entries left out: what holds, and what must be refused. */
#include "crypto/decrypting.h"
#include "decryption_entries.h"

enum { ENTRIES = 4, WIDTH = 3, LEN = WIDTH * 32 + 96 };

static struct scene scene;
static const struct quorum quorum = {.count = 2, .member = {1, 3}};

struct made {
	struct decryption decryption;
	struct scalar share;
	uint8_t bytes[ENTRIES * LEN];
	const uint8_t *entry[ENTRIES];
};

static void prepare(struct made *made, unsigned index)
{
	memset(made, 0, sizeof *made);
	made->decryption = (struct decryption){.election = scene.election,
	                                       .transcript = scene.trustees.transcript,
	                                       .quorum = quorum,
	                                       .index = index,
	                                       .contest = scene.contest,
	                                       .width = WIDTH,
	                                       .count = ENTRIES,
	                                       .list = scene.list};
	assert_ok(decryption_key(&made->decryption, &scene.trustees));
	share_of(&made->share, &scene, index);
	for (unsigned i = 0; i < ENTRIES; i++)
		made->entry[i] = made->bytes + i * LEN;
}

static void make(struct made *made, unsigned index, const struct engine *engine)
{
	assert_int_equal(entry_bytes(WIDTH), LEN);
	scene_make(&scene, 3, 2, ENTRIES, WIDTH);
	prepare(made, index);
	assert_ok(entries_make(made->bytes, &made->decryption, &made->share, engine, NULL));
}

/* All engines agree, on the verdict and on the entry. */
static enum status judged(size_t *bad, const struct made *made)
{
	enum status first = STATUS_OK;
	size_t other;

	for (unsigned i = 0; i < ENGINES; i++) {
		enum status status = entries_verify(i ? &other : bad, made->entry, &made->decryption, engines[i], NULL);

		if (i == 0)
			first = status;
		assert_int_equal(status, first);
		assert_true(i == 0 || other == *bad);
	}
	return first;
}

static void refused_at(const struct made *made, size_t entry)
{
	size_t bad;

	assert_int_not_equal(judged(&bad, made), STATUS_OK);
	assert_int_equal(bad, entry);
}

static void holds(const struct made *made)
{
	size_t bad;

	assert_ok(judged(&bad, made));
	assert_true(bad == SIZE_MAX);
}

static void test_either_engine_makes_what_both_accept(void **state)
{
	struct made made;

	(void)state;
	for (unsigned i = 0; i < ENGINES; i++) {
		make(&made, 3, engines[i]);
		holds(&made);
	}
}

static void test_the_messages_come_out(void **state)
{
	struct made one, three;
	uint8_t factors[2][ENTRIES * WIDTH * 32], messages[ENTRIES * WIDTH * 32];
	const uint8_t *given[2] = {factors[0], factors[1]};

	(void)state;
	make(&one, 1, &engine_sodium);
	prepare(&three, 3);
	assert_ok(entries_make(three.bytes, &three.decryption, &three.share, &engine_sodium, NULL));
	for (unsigned i = 0; i < ENTRIES; i++) {
		memcpy(factors[0] + i * WIDTH * 32, one.entry[i], WIDTH * 32);
		memcpy(factors[1] + i * WIDTH * 32, three.entry[i], WIDTH * 32);
	}
	assert_ok(decryption_open(messages, scene.list, given, 2, ENTRIES, WIDTH, &engine_sodium, NULL));
	for (unsigned i = 0; i < ENTRIES * WIDTH; i++)
		assert_memory_equal(messages + 32 * i, scene.message[i].bytes, 32);
}

/* What is left out has no say about the others, which hold and fail by themselves. */
static void test_entries_left_out(void **state)
{
	struct made made;

	(void)state;
	make(&made, 1, &engine_sodium);
	for (unsigned out = 0; out < 1u << ENTRIES; out++) {
		struct made some = made;

		for (unsigned i = 0; i < ENTRIES; i++)
			some.entry[i] = out >> i & 1 ? NULL : some.bytes + i * LEN;
		holds(&some);
		if (!some.entry[2])
			continue;
		some.bytes[2 * LEN] ^= 2;
		refused_at(&some, 2);
	}
}

static void test_every_byte_changed(void **state)
{
	static const uint8_t changes[] = {1, 0x80, 0xff};
	struct made made;

	(void)state;
	make(&made, 1, &engine_sodium);
	for (size_t at = LEN; at < 2 * (size_t)LEN; at++)
		for (size_t i = 0; i < sizeof changes; i++) {
			made.bytes[at] ^= changes[i];
			refused_at(&made, 1);
			made.bytes[at] ^= changes[i];
		}
	holds(&made);
}

/* Errors of two factors that cancel in a plain sum. */
static void test_errors_that_cancel(void **state)
{
	struct made made;
	struct point error, one, two;
	uint8_t wide[64];

	(void)state;
	make(&made, 1, &engine_sodium);
	example_bytes(wide, sizeof wide, "an error");
	point_from_hash(&error, wide);
	memcpy(one.bytes, made.bytes, 32);
	memcpy(two.bytes, made.bytes + 32, 32);
	point_add(&one, &one, &error);
	point_subtract(&two, &two, &error);
	memcpy(made.bytes, one.bytes, 32);
	memcpy(made.bytes + 32, two.bytes, 32);
	refused_at(&made, 0);
}

static void test_an_entry_of_another_place(void **state)
{
	struct made made;

	(void)state;
	make(&made, 1, &engine_sodium);
	made.entry[0] = made.bytes + LEN;
	refused_at(&made, 0);
	made.entry[0] = made.bytes;
	made.entry[3] = made.bytes;
	refused_at(&made, 3);
}

static void test_an_entry_of_another_election_trustee_quorum_or_contest(void **state)
{
	struct made made, changed;
	uint8_t list[sizeof scene.list];

	(void)state;
	make(&made, 1, &engine_sodium);
	for (unsigned i = 0; i < 6; i++) {
		changed = made;
		for (unsigned k = 0; k < ENTRIES; k++)
			changed.entry[k] = changed.bytes + k * LEN;
		holds(&changed);
		changed.decryption.election.bytes[0] ^= i == 0;
		changed.decryption.transcript.bytes[0] ^= i == 1;
		changed.decryption.contest ^= i == 2;
		if (i == 3)
			changed.decryption.quorum = (struct quorum){2, {1, 2}};
		if (i == 4)
			changed.decryption.index = 3;
		if (i == 5) {
			memcpy(list, scene.list, sizeof list);
			/* Another b, of another entry: these factors are those of a, and yet of another list. */
			memcpy(list + 3 * WIDTH * 64 + 32, list + 32, 32);
			changed.decryption.list = list;
		}
		refused_at(&changed, 0);
	}
}

static void test_the_identity_is_no_factor(void **state)
{
	struct made made;

	(void)state;
	make(&made, 1, &engine_sodium);
	memset(made.bytes + 2 * LEN + 32, 0, 32);
	refused_at(&made, 2);
}

static void test_a_share_of_another_ceremony(void **state)
{
	struct made made;

	(void)state;
	make(&made, 1, &engine_sodium);
	example_scalar(&made.share, "another ceremony");
	assert_status(STATUS_WRONG_KEY, entries_make(made.bytes, &made.decryption, &made.share, &engine_sodium, NULL));
}

/* Made twice of the same list, the factors are the same and the leaf hashes are not: they cannot be guessed. */
static void test_a_leaf_hash_cannot_be_guessed(void **state)
{
	struct made made;
	uint8_t again[ENTRIES * LEN];
	struct hash one, two;

	(void)state;
	make(&made, 1, &engine_sodium);
	assert_ok(entries_make(again, &made.decryption, &made.share, &engine_sodium, NULL));
	assert_memory_equal(again, made.bytes, WIDTH * 32);
	entry_leaf(&one, 0, made.bytes, WIDTH);
	entry_leaf(&two, 0, again, WIDTH);
	assert_int_not_equal(hash_compare(&one, &two), 0);
}

static void test_a_leaf_hash_covers_all(void **state)
{
	struct made made;
	struct hash one, two;

	(void)state;
	make(&made, 1, &engine_sodium);
	entry_leaf(&one, 0, made.bytes, WIDTH);
	entry_leaf(&two, 1, made.bytes, WIDTH);
	assert_int_not_equal(hash_compare(&one, &two), 0);
	for (size_t at = 0; at < LEN; at++) {
		made.bytes[at] ^= 1;
		entry_leaf(&two, 0, made.bytes, WIDTH);
		assert_int_not_equal(hash_compare(&one, &two), 0);
		made.bytes[at] ^= 1;
	}
	entry_leaf(&two, 0, made.bytes, WIDTH);
	assert_int_equal(hash_compare(&one, &two), 0);
}

static void test_the_hash_of_a_withheld_text_covers_all(void **state)
{
	struct hash leaf[2], one, other;

	(void)state;
	example_bytes(leaf[0].bytes, HASH_BYTES, "a leaf");
	example_bytes(leaf[1].bytes, HASH_BYTES, "another leaf");
	withheld_hash(&one, 5, 7, leaf, 2);
	withheld_hash(&other, 4, 7, leaf, 2);
	assert_int_not_equal(hash_compare(&one, &other), 0);
	withheld_hash(&other, 5, 6, leaf, 2);
	assert_int_not_equal(hash_compare(&one, &other), 0);
	withheld_hash(&other, 5, 7, leaf, 1);
	assert_int_not_equal(hash_compare(&one, &other), 0);
	leaf[1].bytes[31] ^= 1;
	withheld_hash(&other, 5, 7, leaf, 2);
	assert_int_not_equal(hash_compare(&one, &other), 0);
}

static int start(void **state)
{
	(void)state;
	return crypto_init() == STATUS_OK ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_either_engine_makes_what_both_accept),
	    cmocka_unit_test(test_the_messages_come_out),
	    cmocka_unit_test(test_entries_left_out),
	    cmocka_unit_test(test_every_byte_changed),
	    cmocka_unit_test(test_errors_that_cancel),
	    cmocka_unit_test(test_an_entry_of_another_place),
	    cmocka_unit_test(test_an_entry_of_another_election_trustee_quorum_or_contest),
	    cmocka_unit_test(test_the_identity_is_no_factor),
	    cmocka_unit_test(test_a_share_of_another_ceremony),
	    cmocka_unit_test(test_a_leaf_hash_cannot_be_guessed),
	    cmocka_unit_test(test_a_leaf_hash_covers_all),
	    cmocka_unit_test(test_the_hash_of_a_withheld_text_covers_all),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
