/* Voters who support the same set of projects, taken together: counting goes over blocs instead of voters. */
#ifndef FOLKMOOT_BLOC_H
#define FOLKMOOT_BLOC_H

#include "profile.h"

struct bloc {
	uint64_t voters;
	size_t first; /* its projects: blocs.projects[first] and on */
	uint32_t count;
};

struct blocs {
	size_t count;
	struct bloc *bloc;
	uint32_t *projects;     /* of all blocs, ascending within each */
	size_t *supporters_end; /* of project p: supporters[supporters_end[p - 1]] up to supporters_end[p], 0 from 0 */
	uint32_t *supporters;   /* bloc numbers, ascending */
	uint64_t *support;      /* per project: voters in all its blocs */
	uint32_t project_count;
	size_t mark_count;                       /* length of projects and of supporters */
	size_t bloc_room, mark_room, slot_count; /* while they are gathered */
	uint64_t *slots;
	uint32_t *scratch;
};

/* Gathers the votes. A vote supports the projects that it names, one with points those to which it gives more than 0;
 * each once. wanted[p] is 0 for projects to leave out. Voters who support none of the rest are in no bloc. On success
 * the caller destroys *out, on failure it is NULL: STATUS_NO_ROOM, STATUS_RANGE above 2^32 - 2 blocs. */
enum status MUST_CHECK blocs_create(struct blocs **out, const struct profile *profile, const uint8_t *wanted);
void blocs_destroy(struct blocs *blocs);

#endif
