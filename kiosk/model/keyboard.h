/* Keyboards to draw on the display: which keys a language's has, in layers of rows. */
#ifndef FOLKMOOT_KEYBOARD_H
#define FOLKMOOT_KEYBOARD_H

#include <stddef.h>
#include <stdint.h>

enum { KEYBOARD_LAYERS = 3, KEYBOARD_ROWS = 4, KEYBOARD_ACROSS = 12 };

enum keyboard_kind { KEYBOARD_LATIN, KEYBOARD_ARABIC, KEYBOARD_BENGALI };

struct keyboard {
	enum keyboard_kind kind;
	/* Keys are separated by a space; NULL where there are no more rows. Layers: letters; capitals, or more letters;
	 * digits and signs. */
	const char *row[KEYBOARD_LAYERS][KEYBOARD_ROWS];
	const char *label[KEYBOARD_LAYERS]; /* on the key that leads to the layer: "abc" */
};

/* The keyboard for a BCP 47 tag; a Latin one for languages that are not known. */
void keyboard_of(struct keyboard *out, const char *language);
/* Takes the next key's letter off a row; its code point, 0 at the end. */
uint32_t keyboard_next(const char **row);
/* Writes a key's label: its letter; a sign that stands on another letter, on a dotted circle. */
enum { KEYBOARD_LABEL = 16 };
void keyboard_label(char out[static KEYBOARD_LABEL], uint32_t letter);

#endif
