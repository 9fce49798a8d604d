/* A small secret sealed under a passphrase or PIN: Argon2id and XChaCha20-Poly1305. Used for a trustee's share and a
 * kiosk's key. */
#ifndef FOLKMOOT_LOCKED_H
#define FOLKMOOT_LOCKED_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

enum { LOCKED_MAX_SECRET = 1024, LOCKED_OVERHEAD = 96 };

/* What guessing costs: PRACTICE is quick for tests and demonstrations (8 MiB, 1 pass); PIN about half a second on a
 * small machine (64 MiB); PASSPHRASE one to two seconds (256 MiB). The costs are written in the file and bounded when
 * read. */
enum locked_cost { LOCKED_PRACTICE, LOCKED_PIN, LOCKED_PASSPHRASE };

/* purpose is bound into the seal ("folkmoot/kiosk-key/1"). out has room for secret_len + LOCKED_OVERHEAD; out_len is
 * set. */
enum status MUST_CHECK locked_seal(uint8_t *out, size_t room, size_t *out_len, const char *purpose,
                                   const uint8_t *secret, size_t secret_len, const char *passphrase,
                                   enum locked_cost cost);
/* STATUS_PASSPHRASE where it does not open (wrong passphrase or changed bytes: they cannot be told apart). */
enum status MUST_CHECK locked_open(uint8_t *secret, size_t room, size_t *secret_len, const char *purpose,
                                   const uint8_t *data, size_t data_len, const char *passphrase);

#endif
