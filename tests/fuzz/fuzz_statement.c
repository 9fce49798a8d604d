/* What all statements and binary formats are read with: clean text, hexadecimal digits, lines of keys and values,
 * bounded reading; each against a second way of telling. */
#include "bytes.h"
#include "fuzz.h"
#include "statement.h"

/* Unicode's own table of well-formed UTF-8 (The Unicode Standard 15, table 3-7), then what FORMAT.md refuses. */
static int clean_by_table(const uint8_t *at, size_t len)
{
	while (len > 0) {
		uint32_t c = at[0];
		size_t more = c < 0x80                 ? 0
		              : c >= 0xc2 && c <= 0xdf ? 1
		              : (c & 0xf0) == 0xe0     ? 2
		              : c >= 0xf0 && c <= 0xf4 ? 3
		                                       : 9;

		if (more == 9 || more >= len)
			return 0;
		if (more == 0 && ((c < 0x20 && c != '\n') || c == 0x7f))
			return 0;
		for (size_t i = 1; i <= more; i++)
			if ((at[i] & 0xc0) != 0x80)
				return 0;
		if ((c == 0xe0 && at[1] < 0xa0) || (c == 0xed && at[1] > 0x9f) || (c == 0xf0 && at[1] < 0x90) ||
		    (c == 0xf4 && at[1] > 0x8f))
			return 0;
		if (more > 0) {
			c &= 0x3fU >> more;
			for (size_t i = 1; i <= more; i++)
				c = c << 6 | (at[i] & 0x3fU);
			if (c < 0xa0 || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
			    (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
				return 0;
		}
		at += 1 + more;
		len -= 1 + more;
	}
	return 1;
}

static void hex_both_ways(const uint8_t *data, size_t len)
{
	uint8_t value[32];
	char again[65];

	if (len > 64 || len % 2 || hex_read(value, len / 2, (const char *)data, len) != STATUS_OK)
		return;
	hex_write(again, value, len / 2);
	must_equal(again, len, data, len);
}

static void statement_both_ways(const uint8_t *data, size_t len)
{
	static char value[STATEMENT_VALUE_MAX + 1], again[4096];
	struct statement_reader reader;
	struct statement_writer writer;
	uint8_t digits[4];
	uint64_t number;

	statement_reader_init(&reader, (const char *)data, len, "folkmoot thing", 1);
	statement_writer_init(&writer, again, sizeof again, "folkmoot thing", 1);
	while (statement_next_is(&reader, "name")) {
		statement_text(&reader, "name", value, sizeof value);
		if (reader.status == STATUS_OK)
			statement_put_text(&writer, "name", value);
		if (statement_next_is(&reader, "count")) {
			number = statement_number(&reader, "count");
			statement_put_number(&writer, "count", number);
		}
		if (statement_next_is(&reader, "hex")) {
			statement_hex(&reader, "hex", digits, sizeof digits);
			statement_put_hex(&writer, "hex", digits, sizeof digits);
		}
	}
	if (statement_finish(&reader) != STATUS_OK)
		return;
	if (statement_writer_finish(&writer) == STATUS_OK)
		must_equal(again, statement_len(&writer), data, len);
}

static void read_some(const uint8_t *data, size_t len)
{
	struct reader reader;
	const char *text;
	size_t left;

	if (len < 2)
		return;
	reader_init(&reader, data + 1, len - 1);
	left = reader_left(&reader);
	for (unsigned i = 0; i < 8 && reader.status == STATUS_OK; i++) {
		uint8_t three[3];

		switch (data[0] + i) {
		case 0: (void)read_u8(&reader); break;
		case 1: (void)read_u64(&reader); break;
		case 2: read_bytes(&reader, three, sizeof three); break;
		case 3: must((read_view(&reader, 5) != NULL) == (reader.status == STATUS_OK)); break;
		default:
			text = read_text(&reader, data[0]);
			must(text_is_clean(text, strlen(text)) && strlen(text) <= data[0]);
		}
		must(reader_left(&reader) <= left);
		left = reader_left(&reader);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	int clean = text_is_clean((const char *)data, len);

	must(!clean == !clean_by_table(data, len));
	if (clean) {
		char *text = text_copy(data, len);

		must(text_characters(text) <= len);
		free(text);
	}
	hex_both_ways(data, len);
	statement_both_ways(data, len);
	read_some(data, len);
	return 0;
}
