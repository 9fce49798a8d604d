/* The kiosk's only door to files: opening, writing, syncing, renaming and the clocks, as one operation table, so that a
 * test can make the N-th call fail. Above it the few whole-file operations that the rest of this folder uses. */
#ifndef FOLKMOOT_DISK_H
#define FOLKMOOT_DISK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "manifest.h"
#include "status.h"

enum { DISK_PATH_MAX = 1024, DISK_NAME_MAX = 255, DISK_GLANCE_MAX = 512 };

typedef void disk_name(void *context, const char *name);

/* What a stick looks like. */
struct disk_glance {
	int is_folder;    /* it is there */
	int is_elsewhere; /* on another device than the folder it is compared with; -1: that one is not there */
	size_t len;       /* of the small file asked for; 0: it is not there, or is not small */
	uint8_t text[DISK_GLANCE_MAX]; /* may be a secret: the caller wipes */
};

/* As in POSIX: -1 and errno where a call fails. context comes first in every call. */
struct disk {
	void *context;
	int (*open)(void *context, const char *path, int flags, unsigned mode);
	ssize_t (*read)(void *context, int file, void *data, size_t len);
	ssize_t (*write)(void *context, int file, const void *data, size_t len);
	int (*truncate)(void *context, int file, uint64_t len);
	int (*sync)(void *context, int file);
	int (*sync_all)(void *context, int file); /* the whole file system that the file lies on */
	int (*close)(void *context, int file);
	int (*rename)(void *context, const char *from, const char *to);
	int (*remove)(void *context, const char *path);                  /* a file or an empty folder */
	int (*remove_at)(void *context, int folder, const char *name);   /* a file in an open folder */
	int (*same_device)(void *context, const char *a, const char *b); /* 1 where both lie on one file system */
	int (*make_folder)(void *context, const char *path, unsigned mode);
	int (*list)(void *context, const char *path, disk_name *each, void *each_context); /* without "." and ".." */
	int (*lock)(void *context, int file);                                              /* exclusive, not waiting */
	int (*reserve)(void *context, int file, uint64_t len); /* room on the disk; the file's length stays */
	int (*free_bytes)(void *context, const char *path, uint64_t *out); /* of the file system there */
	uint64_t (*monotonic_ms)(void *context);
	int64_t (*utc_s)(void *context); /* seconds since 1970 */
	/* A look at folder, at the device of beside, and at the file name in folder (NULL: none), for which nobody
	 * waits: 0 where what is known will have to do. NULL where looking never takes long: then look with the calls
	 * above. */
	int (*glance)(void *context, struct disk_glance *out, const char *folder, const char *beside, const char *name);
};

/* The real one. */
const struct disk *disk_real(void);

/* What errno means to the house. Never STATUS_OK. */
enum status disk_status(int error);

/* "folder/name" into path; STATUS_TOO_LONG where it does not fit. */
enum status MUST_CHECK disk_path(char path[static DISK_PATH_MAX], const char *folder, const char *name);
/* The folder that holds path: "." for a name alone. */
enum status MUST_CHECK disk_parent(char parent[static DISK_PATH_MAX], const char *path);
int disk_is_folder(const struct disk *disk, const char *path);
/* A folder itself, not a symbolic link to one: its descriptor, or -1 and errno. The caller closes. */
int disk_open_folder(const struct disk *disk, const char *path);
int disk_exists(const struct disk *disk, const char *path);

/* The whole of a file of at most max bytes (STATUS_TOO_LONG); follows no symbolic link at its end. *data is
 * NUL-terminated behind its length and the caller's to free. On failure *data is NULL. */
enum status MUST_CHECK disk_read(uint8_t **data, size_t *len, const struct disk *disk, const char *path, size_t max);
/* Replaces folder/name by exactly these bytes: all or nothing, durable when STATUS_OK. */
enum status MUST_CHECK disk_replace(const struct disk *disk, const char *folder, const char *name, const void *data,
                                    size_t len);
/* The same on a stick: read back from the medium, too, and compared (STATUS_IO where other bytes come back). */
enum status MUST_CHECK disk_replace_checked(const struct disk *disk, const char *folder, const char *name,
                                            const void *data, size_t len);
/* As disk_replace where the old file held a secret: its first old_len bytes are written over where they lie, after its
 * name went to the new one; on a medium that moves what is written elsewhere that is all a program can do. */
enum status MUST_CHECK disk_replace_secret(const struct disk *disk, const char *folder, const char *name,
                                           const void *data, size_t len, size_t old_len);
/* Writes a new file durably; its name is durable only after disk_sync_folder. STATUS_USED where it exists. */
enum status MUST_CHECK disk_write_new(const struct disk *disk, const char *path, const void *data, size_t len);
/* All bytes to an open file. */
enum status MUST_CHECK disk_write_all(const struct disk *disk, int file, const void *data, size_t len);
enum status MUST_CHECK disk_sync_path(const struct disk *disk, const char *path);
enum status MUST_CHECK disk_sync_folder(const struct disk *disk, const char *path);
enum status MUST_CHECK disk_rename(const struct disk *disk, const char *from, const char *to);
/* STATUS_USED where it is there already. */
enum status MUST_CHECK disk_make_folder(const struct disk *disk, const char *path);
/* Every file in a folder, then the folder; folders in it are refused (STATUS_USED). STATUS_OK too where it is not
 * there.
 */
enum status MUST_CHECK disk_remove_folder(const struct disk *disk, const char *path);
/* STATUS_OK too where it is not there. */
enum status MUST_CHECK disk_remove(const struct disk *disk, const char *path);
/* SHA-256 of what the medium gives back, past the page cache where the file system allows it. */
enum status MUST_CHECK disk_read_back(uint8_t sha256[static SHA256_BYTES], const struct disk *disk, const char *path);

#endif
