#include "closing.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"

/* Capital letters, digits and blanks alone: a QR code of such text is a quarter smaller. */
enum {
	STATED = 5 * HASH_BYTES + 4 * 4,       /* what is signed */
	CARRIED = 5 * HASH_BYTES + SIGN_BYTES, /* what stands in letters: all but the numbers, and the signature */
	LETTERS = (CARRIED * 8 + 4) / 5,
};

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static void letters_write(char out[static LETTERS + 1], const uint8_t data[static CARRIED])
{
	for (size_t i = 0; i < LETTERS; i++) {
		size_t at = i * 5 / 8, shift = i * 5 % 8;
		unsigned two = (unsigned)data[at] << 8 | (at + 1 < CARRIED ? data[at + 1] : 0u);

		out[i] = letters[two >> (11 - shift) & 31];
	}
	out[LETTERS] = '\0';
}

static enum status letters_read(uint8_t out[static CARRIED], const char *text, size_t text_len)
{
	unsigned bits = 0, held = 0;
	size_t at = 0;

	if (text_len != LETTERS)
		return text_len < LETTERS ? STATUS_TRUNCATED : STATUS_TRAILING;
	for (size_t i = 0; i < LETTERS; i++) {
		const char *found = text[i] ? strchr(letters, text[i]) : NULL;

		if (!found)
			return STATUS_TEXT;
		held = (held << 5 | (unsigned)(found - letters)) & 0xfff;
		bits += 5;
		if (bits < 8)
			continue;
		bits -= 8;
		out[at++] = (uint8_t)(held >> bits);
	}
	/* the last letter holds more bits than are left: they are zero */
	return held & ((1u << bits) - 1) ? STATUS_TEXT : STATUS_OK;
}

static void stated(uint8_t out[static STATED], const struct closing *closing)
{
	struct writer writer;

	writer_init(&writer, out, STATED);
	write_bytes(&writer, closing->election.bytes, HASH_BYTES);
	write_bytes(&writer, closing->kiosk, SIGN_KEY_BYTES);
	write_u32(&writer, closing->closing);
	write_u32(&writer, closing->sealed);
	write_u32(&writer, closing->spoiled);
	write_bytes(&writer, closing->set.bytes, HASH_BYTES);
	write_bytes(&writer, closing->spoiled_set.bytes, HASH_BYTES);
	write_u32(&writer, closing->log_count);
	write_bytes(&writer, closing->log_head.bytes, HASH_BYTES);
}

static void write_text_of(char text[static CLOSING_TEXT], const struct closing *closing,
                          const uint8_t signature[static SIGN_BYTES])
{
	char carried[LETTERS + 1];
	uint8_t data[CARRIED];
	struct writer writer;

	writer_init(&writer, data, sizeof data);
	write_bytes(&writer, closing->election.bytes, HASH_BYTES);
	write_bytes(&writer, closing->kiosk, SIGN_KEY_BYTES);
	write_bytes(&writer, closing->set.bytes, HASH_BYTES);
	write_bytes(&writer, closing->spoiled_set.bytes, HASH_BYTES);
	write_bytes(&writer, closing->log_head.bytes, HASH_BYTES);
	write_bytes(&writer, signature, SIGN_BYTES);
	letters_write(carried, data);
	(void)snprintf(text, CLOSING_TEXT, "FOLKMOOT/1 CLOSING %u BALLOTS %u TESTS %u LOG %u %s", closing->closing,
	               closing->sealed, closing->spoiled, closing->log_count, carried);
}

enum status closing_write(char text[static CLOSING_TEXT], const struct closing *closing, const struct sign_secret *key)
{
	uint8_t signature[SIGN_BYTES], message[STATED];
	enum status status;

	text[0] = '\0';
	if (closing->closing == 0)
		return STATUS_RANGE;
	if (memcmp(closing->kiosk, key->public_key.key, SIGN_KEY_BYTES) != 0)
		return STATUS_WRONG_KEY;
	stated(message, closing);
	status = sign_statement(signature, CLOSING_PURPOSE, message, sizeof message, key);
	if (status == STATUS_OK)
		write_text_of(text, closing, signature);
	return status;
}

/* A word, a number and a blank: "LOG 57 ". The number is as it is written only: no sign, no leading zero. */
static enum status take_number(uint32_t *out, const char **at, const char *end, const char *word)
{
	size_t len = strlen(word), digits = 0;
	uint64_t value = 0;

	if ((size_t)(end - *at) < len || memcmp(*at, word, len) != 0)
		return STATUS_TEXT;
	*at += len;
	for (; *at + digits < end && (*at)[digits] >= '0' && (*at)[digits] <= '9'; digits++) {
		value = value * 10 + (uint64_t)((*at)[digits] - '0');
		if (value > UINT32_MAX)
			return STATUS_TEXT;
	}
	if (digits == 0 || (digits > 1 && **at == '0') || *at + digits == end || (*at)[digits] != ' ')
		return STATUS_TEXT;
	*out = (uint32_t)value;
	*at += digits + 1;
	return STATUS_OK;
}

static void take_carried(struct closing *out, uint8_t signature[static SIGN_BYTES], const uint8_t data[static CARRIED])
{
	struct reader reader;

	reader_init(&reader, data, CARRIED);
	read_bytes(&reader, out->election.bytes, HASH_BYTES);
	read_bytes(&reader, out->kiosk, SIGN_KEY_BYTES);
	read_bytes(&reader, out->set.bytes, HASH_BYTES);
	read_bytes(&reader, out->spoiled_set.bytes, HASH_BYTES);
	read_bytes(&reader, out->log_head.bytes, HASH_BYTES);
	read_bytes(&reader, signature, SIGN_BYTES);
}

enum status closing_read(struct closing *out, const char *text, size_t text_len)
{
	const char *at = text, *end = text + text_len;
	uint8_t signature[SIGN_BYTES], data[CARRIED], message[STATED];
	enum status status;

	memset(out, 0, sizeof *out);
	status = take_number(&out->closing, &at, end, "FOLKMOOT/1 CLOSING ");
	if (status == STATUS_OK)
		status = take_number(&out->sealed, &at, end, "BALLOTS ");
	if (status == STATUS_OK)
		status = take_number(&out->spoiled, &at, end, "TESTS ");
	if (status == STATUS_OK)
		status = take_number(&out->log_count, &at, end, "LOG ");
	if (status == STATUS_OK && (out->closing == 0 || letters_read(data, at, (size_t)(end - at)) != STATUS_OK))
		status = STATUS_TEXT;
	if (status == STATUS_OK) {
		take_carried(out, signature, data);
		stated(message, out);
		status = sign_statement_verify(signature, CLOSING_PURPOSE, message, sizeof message, out->kiosk);
	}
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	return status;
}
