/* The fast engine: libdecaf, whose decaf_255 is ristretto255 with the same bytes. Sums are in sum_decaf.c, what handles
 * secrets in secret_decaf.c. */
#include "multiexp_decaf.h"

#include <sodium.h>
#include <string.h>

static enum status decaf_decode(struct decoded *out, const uint8_t bytes[static POINT_BYTES])
{
	if (sodium_is_zero(bytes, POINT_BYTES))
		return STATUS_IDENTITY;
	if ((bytes[POINT_BYTES - 1] & 0x80) != 0 ||
	    decaf_255_point_decode(decaf_in(out), bytes, DECAF_FALSE) != DECAF_SUCCESS)
		return STATUS_NOT_CANONICAL;
	return STATUS_OK;
}

static void decaf_encode(struct point *out, const struct decoded *in)
{
	decaf_255_point_encode(out->bytes, decaf_of(in));
}

static void decaf_from_hash(struct decoded *out, const uint8_t wide[static 64])
{
	decaf_255_point_from_hash_uniform(decaf_in(out), wide);
}

static void decaf_identity(struct decoded *out)
{
	decaf_255_point_copy(decaf_in(out), decaf_255_point_identity);
}

static void decaf_add(struct decoded *out, const struct decoded *a, const struct decoded *b)
{
	decaf_255_point_add(decaf_in(out), decaf_of(a), decaf_of(b));
}

static void decaf_subtract(struct decoded *out, const struct decoded *a, const struct decoded *b)
{
	decaf_255_point_sub(decaf_in(out), decaf_of(a), decaf_of(b));
}

static int decaf_equal(const struct decoded *a, const struct decoded *b)
{
	return decaf_255_point_eq(decaf_of(a), decaf_of(b)) != DECAF_FALSE;
}

static int decaf_is_identity(const struct decoded *a)
{
	return decaf_255_point_eq(decaf_of(a), decaf_255_point_identity) != DECAF_FALSE;
}

/* --- scalars in signed digits --- */

/* The group's order and half of it, rounded down. */
static const uint64_t order[4] = {UINT64_C(0x5812631a5cf5d3ed), UINT64_C(0x14def9dea2f79cd6), 0,
                                  UINT64_C(0x1000000000000000)};
static const uint64_t half_order[4] = {UINT64_C(0x2c09318d2e7ae9f6), UINT64_C(0x0a6f7cef517bce6b), 0,
                                       UINT64_C(0x0800000000000000)};

/* out = a - b; answers all ones where that is below zero, else 0. out may be a. */
static uint64_t words_subtract(uint64_t out[static 4], const uint64_t a[static 4], const uint64_t b[static 4])
{
	uint64_t borrow = 0;

	for (unsigned i = 0; i < 4; i++) {
		unsigned __int128 difference = (unsigned __int128)a[i] - b[i] - borrow;

		out[i] = (uint64_t)difference;
		borrow = (uint64_t)(difference >> 64) & 1;
	}
	return 0 - borrow;
}

void windows_init(struct windows *windows, unsigned window, unsigned weight_bits)
{
	/* What is nearer to zero than half the order has 251 bits and a sign. */
	unsigned bits = weight_bits <= SMALL_BITS ? SMALL_BITS : 251;

	memset(windows, 0, sizeof *windows);
	windows->window = window;
	windows->count = (bits + window - 1) / window;
	windows->top_bits = bits - window * (windows->count - 1);
	for (unsigned i = 0; i + 1 < windows->count; i++) {
		unsigned bit = window * i + window - 1;

		windows->offset[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
}

void scalar_cut(struct cut_scalar *out, const struct scalar *scalar, const struct windows *windows)
{
	uint64_t value[4], scratch[4], masked[4], above, carry = 0;

	for (unsigned i = 0; i < 4; i++) {
		value[i] = 0;
		for (unsigned byte = 0; byte < 8; byte++)
			value[i] |= (uint64_t)scalar->bytes[8 * i + byte] << (8 * byte);
	}
	above = words_subtract(scratch, half_order, value);
	for (unsigned i = 0; i < 4; i++)
		masked[i] = order[i] & above;
	(void)words_subtract(value, value, masked);
	for (unsigned i = 0; i < 5; i++) {
		unsigned __int128 sum = (unsigned __int128)(i < 4 ? value[i] : above) + windows->offset[i] + carry;

		out->word[i] = (uint64_t)sum;
		carry = (uint64_t)(sum >> 64);
	}
	sodium_memzero(value, sizeof value);
	sodium_memzero(scratch, sizeof scratch);
	sodium_memzero(masked, sizeof masked);
}

const struct engine engine_decaf = {
    .name = "libdecaf",
    .decode = decaf_decode,
    .encode = decaf_encode,
    .from_hash = decaf_from_hash,
    .identity = decaf_identity,
    .add = decaf_add,
    .subtract = decaf_subtract,
    .equal = decaf_equal,
    .is_identity = decaf_is_identity,
    .sum = decaf_public_sum,
    .table_create = decaf_table_create,
    .table_destroy = decaf_table_destroy,
    .multiply = decaf_multiply,
    .secret_sum = decaf_secret_sum,
};
