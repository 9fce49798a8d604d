/* A hash as words, to be read aloud and compared by ear: one of 256 plain English words for each byte. */
#ifndef FOLKMOOT_WORDS_H
#define FOLKMOOT_WORDS_H

#include "transcript.h"

enum {
	WORDS_COUNT = 16, /* words of a hash: its first 16 bytes */
	WORD_MAX = 8,     /* letters of the longest word */
	WORDS_ROOM = WORDS_COUNT * (WORD_MAX + 1),
};

/* The word for a byte: 3 to 8 lower-case letters. */
const char *word(uint8_t value);
/* Sixteen words with a blank between, NUL-terminated. */
void words_write(char out[static WORDS_ROOM], const struct hash *hash);

#endif
