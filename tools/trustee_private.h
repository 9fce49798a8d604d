/* A trustee's own folder, which nobody else gets: the locked key in two copies, later the locked share in two copies,
 * and what the trustee must never forget: the roster dealt for, the deal, and the acceptance signed. */
#ifndef FOLKMOOT_TRUSTEE_PRIVATE_H
#define FOLKMOOT_TRUSTEE_PRIVATE_H

#include "ceremony.h"
#include "files.h"
#include "passphrase.h"

#define TRUSTEE_KEY_FILE        "trustee.key"
#define TRUSTEE_KEY_COPY        "trustee-copy.key"
#define TRUSTEE_SHARE_FILE      "share.key"
#define TRUSTEE_SHARE_COPY      "share-copy.key"
#define TRUSTEE_ROSTER_FILE     "roster.txt"
#define TRUSTEE_DEAL_FILE       "deal.txt"
#define TRUSTEE_ACCEPTANCE_FILE "acceptance.txt"

struct trustee_private {
	const char *dir;
	char file[PATH_ROOM]; /* the public file in it */
	struct trustee who;   /* its name and identity */
	enum sign_kind kind;
};

/* Secret: wipe with sodium_memzero. */
struct trustee_unlocked {
	struct ceremony_key key;
	char passphrase[PASSPHRASE_MAX + 1];
};

/* A new folder: key, copy, public file. Everything is told. */
enum status MUST_CHECK trustee_private_make(struct trustee_private *out, const char *dir, const char *name,
                                            enum sign_kind kind, const char *passphrase_file);
/* The public part; dir must stay. */
enum status MUST_CHECK trustee_private_open(struct trustee_private *out, const char *dir);
/* Asks for the passphrase (a practice key needs none) and opens the key, or its copy where the key is damaged. */
enum status MUST_CHECK trustee_private_unlock(struct trustee_unlocked *out, const struct trustee_private *folder,
                                              const char *passphrase_file);
/* Locks the share under the same passphrase, in both files where they are not there yet. */
enum status MUST_CHECK trustee_private_put_share(const struct trustee_private *folder,
                                                 const struct trustee_share *share,
                                                 const struct trustee_unlocked *unlocked);
/* A file of the folder: 1 in *there and its bytes in out, or 0. The caller frees out with bytes_free, always. */
enum status MUST_CHECK trustee_private_recall(struct bytes *out, int *there, const struct trustee_private *folder,
                                              const char *name);
/* Remembers for good: refuses where something else is remembered already (STATUS_MISMATCH). */
enum status MUST_CHECK trustee_private_remember(const struct trustee_private *folder, const char *name,
                                                const void *data, size_t len, const char *whose);

/* The public files that a path stands for: itself, or those in a folder. Appends to members. */
enum status MUST_CHECK trustee_publics_read(struct trustee *members, size_t *count, const char *path);
/* Is this a name a trustee can have? Told where not. */
enum status MUST_CHECK trustee_name_check(const char *name);
/* A share, locked; told where it cannot be. */
enum { TRUSTEE_LOCKED_ROOM = 256 };
enum status MUST_CHECK trustee_share_lock(uint8_t out[static TRUSTEE_LOCKED_ROOM], size_t *out_len,
                                          const struct trustee_share *share, const char *passphrase,
                                          enum sign_kind kind);
/* The passphrase for a new key: asked, from a file, or the one of practice keys. */
enum status MUST_CHECK trustee_passphrase_new(char out[static PASSPHRASE_MAX + 1], const char *file,
                                              enum sign_kind kind, const char *whose);

#endif
