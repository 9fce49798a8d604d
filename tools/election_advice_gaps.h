/* The part of the advice that is about what is not there: placeholders, what only some projects say, translations. */
#ifndef FOLKMOOT_ELECTION_ADVICE_GAPS_H
#define FOLKMOOT_ELECTION_ADVICE_GAPS_H

#include <stddef.h>

#include "election.h"

struct advice {
	const struct election *election;
	const char *path;
	unsigned contest; /* index of the one that is looked at */
	unsigned count;
};

/* One note on stderr, counted. */
void advise(struct advice *advice, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The first words of a text, whole; " …" where there are more. */
void words_begin(char out[static 64], const char *text, size_t len);
void advise_gaps(struct advice *advice);

#endif
