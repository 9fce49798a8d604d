/* Practice kiosks that play votes: each a real data folder with key, box and log, worked through the recorder as its
 * screen would, several at a time. */
#ifndef FOLKMOOT_REPLAY_KIOSKS_H
#define FOLKMOOT_REPLAY_KIOSKS_H

#include "files.h"
#include "package.h"
#include "replay_answers.h"
#include "replay_votes.h"

#define REPLAY_PIN        "1234"
#define REPLAY_SECOND_PIN "4321"

enum { REPLAY_KIOSK_VOTES = 10000 }; /* that one kiosk takes */

struct replay_kiosk {
	char data[PATH_ROOM]; /* its data folder */
	const size_t *votes;  /* indices into the file's votes, in the order of casting */
	size_t vote_count;
	enum status status; /* set by replay_kiosks_run */
	char trouble[256];  /* a sentence where status is not STATUS_OK */
};

struct replay_run {
	const struct package *package;
	const struct replay_votes *votes;
	const struct replay_answers *answers;
	const char *stick; /* with package and roster; receives the exports */
	struct replay_kiosk *kiosks;
	unsigned kiosk_count;
};

/* Lets every kiosk import, open, cast its votes, close and export; shows progress. Every vote must be one a kiosk
 * takes. Returns the status of the first kiosk that failed; then the others stop at their next vote. */
enum status MUST_CHECK replay_kiosks_run(struct replay_run *run);

#endif
