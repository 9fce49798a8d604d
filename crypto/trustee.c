#include "trustee.h"

#include <sodium.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

#define TITLE             "folkmoot trustees"
#define SIGNATURE_PURPOSE "folkmoot/trustees/1"

enum { TRANSCRIPT_VERSION = 1, SHARE_VERSION = 1, PROOF_BYTES = POINT_BYTES + SCALAR_BYTES };

void trustee_share_wipe(struct trustee_share *share)
{
	sodium_memzero(share, sizeof *share);
}

/* --- what the proofs are bound to --- */

static void roster_hash(struct hash *out, const struct trustees *trustees)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/trustee-roster/1");
	transcript_append_u64(&transcript, "trustees", trustees->count);
	transcript_append_u64(&transcript, "threshold", trustees->threshold);
	for (unsigned i = 0; i < trustees->count; i++) {
		const struct trustee *member = &trustees->member[i];

		transcript_append_u64(&transcript, "index", member->index);
		transcript_append(&transcript, "name", member->name, strlen(member->name));
		transcript_append(&transcript, "key id", member->identity.id, SIGN_ID_BYTES);
		transcript_append(&transcript, "key", member->identity.key, SIGN_KEY_BYTES);
	}
	transcript_hash(out, &transcript, "roster");
}

static void proof_context(struct transcript *out, const struct hash *roster, unsigned index, unsigned degree)
{
	transcript_init(out, "folkmoot/trustee-proof/1");
	transcript_append(out, "roster", roster->bytes, HASH_BYTES);
	transcript_append_u64(out, "index", index);
	transcript_append_u64(out, "degree", degree);
}

/* --- text --- */

