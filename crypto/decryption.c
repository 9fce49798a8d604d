#include "decryption_parts.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "elgamal.h"
#include "shuffle.h"

enum { BLOCK = 256 };

/* --- sizes --- */

/* A list has at most 2^32 - 1 ballots of 255 points. */
_Static_assert(sizeof(size_t) > sizeof(uint32_t), "sizes of factors and proofs are computed in more than 32 bits");

static size_t points_of(const struct decryption *decryption)
{
	return (size_t)decryption->count * decryption->width;
}

size_t decryption_factor_bytes(uint32_t count, uint8_t width)
{
	return (size_t)count * width * POINT_BYTES;
}

size_t decryption_proof_bytes(uint32_t count, uint8_t width, enum decryption_proofs proofs)
{
	size_t points = (size_t)count * width;

	return EQUALITY_BYTES * (proofs == PROOF_EACH || points == 0 ? points : 1);
}

/* --- what is proved --- */

static void statement(struct transcript *out, const uint8_t *factors, const struct decryption *decryption)
{
	decryption_subject(out, "folkmoot/factors/1", decryption);
	transcript_append(out, "factors", factors, decryption_factor_bytes(decryption->count, decryption->width));
	transcript_append_point(out, "key", &decryption->key);
}

/* --- the random combination that one proof stands for --- */

static void fill_rho(struct scalar *out, size_t first, size_t count, const void *context)
{
	expand_challenges(out, context, first, count);
}

static enum status combined(struct point *out, struct point_list *list, const struct engine *engine)
{
	engine->encode(out, &list->sums[0]);
	return engine->is_identity(&list->sums[0]) ? STATUS_IDENTITY : STATUS_OK;
}

/* The combined base A and, where factors is not NULL, the combined product F of a list. *bad: the point at fault. */
static enum status combine(struct point *base, struct point *product, size_t *bad, const uint8_t *factors,
                           const struct decryption *decryption, const struct hash *seed, const struct engine *engine,
                           const struct crew *crew)
{
	const struct weights rho = {.fill = fill_rho, .context = seed, .bits = SMALL_BITS};
	size_t points = points_of(decryption), lists = factors ? 2 : 1;
	struct point_list list[2] = {
	    {.bytes = decryption->list,
	     .stride = CIPHERTEXT_BYTES,
	     .count = points,
	     .weights = &rho,
	     .weight_count = 1},
	    {.bytes = factors, .stride = POINT_BYTES, .count = points, .weights = &rho, .weight_count = 1},
	};
	enum status status =
	    multiexp_lists(list, lists, engine, crew, factors ? "checking the factors" : "proving the factors");

	for (size_t i = 0; i < lists && status == STATUS_OK; i++) {
		status = list[i].status;
		if (status != STATUS_OK)
			*bad = list[i].bad;
	}
	if (status == STATUS_OK)
		status = combined(base, &list[0], engine);
	if (status == STATUS_OK && factors)
		status = combined(product, &list[1], engine);
	return status;
}

/* --- blocks of points, each a job --- */

struct block {
	enum status status;
	size_t bad;
};

struct work {
	const struct decryption *decryption;
	const struct engine *engine;
	const struct transcript *context;
	const struct scalar *secret; /* weighted */
	uint8_t *factors;
	uint8_t *proofs;
	const uint8_t *given_factors, *given_proofs;
	struct block *block;
};

static size_t block_end(size_t index, size_t points)
{
	size_t first = index * BLOCK;

	return points - first < BLOCK ? points : first + BLOCK;
}

/* Runs each over all blocks; the first one's fault is everybody's. */
static enum status blocks_run(size_t *bad, struct work *work, void (*each)(void *context, size_t index), size_t points,
                              const struct crew *crew, const char *what)
{
	size_t blocks = (points + BLOCK - 1) / BLOCK;
	enum status status = STATUS_OK;

	work->block = calloc(blocks + 1, sizeof *work->block);
	if (!work->block)
		return STATUS_NO_ROOM;
	crew_each(crew, blocks, what, each, work);
	for (size_t i = 0; i < blocks && status == STATUS_OK; i++) {
		status = work->block[i].status;
		*bad = status == STATUS_OK ? *bad : work->block[i].bad;
	}
	free(work->block);
	work->block = NULL;
	return status;
}

