/* The accepted election: package and roster, checked against the organiser's key before a byte of them is parsed, and
 * kept in the data folder exactly as they were checked. */
#ifndef FOLKMOOT_IMPORT_H
#define FOLKMOOT_IMPORT_H

#include "disk.h"
#include "election.h"
#include "enrolment.h"
#include "sentence.h"

#define ELECTION_FILE "election.election"
#define ROSTER_FILE   "roster.roster"

/* A package and a roster that belong together and to this kiosk. */
struct installed {
	uint8_t *package, *roster; /* the files' bytes */
	size_t package_len, roster_len;
	const uint8_t *body; /* of the package, within it */
	size_t body_len;
	struct election *election;
	struct hash hash;
	struct roster_kiosk self; /* this kiosk in the roster */
	uint32_t roster_revision;
};

/* Safe on zeros. */
void installed_finish(struct installed *installed);

/* Reads the one *.election and the one *.roster at the top of a stick and checks both. On failure *out is all zero. */
enum status MUST_CHECK import_read(struct installed *out, struct sentence *why, const struct disk *disk,
                                   const char *stick, const struct enrolment *kiosk,
                                   const struct sign_public *organiser);
/* The same from the data folder. STATUS_ABSENT, without a sentence, where there is no roster: it is written last, so
 * none means no election. */
enum status MUST_CHECK installed_read(struct installed *out, struct sentence *why, const struct disk *disk,
                                      const char *data, const struct enrolment *kiosk,
                                      const struct sign_public *organiser);

/* Takes the mark of a complete import away; after it the data folder holds no election. */
enum status MUST_CHECK installed_unmark(const struct disk *disk, const char *data);
/* Writes package, then roster, each all or nothing and durable. */
enum status MUST_CHECK installed_write(const struct disk *disk, const char *data, const struct installed *installed);

#endif
