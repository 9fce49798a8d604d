/* Exports that are no rostered kiosk's, or of another election: who made them, as far as anybody can tell. */
#ifndef FOLKMOOT_ACCEPT_STRANGER_H
#define FOLKMOOT_ACCEPT_STRANGER_H

#include "accept_export.h"

/* Rosters that the organiser signed before the newest: a kiosk that one of them has and the newest has not was revoked.
 */
struct former_roster {
	const char *path;
	struct bytes file;
	struct roster roster;
};

struct former_rosters {
	struct former_roster *all;
	size_t count;
};

/* Tells in a sentence what is wrong with one. The caller calls former_finish in any case. */
enum status MUST_CHECK former_load(struct former_rosters *out, const char *const *paths, size_t count,
                                   const struct sign_public *organiser);
void former_finish(struct former_rosters *rosters);

/* The earlier roster of the highest revision that has this key, or NULL; *kiosk is its entry. */
const struct former_roster *former_find(const struct roster_kiosk **kiosk, const struct former_rosters *earlier,
                                        const uint8_t key[static SIGN_KEY_BYTES]);

/* The fault of an export whose signature is of no kiosk on the roster. earlier may be NULL. */
void tell_stranger(struct faults *faults, const struct export *export, const struct roster *roster,
                   const struct former_rosters *earlier);
/* The fault of an export whose report, signed by a rostered kiosk, names another election: an older or a newer revision
 * of this one is told from the kiosk's own log. */
void tell_other_election(struct faults *faults, const struct export *export, const struct package *package);

#endif