static void make_block(void *context, size_t index)
{
	const struct work *work = context;
	struct block *block = &work->block[index];
	size_t end = block_end(index, points_of(work->decryption));

	for (size_t i = index * BLOCK; i < end && block->status == STATUS_OK; i++) {
		struct point factor;

		block->bad = i;
		block->status =
		    decryption_multiply(&factor, work->secret, work->decryption->list + CIPHERTEXT_BYTES * i);
		if (block->status == STATUS_OK)
			memcpy(work->factors + POINT_BYTES * i, factor.bytes, POINT_BYTES);
	}
	sodium_stackzero(4096);
}

/* Base and factor number index, already checked. */
static void pair(struct point *base, struct point *product, const struct work *work, size_t index)
{
	memcpy(base->bytes, work->decryption->list + CIPHERTEXT_BYTES * index, POINT_BYTES);
	memcpy(product->bytes, work->given_factors + POINT_BYTES * index, POINT_BYTES);
}

static void prove_block(void *context, size_t index)
{
	const struct work *work = context;
	struct block *block = &work->block[index];
	size_t end = block_end(index, points_of(work->decryption));

	for (size_t i = index * BLOCK; i < end && block->status == STATUS_OK; i++) {
		struct transcript transcript = *work->context;
		struct point base, product;

		pair(&base, &product, work, i);
		transcript_append_u64(&transcript, "point", i);
		block->bad = i;
		block->status =
		    decryption_prove(work->proofs + EQUALITY_BYTES * i, &transcript, &base, &product, work->secret);
	}
	sodium_stackzero(4096);
}

static void check_block(void *context, size_t index)
{
	const struct work *work = context;
	struct block *block = &work->block[index];
	size_t end = block_end(index, points_of(work->decryption));

	for (size_t i = index * BLOCK; i < end && block->status == STATUS_OK; i++) {
		struct transcript transcript = *work->context;
		struct point base, product;

		pair(&base, &product, work, i);
		transcript_append_u64(&transcript, "point", i);
		block->bad = i;
		block->status = decryption_check(work->given_proofs + EQUALITY_BYTES * i, &transcript, &base, &product,
		                                 &work->decryption->key, work->engine);
	}
}

/* --- making --- */

static enum status prove_batched(uint8_t *proof, const struct transcript *context, const struct work *work,
                                 const struct crew *crew)
{
	struct point base, product;
	struct hash seed;
	size_t bad;
	enum status status;

	transcript_hash(&seed, context, "rho");
	status = combine(&base, NULL, &bad, NULL, work->decryption, &seed, work->engine, crew);
	/* The same combination of the factors, since each is the secret times its base. */
	if (status == STATUS_OK)
		status = point_multiply(&product, work->secret, &base);
	if (status == STATUS_OK)
		status = decryption_prove(proof, context, &base, &product, work->secret);
	return status;
}

enum status decryption_make(uint8_t *factors, uint8_t *proof, enum decryption_proofs proofs,
                            const struct decryption *decryption, const struct scalar *share,
                            const struct engine *engine, const struct crew *crew)
{
	size_t points = points_of(decryption), bad = SIZE_MAX;
	struct transcript context;
	struct scalar secret;
	struct work work = {.decryption = decryption,
	                    .engine = engine,
	                    .context = &context,
	                    .secret = &secret,
	                    .factors = factors,
	                    .given_factors = factors,
	                    .proofs = proof};
	enum status status = decryption_secret(&secret, decryption, share);

	if (status == STATUS_OK && points > 0)
		status = blocks_run(&bad, &work, make_block, points, crew, "decrypting");
	if (status == STATUS_OK && points > 0) {
		statement(&context, factors, decryption);
		status = proofs == PROOF_BATCHED
		             ? prove_batched(proof, &context, &work, crew)
		             : blocks_run(&bad, &work, prove_block, points, crew, "proving each factor");
	}
	scalar_wipe(&secret);
	return status;
}

