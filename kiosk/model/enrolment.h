/* A kiosk's enrolment: who it is, public. kiosk.txt in its data folder, and the file that the organiser gets for the
 * roster. A statement (statement.h) "folkmoot kiosk" 1. */
#ifndef FOLKMOOT_ENROLMENT_H
#define FOLKMOOT_ENROLMENT_H

#include "roster.h"

enum { ENROLMENT_MAX_BYTES = 1024, KEY_FINGERPRINT = 24 };

struct enrolment {
	enum sign_kind kind;
	char name[ROSTER_NAME_MAX + 1];  /* "Brixton Library 1" */
	char place[ROSTER_NAME_MAX + 1]; /* "Brixton Library" */
	struct sign_public key;
};

/* What people compare of a key, a kiosk's or an organiser's: its first eight bytes as four groups of four hexadecimal
 * digits. A kiosk's files are named by the first two groups. */
void key_fingerprint(char out[static KEY_FINGERPRINT], const struct sign_public *key);
/* The text is NUL-terminated; text_len without the NUL. STATUS_PRACTICE where the key's kind is another. */
enum status MUST_CHECK enrolment_write(char *text, size_t room, size_t *text_len, const struct enrolment *in);
/* Strict: exactly what enrolment_write would write. */
enum status MUST_CHECK enrolment_read(struct enrolment *out, const char *text, size_t text_len);

#endif
