/* What layout and fonts must know of single characters: which of them stand together, which are never drawn, which
 * need higher lines. Ranges are those of the Unicode Standard 15 for the scripts that the fonts of fonts.h hold. */
#ifndef FOLKMOOT_CHARACTERS_H
#define FOLKMOOT_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

/* Around an argument that is filled into words of the other direction (UAX 9, FSI and PDI). */
#define ISOLATE_FIRST "\xe2\x81\xa8"
#define ISOLATE_END   "\xe2\x81\xa9"

/* Takes the next code point off a text; *at must be before end. A byte that is not UTF-8 gives U+FFFD. */
uint32_t character_next(const char **at, const char *end);
/* Never drawn, and needs no glyph: isolates and other controls of direction, spaces of no width, the soft hyphen. */
int character_is_hidden(uint32_t character);
/* Stands with the one before it: accents, vowel signs, joiners, variation selectors. */
int character_is_joined(uint32_t character);
/* A letter of a script that is written from the right. */
int character_is_right_to_left(uint32_t character);
/* Bytes of the first character with all that stands with it (also what a virama binds): no line is broken inside. 0
 * for "". */
size_t cluster_len(const char *text, size_t len);
/* The text has a letter of a script that needs more height than Latin: Arabic, Bengali, Thai … */
int text_is_tall(const char *text);
/* The text has a letter of a script that is written from the right. */
int text_has_right_to_left(const char *text);

#endif
