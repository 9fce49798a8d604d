/* Hashing with a purpose: BLAKE2b over labelled, length-prefixed items, so that no two statements share bytes.
 * Strong Fiat-Shamir: everything a proof speaks about is appended before the challenge is drawn. See PROTOCOL.md. */
#ifndef FOLKMOOT_TRANSCRIPT_H
#define FOLKMOOT_TRANSCRIPT_H

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

#include "group.h"

enum { HASH_BYTES = 32 };

struct hash {
	uint8_t bytes[HASH_BYTES];
};

struct transcript {
	crypto_generichash_state state;
};

/* purpose: a domain string such as "folkmoot/ballot-proof/1". */
void transcript_init(struct transcript *transcript, const char *purpose);
/* The same with BLAKE2b keyed, for deriving secrets: 16 to 64 bytes of key. The caller wipes the transcript. */
void transcript_init_keyed(struct transcript *transcript, const char *purpose, const uint8_t *key, size_t key_len);
void transcript_append(struct transcript *transcript, const char *label, const void *data, size_t len);
void transcript_append_u64(struct transcript *transcript, const char *label, uint64_t value);
void transcript_append_point(struct transcript *transcript, const char *label, const struct point *point);
/* Both may be called several times; each answer depends on its label and on all appended before. */
void transcript_hash(struct hash *out, const struct transcript *transcript, const char *label);
void transcript_challenge(struct scalar *out, const struct transcript *transcript, const char *label);
/* 64 bytes for deriving secrets; the caller wipes them. */
void transcript_wide(uint8_t out[static 64], const struct transcript *transcript, const char *label);

/* H(purpose, data) in one call. */
void hash_of(struct hash *out, const char *purpose, const void *data, size_t len);
/* Order of hashes as byte strings: negative, zero, positive. Not constant time: for public hashes. */
int hash_compare(const struct hash *a, const struct hash *b);

#endif
