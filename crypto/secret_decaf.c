/* Multiples by secret scalars, in constant time.
 *
 * Why nothing here depends on a secret: scalars are cut into signed digits by additions with carry and by masks
 * (scalar_cut, scalar_digit), all of them the same number of digits. A digit becomes a row of masks, all ones for the
 * one multiple wanted and zero for every other, by arithmetic alone. Looking a multiple up reads the whole row of the
 * table and keeps what its mask lets through; the masks come from memory filled by another function, so that no
 * compiler can know that they are choices and make branches of them. A negative digit's point is negated, and taken or
 * not, by libdecaf's constant-time selection. libdecaf's additions and doublings are complete and run the same
 * instructions for every point, the identity among them, whose digit 0 is looked up and added as any other. Loops run
 * over public counts. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "multiexp_decaf.h"

enum { COORDINATE_BYTES = 40, LANE_BYTES = 16, LANES = 4 * COORDINATE_BYTES / LANE_BYTES };
_Static_assert(sizeof((decaf_255_point_t *)0)[0][0].x[0].limb == COORDINATE_BYTES, "limbs of 320 bits in all");

/* Two words in one register of a machine that has such. */
typedef uint64_t lane __attribute__((vector_size(LANE_BYTES)));

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

struct masks {
	lane wanted[MULTIPLES + 1]; /* all ones at the digit's size */
	lane negative;              /* all ones where the digit is below zero */
};

static __attribute__((noinline)) void masks_of(struct masks *out, int32_t digit)
{
	uint32_t sign = 0 - ((uint32_t)digit >> 31);
	uint32_t size = ((uint32_t)digit ^ sign) - sign;

	for (uint32_t i = 0; i <= MULTIPLES; i++) {
		uint64_t mask = 0 - (((uint64_t)(size ^ i) - 1) >> 63);

		out->wanted[i] = (lane){mask, mask};
	}
	out->negative = (lane){0 - (uint64_t)(sign & 1), 0 - (uint64_t)(sign & 1)};
}

/* Written out lane by lane: compilers keep ten variables in registers, but not an array. */
static __attribute__((noinline)) void look_up(decaf_255_point_t out, const struct row *row, const struct masks *masks)
{
	lane a = {0}, b = {0}, c = {0}, d = {0}, e = {0}, f = {0}, g = {0}, h = {0}, i = {0}, j = {0};
	struct packed found;

	for (unsigned k = 0; k <= MULTIPLES; k++) {
		const lane *from = row->multiple[k].lane, mask = masks->wanted[k];

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
	 * mask says so: the complement, and one more. */
	const lane sign = masks->negative, low = {sign[0], 0}, high = {0, sign[1]};

	a = (a ^ sign) + ((lane){TWICE_P0 + 1, TWICE_P + 1} & sign);
	b = (b ^ sign) + ((lane){TWICE_P + 1, TWICE_P + 1} & sign);
	c = (c ^ low) + ((lane){TWICE_P + 1, 0} & low);
	h = (h ^ high) + ((lane){0, TWICE_P0 + 1} & high);
	i = (i ^ sign) + ((lane){TWICE_P + 1, TWICE_P + 1} & sign);
	j = (j ^ sign) + ((lane){TWICE_P + 1, TWICE_P + 1} & sign);
	found = (struct packed){{a, b, c, d, e, f, g, h, i, j}};
	unpack(out, &found);
#else
	decaf_255_point_t negated;

	found = (struct packed){{a, b, c, d, e, f, g, h, i, j}};
	unpack(out, &found);
	decaf_255_point_negate(negated, out);
	decaf_255_point_cond_sel(out, out, negated, (decaf_word_t)masks->negative[0]);
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
	struct masks masks;
	decaf_255_point_t sum, term;

	scalar_cut(&cut, secret, &table->windows);
	for (unsigned i = 0; i < WINDOW_COUNT; i++) {
		masks_of(&masks, scalar_digit(&cut, &table->windows, i));
		look_up(i == 0 ? sum : term, &table->row[i], &masks);
		if (i > 0)
			decaf_255_point_add(sum, sum, term);
	}
	decaf_255_point_copy(decaf_in(out), sum);
	sodium_memzero(&cut, sizeof cut);
	sodium_memzero(&masks, sizeof masks);
	sodium_memzero(sum, sizeof sum);
	sodium_memzero(term, sizeof term);
}

/* --- many points, each with a scalar of its own: Straus in blocks --- */

/* Points of a block share its doublings; their rows should stay in the processor's cache. */
enum { BLOCK_POINTS = 128 };

struct straus_block {
	struct row *rows; /* of point i in set k: rows[k * BLOCK_POINTS + i] */
	struct cut_scalar cut[BLOCK_POINTS];
	struct masks masks;
	decaf_255_point_t term;
};

/* sums[k] becomes 2^WINDOW sums[k] + what this window of the scalars takes of each point */
static void add_window(decaf_255_point_t *sums, struct straus_block *block, size_t set_count, size_t count,
                       const struct windows *windows, unsigned index)
{
	for (size_t k = 0; k < set_count && index + 1 < windows->count; k++)
		for (unsigned i = 0; i < windows->window; i++)
			decaf_255_point_double(sums[k], sums[k]);
	for (size_t i = 0; i < count; i++) {
		masks_of(&block->masks, scalar_digit(&block->cut[i], windows, index));
		for (size_t k = 0; k < set_count; k++) {
			look_up(block->term, &block->rows[k * BLOCK_POINTS + i], &block->masks);
			decaf_255_point_add(sums[k], sums[k], block->term);
		}
	}
}

enum status decaf_secret_sum(struct decoded *sums, const struct decoded *const *points, size_t set_count,
                             const struct scalar *secrets, size_t count)
{
	struct straus_block *block = aligned_alloc(_Alignof(struct straus_block), sizeof *block);
	decaf_255_point_t *part = aligned_alloc(_Alignof(decaf_255_point_t), (set_count + 1) * sizeof *part);
	size_t row_bytes = (set_count + (set_count == 0)) * BLOCK_POINTS * sizeof(struct row);
	struct row *rows = aligned_alloc(_Alignof(struct row), row_bytes);
	struct windows windows;
	enum status status = block && part && rows ? STATUS_OK : STATUS_NO_ROOM;

	windows_init(&windows, WINDOW, FULL_BITS);
	for (size_t k = 0; k < set_count; k++)
		decaf_255_point_copy(decaf_in(&sums[k]), decaf_255_point_identity);
	for (size_t first = 0; first < count && status == STATUS_OK; first += BLOCK_POINTS) {
		size_t here = count - first < BLOCK_POINTS ? count - first : BLOCK_POINTS;

		block->rows = rows;
		for (size_t i = 0; i < here; i++)
			scalar_cut(&block->cut[i], &secrets[first + i], &windows);
		for (size_t k = 0; k < set_count; k++) {
			decaf_255_point_copy(part[k], decaf_255_point_identity);
			for (size_t i = 0; i < here; i++)
				row_make(&rows[k * BLOCK_POINTS + i], decaf_of(&points[k][first + i]));
		}
		for (unsigned index = windows.count; index-- > 0;)
			add_window(part, block, set_count, here, &windows, index);
		for (size_t k = 0; k < set_count; k++)
			decaf_255_point_add(decaf_in(&sums[k]), decaf_of(&sums[k]), part[k]);
	}
	if (block)
		sodium_memzero(block, sizeof *block);
	if (part)
		sodium_memzero(part, (set_count + 1) * sizeof *part);
	free(block);
	free(part);
	free(rows);
	return status;
}
