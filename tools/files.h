/* Files for the tools: read whole and bounded, written atomically. Every function that answers a status has already
 * told what went wrong, in one sentence on stderr, unless its comment says otherwise. */
#ifndef FOLKMOOT_FILES_H
#define FOLKMOOT_FILES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "status.h"

enum { PATH_ROOM = 4096, FILE_NAMES_MAX = 4096 };

/* A whole file in memory; data[len] is a NUL that len does not count. */
struct bytes {
	uint8_t *data;
	size_t len;
};

/* Wipes and frees; safe on a zeroed struct. */
void bytes_free(struct bytes *bytes);

/* dir/name into out; STATUS_TOO_LONG (told) where it does not fit. */
enum status MUST_CHECK path_join(char out[static PATH_ROOM], const char *dir, const char *name);
/* The folder a path lies in ("." where it names none). */
enum status MUST_CHECK path_parent(char out[static PATH_ROOM], const char *path);
/* 1 where the path exists as a folder, or as anything at all. Silent. */
int folder_exists(const char *path);
int path_exists(const char *path);

/* Reads a regular file of at most max bytes. what says which file is meant, for the sentence: "the organiser's public
 * key". The caller frees out with bytes_free, also after a failure. STATUS_ABSENT, STATUS_TOO_LONG, STATUS_IO,
 * STATUS_NO_ROOM. */
enum status MUST_CHECK file_read(struct bytes *out, const char *path, size_t max, const char *what);
/* The same without a sentence, for callers with words of their own. */
enum status MUST_CHECK file_read_quiet(struct bytes *out, const char *path, size_t max);
/* The same, and a link is not followed: STATUS_MAGIC. For files that lie in a record. */
enum status MUST_CHECK file_read_plain(struct bytes *out, const char *path, size_t max);
/* The sentence that file_read says after the path. Returns out. */
enum { FILE_PROBLEM = 260 };
const char *file_read_problem(char out[static FILE_PROBLEM], enum status status, size_t max, const char *what);

enum file_secrecy { FILE_PUBLIC, FILE_SECRET };  /* mode 0644 or 0600 */
enum file_collision { FILE_REPLACE, FILE_KEEP }; /* FILE_KEEP: refuses where the path exists (STATUS_USED) */

/* Before long work, or many questions: whether a file could be written there, as far as its folder tells
 * (STATUS_ABSENT, STATUS_READ_ONLY). */
enum status MUST_CHECK file_may_write(const char *path);

/* Writes a whole file: temporary name in the same folder, fsync, rename, fsync of the folder. */
enum status MUST_CHECK file_write(const char *path, const void *data, size_t len, enum file_secrecy secrecy,
                                  enum file_collision collision);

/* The same for a package or roster that others may hold already: where the path exists with the very same bytes nothing
 * is written, with other bytes it is refused (STATUS_STATE). */
enum status MUST_CHECK file_write_signed(const char *path, const void *data, size_t len);

/* The same for a file written piece by piece. begin, any number of puts (sticky errors), then finish or abandon. */
struct file_out {
	FILE *stream;
	char path[PATH_ROOM];
	char temporary[PATH_ROOM];
	enum file_collision collision;
	int failed; /* errno of the first write that failed, 0 while none has */
};
enum status MUST_CHECK file_out_begin(struct file_out *out, const char *path, enum file_secrecy secrecy,
                                      enum file_collision collision);
void file_out_put(struct file_out *out, const void *data, size_t len);
enum status MUST_CHECK file_out_finish(struct file_out *out);
/* Nothing stays behind. Safe after finish and on a zeroed struct. */
void file_out_abandon(struct file_out *out);

/* A folder that appears whole or not at all: made under a temporary name beside its final one, which must not exist. */
struct folder_out {
	char path[PATH_ROOM];
	char temporary[PATH_ROOM]; /* write here; "" when nothing is pending */
};
enum status MUST_CHECK folder_out_begin(struct folder_out *out, const char *path);
/* Syncs the folder and the folders in it, gives it its name, syncs the folder around it. */
enum status MUST_CHECK folder_out_finish(struct folder_out *out);
/* Removes what was written under the temporary name (files, and folders two levels deep). Safe after finish and on a
 * zeroed struct. */
void folder_out_abandon(struct folder_out *out);

/* mkdir; an existing folder is fine. */
enum status MUST_CHECK folder_make(const char *path);

/* The names in a folder, ascending by bytes, without "." and "..", hidden ones included. */
struct folder_names {
	char **name;
	size_t count;
};
enum status MUST_CHECK folder_list(struct folder_names *out, const char *path, const char *what);
void folder_names_free(struct folder_names *names);

#endif
