/* All ballots of a contest, unlinked, as a table for spreadsheets and programs. */
#ifndef FOLKMOOT_BALLOTS_CSV_H
#define FOLKMOOT_BALLOTS_CSV_H

#include <stdio.h>

#include "result.h"

/* One row a vote, in the order of the record's file `votes`, which tells nothing. The columns: `vote` (a running
 * number), `verdict` (valid, blank or invalid), then one for each project of the contest, named by its id: 1 where it
 * is chosen, its place in a ranking, its points or mark, else empty. A text question: `text` in their place, and behind
 * all others a row for each text that moderation withholds, with the verdict `withheld` and the hash that stands for
 * it. Quoted as
 * in RFC 4180, lines ended by a newline. STATUS_IO, STATUS_NO_ROOM. */
enum status MUST_CHECK ballots_csv_write(FILE *out, const struct result *result, unsigned contest);

#endif
