/* What is different in a new revision of an election, in plain words. */
#ifndef FOLKMOOT_ELECTION_CHANGES_H
#define FOLKMOOT_ELECTION_CHANGES_H

#include <stdio.h>

#include "election.h"

/* A line for each change on out, indented; contests and questions are matched by id, projects by theirs. Returns how
 * many. */
unsigned election_changes(FILE *out, const struct election *before, const struct election *after);

#endif
