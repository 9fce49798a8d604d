/* Between the parts of libdecaf's engine. */
#ifndef FOLKMOOT_MULTIEXP_DECAF_H
#define FOLKMOOT_MULTIEXP_DECAF_H

#include <decaf/point_255.h>

#include "multiexp.h"

_Static_assert(sizeof(decaf_255_point_t) <= DECODED_BYTES && _Alignof(decaf_255_point_t) <= _Alignof(struct decoded),
               "a decoded point holds one of libdecaf's");

static inline struct decaf_255_point_s *decaf_in(struct decoded *decoded)
{
	return (struct decaf_255_point_s *)(void *)decoded->own;
}

static inline const struct decaf_255_point_s *decaf_of(const struct decoded *decoded)
{
	return (const struct decaf_255_point_s *)(const void *)decoded->own;
}

/* How scalars are cut into signed digits of radix 2^window: digit i counts 2^(window i). All digits but the highest are
 * from -2^(window - 1) to 2^(window - 1) - 1; the highest is at most 2^top_bits either way. */
struct windows {
	unsigned window, count, top_bits;
	uint64_t offset[5];
};

/* A scalar ready to be cut: itself, or itself minus the group's order where that is nearer to zero, as a number of 320
 * bits in two's complement, plus the windows' offset. */
struct cut_scalar {
	uint64_t word[5];
};

/* window from 2 to 16; weight_bits as in engine.sum (SMALL_BITS or FULL_BITS). */
void windows_init(struct windows *windows, unsigned window, unsigned weight_bits);
/* Constant time; the caller wipes out where the scalar is secret. */
void scalar_cut(struct cut_scalar *out, const struct scalar *scalar, const struct windows *windows);

/* Constant time in the scalar; index is public. */
static inline int32_t scalar_digit(const struct cut_scalar *cut, const struct windows *windows, unsigned index)
{
	unsigned bit = windows->window * index, word = bit / 64, shift = bit % 64;
	uint64_t raw = cut->word[word] >> shift, radix = UINT64_C(1) << windows->window;

	if (shift > 0 && word < 4)
		raw |= cut->word[word + 1] << (64 - shift);
	if (index == windows->count - 1)
		return (int32_t)(int64_t)raw;
	return (int32_t)(raw & (radix - 1)) - (int32_t)(radix / 2);
}

/* engine.sum */
enum status MUST_CHECK decaf_public_sum(struct decoded *out, const struct decoded *points, const struct scalar *weights,
                                        size_t count, unsigned weight_bits);

/* engine.table_create and so on */
struct multiple_table *decaf_table_create(const struct decoded *base);
void decaf_table_destroy(struct multiple_table *table);
void decaf_multiply(struct decoded *out, const struct multiple_table *table, const struct scalar *secret);
enum status MUST_CHECK decaf_secret_sum(struct decoded *sums, const struct decoded *const *points, size_t set_count,
                                        const struct scalar *secrets, size_t count);

#endif
