/*  plan: walk the box, hash every file   which number?   is it on this stick already, every byte?
 *              |                                              | no
 *              v                                              v
 *        stick: remove own leftovers -> .NAME.tmp/ -> four files, each synced -> folder synced -> read back, compared
 *              |
 *              v
 *        box: the number and the manifest's hash, durably      (from here on this number means these bytes)
 *              |
 *              v
 *        stick: manifest, signature, synced, read back -> rename to NAME -> stick synced
 *
 * A stick pulled out at any point leaves a folder with a dot, which the next export removes, or the whole export. */
#include "export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FILE_BALLOTS,
	FILE_LOG,
	FILE_REPORT,
	FILE_SPOILED,
	FILE_COUNT, /* those that the manifest lists, ascending */
	MANIFEST_BYTES = 1024,
	BUFFER_BYTES = 64 * 1024,
	HIDDEN_NAME_MAX = EXPORT_NAME_MAX + 8,
};

static const char *const file_name[FILE_COUNT] = {EXPORT_BALLOTS, EXPORT_LOG, EXPORT_REPORT, EXPORT_SPOILED};
static const char own_start[] = ".folkmoot-", temporary_end[] = ".tmp", replaced_end[] = ".old";

struct plan {
	const struct export_request *request;
	struct sentence *why;
	struct box_export next;
	int is_new; /* the number is not in the box yet */
	struct certificate report;
	struct hash *codes;
	size_t code_count, code_room;
	char *log;
	size_t log_len;
	char report_text[CERTIFICATE_MAX_BYTES];
	size_t report_len;
	uint8_t digest[FILE_COUNT][SHA256_BYTES];
	char manifest[MANIFEST_BYTES];
	size_t manifest_len;
	char signature[SIGN_FILE_MAX];
	char name[EXPORT_NAME_MAX];
	char folder[DISK_PATH_MAX]; /* while it is written */
};

void export_name(char out[static EXPORT_NAME_MAX], const struct hash *election,
                 const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t number)
{
	char election_hex[9], kiosk_hex[9];

	hex_write(election_hex, election->bytes, 4);
	hex_write(kiosk_hex, kiosk, 4);
	(void)snprintf(out, EXPORT_NAME_MAX, "folkmoot-%s-%s-%04u", election_hex, kiosk_hex, number);
}

/* --- the two files of ballots, as a stream into a hash and, on the second time, into a file --- */

struct stream {
	const struct disk *disk;
	int file; /* -1: only the hash */
	struct manifest_digest digest;
	size_t used;
	uint8_t buffer[BUFFER_BYTES];
};

static enum status stream_flush(struct stream *stream)
{
	enum status status = STATUS_OK;

	manifest_digest_update(&stream->digest, stream->buffer, stream->used);
	if (stream->file >= 0)
		status = disk_write_all(stream->disk, stream->file, stream->buffer, stream->used);
	stream->used = 0;
	return status;
}

static enum status stream_add(struct stream *stream, const void *data, size_t len)
{
	const uint8_t *at = data;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && len > 0) {
		size_t part = BUFFER_BYTES - stream->used < len ? BUFFER_BYTES - stream->used : len;
		memcpy(stream->buffer + stream->used, at, part);
		stream->used += part;
		at += part;
		len -= part;
		if (stream->used == BUFFER_BYTES)
			status = stream_flush(stream);
	}
	return status;
}

static enum status stream_number(struct stream *stream, uint32_t value, size_t len)
{
	uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)};

	return stream_add(stream, bytes, len);
}

static enum status stream_body(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	enum status status = stream_number(context, (uint32_t)body_len, 2);

	(void)code;
	return status == STATUS_OK ? stream_add(context, body, body_len) : status;
}

static enum status stream_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	enum status status = stream_body(context, code, opened->body, opened->body_len);

	if (status == STATUS_OK)
		status = stream_add(context, opened->nonce, NONCE_BYTES);
	if (status == STATUS_OK)
		status = stream_add(context, opened->plain.payload, (size_t)opened->points * PAYLOAD_BYTES);
	return status;
}

