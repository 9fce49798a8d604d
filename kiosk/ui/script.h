/* Scripted voters: a text of one command a line, carried out as touches on the screen that is shown, through SDL's own
 * event queue, as fingers would. For tests and demonstrations on practice data; not there in a release. The language:
 * tests/flow/README.md. */
#ifndef FOLKMOOT_SCRIPT_H
#define FOLKMOOT_SCRIPT_H

#ifndef FOLKMOOT_RELEASE

#include "flow.h"
#include "screen.h"

enum { SCRIPT_WHY = 240 };

struct script;

enum script_kind {
	SCRIPT_TOUCHED, /* a finger's events were pushed into SDL's queue */
	SCRIPT_WAIT,    /* so many milliseconds have to pass */
	SCRIPT_PICTURE, /* save the screen's picture at path */
	SCRIPT_END,     /* every line was done */
	SCRIPT_FAILED,  /* why says which line, and what was on the screen instead */
};

struct script_answer {
	enum script_kind kind;
	uint64_t wait_ms;
	const char *path;
};

/* Reads and checks a whole script. On failure *out is NULL and why says what line. */
enum status MUST_CHECK script_create(struct script **out, char why[static SCRIPT_WHY], const char *path);
void script_destroy(struct script *script);
/* Where its i-th picture will be saved; NULL after the last. */
const char *script_picture(const struct script *script, unsigned i);
/* What to do now, with nothing left in SDL's queue and this screen shown. Prints what was reached to standard output:
 * "thanks CODE", "spoiled CODE", "exported NUMBER", "left", "timed out". */
void script_next(struct script *script, struct script_answer *out, const struct screen *screen, const struct look *look,
                 const struct flow *flow);
const char *script_why(const struct script *script);

#endif

#endif
