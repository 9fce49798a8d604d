#include "roster.h"
#include "bytes.h"
#include "statement.h"

#include <stdlib.h>
#include <string.h>

#define ROSTER_TITLE "folkmoot roster"

static enum status check_kiosk(const struct roster *roster, unsigned index)
{
	const struct roster_kiosk *kiosk = &roster->kiosk[index];

	if (sign_key_kind(&kiosk->key) != roster->kind)
		return STATUS_PRACTICE;
	for (unsigned i = 0; i < index; i++) {
		const struct roster_kiosk *other = &roster->kiosk[i];
		if (strcmp(other->name, kiosk->name) == 0)
			return STATUS_ORDER;
		/* Whoever makes keys until one begins like another's would take away the name of that one's export. */
		if (memcmp(other->key.key, kiosk->key.key, ROSTER_KEY_NAME_BYTES) == 0 ||
		    memcmp(other->key.id, kiosk->key.id, SIGN_ID_BYTES) == 0)
			return STATUS_ORDER;
	}
	return STATUS_OK;
}

enum status roster_write(char *text, size_t room, size_t *text_len, const struct roster *roster)
{
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT];

	if (roster->kiosk_count < 1 || roster->kiosk_count > ROSTER_MAX_KIOSKS || roster->revision < 1)
		return STATUS_RANGE;
	statement_writer_init(&writer, text, room, ROSTER_TITLE, 1);
	statement_put_text(&writer, "practice", roster->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", roster->election.bytes, HASH_BYTES);
	statement_put_number(&writer, "revision", roster->revision);
	statement_put_number(&writer, "kiosks", roster->kiosk_count);
	for (unsigned i = 0; i < roster->kiosk_count; i++) {
		enum status status = check_kiosk(roster, i);
		if (status != STATUS_OK)
			return status;
		statement_put_text(&writer, "name", roster->kiosk[i].name);
		statement_put_text(&writer, "place", roster->kiosk[i].place);
		sign_key_text(key, &roster->kiosk[i].key);
		statement_put_text(&writer, "key", key);
	}
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static void read_kiosk(struct statement_reader *reader, struct roster_kiosk *out)
{
	char key[SIGN_KEY_TEXT];
	enum status status;

	statement_text(reader, "name", out->name, sizeof out->name);
	statement_text(reader, "place", out->place, sizeof out->place);
	statement_text(reader, "key", key, sizeof key);
	status = sign_key_from_text(&out->key, key, strlen(key));
	if (status != STATUS_OK)
		statement_fail(reader, status);
}

static void read_head(struct statement_reader *reader, struct roster *out)
{
	char practice[8];
	uint64_t number;

	statement_text(reader, "practice", practice, sizeof practice);
	out->kind = strcmp(practice, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (out->kind == SIGN_REAL && strcmp(practice, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	statement_hex(reader, "election", out->election.bytes, HASH_BYTES);
	number = statement_number(reader, "revision");
	if (number < 1 || number > UINT32_MAX)
		statement_fail(reader, STATUS_RANGE);
	out->revision = (uint32_t)number;
	number = statement_number(reader, "kiosks");
	if (number < 1 || number > ROSTER_MAX_KIOSKS)
		statement_fail(reader, STATUS_RANGE);
	else
		out->kiosk_count = (unsigned)number;
}

enum status roster_read(struct roster *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	enum status status = STATUS_TOO_LONG;

	memset(out, 0, sizeof *out);
	if (text_len > ROSTER_MAX_BYTES)
		return status;
	statement_reader_init(&reader, text, text_len, ROSTER_TITLE, 1);
	read_head(&reader, out);
	for (unsigned i = 0; i < out->kiosk_count && reader.status == STATUS_OK; i++) {
		read_kiosk(&reader, &out->kiosk[i]);
		status = check_kiosk(out, i);
		if (status != STATUS_OK)
			statement_fail(&reader, status);
	}
	status = statement_finish(&reader);
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	return status;
}

const struct roster_kiosk *roster_find(const struct roster *roster, const uint8_t key[static SIGN_KEY_BYTES])
{
	for (unsigned i = 0; i < roster->kiosk_count; i++)
		if (memcmp(roster->kiosk[i].key.key, key, SIGN_KEY_BYTES) == 0)
			return &roster->kiosk[i];
	return NULL;
}

const struct roster_kiosk *roster_find_name(const struct roster *roster, const char *name)
{
	for (unsigned i = 0; i < roster->kiosk_count; i++)
		if (strcmp(roster->kiosk[i].name, name) == 0)
			return &roster->kiosk[i];
	return NULL;
}
