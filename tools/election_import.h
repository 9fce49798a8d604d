/* A published Pabulib election as a definition that can be edited, built and replayed. */
#ifndef FOLKMOOT_ELECTION_IMPORT_H
#define FOLKMOOT_ELECTION_IMPORT_H

#include "election.h"

/* One sentence that tells voters what to do, in a language that is known here, else in English. Not for questions. */
const char *usual_instruction(const char *language, enum vote_type type);

/* `folkmoot election import CITY.pb -o election.json [--practice]`; argv[0] is its own word. Returns the exit code. */
int election_import(int argc, char **argv);

#endif
