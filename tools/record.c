/* The end of a record: what follows from it is published, and a manifest lists every file. */
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "cli.h"
#include "codes.h"
#include "manifest.h"

/* Factors with a proof for each point, 128 bytes, of a contest of a million ballots and width 16. */
#define RECORD_FILE_MAX ((size_t)1 << 31)

enum { RECORD_DEPTH = 3 };

enum status record_codes(struct bytes *out, const struct audit *audit)
{
	return codes_text(out, &audit->accepted, &audit->merged);
}

const struct record_file record_published[RECORD_PUBLISHED] = {
    {RECORD_CODES, record_codes},    {RECORD_VOTES, record_votes},   {RECORD_RESULT_JSON, record_json},
    {RECORD_RESULT_CSV, record_csv}, {RECORD_README, record_readme},
};

/* --- the manifest --- */

struct listing {
	const char *record;
	struct manifest_entry *entry; /* MANIFEST_MAX_FILES */
	size_t count;
};

/* What may stand in a record: files at its top, and folders whose contents their own step checks. */
static int belongs(const char *name)
{
	static const char *const names[] = {RECORD_ELECTION,   RECORD_ROSTER,  RECORD_ORGANISER, RECORD_TRANSCRIPT,
	                                    RECORD_LOSSES,     RECORD_EXPORTS, RECORD_DRAW,      RECORD_MIXES,
	                                    RECORD_DECRYPTION, RECORD_MANIFEST};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return 1;
	for (size_t i = 0; i < RECORD_PUBLISHED; i++)
		if (strcmp(name, record_published[i].name) == 0)
			return 1;
	return 0;
}

static enum status stranger(const char *path)
{
	(void)cli_refused("%s: does not belong in a finished record; move it elsewhere", path);
	return STATUS_MISMATCH;
}

static enum status list_file(struct listing *listing, const char *name, const char *path)
{
	struct manifest_entry *entry = &listing->entry[listing->count];
	struct manifest_digest digest;
	struct bytes bytes;
	enum status status;

	if (!manifest_name_ok(name, strlen(name)))
		return stranger(path);
	if (listing->count == MANIFEST_MAX_FILES) {
		(void)cli_failed("%s: there are more than %d files in this record; is it one?", path,
		                 MANIFEST_MAX_FILES);
		return STATUS_RANGE;
	}
	status = file_read(&bytes, path, RECORD_FILE_MAX, "a file of the record");
	if (status == STATUS_OK) {
		memcpy(entry->name, name, strlen(name) + 1); /* manifest_name_ok: it fits */
		manifest_digest_init(&digest);
		manifest_digest_update(&digest, bytes.data, bytes.len);
		manifest_digest_finish(entry->sha256, &digest);
		listing->count++;
	}
	bytes_free(&bytes);
	return status;
}

static enum status list_folder(struct listing *listing, const char *folder, unsigned depth);

static enum status list_one(struct listing *listing, const char *folder, const char *base, unsigned depth)
{
	char name[PATH_ROOM], path[PATH_ROOM];
	enum status status;

	if (snprintf(name, sizeof name, "%s%s%s", folder, *folder ? "/" : "", base) >= (int)sizeof name)
		return STATUS_TOO_LONG;
	status = path_join(path, listing->record, name);
	if (status != STATUS_OK)
		return status;
	if (*base == '.') {
		(void)cli_refused("%s: is left of a step that was interrupted, and not finished since; remove it and "
		                  "finish again",
		                  path);
		return STATUS_MISMATCH;
	}
	if (depth == 0 && !belongs(base))
		return stranger(path);
	if (strcmp(name, RECORD_MANIFEST) == 0)
		return STATUS_OK;
	if (!folder_exists(path))
		return list_file(listing, name, path);
	return depth + 1 < RECORD_DEPTH ? list_folder(listing, name, depth + 1) : stranger(path);
}

static enum status list_folder(struct listing *listing, const char *folder, unsigned depth)
{
	struct folder_names names;
	char path[PATH_ROOM];
	enum status status = *folder ? path_join(path, listing->record, folder) : STATUS_OK;

	if (status == STATUS_OK)
		status = folder_list(&names, *folder ? path : listing->record, "the record");
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < names.count && status == STATUS_OK; i++)
		status = list_one(listing, folder, names.name[i], depth);
	folder_names_free(&names);
	return status;
}

static int by_name(const void *left, const void *right)
{
	const struct manifest_entry *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static enum status manifest_of(struct bytes *out, struct listing *listing)
{
	size_t room = listing->count * (2 * SHA256_BYTES + 4 + MANIFEST_NAME_MAX) + 1;

	qsort(listing->entry, listing->count, sizeof *listing->entry, by_name);
	out->data = malloc(room);
	if (!out->data)
		return STATUS_NO_ROOM;
	return manifest_write((char *)out->data, room, &out->len, listing->entry, listing->count);
}

enum status record_manifest(struct bytes *out, const char *path)
{
	struct listing listing = {.record = path};
	enum status status;

	memset(out, 0, sizeof *out);
	listing.entry = calloc(MANIFEST_MAX_FILES, sizeof *listing.entry);
	status = listing.entry ? list_folder(&listing, "", 0) : STATUS_NO_ROOM;
	if (status == STATUS_OK)
		status = manifest_of(out, &listing);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory to list the record's files; close other programs",
		                 path);
	free(listing.entry);
	return status;
}

/* --- publishing --- */

static enum status publish(const char *record, const struct record_file *file, const struct audit *audit)
{
	struct bytes made = {0}, again = {0};
	char path[PATH_ROOM];
	enum status status = file->make(&made, audit);

	if (status != STATUS_OK)
		(void)cli_failed("%s: the file %s could not be made (it %s); try on a computer with more memory",
		                 record, file->name, status_phrase(status));
	if (status == STATUS_OK)
		status = path_join(path, record, file->name);
	if (status == STATUS_OK)
		status = file_write(path, made.data, made.len, FILE_PUBLIC, FILE_REPLACE);
	if (status == STATUS_OK)
		status = file_read(&again, path, made.len, "a file of the record");
	if (status == STATUS_OK && (again.len != made.len || memcmp(again.data, made.data, made.len) != 0)) {
		(void)cli_failed(
		    "%s: reads back otherwise than it was written; check the disk, and finish a copy on another", path);
		status = STATUS_DAMAGED;
	}
	bytes_free(&made);
	bytes_free(&again);
	return status;
}

enum status record_finish(const char *path, const struct audit *audit)
{
	struct bytes manifest = {0};
	char manifest_path[PATH_ROOM];
	enum status status = path_join(manifest_path, path, RECORD_MANIFEST);

	for (size_t i = 0; i < RECORD_PUBLISHED && status == STATUS_OK; i++)
		status = publish(path, &record_published[i], audit);
	if (status == STATUS_OK)
		status = record_manifest(&manifest, path);
	if (status == STATUS_OK)
		status = file_write(manifest_path, manifest.data, manifest.len, FILE_PUBLIC, FILE_KEEP);
	bytes_free(&manifest);
	return status;
}
