#include "trustee_private.h"

#include <sodium.h>
#include <string.h>

#include "bytes.h"
#include "ceremony_files.h"
#include "cli.h"
#include "keys.h"
#include "locked.h"

#define PUBLIC_BEGINS "trustee-"
#define PUBLIC_ENDS   ".txt"

_Static_assert((int)CEREMONY_KEY_BYTES + (int)LOCKED_OVERHEAD <= (int)TRUSTEE_LOCKED_ROOM &&
                   (int)TRUSTEE_SHARE_BYTES + (int)LOCKED_OVERHEAD <= (int)TRUSTEE_LOCKED_ROOM,
               "a locked key and a locked share fit");

enum status trustee_name_check(const char *name)
{
	size_t len = strlen(name);

	if (len && len <= TRUSTEE_NAME_MAX && text_is_clean(name, len) && !strchr(name, '\n') && name[0] != ' ' &&
	    name[len - 1] != ' ')
		return STATUS_OK;
	(void)cli_failed(
	    "--name: a trustee's name is plain text of at most %d bytes; shorten it, or write it otherwise",
	    TRUSTEE_NAME_MAX);
	return STATUS_TEXT;
}

static enum locked_cost cost_of(enum sign_kind kind)
{
	return kind == SIGN_PRACTICE ? LOCKED_PRACTICE : LOCKED_PASSPHRASE;
}

enum status trustee_passphrase_new(char out[static PASSPHRASE_MAX + 1], const char *file, enum sign_kind kind,
                                   const char *whose)
{
	memset(out, 0, PASSPHRASE_MAX + 1);
	memcpy(out, PRACTICE_PASSPHRASE, sizeof PRACTICE_PASSPHRASE);
	return kind == SIGN_REAL || file ? passphrase_get(out, file, whose, PASSPHRASE_NEW) : STATUS_OK;
}

static enum status lock(uint8_t out[static TRUSTEE_LOCKED_ROOM], size_t *out_len, const char *purpose,
                        const uint8_t *secret, size_t len, const char *passphrase, enum sign_kind kind)
{
	enum status status =
	    locked_seal(out, TRUSTEE_LOCKED_ROOM, out_len, purpose, secret, len, passphrase, cost_of(kind));

	if (status != STATUS_OK)
		(void)cli_failed("the key could not be locked: it %s; try on a computer with more memory",
		                 status_phrase(status));
	return status;
}

enum status trustee_share_lock(uint8_t out[static TRUSTEE_LOCKED_ROOM], size_t *out_len,
                               const struct trustee_share *share, const char *passphrase, enum sign_kind kind)
{
	uint8_t secret[TRUSTEE_SHARE_BYTES];
	enum status status = trustee_share_encode(secret, share);

	if (status == STATUS_OK)
		status = lock(out, out_len, TRUSTEE_SHARE_PURPOSE, secret, sizeof secret, passphrase, kind);
	sodium_memzero(secret, sizeof secret);
	return status;
}

/* --- making --- */

static void public_name(char out[static CEREMONY_NAME_MAX], const struct sign_public *key)
{
	char hex[2 * 4 + 1];

	hex_write(hex, key->key, 4);
	snprintf(out, CEREMONY_NAME_MAX, PUBLIC_BEGINS "%s" PUBLIC_ENDS, hex);
}

static enum status put(const char *dir, const char *name, const void *data, size_t len, enum file_secrecy secrecy)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, dir, name);

	return status == STATUS_OK ? file_write(path, data, len, secrecy, FILE_KEEP) : status;
}

static enum status put_all(const struct folder_out *folder, const uint8_t *locked, size_t locked_len,
                           const char *public_file, const char *text, size_t text_len)
{
	enum status status = put(folder->temporary, TRUSTEE_KEY_FILE, locked, locked_len, FILE_SECRET);

	if (status == STATUS_OK)
		status = put(folder->temporary, TRUSTEE_KEY_COPY, locked, locked_len, FILE_SECRET);
	if (status == STATUS_OK)
		status = put(folder->temporary, public_file, text, text_len, FILE_PUBLIC);
	return status;
}