static enum status stream_file(struct stream *stream, const struct plan *plan, int which)
{
	struct box *box = plan->request->box;
	int sealed = which == FILE_BALLOTS;
	enum status status = stream_add(stream, sealed ? BALLOTS_MAGIC : SPOILED_MAGIC, 4);

	if (status == STATUS_OK)
		status = stream_number(stream, sealed ? plan->report.sealed : plan->report.spoiled, 4);
	if (status == STATUS_OK)
		status = sealed ? box_each(box, stream_body, stream) : box_each_spoiled(box, stream_opened, stream);
	return status == STATUS_OK ? stream_flush(stream) : status;
}

static struct stream *stream_create(const struct disk *disk, int file)
{
	struct stream *stream = calloc(1, sizeof *stream);

	if (!stream)
		return NULL;
	stream->disk = disk;
	stream->file = file;
	manifest_digest_init(&stream->digest);
	return stream;
}

/* Spoiled ballots' payloads are public by their voters' will, but sealed ones pass here too in no other form than
 * sealed: nothing to wipe. */
static enum status digest_ballots(uint8_t sha256[static SHA256_BYTES], const struct plan *plan, int which)
{
	struct stream *stream = stream_create(plan->request->disk, -1);
	enum status status;

	if (!stream)
		return STATUS_NO_ROOM;
	status = stream_file(stream, plan, which);
	manifest_digest_finish(sha256, &stream->digest);
	free(stream);
	return status;
}

/* --- planning: every byte is decided before the stick is touched --- */

static enum status collect_code(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct plan *plan = context;

	(void)body;
	(void)body_len;
	if (plan->code_count == plan->code_room)
		return STATUS_INTERNAL;
	plan->codes[plan->code_count++] = *code;
	return STATUS_OK;
}

static enum status collect_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	return collect_code(context, code, opened->body, opened->body_len);
}

static enum status plan_sets(struct plan *plan)
{
	struct box *box = plan->request->box;
	uint32_t slots;
	enum status status = box_counts(box, &plan->report.sealed, &plan->report.spoiled, &slots);

	if (status != STATUS_OK)
		return status;
	plan->code_room = plan->report.sealed > plan->report.spoiled ? plan->report.sealed : plan->report.spoiled;
	plan->codes = calloc(plan->code_room + 1, sizeof *plan->codes);
	if (!plan->codes)
		return STATUS_NO_ROOM;
	status = box_each(box, collect_code, plan);
	if (status == STATUS_OK)
		status = set_hash(&plan->report.set, plan->codes, plan->code_count);
	plan->code_count = 0;
	if (status == STATUS_OK)
		status = box_each_spoiled(box, collect_opened, plan);
	if (status == STATUS_OK)
		status = set_hash(&plan->report.spoiled_set, plan->codes, plan->code_count);
	return status;
}

/* What makes a new number: all that the report says but the number, its predecessor and the log's end. Events that are
 * only logged (a boot, this very export) do not; they go with the next number. */
static enum status plan_content(struct hash *out, const struct plan *plan)
{
	struct certificate report = plan->report;
	char text[CERTIFICATE_MAX_BYTES];
	size_t len;
	enum status status;

	report.number = 1;
	memset(report.previous, 0, sizeof report.previous);
	memset(&report.log_head, 0, sizeof report.log_head);
	report.log_count = 0;
	status = certificate_write(text, sizeof text, &len, &report);
	if (status == STATUS_OK)
		hash_of(out, "folkmoot/export-content/1", text, len);
	return status;
}

static void plan_next_number(struct plan *plan, const struct box_export *last)
{
	plan->is_new = 1;
	plan->next.number = last->number + 1;
	plan->next.log_count = plan->request->log->end.count;
	memcpy(plan->next.previous, last->manifest, SHA256_BYTES);
}

static enum status plan_log(struct plan *plan)
{
	const struct export_request *request = plan->request;
	struct log_end end;
	uint8_t *text;
	size_t len;
	enum status status = disk_read(&text, &len, request->disk, request->log->path, LOG_MAX_BYTES);

