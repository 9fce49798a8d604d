/* Sums of many multiples of points, the arithmetic of mixing, batch verification and audit. Two engines answer alike:
 * libsodium, one by one, the reference; and libdecaf (decaf_255, the same group with the same bytes), with Pippenger's
 * buckets for public data and constant-time tables for secrets. The kiosk links neither this nor libdecaf. */
#ifndef FOLKMOOT_MULTIEXP_H
#define FOLKMOOT_MULTIEXP_H

#include "group.h"
#include "transcript.h"

enum { DECODED_BYTES = 256, SMALL_BITS = 128, FULL_BITS = 253, MULTIEXP_MAX_SUMS = 20 };

/* A point in an engine's own form; only the engine that made it can read it. */
struct decoded {
	_Alignas(32) uint8_t own[DECODED_BYTES];
};

/* Room for count of them, aligned (malloc's is not enough); NULL where there is no memory. Freed with free(). */
struct decoded *decoded_alloc(size_t count);

/* Multiples of one point, ready made; only the engine that made it can read it. */
struct multiple_table;

/* Functions without a status cannot fail. */
struct engine {
	const char *name;
	/* Canonical and not the identity, else STATUS_NOT_CANONICAL or STATUS_IDENTITY. Constant time but for the
	 * answer. */
	enum status MUST_CHECK (*decode)(struct decoded *out, const uint8_t bytes[static POINT_BYTES]);
	/* May give the identity (32 zeros). Constant time. */
	void (*encode)(struct point *out, const struct decoded *in);
	/* RFC 9496, 4.3.4 */
	void (*from_hash)(struct decoded *out, const uint8_t wide[static 64]);
	void (*identity)(struct decoded *out);
	/* out may be a or b. Constant time. */
	void (*add)(struct decoded *out, const struct decoded *a, const struct decoded *b);
	void (*subtract)(struct decoded *out, const struct decoded *a, const struct decoded *b);
	int (*equal)(const struct decoded *a, const struct decoded *b);
	int (*is_identity)(const struct decoded *a);

	/* PUBLIC data only, variable time: the sum of weights[i] points[i]. Every weight is below 2^weight_bits (1,
	 * SMALL_BITS or FULL_BITS) and canonical; weights NULL: all are 1. STATUS_NO_ROOM. */
	enum status MUST_CHECK (*sum)(struct decoded *out, const struct decoded *points, const struct scalar *weights,
	                              size_t count, unsigned weight_bits);

	/* SECRET scalars, constant time: no branch and no address depends on them. */
	/* NULL where there is no memory; destroyed with table_destroy (NULL is fine). */
	struct multiple_table *(*table_create)(const struct decoded *base);
	void (*table_destroy)(struct multiple_table *table);
	void (*multiply)(struct decoded *out, const struct multiple_table *table, const struct scalar *secret);
	/* sums[k] = the sum of secrets[i] points[k][i], for each of set_count sets of points under the same secrets.
	 * STATUS_NO_ROOM. */
	enum status MUST_CHECK (*secret_sum)(struct decoded *sums, const struct decoded *const *points,
	                                     size_t set_count, const struct scalar *secrets, size_t count);
};

extern const struct engine engine_sodium, engine_decaf;

/* Who does work that can be cut into independent parts; the caller of a long computation brings one. each() calls
 * work(context, i) once for every i below count, possibly from several threads, and returns when all are done. what:
 * words for progress, such as "checking the shuffle", or NULL. A NULL crew: the caller's own thread. */
struct crew {
	void (*each)(const struct crew *crew, size_t count, const char *what, void (*work)(void *context, size_t index),
	             void *context);
	void *own;
};
void crew_each(const struct crew *crew, size_t count, const char *what, void (*work)(void *context, size_t index),
               void *context);

/* Weights of a sum, made piece by piece: fills out with those of the items first to first + count - 1. Called from
 * several threads. All of them 1 where fill is NULL (bits is 1 then). */
struct weights {
	void (*fill)(struct scalar *out, size_t first, size_t count, const void *context);
	const void *context;
	unsigned bits;
};

/* One list of encoded points and the weighted sums wanted of it. bytes NULL: the generators h_from, h_from+1, ... */
struct point_list {
	const uint8_t *bytes; /* point i at bytes + i * stride */
	size_t stride;
	uint64_t from;
	size_t count;
	const struct weights *weights;
	size_t weight_count; /* up to MULTIEXP_MAX_SUMS; may be 0: the points are only checked */
	/* out */
	struct decoded sums[MULTIEXP_MAX_SUMS];
	enum status status; /* STATUS_OK, or how the first bad point is wrong */
	size_t bad;         /* which */
};

/* Decodes every point of every list once, strictly, and makes all sums, in blocks of bounded memory. PUBLIC data only.
 * STATUS_OK: every list's own status says whether its points are good. Else STATUS_NO_ROOM. */
enum status MUST_CHECK multiexp_lists(struct point_list *lists, size_t list_count, const struct engine *engine,
                                      const struct crew *crew, const char *what);

/* The generator h_index in encoded form (PROTOCOL.md, "Generators"), and the 64 bytes it is hashed from. */
void generator(struct point *out, uint64_t index);
void generator_wide(uint8_t wide[static 64], uint64_t index);

/* expand() of PROTOCOL.md: the challenges first to first + count - 1 of a seed, each below 2^128. */
void expand_challenges(struct scalar *out, const struct hash *seed, uint64_t first, size_t count);

#endif
