/* The tags of the voting codes that were issued, as texts, one a line:
 *
 *     PLACE <tab> DISTRICT <tab> TAG
 *
 * PLACE as in the roster of kiosks; DISTRICT by its name in the main language, empty where there are no districts; TAG
 * the hash of the code's tag (issued_hash), 64 hexadecimal digits. In any order. */
#ifndef FOLKMOOT_DEFINITION_TAGS_H
#define FOLKMOOT_DEFINITION_TAGS_H

#include "election.h"
#include "files.h"

struct definition_tags {
	struct bytes *files; /* the places' names point into them */
	size_t file_count;
	uint8_t *tags; /* the election's tags point here */
};

/* Reads the files, one or more, and sets the election's places (ascending by bytes) and issued tags: those of all of
 * them. Every bad line is told with its file and number. STATUS_RULES; STATUS_ABSENT and others where it could not be
 * read. The caller calls definition_tags_finish in any case; what was read must outlive the election. */
enum status MUST_CHECK definition_tags_load(struct definition_tags *out, struct election *election,
                                            const char *const *paths, size_t path_count);
void definition_tags_finish(struct definition_tags *tags);

#endif
