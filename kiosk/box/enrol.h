/* Makes a kiosk's data folder: its key, sealed under the staff PIN, who it is, and the organiser's public key that it
 * will trust. */
#ifndef FOLKMOOT_ENROL_H
#define FOLKMOOT_ENROL_H

#include "disk.h"
#include "enrolment.h"
#include "sentence.h"

#define KIOSK_KEY_PURPOSE "folkmoot/kiosk-key/1"
#define KIOSK_FILE        "kiosk.txt"
#define KIOSK_KEY_FILE    "kiosk.key"
#define ORGANISER_FILE    "organiser.pub"
enum { KIOSK_KEY_BYTES = SIGN_ID_BYTES + SIGN_KEY_BYTES + SIGN_SECRET_BYTES, KIOSK_KEY_FILE_MAX = 512 };

/* Whoever copies the key's file can try PINs at leisure, some every second: what slows them is the number of PINs. */
enum { KIOSK_PIN_MIN = 6 };

struct enrol_request {
	const char *data; /* the folder to make; it must not exist, or be empty */
	const char *name, *place;
	const char *pin; /* FLOW_PIN_MIN to FLOW_PIN_MAX digits; of a real kiosk KIOSK_PIN_MIN at least */
	enum sign_kind kind;
	const char *organiser; /* text of the organiser's public key file */
	size_t organiser_len;
};

/* The folder is there with everything in it, durably, or not at all. disk NULL: the real one. On failure why holds a
 * sentence. */
enum status MUST_CHECK enrolment_make(struct enrolment *out, struct sentence *why, const struct enrol_request *request,
                                      const struct disk *disk);

/* The kiosk's secret from the bytes of kiosk.key: STATUS_PASSPHRASE for a wrong PIN; STATUS_DAMAGED where what it holds
 * is not the key of this enrolment. The caller wipes. */
enum status MUST_CHECK kiosk_key_open(struct sign_secret *out, const uint8_t *data, size_t data_len, const char *pin,
                                      const struct sign_public *expected);

#endif
