/* Work on many independent items with all processors, showing progress. */
#ifndef FOLKMOOT_PARALLEL_H
#define FOLKMOOT_PARALLEL_H

#include <stddef.h>

/* Calls each(context, i) once for every i below count, from several threads at a time. each must touch nothing that
 * another item's call touches. what NULL: silent. Returns when all are done; where no thread can be started the
 * caller's does all the work. */
void parallel_each(size_t count, const char *what, void (*each)(void *context, size_t index), void *context);

#endif
