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

void trustees_roster(struct trustees *trustees)
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
	transcript_hash(&trustees->roster, &transcript, "roster");
}

void trustee_proof_context(struct transcript *out, const struct hash *roster, unsigned index, unsigned degree)
{
	transcript_init(out, "folkmoot/trustee-proof/1");
	transcript_append(out, "roster", roster->bytes, HASH_BYTES);
	transcript_append_u64(out, "index", index);
	transcript_append_u64(out, "degree", degree);
}

/* --- text --- */

void trustee_put_promise(struct statement_writer *writer, const struct trustee *member, unsigned threshold)
{
	for (unsigned l = 0; l < threshold; l++)
		statement_put_hex(writer, "commitment", member->commitment[l].bytes, POINT_BYTES);
	for (unsigned l = 0; l < threshold; l++) {
		uint8_t proof[PROOF_BYTES];

		memcpy(proof, member->proof[l].commitment.bytes, POINT_BYTES);
		memcpy(proof + POINT_BYTES, member->proof[l].response.bytes, SCALAR_BYTES);
		statement_put_hex(writer, "proof", proof, sizeof proof);
	}
}

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
		trustee_put_promise(writer, member, trustees->threshold);
	}
}

static enum status bounds_check(uint64_t count, uint64_t threshold)
{
	return count >= 1 && count <= TRUSTEE_MAX && threshold >= 1 && threshold <= count ? STATUS_OK : STATUS_RANGE;
}

enum status trustees_agree(char *text, size_t room, size_t *text_len, struct trustees *trustees)
{
	struct statement_writer writer;
	enum status status = bounds_check(trustees->count, trustees->threshold);

	if (status != STATUS_OK)
		return status;
	write_body(&writer, text, room, trustees);
	*text_len = statement_len(&writer);
	hash_of(&trustees->agreed, SIGNATURE_PURPOSE, text, *text_len);
	return statement_writer_finish(&writer);
}

enum status trustees_sign(uint8_t signature[static SIGN_BYTES], const char *agreed, size_t agreed_len,
                          const struct sign_secret *identity)
{
	return sign_statement(signature, SIGNATURE_PURPOSE, agreed, agreed_len, identity);
}

enum status trustees_signature_check(const struct trustee *member, const char *agreed, size_t agreed_len)
{
	return sign_statement_verify(member->signature, SIGNATURE_PURPOSE, agreed, agreed_len, member->identity.key);
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

void trustee_read_promise(struct statement_reader *reader, struct trustee *member, unsigned threshold)
{
	for (unsigned l = 0; l < threshold; l++)
		read_point(reader, "commitment", &member->commitment[l]);
	for (unsigned l = 0; l < threshold; l++)
		read_proof(reader, &member->proof[l]);
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
	trustee_read_promise(reader, member, threshold);
}

enum sign_kind trustee_read_kind(struct statement_reader *reader)
{
	char word[8];

	statement_text(reader, "practice", word, sizeof word);
	if (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	return strcmp(word, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
}

/* --- checks --- */

enum status trustees_roster_check(const struct trustees *trustees)
{
	enum status status = bounds_check(trustees->count, trustees->threshold);

	for (unsigned i = 0; i < trustees->count && status == STATUS_OK; i++) {
		const struct trustee *member = &trustees->member[i];

		if (sign_key_kind(&member->identity) != trustees->kind)
			return STATUS_PRACTICE;
		for (unsigned j = 0; j < i; j++) {
			const struct trustee *other = &trustees->member[j];

			if (strcmp(member->name, other->name) == 0 ||
			    memcmp(member->identity.id, other->identity.id, SIGN_ID_BYTES) == 0 ||
			    memcmp(member->identity.key, other->identity.key, SIGN_KEY_BYTES) == 0)
				return STATUS_ORDER;
		}
	}
	return status;
}

enum status trustees_copy_check(unsigned *copy, const struct trustees *trustees)
{
	for (unsigned i = 1; i < trustees->count; i++) {
		for (unsigned j = 0; j < i; j++) {
			if (point_equal(&trustees->member[i].commitment[0], &trustees->member[j].commitment[0])) {
				*copy = i;
				return STATUS_ORDER;
			}
		}
	}
	return STATUS_OK;
}

enum status trustee_proofs_check(const struct trustees *trustees, const struct trustee *member)
{
	struct transcript context;
	enum status status = STATUS_OK;

	for (unsigned l = 0; l < trustees->threshold && status == STATUS_OK; l++) {
		trustee_proof_context(&context, &trustees->roster, member->index, l);
		status = key_verify(&member->proof[l], &context, &member->commitment[l]);
	}
	return status;
}

enum status trustees_joint_key(struct trustees *trustees)
{
	trustees->joint_key = trustees->member[0].commitment[0];
	for (unsigned i = 1; i < trustees->count; i++)
		point_add(&trustees->joint_key, &trustees->joint_key, &trustees->member[i].commitment[0]);
	return point_is_identity(&trustees->joint_key) ? STATUS_IDENTITY : STATUS_OK;
}

/* Of what was read, signed_len bytes of text. */
static enum status members_check(struct trustees *trustees, const char *text, size_t signed_len)
{
	enum status status = trustees_roster_check(trustees);
	unsigned copy;

	if (status == STATUS_OK)
		status = trustees_copy_check(&copy, trustees);
	trustees_roster(trustees);
	for (unsigned i = 0; i < trustees->count && status == STATUS_OK; i++)
		status = trustee_proofs_check(trustees, &trustees->member[i]);
	for (unsigned i = 0; i < trustees->count && status == STATUS_OK; i++)
		status = trustees_signature_check(&trustees->member[i], text, signed_len);
	return status;
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
	out->kind = trustee_read_kind(&reader);
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
		status = members_check(out, text, signed_len);
	if (status == STATUS_OK)
		status = trustees_joint_key(out);
	hash_of(&out->agreed, SIGNATURE_PURPOSE, text, signed_len);
	hash_of(&out->transcript, "folkmoot/trustees-transcript/1", text, text_len);
	return status;
}

/* The sum over all members of what they committed to for one degree. Public; may be the identity. */
static void add_degree(struct point *sum, const struct trustees *trustees, unsigned degree)
{
	for (unsigned j = 0; j < trustees->count; j++)
		point_add(sum, sum, &trustees->member[j].commitment[degree]);
}

enum status trustee_share_key(struct point *out, const struct trustees *trustees, unsigned index)
{
	struct point sum = {{0}};
	struct scalar at;

	if (index < 1 || index > trustees->count)
		return STATUS_RANGE;
	scalar_from_u64(&at, index);
	add_degree(&sum, trustees, trustees->threshold - 1);
	for (unsigned l = trustees->threshold - 1; l-- > 0;) {
		/* The identity in between stays what it is, though libsodium calls it a failure. */
		enum status status = point_multiply(&sum, &at, &sum);

		if (status != STATUS_OK && status != STATUS_IDENTITY)
			return status;
		add_degree(&sum, trustees, l);
	}
	*out = sum;
	return point_is_identity(&sum) ? STATUS_IDENTITY : STATUS_OK;
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
	write_bytes(&writer, share->agreed.bytes, HASH_BYTES);
	return writer_status(&writer);
}

void trustee_read_identity(struct reader *reader, struct sign_secret *out)
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
	trustee_read_identity(&reader, &out->identity);
	read_bytes(&reader, out->agreed.bytes, HASH_BYTES);
	status = reader_finish(&reader);
	if (status != STATUS_OK)
		trustee_share_wipe(out);
	return status;
}
