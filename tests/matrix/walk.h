/* What the programs that walk a vote for pictures share: the election, and what there is to mark on a screen. */
#ifndef FOLKMOOT_TESTS_WALK_H
#define FOLKMOOT_TESTS_WALK_H

#include <stdio.h>
#include <stdlib.h>

#include "election.h"
#include "messages.h"
#include "screen.h"

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

/* Chooses, ranks, or gives something to see: not the mark that takes away. */
static inline int walk_marks(const struct element *element)
{
	enum action_kind kind = element->action.kind;

	if (element->state & (STATE_BLOCKED | STATE_CHOSEN))
		return 0;
	return kind == ACT_TOGGLE || ((kind == ACT_RANK || kind == ACT_MARK) && mark_arg_mark(element->action.arg) > 0);
}

/* The first element that marks a project which is not among the count done; NULL where there is none. */
static inline const struct element *walk_next_mark(const struct screen *screen, const unsigned *done, unsigned count)
{
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		unsigned known = 0;

		if (!walk_marks(element))
			continue;
		while (known < count && done[known] != mark_arg_project(element->action.arg))
			known++;
		if (known == count)
			return element;
	}
	return NULL;
}

#endif
