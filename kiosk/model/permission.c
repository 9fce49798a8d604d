#include "permission.h"

#include <sodium.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

#define TITLE "folkmoot reopen"
enum { MESSAGE = HASH_BYTES + SIGN_KEY_BYTES + 4 };

static void message_of(uint8_t out[static MESSAGE], const struct hash *election,
                       const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t closing)
{
	struct writer writer;

	writer_init(&writer, out, MESSAGE);
	write_bytes(&writer, election->bytes, HASH_BYTES);
	write_bytes(&writer, kiosk, SIGN_KEY_BYTES);
	write_u32(&writer, closing);
}

enum status permission_sign(struct permission *permission, const struct sign_secret *organiser)
{
	uint8_t message[MESSAGE];

	if (sign_key_kind(&organiser->public_key) != permission->kind)
		return STATUS_PRACTICE;
	message_of(message, &permission->election, permission->kiosk, permission->closing);
	return sign_statement(permission->signature, PERMISSION_PURPOSE, message, sizeof message, organiser);
}

enum status permission_verify(const struct hash *election, const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t closing,
                              const uint8_t signature[static SIGN_BYTES], const struct sign_public *organiser)
{
	uint8_t message[MESSAGE];

	message_of(message, election, kiosk, closing);
	return sign_statement_verify(signature, PERMISSION_PURPOSE, message, sizeof message, organiser->key);
}

void permission_signature_text(char out[static PERMISSION_SIGNATURE_TEXT], const uint8_t signature[static SIGN_BYTES])
{
	sodium_bin2base64(out, PERMISSION_SIGNATURE_TEXT, signature, SIGN_BYTES, sodium_base64_VARIANT_ORIGINAL);
}

enum status permission_signature_read(uint8_t out[static SIGN_BYTES], const char *text, size_t text_len)
{
	char again[PERMISSION_SIGNATURE_TEXT];
	size_t len = 0;

	if (text_len != PERMISSION_SIGNATURE_TEXT - 1 ||
	    sodium_base642bin(out, SIGN_BYTES, text, text_len, NULL, &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    len != SIGN_BYTES)
		return STATUS_NOT_CANONICAL;
	permission_signature_text(again, out);
	return memcmp(again, text, text_len) == 0 ? STATUS_OK : STATUS_NOT_CANONICAL;
}

enum status permission_write(char *text, size_t room, size_t *text_len, const struct permission *permission)
{
	char signature[PERMISSION_SIGNATURE_TEXT];
	struct statement_writer writer;

	*text_len = 0;
	if (permission->closing == 0)
		return STATUS_RANGE;
	permission_signature_text(signature, permission->signature);
	statement_writer_init(&writer, text, room, TITLE, 1);
	statement_put_text(&writer, "practice", permission->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", permission->election.bytes, HASH_BYTES);
	statement_put_text(&writer, "name", permission->name);
	statement_put_hex(&writer, "kiosk", permission->kiosk, SIGN_KEY_BYTES);
	statement_put_number(&writer, "closing", permission->closing);
	statement_put_text(&writer, "reason", permission->reason);
	statement_put_text(&writer, "signature", signature);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static void read_lines(struct permission *out, struct statement_reader *reader)
{
	char practice[4], signature[STATEMENT_VALUE_MAX + 1];
	uint64_t closing;

	statement_text(reader, "practice", practice, sizeof practice);
	out->kind = strcmp(practice, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (strcmp(practice, "yes") != 0 && strcmp(practice, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	statement_hex(reader, "election", out->election.bytes, HASH_BYTES);
	statement_text(reader, "name", out->name, sizeof out->name);
	statement_hex(reader, "kiosk", out->kiosk, SIGN_KEY_BYTES);
	closing = statement_number(reader, "closing");
	if (closing < 1 || closing > UINT32_MAX)
		statement_fail(reader, STATUS_RANGE);
	out->closing = (uint32_t)closing;
	statement_text(reader, "reason", out->reason, sizeof out->reason);
	statement_text(reader, "signature", signature, sizeof signature);
	if (reader->status == STATUS_OK)
		statement_fail(reader, permission_signature_read(out->signature, signature, strlen(signature)));
}

enum status permission_read(struct permission *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	enum status status = STATUS_TOO_LONG;

	memset(out, 0, sizeof *out);
	if (text_len > PERMISSION_MAX_BYTES)
		return status;
	statement_reader_init(&reader, text, text_len, TITLE, 1);
	read_lines(out, &reader);
	status = statement_finish(&reader);
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	return status;
}
