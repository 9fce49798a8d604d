#include "readiness.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

#define TITLE "folkmoot readiness"

static const char *const check_words[CHECK_COUNT] = {
    [CHECK_PLACE] = "place", [CHECK_CLOCK] = "clock", [CHECK_SIZE] = "size",   [CHECK_SCREEN] = "screen",
    [CHECK_TOUCH] = "touch", [CHECK_SOUND] = "sound", [CHECK_STICK] = "stick",
};

enum { GOOD, BAD, LEFT_OUT, WORDS };
static const char *const result_words[WORDS] = {[GOOD] = "good", [BAD] = "bad", [LEFT_OUT] = "left-out"};

const char *setup_check_word(enum setup_check check)
{
	return check < CHECK_COUNT ? check_words[check] : "";
}

/* "check-place": the statement has a place of the kiosk's too. */
static void check_key(char out[static 24], unsigned check)
{
	(void)snprintf(out, 24, "check-%s", check_words[check]);
}

/* "2026-05-01 08:40" by its form; which days a month has is the calendar's. */
static int clock_is_one(const char *clock)
{
	static const char form[] = "0000-00-00 00:00";

	if (strlen(clock) != sizeof form - 1)
		return 0;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? clock[i] < '0' || clock[i] > '9' : clock[i] != form[i])
			return 0;
	return 1;
}

static enum status fits(const struct readiness *readiness)
{
	if (sign_key_kind(&readiness->kiosk) != readiness->kind)
		return STATUS_PRACTICE;
	if (!clock_is_one(readiness->clock))
		return STATUS_NOT_CANONICAL;
	if (readiness->px_per_m != 0 && (readiness->px_per_m < FLOW_SCALE_MIN || readiness->px_per_m > FLOW_SCALE_MAX))
		return STATUS_RANGE;
	return STATUS_OK;
}

enum status readiness_write(char *text, size_t room, size_t *text_len, const struct readiness *readiness)
{
	struct statement_writer writer;
	char key[SIGN_KEY_TEXT], line[24];
	enum status status = fits(readiness);

	*text_len = 0;
	if (status != STATUS_OK)
		return status;
	sign_key_text(key, &readiness->kiosk);
	statement_writer_init(&writer, text, room, TITLE, 1);
	statement_put_text(&writer, "practice", readiness->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", readiness->election.bytes, HASH_BYTES);
	statement_put_text(&writer, "name", readiness->name);
	statement_put_text(&writer, "place", readiness->place);
	statement_put_text(&writer, "key", key);
	statement_put_text(&writer, "clock", readiness->clock);
	statement_put_text(&writer, "state", voting_state_word(readiness->state));
	statement_put_number(&writer, "sealed", readiness->sealed);
	statement_put_number(&writer, "spoiled", readiness->spoiled);
	statement_put_number(&writer, "capacity", readiness->capacity);
	for (unsigned i = 0; i < CHECK_COUNT; i++) {
		check_key(line, i);
		statement_put_text(&writer, line,
		                   result_words[!readiness->done[i]                 ? LEFT_OUT
		                                : readiness->check[i] == CHECK_GOOD ? GOOD
		                                                                    : BAD]);
	}
	statement_put_number(&writer, "px-per-m", readiness->px_per_m);
	statement_put_number(&writer, "stick-kb-s", readiness->stick_kb_s);
	statement_put_number(&writer, "stick-free-mb", readiness->stick_free_mb);
	statement_put_hex(&writer, "log-head", readiness->log_head.bytes, HASH_BYTES);
	statement_put_number(&writer, "log-lines", readiness->log_count);
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static uint32_t number(struct statement_reader *reader, const char *key)
{
	uint64_t value = statement_number(reader, key);

	if (value > UINT32_MAX)
		statement_fail(reader, STATUS_RANGE);
	return (uint32_t)value;
}

static void read_whose(struct readiness *out, struct statement_reader *reader)
{
	char practice[4], key[STATEMENT_VALUE_MAX + 1];

	statement_text(reader, "practice", practice, sizeof practice);
	out->kind = strcmp(practice, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (strcmp(practice, "yes") != 0 && strcmp(practice, "no") != 0)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	statement_hex(reader, "election", out->election.bytes, HASH_BYTES);
	statement_text(reader, "name", out->name, sizeof out->name);
	statement_text(reader, "place", out->place, sizeof out->place);
	statement_text(reader, "key", key, sizeof key);
	if (reader->status == STATUS_OK)
		statement_fail(reader, sign_key_from_text(&out->kiosk, key, strlen(key)));
	statement_text(reader, "clock", out->clock, sizeof out->clock);
}

static void read_state(struct readiness *out, struct statement_reader *reader)
{
	char word[16];
	int state = VOTING_NEW;

	statement_text(reader, "state", word, sizeof word);
	while (state <= VOTING_CLOSED && strcmp(word, voting_state_word((enum voting_state)state)) != 0)
		state++;
	if (state > VOTING_CLOSED)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	else
		out->state = (enum voting_state)state;
}

static void read_check(struct readiness *out, struct statement_reader *reader, unsigned check)
{
	char line[24], word[16];
	unsigned result = GOOD;

	check_key(line, check);
	statement_text(reader, line, word, sizeof word);
	while (result < WORDS && strcmp(word, result_words[result]) != 0)
		result++;
	if (result == WORDS)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	out->done[check] = result != LEFT_OUT;
	out->check[check] = result == BAD ? CHECK_BAD : CHECK_GOOD;
}

enum status readiness_read(struct readiness *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	enum status status = STATUS_TOO_LONG;

	memset(out, 0, sizeof *out);
	if (text_len > READINESS_MAX_BYTES)
		return status;
	statement_reader_init(&reader, text, text_len, TITLE, 1);
	read_whose(out, &reader);
	read_state(out, &reader);
	out->sealed = number(&reader, "sealed");
	out->spoiled = number(&reader, "spoiled");
	out->capacity = number(&reader, "capacity");
	for (unsigned i = 0; i < CHECK_COUNT; i++)
		read_check(out, &reader, i);
	out->px_per_m = number(&reader, "px-per-m");
	out->stick_kb_s = number(&reader, "stick-kb-s");
	out->stick_free_mb = number(&reader, "stick-free-mb");
	statement_hex(&reader, "log-head", out->log_head.bytes, HASH_BYTES);
	out->log_count = number(&reader, "log-lines");
	status = statement_finish(&reader);
	if (status == STATUS_OK)
		status = fits(out);
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	return status;
}

void readiness_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct readiness *readiness)
{
	char key[2 * SIGN_KEY_BYTES + 1];

	hex_write(key, readiness->kiosk.key, SIGN_KEY_BYTES);
	(void)snprintf(out, SIGN_TRUSTED_MAX + 1, "folkmoot readiness %s %u", key, readiness->log_count);
}
