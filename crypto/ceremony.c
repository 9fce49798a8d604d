/* Who takes part: keys, public files, the roster. */
#include "ceremony.h"

#include <string.h>

#include "bytes.h"

#define PUBLIC_TITLE   "folkmoot trustee-identity"
#define PUBLIC_PURPOSE "folkmoot/trustee-identity/1"
#define ROSTER_TITLE   "folkmoot trustee-roster"

enum { KEY_VERSION = 1, FILE_VERSION = 1 };

/* --- keys --- */

void ceremony_key_make(struct ceremony_key *out, enum sign_kind kind)
{
	sign_key_make(&out->identity, kind);
	randombytes_buf(out->seed, sizeof out->seed);
}

void ceremony_key_wipe(struct ceremony_key *key)
{
	sodium_memzero(key, sizeof *key);
}

void ceremony_key_encode(uint8_t out[static CEREMONY_KEY_BYTES], const struct ceremony_key *key)
{
	out[0] = KEY_VERSION;
	memcpy(out + 1, key->identity.public_key.id, SIGN_ID_BYTES);
	memcpy(out + 1 + SIGN_ID_BYTES, key->identity.secret, SIGN_SECRET_BYTES);
	memcpy(out + 1 + SIGN_ID_BYTES + SIGN_SECRET_BYTES, key->seed, CEREMONY_SEED_BYTES);
}

enum status ceremony_key_decode(struct ceremony_key *out, const uint8_t *data, size_t data_len)
{
	struct reader reader;
	enum status status;

	reader_init(&reader, data, data_len);
	if (read_u8(&reader) != KEY_VERSION)
		reader_fail(&reader, STATUS_VERSION);
	trustee_read_identity(&reader, &out->identity);
	read_bytes(&reader, out->seed, sizeof out->seed);
	status = reader_finish(&reader);
	if (status != STATUS_OK)
		ceremony_key_wipe(out);
	return status;
}

/* --- the public file --- */

static enum status name_check(const char *name)
{
	size_t len = strlen(name);

	if (len == 0)
		return STATUS_TEXT;
	if (len > TRUSTEE_NAME_MAX)
		return STATUS_TOO_LONG;
	return text_is_clean(name, len) ? STATUS_OK : STATUS_TEXT;
}

enum status ceremony_public_write(char *text, size_t room, size_t *text_len, const char *name,
                                  const struct sign_secret *identity)
{
	uint8_t signature[SIGN_BYTES];
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT];
	enum status status = name_check(name);

	if (status != STATUS_OK)
		return status;
	sign_key_text(key, &identity->public_key);
	statement_writer_init(&writer, text, room, PUBLIC_TITLE, FILE_VERSION);
	statement_put_text(&writer, "practice", sign_key_kind(&identity->public_key) == SIGN_PRACTICE ? "yes" : "no");
	statement_put_text(&writer, "name", name);
	statement_put_text(&writer, "identity", key);
	status = statement_writer_finish(&writer);
	if (status == STATUS_OK)
		status = sign_statement(signature, PUBLIC_PURPOSE, text, statement_len(&writer), identity);
	if (status != STATUS_OK)
		return status;
	statement_put_hex(&writer, "signature", signature, sizeof signature);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static void read_who(struct statement_reader *reader, struct trustee *out)
{
	char key[SIGN_KEY_TEXT];

	statement_text(reader, "name", out->name, sizeof out->name);
	statement_text(reader, "identity", key, sizeof key);
	if (reader->status == STATUS_OK)
		statement_fail(reader, sign_key_from_text(&out->identity, key, strlen(key)));
}

enum status ceremony_public_read(struct trustee *out, const char *text, size_t text_len)
{
	uint8_t signature[SIGN_BYTES];
	struct statement_reader reader;
	enum sign_kind kind;
	size_t signed_len;
	enum status status;

	if (text_len > CEREMONY_FILE_MAX)
		return STATUS_TOO_LONG;
	memset(out, 0, sizeof *out);
	statement_reader_init(&reader, text, text_len, PUBLIC_TITLE, FILE_VERSION);
	kind = trustee_read_kind(&reader);
	read_who(&reader, out);
	signed_len = (size_t)(reader.at - text);
	statement_hex(&reader, "signature", signature, sizeof signature);
	status = statement_finish(&reader);
	if (status == STATUS_OK)
		status = sign_statement_verify(signature, PUBLIC_PURPOSE, text, signed_len, out->identity.key);
	if (status == STATUS_OK && sign_key_kind(&out->identity) != kind)
		status = STATUS_PRACTICE;
	return status;
}

