#include "proof.h"

#include <sodium.h>

void schnorr_respond(struct schnorr *proof, const struct scalar *k, const struct scalar *challenge,
                     const struct scalar *secret)
{
	struct scalar product;

	scalar_multiply(&product, challenge, secret);
	scalar_add(&proof->response, k, &product);
	scalar_wipe(&product);
}

/* Does response * base = commitment + challenge * statement? base NULL means G. Public data: may branch. */
static enum status equation_holds(const struct scalar *response, const struct point *base,
                                  const struct point *commitment, const struct scalar *challenge,
                                  const struct point *statement)
{
	struct point left, right;
	enum status status;

	/* STATUS_IDENTITY leaves the identity in the result: rightly so for a response or challenge of zero. */
	status = base ? point_multiply(&left, response, base) : point_multiply_base(&left, response);
	if (status != STATUS_OK && status != STATUS_IDENTITY)
		return status;
	status = point_multiply(&right, challenge, statement);
	if (status != STATUS_OK && status != STATUS_IDENTITY)
		return status;
	point_add(&right, commitment, &right);
	return point_equal(&left, &right) ? STATUS_OK : STATUS_PROOF;
}

enum status schnorr_verify(const struct schnorr *proof, const struct scalar *challenge, const struct point *statement)
{
	return equation_holds(&proof->response, NULL, &proof->commitment, challenge, statement);
}

static void key_challenge(struct scalar *challenge, const struct transcript *context, const struct point *key,
                          const struct point *commitment)
{
	struct transcript transcript = *context;

	transcript_append_point(&transcript, "key", key);
	transcript_append_point(&transcript, "commitment", commitment);
	transcript_challenge(challenge, &transcript, "knowledge");
}

enum status key_prove_derived(struct schnorr *proof, const struct transcript *context, const struct scalar *secret,
                              const struct point *key, const struct scalar *nonce)
{
	struct scalar challenge;
	enum status status = point_multiply_base(&proof->commitment, nonce);

	if (status == STATUS_OK) {
		key_challenge(&challenge, context, key, &proof->commitment);
		schnorr_respond(proof, nonce, &challenge, secret);
	}
	return status;
}

enum status key_prove(struct schnorr *proof, const struct transcript *context, const struct scalar *secret,
                      const struct point *key)
{
	struct scalar nonce;
	enum status status;

	scalar_random(&nonce);
	status = key_prove_derived(proof, context, secret, key, &nonce);
	scalar_wipe(&nonce);
	return status;
}

enum status key_verify(const struct schnorr *proof, const struct transcript *context, const struct point *key)
{
	struct scalar challenge;

	key_challenge(&challenge, context, key, &proof->commitment);
	return schnorr_verify(proof, &challenge, key);
}

static void equality_challenge(struct scalar *challenge, const struct transcript *context, const struct point *base,
                               const struct point *product, const struct point *key, const struct chaum_pedersen *proof)
{
	struct transcript transcript = *context;

	transcript_append_point(&transcript, "base", base);
	transcript_append_point(&transcript, "product", product);
	transcript_append_point(&transcript, "key", key);
	transcript_append_point(&transcript, "commitment g", &proof->commitment_g);
	transcript_append_point(&transcript, "commitment base", &proof->commitment_base);
	transcript_challenge(challenge, &transcript, "equality");
}

enum status equality_prove(struct chaum_pedersen *proof, const struct transcript *context, const struct point *base,
                           const struct point *product, const struct scalar *secret, const struct point *key)
{
	struct scalar k, challenge, masked;
	enum status status;

	scalar_random(&k);
	status = point_multiply_base(&proof->commitment_g, &k);
	if (status == STATUS_OK)
		status = point_multiply(&proof->commitment_base, &k, base);
	if (status == STATUS_OK) {
		equality_challenge(&challenge, context, base, product, key, proof);
		scalar_multiply(&masked, &challenge, secret);
		scalar_add(&proof->response, &k, &masked);
		scalar_wipe(&masked);
	}
	scalar_wipe(&k);
	return status;
}

enum status equality_verify(const struct chaum_pedersen *proof, const struct transcript *context,
                            const struct point *base, const struct point *product, const struct point *key)
{
	struct scalar challenge;
	enum status status;

	equality_challenge(&challenge, context, base, product, key, proof);
	status = equation_holds(&proof->response, NULL, &proof->commitment_g, &challenge, key);
	if (status == STATUS_OK)
		status = equation_holds(&proof->response, base, &proof->commitment_base, &challenge, product);
	return status;
}
