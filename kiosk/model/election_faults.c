#include "election_faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Drops what is no clean text, such as half a character where a precision cut it, or what would steer a terminal. */
static void scrub(char *text)
{
	char *to = text;

	while (*text) {
		size_t left = strnlen(text, 4), len = 1;
		while (len < left && !text_is_clean(text, len))
			len++;
		if (!text_is_clean(text, len)) {
			text++;
			continue;
		}
		memmove(to, text, len);
		if (*to == '\n')
			*to = ' ';
		to += len;
		text += len;
	}
	*to = '\0';
}

void fault_place(struct check *check, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(check->place, sizeof check->place, format, args);
	va_end(args);
	scrub(check->place);
}

void fault_place_contest(struct check *check, unsigned index)
{
	unsigned question = question_number(check->election, index);

	fault_place(check, "%s %u", question > 0 ? "question" : "contest", question > 0 ? question : index + 1);
}

void fault_found(struct check *check, const char *cure, const char *what, ...)
{
	struct problem problem = {.what = ""};
	va_list args;

	check->faults++;
	if (!check->found)
		return;
	snprintf(problem.place, sizeof problem.place, "%s", check->place);
	snprintf(problem.cure, sizeof problem.cure, "%s", cure);
	va_start(args, what);
	vsnprintf(problem.what, sizeof problem.what, what, args);
	va_end(args);
	scrub(problem.what);
	check->found(check->context, &problem);
}

const char *text_or_empty(const char *text)
{
	return text ? text : "";
}

const char *fault_number(char out[static FAULT_NUMBER_TEXT], uint64_t value)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value), used = 0;

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[used++] = ',';
		out[used++] = digits[i];
	}
	out[used] = '\0';
	return out;
}

const char *fault_money(char out[static FAULT_NUMBER_TEXT], const struct election *election, uint64_t amount)
{
	char whole[FAULT_NUMBER_TEXT];
	uint64_t unit = 1;

	for (unsigned i = 0; i < election->minor_digits && i < 4; i++)
		unit *= 10;
	fault_number(whole, amount / unit);
	if (amount % unit == 0)
		snprintf(out, FAULT_NUMBER_TEXT, "%.8s %.40s", text_or_empty(election->currency), whole);
	else
		snprintf(out, FAULT_NUMBER_TEXT, "%.8s %.40s.%0*llu", text_or_empty(election->currency), whole,
		         election->minor_digits & 7, (unsigned long long)(amount % unit));
	return out;
}

static void check_words(struct check *check, const char *field, const char *language, const char *text, unsigned max)
{
	size_t characters = text_characters(text);
	char have[FAULT_NUMBER_TEXT], may[FAULT_NUMBER_TEXT];

	if (!text_is_clean(text, strlen(text))) {
		fault_found(check, "write it as plain UTF-8 text",
		            "the %s (%s) holds characters that cannot be shown, or is not UTF-8", field, language);
		return;
	}
	if (strchr(text, '\n') && strcmp(field, "description") != 0)
		fault_found(check, "write it in one line; only a description may have several",
		            "the %s (%s) has more than one line", field, language);
	if (text[0] == ' ' || (text[0] && text[strlen(text) - 1] == ' '))
		fault_found(check, "remove the blanks", "the %s (%s) begins or ends with a blank", field, language);
	if (characters > max)
		fault_found(check, "shorten it", "the %s (%s) has %s characters; %s is the most", field, language,
		            fault_number(have, characters), fault_number(may, max));
}

void fault_text(struct check *check, const char *field, const struct text *text, unsigned max, enum need need)
{
	const struct election *election = check->election;
	const char *main_words = text->in[0];

	if (!main_words || (need == TEXT_NEEDED && main_words[0] == '\0')) {
		fault_found(check, "write it in the main language", "the %s is missing in the main language (%s)",
		            field, text_or_empty(election->language[0]));
		main_words = NULL;
	}
	for (unsigned i = 0; i < election->language_count && i < ELECTION_MAX_LANGUAGES; i++) {
		const char *language = text_or_empty(election->language[i]);
		if (!text->in[i])
			continue;
		check_words(check, field, language, text->in[i], max);
		if (i == 0 || !main_words)
			continue;
		if (text->in[i][0] == '\0' && main_words[0] != '\0')
			fault_found(check,
			            "translate it, or leave the translation out: the main language is then shown",
			            "the %s is empty in %s", field, language);
		if (text->in[i][0] != '\0' && main_words[0] == '\0')
			fault_found(check, "write it in the main language too",
			            "the %s is written in %s but not in the main language", field, language);
	}
}
