/* Decryption of a list by a quorum of trustees: each publishes factors weighted by its Lagrange coefficient, with one
 * batched Chaum-Pedersen proof (PROTOCOL.md, "Decryption"). */
#ifndef FOLKMOOT_DECRYPTION_H
#define FOLKMOOT_DECRYPTION_H

#include "multiexp.h"
#include "proof.h"
#include "trustee.h"

/* The trustees who decrypt: distinct indices, ascending. */
struct quorum {
	unsigned count;
	unsigned member[TRUSTEE_MAX];
};

/* As many members as the threshold, each a trustee, ascending; else STATUS_RANGE or STATUS_ORDER. */
enum status MUST_CHECK quorum_check(const struct quorum *quorum, const struct trustees *trustees);
int quorum_has(const struct quorum *quorum, unsigned index);
/* The Lagrange coefficient at 0 of one member. */
enum status MUST_CHECK quorum_coefficient(struct scalar *out, const struct quorum *quorum, unsigned index);

/* Whose factors for which list. */
struct decryption {
	struct hash election;
	struct hash transcript; /* of the trustees */
	struct quorum quorum;
	unsigned index;   /* the trustee's */
	struct point key; /* weighted: coefficient times the key of its share; set by decryption_key */
	uint16_t contest;
	uint8_t width;
	uint32_t count;      /* entries */
	const uint8_t *list; /* count * width ciphertexts of 64 bytes */
};

enum status MUST_CHECK decryption_key(struct decryption *decryption, const struct trustees *trustees);

/* One proof for all factors, or one for each so that a wrong one can be named; or one for each entry, for texts, which
 * decryption_entries.h makes and checks. */
enum decryption_proofs { PROOF_BATCHED, PROOF_EACH, PROOF_ENTRIES };

/* Bytes of the factors (32 for each point), and of the proofs behind them (96 for each proof: K1, K2, z). */
size_t decryption_factor_bytes(uint32_t count, uint8_t width);
size_t decryption_proof_bytes(uint32_t count, uint8_t width, enum decryption_proofs proofs);

/* share is the trustee's own, not weighted. Secrets only in libsodium, wiped. STATUS_WRONG_KEY where the share does not
 * belong to the key; STATUS_NOT_CANONICAL, STATUS_IDENTITY for a bad first component of the list, before the share
 * touches it; STATUS_NO_ROOM. */
enum status MUST_CHECK decryption_make(uint8_t *factors, uint8_t *proof, enum decryption_proofs proofs,
                                       const struct decryption *decryption, const struct scalar *share,
                                       const struct engine *engine, const struct crew *crew);
/* STATUS_PROOF where it does not hold, STATUS_NOT_CANONICAL or STATUS_IDENTITY for a factor, a first component of the
 * list or a part of the proof; *bad is the point where that is known (PROOF_EACH, or a point not canonical), else
 * SIZE_MAX. proof_len must be exact (STATUS_TRUNCATED, STATUS_TRAILING). */
enum status MUST_CHECK decryption_verify(size_t *bad, const uint8_t *factors, const uint8_t *proof, size_t proof_len,
                                         enum decryption_proofs proofs, const struct decryption *decryption,
                                         const struct engine *engine, const struct crew *crew);

/* messages (32 bytes for each point; 32 zeros for the identity, which holds no payload) = b - the sum of all members'
 * factors, in the quorum's order. Factors must have been verified. */
enum status MUST_CHECK decryption_open(uint8_t *messages, const uint8_t *list, const uint8_t *const *factors,
                                       unsigned factor_count, uint32_t count, uint8_t width,
                                       const struct engine *engine, const struct crew *crew);

#endif
