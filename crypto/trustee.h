/* The trustees' key: the transcript of a Pedersen key generation among n trustees with threshold k (Pedersen 1991),
 * without a dealer. The transcript is public: it names the trustees, their commitments and proofs, and carries
 * everybody's signature. The secret part is one share each. One trustee (n = k = 1) runs through the same code and
 * writes the same file. How a transcript comes about: ceremony.h. */
#ifndef FOLKMOOT_TRUSTEE_H
#define FOLKMOOT_TRUSTEE_H

#include "bytes.h"
#include "proof.h"
#include "sign.h"
#include "statement.h"
#include "transcript.h"

enum { TRUSTEE_MAX = 16, TRUSTEE_NAME_MAX = 60, TRUSTEE_TRANSCRIPT_MAX = 128 * 1024 };

struct trustee {
	char name[TRUSTEE_NAME_MAX + 1];
	struct sign_public identity;
	unsigned index;                       /* 1 to n */
	struct point commitment[TRUSTEE_MAX]; /* k of them */
	struct schnorr proof[TRUSTEE_MAX];    /* of knowing each coefficient, bound to the roster hash */
	uint8_t signature[SIGN_BYTES];        /* over everything above it in the transcript */
};

struct trustees {
	enum sign_kind kind;
	unsigned count;     /* n */
	unsigned threshold; /* k */
	struct hash roster; /* H(k, n, names, indices, identity keys) */
	struct trustee member[TRUSTEE_MAX];
	struct point joint_key;
	struct hash agreed;     /* hash of what everybody signs: the transcript without its signatures */
	struct hash transcript; /* hash of the whole transcript file */
};

/* Secret: one trustee's share of the joint secret. It names what the trustees agreed on and not the finished
 * transcript, because it is locked away before the others have signed. */
struct trustee_share {
	unsigned index;
	struct scalar share;
	struct sign_secret identity;
	struct hash agreed;
};

void trustee_share_wipe(struct trustee_share *share);

/* The transcript's text (a statement, see FORMAT.md), NUL-terminated. */
enum status MUST_CHECK trustees_write(char *text, size_t room, size_t *text_len, const struct trustees *trustees);
/* Checks everything: indices, degree, identity commitments, every proof, every signature; computes the joint key. */
enum status MUST_CHECK trustees_read(struct trustees *out, const char *text, size_t text_len);
/* H(k, n, names, indices, identity keys): sets trustees->roster. */
void trustees_roster(struct trustees *trustees);
/* From 1 to TRUSTEE_MAX trustees, a threshold from 1 to n (STATUS_RANGE), all keys of the kind named (STATUS_PRACTICE),
 * all names and keys different (STATUS_ORDER). */
enum status MUST_CHECK trustees_roster_check(const struct trustees *trustees);
/* Two members with one first commitment: one of them only copied. STATUS_ORDER; *copy is the later one's place. */
enum status MUST_CHECK trustees_copy_check(unsigned *copy, const struct trustees *trustees);
/* What the proof for one coefficient is bound to. */
void trustee_proof_context(struct transcript *out, const struct hash *roster, unsigned index, unsigned degree);
/* Every proof of one member; STATUS_PROOF. */
enum status MUST_CHECK trustee_proofs_check(const struct trustees *trustees, const struct trustee *member);
/* The line "practice yes|no". */
enum sign_kind trustee_read_kind(struct statement_reader *reader);
/* The lines "commitment" and "proof" of one member, threshold times each. */
void trustee_put_promise(struct statement_writer *writer, const struct trustee *member, unsigned threshold);
void trustee_read_promise(struct statement_reader *reader, struct trustee *member, unsigned threshold);

/* Everything that the trustees sign: the transcript's text above its first signature line. Sets trustees->agreed. */
enum status MUST_CHECK trustees_agree(char *text, size_t room, size_t *text_len, struct trustees *trustees);
enum status MUST_CHECK trustees_sign(uint8_t signature[static SIGN_BYTES], const char *agreed, size_t agreed_len,
                                     const struct sign_secret *identity);
enum status MUST_CHECK trustees_signature_check(const struct trustee *member, const char *agreed, size_t agreed_len);
/* The sum of all first commitments; STATUS_IDENTITY. Sets trustees->joint_key. */
enum status MUST_CHECK trustees_joint_key(struct trustees *trustees);
/* The public key of one trustee's share: sum over all members j and degrees l of index^l C_{j,l}. */
enum status MUST_CHECK trustee_share_key(struct point *out, const struct trustees *trustees, unsigned index);

/* The share file's secret bytes, to be sealed with locked_seal under purpose TRUSTEE_SHARE_PURPOSE. */
#define TRUSTEE_SHARE_PURPOSE "folkmoot/trustee-share/1"
enum { TRUSTEE_SHARE_BYTES = 1 + 4 + 32 + 8 + 64 + 32 };
enum status MUST_CHECK trustee_share_encode(uint8_t out[static TRUSTEE_SHARE_BYTES], const struct trustee_share *share);
enum status MUST_CHECK trustee_share_decode(struct trustee_share *out, const uint8_t *data, size_t data_len);
/* The identity in files of secrets: key id, Ed25519 seed and public key. STATUS_MISMATCH where the halves differ. */
void trustee_read_identity(struct reader *reader, struct sign_secret *out);

#endif
