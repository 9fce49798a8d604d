/* Words that change with a number: which of a language's forms goes with which. */
#ifndef FOLKMOOT_PLURAL_H
#define FOLKMOOT_PLURAL_H

#include <stdint.h>

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
