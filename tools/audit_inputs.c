/* What a count begins with: election, trustees, roster, exports, closings, and which ballots count. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "cli.h"
#include "record.h"

/* --- election, trustees, roster --- */

static enum status read_organiser(struct audit *audit)
{
	char path[PATH_ROOM], text[SIGN_KEY_FILE_MAX];
	enum status status;

	audit_path(path, audit, RECORD_ORGANISER);
	status =
	    fault_read(&audit->organiser_file, &audit->faults, path, SIGN_KEY_FILE_MAX, "the organiser's public key");
	if (status != STATUS_OK)
		return status;
	inventory_used(&audit->inventory, &audit->organiser_file, RECORD_ORGANISER);
	status =
	    sign_public_read(&audit->organiser, (const char *)audit->organiser_file.data, audit->organiser_file.len);
	if (status != STATUS_OK) {
		fault(&audit->faults, path, "is no public key in minisign's format (it %s)", status_phrase(status));
		return status;
	}
	audit->organiser_known = 1;
	/* Any other words would be a part of the record that nothing else of it depends on. */
	status = sign_public_write(text, sizeof text, &audit->organiser);
	if (status != STATUS_OK || audit->organiser_file.len != strlen(text) ||
	    memcmp(audit->organiser_file.data, text, strlen(text)) != 0) {
		fault(&audit->faults, path,
		      "has another first line than `untrusted comment: minisign public key` and the key's id, as "
		      "`folkmoot count start` writes it; get the record again");
		return STATUS_MISMATCH;
	}
	if (!audit->trusted || sign_key_equal(audit->trusted, &audit->organiser))
		return STATUS_OK;
	fault(&audit->faults, path,
	      "is another organiser's key than the one given with --organiser; whoever made this record is not that "
	      "organiser");
	return STATUS_WRONG_KEY;
}

static struct accept_sources sources_of(struct audit *audit)
{
	return (struct accept_sources){.organiser_key = &audit->organiser,
	                               .exports = audit->export_path,
	                               .export_count = audit->export_count,
	                               .losses = (const char *const *)audit->loss_path,
	                               .loss_count = audit->loss_count,
	                               .sink = audit->faults.sink,
	                               .context = audit};
}

/* Any other folder is not broken, but a mistake. */
static int looks_like_a_record(struct audit *audit)
{
	if (inventory_find(&audit->inventory, RECORD_ELECTION) || inventory_find(&audit->inventory, RECORD_ROSTER) ||
	    inventory_find(&audit->inventory, RECORD_TRANSCRIPT))
		return 1;
	fault(&audit->faults, audit->path, "is no record of a count; give the folder that `folkmoot count start` made");
	audit->faults.unread++;
	return 0;
}

static void check_folders_are_folders(struct audit *audit)
{
	static const char *const folders[] = {RECORD_LOSSES, RECORD_EXPORTS, RECORD_DRAW, RECORD_MIXES,
	                                      RECORD_DECRYPTION};
	char path[PATH_ROOM];

	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		if (!inventory_find(&audit->inventory, folders[i]))
			continue;
		audit_path(path, audit, folders[i]);
		fault(&audit->faults, path, "must be a folder, and is a file");
	}
}

enum status audit_election(struct audit *audit)
{
	struct accept_sources sources;
	char path[PATH_ROOM], key[PATH_ROOM];
	enum status status = inventory_read(&audit->inventory, &audit->faults, audit->path);

	check_folders_are_folders(audit);
	if (status == STATUS_OK && audit->faults.count)
		status = STATUS_MISMATCH;
	if (status == STATUS_OK && !looks_like_a_record(audit))
		status = STATUS_ABSENT;
	if (status == STATUS_OK)
		status = read_organiser(audit);
	if (status != STATUS_OK)
		return status;
	audit_path(path, audit, RECORD_ELECTION);
	audit_path(key, audit, RECORD_ORGANISER);
	sources = sources_of(audit);
	sources.election = path;
	sources.organiser = key;
	status = accept_election(&audit->accepted, &sources);
	inventory_used(&audit->inventory, &audit->accepted.package.file, RECORD_ELECTION);
	return status;
}

