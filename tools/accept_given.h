/* Is a folder that somebody gives as an export one at all? */
#ifndef FOLKMOOT_ACCEPT_GIVEN_H
#define FOLKMOOT_ACCEPT_GIVEN_H

#include "accept.h"

/* A stick, a kiosk's own data folder or any other folder given in place of an export is told in one sentence that says
 * what to give, before anything in it is called a fault: nobody shall take anything away from it. STATUS_ABSENT where
 * there was one. What is no folder, or an export with something missing, passes: it is read, and its faults are told.
 */
enum status MUST_CHECK accept_given(const struct accept_sources *sources);

#endif
