#include "mix_statement.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"

#define MIX_TITLE "folkmoot mix"

/* --- the statement --- */

static void write_contest(struct statement_writer *writer, const struct mix_entry *entry)
{
	statement_put_number(writer, "contest", entry->contest);
	statement_put_number(writer, "count", entry->count);
	statement_put_hex(writer, "input", entry->input.bytes, HASH_BYTES);
	statement_put_hex(writer, "output", entry->output.bytes, HASH_BYTES);
	statement_put_hex(writer, "list", entry->list, SHA256_BYTES);
	statement_put_hex(writer, "proof", entry->proof, SHA256_BYTES);
}

enum status mix_statement_write(char *text, size_t room, size_t *text_len, const struct mix_statement *statement)
{
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT];

	if (statement->number < 1 || statement->contest_count > ELECTION_MAX_CONTESTS)
		return STATUS_RANGE;
	sign_key_text(key, &statement->key);
	statement_writer_init(&writer, text, room, MIX_TITLE, 1);
	statement_put_text(&writer, "practice", statement->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", statement->election.bytes, HASH_BYTES);
	statement_put_number(&writer, "mix", statement->number);
	statement_put_text(&writer, "name", statement->name);
	statement_put_text(&writer, "key", key);
	statement_put_hex(&writer, "previous", statement->previous, SHA256_BYTES);
	statement_put_number(&writer, "contests", statement->contest_count);
	for (unsigned i = 0; i < statement->contest_count; i++)
		write_contest(&writer, &statement->contest[i]);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static uint64_t number_within(struct statement_reader *reader, const char *key, uint64_t min, uint64_t max)
{
	uint64_t number = statement_number(reader, key);

	if (number >= min && number <= max)
		return number;
	statement_fail(reader, STATUS_RANGE);
	return min;
}

static void read_head(struct statement_reader *reader, struct mix_statement *out)
{
	char practice[8], key[SIGN_KEY_TEXT];
	enum status status;

	statement_text(reader, "practice", practice, sizeof practice);
	out->kind = strcmp(practice, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (out->kind == SIGN_REAL && strcmp(practice, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	statement_hex(reader, "election", out->election.bytes, HASH_BYTES);
	out->number = (unsigned)number_within(reader, "mix", 1, ELECTION_MAX_MIXERS);
	statement_text(reader, "name", out->name, sizeof out->name);
	statement_text(reader, "key", key, sizeof key);
	status = sign_key_from_text(&out->key, key, strlen(key));
	if (status != STATUS_OK)
		statement_fail(reader, status);
	statement_hex(reader, "previous", out->previous, SHA256_BYTES);
	out->contest_count = (unsigned)number_within(reader, "contests", 1, ELECTION_MAX_CONTESTS);
}

enum status mix_statement_read(struct mix_statement *out, const char *text, size_t text_len)
{
	struct statement_reader reader;

	memset(out, 0, sizeof *out);
	if (text_len > MIX_STATEMENT_MAX)
		return STATUS_TOO_LONG;
	statement_reader_init(&reader, text, text_len, MIX_TITLE, 1);
	read_head(&reader, out);
	for (unsigned i = 0; i < out->contest_count && reader.status == STATUS_OK; i++) {
		struct mix_entry *entry = &out->contest[i];

		entry->contest = (uint16_t)number_within(&reader, "contest", 0, UINT16_MAX);
		entry->count = (uint32_t)number_within(&reader, "count", 0, UINT32_MAX);
		statement_hex(&reader, "input", entry->input.bytes, HASH_BYTES);
		statement_hex(&reader, "output", entry->output.bytes, HASH_BYTES);
		statement_hex(&reader, "list", entry->list, SHA256_BYTES);
		statement_hex(&reader, "proof", entry->proof, SHA256_BYTES);
	}
	return statement_finish(&reader);
}

void mix_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct hash *election, unsigned number)
{
	char hex[2 * HASH_BYTES + 1];

	hex_write(hex, election->bytes, HASH_BYTES);
	snprintf(out, SIGN_TRUSTED_MAX + 1, MIX_TITLE " %s %u", hex, number);
}

/* --- what a mixer notes of a contest --- */

/* All but the last line. */
static void begin_made(struct statement_writer *writer, char text[static MIX_MADE_MAX], const struct hash *election,
                       unsigned number, const struct mix_entry *entry, const struct sign_public *key)
{
	statement_writer_init(writer, text, MIX_MADE_MAX, "folkmoot mixed", 1);
	statement_put_hex(writer, "election", election->bytes, HASH_BYTES);
	statement_put_number(writer, "mix", number);
	statement_put_hex(writer, "key", key->key, SIGN_KEY_BYTES);
	write_contest(writer, entry);
}

enum status mix_made_write(char text[static MIX_MADE_MAX], size_t *text_len, const struct hash *election,
                           unsigned number, const struct mix_entry *entry, const struct sign_secret *key)
{
	struct statement_writer writer;
	uint8_t signature[SIGN_BYTES];
	enum status status;

	begin_made(&writer, text, election, number, entry, &key->public_key);
	status = statement_writer_finish(&writer);
	if (status == STATUS_OK)
		status = sign_statement(signature, MIX_MADE_PURPOSE, text, statement_len(&writer), key);
	if (status != STATUS_OK)
		return status;
	statement_put_hex(&writer, "signature", signature, sizeof signature);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

enum status mix_made_check(const char *text, size_t text_len, const struct hash *election, unsigned number,
                           const struct mix_entry *entry, const struct sign_public *key)
{
	static const char word[] = "signature ";
	const size_t word_len = sizeof word - 1, last_len = word_len + 2 * SIGN_BYTES + 1;
	char expected[MIX_MADE_MAX];
	struct statement_writer writer;
	uint8_t signature[SIGN_BYTES];
	size_t len;
	enum status status;

	begin_made(&writer, expected, election, number, entry, key);
	status = statement_writer_finish(&writer);
	len = statement_len(&writer);
	if (status != STATUS_OK)
		return status;
	if (text_len != len + last_len || memcmp(text, expected, len) != 0 || memcmp(text + len, word, word_len) != 0 ||
	    text[text_len - 1] != '\n')
		return STATUS_MISMATCH;
	status = hex_read(signature, sizeof signature, text + len + word_len, 2 * SIGN_BYTES);
	if (status != STATUS_OK)
		return status;
	return sign_statement_verify(signature, MIX_MADE_PURPOSE, text, len, key->key);
}

/* --- the files --- */

void mix_head(uint8_t out[static MIX_HEAD_BYTES], const char *magic, const struct shuffle *shuffle)
{
	struct writer writer;

	writer_init(&writer, out, MIX_HEAD_BYTES);
	write_bytes(&writer, magic, 4);
	write_bytes(&writer, shuffle->election.bytes, HASH_BYTES);
	write_u32(&writer, shuffle->mix);
	write_u16(&writer, shuffle->contest);
	write_u8(&writer, shuffle->width);
	write_u32(&writer, shuffle->count);
}

void mix_file_name(char out[static MIX_NAME_ROOM], uint16_t contest, const char *ending)
{
	snprintf(out, MIX_NAME_ROOM, "contest-%05u.%s", (unsigned)contest, ending);
}
