/* folkmoot acceptance check: the practice folders of all kiosks against the test deck. */
#ifndef FOLKMOOT_ACCEPTANCE_CHECK_H
#define FOLKMOOT_ACCEPTANCE_CHECK_H

#include "package.h"

struct acceptance_sources {
	const char *election, *organiser; /* organiser NULL: beside the election */
	const char *roster;               /* the real one, to name kiosks that were not tested; NULL: none */
	const char *deck;                 /* folder with expected.json */
	char *const *folders;             /* practice folders */
	size_t folder_count;
};

/* Prints what was found; returns the exit code. */
int acceptance_check(const struct acceptance_sources *sources);

#endif
