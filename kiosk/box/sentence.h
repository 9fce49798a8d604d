/* One clear sentence for people about what went wrong, handed up beside a status: place, what is wrong, what to do.
 * Never a secret, never a vote. */
#ifndef FOLKMOOT_SENTENCE_H
#define FOLKMOOT_SENTENCE_H

#include <stddef.h>

#include "status.h"

enum { SENTENCE_MAX = 320 };

struct sentence {
	char text[SENTENCE_MAX];
};

/* Writes the sentence and gives the status back, so that a refusal is one line. */
enum status MUST_CHECK refuse(struct sentence *why, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same where nothing failed. */
void tell(struct sentence *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A copy for a smaller room, NUL-terminated, cut between characters and marked with "…" where it does not fit. */
void sentence_copy(char *out, size_t room, const struct sentence *in);

#endif
