/* Inside of what marks a project: its parts (screen_marks.c), and where they stand (screen_control.c). */
#ifndef FOLKMOOT_SCREEN_MARKS_H
#define FOLKMOOT_SCREEN_MARKS_H

#include "screen_contest.h"

enum shape { SHAPE_TOUCH, SHAPE_RANK, SHAPE_STEPS, SHAPE_MARKS };
enum { VARIANTS = 4 };

enum shape marks_shape(const struct contest *contest);
/* The greatest mark a project can carry, as struct marks holds it. */
unsigned marks_most(const struct contest *contest);
/* How many parts there are, with the larger steps where there are such. */
unsigned marks_count(const struct contest *contest);
/* What part i can look like, as far as it matters for its size. Returns how many. */
unsigned marks_variants(struct element out[static VARIANTS], struct make *make, const struct contest *contest,
                        unsigned i, unsigned count);
/* The parts of one project; one without an id is not there now. */
void marks_parts(struct element out[static CONTROL_MAX], struct make *make, const struct contest *contest,
                 unsigned index, unsigned count);

#endif
