/* What prover and verifier of a shuffle share: where things lie in a proof, and what is hashed when. */
#ifndef FOLKMOOT_SHUFFLE_PARTS_H
#define FOLKMOOT_SHUFFLE_PARTS_H

#include "shuffle.h"

enum { SHUFFLE_WIDTH_MAX = 16 };

/* Offsets into a proof. */
struct proof_parts {
	size_t permutation;                 /* c_1 to c_N */
	size_t chain;                       /* chat_1 to chat_N */
	size_t commitment;                  /* T1, T2, T3, T4 (a and b of each component), T5 */
	size_t s1, s2, s3, s4, s5, s_prime; /* responses */
	size_t len;
};

/* Where commitment number i (1 to 5) begins; T4's first point for 4. */
size_t proof_commitment(const struct proof_parts *parts, uint8_t width, unsigned number);
void proof_parts(struct proof_parts *out, uint32_t count, uint8_t width);

/* The transcript of a proof, in three steps. input, output: list hashes. */
void shuffle_begin(struct transcript *out, const struct shuffle *shuffle, const struct hash *input,
                   const struct hash *output);
/* The seeds of u and of z. */
void shuffle_seed_u(struct hash *seed, struct transcript *transcript, const uint8_t *proof,
                    const struct proof_parts *parts);
void shuffle_seed_z(struct hash *seed, struct transcript *transcript, const uint8_t *proof,
                    const struct proof_parts *parts);
/* The challenge e, below 2^128. */
void shuffle_challenge(struct scalar *e, struct transcript *transcript, const uint8_t *proof,
                       const struct proof_parts *parts, uint8_t width);

/* sum += a b, and sum += a. They leave copies on the stack below, as libsodium does: where these are secret the caller
 * wipes it (shuffle_wipe_stack) when it has done many. */
void scalar_add_product(struct scalar *sum, const struct scalar *a, const struct scalar *b);
void scalar_add_to(struct scalar *sum, const struct scalar *a);
void shuffle_wipe_stack(void);

/* G in an engine's form. */
enum status MUST_CHECK shuffle_base(struct decoded *out, const struct engine *engine);
/* The generator h_index. */
void shuffle_generator(struct decoded *out, uint64_t index, const struct engine *engine);

#endif
