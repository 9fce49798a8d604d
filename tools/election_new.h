/* A first election.json, asked for question by question, or as a template to fill in. */
#ifndef FOLKMOOT_ELECTION_NEW_H
#define FOLKMOOT_ELECTION_NEW_H

/* `folkmoot election new -o ELECTION.json [--template] [--practice]`; argv[0] is its own word. Returns the exit code.
 */
int election_new(int argc, char **argv);

#endif
