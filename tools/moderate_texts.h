/* All texts of a record before they are published: each once, numbered, in an order that tells nothing. */
#ifndef FOLKMOOT_MODERATE_TEXTS_H
#define FOLKMOOT_MODERATE_TEXTS_H

#include <stdio.h>

#include "ballot.h"
#include "moderation.h"

/* One voter's. */
struct voter_text {
	unsigned list;     /* of which list */
	uint32_t entry;    /* its place there */
	uint8_t is_points; /* a point held no payload: bytes are the points */
	uint8_t bytes[ANSWER_TEXT_WIDTH * POINT_BYTES];
	int valid; /* a text that the question allows; what is not may still be read by people */
};

/* What several may have written alike. Its number is its place from 1. */
struct moderated_text {
	const struct voter_text *first; /* of count one after another */
	size_t count;
	const char *reason; /* why it is withheld; NULL: it is published */
};

struct moderated_texts {
	const struct election *election;
	struct voter_text *voter; /* sorted by question and bytes */
	size_t voter_count;
	struct moderated_text *text;
	size_t count;
};

/* Whatever is not blank. by is complete and sound. STATUS_NO_ROOM. The caller calls moderated_texts_free in any case.
 */
enum status MUST_CHECK moderated_texts_open(struct moderated_texts *out, const struct election *election,
                                            const struct quorum_factors *by, const struct lists *lists);
void moderated_texts_free(struct moderated_texts *texts);

/* For people: nothing in a text can act on a terminal or look like another line. */
void moderated_texts_say(FILE *out, const struct moderated_texts *texts);
/* For programs. STATUS_NO_ROOM. */
enum status MUST_CHECK moderated_texts_json(FILE *out, const struct moderated_texts *texts, int decided);
/* A table for a spreadsheet, to be marked and read again (moderate_marks.h). */
void moderated_texts_csv(FILE *out, const struct moderated_texts *texts);

#endif
