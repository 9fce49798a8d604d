#include "enrolment.h"

#include <string.h>

#include "election.h"
#include "statement.h"

static const char title[] = "folkmoot kiosk";
enum { VERSION = 1 };

enum status enrolment_write(char *text, size_t room, size_t *text_len, const struct enrolment *in)
{
	char key[SIGN_KEY_TEXT];
	struct statement_writer writer;

	*text_len = 0;
	if (sign_key_kind(&in->key) != in->kind)
		return STATUS_PRACTICE;
	sign_key_text(key, &in->key);
	statement_writer_init(&writer, text, room, title, VERSION);
	statement_put_text(&writer, "practice", in->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_text(&writer, "name", in->name);
	statement_put_text(&writer, "place", in->place);
	statement_put_text(&writer, "key", key);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

enum status enrolment_read(struct enrolment *out, const char *text, size_t text_len)
{
	char practice[4], key[SIGN_KEY_TEXT];
	struct statement_reader reader;
	enum status status;

	memset(out, 0, sizeof *out);
	statement_reader_init(&reader, text, text_len, title, VERSION);
	statement_text(&reader, "practice", practice, sizeof practice);
	statement_text(&reader, "name", out->name, sizeof out->name);
	statement_text(&reader, "place", out->place, sizeof out->place);
	statement_text(&reader, "key", key, sizeof key);
	if (strcmp(practice, "yes") != 0 && strcmp(practice, "no") != 0)
		statement_fail(&reader, STATUS_NOT_CANONICAL);
	status = statement_finish(&reader);
	if (status == STATUS_OK)
		status = sign_key_from_text(&out->key, key, strlen(key));
	if (status != STATUS_OK)
		return status;
	out->kind = strcmp(practice, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	return sign_key_kind(&out->key) == out->kind ? STATUS_OK : STATUS_PRACTICE;
}

void key_fingerprint(char out[static KEY_FINGERPRINT], const struct sign_public *key)
{
	struct hash start;

	_Static_assert((int)KEY_FINGERPRINT == (int)FINGERPRINT_TEXT && (int)SIGN_KEY_BYTES == (int)HASH_BYTES,
	               "a key's fingerprint looks like an election's");
	memcpy(start.bytes, key->key, SIGN_KEY_BYTES);
	election_fingerprint(out, &start);
}
