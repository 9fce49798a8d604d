/* Multiples by secret scalars, in constant time.
 *
 * Why nothing here depends on a secret: scalars are cut into signed digits by additions with carry and by masks
 * (scalar_cut, scalar_digit), all of them into the same number of digits. Looking a digit's multiple up reads the whole
 * row of the table: comparing numbers in vector registers gives a mask of all ones for the one wanted and of zeros for
 * every other, and there are no branches among vectors that a compiler could make of it. The sign negates by another
 * mask. libdecaf's additions and doublings are complete and run the same instructions for every point, the identity
 * among them, which is looked up for a digit of 0 and added as any other. Loops run over public counts. Valgrind is
 * shown the secrets in a test (test_constant_time.sh), so that what a compiler makes of this is looked at too. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "multiexp_decaf.h"

enum { COORDINATE_BYTES = 40, LANE_BYTES = 16, LANES = 4 * COORDINATE_BYTES / LANE_BYTES };
_Static_assert(sizeof((decaf_255_point_t *)0)[0][0].x[0].limb == COORDINATE_BYTES, "limbs of 320 bits in all");

/* Two words in one register of a machine that has such. */
typedef uint64_t lane __attribute__((vector_size(LANE_BYTES)));
typedef int32_t number __attribute__((vector_size(LANE_BYTES)));

/* A point's limbs without the padding between them: less to look through. */
struct packed {
	lane lane[LANES];
};

static void pack(struct packed *out, const struct decaf_255_point_s *point)
{
	uint8_t *bytes = (uint8_t *)out->lane;

	memcpy(bytes, point->x->limb, COORDINATE_BYTES);
	memcpy(bytes + COORDINATE_BYTES, point->y->limb, COORDINATE_BYTES);
	memcpy(bytes + 2 * COORDINATE_BYTES, point->z->limb, COORDINATE_BYTES);
	memcpy(bytes + 3 * COORDINATE_BYTES, point->t->limb, COORDINATE_BYTES);
}

static void unpack(struct decaf_255_point_s *out, const struct packed *packed)
{
	const uint8_t *bytes = (const uint8_t *)packed->lane;

	memcpy(out->x->limb, bytes, COORDINATE_BYTES);
	memcpy(out->y->limb, bytes + COORDINATE_BYTES, COORDINATE_BYTES);
	memcpy(out->z->limb, bytes + 2 * COORDINATE_BYTES, COORDINATE_BYTES);
	memcpy(out->t->limb, bytes + 3 * COORDINATE_BYTES, COORDINATE_BYTES);
}

/* --- looking up --- */

/* Twice the prime 2^255 - 19 in limbs of 51 bits, as libdecaf keeps them in 64-bit words: the lowest, and the others.
 */
#define TWICE_P0 UINT64_C(0xfffffffffffda)
#define TWICE_P  UINT64_C(0xffffffffffffe)

enum { WINDOW = 5, MULTIPLES = 1 << (WINDOW - 1) };

/* The multiples 0 to MULTIPLES of a point; 0 is the identity. */
struct row {
	struct packed multiple[MULTIPLES + 1];
};

/* What a look-up leaves behind, wiped by who brings it. */
struct scratch {
	struct packed found;
	decaf_255_point_t negated;
};

/* digit times the row's point. Written out lane by lane: compilers keep ten variables in registers, but not an array.
 */
static __attribute__((noinline)) void look_up(decaf_255_point_t out, const struct row *row, int32_t digit,
                                              struct scratch *scratch)
{
	lane a = {0}, b = {0}, c = {0}, d = {0}, e = {0}, f = {0}, g = {0}, h = {0}, i = {0}, j = {0};
	const int32_t below = 0 - (int32_t)((uint32_t)digit >> 31), size = (digit ^ below) - below;
	const number wanted = {size, size, size, size};
	number at = {0, 0, 0, 0};

	for (unsigned k = 0; k <= MULTIPLES; k++, at += 1) {
		const lane *from = row->multiple[k].lane, mask = (lane)(wanted == at);

		a |= from[0] & mask;
		b |= from[1] & mask;
		c |= from[2] & mask;
		d |= from[3] & mask;
		e |= from[4] & mask;
		f |= from[5] & mask;
		g |= from[6] & mask;
		h |= from[7] & mask;
		i |= from[8] & mask;
		j |= from[9] & mask;
	}
#if DECAF_WORD_BITS == 64
	/* x is in a, b and half of c, t in half of h, i and j; limb by limb twice the field's prime minus it, where the
	 * sign's mask says so: the complement, and one more. */
	const lane sign = (lane)(number){below, below, below, below}, low = {sign[0], 0}, high = {0, sign[1]};

	a = (a ^ sign) + ((lane){TWICE_P0 + 1, TWICE_P + 1} & sign);
	b = (b ^ sign) + ((lane){TWICE_P + 1, TWICE_P + 1} & sign);
	c = (c ^ low) + ((lane){TWICE_P + 1, 0} & low);
	h = (h ^ high) + ((lane){0, TWICE_P0 + 1} & high);
	i = (i ^ sign) + ((lane){TWICE_P + 1, TWICE_P + 1} & sign);
	j = (j ^ sign) + ((lane){TWICE_P + 1, TWICE_P + 1} & sign);
	scratch->found = (struct packed){{a, b, c, d, e, f, g, h, i, j}};
	unpack(out, &scratch->found);
#else
	scratch->found = (struct packed){{a, b, c, d, e, f, g, h, i, j}};
	unpack(out, &scratch->found);
	decaf_255_point_negate(scratch->negated, out);
	decaf_255_point_cond_sel(out, out, scratch->negated, (decaf_word_t)below);
#endif
}

