/* Every screen of a vote as the kiosk will show it, before anything is signed. */
#ifndef FOLKMOOT_ELECTION_PREVIEW_H
#define FOLKMOOT_ELECTION_PREVIEW_H

/* `folkmoot election preview ELECTION.json -o PAGE.html [--language TAG]`; argv[0] is its own word. Returns the exit
 * code. */
int election_preview(int argc, char **argv);

#endif
