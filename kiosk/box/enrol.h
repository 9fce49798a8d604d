/* Makes a kiosk's data folder: its key, sealed under the staff PIN (and the bytes of a staff stick, where one is
 * wanted), a second person's PIN, who it is, and the organiser's public key that it will trust. FORMAT.md, "Kiosk".
 *
 * kiosk.txt is written last and is the mark: a folder that holds nothing but what an enrolment makes before it is no
 * kiosk's yet, and may be enrolled. */
#ifndef FOLKMOOT_ENROL_H
#define FOLKMOOT_ENROL_H

#include "disk.h"
#include "enrolment.h"
#include "sentence.h"
#include "staff_stick.h"

#define KIOSK_KEY_PURPOSE  "folkmoot/kiosk-key/1"
#define SECOND_PIN_PURPOSE "folkmoot/second-pin/1"
#define KIOSK_FILE         "kiosk.txt"
#define KIOSK_KEY_FILE     "kiosk.key"
#define SECOND_KEY_FILE    "second.key"
#define ORGANISER_FILE     "organiser.pub"
enum {
	KIOSK_KEY_BYTES = SIGN_ID_BYTES + SIGN_KEY_BYTES + SIGN_SECRET_BYTES,
	KIOSK_KEY_FILE_MAX = 512,
	ENROLMENT_NAME = 24, /* "kiosk-0a1b2c3d.txt" */
};

/* Whoever copies the key's file can try PINs at leisure, some every second: what slows them is the number of PINs. */
enum { KIOSK_PIN_MIN = 6 };

enum enrol_unlock { UNLOCK_BY_PIN, UNLOCK_BY_PIN_AND_STICK };

struct enrol_request {
	const char *data; /* the folder to make, or to fill: it holds no kiosk, nor anything else, yet */
	const char *name, *place;
	const char *pin;        /* FLOW_PIN_MIN to FLOW_PIN_MAX digits; of a real kiosk KIOSK_PIN_MIN at least */
	const char *second_pin; /* likewise, and another */
	enum enrol_unlock unlock;
	enum sign_kind kind;
	const char *organiser; /* text of the organiser's public key file */
	size_t organiser_len;
	const char *stick; /* a folder that gets the enrolment for the organiser, enrolment_name(); NULL: none does */
};

/* What a data folder is. */
enum enrol_folder { FOLDER_EMPTY, FOLDER_KIOSK, FOLDER_OTHER };

/* On failure to look nothing is known. */
enum status MUST_CHECK enrolment_look(enum enrol_folder *out, const struct disk *disk, const char *data);
/* May this be a kiosk's PIN? whose: "staff". On failure why holds a sentence. */
enum status MUST_CHECK kiosk_pin_check(struct sentence *why, const char *whose, const char *pin, enum sign_kind kind);
/* All of request but the folder: names, PINs, the organiser's key. On failure why holds a sentence. */
enum status MUST_CHECK enrolment_check(struct sentence *why, const struct enrol_request *request);
/* The folder has everything in it, durably, or holds no kiosk. disk NULL: the real one. On failure why holds a
 * sentence. */
enum status MUST_CHECK enrolment_make(struct enrolment *out, struct sentence *why, const struct enrol_request *request,
                                      const struct disk *disk);
/* "kiosk-<8 hex of its key>.txt", on the stick for the organiser. */
void enrolment_name(char out[static ENROLMENT_NAME], const struct enrolment *enrolment);

/* The kiosk's secret from the bytes of kiosk.key: STATUS_PASSPHRASE for a wrong PIN; STATUS_DAMAGED where what it holds
 * is not the key of this enrolment. passphrase: staff_passphrase(), or the PIN alone. The caller wipes. */
enum status MUST_CHECK kiosk_key_open(struct sign_secret *out, const uint8_t *data, size_t data_len,
                                      const char *passphrase, const struct sign_public *expected);
/* The second person's PIN, against the bytes of second.key: STATUS_OK, STATUS_PASSPHRASE, or STATUS_DAMAGED where the
 * file is another kiosk's. */
enum status MUST_CHECK second_pin_check(const uint8_t *data, size_t data_len, const char *pin,
                                        const struct sign_public *kiosk);

#endif
