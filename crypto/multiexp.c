#include "multiexp.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct decoded *decoded_alloc(size_t count)
{
	/* aligned_alloc wants a size that the alignment divides: a decoded point's size is one. */
	return count < SIZE_MAX / sizeof(struct decoded)
	           ? aligned_alloc(_Alignof(struct decoded), (count + (count == 0)) * sizeof(struct decoded))
	           : NULL;
}

void crew_each(const struct crew *crew, size_t count, const char *what, void (*work)(void *context, size_t index),
               void *context)
{
	if (crew && crew->each) {
		crew->each(crew, count, what, work, context);
		return;
	}
	for (size_t i = 0; i < count; i++)
		work(context, i);
}

/* --- what is hashed --- */

void generator_wide(uint8_t wide[static 64], uint64_t index)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/generator/1");
	transcript_append_u64(&transcript, "index", index);
	transcript_wide(wide, &transcript, "generator");
}

void generator(struct point *out, uint64_t index)
{
	uint8_t wide[64];

	generator_wide(wide, index);
	point_from_hash(out, wide);
}

enum { CHALLENGE_BYTES = SMALL_BITS / 8, PER_BLOCK = 64 / CHALLENGE_BYTES };

void expand_challenges(struct scalar *out, const struct hash *seed, uint64_t first, size_t count)
{
	struct transcript prefix, transcript;
	uint8_t wide[64];

	transcript_init(&prefix, "folkmoot/expand/1");
	transcript_append(&prefix, "seed", seed->bytes, HASH_BYTES);
	for (size_t i = 0; i < count; i++) {
		uint64_t index = first + i;

		if (i == 0 || index % PER_BLOCK == 0) {
			transcript = prefix;
			transcript_append_u64(&transcript, "block", index / PER_BLOCK);
			transcript_wide(wide, &transcript, "challenges");
		}
		memset(&out[i], 0, sizeof out[i]);
		memcpy(out[i].bytes, wide + CHALLENGE_BYTES * (index % PER_BLOCK), CHALLENGE_BYTES);
	}
}

/* --- lists in blocks --- */

/* A block is a job of the crew. Blocks are cut evenly: large ones need fewer additions for each point, more of them
 * keep all threads busy to the end, and their size bounds the memory. */
enum { BLOCK_MAX = 32768, BLOCK_MIN = 512, BLOCKS_WANTED = 8 };

struct block {
	const struct point_list *list;
	size_t first, count;
	struct decoded *sums; /* weight_count of them */
	enum status status;   /* of the points, or STATUS_NO_ROOM */
	size_t bad;
};

struct lists {
	const struct engine *engine;
	struct block *blocks;
	size_t block_count;
	struct decoded *sums;
};

static enum status decode_block(struct block *block, struct decoded *points, const struct engine *engine)
{
	const struct point_list *list = block->list;
	uint8_t wide[64];

	for (size_t i = 0; i < block->count; i++) {
		enum status status = STATUS_OK;

		if (list->bytes) {
			status = engine->decode(&points[i], list->bytes + (block->first + i) * list->stride);
		} else {
			generator_wide(wide, list->from + block->first + i);
			engine->from_hash(&points[i], wide);
		}
		if (status != STATUS_OK) {
			block->bad = block->first + i;
			return status;
		}
	}
	return STATUS_OK;
}

static enum status sum_block(struct block *block, const struct decoded *points, struct scalar *weights,
                             const struct engine *engine)
{
	enum status status = STATUS_OK;

	for (size_t k = 0; k < block->list->weight_count && status == STATUS_OK; k++) {
		const struct weights *wanted = &block->list->weights[k];

		if (wanted->fill)
			wanted->fill(weights, block->first, block->count, wanted->context);
		status = engine->sum(&block->sums[k], points, wanted->fill ? weights : NULL, block->count,
		                     wanted->fill ? wanted->bits : 1);
	}
	return status;
}

static void work_block(void *context, size_t index)
{
	const struct lists *lists = context;
	struct block *block = &lists->blocks[index];
	struct decoded *points = decoded_alloc(block->count);
	struct scalar *weights = calloc(block->count + 1, sizeof *weights);

	block->status = points && weights ? decode_block(block, points, lists->engine) : STATUS_NO_ROOM;
	if (block->status == STATUS_OK)
		block->status = sum_block(block, points, weights, lists->engine);
	free(points);
	free(weights);
}

static size_t blocks_of(const struct point_list *list, size_t block_size)
{
	return list->count / block_size + (list->count % block_size != 0);
}

static enum status cut(struct lists *work, struct point_list *lists, size_t list_count)
{
	size_t points = 0, block_size, sum_count = 0;
	struct block *block;
	struct decoded *sums;

	for (size_t i = 0; i < list_count; i++)
		points += lists[i].count;
	block_size = points / BLOCKS_WANTED;
	block_size = block_size < BLOCK_MIN ? BLOCK_MIN : block_size > BLOCK_MAX ? BLOCK_MAX : block_size;
	for (size_t i = 0; i < list_count; i++) {
		work->block_count += blocks_of(&lists[i], block_size);
		sum_count += blocks_of(&lists[i], block_size) * lists[i].weight_count;
	}
	work->blocks = calloc(work->block_count + 1, sizeof *work->blocks);
	work->sums = decoded_alloc(sum_count);
	if (!work->blocks || !work->sums)
		return STATUS_NO_ROOM;
	block = work->blocks;
	sums = work->sums;
	for (size_t i = 0; i < list_count; i++) {
		size_t blocks = blocks_of(&lists[i], block_size), first = 0;

		for (size_t k = 0; k < blocks; k++, block++) {
			size_t count = (lists[i].count - first) / (blocks - k);

			*block = (struct block){.list = &lists[i], .first = first, .count = count, .sums = sums};
			first += count;
			sums += lists[i].weight_count;
		}
	}
	return STATUS_OK;
}

/* Adds the blocks' sums up, in order, so that the first bad point is found whoever was faster. */
static enum status gather(const struct lists *work, struct point_list *lists, size_t list_count)
{
	const struct block *block = work->blocks, *end = work->blocks + work->block_count;

	for (size_t i = 0; i < list_count; i++) {
		lists[i].status = STATUS_OK;
		lists[i].bad = 0;
		for (size_t k = 0; k < lists[i].weight_count; k++)
			work->engine->identity(&lists[i].sums[k]);
		for (; block < end && block->list == &lists[i]; block++) {
			if (block->status == STATUS_NO_ROOM)
				return STATUS_NO_ROOM;
			if (lists[i].status == STATUS_OK && block->status != STATUS_OK) {
				lists[i].status = block->status;
				lists[i].bad = block->bad;
			}
			for (size_t k = 0; lists[i].status == STATUS_OK && k < lists[i].weight_count; k++)
				work->engine->add(&lists[i].sums[k], &lists[i].sums[k], &block->sums[k]);
		}
	}
	return STATUS_OK;
}

enum status multiexp_lists(struct point_list *lists, size_t list_count, const struct engine *engine,
                           const struct crew *crew, const char *what)
{
	struct lists work = {.engine = engine};
	enum status status;

	for (size_t i = 0; i < list_count; i++)
		if (lists[i].weight_count > MULTIEXP_MAX_SUMS)
			return STATUS_NO_ROOM;
	status = cut(&work, lists, list_count);
	if (status == STATUS_OK) {
		crew_each(crew, work.block_count, what, work_block, &work);
		status = gather(&work, lists, list_count);
	}
	free(work.blocks);
	free(work.sums);
	return status;
}
