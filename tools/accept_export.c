#include "accept_export.h"
#include "accept_log.h"
#include "accept_stranger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

enum {
	MANIFEST_MAX_BYTES = 4096,
	BALLOTS_MAX_BYTES = 1024 * 1024 * 1024,
};

/* Ascending, as the manifest lists them. */
static const struct listed {
	const char *name;
	size_t max;
} listed[EXPORT_LISTED] = {
    [FILE_BALLOTS] = {EXPORT_BALLOTS, BALLOTS_MAX_BYTES},
    [FILE_LOG] = {EXPORT_LOG, LOG_MAX_BYTES},
    [FILE_REPORT] = {EXPORT_REPORT, CERTIFICATE_MAX_BYTES},
    [FILE_SPOILED] = {EXPORT_SPOILED, BALLOTS_MAX_BYTES},
};

#define FROM_KIOSK "get this export from the kiosk again"

void export_file_path(char out[static PATH_ROOM], const struct export *export, const char *name)
{
	if (path_join(out, export->path, name) != STATUS_OK)
		snprintf(out, PATH_ROOM, "%s", name);
}

/* --- files --- */

static int known_name(const char *name)
{
	for (size_t i = 0; i < EXPORT_LISTED; i++)
		if (strcmp(name, listed[i].name) == 0)
			return 1;
	return strcmp(name, EXPORT_MANIFEST) == 0 || strcmp(name, EXPORT_SIGNATURE) == 0;
}

static void check_names(struct export *out, struct faults *faults)
{
	struct folder_names names;
	char path[PATH_ROOM];

	if (folder_list(&names, out->path, "the export") != STATUS_OK) {
		faults->count++;
		return;
	}
	for (size_t i = 0; i < names.count; i++) {
		if (known_name(names.name[i]))
			continue;
		export_file_path(path, out, names.name[i]);
		fault(faults, path, "does not belong to an export; take it away, and find out who put it there");
	}
	folder_names_free(&names);
}

static void read_one(struct bytes *into, struct export *out, struct faults *faults, const char *name, size_t max)
{
	char path[PATH_ROOM];
	enum status status;

	export_file_path(path, out, name);
	status = file_read_plain(into, path, max);
	if (status == STATUS_ABSENT)
		fault(faults, path, "is missing from the export; " FROM_KIOSK);
	else if (status != STATUS_OK)
		fault(faults, path, "%s; " FROM_KIOSK,
		      status == STATUS_MAGIC ? "is no plain file" : status_phrase(status));
}

/* --- signature and manifest --- */

/* Finds whose signature it is: the one rostered kiosk with the signature's key id. */
static void check_signature(struct export *out, char trusted[static SIGN_TRUSTED_MAX + 1], struct faults *faults,
                            const struct roster *roster, const struct former_rosters *earlier)
{
	char manifest_path[PATH_ROOM], signature_path[PATH_ROOM];
	enum status status = STATUS_WRONG_KEY;

	export_file_path(manifest_path, out, EXPORT_MANIFEST);
	export_file_path(signature_path, out, EXPORT_SIGNATURE);
	for (unsigned i = 0; i < roster->kiosk_count && status == STATUS_WRONG_KEY; i++) {
		status =
		    sign_file_verify(trusted, SIGN_TRUSTED_MAX + 1, (const char *)out->signature.data,
		                     out->signature.len, out->manifest.data, out->manifest.len, &roster->kiosk[i].key);
		if (status == STATUS_OK)
			out->kiosk = &roster->kiosk[i];
	}
	if (status == STATUS_WRONG_KEY)
		tell_stranger(faults, out, roster, earlier);
	else if (status == STATUS_SIGNATURE)
		fault(faults, manifest_path,
		      "its signature in %s does not hold, one of the two was changed; " FROM_KIOSK, EXPORT_SIGNATURE);
	else if (status != STATUS_OK)
		fault(faults, signature_path, "is no signature file as a kiosk writes it (it %s); " FROM_KIOSK,
		      status_phrase(status));
}

