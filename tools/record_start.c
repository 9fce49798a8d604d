/* The beginning of a record: what was accepted, as it was accepted. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "record.h"

static enum status put(const struct folder_out *folder, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->temporary, name);

	return status == STATUS_OK ? file_write(path, data, len, FILE_PUBLIC, FILE_KEEP) : status;
}

static enum status put_bytes(const struct folder_out *folder, const char *name, const struct bytes *bytes)
{
	return put(folder, name, bytes->data, bytes->len);
}

static enum status make_subfolder(const struct folder_out *folder, const char *name)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->temporary, name);

	return status == STATUS_OK ? folder_make(path) : status;
}

static enum status put_in_export(const struct folder_out *folder, const char *export, const char *name,
                                 const struct bytes *bytes)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, export, name);

	return status == STATUS_OK ? put_bytes(folder, path, bytes) : status;
}

static enum status put_export(const struct folder_out *folder, const struct export *export)
{
	const struct {
		const char *name;
		const struct bytes *bytes;
	} files[] = {
	    {EXPORT_BALLOTS, &export->file[FILE_BALLOTS]}, {EXPORT_LOG, &export->file[FILE_LOG]},
	    {EXPORT_MANIFEST, &export->manifest},          {EXPORT_SIGNATURE, &export->signature},
	    {EXPORT_REPORT, &export->file[FILE_REPORT]},   {EXPORT_SPOILED, &export->file[FILE_SPOILED]},
	};
	char path[128], election[9], kiosk[9];
	enum status status;

	hex_write(election, export->report.election.bytes, 4);
	hex_write(kiosk, export->kiosk->key.key, 4);
	snprintf(path, sizeof path, RECORD_EXPORTS "/folkmoot-%s-%s-%04u", election, kiosk, export->report.number);
	status = make_subfolder(folder, path);
	for (size_t i = 0; i < sizeof files / sizeof files[0] && status == STATUS_OK; i++)
		status = put_in_export(folder, path, files[i].name, files[i].bytes);
	return status;
}

static enum status put_exports(const struct folder_out *folder, const struct accepted *accepted)
{
	enum status status = make_subfolder(folder, RECORD_EXPORTS);

	for (unsigned i = 0; i < accepted->roster.kiosk_count && status == STATUS_OK; i++)
		if (accepted->kiosks[i].last)
			status = put_export(folder, accepted->kiosks[i].last);
	return status;
}

static enum status put_losses(const struct folder_out *folder, const struct accepted *accepted)
{
	enum status status = accepted->loss_count ? make_subfolder(folder, RECORD_LOSSES) : STATUS_OK;

	for (size_t i = 0; i < accepted->loss_count && status == STATUS_OK; i++) {
		char path[64], kiosk[9];

		hex_write(kiosk, accepted->losses[i].kiosk.key, 4);
		snprintf(path, sizeof path, RECORD_LOSSES "/loss-%s", kiosk);
		status = put_bytes(folder, path, &accepted->losses[i].file);
	}
	return status;
}

static enum status put_public_key(const struct folder_out *folder, const struct sign_public *key)
{
	char text[SIGN_KEY_FILE_MAX];
	enum status status = sign_public_write(text, sizeof text, key);

	return status == STATUS_OK ? put(folder, RECORD_ORGANISER, text, strlen(text)) : status;
}

static enum status put_all(const struct folder_out *folder, const struct accepted *accepted,
                           const struct bytes *transcript)
{
	enum status status = put_bytes(folder, RECORD_ELECTION, &accepted->package.file);

	if (status == STATUS_OK)
		status = put_bytes(folder, RECORD_ROSTER, &accepted->roster_file);
	if (status == STATUS_OK)
		status = put_public_key(folder, &accepted->organiser);
	if (status == STATUS_OK)
		status = put_bytes(folder, RECORD_TRANSCRIPT, transcript);
	if (status == STATUS_OK)
		status = put_losses(folder, accepted);
	return status == STATUS_OK ? put_exports(folder, accepted) : status;
}

enum status record_start(const char *path, const struct accepted *accepted, const struct bytes *transcript)
{
	struct folder_out folder;
	enum status status = folder_out_begin(&folder, path);

	if (status != STATUS_OK)
		return status;
	status = put_all(&folder, accepted, transcript);
	if (status == STATUS_OK)
		status = folder_out_finish(&folder);
	folder_out_abandon(&folder);
	if (status == STATUS_NO_ROOM || status == STATUS_INTERNAL)
		(void)cli_failed("%s: the record could not be made (it %s); try on a computer with more memory", path,
		                 status_phrase(status));
	return status;
}
