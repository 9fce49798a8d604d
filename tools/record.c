#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "codes.h"
#include "manifest.h"

enum { RECORD_FILE_MAX = 2000 * 1024 * 1024 };

struct record {
	struct folder_out folder;
	struct manifest_entry entry[MANIFEST_MAX_FILES];
	size_t entry_count;
};

/* One file of the record, and its line in the manifest. */
static enum status put(struct record *record, const char *name, const void *data, size_t len)
{
	struct manifest_entry *entry = &record->entry[record->entry_count];
	struct manifest_digest digest;
	char path[PATH_ROOM];
	enum status status = path_join(path, record->folder.temporary, name);

	if (status != STATUS_OK)
		return status;
	if (record->entry_count == MANIFEST_MAX_FILES ||
	    snprintf(entry->name, sizeof entry->name, "%s", name) > MANIFEST_NAME_MAX)
		return STATUS_INTERNAL;
	record->entry_count++;
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, data, len);
	manifest_digest_finish(entry->sha256, &digest);
	return file_write(path, data, len, FILE_PUBLIC, FILE_KEEP);
}

static enum status put_bytes(struct record *record, const char *name, const struct bytes *bytes)
{
	return put(record, name, bytes->data, bytes->len);
}

/* --- the folders of exports --- */

static enum status make_subfolder(const struct record *record, const char *name)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, record->folder.temporary, name);

	return status == STATUS_OK ? folder_make(path) : status;
}

static enum status put_in_export(struct record *record, const char *folder, const char *name, const struct bytes *bytes)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder, name);

	return status == STATUS_OK ? put_bytes(record, path, bytes) : status;
}

static enum status put_export(struct record *record, const struct export *export)
{
	char folder[MANIFEST_NAME_MAX + 1], election[9], kiosk[9];
	enum status status;

	hex_write(election, export->report.election.bytes, 4);
	hex_write(kiosk, export->kiosk->key.key, 4);
	snprintf(folder, sizeof folder, "exports/folkmoot-%s-%s-%04u", election, kiosk, export->report.number);
	status = make_subfolder(record, folder);
	if (status == STATUS_OK)
		status = put_in_export(record, folder, EXPORT_BALLOTS, &export->file[FILE_BALLOTS]);
	if (status == STATUS_OK)
		status = put_in_export(record, folder, EXPORT_LOG, &export->file[FILE_LOG]);
	if (status == STATUS_OK)
		status = put_in_export(record, folder, EXPORT_MANIFEST, &export->manifest);
	if (status == STATUS_OK)
		status = put_in_export(record, folder, EXPORT_SIGNATURE, &export->signature);
	if (status == STATUS_OK)
		status = put_in_export(record, folder, EXPORT_REPORT, &export->file[FILE_REPORT]);
	if (status == STATUS_OK)
		status = put_in_export(record, folder, EXPORT_SPOILED, &export->file[FILE_SPOILED]);
	return status;
}

static enum status put_exports(struct record *record, const struct accepted *accepted)
{
	enum status status = make_subfolder(record, "exports");

	for (unsigned i = 0; i < accepted->roster.kiosk_count && status == STATUS_OK; i++)
		status = put_export(record, accepted->kiosks[i].last);
	return status;
}

/* --- ballots and decryption --- */

static enum status put_ballots(struct record *record, const struct record_sources *sources)
{
	const struct roster_kiosk *first = sources->accepted->roster.kiosk;
	struct writer writer;
	size_t room = 4 + HASH_BYTES + 4;
	uint8_t *data;
	enum status status;

	for (size_t i = 0; i < sources->ballot_count; i++)
		room += 4 + sources->ballots[i]->body_len;
	data = malloc(room);
	if (!data)
		return STATUS_NO_ROOM;
	writer_init(&writer, data, room);
	write_bytes(&writer, RECORD_MAGIC, 4);
	write_bytes(&writer, sources->by->election.bytes, HASH_BYTES);
	write_u32(&writer, (uint32_t)sources->ballot_count);
	for (size_t i = 0; i < sources->ballot_count; i++) {
		const struct accepted_ballot *ballot = sources->ballots[i];

		write_u16(&writer, (uint16_t)(ballot->export->kiosk - first));
		write_u16(&writer, (uint16_t)ballot->body_len);
		write_bytes(&writer, ballot->body, ballot->body_len);
	}
	status = writer_status(&writer);
	if (status == STATUS_OK)
		status = put(record, "ballots", data, writer_len(&writer));
	free(data);
	return status;
}

static enum status put_decryption(struct record *record, const struct record_sources *sources)
{
	struct writer writer;
	size_t room = UNMIXED_HEAD_BYTES + sources->point_count * UNMIXED_POINT_BYTES;
	uint8_t *data = malloc(room);
	enum status status;

	if (!data)
		return STATUS_NO_ROOM;
	writer_init(&writer, data, room);
	unmixed_write_head(&writer, sources->by, (uint32_t)sources->point_count);
	for (size_t i = 0; i < sources->point_count; i++)
		unmixed_write_point(&writer, &sources->points[i]);
	status = writer_status(&writer);
	if (status == STATUS_OK)
		status = put(record, "decryption", data, writer_len(&writer));
	free(data);
	return status;
}

