/* The kiosk's own door to files (disk.h) on the disk of crash.h. Whoever looks at its clock twice has waited. */
#ifndef FOLKMOOT_TESTS_BOX_CRASH_FILES_H
#define FOLKMOOT_TESTS_BOX_CRASH_FILES_H

#include <fcntl.h>

#include "crash.h"

enum { CRASH_OPEN_FIRST = 5000, CRASH_OPEN_MAX = 64 };

struct crash_open {
	int is_used, file, appends;
	char path[DISK_PATH_MAX];
	size_t at;
};

static struct crash_open crash_opened[CRASH_OPEN_MAX];

static inline struct crash_open *crash_handle(int handle)
{
	assert_true(handle >= CRASH_OPEN_FIRST && handle < CRASH_OPEN_FIRST + CRASH_OPEN_MAX);
	assert_true(crash_opened[handle - CRASH_OPEN_FIRST].is_used);
	return &crash_opened[handle - CRASH_OPEN_FIRST];
}

static inline int crash_error(int error)
{
	errno = error;
	return -1;
}

static inline int crash_files_open(void *context, const char *path, int flags, unsigned mode)
{
	char leaf[DISK_PATH_MAX];
	int file = crash_file_of(path), i = 0;

	(void)context;
	(void)mode;
	if (file != CRASH_NO_FILE && (flags & O_EXCL))
		return crash_error(EEXIST);
	if (file == CRASH_NO_FILE && (!(flags & O_CREAT) || crash_folder_of(path, leaf) == CRASH_NO_FILE))
		return crash_error(ENOENT);
	if (file == CRASH_NO_FILE) {
		file = crash_new_file(0);
		crash_set_name(path, file);
	}
	if ((flags & O_DIRECTORY) && !crash_disk.content.file[file].is_folder)
		return crash_error(ENOTDIR);
	if (flags & O_TRUNC)
		crash_truncate(file, 0);
	while (i < CRASH_OPEN_MAX && crash_opened[i].is_used)
		i++;
	assert_true(i < CRASH_OPEN_MAX);
	crash_opened[i] = (struct crash_open){.is_used = 1, .file = file, .appends = (flags & O_APPEND) != 0};
	(void)snprintf(crash_opened[i].path, DISK_PATH_MAX, "%s", path);
	return CRASH_OPEN_FIRST + i;
}

static inline ssize_t crash_files_read(void *context, int handle, void *data, size_t len)
{
	struct crash_open *opened = crash_handle(handle);
	size_t got = crash_read(opened->file, opened->at, data, len);

	(void)context;
	opened->at += got;
	return (ssize_t)got;
}

static inline ssize_t crash_files_write(void *context, int handle, const void *data, size_t len)
{
	struct crash_open *opened = crash_handle(handle);

	(void)context;
	if (opened->appends)
		opened->at = crash_disk.content.file[opened->file].now_len;
	crash_write(opened->file, opened->at, data, len);
	opened->at += len;
	return (ssize_t)len;
}

static inline int crash_files_truncate(void *context, int handle, uint64_t len)
{
	(void)context;
	crash_truncate(crash_handle(handle)->file, len);
	return 0;
}

static inline int crash_files_sync(void *context, int handle)
{
	const struct crash_open *opened = crash_handle(handle);

	(void)context;
	if (crash_disk.content.file[opened->file].is_folder)
		crash_sync_folder(opened->file);
	else
		crash_sync(opened->file);
	return 0;
}

static inline int crash_files_sync_all(void *context, int handle)
{
	(void)context;
	(void)crash_handle(handle);
	crash_sync_all();
	return 0;
}

static inline int crash_files_close(void *context, int handle)
{
	(void)context;
	crash_handle(handle)->is_used = 0;
	return 0;
}

static inline int crash_files_rename(void *context, const char *from, const char *to)
{
	int file = crash_file_of(from);

	(void)context;
	if (file == CRASH_NO_FILE)
		return crash_error(ENOENT);
	crash_set_name(to, file);
	crash_set_name(from, CRASH_NO_FILE);
	return 0;
}

