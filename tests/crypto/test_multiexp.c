/* Both engines against each other and against group.h, on what is usual and on the edges. */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "multiexp.h"

static const struct engine *const engines[] = {&engine_sodium, &engine_decaf};
enum { ENGINES = 2, MOST = 300 };

static const uint8_t order_less_one[32] = {0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                           0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                           0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/* Points and scalars from a counter, so that a failure can be seen again. */
static void seeded(uint8_t *out, size_t len, uint32_t number)
{
	uint8_t seed[randombytes_SEEDBYTES] = {(uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16), 7};

	randombytes_buf_deterministic(out, len, seed);
}

static void some_point(struct point *out, uint32_t number)
{
	uint8_t wide[64];

	seeded(wide, sizeof wide, number);
	point_from_hash(out, wide);
}

static void some_scalar(struct scalar *out, uint32_t number)
{
	uint8_t wide[64];

	seeded(wide, sizeof wide, number + 1000000);
	scalar_from_wide(out, wide);
}

/* l - value */
static void minus(struct scalar *out, uint64_t value)
{
	struct scalar zero = {{0}}, small;

	scalar_from_u64(&small, value);
	scalar_subtract(out, &zero, &small);
}

enum { EDGES = 17 };

static void edge_scalar(struct scalar *out, unsigned which)
{
	memset(out, 0, sizeof *out);
	if (which < 3) {
		scalar_from_u64(out, which);
	} else if (which < 6) {
		minus(out, which - 2);
	} else if (which == 6) { /* half the order, rounded down, then up */
		struct scalar two, half;

		scalar_from_u64(&two, 2);
		assert_ok(scalar_invert(&half, &two));
		*out = half;
	} else if (which == 7) {
		struct scalar one;

		edge_scalar(out, 6);
		scalar_from_u64(&one, 1);
		scalar_subtract(out, out, &one);
	} else if (which < 16) { /* 2^k, where windows begin and end */
		static const unsigned bit[8] = {4, 5, 63, 64, 127, 128, 250, 251};

		out->bytes[bit[which - 8] / 8] = (uint8_t)(1U << (bit[which - 8] % 8));
	} else {
		memset(out->bytes, 0x55, 31);
	}
}

static void assert_same(const struct engine *engine, const struct decoded *have, const struct point *want)
{
	struct point bytes;

	engine->encode(&bytes, have);
	assert_memory_equal(bytes.bytes, want->bytes, POINT_BYTES);
	assert_int_equal(engine->is_identity(have), point_is_identity(want));
}

/* The sum by group.h. */
static void expect(struct point *out, const struct point *points, const struct scalar *weights, size_t count)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < count; i++) {
		struct point product;
		enum status status = point_multiply(&product, &weights[i], &points[i]);

		assert_true(status == STATUS_OK || status == STATUS_IDENTITY);
		point_add(out, out, &product);
	}
}

static struct decoded *decode_all(const struct engine *engine, const struct point *points, size_t count)
{
	struct decoded *decoded = decoded_alloc(count);

	assert_non_null(decoded);
	for (size_t i = 0; i < count; i++) {
		if (point_is_identity(&points[i]))
			engine->identity(&decoded[i]);
		else
			assert_ok(engine->decode(&decoded[i], points[i].bytes));
	}
	return decoded;
}

/* Every way an engine has to make this sum gives the same. */
static void check_sums(const struct point *points, const struct scalar *weights, size_t count, unsigned bits)
{
	struct point want;

	expect(&want, points, weights, count);
	for (unsigned e = 0; e < ENGINES; e++) {
		const struct engine *engine = engines[e];
		struct decoded *decoded = decode_all(engine, points, count);
		const struct decoded *sets[2] = {decoded, decoded};
		_Alignas(32) struct decoded sums[2];

		assert_ok(engine->sum(&sums[0], decoded, weights, count, bits));
		assert_same(engine, &sums[0], &want);
		assert_ok(engine->secret_sum(sums, sets, 2, weights, count));
		assert_same(engine, &sums[0], &want);
		assert_same(engine, &sums[1], &want);
		free(decoded);
	}
}

