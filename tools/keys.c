#include "keys.h"

#include <string.h>

#include "ceremony.h"
#include "cli.h"
#include "locked.h"
#include "passphrase.h"

enum status public_key_load_text(struct sign_public *out, struct bytes *text, const char *path)
{
	enum status status = file_read(text, path, SIGN_KEY_FILE_MAX, "the public key");

	if (status != STATUS_OK)
		return status;
	status = sign_public_read(out, (const char *)text->data, text->len);
	if (status != STATUS_OK)
		(void)cli_failed("%s: is no public key file (it %s); give the organiser's .pub file", path,
		                 status_phrase(status));
	return status;
}

enum status public_key_load(struct sign_public *out, const char *path)
{
	struct bytes text;
	enum status status = public_key_load_text(out, &text, path);

	bytes_free(&text);
	return status;
}

static enum status open_organiser(struct sign_secret *out, const struct bytes *file, const char *path,
                                  const char *passphrase_file)
{
	char passphrase[PASSPHRASE_MAX + 1];
	struct sign_public public;
	enum status status = sign_secret_read(out, (const char *)file->data, file->len, NULL);

	if (status != STATUS_PASSPHRASE)
		goto told;
	status = passphrase_get(passphrase, passphrase_file, path, PASSPHRASE_OPEN);
	if (status != STATUS_OK)
		return status;
	status = sign_secret_read(out, (const char *)file->data, file->len, passphrase);
	sodium_memzero(passphrase, sizeof passphrase);
told:
	if (status == STATUS_PASSPHRASE)
		(void)cli_failed("%s: does not open with this passphrase; try again", path);
	else if (status != STATUS_OK && sign_public_read(&public, (const char *)file->data, file->len) == STATUS_OK)
		(void)cli_failed("%s: is the public key; give the .key file", path);
	else if (status != STATUS_OK)
		(void)cli_failed("%s: is no secret key that can be used (it %s); give the organiser's .key file", path,
		                 status_phrase(status));
	return status;
}

enum status organiser_key_load(struct sign_secret *out, const char *path, const char *passphrase_file)
{
	struct bytes file;
	enum status status = file_read(&file, path, SIGN_KEY_FILE_MAX, "the organiser's secret key");

	if (status == STATUS_OK)
		status = open_organiser(out, &file, path, passphrase_file);
	bytes_free(&file);
	return status;
}

enum status trustees_load_text(struct trustees *out, struct bytes *text, const char *path)
{
	enum status status = file_read(text, path, TRUSTEE_TRANSCRIPT_MAX, "the trustees' transcript");

	if (status != STATUS_OK)
		return status;
	status = trustees_read(out, (const char *)text->data, text->len);
	if (status != STATUS_OK)
		(void)cli_failed(
		    "%s: is no trustees' transcript that can be trusted (it %s); get it again from the trustees", path,
		    status_phrase(status));
	return status;
}

enum status trustees_load(struct trustees *out, const char *path)
{
	struct bytes text;
	enum status status = trustees_load_text(out, &text, path);

	bytes_free(&text);
	return status;
}

/* Does the secret number in the share file belong to this transcript? */
static enum status share_check(const struct trustee_share *share, const struct trustees *trustees)
{
	struct point expected, own;
	enum status status;

	if (hash_compare(&share->agreed, &trustees->agreed) != 0)
		return STATUS_MISMATCH;
	status = trustee_share_key(&expected, trustees, share->index);
	if (status == STATUS_OK)
		status = point_multiply_base(&own, &share->share);
	if (status == STATUS_OK && !point_equal(&own, &expected))
		status = STATUS_MISMATCH;
	return status;
}

static enum status open_share(struct trustee_share *out, const struct bytes *file, const char *passphrase)
{
	uint8_t secret[LOCKED_MAX_SECRET];
	size_t len;
	enum status status =
	    locked_open(secret, sizeof secret, &len, TRUSTEE_SHARE_PURPOSE, file->data, file->len, passphrase);

	if (status == STATUS_OK)
		status = trustee_share_decode(out, secret, len);
	sodium_memzero(secret, sizeof secret);
	return status;
}

/* Is this the key that deals in a ceremony, which lies beside the share and is sealed alike? */
static int is_ceremony_key(const struct bytes *file, const char *passphrase)
{
	uint8_t secret[LOCKED_MAX_SECRET];
	size_t len;
	enum status status =
	    locked_open(secret, sizeof secret, &len, CEREMONY_KEY_PURPOSE, file->data, file->len, passphrase);

	sodium_memzero(secret, sizeof secret);
	return status == STATUS_OK;
}

static void tell_locked(const struct bytes *file, const char *path, const char *passphrase, const char *passphrase_file,
                        enum sign_kind kind)
{
	if (is_ceremony_key(file, passphrase))
		(void)cli_failed("%s: is the key for the ceremony; give share.key beside it", path);
	else if (kind != SIGN_REAL && !passphrase_file)
		(void)cli_failed("%s: has a passphrase, or is damaged: give --passphrase-file, then the copy", path);
	else
		(void)cli_failed(
		    "%s: does not open with this passphrase, or the file is damaged; try again, then the copy", path);
}

static enum status unlock_share(struct trustee_share *out, const struct bytes *file, const struct trustees *trustees,
                                const char *path, const char *passphrase_file)
{
	char passphrase[PASSPHRASE_MAX + 1] = PRACTICE_PASSPHRASE;
	enum status status;

	if (trustees->kind == SIGN_REAL || passphrase_file) {
		status = passphrase_get(passphrase, passphrase_file, path, PASSPHRASE_OPEN);
		if (status != STATUS_OK)
			return status;
	}
	status = open_share(out, file, passphrase);
	if (status == STATUS_PASSPHRASE)
		tell_locked(file, path, passphrase, passphrase_file, trustees->kind);
	sodium_memzero(passphrase, sizeof passphrase);
	if (status != STATUS_PASSPHRASE && status != STATUS_OK)
		(void)cli_failed("%s: is no trustee's share (it %s); give share.key or share-copy.key", path,
		                 status_phrase(status));
	return status;
}

enum status share_load(struct trustee_share *out, const struct trustees *trustees, const char *path,
                       const char *passphrase_file)
{
	struct bytes file;
	enum status status;

	memset(out, 0, sizeof *out);
	status = file_read(&file, path, LOCKED_MAX_SECRET + LOCKED_OVERHEAD, "the trustee's share");
	if (status == STATUS_OK)
		status = unlock_share(out, &file, trustees, path, passphrase_file);
	bytes_free(&file);
	if (status != STATUS_OK)
		return status;
	status = share_check(out, trustees);
	if (status != STATUS_OK)
		(void)cli_failed(
		    "%s: this share belongs to another trustees' transcript; give the two that were made together",
		    path);
	return status;
}
