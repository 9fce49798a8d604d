/* The text below a Pabulib file: rows of fields between ';', exact decimals, ids. No file access, no output. */
#ifndef FOLKMOOT_PABULIB_TEXT_H
#define FOLKMOOT_PABULIB_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "pabulib_ids.h"
#include "status.h"

enum {
	ROW_MAX_FIELDS = 256,
	DECIMAL_DIGITS = 6,
	DECIMAL_ONE = 1000000, /* decimals are kept in millionths until the file's own unit is known */
};

/* Walks rows; unquotes in place, so text is changed. */
struct row_reader {
	char *at;
	char *end;
	const char *sixteen_end; /* up to here sixteen bytes can be read at once */
	unsigned long next_line;
};

struct row {
	char *field[ROW_MAX_FIELDS]; /* NUL-terminated, blanks around unquoted ones removed */
	unsigned count;
	unsigned long line;       /* where it begins, from 1 */
	unsigned long empty_line; /* the first of the empty lines before it */
	unsigned long empty_count;
	int blanks; /* 1 where such blanks were there */
};

enum row_result { ROW_READ, ROW_END, ROW_QUOTE_OPEN, ROW_AFTER_QUOTE, ROW_TOO_WIDE };

/* Bytes of a byte order mark that the text begins with: 3 or 0. */
size_t row_reader_mark(const char *text, size_t len);
/* text[len] must be a NUL, and no other byte one. Skips a byte order mark. */
void row_reader_init(struct row_reader *reader, char *text, size_t len);
/* The next row that is not empty. ROW_END at the end; else what is wrong, with row->line set. */
enum row_result row_read(struct row_reader *reader, struct row *row);

/* What a look at every byte tells. */
struct text_look {
	size_t bad;    /* where the first byte is that is not UTF-8, or is a NUL; len where all is well */
	size_t lines;  /* line feeds (before bad) */
	size_t commas; /* and commas */
};
struct text_look text_look(const char *text, size_t len);
/* The number of the line that a byte lies in. */
unsigned long text_line_of(const char *text, size_t at);

/* "1331751.11" in millionths. *decimals (kept where larger) is the number of decimal places that are not trailing
 * zeros. A leading '-' only where the value may be negative. STATUS_TEXT where it is no plain decimal, STATUS_RANGE
 * where it has more than six places or leaves the range. */
enum sign_allowed { NOT_NEGATIVE, ANY_SIGN };
enum status MUST_CHECK decimal_read(int64_t *millionths, unsigned *decimals, const char *text, size_t len,
                                    enum sign_allowed sign);
/* amount counts units of 10^-digits; "250000" or "98.69", all digits shown. */
void decimal_write(char out[static 32], int64_t amount, unsigned digits);

#endif
