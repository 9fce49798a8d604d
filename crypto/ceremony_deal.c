/* Dealing: a polynomial, proofs of knowing it, and its value for every other trustee. */
#include <string.h>

#include "bytes.h"
#include "ceremony.h"
#include "ceremony_parts.h"

#define TITLE   "folkmoot trustee-deal"
#define PURPOSE "folkmoot/trustee-deal/1"

enum { FILE_VERSION = 1, PROOF_BYTES = POINT_BYTES + SCALAR_BYTES };

enum status ceremony_fails(struct ceremony_fault *fault, enum ceremony_check check, unsigned trustee,
                           enum status status)
{
	fault->check = check;
	fault->trustee = trustee;
	fault->line = 0;
	return status;
}

/* --- the polynomial --- */

static void derive(struct scalar *out, const struct ceremony_key *key, const struct hash *roster, const char *purpose,
                   const char *label, unsigned degree)
{
	struct transcript transcript;
	uint8_t wide[64];

	transcript_init_keyed(&transcript, purpose, key->seed, sizeof key->seed);
	transcript_append(&transcript, "roster", roster->bytes, HASH_BYTES);
	transcript_append_u64(&transcript, "degree", degree);
	transcript_wide(wide, &transcript, label);
	scalar_from_wide(out, wide);
	sodium_memzero(wide, sizeof wide);
	sodium_memzero(&transcript, sizeof transcript);
}

void polynomial_derive(struct polynomial *out, const struct ceremony_key *key, const struct trustees *trustees)
{
	out->count = trustees->threshold;
	for (unsigned l = 0; l < out->count; l++)
		derive(&out->coefficient[l], key, &trustees->roster, "folkmoot/trustee-coefficient/1", "coefficient",
		       l);
}

void polynomial_wipe(struct polynomial *polynomial)
{
	sodium_memzero(polynomial, sizeof *polynomial);
}

void polynomial_at(struct scalar *out, const struct polynomial *polynomial, unsigned index)
{
	struct scalar at;

	scalar_from_u64(&at, index);
	*out = polynomial->coefficient[polynomial->count - 1];
	for (unsigned l = polynomial->count - 1; l-- > 0;) {
		scalar_multiply(out, out, &at);
		scalar_add(out, out, &polynomial->coefficient[l]);
	}
}

/* --- writing --- */

static enum status promise(struct trustee *member, const struct ceremony *ceremony, const struct ceremony_key *key,
                           const struct polynomial *polynomial)
{
	const struct hash *roster = &ceremony->trustees.roster;
	struct transcript context;
	enum status status = STATUS_OK;

	for (unsigned l = 0; l < polynomial->count && status == STATUS_OK; l++) {
		struct scalar nonce;

		derive(&nonce, key, roster, "folkmoot/trustee-nonce/1", "nonce", l);
		trustee_proof_context(&context, roster, member->index, l);
		status = point_multiply_base(&member->commitment[l], &polynomial->coefficient[l]);
		if (status == STATUS_OK)
			status = key_prove_derived(&member->proof[l], &context, &polynomial->coefficient[l],
			                           &member->commitment[l], &nonce);
		scalar_wipe(&nonce);
	}
	return status;
}

static enum status seal_share(uint8_t out[static CEREMONY_SEALED_BYTES], const struct ceremony *ceremony, unsigned from,
                              unsigned to, const struct scalar *share)
{
	uint8_t plain[CEREMONY_PLAIN_BYTES], box[crypto_box_PUBLICKEYBYTES];
	int failed;

	memcpy(plain, ceremony->trustees.roster.bytes, HASH_BYTES);
	plain[HASH_BYTES] = (uint8_t)from;
	plain[HASH_BYTES + 1] = (uint8_t)to;
	memcpy(plain + HASH_BYTES + 2, share->bytes, SCALAR_BYTES);
	failed = crypto_sign_ed25519_pk_to_curve25519(box, ceremony->trustees.member[to - 1].identity.key) != 0 ||
	         crypto_box_seal(out, plain, sizeof plain, box) != 0;
	sodium_memzero(plain, sizeof plain);
	return failed ? STATUS_NOT_CANONICAL : STATUS_OK;
}

