#include "crypto/cmocka_all.h"

#include <string.h>

#include "bytes.h"

static void test_round_trip(void **state)
{
	uint8_t room[64];
	struct writer writer;
	struct reader reader;
	uint8_t bytes[3];

	(void)state;
	writer_init(&writer, room, sizeof room);
	write_u8(&writer, 0xab);
	write_u16(&writer, 0x1234);
	write_u32(&writer, 0xdeadbeef);
	write_u64(&writer, 0x0123456789abcdef);
	write_bytes(&writer, "xyz", 3);
	write_text(&writer, "Füßgängerbrücke");
	assert_ok(writer_status(&writer));
	assert_int_equal(room[1], 0x34);
	assert_int_equal(room[2], 0x12);

	reader_init(&reader, room, writer_len(&writer));
	assert_int_equal(read_u8(&reader), 0xab);
	assert_int_equal(read_u16(&reader), 0x1234);
	assert_int_equal(read_u32(&reader), 0xdeadbeef);
	assert_true(read_u64(&reader) == 0x0123456789abcdef);
	read_bytes(&reader, bytes, 3);
	assert_memory_equal(bytes, "xyz", 3);
	assert_status(STATUS_TRAILING, reader_finish(&reader));
	assert_string_equal(read_text(&reader, 100), "Füßgängerbrücke");
	assert_ok(reader_finish(&reader));
	assert_int_equal(reader_left(&reader), 0);
}

static void test_reader_is_sticky(void **state)
{
	const uint8_t data[] = {1, 2, 3};
	struct reader reader;
	uint8_t bytes[4] = {9, 9, 9, 9};

	(void)state;
	reader_init(&reader, data, sizeof data);
	assert_int_equal(read_u16(&reader), 0x0201);
	assert_int_equal(read_u16(&reader), 0);
	assert_int_equal(read_u8(&reader), 0);
	read_bytes(&reader, bytes, 4);
	assert_memory_equal(bytes, "\0\0\0\0", 4);
	assert_null(read_view(&reader, 0));
	assert_string_equal(read_text(&reader, 10), "");
	reader_fail(&reader, STATUS_RANGE);
	assert_status(STATUS_TRUNCATED, reader_finish(&reader));
	assert_int_equal(reader_left(&reader), 0);
}

static void test_reader_of_nothing(void **state)
{
	struct reader reader;

	(void)state;
	reader_init(&reader, NULL, 0);
	assert_ok(reader_finish(&reader));
	read_bytes(&reader, NULL, 0);
	assert_ok(reader_finish(&reader));
	assert_int_equal(read_u8(&reader), 0);
	assert_status(STATUS_TRUNCATED, reader_finish(&reader));
}

static enum status text_status(const char *bytes, size_t len, size_t max)
{
	struct reader reader;

	reader_init(&reader, (const uint8_t *)bytes, len);
	if (read_text(&reader, max) == NULL)
		return STATUS_INTERNAL;
	return reader_finish(&reader);
}

static void test_read_text_refusals(void **state)
{
	(void)state;
	assert_ok(text_status("\2\0ab\0", 5, 2));
	assert_status(STATUS_TOO_LONG, text_status("\2\0ab\0", 5, 1));
	assert_status(STATUS_TRUNCATED, text_status("\2\0ab", 4, 2));
	assert_status(STATUS_TRUNCATED, text_status("\2", 1, 2));
	assert_status(STATUS_NOT_CANONICAL, text_status("\2\0abc", 5, 2));
	assert_status(STATUS_TEXT, text_status("\2\0a\0\0", 5, 2));
	assert_status(STATUS_TEXT, text_status("\2\0a\xff\0", 5, 2));
	assert_status(STATUS_TRAILING, text_status("\2\0ab\0\0", 6, 2));
}

static void test_writer_is_bounded(void **state)
{
	uint8_t room[6] = {0};
	struct writer writer;

	(void)state;
	writer_init(&writer, room, 5);
	write_u32(&writer, 1);
	write_u16(&writer, 0xffff);
	write_u8(&writer, 0xff);
	assert_status(STATUS_NO_ROOM, writer_status(&writer));
	assert_int_equal(writer_len(&writer), 4);
	assert_int_equal(room[4], 0);
	writer_init(&writer, room, sizeof room);
	write_text(&writer, "a\x01");
	assert_status(STATUS_TEXT, writer_status(&writer));
	assert_int_equal(writer_len(&writer), 0);
}

static void test_writer_refuses_long_text(void **state)
{
	static char text[70000];
	static uint8_t room[80000];
	struct writer writer;

	(void)state;
	memset(text, 'a', sizeof text - 1);
	writer_init(&writer, room, sizeof room);
	write_text(&writer, text);
	assert_status(STATUS_TOO_LONG, writer_status(&writer));
}

