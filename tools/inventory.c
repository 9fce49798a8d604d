#include "inventory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "parallel.h"

struct walk {
	struct inventory *inventory;
	struct faults *faults;
	const char *path;
};

static enum status add(struct inventory *inventory, const char *name)
{
	if (inventory->count == inventory->room) {
		size_t room = inventory->room ? 2 * inventory->room : 256;
		struct inventory_file *grown = realloc(inventory->file, room * sizeof *grown);

		if (!grown)
			return STATUS_NO_ROOM;
		inventory->file = grown;
		inventory->room = room;
	}
	memset(&inventory->file[inventory->count], 0, sizeof *inventory->file);
	inventory->file[inventory->count].name = strdup(name);
	return inventory->file[inventory->count++].name ? STATUS_OK : STATUS_NO_ROOM;
}

static void refuse(const struct walk *walk, const char *name, const char *why)
{
	char path[PATH_ROOM];

	if (snprintf(path, sizeof path, "%s/%s", walk->path, name) >= (int)sizeof path)
		snprintf(path, sizeof path, "%.100s…", name);
	fault(walk->faults, path, "%s", why);
}

static enum status list_below(const struct walk *walk, int fd, const char *folder, unsigned depth);

static enum status visit(const struct walk *walk, int folder_fd, const char *folder, const char *entry, unsigned depth)
{
	char name[PATH_ROOM];
	struct stat stat_of;
	int fd;

	if (snprintf(name, sizeof name, "%s%s%s", folder, *folder ? "/" : "", entry) >= (int)sizeof name)
		return STATUS_TOO_LONG;
	if (fstatat(folder_fd, entry, &stat_of, AT_SYMLINK_NOFOLLOW) != 0)
		return STATUS_IO;
	if (S_ISREG(stat_of.st_mode)) {
		if (walk->inventory->count < INVENTORY_MAX_FILES)
			return add(walk->inventory, name);
		refuse(walk, name, "is a file too many for a record; look for the record's own folder");
		return STATUS_TOO_LONG;
	}
	if (!S_ISDIR(stat_of.st_mode)) {
		refuse(walk, name,
		       "is a link or a device, which no record holds; take it away, and find out who put it there");
		return STATUS_OK;
	}
	if (depth == INVENTORY_DEPTH) {
		refuse(walk, name, "is a folder deeper than any in a record; take it away");
		return STATUS_OK;
	}
	fd = openat(folder_fd, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? STATUS_IO : list_below(walk, fd, name, depth + 1);
}

/* Takes fd. */
static enum status list_below(const struct walk *walk, int fd, const char *folder, unsigned depth)
{
	DIR *dir = fdopendir(fd);
	enum status status = STATUS_OK;
	struct dirent *entry;

	if (!dir) {
		close(fd);
		return STATUS_IO;
	}
	errno = 0;
	while (status == STATUS_OK && (entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = visit(walk, fd, folder, entry->d_name, depth);
		if (status == STATUS_OK)
			errno = 0;
	}
	if (status == STATUS_OK && errno)
		status = STATUS_IO;
	closedir(dir);
	return status;
}

static int by_name(const void *left, const void *right)
{
	const struct inventory_file *a = left, *b = right;

	return strcmp(a->name, b->name);
}

enum status inventory_read(struct inventory *out, struct faults *faults, const char *path)
{
	struct walk walk = {out, faults, path};
	enum status status;
	int fd;

	memset(out, 0, sizeof *out);
	out->faults = faults;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		fault(faults, path, "is no folder with a record; check the path");
		faults->unread++;
		return STATUS_ABSENT;
	}
	status = list_below(&walk, fd, "", 0);
	if (status != STATUS_OK && status != STATUS_TOO_LONG) {
		fault(faults, path, "could not be listed whole (it %s); check the disk", status_phrase(status));
		faults->unread++;
	}
	if (out->count)
		qsort(out->file, out->count, sizeof *out->file, by_name);
	return status;
}

void inventory_finish(struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->count; i++)
		free(inventory->file[i].name);
	free(inventory->file);
	memset(inventory, 0, sizeof *inventory);
}

const char *inventory_stray(const char *name)
{
	if (name[0] == '.' || strstr(name, "/."))
		return "was left by work that was interrupted, or is hidden; finish that work, or take it away";
	return "does not belong to a record; take it away, and find out who put it there";
}

struct inventory_file *inventory_find(const struct inventory *inventory, const char *name)
{
	size_t low = 0, high = inventory->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(inventory->file[middle].name, name);

		if (order == 0)
			return &inventory->file[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The part of a name after "folder/", up to the next slash; 0 where the name lies elsewhere. */
static size_t part_below(const char **part, const char *name, const char *folder)
{
	size_t folder_len = strlen(folder);

	if (strncmp(name, folder, folder_len) != 0 || name[folder_len] != '/')
		return 0;
	*part = name + folder_len + 1;
	return strcspn(*part, "/");
}

const char *inventory_next(size_t *len, size_t *at, const struct inventory *inventory, const char *folder)
{
	const char *part = NULL, *before = NULL;

	for (; *at < inventory->count; ++*at) {
		size_t part_len = part_below(&part, inventory->file[*at].name, folder);

		if (part_len == 0)
			continue;
		if (*at > 0 && part_below(&before, inventory->file[*at - 1].name, folder) == part_len &&
		    memcmp(before, part, part_len) == 0)
			continue;
		*len = part_len;
		++*at;
		return part;
	}
	return NULL;
}

void inventory_used(struct inventory *inventory, const struct bytes *bytes, const char *format, ...)
{
	char name[PATH_ROOM];
	struct inventory_file *file;
	va_list list;

	va_start(list, format);
	vsnprintf(name, sizeof name, format, list);
	va_end(list);
	file = inventory_find(inventory, name);
	if (file)
		file->bytes = bytes;
	else if (bytes->data)
		fault(inventory->faults, name, "was not in the record when it was listed; somebody is changing it");
}

static void hash_one(void *context, size_t index)
{
	struct inventory_file *file = *((struct inventory_file **)context + index);
	struct manifest_digest digest;

	manifest_digest_init(&digest);
	manifest_digest_update(&digest, file->bytes->data, file->bytes->len);
	manifest_digest_finish(file->sha256, &digest);
	file->hashed = 1;
}

void inventory_hash(struct inventory *inventory)
{
	struct inventory_file **fresh = calloc(inventory->count + 1, sizeof(struct inventory_file *));
	size_t count = 0;

	for (size_t i = 0; i < inventory->count; i++) {
		struct inventory_file *file = &inventory->file[i];

		if (file->hashed || !file->bytes || !file->bytes->data)
			continue;
		if (fresh)
			fresh[count++] = file;
		else
			hash_one(&file, 0);
	}
	if (fresh)
		parallel_each(count, "hashing files", hash_one, fresh);
	free(fresh);
}
