/* Accepting: every deal checked, the shares added up, what all have dealt signed, the key tried. */
#include <string.h>

#include "bytes.h"
#include "ceremony.h"
#include "ceremony_parts.h"

#define TITLE "folkmoot trustee-acceptance"

enum { FILE_VERSION = 1, TRIAL_PROOF_BYTES = 2 * POINT_BYTES + SCALAR_BYTES };

enum status ceremony_agree(struct ceremony_fault *fault, struct ceremony *ceremony)
{
	unsigned copy;

	memset(fault, 0, sizeof *fault);
	for (unsigned i = 0; i < ceremony->trustees.count; i++) {
		if (!ceremony->dealt[i])
			return ceremony_fails(fault, CEREMONY_MISSING, i + 1, STATUS_STATE);
	}
	if (trustees_copy_check(&copy, &ceremony->trustees) != STATUS_OK)
		return ceremony_fails(fault, CEREMONY_COPIED, copy + 1, STATUS_ORDER);
	if (trustees_joint_key(&ceremony->trustees) != STATUS_OK)
		return ceremony_fails(fault, CEREMONY_IDENTITY, 0, STATUS_IDENTITY);
	return trustees_agree(ceremony->text, sizeof ceremony->text, &ceremony->text_len, &ceremony->trustees);
}

/* --- one's own share --- */

/* What this member's commitments promise for that index: the sum of index^l C_l. Public. */
static enum status promised(struct point *out, const struct trustee *member, unsigned threshold, unsigned index)
{
	struct scalar at;
	enum status status = STATUS_OK;

	scalar_from_u64(&at, index);
	*out = member->commitment[threshold - 1];
	for (unsigned l = threshold - 1; l-- > 0;) {
		/* The identity in between is a dealer's oddity, and no harm. */
		status = point_multiply(out, &at, out);
		if (status != STATUS_OK && status != STATUS_IDENTITY)
			return status;
		point_add(out, out, &member->commitment[l]);
	}
	return STATUS_OK;
}

static enum status share_matches(const struct scalar *share, const struct trustee *member, unsigned threshold,
                                 unsigned index)
{
	struct point expected, got;
	enum status status = promised(&expected, member, threshold, index);

	if (status != STATUS_OK)
		return status;
	status = point_multiply_base(&got, share);
	if (status != STATUS_OK && status != STATUS_IDENTITY)
		return status;
	return point_equal(&got, &expected) ? STATUS_OK : STATUS_MISMATCH;
}

struct box_keys {
	uint8_t public_key[crypto_box_PUBLICKEYBYTES];
	uint8_t secret[crypto_box_SECRETKEYBYTES];
};

static enum status open_share(struct scalar *out, const struct ceremony *ceremony, unsigned from, unsigned to,
                              const struct box_keys *keys)
{
	uint8_t plain[CEREMONY_PLAIN_BYTES];
	enum status status = STATUS_MISMATCH;

	if (crypto_box_seal_open(plain, ceremony->sealed[from - 1][to - 1], CEREMONY_SEALED_BYTES, keys->public_key,
	                         keys->secret) == 0 &&
	    memcmp(plain, ceremony->trustees.roster.bytes, HASH_BYTES) == 0 && plain[HASH_BYTES] == from &&
	    plain[HASH_BYTES + 1] == to)
		status = scalar_decode(out, plain + HASH_BYTES + 2);
	sodium_memzero(plain, sizeof plain);
	return status;
}

/* The value of one's own polynomial, and whether it is the one dealt in one's name. */
static enum status own_share(struct scalar *out, const struct ceremony *ceremony, unsigned index,
                             const struct ceremony_key *key)
{
	const struct trustee *member = &ceremony->trustees.member[index - 1];
	struct polynomial polynomial;
	struct point commitment;
	enum status status = STATUS_OK;

	polynomial_derive(&polynomial, key, &ceremony->trustees);
	for (unsigned l = 0; l < polynomial.count && status == STATUS_OK; l++) {
		status = point_multiply_base(&commitment, &polynomial.coefficient[l]);
		if (status == STATUS_OK && !point_equal(&commitment, &member->commitment[l]))
			status = STATUS_MISMATCH;
	}
	polynomial_at(out, &polynomial, index);
	polynomial_wipe(&polynomial);
	return status;
}

