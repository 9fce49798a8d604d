/* The wall's two halves: which files (Landlock), which system calls (seccomp). */
#ifndef FOLKMOOT_WALL_INSIDE_H
#define FOLKMOOT_WALL_INSIDE_H

#include "control.h"
#include "status.h"

enum wall_grant {
	GRANT_READ,   /* files and names */
	GRANT_WRITE,  /* reads, makes, changes and removes regular files and folders; never executes, never makes
	                 anything else */
	GRANT_DEVICE, /* reads, writes and steers devices that are there */
	GRANT_INPUT,  /* reads and asks devices that are there */
};

/* The kernel's Landlock ABI, 0 where it has none or it is turned off. Source: landlock(7). */
int landlock_abi(void);
/* A set of rules that forbids all that this ABI can forbid, as a descriptor; -1 on failure. */
int landlock_rules(int abi);
/* STATUS_INTERNAL. What lies beneath folder (or the file itself). */
enum status MUST_CHECK landlock_grant(int rules, int folder, enum wall_grant grant);
enum status MUST_CHECK landlock_hold(int rules);

/* The list of system calls, for all threads; saves: the screen may write files where Landlock lets it. */
enum status MUST_CHECK calls_hold(enum child child, int saves);

#endif
