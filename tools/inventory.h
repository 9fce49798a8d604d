/* Every file below a folder, found without following any link: what a record must be checked against to its last file.
 */
#ifndef FOLKMOOT_INVENTORY_H
#define FOLKMOOT_INVENTORY_H

#include "faults.h"
#include "manifest.h"

enum { INVENTORY_MAX_FILES = 16384, INVENTORY_DEPTH = 4 };

struct inventory_file {
	char *name;                /* "exports/folkmoot-…/ballots" */
	const struct bytes *bytes; /* what was read of it, once; NULL: nobody asked for this file */
	uint8_t sha256[SHA256_BYTES];
	int hashed;
};

struct inventory {
	struct inventory_file *file; /* ascending by name */
	size_t count, room;
	struct faults *faults; /* of inventory_read */
};

/* Lists path. A link, a device or anything else that is neither a plain file nor a folder is a fault, and so are
 * folders too deep or too full. STATUS_NO_ROOM, STATUS_ABSENT, STATUS_IO (told). The caller calls inventory_finish in
 * any case. */
enum status MUST_CHECK inventory_read(struct inventory *out, struct faults *faults, const char *path);
void inventory_finish(struct inventory *inventory);

/* What is wrong with a file that belongs to no record. */
const char *inventory_stray(const char *name);
/* NULL where there is none. */
struct inventory_file *inventory_find(const struct inventory *inventory, const char *name);
/* Names below folder/ ("exports"), each first part once: "folkmoot-…". Sets *len; NULL after the last. *at begins at 0.
 */
const char *inventory_next(size_t *len, size_t *at, const struct inventory *inventory, const char *folder);

/* These bytes were read from that file, and are what is used; they must live until inventory_hash.
 * A file that was not listed came later, and is a fault. Nothing where nothing was read. */
void inventory_used(struct inventory *inventory, const struct bytes *bytes, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Hashes all that was read since the last call, with all processors. */
void inventory_hash(struct inventory *inventory);

#endif
