#include "sealed_batch.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* For points i with coefficients rho_i:  sum rho_i commitment_i + sum rho_i e a_i - (sum rho_i z_i) G = 0.
 * A chunk is one such sum. More points make each cheaper, more chunks keep all threads busy to the end. */
enum { CHUNK_MAX = 16384, CHUNK_MIN = 512, CHUNKS_WANTED = 8, POINT_ENTRY_BYTES = 4 * 32 };

struct chunk {
	size_t first, count; /* items */
	size_t room;         /* no more points than this */
	enum status status;
};

struct batch {
	struct sealed_item *items;
	const struct engine *engine;
	sealed_look *look;
	void *context;
	struct chunk *chunks;
	size_t chunk_count;
	struct decoded base;
};

/* The points of one chunk with their weights. */
struct equations {
	struct decoded *commitments, *statements; /* statements: the a of all points, then G */
	struct scalar *small, *full;
	struct scalar responses; /* the sum of rho z */
	size_t count;
};

static size_t room_of(const struct sealed_item *item)
{
	size_t points = item->body_len / POINT_ENTRY_BYTES;

	return points > SEALED_MAX_POINTS ? SEALED_MAX_POINTS : points;
}

/* Decodes in the order of sealed_decode, so that the same fault is found first. */
static enum status decode_points(struct equations *equations, const struct sealed *sealed, const struct engine *engine)
{
	unsigned points = sealed_points(&sealed->shape);
	struct decoded second;
	struct scalar response;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < points && status == STATUS_OK; i++) {
		size_t at = equations->count + i;

		status = engine->decode(&equations->statements[at], sealed->ciphertext[i].a.bytes);
		if (status == STATUS_OK)
			status = engine->decode(&second, sealed->ciphertext[i].b.bytes);
		if (status == STATUS_OK)
			status = engine->decode(&equations->commitments[at], sealed->proof[i].commitment.bytes);
		if (status == STATUS_OK)
			status = scalar_decode(&response, sealed->proof[i].response.bytes);
	}
	return status == STATUS_OK ? sealed_check_repeats(sealed) : status;
}

static void add_equations(struct equations *equations, const struct sealed *sealed,
                          const struct sealed_context *context)
{
	unsigned points = sealed_points(&sealed->shape);
	struct scalar challenge, product;

	sealed_challenge(&challenge, sealed, context);
	for (unsigned i = 0; i < points; i++) {
		struct scalar *rho = &equations->small[equations->count];

		memset(rho, 0, sizeof *rho);
		randombytes_buf(rho->bytes, SMALL_BITS / 8);
		scalar_multiply(&equations->full[equations->count], rho, &challenge);
		scalar_multiply(&product, rho, &sealed->proof[i].response);
		scalar_add(&equations->responses, &equations->responses, &product);
		equations->count++;
	}
}

static enum status add_item(struct equations *equations, const struct batch *batch, size_t index)
{
	const struct sealed_item *item = &batch->items[index];
	struct sealed sealed;
	enum status status = sealed_parse(&sealed, item->body, item->body_len);

	if (status == STATUS_OK)
		status = decode_points(equations, &sealed, batch->engine);
	if (status == STATUS_OK && batch->look)
		status = batch->look(batch->context, index, &sealed);
	if (status == STATUS_OK)
		add_equations(equations, &sealed, item->context);
	return status;
}

/* STATUS_PROOF where the sum is not zero. */
static enum status solve(struct equations *equations, const struct batch *batch)
{
	const struct engine *engine = batch->engine;
	struct scalar zero = {{0}};
	struct decoded left, right;
	enum status status;

	equations->statements[equations->count] = batch->base;
	scalar_subtract(&equations->full[equations->count], &zero, &equations->responses);
	status = engine->sum(&left, equations->commitments, equations->small, equations->count, SMALL_BITS);
	if (status == STATUS_OK)
		status = engine->sum(&right, equations->statements, equations->full, equations->count + 1, FULL_BITS);
	if (status != STATUS_OK)
		return status;
	engine->add(&left, &left, &right);
	return engine->is_identity(&left) ? STATUS_OK : STATUS_PROOF;
}

