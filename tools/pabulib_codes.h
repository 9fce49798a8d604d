/* Countries, currencies and languages by their standards, as the field's checker takes them: capitals or not. */
#ifndef FOLKMOOT_PABULIB_CODES_H
#define FOLKMOOT_PABULIB_CODES_H

enum { COUNTRY_NAME = 64 };

/* A country of ISO 3166-1 by its two or three letters, number, or short, common or official name; or "Worldwide". */
int country_known(const char *value);
/* Its short name, in out; NULL where there is no such country. */
const char *country_short_name(char out[static COUNTRY_NAME], const char *value);
/* The short name of the country whose money it is (the first two letters of its code): GBP, "United Kingdom". NULL for
 * money of several countries, such as EUR. Others may use the same money. */
const char *country_of_currency(char out[static COUNTRY_NAME], const char *currency);
/* ISO 4217, three letters, of money in use. */
int currency_known(const char *value);
/* ISO 639-1, two letters. */
int language_known(const char *value);

#endif
