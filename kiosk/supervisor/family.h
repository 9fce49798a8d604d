/* The kiosk's processes, as their supervisor sees them: started from the files beside its own, given the ends of the
 * channels between them, started again when they die. */
#ifndef FOLKMOOT_FAMILY_H
#define FOLKMOOT_FAMILY_H

#include <stdint.h>
#include <sys/types.h>

#include "control.h"
#include "options.h"
#include "status.h"

enum { FAMILY_PATH_MAX = 1024, FAMILY_WHY = 1400 };

struct member {
	int is_wanted;       /* its program is there */
	pid_t pid;           /* 0: it does not run */
	int control;         /* its channel; -1; open until its end was read, even of a child that died */
	int was_started;     /* once, at least */
	uint64_t started_ms; /* the last time */
	uint64_t due_ms;     /* while it does not run: when to start it */
	unsigned pause_ms;   /* before the last start */
	int ended;           /* how it ended, as waitpid tells */
};

struct family {
	const struct options *options;
	char folder[FAMILY_PATH_MAX]; /* of all programs, with its slash */
	struct member member[CHILD_COUNT];
};

/* Looks for the programs; starts nothing. STATUS_ABSENT with a sentence where one is missing that nothing works
 * without. */
enum status MUST_CHECK family_init(struct family *family, const struct options *options, char why[static FAMILY_WHY]);
/* Starts whoever is due. */
void family_start_due(struct family *family, uint64_t now_ms);
/* Milliseconds until family_start_due has something to do; -1: nothing is due. */
int family_next_ms(const struct family *family, uint64_t now_ms);
/* Takes note of all who died. A child that lived for a while is due at once, one that dies again and again ever later.
 */
void family_reap(struct family *family, uint64_t now_ms);
/* Ends a child that hangs, or has no use left. It counts as dead at once: what hangs in the kernel may take long to go.
 */
void family_end(struct family *family, enum child child, uint64_t now_ms);
/* Closes all channels, and waits for all to end: those that do not within wait_ms are killed. Returns 1 where all but
 * those ended with exit code 0. */
int family_finish(struct family *family, int wait_ms);
uint64_t family_now_ms(void);
const char *family_name(enum child child);

#endif
