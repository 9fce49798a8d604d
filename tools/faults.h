/* Faults found while checking: each told at once, in one sentence on stderr, and counted, so that a check can go on and
 * find all of them. */
#ifndef FOLKMOOT_FAULTS_H
#define FOLKMOOT_FAULTS_H

#include "files.h"

/* Is given every fault that is told, after it was told; the sentence is fit to be shown (cli_quiet), path may not be.
 */
typedef void fault_sink(void *context, const char *path, const char *sentence);

struct faults {
	unsigned count;  /* checks that failed */
	unsigned untold; /* beyond the first FAULTS_TOLD of one kind of check: counted only */
	unsigned unread; /* things that could not be read at all */
	enum { LINKS_FOLLOWED, LINKS_REFUSED } links; /* by fault_read; refused in a record */
	fault_sink *sink;                             /* NULL: stderr alone */
	void *context;
};

enum { FAULTS_TOLD = 20, FAULT_SENTENCE = 1024 };

/* path is the file or folder at fault; then what is wrong and what to do. */
void fault(struct faults *faults, const char *path, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same for something that comes once per ballot: told while *told is below FAULTS_TOLD. */
void fault_each(struct faults *faults, unsigned *told, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* file_read whose failure is a fault, counted as unread where the world failed; a file that is not there is a fault of
 * whoever had to bring it. */
enum status MUST_CHECK fault_read(struct bytes *out, struct faults *faults, const char *path, size_t max,
                                  const char *what);

#endif