/* --- single points --- */

static void decoding(void **state)
{
	(void)state;
	for (unsigned e = 0; e < ENGINES; e++) {
		struct decoded decoded;
		struct point point, again;
		uint8_t bytes[32] = {0};

		assert_status(STATUS_IDENTITY, engines[e]->decode(&decoded, bytes));
		bytes[31] = 0x80;
		assert_status(STATUS_NOT_CANONICAL, engines[e]->decode(&decoded, bytes));
		for (uint32_t i = 0; i < 50; i++) {
			some_point(&point, i);
			assert_ok(engines[e]->decode(&decoded, point.bytes));
			engines[e]->encode(&again, &decoded);
			assert_true(point_equal(&point, &again));
			point.bytes[31] |= 0x80;
			assert_status(STATUS_NOT_CANONICAL, engines[e]->decode(&decoded, point.bytes));
			point.bytes[31] &= 0x7f;
			point.bytes[0] |= 1; /* negative field elements are no encodings */
			assert_status(STATUS_NOT_CANONICAL, engines[e]->decode(&decoded, point.bytes));
		}
	}
}

/* Of any bytes, the engines think as group.h does. */
static void decoding_anything(void **state)
{
	unsigned good = 0;

	(void)state;
	for (uint32_t i = 0; i < 3000; i++) {
		uint8_t bytes[32];
		struct point point;
		struct decoded decoded;
		enum status want;

		seeded(bytes, sizeof bytes, i);
		if (i % 3)
			bytes[0] &= 0xfe;
		if (i % 5)
			bytes[31] &= 0x7f;
		if (i >= 2000) { /* around the field's prime, and small numbers */
			memset(bytes, i % 2 ? 0xff : 0, sizeof bytes);
			bytes[0] = (uint8_t)(i - 2000);
			bytes[31] = i % 2 ? 0x7f : 0;
		}
		want = point_decode(&point, bytes);
		for (unsigned e = 0; e < ENGINES; e++)
			assert_status(want, engines[e]->decode(&decoded, bytes));
		good += want == STATUS_OK;
	}
	assert_in_range(good, 300, 2000);
}

static void hashing(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 300; i++) {
		uint8_t wide[64];
		struct point want;

		seeded(wide, sizeof wide, i);
		if (i >= 100)
			memset(wide + 32 * (i % 2), i % 3 ? 0xff : 0, 32);
		if (i >= 200) {
			memset(wide, 0xff, sizeof wide);
			wide[0] = (uint8_t)i;
			wide[31] = wide[63] = i % 2 ? 0x7f : 0xff;
		}
		point_from_hash(&want, wide);
		for (unsigned e = 0; e < ENGINES; e++) {
			struct decoded decoded;

			engines[e]->from_hash(&decoded, wide);
			assert_same(engines[e], &decoded, &want);
		}
	}
}

static void adding(void **state)
{
	struct point points[5], want;

	(void)state;
	some_point(&points[0], 1);
	some_point(&points[1], 2);
	points[2] = points[0];
	memset(&points[3], 0, sizeof points[3]);
	point_subtract(&points[4], &points[3], &points[0]);
	for (unsigned e = 0; e < ENGINES; e++) {
		const struct engine *engine = engines[e];
		struct decoded *decoded = decode_all(engine, points, 5), out;

		for (unsigned i = 0; i < 5; i++) {
			for (unsigned j = 0; j < 5; j++) {
				point_add(&want, &points[i], &points[j]);
				engine->add(&out, &decoded[i], &decoded[j]);
				assert_same(engine, &out, &want);
				out = decoded[i];
				engine->add(&out, &out, &decoded[j]);
				assert_same(engine, &out, &want);
				point_subtract(&want, &points[i], &points[j]);
				out = decoded[j];
				engine->subtract(&out, &decoded[i], &out);
				assert_same(engine, &out, &want);
				assert_int_equal(engine->equal(&decoded[i], &decoded[j]),
				                 point_equal(&points[i], &points[j]));
			}
		}
		free(decoded);
	}
}

