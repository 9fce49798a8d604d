/* The texts that a complete quorum's factors open, entry by entry, and the hashes that stand for those left out. */
#ifndef FOLKMOOT_OPEN_TEXTS_H
#define FOLKMOOT_OPEN_TEXTS_H

#include "factors.h"

struct opened_texts {
	uint32_t count;  /* entries that could be opened */
	uint32_t *entry; /* their places in the list, ascending */
	uint8_t *points; /* width points of 32 bytes for each */
	uint32_t withheld_count;
	struct hash *withheld; /* of each entry that is left out, in the list's order */
};

/* List number i, which must be of texts; by is complete and sound. STATUS_NO_ROOM. The caller calls opened_texts_free
 * in any case. */
enum status MUST_CHECK texts_open(struct opened_texts *out, const struct quorum_factors *by, const struct lists *lists,
                                  unsigned i);
void opened_texts_free(struct opened_texts *texts);

#endif
