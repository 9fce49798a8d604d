/* The closing report as one line of text, for a QR code on the screen: what a kiosk held when it was closed, signed by
 * the kiosk's key, so that a photograph taken that evening binds it. FORMAT.md, "Closing report". Pure. */
#ifndef FOLKMOOT_CLOSING_H
#define FOLKMOOT_CLOSING_H

#include "sign.h"
#include "transcript.h"

#define CLOSING_PURPOSE "folkmoot/closing-report/1"

/* The text with its NUL. */
enum { CLOSING_TEXT = 448 };

struct closing {
	struct hash election;
	uint8_t kiosk[SIGN_KEY_BYTES];
	uint32_t closing;         /* how often voting was closed, from 1 */
	uint32_t sealed, spoiled; /* ballots */
	struct hash set, spoiled_set;
	uint32_t log_count; /* of the log, its line about the closing included */
	struct hash log_head;
};

/* text is NUL-terminated, and small enough for a QR code that a phone reads off the screen. STATUS_SIGNATURE as
 * sign_statement. */
enum status MUST_CHECK closing_write(char text[static CLOSING_TEXT], const struct closing *closing,
                                     const struct sign_secret *key);
/* Strict. Checks the signature by the kiosk's key that the report itself names: the caller looks for that key in a
 * roster. STATUS_TEXT for what is no closing report, STATUS_SIGNATURE (sign.h) for one that was changed. */
enum status MUST_CHECK closing_read(struct closing *out, const char *text, size_t text_len);

#endif
