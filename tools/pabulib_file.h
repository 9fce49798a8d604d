/* A Pabulib file from the disk, with everything odd in it told on stderr. */
#ifndef FOLKMOOT_PABULIB_FILE_H
#define FOLKMOOT_PABULIB_FILE_H

#include "files.h"
#include "pabulib.h"

struct city {
	struct bytes text; /* the file's texts lie in it */
	struct pabulib *file;
};

/* Reads the file and tells what is wrong or odd, with its line. The caller calls city_finish in any case. STATUS_STATE
 * where it is no good Pabulib file: then there is nothing to work on, and nothing was refused. */
enum status MUST_CHECK city_load(struct city *out, const char *path);
/* The same in any mode; city_load is PABULIB_STRICT. */
enum status MUST_CHECK city_load_as(struct city *out, const char *path, enum pabulib_mode mode);
void city_finish(struct city *city);

#endif
