/* A test deck as a file, expected.json: what the box of every kiosk must hold after the deck was voted on it.
 *
 *   {"format": "folkmoot deck 1", "election": ID, "revision": N, "hash": HEX of the package, "rounds": N,
 *    "ballots": [{"ballot": N, "round": N, "style": NAME of the district or "", "code": CODE (where codes are used),
 *      "votes": [{"contest": ID, "marks": {PROJECT ID: 1, rank, points or mark}} or {"contest": ID, "text": TEXT}]}]}
 *
 * A contest that stands nowhere in votes is left empty. Whoever wants other ballots in the deck may write them there.
 */
#ifndef FOLKMOOT_DECK_JSON_H
#define FOLKMOOT_DECK_JSON_H

#include "deck.h"
#include "files.h"

#define DECK_FILE "expected.json"
#define DECK_PAGE "deck.html"
enum { DECK_FILE_MAX = 16 * 1024 * 1024 };

/* The caller frees out with bytes_free, also after a failure. STATUS_NO_ROOM. */
enum status MUST_CHECK deck_write(struct bytes *out, const struct deck *deck, const struct hash *hash);
/* Reads the file of that path, which must be for exactly this package. Tells what is wrong. The caller calls deck_free
 * in any case. */
enum status MUST_CHECK deck_read(struct deck *out, const char *path, const struct election *election,
                                 const struct hash *hash);

/* A mark as people see it, and as the file has it: of a scale its own number. */
unsigned deck_mark_shown(const struct contest *contest, uint16_t mark);

#endif
