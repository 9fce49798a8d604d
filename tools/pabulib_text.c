#include "pabulib_text.h"

#include <stdio.h>
#include <string.h>

#include "pabulib_scan.h"

/* --- rows
 * ---------------------------------------------------------------------------------------------------------------------
 */

size_t row_reader_mark(const char *text, size_t len)
{
	return len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

void row_reader_init(struct row_reader *reader, char *text, size_t len)
{
	size_t mark = row_reader_mark(text, len);

	*reader = (struct row_reader){
	    .at = text + mark, .end = text + len, .sixteen_end = len >= 15 ? text + len - 15 : NULL, .next_line = 1};
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A carriage return that no line feed follows is a part of its field. Some programs write two before one. */
static int at_line_end(const struct row_reader *reader)
{
	const char *at = reader->at;

	if (*at == '\r')
		at += strspn(at, "\r");
	return *at == '\n' || at == reader->end;
}

/* Unquotes in place, with reader->at behind the opening quote; leaves it on the delimiter. */
static enum row_result read_quoted(struct row_reader *reader)
{
	char *put = reader->at;

	for (; reader->at < reader->end; reader->at++) {
		if (*reader->at == '"') {
			if (reader->at[1] != '"')
				break;
			reader->at++;
		} else if (*reader->at == '\n') {
			reader->next_line++;
		}
		*put++ = *reader->at;
	}
	if (reader->at == reader->end)
		return ROW_QUOTE_OPEN;
	*put = '\0';
	reader->at++;
	while (reader->at < reader->end && is_blank(*reader->at))
		reader->at++;
	return at_line_end(reader) || *reader->at == ';' ? ROW_READ : ROW_AFTER_QUOTE;
}

/* *last is behind the field's last character: where its NUL goes once the delimiter was looked at. */
static enum row_result read_field(struct row_reader *reader, struct row *row, char **last)
{
	char *start = reader->at;

	while (reader->at < reader->end && is_blank(*reader->at))
		reader->at++;
	if (reader->at < reader->end && *reader->at == '"') {
		row->field[row->count] = ++reader->at;
		*last = NULL;
		return read_quoted(reader);
	}
	row->field[row->count] = reader->at;
	for (reader->at = scan_stop(reader->at, reader->sixteen_end); *reader->at != ';' && !at_line_end(reader);)
		reader->at = scan_stop(reader->at + 1, reader->sixteen_end);
	*last = reader->at;
	while (*last > row->field[row->count] && is_blank((*last)[-1]))
		(*last)--;
	if (row->field[row->count] != start || *last != reader->at)
		row->blanks = 1;
	return ROW_READ;
}

static void skip_empty_lines(struct row_reader *reader, struct row *row)
{
	row->empty_line = reader->next_line;
	row->empty_count = 0;
	while (reader->at < reader->end) {
		char *at = reader->at;

		while (at < reader->end && (is_blank(*at) || *at == '\r'))
			at++;
		if (at < reader->end && *at != '\n')
			return;
		reader->at = at < reader->end ? at + 1 : at;
		reader->next_line++;
		row->empty_count++;
	}
}

enum row_result row_read(struct row_reader *reader, struct row *row)
{
	row->count = 0;
	row->blanks = 0;
	skip_empty_lines(reader, row);
	row->line = reader->next_line;
	if (reader->at == reader->end)
		return ROW_END;
	for (;;) {
		char *last, delimiter;
		enum row_result result;

		if (row->count == ROW_MAX_FIELDS)
			return ROW_TOO_WIDE;
		result = read_field(reader, row, &last);
		if (result != ROW_READ)
			return result;
		row->count++;
		delimiter = reader->at < reader->end ? *reader->at : '\n';
		if (delimiter == '\r')
			reader->at += strspn(reader->at, "\r");
		if (reader->at < reader->end)
			reader->at++;
		if (last)
			*last = '\0';
		if (delimiter != ';') {
			reader->next_line++;
			return ROW_READ;
		}
	}
}

/* --- UTF-8
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Bytes of the sequence that begins here, 0 where it is none: shortest forms, no surrogates, at most U+10FFFF. */
static size_t sequence_len(const unsigned char *at, size_t left)
{
	unsigned code;
	size_t len;

	if (at[0] < 0x80)
		return at[0] != 0;
	len = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
	if (at[0] < 0xc2 || at[0] > 0xf4 || left < len)
		return 0;
	code = at[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (at[i] & 0x3f);
	}
	if ((len == 3 && code < 0x800) || (len == 4 && code < 0x10000) || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000))
		return 0;
	return len;
}

struct text_look text_look(const char *text, size_t len)
{
	struct text_look look = {.bad = len};

	for (size_t i = 0; i < len;) {
		size_t step = scan_plain(text + i, len - i, &look.lines, &look.commas);

		i += step;
		if (i == len)
			break;
		step = sequence_len((const unsigned char *)text + i, len - i);
		if (step == 0) {
			look.bad = i;
			return look;
		}
		look.lines += text[i] == '\n';
		look.commas += text[i] == ',';
		i += step;
	}
	return look;
}

unsigned long text_line_of(const char *text, size_t at)
{
	unsigned long line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

/* --- decimals
 * ----------------------------------------------------------------------------------------------------------------- */

enum status decimal_read(int64_t *millionths, unsigned *decimals, const char *text, size_t len, enum sign_allowed sign)
{
	int64_t value = 0;
	unsigned places = 0, significant = 0;
	size_t i = 0, digits = 0;
	int negative = sign == ANY_SIGN && len > 0 && text[0] == '-', point = 0;

	*millionths = 0;
	for (i = negative ? 1 : 0; i < len; i++) {
		if (text[i] == '.' && !point && digits > 0) {
			point = 1;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return STATUS_TEXT;
		digits++;
		if (point) {
			places++;
			if (text[i] != '0')
				significant = places;
			if (places > DECIMAL_DIGITS && text[i] != '0')
				return STATUS_RANGE;
			if (places > DECIMAL_DIGITS)
				continue;
		}
		if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, text[i] - '0', &value))
			return STATUS_RANGE;
	}
	if (digits == 0 || (point && places == 0))
		return STATUS_TEXT;
	for (unsigned done = places < DECIMAL_DIGITS ? places : DECIMAL_DIGITS; done < DECIMAL_DIGITS; done++) {
		if (__builtin_mul_overflow(value, 10, &value))
			return STATUS_RANGE;
	}
	*millionths = negative ? -value : value;
	if (*decimals < significant)
		*decimals = significant;
	return STATUS_OK;
}

void decimal_write(char out[static 32], int64_t amount, unsigned digits)
{
	uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount, one = 1;
	const char *minus = amount < 0 ? "-" : "";

	for (unsigned i = 0; i < digits; i++)
		one *= 10;
	if (digits == 0)
		snprintf(out, 32, "%s%llu", minus, (unsigned long long)size);
	else
		snprintf(out, 32, "%s%llu.%0*llu", minus, (unsigned long long)(size / one), (int)digits,
		         (unsigned long long)(size % one));
}
