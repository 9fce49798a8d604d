/* The trustees' key: the transcript of a Pedersen key generation among n trustees with threshold k (Pedersen 1991),
 * without a dealer. The transcript is public: it names the trustees, their commitments and proofs, and carries
 * everybody's signature. The secret part is one share each. One trustee (n = k = 1) runs through the same code and
 * writes the same file. */
#ifndef FOLKMOOT_TRUSTEE_H
#define FOLKMOOT_TRUSTEE_H

#include "proof.h"
#include "sign.h"
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
	struct hash transcript; /* hash of the whole transcript file */
};

/* Secret: one trustee's share of the joint secret. */
struct trustee_share {
	unsigned index;
	struct scalar share;
	struct sign_secret identity;
	struct hash transcript;
};

void trustee_share_wipe(struct trustee_share *share);

/* A whole ceremony of one: makes identity, coefficient, proof and signature. */
enum status MUST_CHECK trustee_alone(struct trustees *out, struct trustee_share *share, const char *name,
                                     enum sign_kind kind);
/* The transcript's text (a statement, see FORMAT.md), NUL-terminated. */
enum status MUST_CHECK trustees_write(char *text, size_t room, size_t *text_len, const struct trustees *trustees);
/* Checks everything: indices, degree, identity commitments, every proof, every signature; computes the joint key. */
enum status MUST_CHECK trustees_read(struct trustees *out, const char *text, size_t text_len);
/* The public key of one trustee's share: sum over all members j and degrees l of index^l C_{j,l}. */
enum status MUST_CHECK trustee_share_key(struct point *out, const struct trustees *trustees, unsigned index);

/* The share file's secret bytes, to be sealed with locked_seal under purpose TRUSTEE_SHARE_PURPOSE. */
#define TRUSTEE_SHARE_PURPOSE "folkmoot/trustee-share/1"
enum { TRUSTEE_SHARE_BYTES = 1 + 4 + 32 + 8 + 64 + 32 };
enum status MUST_CHECK trustee_share_encode(uint8_t out[static TRUSTEE_SHARE_BYTES], const struct trustee_share *share);
enum status MUST_CHECK trustee_share_decode(struct trustee_share *out, const uint8_t *data, size_t data_len);

#endif
