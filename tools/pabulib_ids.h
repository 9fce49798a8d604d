/* Texts to numbers, fast: a million voters' ids once, a few hundred projects' ids ten million times. The texts stay the
 * caller's. */
#ifndef FOLKMOOT_PABULIB_IDS_H
#define FOLKMOOT_PABULIB_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

struct id_map {
	struct id_slot *slots;
	size_t room, used;
};

/* *found is the number given for this text before, else value, which is kept. STATUS_USED where it was there before. */
enum status MUST_CHECK id_map_add(struct id_map *map, const char *text, size_t len, size_t value, size_t *found);
/* 1 and *value where it is there. */
int id_map_find(const struct id_map *map, const char *text, size_t len, size_t *value);
void id_map_free(struct id_map *map);

/* Ids of at most eight bytes as one number each: the first byte lowest, zero behind the last. */
struct short_slot {
	uint64_t key; /* 0: free */
	size_t value;
};
struct short_map {
	struct short_slot *slots;
	unsigned shift; /* 64 - bits of the table's size */
};

/* For at most count ids. STATUS_NO_ROOM. */
enum status MUST_CHECK short_map_init(struct short_map *map, size_t count);
void short_map_add(struct short_map *map, uint64_t key, size_t value);
uint64_t short_key(const char *text, size_t len);
void short_map_free(struct short_map *map);

static inline int short_map_find(const struct short_map *map, uint64_t key, size_t *value)
{
	size_t mask = (SIZE_MAX >> (sizeof(size_t) * 8 - 64 + map->shift)), at;

	for (at = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> map->shift); map->slots[at].key;
	     at = (at + 1) & mask) {
		if (map->slots[at].key == key) {
			*value = map->slots[at].value;
			return 1;
		}
	}
	return 0;
}

/* Which of the texts stood before: calls again(context, index, first) for each, in order. text(context, index) gives a
 * text, never NULL. STATUS_NO_ROOM, else STATUS_OK; at most UINT32_MAX - 1 texts (STATUS_RANGE). */
struct id_list {
	void *context;
	const char *(*text)(void *context, size_t index);
	void (*again)(void *context, size_t index, size_t first);
};
enum status MUST_CHECK ids_twice(const struct id_list *list, size_t count);

#endif
