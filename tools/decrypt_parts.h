/* What the parts of folkmoot trustee decrypt and draw share. */
#ifndef FOLKMOOT_DECRYPT_PARTS_H
#define FOLKMOOT_DECRYPT_PARTS_H

#include "audit.h"
#include "factors_file.h"

struct decrypt_options {
	const char *record, *share, *quorum, *passphrase_file, *organiser;
	int one_by_one;
};

struct decrypt {
	const struct decrypt_options *options;
	enum factors_use use;
	struct audit audit;
	struct trustee_share share;
	uint8_t entry[64];
	struct lists lists;
	struct moderation moderation; /* that the organiser signed already */
	struct faults faults;
	struct factors there; /* what the record holds already */
	struct quorum quorum;
	char folder[PATH_ROOM]; /* of the quorum */
};

/* This trustee's factors for every list into the quorum's folder, checked as everybody will check them, and the signed
 * statement last; nothing of them where it fails, which is told. */
enum status MUST_CHECK decrypt_make(const struct decrypt *decrypt);

#endif
