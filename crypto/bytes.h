/* Bounded reading and writing of bytes. Integers are little-endian.
 *
 * Both keep the first error (sticky): a chain of calls may be checked once at its end with reader_finish or
 * writer_status. After an error a reader yields zeros and empty texts, a writer writes nothing. */
#ifndef FOLKMOOT_BYTES_H
#define FOLKMOOT_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

struct reader {
	const uint8_t *at;
	const uint8_t *end;
	enum status status;
};

struct writer {
	uint8_t *start;
	uint8_t *at;
	uint8_t *end;
	enum status status;
};

void reader_init(struct reader *reader, const uint8_t *data, size_t data_len);
uint8_t read_u8(struct reader *reader);
uint16_t read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
uint64_t read_u64(struct reader *reader);
/* Copies len bytes to out (zeros after an error). */
void read_bytes(struct reader *reader, uint8_t *out, size_t len);
/* A view into the reader's own data, NULL after an error. */
const uint8_t *read_view(struct reader *reader, size_t len);
/* u16 length, then that many bytes of UTF-8 without control characters (but newline), then a NUL that the length does
 * not count. At most max bytes. Returns a view, "" after an error; never NULL. */
const char *read_text(struct reader *reader, size_t max);
/* Keeps the first failure, for a caller that finds a value wrong. */
void reader_fail(struct reader *reader, enum status status);
size_t reader_left(const struct reader *reader);
/* STATUS_OK only if nothing failed and nothing is left (else STATUS_TRAILING). */
enum status MUST_CHECK reader_finish(const struct reader *reader);

void writer_init(struct writer *writer, uint8_t *room, size_t room_len);
void write_u8(struct writer *writer, uint8_t value);
void write_u16(struct writer *writer, uint16_t value);
void write_u32(struct writer *writer, uint32_t value);
void write_u64(struct writer *writer, uint64_t value);
void write_bytes(struct writer *writer, const void *data, size_t len);
void write_text(struct writer *writer, const char *text);
size_t writer_len(const struct writer *writer);
enum status MUST_CHECK writer_status(const struct writer *writer);

/* Clean UTF-8: shortest forms, no surrogates, no control characters except newline, no bidirectional controls
 * (U+202A..U+202E, U+2066..U+2069), no U+FEFF, no non-characters. */
int text_is_clean(const char *text, size_t len);
/* Code points in clean UTF-8. */
size_t text_characters(const char *text);

/* Lower-case hexadecimal, NUL-terminated; out has room for 2 * len + 1. */
void hex_write(char *out, const uint8_t *data, size_t len);
/* Exactly 2 * len lower-case digits; anything else is STATUS_NOT_CANONICAL. */
enum status MUST_CHECK hex_read(uint8_t *out, size_t len, const char *hex, size_t hex_len);

#endif