/* --- secrets --- */

static void multiplying(void **state)
{
	struct point base[3], want;

	(void)state;
	some_point(&base[0], 1);
	memset(&base[1], 0, sizeof base[1]);
	struct scalar one;
	scalar_from_u64(&one, 1);
	assert_ok(point_multiply_base(&base[2], &one));
	for (unsigned e = 0; e < ENGINES; e++) {
		for (unsigned b = 0; b < 3; b++) {
			struct decoded *decoded = decode_all(engines[e], &base[b], 1), out;
			struct multiple_table *table = engines[e]->table_create(decoded);

			assert_non_null(table);
			for (unsigned i = 0; i < EDGES + 40; i++) {
				struct scalar k;

				if (i < EDGES)
					edge_scalar(&k, i);
				else
					some_scalar(&k, i);
				expect(&want, &base[b], &k, 1);
				engines[e]->multiply(&out, table, &k);
				assert_same(engines[e], &out, &want);
			}
			engines[e]->table_destroy(table);
			free(decoded);
		}
		engines[e]->table_destroy(NULL);
	}
}

/* --- sums --- */

static void edges_of_sums(void **state)
{
	struct point points[EDGES];
	struct scalar weights[EDGES];

	(void)state;
	for (unsigned i = 0; i < EDGES; i++) {
		some_point(&points[i], i);
		edge_scalar(&weights[i], i);
		check_sums(&points[i], &weights[i], 1, FULL_BITS);
	}
	check_sums(points, weights, EDGES, FULL_BITS);
	assert_memory_equal(weights[3].bytes, order_less_one, 32);
}

/* Counts around which the engines change their method, with full and small weights. */
static void counts_of_sums(void **state)
{
	static const size_t counts[] = {0, 1, 2, 3, 7, 63, 64, 65, 95, 96, 97, 98, 128, MOST};
	struct point points[MOST];
	struct scalar weights[MOST];

	(void)state;
	for (uint32_t i = 0; i < MOST; i++)
		some_point(&points[i], i);
	for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
		for (uint32_t i = 0; i < MOST; i++)
			some_scalar(&weights[i], i + (uint32_t)counts[c]);
		for (unsigned i = 0; i < EDGES && counts[c] > 100; i++)
			edge_scalar(&weights[5 * i], i);
		check_sums(points, weights, counts[c], FULL_BITS);
		for (uint32_t i = 0; i < MOST; i++)
			memset(weights[i].bytes + 16, 0, 16);
		memset(weights[0].bytes, 0xff, 16);
		memset(weights[1].bytes, 0, 16);
		weights[2].bytes[15] = 0x80;
		check_sums(points, weights, counts[c], SMALL_BITS);
	}
}

/* Large counts against small ones: (a)(b)(a+b) from one engine in pieces that the others checked. */
static void large_sums(void **state)
{
	enum { LARGE = 5000, PIECE = 64 };
	const struct engine *engine = &engine_decaf;
	struct decoded *points = decoded_alloc(LARGE);
	struct scalar *weights = calloc(LARGE, sizeof *weights);
	static const size_t counts[] = {500, 1500, LARGE};

	(void)state;
	assert_non_null(points);
	assert_non_null(weights);
	for (uint32_t i = 0; i < LARGE; i++) {
		uint8_t wide[64];

		seeded(wide, sizeof wide, i);
		engine->from_hash(&points[i], wide);
		some_scalar(&weights[i], i);
	}
	for (unsigned bits = FULL_BITS; bits >= SMALL_BITS; bits -= FULL_BITS - SMALL_BITS) {
		for (uint32_t i = 0; i < LARGE && bits == SMALL_BITS; i++)
			memset(weights[i].bytes + 16, 0, 16);
		for (size_t c = 0; c < 3; c++) {
			struct decoded whole, sum, part;

			assert_ok(engine->sum(&whole, points, weights, counts[c], bits));
			engine->identity(&sum);
			for (size_t i = 0; i < counts[c]; i += PIECE) {
				size_t count = counts[c] - i < PIECE ? counts[c] - i : PIECE;

				assert_ok(engine->sum(&part, &points[i], &weights[i], count, bits));
				engine->add(&sum, &sum, &part);
			}
			assert_true(engine->equal(&sum, &whole));
			assert_false(engine->is_identity(&sum));
		}
	}
	free(points);
	free(weights);
}

