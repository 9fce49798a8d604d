#include "ask.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "bytes.h"
#include "definition.h"

/* --- one line --- */

/* Without blanks around it. */
static void trim(char *line)
{
	size_t len = strlen(line), from = 0;

	while (len > 0 && isspace((unsigned char)line[len - 1]))
		line[--len] = '\0';
	while (isspace((unsigned char)line[from]))
		from++;
	memmove(line, line + from, len - from + 1);
}

static int skip_line(FILE *in)
{
	int c;

	while ((c = getc(in)) != EOF && c != '\n')
		;
	return c;
}

/* 0 where the line cannot be used, which was said. */
static int read_answer(char out[static ASK_LINE], struct asking *asking)
{
	fflush(stdout);
	out[0] = '\0';
	if (!fgets(out, ASK_LINE, asking->in)) {
		asking->ended = 1;
		return 1;
	}
	if (!strchr(out, '\n') && !feof(asking->in)) {
		(void)skip_line(asking->in);
		printf("  That is too long for one answer. Please try again.\n");
		return 0;
	}
	trim(out);
	if (text_is_clean(out, strlen(out)) && !strchr(out, '\t'))
		return 1;
	printf("  There are signs in it that a text cannot have. Please type it again.\n");
	return 0;
}

static void put_question(const char *question, const char *otherwise)
{
	if (otherwise && *otherwise)
		printf("%s [%s] ", question, otherwise);
	else
		printf("%s ", question);
}

void ask_text(char out[static ASK_LINE], struct asking *asking, const char *question, size_t max, const char *otherwise)
{
	out[0] = '\0';
	while (!asking->ended) {
		put_question(question, otherwise);
		if (!read_answer(out, asking))
			continue;
		if (!*out && otherwise)
			snprintf(out, ASK_LINE, "%s", otherwise);
		else if (!*out && !asking->ended)
			printf("  An answer is needed here.\n");
		if (text_characters(out) > max) {
			printf("  That has %zu characters; there is room for %zu. Please say it more shortly.\n",
			       text_characters(out), max);
			continue;
		}
		if (*out || otherwise)
			return;
	}
}

/* --- choices and numbers --- */

/* Digits alone, at most ten; -1 for anything else. */
static int64_t number_of(const char *text)
{
	size_t len = strlen(text);

	if (len == 0 || len > 10 || strspn(text, "0123456789") != len)
		return -1;
	return strtoll(text, NULL, 10);
}

unsigned ask_choice(struct asking *asking, const char *question, const char *const *words, unsigned count,
                    unsigned otherwise)
{
	char line[ASK_LINE], usual[24] = "";

	printf("%s\n", question);
	for (unsigned i = 0; i < count; i++)
		printf("  %u  %s\n", i + 1, words[i]);
	if (otherwise > 0)
		snprintf(usual, sizeof usual, "%u", otherwise);
	while (!asking->ended) {
		int64_t number;

		ask_text(line, asking, "Number:", 20, *usual ? usual : NULL);
		number = number_of(line);
		if (number >= 1 && number <= count)
			return (unsigned)number - 1;
		if (!asking->ended)
			printf("  Please type one of the numbers from 1 to %u.\n", count);
	}
	return 0;
}

int ask_yes(struct asking *asking, const char *question, const char *otherwise)
{
	char line[ASK_LINE];

	while (!asking->ended) {
		ask_text(line, asking, question, 20, otherwise);
		if (strcasecmp(line, "yes") == 0 || strcasecmp(line, "y") == 0)
			return 1;
		if (strcasecmp(line, "no") == 0 || strcasecmp(line, "n") == 0)
			return 0;
		if (!asking->ended)
			printf("  Please type yes or no.\n");
	}
	return 0;
}

uint64_t ask_number(struct asking *asking, const char *question, uint64_t min, uint64_t max, uint64_t otherwise)
{
	char line[ASK_LINE], usual[24];

	snprintf(usual, sizeof usual, "%llu", (unsigned long long)otherwise);
	while (!asking->ended) {
		int64_t number;

		ask_text(line, asking, question, 20, usual);
		number = number_of(line);
		if (number >= 0 && (uint64_t)number >= min && (uint64_t)number <= max)
			return (uint64_t)number;
		if (!asking->ended)
			printf("  Please type a whole number from %llu to %llu.\n", (unsigned long long)min,
			       (unsigned long long)max);
	}
	return otherwise;
}

