#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

void bytes_free(struct bytes *bytes)
{
	if (bytes->data) {
		sodium_memzero(bytes->data, bytes->len);
		free(bytes->data);
	}
	bytes->data = NULL;
	bytes->len = 0;
}

enum status path_join(char out[static PATH_ROOM], const char *dir, const char *name)
{
	size_t dir_len = strlen(dir);
	const char *gap = dir_len && dir[dir_len - 1] == '/' ? "" : "/";
	int len = snprintf(out, PATH_ROOM, "%s%s%s", dir, gap, name);

	if (len > 0 && len < PATH_ROOM)
		return STATUS_OK;
	(void)cli_failed("%.60s…/%.60s: this path is too long; use shorter folder names", dir, name);
	return STATUS_TOO_LONG;
}

enum status path_parent(char out[static PATH_ROOM], const char *path)
{
	size_t len = strlen(path);

	if (len >= PATH_ROOM) {
		(void)cli_failed("%.60s…: this path is too long; use shorter folder names", path);
		return STATUS_TOO_LONG;
	}
	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	while (len > 1 && path[len - 1] == '/')
		len--;
	if (len == 0)
		out[len++] = '.';
	else
		memcpy(out, path, len);
	out[len] = '\0';
	return STATUS_OK;
}

int folder_exists(const char *path)
{
	struct stat stat_of;

	return stat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
}

int path_exists(const char *path)
{
	struct stat stat_of;

	return lstat(path, &stat_of) == 0;
}

static enum status status_of_errno(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR: return STATUS_ABSENT;
	case EROFS:
	case EACCES:
	case EPERM: return STATUS_READ_ONLY;
	case ENOSPC:
	case EDQUOT: return STATUS_DISK_FULL;
	case EEXIST:
	case ENOTEMPTY: return STATUS_USED;
	case ENOMEM: return STATUS_NO_ROOM;
	default: return STATUS_IO;
	}
}

/* --- reading --- */

static enum status read_open(struct bytes *out, int fd, size_t max)
{
	struct stat stat_of;
	size_t size;

	if (fstat(fd, &stat_of) != 0)
		return STATUS_IO;
	if (!S_ISREG(stat_of.st_mode))
		return STATUS_MAGIC;
	if (stat_of.st_size < 0 || (uint64_t)stat_of.st_size > max)
		return STATUS_TOO_LONG;
	size = (size_t)stat_of.st_size;
	out->data = malloc(size + 1);
	if (!out->data)
		return STATUS_NO_ROOM;
	while (out->len < size) {
		ssize_t got = read(fd, out->data + out->len, size - out->len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_IO;
		if (got == 0)
			break;
		out->len += (size_t)got;
	}
	out->data[out->len] = 0;
	return STATUS_OK;
}

static enum status read_with(struct bytes *out, const char *path, size_t max, int flags)
{
	enum status status;
	int fd;

	memset(out, 0, sizeof *out);
	/* O_NONBLOCK: a pipe in a file's place is refused, not waited for. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags);
	if (fd < 0 && errno == ELOOP && flags)
		return STATUS_MAGIC;
	if (fd < 0)
		return errno == EACCES ? STATUS_IO : status_of_errno(errno);
	status = read_open(out, fd, max);
	close(fd);
	return status;
}

enum status file_read_quiet(struct bytes *out, const char *path, size_t max)
{
	return read_with(out, path, max, 0);
}

enum status file_read_plain(struct bytes *out, const char *path, size_t max)
{
	return read_with(out, path, max, O_NOFOLLOW);
}

const char *file_read_problem(char out[static FILE_PROBLEM], enum status status, size_t max, const char *what)
{
	if (status == STATUS_ABSENT)
		snprintf(out, FILE_PROBLEM, "%.100s is not there; check the path", what);
	else if (status == STATUS_TOO_LONG)
		snprintf(out, FILE_PROBLEM, "%.100s is longer than the %zu bytes allowed; it is not what was meant",
		         what, max);
	else if (status == STATUS_MAGIC)
		snprintf(out, FILE_PROBLEM, "%.100s must be a plain file, and this is none; check the path", what);
	else
		snprintf(out, FILE_PROBLEM, "%.100s could not be read (%s); check its permissions and the disk", what,
		         status_phrase(status));
	return out;
}

enum status file_read(struct bytes *out, const char *path, size_t max, const char *what)
{
	char problem[FILE_PROBLEM];
	enum status status = file_read_quiet(out, path, max);

	if (status != STATUS_OK)
		(void)cli_failed("%s: %s", path, file_read_problem(problem, status, max, what));
	return status;
}

/* --- writing --- */

static enum status tell_write(const char *path, enum status status)
{
	if (status == STATUS_OK)
		return status;
	if (status == STATUS_USED)
		(void)cli_failed("%s: exists already and is not overwritten; choose another name or move it away",
		                 path);
	else if (status == STATUS_ABSENT)
		(void)cli_failed("%s: the folder to write it in is not there; make it first", path);
	else if (status == STATUS_DISK_FULL)
		(void)cli_failed(
		    "%s: there is no room left on the disk, and this was not written; make room, then run it again",
		    path);
	else
		(void)cli_failed("%s: could not be written (%s); check the folder's permissions and the disk", path,
		                 status_phrase(status));
	return status;
}

enum status file_may_write(const char *path)
{
	char folder[PATH_ROOM];
	enum status status = path_parent(folder, path);

