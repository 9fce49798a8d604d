/* The files in which a trustee gives factors: names, heads and statements, byte for byte (FORMAT.md, "Factors"). The
 * command that writes them and the check that reads them share this and nothing else. */
#ifndef FOLKMOOT_FACTORS_FILE_H
#define FOLKMOOT_FACTORS_FILE_H

#include "decryption.h"
#include "election.h"
#include "factors.h"
#include "manifest.h"

enum {
	QUORUM_TEXT = 3 * TRUSTEE_MAX + 1,
	FACTORS_NAME_ROOM = 48,
	FACTORS_STATEMENT_MAX = 16 * 1024,
	FACTORS_HEAD_MAX = 4 + 32 + 32 + 1 + TRUSTEE_MAX + 1 + 2 + 1 + 4 + 1,
};

/* Two uses of the same files: the votes' lists, and the draw between ballots of one code. */
enum factors_use { FACTORS_DECRYPTION, FACTORS_DRAW };

/* Also the folder's name in a record, and the statement's title after "folkmoot ": "decryption", "draw". */
const char *factors_word(enum factors_use use);

/* "1-3-5" with a hyphen between, "1 3 5" with a blank. */
void quorum_text(char out[static QUORUM_TEXT], const struct quorum *quorum, char between);
/* Strict: numbers 1 to TRUSTEE_MAX ascending, without leading zeros, one separator between. STATUS_TEXT, STATUS_RANGE,
 * STATUS_ORDER. */
enum status MUST_CHECK quorum_from_text(struct quorum *out, const char *text, char between);

void factors_statement_name(char out[static FACTORS_NAME_ROOM], unsigned index);
void factors_signature_name(char out[static FACTORS_NAME_ROOM], unsigned index);
void factors_name(char out[static FACTORS_NAME_ROOM], unsigned index, uint16_t contest);

/* What a trustee states and signs. */
struct factors_statement {
	enum sign_kind kind;
	struct hash election, transcript;
	struct quorum quorum;
	unsigned index;
	unsigned count;
	struct {
		uint16_t id;
		uint32_t count;
		struct hash list;
		uint8_t sha256[SHA256_BYTES]; /* of the file of factors */
	} contest[ELECTION_MAX_CONTESTS];
};

enum status MUST_CHECK factors_statement_write(char *text, size_t room, size_t *text_len,
                                               const struct factors_statement *statement, enum factors_use use);
/* Strict as to form; what it says is the caller's to compare. */
enum status MUST_CHECK factors_statement_read(struct factors_statement *out, const char *text, size_t text_len,
                                              enum factors_use use);
/* The trusted comment of its signature: "folkmoot decryption HASH 1 of 1 3 5". */
void factors_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct factors_statement *statement,
                     enum factors_use use);

/* All that stands before the factors in a file. Returns its length. */
size_t factors_head(uint8_t out[static FACTORS_HEAD_MAX], const struct decryption *decryption,
                    enum decryption_proofs proofs);
/* A file's length, head included; not for PROOF_ENTRIES (factors_texts.h). */
size_t factors_file_bytes(const struct decryption *decryption, enum decryption_proofs proofs);

void factors_sha256(uint8_t out[static SHA256_BYTES], const void *data, size_t len);

/* What is decrypted, of list number i. */
void factors_subject(struct decryption *out, const struct lists *lists, unsigned i, const struct hash *election,
                     const struct trustees *trustees, const struct quorum *quorum, unsigned index);

#endif
