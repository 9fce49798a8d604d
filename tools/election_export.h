/* The contests of a definition as Pabulib files without votes: the way back of an import. */
#ifndef FOLKMOOT_ELECTION_EXPORT_H
#define FOLKMOOT_ELECTION_EXPORT_H

/* `folkmoot election export ELECTION.json -o NAME.pb`; argv[0] is its own word. Returns the exit code. */
int election_export(int argc, char **argv);

#endif
