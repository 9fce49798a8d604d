/* A published Pabulib election as a definition that can be edited, built and replayed. */
#ifndef FOLKMOOT_ELECTION_IMPORT_H
#define FOLKMOOT_ELECTION_IMPORT_H

/* `folkmoot election import CITY.pb -o election.json [--practice]`; argv[0] is its own word. Returns the exit code. */
int election_import(int argc, char **argv);

#endif
