/* The words at the head of a slip: title, place, dates. */
#ifndef FOLKMOOT_SLIP_WORDS_H
#define FOLKMOOT_SLIP_WORDS_H

#include "slips.h"

enum { HEAD_LINES = 2 * SLIPS_LANGUAGES + 1, HEAD_LINE = 700 };
struct slip_head {
	struct slip_line {
		char text[HEAD_LINE];
		const struct phrases *said;
		int weight;    /* of the letters: 400 regular, 600, 700 bold */
		double points; /* before all are made smaller or larger together */
	} line[HEAD_LINES];
	unsigned count, titles; /* the titles come first */
};

void slip_head(struct slip_head *out, const struct slips_words *words);
/* 1 for a language that is written from the right. */
int phrases_are_rtl(const struct phrases *said);

#endif