static void check_manifest(struct export *out, struct faults *faults)
{
	struct manifest_entry entry[EXPORT_LISTED];
	size_t count = 0;
	char path[PATH_ROOM];
	enum status status =
	    manifest_read(entry, EXPORT_LISTED, &count, (const char *)out->manifest.data, out->manifest.len);
	int fits = status == STATUS_OK && count == EXPORT_LISTED;

	for (size_t i = 0; fits && i < EXPORT_LISTED; i++)
		fits = strcmp(entry[i].name, listed[i].name) == 0;
	if (!fits) {
		export_file_path(path, out, EXPORT_MANIFEST);
		fault(faults, path, "must list exactly %s, %s, %s and %s; " FROM_KIOSK, EXPORT_BALLOTS, EXPORT_LOG,
		      EXPORT_REPORT, EXPORT_SPOILED);
		return;
	}
	for (size_t i = 0; i < EXPORT_LISTED; i++) {
		struct manifest_digest digest;
		uint8_t sha256[SHA256_BYTES];

		if (!out->file[i].data)
			continue;
		manifest_digest_init(&digest);
		manifest_digest_update(&digest, out->file[i].data, out->file[i].len);
		manifest_digest_finish(sha256, &digest);
		if (memcmp(sha256, entry[i].sha256, SHA256_BYTES) == 0)
			continue;
		export_file_path(path, out, listed[i].name);
		fault(faults, path, "was changed: its SHA-256 is not the one the kiosk signed in %s; " FROM_KIOSK,
		      EXPORT_MANIFEST);
	}
}

/* --- report --- */

static int zero(const uint8_t *bytes, size_t len)
{
	uint8_t any = 0;

	for (size_t i = 0; i < len; i++)
		any |= bytes[i];
	return any == 0;
}

/* Signed by the kiosk, so a fault here is a kiosk's, not a copy's. */
static const char *report_fault(const struct export *out, const struct package *package)
{
	const struct certificate *report = &out->report;
	const struct roster_kiosk *kiosk = out->kiosk;

	if (report->kind != package->election->kind)
		return "mixes practice and real data: this kiosk and the election are not of one kind; use exports of "
		       "this vote "
		       "only";
	if (!sign_key_equal(&report->kiosk, &kiosk->key))
		return "names another kiosk than the one that signed it; do not use it, and examine that kiosk";
	if (strcmp(report->name, kiosk->name) != 0 || strcmp(report->place, kiosk->place) != 0)
		return "names another kiosk or place than the roster does for its key; ask the organiser for the right "
		       "roster";
	if (report->number == 0 || (report->number == 1) != zero(report->previous, sizeof report->previous))
		return "its number and its link to the export before do not fit; do not use it, and examine that kiosk";
	if ((report->state == VOTING_CLOSED && report->closing == 0) ||
	    (report->state == VOTING_NEW && (report->sealed || report->spoiled || report->closing)))
		return "says a state of voting that does not fit its counts; do not use it, and examine that kiosk";
	return NULL;
}

static void check_report(struct export *out, const char *trusted, struct faults *faults, const struct package *package,
                         const struct roster *roster)
{
	char path[PATH_ROOM], expected[SIGN_TRUSTED_MAX + 1], election[2 * HASH_BYTES + 1], key[2 * SIGN_KEY_BYTES + 1];
	const struct bytes *file = &out->file[FILE_REPORT];
	enum status status = certificate_read(&out->report, (const char *)file->data, file->len);
	const char *wrong;

	export_file_path(path, out, EXPORT_REPORT);
	if (status != STATUS_OK) {
		fault(faults, path, "is no report as a kiosk writes it (it %s); do not use it, and examine that kiosk",
		      status_phrase(status));
		return;
	}
	if (out->report.kind == package->election->kind && hash_compare(&out->report.election, &package->hash) != 0) {
		tell_other_election(faults, out, package);
		return;
	}
	wrong = report_fault(out, package);
	if (wrong) {
		fault(faults, path, "%s", wrong);
		return;
	}
	/* An older roster may lack whole kiosks, and nobody would miss them. */
	if (out->report.roster > roster->revision)
		fault(
		    faults, path,
		    "this kiosk had revision %u of the roster, and revision %u was given here, which may lack kiosks; "
		    "ask the organiser for revision %u",
		    out->report.roster, roster->revision, out->report.roster);
	hex_write(election, package->hash.bytes, HASH_BYTES);
	hex_write(key, out->kiosk->key.key, SIGN_KEY_BYTES);
	snprintf(expected, sizeof expected, "folkmoot export %s %s %u", election, key, out->report.number);
	if (strcmp(expected, trusted) == 0)
		return;
	export_file_path(path, out, EXPORT_SIGNATURE);
	fault(faults, path,
	      "its trusted comment says another election, kiosk or number than %s; do not use it, and examine "
	      "that kiosk",
	      EXPORT_REPORT);
}

