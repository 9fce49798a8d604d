/* How far long work is, with rate and time left, on stderr. Silent for work that takes under a second. */
#ifndef FOLKMOOT_PROGRESS_H
#define FOLKMOOT_PROGRESS_H

#include <stdint.h>

struct progress {
	const char *what; /* "checking ballots" */
	uint64_t total;
	uint64_t start_ms, shown_ms;
	int terminal;
	int shown;
};

/* total 0: not known. */
void progress_start(struct progress *progress, const char *what, uint64_t total);
/* Cheap: may be called for every item. From one thread only. */
void progress_at(struct progress *progress, uint64_t done);
/* The last line, with the time taken, where any line was shown. */
void progress_end(struct progress *progress, uint64_t done);

#endif
