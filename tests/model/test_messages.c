/* Catalogues: complete, well formed, filled in; numbers and money by each language's habits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"

static const struct catalogue *english(void)
{
	for (unsigned i = 0; i < catalogue_count; i++)
		if (!strcmp(catalogues[i].language, "en"))
			return &catalogues[i];
	return NULL;
}

static void test_every_catalogue_is_complete(void **state)
{
	(void)state;
	assert_true(catalogue_count >= 1);
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;
		unsigned line;
		enum status status =
		    messages_read(&messages, catalogues[i].language, catalogues[i].text, catalogues[i].text_len, &line);

		if (status)
			fail_msg("%s, line %u: %s", catalogues[i].language, line, status_phrase(status));
		for (unsigned id = 0; id < MESSAGE_COUNT; id++)
			assert_true(*messages.of[id] != 0);
		messages_finish(&messages);
	}
}

/* No sentence is longer than 20 words, and nothing is called by a machine's words. */
static void test_plain_words(void **state)
{
	static const char *const never[] = {"nvalid", "rror", "lease wait", "ancel", "ubmit"};
	struct messages messages;

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	for (unsigned id = 0; id < MESSAGE_COUNT; id++) {
		unsigned words = 1;

		for (const char *at = messages.of[id]; *at; at++) {
			words += *at == ' ';
			if (strchr(".?!:", *at))
				words = 0;
			if (words > 20)
				fail_msg("more than 20 words: %s", messages.of[id]);
		}
		for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
			if (strstr(messages.of[id], never[i]))
				fail_msg("\"%s\" in: %s", never[i], messages.of[id]);
	}
	messages_finish(&messages);
}

/* The English catalogue with one line changed: from begins the line. */
static enum status read_changed(const char *from, const char *to, unsigned *line)
{
	const struct catalogue *whole = english();
	const char *at = strstr(whole->text, from), *end;
	char *text = malloc(whole->text_len + strlen(to) + 1);
	struct messages messages;
	enum status status;
	size_t len;

	assert_non_null(at);
	assert_non_null(text);
	end = strchr(at, '\n');
	len = (size_t)(at - whole->text);
	memcpy(text, whole->text, len);
	memcpy(text + len, to, strlen(to));
	len += strlen(to);
	memcpy(text + len, end, whole->text_len - (size_t)(end - whole->text));
	len += whole->text_len - (size_t)(end - whole->text);
	status = messages_read(&messages, "en", text, len, line);
	if (!status)
		messages_finish(&messages);
	free(text);
	return status;
}

static void test_faults_are_refused_with_their_line(void **state)
{
	unsigned line = 0, usual = 0;
	const char *at = english()->text;

	(void)state;
	for (const char *end = strstr(at, "nav.help = "); at < end; at++)
		usual += *at == '\n';
	assert_int_equal(read_changed("nav.help = ", "nav.help = Hilfe", &line), STATUS_OK);
	assert_int_equal(read_changed("nav.help = ", "nav.hlep = Help", &line), STATUS_RANGE);
	assert_int_equal(line, usual + 1);
	assert_int_equal(read_changed("nav.help = ", "nav.settings = Help", &line), STATUS_ORDER);
	assert_int_equal(line, usual + 1);
	assert_int_equal(read_changed("nav.help = ", "nav.help = Help {0}", &line), STATUS_MISMATCH);
	assert_int_equal(read_changed("nav.help = ", "nav.help = Help }", &line), STATUS_MISMATCH);
	assert_int_equal(read_changed("nav.help = ", "nav.help = ", &line), STATUS_TEXT);
	assert_int_equal(read_changed("nav.help = ", "nav.help", &line), STATUS_TEXT);
	assert_int_equal(read_changed("part.where = ", "part.where = Part {0}", &line), STATUS_MISMATCH);
	assert_int_equal(read_changed("nav.help = ", "# gone", &line), STATUS_ABSENT);
	assert_int_equal(read_changed("# Plain words", "", &line), STATUS_OK);
}

