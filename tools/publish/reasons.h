/* Why texts are withheld: the organiser's signed reasons, each once. */
#ifndef FOLKMOOT_REASONS_H
#define FOLKMOOT_REASONS_H

#include "moderation.h"

struct reason {
	const char *text; /* into the moderation's statement */
	uint32_t count;   /* texts withheld for it */
};

struct reasons {
	struct reason *reason; /* ascending by their bytes, so that their order tells nothing of an entry's place */
	uint32_t count;
};

/* moderated may be NULL: no reasons. STATUS_NO_ROOM. The caller calls reasons_free in any case. */
enum status MUST_CHECK reasons_make(struct reasons *out, const struct moderated *moderated);
void reasons_free(struct reasons *reasons);

#endif
