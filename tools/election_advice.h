/* What would serve voters better, though no fault: told by `election check`, one sentence each, with place and cure. */
#ifndef FOLKMOOT_ELECTION_ADVICE_H
#define FOLKMOOT_ELECTION_ADVICE_H

#include "election.h"

/* Notes on stderr: texts that are hard to read or unlike the others', what is not written or not translated, costs that
 * look wrong beside the budget, placeholders. A few lines about the whole on stdout. Returns how many notes. */
unsigned election_advice(const struct election *election, const char *path);

/* How many texts still stand in [brackets], as in a template. */
unsigned election_placeholders(const struct election *election);

#endif
