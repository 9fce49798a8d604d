#include "key_pair.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "files.h"
#include "passphrase.h"

static enum status name_with(char out[static PATH_ROOM], const char *name, const char *ending)
{
	int len = snprintf(out, PATH_ROOM, "%s%s", name, ending);

	if (len > 0 && len < PATH_ROOM)
		return STATUS_OK;
	(void)cli_failed("%.60s…: this name is too long; take a shorter one", name);
	return STATUS_TOO_LONG;
}

/* Public key first: where the secret one cannot be written, nothing stays. */
static enum status write_pair(const char *name, const char *public_text, const char *secret_text)
{
	char public_path[PATH_ROOM], secret_path[PATH_ROOM];
	enum status status = name_with(public_path, name, ".pub");

	if (status == STATUS_OK)
		status = name_with(secret_path, name, ".key");
	if (status == STATUS_OK && path_exists(secret_path)) {
		(void)cli_failed("%s: a key is there already and is never overwritten; choose another name for -o",
		                 secret_path);
		status = STATUS_USED;
	}
	if (status == STATUS_OK)
		status = file_write(public_path, public_text, strlen(public_text), FILE_PUBLIC, FILE_KEEP);
	if (status != STATUS_OK)
		return status;
	status = file_write(secret_path, secret_text, strlen(secret_text), FILE_SECRET, FILE_KEEP);
	if (status != STATUS_OK)
		unlink(public_path);
	return status;
}

enum status key_pair_make(struct sign_public *out, const struct key_pair *request)
{
	char passphrase[PASSPHRASE_MAX + 1] = "", secret_text[SIGN_KEY_FILE_MAX], public_text[SIGN_KEY_FILE_MAX];
	int protected = request->kind == SIGN_REAL || request->passphrase_file;
	struct sign_secret key;
	enum status status = STATUS_OK;

	sign_key_make(&key, request->kind);
	*out = key.public_key;
	if (protected)
		status = passphrase_get(passphrase, request->passphrase_file, request->whose, PASSPHRASE_NEW);
	if (status != STATUS_OK)
		goto out;
	status = sign_secret_write(secret_text, sizeof secret_text, &key, protected ? passphrase : NULL);
	if (status == STATUS_OK)
		status = sign_public_write(public_text, sizeof public_text, &key.public_key);
	if (status == STATUS_OK)
		status = write_pair(request->name, public_text, secret_text);
	else
		(void)cli_failed("%s could not be made: it %s; try on a computer with more memory", request->whose,
		                 status_phrase(status));
out:
	sign_secret_wipe(&key);
	sodium_memzero(passphrase, sizeof passphrase);
	sodium_memzero(secret_text, sizeof secret_text);
	return status;
}
