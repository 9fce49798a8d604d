#include "crypto/cmocka_all.h"

#include <string.h>

#include "transcript.h"

static void one(struct hash *out, const char *purpose, const char *label, const void *data, size_t len, const char *end)
{
	struct transcript t;

	transcript_init(&t, purpose);
	transcript_append(&t, label, data, len);
	transcript_hash(out, &t, end);
}

static void assert_differ(const struct hash *a, const struct hash *b)
{
	assert_int_not_equal(hash_compare(a, b), 0);
}

static void test_every_part_counts(void **state)
{
	struct hash a, b;

	(void)state;
	one(&a, "p", "l", "data", 4, "e");
	one(&b, "p", "l", "data", 4, "e");
	assert_int_equal(hash_compare(&a, &b), 0);
	one(&b, "q", "l", "data", 4, "e");
	assert_differ(&a, &b);
	one(&b, "p", "m", "data", 4, "e");
	assert_differ(&a, &b);
	one(&b, "p", "l", "dat", 3, "e");
	assert_differ(&a, &b);
	one(&b, "p", "l", "data", 4, "f");
	assert_differ(&a, &b);
}

static void test_items_do_not_run_together(void **state)
{
	struct transcript s, t;
	struct hash a, b;

	(void)state;
	transcript_init(&s, "p");
	transcript_append(&s, "l", "ab", 2);
	transcript_append(&s, "l", "c", 1);
	transcript_init(&t, "p");
	transcript_append(&t, "l", "a", 1);
	transcript_append(&t, "l", "bc", 2);
	transcript_hash(&a, &s, "e");
	transcript_hash(&b, &t, "e");
	assert_differ(&a, &b);
	transcript_init(&t, "p");
	transcript_append(&t, "l", "ab", 2);
	transcript_hash(&b, &t, "e");
	assert_differ(&a, &b);
}

static void test_outputs_are_of_different_kinds(void **state)
{
	struct transcript t;
	struct hash hash, appended;
	struct scalar challenge, reduced;
	uint8_t wide[64];

	(void)state;
	transcript_init(&t, "p");
	transcript_hash(&hash, &t, "x");
	transcript_wide(wide, &t, "x");
	assert_memory_not_equal(hash.bytes, wide, 32);
	transcript_challenge(&challenge, &t, "x");
	scalar_from_wide(&reduced, wide);
	assert_memory_not_equal(&challenge, &reduced, sizeof reduced);
	/* An output is no item: drawing changes nothing, and appending the same words is something else. */
	transcript_hash(&appended, &t, "x");
	assert_int_equal(hash_compare(&hash, &appended), 0);
	transcript_append(&t, "hash", "x", 1);
	transcript_hash(&appended, &t, "x");
	assert_differ(&hash, &appended);
}

static void test_keys_count(void **state)
{
	struct transcript t;
	struct hash a, b, c;
	uint8_t key[32] = {1};

	(void)state;
	transcript_init(&t, "p");
	transcript_hash(&a, &t, "x");
	transcript_init_keyed(&t, "p", key, sizeof key);
	transcript_hash(&b, &t, "x");
	key[31] = 1;
	transcript_init_keyed(&t, "p", key, sizeof key);
	transcript_hash(&c, &t, "x");
	assert_differ(&a, &b);
	assert_differ(&b, &c);
}

/* The bytes hashed, written out by hand: PROTOCOL.md's definition. */
static void test_bytes_are_as_documented(void **state)
{
	static const uint8_t bytes[] = "\7\0\0\0purpose\4\0\0\0\0\0\0\0test"
	                               "\5\0\0\0count\10\0\0\0\0\0\0\0\2\1\0\0\0\0\0\0"
	                               "\4\0\0\0name\0\0\0\0\0\0\0\0"
	                               "\4\0\0\0hash\3\0\0\0\0\0\0\0end";
	struct transcript t;
	struct hash hash;
	uint8_t wide[64];

	(void)state;
	transcript_init(&t, "test");
	transcript_append_u64(&t, "count", 258);
	transcript_append(&t, "name", NULL, 0);
	transcript_hash(&hash, &t, "end");
	assert_int_equal(crypto_generichash(wide, 64, bytes, sizeof bytes - 1, NULL, 0), 0);
	assert_memory_equal(hash.bytes, wide, HASH_BYTES);
}

static void test_hash_of_and_order(void **state)
{
	struct hash a, b;

	(void)state;
	hash_of(&a, "p", "data", 4);
	one(&b, "p", "data", "data", 4, "data");
	assert_int_equal(hash_compare(&a, &b), 0);
	memset(&a, 0, sizeof a);
	memset(&b, 0, sizeof b);
	a.bytes[0] = 1;
	b.bytes[31] = 255;
	assert_true(hash_compare(&a, &b) > 0);
	assert_true(hash_compare(&b, &a) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_part_counts),
	    cmocka_unit_test(test_items_do_not_run_together),
	    cmocka_unit_test(test_outputs_are_of_different_kinds),
	    cmocka_unit_test(test_keys_count),
	    cmocka_unit_test(test_bytes_are_as_documented),
	    cmocka_unit_test(test_hash_of_and_order),
	};
	return cmocka_run_group_tests_name("transcript", tests, start_crypto, NULL);
}
