/* What an organiser should know about a definition though nothing in it is wrong. */
#ifndef FOLKMOOT_ELECTION_NOTES_H
#define FOLKMOOT_ELECTION_NOTES_H

#include "election.h"

/* Sentences on stderr: what is not translated. */
void election_notes(const struct election *election, const char *path);

#endif
