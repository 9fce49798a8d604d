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
#include "messages_check.h"
#include "messages_inside.h"

static const struct catalogue *english(void)
{
	for (unsigned i = 0; i < catalogue_count; i++)
		if (!strcmp(catalogues[i].language, "en"))
			return &catalogues[i];
	return NULL;
}

static void tell_fault(void *context, unsigned line, const char *what)
{
	printf("# assets/messages/%s.txt:%u: %s\n", (const char *)context, line, what);
}

static void test_every_catalogue_is_complete(void **state)
{
	unsigned faults = 0;

	(void)state;
	assert_true(catalogue_count >= 8);
	for (unsigned i = 0; i < catalogue_count; i++) {
		char language[16];
		const struct catalogue_listener listener = {tell_fault, language};
		struct messages messages;
		unsigned line;

		snprintf(language, sizeof(language), "%s", catalogues[i].language);
		faults += catalogue_check(language, catalogues[i].text, catalogues[i].text_len, &listener);
		assert_int_equal(messages_load(&messages, language), STATUS_OK);
		for (unsigned id = 0; id < MESSAGE_COUNT; id++)
			assert_true(*messages.of[id] != 0);
		messages_finish(&messages);
		if (!faults) {
			assert_int_equal(
			    messages_read(&messages, language, catalogues[i].text, catalogues[i].text_len, &line),
			    STATUS_OK);
			messages_finish(&messages);
		}
	}
	if (faults)
		fail_msg("%u faults in the catalogues", faults);
}

static const char *longest_sentence(const char *text, unsigned *longest)
{
	static const char *const ends[] = {".", "?", "!", ":", "…", "।", "؟"};
	const char *start = text, *found = text;
	unsigned words = 1;

	*longest = 0;
	for (const char *at = text; *at; at++) {
		words += *at == ' ';
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
			if (!strncmp(at, ends[i], strlen(ends[i]))) {
				start = at + strlen(ends[i]);
				words = 0;
			}
		if (words > *longest) {
			*longest = words;
			found = start;
		}
	}
	return found;
}

/* No sentence is longer than 20 words, in any language. */
static void test_short_sentences(void **state)
{
	(void)state;
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;

		assert_int_equal(messages_load(&messages, catalogues[i].language), STATUS_OK);
		for (unsigned id = 0; id < MESSAGE_COUNT; id++) {
			unsigned words;
			const char *sentence = longest_sentence(messages.of[id], &words);

			if (words > 20)
				fail_msg("%s: %s: %u words: %s", messages.language, message_key(id), words, sentence);
		}
		messages_finish(&messages);
	}
}

/* Nothing is called by a machine's words. */
static void test_plain_words(void **state)
{
	static const char *const never[] = {"nvalid", "rror", "lease wait", "ancel", "ubmit"};
	struct messages messages;

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	for (unsigned id = 0; id < MESSAGE_COUNT; id++)
		for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
			if (strstr(messages.of[id], never[i]))
				fail_msg("\"%s\" in: %s", never[i], messages.of[id]);
	messages_finish(&messages);
}