	if (status != STATUS_OK)
		return status;
	if (!folder_exists(folder))
		return tell_write(path, STATUS_ABSENT);
	return access(folder, W_OK | X_OK) == 0 ? STATUS_OK : tell_write(path, status_of_errno(errno));
}

static enum status sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), failed;
	enum status status;

	if (fd < 0)
		return status_of_errno(errno);
	/* Some file systems cannot sync a folder and say EINVAL. */
	failed = fsync(fd) != 0 && errno != EINVAL;
	status = status_of_errno(errno);
	close(fd);
	return failed ? status : STATUS_OK;
}

static enum status sync_parent(const char *path)
{
	char parent[PATH_ROOM];
	enum status status = path_parent(parent, path);

	return status == STATUS_OK ? sync_folder(parent) : status;
}

static enum status rename_keeping(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return STATUS_OK;
	if (errno != EINVAL && errno != ENOSYS)
		return status_of_errno(errno);
	if (path_exists(to))
		return STATUS_USED;
	return rename(from, to) == 0 ? STATUS_OK : status_of_errno(errno);
}

/* A name beside path that mkstemp or mkdtemp completes. */
static enum status temporary_beside(char out[static PATH_ROOM], const char *path)
{
	char parent[PATH_ROOM];
	enum status status = path_parent(parent, path);

	return status == STATUS_OK ? path_join(out, parent, ".folkmoot-XXXXXX") : status;
}

enum status file_out_begin(struct file_out *out, const char *path, enum file_secrecy secrecy,
                           enum file_collision collision)
{
	enum status status;
	int fd;

	memset(out, 0, sizeof *out);
	out->collision = collision;
	if (snprintf(out->path, PATH_ROOM, "%s", path) >= PATH_ROOM)
		return tell_write("the output", STATUS_TOO_LONG);
	if (folder_exists(path) || (collision == FILE_KEEP && path_exists(path)))
		return tell_write(path, STATUS_USED);
	status = temporary_beside(out->temporary, path);
	if (status != STATUS_OK)
		return status;
	fd = mkostemp(out->temporary, O_CLOEXEC);
	if (fd < 0) {
		out->temporary[0] = '\0';
		return tell_write(path, status_of_errno(errno));
	}
	if ((secrecy == FILE_PUBLIC && fchmod(fd, 0644) != 0) || !(out->stream = fdopen(fd, "wb"))) {
		close(fd);
		file_out_abandon(out);
		return tell_write(path, STATUS_IO);
	}
	return STATUS_OK;
}

void file_out_put(struct file_out *out, const void *data, size_t len)
{
	if (len && fwrite(data, 1, len, out->stream) != len && !out->failed)
		out->failed = errno;
}

enum status file_out_finish(struct file_out *out)
{
	enum status status = STATUS_OK;

	errno = out->failed;
	if (ferror(out->stream) || fflush(out->stream) != 0 || fsync(fileno(out->stream)) != 0)
		status = errno ? status_of_errno(errno) : STATUS_IO;
	if (fclose(out->stream) != 0 && status == STATUS_OK)
		status = STATUS_IO;
	out->stream = NULL;
	if (status == STATUS_OK) {
		if (out->collision == FILE_KEEP)
			status = rename_keeping(out->temporary, out->path);
		else if (rename(out->temporary, out->path) != 0)
			status = status_of_errno(errno);
	}
	if (status == STATUS_OK) {
		out->temporary[0] = '\0';
		status = sync_parent(out->path);
	}
	file_out_abandon(out);
	return tell_write(out->path, status);
}

void file_out_abandon(struct file_out *out)
{
	if (out->stream)
		fclose(out->stream);
	out->stream = NULL;
	if (out->temporary[0])
		unlink(out->temporary);
	out->temporary[0] = '\0';
}

enum status file_write(const char *path, const void *data, size_t len, enum file_secrecy secrecy,
                       enum file_collision collision)
{
	struct file_out out;
	enum status status = file_out_begin(&out, path, secrecy, collision);

	if (status != STATUS_OK)
		return status;
	/* No copy of a secret stays in the stream's buffer. */
	setvbuf(out.stream, NULL, _IONBF, 0);
	file_out_put(&out, data, len);
	return file_out_finish(&out);
}

/* STATUS_OK where the path holds these very bytes, STATUS_USED for anything else. */
static enum status compare_file(const char *path, const void *data, size_t len)
{
	struct bytes there;
	enum status status = file_read_quiet(&there, path, len);

