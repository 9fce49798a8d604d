/* The list of all confirmation codes, for whoever noted one. */
#ifndef FOLKMOOT_CONFIRMATIONS_H
#define FOLKMOOT_CONFIRMATIONS_H

#include "accept.h"
#include "merge.h"

/* One line a ballot, ascending by code: the code as a kiosk shows it, a blank, and "counted", "test ballot" or "not
 * counted: " and why (FORMAT.md, "Published result"). merged NULL: all but test ballots stand as
 * counted. The caller frees out with bytes_free, also after a failure. STATUS_NO_ROOM. */
enum status MUST_CHECK confirmations_text(struct bytes *out, const struct accepted *accepted,
                                          const struct merged *merged);

#endif
