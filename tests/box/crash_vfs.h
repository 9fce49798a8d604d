/* SQLite on the disk of crash.h. Sector size and characteristics are those of the stock unix layer. */
#ifndef FOLKMOOT_TESTS_BOX_CRASH_VFS_H
#define FOLKMOOT_TESTS_BOX_CRASH_VFS_H

#include <sqlite3.h>

#include "crash.h"

struct crash_vfs_file {
	sqlite3_file base;
	int file;
	char made[DISK_PATH_MAX]; /* a journal's name that its first sync makes durable; empty: none */
	int whole_sectors;
};

static inline int crash_vfs_close(sqlite3_file *base)
{
	(void)base;
	return SQLITE_OK;
}

static inline int crash_vfs_read(sqlite3_file *base, void *data, int len, sqlite3_int64 offset)
{
	size_t got = crash_read(((struct crash_vfs_file *)base)->file, (uint64_t)offset, data, (size_t)len);

	if (got == (size_t)len)
		return SQLITE_OK;
	memset((uint8_t *)data + got, 0, (size_t)len - got);
	return SQLITE_IOERR_SHORT_READ;
}

static inline int crash_vfs_write(sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
	crash_write(((struct crash_vfs_file *)base)->file, (uint64_t)offset, data, (size_t)len);
	return SQLITE_OK;
}

static inline int crash_vfs_truncate(sqlite3_file *base, sqlite3_int64 len)
{
	crash_truncate(((struct crash_vfs_file *)base)->file, (uint64_t)len);
	return SQLITE_OK;
}

static inline int crash_vfs_sync(sqlite3_file *base, int flags)
{
	struct crash_vfs_file *file = (struct crash_vfs_file *)base;

	(void)flags;
	crash_sync(file->file);
	if (!file->made[0] || crash_disk.lies)
		return SQLITE_OK;
	crash_record();
	if (crash_name(file->made))
		crash_settle_name(crash_name(file->made));
	file->made[0] = '\0';
	return SQLITE_OK;
}

static inline int crash_vfs_size(sqlite3_file *base, sqlite3_int64 *len)
{
	*len = (sqlite3_int64)crash_disk.content.file[((struct crash_vfs_file *)base)->file].now_len;
	return SQLITE_OK;
}

static inline int crash_vfs_lock(sqlite3_file *base, int level)
{
	(void)base;
	(void)level;
	return SQLITE_OK;
}

static inline int crash_vfs_reserved(sqlite3_file *base, int *out)
{
	(void)base;
	*out = 0;
	return SQLITE_OK;
}

static inline int crash_vfs_control(sqlite3_file *base, int what, void *argument)
{
	(void)base;
	(void)what;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static inline int crash_vfs_sector(sqlite3_file *base)
{
	(void)base;
	return 4096;
}

static inline int crash_vfs_features(sqlite3_file *base)
{
	return ((struct crash_vfs_file *)base)->whole_sectors ? 0 : SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static inline int crash_vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
	static const sqlite3_io_methods methods = {.iVersion = 1,
	                                           .xClose = crash_vfs_close,
	                                           .xRead = crash_vfs_read,
	                                           .xWrite = crash_vfs_write,
	                                           .xTruncate = crash_vfs_truncate,
	                                           .xSync = crash_vfs_sync,
	                                           .xFileSize = crash_vfs_size,
	                                           .xLock = crash_vfs_lock,
	                                           .xUnlock = crash_vfs_lock,
	                                           .xCheckReservedLock = crash_vfs_reserved,
	                                           .xFileControl = crash_vfs_control,
	                                           .xSectorSize = crash_vfs_sector,
	                                           .xDeviceCharacteristics = crash_vfs_features};
	struct crash_vfs_file *file = (struct crash_vfs_file *)base;

	(void)vfs;
	memset(file, 0, sizeof *file);
	assert_non_null(name); /* nothing may spill into files without one */
	file->file = crash_file_of(name);
	file->whole_sectors = !sqlite3_uri_boolean(name, "psow", 1);
	if (file->file == CRASH_NO_FILE) {
		if (!(flags & SQLITE_OPEN_CREATE))
			return SQLITE_CANTOPEN;
		file->file = crash_new_file(0);
		crash_set_name(name, file->file);
		if (flags & SQLITE_OPEN_MAIN_JOURNAL)
			(void)snprintf(file->made, sizeof file->made, "%s", name);
	}
	file->base.pMethods = &methods;
	if (out_flags)
		*out_flags = flags;
	return SQLITE_OK;
}

static inline int crash_vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	(void)vfs;
	if (crash_file_of(name) == CRASH_NO_FILE)
		return SQLITE_IOERR_DELETE_NOENT;
	crash_set_name(name, CRASH_NO_FILE);
	if (!sync_folder)
		return SQLITE_OK;
	crash_record();
	crash_disk.syncs++;
	if (!crash_disk.lies)
		crash_settle_name(crash_name(name));
	return SQLITE_OK;
}

/* An empty file is as good as none to the stock layer. */
static inline int crash_vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	int file = crash_file_of(name);

	(void)vfs;
	*out = file != CRASH_NO_FILE && (flags != SQLITE_ACCESS_EXISTS || crash_disk.content.file[file].now_len > 0);
	return SQLITE_OK;
}

static inline int crash_vfs_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	(void)vfs;
	return snprintf(out, (size_t)room, "%s", name) < room ? SQLITE_OK : SQLITE_CANTOPEN;
}

static inline int crash_vfs_random(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	randombytes_buf(out, (size_t)len);
	return len;
}

static inline int crash_vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	return microseconds;
}

static inline int crash_vfs_now(sqlite3_vfs *vfs, double *out)
{
	(void)vfs;
	*out = 2461000.5;
	return SQLITE_OK;
}

static inline int crash_vfs_error(sqlite3_vfs *vfs, int room, char *out)
{
	(void)vfs;
	(void)room;
	(void)out;
	return 0;
}

/* From now on every database that is opened lies on the disk of crash.h. Never unregistered: the test ends with it. */
static inline void crash_vfs_start(void)
{
	static sqlite3_vfs vfs = {.iVersion = 1,
	                          .szOsFile = sizeof(struct crash_vfs_file),
	                          .mxPathname = DISK_PATH_MAX - 1,
	                          .zName = "crash",
	                          .xOpen = crash_vfs_open,
	                          .xDelete = crash_vfs_delete,
	                          .xAccess = crash_vfs_access,
	                          .xFullPathname = crash_vfs_path,
	                          .xRandomness = crash_vfs_random,
	                          .xSleep = crash_vfs_sleep,
	                          .xCurrentTime = crash_vfs_now,
	                          .xGetLastError = crash_vfs_error};

	assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

#endif