/* --- log --- */

static void check_log(struct export *out, struct faults *faults, const struct sign_public *organiser)
{
	const struct bytes *file = &out->file[FILE_LOG];
	struct log_end end;
	char path[PATH_ROOM];
	enum status status = log_check(&end, (const char *)file->data, file->len, out->kiosk->key.key, UINT32_MAX);

	export_file_path(path, out, EXPORT_LOG);
	if (status != STATUS_OK)
		fault(faults, path,
		      "line %u does not follow from the line before it; do not use it, and examine that kiosk",
		      end.count + 1);
	else if (end.count != out->report.log_count || hash_compare(&end.head, &out->report.log_head) != 0)
		fault(faults, path,
		      "has %u lines with another end than the %u that %s signs; do not use it, and examine that kiosk",
		      end.count, out->report.log_count, EXPORT_REPORT);
	else
		accept_log(out, faults, organiser);
}

/* --- ballots --- */

/* Ascending codes, nothing left over, and the set that the report signs. */
static void finish_set(const struct reader *reader, const struct hash *codes, size_t count, uint32_t promised,
                       const struct hash *set, const char *path, struct faults *faults)
{
	struct hash own;
	enum status status = reader_finish(reader);

	if (status != STATUS_OK) {
		fault(faults, path, "cannot be read to its end (it %s); do not use it, and examine that kiosk",
		      status_phrase(status));
		return;
	}
	if (count != promised) {
		fault(faults, path, "holds %zu ballots, but %s says %u; do not use it, and examine that kiosk", count,
		      EXPORT_REPORT, promised);
		return;
	}
	status = set_hash(&own, codes, count);
	if (status != STATUS_OK)
		fault(faults, path, "holds a ballot twice or out of order; do not use it, and examine that kiosk");
	else if (hash_compare(&own, set) != 0)
		fault(faults, path, "holds other ballots than %s signs; do not use it, and examine that kiosk",
		      EXPORT_REPORT);
}

static void no_memory(struct faults *faults, const char *path)
{
	fault(faults, path, "does not fit this computer's memory; check it on a larger one");
	faults->unread++;
}

static void read_ballots(struct export *out, struct faults *faults)
{
	const struct bytes *file = &out->file[FILE_BALLOTS];
	char path[PATH_ROOM];
	struct reader reader;
	struct hash *codes;
	uint32_t count;

	export_file_path(path, out, EXPORT_BALLOTS);
	reader_init(&reader, file->data, file->len);
	count = ballots_read_head(&reader, BALLOTS_MAGIC);
	/* A ballot is never smaller than its tag: no room for counts that the file cannot hold. */
	if (count > file->len / TAG_BYTES)
		count = (uint32_t)(file->len / TAG_BYTES) + 1;
	out->ballots = calloc((size_t)count + 1, sizeof *out->ballots);
	codes = calloc((size_t)count + 1, sizeof *codes);
	if (!out->ballots || !codes) {
		no_memory(faults, path);
		goto out;
	}
	for (uint32_t i = 0; i < count && reader.status == STATUS_OK; i++) {
		struct export_ballot *ballot = &out->ballots[i];

		ballots_read_body(&reader, &ballot->body, &ballot->body_len);
		if (reader.status != STATUS_OK)
			break;
		confirmation_code(&ballot->code, &out->context, ballot->body, ballot->body_len);
		codes[i] = ballot->code;
		out->ballot_count++;
	}
	finish_set(&reader, codes, out->ballot_count, out->report.sealed, &out->report.set, path, faults);
out:
	free(codes);
}

