/* The organiser's signed roster as a file. */
#ifndef FOLKMOOT_ROSTER_FILE_H
#define FOLKMOOT_ROSTER_FILE_H

#include "roster.h"

/* Signs the roster with the organiser's key and writes it atomically, in the place of one that is there. Tells in a
 * sentence what went wrong. */
enum status MUST_CHECK roster_sign(const char *path, const struct roster *roster, const struct sign_secret *organiser);

#endif