/* One point many times fills one bucket; a point and its negative cancel. */
static void sums_that_collide(void **state)
{
	static const size_t counts[] = {2, 40, 200};
	struct point points[200], identity = {{0}};
	struct scalar weights[200];

	(void)state;
	for (size_t c = 0; c < 3; c++) {
		struct point want;

		for (uint32_t i = 0; i < counts[c]; i++) {
			some_point(&points[i], 1);
			some_scalar(&weights[i], 1);
		}
		check_sums(points, weights, counts[c], FULL_BITS);
		for (uint32_t i = 0; i < counts[c]; i += 2)
			point_subtract(&points[i], &identity, &points[i + 1]);
		expect(&want, points, weights, counts[c]);
		assert_true(point_is_identity(&want));
		check_sums(points, weights, counts[c], FULL_BITS);
		for (uint32_t i = 0; i < counts[c]; i++) {
			some_point(&points[i], i / 2);
			some_scalar(&weights[i], i / 2);
			if (i % 2)
				scalar_subtract(&weights[i], &(struct scalar){{0}}, &weights[i]);
		}
		check_sums(points, weights, counts[c], FULL_BITS);
		memset(points, 0, sizeof points);
		check_sums(points, weights, counts[c], FULL_BITS);
		memset(weights, 0, sizeof weights);
		check_sums(points, weights, counts[c], SMALL_BITS);
		check_sums(points, weights, counts[c], 1);
	}
}

static void plain_sums(void **state)
{
	struct point points[MOST], want;
	struct scalar weights[MOST], all[MOST];

	(void)state;
	for (uint32_t i = 0; i < MOST; i++) {
		some_point(&points[i], i);
		scalar_from_u64(&weights[i], i % 3 == 0);
		scalar_from_u64(&all[i], 1);
	}
	check_sums(points, weights, MOST, 1);
	expect(&want, points, all, MOST);
	for (unsigned e = 0; e < ENGINES; e++) {
		struct decoded *decoded = decode_all(engines[e], points, MOST), sum;

		assert_ok(engines[e]->sum(&sum, decoded, NULL, MOST, 1));
		assert_same(engines[e], &sum, &want);
		free(decoded);
	}
}

/* Several sets of points under the same secrets. */
static void sets_of_secret_sums(void **state)
{
	enum { SETS = 3, COUNT = 70 };
	struct point points[SETS][COUNT], want;
	struct scalar secrets[COUNT];

	(void)state;
	for (uint32_t i = 0; i < COUNT; i++) {
		for (uint32_t k = 0; k < SETS; k++)
			some_point(&points[k][i], i + 1000 * k);
		some_scalar(&secrets[i], i);
	}
	for (unsigned e = 0; e < ENGINES; e++) {
		struct decoded *sets[SETS], sums[SETS];

		for (unsigned k = 0; k < SETS; k++)
			sets[k] = decode_all(engines[e], points[k], COUNT);
		assert_ok(engines[e]->secret_sum(sums, (const struct decoded *const *)sets, SETS, secrets, COUNT));
		for (unsigned k = 0; k < SETS; k++) {
			expect(&want, points[k], secrets, COUNT);
			assert_same(engines[e], &sums[k], &want);
			free(sets[k]);
		}
	}
}

