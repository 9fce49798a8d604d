#include "roster_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "cli.h"
#include "files.h"

enum status roster_sign(const char *path, const struct roster *roster, const struct sign_secret *organiser)
{
	size_t room = SIGN_FILE_MAX + ROSTER_MAX_BYTES, body_len = 0, head_len;
	char comment[SIGN_TRUSTED_MAX + 1], hash[2 * HASH_BYTES + 1], signature[SIGN_FILE_MAX], *body, *whole = NULL;
	enum status status = STATUS_NO_ROOM;

	body = malloc(ROSTER_MAX_BYTES);
	if (body)
		status = roster_write(body, ROSTER_MAX_BYTES, &body_len, roster);
	if (status == STATUS_OK) {
		hex_write(hash, roster->election.bytes, HASH_BYTES);
		snprintf(comment, sizeof comment, "folkmoot roster %s revision %u", hash, roster->revision);
		status = sign_file(signature, body, body_len, comment, organiser);
	}
	if (status == STATUS_OK)
		whole = malloc(room);
	if (status != STATUS_OK || !whole) {
		(void)cli_failed("%s: the roster could not be made (it %s); check the kiosks' names", path,
		                 status_phrase(status == STATUS_OK ? STATUS_NO_ROOM : status));
		status = STATUS_INTERNAL;
		goto out;
	}
	head_len = strlen(signature);
	memcpy(whole, signature, head_len);
	memcpy(whole + head_len, body, body_len);
	status = file_write_signed(path, whole, head_len + body_len);
out:
	free(body);
	free(whole);
	return status;
}

enum status roster_load(struct roster *out, struct bytes *file, const char *path, const struct sign_public *organiser)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	const uint8_t *body;
	size_t body_len;
	enum status status = file_read(file, path, ROSTER_MAX_BYTES + SIGN_FILE_MAX, "the roster of kiosks");

	if (status != STATUS_OK)
		return status;
	status = signed_open(&body, &body_len, trusted, sizeof trusted, file->data, file->len, organiser);
	if (status == STATUS_OK)
		status = roster_read(out, (const char *)body, body_len);
	if (status != STATUS_OK)
		(void)cli_refused("%s: is no roster that this organiser's key signed (it %s); give the last roster as "
		                  "it was signed",
		                  path, status_phrase(status));
	return status;
}
