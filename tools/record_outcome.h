/* What a contest's votes decided, as result.json tells it (FORMAT.md, "Published result"). */
#ifndef FOLKMOOT_RECORD_OUTCOME_H
#define FOLKMOOT_RECORD_OUTCOME_H

#include <jansson.h>

#include "result.h"

/* The object `outcome` of a contest that was counted by a rule. NULL without memory; the caller's. */
json_t *record_outcome_json(const struct contest_result *contest);
/* "overspent", "exhausted", "all bought"; "none" without add1. */
const char *add1_end_word(enum add1_end end);

#endif