/* --- the roster --- */

/* A key that shares can be sealed to: a point of Ed25519 that is not of small order. */
static enum status keys_check(const struct trustees *trustees)
{
	uint8_t box[crypto_box_PUBLICKEYBYTES];

	for (unsigned i = 0; i < trustees->count; i++) {
		if (crypto_sign_ed25519_pk_to_curve25519(box, trustees->member[i].identity.key) != 0)
			return STATUS_NOT_CANONICAL;
	}
	return STATUS_OK;
}

static enum status roster_check(struct ceremony *ceremony)
{
	enum status status = trustees_roster_check(&ceremony->trustees);

	if (status == STATUS_OK)
		status = keys_check(&ceremony->trustees);
	trustees_roster(&ceremony->trustees);
	return status;
}

enum status ceremony_roster_make(struct ceremony *out, const struct trustee *members, size_t count, unsigned threshold)
{
	struct trustees *trustees = &out->trustees;

	memset(out, 0, sizeof *out);
	if (count < 1 || count > TRUSTEE_MAX)
		return STATUS_RANGE;
	trustees->kind = sign_key_kind(&members[0].identity);
	trustees->count = (unsigned)count;
	trustees->threshold = threshold;
	for (unsigned i = 0; i < count; i++) {
		memcpy(trustees->member[i].name, members[i].name, sizeof members[i].name);
		trustees->member[i].identity = members[i].identity;
		trustees->member[i].index = i + 1;
	}
	return roster_check(out);
}

enum status ceremony_roster_write(char *text, size_t room, size_t *text_len, const struct ceremony *ceremony)
{
	const struct trustees *trustees = &ceremony->trustees;
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT];

	statement_writer_init(&writer, text, room, ROSTER_TITLE, FILE_VERSION);
	statement_put_text(&writer, "practice", trustees->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_number(&writer, "trustees", trustees->count);
	statement_put_number(&writer, "threshold", trustees->threshold);
	for (unsigned i = 0; i < trustees->count; i++) {
		sign_key_text(key, &trustees->member[i].identity);
		statement_put_number(&writer, "trustee", i + 1);
		statement_put_text(&writer, "name", trustees->member[i].name);
		statement_put_text(&writer, "identity", key);
	}
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

enum status ceremony_roster_read(struct ceremony *out, const char *text, size_t text_len)
{
	struct trustees *trustees = &out->trustees;
	struct statement_reader reader;
	uint64_t count, threshold;
	enum status status;

	memset(out, 0, sizeof *out);
	if (text_len > CEREMONY_FILE_MAX)
		return STATUS_TOO_LONG;
	statement_reader_init(&reader, text, text_len, ROSTER_TITLE, FILE_VERSION);
	trustees->kind = trustee_read_kind(&reader);
	count = statement_number(&reader, "trustees");
	threshold = statement_number(&reader, "threshold");
	if (reader.status == STATUS_OK && (count < 1 || count > TRUSTEE_MAX || threshold < 1 || threshold > count))
		statement_fail(&reader, STATUS_RANGE);
	if (reader.status != STATUS_OK)
		return reader.status;
	trustees->count = (unsigned)count;
	trustees->threshold = (unsigned)threshold;
	for (unsigned i = 0; i < trustees->count; i++) {
		if (statement_number(&reader, "trustee") != i + 1)
			statement_fail(&reader, STATUS_ORDER);
		trustees->member[i].index = i + 1;
		read_who(&reader, &trustees->member[i]);
	}
	status = statement_finish(&reader);
	return status == STATUS_OK ? roster_check(out) : status;
}

unsigned ceremony_index(const struct ceremony *ceremony, const struct sign_public *key)
{
	for (unsigned i = 0; i < ceremony->trustees.count; i++) {
		if (sign_key_equal(&ceremony->trustees.member[i].identity, key))
			return i + 1;
	}
	return 0;
}
