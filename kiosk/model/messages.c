#include "messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *key;
	unsigned places;
} entries[MESSAGE_COUNT] = {
#define X(name, key, places) {key, places},
    MESSAGE_LIST(X)
#undef X
};

/* One line of a catalogue: key and words; an empty key for a line that says nothing. */
struct entry {
	const char *key, *words;
	size_t key_len, words_len;
};

static enum status split_line(struct entry *out, const char *line, size_t len)
{
	const char *equals;

	*out = (struct entry){.key = line, .words = line};
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\r'))
		len--;
	if (!len || line[0] == '#')
		return STATUS_OK;
	equals = memmem(line, len, " = ", 3);
	if (!equals)
		return STATUS_TEXT;
	out->key_len = (size_t)(equals - line);
	out->words = equals + 3;
	out->words_len = len - out->key_len - 3;
	return out->words_len ? STATUS_OK : STATUS_TEXT;
}

/* Takes the first line off text. */
static const char *take_line(const char **text, size_t *text_len, size_t *len)
{
	const char *line = *text, *end = memchr(line, '\n', *text_len);

	*len = end ? (size_t)(end - line) : *text_len;
	*text += *len + (end ? 1 : 0);
	*text_len -= *len + (end ? 1 : 0);
	return line;
}

static unsigned find_key(const char *key, size_t key_len)
{
	for (unsigned i = 0; i < MESSAGE_COUNT; i++)
		if (strlen(entries[i].key) == key_len && !memcmp(entries[i].key, key, key_len))
			return i;
	return MESSAGE_COUNT;
}

/* Every place {0} … {places - 1} at least once, and no other brace. */
static int places_match(const char *words, size_t len, unsigned places)
{
	unsigned seen = 0;

	for (size_t i = 0; i < len; i++) {
		if (words[i] == '}')
			return 0;
		if (words[i] != '{')
			continue;
		if (i + 2 >= len || words[i + 1] < '0' || words[i + 1] > '9' || words[i + 2] != '}')
			return 0;
		seen |= 1U << (words[i + 1] - '0');
		i += 2;
	}
	return seen == (1U << places) - 1;
}

/* Copies words, turning "\n" into a line break. Writes at most len + 1 bytes. */
static size_t copy_words(char *out, const char *words, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		if (words[i] == '\\' && i + 1 < len && words[i + 1] == 'n') {
			out[used++] = '\n';
			i++;
		} else {
			out[used++] = words[i];
		}
	}
	out[used++] = 0;
	return used;
}

static enum status read_lines(struct messages *out, const char *text, size_t text_len, unsigned *line)
{
	size_t used = 0;

	for (*line = 1; text_len; ++*line) {
		struct entry entry;
		size_t len;
		const char *start = take_line(&text, &text_len, &len);
		enum status status = split_line(&entry, start, len);
		unsigned id;

		if (status)
			return status;
		if (!entry.key_len)
			continue;
		id = find_key(entry.key, entry.key_len);
		if (id == MESSAGE_COUNT)
			return STATUS_RANGE;
		if (out->of[id])
			return STATUS_ORDER;
		if (!places_match(entry.words, entry.words_len, entries[id].places))
			return STATUS_MISMATCH;
		out->of[id] = out->pool + used;
		used += copy_words(out->pool + used, entry.words, entry.words_len);
	}
	return STATUS_OK;
}

enum status messages_read(struct messages *out, const char *language, const char *text, size_t text_len, unsigned *line)
{
	enum status status = STATUS_OK;

	memset(out, 0, sizeof(*out));
	*line = 0;
	if (strlen(language) >= sizeof(out->language))
		return STATUS_TOO_LONG;
	memcpy(out->language, language, strlen(language) + 1);
	out->pool = malloc(text_len + 1);
	if (!out->pool)
		return STATUS_NO_ROOM;
	status = read_lines(out, text, text_len, line);
	for (unsigned i = 0; !status && i < MESSAGE_COUNT; i++)
		if (!out->of[i])
			status = STATUS_ABSENT;
	if (status)
		messages_finish(out);
	return status;
}

static const struct catalogue *find_catalogue(const char *language)
{
	for (unsigned i = 0; i < catalogue_count; i++)
		if (!strcmp(catalogues[i].language, language))
			return &catalogues[i];
	for (unsigned i = 0; i < catalogue_count; i++) {
		size_t len = strlen(catalogues[i].language);

		if (!strncmp(catalogues[i].language, language, len) && language[len] == '-')
			return &catalogues[i];
	}
	return NULL;
}

enum status messages_load(struct messages *out, const char *language)
{
	const struct catalogue *catalogue = find_catalogue(language);
	unsigned line;

