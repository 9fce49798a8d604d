/* Looks through a catalogue of messages for everything that is wrong with it, for whoever translates. */
#ifndef FOLKMOOT_MESSAGES_CHECK_H
#define FOLKMOOT_MESSAGES_CHECK_H

#include <stddef.h>

enum { CATALOGUE_FAULT = 240 };

/* Who is told each fault: line is 0 where something is missing; what is a whole sentence. */
struct catalogue_listener {
	void (*tell)(void *context, unsigned line, const char *what);
	void *context;
};

/* Names, in the order of its lines, what is no line of a catalogue, unknown, there twice, in a form the language does
 * not have, not clean UTF-8, much longer than the English, or has other places to fill; then what is missing. Returns
 * how many faults were told. */
unsigned catalogue_check(const char *language, const char *text, size_t text_len,
                         const struct catalogue_listener *listener);

#endif
