/* What messages.c and messages_check.c share: a catalogue's lines taken apart. */
#ifndef FOLKMOOT_MESSAGES_INSIDE_H
#define FOLKMOOT_MESSAGES_INSIDE_H

#include "messages.h"

/* One line of a catalogue: key, the form in brackets after it, and words; an empty key for a line that says nothing. */
struct catalogue_line {
	const char *key, *form, *words; /* not NUL-terminated; form is key where there is none */
	size_t key_len, form_len, words_len;
};

/* Takes the first line off text, without its end. */
const char *catalogue_take_line(const char **text, size_t *text_len, size_t *len);
/* STATUS_TEXT where it is neither empty, nor a comment, nor "id = words" or "id[form] = words". */
enum status MUST_CHECK catalogue_split(struct catalogue_line *out, const char *line, size_t len);
/* MESSAGE_COUNT where there is no such message. */
unsigned catalogue_find(const struct catalogue_line *line);
/* PLURAL_CATEGORIES where there is no such form. */
unsigned catalogue_form(const struct catalogue_line *line);
/* Whether a language may have that form: its own ones, and nought in every language. */
int catalogue_has_form(const char *language, unsigned form);
/* What messages_load does with a catalogue: what it lacks, or has wrong, is said in English. */
enum status MUST_CHECK catalogue_load(struct messages *out, const struct catalogue *catalogue);
const char *message_key(unsigned id);
unsigned message_places(unsigned id);
/* The places that words have, 1 << place; UINT_MAX where a brace is not one of a place. */
unsigned words_places(const char *words, size_t len);
/* How many places may be left out of a form: "a pound", and in Arabic "two pounds", are said without a number. */
unsigned form_lacking(unsigned form);

#endif
