/* A result in words: what count prints, and what the record's readme.txt says. */
#ifndef FOLKMOOT_RESULT_TEXT_H
#define FOLKMOOT_RESULT_TEXT_H

#include <stdio.h>

#include "explain.h"
#include "result.h"

/* "6 votes: 4 valid, 2 blank, 0 invalid" */
void result_say_votes(FILE *out, const struct contest_result *contest);
/* The first ties that decided something: their rule in words, then the tied projects in its order. */
void result_say_ties(FILE *out, const struct contest_result *contest, const struct election *election);

/* A paragraph in lines of at most 100 bytes where it has blanks, each after the same blanks. */
void say_paragraph(FILE *out, const char *indent, const char *paragraph);
/* How the rule decided this contest, in words that can be read aloud, every line indented. STATUS_NO_ROOM. */
enum status MUST_CHECK result_explain(FILE *out, const struct contest_result *contest, const struct election *election,
                                      const char *indent);

#endif
