/* Walks a vote by pressing what stands on its screens, as a voter would, and shows every screen on the way. For whoever
 * wants them as pictures: the preview of an election, and the pictures of all screens for those who draw them. */
#ifndef FOLKMOOT_TOUR_H
#define FOLKMOOT_TOUR_H

#include "canvas.h"
#include "flow.h"
#include "messages.h"
#include "screen.h"

enum tour_extent {
	TOUR_SAMPLE, /* one district's ballot, and one project's page of each contest */
	TOUR_WHOLE,  /* every contest once, and every project's page */
};

struct tour {
	/* what the caller sets */
	struct election *election; /* its admission is ADMISSION_OPEN, or the walk waits for a code or staff */
	struct messages *messages; /* of each of its languages */
	struct canvas *canvas;
	unsigned language, theme, size;
	int seated;
	int coded; /* the screen that asks for a voting code is shown, and the one that asks for the district is not */
	enum tour_extent extent;
	unsigned parts; /* of one screen that does not fit, are shown */
	/* Is given every screen: name ("20-knapsack-chosen", "…~2" for a further part) and the members below. */
	void (*show)(struct tour *tour, const char *name);
	void *context;
	/* what show may read */
	const char *heading; /* the contest in hand, in the tour's language; NULL outside of them */
	const char *caption; /* what the screen is, in English */
	struct flow flow;
	struct screen screen;
	/* the walk's own */
	uint64_t now_ms;
	uint32_t contests_shown; /* bits */
};

/* The whole way of a voter in the language, theme and size that are set. */
void tour_voter(struct tour *tour);
/* Parts of it, for screens that need no vote: a kiosk whose voting is open, with nobody at it; the look that is set;
 * the screen as it stands, with its further parts. */
void tour_begin(struct tour *tour);
void tour_settle(struct tour *tour);
void tour_take(struct tour *tour, const char *screen, const char *caption);

/* The first element that marks a project which is not among the count done; NULL where there is none. */
const struct element *tour_next_mark(const struct screen *screen, const unsigned *done, unsigned count);

#endif
