/* The keys and columns that the Pabulib format knows, in its order, and what may stand in them: as the field's own
 * checker has it. */
#ifndef FOLKMOOT_PABULIB_FIELDS_H
#define FOLKMOOT_PABULIB_FIELDS_H

#include <stddef.h>

enum field_section { FIELDS_META, FIELDS_PROJECTS, FIELDS_VOTES };

enum field_type {
	FIELD_TEXT,
	FIELD_WHOLE, /* a whole number */
	FIELD_COUNTRY,
	FIELD_CURRENCY,
	FIELD_LANGUAGE,
	FIELD_DATE,
	FIELD_FLAG, /* 1, or the key is not there */
	FIELD_COMMENT,
	FIELD_SELECTED,
	FIELD_AGE,
	FIELD_SEX,
	FIELD_METHOD,
	FIELD_READ,   /* the reader says what is wrong with it */
	FIELD_LIMIT,  /* the same, but not where it is empty */
	FIELD_POINTS, /* the same, but it takes decimals, and the field's checker does not */
};

struct field {
	const char *name;
	enum field_type type;
	int may_be_empty;
};

/* The fields of a section, in the format's order. */
const struct field *fields_of(enum field_section section, size_t *count);
/* NULL where the format has none of that name. */
const struct field *field_find(enum field_section section, const char *name);
/* Its place in the format's order. */
size_t field_place(enum field_section section, const struct field *field);
/* What is wrong with a value, as a clause ("is no country by ISO 3166; …"); NULL where nothing is. */
const char *field_trouble(const struct field *field, const char *value);

/* Days since the beginning of the calendar for "dd.mm.yyyy", or "yyyy", which is its first day; 0 where it is none. */
unsigned long date_days(const char *value);

#endif