/* --- lists --- */

static void fill_from(struct scalar *out, size_t first, size_t count, const void *context)
{
	memcpy(out, (const struct scalar *)context + first, count * sizeof *out);
}

/* Does the jobs from the last to the first: no result may depend on their order. */
static void backwards(const struct crew *crew, size_t count, const char *what, void (*work)(void *, size_t),
                      void *context)
{
	(void)crew;
	(void)what;
	while (count > 0)
		work(context, --count);
}

enum { LONG = 1200, STRIDE = 40 };

static void lists_of_points(void **state)
{
	static const struct crew crew = {.each = backwards};
	uint8_t *bytes = calloc(LONG, STRIDE);
	struct point *points = calloc(LONG, sizeof *points);
	struct scalar *weights = calloc(2 * LONG, sizeof *weights);
	struct weights wanted[3] = {
	    {fill_from, weights, FULL_BITS}, {NULL, NULL, 1}, {fill_from, weights + LONG, SMALL_BITS}};
	struct point want;

	(void)state;
	assert_true(bytes && points && weights);
	for (uint32_t i = 0; i < LONG; i++) {
		some_point(&points[i], i);
		memcpy(bytes + STRIDE * i, points[i].bytes, POINT_BYTES);
		some_scalar(&weights[i], i);
		some_scalar(&weights[LONG + i], i + LONG);
		memset(weights[LONG + i].bytes + 16, 0, 16);
	}
	for (unsigned e = 0; e < ENGINES; e++) {
		struct point_list *lists = aligned_alloc(_Alignof(struct point_list), 4 * sizeof *lists);
		struct scalar one;

		assert_non_null(lists);
		memset(lists, 0, 4 * sizeof *lists);
		lists[0] = (struct point_list){
		    .bytes = bytes, .stride = STRIDE, .count = LONG, .weights = wanted, .weight_count = 3};
		lists[1] = (struct point_list){.from = 3, .count = 5, .weights = &wanted[1], .weight_count = 1};
		lists[2] = (struct point_list){
		    .bytes = bytes, .stride = STRIDE, .count = 0, .weights = wanted, .weight_count = 1};
		lists[3] = (struct point_list){.bytes = bytes, .stride = STRIDE, .count = LONG};
		assert_ok(multiexp_lists(lists, 4, engines[e], e ? &crew : NULL, "testing"));
		for (unsigned k = 0; k < 4; k++)
			assert_status(STATUS_OK, lists[k].status);
		expect(&want, points, weights, LONG);
		assert_same(engines[e], &lists[0].sums[0], &want);
		expect(&want, points, weights + LONG, LONG);
		assert_same(engines[e], &lists[0].sums[2], &want);
		memset(&want, 0, sizeof want);
		for (size_t i = 0; i < LONG; i++)
			point_add(&want, &want, &points[i]);
		assert_same(engines[e], &lists[0].sums[1], &want);
		assert_true(engines[e]->is_identity(&lists[2].sums[0]));
		memset(&want, 0, sizeof want);
		scalar_from_u64(&one, 1);
		for (uint64_t i = 3; i < 8; i++) {
			struct point h;

			generator(&h, i);
			point_add(&want, &want, &h);
		}
		assert_same(engines[e], &lists[1].sums[0], &want);
		free(lists);
	}
	free(bytes);
	free(points);
	free(weights);
}

