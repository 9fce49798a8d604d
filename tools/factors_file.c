#include "factors_file.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

#define MAGIC "FMF1"

const char *factors_word(enum factors_use use)
{
	return use == FACTORS_DRAW ? "draw" : "decryption";
}

/* --- names --- */

void quorum_text(char out[static QUORUM_TEXT], const struct quorum *quorum, char between)
{
	size_t at = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < quorum->count && i < TRUSTEE_MAX && at < QUORUM_TEXT; i++) {
		if (i > 0)
			out[at++] = between;
		at += (size_t)snprintf(out + at, QUORUM_TEXT - at, "%u", quorum->member[i] % 100);
	}
}

static enum status member_from_text(unsigned *out, const char **text)
{
	if (**text < '1' || **text > '9')
		return STATUS_TEXT;
	for (*out = 0; **text >= '0' && **text <= '9'; ++*text) {
		*out = *out * 10 + (unsigned)(**text - '0');
		if (*out > TRUSTEE_MAX)
			return STATUS_RANGE;
	}
	return STATUS_OK;
}

enum status quorum_from_text(struct quorum *out, const char *text, char between)
{
	memset(out, 0, sizeof *out);
	for (;;) {
		unsigned member;
		enum status status = member_from_text(&member, &text);

		if (status != STATUS_OK)
			return status;
		if (out->count > 0 && member <= out->member[out->count - 1])
			return STATUS_ORDER;
		out->member[out->count++] = member;
		if (*text == '\0')
			return STATUS_OK;
		if (*text++ != between)
			return STATUS_TEXT;
	}
}

void factors_statement_name(char out[static FACTORS_NAME_ROOM], unsigned index)
{
	snprintf(out, FACTORS_NAME_ROOM, "trustee-%u.txt", index);
}

void factors_signature_name(char out[static FACTORS_NAME_ROOM], unsigned index)
{
	snprintf(out, FACTORS_NAME_ROOM, "trustee-%u.txt.minisig", index);
}

void factors_name(char out[static FACTORS_NAME_ROOM], unsigned index, uint16_t contest)
{
	snprintf(out, FACTORS_NAME_ROOM, "trustee-%u.contest-%05u.factors", index, (unsigned)contest);
}

/* --- the statement --- */

static const char *title(enum factors_use use)
{
	return use == FACTORS_DRAW ? "folkmoot draw" : "folkmoot decryption";
}

