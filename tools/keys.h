/* The key files that the tools read: each tells in a sentence what is wrong with it. */
#ifndef FOLKMOOT_KEYS_H
#define FOLKMOOT_KEYS_H

#include "files.h"
#include "sign.h"
#include "trustee.h"

/* A practice share may be locked under this instead of a passphrase: nothing secret is behind it. */
#define PRACTICE_PASSPHRASE "practice"

/* A minisign public key file. */
enum status MUST_CHECK public_key_load(struct sign_public *out, const char *path);
/* The same, and the very bytes that were read; the caller frees text, also after a failure. */
enum status MUST_CHECK public_key_load_text(struct sign_public *out, struct bytes *text, const char *path);
/* The organiser's secret key. Asks for the passphrase (file NULL: on the terminal) only where the key is protected. The
 * caller wipes. */
enum status MUST_CHECK organiser_key_load(struct sign_secret *out, const char *path, const char *passphrase_file);
/* The trustees' transcript, checked whole. */
enum status MUST_CHECK trustees_load(struct trustees *out, const char *path);
/* The same, and the very bytes that were checked; the caller frees text, also after a failure. */
enum status MUST_CHECK trustees_load_text(struct trustees *out, struct bytes *text, const char *path);
/* A trustee's share, checked against the transcript it must belong to. The caller wipes (trustee_share_wipe). */
enum status MUST_CHECK share_load(struct trustee_share *out, const struct trustees *trustees, const char *path,
                                  const char *passphrase_file);

#endif