static enum status put_new(const char *dir, const char *name, const struct ceremony_key *key, const char *passphrase,
                           enum sign_kind kind)
{
	uint8_t secret[CEREMONY_KEY_BYTES], locked[TRUSTEE_LOCKED_ROOM];
	char text[CEREMONY_FILE_MAX], file[CEREMONY_NAME_MAX];
	size_t locked_len, text_len;
	struct folder_out folder;
	enum status status = ceremony_public_write(text, sizeof text, &text_len, name, &key->identity);

	if (status != STATUS_OK) {
		(void)cli_failed("--name: this name cannot be used (it %s); choose another", status_phrase(status));
		return status;
	}
	ceremony_key_encode(secret, key);
	status = lock(locked, &locked_len, CEREMONY_KEY_PURPOSE, secret, sizeof secret, passphrase, kind);
	sodium_memzero(secret, sizeof secret);
	if (status == STATUS_OK)
		status = folder_out_begin(&folder, dir);
	if (status != STATUS_OK)
		return status;
	public_name(file, &key->identity.public_key);
	status = put_all(&folder, locked, locked_len, file, text, text_len);
	if (status == STATUS_OK)
		return folder_out_finish(&folder);
	folder_out_abandon(&folder);
	return status;
}

enum status trustee_private_make(struct trustee_private *out, const char *dir, const char *name, enum sign_kind kind,
                                 const char *passphrase_file)
{
	char passphrase[PASSPHRASE_MAX + 1];
	struct ceremony_key key;
	enum status status = trustee_name_check(name);

	if (status == STATUS_OK && path_exists(dir)) {
		(void)cli_failed("%s: exists already and is not overwritten; choose another name or move it away", dir);
		status = STATUS_USED;
	}
	if (status != STATUS_OK)
		return status;
	status = trustee_passphrase_new(passphrase, passphrase_file, kind, "your trustee's key");
	if (status == STATUS_OK) {
		ceremony_key_make(&key, kind);
		status = put_new(dir, name, &key, passphrase, kind);
		ceremony_key_wipe(&key);
	}
	sodium_memzero(passphrase, sizeof passphrase);
	return status == STATUS_OK ? trustee_private_open(out, dir) : status;
}

/* --- the public file --- */

/* trustee-1a2b3c4d.txt: nothing that a terminal could take for something else. */
static int is_public_name(const char *name)
{
	size_t len = strlen(name), ends = strlen(PUBLIC_ENDS);

	return strncmp(name, PUBLIC_BEGINS, strlen(PUBLIC_BEGINS)) == 0 && len > ends &&
	       strcmp(name + len - ends, PUBLIC_ENDS) == 0 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == len;
}

static enum status read_public(struct trustee *out, const char *path)
{
	struct bytes text;
	enum status status = file_read(&text, path, CEREMONY_FILE_MAX, "a trustee's public file");

	if (status == STATUS_OK) {
		status = ceremony_public_read(out, (const char *)text.data, text.len);
		if (status != STATUS_OK)
			(void)cli_refused("%s: is no trustee's public file (it %s); get it again from its owner", path,
			                  status_phrase(status));
	}
	bytes_free(&text);
	return status;
}

static enum status append(struct trustee *members, size_t *count, const char *path)
{
	if (*count == TRUSTEE_MAX) {
		(void)cli_failed("%s: is one trustee too many; at most %d can take part", path, TRUSTEE_MAX);
		return STATUS_RANGE;
	}
	return read_public(&members[(*count)++], path);
}

enum status trustee_publics_read(struct trustee *members, size_t *count, const char *path)
{
	struct folder_names names;
	size_t before = *count;
	enum status status;

	if (!folder_exists(path))
		return append(members, count, path);
	status = folder_list(&names, path, "a folder of trustees' public files");
	for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
		char below[PATH_ROOM];

		if (!is_public_name(names.name[i]))
			continue;
		status = path_join(below, path, names.name[i]);
		if (status == STATUS_OK)
			status = append(members, count, below);
	}
	folder_names_free(&names);
	if (status == STATUS_OK && *count == before) {
		(void)cli_failed("%s: holds no trustee's public file (trustee-….txt); copy them here first", path);
		status = STATUS_ABSENT;
	}
	return status;
}

/* --- opening --- */

enum status trustee_private_open(struct trustee_private *out, const char *dir)
{
	struct folder_names names;
	size_t count = 0;
	enum status status = folder_list(&names, dir, "your own folder (made by `folkmoot trustee new`)");

