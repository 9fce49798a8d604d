/* The plural rules of CLDR 42 for cardinal numbers without decimals. */
#include "plural.h"

#include <string.h>

enum {
	ONE_OTHER = 1U << PLURAL_ONE | 1U << PLURAL_OTHER,
	ONE_MANY_OTHER = ONE_OTHER | 1U << PLURAL_MANY,
	POLISH = 1U << PLURAL_ONE | 1U << PLURAL_FEW | 1U << PLURAL_MANY,
	ALL = (1U << PLURAL_CATEGORIES) - 1,
};

/* en, so: one is 1. */
static enum plural_category plural_english(uint64_t n)
{
	return n == 1 ? PLURAL_ONE : PLURAL_OTHER;
}

/* bn: one is 0 and 1. */
static enum plural_category plural_bengali(uint64_t n)
{
	return n <= 1 ? PLURAL_ONE : PLURAL_OTHER;
}

/* es: one is 1, many are whole millions ("un millón de votos"). */
static enum plural_category plural_spanish(uint64_t n)
{
	return n == 1 ? PLURAL_ONE : n != 0 && n % 1000000 == 0 ? PLURAL_MANY : PLURAL_OTHER;
}

/* fr, pt: one is 0 and 1, many are whole millions. */
static enum plural_category plural_french(uint64_t n)
{
	return n <= 1 ? PLURAL_ONE : plural_spanish(n);
}

static enum plural_category plural_polish(uint64_t n)
{
	if (n == 1)
		return PLURAL_ONE;
	return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? PLURAL_FEW : PLURAL_MANY;
}

static enum plural_category plural_arabic(uint64_t n)
{
	if (n <= 2)
		return n == 0 ? PLURAL_ZERO : n == 1 ? PLURAL_ONE : PLURAL_TWO;
	if (n % 100 >= 3 && n % 100 <= 10)
		return PLURAL_FEW;
	return n % 100 >= 11 ? PLURAL_MANY : PLURAL_OTHER;
}

static const struct plural_rule {
	const char *language;
	enum plural_category (*of)(uint64_t n);
	unsigned categories;
} rules[] = {
    {"en", plural_english, ONE_OTHER},     {"ar", plural_arabic, ALL},
    {"bn", plural_bengali, ONE_OTHER},     {"es", plural_spanish, ONE_MANY_OTHER},
    {"fr", plural_french, ONE_MANY_OTHER}, {"pl", plural_polish, POLISH},
    {"pt", plural_french, ONE_MANY_OTHER}, {"so", plural_english, ONE_OTHER},
};

/* By the main language: "pt" for "pt-BR". */
static const struct plural_rule *rule_of(const char *language)
{
	size_t len = strcspn(language, "-");

	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (strlen(rules[i].language) == len && memcmp(rules[i].language, language, len) == 0)
			return &rules[i];
	}
	return &rules[0];
}

enum plural_category plural_category(const char *language, uint64_t number)
{
	return rule_of(language)->of(number);
}

unsigned plural_categories(const char *language)
{
	return rule_of(language)->categories;
}

const char *plural_category_word(enum plural_category category)
{
	switch (category) {
	case PLURAL_ZERO: return "zero";
	case PLURAL_ONE: return "one";
	case PLURAL_TWO: return "two";
	case PLURAL_FEW: return "few";
	case PLURAL_MANY: return "many";
	case PLURAL_OTHER:
	case PLURAL_CATEGORIES: break;
	}
	return "other";
}
