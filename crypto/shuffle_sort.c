#include "shuffle_sort.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* How many i below limit have bit p as wanted: whole stretches of 2p, then the rest. */
static uint64_t comparators_of(uint32_t limit, uint32_t p, uint32_t wanted)
{
	uint64_t stretch = 2 * (uint64_t)p, rest = limit % stretch;
	uint64_t within = wanted ? (rest > p ? rest - p : 0) : (rest < p ? rest : p);

	return limit / stretch * p + within;
}

static void add_pass(struct network *network, uint32_t p, uint32_t wanted, uint32_t distance)
{
	network->pass[network->pass_count++] = (struct network_pass){p, wanted, distance, network->comparators};
	network->comparators += comparators_of(network->count - distance, p, wanted);
}

void network_init(struct network *out, uint32_t count)
{
	uint32_t top = 1;

	out->count = count;
	out->pass_count = 0;
	out->comparators = 0;
	if (count < 2)
		return;
	while (top < count / 2 + count % 2)
		top *= 2;
	for (uint32_t p = top; p > 0; p /= 2) {
		add_pass(out, p, 0, p);
		for (uint32_t q = top; q != p; q /= 2)
			add_pass(out, p, 1, q - p);
	}
}

/* --- secrets: no branch and no address depends on them --- */

/* All bits as bit is, in a way that the compiler cannot see through and turn into a branch. */
static uint64_t mask_of(uint64_t bit)
{
	uint64_t mask = 0 - bit;

	__asm__("" : "+r"(mask));
	return mask;
}

static void swap_words(uint8_t *a, uint8_t *b, size_t size, uint64_t mask)
{
	for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
		uint64_t x, y, difference;

		memcpy(&x, a + i, sizeof x);
		memcpy(&y, b + i, sizeof y);
		difference = (x ^ y) & mask;
		x ^= difference;
		y ^= difference;
		memcpy(a + i, &x, sizeof x);
		memcpy(b + i, &y, sizeof y);
	}
}

/* 1 where a > b: the borrow of b - a. */
static uint64_t greater(uint64_t a, uint64_t b)
{
	return ((~b & a) | ((~b | a) & (b - a))) >> 63;
}

static void sort_pass(uint64_t *keys, uint8_t *swapped, const struct network *network, const struct network_pass *pass)
{
	uint64_t limit = network->count - pass->distance, at = pass->first, p = pass->p;

	for (uint64_t start = pass->wanted ? p : 0; start < limit; start += 2 * p) {
		uint64_t end = start + p < limit ? start + p : limit;

		for (uint64_t i = start; i < end; i++, at++) {
			uint64_t *a = &keys[i], *b = &keys[i + pass->distance], bit = greater(*a, *b);
			uint64_t difference = (*a ^ *b) & mask_of(bit);

			*a ^= difference;
			*b ^= difference;
			swapped[at / 8] |= (uint8_t)(bit << (at % 8));
		}
	}
}

static void move_pass(uint8_t *records, size_t size, const struct permutation *permutation,
                      const struct network_pass *pass)
{
	uint64_t limit = permutation->network.count - pass->distance, at = pass->first, p = pass->p;

	for (uint64_t start = pass->wanted ? p : 0; start < limit; start += 2 * p) {
		uint64_t end = start + p < limit ? start + p : limit;

		for (uint64_t i = start; i < end; i++, at++) {
			uint64_t bit = (uint64_t)(permutation->swapped[at / 8] >> (at % 8)) & 1;

			swap_words(records + i * size, records + (i + pass->distance) * size, size, mask_of(bit));
		}
	}
}

enum status permutation_sorting(struct permutation *out, uint64_t *keys, uint32_t count)
{
	out->swapped = NULL;
	network_init(&out->network, count);
	if (out->network.comparators / 8 + 1 > SIZE_MAX)
		return STATUS_NO_ROOM;
	out->swapped = calloc((size_t)(out->network.comparators / 8 + 1), 1);
	if (!out->swapped)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < out->network.pass_count; i++)
		sort_pass(keys, out->swapped, &out->network, &out->network.pass[i]);
	return STATUS_OK;
}

/* Of sorted keys: 1 where two are equal. That alone is told of them. */
static uint64_t any_equal(const uint64_t *keys, uint32_t count)
{
	uint64_t equal = 0;

	for (uint32_t i = 0; i + 1 < count; i++)
		equal |= 1 ^ greater(keys[i + 1], keys[i]);
	return equal;
}

/* Keys that are all different come in every order equally often; where two are equal, the network and not chance would
 * order them, so others are drawn. */
enum status permutation_random(struct permutation *out, uint32_t count)
{
	uint64_t *keys = calloc((size_t)count + 1, sizeof *keys);
	enum status status = STATUS_NO_ROOM;
	int again = 1;

	out->swapped = NULL;
	while (keys && again) {
		permutation_finish(out);
		randombytes_buf(keys, (size_t)count * sizeof *keys);
		status = permutation_sorting(out, keys, count);
		again = status == STATUS_OK && any_equal(keys, count) != 0;
	}
	if (keys)
		sodium_memzero(keys, (size_t)count * sizeof *keys);
	free(keys);
	return status;
}

void permutation_finish(struct permutation *permutation)
{
	if (permutation->swapped)
		sodium_memzero(permutation->swapped, (size_t)(permutation->network.comparators / 8 + 1));
	free(permutation->swapped);
	permutation->swapped = NULL;
}

void permutation_apply(void *records, size_t size, const struct permutation *permutation)
{
	for (unsigned i = 0; i < permutation->network.pass_count; i++)
		move_pass(records, size, permutation, &permutation->network.pass[i]);
}

void permutation_undo(void *records, size_t size, const struct permutation *permutation)
{
	for (unsigned i = permutation->network.pass_count; i-- > 0;)
		move_pass(records, size, permutation, &permutation->network.pass[i]);
}
