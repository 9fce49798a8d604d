/* A stick made for the moment: a folder of its own that holds one package and one roster, for importing named files. */
#ifndef FOLKMOOT_BRING_H
#define FOLKMOOT_BRING_H

#include "status.h"

enum { BRING_WHY = 320 };

struct bring {
	char folder[64];
	char package[96], roster[96];
};

/* Copies both files. On failure why says which, and *out needs bring_finish all the same. */
enum status MUST_CHECK bring_stick(struct bring *out, char why[static BRING_WHY], const char *package,
                                   const char *roster);
/* Removes the folder. */
void bring_finish(struct bring *bring);

#endif
