/* Two decks side by side: the one that was to be voted, and the ballots that a box holds. */
#ifndef FOLKMOOT_DECK_COMPARE_H
#define FOLKMOOT_DECK_COMPARE_H

#include "deck.h"

enum { DECK_SENTENCE = 600 };

/* Is given every difference in a sentence without a full stop. */
typedef void deck_sink(void *context, const char *sentence);

/* Both of one election's contests, in any order of ballots. *differences: how many; 0 where every ballot of wanted is
 * in held, mark for mark, and held has no other. A ballot that is nearly one of the deck's is told as that one, with
 * what differs in it. STATUS_NO_ROOM. */
enum status MUST_CHECK deck_compare(size_t *differences, const struct deck *wanted, const struct deck *held,
                                    deck_sink *sink, void *context);

#endif
