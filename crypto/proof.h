/* Zero-knowledge proofs over ristretto255, non-interactive by the transcript module. See PROTOCOL.md. */
#ifndef FOLKMOOT_PROOF_H
#define FOLKMOOT_PROOF_H

#include "group.h"
#include "transcript.h"

/* Schnorr, stored as (commitment, response) so that proofs can be verified in a batch:
 * z G = commitment + e P, with e drawn from a transcript that holds the statement and all commitments. */
struct schnorr {
	struct point commitment;
	struct scalar response;
};

/* response = k + e secret */
void schnorr_respond(struct schnorr *proof, const struct scalar *k, const struct scalar *challenge,
                     const struct scalar *secret);
/* STATUS_PROOF where it does not hold. */
enum status MUST_CHECK schnorr_verify(const struct schnorr *proof, const struct scalar *challenge,
                                      const struct point *statement);

/* One proof that the prover knows the discrete logarithm of a key (trustees' coefficients): commitment drawn at random,
 * transcript (already holding whom and what it is for) extended with key and commitment. */
enum status MUST_CHECK key_prove(struct schnorr *proof, const struct transcript *context, const struct scalar *secret,
                                 const struct point *key);
/* The same with a nonce from the caller, for proofs that must come out the same again: it must follow from a secret and
 * from everything that the context holds. The caller wipes it. */
enum status MUST_CHECK key_prove_derived(struct schnorr *proof, const struct transcript *context,
                                         const struct scalar *secret, const struct point *key,
                                         const struct scalar *nonce);
enum status MUST_CHECK key_verify(const struct schnorr *proof, const struct transcript *context,
                                  const struct point *key);

/* Chaum-Pedersen: log_G(key) = log_base(product). Stored as commitments and response. */
struct chaum_pedersen {
	struct point commitment_g;
	struct point commitment_base;
	struct scalar response;
};

enum status MUST_CHECK equality_prove(struct chaum_pedersen *proof, const struct transcript *context,
                                      const struct point *base, const struct point *product,
                                      const struct scalar *secret, const struct point *key);
enum status MUST_CHECK equality_verify(const struct chaum_pedersen *proof, const struct transcript *context,
                                       const struct point *base, const struct point *product, const struct point *key);

#endif
