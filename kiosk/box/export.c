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
#include "export_plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HIDDEN_NAME_MAX = EXPORT_NAME_MAX + 8 };

static const char own_start[] = ".folkmoot-", temporary_end[] = ".tmp", replaced_end[] = ".old";

/* --- the stick --- */

static enum status stick_failed(const struct export_plan *plan, enum status status)
{
	struct sentence *why = plan->why;
	uint32_t sealed, spoiled, slots;

	if (box_counts(plan->request->box, &sealed, &spoiled, &slots) != STATUS_OK)
		return refuse(why, STATUS_IO,
		              "The kiosk's own disk failed, so nothing was exported: call the organiser.");
	if (status == STATUS_TIMEOUT)
		return refuse(why, status,
		              "The USB stick does not answer: take it out, put in another one and save again. No "
		              "ballot is lost.");
	if (!disk_is_folder(plan->request->disk, plan->request->stick))
		return refuse(why, STATUS_ABSENT, "The USB stick is gone: put it or another one in and save again.");
	if (status == STATUS_DISK_FULL)
		return refuse(why, status,
		              "The USB stick is full: take another one, or make room on it, and save again.");
	if (status == STATUS_READ_ONLY)
		return refuse(why, status, "The USB stick cannot be written: undo its lock or take another one.");
	if (status == STATUS_MISMATCH)
		return refuse(
		    why, status,
		    "The USB stick gave back other bytes than were written: throw it away and take another one.");
	if (status == STATUS_NO_ROOM)
		return refuse(why, status,
		              "The kiosk has no memory left for an export: restart it. No ballot is lost.");
	return refuse(why, status == STATUS_ABSENT ? STATUS_IO : status,
	              "The USB stick failed while it was written: take another one and save again. No ballot is lost.");
}

static enum status path_in(char path[static DISK_PATH_MAX], const struct export_plan *plan, const char *name)
{
	return disk_path(path, plan->folder, name);
}

enum { EXPORT_FILES = 6 };
static const char *const export_files[EXPORT_FILES] = {EXPORT_SIGNATURE, EXPORT_MANIFEST, EXPORT_BALLOTS,
                                                       EXPORT_LOG,       EXPORT_REPORT,   EXPORT_SPOILED};

/* Only the six files that an export has are ever removed; a folder with anything else in it stays. What only stands in
 * for a folder, a symbolic link that leads elsewhere, is removed itself and never followed. */
static enum status remove_export(const struct disk *disk, const char *folder)
{
	enum status status = STATUS_OK;
	int file = disk_open_folder(disk, folder);