enum status factors_statement_write(char *text, size_t room, size_t *text_len,
                                    const struct factors_statement *statement, enum factors_use use)
{
	struct statement_writer writer;
	char quorum[QUORUM_TEXT];

	quorum_text(quorum, &statement->quorum, ' ');
	statement_writer_init(&writer, text, room, title(use), 1);
	statement_put_text(&writer, "practice", statement->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", statement->election.bytes, HASH_BYTES);
	statement_put_hex(&writer, "trustees", statement->transcript.bytes, HASH_BYTES);
	statement_put_text(&writer, "quorum", quorum);
	statement_put_number(&writer, "trustee", statement->index);
	statement_put_number(&writer, "contests", statement->count);
	for (unsigned i = 0; i < statement->count; i++) {
		statement_put_number(&writer, "contest", statement->contest[i].id);
		statement_put_number(&writer, "count", statement->contest[i].count);
		statement_put_hex(&writer, "list", statement->contest[i].list.bytes, HASH_BYTES);
		statement_put_hex(&writer, "factors", statement->contest[i].sha256, SHA256_BYTES);
	}
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static uint64_t number_up_to(struct statement_reader *reader, const char *key, uint64_t max)
{
	uint64_t number = statement_number(reader, key);

	if (number <= max)
		return number;
	statement_fail(reader, STATUS_RANGE);
	return 0;
}

enum status factors_statement_read(struct factors_statement *out, const char *text, size_t text_len,
                                   enum factors_use use)
{
	struct statement_reader reader;
	char word[STATEMENT_VALUE_MAX + 1];

	memset(out, 0, sizeof *out);
	statement_reader_init(&reader, text, text_len, title(use), 1);
	statement_text(&reader, "practice", word, sizeof word);
	out->kind = strcmp(word, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0)
		statement_fail(&reader, STATUS_RANGE);
	statement_hex(&reader, "election", out->election.bytes, HASH_BYTES);
	statement_hex(&reader, "trustees", out->transcript.bytes, HASH_BYTES);
	statement_text(&reader, "quorum", word, sizeof word);
	if (reader.status == STATUS_OK)
		statement_fail(&reader, quorum_from_text(&out->quorum, word, ' '));
	out->index = (unsigned)number_up_to(&reader, "trustee", TRUSTEE_MAX);
	out->count = (unsigned)number_up_to(&reader, "contests", ELECTION_MAX_CONTESTS);
	for (unsigned i = 0; i < out->count; i++) {
		out->contest[i].id = (uint16_t)number_up_to(&reader, "contest", UINT16_MAX);
		out->contest[i].count = (uint32_t)number_up_to(&reader, "count", UINT32_MAX);
		statement_hex(&reader, "list", out->contest[i].list.bytes, HASH_BYTES);
		statement_hex(&reader, "factors", out->contest[i].sha256, SHA256_BYTES);
	}
	return statement_finish(&reader);
}

void factors_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct factors_statement *statement,
                     enum factors_use use)
{
	char election[2 * HASH_BYTES + 1], quorum[QUORUM_TEXT];

	hex_write(election, statement->election.bytes, HASH_BYTES);
	quorum_text(quorum, &statement->quorum, ' ');
	snprintf(out, SIGN_TRUSTED_MAX + 1, "%s %s %u of %s", title(use), election, statement->index, quorum);
}

/* --- the file of factors --- */

size_t factors_head(uint8_t out[static FACTORS_HEAD_MAX], const struct decryption *decryption,
                    enum decryption_proofs proofs)
{
	struct writer writer;

	writer_init(&writer, out, FACTORS_HEAD_MAX);
	write_bytes(&writer, MAGIC, 4);
	write_bytes(&writer, decryption->election.bytes, HASH_BYTES);
	write_bytes(&writer, decryption->transcript.bytes, HASH_BYTES);
	write_u8(&writer, (uint8_t)decryption->quorum.count);
	for (unsigned i = 0; i < decryption->quorum.count; i++)
		write_u8(&writer, (uint8_t)decryption->quorum.member[i]);
	write_u8(&writer, (uint8_t)decryption->index);
	write_u16(&writer, decryption->contest);
	write_u8(&writer, decryption->width);
	write_u32(&writer, decryption->count);
	/* An empty list has no kind, and one way to be written. */
	write_u8(&writer, decryption->count > 0 ? (uint8_t)proofs : 0);
	return writer_len(&writer);
}

size_t factors_file_bytes(const struct decryption *decryption, enum decryption_proofs proofs)
{
	uint8_t head[FACTORS_HEAD_MAX];

	return factors_head(head, decryption, proofs) + decryption_factor_bytes(decryption->count, decryption->width) +
	       decryption_proof_bytes(decryption->count, decryption->width, proofs);
}

void factors_sha256(uint8_t out[static SHA256_BYTES], const void *data, size_t len)
{
	struct manifest_digest digest;

	manifest_digest_init(&digest);
	manifest_digest_update(&digest, data, len);
	manifest_digest_finish(out, &digest);
}

void factors_subject(struct decryption *out, const struct lists *lists, unsigned i, const struct hash *election,
                     const struct trustees *trustees, const struct quorum *quorum, unsigned index)
{
	*out = (struct decryption){
	    .election = *election,
	    .transcript = trustees->transcript,
	    .quorum = *quorum,
	    .index = index,
	    .contest = lists->contest[i],
	    .width = lists->width[i],
	    .count = lists->entries_count[i],
	    .list = lists->entries[i],
	};
}
