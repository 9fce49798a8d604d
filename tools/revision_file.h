/* Signed files of which a newer revision takes the name: the older one stays beside it. */
#ifndef FOLKMOOT_REVISION_FILE_H
#define FOLKMOOT_REVISION_FILE_H

#include "files.h"

/* Between the name that a file had and its revision. */
#define REVISION_KEPT ".revision-"

/* Keeps what lies at path, of which these are the bytes, as PATH.revision-N and frees the name. A kiosk does not take
 * the kept one for a second package or roster of the stick. Tells where it is, or what went wrong. */
enum status MUST_CHECK revision_keep(const char *path, const struct bytes *bytes, unsigned revision);

#endif