/* The first of several bad points is named, whichever job meets it first; other lists are not touched by it. */
static void bad_points_in_lists(void **state)
{
	static const struct crew crew = {.each = backwards};
	static const struct weights ones = {NULL, NULL, 1};
	uint8_t *bytes = calloc(LONG, 32);

	(void)state;
	assert_non_null(bytes);
	for (uint32_t i = 0; i < LONG; i++) {
		struct point point;

		some_point(&point, i);
		memcpy(bytes + 32 * i, point.bytes, 32);
	}
	bytes[32 * 900] |= 1;
	memset(bytes + 32 * 700, 0, 32);
	bytes[32 * 701 + 31] |= 0x80;
	for (unsigned e = 0; e < ENGINES; e++) {
		struct point_list lists[3] = {
		    {.bytes = bytes, .stride = 32, .count = 700, .weights = &ones, .weight_count = 1},
		    {.bytes = bytes, .stride = 32, .count = LONG, .weights = &ones, .weight_count = 1},
		    {.bytes = bytes + 32 * 701,
		     .stride = 32,
		     .count = LONG - 701,
		     .weights = &ones,
		     .weight_count = 1}};

		assert_ok(multiexp_lists(lists, 3, engines[e], &crew, NULL));
		assert_status(STATUS_OK, lists[0].status);
		assert_status(STATUS_IDENTITY, lists[1].status);
		assert_int_equal(lists[1].bad, 700);
		assert_status(STATUS_NOT_CANONICAL, lists[2].status);
		assert_int_equal(lists[2].bad, 0);
	}
	free(bytes);
}

/* --- what is hashed --- */

static void challenges_by_index(void **state)
{
	struct hash seed;
	struct scalar all[23], some[23];

	(void)state;
	hash_of(&seed, "test", "seed", 4);
	expand_challenges(all, &seed, 0, 23);
	for (size_t i = 0; i < 23; i++) {
		for (unsigned k = 16; k < 32; k++)
			assert_int_equal(all[i].bytes[k], 0);
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(all[i].bytes, all[j].bytes, 16);
	}
	for (size_t first = 0; first < 23; first++) {
		for (size_t count = 0; first + count <= 23; count++) {
			expand_challenges(some, &seed, first, count);
			assert_memory_equal(some, &all[first], count * sizeof all[0]);
		}
	}
}

/* By the words of PROTOCOL.md, with the hash function itself. */
static void challenges_by_the_book(void **state)
{
	static const char head[] = "\x07\0\0\0purpose\x11\0\0\0\0\0\0\0folkmoot/expand/1"
	                           "\x04\0\0\0seed\x20\0\0\0\0\0\0\0";
	static const char tail[] = "\x05\0\0\0block\x08\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0"
	                           "\x04\0\0\0wide\x0a\0\0\0\0\0\0\0challenges";
	crypto_generichash_state hash;
	struct hash seed;
	struct scalar challenge;
	uint8_t wide[64];

	(void)state;
	hash_of(&seed, "test", "seed", 4);
	assert_int_equal(crypto_generichash_init(&hash, NULL, 0, 64), 0);
	crypto_generichash_update(&hash, (const uint8_t *)head, sizeof head - 1);
	crypto_generichash_update(&hash, seed.bytes, 32);
	crypto_generichash_update(&hash, (const uint8_t *)tail, sizeof tail - 1);
	crypto_generichash_final(&hash, wide, 64);
	expand_challenges(&challenge, &seed, 9, 1);
	assert_memory_equal(challenge.bytes, wide + 16, 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(decoding),
	    cmocka_unit_test(decoding_anything),
	    cmocka_unit_test(hashing),
	    cmocka_unit_test(adding),
	    cmocka_unit_test(multiplying),
	    cmocka_unit_test(edges_of_sums),
	    cmocka_unit_test(counts_of_sums),
	    cmocka_unit_test(large_sums),
	    cmocka_unit_test(sums_that_collide),
	    cmocka_unit_test(plain_sums),
	    cmocka_unit_test(sets_of_secret_sums),
	    cmocka_unit_test(lists_of_points),
	    cmocka_unit_test(bad_points_in_lists),
	    cmocka_unit_test(challenges_by_index),
	    cmocka_unit_test(challenges_by_the_book),
	};

	return cmocka_run_group_tests_name("multiexp", tests, start_crypto, NULL);
}
