#include "crypto/cmocka_all.h"

#include <string.h>

#include "statement.h"

static const uint8_t bytes[4] = {0, 1, 0xab, 0xff};

static size_t example(char *room, size_t room_len, enum status *status)
{
	struct statement_writer writer;

	statement_writer_init(&writer, room, room_len, "folkmoot example", 1);
	statement_put_text(&writer, "name", "Mill Lane Library, Ost");
	statement_put_number(&writer, "count", 0);
	statement_put_number(&writer, "count", UINT64_MAX);
	statement_put_hex(&writer, "hash", bytes, sizeof bytes);
	*status = statement_writer_finish(&writer);
	return statement_len(&writer);
}

static enum status read_example(const char *text, size_t len)
{
	struct statement_reader reader;
	char name[64];
	uint8_t out[4];

	statement_reader_init(&reader, text, len, "folkmoot example", 1);
	statement_text(&reader, "name", name, sizeof name);
	while (statement_next_is(&reader, "count"))
		(void)statement_number(&reader, "count");
	statement_hex(&reader, "hash", out, sizeof out);
	return statement_finish(&reader);
}

static void test_round_trip(void **state)
{
	struct statement_reader reader;
	char text[256], name[64];
	enum status status;
	uint8_t out[4];
	size_t len;

	(void)state;
	len = example(text, sizeof text, &status);
	assert_ok(status);
	assert_string_equal(text, "folkmoot example 1\nname Mill Lane Library, Ost\ncount 0\n"
	                          "count 18446744073709551615\nhash 0001abff\n");
	assert_int_equal(len, strlen(text));
	statement_reader_init(&reader, text, len, "folkmoot example", 1);
	assert_false(statement_next_is(&reader, "count"));
	assert_true(statement_next_is(&reader, "name"));
	assert_false(statement_next_is(&reader, "nam"));
	statement_text(&reader, "name", name, sizeof name);
	assert_string_equal(name, "Mill Lane Library, Ost");
	assert_int_equal(statement_number(&reader, "count"), 0);
	assert_true(statement_number(&reader, "count") == UINT64_MAX);
	assert_status(STATUS_TRAILING, statement_finish(&reader));
	statement_hex(&reader, "hash", out, sizeof out);
	assert_memory_equal(out, bytes, 4);
	assert_ok(statement_finish(&reader));
	assert_int_equal(reader.line, 5);
}

static void test_every_cut_is_refused(void **state)
{
	char text[256];
	enum status status;
	size_t len = example(text, sizeof text, &status);

	(void)state;
	assert_ok(status);
	assert_ok(read_example(text, len));
	for (size_t cut = 0; cut < len; cut++)
		assert_int_not_equal(read_example(text, cut), STATUS_OK);
	for (size_t room = 0; room <= len; room++) {
		(void)example(text, room, &status);
		assert_status(STATUS_NO_ROOM, status);
	}
}

static enum status number_status(const char *value)
{
	struct statement_reader reader;
	char text[STATEMENT_VALUE_MAX + 64];
	size_t len;

	memcpy(text, "t 1\nn ", 6);
	len = 6 + strlen(value);
	memcpy(text + 6, value, strlen(value));
	text[len++] = '\n';
	statement_reader_init(&reader, text, len, "t", 1);
	(void)statement_number(&reader, "n");
	return statement_finish(&reader);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_ok(number_status("0"));
	assert_ok(number_status("18446744073709551615"));
	assert_status(STATUS_RANGE, number_status("18446744073709551616"));
	assert_status(STATUS_RANGE, number_status("99999999999999999999999999"));
	assert_status(STATUS_NOT_CANONICAL, number_status("00"));
	assert_status(STATUS_NOT_CANONICAL, number_status("01"));
	assert_status(STATUS_NOT_CANONICAL, number_status("+1"));
	assert_status(STATUS_NOT_CANONICAL, number_status("-1"));
	assert_status(STATUS_NOT_CANONICAL, number_status("1.0"));
	assert_status(STATUS_NOT_CANONICAL, number_status("1 "));
	assert_status(STATUS_NOT_CANONICAL, number_status(" 1"));
	assert_status(STATUS_NOT_CANONICAL, number_status("0x1"));
	assert_status(STATUS_NOT_CANONICAL, number_status(""));
}

