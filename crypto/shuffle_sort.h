/* A random permutation that nobody can watch: random keys are sorted by Batcher's merge exchange (Knuth, The Art of
 * Computer Programming 3, 5.2.2, algorithm M), and what the network did is kept, one bit for each of its comparators.
 * Records are then moved by the same network: which addresses are touched, and in which order, depends on the count
 * alone. */
#ifndef FOLKMOOT_SHUFFLE_SORT_H
#define FOLKMOOT_SHUFFLE_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

/* Passes of the network for up to 2^32 - 1 records: each compares record i with record i + distance, for the i whose
 * bit p is set (where wanted) or clear (where not). */
enum { NETWORK_PASSES_MAX = 32 * 33 / 2 };

struct network_pass {
	uint32_t p, wanted, distance;
	uint64_t first; /* its first comparator's number */
};

struct network {
	uint32_t count;
	unsigned pass_count;
	uint64_t comparators;
	struct network_pass pass[NETWORK_PASSES_MAX];
};

void network_init(struct network *out, uint32_t count);

/* Secret. */
struct permutation {
	struct network network;
	uint8_t *swapped; /* a bit for each comparator */
};

/* Uniform over all permutations. STATUS_NO_ROOM. The caller calls permutation_finish in any case. */
enum status MUST_CHECK permutation_random(struct permutation *out, uint32_t count);
/* The permutation that sorts these keys, which are sorted by it; all different. For permutation_random, and for tests
 * of the network. */
enum status MUST_CHECK permutation_sorting(struct permutation *out, uint64_t *keys, uint32_t count);
/* Wipes. Safe on a zeroed struct. */
void permutation_finish(struct permutation *permutation);

/* Moves count records of size bytes (a multiple of 8) to their new places, or back. */
void permutation_apply(void *records, size_t size, const struct permutation *permutation);
void permutation_undo(void *records, size_t size, const struct permutation *permutation);

#endif
