#include "pabulib_ids.h"

#include <stdlib.h>
#include <string.h>

static uint64_t mixed(uint64_t a, uint64_t b)
{
	a = (a ^ b) * UINT64_C(0x9e3779b97f4a7c15);
	return a ^ a >> 32;
}

/* Eight bytes at a time: spreads ids, defends against nobody. */
static uint64_t id_hash(const char *text, size_t len)
{
	uint64_t hash = len, word;

	for (; len >= 8; text += 8, len -= 8) {
		memcpy(&word, text, 8);
		hash = mixed(hash, word);
	}
	word = 0;
	memcpy(&word, text, len);
	return mixed(mixed(hash, word), 1);
}

struct id_slot {
	const char *text; /* NULL: free */
	size_t len;
	size_t value;
};

/* The slot that holds the text, or the free one where it belongs. room is a power of two and never full. */
static struct id_slot *id_slot(const struct id_map *map, const char *text, size_t len)
{
	size_t at = (size_t)id_hash(text, len) & (map->room - 1);

	while (map->slots[at].text && (map->slots[at].len != len || memcmp(map->slots[at].text, text, len) != 0))
		at = (at + 1) & (map->room - 1);
	return &map->slots[at];
}

static enum status grow(struct id_map *map)
{
	struct id_map larger = {.room = map->room ? map->room * 2 : 256, .used = map->used};

	larger.slots = calloc(larger.room, sizeof *larger.slots);
	if (!larger.slots)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < map->room; i++) {
		if (map->slots[i].text)
			*id_slot(&larger, map->slots[i].text, map->slots[i].len) = map->slots[i];
	}
	free(map->slots);
	*map = larger;
	return STATUS_OK;
}

enum status id_map_add(struct id_map *map, const char *text, size_t len, size_t value, size_t *found)
{
	struct id_slot *slot;

	if (map->used * 2 >= map->room) {
		enum status status = grow(map);
		if (status != STATUS_OK)
			return status;
	}
	slot = id_slot(map, text, len);
	*found = slot->text ? slot->value : value;
	if (slot->text)
		return STATUS_USED;
	*slot = (struct id_slot){.text = text, .len = len, .value = value};
	map->used++;
	return STATUS_OK;
}

int id_map_find(const struct id_map *map, const char *text, size_t len, size_t *value)
{
	const struct id_slot *slot = map->room ? id_slot(map, text, len) : NULL;

	if (!slot || !slot->text)
		return 0;
	*value = slot->value;
	return 1;
}

void id_map_free(struct id_map *map)
{
	free(map->slots);
	*map = (struct id_map){0};
}

/* --- short ids --- */

uint64_t short_key(const char *text, size_t len)
{
	uint64_t key = 0;

	for (size_t i = 0; i < len; i++)
		key |= (uint64_t)(unsigned char)text[i] << (8 * i);
	return key;
}

enum status short_map_init(struct short_map *map, size_t count)
{
	unsigned bits = 6;

	while ((size_t)1 << bits < 4 * count)
		bits++;
	map->shift = 64 - bits;
	map->slots = calloc((size_t)1 << bits, sizeof *map->slots);
	return map->slots ? STATUS_OK : STATUS_NO_ROOM;
}

void short_map_add(struct short_map *map, uint64_t key, size_t value)
{
	size_t mask = ((size_t)1 << (64 - map->shift)) - 1;
	size_t at = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> map->shift);

	while (map->slots[at].key)
		at = (at + 1) & mask;
	map->slots[at] = (struct short_slot){key, value};
}

void short_map_free(struct short_map *map)
{
	free(map->slots);
	*map = (struct short_map){0};
}

/* --- texts that stood before --- */

/* A table of a million slots lies outside the processor's caches: so many are asked for at once, before they are looked
 * at. */
enum { AHEAD = 32 };

struct seen_slot {
	uint32_t mark;  /* upper half of the hash */
	uint32_t index; /* of the text, from 1; 0: free */
};

struct seen {
	const struct id_list *list;
	struct seen_slot *slots;
	size_t mask;
};

static void see(struct seen *seen, size_t index, uint64_t hash)
{
	uint32_t mark = (uint32_t)(hash >> 32);
	size_t at = (size_t)hash & seen->mask;

	for (; seen->slots[at].index; at = (at + 1) & seen->mask) {
		size_t first = seen->slots[at].index - 1;

		if (seen->slots[at].mark == mark && strcmp(seen->list->text(seen->list->context, first),
		                                           seen->list->text(seen->list->context, index)) == 0) {
			seen->list->again(seen->list->context, index, first);
			return;
		}
	}
	seen->slots[at] = (struct seen_slot){mark, (uint32_t)index + 1};
}

/* Do the texts ascend, shorter ones first? Running numbers do, and then none stands twice. */
static int ascending(const struct id_list *list, size_t count)
{
	const char *before = "";
	size_t before_len = 0;

	for (size_t i = 0; i < count; i++) {
		const char *text = list->text(list->context, i);
		size_t len = strlen(text);

		if (len < before_len || (len == before_len && memcmp(before, text, len) >= 0))
			return 0;
		before = text;
		before_len = len;
	}
	return 1;
}

enum status ids_twice(const struct id_list *list, size_t count)
{
	struct seen seen = {.list = list};
	size_t room = 64;

	if (count >= UINT32_MAX)
		return STATUS_RANGE;
	if (ascending(list, count))
		return STATUS_OK;
	while (room < 2 * count)
		room *= 2;
	seen.mask = room - 1;
	seen.slots = calloc(room, sizeof *seen.slots);
	if (!seen.slots)
		return STATUS_NO_ROOM;
	for (size_t begin = 0; begin < count; begin += AHEAD) {
		uint64_t hash[AHEAD];
		size_t now = count - begin < AHEAD ? count - begin : AHEAD;

		for (size_t i = 0; i < now; i++) {
			const char *text = list->text(list->context, begin + i);

			hash[i] = id_hash(text, strlen(text));
			__builtin_prefetch(&seen.slots[(size_t)hash[i] & seen.mask]);
		}
		for (size_t i = 0; i < now; i++)
			see(&seen, begin + i, hash[i]);
	}
	free(seen.slots);
	return STATUS_OK;
}