/* --- all of it --- */

typedef enum status text_maker(struct bytes *out, const struct record_sources *sources);

static enum status put_text(struct record *record, const char *name, text_maker *make,
                            const struct record_sources *sources)
{
	struct bytes text = {0};
	enum status status = make(&text, sources);

	if (status == STATUS_OK)
		status = put_bytes(record, name, &text);
	free(text.data);
	return status;
}

static enum status put_codes(struct record *record, const struct record_sources *sources)
{
	struct bytes text = {0};
	enum status status = codes_text(&text, sources->accepted);

	if (status == STATUS_OK)
		status = put_bytes(record, "codes.txt", &text);
	bytes_free(&text);
	return status;
}

static enum status put_public_key(struct record *record, const struct sign_public *key)
{
	char text[SIGN_KEY_FILE_MAX];
	enum status status = sign_public_write(text, sizeof text, key);

	return status == STATUS_OK ? put(record, "organiser.pub", text, strlen(text)) : status;
}

static int by_name(const void *left, const void *right)
{
	const struct manifest_entry *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static enum status put_manifest(struct record *record)
{
	size_t room = record->entry_count * (2 * SHA256_BYTES + 4 + MANIFEST_NAME_MAX) + 1, len = 0;
	char *text = malloc(room), path[PATH_ROOM];
	enum status status;

	if (!text)
		return STATUS_NO_ROOM;
	qsort(record->entry, record->entry_count, sizeof *record->entry, by_name);
	status = manifest_write(text, room, &len, record->entry, record->entry_count);
	if (status == STATUS_OK)
		status = path_join(path, record->folder.temporary, "manifest.sha256");
	if (status == STATUS_OK)
		status = file_write(path, text, len, FILE_PUBLIC, FILE_KEEP);
	free(text);
	return status;
}

static enum status put_all(struct record *record, const struct record_sources *sources)
{
	const struct accepted *accepted = sources->accepted;
	enum status status = put_bytes(record, "election.election", &accepted->package.file);

	if (status == STATUS_OK)
		status = put_bytes(record, "roster.roster", &accepted->roster_file);
	if (status == STATUS_OK)
		status = put_public_key(record, &accepted->organiser);
	if (status == STATUS_OK)
		status = put_bytes(record, "trustees.transcript", sources->transcript);
	if (status == STATUS_OK)
		status = put_exports(record, accepted);
	if (status == STATUS_OK)
		status = put_ballots(record, sources);
	if (status == STATUS_OK)
		status = put_decryption(record, sources);
	if (status == STATUS_OK)
		status = put_codes(record, sources);
	if (status == STATUS_OK)
		status = put_text(record, "votes", record_votes, sources);
	if (status == STATUS_OK)
		status = put_text(record, "result.json", record_json, sources);
	if (status == STATUS_OK)
		status = put_text(record, "result.csv", record_csv, sources);
	if (status == STATUS_OK)
		status = put_text(record, "readme.txt", record_readme, sources);
	return status == STATUS_OK ? put_manifest(record) : status;
}

/* Reads every listed file again: what the disk gives back is what was counted. */
static enum status check_written(const struct record *record)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < record->entry_count && status == STATUS_OK; i++) {
		const struct manifest_entry *entry = &record->entry[i];
		struct bytes again = {0};
		struct manifest_digest digest;
		uint8_t sha256[SHA256_BYTES];
		char path[PATH_ROOM];

		status = path_join(path, record->folder.temporary, entry->name);
		if (status == STATUS_OK)
			status = file_read(&again, path, RECORD_FILE_MAX, "a file of the record");
		if (status != STATUS_OK)
			return status;
		manifest_digest_init(&digest);
		manifest_digest_update(&digest, again.data, again.len);
		manifest_digest_finish(sha256, &digest);
		bytes_free(&again);
		if (memcmp(sha256, entry->sha256, SHA256_BYTES) == 0)
			continue;
		(void)cli_failed(
		    "%s: reads back otherwise than it was written; check the disk, and count again onto another", path);
		status = STATUS_DAMAGED;
	}
	return status;
}

enum status public_record_write(const char *path, const struct record_sources *sources)
{
	struct record *record = calloc(1, sizeof *record);
	enum status status = STATUS_NO_ROOM;

	if (record)
		status = folder_out_begin(&record->folder, path);
	if (status == STATUS_OK) {
		status = put_all(record, sources);
		if (status == STATUS_OK)
			status = check_written(record);
		if (status == STATUS_OK)
			status = folder_out_finish(&record->folder);
		folder_out_abandon(&record->folder);
	}
	if (status == STATUS_NO_ROOM || status == STATUS_INTERNAL)
		(void)cli_failed("%s: the record could not be made (it %s); try on a computer with more memory", path,
		                 status_phrase(status));
	free(record);
	return status;
}
