#include "messages_check.h"

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "messages_inside.h"

enum {
	/* A translation may have this many characters, and half as many again as the English. Whether a text fits its
	 * place on the screen is for the tests of the screens to say; this finds what was put into the wrong line. */
	LONGER_BY = 24,
	KEY_SHOWN = 60,
};

struct check {
	const char *language;
	const struct catalogue_listener *listener;
	struct messages english;
	unsigned line, faults;
	uint8_t has[MESSAGE_COUNT]; /* 1 << form; 1 << PLURAL_CATEGORIES without one */
};

__attribute__((format(printf, 2, 3))) static void tell(struct check *check, const char *format, ...)
{
	char what[CATALOGUE_FAULT];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	check->listener->tell(check->listener->context, check->line, what);
	check->faults++;
}

static void check_places(struct check *check, unsigned id, const struct catalogue_line *line, unsigned lacking)
{
	unsigned seen = words_places(line->words, line->words_len), missing = 0;

	if (seen == UINT_MAX) {
		tell(check, "%s: \"{\" and \"}\" stand only around one digit, as in {0}", message_key(id));
		return;
	}
	for (unsigned i = 0; i < 10; i++) {
		if (i >= message_places(id) && seen >> i & 1)
			tell(check, "%s: {%u} is not filled in here; take it out", message_key(id), i);
		missing += i < message_places(id) && !(seen >> i & 1);
	}
	for (unsigned i = 0; i < message_places(id) && missing > lacking; i++)
		if (!(seen >> i & 1))
			tell(check, "%s: {%u} is missing; the program fills it in", message_key(id), i);
}

static void check_length(struct check *check, unsigned id, const struct catalogue_line *line)
{
	size_t english = text_characters(check->english.of[id]), characters = 0;
	size_t most = english + english / 2 + LONGER_BY;

	for (size_t i = 0; i < line->words_len; i++)
		characters += ((unsigned char)line->words[i] & 0xc0) != 0x80;
	if (characters > most)
		tell(check, "%s: %zu characters, where English has %zu; say it in at most %zu", message_key(id),
		     characters, english, most);
}

/* Words with a meaning for the program. */
static void check_setting(struct check *check, unsigned id, const struct catalogue_line *line)
{
	size_t len = line->words_len;

	if (id == MESSAGE_LANGUAGE_DIRECTION &&
	    (len != 3 || (memcmp(line->words, "ltr", 3) != 0 && memcmp(line->words, "rtl", 3) != 0)))
		tell(check, "%s: \"ltr\" (from the left) or \"rtl\" (from the right)", message_key(id));
	if (id == MESSAGE_NUMBER_GROUPS && (len != 1 || *line->words != '3') &&
	    (len != 3 || memcmp(line->words, "3,2", 3) != 0))
		tell(check, "%s: \"3\" (1,234,567) or \"3,2\" (12,34,567)", message_key(id));
}

/* Which form the line is in, told where it cannot be: PLURAL_CATEGORIES for none. */
static unsigned check_form(struct check *check, unsigned id, const struct catalogue_line *line)
{
	unsigned form = PLURAL_CATEGORIES;

	if (line->form != line->key) {
		form = catalogue_form(line);
		if (!catalogue_has_form(check->language, form)) {
			tell(check, "%s: this language has no form \"%.*s\"", message_key(id),
			     (int)(line->form_len < KEY_SHOWN ? line->form_len : KEY_SHOWN), line->form);
			return PLURAL_CATEGORIES;
		}
	}
	if (check->has[id] >> form & 1)
		tell(check, "%s: stands here twice; keep one", message_key(id));
	else if (check->has[id] && (form == PLURAL_CATEGORIES || check->has[id] >> PLURAL_CATEGORIES & 1))
		tell(check, "%s: stands here both with forms and without; keep one", message_key(id));
	check->has[id] |= (uint8_t)(1U << form);
	return form;
}

static void check_line(struct check *check, const char *text, size_t len)
{
	struct catalogue_line line;
	enum status status = catalogue_split(&line, text, len);
	unsigned id, form;

	if (status || !line.key_len) {
		if (status)
			tell(check, "this is no line \"id = words\"");
		return;
	}
	id = catalogue_find(&line);
	if (id == MESSAGE_COUNT) {
		tell(check, "\"%.*s\" is no message of this program",
		     (int)(line.key_len < KEY_SHOWN ? line.key_len : KEY_SHOWN), line.key);
		return;
	}
	form = check_form(check, id, &line);
	if (!text_is_clean(line.words, line.words_len)) {
		tell(check, "%s: not plain text in UTF-8", message_key(id));
		return;
	}
	check_places(check, id, &line, form == PLURAL_CATEGORIES ? 0 : form_lacking(form));
	check_length(check, id, &line);
	check_setting(check, id, &line);
}

static void check_missing(struct check *check)
{
	unsigned categories = plural_categories(check->language);

	check->line = 0;
	for (unsigned id = 0; id < MESSAGE_COUNT; id++) {
		if (!check->has[id])
			tell(check, "%s is missing: \"%.100s\"", message_key(id), check->english.of[id]);
		for (unsigned i = 0; i < PLURAL_CATEGORIES && check->has[id]; i++)
			if (!(check->has[id] >> PLURAL_CATEGORIES & 1) && categories >> i & 1 &&
			    !(check->has[id] >> i & 1))
				tell(check, "%s[%s] is missing", message_key(id), plural_category_word(i));
	}
}

unsigned catalogue_check(const char *language, const char *text, size_t text_len,
                         const struct catalogue_listener *listener)
{
	struct check *check = calloc(1, sizeof(*check));
	unsigned faults;

	if (!check || messages_load(&check->english, MESSAGES_MAIN)) {
		free(check);
		listener->tell(listener->context, 0, "this computer has no memory left");
		return 1;
	}
	check->language = language;
	check->listener = listener;
	while (text_len) {
		size_t len;
		const char *line = catalogue_take_line(&text, &text_len, &len);

		check->line++;
		check_line(check, line, len);
	}
	check_missing(check);
	faults = check->faults;
	messages_finish(&check->english);
	free(check);
	return faults;
}
