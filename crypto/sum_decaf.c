/* Weighted sums of public points, in variable time.
 *
 * Few points: Straus. Each point gets a table of its odd multiples; all share one row of doublings.
 * Many points: Pippenger. For each window of the weights, every point is added to (or taken from) the bucket of its
 * digit; bucket d then counts d times, which a running sum from the highest bucket down gives with two additions a
 * bucket. */
#include <stdlib.h>
#include <string.h>

#include "multiexp_decaf.h"

/* --- Straus, width-5 non-adjacent forms --- */

enum { STRAUS_MAX = 96, NAF_WIDTH = 5, NAF_MULTIPLES = 1 << (NAF_WIDTH - 2), NAF_DIGITS = 256 };

struct straus_point {
	decaf_255_point_t multiple[NAF_MULTIPLES]; /* 1, 3, 5, ... times the point */
	int8_t digit[NAF_DIGITS];
};

/* Digits that are odd and below 16 either way, or 0; after each that is not 0 at least four are. */
static void naf(int8_t digit[static NAF_DIGITS], const struct cut_scalar *cut)
{
	uint64_t word[5];
	unsigned bit = 0;

	memcpy(word, cut->word, sizeof word);
	memset(digit, 0, NAF_DIGITS);
	while ((word[0] | word[1] | word[2] | word[3]) != 0 && bit < NAF_DIGITS) {
		int64_t low = (int64_t)(word[0] & 31);

		if (low & 1) {
			/* Taking low away clears its bits; of a low above 15, taking low - 32 away adds a carry. */
			uint64_t carry = low > 15;

			digit[bit] = (int8_t)(carry ? low - 32 : low);
			word[0] &= ~UINT64_C(31);
			for (unsigned i = 0; i < 5 && carry; i++) {
				uint64_t before = word[i];

				word[i] += i == 0 ? 32 : 1;
				carry = word[i] < before;
			}
		}
		for (unsigned i = 0; i < 4; i++)
			word[i] = word[i] >> 1 | word[i + 1] << 63;
		word[4] = (uint64_t)((int64_t)word[4] >> 1);
		bit++;
	}
}

static void straus_prepare(struct straus_point *out, const struct decaf_255_point_s *point, const struct scalar *weight,
                           const struct windows *whole)
{
	struct cut_scalar cut;
	decaf_255_point_t twice;

	scalar_cut(&cut, weight, whole);
	decaf_255_point_copy(out->multiple[0], point);
	/* Below zero: the other point, so that the digits are of a positive number. */
	if (cut.word[4] != 0) {
		uint64_t carry = 1;

		for (unsigned i = 0; i < 5; i++) {
			cut.word[i] = ~cut.word[i] + carry;
			carry = carry && cut.word[i] == 0;
		}
		decaf_255_point_negate(out->multiple[0], point);
	}
	naf(out->digit, &cut);
	decaf_255_point_double(twice, out->multiple[0]);
	for (unsigned i = 1; i < NAF_MULTIPLES; i++)
		decaf_255_point_add(out->multiple[i], out->multiple[i - 1], twice);
}

static enum status straus(struct decoded *out, const struct decoded *points, const struct scalar *weights, size_t count)
{
	static const struct windows whole = {.window = 16, .count = 1};
	struct straus_point *table =
	    aligned_alloc(_Alignof(struct straus_point), (count + (count == 0)) * sizeof *table);
	decaf_255_point_t sum;
	int begun = 0;

	if (!table)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < count; i++)
		straus_prepare(&table[i], decaf_of(&points[i]), &weights[i], &whole);
	decaf_255_point_copy(sum, decaf_255_point_identity);
	for (unsigned bit = NAF_DIGITS; bit-- > 0;) {
		if (begun)
			decaf_255_point_double(sum, sum);
		for (size_t i = 0; i < count; i++) {
			const int8_t digit = table[i].digit[bit];

			if (digit > 0)
				decaf_255_point_add(sum, sum, table[i].multiple[digit / 2]);
			else if (digit < 0)
				decaf_255_point_sub(sum, sum, table[i].multiple[-digit / 2]);
			begun = begun || digit != 0;
		}
	}
	decaf_255_point_copy(decaf_in(out), sum);
	free(table);
	return STATUS_OK;
}

/* --- Pippenger --- */

/* How many additions ahead a bucket is called for: they lie all over the memory. */
enum { WINDOW_MIN = 4, WINDOW_MAX = 13, AHEAD = 3 };

struct buckets {
	decaf_255_point_t *bucket; /* bucket[d - 1] for digit d */
	uint8_t *filled;
	int32_t *digit; /* of each point, in this window */
	struct cut_scalar *cut;
	size_t bucket_count;
};

static size_t buckets_of(const struct windows *windows)
{
	unsigned bits = windows->top_bits > windows->window - 1 ? windows->top_bits : windows->window - 1;

	return (size_t)1 << bits;
}

/* The window that takes the fewest additions: one for each point and window, one more for each bucket (two, but the
 * first point of a bucket is only copied). */
