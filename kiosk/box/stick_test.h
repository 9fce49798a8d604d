/* How fast a stick is, and whether it holds what it says it holds: counterfeit sticks tell a larger size than they
 * have, and lose or overwrite what is written beyond it. */
#ifndef FOLKMOOT_STICK_TEST_H
#define FOLKMOOT_STICK_TEST_H

#include "disk.h"
#include "sentence.h"

struct stick_result {
	uint32_t kb_s;      /* written and synced, in kilobytes a second; at least 1 */
	uint32_t free_mb;   /* megabytes that are free */
	uint32_t tested_mb; /* how much of it lies between the blocks that were written and read back */
};

/* Takes at most about 20 s on a stick that answers. Blocks are written all over what is free, and read back past the
 * page cache only after the last one was written, so that one block that overwrites another shows. Nothing is left on
 * the stick, and what an interrupted test left there is removed.
 * STATUS_MISMATCH where the stick gives back other bytes. On failure why holds a sentence for staff. */
enum status MUST_CHECK stick_test(struct stick_result *out, struct sentence *why, const struct disk *disk,
                                  const char *stick);

#endif