/* Every truncation is read or refused, and never read beyond. */
static void test_truncations(void **state)
{
	const struct catalogue *whole = english();
	size_t last = whole->text_len - 2;

	(void)state;
	/* Only the last line's words may be shorter. */
	while (whole->text[last] != '\n')
		last--;
	for (size_t len = 0; len <= last; len += len < 2000 ? 1 : 61) {
		char *text = malloc(len + 1);
		struct messages messages;
		unsigned line;

		assert_non_null(text);
		memcpy(text, whole->text, len);
		assert_int_not_equal(messages_read(&messages, "en", text, len, &line), STATUS_OK);
		free(text);
	}
}

static void test_load_by_tag(void **state)
{
	struct messages messages;

	(void)state;
	assert_int_equal(messages_load(&messages, "en-GB"), STATUS_OK);
	assert_string_equal(messages.language, "en");
	messages_finish(&messages);
	assert_int_equal(messages_load(&messages, "english"), STATUS_ABSENT);
	assert_int_equal(messages_load(&messages, "xx"), STATUS_ABSENT);
	assert_int_equal(messages_load(&messages, ""), STATUS_ABSENT);
}

static void test_peek(void **state)
{
	char words[64];

	(void)state;
	assert_int_equal(messages_peek(words, sizeof(words), "en", MESSAGE_LANGUAGE_NAME), STATUS_OK);
	assert_string_equal(words, "English");
	assert_int_equal(messages_peek(words, 8, "en-GB", MESSAGE_LANGUAGE_NAME), STATUS_OK);
	assert_int_equal(messages_peek(words, 7, "en", MESSAGE_LANGUAGE_NAME), STATUS_NO_ROOM);
	assert_int_equal(messages_peek(words, sizeof(words), "tlh", MESSAGE_LANGUAGE_NAME), STATUS_ABSENT);
}

static void test_format(void **state)
{
	const char *args[] = {"3", "12"};
	struct messages messages;
	char out[64];

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	assert_string_equal(message_format(out, sizeof(out), &messages, MESSAGE_PART_WHERE, args, 2), "Part 3 of 12");
	/* Too little room: cut, closed, and never inside of a character. */
	assert_string_equal(message_format(out, 7, &messages, MESSAGE_PART_WHERE, args, 2), "Part 3");
	args[0] = "££££";
	for (size_t room = 1; room < 20; room++) {
		size_t len = strlen(message_format(out, room, &messages, MESSAGE_PART_WHERE, args, 2));

		assert_true(len < room);
		assert_true(len == 0 || (unsigned char)out[len - 1] != 0xc2);
	}
	/* Fewer words than places. */
	assert_string_equal(message_format(out, sizeof(out), &messages, MESSAGE_PART_WHERE, args, 0), "Part  of ");
	messages_finish(&messages);
}

static void check_money(const struct messages *messages, const char *currency, unsigned digits, uint64_t amount,
                        const char *expected)
{
	char out[96];

	money_format(out, sizeof(out), messages, currency, digits, amount);
	assert_string_equal(out, expected);
}

static void test_money(void **state)
{
	struct messages messages;
	char out[64];

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	check_money(&messages, "GBP", 2, 0, "£0");
	check_money(&messages, "GBP", 2, 99900, "£999");
	check_money(&messages, "GBP", 2, 12500000, "£125,000");
	check_money(&messages, "GBP", 2, 12500050, "£125,000.50");
	check_money(&messages, "GBP", 2, 5, "£0.05");
	check_money(&messages, "EUR", 2, 123456700, "€1,234,567");
	check_money(&messages, "JPY", 0, 1000, "JPY1,000");
	check_money(&messages, "KWD", 3, 1234567, "KWD1,234.567");
	check_money(&messages, "GBP", 2, UINT64_MAX, "£184,467,440,737,095,516.15");
	number_format(out, sizeof(out), &messages, 1234567);
	assert_string_equal(out, "1,234,567");
	number_format(out, 4, &messages, 1234567);
	assert_string_equal(out, "1,2");
	messages_finish(&messages);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_catalogue_is_complete),
	    cmocka_unit_test(test_plain_words),
	    cmocka_unit_test(test_faults_are_refused_with_their_line),
	    cmocka_unit_test(test_truncations),
	    cmocka_unit_test(test_load_by_tag),
	    cmocka_unit_test(test_peek),
	    cmocka_unit_test(test_format),
	    cmocka_unit_test(test_money),
	};

	return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
