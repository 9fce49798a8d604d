#include "bytes.h"

#include <string.h>

void reader_init(struct reader *reader, const uint8_t *data, size_t data_len)
{
	reader->at = data;
	reader->end = data_len > 0 ? data + data_len : data;
	reader->status = STATUS_OK;
}

void reader_fail(struct reader *reader, enum status status)
{
	if (reader->status == STATUS_OK)
		reader->status = status;
}

size_t reader_left(const struct reader *reader)
{
	return reader->status == STATUS_OK ? (size_t)(reader->end - reader->at) : 0;
}

enum status reader_finish(const struct reader *reader)
{
	if (reader->status != STATUS_OK)
		return reader->status;
	return reader->at == reader->end ? STATUS_OK : STATUS_TRAILING;
}

const uint8_t *read_view(struct reader *reader, size_t len)
{
	const uint8_t *view = reader->at;

	if (reader->status != STATUS_OK)
		return NULL;
	if (len > (size_t)(reader->end - reader->at)) {
		reader_fail(reader, STATUS_TRUNCATED);
		return NULL;
	}
	reader->at += len;
	return view;
}

void read_bytes(struct reader *reader, uint8_t *out, size_t len)
{
	const uint8_t *view = read_view(reader, len);

	if (len == 0)
		return;
	if (view)
		memcpy(out, view, len);
	else
		memset(out, 0, len);
}

static uint64_t read_little_endian(struct reader *reader, size_t len)
{
	const uint8_t *view = read_view(reader, len);
	uint64_t value = 0;

	for (size_t i = 0; view && i < len; i++)
		value |= (uint64_t)view[i] << (8 * i);
	return value;
}

uint8_t read_u8(struct reader *reader)
{
	return (uint8_t)read_little_endian(reader, 1);
}

uint16_t read_u16(struct reader *reader)
{
	return (uint16_t)read_little_endian(reader, 2);
}

uint32_t read_u32(struct reader *reader)
{
	return (uint32_t)read_little_endian(reader, 4);
}

uint64_t read_u64(struct reader *reader)
{
	return read_little_endian(reader, 8);
}

const char *read_text(struct reader *reader, size_t max)
{
	size_t len = read_u16(reader);
	const char *text;

	if (len > max)
		reader_fail(reader, STATUS_TOO_LONG);
	text = (const char *)read_view(reader, len + 1);
	if (!text)
		return "";
	if (text[len] != '\0')
		reader_fail(reader, STATUS_NOT_CANONICAL);
	else if (!text_is_clean(text, len))
		reader_fail(reader, STATUS_TEXT);
	return reader->status == STATUS_OK ? text : "";
}

void writer_init(struct writer *writer, uint8_t *room, size_t room_len)
{
	writer->start = room;
	writer->at = room;
	writer->end = room_len > 0 ? room + room_len : room;
	writer->status = STATUS_OK;
}

void write_bytes(struct writer *writer, const void *data, size_t len)
{
	if (writer->status != STATUS_OK || len == 0)
		return;
	if (len > (size_t)(writer->end - writer->at)) {
		writer->status = STATUS_NO_ROOM;
		return;
	}
	memcpy(writer->at, data, len);
	writer->at += len;
}

static void write_little_endian(struct writer *writer, uint64_t value, size_t len)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	write_bytes(writer, bytes, len);
}

void write_u8(struct writer *writer, uint8_t value)
{
	write_little_endian(writer, value, 1);
}

void write_u16(struct writer *writer, uint16_t value)
{
	write_little_endian(writer, value, 2);
}

void write_u32(struct writer *writer, uint32_t value)
{
	write_little_endian(writer, value, 4);
}

void write_u64(struct writer *writer, uint64_t value)
{
	write_little_endian(writer, value, 8);
}

void write_text(struct writer *writer, const char *text)
{
	size_t len = strlen(text);

	if (writer->status != STATUS_OK)
		return;
	if (len > UINT16_MAX)
		writer->status = STATUS_TOO_LONG;
	else if (!text_is_clean(text, len))
		writer->status = STATUS_TEXT;
	write_u16(writer, (uint16_t)len);
	write_bytes(writer, text, len + 1);
}

size_t writer_len(const struct writer *writer)
{
	return (size_t)(writer->at - writer->start);
}

enum status writer_status(const struct writer *writer)
{
	return writer->status;
}

/* Bytes of the sequence that a lead byte opens, and the value bits it carries itself; 0 for what cannot lead. */
static size_t utf8_lead(uint8_t lead, uint32_t *bits)
{
	if (lead < 0x80) {
		*bits = lead;
		return 1;
	}
	if (lead >= 0xc2 && lead < 0xe0) {
		*bits = lead & 0x1fU;
		return 2;
	}
	if (lead >= 0xe0 && lead < 0xf0) {
		*bits = lead & 0x0fU;
		return 3;
	}
	if (lead >= 0xf0 && lead < 0xf5) {
		*bits = lead & 0x07U;
		return 4;
	}
	return 0;
}

/* Decodes one code point; returns its bytes, 0 where the encoding is wrong. */
static size_t utf8_next(const uint8_t *text, size_t len, uint32_t *code_point)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	size_t need = utf8_lead(text[0], code_point);

	if (need == 0 || need > len)
		return 0;
	for (size_t i = 1; i < need; i++) {
		if ((text[i] & 0xc0U) != 0x80)
			return 0;
		*code_point = (*code_point << 6) | (text[i] & 0x3fU);
	}
	if (*code_point < least[need] || *code_point > 0x10ffff || (*code_point >= 0xd800 && *code_point <= 0xdfff))
		return 0;
	return need;
}

static int code_point_is_clean(uint32_t c)
{
	if (c < 0x20)
		return c == '\n';
	if (c >= 0x7f && c <= 0x9f)
		return 0;
	if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
		return 0;
	return !((c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffeU) == 0xfffe);
}

int text_is_clean(const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;
	uint32_t code_point;

	while (len > 0) {
		size_t used = utf8_next(at, len, &code_point);
		if (used == 0 || !code_point_is_clean(code_point))
			return 0;
		at += used;
		len -= used;
	}
	return 1;
}

size_t text_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((uint8_t)*text & 0xc0U) != 0x80;
	return count;
}

void hex_write(char *out, const uint8_t *data, size_t len)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		*out++ = digit[data[i] >> 4];
		*out++ = digit[data[i] & 15];
	}
	*out = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

enum status hex_read(uint8_t *out, size_t len, const char *hex, size_t hex_len)
{
	if (hex_len / 2 != len || hex_len % 2 != 0)
		return STATUS_NOT_CANONICAL;
	for (size_t i = 0; i < len; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return STATUS_NOT_CANONICAL;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return STATUS_OK;
}
