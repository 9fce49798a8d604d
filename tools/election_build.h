/* A definition bound to the trustees' key and signed as the package that kiosks accept. */
#ifndef FOLKMOOT_ELECTION_BUILD_H
#define FOLKMOOT_ELECTION_BUILD_H

/* `folkmoot election build`; argv[0] is its own word. Returns the exit code. */
int election_build(int argc, char **argv);

#endif
