/* What `verify` and `count` accept: package, roster and exports, each file read once into memory, every signature,
 * hash, link and proof checked. What was checked here is what is used after. */
#ifndef FOLKMOOT_ACCEPT_H
#define FOLKMOOT_ACCEPT_H

#include "accept_export.h"
#include "faults.h"
#include "package.h"
#include "roster.h"

struct accept_sources {
	const char *election;
	const char *roster;
	const char *organiser; /* NULL: organiser.pub beside the election */
	char *const *exports;
	size_t export_count;
};

/* A ballot of the union of all sound exports, once each. */
struct accepted_ballot {
	struct hash code;
	const uint8_t *body;
	size_t body_len;
	const struct export *export;        /* the first export that holds it */
	const struct opened_ballot *opened; /* NULL for a sealed ballot, else the opening of a spoiled one */
	enum status status;                 /* of its own check */
	unsigned points;
};

/* What came from one rostered kiosk. */
struct accepted_kiosk {
	const struct roster_kiosk *kiosk;
	const struct export *last; /* its sound export with the highest number; NULL where nothing came */
	unsigned export_count;     /* different ones */
};

struct accepted {
	char organiser_path[PATH_ROOM];
	struct sign_public organiser;
	struct package package;
	struct bytes roster_file;
	struct roster roster;
	struct export *exports;
	size_t export_count;
	struct accepted_kiosk *kiosks;   /* in the roster's order, package and roster being sound */
	struct accepted_ballot *ballots; /* ascending by code; sealed and spoiled */
	size_t ballot_count;
	size_t sealed_count, spoiled_count;
	unsigned missing; /* kiosks from which nothing came */
	unsigned interim; /* kiosks whose last export is not closed */
	struct faults faults;
};

/* Reads and checks everything; tells every fault. STATUS_OK: nothing is wrong (missing and interim kiosks are no fault
 * here). The caller calls accept_finish in any case. */
enum status MUST_CHECK accept_load(struct accepted *out, const struct accept_sources *sources);
void accept_finish(struct accepted *accepted);

/* Between exports of one kiosk and between all ballots: accept_links.c and accept_ballots.c. */
void accept_links(struct accepted *accepted);
void accept_ballots(struct accepted *accepted);

#endif
