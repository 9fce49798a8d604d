/* Memory for whole files: where there is much of it, in large pages, which take a tenth of the time to get. */
#ifndef FOLKMOOT_BIG_H
#define FOLKMOOT_BIG_H

#include <stddef.h>

/* As malloc: free() and realloc() take it. */
void *big_alloc(size_t len);

#endif
