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

/* Writes a sentence. */
void tell(struct sentence *what, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes the sentence and gives the status on, so that a refusal is one line: "return refuse(why, STATUS_ABSENT, …)".
 */
#define refuse(why, status, ...) (tell((why), __VA_ARGS__), (status))
/* A copy for a smaller room, NUL-terminated, cut between characters and marked with "…" where it does not fit. */
void sentence_copy(char *out, size_t room, const struct sentence *in);

#endif
