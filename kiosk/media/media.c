#include "media.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "beneath.h"

enum { FLAGS_ALL = (1 << 8) - 1 };

void media_init(struct media *media, const char *root, int (*enter)(void *context, int root), void *context)
{
	memset(media, 0, sizeof *media);
	media->root = root;
	media->enter = enter;
	media->enter_context = context;
	for (int i = 0; i < MEDIA_FILES_MAX; i++)
		media->files[i].file = -1;
}

void media_forget(struct media *media)
{
	for (int i = 0; i < MEDIA_FILES_MAX; i++) {
		if (media->files[i].file >= 0)
			(void)close(media->files[i].file);
		media->files[i].file = -1;
	}
}

static int fail(int file, int error)
{
	if (file >= 0)
		(void)close(file);
	errno = error;
	return -1;
}

static int can_read(int root)
{
	int file = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return file >= 0 && close(file) == 0;
}

/* The wall around this process ends at the folder that was entered: another stick that is mounted there later is for
 * another process. A device's number may be the same again, so the folder is opened for reading, too, which the wall
 * would refuse. */
static int is_as_entered(const struct media *media, int root, const struct stat *seen)
{
	if (seen->st_dev != media->device || seen->st_ino != media->inode)
		return 0;
	return !media->was_readable || can_read(root) || errno != EACCES;
}

int media_root(struct media *media)
{
	struct stat seen;
	int root = open(media->root, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root < 0)
		return -1;
	if (fstat(root, &seen) != 0)
		return fail(root, errno);
	if (media->has_entered && !is_as_entered(media, root, &seen)) {
		media->has_left = 1;
		return fail(root, ENODEV);
	}
	if (!media->has_entered)
		media->was_readable = can_read(root);
	if (!media->has_entered && media->enter && !media->enter(media->enter_context, root))
		return fail(root, EACCES);
	media->has_entered = 1;
	media->device = seen.st_dev;
	media->inode = seen.st_ino;
	return root;
}

/* --- each call; -1 and errno where it fails --- */

static struct media_file *open_file(struct media *media, int32_t file)
{
	if (file >= 0 && file < MEDIA_FILES_MAX && media->files[file].file >= 0)
		return &media->files[file];
	errno = EBADF;
	return NULL;
}