	if (status != STATUS_OK)
		return status;
	free(plan->log);
	plan->log = (char *)text;
	status = log_check(&end, plan->log, len, request->log_key, plan->next.log_count);
	if (status != STATUS_OK || end.count != plan->next.log_count)
		return STATUS_DAMAGED;
	plan->log_len = end.len;
	plan->report.log_head = end.head;
	plan->report.log_count = end.count;
	return STATUS_OK;
}

static void digest_of(uint8_t sha256[static SHA256_BYTES], const void *data, size_t len)
{
	struct manifest_digest digest;

	manifest_digest_init(&digest);
	manifest_digest_update(&digest, data, len);
	manifest_digest_finish(sha256, &digest);
}

static enum status plan_manifest(struct plan *plan)
{
	struct manifest_entry entries[FILE_COUNT] = {0};
	enum status status;

	plan->report.number = plan->next.number;
	memcpy(plan->report.previous, plan->next.previous, SHA256_BYTES);
	status = plan_log(plan);
	if (status == STATUS_OK)
		status =
		    certificate_write(plan->report_text, sizeof plan->report_text, &plan->report_len, &plan->report);
	if (status != STATUS_OK)
		return status;
	digest_of(plan->digest[FILE_LOG], plan->log, plan->log_len);
	digest_of(plan->digest[FILE_REPORT], plan->report_text, plan->report_len);
	for (int i = 0; i < FILE_COUNT; i++) {
		(void)snprintf(entries[i].name, sizeof entries[i].name, "%s", file_name[i]);
		memcpy(entries[i].sha256, plan->digest[i], SHA256_BYTES);
	}
	status = manifest_write(plan->manifest, sizeof plan->manifest, &plan->manifest_len, entries, FILE_COUNT);
	if (status == STATUS_OK)
		digest_of(plan->next.manifest, plan->manifest, plan->manifest_len);
	return status;
}

static enum status plan_report(struct plan *plan)
{
	const struct export_request *request = plan->request;
	struct certificate *report = &plan->report;
	enum status status;

	report->kind = request->kind;
	report->election = request->election;
	report->kiosk = request->self->key;
	memcpy(report->name, request->self->name, sizeof report->name);
	memcpy(report->place, request->self->place, sizeof report->place);
	report->started = request->counters.started;
	report->cast = request->counters.cast;
	report->challenged = request->counters.challenged;
	report->timed_out = request->counters.timed_out;
	report->left = request->counters.left;
	status = box_state(request->box, &report->state, &report->closing);
	return status == STATUS_OK ? plan_sets(plan) : status;
}

/* The same content keeps its number, as long as the very same bytes come out. */
static enum status plan_number(struct plan *plan)
{
	struct box_export last;
	enum status status = box_last_export(plan->request->box, &last);

	if (status == STATUS_OK)
		status = plan_content(&plan->next.content, plan);
	if (status != STATUS_OK)
		return status;
	if (last.number > 0 && hash_compare(&last.content, &plan->next.content) == 0) {
		plan->next = last;
		status = plan_manifest(plan);
		if (status == STATUS_OK && memcmp(plan->next.manifest, last.manifest, SHA256_BYTES) == 0)
			return STATUS_OK;
	}
	plan_next_number(plan, &last);
	return plan_manifest(plan);
}

static enum status plan_signature(struct plan *plan, const struct sign_secret *key)
{
	char election[2 * HASH_BYTES + 1], kiosk[2 * SIGN_KEY_BYTES + 1], comment[SIGN_TRUSTED_MAX + 1];

	hex_write(election, plan->request->election.bytes, HASH_BYTES);
	hex_write(kiosk, plan->request->self->key.key, SIGN_KEY_BYTES);
	(void)snprintf(comment, sizeof comment, "folkmoot export %s %s %u", election, kiosk, plan->next.number);
	return sign_file(plan->signature, plan->manifest, plan->manifest_len, comment, key);
}

static enum status plan_all(struct plan *plan, const struct sign_secret *key)
{
	enum status status = plan_report(plan);

