#include "slots.h"

#include <stdlib.h>
#include <string.h>

static uint32_t greatest_common_divisor(uint32_t a, uint32_t b)
{
	while (b != 0) {
		uint32_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static uint64_t number_of(const uint8_t bytes[static 8])
{
	uint64_t value = 0;

	for (size_t i = 0; i < 8; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	return value;
}

/* The step shares no divisor with the count, so that the sequence reaches every slot. */
static void describe(struct slot *out, const struct slots *slots, const struct hash *code)
{
	struct transcript transcript;
	struct hash hash;

	transcript_init_keyed(&transcript, "folkmoot/box-slot/1", slots->key, sizeof slots->key);
	transcript_append(&transcript, "code", code->bytes, sizeof code->bytes);
	transcript_hash(&hash, &transcript, "slot");
	sodium_memzero(&transcript, sizeof transcript);
	out->code = *code;
	out->used = 1;
	out->rank = number_of(hash.bytes);
	out->first = (uint32_t)(number_of(hash.bytes + 8) % slots->count);
	out->step = 1 + (uint32_t)(number_of(hash.bytes + 16) % slots->count);
	while (greatest_common_divisor(out->step, slots->count) != 1)
		out->step++;
	out->step %= slots->count;
}

/* Negative where a has the higher rank. Equal ranks of two codes are decided by the codes, so that the order is always
 * total. */
static int compare_ranks(const struct slot *a, const struct slot *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return hash_compare(&a->code, &b->code);
}

static uint32_t next_of(const struct slots *slots, uint32_t at, const struct slot *entry)
{
	return (uint32_t)(((uint64_t)at + entry->step) % slots->count);
}

enum status slots_init(struct slots *slots, uint32_t count, const uint8_t key[static SLOTS_KEY_BYTES])
{
	memset(slots, 0, sizeof *slots);
	if (count == 0 || count > SLOTS_MAX)
		return STATUS_RANGE;
	slots->slot = calloc(count, sizeof *slots->slot);
	if (!slots->slot)
		return STATUS_NO_ROOM;
	slots->count = count;
	memcpy(slots->key, key, sizeof slots->key);
	return STATUS_OK;
}

void slots_finish(struct slots *slots)
{
	free(slots->slot);
	sodium_memzero(slots, sizeof *slots);
}

uint32_t slots_find(const struct slots *slots, const struct hash *code)
{
	struct slot wanted;
	uint32_t at;

	describe(&wanted, slots, code);
	at = wanted.first;
	for (uint32_t i = 0; i < slots->count && slots->slot[at].used; i++) {
		int order = compare_ranks(&wanted, &slots->slot[at]);
		if (order == 0)
			return at;
		if (order < 0)
			break;
		at = next_of(slots, at, &wanted);
	}
	return SLOT_NONE;
}

/* The ranks along one plan only fall. So a slot changed earlier in the plan is never taken again later in it, whether
 * one compares with the entry that lies there now or with the one that will: the plan needs no copy of the table. */
enum status slots_plan(struct slot_move moves[static SLOTS_MAX_MOVES], size_t *move_count, const struct slots *slots,
                       const struct hash *code)
{
	struct slot carried;
	uint32_t from = SLOT_NONE, at;

	*move_count = 0;
	if (slots->used == slots->count)
		return STATUS_DISK_FULL;
	describe(&carried, slots, code);
	at = carried.first;
	for (;;) {
		const struct slot *there = &slots->slot[at];
		if (!there->used || compare_ranks(&carried, there) < 0) {
			if (*move_count == SLOTS_MAX_MOVES)
				return STATUS_NO_ROOM;
			moves[(*move_count)++] = (struct slot_move){from, at};
			if (!there->used)
				return STATUS_OK;
			carried = *there;
			from = at;
		}
		at = next_of(slots, at, &carried);
	}
}

void slots_apply(struct slots *slots, const struct slot_move *moves, size_t move_count, const struct hash *code)
{
	for (size_t i = move_count; i-- > 1;)
		slots->slot[moves[i].to] = slots->slot[moves[i].from];
	describe(&slots->slot[moves[0].to], slots, code);
	slots->used++;
}

void slots_put(struct slots *slots, uint32_t at, const struct hash *code)
{
	slots->used += !slots->slot[at].used;
	describe(&slots->slot[at], slots, code);
}

int slots_in_place(const struct slots *slots)
{
	for (uint32_t i = 0; i < slots->count; i++)
		if (slots->slot[i].used && slots_find(slots, &slots->slot[i].code) != i)
			return 0;
	return 1;
}
