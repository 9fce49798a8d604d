/* A test deck as a page to print: one sheet or more for each kiosk. */
#ifndef FOLKMOOT_DECK_PAGE_H
#define FOLKMOOT_DECK_PAGE_H

#include "deck.h"
#include "files.h"

/* HTML, whole in one file. The caller frees out with bytes_free, also after a failure. STATUS_NO_ROOM. */
enum status MUST_CHECK deck_page(struct bytes *out, const struct deck *deck, const struct hash *hash);

#endif