static enum status add_shares(struct trustee_share *out, struct ceremony_fault *fault, const struct ceremony *ceremony,
                              const struct box_keys *keys)
{
	const struct trustees *trustees = &ceremony->trustees;
	enum status status = STATUS_OK;

	for (unsigned from = 1; from <= trustees->count && status == STATUS_OK; from++) {
		struct scalar part;

		if (from == out->index)
			continue;
		status = open_share(&part, ceremony, from, out->index, keys);
		if (status == STATUS_OK)
			status = share_matches(&part, &trustees->member[from - 1], trustees->threshold, out->index);
		if (status == STATUS_OK)
			scalar_add(&out->share, &out->share, &part);
		else
			(void)ceremony_fails(fault, CEREMONY_SHARE, from, status);
		scalar_wipe(&part);
	}
	return status;
}

/* The sum against the public key that everybody computes: a faulty computation must not go unnoticed. */
static enum status sum_check(const struct trustee_share *share, const struct trustees *trustees)
{
	struct point expected, got;
	enum status status = trustee_share_key(&expected, trustees, share->index);

	if (status == STATUS_OK)
		status = point_multiply_base(&got, &share->share);
	return status == STATUS_OK && !point_equal(&got, &expected) ? STATUS_INTERNAL : status;
}

enum status ceremony_share(struct trustee_share *out, struct ceremony_fault *fault, const struct ceremony *ceremony,
                           const struct ceremony_key *key)
{
	struct box_keys keys;
	enum status status;

	memset(fault, 0, sizeof *fault);
	memset(out, 0, sizeof *out);
	out->index = ceremony_index(ceremony, &key->identity.public_key);
	if (out->index == 0)
		return STATUS_ABSENT;
	out->identity = key->identity;
	out->agreed = ceremony->trustees.agreed;
	if (crypto_sign_ed25519_pk_to_curve25519(keys.public_key, key->identity.public_key.key) != 0 ||
	    crypto_sign_ed25519_sk_to_curve25519(keys.secret, key->identity.secret) != 0) {
		trustee_share_wipe(out);
		return STATUS_NOT_CANONICAL;
	}
	status = own_share(&out->share, ceremony, out->index, key);
	if (status != STATUS_OK)
		(void)ceremony_fails(fault, CEREMONY_OWN, out->index, status);
	else
		status = add_shares(out, fault, ceremony, &keys);
	if (status == STATUS_OK)
		status = sum_check(out, &ceremony->trustees);
	sodium_memzero(&keys, sizeof keys);
	if (status != STATUS_OK)
		trustee_share_wipe(out);
	return status;
}

/* --- the trial --- */

/* A number everybody knows, bound to what was agreed on: its ciphertext's first part is t G, and t H comes out. */
static void trial_number(struct scalar *out, const struct trustees *trustees)
{
	struct transcript transcript;
	uint8_t wide[64];

	transcript_init(&transcript, "folkmoot/trial/1");
	transcript_append(&transcript, "trustees", trustees->agreed.bytes, HASH_BYTES);
	transcript_wide(wide, &transcript, "trial");
	scalar_from_wide(out, wide);
}

enum status ceremony_trial_value(struct point *out, const struct trustees *trustees)
{
	struct scalar number;

	trial_number(&number, trustees);
	return point_multiply(out, &number, &trustees->joint_key);
}

static void trial_context(struct transcript *out, const struct trustees *trustees, unsigned index)
{
	transcript_init(out, "folkmoot/trial-proof/1");
	transcript_append(out, "trustees", trustees->agreed.bytes, HASH_BYTES);
	transcript_append_u64(out, "index", index);
}

static enum status trial_make(struct point *factor, struct chaum_pedersen *proof, const struct trustees *trustees,
                              const struct trustee_share *share)
{
	struct transcript context;
	struct point base, key;
	struct scalar number;
	enum status status;

	trial_number(&number, trustees);
	trial_context(&context, trustees, share->index);
	status = point_multiply_base(&base, &number);
	if (status == STATUS_OK)
		status = trustee_share_key(&key, trustees, share->index);
	if (status == STATUS_OK)
		status = point_multiply(factor, &share->share, &base);
	if (status == STATUS_OK)
		status = equality_prove(proof, &context, &base, factor, &share->share, &key);
	return status;
}

static enum status trial_check(const struct ceremony *ceremony, unsigned index, const struct point *factor,
                               const struct chaum_pedersen *proof)
{
	struct transcript context;
	struct point base, key;
	struct scalar number;
	enum status status;

	trial_number(&number, &ceremony->trustees);
	trial_context(&context, &ceremony->trustees, index);
	status = point_multiply_base(&base, &number);
	if (status == STATUS_OK)
		status = trustee_share_key(&key, &ceremony->trustees, index);
	if (status == STATUS_OK)
		status = equality_verify(proof, &context, &base, factor, &key);
	return status;
}

/* --- the acceptance --- */

