/* Work on many independent items with all processors, showing progress. */
#ifndef FOLKMOOT_PARALLEL_H
#define FOLKMOOT_PARALLEL_H

#include <stddef.h>

#include "multiexp.h"

/* Calls each(context, i) once for every i below count, from several threads at a time. each must touch nothing that
 * another item's call touches. Returns when all are done; where no thread can be started the caller's does all the
 * work. what: "checking ballots", or NULL for no progress. */
void parallel_each(size_t count, const char *what, void (*each)(void *context, size_t index), void *context);

/* A crew of so many threads, the caller's among them, for the long computations of crypto/; 0: one for each processor.
 * Holds nothing that must be released. */
void crew_init(struct crew *out, unsigned threads);

#endif