	if (status != STATUS_OK || !there.data || there.len != len || memcmp(there.data, data, len) != 0)
		status = STATUS_USED;
	bytes_free(&there);
	return status;
}

enum status file_write_signed(const char *path, const void *data, size_t len)
{
	if (!path_exists(path))
		return file_write(path, data, len, FILE_PUBLIC, FILE_KEEP);
	if (compare_file(path, data, len) == STATUS_OK)
		return STATUS_OK;
	(void)cli_failed("%s: exists already with other content, which kiosks may hold; raise the revision and choose "
	                 "another name, or remove it if nobody has it",
	                 path);
	return STATUS_STATE;
}

/* --- folders --- */

enum status folder_make(const char *path)
{
	if (mkdir(path, 0755) == 0 || (errno == EEXIST && folder_exists(path)))
		return STATUS_OK;
	return tell_write(path, status_of_errno(errno));
}

enum status folder_out_begin(struct folder_out *out, const char *path)
{
	enum status status;
	size_t len = strlen(path);

	memset(out, 0, sizeof *out);
	if (snprintf(out->path, PATH_ROOM, "%s", path) >= PATH_ROOM)
		return tell_write("the output folder", STATUS_TOO_LONG);
	while (len > 1 && out->path[len - 1] == '/')
		out->path[--len] = '\0';
	if (path_exists(out->path))
		return tell_write(out->path, STATUS_USED);
	status = temporary_beside(out->temporary, out->path);
	if (status != STATUS_OK)
		return status;
	if (!mkdtemp(out->temporary)) {
		out->temporary[0] = '\0';
		return tell_write(out->path, status_of_errno(errno));
	}
	if (chmod(out->temporary, 0755) == 0)
		return STATUS_OK;
	folder_out_abandon(out);
	return tell_write(out->path, STATUS_IO);
}

/* What a walk over a folder of our own does with each name: returns 0 to go on. */
typedef int walk_step(const char *path, int is_folder);

static int walk(const char *path, unsigned depth, walk_step *step)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int failed = 0;

	if (!dir)
		return -1;
	while (!failed && (entry = readdir(dir))) {
		char below[PATH_ROOM];
		struct stat stat_of;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (path_join(below, path, entry->d_name) != STATUS_OK || lstat(below, &stat_of) != 0) {
			failed = 1;
			continue;
		}
		if (S_ISDIR(stat_of.st_mode) && depth > 0)
			failed = walk(below, depth - 1, step);
		if (!failed)
			failed = step(below, S_ISDIR(stat_of.st_mode));
	}
	closedir(dir);
	return failed;
}

static int sync_step(const char *path, int is_folder)
{
	return is_folder && sync_folder(path) != STATUS_OK;
}

static int remove_step(const char *path, int is_folder)
{
	return is_folder ? rmdir(path) : unlink(path);
}

enum status folder_out_finish(struct folder_out *out)
{
	enum status status = STATUS_OK;

	if (walk(out->temporary, 2, sync_step) != 0)
		status = STATUS_IO;
	if (status == STATUS_OK)
		status = sync_folder(out->temporary);
	if (status == STATUS_OK)
		status = rename_keeping(out->temporary, out->path);
	if (status == STATUS_OK) {
		out->temporary[0] = '\0';
		status = sync_parent(out->path);
	}
	folder_out_abandon(out);
	return tell_write(out->path, status);
}

void folder_out_abandon(struct folder_out *out)
{
	if (!out->temporary[0])
		return;
	(void)walk(out->temporary, 2, remove_step);
	(void)rmdir(out->temporary);
	out->temporary[0] = '\0';
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status list_open(struct folder_names *out, DIR *dir)
{
	struct dirent *entry;

	out->name = calloc(FILE_NAMES_MAX, sizeof *out->name);
	if (!out->name)
		return STATUS_NO_ROOM;
	errno = 0;
	while ((entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (out->count == FILE_NAMES_MAX)
			return STATUS_TOO_LONG;
		out->name[out->count] = strdup(entry->d_name);
		if (!out->name[out->count])
			return STATUS_NO_ROOM;
		out->count++;
		errno = 0;
	}
	if (errno)
		return STATUS_IO;
	qsort(out->name, out->count, sizeof *out->name, compare_names);
	return STATUS_OK;
}

enum status folder_list(struct folder_names *out, const char *path, const char *what)
{
	enum status status;
	DIR *dir = opendir(path);

	memset(out, 0, sizeof *out);
	if (!dir) {
		status = status_of_errno(errno);
		(void)cli_failed("%s: %s is no folder that can be read; check the path", path, what);
		return status;
	}
	status = list_open(out, dir);
	closedir(dir);
	if (status == STATUS_OK)
		return status;
	folder_names_free(out);
	(void)cli_failed("%s: %s could not be listed (%s); check the disk", path, what, status_phrase(status));
	return status;
}

void folder_names_free(struct folder_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
	names->name = NULL;
	names->count = 0;
}
