/* How hard a text is to read: sentences, words, and the grade of Flesch and Kincaid (Kincaid et al., 1975: "Derivation
 * of new readability formulas for Navy enlisted personnel"), which fits English only. Pure. */
#ifndef FOLKMOOT_READABILITY_H
#define FOLKMOOT_READABILITY_H

#include <stddef.h>

enum {
	READING_LONG = 20,   /* words that a sentence should have at most */
	READING_SOME = 40,   /* words from which on a grade says something */
	READING_MINUTE = 200 /* words that a grown-up reads in a minute */
};

/* What was read so far; zeroed at first. */
struct reading {
	unsigned sentences, words;
	unsigned english, syllables; /* words of letters a to z, and their syllables as English has them */
	unsigned long_sentences, longest;
	const char *longest_at; /* where it begins, in the text that was added */
	size_t longest_len;     /* bytes */
};

/* Adds a text, clean UTF-8. A line's end is a sentence's end too. */
void reading_add(struct reading *reading, const char *text);
/* Tenths of a school year (45: the middle of the fourth; the age is about five years more); 0 at least. */
unsigned reading_grade(const struct reading *reading);

#endif
