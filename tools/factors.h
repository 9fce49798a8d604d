/* Trustees' factors in a record: folders decryption/1-3-5 named for the quorum, each member's signed statement and a
 * file of factors for every contest (FORMAT.md, "Decryption"); and draw/1-3-5 alike for a draw. Read whole, then
 * checked. */
#ifndef FOLKMOOT_FACTORS_H
#define FOLKMOOT_FACTORS_H

#include "decryption.h"
#include "factors_texts.h"
#include "faults.h"
#include "files.h"
#include "merge.h"
#include "mixes.h"

struct member_factors {
	unsigned index; /* the trustee's */
	int sound;      /* statement, signature and every proof hold */
	struct bytes statement, signature;
	struct bytes file[ELECTION_MAX_CONTESTS];
	const uint8_t *factors[ELECTION_MAX_CONTESTS]; /* into file; NULL for texts, which stand in the next */
	struct text_factors texts[ELECTION_MAX_CONTESTS];
};

/* All factors of one quorum. */
struct quorum_factors {
	struct quorum quorum;
	char path[PATH_ROOM];
	struct member_factors *member; /* those who have given theirs, in the quorum's order */
	unsigned member_count;
};

struct factors {
	struct quorum_factors *quorum;
	unsigned quorum_count;
};

struct moderated;

/* The lists that are decrypted: after the last mix, by the contest's place in the election. */
struct lists {
	unsigned count;
	uint16_t contest[ELECTION_MAX_CONTESTS];
	uint8_t width[ELECTION_MAX_CONTESTS];
	uint32_t entries_count[ELECTION_MAX_CONTESTS];
	const uint8_t *entries[ELECTION_MAX_CONTESTS];
	uint8_t is_text[ELECTION_MAX_CONTESTS];
	/* What the organiser's moderation withholds of texts (lists_moderate), NULL: nothing was decided. */
	const struct moderated *moderated[ELECTION_MAX_CONTESTS];
	int still_there; /* it may not have been taken out yet: for whoever takes it out */
};
void lists_of(struct lists *out, const struct election *election, const struct merged *merged,
              const struct mixes *mixes);

/* Reads record/folder ("decryption" or "draw"; none is fine) and checks everything against lists. Faults are told and
 * counted. The caller calls factors_finish in any case. */
void factors_check(struct factors *out, struct faults *faults, const char *record, const char *folder,
                   const struct package *package, const struct trustees *trustees, const struct lists *lists);
void factors_finish(struct factors *factors);
/* The quorum all of whose members gave sound factors (the first by name), or NULL. */
const struct quorum_factors *factors_complete(const struct factors *factors);
/* The draw's one list: entry P, P with contest 0; and its result R from a complete quorum. */
void draw_list(struct lists *out, uint8_t entry[static 64], const struct merged *merged);
enum status MUST_CHECK draw_result(struct point *out, const struct quorum_factors *factors,
                                   const uint8_t entry[static 64]);

#endif
