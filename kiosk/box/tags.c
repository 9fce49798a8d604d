#include "tags.h"

#include <stdlib.h>
#include <string.h>

enum status tags_init(struct tags *tags, uint32_t max)
{
	memset(tags, 0, sizeof *tags);
	if (max > UINT32_MAX / 2 - 1)
		return STATUS_RANGE;
	tags->room = 2 * max + 1;
	tags->tag = calloc(tags->room, sizeof *tags->tag);
	if (!tags->tag)
		return STATUS_NO_ROOM;
	randombytes_buf(tags->key, sizeof tags->key);
	return STATUS_OK;
}

void tags_finish(struct tags *tags)
{
	free(tags->tag);
	sodium_memzero(tags, sizeof *tags);
}

/* Where the tag lies, or the free place where it would. */
static uint32_t place_of(const struct tags *tags, const uint8_t tag[static TAG_BYTES])
{
	uint8_t hash[crypto_shorthash_BYTES];
	uint64_t value = 0;
	uint32_t at;

	(void)crypto_shorthash(hash, tag, TAG_BYTES, tags->key);
	memcpy(&value, hash, sizeof value);
	at = (uint32_t)(value % tags->room);
	while (!sodium_is_zero(tags->tag[at], TAG_BYTES) && memcmp(tags->tag[at], tag, TAG_BYTES) != 0)
		at = (at + 1) % tags->room;
	return at;
}

int tags_have(const struct tags *tags, const uint8_t tag[static TAG_BYTES])
{
	return !sodium_is_zero(tag, TAG_BYTES) && !sodium_is_zero(tags->tag[place_of(tags, tag)], TAG_BYTES);
}

enum status tags_add(struct tags *tags, const uint8_t tag[static TAG_BYTES])
{
	uint32_t at;

	if (sodium_is_zero(tag, TAG_BYTES))
		return STATUS_OK;
	at = place_of(tags, tag);
	if (!sodium_is_zero(tags->tag[at], TAG_BYTES))
		return STATUS_USED;
	if (tags->count >= tags->room / 2)
		return STATUS_NO_ROOM;
	memcpy(tags->tag[at], tag, TAG_BYTES);
	tags->count++;
	return STATUS_OK;
}