	if (file < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? disk_remove(disk, folder)
		                                                             : disk_status(errno);
	for (int i = 0; status == STATUS_OK && i < EXPORT_FILES; i++)
		if (disk->remove_at(disk->context, file, export_files[i]) != 0 && errno != ENOENT)
			status = disk_status(errno);
	if (disk->close(disk->context, file) != 0 && status == STATUS_OK)
		status = disk_status(errno);
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

/* This export's own, whose names are needed. */
static enum status remove_own_leftovers(const struct export_plan *plan)
{
	static const char *const ends[] = {temporary_end, replaced_end};
	const struct export_request *request = plan->request;
	char path[DISK_PATH_MAX], name[HIDDEN_NAME_MAX];
	enum status status = STATUS_OK;

	for (int i = 0; status == STATUS_OK && i < 2; i++) {
		(void)snprintf(name, sizeof name, ".%s%s", plan->name, ends[i]);
		status = disk_path(path, request->stick, name);
		/* One with foreign files in it stays; making or renaming the folder will say so. */
		if (status == STATUS_OK && remove_export(request->disk, path) != STATUS_OK)
			continue;
	}
	return status;
}

/* A leftover that cannot be removed matters only where its name is needed; making the folder will say so. */
static enum status remove_leftovers(const struct export_plan *plan)
{
	const struct export_request *request = plan->request;
	struct leftovers found = {.count = 0};
	char path[DISK_PATH_MAX];
	enum status status = remove_own_leftovers(plan);

	if (status != STATUS_OK)
		return status;
	if (request->disk->list(request->disk->context, request->stick, look_for_leftover, &found) != 0)
		return disk_status(errno);
	for (unsigned i = 0; i < found.count; i++) {
		status = disk_path(path, request->stick, found.name[i]);
		if (status == STATUS_OK && remove_export(request->disk, path) != STATUS_OK)
			continue;
	}
	return status;
}

static enum status read_back_as(const struct export_plan *plan, const char *name,
                                const uint8_t want[static SHA256_BYTES])
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

static enum status read_back_marker(const struct export_plan *plan)
{
	enum status status = read_back_as(plan, EXPORT_MANIFEST, plan->next.manifest);

	return status == STATUS_OK ? read_back_as(plan, EXPORT_SIGNATURE, plan->signature_digest) : status;
}

static enum status read_back_files(const struct export_plan *plan)
{
	enum status status = STATUS_OK;

	for (int i = 0; status == STATUS_OK && i < FILE_COUNT; i++)
		status = read_back_as(plan, export_file_name(i), plan->digest[i]);
	return status;
}

static enum status write_ballots(const struct export_plan *plan, int which)
{
	const struct disk *disk = plan->request->disk;
	char path[DISK_PATH_MAX];
	uint8_t sha256[SHA256_BYTES];
	enum status status = path_in(path, plan, export_file_name(which));
	int file;

	if (status != STATUS_OK)
		return status;
	file = disk->open(disk->context, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (file < 0)
		return disk_status(errno);
	status = export_plan_ballots(sha256, plan, which, file);
	if (status == STATUS_OK && disk->sync(disk->context, file) != 0)
		status = disk_status(errno);
	if (disk->close(disk->context, file) != 0 && status == STATUS_OK)
		status = disk_status(errno);
	if (status == STATUS_OK && memcmp(sha256, plan->digest[which], SHA256_BYTES) != 0)
		status = STATUS_INTERNAL;
	return status;
}

static enum status write_text_file(const struct export_plan *plan, const char *name, const char *text, size_t len)
{
	char path[DISK_PATH_MAX];
	enum status status = path_in(path, plan, name);

	return status == STATUS_OK ? disk_write_new(plan->request->disk, path, text, len) : status;
}

static enum status write_files(const struct export_plan *plan)
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

static enum status write_marker(const struct export_plan *plan)
{
	enum status status = write_text_file(plan, EXPORT_MANIFEST, plan->manifest, plan->manifest_len);

	if (status == STATUS_OK)
		status = write_text_file(plan, EXPORT_SIGNATURE, plan->signature, strlen(plan->signature));
	if (status == STATUS_OK)
		status = disk_sync_folder(plan->request->disk, plan->folder);
	return status == STATUS_OK ? read_back_marker(plan) : status;
}

static enum status sync_stick(const struct export_plan *plan)
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

static int is_own_folder(const struct disk *disk, const char *path)
{
	int file = disk_open_folder(disk, path);

	return file >= 0 && disk->close(disk->context, file) == 0;
}

/* This kiosk's own signature over another manifest of this number: the box was put back to an older state. What is on
 * the stick may be all there is of some ballots, so it stays. */
static enum status check_no_other(const struct export_plan *plan)
{
	const struct disk *disk = plan->request->disk;
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX];
	uint8_t *manifest = NULL, *signature = NULL;
	size_t manifest_len = 0, signature_len = 0;
	enum status status = disk_path(folder, plan->request->stick, plan->name);

	if (status == STATUS_OK && !is_own_folder(disk, folder))
		return STATUS_OK;
	if (status == STATUS_OK)
		status = disk_path(path, folder, EXPORT_MANIFEST);
	if (status == STATUS_OK)
		status = disk_read(&manifest, &manifest_len, disk, path, MANIFEST_BYTES);
	if (status == STATUS_OK)
		status = disk_path(path, folder, EXPORT_SIGNATURE);
	if (status == STATUS_OK)
		status = disk_read(&signature, &signature_len, disk, path, SIGN_FILE_MAX);
	if (status == STATUS_OK)
		status = sign_file_verify(NULL, 0, (const char *)signature, signature_len, manifest, manifest_len,
		                          &plan->request->self->key);
	if (status == STATUS_OK &&
	    (manifest_len != plan->manifest_len || memcmp(manifest, plan->manifest, manifest_len) != 0))
		status = refuse(plan->why, STATUS_MISMATCH,
		                "The stick has another export number %u of this kiosk: its box is an older copy. Call "
		                "the organiser.",
		                plan->next.number);
	else
		status = STATUS_OK;
	free(manifest);
	free(signature);
	return status;
}

/* A folder of that name with other bytes in it is an export that was damaged on the stick: it makes way, and goes when
 * the new one is there. */
static enum status give_final_name(const struct export_plan *plan)
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

static enum status keep_number(const struct export_plan *plan)
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
static void remove_written(const struct export_plan *plan)
{
	if (remove_export(plan->request->disk, plan->folder) != STATUS_OK)
		return;
}

static enum status write_new(struct export_plan *plan)
{
	char hidden[HIDDEN_NAME_MAX];
	enum status status;

	status = check_no_other(plan);
	if (status != STATUS_OK)
		return status;
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
static int is_there(struct export_plan *plan)
{
	if (plan->is_new || disk_path(plan->folder, plan->request->stick, plan->name) != STATUS_OK)
		return 0;
	return is_own_folder(plan->request->disk, plan->folder) && read_back_marker(plan) == STATUS_OK &&
	       read_back_files(plan) == STATUS_OK;
}

/* A name that is none of an export's: the first in the order of bytes, so that the sentence is the same each time. */
static void look_for_foreign(void *context, const char *name)
{
	char *foreign = context;

	for (int i = 0; i < EXPORT_FILES; i++)
		if (strcmp(name, export_files[i]) == 0)
			return;
	if (foreign[0] == '\0' || strcmp(name, foreign) < 0)
		(void)snprintf(foreign, DISK_NAME_MAX + 1, "%s", name);
}

/* Whoever checks the export would refuse it for what was put beside the six files. */
static enum status check_nothing_foreign(const struct export_plan *plan)
{
	const struct disk *disk = plan->request->disk;
	char foreign[DISK_NAME_MAX + 1] = "";

	if (disk->list(disk->context, plan->folder, look_for_foreign, foreign) != 0)
		return stick_failed(plan, disk_status(errno));
	if (foreign[0] == '\0')
		return STATUS_OK;
	if (!text_is_clean(foreign, strlen(foreign)) || strchr(foreign, '\n'))
		(void)snprintf(foreign, sizeof foreign, "a file with an odd name");
	return refuse(plan->why, STATUS_USED, "%s on the stick also holds %.80s: remove that and save again.",
	              plan->name, foreign);
}

enum status export_make(struct export_result *out, struct sentence *why, const struct export_request *request,
                        const struct sign_secret *key)
{
	struct export_plan *plan;
	enum status status;

	memset(out, 0, sizeof *out);
	if (!request->stick || !disk_is_folder(request->disk, request->stick))
		return refuse(why, STATUS_ABSENT, "No USB stick was found: put one in and save again.");
	plan = calloc(1, sizeof *plan);
	if (!plan)
		return refuse(why, STATUS_NO_ROOM, "The kiosk has no memory left for an export: restart it.");
	status = export_plan_make(plan, why, request, key);
	if (status == STATUS_OK)
		status = is_there(plan) ? check_nothing_foreign(plan) : write_new(plan);
	if (status == STATUS_OK) {
		out->number = plan->next.number;
		out->sealed = plan->report.sealed;
		out->spoiled = plan->report.spoiled;
		memcpy(out->name, plan->name, sizeof out->name);
	}
	export_plan_finish(plan);
	free(plan);
	return status;
}
