#include "phrases.h"

#include <string.h>

#include "messages.h"
#include "phrases_built.h"

enum { KEY_ROOM = 96 };

/* --- finding
 * ------------------------------------------------------------------------------------------------------------------ */

static const struct phrases *find_language(const char *language, size_t len)
{
	for (unsigned i = 0; i < phrases_built_count; i++) {
		if (strlen(phrases_built[i].language) == len && memcmp(phrases_built[i].language, language, len) == 0)
			return &phrases_built[i];
	}
	return NULL;
}

const struct phrases *phrases_in(const char *language)
{
	const struct phrases *exact = find_language(language, strlen(language));

	return exact ? exact : find_language(language, strcspn(language, "-"));
}

const struct phrases *phrases_at(unsigned index)
{
	return index < phrases_built_count ? &phrases_built[index] : NULL;
}

const char *phrases_language(const struct phrases *phrases)
{
	return phrases->language;
}

const char *phrases_direction(const struct phrases *phrases)
{
	return phrase(phrases, "language.direction");
}

static const char *find_key(const struct phrases *phrases, const char *key)
{
	unsigned low = 0, high = phrases ? phrases->count : 0;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		int order = strcmp(key, phrases->entries[middle].key);

		if (order == 0)
			return phrases->entries[middle].words;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *phrase(const struct phrases *phrases, const char *key)
{
	const char *words = find_key(phrases, key);

	return words ? words : find_key(phrases_in("en"), key);
}

/* The form of the words that a number needs, else the words without forms. */
static const char *find_form(const struct phrases *phrases, const char *key, const struct phrase_value *counted)
{
	char form[KEY_ROOM];
	const char *words = NULL;

	if (counted && phrases) {
		enum plural_category category = plural_category(phrases->language, counted->number);

		snprintf(form, sizeof form, "%s.%s", key, plural_category_word(category));
		words = find_key(phrases, form);
	}
	return words ? words : find_key(phrases, key);
}

/* --- filling in
 * --------------------------------------------------------------------------------------------------------------- */

/* Where words go: to a stream, or into memory. */
struct pen {
	FILE *stream;
	char *out;
	size_t room, used;
	int apart; /* values are kept apart from the sentence's direction */
};

static void put(struct pen *pen, const char *text, size_t len)
{
	if (pen->stream) {
		fwrite(text, 1, len, pen->stream);
		return;
	}
	if (len > pen->room - 1 - pen->used) {
		len = pen->room - 1 - pen->used;
		while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
		pen->room = pen->used + len + 1;
	}
	memcpy(pen->out + pen->used, text, len);
	pen->used += len;
}

static const struct phrase_value *find_value(const struct phrase_value *values, unsigned count, const char *name,
                                             size_t len)
{
	for (unsigned i = 0; i < count; i++) {
		if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0)
			return &values[i];
	}
	return NULL;
}

/* A name from outside may run the other way than the sentence: U+2068 and U+2069 keep it together. */
static void put_value(struct pen *pen, const struct phrases *phrases, const struct phrase_value *value)
{
	static const char begin[] = "\u2068", end[] = "\u2069";
	char number[PHRASE_NUMBER];
	const char *text = value->text ? value->text : phrase_number(number, phrases, value->number);

	if (pen->apart && value->text)
		put(pen, begin, sizeof begin - 1);
	put(pen, text, strlen(text));
	if (pen->apart && value->text)
		put(pen, end, sizeof end - 1);
}

static void put_words(struct pen *pen, const struct phrases *phrases, const char *words,
                      const struct phrase_value *values, unsigned count)
{
	while (*words) {
		size_t plain = strcspn(words, "{"), name;
		const struct phrase_value *value;

		put(pen, words, plain);
		words += plain;
		if (!*words)
			return;
		name = strcspn(++words, "}");
		value = find_value(values, count, words, name);
		if (value)
			put_value(pen, phrases, value);
		words += name + (words[name] == '}');
	}
}

static void write_phrase(struct pen *pen, const struct phrases *phrases, const char *key,
                         const struct phrase_value *values, unsigned count)
{
	const struct phrase_value *counted = find_value(values, count, "n", 1);
	const struct phrases *in = phrases ? phrases : phrases_in("en");
	const char *words = find_form(in, key, counted);

	if (!words) {
		in = phrases_in("en");
		words = find_form(in, key, counted);
	}
	if (words) {
		pen->apart = strcmp(phrases_direction(in), "rtl") == 0;
		put_words(pen, in, words, values, count);
		return;
	}
	put(pen, "[", 1);
	put(pen, key, strlen(key));
	put(pen, "]", 1);
}

void phrase_print(FILE *out, const struct phrases *phrases, const char *key, const struct phrase_value *values,
                  unsigned count)
{
	struct pen pen = {.stream = out};

	write_phrase(&pen, phrases, key, values, count);
}

const char *phrase_text(char *out, size_t room, const struct phrases *phrases, const char *key,
                        const struct phrase_value *values, unsigned count)
{
	struct pen pen = {.out = out, .room = room};

	if (room == 0)
		return out;
	write_phrase(&pen, phrases, key, values, count);
	out[pen.used] = 0;
	return out;
}

/* --- numbers
 * ------------------------------------------------------------------------------------------------------------------ */

/* Sizes of the groups of digits from the right: "3" for 1,234,567; "3,2" for 12,34,567, the last one repeating. */
static int group_ends(const char *groups, int digits_right)
{
	int first = groups[0] - '0', next = groups[1] == ',' ? groups[2] - '0' : first;

	return digits_right == first || (digits_right > first && (digits_right - first) % next == 0);
}

static void put_number(struct pen *pen, const struct phrases *phrases, uint64_t number)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	const char *mark = phrase(phrases, "number.group"), *groups = phrase(phrases, "number.groups");

	for (int i = 0; i < len; i++) {
		if (i && group_ends(groups, len - i))
			put(pen, mark, strlen(mark));
		put(pen, digits + i, 1);
	}
}

const char *phrase_number(char out[static PHRASE_NUMBER], const struct phrases *phrases, uint64_t number)
{
	struct pen pen = {.out = out, .room = PHRASE_NUMBER};

	put_number(&pen, phrases, number);
	out[pen.used] = 0;
	return out;
}

const char *phrase_decimal(char out[static PHRASE_NUMBER], const struct phrases *phrases, unsigned digits,
                           uint64_t amount)
{
	struct pen pen = {.out = out, .room = PHRASE_NUMBER};
	const char *point = phrase(phrases, "number.point");
	uint64_t unit = 1;
	char rest[24];

	for (unsigned i = 0; i < digits; i++)
		unit *= 10;
	put_number(&pen, phrases, amount / unit);
	if (amount % unit) {
		snprintf(rest, sizeof rest, "%0*llu", (int)digits, (unsigned long long)(amount % unit));
		put(&pen, point, strlen(point));
		put(&pen, rest, strlen(rest));
	}
	out[pen.used] = 0;
	return out;
}

const char *phrase_money(char out[static PHRASE_NUMBER], const struct phrases *phrases, const char *currency,
                         unsigned digits, uint64_t amount)
{
	char number[PHRASE_NUMBER];
	const struct phrase_value values[] = {
	    {.name = "number", .text = phrase_decimal(number, phrases, digits, amount)},
	    {.name = "sign", .text = currency_sign(currency)},
	};
	struct pen pen = {.out = out, .room = PHRASE_NUMBER};

	if (!*currency)
		return phrase_decimal(out, phrases, digits, amount);
	put_words(&pen, phrases, phrase(phrases, "money.pattern"), values, 2);
	out[pen.used] = 0;
	return out;
}
