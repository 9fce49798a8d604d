/* The catalogues of assets/pages as they are built into the program. For phrases.c and the tests of the catalogues. */
#ifndef FOLKMOOT_PHRASES_BUILT_H
#define FOLKMOOT_PHRASES_BUILT_H

#include "phrases.h"

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

/* The plural categories of CLDR (unicode.org/cldr, cardinal numbers), of whole numbers. */
enum plural_category {
	PLURAL_ZERO,
	PLURAL_ONE,
	PLURAL_TWO,
	PLURAL_FEW,
	PLURAL_MANY,
	PLURAL_OTHER,
	PLURAL_CATEGORIES,
};

/* The category of a number in a language; for a language whose rule is not known, that of English. */
enum plural_category plural_category(const char *language, uint64_t number);
/* Which categories whole numbers have in that language: bit 1 << category. */
unsigned plural_categories(const char *language);
/* "zero", "one", … */
const char *plural_category_word(enum plural_category category);

#endif
