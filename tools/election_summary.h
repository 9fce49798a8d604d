/* What a definition holds, in plain words. */
#ifndef FOLKMOOT_ELECTION_SUMMARY_H
#define FOLKMOOT_ELECTION_SUMMARY_H

#include "election.h"

/* Lines on stdout: its name, contests, questions, languages, rule, districts, pictures and clips. */
void election_summary(const struct election *election);

#endif