enum status audit_trustees(struct audit *audit)
{
	const struct election *election = audit->accepted.package.election;
	struct trustees *trustees = &audit->trustees;
	char path[PATH_ROOM];
	enum status status;

	audit_path(path, audit, RECORD_TRANSCRIPT);
	status =
	    fault_read(&audit->transcript, &audit->faults, path, TRUSTEE_TRANSCRIPT_MAX, "the trustees' transcript");
	if (status != STATUS_OK)
		return status;
	inventory_used(&audit->inventory, &audit->transcript, RECORD_TRANSCRIPT);
	status = trustees_read(trustees, (const char *)audit->transcript.data, audit->transcript.len);
	if (status != STATUS_OK) {
		fault(&audit->faults, path,
		      "is no trustees' transcript, or one of its proofs or signatures does not hold (it %s)",
		      status_phrase(status));
		return status;
	}
	audit_trustees_fit(&audit->faults, election, trustees, path);
	return STATUS_OK;
}

void audit_trustees_fit(struct faults *faults, const struct election *election, const struct trustees *trustees,
                        const char *path)
{
	if (trustees->kind != election->kind)
		fault(faults, path, "mixes practice and real: trustees and election must be of one kind");
	if (hash_compare(&election->transcript, &trustees->transcript) != 0)
		fault(faults, path, "is not the transcript that the election names");
	else if (!point_equal(&election->joint_key, &trustees->joint_key))
		fault(faults, path, "gives another joint key than the one ballots are sealed to");
	else if (election->trustee_count != trustees->count || election->threshold != trustees->threshold)
		fault(faults, path, "has %u trustees, %u of whom open ballots, but the election says %u and %u",
		      trustees->count, trustees->threshold, election->trustee_count, election->threshold);
}

enum status audit_roster(struct audit *audit)
{
	char path[PATH_ROOM];
	enum status status;

	audit_path(path, audit, RECORD_ROSTER);
	status = accept_roster(&audit->accepted, path);
	inventory_used(&audit->inventory, &audit->accepted.roster_file, RECORD_ROSTER);
	return status;
}

/* --- exports --- */

enum paths { PATHS_OF_FOLDERS, PATHS_OF_ALL };

/* The paths of what lies in a folder of the record. */
static enum status list_paths(char ***out, size_t *count, struct audit *audit, const char *folder, enum paths folders)
{
	size_t at = 0, len = 0;
	const char *part;

	*out = calloc(audit->inventory.count + 1, sizeof **out);
	if (!*out)
		return STATUS_NO_ROOM;
	while ((part = inventory_next(&len, &at, &audit->inventory, folder))) {
		char path[PATH_ROOM];

		if (snprintf(path, sizeof path, "%s/%s/%.*s", audit->path, folder, (int)len, part) >= (int)sizeof path)
			return STATUS_TOO_LONG;
		if (folders == PATHS_OF_FOLDERS && part[len] != '/') {
			fault(&audit->faults, path, "%s", inventory_stray(part));
			continue;
		}
		(*out)[*count] = strdup(path);
		if (!(*out)[(*count)++])
			return STATUS_NO_ROOM;
	}
	return STATUS_OK;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void export_name(char out[static 64], const struct export *export)
{
	char election[9], kiosk[9];

	hex_write(election, export->report.election.bytes, 4);
	hex_write(kiosk, export->kiosk->key.key, 4);
	snprintf(out, 64, "folkmoot-%s-%s-%04u", election, kiosk, export->report.number);
}

static void check_folders(struct audit *audit)
{
	static const char *const names[EXPORT_LISTED] = {EXPORT_BALLOTS, EXPORT_LOG, EXPORT_REPORT, EXPORT_SPOILED};

	for (size_t i = 0; i < audit->accepted.export_count; i++) {
		const struct export *export = &audit->accepted.exports[i];
		const char *folder = last_part(export->path);
		char name[64];

		for (unsigned k = 0; k < EXPORT_LISTED; k++)
			inventory_used(&audit->inventory, &export->file[k], "exports/%s/%s", folder, names[k]);
		inventory_used(&audit->inventory, &export->manifest, "exports/%s/" EXPORT_MANIFEST, folder);
		inventory_used(&audit->inventory, &export->signature, "exports/%s/" EXPORT_SIGNATURE, folder);
		if (!export->sound)
			continue;
		export_name(name, export);
		if (strcmp(name, folder) != 0)
			fault(&audit->faults, export->path, "must be named %s, as its kiosk wrote it", name);
	}
}

enum status audit_exports(struct audit *audit)
{
	struct accept_sources sources;
	enum status status =
	    list_paths(&audit->export_path, &audit->export_count, audit, RECORD_EXPORTS, PATHS_OF_FOLDERS);

