#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024, READ_ALIGN = 4096 };

/* --- the real operations --- */

static int real_open(void *context, const char *path, int flags, unsigned mode)
{
	(void)context;
	return open(path, flags | O_CLOEXEC | O_NOCTTY, (mode_t)mode);
}

static ssize_t real_read(void *context, int file, void *data, size_t len)
{
	(void)context;
	return read(file, data, len);
}

static ssize_t real_write(void *context, int file, const void *data, size_t len)
{
	(void)context;
	return write(file, data, len);
}

static int real_truncate(void *context, int file, uint64_t len)
{
	(void)context;
	return ftruncate(file, (off_t)len);
}

static int real_sync(void *context, int file)
{
	(void)context;
	return fsync(file);
}

static int real_sync_all(void *context, int file)
{
	(void)context;
	return syncfs(file);
}

static int real_close(void *context, int file)
{
	(void)context;
	return close(file);
}

static int real_rename(void *context, const char *from, const char *to)
{
	(void)context;
	return rename(from, to);
}

static int real_remove(void *context, const char *path)
{
	(void)context;
	return remove(path);
}

static int real_remove_at(void *context, int folder, const char *name)
{
	(void)context;
	return unlinkat(folder, name, 0);
}

static int real_same_device(void *context, const char *a, const char *b)
{
	struct stat one, other;

	(void)context;
	if (stat(a, &one) != 0 || stat(b, &other) != 0)
		return -1;
	return one.st_dev == other.st_dev;
}

static int real_make_folder(void *context, const char *path, unsigned mode)
{
	(void)context;
	return mkdir(path, (mode_t)mode);
}

static int real_list(void *context, const char *path, disk_name *each, void *each_context)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int error;

	(void)context;
	if (!folder)
		return -1;
	for (errno = 0; (entry = readdir(folder)) != NULL; errno = 0)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			each(each_context, entry->d_name);
	error = errno;
	(void)closedir(folder);
	errno = error;
	return error == 0 ? 0 : -1;
}

static int real_lock(void *context, int file)
{
	(void)context;
	return flock(file, LOCK_EX | LOCK_NB);
}

static int real_reserve(void *context, int file, uint64_t len)
{
	(void)context;
	return fallocate(file, FALLOC_FL_KEEP_SIZE, 0, (off_t)len);
}

static int real_free_bytes(void *context, const char *path, uint64_t *out)
{
	struct statvfs info;

	(void)context;
	if (statvfs(path, &info) != 0)
		return -1;
	*out = (uint64_t)info.f_bavail * info.f_frsize;
	return 0;
}

static uint64_t real_monotonic_ms(void *context)
{
	struct timespec now = {0, 0};

	(void)context;
	(void)clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static int64_t real_utc_s(void *context)
{
	(void)context;
	return (int64_t)time(NULL);
}

const struct disk *disk_real(void)
{
	static const struct disk real = {
	    .open = real_open,
	    .read = real_read,
	    .write = real_write,
	    .truncate = real_truncate,
	    .sync = real_sync,
	    .sync_all = real_sync_all,
	    .close = real_close,
	    .rename = real_rename,
	    .remove = real_remove,
	    .remove_at = real_remove_at,
	    .same_device = real_same_device,
	    .make_folder = real_make_folder,
	    .list = real_list,
	    .lock = real_lock,
	    .reserve = real_reserve,
	    .free_bytes = real_free_bytes,
	    .monotonic_ms = real_monotonic_ms,
	    .utc_s = real_utc_s,
	};

	return &real;
}

/* --- whole files --- */

enum status disk_status(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
	case ENOMEDIUM: return STATUS_ABSENT;
	case ENOSPC:
	case EDQUOT:
	case EFBIG: return STATUS_DISK_FULL;
	case EROFS:
	case EACCES:
	case EPERM: return STATUS_READ_ONLY;
	case EEXIST:
	case ENOTEMPTY: return STATUS_USED;
	case ENOMEM: return STATUS_NO_ROOM;
	case EWOULDBLOCK: return STATUS_STATE;
	case ETIMEDOUT: return STATUS_TIMEOUT;
	case ELOOP:
	case EISDIR:
	case EMLINK:
	case EMEDIUMTYPE: return STATUS_NOT_FILE;
	case E2BIG:
	case ENAMETOOLONG: return STATUS_TOO_LONG;
	default: return STATUS_IO;
	}
}

enum status disk_path(char path[static DISK_PATH_MAX], const char *folder, const char *name)
{
	int len = snprintf(path, DISK_PATH_MAX, "%s/%s", folder, name);

	return len > 0 && len < DISK_PATH_MAX ? STATUS_OK : STATUS_TOO_LONG;
}

enum status disk_parent(char parent[static DISK_PATH_MAX], const char *path)
{
	size_t len = strlen(path);

	if (len >= DISK_PATH_MAX)
		return STATUS_TOO_LONG;
	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	(void)snprintf(parent, DISK_PATH_MAX, "%.*s", len > 0 ? (int)len : 1, len > 0 ? path : ".");
	return STATUS_OK;
}