	memset(out, 0, sizeof *out);
	out->dir = dir;
	for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
		if (!is_public_name(names.name[i]))
			continue;
		count++;
		status = path_join(out->file, dir, names.name[i]);
	}
	if (status == STATUS_OK && count != 1) {
		(void)cli_failed("%s: is not one trustee's own folder; give the one that `folkmoot trustee new` made",
		                 dir);
		status = STATUS_ABSENT;
	}
	folder_names_free(&names);
	if (status == STATUS_OK)
		status = read_public(&out->who, out->file);
	out->kind = sign_key_kind(&out->who.identity);
	return status;
}

static enum status open_key(struct ceremony_key *out, const struct trustee_private *folder, const char *name,
                            const char *passphrase)
{
	uint8_t secret[LOCKED_MAX_SECRET];
	struct bytes file = {0};
	char path[PATH_ROOM];
	size_t len;
	enum status status = path_join(path, folder->dir, name);

	if (status == STATUS_OK)
		status = file_read_quiet(&file, path, LOCKED_MAX_SECRET + LOCKED_OVERHEAD);
	if (status == STATUS_OK)
		status =
		    locked_open(secret, sizeof secret, &len, CEREMONY_KEY_PURPOSE, file.data, file.len, passphrase);
	if (status == STATUS_OK)
		status = ceremony_key_decode(out, secret, len);
	sodium_memzero(secret, sizeof secret);
	bytes_free(&file);
	if (status == STATUS_OK && !sign_key_equal(&out->identity.public_key, &folder->who.identity)) {
		ceremony_key_wipe(out);
		status = STATUS_WRONG_KEY;
	}
	return status;
}

enum status trustee_private_unlock(struct trustee_unlocked *out, const struct trustee_private *folder,
                                   const char *passphrase_file)
{
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	memcpy(out->passphrase, PRACTICE_PASSPHRASE, sizeof PRACTICE_PASSPHRASE);
	if (folder->kind == SIGN_REAL || passphrase_file)
		status = passphrase_get(out->passphrase, passphrase_file, "your trustee's key", PASSPHRASE_OPEN);
	if (status != STATUS_OK)
		return status;
	status = open_key(&out->key, folder, TRUSTEE_KEY_FILE, out->passphrase);
	if (status != STATUS_OK) {
		enum status first = status;

		status = open_key(&out->key, folder, TRUSTEE_KEY_COPY, out->passphrase);
		if (status == STATUS_OK)
			cli_note("%s/%s: cannot be used (it %s); the copy was taken. Copy %s over it", folder->dir,
			         TRUSTEE_KEY_FILE, status_phrase(first), TRUSTEE_KEY_COPY);
		else
			status = first;
	}
	if (status == STATUS_OK)
		return status;
	(void)cli_failed("%s/%s: does not open, nor its copy (it %s); try the passphrase again", folder->dir,
	                 TRUSTEE_KEY_FILE, status_phrase(status));
	sodium_memzero(out, sizeof *out);
	return status;
}

/* --- remembering --- */

enum status trustee_private_recall(struct bytes *out, int *there, const struct trustee_private *folder,
                                   const char *name)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->dir, name);

	memset(out, 0, sizeof *out);
	*there = status == STATUS_OK && path_exists(path);
	return *there ? file_read(out, path, CEREMONY_FILE_MAX, "what you must remember of the ceremony") : status;
}

enum status trustee_private_remember(const struct trustee_private *folder, const char *name, const void *data,
                                     size_t len, const char *whose)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->dir, name);

	return status == STATUS_OK ? file_settle(path, data, len, FILE_PUBLIC, whose) : status;
}

enum status trustee_private_put_share(const struct trustee_private *folder, const struct trustee_share *share,
                                      const struct trustee_unlocked *unlocked)
{
	static const char *const names[] = {TRUSTEE_SHARE_FILE, TRUSTEE_SHARE_COPY};
	uint8_t locked[TRUSTEE_LOCKED_ROOM];
	char path[PATH_ROOM];
	size_t len;
	enum status status = trustee_share_lock(locked, &len, share, unlocked->passphrase, folder->kind);

	for (size_t i = 0; i < sizeof names / sizeof names[0] && status == STATUS_OK; i++) {
		status = path_join(path, folder->dir, names[i]);
		if (status == STATUS_OK && !path_exists(path))
			status = file_write(path, locked, len, FILE_SECRET, FILE_KEEP);
	}
	return status;
}