	if (status != STATUS_OK)
		return status;
	sources = sources_of(audit);
	status = accept_exports(&audit->accepted, &sources);
	if (status != STATUS_OK)
		return status;
	check_folders(audit);
	for (unsigned i = 0; i < audit->accepted.roster.kiosk_count; i++) {
		const struct accepted_kiosk *kiosk = &audit->accepted.kiosks[i];

		/* The differences between them would say when ballots were cast. */
		if (kiosk->export_count > 1)
			fault(&audit->faults, kiosk->last->path,
			      "is one of %u exports of %s (%s); a record holds the last one of each kiosk only",
			      kiosk->export_count, kiosk->kiosk->name, kiosk->kiosk->place);
	}
	return STATUS_OK;
}

/* --- closings and losses --- */

static enum status except_losses(struct audit *audit)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < audit->accepted.loss_count && status == STATUS_OK; i++) {
		const struct loss *loss = &audit->accepted.losses[i];

		if (loss->number > 0)
			status =
			    audit_except(audit,
			                 "Kiosk %s (%s) was lost after its export %u; ballots cast there later are "
			                 "not in this count. The organiser's reason: %s",
			                 loss->name, loss->place, loss->number, loss->reason);
		else
			status =
			    audit_except(audit,
			                 "Kiosk %s (%s) was lost before its first export; no ballot cast there is in "
			                 "this count. The organiser's reason: %s",
			                 loss->name, loss->place, loss->reason);
	}
	return status;
}

/* Logs whose lines nobody vouches for as they came. */
static enum status except_logs(struct audit *audit)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < audit->accepted.roster.kiosk_count && status == STATUS_OK; i++) {
		const struct accepted_kiosk *kiosk = &audit->accepted.kiosks[i];

		if (kiosk->last && kiosk->last->log_begun_anew)
			status =
			    audit_except(audit,
			                 "The log of kiosk %s (%s) was sealed anew on line %u; lines before it may "
			                 "have been changed by whoever had its disk.",
			                 kiosk->kiosk->name, kiosk->kiosk->place, kiosk->last->log_begun_anew);
	}
	return status;
}

static void check_loss_names(struct audit *audit)
{
	for (size_t i = 0; i < audit->accepted.loss_count; i++) {
		const struct loss *loss = &audit->accepted.losses[i];
		char name[32], kiosk[9];

		inventory_used(&audit->inventory, &loss->file, "losses/%s", last_part(loss->path));
		hex_write(kiosk, loss->kiosk.key, 4);
		snprintf(name, sizeof name, "loss-%s", kiosk);
		if (strcmp(name, last_part(loss->path)) != 0)
			fault(&audit->faults, loss->path, "must be named %s, for the kiosk it speaks of", name);
	}
}

enum status audit_closing(struct audit *audit)
{
	struct accept_sources sources;
	char text[600];
	enum status status = list_paths(&audit->loss_path, &audit->loss_count, audit, RECORD_LOSSES, PATHS_OF_ALL);
	unsigned waiting = 0;

	if (status != STATUS_OK)
		return status;
	sources = sources_of(audit);
	accept_closing(&audit->accepted, &sources);
	check_loss_names(audit);
	for (unsigned i = audit->accepted.roster.kiosk_count; i-- > 0;)
		if (accepted_waits_for(text, sizeof text, &audit->accepted, i)) {
			waiting++;
			status = audit_missing(audit, RECORD_EXPORTS, "%s", text);
			cli_note("%s", text);
		}
	if (waiting > 1)
		status =
		    audit_missing(audit, RECORD_EXPORTS, "%u kiosks have not closed; the first is %s", waiting, text);
	if (status == STATUS_OK)
		status = except_losses(audit);
	return status == STATUS_OK ? except_logs(audit) : status;
}