/* Closes and tells what the file's work came to: an error of close is one of writing, unless something failed before.
 */
static enum status disk_close(const struct disk *disk, int file, enum status status)
{
	if (disk->close(disk->context, file) != 0 && status == STATUS_OK)
		status = disk_status(errno);
	return status;
}

int disk_is_folder(const struct disk *disk, const char *path)
{
	int file = disk->open(disk->context, path, O_RDONLY | O_DIRECTORY, 0);

	if (file < 0)
		return 0;
	return disk_close(disk, file, STATUS_OK) == STATUS_OK;
}

int disk_open_folder(const struct disk *disk, const char *path)
{
	return disk->open(disk->context, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
}

int disk_exists(const struct disk *disk, const char *path)
{
	int file = disk->open(disk->context, path, O_PATH | O_NOFOLLOW, 0);

	if (file < 0)
		return errno != ENOENT && errno != ENOTDIR;
	(void)disk->close(disk->context, file);
	return 1;
}

/* Reads until the end or until room is full; len says how much came. */
static enum status read_up_to(const struct disk *disk, int file, uint8_t *data, size_t room, size_t *len)
{
	*len = 0;
	while (*len < room) {
		ssize_t got = disk->read(disk->context, file, data + *len, room - *len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return disk_status(errno);
		if (got == 0)
			break;
		*len += (size_t)got;
	}
	return STATUS_OK;
}

enum status disk_read(uint8_t **data, size_t *len, const struct disk *disk, const char *path, size_t max)
{
	enum status status = STATUS_OK;
	size_t room = READ_STEP, got = 0, more;
	uint8_t *bytes = NULL, *grown;
	int file;

	*data = NULL;
	*len = 0;
	file = disk->open(disk->context, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
	if (file < 0)
		return disk_status(errno);
	for (;;) {
		if (room > max + 1)
			room = max + 1;
		grown = realloc(bytes, room + 1);
		if (!grown) {
			status = STATUS_NO_ROOM;
			goto out;
		}
		bytes = grown;
		status = read_up_to(disk, file, bytes + got, room - got, &more);
		if (status != STATUS_OK)
			goto out;
		got += more;
		if (got > max)
			status = STATUS_TOO_LONG;
		if (got > max || got < room)
			break;
		room *= 2;
	}
	bytes[got] = 0;
out:
	status = disk_close(disk, file, status);
	if (status == STATUS_OK) {
		*data = bytes;
		*len = got;
	} else {
		free(bytes);
	}
	return status;
}

enum status disk_write_all(const struct disk *disk, int file, const void *data, size_t len)
{
	const uint8_t *at = data;

	while (len > 0) {
		ssize_t done = disk->write(disk->context, file, at, len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return disk_status(errno);
		if (done == 0)
			return STATUS_IO;
		at += done;
		len -= (size_t)done;
	}
	return STATUS_OK;
}

/* A leftover is cut off; whoever minds asks for O_EXCL. */
static enum status write_file(const struct disk *disk, const char *path, int flags, const void *data, size_t len)
{
	enum status status;
	int file = disk->open(disk->context, path, O_WRONLY | O_CREAT | O_NOFOLLOW | flags, 0600);

	if (file < 0)
		return disk_status(errno);
	status = disk_write_all(disk, file, data, len);
	if (status == STATUS_OK && disk->sync(disk->context, file) != 0)
		status = disk_status(errno);
	return disk_close(disk, file, status);
}

enum status disk_write_new(const struct disk *disk, const char *path, const void *data, size_t len)
{
	return write_file(disk, path, O_EXCL, data, len);
}

enum status disk_sync_path(const struct disk *disk, const char *path)
{
	enum status status = STATUS_OK;
	int file = disk->open(disk->context, path, O_RDONLY, 0);

	if (file < 0)
		return disk_status(errno);
	if (disk->sync(disk->context, file) != 0)
		status = disk_status(errno);
	return disk_close(disk, file, status);
}

enum status disk_sync_folder(const struct disk *disk, const char *path)
{
	return disk_sync_path(disk, path);
}

enum status disk_rename(const struct disk *disk, const char *from, const char *to)
{
	return disk->rename(disk->context, from, to) == 0 ? STATUS_OK : disk_status(errno);
}

enum status disk_make_folder(const struct disk *disk, const char *path)
{
	return disk->make_folder(disk->context, path, 0700) == 0 ? STATUS_OK : disk_status(errno);
}

enum status disk_remove(const struct disk *disk, const char *path)
{
	if (disk->remove(disk->context, path) == 0 || errno == ENOENT)
		return STATUS_OK;
	return disk_status(errno);
}

enum status disk_replace(const struct disk *disk, const char *folder, const char *name, const void *data, size_t len)
{
	char path[DISK_PATH_MAX], fresh[DISK_PATH_MAX], fresh_name[DISK_NAME_MAX + 1];
	enum status status;

	if (snprintf(fresh_name, sizeof fresh_name, ".%s.new", name) >= (int)sizeof fresh_name)
		return STATUS_TOO_LONG;
	status = disk_path(path, folder, name);
	if (status == STATUS_OK)
		status = disk_path(fresh, folder, fresh_name);
	if (status != STATUS_OK)
		return status;
	status = write_file(disk, fresh, O_TRUNC, data, len);
	if (status == STATUS_OK)
		status = disk_rename(disk, fresh, path);
	if (status == STATUS_OK)
		return disk_sync_folder(disk, folder);
	if (disk_remove(disk, fresh) != STATUS_OK)
		return status; /* the leftover is cut off by the next writing */
	return status;
}

static enum status write_nothing(const struct disk *disk, int file, size_t len)
{
	static const uint8_t nothing[64];
	enum status status = STATUS_OK;

	for (; status == STATUS_OK && len > 0; len -= len < sizeof nothing ? len : sizeof nothing)
		status = disk_write_all(disk, file, nothing, len < sizeof nothing ? len : sizeof nothing);
	if (status == STATUS_OK && disk->sync(disk->context, file) != 0)
		status = disk_status(errno);
	return status;
}

enum status disk_replace_secret(const struct disk *disk, const char *folder, const char *name, const void *data,
                                size_t len, size_t old_len)
{
	char path[DISK_PATH_MAX];
	int old = -1;
	enum status status = disk_path(path, folder, name);

	if (status != STATUS_OK)
		return status;
	old = disk->open(disk->context, path, O_WRONLY | O_NOFOLLOW, 0);
	if (old < 0 && errno != ENOENT)
		return disk_status(errno);
	status = disk_replace(disk, folder, name, data, len);
	if (old < 0)
		return status;
	if (status == STATUS_OK)
		status = write_nothing(disk, old, old_len);
	return disk_close(disk, old, status);
}

/* --- reading back from the medium --- */

/* *cannot where the file system knows no way past the page cache: some say so when opening, some only when reading. */
static enum status digest_file(uint8_t sha256[static SHA256_BYTES], int *cannot, const struct disk *disk,
                               const char *path, int direct)
{
	enum status status = STATUS_OK;
	struct manifest_digest digest;
	uint8_t *data = NULL;
	ssize_t got;
	int file;

	file = disk->open(disk->context, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | direct, 0);
	*cannot = file < 0 && (errno == EINVAL || errno == EOPNOTSUPP);
	if (file < 0)
		return disk_status(errno);
	if (!direct)
		(void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	data = aligned_alloc(READ_ALIGN, READ_STEP);
	if (!data) {
		status = STATUS_NO_ROOM;
		goto out;
	}
	manifest_digest_init(&digest);
	while ((got = disk->read(disk->context, file, data, READ_STEP)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*cannot = errno == EINVAL || errno == EOPNOTSUPP;
			status = disk_status(errno);
			goto out;
		}
		manifest_digest_update(&digest, data, (size_t)got);
	}
	manifest_digest_finish(sha256, &digest);
out:
	free(data);
	return disk_close(disk, file, status);
}

/* A medium that fails is not asked again through the page cache, which may still hold what was written. */
enum status disk_read_back(uint8_t sha256[static SHA256_BYTES], const struct disk *disk, const char *path)
{
	int cannot;
	enum status status = digest_file(sha256, &cannot, disk, path, O_DIRECT);

	return cannot ? digest_file(sha256, &cannot, disk, path, 0) : status;
}

enum status disk_replace_checked(const struct disk *disk, const char *folder, const char *name, const void *data,
                                 size_t len)
{
	uint8_t wanted[SHA256_BYTES], found[SHA256_BYTES];
	struct manifest_digest digest;
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, folder, name);

	if (status == STATUS_OK)
		status = disk_replace(disk, folder, name, data, len);
	if (status == STATUS_OK)
		status = disk_read_back(found, disk, path);
	if (status != STATUS_OK)
		return status;
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, data, len);
	manifest_digest_finish(wanted, &digest);
	return memcmp(wanted, found, SHA256_BYTES) == 0 ? STATUS_OK : STATUS_IO;
}

/* --- whole folders --- */

struct removing {
	const struct disk *disk;
	const char *folder;
	enum status status;
};

static void remove_name(void *context, const char *name)
{
	struct removing *removing = context;
	char path[DISK_PATH_MAX];

	if (removing->status == STATUS_OK)
		removing->status = disk_path(path, removing->folder, name);
	if (removing->status == STATUS_OK)
		removing->status = disk_remove(removing->disk, path);
}

enum status disk_remove_folder(const struct disk *disk, const char *path)
{
	struct removing removing = {disk, path, STATUS_OK};

	if (disk->list(disk->context, path, remove_name, &removing) != 0)
		return errno == ENOENT ? STATUS_OK : disk_status(errno);
	return removing.status == STATUS_OK ? disk_remove(disk, path) : removing.status;
}
