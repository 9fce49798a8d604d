/* Points and scalars of ristretto255 (RFC 9496), typed, with strict decoding. */
#ifndef FOLKMOOT_GROUP_H
#define FOLKMOOT_GROUP_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

enum { POINT_BYTES = 32, SCALAR_BYTES = 32 };

/* Always a canonical encoding once it came from this module. */
struct point {
	uint8_t bytes[POINT_BYTES];
};

/* Always below the group order once it came from this module. */
struct scalar {
	uint8_t bytes[SCALAR_BYTES];
};

/* Starts libsodium; safe to call again. Must be called once before anything else in crypto/. */
enum status MUST_CHECK crypto_init(void);

/* Canonical and not the identity, else STATUS_NOT_CANONICAL or STATUS_IDENTITY. */
enum status MUST_CHECK point_decode(struct point *out, const uint8_t bytes[static POINT_BYTES]);
/* Canonical (below the order; zero is allowed), else STATUS_NOT_CANONICAL. */
enum status MUST_CHECK scalar_decode(struct scalar *out, const uint8_t bytes[static SCALAR_BYTES]);

/* Inputs must be decoded points. STATUS_IDENTITY where the result is the identity and that cannot be meant. */
enum status MUST_CHECK point_multiply(struct point *out, const struct scalar *k, const struct point *p);
enum status MUST_CHECK point_multiply_base(struct point *out, const struct scalar *k);
/* The result of these may be the identity; the caller says whether it minds (point_is_identity). */
void point_add(struct point *out, const struct point *a, const struct point *b);
void point_subtract(struct point *out, const struct point *a, const struct point *b);
int point_equal(const struct point *a, const struct point *b);
int point_is_identity(const struct point *p);
/* Hash to the group (RFC 9496, 4.3.4) from 64 uniform bytes. */
void point_from_hash(struct point *out, const uint8_t wide[static 64]);

/* Uniform and not zero, from the system's random generator. */
void scalar_random(struct scalar *out);
void scalar_from_wide(struct scalar *out, const uint8_t wide[static 64]);
void scalar_from_u64(struct scalar *out, uint64_t value);
void scalar_add(struct scalar *out, const struct scalar *a, const struct scalar *b);
void scalar_subtract(struct scalar *out, const struct scalar *a, const struct scalar *b);
void scalar_multiply(struct scalar *out, const struct scalar *a, const struct scalar *b);
/* STATUS_RANGE for zero. */
enum status MUST_CHECK scalar_invert(struct scalar *out, const struct scalar *a);
int scalar_is_zero(const struct scalar *a);
void scalar_wipe(struct scalar *a);

#endif
