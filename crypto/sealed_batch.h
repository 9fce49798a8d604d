/* The proofs of knowledge of many sealed ballots, verified together: the same verdict on each as sealed_decode and
 * sealed_verify give, for less than a third of the time. */
#ifndef FOLKMOOT_SEALED_BATCH_H
#define FOLKMOOT_SEALED_BATCH_H

#include "multiexp.h"
#include "sealed.h"

struct sealed_item {
	const uint8_t *body;
	size_t body_len;
	const struct sealed_context *context;
	enum status status; /* out: as sealed_decode, then look, then sealed_verify answer */
};

/* What the caller asks of a ballot that decodes, before its proof is verified: may keep what it needs of it, or refuse
 * it by any status but STATUS_OK, which becomes the item's. Called from several threads, once for each item. */
typedef enum status sealed_look(void *context, size_t index, const struct sealed *sealed);

/* Each point is decoded once, and all equations become one sum with random coefficients of 128 bits from the system,
 * which no prover can foresee; where that fails, ballots are verified one by one. look may be NULL. STATUS_NO_ROOM;
 * STATUS_INTERNAL where the sum fails and no ballot does. */
enum status MUST_CHECK sealed_batch_verify(struct sealed_item *items, size_t count, const struct engine *engine,
                                           const struct crew *crew, const char *what, sealed_look *look, void *context);

#endif
