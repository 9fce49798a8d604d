#include "crypto/cmocka_all.h"

#include <string.h>

#include "crypto/example.h"
#include "group.h"

/* the group's order, little-endian */
static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

static void add_order(uint8_t out[32], const uint8_t in[32])
{
	unsigned carry = 0;

	for (int i = 0; i < 32; i++) {
		carry += (unsigned)in[i] + order[i];
		out[i] = (uint8_t)carry;
		carry >>= 8;
	}
}

static void test_scalars_are_canonical_or_refused(void **state)
{
	uint8_t bytes[32] = {0};
	struct scalar scalar;

	(void)state;
	assert_ok(scalar_decode(&scalar, bytes));
	assert_true(scalar_is_zero(&scalar));
	memcpy(bytes, order, 32);
	assert_status(STATUS_NOT_CANONICAL, scalar_decode(&scalar, bytes));
	bytes[0]--;
	assert_ok(scalar_decode(&scalar, bytes));
	bytes[31] |= 0x80; /* libsodium itself ignores this bit */
	assert_status(STATUS_NOT_CANONICAL, scalar_decode(&scalar, bytes));
	for (int i = 0; i < 50; i++) {
		scalar_random(&scalar);
		assert_ok(scalar_decode(&scalar, scalar.bytes));
		add_order(bytes, scalar.bytes);
		assert_status(STATUS_NOT_CANONICAL, scalar_decode(&scalar, bytes));
	}
	memset(bytes, 0xff, 32);
	assert_status(STATUS_NOT_CANONICAL, scalar_decode(&scalar, bytes));
}

static void test_scalar_arithmetic(void **state)
{
	struct scalar a, b, c, d, zero;

	(void)state;
	scalar_from_u64(&a, 1000003);
	scalar_from_u64(&b, 999983);
	scalar_multiply(&c, &a, &b);
	scalar_from_u64(&d, 1000003ULL * 999983ULL);
	assert_memory_equal(&c, &d, sizeof c);
	scalar_add(&c, &a, &b);
	scalar_from_u64(&d, 1000003ULL + 999983ULL);
	assert_memory_equal(&c, &d, sizeof c);
	scalar_subtract(&c, &a, &a);
	assert_true(scalar_is_zero(&c));
	scalar_subtract(&c, &b, &a); /* below zero: wraps to the order */
	scalar_add(&c, &c, &a);
	assert_memory_equal(&c, &b, sizeof c);
	scalar_random(&a);
	assert_ok(scalar_invert(&b, &a));
	scalar_multiply(&c, &a, &b);
	scalar_from_u64(&d, 1);
	assert_memory_equal(&c, &d, sizeof c);
	scalar_from_u64(&zero, 0);
	assert_status(STATUS_RANGE, scalar_invert(&b, &zero));
	scalar_from_u64(&a, 0x8000000000000001ULL);
	assert_int_equal(a.bytes[7], 0x80);
	assert_int_equal(a.bytes[0], 1);
	scalar_wipe(&a);
	assert_true(scalar_is_zero(&a));
}

static void test_wide_reduction(void **state)
{
	uint8_t wide[64] = {0};
	struct scalar scalar;

	(void)state;
	memcpy(wide, order, 32);
	scalar_from_wide(&scalar, wide);
	assert_true(scalar_is_zero(&scalar));
	wide[0]++;
	scalar_from_wide(&scalar, wide);
	assert_int_equal(scalar.bytes[0], 1);
	memset(wide, 0xff, sizeof wide);
	scalar_from_wide(&scalar, wide);
	assert_ok(scalar_decode(&scalar, scalar.bytes));
}

static void test_points_add_up(void **state)
{
	struct scalar a, b, sum, difference;
	struct point pa, pb, expected, got;

	(void)state;
	for (int i = 0; i < 20; i++) {
		scalar_random(&a);
		scalar_random(&b);
		scalar_add(&sum, &a, &b);
		scalar_subtract(&difference, &a, &b);
		assert_ok(point_multiply_base(&pa, &a));
		assert_ok(point_multiply_base(&pb, &b));
		assert_ok(point_multiply_base(&expected, &sum));
		point_add(&got, &pa, &pb);
		assert_true(point_equal(&got, &expected));
		assert_ok(point_multiply_base(&expected, &difference));
		point_subtract(&got, &pa, &pb);
		assert_true(point_equal(&got, &expected));
		assert_false(point_equal(&pa, &pb));
		assert_ok(point_decode(&got, pa.bytes));
	}
	point_subtract(&got, &pa, &pa);
	assert_true(point_is_identity(&got));
	point_add(&got, &got, &pb);
	assert_true(point_equal(&got, &pb));
}

static void test_multiplying_to_the_identity_is_told(void **state)
{
	struct scalar zero, one;
	struct point base, out, identity = {{0}};

	(void)state;
	scalar_from_u64(&zero, 0);
	scalar_from_u64(&one, 1);
	assert_ok(point_multiply_base(&base, &one));
	memset(&out, 0xff, sizeof out);
	assert_status(STATUS_IDENTITY, point_multiply_base(&out, &zero));
	assert_true(point_is_identity(&out));
	memset(&out, 0xff, sizeof out);
	assert_status(STATUS_IDENTITY, point_multiply(&out, &zero, &base));
	assert_true(point_is_identity(&out));
	assert_status(STATUS_IDENTITY, point_multiply(&out, &one, &identity));
	base.bytes[0] |= 1; /* no point at all */
	assert_status(STATUS_NOT_CANONICAL, point_multiply(&out, &one, &base));
}

static void test_every_flip_of_a_point_is_another_point_or_none(void **state)
{
	struct scalar k;
	struct point p, q;

	(void)state;
	example_scalar(&k, "flip");
	assert_ok(point_multiply_base(&p, &k));
	for (int bit = 0; bit < 256; bit++) {
		uint8_t bytes[32];

		memcpy(bytes, p.bytes, 32);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		if (point_decode(&q, bytes) == STATUS_OK) {
			assert_false(point_equal(&p, &q));
			assert_memory_equal(q.bytes, bytes, 32);
		}
	}
}

static void test_from_hash_is_a_point(void **state)
{
	uint8_t wide[64];
	struct point p, q;

	(void)state;
	example_bytes(wide, sizeof wide, "hash to the group");
	point_from_hash(&p, wide);
	assert_ok(point_decode(&q, p.bytes));
	wide[0] ^= 1;
	point_from_hash(&q, wide);
	assert_false(point_equal(&p, &q));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_scalars_are_canonical_or_refused),
	    cmocka_unit_test(test_scalar_arithmetic),
	    cmocka_unit_test(test_wide_reduction),
	    cmocka_unit_test(test_points_add_up),
	    cmocka_unit_test(test_multiplying_to_the_identity_is_told),
	    cmocka_unit_test(test_every_flip_of_a_point_is_another_point_or_none),
	    cmocka_unit_test(test_from_hash_is_a_point),
	};
	return cmocka_run_group_tests_name("group", tests, start_crypto, NULL);
}
