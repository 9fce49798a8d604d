/* The signed election package as a file. */
#ifndef FOLKMOOT_PACKAGE_H
#define FOLKMOOT_PACKAGE_H

#include "election.h"
#include "faults.h"
#include "files.h"
#include "sign.h"

struct package {
	struct bytes file; /* the election's texts point into it */
	const uint8_t *body;
	size_t body_len;
	struct election *election;
	struct hash hash;
};

/* Reads the file once, checks the signature over its raw bytes, then reads and checks what it holds: body, definition,
 * trusted comment, and that key and election are both practice or both real. Tells every fault in a sentence. The
 * caller calls package_finish, also after a failure. */
enum status MUST_CHECK package_load(struct package *out, const char *path, const struct sign_public *organiser);
/* The same; every fault is counted too. */
enum status MUST_CHECK package_read(struct package *out, struct faults *faults, const char *path,
                                    const struct sign_public *organiser);
void package_finish(struct package *package);

/* The organiser's public key for a package: the file given, or, where it is NULL, organiser.pub beside the package.
 * *path_used says which. */
enum status MUST_CHECK organiser_load(struct sign_public *out, char path_used[static PATH_ROOM], const char *path,
                                      const char *package_path);

#endif
