/* A list of files with their SHA-256, in the text that `sha256sum -c` reads: "<64 hex>  <name>\n", names ascending.
 * Names are plain: a-z, 0-9, '.', '-', '_' and, between folders, '/'; no part starts with '.' or '-', ends with '.' or
 * holds "..". */
#ifndef FOLKMOOT_MANIFEST_H
#define FOLKMOOT_MANIFEST_H

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

#include "status.h"

enum { MANIFEST_NAME_MAX = 120, MANIFEST_MAX_FILES = 4096, SHA256_BYTES = 32 };

struct manifest_entry {
	char name[MANIFEST_NAME_MAX + 1];
	uint8_t sha256[SHA256_BYTES];
};

struct manifest_digest {
	crypto_hash_sha256_state state;
};

int manifest_name_ok(const char *name, size_t len);

/* At least one entry; entries must ascend by name (STATUS_ORDER). text is NUL-terminated; text_len without the NUL. */
enum status MUST_CHECK manifest_write(char *text, size_t room, size_t *text_len, const struct manifest_entry *entries,
                                      size_t entry_count);
/* Strict: exactly what manifest_write would write. */
enum status MUST_CHECK manifest_read(struct manifest_entry *entries, size_t room, size_t *entry_count, const char *text,
                                     size_t text_len);

void manifest_digest_init(struct manifest_digest *digest);
void manifest_digest_update(struct manifest_digest *digest, const void *data, size_t len);
void manifest_digest_finish(uint8_t sha256[static SHA256_BYTES], struct manifest_digest *digest);

#endif