/* Everything that is signed: all above the first signature line. */
static void write_body(struct statement_writer *writer, char *text, size_t room, const struct trustees *trustees)
{
	statement_writer_init(writer, text, room, TITLE, TRANSCRIPT_VERSION);
	statement_put_text(writer, "practice", trustees->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_number(writer, "trustees", trustees->count);
	statement_put_number(writer, "threshold", trustees->threshold);
	for (unsigned i = 0; i < trustees->count; i++) {
		const struct trustee *member = &trustees->member[i];
		char key[SIGN_KEY_TEXT];

		sign_key_text(key, &member->identity);
		statement_put_number(writer, "trustee", member->index);
		statement_put_text(writer, "name", member->name);
		statement_put_text(writer, "identity", key);
		for (unsigned l = 0; l < trustees->threshold; l++)
			statement_put_hex(writer, "commitment", member->commitment[l].bytes, POINT_BYTES);
		for (unsigned l = 0; l < trustees->threshold; l++) {
			uint8_t proof[PROOF_BYTES];

			memcpy(proof, member->proof[l].commitment.bytes, POINT_BYTES);
			memcpy(proof + POINT_BYTES, member->proof[l].response.bytes, SCALAR_BYTES);
			statement_put_hex(writer, "proof", proof, sizeof proof);
		}
	}
}

static enum status bounds_check(uint64_t count, uint64_t threshold)
{
	return count >= 1 && count <= TRUSTEE_MAX && threshold >= 1 && threshold <= count ? STATUS_OK : STATUS_RANGE;
}

enum status trustees_write(char *text, size_t room, size_t *text_len, const struct trustees *trustees)
{
	struct statement_writer writer;
	enum status status = bounds_check(trustees->count, trustees->threshold);

	if (status != STATUS_OK)
		return status;
	write_body(&writer, text, room, trustees);
	for (unsigned i = 0; i < trustees->count; i++)
		statement_put_hex(&writer, "signature", trustees->member[i].signature, SIGN_BYTES);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static void read_point(struct statement_reader *reader, const char *key, struct point *out)
{
	uint8_t bytes[POINT_BYTES];

	statement_hex(reader, key, bytes, sizeof bytes);
	if (reader->status == STATUS_OK)
		statement_fail(reader, point_decode(out, bytes));
}

static void read_proof(struct statement_reader *reader, struct schnorr *out)
{
	uint8_t bytes[PROOF_BYTES];

	statement_hex(reader, "proof", bytes, sizeof bytes);
	if (reader->status == STATUS_OK)
		statement_fail(reader, point_decode(&out->commitment, bytes));
	if (reader->status == STATUS_OK)
		statement_fail(reader, scalar_decode(&out->response, bytes + POINT_BYTES));
}

static void read_member(struct statement_reader *reader, struct trustee *member, unsigned index, unsigned threshold)
{
	char key[SIGN_KEY_TEXT];

	if (statement_number(reader, "trustee") != index)
		statement_fail(reader, STATUS_ORDER);
	member->index = index;
	statement_text(reader, "name", member->name, sizeof member->name);
	statement_text(reader, "identity", key, sizeof key);
	if (reader->status == STATUS_OK)
		statement_fail(reader, sign_key_from_text(&member->identity, key, strlen(key)));
	for (unsigned l = 0; l < threshold; l++)
		read_point(reader, "commitment", &member->commitment[l]);
	for (unsigned l = 0; l < threshold; l++)
		read_proof(reader, &member->proof[l]);
}

static enum sign_kind read_kind(struct statement_reader *reader)
{
	char word[8];

	statement_text(reader, "practice", word, sizeof word);
	if (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	return strcmp(word, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
}

/* --- checks --- */

/* Names, keys and first commitments all differ: a copied file would let one person stand for two. */
static enum status members_check(const struct trustees *trustees)
{
	for (unsigned i = 0; i < trustees->count; i++) {
		const struct trustee *member = &trustees->member[i];

		if (sign_key_kind(&member->identity) != trustees->kind)
			return STATUS_PRACTICE;
		for (unsigned j = 0; j < i; j++) {
			const struct trustee *other = &trustees->member[j];

			if (strcmp(member->name, other->name) == 0 ||
			    memcmp(member->identity.id, other->identity.id, SIGN_ID_BYTES) == 0 ||
			    memcmp(member->identity.key, other->identity.key, SIGN_KEY_BYTES) == 0 ||
			    point_equal(&member->commitment[0], &other->commitment[0]))
				return STATUS_ORDER;
		}
	}
	return STATUS_OK;
}

static enum status proofs_check(const struct trustees *trustees)
{
	struct transcript context;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < trustees->count; i++) {
		const struct trustee *member = &trustees->member[i];

		for (unsigned l = 0; l < trustees->threshold && status == STATUS_OK; l++) {
			proof_context(&context, &trustees->roster, member->index, l);
			status = key_verify(&member->proof[l], &context, &member->commitment[l]);
		}
	}
	return status;
}

static enum status signatures_check(const struct trustees *trustees, const char *text, size_t signed_len)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < trustees->count && status == STATUS_OK; i++)
		status = sign_statement_verify(trustees->member[i].signature, SIGNATURE_PURPOSE, text, signed_len,
		                               trustees->member[i].identity.key);
	return status;
}

/* The joint key is the sum of what everybody committed to first. */
static enum status joint_key(struct trustees *trustees)
{
	trustees->joint_key = trustees->member[0].commitment[0];
	for (unsigned i = 1; i < trustees->count; i++)
		point_add(&trustees->joint_key, &trustees->joint_key, &trustees->member[i].commitment[0]);
	return point_is_identity(&trustees->joint_key) ? STATUS_IDENTITY : STATUS_OK;
}

static void transcript_file_hash(struct hash *out, const char *text, size_t text_len)
{
	hash_of(out, "folkmoot/trustees-transcript/1", text, text_len);
}

enum status trustees_read(struct trustees *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	uint64_t count, threshold;
	size_t signed_len;
	enum status status;

	if (text_len > TRUSTEE_TRANSCRIPT_MAX)
		return STATUS_TOO_LONG;
	memset(out, 0, sizeof *out);
	statement_reader_init(&reader, text, text_len, TITLE, TRANSCRIPT_VERSION);
	out->kind = read_kind(&reader);
	count = statement_number(&reader, "trustees");
	threshold = statement_number(&reader, "threshold");
	statement_fail(&reader, bounds_check(count, threshold));
	if (reader.status != STATUS_OK)
		return reader.status;
	out->count = (unsigned)count;
	out->threshold = (unsigned)threshold;
	for (unsigned i = 0; i < out->count; i++)
		read_member(&reader, &out->member[i], i + 1, out->threshold);
	signed_len = (size_t)(reader.at - text);
	for (unsigned i = 0; i < out->count; i++)
		statement_hex(&reader, "signature", out->member[i].signature, SIGN_BYTES);
	status = statement_finish(&reader);
	if (status == STATUS_OK)
		status = members_check(out);
	if (status == STATUS_OK) {
		roster_hash(&out->roster, out);
		status = proofs_check(out);
	}
	if (status == STATUS_OK)
		status = signatures_check(out, text, signed_len);
	if (status == STATUS_OK)
		status = joint_key(out);
	transcript_file_hash(&out->transcript, text, text_len);
	return status;
}

enum status trustee_share_key(struct point *out, const struct trustees *trustees, unsigned index)
{
	struct point sum = {{0}}, term;
	struct scalar at, power;
	enum status status = STATUS_OK;

	if (index < 1 || index > trustees->count)
		return STATUS_RANGE;
	scalar_from_u64(&at, index);
	scalar_from_u64(&power, 1);
	for (unsigned l = 0; l < trustees->threshold && status == STATUS_OK; l++) {
		for (unsigned j = 0; j < trustees->count && status == STATUS_OK; j++) {
			status = point_multiply(&term, &power, &trustees->member[j].commitment[l]);
			if (status == STATUS_OK)
				point_add(&sum, &sum, &term);
		}
		scalar_multiply(&power, &power, &at);
	}
	*out = sum;
	if (status == STATUS_OK && point_is_identity(&sum))
		status = STATUS_IDENTITY;
	return status;
}

/* --- a ceremony of one --- */

enum { ALONE_TEXT_MAX = 2048 };

static enum status alone_sign(struct trustees *out, const struct sign_secret *identity)
{
	struct statement_writer writer;
	char text[ALONE_TEXT_MAX];
	enum status status;
	size_t text_len;

	write_body(&writer, text, sizeof text, out);
	status = statement_writer_finish(&writer);
	if (status == STATUS_OK)
		status =
		    sign_statement(out->member[0].signature, SIGNATURE_PURPOSE, text, statement_len(&writer), identity);
	if (status == STATUS_OK)
		status = trustees_write(text, sizeof text, &text_len, out);
	/* Reads back its own file: what it hands out is what everybody else will check. */
	if (status == STATUS_OK)
		status = trustees_read(out, text, text_len);
	return status;
}

enum status trustee_alone(struct trustees *out, struct trustee_share *share, const char *name, enum sign_kind kind)
{
	struct trustee *member = &out->member[0];
	struct transcript context;
	enum status status;

	memset(out, 0, sizeof *out);
	memset(share, 0, sizeof *share);
	if (strlen(name) > TRUSTEE_NAME_MAX)
		return STATUS_TOO_LONG;
	out->kind = kind;
	out->count = 1;
	out->threshold = 1;
	member->index = 1;
	memcpy(member->name, name, strlen(name) + 1);
	sign_key_make(&share->identity, kind);
	member->identity = share->identity.public_key;
	share->index = 1;
	scalar_random(&share->share);
	roster_hash(&out->roster, out);
	proof_context(&context, &out->roster, 1, 0);
	status = point_multiply_base(&member->commitment[0], &share->share);
	if (status == STATUS_OK)
		status = key_prove(&member->proof[0], &context, &share->share, &member->commitment[0]);
	if (status == STATUS_OK)
		status = alone_sign(out, &share->identity);
	share->transcript = out->transcript;
	if (status != STATUS_OK)
		trustee_share_wipe(share);
	return status;
}

/* --- share files --- */

enum status trustee_share_encode(uint8_t out[static TRUSTEE_SHARE_BYTES], const struct trustee_share *share)
{
	struct writer writer;

	writer_init(&writer, out, TRUSTEE_SHARE_BYTES);
	write_u8(&writer, SHARE_VERSION);
	write_u32(&writer, share->index);
	write_bytes(&writer, share->share.bytes, SCALAR_BYTES);
	write_bytes(&writer, share->identity.public_key.id, SIGN_ID_BYTES);
	write_bytes(&writer, share->identity.secret, SIGN_SECRET_BYTES);
	write_bytes(&writer, share->transcript.bytes, HASH_BYTES);
	return writer_status(&writer);
}

static void read_identity(struct reader *reader, struct sign_secret *out)
{
	const uint8_t *stored;

	read_bytes(reader, out->public_key.id, SIGN_ID_BYTES);
	stored = read_view(reader, SIGN_SECRET_BYTES);
	if (!stored)
		return;
	(void)crypto_sign_ed25519_seed_keypair(out->public_key.key, out->secret, stored);
	if (sodium_memcmp(out->secret, stored, SIGN_SECRET_BYTES) != 0)
		reader_fail(reader, STATUS_MISMATCH);
}

enum status trustee_share_decode(struct trustee_share *out, const uint8_t *data, size_t data_len)
{
	struct reader reader;
	const uint8_t *share;
	enum status status;

	reader_init(&reader, data, data_len);
	if (read_u8(&reader) != SHARE_VERSION)
		reader_fail(&reader, STATUS_VERSION);
	out->index = read_u32(&reader);
	if (out->index < 1 || out->index > TRUSTEE_MAX)
		reader_fail(&reader, STATUS_RANGE);
	share = read_view(&reader, SCALAR_BYTES);
	if (share)
		reader_fail(&reader, scalar_decode(&out->share, share));
	read_identity(&reader, &out->identity);
	read_bytes(&reader, out->transcript.bytes, HASH_BYTES);
	status = reader_finish(&reader);
	if (status != STATUS_OK)
		trustee_share_wipe(out);
	return status;
}
