/* Questions to a person at a terminal: one line each, asked again until the answer can be used. Questions go to stdout,
 * answers come from stdin, so that a file of answers does too. */
#ifndef FOLKMOOT_ASK_H
#define FOLKMOOT_ASK_H

#include <stdint.h>
#include <stdio.h>

#include "status.h"

enum { ASK_LINE = 2100 };

/* Sticky: once the answers have ended every further question answers nothing. */
struct asking {
	FILE *in;
	int ended;
};

/* A text of at most max characters; Enter alone takes otherwise (NULL: an answer is needed). */
void ask_text(char out[static ASK_LINE], struct asking *asking, const char *question, size_t max,
              const char *otherwise);
/* One of count words, by its number from 1; Enter alone takes otherwise (0: an answer is needed). Returns the index
 * from 0. */
unsigned ask_choice(struct asking *asking, const char *question, const char *const *words, unsigned count,
                    unsigned otherwise);
/* 1 for yes. */
int ask_yes(struct asking *asking, const char *question, const char *otherwise);
/* A whole number; Enter alone takes otherwise. */
uint64_t ask_number(struct asking *asking, const char *question, uint64_t min, uint64_t max, uint64_t otherwise);
/* Money in minor units, above 0, at most max; "£62,000" is read as people write it. allow_none: Enter alone is 0. */
uint64_t ask_money(struct asking *asking, const char *question, unsigned minor_digits, uint64_t max, int allow_none);
/* A day as "2026-05-11", or "": from that form, "11/5/2026", "11.5.2026" or "11 May 2026". The day of the week is said.
 */
void ask_day(char out[static ASK_LINE], struct asking *asking, const char *question);

/* For tests, and for ask_day and ask_money: STATUS_TEXT, or STATUS_RANGE for a day that is in no calendar. */
enum status MUST_CHECK day_from_words(char out[static 11], const char *words);
/* Takes a currency's sign and the separators of thousands out: "£62,000.50" is "62000.50". */
void money_as_written(char out[static ASK_LINE], const char *words);

#endif