static void best_windows(struct windows *best, size_t count, unsigned weight_bits)
{
	size_t least = SIZE_MAX;

	windows_init(best, WINDOW_MIN, weight_bits);
	for (unsigned window = WINDOW_MIN; window <= WINDOW_MAX; window++) {
		struct windows windows;
		size_t additions;

		windows_init(&windows, window, weight_bits);
		additions = windows.count * count + (windows.count - 1) * ((size_t)1 << (window - 1)) +
		            ((size_t)1 << windows.top_bits);
		if (additions < least) {
			least = additions;
			*best = windows;
		}
	}
}

static void bucket_prefetch(const struct buckets *buckets, int32_t digit)
{
	const char *bucket;

	if (digit == 0)
		return;
	bucket = (const char *)buckets->bucket[(digit < 0 ? -digit : digit) - 1];
	for (size_t line = 0; line < sizeof(decaf_255_point_t); line += 64)
		__builtin_prefetch(bucket + line, 1);
}

static void fill_buckets(struct buckets *buckets, const struct decoded *points, size_t count,
                         const struct windows *windows, unsigned index)
{
	memset(buckets->filled, 0, buckets->bucket_count);
	for (size_t i = 0; i < count; i++)
		buckets->digit[i] = scalar_digit(&buckets->cut[i], windows, index);
	for (size_t i = 0; i < count; i++) {
		int32_t digit = buckets->digit[i];
		const struct decaf_255_point_s *point = decaf_of(&points[i]);
		size_t at;

		if (i + AHEAD < count)
			bucket_prefetch(buckets, buckets->digit[i + AHEAD]);
		if (digit == 0)
			continue;
		at = (size_t)(digit < 0 ? -digit : digit) - 1;
		if (!buckets->filled[at]) {
			buckets->filled[at] = 1;
			if (digit > 0)
				decaf_255_point_copy(buckets->bucket[at], point);
			else
				decaf_255_point_negate(buckets->bucket[at], point);
		} else if (digit > 0) {
			decaf_255_point_add(buckets->bucket[at], buckets->bucket[at], point);
		} else {
			decaf_255_point_sub(buckets->bucket[at], buckets->bucket[at], point);
		}
	}
}

/* sum += the sum of d bucket(d) */
static void empty_buckets(decaf_255_point_t sum, const struct buckets *buckets)
{
	decaf_255_point_t running;
	size_t at = buckets->bucket_count;

	while (at > 0 && !buckets->filled[at - 1])
		at--;
	if (at == 0)
		return;
	decaf_255_point_copy(running, buckets->bucket[at - 1]);
	for (;;) {
		decaf_255_point_add(sum, sum, running);
		if (--at == 0)
			return;
		if (buckets->filled[at - 1])
			decaf_255_point_add(running, running, buckets->bucket[at - 1]);
	}
}

static enum status pippenger(struct decoded *out, const struct decoded *points, const struct scalar *weights,
                             size_t count, unsigned weight_bits)
{
	struct windows windows;
	struct buckets buckets;
	decaf_255_point_t sum;
	enum status status = STATUS_NO_ROOM;

	best_windows(&windows, count, weight_bits);
	buckets.bucket_count = buckets_of(&windows);
	buckets.bucket = aligned_alloc(_Alignof(decaf_255_point_t), buckets.bucket_count * sizeof *buckets.bucket);
	buckets.filled = malloc(buckets.bucket_count);
	buckets.digit = calloc(count, sizeof *buckets.digit);
	buckets.cut = calloc(count, sizeof *buckets.cut);
	if (!buckets.bucket || !buckets.filled || !buckets.digit || !buckets.cut)
		goto out;
	for (size_t i = 0; i < count; i++)
		scalar_cut(&buckets.cut[i], &weights[i], &windows);
	decaf_255_point_copy(sum, decaf_255_point_identity);
	for (unsigned index = windows.count; index-- > 0;) {
		for (unsigned i = 0; index + 1 < windows.count && i < windows.window; i++)
			decaf_255_point_double(sum, sum);
		fill_buckets(&buckets, points, count, &windows, index);
		empty_buckets(sum, &buckets);
	}
	decaf_255_point_copy(decaf_in(out), sum);
	status = STATUS_OK;
out:
	free(buckets.bucket);
	free(buckets.filled);
	free(buckets.digit);
	free(buckets.cut);
	return status;
}

/* Weights of 0 and 1. */
static void plain_sum(struct decoded *out, const struct decoded *points, const struct scalar *weights, size_t count)
{
	decaf_255_point_t sum;

	decaf_255_point_copy(sum, decaf_255_point_identity);
	for (size_t i = 0; i < count; i++)
		if (!weights || weights[i].bytes[0])
			decaf_255_point_add(sum, sum, decaf_of(&points[i]));
	decaf_255_point_copy(decaf_in(out), sum);
}

enum status decaf_public_sum(struct decoded *out, const struct decoded *points, const struct scalar *weights,
                             size_t count, unsigned weight_bits)
{
	if (!weights || weight_bits == 1) {
		plain_sum(out, points, weights, count);
		return STATUS_OK;
	}
	if (count <= STRAUS_MAX)
		return straus(out, points, weights, count);
	return pippenger(out, points, weights, count, weight_bits);
}
