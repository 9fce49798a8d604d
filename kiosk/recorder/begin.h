/* What the recorder's process does before it serves a screen: opens the data folder, and what a command line asked for.
 */
#ifndef FOLKMOOT_BEGIN_H
#define FOLKMOOT_BEGIN_H

#include "link_message.h"
#include "options.h"

/* Opens the data folder, imports and unlocks where that was asked for. Waits some seconds for a recorder before this
 * one to let go of the folder. disk: what the stick is behind; NULL: the real one. On failure *out is NULL and why
 * holds a sentence. */
enum status MUST_CHECK begin_recorder(struct recorder **out, char why[static LINK_WHY], const struct options *options,
                                      const struct disk *disk);

#endif
