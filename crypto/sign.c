#include "sign.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "transcript.h"

/* Minisign's records, before base64. */
enum {
	PUBLIC_RECORD = 2 + SIGN_ID_BYTES + SIGN_KEY_BYTES,
	SECRET_HALF = SIGN_ID_BYTES + SIGN_SECRET_BYTES + 32,
	SECRET_RECORD = 2 + 2 + 2 + 32 + 8 + 8 + SECRET_HALF,
	SIGNATURE_RECORD = 2 + SIGN_ID_BYTES + SIGN_BYTES,
	BASE64_MAX = 216,
};

#define UNTRUSTED "untrusted comment: "
#define TRUSTED   "trusted comment: "

static const uint8_t practice_mark[4] = {'P', 'R', 'A', 'C'};
static const uint8_t key_algorithm[2] = {'E', 'd'}, file_algorithm[2] = {'E', 'D'};
static const uint8_t scrypt_algorithm[2] = {'S', 'c'}, checksum_algorithm[2] = {'B', '2'};

/* --- keys --- */

void sign_key_make(struct sign_secret *out, enum sign_kind kind)
{
	(void)crypto_sign_ed25519_keypair(out->public_key.key, out->secret);
	do
		randombytes_buf(out->public_key.id, SIGN_ID_BYTES);
	while (sign_key_kind(&out->public_key) == SIGN_PRACTICE);
	if (kind == SIGN_PRACTICE)
		memcpy(out->public_key.id, practice_mark, sizeof practice_mark);
}

void sign_secret_wipe(struct sign_secret *secret)
{
	sodium_memzero(secret, sizeof *secret);
}

enum sign_kind sign_key_kind(const struct sign_public *key)
{
	return memcmp(key->id, practice_mark, sizeof practice_mark) == 0 ? SIGN_PRACTICE : SIGN_REAL;
}

int sign_key_equal(const struct sign_public *a, const struct sign_public *b)
{
	return memcmp(a->id, b->id, SIGN_ID_BYTES) == 0 && memcmp(a->key, b->key, SIGN_KEY_BYTES) == 0;
}

/* --- base64 and lines --- */

static void base64_write(char *text, size_t room, const uint8_t *data, size_t len)
{
	sodium_bin2base64(text, room, data, len, sodium_base64_VARIANT_ORIGINAL);
}

/* Exactly len bytes, written in the one canonical way. */
static enum status base64_read(uint8_t *out, size_t len, const char *text, size_t text_len)
{
	char again[BASE64_MAX + 1];
	enum status status = STATUS_NOT_CANONICAL;
	size_t got;

	if (text_len + 1 != sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL) || text_len > BASE64_MAX)
		return STATUS_NOT_CANONICAL;
	if (sodium_base642bin(out, len, text, text_len, NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    got == len) {
		base64_write(again, sizeof again, out, len);
		if (sodium_memcmp(again, text, text_len) == 0)
			status = STATUS_OK;
	}
	sodium_memzero(again, sizeof again);
	return status;
}

struct line {
	const char *text;
	size_t len;
};

/* The next line, which must end with a newline. */
static enum status line_next(struct line *line, const char **at, const char *end)
{
	const char *newline = *at < end ? memchr(*at, '\n', (size_t)(end - *at)) : NULL;

	if (!newline)
		return STATUS_TRUNCATED;
	line->text = *at;
	line->len = (size_t)(newline - *at);
	*at = newline + 1;
	return STATUS_OK;
}

/* Takes a prefix off a line. */
static enum status line_strip(struct line *line, const char *prefix, enum status otherwise)
{
	size_t len = strlen(prefix);

	if (line->len < len || memcmp(line->text, prefix, len) != 0)
		return otherwise;
	line->text += len;
	line->len -= len;
	return STATUS_OK;
}

/* Clean UTF-8 of one line; minisign itself writes tabs between the parts of its trusted comment. */
static int comment_is_clean(const char *text, size_t len)
{
	size_t start = 0;

	if (memchr(text, '\n', len))
		return 0;
	for (size_t i = 0; i <= len; i++) {
		if (i < len && text[i] != '\t')
			continue;
		if (!text_is_clean(text + start, i - start))
			return 0;
		start = i + 1;
	}
	return 1;
}

