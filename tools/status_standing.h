/* Where a whole vote stands, from the files in an organiser's folder. */
#ifndef FOLKMOOT_STATUS_STANDING_H
#define FOLKMOOT_STATUS_STANDING_H

#include "accept.h"
#include "enrolment.h"
#include "package.h"
#include "status_find.h"

enum { STANDING_ENROLMENTS = 500 };

struct enrolled {
	const char *path;
	struct enrolment enrolment;
	int rostered;
};

/* What came from one kiosk of the roster. */
struct stood {
	const char *path;          /* of its sound export with the highest number; NULL: none */
	struct certificate report; /* of that export */
	unsigned exports;          /* that are sound */
	const char *loss;          /* the declaration that it is lost, or NULL */
	uint32_t lost_after;       /* the export that the declaration names; 0: none */
	const char *ready;         /* its readiness report, or NULL */
};

struct standing {
	const char *folder;
	struct found found;
	const char *organiser_path; /* the public key that signed the package; without one, the first organiser's */
	struct sign_public organiser;
	int has_secret; /* a secret key lies there */
	const char *transcript_path;
	struct trustees trustees;
	const char *definition_path;
	unsigned definition_revision;
	char definition_id[ELECTION_ID_MAX + 1];
	int definition_coded; /* admits by code */
	const char *package_path;
	struct package package;  /* the newest; package.election is NULL where there is none */
	unsigned other_packages; /* sound ones of other elections */
	const char *roster_path;
	struct roster roster; /* the newest that belongs to the package, else the newest at all */
	int roster_fits;
	struct enrolled *enrolled;
	unsigned enrolled_count;
	struct stood *kiosk; /* in the roster's order */
	struct faults faults;
};

/* Looks at everything in the folder; what is damaged is told. On the heap. The caller destroys it. STATUS_OK also where
 * hardly anything is there. */
enum status MUST_CHECK standing_read(struct standing **out, const char *folder);
void standing_destroy(struct standing *standing);

/* Kiosks whose closing export, or the export named by their loss, is not here. */
unsigned standing_waits(const struct standing *standing);
/* 1 where nothing more is to come from this kiosk. */
int stood_done(const struct stood *stood);

#endif
