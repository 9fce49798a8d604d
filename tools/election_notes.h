/* What an organiser should know about a definition though nothing in it is wrong. */
#ifndef FOLKMOOT_ELECTION_NOTES_H
#define FOLKMOOT_ELECTION_NOTES_H

#include "election.h"

/* 1 where this version's kiosks can show all of it. */
int election_is_usable(const struct election *election);
/* Sentences on stderr: what this version cannot use, and what is not translated. */
void election_notes(const struct election *election, const char *path);

#endif
