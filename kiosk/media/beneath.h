/* Names beneath a folder: no way leads out of it, through "..", a link or another mount of the name. As in POSIX: -1
 * and errno. */
#ifndef FOLKMOOT_BENEATH_H
#define FOLKMOOT_BENEATH_H

#include <stdint.h>
#include <sys/types.h>

/* root is an O_PATH descriptor of the folder; path is relative, "" the folder itself. flags: enum media_flag. A plain
 * file is never opened for writing while it has a second name (EMLINK); what is neither file nor folder is not opened
 * at all (EMEDIUMTYPE). The caller closes. */
int beneath_open(int root, const char *path, uint32_t flags);
int beneath_rename(int root, const char *from, const char *to);
int beneath_remove(int root, const char *path);
int beneath_make_folder(int root, const char *path);

#endif
