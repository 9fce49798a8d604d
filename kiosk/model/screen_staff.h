/* Inside of staff's screens: what their files share. Not for use elsewhere. */
#ifndef FOLKMOOT_SCREEN_STAFF_H
#define FOLKMOOT_SCREEN_STAFF_H

#include "screen_make.h"

struct element staff_back(struct make *make);
void staff_title(struct make *make, struct page *page, enum message title);
void staff_count(struct make *make, struct page *page, const char *id, enum message words, uint64_t number);
/* Nothing where the fact is "". */
void staff_fact(struct make *make, struct page *page, const char *id, enum message words, const char *fact);
/* Groups of letters and digits, to be compared with a paper; spoken one by one. */
void staff_spelled(struct make *make, struct page *page, const char *id, enum message words, const char *fact);
/* How voting stands, in a sentence. */
enum message staff_voting(const struct make *make);
/* "Thursday, 7 May 2026, 08:40"; and its two halves. seconds as a clock on the wall shows them. */
const char *staff_day(struct make *make, uint32_t seconds);
const char *staff_time(struct make *make, uint32_t seconds);
const char *staff_day_time(struct make *make, uint32_t seconds);
/* No more than a tenth of the room is left. */
int staff_nearly_full(uint32_t used, uint32_t capacity);
/* A ballot box that is nearly full, or of which one of two copies fails. */
void staff_box_trouble(struct make *make, struct page *page);
/* A sentence about the stick, with its sign: what is to be plugged in. */
void staff_wants_stick(struct make *make, struct page *page, enum message words);

/* The buttons at the foot of a check: back alone; while setting up also that it is right, or that something is wrong.
 * right: 0 where nobody can say yet that it is right: in its place this check can be left out. */
void staff_check_foot(struct make *make, struct row *row, enum setup_check check, int right);
/* "Check 2 of 7" while setting up, else "". */
const char *staff_check_step(struct make *make, enum setup_check check);

#endif
