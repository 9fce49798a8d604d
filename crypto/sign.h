/* Ed25519 signatures: files in minisign's own format (checked by stock `minisign -V`), and short signatures with a
 * purpose.
 *
 * Only prehashed signatures ("ED", BLAKE2b-512) are made and accepted. Every byte of a signature file is checked: both
 * comments, the key id, canonical base64, exactly four lines.
 *
 * Practice keys carry a key id that begins with the four bytes "PRAC": the mark is in the key and in all it signs. */
#ifndef FOLKMOOT_SIGN_H
#define FOLKMOOT_SIGN_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

enum {
	SIGN_KEY_BYTES = 32,
	SIGN_SECRET_BYTES = 64,
	SIGN_ID_BYTES = 8,
	SIGN_BYTES = 64,
	SIGN_KEY_TEXT = 57,     /* base64 of algorithm, id and key (56 characters), NUL */
	SIGN_TRUSTED_MAX = 200, /* characters of a trusted comment */
	SIGN_FILE_MAX = 512,    /* bytes of a signature file, NUL included */
	SIGN_KEY_FILE_MAX = 512,
};

#define SIGN_UNTRUSTED_COMMENT "untrusted comment: signature of a Folkmoot file"

enum sign_kind { SIGN_REAL, SIGN_PRACTICE };

struct sign_public {
	uint8_t id[SIGN_ID_BYTES];
	uint8_t key[SIGN_KEY_BYTES];
};

/* Secret: wipe with sign_secret_wipe. */
struct sign_secret {
	struct sign_public public_key;
	uint8_t secret[SIGN_SECRET_BYTES]; /* libsodium's order: seed, public key */
};

void sign_key_make(struct sign_secret *out, enum sign_kind kind);
void sign_secret_wipe(struct sign_secret *secret);
enum sign_kind sign_key_kind(const struct sign_public *key);
int sign_key_equal(const struct sign_public *a, const struct sign_public *b);

/* The base64 text that `minisign -P` takes. */
void sign_key_text(char out[static SIGN_KEY_TEXT], const struct sign_public *key);
enum status MUST_CHECK sign_key_from_text(struct sign_public *out, const char *text, size_t text_len);

/* A public key file (two lines). Writing: text is NUL-terminated. Reading accepts what stock minisign writes. */
enum status MUST_CHECK sign_public_write(char *text, size_t room, const struct sign_public *key);
enum status MUST_CHECK sign_public_read(struct sign_public *out, const char *text, size_t text_len);
/* A secret key file as minisign writes it: scrypt with minisign's own cost, or unprotected where passphrase is NULL
 * (kdf 0,0, like `minisign -W`). Reading: STATUS_PASSPHRASE where it is wrong or missing; costs above minisign's own
 * are refused (STATUS_RANGE). */
enum status MUST_CHECK sign_secret_write(char *text, size_t room, const struct sign_secret *key,
                                         const char *passphrase);
enum status MUST_CHECK sign_secret_read(struct sign_secret *out, const char *text, size_t text_len,
                                        const char *passphrase);

/* Signs data as a file; text becomes the whole .minisig file, NUL-terminated, at most SIGN_FILE_MAX. The trusted
 * comment is signed too; no newline in it. */
enum status MUST_CHECK sign_file(char text[static SIGN_FILE_MAX], const void *data, size_t data_len,
                                 const char *trusted_comment, const struct sign_secret *key);
/* text_len is the exact length of the signature file. Where trusted is not NULL it receives the trusted comment. The
 * untrusted comment must be SIGN_UNTRUSTED_COMMENT. STATUS_WRONG_KEY for another key's id. */
enum status MUST_CHECK sign_file_verify(char *trusted, size_t trusted_room, const char *text, size_t text_len,
                                        const void *data, size_t data_len, const struct sign_public *key);

/* A file that carries its own signature: the four lines of a .minisig file, then the body that they sign. `head -n 4`
 * and `tail -n +5` take it apart for stock minisign. On success body points into data. Nothing of the body may be
 * parsed before. */
enum status MUST_CHECK signed_open(const uint8_t **body, size_t *body_len, char *trusted, size_t trusted_room,
                                   const uint8_t *data, size_t data_len, const struct sign_public *key);

/* A short signature over H(purpose, message): for statements inside other files. */
enum status MUST_CHECK sign_statement(uint8_t signature[static SIGN_BYTES], const char *purpose, const void *message,
                                      size_t message_len, const struct sign_secret *key);
enum status MUST_CHECK sign_statement_verify(const uint8_t signature[static SIGN_BYTES], const char *purpose,
                                             const void *message, size_t message_len,
                                             const uint8_t key[static SIGN_KEY_BYTES]);

#endif