/* Two lines: an untrusted comment of any words, and a record of len bytes in base64. */
static enum status key_file_read(uint8_t *record, size_t len, const char *text, size_t text_len)
{
	const char *at = text, *end = text + text_len;
	struct line comment, base64;
	enum status status;

	if (text_len > SIGN_KEY_FILE_MAX)
		return STATUS_TOO_LONG;
	status = line_next(&comment, &at, end);
	if (status == STATUS_OK)
		status = line_strip(&comment, UNTRUSTED, STATUS_MAGIC);
	if (status == STATUS_OK && !comment_is_clean(comment.text, comment.len))
		status = STATUS_TEXT;
	if (status == STATUS_OK)
		status = line_next(&base64, &at, end);
	if (status == STATUS_OK && at != end)
		status = STATUS_TRAILING;
	if (status == STATUS_OK)
		status = base64_read(record, len, base64.text, base64.len);
	return status;
}

/* --- public keys --- */

static void public_record(uint8_t record[static PUBLIC_RECORD], const struct sign_public *key)
{
	memcpy(record, key_algorithm, 2);
	memcpy(record + 2, key->id, SIGN_ID_BYTES);
	memcpy(record + 2 + SIGN_ID_BYTES, key->key, SIGN_KEY_BYTES);
}

static enum status public_from_record(struct sign_public *out, const uint8_t record[static PUBLIC_RECORD])
{
	if (memcmp(record, key_algorithm, 2) != 0)
		return STATUS_VERSION;
	memcpy(out->id, record + 2, SIGN_ID_BYTES);
	memcpy(out->key, record + 2 + SIGN_ID_BYTES, SIGN_KEY_BYTES);
	return STATUS_OK;
}

void sign_key_text(char out[static SIGN_KEY_TEXT], const struct sign_public *key)
{
	uint8_t record[PUBLIC_RECORD];

	public_record(record, key);
	base64_write(out, SIGN_KEY_TEXT, record, sizeof record);
}

enum status sign_key_from_text(struct sign_public *out, const char *text, size_t text_len)
{
	uint8_t record[PUBLIC_RECORD];
	enum status status = base64_read(record, sizeof record, text, text_len);

	return status == STATUS_OK ? public_from_record(out, record) : status;
}

enum status sign_public_write(char *text, size_t room, const struct sign_public *key)
{
	char base64[SIGN_KEY_TEXT], id[2 * SIGN_ID_BYTES + 1];
	int len;

	/* minisign prints the id as a little-endian number */
	for (size_t i = 0; i < SIGN_ID_BYTES; i++)
		(void)snprintf(id + 2 * i, 3, "%02X", key->id[SIGN_ID_BYTES - 1 - i]);
	sign_key_text(base64, key);
	len = snprintf(text, room, UNTRUSTED "minisign public key %s\n%s\n", id, base64);
	return len < 0 || (size_t)len >= room ? STATUS_NO_ROOM : STATUS_OK;
}

enum status sign_public_read(struct sign_public *out, const char *text, size_t text_len)
{
	uint8_t record[PUBLIC_RECORD];
	enum status status = key_file_read(record, sizeof record, text, text_len);

	return status == STATUS_OK ? public_from_record(out, record) : status;
}

/* --- secret keys --- */

/* Where things lie in a secret key's record. */
enum { KDF_AT = 2, CHECKSUM_AT = 4, SALT_AT = 6, OPS_AT = 38, MEM_AT = 46, HALF_AT = 54 };

/* Adds (or, the second time, takes off) the stream that scrypt makes of the passphrase. */
static enum status secret_mask(uint8_t record[static SECRET_RECORD], const char *passphrase, uint64_t ops, uint64_t mem)
{
	uint8_t stream[SECRET_HALF];
	enum status status = STATUS_OK;

	if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, passphrase, strlen(passphrase), record + SALT_AT,
	                                       ops, (size_t)mem) != 0)
		status = STATUS_NO_ROOM;
	for (size_t i = 0; status == STATUS_OK && i < sizeof stream; i++)
		record[HALF_AT + i] ^= stream[i];
	sodium_memzero(stream, sizeof stream);
	return status;
}

