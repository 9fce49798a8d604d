#include "group.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* 2^252 + 27742317777372353535851937790883648493, little-endian */
static const uint8_t order[SCALAR_BYTES] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                            0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                            0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

enum status crypto_init(void)
{
	return sodium_init() < 0 ? STATUS_INTERNAL : STATUS_OK;
}

enum status point_decode(struct point *out, const uint8_t bytes[static POINT_BYTES])
{
	/* libsodium 1.0.18 ignores the highest bit. */
	if ((bytes[POINT_BYTES - 1] & 0x80) != 0 || crypto_core_ristretto255_is_valid_point(bytes) != 1)
		return STATUS_NOT_CANONICAL;
	if (sodium_is_zero(bytes, POINT_BYTES))
		return STATUS_IDENTITY;
	memcpy(out->bytes, bytes, POINT_BYTES);
	return STATUS_OK;
}

enum status scalar_decode(struct scalar *out, const uint8_t bytes[static SCALAR_BYTES])
{
	if (sodium_compare(bytes, order, SCALAR_BYTES) >= 0)
		return STATUS_NOT_CANONICAL;
	memcpy(out->bytes, bytes, SCALAR_BYTES);
	return STATUS_OK;
}

enum status point_multiply(struct point *out, const struct scalar *k, const struct point *p)
{
	if (crypto_scalarmult_ristretto255(out->bytes, k->bytes, p->bytes) == 0)
		return STATUS_OK;
	/* libsodium answers alike for the identity and for bytes that are no point. */
	if (crypto_core_ristretto255_is_valid_point(p->bytes) != 1)
		return STATUS_NOT_CANONICAL;
	memset(out->bytes, 0, POINT_BYTES);
	return STATUS_IDENTITY;
}

enum status point_multiply_base(struct point *out, const struct scalar *k)
{
	if (crypto_scalarmult_ristretto255_base(out->bytes, k->bytes) == 0)
		return STATUS_OK;
	memset(out->bytes, 0, POINT_BYTES);
	return STATUS_IDENTITY;
}

/* Points are decoded before they are used: anything else here is a bug of ours, and bugs die. */
void point_add(struct point *out, const struct point *a, const struct point *b)
{
	if (crypto_core_ristretto255_add(out->bytes, a->bytes, b->bytes) != 0)
		abort();
}

void point_subtract(struct point *out, const struct point *a, const struct point *b)
{
	if (crypto_core_ristretto255_sub(out->bytes, a->bytes, b->bytes) != 0)
		abort();
}

int point_equal(const struct point *a, const struct point *b)
{
	return sodium_memcmp(a->bytes, b->bytes, POINT_BYTES) == 0;
}

int point_is_identity(const struct point *p)
{
	return sodium_is_zero(p->bytes, POINT_BYTES);
}

void point_from_hash(struct point *out, const uint8_t wide[static 64])
{
	(void)crypto_core_ristretto255_from_hash(out->bytes, wide);
}

void scalar_random(struct scalar *out)
{
	crypto_core_ristretto255_scalar_random(out->bytes);
}

void scalar_from_wide(struct scalar *out, const uint8_t wide[static 64])
{
	crypto_core_ristretto255_scalar_reduce(out->bytes, wide);
}

void scalar_from_u64(struct scalar *out, uint64_t value)
{
	memset(out->bytes, 0, SCALAR_BYTES);
	for (size_t i = 0; i < 8; i++)
		out->bytes[i] = (uint8_t)(value >> (8 * i));
}

/* libsodium leaves copies of what it adds on the stack below. */
static void wipe_below(void)
{
	sodium_stackzero(1024);
}

void scalar_add(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
	crypto_core_ristretto255_scalar_add(out->bytes, a->bytes, b->bytes);
	wipe_below();
}

void scalar_subtract(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
	crypto_core_ristretto255_scalar_sub(out->bytes, a->bytes, b->bytes);
	wipe_below();
}

void scalar_multiply(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
	crypto_core_ristretto255_scalar_mul(out->bytes, a->bytes, b->bytes);
	wipe_below();
}

enum status scalar_invert(struct scalar *out, const struct scalar *a)
{
	if (crypto_core_ristretto255_scalar_invert(out->bytes, a->bytes) == 0)
		return STATUS_OK;
	memset(out->bytes, 0, SCALAR_BYTES);
	return STATUS_RANGE;
}

int scalar_is_zero(const struct scalar *a)
{
	return sodium_is_zero(a->bytes, SCALAR_BYTES);
}

void scalar_wipe(struct scalar *a)
{
	sodium_memzero(a, sizeof *a);
}
