/* The wall around one of the kiosk's processes: from here on it can do what it is there for, and nothing else. Raised
 * once, as soon as the process has opened what it needs, before it reads the first byte that came from outside. */
#ifndef FOLKMOOT_WALL_H
#define FOLKMOOT_WALL_H

#include <stddef.h>

#include "control.h"
#include "status.h"

enum { WALL_FOLDERS = 8 };

struct wall_paths {
	const char *data;  /* RECORDER: the folder that it may write in; others: NULL */
	const char *data2; /* RECORDER: the second device's folder, or NULL */
	/* SCREEN, for scripts with practice data only: folders that pictures and descriptions may be written in, NULL
	 * after the last; none: the process opens nothing at all */
	const char *pictures[WALL_FOLDERS];
};

struct wall_told {
	int seccomp;  /* 1: the list of system calls holds */
	int landlock; /* the kernel's Landlock ABI that holds; 0: this kernel has none, or (MEDIA) there was no stick
	                 yet */
};

/* No new privileges, no core dump, no tracing by others of the same user, Landlock where the kernel has it, then a list
 * of system calls; whatever is not on it fails with EPERM. Holds for all threads. A kernel without Landlock: goes on,
 * and told says so. On failure why (room bytes) holds a sentence, and the process must end. Sources: seccomp(2),
 * landlock(7). */
enum status MUST_CHECK wall_raise(struct wall_told *told, enum child child, const struct wall_paths *paths, char *why,
                                  size_t room);
/* MEDIA, whose wall_raise leaves the files open: from here on nothing but what lies beneath this folder, the stick's,
 * open as a descriptor. Once, before the first byte of a stick is read: what is mounted on a folder is another folder
 * than the one beneath it, so that the wall cannot be raised before the stick is there, and a helper serves one stick;
 * for the next (the folder's device or number is another) it ends, and the supervisor starts a new one. */
enum status MUST_CHECK wall_stick(struct wall_told *told, int root);
/* The part that needs no list: no core dumps, not dumpable, no new privileges. First thing in every process. */
enum status MUST_CHECK wall_begin(void);

#endif
