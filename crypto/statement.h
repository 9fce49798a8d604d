/* Statements: small signed texts that people can read and programs must not misread. Lines of "key value\n" in a fixed
 * order, the first of them "<title> <version>". One space separates; a value is clean UTF-8 to the end of the line
 * without newline, not empty, no leading or trailing blank. Used for rosters, trustees' transcripts and closing
 * certificates. */
#ifndef FOLKMOOT_STATEMENT_H
#define FOLKMOOT_STATEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

enum { STATEMENT_VALUE_MAX = 400 };

struct statement_reader {
	const char *at;
	const char *end;
	unsigned line;      /* of the last line read, from 1 */
	enum status status; /* sticky */
};

struct statement_writer {
	char *start;
	char *at;
	char *end;
	enum status status; /* sticky */
};

void statement_reader_init(struct statement_reader *reader, const char *text, size_t text_len, const char *title,
                           unsigned version);
/* True if the next line has this key (and nothing failed). For lists and optional lines. */
int statement_next_is(const struct statement_reader *reader, const char *key);
/* The value of the next line, which must have this key; copied NUL-terminated. "" after a failure. */
void statement_text(struct statement_reader *reader, const char *key, char *out, size_t room);
uint64_t statement_number(struct statement_reader *reader, const char *key); /* decimal without leading zeros */
void statement_hex(struct statement_reader *reader, const char *key, uint8_t *out, size_t len);
void statement_fail(struct statement_reader *reader, enum status status);
enum status MUST_CHECK statement_finish(const struct statement_reader *reader);

void statement_writer_init(struct statement_writer *writer, char *room, size_t room_len, const char *title,
                           unsigned version);
void statement_put_text(struct statement_writer *writer, const char *key, const char *value);
void statement_put_number(struct statement_writer *writer, const char *key, uint64_t value);
void statement_put_hex(struct statement_writer *writer, const char *key, const uint8_t *data, size_t len);
size_t statement_len(const struct statement_writer *writer);
/* The text is NUL-terminated within its room. */
enum status MUST_CHECK statement_writer_finish(const struct statement_writer *writer);

#endif
