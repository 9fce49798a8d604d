/* The organiser's signed list of the kiosks that belong to an election. */
#ifndef FOLKMOOT_KIOSK_ROSTER_H
#define FOLKMOOT_KIOSK_ROSTER_H

/* `folkmoot kiosk roster`; argv[0] is its own word. Returns the exit code. */
int kiosk_roster(int argc, char **argv);

#endif
