/* The organiser's permission to open a closed box again: one kiosk, one closing. NAME.reopen on a stick: a statement
 * (statement.h) whose last line is the signature, so that the kiosk's log can carry what an audit needs to check it.
 * FORMAT.md, "Permission to reopen". Pure. */
#ifndef FOLKMOOT_PERMISSION_H
#define FOLKMOOT_PERMISSION_H

#include "roster.h"

#define PERMISSION_PURPOSE "folkmoot/reopen/1"
#define PERMISSION_END     ".reopen"
enum {
	PERMISSION_MAX_BYTES = 2048,
	PERMISSION_REASON_MAX = 300,
	PERMISSION_SIGNATURE_TEXT = 89, /* a signature in base64, NUL included */
};

struct permission {
	enum sign_kind kind;
	struct hash election;
	char name[ROSTER_NAME_MAX + 1]; /* of the kiosk, for people */
	uint8_t kiosk[SIGN_KEY_BYTES];
	uint32_t closing; /* the closing after which it opens again */
	char reason[PERMISSION_REASON_MAX + 1];
	uint8_t signature[SIGN_BYTES]; /* over election, kiosk and closing: permission_sign */
};

/* Sets signature. */
enum status MUST_CHECK permission_sign(struct permission *permission, const struct sign_secret *organiser);
/* STATUS_SIGNATURE where it is not the organiser's for exactly this election, kiosk and closing. */
enum status MUST_CHECK permission_verify(const struct hash *election, const uint8_t kiosk[static SIGN_KEY_BYTES],
                                         uint32_t closing, const uint8_t signature[static SIGN_BYTES],
                                         const struct sign_public *organiser);
enum status MUST_CHECK permission_write(char *text, size_t room, size_t *text_len, const struct permission *permission);
/* Strict; the signature is not checked. */
enum status MUST_CHECK permission_read(struct permission *out, const char *text, size_t text_len);
/* The signature as it stands in the file's last line and in the log: base64 of 88 characters. */
void permission_signature_text(char out[static PERMISSION_SIGNATURE_TEXT], const uint8_t signature[static SIGN_BYTES]);
enum status MUST_CHECK permission_signature_read(uint8_t out[static SIGN_BYTES], const char *text, size_t text_len);

#endif