static void test_every_truncation_is_told(void **state)
{
	const uint8_t data[] = {1, 2, 0, 3, 0, 0, 0, 1, 0, 'a', 0};

	(void)state;
	for (size_t len = 0; len <= sizeof data; len++) {
		struct reader reader;

		reader_init(&reader, data, len);
		(void)read_u8(&reader);
		(void)read_u16(&reader);
		(void)read_u32(&reader);
		(void)read_text(&reader, 1);
		assert_status(len == sizeof data ? STATUS_OK : STATUS_TRUNCATED, reader_finish(&reader));
	}
}

static void test_clean_text(void **state)
{
	static const char *const clean[] = {
	    "",
	    "plain",
	    "two\nlines",
	    "é ß €",
	    "বাংলা",
	    "اردو",
	    "\xf0\x9f\x8c\xb3",
	    "\xf4\x8f\xbf\xbd",
	    "\xed\x9f\xbf",
	    "\xee\x80\x80",
	};
	static const char *const unclean[] = {
	    "\x01",
	    "tab\there",
	    "\r\n",
	    "\x7f",
	    "\xc2\x80",
	    "\xc2\x9f",
	    "\x80",
	    "\xc0\xaf",
	    "\xc1\xbf",
	    "\xe0\x80\xaf",
	    "\xe0\x9f\xbf",
	    "\xf0\x80\x80\xaf",
	    "\xf0\x8f\xbf\xbf",
	    "\xed\xa0\x80",
	    "\xed\xbf\xbf",
	    "\xf4\x90\x80\x80",
	    "\xf5\x80\x80\x80",
	    "\xff",
	    "\xe2\x80\xaa",
	    "\xe2\x80\xae",
	    "\xe2\x81\xa6",
	    "\xe2\x81\xa9",
	    "\xef\xbb\xbf",
	    "\xef\xbf\xbe",
	    "\xef\xbf\xbf",
	    "\xf0\x9f\xbf\xbe",
	    "\xef\xb7\x90",
	    "\xef\xb7\xaf",
	    "a\xc3",
	    "\xe2\x82",
	    "\xf0\x9f\x8c",
	    "\xc3(",
	    "\xe2(\xa1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof clean / sizeof clean[0]; i++)
		assert_true(text_is_clean(clean[i], strlen(clean[i])));
	for (size_t i = 0; i < sizeof unclean / sizeof unclean[0]; i++) {
		if (text_is_clean(unclean[i], strlen(unclean[i])))
			fail_msg("unclean text %zu was accepted", i);
	}
	assert_false(text_is_clean("a\0b", 3));
	assert_int_equal(text_characters("Füßgängerbrücke"), 15);
	assert_int_equal(text_characters("\xf0\x9f\x8c\xb3"), 1);
	assert_int_equal(text_characters(""), 0);
}

static void test_hex(void **state)
{
	const uint8_t data[] = {0x00, 0x9a, 0xff};
	uint8_t out[3];
	char hex[7];

	(void)state;
	hex_write(hex, data, 3);
	assert_string_equal(hex, "009aff");
	assert_ok(hex_read(out, 3, hex, 6));
	assert_memory_equal(out, data, 3);
	assert_status(STATUS_NOT_CANONICAL, hex_read(out, 3, "009AFF", 6));
	assert_status(STATUS_NOT_CANONICAL, hex_read(out, 3, "009af", 5));
	assert_status(STATUS_NOT_CANONICAL, hex_read(out, 3, "009aff0", 7));
	assert_status(STATUS_NOT_CANONICAL, hex_read(out, 3, "009aff00", 8));
	assert_status(STATUS_NOT_CANONICAL, hex_read(out, 3, "0 9aff", 6));
	assert_status(STATUS_NOT_CANONICAL, hex_read(out, 3, "009afg", 6));
}

static void test_every_status_has_a_phrase_of_its_own(void **state)
{
	(void)state;
	for (int i = STATUS_OK; i <= STATUS_INTERNAL; i++) {
		assert_true(strlen(status_phrase((enum status)i)) > 5);
		for (int j = STATUS_OK; j < i; j++)
			assert_string_not_equal(status_phrase((enum status)i), status_phrase((enum status)j));
	}
	assert_non_null(status_phrase((enum status)9999));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_reader_is_sticky),
	    cmocka_unit_test(test_reader_of_nothing),
	    cmocka_unit_test(test_read_text_refusals),
	    cmocka_unit_test(test_writer_is_bounded),
	    cmocka_unit_test(test_writer_refuses_long_text),
	    cmocka_unit_test(test_every_truncation_is_told),
	    cmocka_unit_test(test_clean_text),
	    cmocka_unit_test(test_hex),
	    cmocka_unit_test(test_every_status_has_a_phrase_of_its_own),
	};
	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