/* --- checking --- */

static enum status verify_batched(size_t *bad, const uint8_t *factors, const uint8_t *proof,
                                  const struct transcript *context, const struct decryption *decryption,
                                  const struct engine *engine, const struct crew *crew)
{
	struct point base, product;
	struct hash seed;
	enum status status;

	transcript_hash(&seed, context, "rho");
	status = combine(&base, &product, bad, factors, decryption, &seed, engine, crew);
	if (status == STATUS_OK)
		status = decryption_check(proof, context, &base, &product, &decryption->key, engine);
	return status;
}

enum status decryption_verify(size_t *bad, const uint8_t *factors, const uint8_t *proof, size_t proof_len,
                              enum decryption_proofs proofs, const struct decryption *decryption,
                              const struct engine *engine, const struct crew *crew)
{
	size_t points = points_of(decryption);
	size_t expected = decryption_proof_bytes(decryption->count, decryption->width, proofs);
	struct transcript context;
	struct work work = {.decryption = decryption,
	                    .engine = engine,
	                    .context = &context,
	                    .given_factors = factors,
	                    .given_proofs = proof};

	*bad = SIZE_MAX;
	if (proof_len != expected)
		return proof_len < expected ? STATUS_TRUNCATED : STATUS_TRAILING;
	if (points == 0)
		return STATUS_OK;
	statement(&context, factors, decryption);
	if (proofs == PROOF_BATCHED)
		return verify_batched(bad, factors, proof, &context, decryption, engine, crew);
	return blocks_run(bad, &work, check_block, points, crew, "checking each factor");
}

/* --- opening --- */

struct opening {
	uint8_t *messages;
	const uint8_t *list;
	const uint8_t *const *factors;
	unsigned factor_count;
	size_t points;
	const struct engine *engine;
	enum status *status;
};

static enum status open_one(const struct opening *opening, size_t index)
{
	const struct engine *engine = opening->engine;
	struct decoded message, factor;
	struct point out;
	enum status status = engine->decode(&message, opening->list + CIPHERTEXT_BYTES * index + POINT_BYTES);

	for (unsigned i = 0; i < opening->factor_count && status == STATUS_OK; i++) {
		status = engine->decode(&factor, opening->factors[i] + POINT_BYTES * index);
		if (status == STATUS_OK)
			engine->subtract(&message, &message, &factor);
	}
	if (status == STATUS_OK) {
		engine->encode(&out, &message);
		memcpy(opening->messages + POINT_BYTES * index, out.bytes, POINT_BYTES);
	}
	return status;
}

static void open_block(void *context, size_t index)
{
	const struct opening *opening = context;
	size_t end = block_end(index, opening->points);

	for (size_t i = index * BLOCK; i < end && opening->status[index] == STATUS_OK; i++)
		opening->status[index] = open_one(opening, i);
}

enum status decryption_open(uint8_t *messages, const uint8_t *list, const uint8_t *const *factors,
                            unsigned factor_count, uint32_t count, uint8_t width, const struct engine *engine,
                            const struct crew *crew)
{
	size_t points = (size_t)count * width, blocks = (points + BLOCK - 1) / BLOCK;
	struct opening opening = {.messages = messages,
	                          .list = list,
	                          .factors = factors,
	                          .factor_count = factor_count,
	                          .points = points,
	                          .engine = engine};
	enum status status = STATUS_OK;

	opening.status = calloc(blocks + 1, sizeof *opening.status);
	if (!opening.status)
		return STATUS_NO_ROOM;
	crew_each(crew, blocks, "opening", open_block, &opening);
	for (size_t i = 0; i < blocks && status == STATUS_OK; i++)
		status = opening.status[i];
	free(opening.status);
	return status;
}
