/* A layer under SQLite with two devices: what lies below the one's folder or the other's can be made to fail from a
 * chosen operation on, or the program to be killed at one. */
#ifndef FOLKMOOT_TESTS_BOX_DEVICES_H
#define FOLKMOOT_TESTS_BOX_DEVICES_H

#include <sqlite3.h>

#include "fixture.h"

struct device {
	char folder[DISK_PATH_MAX];
	unsigned operations, fail_at; /* from this operation on (from 1) all fail; 0: none */
};

struct devices {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	struct device device[2];
	unsigned operations, kill_at; /* of both together; 0: not */
	int is_slack;                 /* syncs are not passed on */
};

struct device_file {
	sqlite3_file base;
	struct device *device;
	sqlite3_file *real;
};

static struct devices devices;

static inline struct device *device_of(const char *path)
{
	for (int i = 0; path && i < 2; i++) {
		size_t len = strlen(devices.device[i].folder);
		if (strncmp(path, devices.device[i].folder, len) == 0 && path[len] == '/')
			return &devices.device[i];
	}
	return NULL;
}

static inline int device_fails(struct device *device)
{
	if (!device)
		return 0;
	devices.operations++;
	device->operations++;
	if (devices.kill_at > 0 && devices.operations == devices.kill_at)
		_exit(9);
	return device->fail_at > 0 && device->operations >= device->fail_at;
}

static inline struct device_file *device_file(sqlite3_file *base)
{
	return (struct device_file *)base;
}

static inline int device_close(sqlite3_file *base)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods ? file->real->pMethods->xClose(file->real) : SQLITE_OK;
}

static inline int device_read(sqlite3_file *base, void *data, int len, sqlite3_int64 offset)
{
	struct device_file *file = device_file(base);

	if (device_fails(file->device))
		return SQLITE_IOERR_READ;
	return file->real->pMethods->xRead(file->real, data, len, offset);
}

/* Half of what a failing write was given is written. */
static inline int device_write(sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
	struct device_file *file = device_file(base);
	int fails = device_fails(file->device);
	int code = file->real->pMethods->xWrite(file->real, data, fails ? len / 2 : len, offset);

	return fails ? SQLITE_IOERR_WRITE : code;
}

static inline int device_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct device_file *file = device_file(base);

	if (device_fails(file->device))
		return SQLITE_IOERR_TRUNCATE;
	return file->real->pMethods->xTruncate(file->real, size);
}

static inline int device_sync(sqlite3_file *base, int flags)
{
	struct device_file *file = device_file(base);

	if (device_fails(file->device))
		return SQLITE_IOERR_FSYNC;
	return devices.is_slack ? SQLITE_OK : file->real->pMethods->xSync(file->real, flags);
}

static inline int device_size(sqlite3_file *base, sqlite3_int64 *size)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xFileSize(file->real, size);
}

static inline int device_lock(sqlite3_file *base, int level)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xLock(file->real, level);
}

static inline int device_unlock(sqlite3_file *base, int level)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xUnlock(file->real, level);
}

static inline int device_reserved(sqlite3_file *base, int *out)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xCheckReservedLock(file->real, out);
}

static inline int device_control(sqlite3_file *base, int what, void *argument)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xFileControl(file->real, what, argument);
}

static inline int device_sector(sqlite3_file *base)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xSectorSize(file->real);
}

static inline int device_features(sqlite3_file *base)
{
	struct device_file *file = device_file(base);

	return file->real->pMethods->xDeviceCharacteristics(file->real);
}

static inline int device_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
	static const sqlite3_io_methods methods = {1,
	                                           device_close,
	                                           device_read,
	                                           device_write,
	                                           device_truncate,
	                                           device_sync,
	                                           device_size,
	                                           device_lock,
	                                           device_unlock,
	                                           device_reserved,
	                                           device_control,
	                                           device_sector,
	                                           device_features,
	                                           NULL,
	                                           NULL,
	                                           NULL,
	                                           NULL,
	                                           NULL,
	                                           NULL};
	struct device_file *file = device_file(base);

	(void)vfs;
	memset(file, 0, sizeof *file);
	file->real = (sqlite3_file *)(file + 1);
	file->device = device_of(name);
	if (device_fails(file->device) ||
	    devices.real->xOpen(devices.real, name, file->real, flags, out_flags) != SQLITE_OK)
		return SQLITE_CANTOPEN;
	file->base.pMethods = &methods;
	return SQLITE_OK;
}

static inline int device_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	(void)vfs;
	if (device_fails(device_of(name)))
		return SQLITE_IOERR_DELETE;
	return devices.real->xDelete(devices.real, name, devices.is_slack ? 0 : sync_folder);
}

static inline int device_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	if (device_fails(device_of(name)))
		return SQLITE_IOERR_ACCESS;
	return devices.real->xAccess(devices.real, name, flags, out);
}

static inline int device_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	(void)vfs;
	return devices.real->xFullPathname(devices.real, name, room, out);
}

static inline int device_random(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	return devices.real->xRandomness(devices.real, len, out);
}

static inline int device_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	(void)microseconds;
	return 0;
}

static inline int device_now(sqlite3_vfs *vfs, double *out)
{
	(void)vfs;
	return devices.real->xCurrentTime(devices.real, out);
}

static inline int device_error(sqlite3_vfs *vfs, int room, char *out)
{
	(void)vfs;
	(void)room;
	(void)out;
	return 0;
}

static inline void devices_start(const char *first, const char *second)
{
	memset(&devices, 0, sizeof devices);
	devices.real = sqlite3_vfs_find(NULL);
	assert_non_null(devices.real);
	(void)snprintf(devices.device[0].folder, DISK_PATH_MAX, "%s", first);
	(void)snprintf(devices.device[1].folder, DISK_PATH_MAX, "%s", second);
	devices.is_slack = 1;
	devices.vfs = (sqlite3_vfs){.iVersion = 1,
	                            .szOsFile = (int)sizeof(struct device_file) + devices.real->szOsFile,
	                            .mxPathname = devices.real->mxPathname,
	                            .zName = "devices",
	                            .xOpen = device_open,
	                            .xDelete = device_delete,
	                            .xAccess = device_access,
	                            .xFullPathname = device_path,
	                            .xRandomness = device_random,
	                            .xSleep = device_sleep,
	                            .xCurrentTime = device_now,
	                            .xGetLastError = device_error};
	assert_int_equal(sqlite3_vfs_register(&devices.vfs, 1), SQLITE_OK);
}

static inline void devices_stop(void)
{
	assert_int_equal(sqlite3_vfs_register(devices.real, 1), SQLITE_OK);
	assert_int_equal(sqlite3_vfs_unregister(&devices.vfs), SQLITE_OK);
}

static inline void devices_mend(void)
{
	for (int i = 0; i < 2; i++)
		devices.device[i].operations = devices.device[i].fail_at = 0;
	devices.operations = devices.kill_at = 0;
}

#endif