static void secret_checksum(uint8_t out[static 32], const uint8_t record[static SECRET_RECORD])
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, 32);
	(void)crypto_generichash_update(&state, record, 2);
	(void)crypto_generichash_update(&state, record + HALF_AT, SIGN_ID_BYTES + SIGN_SECRET_BYTES);
	(void)crypto_generichash_final(&state, out, 32);
	sodium_memzero(&state, sizeof state);
}

enum status sign_secret_write(char *text, size_t room, const struct sign_secret *key, const char *passphrase)
{
	uint8_t record[SECRET_RECORD] = {0};
	char base64[BASE64_MAX + 1];
	enum status status = STATUS_OK;
	struct writer limits;
	int len;

	memcpy(record, key_algorithm, 2);
	memcpy(record + CHECKSUM_AT, checksum_algorithm, 2);
	memcpy(record + HALF_AT, key->public_key.id, SIGN_ID_BYTES);
	memcpy(record + HALF_AT + SIGN_ID_BYTES, key->secret, SIGN_SECRET_BYTES);
	/* An unprotected file is all zeros in salt, costs and checksum: that is how minisign -W writes it. */
	if (passphrase) {
		memcpy(record + KDF_AT, scrypt_algorithm, 2);
		randombytes_buf(record + SALT_AT, 32);
		writer_init(&limits, record + OPS_AT, 16);
		write_u64(&limits, crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE);
		write_u64(&limits, crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE);
		secret_checksum(record + HALF_AT + SIGN_ID_BYTES + SIGN_SECRET_BYTES, record);
		status = secret_mask(record, passphrase, crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE,
		                     crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE);
	}
	if (status == STATUS_OK) {
		base64_write(base64, sizeof base64, record, sizeof record);
		len = snprintf(text, room, UNTRUSTED "minisign encrypted secret key\n%s\n", base64);
		if (len < 0 || (size_t)len >= room) {
			sodium_memzero(text, room);
			status = STATUS_NO_ROOM;
		}
	}
	sodium_memzero(base64, sizeof base64);
	sodium_memzero(record, sizeof record);
	return status;
}

static enum status secret_unmask(uint8_t record[static SECRET_RECORD], const char *passphrase)
{
	struct reader limits;
	uint64_t ops, mem;

	reader_init(&limits, record + OPS_AT, 16);
	ops = read_u64(&limits);
	mem = read_u64(&limits);
	if (ops > crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE ||
	    mem > crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE ||
	    ops < crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN ||
	    mem < crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN)
		return STATUS_RANGE;
	return passphrase ? secret_mask(record, passphrase, ops, mem) : STATUS_PASSPHRASE;
}

/* The public half stored beside the seed must be the seed's own: signing with another one gives the key away. */
static enum status secret_from_half(struct sign_secret *out, const uint8_t half[static SECRET_HALF])
{
	memcpy(out->public_key.id, half, SIGN_ID_BYTES);
	(void)crypto_sign_ed25519_seed_keypair(out->public_key.key, out->secret, half + SIGN_ID_BYTES);
	if (sodium_memcmp(out->secret, half + SIGN_ID_BYTES, SIGN_SECRET_BYTES) == 0)
		return STATUS_OK;
	sign_secret_wipe(out);
	return STATUS_MISMATCH;
}

enum status sign_secret_read(struct sign_secret *out, const char *text, size_t text_len, const char *passphrase)
{
	uint8_t record[SECRET_RECORD], checksum[32];
	const uint8_t *stored = record + HALF_AT + SIGN_ID_BYTES + SIGN_SECRET_BYTES;
	int protected;
	enum status status;

	status = key_file_read(record, sizeof record, text, text_len);
	if (status != STATUS_OK)
		goto out;
	protected = memcmp(record + KDF_AT, scrypt_algorithm, 2) == 0;
	if (memcmp(record, key_algorithm, 2) != 0 || memcmp(record + CHECKSUM_AT, checksum_algorithm, 2) != 0 ||
	    (!protected && !sodium_is_zero(record + KDF_AT, 2)))
		status = STATUS_VERSION;
	if (status == STATUS_OK && protected)
		status = secret_unmask(record, passphrase);
	if (status != STATUS_OK)
		goto out;
	secret_checksum(checksum, record);
	if (sodium_memcmp(checksum, stored, 32) != 0 && (protected || !sodium_is_zero(stored, 32))) {
		status = protected ? STATUS_PASSPHRASE : STATUS_MISMATCH;
		goto out;
	}
	status = secret_from_half(out, record + HALF_AT);
out:
	sodium_memzero(record, sizeof record);
	sodium_memzero(checksum, sizeof checksum);
	return status;
}

