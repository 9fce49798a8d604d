#include "unmixed.h"

#include <string.h>

/* Binds a proof to election, trustees, ballot and place, so that no factor can be shown as another's. */
static void proof_context(struct transcript *out, const struct hash *code, unsigned position,
                          const struct unmixed_by *by)
{
	transcript_init(out, "folkmoot/decryption/1");
	transcript_append(out, "election", by->election.bytes, HASH_BYTES);
	transcript_append(out, "trustees", by->transcript.bytes, HASH_BYTES);
	transcript_append_u64(out, "index", by->index);
	transcript_append(out, "ballot", code->bytes, HASH_BYTES);
	transcript_append_u64(out, "point", position);
}

enum status unmixed_make(struct decrypted_point *out, const struct ciphertext *ciphertext, const struct hash *code,
                            unsigned position, const struct unmixed_by *by, const struct scalar *share)
{
	struct transcript context;
	enum status status = elgamal_factor(&out->factor, ciphertext, share);

	if (status != STATUS_OK)
		return status;
	proof_context(&context, code, position, by);
	status = equality_prove(&out->proof, &context, &ciphertext->a, &out->factor, share, &by->key);
	if (status == STATUS_OK)
		elgamal_open(&out->message, ciphertext, &out->factor);
	return status;
}

enum status unmixed_check(struct decrypted_point *point, const struct ciphertext *ciphertext,
                             const struct hash *code, unsigned position, const struct unmixed_by *by)
{
	struct transcript context;
	enum status status;

	proof_context(&context, code, position, by);
	status = equality_verify(&point->proof, &context, &ciphertext->a, &point->factor, &by->key);
	if (status == STATUS_OK)
		elgamal_open(&point->message, ciphertext, &point->factor);
	return status;
}

void unmixed_write_head(struct writer *writer, const struct unmixed_by *by, uint32_t point_count)
{
	write_bytes(writer, UNMIXED_MAGIC, 4);
	write_bytes(writer, by->election.bytes, HASH_BYTES);
	write_bytes(writer, by->transcript.bytes, HASH_BYTES);
	write_u16(writer, (uint16_t)by->index);
	write_u32(writer, point_count);
}

void unmixed_write_point(struct writer *writer, const struct decrypted_point *point)
{
	write_bytes(writer, point->factor.bytes, POINT_BYTES);
	write_bytes(writer, point->proof.commitment_g.bytes, POINT_BYTES);
	write_bytes(writer, point->proof.commitment_base.bytes, POINT_BYTES);
	write_bytes(writer, point->proof.response.bytes, SCALAR_BYTES);
}

uint32_t unmixed_read_head(struct reader *reader, const struct unmixed_by *by)
{
	uint8_t magic[4], election[HASH_BYTES], transcript[HASH_BYTES];
	uint32_t count;
	unsigned index;

	read_bytes(reader, magic, sizeof magic);
	read_bytes(reader, election, sizeof election);
	read_bytes(reader, transcript, sizeof transcript);
	index = read_u16(reader);
	count = read_u32(reader);
	if (reader->status != STATUS_OK)
		return 0;
	if (memcmp(magic, UNMIXED_MAGIC, sizeof magic) != 0)
		reader_fail(reader, STATUS_MAGIC);
	else if (memcmp(election, by->election.bytes, HASH_BYTES) != 0)
		reader_fail(reader, STATUS_OTHER_ELECTION);
	else if (memcmp(transcript, by->transcript.bytes, HASH_BYTES) != 0 || index != by->index)
		reader_fail(reader, STATUS_MISMATCH);
	return count;
}

static void read_point_strict(struct reader *reader, struct point *out)
{
	uint8_t bytes[POINT_BYTES];
	enum status status;

	read_bytes(reader, bytes, sizeof bytes);
	if (reader->status != STATUS_OK)
		return;
	status = point_decode(out, bytes);
	if (status != STATUS_OK)
		reader_fail(reader, status);
}

void unmixed_read_point(struct reader *reader, struct decrypted_point *out)
{
	uint8_t bytes[SCALAR_BYTES];
	enum status status;

	memset(out, 0, sizeof *out);
	read_point_strict(reader, &out->factor);
	read_point_strict(reader, &out->proof.commitment_g);
	read_point_strict(reader, &out->proof.commitment_base);
	read_bytes(reader, bytes, sizeof bytes);
	if (reader->status != STATUS_OK)
		return;
	status = scalar_decode(&out->proof.response, bytes);
	if (status != STATUS_OK)
		reader_fail(reader, status);
}
