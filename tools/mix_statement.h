/* What a mixer signs, and the heads of the files it speaks of (FORMAT.md, "Mix"). */
#ifndef FOLKMOOT_MIX_STATEMENT_H
#define FOLKMOOT_MIX_STATEMENT_H

#include "election.h"
#include "manifest.h"
#include "shuffle.h"
#include "statement.h"

#define MIX_STATEMENT    "mix.txt"
#define MIX_SIGNATURE    "mix.txt.minisig"
#define MIX_FOLDER       "mixes"
#define MIX_LIST_MAGIC   "FML1"
#define MIX_PROOF_MAGIC  "FMP1"
#define MIX_LIST_ENDING  "list"
#define MIX_PROOF_ENDING "proof"
#define MIX_MADE_ENDING  "made"
#define MIX_MADE_PURPOSE "folkmoot/mix-part/1"

enum {
	MIX_STATEMENT_MAX = 16 * 1024,
	MIX_HEAD_BYTES = 4 + HASH_BYTES + 4 + 2 + 1 + 4,
	MIX_MADE_MAX = 1024,
	MIX_NAME_ROOM = 24 /* "contest-00001.proof" */
};

struct mix_entry {
	uint16_t contest; /* its id */
	uint32_t count;
	struct hash input, output;                       /* list hashes */
	uint8_t list[SHA256_BYTES], proof[SHA256_BYTES]; /* of the files */
};

struct mix_statement {
	enum sign_kind kind;
	struct hash election;
	unsigned number;
	char name[STATEMENT_VALUE_MAX + 1]; /* the mixer's */
	struct sign_public key;
	uint8_t previous[SHA256_BYTES]; /* of the mix.txt before; zeros for the first */
	unsigned contest_count;
	struct mix_entry contest[ELECTION_MAX_CONTESTS];
};

/* NUL-terminated. STATUS_NO_ROOM, STATUS_RANGE. */
enum status MUST_CHECK mix_statement_write(char *text, size_t room, size_t *text_len,
                                           const struct mix_statement *statement);
enum status MUST_CHECK mix_statement_read(struct mix_statement *out, const char *text, size_t text_len);
/* What a mixer notes for itself of a contest that it has made and checked, in a mix not finished yet: nobody else can
 * write it, so that nobody can plant a shuffle for the mixer to sign. NUL-terminated. */
enum status MUST_CHECK mix_made_write(char text[static MIX_MADE_MAX], size_t *text_len, const struct hash *election,
                                      unsigned number, const struct mix_entry *entry, const struct sign_secret *key);
/* Whether text is what the key's owner noted of exactly this. STATUS_MISMATCH, STATUS_SIGNATURE. */
enum status MUST_CHECK mix_made_check(const char *text, size_t text_len, const struct hash *election, unsigned number,
                                      const struct mix_entry *entry, const struct sign_public *key);
/* "folkmoot mix <election hash> <number>" */
void mix_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct hash *election, unsigned number);

/* The first bytes of a .list or .proof file. */
void mix_head(uint8_t out[static MIX_HEAD_BYTES], const char *magic, const struct shuffle *shuffle);
/* "contest-00001.list" */
void mix_file_name(char out[static MIX_NAME_ROOM], uint16_t contest, const char *ending);

#endif