static void row_make(struct row *out, const struct decaf_255_point_s *point)
{
	decaf_255_point_t multiple[MULTIPLES + 1];

	decaf_255_point_copy(multiple[0], decaf_255_point_identity);
	decaf_255_point_copy(multiple[1], point);
	for (unsigned i = 2; i <= MULTIPLES; i++) {
		if (i % 2 == 0)
			decaf_255_point_double(multiple[i], multiple[i / 2]);
		else
			decaf_255_point_add(multiple[i], multiple[i - 1], point);
	}
	for (unsigned i = 0; i <= MULTIPLES; i++)
		pack(&out->multiple[i], multiple[i]);
}

/* --- one base, many scalars: a row for every window --- */

enum { WINDOW_COUNT = (251 + WINDOW - 1) / WINDOW };

struct multiple_table {
	struct windows windows;
	struct row row[WINDOW_COUNT];
};

struct multiple_table *decaf_table_create(const struct decoded *base)
{
	struct multiple_table *table = aligned_alloc(_Alignof(struct multiple_table), sizeof *table);
	decaf_255_point_t power;

	if (!table)
		return NULL;
	windows_init(&table->windows, WINDOW, FULL_BITS);
	decaf_255_point_copy(power, decaf_of(base));
	for (unsigned i = 0; i < WINDOW_COUNT; i++) {
		row_make(&table->row[i], power);
		for (unsigned k = 0; k < WINDOW; k++)
			decaf_255_point_double(power, power);
	}
	return table;
}

void decaf_table_destroy(struct multiple_table *table)
{
	if (table)
		sodium_memzero(table, sizeof *table);
	free(table);
}

void decaf_multiply(struct decoded *out, const struct multiple_table *table, const struct scalar *secret)
{
	struct cut_scalar cut;
	struct scratch scratch;
	decaf_255_point_t sum, term;

	scalar_cut(&cut, secret, &table->windows);
	for (unsigned i = 0; i < WINDOW_COUNT; i++) {
		look_up(i == 0 ? sum : term, &table->row[i], scalar_digit(&cut, &table->windows, i), &scratch);
		if (i > 0)
			decaf_255_point_add(sum, sum, term);
	}
	decaf_255_point_copy(decaf_in(out), sum);
	sodium_memzero(&cut, sizeof cut);
	sodium_memzero(&scratch, sizeof scratch);
	sodium_memzero(sum, sizeof sum);
	sodium_memzero(term, sizeof term);
}

/* --- many points, each with a scalar of its own: Straus in blocks --- */

/* Points of a block share its doublings; their rows should stay in the processor's cache. */
enum { BLOCK_POINTS = 128 };

struct block {
	struct row row[BLOCK_POINTS];
	struct cut_scalar cut[BLOCK_POINTS];
	struct scratch scratch;
	decaf_255_point_t sum, term;
};

/* Adds the block's sum over one set of points. */
static void add_block(struct decaf_255_point_s *sum, struct block *block, const struct decoded *points, size_t count,
                      const struct windows *windows)
{
	for (size_t i = 0; i < count; i++)
		row_make(&block->row[i], decaf_of(&points[i]));
	decaf_255_point_copy(block->sum, decaf_255_point_identity);
	for (unsigned index = windows->count; index-- > 0;) {
		for (unsigned i = 0; index + 1 < windows->count && i < windows->window; i++)
			decaf_255_point_double(block->sum, block->sum);
		for (size_t i = 0; i < count; i++) {
			look_up(block->term, &block->row[i], scalar_digit(&block->cut[i], windows, index),
			        &block->scratch);
			decaf_255_point_add(block->sum, block->sum, block->term);
		}
	}
	decaf_255_point_add(sum, sum, block->sum);
}

enum status decaf_secret_sum(struct decoded *sums, const struct decoded *const *points, size_t set_count,
                             const struct scalar *secrets, size_t count)
{
	struct block *block = aligned_alloc(_Alignof(struct block), sizeof *block);
	struct windows windows;

	if (!block)
		return STATUS_NO_ROOM;
	windows_init(&windows, WINDOW, FULL_BITS);
	for (size_t k = 0; k < set_count; k++)
		decaf_255_point_copy(decaf_in(&sums[k]), decaf_255_point_identity);
	for (size_t first = 0; first < count; first += BLOCK_POINTS) {
		size_t here = count - first < BLOCK_POINTS ? count - first : BLOCK_POINTS;

		for (size_t i = 0; i < here; i++)
			scalar_cut(&block->cut[i], &secrets[first + i], &windows);
		for (size_t k = 0; k < set_count; k++)
			add_block(decaf_in(&sums[k]), block, points[k] + first, here, &windows);
	}
	/* The rows hold multiples of public points, all of them. */
	sodium_memzero(block->cut, sizeof block->cut);
	sodium_memzero(&block->scratch, sizeof block->scratch);
	sodium_memzero(block->sum, sizeof block->sum);
	sodium_memzero(block->term, sizeof block->term);
	free(block);
	return STATUS_OK;
}
