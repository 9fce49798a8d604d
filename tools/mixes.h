/* The mixes in a record: folders mixes/1, mixes/2, ... each with a signed statement and, for every contest, the list it
 * made and its proof (FORMAT.md, "Mix"). Read whole and bounded, then checked. */
#ifndef FOLKMOOT_MIXES_H
#define FOLKMOOT_MIXES_H

#include "faults.h"
#include "files.h"
#include "merge.h"
#include "package.h"

struct mix_contest {
	struct bytes list_file, proof_file;
	const uint8_t *entries; /* into list_file */
	const uint8_t *proof;   /* into proof_file */
	size_t proof_len;
};

struct mix {
	unsigned number; /* from 1 */
	char path[PATH_ROOM];
	const struct mixer *mixer; /* of the election; NULL where it is nobody's */
	struct bytes statement, signature;
	struct mix_contest contest[ELECTION_MAX_CONTESTS];
};

struct mixes {
	struct mix *mix;
	unsigned count;
};

/* Reads mixes/ of a record (none is fine), and checks statements, signatures, hashes, that mixers are named in the
 * package and all differ, that numbers have no gap, that each mix's input is the list before it (merged's first), and
 * every proof. Faults are told and counted. The caller calls mixes_finish in any case. */
void mixes_check(struct mixes *out, struct faults *faults, const char *record, const struct package *package,
                 const struct merged *merged);
void mixes_finish(struct mixes *mixes);
/* The entries after the last mix (merged's own where there is none). */
const uint8_t *mixes_last(const struct mixes *mixes, const struct merged *merged, unsigned contest);

enum { MIXES_NEEDED = 2, MIXES_MAX = ELECTION_MAX_MIXERS };

/* The number of the unfinished mix whose hidden folder has this name: 3 for ".3.part", which is no part of the record;
 * 0 for any other name. */
unsigned mix_part_number(const char *name);
/* 1 for the name of a file that an unfinished mix of this election may have. */
int mix_part_has_file(const struct election *election, const char *name);
/* 1 for a folder itself, not for a link to one. */
int mix_is_folder(const char *path);
/* 1 for the name of a file that a mix of this election has. */
int mix_has_file(const struct election *election, const char *name);
/* What a mix of one contest proves; input and output are the caller's to set. */
void mix_shuffle(struct shuffle *out, const struct package *package, unsigned contest, unsigned number,
                 const struct sign_public *mixer, uint32_t count);
/* Who does the long computations, and by which engine. */
extern const struct crew mix_crew;
extern const struct engine *const mix_engine;

#endif
