/* What lies in an organiser's folder: every file of a vote, known by what is in it, whatever its name. */
#ifndef FOLKMOOT_STATUS_FIND_H
#define FOLKMOOT_STATUS_FIND_H

#include "files.h"

enum found_kind {
	FOUND_PUBLIC_KEY,
	FOUND_SECRET_KEY,
	FOUND_DEFINITION, /* an election.json */
	FOUND_TRANSCRIPT, /* of the trustees */
	FOUND_CEREMONY,   /* a folder: the trustees' ceremony */
	FOUND_PACKAGE,    /* *.election */
	FOUND_ROSTER,     /* *.roster */
	FOUND_ENROLMENT,
	FOUND_READY,  /* a kiosk's readiness report */
	FOUND_TAGS,   /* of voting codes */
	FOUND_LOSS,   /* a declaration that a kiosk is lost */
	FOUND_EXPORT, /* a folder */
	FOUND_RECORD, /* a folder: a count */
	FOUND_KINDS
};

enum { FOUND_MAX = 20000 };

struct found_list {
	char **path;
	size_t count;
};

struct found {
	struct found_list of[FOUND_KINDS]; /* ascending by bytes within each folder */
	size_t total;
	int cut; /* there is more than FOUND_MAX */
};

/* Looks through the folder and folders in it, five deep; hidden names, what kiosks recorded in practice
 * mode, and what lies inside exports and records, are left alone. Told where the folder itself cannot be read. The
 * caller calls found_finish in any case. */
enum status MUST_CHECK found_in(struct found *out, const char *folder);
void found_finish(struct found *found);

#endif
