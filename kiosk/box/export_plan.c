#include "export_plan.h"
#include "box_sets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_BYTES = 64 * 1024 };

const char *export_file_name(int which)
{
	static const char *const name[FILE_COUNT] = {EXPORT_BALLOTS, EXPORT_LOG, EXPORT_REPORT, EXPORT_SPOILED};

	return name[which];
}

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

static enum status stream_file(struct stream *stream, const struct export_plan *plan, int which)
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

enum status export_plan_ballots(uint8_t sha256[static SHA256_BYTES], const struct export_plan *plan, int which,
                                int file)
{
	struct stream *stream = stream_create(plan->request->disk, file);
	enum status status;

	if (!stream)
		return STATUS_NO_ROOM;
	status = stream_file(stream, plan, which);
	manifest_digest_finish(sha256, &stream->digest);
	free(stream);
	return status;
}

/* --- planning: every byte is decided before the stick is touched --- */

/* What makes a new number: all that the report says but the number, its predecessor and the log's end. Events that are
 * only logged (a boot, this very export) do not; they go with the next number. */
static enum status plan_content(struct hash *out, const struct export_plan *plan)
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

static void plan_next_number(struct export_plan *plan, const struct box_export *last)
{
	plan->is_new = 1;
	plan->next.number = last->number + 1;
	plan->next.log_count = plan->request->log->end.count;
	memcpy(plan->next.previous, last->manifest, SHA256_BYTES);
}

static enum status plan_log(struct export_plan *plan)
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

static enum status plan_manifest(struct export_plan *plan)
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
		(void)snprintf(entries[i].name, sizeof entries[i].name, "%s", export_file_name(i));
		memcpy(entries[i].sha256, plan->digest[i], SHA256_BYTES);
	}
	status = manifest_write(plan->manifest, sizeof plan->manifest, &plan->manifest_len, entries, FILE_COUNT);
	if (status == STATUS_OK)
		digest_of(plan->next.manifest, plan->manifest, plan->manifest_len);
	return status;
}

static enum status plan_report(struct export_plan *plan)
{
	const struct export_request *request = plan->request;
	struct certificate *report = &plan->report;
	struct box_sets sets;
	enum status status;

	report->kind = request->kind;
	report->election = request->election;
	report->roster = request->roster;
	report->kiosk = request->self->key;
	memcpy(report->name, request->self->name, sizeof report->name);
	memcpy(report->place, request->self->place, sizeof report->place);
	report->started = request->counters.started;
	report->cast = request->counters.cast;
	report->challenged = request->counters.challenged;
	report->timed_out = request->counters.timed_out;
	report->left = request->counters.left;
	status = box_state(request->box, &report->state, &report->closing);
	if (status == STATUS_OK)
		status = box_sets(&sets, request->box);
	if (status != STATUS_OK)
		return status;
	report->sealed = sets.sealed;
	report->spoiled = sets.spoiled;
	report->set = sets.set;
	report->spoiled_set = sets.spoiled_set;
	return STATUS_OK;
}

/* The same content keeps its number, as long as the very same bytes come out. */
static enum status plan_number(struct export_plan *plan)
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

static enum status plan_signature(struct export_plan *plan, const struct sign_secret *key)
{
	char election[2 * HASH_BYTES + 1], kiosk[2 * SIGN_KEY_BYTES + 1], comment[SIGN_TRUSTED_MAX + 1];
	enum status status;

	hex_write(election, plan->request->election.bytes, HASH_BYTES);
	hex_write(kiosk, plan->request->self->key.key, SIGN_KEY_BYTES);
	(void)snprintf(comment, sizeof comment, "folkmoot export %s %s %u", election, kiosk, plan->next.number);
	status = sign_file(plan->signature, plan->manifest, plan->manifest_len, comment, key);
	if (status == STATUS_OK)
		digest_of(plan->signature_digest, plan->signature, strlen(plan->signature));
	return status;
}

enum status export_plan_make(struct export_plan *plan, struct sentence *why, const struct export_request *request,
                             const struct sign_secret *key)
{
	enum status status;

	memset(plan, 0, sizeof *plan);
	plan->request = request;
	plan->why = why;
	status = plan_report(plan);
	if (status == STATUS_OK)
		status = export_plan_ballots(plan->digest[FILE_BALLOTS], plan, FILE_BALLOTS, -1);
	if (status == STATUS_OK)
		status = export_plan_ballots(plan->digest[FILE_SPOILED], plan, FILE_SPOILED, -1);
	if (status == STATUS_OK)
		status = plan_number(plan);
	if (status == STATUS_OK)
		status = plan_signature(plan, key);
	export_name(plan->name, &request->election, request->self->key.key, plan->next.number);
	if (status != STATUS_OK)
		return refuse(why, status, "The box or the log %s, so nothing was exported: call the organiser.",
		              status_phrase(status));
	return STATUS_OK;
}

void export_plan_finish(struct export_plan *plan)
{
	free(plan->log);
}
