/* The sorting network, and the permutations that it makes. */
#include "crypto/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "shuffle_sort.h"

/* A network that sorts all zeros and ones sorts everything (Knuth 5.3.4, theorem Z). */
static void test_sorts_all_zeros_and_ones(void **state)
{
	enum { MOST = 13 };

	(void)state;
	for (uint32_t count = 0; count <= MOST; count++) {
		for (uint32_t bits = 0; bits < 1u << count; bits++) {
			struct permutation permutation;
			uint64_t keys[MOST];

			for (uint32_t i = 0; i < count; i++)
				keys[i] = bits >> i & 1;
			assert_ok(permutation_sorting(&permutation, keys, count));
			permutation_finish(&permutation);
			for (uint32_t i = 1; i < count; i++)
				assert_true(keys[i - 1] <= keys[i]);
		}
	}
}

static void fill(uint64_t *out, uint32_t count)
{
	uint64_t at = 88172645463325252u;

	for (uint32_t i = 0; i < count; i++) {
		at ^= at << 13;
		at ^= at >> 7;
		at ^= at << 17;
		out[i] = at;
	}
}

/* Keys with the highest bit set and clear, and records that go where their keys go, and back. */
static void follow(uint32_t count, size_t size)
{
	uint64_t *keys = calloc(count, sizeof *keys), *sorted = calloc(count, sizeof *sorted);
	uint8_t *records = calloc(count, size);
	struct permutation permutation;

	assert_true(keys && sorted && records);
	fill(keys, count);
	memcpy(sorted, keys, count * sizeof *keys);
	for (uint32_t i = 0; i < count; i++)
		memcpy(records + i * size + size - 8, &keys[i], 8);
	assert_ok(permutation_sorting(&permutation, sorted, count));
	permutation_apply(records, size, &permutation);
	for (uint32_t i = 0; i < count; i++) {
		assert_true(i == 0 || sorted[i - 1] < sorted[i]);
		assert_memory_equal(records + i * size + size - 8, &sorted[i], 8);
	}
	permutation_undo(records, size, &permutation);
	for (uint32_t i = 0; i < count; i++)
		assert_memory_equal(records + i * size + size - 8, &keys[i], 8);
	permutation_finish(&permutation);
	free(keys);
	free(sorted);
	free(records);
}

static void test_records_follow_their_keys(void **state)
{
	(void)state;
	for (uint32_t count = 1; count < 70; count++)
		follow(count, 8 * (1 + count % 5));
	follow(1000, 64);
	follow(4097, 32);
}

/* What the network does depends on the count alone; its size is Batcher's. */
static void test_comparators(void **state)
{
	static const uint64_t expected[] = {0, 0, 1, 3, 5, 9, 12, 16, 19, 26, 31, 37, 41, 48, 53, 59, 63};
	struct network network;

	(void)state;
	for (uint32_t count = 0; count < sizeof expected / sizeof expected[0]; count++) {
		network_init(&network, count);
		assert_int_equal(network.comparators, expected[count]);
	}
	network_init(&network, UINT32_MAX);
	assert_int_equal(network.pass_count, NETWORK_PASSES_MAX);
}

enum { THINGS = 4, ORDERS = 24, TIMES = 400 * ORDERS };

static unsigned order_of(const uint64_t record[THINGS])
{
	unsigned order = 0;

	for (unsigned i = 0; i < THINGS; i++) {
		unsigned less = 0;

		for (unsigned j = i + 1; j < THINGS; j++)
			less += record[j] < record[i];
		order = order * (THINGS - i) + less;
	}
	return order;
}

/* Chi-squared with 23 degrees of freedom is above 80 once in about 10^8 runs. */
static void test_every_order_equally_often(void **state)
{
	unsigned seen[ORDERS] = {0};
	double chi = 0;

	(void)state;
	for (unsigned i = 0; i < TIMES; i++) {
		uint64_t record[THINGS] = {0, 1, 2, 3};
		struct permutation permutation;

		assert_ok(permutation_random(&permutation, THINGS));
		permutation_apply(record, sizeof record[0], &permutation);
		permutation_finish(&permutation);
		seen[order_of(record)]++;
	}
	for (unsigned i = 0; i < ORDERS; i++) {
		double off = (double)seen[i] - (double)TIMES / ORDERS;

		chi += off * off / ((double)TIMES / ORDERS);
	}
	assert_true(chi < 80);
}

/* And each record at each place, for a count that is no power of two. */
static void test_every_place_equally_often(void **state)
{
	enum { COUNT = 11, RUNS = 4400 };
	unsigned seen[COUNT][COUNT] = {{0}};
	double chi = 0;

	(void)state;
	for (unsigned i = 0; i < RUNS; i++) {
		uint64_t record[COUNT];
		struct permutation permutation;

		for (unsigned k = 0; k < COUNT; k++)
			record[k] = k;
		assert_ok(permutation_random(&permutation, COUNT));
		permutation_apply(record, sizeof record[0], &permutation);
		permutation_finish(&permutation);
		for (unsigned k = 0; k < COUNT; k++)
			seen[k][record[k]]++;
	}
	for (unsigned k = 0; k < COUNT; k++) {
		for (unsigned l = 0; l < COUNT; l++) {
			double off = (double)seen[k][l] - (double)RUNS / COUNT;

			chi += off * off / ((double)RUNS / COUNT);
		}
	}
	/* 100 degrees of freedom */
	assert_true(chi < 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sorts_all_zeros_and_ones),
	    cmocka_unit_test(test_records_follow_their_keys),
	    cmocka_unit_test(test_comparators),
	    cmocka_unit_test(test_every_order_equally_often),
	    cmocka_unit_test(test_every_place_equally_often),
	};

	return cmocka_run_group_tests(tests, start_crypto, NULL);
}
