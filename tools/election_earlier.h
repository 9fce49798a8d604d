/* Packages of the same election that were built before: a new one never goes back behind them. */
#ifndef FOLKMOOT_ELECTION_EARLIER_H
#define FOLKMOOT_ELECTION_EARLIER_H

#include "election.h"
#include "files.h"

struct earlier {
	char path[PATH_ROOM]; /* "" where there is none */
	struct bytes file;
	const uint8_t *body;
	size_t body_len;
	struct election *election;
};

/* Looks for the package of that election and organiser with the highest revision: at output, in its folder under names
 * that end in ".election", and at after (NULL: none given). after must be one of this election (told: STATUS_RULES);
 * whatever else cannot be read is left alone. STATUS_OK also where there is none. The caller calls earlier_finish in
 * any case. */
enum status MUST_CHECK earlier_find(struct earlier *out, const struct election *election, const char *output,
                                    const char *after);
void earlier_finish(struct earlier *earlier);

/* Whether the election, of that body, may be written to output: not where earlier has other content under the same or
 * a higher revision and lies at output or was given as after; in another file of the folder this is noted only. Told:
 * STATUS_RULES. */
enum status MUST_CHECK earlier_allows(const struct earlier *earlier, const struct election *election,
                                      const uint8_t *body, size_t body_len, const char *output, const char *after);
/* Makes room at output for a higher revision: the package there stays beside it (revision_file.h). Nothing where output
 * is free. Told. */
enum status MUST_CHECK earlier_keep(const struct earlier *earlier, const struct election *election, const char *output);
/* What is new since then, and what follows from it, on stdout. */
void earlier_tell(const struct earlier *earlier, const struct election *election, const uint8_t *body, size_t body_len);

#endif
