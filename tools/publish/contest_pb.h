/* A contest's whole vote as a Pabulib file (pabulib.org), such that the field's own checker finds no error in it. */
#ifndef FOLKMOOT_CONTEST_PB_H
#define FOLKMOOT_CONTEST_PB_H

#include <stdio.h>

#include "result.h"

/* What the format asks for and an election's definition does not tell; NULL or "" where nobody said. */
struct pb_about {
	const char *country; /* by ISO 3166; else the one whose money it is, else "Worldwide" */
	const char *unit;    /* the town; else the organiser */
	const char *year;    /* "2026", where the definition has neither of its dates */
};

/* 1 where the contest can be written in this format: all vote types but questions. */
int contest_pb_possible(const struct contest *contest);
/* A country that the format knows, by its name or code? */
int contest_pb_country_known(const char *country);
/* Writes the contest of that index: all projects, and all valid votes with running voter ids, in the order of the
 * record's file `votes`, which tells nothing. The format has no blank votes: these and invalid ones are left out, and a
 * comment in the file says how many. STATUS_RANGE where the definition has no dates and about->year is none;
 * STATUS_RULES where the contest is none for this format, or a project's id cannot be written in it (a comma, or the
 * title of a section); STATUS_NO_ROOM, STATUS_IO. */
enum status MUST_CHECK contest_pb_write(FILE *out, const struct result *result, unsigned contest,
                                        const struct pb_about *about);

#endif
