#include "transcript.h"

#include <string.h>

static void absorb_length(struct transcript *transcript, uint64_t value, size_t len)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	(void)crypto_generichash_update(&transcript->state, bytes, len);
}

void transcript_init_keyed(struct transcript *transcript, const char *purpose, const uint8_t *key, size_t key_len)
{
	if (crypto_generichash_init(&transcript->state, key, key_len, 64) != 0)
		sodium_misuse();
	transcript_append(transcript, "purpose", purpose, strlen(purpose));
}

void transcript_init(struct transcript *transcript, const char *purpose)
{
	transcript_init_keyed(transcript, purpose, NULL, 0);
}

void transcript_append(struct transcript *transcript, const char *label, const void *data, size_t len)
{
	size_t label_len = strlen(label);

	absorb_length(transcript, label_len, 4);
	(void)crypto_generichash_update(&transcript->state, (const uint8_t *)label, label_len);
	absorb_length(transcript, len, 8);
	if (len > 0)
		(void)crypto_generichash_update(&transcript->state, data, len);
}

void transcript_append_u64(struct transcript *transcript, const char *label, uint64_t value)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	transcript_append(transcript, label, bytes, sizeof bytes);
}

void transcript_append_point(struct transcript *transcript, const char *label, const struct point *point)
{
	transcript_append(transcript, label, point->bytes, POINT_BYTES);
}

/* Every digest ends with an item that names its kind and its label, so no output of one statement is another's. */
static void transcript_output(uint8_t out[static 64], const struct transcript *transcript, const char *kind,
                              const char *label)
{
	struct transcript copy = *transcript;

	transcript_append(&copy, kind, label, strlen(label));
	if (crypto_generichash_final(&copy.state, out, 64) != 0)
		sodium_misuse();
	sodium_memzero(&copy, sizeof copy);
}

void transcript_hash(struct hash *out, const struct transcript *transcript, const char *label)
{
	uint8_t wide[64];

	transcript_output(wide, transcript, "hash", label);
	memcpy(out->bytes, wide, HASH_BYTES);
	sodium_memzero(wide, sizeof wide);
}

void transcript_challenge(struct scalar *out, const struct transcript *transcript, const char *label)
{
	uint8_t wide[64];

	transcript_output(wide, transcript, "challenge", label);
	scalar_from_wide(out, wide);
	sodium_memzero(wide, sizeof wide);
}

void transcript_wide(uint8_t out[static 64], const struct transcript *transcript, const char *label)
{
	transcript_output(out, transcript, "wide", label);
}

void hash_of(struct hash *out, const char *purpose, const void *data, size_t len)
{
	struct transcript transcript;

	transcript_init(&transcript, purpose);
	transcript_append(&transcript, "data", data, len);
	transcript_hash(out, &transcript, "data");
	sodium_memzero(&transcript, sizeof transcript);
}

int hash_compare(const struct hash *a, const struct hash *b)
{
	return memcmp(a->bytes, b->bytes, HASH_BYTES);
}
