/* What the programs that walk a vote for pictures share: reading the election. How they walk: tour.h. */
#ifndef FOLKMOOT_TESTS_WALK_H
#define FOLKMOOT_TESTS_WALK_H

#include <stdio.h>
#include <stdlib.h>

#include "election.h"
#include "messages.h"
#include "screen.h"
#include "tour.h"

static inline void fail(const char *what)
{
	fprintf(stderr, "matrix: %s\n", what);
	exit(2);
}

/* From a package's body; messages: of each of its languages, or English. Kept until the program ends. */
static inline struct election *walk_election(const char *path, struct messages *messages)
{
	struct election *election;
	struct problem problem;
	uint8_t *body = malloc(ELECTION_MAX_BYTES);
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!file || !body)
		fail("the election cannot be read");
	len = fread(body, 1, ELECTION_MAX_BYTES, file);
	fclose(file);
	if (election_read(&election, &problem, body, len) != STATUS_OK)
		fail(problem.what);
	for (unsigned i = 0; i < election->language_count; i++)
		if (messages_load(&messages[i], election->language[i]) != STATUS_OK &&
		    messages_load(&messages[i], "en") != STATUS_OK)
			fail("the words cannot be read");
	return election;
}

#endif
