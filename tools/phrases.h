/* The sentences of results pages and explanations in the languages of assets/pages: one file a language,
 * "key = words", "{name}" in the words is filled in. Words may part by number: "key.one", "key.few", "key.many",
 * "key.other" (plural categories of CLDR), chosen by the value called "n". */
#ifndef FOLKMOOT_PHRASES_H
#define FOLKMOOT_PHRASES_H

#include <stdint.h>
#include <stdio.h>

#include "status.h"

struct phrases;

/* What fills "{name}". The value "n" chooses the form by its number even where it has a text. */
struct phrase_value {
	const char *name;
	const char *text; /* NULL: the number, written by the language's habits */
	uint64_t number;
};

/* The catalogue of a BCP 47 tag: exact, else of its main language ("pt-BR" -> "pt"). NULL where there is none. English
 * is always there. Valid for ever. */
const struct phrases *phrases_in(const char *language);
/* The catalogues one by one, from 0; NULL behind the last. */
const struct phrases *phrases_at(unsigned index);
/* Its own BCP 47 tag. */
const char *phrases_language(const struct phrases *phrases);
/* "ltr" or "rtl". */
const char *phrases_direction(const struct phrases *phrases);
/* The words as they stand, in English where this language lacks them; NULL where English does, too: a bug, which
 * phrase_print shows as "[key]" and the tests find. */
const char *phrase(const struct phrases *phrases, const char *key);
/* Prints the words with the values filled in, as plain text. */
void phrase_print(FILE *out, const struct phrases *phrases, const char *key, const struct phrase_value *values,
                  unsigned count);
/* The same into memory; cut at a character's end where there is no room. Returns out. */
const char *phrase_text(char *out, size_t room, const struct phrases *phrases, const char *key,
                        const struct phrase_value *values, unsigned count);

/* Numbers and money by the language's habits: "125,000", "£125,000" (decimals only where it is not whole). */
enum { PHRASE_NUMBER = 80 };
const char *phrase_number(char out[static PHRASE_NUMBER], const struct phrases *phrases, uint64_t number);
/* amount counts units of 10^-digits: "1,234.50", "7". */
const char *phrase_decimal(char out[static PHRASE_NUMBER], const struct phrases *phrases, unsigned digits,
                           uint64_t amount);
/* amount counts 10^-digits units of currency (ISO 4217; "" for none). */
const char *phrase_money(char out[static PHRASE_NUMBER], const struct phrases *phrases, const char *currency,
                         unsigned digits, uint64_t amount);

#endif
