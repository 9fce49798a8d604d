/* Making a mix: each contest's list shuffled and proved, in a hidden folder that a later run goes on with, then signed
 * and given its name. */
#ifndef FOLKMOOT_MIX_MAKE_H
#define FOLKMOOT_MIX_MAKE_H

#include "mixes.h"
#include "sign.h"

struct mix_plan {
	const char *record;
	const struct package *package;
	unsigned number; /* of the mix to make */
	const struct mixer *mixer;
	const struct sign_secret *key;
	const uint8_t *input[ELECTION_MAX_CONTESTS]; /* the list before it, by the contest's place in the election */
	uint32_t count[ELECTION_MAX_CONTESTS];
	uint8_t previous[SHA256_BYTES]; /* of the mix.txt before; zeros for the first */
};

/* Writes mixes/N, whole or not at all; what was finished stays in mixes/.N.part where it fails. Tells what went wrong.
 */
enum status MUST_CHECK mix_make(const struct mix_plan *plan);

#endif
