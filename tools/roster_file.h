/* The organiser's signed roster as a file. */
#ifndef FOLKMOOT_ROSTER_FILE_H
#define FOLKMOOT_ROSTER_FILE_H

#include "files.h"
#include "roster.h"

/* Signs the roster with the organiser's key and writes it atomically, in the place of one that is there. Tells in a
 * sentence what went wrong. */
enum status MUST_CHECK roster_sign(const char *path, const struct roster *roster, const struct sign_secret *organiser);

/* Reads a roster that this organiser signed. Tells in a sentence what is wrong with it. The caller frees file, also
 * after a failure. */
enum status MUST_CHECK roster_load(struct roster *out, struct bytes *file, const char *path,
                                   const struct sign_public *organiser);

#endif
