/* Moderation of the texts that voters wrote: the organiser's signed statement which entries of the last lists are
 * withheld from publication, and why (FORMAT.md, "Moderation"). */
#ifndef FOLKMOOT_MODERATION_H
#define FOLKMOOT_MODERATION_H

#include "factors.h"

enum { MODERATION_REASON_MAX = 300, MODERATION_MAX_BYTES = 16 * 1024 * 1024 };

#define MODERATION_FOLDER    "moderation"
#define MODERATION_STATEMENT "moderation/moderation.txt"
#define MODERATION_SIGNATURE "moderation/moderation.txt.minisig"

struct withheld_entry {
	uint32_t entry; /* its place in the last list, from 0 */
	char *reason;
};

/* What was decided about one contest's texts. */
struct moderated {
	uint16_t contest;
	uint32_t entries_count;
	struct hash list;
	uint32_t withheld_count;
	struct withheld_entry *withheld; /* ascending by entry */
};

struct moderation {
	int decided; /* there is a statement, and it holds */
	struct bytes statement, signature;
	enum sign_kind kind;
	struct hash election;
	unsigned count; /* contests that ask for texts, in the election's order */
	struct moderated *contest;
};

/* Nothing withheld, for these lists; the caller adds what is. STATUS_NO_ROOM. The caller calls moderation_free in any
 * case, here and below. */
enum status MUST_CHECK moderation_begin(struct moderation *out, const struct package *package,
                                        const struct lists *lists);
/* Entries of one contest must come ascending. STATUS_ORDER, STATUS_RANGE, STATUS_NO_ROOM. */
enum status MUST_CHECK moderation_withhold(struct moderated *contest, uint32_t entry, const char *reason);
void moderation_free(struct moderation *moderation);

/* The statement's text; the caller frees it with bytes_free. */
enum status MUST_CHECK moderation_write(struct bytes *out, const struct moderation *moderation);
/* Strict as to form; what it says is the caller's to compare. */
enum status MUST_CHECK moderation_read(struct moderation *out, const char *text, size_t text_len);
/* The trusted comment of its signature. */
void moderation_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct hash *election);

/* Reads a record's statement and checks it: the organiser's signature, and that it speaks of these lists. Faults are
 * told. No statement: STATUS_OK and out->decided is 0. */
enum status MUST_CHECK moderation_load(struct moderation *out, struct faults *faults, const char *record,
                                       const struct package *package, const struct lists *lists,
                                       const struct sign_public *organiser);
/* From now on factors are held against what was decided. moderation must outlive lists; undecided: nothing. */
void lists_moderate(struct lists *lists, const struct moderation *moderation);
int moderated_withholds(const struct moderated *contest, uint32_t entry);
/* 1 where a list is of texts, empty or not. */
int lists_have_texts(const struct lists *lists);

#endif