/* The length of the longest run of capitals, none of whose letters are written small. */
static unsigned longest_capitals(const char *text)
{
	unsigned longest = 0, run = 0;

	for (; *text; text++) {
		run = *text >= 'A' && *text <= 'Z' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Words are not written in capitals only; what is shorter is a name, like USB. */
static void test_no_words_in_capitals(void **state)
{
	(void)state;
	assert_int_equal(longest_capitals("Plug in the USB stick"), 3);
	assert_int_equal(longest_capitals("CAST my vote"), 4);
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;

		assert_int_equal(messages_load(&messages, catalogues[i].language), STATUS_OK);
		for (unsigned id = 0; id < MESSAGE_COUNT; id++)
			if (longest_capitals(messages.of[id]) > 3)
				fail_msg("%s: %s: capitals only: %s", messages.language, message_key(id),
				         messages.of[id]);
		messages_finish(&messages);
	}
}

/* Whoever is told to touch a button finds it under that very name. */
static void test_buttons_are_called_by_their_names(void **state)
{
	static const struct {
		enum message text, button;
	} told[] = {
	    {MESSAGE_HELP_CHOOSE, MESSAGE_CHOOSE},
	    {MESSAGE_HELP_MOVE, MESSAGE_PAGE_NEXT},
	    {MESSAGE_HELP_MOVE, MESSAGE_PAGE_PREVIOUS},
	    {MESSAGE_HELP_CHANGE, MESSAGE_NAV_SETTINGS},
	    {MESSAGE_HELP_LEAVE, MESSAGE_NAV_LEAVE},
	    {MESSAGE_PIN_TEXT, MESSAGE_NAV_OK},
	    {MESSAGE_STAFF_CLOSE_HINT, MESSAGE_STAFF_PAUSE},
	    {MESSAGE_CLOSE_TEXT, MESSAGE_STAFF_PAUSE},
	    {MESSAGE_PROJECTS_NONE, MESSAGE_PROJECTS_FILTER},
	};

	(void)state;
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;

		assert_int_equal(messages_load(&messages, catalogues[i].language), STATUS_OK);
		for (size_t t = 0; t < sizeof(told) / sizeof(*told); t++)
			if (!strstr(messages.of[told[t].text], messages.of[told[t].button]))
				fail_msg("%s: %s does not name the button \"%s\": %s", messages.language,
				         message_key(told[t].text), messages.of[told[t].button],
				         messages.of[told[t].text]);
		messages_finish(&messages);
	}
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
	assert_string_equal(message_format(out, sizeof(out), &messages, MESSAGE_PART_WHERE, args, 2), "Page 3 of 12");
	/* Too little room: cut, closed, and never inside of a character. */
	assert_string_equal(message_format(out, 7, &messages, MESSAGE_PART_WHERE, args, 2), "Page 3");
	args[0] = "££££";
	for (size_t room = 1; room < 20; room++) {
		size_t len = strlen(message_format(out, room, &messages, MESSAGE_PART_WHERE, args, 2));

		assert_true(len < room);
		assert_true(len == 0 || (unsigned char)out[len - 1] != 0xc2);
	}
	/* Fewer words than places. */
	assert_string_equal(message_format(out, sizeof(out), &messages, MESSAGE_PART_WHERE, args, 0), "Page  of ");
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

static void check_spoken(const struct messages *messages, const char *currency, unsigned digits, uint64_t amount,
                         const char *expected)
{
	char out[96];

	money_speak(out, sizeof(out), messages, currency, digits, amount);
	assert_string_equal(out, expected);
}

/* From the number, never from the formatted text; in the plural of each language. */
static void test_money_is_spoken(void **state)
{
	struct messages messages;
	char out[8];

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	check_spoken(&messages, "GBP", 2, 12500000, "125000 pounds");
	check_spoken(&messages, "GBP", 2, 100, "1 pound");
	check_spoken(&messages, "GBP", 2, 150, "1 pound 50");
	check_spoken(&messages, "JPY", 0, 1000, "1000 J P Y");
	money_speak(out, sizeof(out), &messages, "GBP", 2, 12500000);
	assert_string_equal(out, "125000 ");
	messages_finish(&messages);
	assert_int_equal(messages_load(&messages, "pl"), STATUS_OK);
	check_spoken(&messages, "PLN", 2, 100, "jeden złoty");
	check_spoken(&messages, "PLN", 2, 300, "3 złote");
	check_spoken(&messages, "PLN", 2, 500, "5 złotych");
	check_spoken(&messages, "PLN", 2, 12500000, "125000 złotych");
	messages_finish(&messages);
	assert_int_equal(messages_load(&messages, "es"), STATUS_OK);
	check_spoken(&messages, "EUR", 2, 100000000, "1000000 de euros");
	check_spoken(&messages, "GBP", 2, 100, "una libra");
	messages_finish(&messages);
	assert_int_equal(messages_load(&messages, "fr"), STATUS_OK);
	check_spoken(&messages, "GBP", 2, 0, "0 livre");
	messages_finish(&messages);
	assert_int_equal(messages_load(&messages, "ar"), STATUS_OK);
	check_spoken(&messages, "GBP", 2, 200, "جنيهان");
	check_spoken(&messages, "GBP", 2, 500, "5 جنيهات");
	check_spoken(&messages, "GBP", 2, 1200, "12 جنيهًا");
	check_spoken(&messages, "GBP", 2, 12500000, "125000 جنيه");
	messages_finish(&messages);
}

/* Every amount up to a million has a name in every language, and holds its digits unless it is said in a word. */
static void test_every_currency_is_spoken(void **state)
{
	static const char *const codes[] = {"GBP", "EUR", "USD", "PLN", "BRL", "CZK", "SEK", "HUF",
	                                    "CHF", "MXN", "BDT", "INR", "SOS", "UAH", "RON"};
	static const uint64_t amounts[] = {0, 1, 2, 3, 5, 11, 22, 100, 101, 125000, 1000000};

	(void)state;
	for (unsigned i = 0; i < catalogue_count; i++) {
		struct messages messages;

		assert_int_equal(messages_load(&messages, catalogues[i].language), STATUS_OK);
		for (size_t c = 0; c < sizeof(codes) / sizeof(*codes); c++) {
			for (size_t a = 0; a < sizeof(amounts) / sizeof(*amounts); a++) {
				char out[96], digits[24];

				money_speak(out, sizeof(out), &messages, codes[c], 2, amounts[a] * 100);
				number_speak(digits, sizeof(digits), amounts[a]);
				if (amounts[a] != 1 && amounts[a] != 2)
					assert_non_null(strstr(out, digits));
				assert_true(strlen(out) > strlen(digits) + 1);
				assert_null(strstr(out, codes[c]));
			}
		}
		messages_finish(&messages);
	}
}

static void test_right_to_left(void **state)
{
	const char *args[] = {"3", "12"};
	struct messages messages;
	char out[96];

	(void)state;
	assert_int_equal(messages_load(&messages, "ar"), STATUS_OK);
	assert_int_equal(messages.right_to_left, 1);
	message_format(out, sizeof(out), &messages, MESSAGE_PART_WHERE, args, 2);
	assert_non_null(strstr(out, "\xe2\x81\xa8"
	                            "12\xe2\x81\xa9"));
	/* An amount is one piece, to be set apart as a whole. */
	check_money(&messages, "GBP", 2, 12500000, "125,000\xc2\xa0£");
	messages_finish(&messages);
	assert_int_equal(messages_load(&messages, "bn"), STATUS_OK);
	assert_int_equal(messages.right_to_left, 0);
	check_money(&messages, "GBP", 2, 1234567800, "£1,23,45,678");
	messages_finish(&messages);
}

/* What a language lacks, or has wrong, is said in English, in English's forms. */
static void test_gaps_are_said_in_english(void **state)
{
	static const char text[] = "language.name = Example\n"
	                           "nav.help = Hulp\n"
	                           "nav.back = Terug {0}\n"
	                           "no.such = words\n"
	                           "no line\n"
	                           "nav.next = \xff\n";
	const struct catalogue example = {"xx", text, sizeof(text) - 1};
	struct messages messages;

	(void)state;
	assert_int_equal(catalogue_load(&messages, &example), STATUS_OK);
	assert_string_equal(messages.of[MESSAGE_NAV_HELP], "Hulp");
	assert_string_equal(messages.of[MESSAGE_NAV_BACK], "Back");
	assert_string_equal(messages.of[MESSAGE_NAV_NEXT], "Continue");
	check_spoken(&messages, "GBP", 2, 100, "1 pound");
	check_spoken(&messages, "GBP", 2, 200, "2 pounds");
	messages_finish(&messages);
}

struct heard {
	unsigned count, line[8];
	char what[8][CATALOGUE_FAULT];
};

static void hear(void *context, unsigned line, const char *what)
{
	struct heard *heard = context;

	if (heard->count < 8 && !strstr(what, "is missing: ")) {
		heard->line[heard->count] = line;
		snprintf(heard->what[heard->count++], CATALOGUE_FAULT, "%s", what);
	}
}

static void check_heard(const char *text, unsigned line, const char *words)
{
	struct heard heard = {0};
	const struct catalogue_listener listener = {hear, &heard};

	(void)catalogue_check("ar", text, strlen(text), &listener);
	assert_int_equal(heard.count, words ? 1 : 0);
	if (words) {
		assert_int_equal(heard.line[0], line);
		if (!strstr(heard.what[0], words))
			fail_msg("\"%s\" says nothing of \"%s\"", heard.what[0], words);
	}
}

/* What whoever translates is told, with the line. */
static void test_faults_are_named(void **state)
{
	(void)state;
	check_heard("# all is well\n\nnav.help = x\n", 0, NULL);
	check_heard("nav.help = x\nnav.help = y\n", 2, "nav.help: stands here twice");
	check_heard("\nnav.hlep = x\n", 2, "\"nav.hlep\" is no message");
	check_heard("nav.help=x\n", 1, "no line");
	check_heard("nav.help = a {0}\n", 1, "{0} is not filled in");
	check_heard("part.where = {0}\n", 1, "{1} is missing");
	check_heard("part.where = {0} {1\n", 1, "around one digit");
	check_heard("nav.help = \xc3\x28\n", 1, "UTF-8");
	check_heard("nav.help = Help, help, help, help, help, help, help, help\n", 1, "characters");
	check_heard("nav.help[lots] = x\n", 1, "no form \"lots\"");
	check_heard("language.direction = left\n", 1, "ltr");
	check_heard("number.groups = 4\n", 1, "1,234,567");
	check_heard("currency.pound[zero] = a\ncurrency.pound[one] = a\ncurrency.pound[two] = a\n"
	            "currency.pound[few] = {0} a\ncurrency.pound[many] = {0} a\n",
	            0, "currency.pound[other] is missing");
	check_heard("currency.pound = {0} a\ncurrency.pound[one] = a\n", 2, "both with forms and without");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_catalogue_is_complete),
	    cmocka_unit_test(test_short_sentences),
	    cmocka_unit_test(test_plain_words),
	    cmocka_unit_test(test_no_words_in_capitals),
	    cmocka_unit_test(test_buttons_are_called_by_their_names),
	    cmocka_unit_test(test_faults_are_refused_with_their_line),
	    cmocka_unit_test(test_truncations),
	    cmocka_unit_test(test_load_by_tag),
	    cmocka_unit_test(test_peek),
	    cmocka_unit_test(test_format),
	    cmocka_unit_test(test_money),
	    cmocka_unit_test(test_money_is_spoken),
	    cmocka_unit_test(test_every_currency_is_spoken),
	    cmocka_unit_test(test_right_to_left),
	    cmocka_unit_test(test_gaps_are_said_in_english),
	    cmocka_unit_test(test_faults_are_named),
	};

	return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
