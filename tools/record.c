/* The end of a record: what follows from it is published, and a manifest lists every file. */
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "cli.h"
#include "confirmations.h"
#include "manifest.h"

enum status record_codes(struct bytes *out, const struct audit *audit)
{
	return confirmations_text(out, &audit->accepted, &audit->merged);
}

const struct record_file record_published[RECORD_PUBLISHED] = {
    {RECORD_CODES, record_codes},    {RECORD_VOTES, record_votes},   {RECORD_RESULT_JSON, record_json},
    {RECORD_RESULT_CSV, record_csv}, {RECORD_README, record_readme},
};

struct finish {
	const char *path;
	struct audit *audit;
	struct manifest_entry *entry; /* MANIFEST_MAX_FILES */
	size_t count;
	struct bytes made[RECORD_PUBLISHED], manifest;
};

/* --- the manifest --- */

static enum status list_file(struct finish *finish, const char *name, const uint8_t sha256[static SHA256_BYTES])
{
	struct manifest_entry *entry = &finish->entry[finish->count];
	size_t len = strlen(name);

	if (finish->count == MANIFEST_MAX_FILES) {
		(void)cli_failed("%s: holds more than %d files, which no manifest can list", finish->path,
		                 MANIFEST_MAX_FILES);
		return STATUS_RANGE;
	}
	if (!manifest_name_ok(name, len)) {
		(void)cli_refused("%s/%s: %s", finish->path, name, inventory_stray(name));
		return STATUS_MISMATCH;
	}
	memcpy(entry->name, name, len + 1);
	memcpy(entry->sha256, sha256, SHA256_BYTES);
	finish->count++;
	return STATUS_OK;
}

/* Made anew, and compared where it is there. */
static int is_published(const char *name)
{
	for (size_t i = 0; i < RECORD_PUBLISHED; i++)
		if (strcmp(name, record_published[i].name) == 0)
			return 1;
	return strcmp(name, RECORD_MANIFEST) == 0;
}

/* What was audited is what is listed: no file is read a second time. */
static enum status list_audited(struct finish *finish)
{
	struct inventory *inventory = &finish->audit->inventory;
	enum status status = STATUS_OK;

	inventory_hash(inventory);
	for (size_t i = 0; i < inventory->count && status == STATUS_OK; i++) {
		const struct inventory_file *file = &inventory->file[i];

		if (is_published(file->name))
			continue;
		if (file->hashed) {
			status = list_file(finish, file->name, file->sha256);
			continue;
		}
		(void)cli_refused("%s/%s: %s", finish->path, file->name, inventory_stray(file->name));
		status = STATUS_MISMATCH;
	}
	return status;
}

static int by_name(const void *left, const void *right)
{
	const struct manifest_entry *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static enum status make_manifest(struct finish *finish)
{
	size_t room = finish->count * sizeof(struct manifest_entry) * 2, len = 0;
	char *text = malloc(room + 1);
	enum status status = text ? STATUS_OK : STATUS_NO_ROOM;

	qsort(finish->entry, finish->count, sizeof *finish->entry, by_name);
	if (status == STATUS_OK)
		status = manifest_write(text, room, &len, finish->entry, finish->count);
	finish->manifest = (struct bytes){.data = (uint8_t *)text, .len = len};
	return status;
}

/* --- publishing --- */

static enum status write_checked(const char *path, const struct bytes *made)
{
	struct bytes again = {0};
	enum status status = file_write(path, made->data, made->len, FILE_PUBLIC, FILE_KEEP);

	if (status == STATUS_OK)
		status = file_read(&again, path, made->len, "a file of the record");
	if (status == STATUS_OK && (again.len != made->len || memcmp(again.data, made->data, made->len) != 0)) {
		(void)cli_failed(
		    "%s: reads back otherwise than it was written; check the disk, and finish a copy on another", path);
		status = STATUS_DAMAGED;
	}
	bytes_free(&again);
	return status;
}

static enum status make(struct finish *finish, size_t index)
{
	struct bytes *made = &finish->made[index];
	struct manifest_digest digest;
	uint8_t sha256[SHA256_BYTES];
	enum status status = record_published[index].make(made, finish->audit);

	if (status != STATUS_OK)
		return status;
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, made->data, made->len);
	manifest_digest_finish(sha256, &digest);
	return list_file(finish, record_published[index].name, sha256);
}

/* What is there already, from a finish that was interrupted or after a file was lost, must be what follows. */
static enum status compare(const struct finish *finish, const char *name, const struct bytes *made)
{
	char path[PATH_ROOM];
	struct bytes there = {0};
	enum status status = path_join(path, finish->path, name);

	if (status != STATUS_OK || !path_exists(path))
		return status;
	status = file_read_quiet(&there, path, made->len);
	if (status == STATUS_TOO_LONG ||
	    (status == STATUS_OK && (there.len != made->len || memcmp(there.data, made->data, made->len) != 0))) {
		(void)cli_refused("%s: is there, and is not what follows from the ballots; ask who changed it, remove "
		                  "it, and run `folkmoot count finish` again",
		                  path);
		status = STATUS_MISMATCH;
	} else if (status != STATUS_OK) {
		(void)cli_failed("%s: could not be read (it %s)", path, status_phrase(status));
	}
	bytes_free(&there);
	return status;
}

static enum status write_missing(const struct finish *finish, const char *name, const struct bytes *made)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, finish->path, name);

	return status != STATUS_OK || path_exists(path) ? status : write_checked(path, made);
}

/* All is made and compared before anything is written. */
static enum status publish(struct finish *finish)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < RECORD_PUBLISHED && status == STATUS_OK; i++)
		status = make(finish, i);
	if (status == STATUS_OK)
		status = make_manifest(finish);
	for (size_t i = 0; i < RECORD_PUBLISHED && status == STATUS_OK; i++)
		status = compare(finish, record_published[i].name, &finish->made[i]);
	if (status == STATUS_OK)
		status = compare(finish, RECORD_MANIFEST, &finish->manifest);
	for (size_t i = 0; i < RECORD_PUBLISHED && status == STATUS_OK; i++)
		status = write_missing(finish, record_published[i].name, &finish->made[i]);
	return status == STATUS_OK ? write_missing(finish, RECORD_MANIFEST, &finish->manifest) : status;
}

enum status record_finish(const char *path, struct audit *audit)
{
	struct finish finish = {.path = path, .audit = audit};
	enum status status;

	finish.entry = calloc(MANIFEST_MAX_FILES, sizeof *finish.entry);
	status = finish.entry ? list_audited(&finish) : STATUS_NO_ROOM;
	if (status == STATUS_OK)
		status = publish(&finish);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: the result does not fit this computer's memory; use a larger one", path);
	for (size_t i = 0; i < RECORD_PUBLISHED; i++)
		bytes_free(&finish.made[i]);
	bytes_free(&finish.manifest);
	free(finish.entry);
	return status;
}

static int is_there(const char *record, const char *name)
{
	char path[PATH_ROOM];

	return path_join(path, record, name) == STATUS_OK && path_exists(path);
}

unsigned record_count_published(const char **missing, const char *path)
{
	unsigned count = 0;

	*missing = NULL;
	for (size_t i = 0; i < RECORD_PUBLISHED; i++) {
		if (is_there(path, record_published[i].name))
			count++;
		else if (!*missing)
			*missing = record_published[i].name;
	}
	if (is_there(path, RECORD_MANIFEST))
		return count + 1;
	if (!*missing)
		*missing = RECORD_MANIFEST;
	return count;
}