static void read_spoiled(struct export *out, struct faults *faults)
{
	const struct bytes *file = &out->file[FILE_SPOILED];
	char path[PATH_ROOM];
	struct reader reader;
	struct hash *codes;
	uint32_t count;

	export_file_path(path, out, EXPORT_SPOILED);
	reader_init(&reader, file->data, file->len);
	count = ballots_read_head(&reader, SPOILED_MAGIC);
	/* An entry is never smaller than its nonce: no room for counts that the file cannot hold. */
	if (count > file->len / NONCE_BYTES)
		count = (uint32_t)(file->len / NONCE_BYTES) + 1;
	out->spoiled = calloc((size_t)count + 1, sizeof *out->spoiled);
	codes = calloc((size_t)count + 1, sizeof *codes);
	if (!out->spoiled || !codes) {
		no_memory(faults, path);
		goto out;
	}
	for (uint32_t i = 0; i < count && reader.status == STATUS_OK; i++) {
		struct export_spoiled *spoiled = &out->spoiled[i];

		ballots_read_opened(&reader, &spoiled->opened);
		if (reader.status != STATUS_OK)
			break;
		confirmation_code(&spoiled->code, &out->context, spoiled->opened.body, spoiled->opened.body_len);
		codes[i] = spoiled->code;
		out->spoiled_count++;
	}
	finish_set(&reader, codes, out->spoiled_count, out->report.spoiled, &out->report.spoiled_set, path, faults);
out:
	free(codes);
}

/* --- all of it --- */

static void read_all(struct export *out, struct faults *faults)
{
	check_names(out, faults);
	read_one(&out->manifest, out, faults, EXPORT_MANIFEST, MANIFEST_MAX_BYTES);
	read_one(&out->signature, out, faults, EXPORT_SIGNATURE, SIGN_FILE_MAX);
	for (size_t i = 0; i < EXPORT_LISTED; i++)
		read_one(&out->file[i], out, faults, listed[i].name, listed[i].max);
}

/* Each step rests on the one before: nothing is parsed whose signature or hash does not hold. */
void export_read(struct export *out, struct faults *faults, const char *path, const struct package *package,
                 const struct roster *roster, const struct former_rosters *earlier)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	struct manifest_digest digest;
	unsigned before = faults->count;

	memset(out, 0, sizeof *out);
	out->path = path;
	if (!folder_exists(path)) {
		fault(faults, path, "is no folder with an export; check the path");
		faults->unread++;
		return;
	}
	read_all(out, faults);
	if (!out->manifest.data || !out->signature.data)
		return;
	check_signature(out, trusted, faults, roster, earlier);
	if (!out->kiosk)
		return;
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, out->manifest.data, out->manifest.len);
	manifest_digest_finish(out->manifest_sha256, &digest);
	check_manifest(out, faults);
	if (faults->count != before)
		return;
	out->context.election = package->hash;
	out->context.joint_key = package->election->joint_key;
	memcpy(out->context.kiosk, out->kiosk->key.key, sizeof out->context.kiosk);
	check_report(out, trusted, faults, package, roster);
	if (faults->count != before)
		return;
	check_log(out, faults, &package->election->organiser_key);
	read_ballots(out, faults);
	read_spoiled(out, faults);
	out->sound = faults->count == before;
}

void export_finish(struct export *out)
{
	bytes_free(&out->manifest);
	bytes_free(&out->signature);
	for (size_t i = 0; i < EXPORT_LISTED; i++)
		bytes_free(&out->file[i]);
	free(out->ballots);
	free(out->spoiled);
	out->ballots = NULL;
	out->spoiled = NULL;
}
