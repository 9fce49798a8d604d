#include "statement.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"

/* --- reading --- */

void statement_fail(struct statement_reader *reader, enum status status)
{
	if (reader->status == STATUS_OK)
		reader->status = status;
}

/* The next line without its newline; NULL after a failure. */
static const char *line_next(struct statement_reader *reader, size_t *len)
{
	const char *line = reader->at, *newline;

	if (reader->status != STATUS_OK)
		return NULL;
	newline = line < reader->end ? memchr(line, '\n', (size_t)(reader->end - line)) : NULL;
	reader->line++;
	if (!newline) {
		statement_fail(reader, STATUS_TRUNCATED);
		return NULL;
	}
	*len = (size_t)(newline - line);
	reader->at = newline + 1;
	return line;
}

static int starts_with_key(const char *at, const char *end, const char *key)
{
	size_t key_len = strlen(key);

	return (size_t)(end - at) > key_len && memcmp(at, key, key_len) == 0 && at[key_len] == ' ';
}

static enum status value_status(const char *value, size_t len)
{
	if (len == 0)
		return STATUS_NOT_CANONICAL;
	if (len > STATEMENT_VALUE_MAX)
		return STATUS_TOO_LONG;
	if (!text_is_clean(value, len) || memchr(value, '\n', len))
		return STATUS_TEXT;
	return value[0] == ' ' || value[len - 1] == ' ' ? STATUS_NOT_CANONICAL : STATUS_OK;
}

/* The value of the next line, which must have this key; NULL after a failure. */
static const char *value_next(struct statement_reader *reader, const char *key, size_t *len)
{
	size_t line_len;
	const char *line = line_next(reader, &line_len);

	if (!line)
		return NULL;
	if (!starts_with_key(line, line + line_len, key)) {
		statement_fail(reader, STATUS_ORDER);
		return NULL;
	}
	*len = line_len - strlen(key) - 1;
	line += strlen(key) + 1;
	statement_fail(reader, value_status(line, *len));
	return reader->status == STATUS_OK ? line : NULL;
}

/* Decimal, without sign or leading zeros, below 2^64. */
static enum status number_read(uint64_t *out, const char *text, size_t len)
{
	uint64_t value = 0;

	if (len == 0 || (len > 1 && text[0] == '0'))
		return STATUS_NOT_CANONICAL;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return STATUS_NOT_CANONICAL;
		uint64_t digit = (uint64_t)(text[i] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return STATUS_RANGE;
		value = 10 * value + digit;
	}
	*out = value;
	return STATUS_OK;
}

void statement_reader_init(struct statement_reader *reader, const char *text, size_t text_len, const char *title,
                           unsigned version)
{
	const char *line;
	uint64_t found = 0;
	size_t len;

	reader->at = text;
	reader->end = text_len > 0 ? text + text_len : text;
	reader->line = 0;
	reader->status = STATUS_OK;
	line = line_next(reader, &len);
	if (!line)
		return;
	if (!starts_with_key(line, line + len, title))
		statement_fail(reader, STATUS_MAGIC);
	else if (number_read(&found, line + strlen(title) + 1, len - strlen(title) - 1) != STATUS_OK)
		statement_fail(reader, STATUS_NOT_CANONICAL);
	else if (found != version)
		statement_fail(reader, STATUS_VERSION);
}

int statement_next_is(const struct statement_reader *reader, const char *key)
{
	return reader->status == STATUS_OK && starts_with_key(reader->at, reader->end, key);
}

void statement_text(struct statement_reader *reader, const char *key, char *out, size_t room)
{
	size_t len = 0;
	const char *value = value_next(reader, key, &len);

	if (value && len >= room) {
		statement_fail(reader, STATUS_TOO_LONG);
		value = NULL;
	}
	if (value)
		memcpy(out, value, len);
	if (room > 0)
		out[value ? len : 0] = '\0';
}

uint64_t statement_number(struct statement_reader *reader, const char *key)
{
	uint64_t number = 0;
	size_t len = 0;
	const char *value = value_next(reader, key, &len);

	if (value)
		statement_fail(reader, number_read(&number, value, len));
	return reader->status == STATUS_OK ? number : 0;
}

void statement_hex(struct statement_reader *reader, const char *key, uint8_t *out, size_t len)
{
	size_t value_len = 0;
	const char *value = value_next(reader, key, &value_len);

	if (value)
		statement_fail(reader, hex_read(out, len, value, value_len));
	if (reader->status != STATUS_OK)
		memset(out, 0, len);
}

enum status statement_finish(const struct statement_reader *reader)
{
	if (reader->status != STATUS_OK)
		return reader->status;
	return reader->at == reader->end ? STATUS_OK : STATUS_TRAILING;
}

/* --- writing --- */

static void put(struct statement_writer *writer, const char *text, size_t len)
{
	if (writer->status != STATUS_OK)
		return;
	/* room for the NUL is kept */
	if (len >= (size_t)(writer->end - writer->at)) {
		writer->status = STATUS_NO_ROOM;
		return;
	}
	memcpy(writer->at, text, len);
	writer->at += len;
	*writer->at = '\0';
}

static void put_line(struct statement_writer *writer, const char *key, const char *value, size_t value_len)
{
	put(writer, key, strlen(key));
	put(writer, " ", 1);
	put(writer, value, value_len);
	put(writer, "\n", 1);
}

void statement_writer_init(struct statement_writer *writer, char *room, size_t room_len, const char *title,
                           unsigned version)
{
	writer->start = room;
	writer->at = room;
	writer->end = room_len > 0 ? room + room_len : room;
	writer->status = STATUS_OK;
	if (room_len > 0)
		*room = '\0';
	statement_put_number(writer, title, version);
}

void statement_put_text(struct statement_writer *writer, const char *key, const char *value)
{
	size_t len = strlen(value);

	if (writer->status == STATUS_OK)
		writer->status = value_status(value, len);
	put_line(writer, key, value, len);
}

void statement_put_number(struct statement_writer *writer, const char *key, uint64_t value)
{
	char digits[24];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	put_line(writer, key, digits + at, sizeof digits - at);
}

void statement_put_hex(struct statement_writer *writer, const char *key, const uint8_t *data, size_t len)
{
	char hex[STATEMENT_VALUE_MAX + 1];

	if (len == 0 || len > STATEMENT_VALUE_MAX / 2) {
		if (writer->status == STATUS_OK)
			writer->status = STATUS_TOO_LONG;
		return;
	}
	hex_write(hex, data, len);
	put_line(writer, key, hex, 2 * len);
}

size_t statement_len(const struct statement_writer *writer)
{
	return (size_t)(writer->at - writer->start);
}

enum status statement_writer_finish(const struct statement_writer *writer)
{
	return writer->status;
}
