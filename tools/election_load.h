/* An organiser's election.json with all that it names, every fault told. */
#ifndef FOLKMOOT_ELECTION_LOAD_H
#define FOLKMOOT_ELECTION_LOAD_H

#include "definition.h"
#include "files.h"

/* A sink of faults that tells each on stderr. */
struct listing {
	const char *path;
	unsigned faults;
};
void list_fault(void *context, const struct problem *problem);

/* Reads election.json, pictures and clips, and tells every fault; file: its bytes, kept until the end. The caller calls
 * definition_finish and bytes_free, also after a failure. */
enum status MUST_CHECK election_load(struct definition *out, struct bytes *file, const char *path);

#endif
