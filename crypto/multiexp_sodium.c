/* The reference engine: libsodium, one by one. Points rest in their encoded form. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "multiexp.h"

struct multiple_table {
	struct point base;
};

static const struct point *point_of(const struct decoded *decoded)
{
	return (const struct point *)(const void *)decoded->own;
}

static struct point *point_in(struct decoded *decoded)
{
	return (struct point *)(void *)decoded->own;
}

static enum status reference_decode(struct decoded *out, const uint8_t bytes[static POINT_BYTES])
{
	return point_decode(point_in(out), bytes);
}

static void reference_encode(struct point *out, const struct decoded *in)
{
	*out = *point_of(in);
}

static void reference_from_hash(struct decoded *out, const uint8_t wide[static 64])
{
	point_from_hash(point_in(out), wide);
}

static void reference_identity(struct decoded *out)
{
	memset(point_in(out), 0, sizeof(struct point));
}

static void reference_add(struct decoded *out, const struct decoded *a, const struct decoded *b)
{
	point_add(point_in(out), point_of(a), point_of(b));
}

static void reference_subtract(struct decoded *out, const struct decoded *a, const struct decoded *b)
{
	point_subtract(point_in(out), point_of(a), point_of(b));
}

static int reference_equal(const struct decoded *a, const struct decoded *b)
{
	return point_equal(point_of(a), point_of(b));
}

static int reference_is_identity(const struct decoded *a)
{
	return point_is_identity(point_of(a));
}

/* libsodium's -1 for a result that is the identity is no failure here: the result is written all the same, 32 zeros.
 * Not looking at the answer also keeps a secret of zero as silent as any other. */
static void multiply_point(struct point *out, const struct scalar *k, const struct point *p)
{
	(void)!crypto_scalarmult_ristretto255(out->bytes, k->bytes, p->bytes);
}

static enum status reference_sum(struct decoded *out, const struct decoded *points, const struct scalar *weights,
                                 size_t count, unsigned weight_bits)
{
	struct point sum = {{0}}, product;

	(void)weight_bits;
	for (size_t i = 0; i < count; i++) {
		if (weights)
			multiply_point(&product, &weights[i], point_of(&points[i]));
		else
			product = *point_of(&points[i]);
		point_add(&sum, &sum, &product);
	}
	*point_in(out) = sum;
	return STATUS_OK;
}

static struct multiple_table *reference_table_create(const struct decoded *base)
{
	struct multiple_table *table = malloc(sizeof *table);

	if (table)
		table->base = *point_of(base);
	return table;
}

static void reference_table_destroy(struct multiple_table *table)
{
	if (table)
		sodium_memzero(table, sizeof *table);
	free(table);
}

static void reference_multiply(struct decoded *out, const struct multiple_table *table, const struct scalar *secret)
{
	struct point product;

	multiply_point(&product, secret, &table->base);
	*point_in(out) = product;
	sodium_memzero(&product, sizeof product);
}

static enum status reference_secret_sum(struct decoded *sums, const struct decoded *const *points, size_t set_count,
                                        const struct scalar *secrets, size_t count)
{
	struct point sum, product;

	for (size_t k = 0; k < set_count; k++) {
		memset(&sum, 0, sizeof sum);
		for (size_t i = 0; i < count; i++) {
			multiply_point(&product, &secrets[i], point_of(&points[k][i]));
			point_add(&sum, &sum, &product);
		}
		*point_in(&sums[k]) = sum;
	}
	sodium_memzero(&sum, sizeof sum);
	sodium_memzero(&product, sizeof product);
	return STATUS_OK;
}

const struct engine engine_sodium = {
    .name = "libsodium",
    .decode = reference_decode,
    .encode = reference_encode,
    .from_hash = reference_from_hash,
    .identity = reference_identity,
    .add = reference_add,
    .subtract = reference_subtract,
    .equal = reference_equal,
    .is_identity = reference_is_identity,
    .sum = reference_sum,
    .table_create = reference_table_create,
    .table_destroy = reference_table_destroy,
    .multiply = reference_multiply,
    .secret_sum = reference_secret_sum,
};
