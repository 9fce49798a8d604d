/* How the trustees make their key: Pedersen's distributed key generation (Pedersen 1991) without a dealer, by files
 * that people carry to each other. See PROTOCOL.md, "Trustees", and FORMAT.md.
 *
 *   identity    each trustee: a signing key; a seed from which all that is dealt follows; a public file
 *   roster      who takes part and how many are needed; its hash is read aloud as words
 *   deal        each: commitments to a polynomial, proofs of knowing it, a share sealed to every other
 *   acceptance  each, having checked every deal: the signature under what all have dealt, and a trial factor
 *   transcript  all signatures under the same; the trial must come out right by different quorums
 *
 * Files are statements. All functions that read one check it whole; where it does not hold they say who is concerned
 * and why. Public data but for keys, shares and what is sealed. */
#ifndef FOLKMOOT_CEREMONY_H
#define FOLKMOOT_CEREMONY_H

#include "trustee.h"

enum {
	CEREMONY_SEED_BYTES = 32,
	CEREMONY_PLAIN_BYTES = HASH_BYTES + 2 + SCALAR_BYTES, /* roster hash, from, to, share */
	CEREMONY_SEALED_BYTES = CEREMONY_PLAIN_BYTES + crypto_box_SEALBYTES,
	CEREMONY_FILE_MAX = 16 * 1024, /* any file of a ceremony but the transcript */
	CEREMONY_KEY_BYTES = 1 + SIGN_ID_BYTES + SIGN_SECRET_BYTES + CEREMONY_SEED_BYTES,
};

/* Secret: what a trustee keeps from the first day on. Sealed with locked_seal under CEREMONY_KEY_PURPOSE. */
struct ceremony_key {
	struct sign_secret identity;
	uint8_t seed[CEREMONY_SEED_BYTES];
};
#define CEREMONY_KEY_PURPOSE "folkmoot/trustee-key/1"

void ceremony_key_make(struct ceremony_key *out, enum sign_kind kind);
void ceremony_key_wipe(struct ceremony_key *key);
void ceremony_key_encode(uint8_t out[static CEREMONY_KEY_BYTES], const struct ceremony_key *key);
/* STATUS_VERSION, STATUS_MISMATCH (public and secret half), STATUS_TRUNCATED, STATUS_TRAILING; wiped then. */
enum status MUST_CHECK ceremony_key_decode(struct ceremony_key *out, const uint8_t *data, size_t data_len);

/* The public file of one trustee, signed by its own key. */
enum status MUST_CHECK ceremony_public_write(char *text, size_t room, size_t *text_len, const char *name,
                                             const struct sign_secret *identity);
/* Sets name and identity. STATUS_SIGNATURE, STATUS_PRACTICE, or how it is badly written. */
enum status MUST_CHECK ceremony_public_read(struct trustee *out, const char *text, size_t text_len);

/* What is wrong with a file, or with a person's part. */
enum ceremony_check {
	CEREMONY_HOLDS,
	CEREMONY_FORM,       /* not such a file, or not written in the one allowed way */
	CEREMONY_PRACTICE,   /* practice among real, or the other way round */
	CEREMONY_ROSTER,     /* made for another roster */
	CEREMONY_INDEX,      /* says that it is another trustee's */
	CEREMONY_SIGNATURE,  /* not signed by this trustee */
	CEREMONY_DEGREE,     /* a polynomial of another degree than the threshold asks for */
	CEREMONY_IDENTITY,   /* a commitment is no point, or the identity */
	CEREMONY_PROOF,      /* a coefficient nobody knows */
	CEREMONY_RECIPIENTS, /* shares not for every other trustee, once each */
	CEREMONY_COPIED,     /* the polynomial of somebody else */
	CEREMONY_OWN,        /* a deal in one's own name that one did not make */
	CEREMONY_SHARE,      /* a sealed share that does not open, or is not what was promised */
	CEREMONY_DISAGREES,  /* signed something else than what all have dealt */
	CEREMONY_TRIAL,      /* the trial factor is not made with the right share */
	CEREMONY_MISSING,    /* this trustee's file is not there yet */
	CEREMONY_RESULT,     /* a quorum does not decrypt the trial to the right value */
};

