/* Sources: openat2(2), path_resolution(7). */
#include "beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "media.h"

/* A stick's folder may be a mount point within another; within it there is none. */
static int open_beneath(int root, const char *path, uint64_t flags, uint64_t mode)
{
	struct open_how how = {.flags = flags | O_CLOEXEC,
	                       .mode = mode,
	                       .resolve =
	                           RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV};

	return (int)syscall(SYS_openat2, root, path[0] ? path : ".", &how, sizeof how);
}

static int fail(int file, int error)
{
	if (file >= 0)
		(void)close(file);
	errno = error;
	return -1;
}

/* Opening a device or a pipe can do things: so the name is looked at first, and what is then opened must be that. */
static int open_looked_at(int root, const char *path, uint32_t flags, uint64_t how)
{
	struct stat seen, opened;
	int file = open_beneath(root, path, O_PATH | O_NOFOLLOW, 0);

	if (file < 0)
		return -1;
	if (fstat(file, &seen) != 0)
		return fail(file, errno);
	(void)close(file);
	if (S_ISLNK(seen.st_mode))
		return fail(-1, ELOOP);
	if (!S_ISREG(seen.st_mode) && !S_ISDIR(seen.st_mode))
		return fail(-1, EMEDIUMTYPE);
	if ((flags & MEDIA_FOR_WRITING) && S_ISREG(seen.st_mode) && seen.st_nlink != 1)
		return fail(-1, EMLINK);
	file = open_beneath(root, path, how, 0);
	if (file < 0)
		return -1;
	if (fstat(file, &opened) != 0)
		return fail(file, errno);
	if (opened.st_dev != seen.st_dev || opened.st_ino != seen.st_ino || opened.st_mode != seen.st_mode)
		return fail(file, EMEDIUMTYPE);
	return file;
}

int beneath_open(int root, const char *path, uint32_t flags)
{
	uint64_t how = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
	int file;

	if (flags & MEDIA_LOOK)
		return open_beneath(root, path, O_PATH | O_NOFOLLOW, 0);
	if (flags & MEDIA_FOLDER)
		return open_beneath(root, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
	how |= flags & MEDIA_FOR_WRITING ? flags & MEDIA_FOR_READING ? O_RDWR : O_WRONLY : O_RDONLY;
	how |= flags & MEDIA_DIRECT ? O_DIRECT : 0;
	if (flags & MEDIA_CREATE) {
		file = open_beneath(root, path, how | O_CREAT | O_EXCL, 0600);
		if (file >= 0 || errno != EEXIST || (flags & MEDIA_NEW))
			return file;
	}
	return open_looked_at(root, path, flags, how | (flags & MEDIA_CUT ? O_TRUNC : 0));
}

/* The folder that holds path's last name, and that name. */
static int open_parent(int root, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char parent[MEDIA_PATH_MAX];

	*name = slash ? slash + 1 : path;
	if ((*name)[0] == '\0' || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0)
		return fail(-1, EINVAL);
	(void)snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - path) : 0, path);
	return open_beneath(root, parent, O_PATH | O_DIRECTORY, 0);
}

int beneath_rename(int root, const char *from, const char *to)
{
	const char *old_name, *new_name;
	int result = -1, error, old_folder, new_folder;

	old_folder = open_parent(root, from, &old_name);
	if (old_folder < 0)
		return -1;
	new_folder = open_parent(root, to, &new_name);
	if (new_folder >= 0)
		result = renameat(old_folder, old_name, new_folder, new_name);
	error = errno;
	if (new_folder >= 0)
		(void)close(new_folder);
	(void)close(old_folder);
	errno = error;
	return result;
}

int beneath_remove(int root, const char *path)
{
	const char *name;
	int result, error, folder = open_parent(root, path, &name);

	if (folder < 0)
		return -1;
	result = unlinkat(folder, name, 0);
	if (result != 0 &&
	    (errno == EISDIR || errno == EPERM)) /* EPERM: POSIX's word for a folder, some file systems' too */
		result = unlinkat(folder, name, AT_REMOVEDIR);
	error = errno;
	(void)close(folder);
	errno = error;
	return result;
}

int beneath_make_folder(int root, const char *path)
{
	const char *name;
	int result, error, folder = open_parent(root, path, &name);

	if (folder < 0)
		return -1;
	result = mkdirat(folder, name, 0700);
	error = errno;
	(void)close(folder);
	errno = error;
	return result;
}
