#include "certificate.h"
#include "statement.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define CERTIFICATE_TITLE "folkmoot report"

enum { BALLOTS_MAX = 1000000 };

static const char *const state_words[] = {
    [VOTING_NEW] = "new",
    [VOTING_OPEN] = "open",
    [VOTING_PAUSED] = "paused",
    [VOTING_CLOSED] = "closed",
};

const char *voting_state_word(enum voting_state state)
{
	return (unsigned)state <= VOTING_CLOSED ? state_words[state] : "unknown";
}

/* What must hold within one report, whoever wrote it. */
static enum status check_report(const struct certificate *report)
{
	int first = sodium_is_zero(report->previous, sizeof report->previous);

	if (sign_key_kind(&report->kiosk) != report->kind)
		return STATUS_PRACTICE;
	if (report->roster < 1 || report->number < 1 || (unsigned)report->state > VOTING_CLOSED)
		return STATUS_RANGE;
	if (report->state == VOTING_CLOSED && report->closing < 1)
		return STATUS_RANGE;
	if (first != (report->number == 1))
		return STATUS_MISMATCH;
	return STATUS_OK;
}

struct counter {
	const char *key;
	size_t offset;
};

static const struct counter session_counters[] = {
    {"started", offsetof(struct certificate, started)},
    {"cast", offsetof(struct certificate, cast)},
    {"challenged", offsetof(struct certificate, challenged)},
    {"timed-out", offsetof(struct certificate, timed_out)},
    {"left", offsetof(struct certificate, left)},
    {"sealed", offsetof(struct certificate, sealed)},
    {"spoiled", offsetof(struct certificate, spoiled)},
};

enum { COUNTERS = sizeof session_counters / sizeof session_counters[0] };

static uint32_t counter_of(const struct certificate *in, unsigned index)
{
	uint32_t value;

	memcpy(&value, (const char *)in + session_counters[index].offset, sizeof value);
	return value;
}

enum status certificate_write(char *text, size_t room, size_t *text_len, const struct certificate *in)
{
	enum status status = check_report(in);
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT];

	if (status != STATUS_OK)
		return status;
	sign_key_text(key, &in->kiosk);
	statement_writer_init(&writer, text, room, CERTIFICATE_TITLE, 1);
	statement_put_text(&writer, "practice", in->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", in->election.bytes, HASH_BYTES);
	statement_put_number(&writer, "roster", in->roster);
	statement_put_text(&writer, "name", in->name);
	statement_put_text(&writer, "place", in->place);
	statement_put_text(&writer, "key", key);
	statement_put_number(&writer, "number", in->number);
	statement_put_hex(&writer, "previous", in->previous, sizeof in->previous);
	statement_put_text(&writer, "state", voting_state_word(in->state));
	statement_put_number(&writer, "closing", in->closing);
	for (unsigned i = 0; i < COUNTERS; i++)
		statement_put_number(&writer, session_counters[i].key, counter_of(in, i));
	statement_put_hex(&writer, "sealed-set", in->set.bytes, HASH_BYTES);
	statement_put_hex(&writer, "spoiled-set", in->spoiled_set.bytes, HASH_BYTES);
	statement_put_hex(&writer, "log-head", in->log_head.bytes, HASH_BYTES);
	statement_put_number(&writer, "log-lines", in->log_count);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static uint32_t read_number(struct statement_reader *reader, const char *key)
{
	uint64_t number = statement_number(reader, key);

	if (number <= UINT32_MAX)
		return (uint32_t)number;
	statement_fail(reader, STATUS_RANGE);
	return 0;
}

static void read_whose(struct statement_reader *reader, struct certificate *out)
{
	char word[8], key[SIGN_KEY_TEXT];
	enum status status;

	statement_text(reader, "practice", word, sizeof word);
	out->kind = strcmp(word, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (out->kind == SIGN_REAL && strcmp(word, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	statement_hex(reader, "election", out->election.bytes, HASH_BYTES);
	out->roster = read_number(reader, "roster");
	statement_text(reader, "name", out->name, sizeof out->name);
	statement_text(reader, "place", out->place, sizeof out->place);
	statement_text(reader, "key", key, sizeof key);
	status = sign_key_from_text(&out->kiosk, key, strlen(key));
	if (status != STATUS_OK)
		statement_fail(reader, status);
}

static void read_state(struct statement_reader *reader, struct certificate *out)
{
	char word[8];

	statement_text(reader, "state", word, sizeof word);
	for (unsigned i = 0; i <= VOTING_CLOSED; i++) {
		if (strcmp(state_words[i], word) == 0) {
			out->state = (enum voting_state)i;
			return;
		}
	}
	statement_fail(reader, STATUS_RANGE);
}

enum status certificate_read(struct certificate *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	enum status status;

	memset(out, 0, sizeof *out);
	if (text_len >= CERTIFICATE_MAX_BYTES)
		return STATUS_TOO_LONG;
	statement_reader_init(&reader, text, text_len, CERTIFICATE_TITLE, 1);
	read_whose(&reader, out);
	out->number = read_number(&reader, "number");
	statement_hex(&reader, "previous", out->previous, sizeof out->previous);
	read_state(&reader, out);
	out->closing = read_number(&reader, "closing");
	for (unsigned i = 0; i < COUNTERS; i++) {
		uint32_t value = read_number(&reader, session_counters[i].key);
		memcpy((char *)out + session_counters[i].offset, &value, sizeof value);
	}
	statement_hex(&reader, "sealed-set", out->set.bytes, HASH_BYTES);
	statement_hex(&reader, "spoiled-set", out->spoiled_set.bytes, HASH_BYTES);
	statement_hex(&reader, "log-head", out->log_head.bytes, HASH_BYTES);
	out->log_count = read_number(&reader, "log-lines");
	status = statement_finish(&reader);
	if (status == STATUS_OK)
		status = check_report(out);
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	return status;
}

/* --- the files beside it --- */

uint32_t ballots_read_head(struct reader *reader, const char magic[static 4])
{
	const uint8_t *found = read_view(reader, 4);
	uint32_t count;

	if (found && memcmp(found, magic, 4) != 0)
		reader_fail(reader, memcmp(found, magic, 3) == 0 ? STATUS_VERSION : STATUS_MAGIC);
	count = read_u32(reader);
	if (count > BALLOTS_MAX)
		reader_fail(reader, STATUS_TOO_LONG);
	return reader->status == STATUS_OK ? count : 0;
}

void ballots_read_body(struct reader *reader, const uint8_t **body, size_t *body_len)
{
	size_t len = read_u16(reader);

	*body = NULL;
	*body_len = 0;
	if (len < 1)
		reader_fail(reader, STATUS_RANGE);
	if (len > SEALED_MAX_BYTES)
		reader_fail(reader, STATUS_TOO_LONG);
	*body = read_view(reader, len);
	if (*body)
		*body_len = len;
}

void ballots_read_opened(struct reader *reader, struct opened_ballot *out)
{
	struct sealed sealed;
	enum status status;

	memset(out, 0, sizeof *out);
	ballots_read_body(reader, &out->body, &out->body_len);
	read_bytes(reader, out->nonce, sizeof out->nonce);
	if (!out->body)
		return;
	status = sealed_decode(&sealed, out->body, out->body_len);
	if (status != STATUS_OK) {
		reader_fail(reader, status);
		return;
	}
	out->points = sealed_points(&sealed.shape);
	for (unsigned i = 0; i < out->points; i++)
		read_bytes(reader, out->plain.payload[i], PAYLOAD_BYTES);
}