	memset(out, 0, sizeof(*out));
	if (!catalogue)
		return STATUS_ABSENT;
	return messages_read(out, catalogue->language, catalogue->text, catalogue->text_len, &line);
}

void messages_finish(struct messages *messages)
{
	free(messages->pool);
	memset(messages, 0, sizeof(*messages));
}

enum status messages_peek(char *out, size_t room, const char *language, enum message id)
{
	const struct catalogue *catalogue = find_catalogue(language);
	const char *text = catalogue ? catalogue->text : NULL;
	size_t text_len = catalogue ? catalogue->text_len : 0;

	out[0] = 0;
	while (text_len) {
		struct entry entry;
		size_t len;
		const char *start = take_line(&text, &text_len, &len);

		if (split_line(&entry, start, len) || !entry.key_len || find_key(entry.key, entry.key_len) != id)
			continue;
		if (entry.words_len >= room)
			return STATUS_NO_ROOM;
		copy_words(out, entry.words, entry.words_len);
		return STATUS_OK;
	}
	return STATUS_ABSENT;
}

/* --- filling in --- */

/* Appends as much as fits, whole characters only. */
static void append(char *out, size_t room, size_t *used, const char *words, size_t len)
{
	if (len > room - 1 - *used) {
		len = room - 1 - *used;
		while (len && ((unsigned char)words[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(out + *used, words, len);
	*used += len;
	out[*used] = 0;
}

static void fill(char *out, size_t room, const char *words, const char *const *args, unsigned arg_count)
{
	size_t used = 0;

	out[0] = 0;
	while (*words) {
		size_t plain = strcspn(words, "{");

		append(out, room, &used, words, plain);
		words += plain;
		if (!*words)
			break;
		if (words[1] >= '0' && words[1] <= '9' && words[2] == '}') {
			unsigned place = (unsigned)(words[1] - '0');

			if (place < arg_count)
				append(out, room, &used, args[place], strlen(args[place]));
			words += 3;
		} else {
			append(out, room, &used, words++, 1);
		}
	}
}

const char *message_format(char *out, size_t room, const struct messages *messages, enum message id,
                           const char *const *args, unsigned arg_count)
{
	if (room)
		fill(out, room, messages->of[id], args, arg_count);
	return out;
}

void number_format(char *out, size_t room, const struct messages *messages, uint64_t number)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	const char *group = messages->of[MESSAGE_NUMBER_GROUP];
	size_t used = 0;

	if (!room)
		return;
	out[0] = 0;
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			append(out, room, &used, group, strlen(group));
		append(out, room, &used, digits + i, 1);
	}
}

const char *currency_sign(const char *currency)
{
	static const struct {
		const char *code, *sign;
	} signs[] = {
	    {"GBP", "£"},  {"EUR", "€"},  {"USD", "$"},  {"PLN", "zł"}, {"CZK", "Kč"}, {"SEK", "kr"},
	    {"NOK", "kr"}, {"DKK", "kr"}, {"HUF", "Ft"}, {"CAD", "$"},  {"AUD", "$"},  {"BRL", "R$"},
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (!strcmp(signs[i].code, currency))
			return signs[i].sign;
	return currency;
}

void money_format(char *out, size_t room, const struct messages *messages, const char *currency, unsigned minor_digits,
                  uint64_t amount)
{
	char number[64];
	const char *args[2] = {number, currency_sign(currency)};
	uint64_t unit = 1;
	size_t used;

	for (unsigned i = 0; i < minor_digits; i++)
		unit *= 10;
	number_format(number, sizeof(number), messages, amount / unit);
	used = strlen(number);
	if (amount % unit) {
		char rest[24];

		snprintf(rest, sizeof(rest), "%0*llu", (int)minor_digits, (unsigned long long)(amount % unit));
		append(number, sizeof(number), &used, messages->of[MESSAGE_NUMBER_POINT],
		       strlen(messages->of[MESSAGE_NUMBER_POINT]));
		append(number, sizeof(number), &used, rest, strlen(rest));
	}
	message_format(out, room, messages, MESSAGE_MONEY_PATTERN, args, 2);
}

void number_speak(char *out, size_t room, uint64_t number)
{
	snprintf(out, room, "%llu", (unsigned long long)number);
}

void money_speak(char *out, size_t room, const struct messages *messages, const char *currency, unsigned minor_digits,
                 uint64_t amount)
{
	uint64_t unit = 1;

	(void)messages;
	for (unsigned i = 0; i < minor_digits; i++)
		unit *= 10;
	snprintf(out, room, "%llu %s", (unsigned long long)(amount / unit), currency);
}