/* Which of the ballots in the sum do not hold. STATUS_INTERNAL where all of them do: then one of the two computations
 * is wrong, and neither may be believed. */
static enum status one_by_one(const struct batch *batch, const struct chunk *chunk)
{
	enum status status = STATUS_INTERNAL;

	for (size_t i = chunk->first; i < chunk->first + chunk->count; i++) {
		struct sealed_item *item = &batch->items[i];
		struct sealed sealed;

		if (item->status != STATUS_OK)
			continue;
		item->status = sealed_parse(&sealed, item->body, item->body_len);
		if (item->status == STATUS_OK)
			item->status = sealed_verify(&sealed, item->context);
		if (item->status != STATUS_OK)
			status = STATUS_OK;
	}
	return status;
}

static void work_chunk(void *context, size_t index)
{
	const struct batch *batch = context;
	struct chunk *chunk = &batch->chunks[index];
	struct equations equations = {
	    .commitments = decoded_alloc(chunk->room),
	    .statements = decoded_alloc(chunk->room + 1),
	    .small = calloc(chunk->room + 1, sizeof *equations.small),
	    .full = calloc(chunk->room + 1, sizeof *equations.full),
	};

	chunk->status = STATUS_NO_ROOM;
	if (equations.commitments && equations.statements && equations.small && equations.full) {
		for (size_t i = chunk->first; i < chunk->first + chunk->count; i++)
			batch->items[i].status = add_item(&equations, batch, i);
		chunk->status = solve(&equations, batch);
	}
	if (chunk->status == STATUS_PROOF)
		chunk->status = one_by_one(batch, chunk);
	free(equations.commitments);
	free(equations.statements);
	free(equations.small);
	free(equations.full);
}

/* Chunks of about the same number of points; a ballot is never cut. */
static enum status cut(struct batch *batch, size_t count)
{
	size_t points = 0, wanted;

	for (size_t i = 0; i < count; i++)
		points += room_of(&batch->items[i]);
	wanted = points / CHUNKS_WANTED;
	wanted = wanted < CHUNK_MIN ? CHUNK_MIN : wanted > CHUNK_MAX ? CHUNK_MAX : wanted;
	/* All but the last reach wanted; that of bodies too short for a point, which take no room, has them all. */
	batch->chunks = calloc(points / wanted + 1, sizeof *batch->chunks);
	if (!batch->chunks)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < count; i++) {
		struct chunk *chunk = &batch->chunks[batch->chunk_count];

		if (chunk->count++ == 0)
			chunk->first = i;
		chunk->room += room_of(&batch->items[i]);
		if (chunk->room >= wanted)
			batch->chunk_count++;
	}
	if (batch->chunk_count < points / wanted + 1 && batch->chunks[batch->chunk_count].count > 0)
		batch->chunk_count++;
	return STATUS_OK;
}

enum status sealed_batch_verify(struct sealed_item *items, size_t count, const struct engine *engine,
                                const struct crew *crew, const char *what, sealed_look *look, void *context)
{
	struct batch batch = {.items = items, .engine = engine, .look = look, .context = context};
	struct scalar one;
	struct point base;
	enum status status;

	scalar_from_u64(&one, 1);
	status = point_multiply_base(&base, &one);
	if (status == STATUS_OK)
		status = engine->decode(&batch.base, base.bytes);
	if (status == STATUS_OK)
		status = cut(&batch, count);
	if (status == STATUS_OK)
		crew_each(crew, batch.chunk_count, what, work_chunk, &batch);
	for (size_t i = 0; i < batch.chunk_count && status == STATUS_OK; i++)
		status = batch.chunks[i].status;
	free(batch.chunks);
	return status;
}
