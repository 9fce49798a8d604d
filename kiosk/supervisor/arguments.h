/* What each of the kiosk's processes is told on its command line: its own part of what the kiosk was started with. */
#ifndef FOLKMOOT_ARGUMENTS_H
#define FOLKMOOT_ARGUMENTS_H

#include "control.h"
#include "options.h"

enum { ARGUMENTS_MAX = 20 };

/* A child that is started again unlocks nothing by itself, and imports nothing. */
enum arguments_turn { ARGUMENTS_FIRST, ARGUMENTS_AGAIN };

struct arguments {
	char *word[ARGUMENTS_MAX]; /* NULL behind the last; point into options, name and numbers */
	unsigned count;
	char window[24], dpi[12];
};

void arguments_for(struct arguments *out, const struct options *options, enum child child, const char *name,
                   enum arguments_turn turn);

#endif
