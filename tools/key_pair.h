/* A new key in minisign's own format: NAME.key and NAME.pub. */
#ifndef FOLKMOOT_KEY_PAIR_H
#define FOLKMOOT_KEY_PAIR_H

#include "sign.h"

struct key_pair {
	const char *name;  /* of the files, without an ending */
	const char *whose; /* "the organiser's key" */
	enum sign_kind kind;
	const char *passphrase_file; /* NULL: asked on the terminal; a practice key then has none */
};

/* Writes both files, or none; an existing key is never overwritten. Tells what went wrong. */
enum status MUST_CHECK key_pair_make(struct sign_public *out, const struct key_pair *request);

#endif
