/* What the check of a record's factors shares with the check of one trustee's. */
#ifndef FOLKMOOT_FACTORS_PARTS_H
#define FOLKMOOT_FACTORS_PARTS_H

#include "factors_file.h"

/* What all files of one folder are held against. */
struct factors_checking {
	struct faults *faults;
	const struct package *package;
	const struct trustees *trustees;
	const struct lists *lists;
	enum factors_use use;
	struct hash list_hash[ELECTION_MAX_CONTESTS];
};

const char *factors_trustee(const struct factors_checking *checking, unsigned index);
/* Reads and checks what member->index gave to this quorum; sets member->sound. Faults are told. */
void factors_check_member(const struct factors_checking *checking, const struct quorum_factors *quorum,
                          struct member_factors *member);

#endif