static inline int crash_files_remove(void *context, const char *path)
{
	int file = crash_file_of(path);

	(void)context;
	if (file == CRASH_NO_FILE)
		return crash_error(ENOENT);
	for (unsigned i = 0; i < crash_disk.content.name_count; i++)
		if (crash_disk.content.name[i].folder == file &&
		    crash_version(&crash_disk.content.name[i]) != CRASH_NO_FILE)
			return crash_error(ENOTEMPTY);
	crash_set_name(path, CRASH_NO_FILE);
	return 0;
}

static inline int crash_files_remove_at(void *context, int folder, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, crash_handle(folder)->path, name);
	return crash_files_remove(context, path);
}

static inline int crash_files_same_device(void *context, const char *a, const char *b)
{
	(void)context;
	return crash_file_of(a) == CRASH_NO_FILE || crash_file_of(b) == CRASH_NO_FILE ? crash_error(ENOENT) : 1;
}

static inline int crash_files_make_folder(void *context, const char *path, unsigned mode)
{
	char leaf[DISK_PATH_MAX];

	(void)context;
	(void)mode;
	if (crash_file_of(path) != CRASH_NO_FILE)
		return crash_error(EEXIST);
	if (crash_folder_of(path, leaf) == CRASH_NO_FILE)
		return crash_error(ENOENT);
	crash_set_name(path, crash_new_file(1));
	return 0;
}

static inline int crash_files_list(void *context, const char *path, disk_name *each, void *each_context)
{
	char name[CRASH_NAMES][DISK_NAME_MAX + 1];
	int folder = crash_file_of(path);
	unsigned count = 0;

	(void)context;
	if (folder == CRASH_NO_FILE)
		return crash_error(ENOENT);
	for (unsigned i = 0; i < crash_disk.content.name_count; i++)
		if (crash_disk.content.name[i].folder == folder &&
		    crash_version(&crash_disk.content.name[i]) != CRASH_NO_FILE)
			(void)snprintf(name[count++], sizeof name[0], "%.255s", crash_disk.content.name[i].name);
	for (unsigned i = 0; i < count; i++)
		each(each_context, name[i]);
	return 0;
}

static inline int crash_files_lock(void *context, int handle)
{
	(void)context;
	(void)crash_handle(handle);
	return 0;
}

static inline int crash_files_reserve(void *context, int handle, uint64_t len)
{
	(void)context;
	(void)len;
	(void)crash_handle(handle);
	return 0;
}

static inline int crash_files_free_bytes(void *context, const char *path, uint64_t *out)
{
	(void)context;
	(void)path;
	*out = 1U << 30;
	return 0;
}

static inline uint64_t crash_files_monotonic_ms(void *context)
{
	static uint64_t now_ms;

	(void)context;
	return now_ms += 1000000;
}

static inline int64_t crash_files_utc_s(void *context)
{
	(void)context;
	return 1777626000; /* 2026-05-01T09:00:00Z */
}

static inline const struct disk *crash_files(void)
{
	static const struct disk files = {.open = crash_files_open,
	                                  .read = crash_files_read,
	                                  .write = crash_files_write,
	                                  .truncate = crash_files_truncate,
	                                  .sync = crash_files_sync,
	                                  .sync_all = crash_files_sync_all,
	                                  .close = crash_files_close,
	                                  .rename = crash_files_rename,
	                                  .remove = crash_files_remove,
	                                  .remove_at = crash_files_remove_at,
	                                  .same_device = crash_files_same_device,
	                                  .make_folder = crash_files_make_folder,
	                                  .list = crash_files_list,
	                                  .lock = crash_files_lock,
	                                  .reserve = crash_files_reserve,
	                                  .free_bytes = crash_files_free_bytes,
	                                  .monotonic_ms = crash_files_monotonic_ms,
	                                  .utc_s = crash_files_utc_s};

	return &files;
}

#endif
