/* What one proof of decryption says, and how it is made and checked: Chaum-Pedersen over one base and its product. */
#include <sodium.h>
#include <string.h>

#include "decryption_parts.h"
#include "shuffle.h"

void decryption_subject(struct transcript *out, const char *purpose, const struct decryption *decryption)
{
	struct hash list;

	list_hash(&list, decryption->contest, decryption->width, decryption->count, decryption->list);
	transcript_init(out, purpose);
	transcript_append(out, "election", decryption->election.bytes, HASH_BYTES);
	transcript_append(out, "trustees", decryption->transcript.bytes, HASH_BYTES);
	transcript_append_u64(out, "members", decryption->quorum.count);
	for (unsigned i = 0; i < decryption->quorum.count; i++)
		transcript_append_u64(out, "member", decryption->quorum.member[i]);
	transcript_append_u64(out, "index", decryption->index);
	transcript_append_u64(out, "contest", decryption->contest);
	transcript_append_u64(out, "width", decryption->width);
	transcript_append_u64(out, "count", decryption->count);
	transcript_append(out, "list", list.bytes, HASH_BYTES);
}

enum status decryption_secret(struct scalar *out, const struct decryption *decryption, const struct scalar *share)
{
	struct scalar coefficient;
	struct point key;
	enum status status = quorum_coefficient(&coefficient, &decryption->quorum, decryption->index);

	if (status != STATUS_OK)
		return status;
	scalar_multiply(out, &coefficient, share);
	status = point_multiply_base(&key, out);
	if (status == STATUS_OK && !point_equal(&key, &decryption->key))
		status = STATUS_WRONG_KEY;
	return status;
}

/* Nothing but a point of the group ever meets the secret: libsodium decodes the point before it takes up the scalar,
 * and as strictly as point_decode but for the two things asked here. Decoding twice would cost a tenth of the whole. */
enum status decryption_multiply(struct point *out, const struct scalar *secret, const uint8_t bytes[static POINT_BYTES])
{
	struct point base;

	if ((bytes[POINT_BYTES - 1] & 0x80) != 0)
		return STATUS_NOT_CANONICAL;
	memcpy(base.bytes, bytes, POINT_BYTES);
	return point_is_identity(&base) ? STATUS_IDENTITY : point_multiply(out, secret, &base);
}

static void equality_challenge(struct scalar *out, const struct transcript *context, const struct point *base,
                               const struct point *product, const struct chaum_pedersen *proof)
{
	struct transcript transcript = *context;

	transcript_append_point(&transcript, "base", base);
	transcript_append_point(&transcript, "product", product);
	transcript_append_point(&transcript, "commitment g", &proof->commitment_g);
	transcript_append_point(&transcript, "commitment base", &proof->commitment_base);
	transcript_challenge(out, &transcript, "equality");
}

enum status decryption_prove(uint8_t out[static EQUALITY_BYTES], const struct transcript *context,
                             const struct point *base, const struct point *product, const struct scalar *secret)
{
	struct chaum_pedersen proof;
	struct scalar nonce, challenge, masked;
	enum status status;

	scalar_random(&nonce);
	status = point_multiply_base(&proof.commitment_g, &nonce);
	if (status == STATUS_OK)
		status = point_multiply(&proof.commitment_base, &nonce, base);
	if (status == STATUS_OK) {
		equality_challenge(&challenge, context, base, product, &proof);
		scalar_multiply(&masked, &challenge, secret);
		scalar_add(&proof.response, &nonce, &masked);
		memcpy(out, proof.commitment_g.bytes, POINT_BYTES);
		memcpy(out + POINT_BYTES, proof.commitment_base.bytes, POINT_BYTES);
		memcpy(out + 2 * POINT_BYTES, proof.response.bytes, SCALAR_BYTES);
		scalar_wipe(&masked);
	}
	scalar_wipe(&nonce);
	return status;
}

/* response * base = commitment + challenge * product? Public data. */
static enum status equation_holds(const uint8_t base[static POINT_BYTES], const uint8_t product[static POINT_BYTES],
                                  const uint8_t commitment[static POINT_BYTES], const struct scalar *response,
                                  const struct scalar *challenge, const struct engine *engine)
{
	struct decoded point[3], sum;
	struct scalar weight[3];
	enum status status;

	scalar_from_u64(&weight[0], 0);
	scalar_subtract(&weight[0], &weight[0], response);
	weight[1] = *challenge;
	scalar_from_u64(&weight[2], 1);
	status = engine->decode(&point[0], base);
	if (status == STATUS_OK)
		status = engine->decode(&point[1], product);
	if (status == STATUS_OK)
		status = engine->decode(&point[2], commitment);
	if (status == STATUS_OK)
		status = engine->sum(&sum, point, weight, 3, FULL_BITS);
	if (status == STATUS_OK && !engine->is_identity(&sum))
		status = STATUS_PROOF;
	return status;
}

enum status decryption_check(const uint8_t in[static EQUALITY_BYTES], const struct transcript *context,
                             const struct point *base, const struct point *product, const struct point *key,
                             const struct engine *engine)
{
	struct chaum_pedersen proof;
	struct scalar challenge, one;
	struct point g;
	enum status status;

	memcpy(proof.commitment_g.bytes, in, POINT_BYTES);
	memcpy(proof.commitment_base.bytes, in + POINT_BYTES, POINT_BYTES);
	status = scalar_decode(&proof.response, in + 2 * POINT_BYTES);
	if (status != STATUS_OK)
		return status;
	scalar_from_u64(&one, 1);
	status = point_multiply_base(&g, &one);
	if (status != STATUS_OK)
		return status;
	equality_challenge(&challenge, context, base, product, &proof);
	status = equation_holds(g.bytes, key->bytes, proof.commitment_g.bytes, &proof.response, &challenge, engine);
	if (status == STATUS_OK)
		status = equation_holds(base->bytes, product->bytes, proof.commitment_base.bytes, &proof.response,
		                        &challenge, engine);
	return status;
}