	if (status == STATUS_OK)
		status = digest_ballots(plan->digest[FILE_BALLOTS], plan, FILE_BALLOTS);
	if (status == STATUS_OK)
		status = digest_ballots(plan->digest[FILE_SPOILED], plan, FILE_SPOILED);
	if (status == STATUS_OK)
		status = plan_number(plan);
	if (status == STATUS_OK)
		status = plan_signature(plan, key);
	export_name(plan->name, &plan->request->election, plan->request->self->key.key, plan->next.number);
	if (status != STATUS_OK)
		return refuse(plan->why, status, "The box or the log %s, so nothing was exported: call the organiser.",
		              status_phrase(status));
	return STATUS_OK;
}

/* --- the stick --- */

static enum status stick_failed(const struct plan *plan, enum status status)
{
	struct sentence *why = plan->why;

	if (!disk_is_folder(plan->request->disk, plan->request->stick))
		return refuse(why, STATUS_ABSENT, "The USB stick is gone: put it or another one in and export again.");
	if (status == STATUS_DISK_FULL)
		return refuse(why, status,
		              "The USB stick is full: take another one, or make room on it, and export again.");
	if (status == STATUS_READ_ONLY)
		return refuse(why, status, "The USB stick cannot be written: undo its lock or take another one.");
	if (status == STATUS_MISMATCH)
		return refuse(
		    why, status,
		    "The USB stick gave back other bytes than were written: throw it away and take another one.");
	if (status == STATUS_NO_ROOM)
		return refuse(why, status,
		              "The kiosk has no memory left for an export: restart it. No ballot is lost.");
	return refuse(
	    why, status == STATUS_ABSENT ? STATUS_IO : status,
	    "The USB stick failed while it was written: take another one and export again. No ballot is lost.");
}

static enum status path_in(char path[static DISK_PATH_MAX], const struct plan *plan, const char *name)
{
	return disk_path(path, plan->folder, name);
}

/* Only the six files that an export has are ever removed; a folder with anything else in it stays. */
static enum status remove_export(const struct disk *disk, const char *folder)
{
	static const char *const names[] = {EXPORT_SIGNATURE, EXPORT_MANIFEST, EXPORT_BALLOTS,
	                                    EXPORT_LOG,       EXPORT_REPORT,   EXPORT_SPOILED};
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < sizeof names / sizeof names[0]; i++) {
		status = disk_path(path, folder, names[i]);
		if (status == STATUS_OK)
			status = disk_remove(disk, path);
	}
	return status == STATUS_OK ? disk_remove(disk, folder) : status;
}

struct leftovers {
	char name[8][HIDDEN_NAME_MAX];
	unsigned count;
};

static void look_for_leftover(void *context, const char *name)
{
	struct leftovers *found = context;
	size_t len = strlen(name), end_len = strlen(temporary_end);

	if (len >= HIDDEN_NAME_MAX || len <= end_len || strncmp(name, own_start, strlen(own_start)) != 0 ||
	    found->count == sizeof found->name / sizeof found->name[0])
		return;
	if (strcmp(name + len - end_len, temporary_end) != 0 && strcmp(name + len - end_len, replaced_end) != 0)
		return;
	(void)snprintf(found->name[found->count++], HIDDEN_NAME_MAX, "%s", name);
}

/* A leftover that cannot be removed matters only where its name is needed; making the folder will say so. */
static enum status remove_leftovers(const struct plan *plan)
{
	const struct export_request *request = plan->request;
	struct leftovers found = {.count = 0};
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	if (request->disk->list(request->disk->context, request->stick, look_for_leftover, &found) != 0)
		return disk_status(errno);
	for (unsigned i = 0; i < found.count; i++) {
		status = disk_path(path, request->stick, found.name[i]);
		if (status == STATUS_OK && remove_export(request->disk, path) != STATUS_OK)
			continue;
	}
	return status;
}

static enum status read_back_as(const struct plan *plan, const char *name, const uint8_t want[static SHA256_BYTES])
{
	char path[DISK_PATH_MAX];
	uint8_t got[SHA256_BYTES];
	enum status status = path_in(path, plan, name);

