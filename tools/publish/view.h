/* One contest or question as the results page shows it: its projects in order, what became of each and why. */
#ifndef FOLKMOOT_VIEW_H
#define FOLKMOOT_VIEW_H

#include "result.h"
#include "rule.h"

enum { VIEW_PATH = 40 };

/* What became of a project. */
enum fate {
	FATE_FUNDED,
	FATE_TOO_DEAR,        /* it cost more than what was left */
	FATE_BELOW_THRESHOLD, /* too few votes for the election's threshold */
	FATE_EXCLUDED,        /* another of its group was funded */
	FATE_UNAFFORDABLE,    /* its supporters together held less than its cost */
	FATE_STOPPED,         /* the rule stopped before, or at it */
	FATE_OPEN,            /* no rule was applied */
};

struct view {
	const struct contest_result *result;
	const struct contest *contest;
	const struct profile *profile;
	const struct outcome *outcome; /* NULL: no rule was applied */
	unsigned index;                /* of the election's contests */
	char path[VIEW_PATH];          /* where it stands in results.json: "/contests/0", "/questions/2" */
	uint64_t voters;               /* valid ballots and blank ones; of a question, those that answer it */
	uint64_t most;                 /* the highest support */
	uint32_t *order; /* projects, most support first; equal ones as they were bought, then as on the ballot */
	uint32_t *place; /* per project: 1 for the first that was bought …, 0 where it was not */
	enum fate *fate; /* per project */
};

/* Views of all contests, and of all questions. */
struct views {
	const struct election *election;
	struct view *contest, *question;
	unsigned contest_count, question_count;
	/* over all contests */
	uint64_t budget, cost, projects, funded;
};

/* STATUS_NO_ROOM. The result must outlive it. The caller calls views_finish in any case. */
enum status MUST_CHECK views_make(struct views *out, const struct result *result);
void views_finish(struct views *views);

/* What decides, as the page shows it: votes, or points where the vote has points. */
uint64_t view_support(const struct view *view, uint32_t project);
/* 1 where votes carry points (or ranks), so that votes and points are both told. */
int view_has_points(const struct view *view);
/* part of all in percent, rounded half up; 0 of 0 is 0. */
unsigned percent_of(uint64_t part, uint64_t all);
/* What was left of the budget. */
uint64_t view_left(const struct view *view);
const char *fate_word(enum fate fate);
#endif
