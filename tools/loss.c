#include "loss.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

static int none(const uint8_t sha256[static SHA256_BYTES])
{
	uint8_t any = 0;

	for (size_t i = 0; i < SHA256_BYTES; i++)
		any |= sha256[i];
	return any == 0;
}

enum status loss_write(char *text, size_t room, size_t *text_len, const struct loss *loss)
{
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT];

	if ((loss->number == 0) != none(loss->manifest))
		return STATUS_RANGE;
	sign_key_text(key, &loss->kiosk);
	statement_writer_init(&writer, text, room, "folkmoot loss", 1);
	statement_put_text(&writer, "practice", loss->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", loss->election.bytes, HASH_BYTES);
	statement_put_text(&writer, "name", loss->name);
	statement_put_text(&writer, "place", loss->place);
	statement_put_text(&writer, "key", key);
	statement_put_number(&writer, "export", loss->number);
	statement_put_hex(&writer, "manifest", loss->manifest, SHA256_BYTES);
	statement_put_text(&writer, "reason", loss->reason);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

enum status loss_read(struct loss *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	char word[8], key[STATEMENT_VALUE_MAX + 1];
	uint64_t number;

	statement_reader_init(&reader, text, text_len, "folkmoot loss", 1);
	statement_text(&reader, "practice", word, sizeof word);
	out->kind = strcmp(word, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0)
		statement_fail(&reader, STATUS_RANGE);
	statement_hex(&reader, "election", out->election.bytes, HASH_BYTES);
	statement_text(&reader, "name", out->name, sizeof out->name);
	statement_text(&reader, "place", out->place, sizeof out->place);
	statement_text(&reader, "key", key, sizeof key);
	if (reader.status == STATUS_OK)
		statement_fail(&reader, sign_key_from_text(&out->kiosk, key, strlen(key)));
	number = statement_number(&reader, "export");
	if (number > UINT32_MAX)
		statement_fail(&reader, STATUS_RANGE);
	out->number = (uint32_t)number;
	statement_hex(&reader, "manifest", out->manifest, SHA256_BYTES);
	if (reader.status == STATUS_OK && (out->number == 0) != none(out->manifest))
		statement_fail(&reader, STATUS_RANGE);
	statement_text(&reader, "reason", out->reason, sizeof out->reason);
	return statement_finish(&reader);
}

void loss_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct loss *loss)
{
	char election[2 * HASH_BYTES + 1], key[2 * SIGN_KEY_BYTES + 1];

	hex_write(election, loss->election.bytes, HASH_BYTES);
	hex_write(key, loss->kiosk.key, SIGN_KEY_BYTES);
	snprintf(out, SIGN_TRUSTED_MAX + 1, "folkmoot loss %s %s", election, key);
}

/* What is wrong with one whose signature holds, or NULL. */
static const char *wrong(const struct loss *loss, const char *trusted, const struct hash *election,
                         const struct roster *roster)
{
	const struct roster_kiosk *kiosk = roster_find(roster, loss->kiosk.key);
	char expected[SIGN_TRUSTED_MAX + 1];

	loss_comment(expected, loss);
	if (hash_compare(&loss->election, election) != 0)
		return "belongs to another election; give declarations of this one only";
	if (loss->kind != roster->kind)
		return "mixes practice and real: declaration and election must be of one kind; make it again";
	if (!kiosk || !sign_key_equal(&kiosk->key, &loss->kiosk))
		return "declares a kiosk lost that is not on the roster; ask the organiser for the right one";
	if (strcmp(kiosk->name, loss->name) != 0 || strcmp(kiosk->place, loss->place) != 0)
		return "names another kiosk or place than the roster does for its key; make it again";
	if (strcmp(expected, trusted) != 0)
		return "its signature's trusted comment is of another election or kiosk; make it again";
	return NULL;
}

enum status loss_load(struct loss *out, struct faults *faults, const char *path, const struct hash *election,
                      const struct roster *roster, const struct sign_public *organiser)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	const uint8_t *body = NULL;
	const char *why;
	size_t body_len = 0;
	enum status status;

	memset(out, 0, sizeof *out);
	snprintf(out->path, sizeof out->path, "%s", path);
	status = fault_read(&out->file, faults, path, LOSS_MAX_BYTES + SIGN_FILE_MAX, "the declaration of a loss");
	if (status != STATUS_OK)
		return status;
	status = signed_open(&body, &body_len, trusted, sizeof trusted, out->file.data, out->file.len, organiser);
	if (status == STATUS_OK)
		status = loss_read(out, (const char *)body, body_len);
	if (status == STATUS_WRONG_KEY) {
		fault(faults, path,
		      "was signed with another key than the organiser's; only the organiser can declare "
		      "a kiosk lost");
		return status;
	}
	if (status != STATUS_OK) {
		fault(faults, path,
		      "is no signed declaration of a loss, or was changed (it %s); get it again from the organiser",
		      status_phrase(status));
		return status;
	}
	why = wrong(out, trusted, election, roster);
	if (!why)
		return STATUS_OK;
	fault(faults, path, "%s", why);
	return STATUS_MISMATCH;
}

void loss_finish(struct loss *loss)
{
	bytes_free(&loss->file);
}
