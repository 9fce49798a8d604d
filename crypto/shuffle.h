/* Re-encryption shuffles of one contest's list, with a proof after Terelius and Wikström for entries of width w
 * (PROTOCOL.md, "Mixing"). Secrets are handled in constant time: the permutation is applied by a sorting network, so
 * that no address depends on it. */
#ifndef FOLKMOOT_SHUFFLE_H
#define FOLKMOOT_SHUFFLE_H

#include "multiexp.h"

enum { SHUFFLE_MIXES_MAX = 16 /* verified together */ };

/* The words that a crew is given for the long parts of making and of checking a shuffle, in this order. */
#define SHUFFLE_MOVING   "shuffling"
#define SHUFFLE_LINKING  "linking the shuffle"
#define SHUFFLE_CHECKING "checking the shuffle"

/* What is proved: mixer made output of input in mix number m, for one contest of one election. */
struct shuffle {
	struct hash election;
	struct point joint_key;
	uint8_t mixer[32];    /* the mixer's Ed25519 public key */
	uint32_t mix;         /* number in the record, from 1 */
	uint16_t contest;     /* its id */
	uint8_t width;        /* ciphertexts in an entry */
	uint32_t count;       /* entries */
	const uint8_t *input; /* count entries of width ciphertexts of 64 bytes */
	const uint8_t *output;
};

/* Hash of a list of entries. */
void list_hash(struct hash *out, uint16_t contest, uint8_t width, uint32_t count, const uint8_t *entries);

/* Bytes of a list, and of the proof: 0 for an empty list. */
size_t list_bytes(uint32_t count, uint8_t width);
size_t shuffle_proof_bytes(uint32_t count, uint8_t width);

/* Shuffles shuffle->input into output (list_bytes; shuffle->output is not read), and proves it (proof:
 * shuffle_proof_bytes). Randomness from the system; everything secret is wiped. STATUS_NOT_CANONICAL or
 * STATUS_IDENTITY where an input point is bad, STATUS_NO_ROOM. */
enum status MUST_CHECK shuffle_make(uint8_t *output, uint8_t *proof, const struct shuffle *shuffle,
                                    const struct engine *engine, const struct crew *crew);

/* Which check failed. */
enum shuffle_check {
	SHUFFLE_HOLDS,
	SHUFFLE_LENGTH,      /* the proof is too short or too long */
	SHUFFLE_INPUT,       /* a point of the first input is not canonical, or the identity; index says which entry */
	SHUFFLE_POINT,       /* the same for an output */
	SHUFFLE_PROOF_POINT, /* the same for a point of the proof: its number in the proof's order, from 0 */
	SHUFFLE_SCALAR,      /* a response is not canonical */
	SHUFFLE_COMMITMENT,  /* (1) the commitment is to no permutation's sum */
	SHUFFLE_CHAIN_END,   /* (2) */
	SHUFFLE_PERMUTATION, /* (3) */
	SHUFFLE_ENTRIES,     /* (4) the output is not the input re-encrypted */
	SHUFFLE_CHAIN,       /* (5) */
};

struct shuffle_fault {
	size_t mix; /* index into the array given */
	enum shuffle_check check;
	size_t index; /* where check says that it says something */
};

/* Verifies several mixes of the same contest together: each point of a list that is one mix's output and the next one's
 * input is decoded once (where mixes[i].output == mixes[i + 1].input). proof_len is each proof's exact length.
 * STATUS_PROOF (or STATUS_NOT_CANONICAL, STATUS_IDENTITY) with *fault, for the first mix that does not hold;
 * STATUS_NO_ROOM. Points of mixes[0].input must be good already or are checked too. */
enum status MUST_CHECK shuffle_verify(struct shuffle_fault *fault, const struct shuffle *mixes,
                                      const uint8_t *const *proofs, const size_t *proof_len, size_t mix_count,
                                      const struct engine *engine, const struct crew *crew);
/* A phrase for people: "its output is not its input re-encrypted". */
const char *shuffle_check_phrase(enum shuffle_check check);

#endif
