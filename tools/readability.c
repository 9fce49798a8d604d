#include "readability.h"

#include <string.h>

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* Vowels side by side are one syllable; an e at the end is silent, but for "-le" after a consonant. */
static unsigned syllables_of(const char *word, size_t len)
{
	unsigned count = 0;
	int vowel = 0;

	for (size_t i = 0; i < len; i++) {
		int now = word[i] && strchr("aeiouyAEIOUY", word[i]) != NULL;

		count += now && !vowel;
		vowel = now;
	}
	if (len > 2 && (word[len - 1] == 'e' || word[len - 1] == 'E') && !strchr("aeiouyAEIOUY", word[len - 2]) &&
	    !(word[len - 2] == 'l' && !strchr("aeiouyAEIOUY", word[len - 3])) && count > 1)
		count--;
	return count > 0 ? count : 1;
}

static void add_word(struct reading *reading, const char *word, size_t len)
{
	while (len > 0 && !is_letter(word[0])) {
		word++;
		len--;
	}
	while (len > 0 && !is_letter(word[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++)
		if (!is_letter(word[i]) && word[i] != '-' && word[i] != '\'')
			return;
	if (len == 0)
		return;
	reading->english++;
	reading->syllables += syllables_of(word, len);
}

/* Something of it is more than punctuation: a letter of any script, or a digit. */
static int is_word(const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_letter(word[i]) || (word[i] >= '0' && word[i] <= '9') || (unsigned char)word[i] >= 0xc3)
			return strncmp(word, "\xe2\x80\x93", 3) != 0 && strncmp(word, "\xe2\x80\x94", 3) != 0;
	return 0;
}

/* Full stop, question mark and their kin, perhaps before a closing quote; a small letter after it means an
 * abbreviation. */
static int ends_sentence(const char *word, size_t len, const char *next)
{
	static const char *const ends[] = {".", "!", "?", "\xe2\x80\xa6", "\xd8\x9f", "\xe0\xa5\xa4"};

	while (len > 0 && (word[len - 1] == '"' || word[len - 1] == '\'' || word[len - 1] == ')'))
		len--;
	if (len >= 3 &&
	    (memcmp(word + len - 3, "\xe2\x80\x9d", 3) == 0 || memcmp(word + len - 3, "\xe2\x80\x99", 3) == 0))
		len -= 3;
	if (*next >= 'a' && *next <= 'z')
		return 0;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		size_t end = strlen(ends[i]);

		if (len >= end && memcmp(word + len - end, ends[i], end) == 0)
			return 1;
	}
	return 0;
}

static void end_sentence(struct reading *reading, const char *from, const char *to, unsigned words)
{
	if (words == 0)
		return;
	reading->sentences++;
	reading->long_sentences += words > READING_LONG;
	if (words <= reading->longest)
		return;
	reading->longest = words;
	reading->longest_at = from;
	reading->longest_len = (size_t)(to - from);
}

void reading_add(struct reading *reading, const char *text)
{
	const char *at = text, *from = text;
	unsigned words = 0;

	while (*at) {
		const char *next;
		size_t len = 0;
		int line_ends = 0;

		while (at[len] && !is_blank(at[len]))
			len++;
		for (next = at + len; is_blank(*next); next++)
			line_ends |= *next == '\n';
		if (is_word(at, len)) {
			words++;
			reading->words++;
			add_word(reading, at, len);
		}
		if (ends_sentence(at, len, next) || line_ends || !*next) {
			end_sentence(reading, from, at + len, words);
			words = 0;
			from = next;
		}
		at = next;
	}
}

unsigned reading_grade(const struct reading *reading)
{
	long grade;

	if (reading->sentences == 0 || reading->english == 0)
		return 0;
	grade = 390L * reading->words / reading->sentences + 11800L * reading->syllables / reading->english - 15590L;
	return grade > 0 ? (unsigned)((grade + 50) / 100) : 0;
}