static int answer_open(struct media *media, int root, struct media_reply *reply, const struct media_request *request)
{
	int32_t free_place = 0;
	int file;

	if (request->flags & ~(uint32_t)FLAGS_ALL)
		return fail(-1, EINVAL);
	while (free_place < MEDIA_FILES_MAX && media->files[free_place].file >= 0)
		free_place++;
	if (free_place == MEDIA_FILES_MAX)
		return fail(-1, EMFILE);
	file = beneath_open(root, request->path, request->flags);
	if (file < 0)
		return -1;
	/* What is read is to come from the medium, even where its file system has no way past the page cache. */
	if (!(request->flags & (MEDIA_LOOK | MEDIA_FOLDER | MEDIA_FOR_WRITING)))
		(void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	media->files[free_place] = (struct media_file){file, 0};
	reply->number = (uint64_t)free_place;
	return 0;
}

static int answer_read(struct media_file *file, struct media_reply *reply, const struct media_request *request)
{
	ssize_t got = read(file->file, reply->data, request->len);

	if (got < 0)
		return -1;
	reply->len = (uint32_t)got;
	return 0;
}

static int answer_write(struct media_file *file, struct media_reply *reply, const struct media_request *request)
{
	ssize_t done = write(file->file, request->data, request->len);

	if (done < 0)
		return -1;
	reply->number = (uint64_t)done;
	return 0;
}

/* An entry takes more room in what the kernel tells than its name does in the reply, so one part always fits. */
static int answer_names(struct media_file *file, struct media_reply *reply)
{
	_Alignas(struct dirent64) static char entries[MEDIA_DATA_MAX / 2];
	ssize_t got = getdents64(file->file, entries, sizeof entries);

	if (got < 0)
		return -1;
	for (ssize_t at = 0; at < got;) {
		const struct dirent64 *entry = (const struct dirent64 *)(const void *)(entries + at);
		size_t len = strlen(entry->d_name) + 1;

		at += entry->d_reclen;
		if (++file->names > MEDIA_NAMES_MAX)
			return fail(-1, E2BIG);
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		memcpy(reply->data + reply->len, entry->d_name, len);
		reply->len += (uint32_t)len;
	}
	/* A part may hold the two dots alone: what is empty is the end. */
	return got > 0 && reply->len == 0 ? answer_names(file, reply) : 0;
}

static int answer_free(int root, struct media_reply *reply, const char *path)
{
	struct statvfs info;
	int file = beneath_open(root, path, MEDIA_LOOK);

	if (file < 0)
		return -1;
	if (fstatvfs(file, &info) != 0)
		return fail(file, errno);
	(void)close(file);
	if (__builtin_mul_overflow((uint64_t)info.f_bavail, (uint64_t)info.f_frsize, &reply->number))
		reply->number = UINT64_MAX;
	return 0;
}

static int answer_device(int root, struct media_reply *reply, const char *path)
{
	struct stat seen;
	int file = beneath_open(root, path, MEDIA_LOOK);

	if (file < 0)
		return -1;
	if (fstat(file, &seen) != 0)
		return fail(file, errno);
	(void)close(file);
	reply->number = (uint64_t)seen.st_dev;
	return 0;
}

static int answer_peek(int root, struct media_reply *reply, const char *path)
{
	ssize_t got = 0;
	int file;

	if (answer_device(root, reply, "") != 0)
		return -1;
	file = path[0] ? beneath_open(root, path, MEDIA_FOR_READING) : -1;
	if (file < 0)
		return 0;
	got = read(file, reply->data, MEDIA_PEEK_MAX + 1);
	(void)close(file);
	reply->len = got > 0 && got <= MEDIA_PEEK_MAX ? (uint32_t)got : 0;
	if (reply->len == 0)
		memset(reply->data, 0, MEDIA_PEEK_MAX + 1);
	return 0;
}

/* --- those that begin at a path, and those on an open file --- */

static int answer_path(struct media *media, struct media_reply *reply, const struct media_request *request)
{
	int result = -1, error, root = media_root(media);

	if (root < 0)
		return -1;
	errno = EINVAL;
	switch ((enum media_call)request->call) {
	case MEDIA_OPEN: result = answer_open(media, root, reply, request); break;
	case MEDIA_RENAME: result = beneath_rename(root, request->path, request->other); break;
	case MEDIA_REMOVE: result = beneath_remove(root, request->path); break;
	case MEDIA_DEVICE: result = answer_device(root, reply, request->path); break;
	case MEDIA_MAKE_FOLDER: result = beneath_make_folder(root, request->path); break;
	case MEDIA_FREE: result = answer_free(root, reply, request->path); break;
	case MEDIA_PEEK: result = answer_peek(root, reply, request->path); break;
	case MEDIA_READ:
	case MEDIA_WRITE:
	case MEDIA_TRUNCATE:
	case MEDIA_SYNC:
	case MEDIA_SYNC_ALL:
	case MEDIA_CLOSE:
	case MEDIA_REMOVE_AT:
	case MEDIA_NAMES:
	case MEDIA_RESERVE: break;
	}
	error = errno;
	(void)close(root);
	errno = error;
	return result;
}

static int answer_file(struct media_file *file, struct media_reply *reply, const struct media_request *request)
{
	int fd = file->file;

	switch ((enum media_call)request->call) {
	case MEDIA_READ: return answer_read(file, reply, request);
	case MEDIA_WRITE: return answer_write(file, reply, request);
	case MEDIA_TRUNCATE: return ftruncate(fd, (off_t)request->number);
	case MEDIA_SYNC: return fsync(fd);
	case MEDIA_SYNC_ALL: return syncfs(fd);
	case MEDIA_CLOSE: file->file = -1; return close(fd);
	case MEDIA_REMOVE_AT: return strchr(request->path, '/') ? fail(-1, EINVAL) : unlinkat(fd, request->path, 0);
	case MEDIA_NAMES: return answer_names(file, reply);
	case MEDIA_RESERVE: return fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)request->number);
	case MEDIA_OPEN:
	case MEDIA_RENAME:
	case MEDIA_REMOVE:
	case MEDIA_DEVICE:
	case MEDIA_MAKE_FOLDER:
	case MEDIA_FREE:
	case MEDIA_PEEK: break;
	}
	return fail(-1, EINVAL);
}

static int is_file_call(uint32_t call)
{
	switch ((enum media_call)call) {
	case MEDIA_READ:
	case MEDIA_WRITE:
	case MEDIA_TRUNCATE:
	case MEDIA_SYNC:
	case MEDIA_SYNC_ALL:
	case MEDIA_CLOSE:
	case MEDIA_REMOVE_AT:
	case MEDIA_NAMES:
	case MEDIA_RESERVE: return 1;
	case MEDIA_OPEN:
	case MEDIA_RENAME:
	case MEDIA_REMOVE:
	case MEDIA_DEVICE:
	case MEDIA_MAKE_FOLDER:
	case MEDIA_FREE:
	case MEDIA_PEEK: break;
	}
	return 0;
}

static int is_sound(const struct media_request *request)
{
	return request->magic == MEDIA_ASKS && request->call >= MEDIA_OPEN && request->call <= MEDIA_PEEK &&
	       request->len <= MEDIA_DATA_MAX && request->number <= INT64_MAX &&
	       memchr(request->path, 0, sizeof request->path) && memchr(request->other, 0, sizeof request->other);
}

void media_answer(struct media *media, struct media_reply *reply, const struct media_request *request)
{
	struct media_file *file = NULL;
	int result = -1;

	reply->magic = MEDIA_SAYS;
	reply->id = request->id;
	reply->error = 0;
	reply->len = 0;
	reply->number = 0;
	errno = EINVAL;
	if (!is_sound(request))
		result = -1;
	else if (!is_file_call(request->call))
		result = answer_path(media, reply, request);
	else if ((file = open_file(media, request->file)) != NULL)
		result = answer_file(file, reply, request);
	if (result == 0)
		return;
	reply->error = errno > 0 ? errno : EIO;
	reply->len = 0;
	reply->number = 0;
}