enum status ceremony_acceptance_write(char *text, size_t room, size_t *text_len, const struct ceremony *ceremony,
                                      const struct trustee_share *share)
{
	uint8_t signature[SIGN_BYTES], bytes[TRIAL_PROOF_BYTES];
	const struct trustees *trustees = &ceremony->trustees;
	struct chaum_pedersen proof;
	struct statement_writer writer;
	struct point factor;
	enum status status = trial_make(&factor, &proof, trustees, share);

	if (status == STATUS_OK)
		status = trustees_sign(signature, ceremony->text, ceremony->text_len, &share->identity);
	if (status != STATUS_OK)
		return status;
	memcpy(bytes, proof.commitment_g.bytes, POINT_BYTES);
	memcpy(bytes + POINT_BYTES, proof.commitment_base.bytes, POINT_BYTES);
	memcpy(bytes + 2 * POINT_BYTES, proof.response.bytes, SCALAR_BYTES);
	statement_writer_init(&writer, text, room, TITLE, FILE_VERSION);
	ceremony_put_head(&writer, ceremony, share->index);
	statement_put_hex(&writer, "agreed", trustees->agreed.bytes, HASH_BYTES);
	statement_put_hex(&writer, "signature", signature, sizeof signature);
	statement_put_hex(&writer, "factor", factor.bytes, POINT_BYTES);
	statement_put_hex(&writer, "proof", bytes, sizeof bytes);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

struct acceptance {
	struct ceremony_head head;
	struct hash agreed;
	uint8_t signature[SIGN_BYTES];
	uint8_t factor[POINT_BYTES];
	uint8_t proof[TRIAL_PROOF_BYTES];
};

static enum status acceptance_text(struct acceptance *out, unsigned *line, const char *text, size_t text_len)
{
	struct statement_reader reader;

	memset(out, 0, sizeof *out);
	statement_reader_init(&reader, text, text_len, TITLE, FILE_VERSION);
	ceremony_read_head(&out->head, &reader);
	statement_hex(&reader, "agreed", out->agreed.bytes, HASH_BYTES);
	statement_hex(&reader, "signature", out->signature, SIGN_BYTES);
	statement_hex(&reader, "factor", out->factor, POINT_BYTES);
	statement_hex(&reader, "proof", out->proof, TRIAL_PROOF_BYTES);
	*line = reader.line;
	return statement_finish(&reader);
}

static enum status take_trial(struct ceremony *ceremony, unsigned index, const struct acceptance *acceptance)
{
	struct point *factor = &ceremony->trial[index - 1];
	struct chaum_pedersen *proof = &ceremony->proof[index - 1];
	enum status status = point_decode(factor, acceptance->factor);

	if (status == STATUS_OK)
		status = point_decode(&proof->commitment_g, acceptance->proof);
	if (status == STATUS_OK)
		status = point_decode(&proof->commitment_base, acceptance->proof + POINT_BYTES);
	if (status == STATUS_OK)
		status = scalar_decode(&proof->response, acceptance->proof + 2 * POINT_BYTES);
	return status == STATUS_OK ? trial_check(ceremony, index, factor, proof) : status;
}

enum status ceremony_acceptance_read(struct ceremony_fault *fault, struct ceremony *ceremony, unsigned index,
                                     const char *text, size_t text_len)
{
	struct acceptance acceptance;
	struct trustee *member;
	unsigned line;
	enum status status;

	memset(fault, 0, sizeof *fault);
	if (index < 1 || index > ceremony->trustees.count)
		return STATUS_RANGE;
	member = &ceremony->trustees.member[index - 1];
	status = acceptance_text(&acceptance, &line, text, text_len);
	ceremony->accepted[index - 1] = 0;
	if (status != STATUS_OK) {
		(void)ceremony_fails(fault, CEREMONY_FORM, index, status);
		fault->line = line;
		return status;
	}
	status = ceremony_head_check(fault, &acceptance.head, ceremony, index);
	if (status != STATUS_OK)
		return status;
	if (hash_compare(&acceptance.agreed, &ceremony->trustees.agreed) != 0)
		return ceremony_fails(fault, CEREMONY_DISAGREES, index, STATUS_MISMATCH);
	memcpy(member->signature, acceptance.signature, SIGN_BYTES);
	if (trustees_signature_check(member, ceremony->text, ceremony->text_len) != STATUS_OK)
		return ceremony_fails(fault, CEREMONY_SIGNATURE, index, STATUS_SIGNATURE);
	status = take_trial(ceremony, index, &acceptance);
	if (status != STATUS_OK)
		return ceremony_fails(fault, CEREMONY_TRIAL, index, status);
	ceremony->accepted[index - 1] = 1;
	return STATUS_OK;
}