/* trustee: index of the one concerned, from 1; 0: nobody in particular. line: of the file, 0 where none is. */
struct ceremony_fault {
	enum ceremony_check check;
	unsigned trustee;
	unsigned line;
};

/* Everything public of a ceremony, as far as it has come; about 180 KiB. Each step fills in more of it. */
struct ceremony {
	struct trustees trustees;
	uint8_t dealt[TRUSTEE_MAX];                                      /* 1: this one's deal was read and holds */
	uint8_t sealed[TRUSTEE_MAX][TRUSTEE_MAX][CEREMONY_SEALED_BYTES]; /* from, to */
	uint8_t accepted[TRUSTEE_MAX];
	struct point trial[TRUSTEE_MAX];          /* factors */
	struct chaum_pedersen proof[TRUSTEE_MAX]; /* of them */
	unsigned quorums;                         /* how many different ones tried the key */
	char text[TRUSTEE_TRANSCRIPT_MAX]; /* what all sign, after ceremony_agree; the transcript, after finishing */
	size_t text_len;
};

/* Starts a ceremony: members in the order given get the indices 1, 2, … Refused: STATUS_RANGE (their number, or the
 * threshold), STATUS_PRACTICE, STATUS_ORDER (a name or key twice), STATUS_NOT_CANONICAL (a key nothing can be sealed
 * to). */
enum status MUST_CHECK ceremony_roster_make(struct ceremony *out, const struct trustee *members, size_t count,
                                            unsigned threshold);
enum status MUST_CHECK ceremony_roster_write(char *text, size_t room, size_t *text_len,
                                             const struct ceremony *ceremony);
enum status MUST_CHECK ceremony_roster_read(struct ceremony *out, const char *text, size_t text_len);
/* The index of this key's owner, 0 where the roster does not have it. */
unsigned ceremony_index(const struct ceremony *ceremony, const struct sign_public *key);

/* The same key and roster always deal the same polynomial and proofs; only the sealing differs. STATUS_ABSENT where
 * the key is not in the roster. */
enum status MUST_CHECK ceremony_deal_write(char *text, size_t room, size_t *text_len, const struct ceremony *ceremony,
                                           const struct ceremony_key *key);
/* The file that stands for this trustee. STATUS_RANGE for an index that the roster does not have. */
enum status MUST_CHECK ceremony_deal_read(struct ceremony_fault *fault, struct ceremony *ceremony, unsigned index,
                                          const char *text, size_t text_len);

/* All have dealt: sets the joint key and what is to be signed. STATUS_STATE while somebody is missing. */
enum status MUST_CHECK ceremony_agree(struct ceremony_fault *fault, struct ceremony *ceremony);
/* After ceremony_agree: opens what everybody sealed to this trustee, checks it against their commitments and adds it
 * up. The caller wipes out; it is wiped after a failure. */
enum status MUST_CHECK ceremony_share(struct trustee_share *out, struct ceremony_fault *fault,
                                      const struct ceremony *ceremony, const struct ceremony_key *key);
/* After ceremony_agree. */
enum status MUST_CHECK ceremony_acceptance_write(char *text, size_t room, size_t *text_len,
                                                 const struct ceremony *ceremony, const struct trustee_share *share);
enum status MUST_CHECK ceremony_acceptance_read(struct ceremony_fault *fault, struct ceremony *ceremony, unsigned index,
                                                const char *text, size_t text_len);

/* All have accepted: tries the key with different quorums that together have everybody in them (one quorum where all
 * trustees are needed), and leaves the transcript in ceremony->text and all about it in ceremony->trustees.
 * STATUS_STATE while somebody is missing. */
enum status MUST_CHECK ceremony_finish(struct ceremony_fault *fault, struct ceremony *ceremony);

/* A whole ceremony of one, by the functions above. The caller wipes share. */
enum status MUST_CHECK trustee_alone(struct trustees *out, struct trustee_share *share, const char *name,
                                     enum sign_kind kind);

#endif