/* --- signed files --- */

/* Signs and looks at what came out: a bit that flipped while signing would give the key away. */
static enum status sign_checked(uint8_t signature[static SIGN_BYTES], const uint8_t *message, size_t len,
                                const struct sign_secret *key)
{
	(void)crypto_sign_ed25519_detached(signature, NULL, message, len, key->secret);
	if (crypto_sign_ed25519_verify_detached(signature, message, len, key->public_key.key) == 0)
		return STATUS_OK;
	sodium_memzero(signature, SIGN_BYTES);
	return STATUS_INTERNAL;
}

/* What the second signature covers: the first one and the trusted comment. */
static void cover(uint8_t covered[static SIGN_BYTES + SIGN_TRUSTED_MAX], const uint8_t signature[static SIGN_BYTES],
                  const void *comment, size_t comment_len)
{
	memcpy(covered, signature, SIGN_BYTES);
	memcpy(covered + SIGN_BYTES, comment, comment_len);
}

enum status sign_file(char text[static SIGN_FILE_MAX], const void *data, size_t data_len, const char *trusted_comment,
                      const struct sign_secret *key)
{
	size_t comment_len = strlen(trusted_comment);
	uint8_t prehash[64], record[SIGNATURE_RECORD], global[SIGN_BYTES], covered[SIGN_BYTES + SIGN_TRUSTED_MAX];
	char record64[BASE64_MAX + 1], global64[BASE64_MAX + 1];
	enum status status;
	int len;

	if (comment_len > SIGN_TRUSTED_MAX)
		return STATUS_TOO_LONG;
	if (!comment_is_clean(trusted_comment, comment_len))
		return STATUS_TEXT;
	(void)crypto_generichash(prehash, sizeof prehash, data, data_len, NULL, 0);
	memcpy(record, file_algorithm, 2);
	memcpy(record + 2, key->public_key.id, SIGN_ID_BYTES);
	status = sign_checked(record + 2 + SIGN_ID_BYTES, prehash, sizeof prehash, key);
	if (status != STATUS_OK)
		return status;
	cover(covered, record + 2 + SIGN_ID_BYTES, trusted_comment, comment_len);
	status = sign_checked(global, covered, SIGN_BYTES + comment_len, key);
	if (status != STATUS_OK)
		return status;
	base64_write(record64, sizeof record64, record, sizeof record);
	base64_write(global64, sizeof global64, global, sizeof global);
	len = snprintf(text, SIGN_FILE_MAX, SIGN_UNTRUSTED_COMMENT "\n%s\n" TRUSTED "%s\n%s\n", record64,
	               trusted_comment, global64);
	return len < 0 || len >= SIGN_FILE_MAX ? STATUS_INTERNAL : STATUS_OK;
}

struct signature_file {
	uint8_t record[SIGNATURE_RECORD];
	struct line trusted;
	uint8_t global[SIGN_BYTES];
};

static enum status signature_parse(struct signature_file *out, const char *text, size_t text_len)
{
	const char *at = text, *end = text + text_len;
	struct line line;
	enum status status;

