/* A layer under SQLite that counts every operation on the box's files, makes chosen ones fail, and can cut the power:
 * what was not synced then survives in any part, as on a real disk. Files are real; syncs are only pretended, so that
 * thousands of crashes take seconds. */
#ifndef FOLKMOOT_TESTS_BOX_SHIM_H
#define FOLKMOOT_TESTS_BOX_SHIM_H

#include <sqlite3.h>

#include "fixture.h"

enum { SHIM_FILES = 4, SHIM_PENDING = 4096, SHIM_SECTOR = 512 };

enum pending_kind { PENDING_WRITE, PENDING_SIZE, PENDING_DELETE };

struct pending_operation {
	enum pending_kind kind;
	uint64_t offset; /* or the size */
	size_t len;
	uint8_t *data;
};

/* A file as it is on the platter, and what was done to it since. */
struct shim_image {
	char path[DISK_PATH_MAX];
	int exists; /* on the platter */
	uint8_t *data;
	size_t len;
	struct pending_operation *pending;
	unsigned pending_count;
};

struct shim {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	struct shim_image image[SHIM_FILES];
	unsigned operations, syncs, writes;
	unsigned fail_at;  /* this operation fails (from 1; 0: none) … */
	unsigned fail_for; /* … and so many in all */
	int cut;           /* the failing one is a power cut: nothing works until shim_power_up */
	int is_dead;
	int lies;    /* syncs say they are done and do nothing */
	int is_full; /* no file can grow */
};

struct shim_file {
	sqlite3_file base;
	struct shim *shim;
	struct shim_image *image; /* NULL: not watched */
	sqlite3_file *real;
};

static struct shim shim;

static inline void image_forget_pending(struct shim_image *image)
{
	for (unsigned i = 0; i < image->pending_count; i++)
		free(image->pending[i].data);
	image->pending_count = 0;
}

/* What is in the file system now is on the platter. */
static inline void image_settle(struct shim_image *image)
{
	free(image->data);
	image->data = NULL;
	image->len = 0;
	image->exists = access(image->path, F_OK) == 0;
	if (image->exists)
		image->data = read_all(image->path, &image->len);
	image_forget_pending(image);
}

static inline struct shim_image *image_of(const char *path)
{
	for (int i = 0; i < SHIM_FILES; i++)
		if (strcmp(shim.image[i].path, path) == 0)
			return &shim.image[i];
	return NULL;
}

static inline void image_pend(struct shim_image *image, enum pending_kind kind, uint64_t offset, const void *data,
                              size_t len)
{
	struct pending_operation *operation;

	assert_true(image->pending_count < SHIM_PENDING);
	operation = &image->pending[image->pending_count++];
	*operation = (struct pending_operation){kind, offset, len, NULL};
	if (len > 0) {
		operation->data = malloc(len);
		assert_non_null(operation->data);
		memcpy(operation->data, data, len);
	}
}

/* True if this operation fails. */
static inline int shim_counts(void)
{
	if (shim.is_dead)
		return 1;
	shim.operations++;
	if (shim.fail_at == 0 || shim.operations < shim.fail_at || shim.operations - shim.fail_at >= shim.fail_for)
		return 0;
	shim.is_dead = shim.cut;
	return 1;
}

static inline int shim_close(sqlite3_file *base)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods ? file->real->pMethods->xClose(file->real) : SQLITE_OK;
}

static inline int shim_read(sqlite3_file *base, void *data, int len, sqlite3_int64 offset)
{
	struct shim_file *file = (struct shim_file *)base;

	if (file->image && shim_counts())
		return SQLITE_IOERR_READ;
	return file->real->pMethods->xRead(file->real, data, len, offset);
}

/* The one during which the power goes may reach the disk, or a part of it. */
static inline int shim_write(sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
	struct shim_file *file = (struct shim_file *)base;
	sqlite3_int64 size = 0;
	int was_dead = shim.is_dead;

	if (!file->image)
		return file->real->pMethods->xWrite(file->real, data, len, offset);
	if (shim_counts()) {
		if (shim.is_dead && !was_dead)
			image_pend(file->image, PENDING_WRITE, (uint64_t)offset, data, (size_t)len);
		return SQLITE_IOERR_WRITE;
	}
	if (shim.is_full && file->real->pMethods->xFileSize(file->real, &size) == SQLITE_OK && offset + len > size)
		return SQLITE_FULL;
	shim.writes++;
	image_pend(file->image, PENDING_WRITE, (uint64_t)offset, data, (size_t)len);
	return file->real->pMethods->xWrite(file->real, data, len, offset);
}

