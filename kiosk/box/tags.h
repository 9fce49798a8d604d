/* The set of voting codes' tags that the box holds, in memory; the ballots themselves are its only store. Zero tags are
 * in no set. */
#ifndef FOLKMOOT_TAGS_H
#define FOLKMOOT_TAGS_H

#include "sealed.h"

struct tags {
	uint8_t (*tag)[TAG_BYTES]; /* all zero: free */
	uint32_t room, count;
	uint8_t key[crypto_shorthash_KEYBYTES]; /* so that nobody chooses tags that fall together */
};

/* Room for max tags (tags_finish). */
enum status MUST_CHECK tags_init(struct tags *tags, uint32_t max);
void tags_finish(struct tags *tags);
int tags_have(const struct tags *tags, const uint8_t tag[static TAG_BYTES]);
/* STATUS_USED where it is there; STATUS_NO_ROOM where max are there. A zero tag is let through and not kept. */
enum status MUST_CHECK tags_add(struct tags *tags, const uint8_t tag[static TAG_BYTES]);

#endif
