/* What a kiosk's log says of imports, of voting and of exports, held against the report that the kiosk signed with it:
 * a kiosk whose box or log was put back to an earlier state contradicts itself here. FORMAT.md, "Log". */
#ifndef FOLKMOOT_ACCEPT_LOG_H
#define FOLKMOOT_ACCEPT_LOG_H

#include "accept_export.h"

/* organiser signs permissions to reopen. The log's chain, end and kiosk are checked already; the report was read. Each
 * fault names the log and its line. */
void accept_log(struct export *export, struct faults *faults, const struct sign_public *organiser);

#endif