static inline int shim_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct shim_file *file = (struct shim_file *)base;

	if (file->image && shim_counts())
		return SQLITE_IOERR_TRUNCATE;
	if (file->image)
		image_pend(file->image, PENDING_SIZE, (uint64_t)size, NULL, 0);
	return file->real->pMethods->xTruncate(file->real, size);
}

static inline int shim_sync(sqlite3_file *base, int flags)
{
	struct shim_file *file = (struct shim_file *)base;

	(void)flags;
	if (!file->image)
		return SQLITE_OK;
	if (shim_counts())
		return SQLITE_IOERR_FSYNC;
	shim.syncs++;
	if (!shim.lies)
		image_settle(file->image);
	return SQLITE_OK;
}

static inline int shim_size(sqlite3_file *base, sqlite3_int64 *size)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xFileSize(file->real, size);
}

static inline int shim_lock(sqlite3_file *base, int level)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xLock(file->real, level);
}

static inline int shim_unlock(sqlite3_file *base, int level)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xUnlock(file->real, level);
}

static inline int shim_reserved(sqlite3_file *base, int *out)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xCheckReservedLock(file->real, out);
}

static inline int shim_control(sqlite3_file *base, int what, void *argument)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xFileControl(file->real, what, argument);
}

static inline int shim_sector(sqlite3_file *base)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xSectorSize(file->real);
}

static inline int shim_features(sqlite3_file *base)
{
	struct shim_file *file = (struct shim_file *)base;

	return file->real->pMethods->xDeviceCharacteristics(file->real);
}

static inline int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
	static const sqlite3_io_methods methods = {
	    1,         shim_close,  shim_read,     shim_write,   shim_truncate, shim_sync,     shim_size,
	    shim_lock, shim_unlock, shim_reserved, shim_control, shim_sector,   shim_features, NULL,
	    NULL,      NULL,        NULL,          NULL,         NULL};
	struct shim_file *file = (struct shim_file *)base;

	(void)vfs;
	memset(file, 0, sizeof *file);
	file->shim = &shim;
	file->real = (sqlite3_file *)(file + 1);
	file->image = name ? image_of(name) : NULL;
	if (file->image && shim_counts())
		return SQLITE_CANTOPEN;
	if (shim.real->xOpen(shim.real, name, file->real, flags, out_flags) != SQLITE_OK)
		return SQLITE_CANTOPEN;
	file->base.pMethods = &methods;
	return SQLITE_OK;
}

/* synchronous=EXTRA asks for the folder's sync too; without it the name may come back. */
static inline int shim_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	struct shim_image *image = image_of(name);
	int code;

	(void)vfs;
	if (image && shim_counts())
		return SQLITE_IOERR_DELETE;
	code = shim.real->xDelete(shim.real, name, 0);
	if (image && sync_folder && !shim.lies)
		image_settle(image);
	else if (image)
		image_pend(image, PENDING_DELETE, 0, NULL, 0);
	return code;
}

static inline int shim_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	if (image_of(name) && shim.is_dead)
		return SQLITE_IOERR_ACCESS;
	return shim.real->xAccess(shim.real, name, flags, out);
}

static inline int shim_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
	(void)vfs;
	return shim.real->xFullPathname(shim.real, name, room, out);
}

static inline int shim_random(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	return shim.real->xRandomness(shim.real, len, out);
}

static inline int shim_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	(void)microseconds;
	return 0;
}

static inline int shim_now(sqlite3_vfs *vfs, double *out)
{
	(void)vfs;
	return shim.real->xCurrentTime(shim.real, out);
}

static inline int shim_error(sqlite3_vfs *vfs, int room, char *out)
{
	(void)vfs;
	(void)room;
	(void)out;
	return 0;
}

