/* A staff stick: 32 random bytes beside the PIN, without which a kiosk that wants one is not unlocked. Whoever copies
 * the data folder cannot even try PINs. FORMAT.md, "Kiosk".
 *
 * The bytes are made at enrolment, when the stick that is there is the organiser's: until the first staff stick was
 * written and read back they lie in the data folder, so that no power cut locks anybody out. */
#ifndef FOLKMOOT_STAFF_STICK_H
#define FOLKMOOT_STAFF_STICK_H

#include "disk.h"
#include "sentence.h"
#include "sign.h"
#include "transcript.h"

#define STAFF_STICK_FILE "staff-stick.txt"
enum {
	STAFF_SECRET_BYTES = 32,
	STAFF_STICK_NAME = 40,  /* "folkmoot-staff-0a1b2c3d.key" */
	STAFF_PASSPHRASE = 128, /* a PIN, the secret in hexadecimal, NUL */
};

/* What the data folder tells of a kiosk's staff sticks. */
struct staff_stick {
	int is_needed;
	int is_due;                         /* none was written yet: secret is here */
	struct hash check;                  /* of the secret */
	uint8_t secret[STAFF_SECRET_BYTES]; /* secret, while it is due */
};

/* Fresh random bytes, still due. */
void staff_stick_make(struct staff_stick *out);
/* Into the data folder, durably. */
enum status MUST_CHECK staff_stick_keep(const struct disk *disk, const char *data, const struct staff_stick *stick);
/* From the data folder; STATUS_OK with is_needed 0 where this kiosk needs none. */
enum status MUST_CHECK staff_stick_load(struct staff_stick *out, const struct disk *disk, const char *data);

void staff_stick_name(char out[static STAFF_STICK_NAME], const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* The secret from a mounted stick. STATUS_ABSENT where it has none of this kiosk, STATUS_MISMATCH for an old one. The
 * caller wipes. */
enum status MUST_CHECK staff_stick_read(uint8_t secret[static STAFF_SECRET_BYTES], const struct disk *disk,
                                        const char *usb, const uint8_t kiosk[static SIGN_KEY_BYTES],
                                        const struct staff_stick *stick);
/* The same of a stick's file that was read already. */
enum status MUST_CHECK staff_stick_parse(uint8_t secret[static STAFF_SECRET_BYTES], const void *text, size_t len,
                                         const uint8_t kiosk[static SIGN_KEY_BYTES], const struct staff_stick *stick);
/* Onto a mounted stick, durably, and read back. */
enum status MUST_CHECK staff_stick_write(const struct disk *disk, const char *usb,
                                         const uint8_t kiosk[static SIGN_KEY_BYTES],
                                         const uint8_t secret[static STAFF_SECRET_BYTES]);
/* What locks the kiosk's key: the PIN, and the secret where one is needed (else NULL). */
void staff_passphrase(char out[static STAFF_PASSPHRASE], const char *pin, const uint8_t *secret);

#endif
