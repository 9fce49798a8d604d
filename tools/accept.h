/* What `verify` and `count` accept: package, roster and exports, each file read once into memory, every signature,
 * hash, link and proof checked. What was checked here is what is used after. */
#ifndef FOLKMOOT_ACCEPT_H
#define FOLKMOOT_ACCEPT_H

#include "accept_export.h"
#include "accept_stranger.h"
#include "faults.h"
#include "loss.h"
#include "package.h"
#include "roster.h"

struct accept_sources {
	const char *election;
	const char *roster;
	const char *organiser;                   /* NULL: organiser.pub beside the election */
	const struct sign_public *organiser_key; /* NULL: read from organiser; else organiser only names it */
	char *const *exports;
	size_t export_count;
	const char *const *losses; /* declarations that a kiosk is lost */
	size_t loss_count;
	const char *const *earlier; /* rosters signed before the newest */
	size_t earlier_count;
	fault_sink *sink; /* is given every fault, as faults.h says; NULL: none */
	void *context;
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
	const struct loss *loss;   /* where the organiser declared it lost, else NULL */
};

struct accepted {
	char organiser_path[PATH_ROOM];
	struct sign_public organiser;
	struct package package;
	struct bytes roster_file;
	struct roster roster;
	struct former_rosters former;
	struct export *exports;
	size_t export_count;
	struct accepted_kiosk *kiosks;   /* in the roster's order, package and roster being sound */
	struct accepted_ballot *ballots; /* ascending by code; sealed and spoiled */
	size_t ballot_count;
	size_t sealed_count, spoiled_count;
	struct loss *losses;
	size_t loss_count;
	unsigned missing; /* kiosks from which nothing came, or not the export after which they were declared lost */
	unsigned interim; /* kiosks not lost whose last export is not closed */
	unsigned lost;    /* kiosks declared lost */
	struct faults faults;
};

/* Reads and checks everything; tells every fault. STATUS_OK: nothing is wrong (missing and interim kiosks are no fault
 * here). The caller calls accept_finish in any case. */
enum status MUST_CHECK accept_load(struct accepted *out, const struct accept_sources *sources);
void accept_finish(struct accepted *accepted);

/* The same in four steps, each resting on the one before; audit.h goes them one by one. Faults are told and counted. */
enum status MUST_CHECK accept_election(struct accepted *out, const struct accept_sources *sources);
enum status MUST_CHECK accept_roster(struct accepted *accepted, const char *path);
enum status MUST_CHECK accept_exports(struct accepted *accepted, const struct accept_sources *sources);
/* Losses, and what is missing (accept_losses.c). */
void accept_closing(struct accepted *accepted, const struct accept_sources *sources);
/* 1 where this kiosk's closing export, or the one named by its loss, is not here: then out says so in a sentence. */
int accepted_waits_for(char *out, size_t room, const struct accepted *accepted, unsigned kiosk_index);

/* The rostered kiosk of that name; NULL, and told, where there is none. roster: the file, as it was given. */
const struct roster_kiosk *accepted_kiosk_named(const struct accepted *accepted, const char *roster, const char *name);

/* How many kiosks brought an export. */
unsigned accepted_kiosks_here(const struct accepted *accepted);

/* Between exports of one kiosk and between all ballots: accept_links.c and accept_ballots.c. */
void accept_links(struct accepted *accepted);
void accept_ballots(struct accepted *accepted);

#endif