/* --- money --- */

void money_as_written(char out[static ASK_LINE], const char *words)
{
	char *put = out;
	const char *at = words;

	/* A sign or letters before the number, and after it. */
	while (*at && !isdigit((unsigned char)*at) && *at != '-')
		at++;
	for (; *at && put < out + ASK_LINE - 1; at++) {
		int thousands = (*at == ',' || *at == ' ' || *at == '\'') && strspn(at + 1, "0123456789") == 3;

		if (isdigit((unsigned char)*at) || *at == '.' || *at == '-' || (*at == ',' && !thousands))
			*put++ = *at;
		else if (!thousands)
			break;
	}
	/* What else stands there is nothing to guess at, but for a sign after the number. */
	while (*at == ' ')
		at++;
	if (isalnum((unsigned char)*at) && put < out + ASK_LINE - 1)
		*put++ = '?';
	*put = '\0';
}

uint64_t ask_money(struct asking *asking, const char *question, unsigned minor_digits, uint64_t max, int allow_none)
{
	char line[ASK_LINE], plain[ASK_LINE], most[MONEY_TEXT];

	while (!asking->ended) {
		uint64_t amount;
		enum status status;

		ask_text(line, asking, question, 40, allow_none ? "" : NULL);
		if (!*line)
			return 0;
		money_as_written(plain, line);
		status = amount_from_text(&amount, plain, minor_digits);
		if (status != STATUS_OK || amount == 0)
			printf("  Please type an amount of money in figures, such as 25000 or 25,000.50.\n");
		else if (amount > max)
			printf("  That is more than %s, the most there can be here.\n",
			       money_text(most, "", max, minor_digits));
		else
			return amount;
	}
	return 0;
}

/* --- days --- */

static int month_of(const char *word)
{
	static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
	                                     "july",    "august",   "september", "october", "november", "december"};
	size_t len = strlen(word);

	if (len < 3)
		return 0;
	for (int i = 0; i < 12; i++)
		if (strncasecmp(word, months[i], len) == 0)
			return i + 1;
	return 0;
}

static int calendar_day(struct tm *out, int year, int month, int day)
{
	struct tm wanted = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day}, found;
	time_t seconds = timegm(&wanted);

	if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || !gmtime_r(&seconds, &found))
		return 0;
	*out = found;
	return found.tm_mday == day && found.tm_mon == month - 1;
}

enum status day_from_words(char out[static 11], const char *words)
{
	int year = 0, month = 0, day = 0;
	char name[16] = "", end = '\0';
	struct tm found;

	/* NOLINTBEGIN(cert-err34-c): at most four digits each, which any int holds */
	if (sscanf(words, "%4d-%2d-%2d%c", &year, &month, &day, &end) != 3 &&
	    sscanf(words, "%2d/%2d/%4d%c", &day, &month, &year, &end) != 3 &&
	    sscanf(words, "%2d.%2d.%4d%c", &day, &month, &year, &end) != 3) {
		if (sscanf(words, "%2d %15[A-Za-z] %4d%c", &day, name, &year, &end) != 3)
			return STATUS_TEXT;
		month = month_of(name);
	}
	/* NOLINTEND(cert-err34-c) */
	if (!calendar_day(&found, year, month, day))
		return STATUS_RANGE;
	(void)strftime(out, 11, "%Y-%m-%d", &found);
	return STATUS_OK;
}

static void say_day(const char *day)
{
	struct tm found;
	char words[60];

	/* NOLINTNEXTLINE(cert-err34-c): day_from_words wrote it */
	if (calendar_day(&found, atoi(day), atoi(day + 5), atoi(day + 8)) &&
	    strftime(words, sizeof words, "%A, %d %B %Y", &found) > 0)
		printf("  %s\n", words);
}

void ask_day(char out[static ASK_LINE], struct asking *asking, const char *question)
{
	char line[ASK_LINE];

	out[0] = '\0';
	while (!asking->ended) {
		char day[11];

		ask_text(line, asking, question, 40, "");
		if (!*line)
			return;
		if (day_from_words(day, line) == STATUS_OK) {
			memcpy(out, day, sizeof day);
			say_day(day);
			return;
		}
		printf("  Please type a day such as 11 May 2026, 11/5/2026 or 2026-05-11.\n");
	}
}