static void test_failures_stick(void **state)
{
	struct statement_reader reader;
	char name[64] = "before";
	uint8_t out[4] = {9, 9, 9, 9};

	(void)state;
	statement_reader_init(&reader, "t 1\nname a\ncount 2\n", 19, "t", 1);
	assert_int_equal(statement_number(&reader, "count"), 0);
	assert_status(STATUS_ORDER, statement_finish(&reader));
	assert_int_equal(reader.line, 2);
	statement_text(&reader, "name", name, sizeof name);
	assert_string_equal(name, "");
	statement_hex(&reader, "hash", out, 4);
	assert_memory_equal(out, "\0\0\0\0", 4);
	assert_false(statement_next_is(&reader, "count"));
	statement_fail(&reader, STATUS_RANGE);
	assert_status(STATUS_ORDER, statement_finish(&reader));
	statement_reader_init(&reader, NULL, 0, "t", 1);
	assert_status(STATUS_TRUNCATED, statement_finish(&reader));
}

static void test_room_for_values(void **state)
{
	struct statement_reader reader;
	char name[4];

	(void)state;
	statement_reader_init(&reader, "t 1\nname abc\n", 13, "t", 1);
	statement_text(&reader, "name", name, sizeof name);
	assert_string_equal(name, "abc");
	statement_reader_init(&reader, "t 1\nname abcd\n", 14, "t", 1);
	statement_text(&reader, "name", name, sizeof name);
	assert_status(STATUS_TOO_LONG, statement_finish(&reader));
	assert_string_equal(name, "");
}

static enum status put_status(const char *value)
{
	struct statement_writer writer;
	char room[1024];

	statement_writer_init(&writer, room, sizeof room, "t", 1);
	statement_put_text(&writer, "name", value);
	return statement_writer_finish(&writer);
}

static void test_writing_is_as_strict(void **state)
{
	char value[STATEMENT_VALUE_MAX + 2];
	struct statement_writer writer;
	uint8_t data[STATEMENT_VALUE_MAX / 2 + 1] = {0};
	char room[1024];

	(void)state;
	assert_ok(put_status("a b"));
	assert_status(STATUS_NOT_CANONICAL, put_status(""));
	assert_status(STATUS_NOT_CANONICAL, put_status(" a"));
	assert_status(STATUS_NOT_CANONICAL, put_status("a "));
	assert_status(STATUS_TEXT, put_status("a\nsignature 00"));
	assert_status(STATUS_TEXT, put_status("a\tb"));
	assert_status(STATUS_TEXT, put_status("\xff"));
	memset(value, 'a', sizeof value);
	value[STATEMENT_VALUE_MAX] = '\0';
	assert_ok(put_status(value));
	value[STATEMENT_VALUE_MAX] = 'a';
	value[STATEMENT_VALUE_MAX + 1] = '\0';
	assert_status(STATUS_TOO_LONG, put_status(value));
	statement_writer_init(&writer, room, sizeof room, "t", 1);
	statement_put_hex(&writer, "hash", data, STATEMENT_VALUE_MAX / 2);
	assert_ok(statement_writer_finish(&writer));
	statement_put_hex(&writer, "hash", data, STATEMENT_VALUE_MAX / 2 + 1);
	assert_status(STATUS_TOO_LONG, statement_writer_finish(&writer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),      cmocka_unit_test(test_every_cut_is_refused),
	    cmocka_unit_test(test_numbers),         cmocka_unit_test(test_failures_stick),
	    cmocka_unit_test(test_room_for_values), cmocka_unit_test(test_writing_is_as_strict),
	};
	return cmocka_run_group_tests_name("statement", tests, start_crypto, NULL);
}
