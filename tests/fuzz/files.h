/* A disk of a few files in memory, which only reads: for parsers that take their bytes through disk.h. */
#ifndef FOLKMOOT_FUZZ_FILES_H
#define FOLKMOOT_FUZZ_FILES_H

#include <errno.h>

#include "disk.h"
#include "fuzz.h"

enum { FILES_MAX = 4 };

struct memory_file {
	char name[DISK_NAME_MAX + 1];
	const uint8_t *data;
	size_t len, at;
};

struct memory_files {
	struct memory_file file[FILES_MAX];
	int count;
};

static inline int memory_open(void *context, const char *path, int flags, unsigned mode)
{
	struct memory_files *files = context;
	const char *slash = strrchr(path, '/');

	(void)flags;
	(void)mode;
	for (int i = 0; i < files->count; i++) {
		if (strcmp(files->file[i].name, slash ? slash + 1 : path) != 0)
			continue;
		files->file[i].at = 0;
		return i;
	}
	errno = ENOENT;
	return -1;
}

static inline ssize_t memory_read(void *context, int file, void *data, size_t len)
{
	struct memory_file *from = &((struct memory_files *)context)->file[file];

	if (len > from->len - from->at)
		len = from->len - from->at;
	if (len > 0)
		memcpy(data, from->data + from->at, len);
	from->at += len;
	return (ssize_t)len;
}

static inline int memory_close(void *context, int file)
{
	(void)context;
	(void)file;
	return 0;
}

static inline int memory_list(void *context, const char *path, disk_name *each, void *each_context)
{
	struct memory_files *files = context;

	(void)path;
	for (int i = 0; i < files->count; i++)
		each(each_context, files->file[i].name);
	return 0;
}

static inline uint64_t memory_clock(void *context)
{
	(void)context;
	return 1000000;
}

static inline struct disk memory_disk(struct memory_files *files)
{
	return (struct disk){.context = files,
	                     .open = memory_open,
	                     .read = memory_read,
	                     .close = memory_close,
	                     .list = memory_list,
	                     .monotonic_ms = memory_clock};
}

/* A name for a file: what stands in the input, made what a directory can hold. */
static inline void memory_add(struct memory_files *files, const char *name, const uint8_t *data, size_t len)
{
	struct memory_file *file = &files->file[files->count++];

	must(strlen(name) <= DISK_NAME_MAX);
	memcpy(file->name, name, strlen(name) + 1);
	file->data = data;
	file->len = len;
}

#endif
