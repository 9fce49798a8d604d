/* The organiser's signed roster: which kiosks belong to an election, and where they stand. A signed container (sign.h)
 * around a statement (statement.h), bound to the hash of the election package. */
#ifndef FOLKMOOT_ROSTER_H
#define FOLKMOOT_ROSTER_H

#include "sign.h"
#include "transcript.h"

enum { ROSTER_MAX_KIOSKS = 500, ROSTER_NAME_MAX = 60, ROSTER_MAX_BYTES = 256 * 1024 };

struct roster_kiosk {
	char name[ROSTER_NAME_MAX + 1];  /* unique, "Brixton Library 1" */
	char place[ROSTER_NAME_MAX + 1]; /* "Brixton Library" */
	struct sign_public key;          /* unique, and so are its id and its first four bytes */
};

/* Folders and files are named for a kiosk by this much of its key. */
enum { ROSTER_KEY_NAME_BYTES = 4 };

struct roster {
	enum sign_kind kind;
	struct hash election;
	uint32_t revision;
	unsigned kiosk_count;
	struct roster_kiosk kiosk[ROSTER_MAX_KIOSKS];
};

/* The unsigned body, NUL-terminated. */
enum status MUST_CHECK roster_write(char *text, size_t room, size_t *text_len, const struct roster *roster);
/* Reads a body whose signature holds. Refuses twice the same name, key id or beginning of a key, keys of another kind
 * than the roster's. */
enum status MUST_CHECK roster_read(struct roster *out, const char *text, size_t text_len);
/* NULL where no kiosk has that key. */
const struct roster_kiosk *roster_find(const struct roster *roster, const uint8_t key[static SIGN_KEY_BYTES]);
/* The same by its name. */
const struct roster_kiosk *roster_find_name(const struct roster *roster, const char *name);

#endif