static enum status put_shares(struct statement_writer *writer, const struct ceremony *ceremony, unsigned from,
                              const struct polynomial *polynomial)
{
	enum status status = STATUS_OK;

	for (unsigned to = 1; to <= ceremony->trustees.count && status == STATUS_OK; to++) {
		uint8_t sealed[CEREMONY_SEALED_BYTES];
		struct scalar share;

		if (to == from)
			continue;
		polynomial_at(&share, polynomial, to);
		status = seal_share(sealed, ceremony, from, to, &share);
		scalar_wipe(&share);
		statement_put_number(writer, "to", to);
		statement_put_hex(writer, "share", sealed, sizeof sealed);
	}
	return status;
}

void ceremony_put_head(struct statement_writer *writer, const struct ceremony *ceremony, unsigned index)
{
	statement_put_text(writer, "practice", ceremony->trustees.kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(writer, "roster", ceremony->trustees.roster.bytes, HASH_BYTES);
	statement_put_number(writer, "trustee", index);
}

static enum status put_deal(struct statement_writer *writer, const struct ceremony *ceremony, struct trustee *member,
                            const struct ceremony_key *key)
{
	struct polynomial polynomial;
	enum status status;

	polynomial_derive(&polynomial, key, &ceremony->trustees);
	status = promise(member, ceremony, key, &polynomial);
	ceremony_put_head(writer, ceremony, member->index);
	trustee_put_promise(writer, member, ceremony->trustees.threshold);
	if (status == STATUS_OK)
		status = put_shares(writer, ceremony, member->index, &polynomial);
	polynomial_wipe(&polynomial);
	return status == STATUS_OK ? statement_writer_finish(writer) : status;
}

enum status ceremony_deal_write(char *text, size_t room, size_t *text_len, const struct ceremony *ceremony,
                                const struct ceremony_key *key)
{
	unsigned index = ceremony_index(ceremony, &key->identity.public_key);
	struct trustee member = {.index = index};
	uint8_t signature[SIGN_BYTES];
	struct statement_writer writer;
	enum status status;

	if (index == 0)
		return STATUS_ABSENT;
	statement_writer_init(&writer, text, room, TITLE, FILE_VERSION);
	status = put_deal(&writer, ceremony, &member, key);
	if (status == STATUS_OK)
		status = sign_statement(signature, PURPOSE, text, statement_len(&writer), &key->identity);
	if (status != STATUS_OK)
		return status;
	statement_put_hex(&writer, "signature", signature, sizeof signature);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

/* --- reading --- */

/* One more than allowed, so that a degree too high is seen as that. */
enum { LINES_MAX = TRUSTEE_MAX + 1 };

struct deal_text {
	uint8_t commitment[LINES_MAX][POINT_BYTES];
	uint8_t proof[LINES_MAX][PROOF_BYTES];
	unsigned commitment_count, proof_count;
	uint64_t to[TRUSTEE_MAX];
	uint8_t sealed[TRUSTEE_MAX][CEREMONY_SEALED_BYTES];
	unsigned share_count;
	uint8_t signature[SIGN_BYTES];
	size_t signed_len;
};

void ceremony_read_head(struct ceremony_head *out, struct statement_reader *reader)
{
	out->kind = trustee_read_kind(reader);
	statement_hex(reader, "roster", out->roster.bytes, HASH_BYTES);
	out->trustee = statement_number(reader, "trustee");
}

enum status ceremony_head_check(struct ceremony_fault *fault, const struct ceremony_head *head,
                                const struct ceremony *ceremony, unsigned index)
{
	if (head->kind != ceremony->trustees.kind)
		return ceremony_fails(fault, CEREMONY_PRACTICE, index, STATUS_PRACTICE);
	if (hash_compare(&head->roster, &ceremony->trustees.roster) != 0)
		return ceremony_fails(fault, CEREMONY_ROSTER, index, STATUS_MISMATCH);
	if (head->trustee != index)
		return ceremony_fails(fault, CEREMONY_INDEX, index, STATUS_ORDER);
	return STATUS_OK;
}

/* As many lines with this key as there are, up to a maximum. */
static unsigned read_lines(struct statement_reader *reader, const char *key, uint8_t *out, size_t each, unsigned max)
{
	unsigned count = 0;

	for (; statement_next_is(reader, key); count++) {
		if (count == max) {
			statement_fail(reader, STATUS_TOO_LONG);
			break;
		}
		statement_hex(reader, key, out + count * each, each);
	}
	return count;
}

static void read_deal(struct deal_text *out, struct statement_reader *reader, const char *text)
{
	out->commitment_count = read_lines(reader, "commitment", out->commitment[0], POINT_BYTES, LINES_MAX);
	out->proof_count = read_lines(reader, "proof", out->proof[0], PROOF_BYTES, LINES_MAX);
	for (; statement_next_is(reader, "to"); out->share_count++) {
		if (out->share_count == TRUSTEE_MAX) {
			statement_fail(reader, STATUS_TOO_LONG);
			break;
		}
		out->to[out->share_count] = statement_number(reader, "to");
		statement_hex(reader, "share", out->sealed[out->share_count], CEREMONY_SEALED_BYTES);
	}
	out->signed_len = (size_t)(reader->at - text);
	statement_hex(reader, "signature", out->signature, SIGN_BYTES);
}

/* What was promised, as points and scalars. */
static enum status take_promise(struct ceremony_fault *fault, struct trustee *member, const struct deal_text *deal,
                                unsigned threshold)
{
	if (deal->commitment_count != threshold || deal->proof_count != threshold)
		return ceremony_fails(fault, CEREMONY_DEGREE, member->index, STATUS_RANGE);
	for (unsigned l = 0; l < threshold; l++) {
		enum status status = point_decode(&member->commitment[l], deal->commitment[l]);

		if (status != STATUS_OK)
			return ceremony_fails(fault, CEREMONY_IDENTITY, member->index, status);
		status = point_decode(&member->proof[l].commitment, deal->proof[l]);
		if (status == STATUS_OK)
			status = scalar_decode(&member->proof[l].response, deal->proof[l] + POINT_BYTES);
		if (status != STATUS_OK)
			return ceremony_fails(fault, CEREMONY_PROOF, member->index, status);
	}
	return STATUS_OK;
}

static enum status take_shares(struct ceremony_fault *fault, struct ceremony *ceremony, unsigned from,
                               const struct deal_text *deal)
{
	unsigned at = 0;

	for (unsigned to = 1; to <= ceremony->trustees.count; to++) {
		if (to == from)
			continue;
		if (at == deal->share_count || deal->to[at] != to)
			return ceremony_fails(fault, CEREMONY_RECIPIENTS, from, STATUS_ORDER);
		memcpy(ceremony->sealed[from - 1][to - 1], deal->sealed[at], CEREMONY_SEALED_BYTES);
		at++;
	}
	if (at != deal->share_count)
		return ceremony_fails(fault, CEREMONY_RECIPIENTS, from, STATUS_ORDER);
	return STATUS_OK;
}

enum status ceremony_deal_read(struct ceremony_fault *fault, struct ceremony *ceremony, unsigned index,
                               const char *text, size_t text_len)
{
	struct trustee *member;
	struct statement_reader reader;
	struct ceremony_head head = {0};
	struct deal_text deal = {0};
	enum status status;

	memset(fault, 0, sizeof *fault);
	if (index < 1 || index > ceremony->trustees.count)
		return STATUS_RANGE;
	member = &ceremony->trustees.member[index - 1];
	ceremony->dealt[index - 1] = 0;
	statement_reader_init(&reader, text, text_len, TITLE, FILE_VERSION);
	ceremony_read_head(&head, &reader);
	read_deal(&deal, &reader, text);
	status = statement_finish(&reader);
	if (status != STATUS_OK) {
		(void)ceremony_fails(fault, CEREMONY_FORM, index, status);
		fault->line = reader.line;
		return status;
	}
	status = ceremony_head_check(fault, &head, ceremony, index);
	if (status != STATUS_OK)
		return status;
	/* From here on it is this trustee's own doing. */
	if (sign_statement_verify(deal.signature, PURPOSE, text, deal.signed_len, member->identity.key) != STATUS_OK)
		return ceremony_fails(fault, CEREMONY_SIGNATURE, index, STATUS_SIGNATURE);
	status = take_promise(fault, member, &deal, ceremony->trustees.threshold);
	if (status != STATUS_OK)
		return status;
	status = trustee_proofs_check(&ceremony->trustees, member);
	if (status != STATUS_OK)
		return ceremony_fails(fault, CEREMONY_PROOF, index, status);
	status = take_shares(fault, ceremony, index, &deal);
	ceremony->dealt[index - 1] = status == STATUS_OK;
	return status;
}
