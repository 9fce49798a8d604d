/* The catalogues of assets/pages as they are built into the program. For phrases.c and the tests of the catalogues. */
#ifndef FOLKMOOT_PHRASES_BUILT_H
#define FOLKMOOT_PHRASES_BUILT_H

#include "phrases.h"
#include "plural.h"

struct phrase_entry {
	const char *key, *words;
};

struct phrases {
	const char *language; /* BCP 47 */
	unsigned count;
	const struct phrase_entry *entries; /* by key, in the order of strcmp */
};

/* Made by assets/pages/embed. */
extern const struct phrases phrases_built[];
extern const unsigned phrases_built_count;

#endif