	if (status == STATUS_OK)
		status = disk_read_back(got, plan->request->disk, path);
	if (status != STATUS_OK)
		return status;
	return memcmp(got, want, SHA256_BYTES) == 0 ? STATUS_OK : STATUS_MISMATCH;
}

static enum status read_back_marker(const struct plan *plan)
{
	uint8_t want[SHA256_BYTES];
	enum status status;

	status = read_back_as(plan, EXPORT_MANIFEST, plan->next.manifest);
	if (status != STATUS_OK)
		return status;
	digest_of(want, plan->signature, strlen(plan->signature));
	return read_back_as(plan, EXPORT_SIGNATURE, want);
}

static enum status read_back_files(const struct plan *plan)
{
	enum status status = STATUS_OK;

	for (int i = 0; status == STATUS_OK && i < FILE_COUNT; i++)
		status = read_back_as(plan, file_name[i], plan->digest[i]);
	return status;
}

static enum status write_ballots(const struct plan *plan, int which)
{
	const struct disk *disk = plan->request->disk;
	char path[DISK_PATH_MAX];
	struct stream *stream;
	uint8_t sha256[SHA256_BYTES];
	enum status status = path_in(path, plan, file_name[which]);
	int file;

	if (status != STATUS_OK)
		return status;
	file = disk->open(disk->context, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (file < 0)
		return disk_status(errno);
	stream = stream_create(disk, file);
	status = stream ? stream_file(stream, plan, which) : STATUS_NO_ROOM;
	if (status == STATUS_OK && disk->sync(disk->context, file) != 0)
		status = disk_status(errno);
	if (disk->close(disk->context, file) != 0 && status == STATUS_OK)
		status = disk_status(errno);
	if (status == STATUS_OK) {
		manifest_digest_finish(sha256, &stream->digest);
		if (memcmp(sha256, plan->digest[which], SHA256_BYTES) != 0)
			status = STATUS_INTERNAL;
	}
	free(stream);
	return status;
}

static enum status write_text_file(const struct plan *plan, const char *name, const char *text, size_t len)
{
	char path[DISK_PATH_MAX];
	enum status status = path_in(path, plan, name);

	return status == STATUS_OK ? disk_write_new(plan->request->disk, path, text, len) : status;
}

static enum status write_files(const struct plan *plan)
{
	enum status status = disk_make_folder(plan->request->disk, plan->folder);

	if (status == STATUS_OK)
		status = write_ballots(plan, FILE_BALLOTS);
	if (status == STATUS_OK)
		status = write_ballots(plan, FILE_SPOILED);
	if (status == STATUS_OK)
		status = write_text_file(plan, EXPORT_LOG, plan->log, plan->log_len);
	if (status == STATUS_OK)
		status = write_text_file(plan, EXPORT_REPORT, plan->report_text, plan->report_len);
	if (status == STATUS_OK)
		status = disk_sync_folder(plan->request->disk, plan->folder);
	return status == STATUS_OK ? read_back_files(plan) : status;
}

static enum status write_marker(const struct plan *plan)
{
	enum status status = write_text_file(plan, EXPORT_MANIFEST, plan->manifest, plan->manifest_len);

	if (status == STATUS_OK)
		status = write_text_file(plan, EXPORT_SIGNATURE, plan->signature, strlen(plan->signature));
	if (status == STATUS_OK)
		status = disk_sync_folder(plan->request->disk, plan->folder);
	return status == STATUS_OK ? read_back_marker(plan) : status;
}

static enum status sync_stick(const struct plan *plan)
{
	const struct disk *disk = plan->request->disk;
	enum status status = STATUS_OK;
	int file = disk->open(disk->context, plan->request->stick, O_RDONLY | O_DIRECTORY, 0);