	if (text_len >= SIGN_FILE_MAX)
		return STATUS_TOO_LONG;
	status = line_next(&line, &at, end);
	if (status == STATUS_OK)
		status = line_strip(&line, SIGN_UNTRUSTED_COMMENT, STATUS_MAGIC);
	if (status == STATUS_OK && line.len != 0)
		status = STATUS_MAGIC;
	if (status == STATUS_OK)
		status = line_next(&line, &at, end);
	if (status == STATUS_OK)
		status = base64_read(out->record, sizeof out->record, line.text, line.len);
	if (status == STATUS_OK)
		status = line_next(&out->trusted, &at, end);
	if (status == STATUS_OK)
		status = line_strip(&out->trusted, TRUSTED, STATUS_NOT_CANONICAL);
	if (status == STATUS_OK && out->trusted.len > SIGN_TRUSTED_MAX)
		status = STATUS_TOO_LONG;
	if (status == STATUS_OK && !comment_is_clean(out->trusted.text, out->trusted.len))
		status = STATUS_TEXT;
	if (status == STATUS_OK)
		status = line_next(&line, &at, end);
	if (status == STATUS_OK)
		status = base64_read(out->global, sizeof out->global, line.text, line.len);
	if (status == STATUS_OK && at != end)
		status = STATUS_TRAILING;
	return status;
}

static enum status signature_check(const struct signature_file *file, const void *data, size_t data_len,
                                   const struct sign_public *key)
{
	const uint8_t *signature = file->record + 2 + SIGN_ID_BYTES;
	uint8_t prehash[64], covered[SIGN_BYTES + SIGN_TRUSTED_MAX];

	if (memcmp(file->record, file_algorithm, 2) != 0)
		return STATUS_VERSION;
	if (memcmp(file->record + 2, key->id, SIGN_ID_BYTES) != 0)
		return STATUS_WRONG_KEY;
	(void)crypto_generichash(prehash, sizeof prehash, data, data_len, NULL, 0);
	if (crypto_sign_ed25519_verify_detached(signature, prehash, sizeof prehash, key->key) != 0)
		return STATUS_SIGNATURE;
	cover(covered, signature, file->trusted.text, file->trusted.len);
	if (crypto_sign_ed25519_verify_detached(file->global, covered, SIGN_BYTES + file->trusted.len, key->key) != 0)
		return STATUS_SIGNATURE;
	return STATUS_OK;
}

enum status sign_file_verify(char *trusted, size_t trusted_room, const char *text, size_t text_len, const void *data,
                             size_t data_len, const struct sign_public *key)
{
	struct signature_file file;
	enum status status = signature_parse(&file, text, text_len);

	if (status == STATUS_OK)
		status = signature_check(&file, data, data_len, key);
	if (status != STATUS_OK || !trusted)
		return status;
	if (file.trusted.len >= trusted_room)
		return STATUS_NO_ROOM;
	memcpy(trusted, file.trusted.text, file.trusted.len);
	trusted[file.trusted.len] = '\0';
	return STATUS_OK;
}

enum status signed_open(const uint8_t **body, size_t *body_len, char *trusted, size_t trusted_room, const uint8_t *data,
                        size_t data_len, const struct sign_public *key)
{
	const char *text = (const char *)data, *at = text;
	const char *end = text + (data_len < SIGN_FILE_MAX ? data_len : SIGN_FILE_MAX);
	struct line line;
	enum status status = STATUS_OK;
	size_t text_len;

	for (int i = 0; i < 4 && status == STATUS_OK; i++)
		status = line_next(&line, &at, end);
	if (status != STATUS_OK)
		return data_len < SIGN_FILE_MAX ? STATUS_TRUNCATED : STATUS_MAGIC;
	text_len = (size_t)(at - text);
	status = sign_file_verify(trusted, trusted_room, text, text_len, data + text_len, data_len - text_len, key);
	if (status != STATUS_OK)
		return status;
	*body = data + text_len;
	*body_len = data_len - text_len;
	return STATUS_OK;
}

/* --- statements inside other files --- */

enum status sign_statement(uint8_t signature[static SIGN_BYTES], const char *purpose, const void *message,
                           size_t message_len, const struct sign_secret *key)
{
	struct hash hash;

	hash_of(&hash, purpose, message, message_len);
	return sign_checked(signature, hash.bytes, HASH_BYTES, key);
}

enum status sign_statement_verify(const uint8_t signature[static SIGN_BYTES], const char *purpose, const void *message,
                                  size_t message_len, const uint8_t key[static SIGN_KEY_BYTES])
{
	struct hash hash;

	hash_of(&hash, purpose, message, message_len);
	if (crypto_sign_ed25519_verify_detached(signature, hash.bytes, HASH_BYTES, key) != 0)
		return STATUS_SIGNATURE;
	return STATUS_OK;
}
