/* The list of all confirmation codes, for whoever noted one. */
#ifndef FOLKMOOT_CODES_H
#define FOLKMOOT_CODES_H

#include "accept.h"

/* One line a ballot, ascending by code: the code as a kiosk shows it, a blank, and "counted" or "test ballot"
 * (FORMAT.md, "Record"). The caller frees out with bytes_free, also after a failure. STATUS_NO_ROOM. */
enum status MUST_CHECK codes_text(struct bytes *out, const struct accepted *accepted);

#endif
