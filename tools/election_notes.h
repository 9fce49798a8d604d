/* What an organiser should know about a definition though nothing in it is wrong. */
#ifndef FOLKMOOT_ELECTION_NOTES_H
#define FOLKMOOT_ELECTION_NOTES_H

#include "election.h"

/* Sentences on stderr: languages without words or voice of the kiosk's own, clips that nobody hears, few voters. */
void election_notes(const struct election *election, const char *path);
/* Likewise: how many texts are not translated; which they are is part of the advice (election_advice.h). */
void election_note_translations(const struct election *election, const char *path);

#endif
