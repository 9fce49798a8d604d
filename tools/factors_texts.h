/* A trustee's file of factors for the texts that voters wrote: entry by entry, each whole or as its leaf hash alone
 * (FORMAT.md, "Factors of texts"). */
#ifndef FOLKMOOT_FACTORS_TEXTS_H
#define FOLKMOOT_FACTORS_TEXTS_H

#include "decryption_entries.h"
#include "files.h"
#include "manifest.h"

struct text_factors {
	uint32_t count;        /* entries */
	const uint8_t **entry; /* of each its factors and proof, in the file's bytes; NULL: left out */
	struct hash *leaf;     /* of each */
	uint32_t left_out;
};

/* The longest that a file can be. */
size_t text_factors_bytes(const struct decryption *decryption);
/* Reads a file that stays in memory; strict as to form. STATUS_MAGIC where the head is not that of these factors,
 * STATUS_TRUNCATED, STATUS_TRAILING, STATUS_RANGE, STATUS_NO_ROOM. The caller calls text_factors_free in any case. */
enum status MUST_CHECK text_factors_read(struct text_factors *out, const struct bytes *file,
                                         const struct decryption *decryption);
/* The same of entries that lie one after another, as entries_make makes them. */
enum status MUST_CHECK text_factors_of(struct text_factors *out, const uint8_t *entries,
                                       const struct decryption *decryption);
void text_factors_free(struct text_factors *texts);
/* Takes an entry out, for good: its leaf hash stays. Nothing where it is out already. */
void text_factors_leave_out(struct text_factors *texts, uint32_t entry);

/* The file; the caller frees it with bytes_free. STATUS_NO_ROOM. */
enum status MUST_CHECK text_factors_write(struct bytes *out, const struct text_factors *texts,
                                          const struct decryption *decryption);
/* What the trustee signs: SHA-256 of the head and all leaf hashes, the same whatever is left out. */
void text_factors_sha256(uint8_t out[static SHA256_BYTES], const struct text_factors *texts,
                         const struct decryption *decryption);

#endif