/* From now on every database that is opened goes through the shim; the box at path, and its journal, are watched. */
static inline void shim_start(const char *path)
{
	memset(&shim, 0, sizeof shim);
	shim.real = sqlite3_vfs_find(NULL);
	assert_non_null(shim.real);
	shim.fail_for = 1;
	(void)snprintf(shim.image[0].path, DISK_PATH_MAX, "%s", path);
	assert_true(snprintf(shim.image[1].path, DISK_PATH_MAX, "%s-journal", path) < DISK_PATH_MAX);
	for (int i = 0; i < 2; i++) {
		shim.image[i].pending = calloc(SHIM_PENDING, sizeof(struct pending_operation));
		assert_non_null(shim.image[i].pending);
		image_settle(&shim.image[i]);
	}
	shim.vfs = (sqlite3_vfs){.iVersion = 1,
	                         .szOsFile = (int)sizeof(struct shim_file) + shim.real->szOsFile,
	                         .mxPathname = shim.real->mxPathname,
	                         .zName = "shim",
	                         .xOpen = shim_open,
	                         .xDelete = shim_delete,
	                         .xAccess = shim_access,
	                         .xFullPathname = shim_path,
	                         .xRandomness = shim_random,
	                         .xSleep = shim_sleep,
	                         .xCurrentTime = shim_now,
	                         .xGetLastError = shim_error};
	assert_int_equal(sqlite3_vfs_register(&shim.vfs, 1), SQLITE_OK);
}

static inline void shim_stop(void)
{
	assert_int_equal(sqlite3_vfs_register(shim.real, 1), SQLITE_OK);
	assert_int_equal(sqlite3_vfs_unregister(&shim.vfs), SQLITE_OK);
	for (int i = 0; i < SHIM_FILES; i++) {
		image_forget_pending(&shim.image[i]);
		free(shim.image[i].pending);
		free(shim.image[i].data);
	}
}

static inline void shim_forget_faults(void)
{
	shim.operations = shim.syncs = shim.writes = shim.fail_at = 0;
	shim.fail_for = 1;
	shim.cut = shim.is_dead = shim.is_full = shim.lies = 0;
}

/* Files become what is in the file system; for setting a scene. */
static inline void shim_settle(void)
{
	for (int i = 0; i < 2; i++)
		image_settle(&shim.image[i]);
}

static inline void grow(uint8_t **data, size_t *len, size_t to)
{
	if (to <= *len)
		return;
	*data = realloc(*data, to);
	assert_non_null(*data);
	memset(*data + *len, 0, to - *len);
	*len = to;
}

static inline void image_apply(struct shim_image *image, const struct pending_operation *operation, size_t len)
{
	switch (operation->kind) {
	case PENDING_WRITE:
		grow(&image->data, &image->len, operation->offset + len);
		memcpy(image->data + operation->offset, operation->data, len);
		image->exists = 1;
		break;
	case PENDING_SIZE:
		grow(&image->data, &image->len, operation->offset);
		image->len = operation->offset;
		break;
	case PENDING_DELETE: image->exists = 0; break;
	}
}

/* How much of what was not synced the power cut spares. */
enum spared { SPARED_NOTHING, SPARED_ALL, SPARED_SOME };

/* Every connection must be closed. Of the pending operations some survive, writes perhaps torn at a sector. Then the
 * disk works again. */
static inline void shim_power_up(enum spared spared)
{
	for (int i = 0; i < 2; i++) {
		struct shim_image *image = &shim.image[i];
		for (unsigned k = 0; k < image->pending_count; k++) {
			const struct pending_operation *operation = &image->pending[k];
			size_t len = operation->len;
			uint32_t luck = spared == SPARED_SOME ? randombytes_uniform(4) : spared == SPARED_ALL ? 3 : 0;
			if (luck == 0)
				continue;
			if (luck == 1 && operation->kind == PENDING_WRITE && len > SHIM_SECTOR)
				len = SHIM_SECTOR * randombytes_uniform((uint32_t)(len / SHIM_SECTOR));
			image_apply(image, operation, len);
		}
		if (image->exists)
			write_all(image->path, image->data ? image->data : (const uint8_t *)"", image->len);
		else
			(void)unlink(image->path);
		image_settle(image);
	}
	shim_forget_faults();
}

#endif