	if (file < 0)
		return disk_status(errno);
	if (disk->sync(disk->context, file) != 0 || disk->sync_all(disk->context, file) != 0)
		status = disk_status(errno);
	if (disk->close(disk->context, file) != 0 && status == STATUS_OK)
		status = disk_status(errno);
	return status;
}

/* A folder of that name with other bytes in it is an export that was damaged on the stick: it makes way, and goes when
 * the new one is there. */
static enum status give_final_name(const struct plan *plan)
{
	const struct export_request *request = plan->request;
	char path[DISK_PATH_MAX], old[DISK_PATH_MAX], old_name[HIDDEN_NAME_MAX];
	int replacing;
	enum status status;

	(void)snprintf(old_name, sizeof old_name, ".%s%s", plan->name, replaced_end);
	status = disk_path(path, request->stick, plan->name);
	if (status == STATUS_OK)
		status = disk_path(old, request->stick, old_name);
	if (status != STATUS_OK)
		return status;
	replacing = disk_exists(request->disk, path);
	if (replacing)
		status = disk_rename(request->disk, path, old);
	if (status == STATUS_OK)
		status = disk_rename(request->disk, plan->folder, path);
	if (status == STATUS_OK)
		status = sync_stick(plan);
	if (status == STATUS_OK && replacing && remove_export(request->disk, old) != STATUS_OK)
		return STATUS_OK; /* it has a dot; the next export removes it */
	return status;
}

static enum status keep_number(const struct plan *plan)
{
	enum status status;

	if (!plan->is_new)
		return STATUS_OK;
	status = box_set_export(plan->request->box, &plan->next, &plan->request->counters);
	if (status != STATUS_OK)
		return refuse(plan->why, status,
		              "The kiosk's own disk failed, so nothing was exported: call the organiser.");
	return STATUS_OK;
}

/* What cannot be removed has a dot, and the next export removes it. */
static void remove_written(const struct plan *plan)
{
	if (remove_export(plan->request->disk, plan->folder) != STATUS_OK)
		return;
}

static enum status write_new(struct plan *plan)
{
	char hidden[HIDDEN_NAME_MAX];
	enum status status;

	(void)snprintf(hidden, sizeof hidden, ".%s%s", plan->name, temporary_end);
	status = disk_path(plan->folder, plan->request->stick, hidden);
	if (status == STATUS_OK)
		status = remove_leftovers(plan);
	if (status == STATUS_OK)
		status = write_files(plan);
	if (status != STATUS_OK) {
		remove_written(plan);
		return stick_failed(plan, status);
	}
	status = keep_number(plan);
	if (status != STATUS_OK) {
		remove_written(plan);
		return status;
	}
	status = write_marker(plan);
	if (status == STATUS_OK)
		status = give_final_name(plan);
	if (status != STATUS_OK) {
		remove_written(plan);
		return stick_failed(plan, status);
	}
	return STATUS_OK;
}

/* The same export was written here before, and every byte of it is still good. */
static int is_there(struct plan *plan)
{
	if (plan->is_new || disk_path(plan->folder, plan->request->stick, plan->name) != STATUS_OK)
		return 0;
	return read_back_marker(plan) == STATUS_OK && read_back_files(plan) == STATUS_OK;
}

enum status export_make(struct export_result *out, struct sentence *why, const struct export_request *request,
                        const struct sign_secret *key)
{
	struct plan *plan;
	enum status status;

	memset(out, 0, sizeof *out);
	if (!request->stick || !disk_is_folder(request->disk, request->stick))
		return refuse(why, STATUS_ABSENT, "No USB stick was found: put one in and export again.");
	plan = calloc(1, sizeof *plan);
	if (!plan)
		return refuse(why, STATUS_NO_ROOM, "The kiosk has no memory left for an export: restart it.");
	plan->request = request;
	plan->why = why;
	status = plan_all(plan, key);
	if (status == STATUS_OK && !is_there(plan))
		status = write_new(plan);
	if (status == STATUS_OK) {
		out->number = plan->next.number;
		out->sealed = plan->report.sealed;
		out->spoiled = plan->report.spoiled;
		memcpy(out->name, plan->name, sizeof out->name);
	}
	free(plan->codes);
	free(plan->log);
	free(plan);
	return status;
}
