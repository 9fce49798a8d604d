/* A kiosk's identity: read at the start, or made here, from a stick with the organiser's key and what staff typed. */
#include "recorder_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stick_words.h"

/* --- at the start --- */

static enum status read_named(uint8_t **text, size_t *len, struct recorder *recorder, const char *name, size_t max)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, recorder->data, name);

	if (status == STATUS_OK)
		status = disk_read(text, len, recorder->disk, path, max);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "%.160s: %s %s: take the folder as it was made by enrolment, or enrol anew.",
		              recorder->data, name, status_phrase(status));
	return STATUS_OK;
}

static enum status bad_file(struct recorder *recorder, const char *name, enum status status)
{
	return refuse(&recorder->why, status,
	              "%.160s: %s %s: take the folder as it was made by enrolment, or enrol anew.", recorder->data,
	              name, status_phrase(status));
}

static enum status read_locked(uint8_t out[static KIOSK_KEY_FILE_MAX], size_t *out_len, struct recorder *recorder,
                               const char *name)
{
	uint8_t *data;
	enum status status = read_named(&data, out_len, recorder, name, KIOSK_KEY_FILE_MAX);

	if (status != STATUS_OK)
		return status;
	memcpy(out, data, *out_len);
	free(data);
	return STATUS_OK;
}

enum status recorder_read_identity(struct recorder *recorder)
{
	uint8_t *text;
	size_t len;
	enum status status = read_named(&text, &len, recorder, KIOSK_FILE, ENROLMENT_MAX_BYTES);

	if (status != STATUS_OK)
		return status;
	status = enrolment_read(&recorder->kiosk, (const char *)text, len);
	free(text);
	if (status != STATUS_OK)
		return bad_file(recorder, KIOSK_FILE, status);
	status = read_named(&text, &len, recorder, ORGANISER_FILE, SIGN_KEY_FILE_MAX);
	if (status != STATUS_OK)
		return status;
	status = sign_public_read(&recorder->organiser, (const char *)text, len);
	free(text);
	if (status == STATUS_OK && sign_key_kind(&recorder->organiser) != recorder->kiosk.kind)
		status = STATUS_PRACTICE;
	if (status != STATUS_OK)
		return bad_file(recorder, ORGANISER_FILE, status);
	status = read_locked(recorder->sealed_key, &recorder->sealed_key_len, recorder, KIOSK_KEY_FILE);
	if (status == STATUS_OK)
		status = read_locked(recorder->second_key, &recorder->second_key_len, recorder, SECOND_KEY_FILE);
	if (status != STATUS_OK)
		return status;
	status = staff_stick_load(recorder->staff, recorder->disk, recorder->data);
	if (status != STATUS_OK)
		return bad_file(recorder, STAFF_STICK_FILE, status);
	recorder->has_organiser = 1;
	return STATUS_OK;
}

/* --- the organiser's key --- */

struct found_key {
	char name[DISK_NAME_MAX + 1];
	unsigned count;
};

static void look_at_name(void *context, const char *name)
{
	struct found_key *found = context;
	size_t len = strlen(name);

	if (name[0] == '.' || len < sizeof ".pub" || strcmp(name + len - 4, ".pub") != 0 || len > DISK_NAME_MAX ||
	    !text_is_clean(name, len) || strchr(name, '\n'))
		return;
	(void)snprintf(found->name, sizeof found->name, "%s", name);
	found->count++;
}

static enum status find_key(struct found_key *found, struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;

	memset(found, 0, sizeof *found);
	if (!recorder->has_usb)
		return refuse(&recorder->why, STATUS_ABSENT, "No USB stick was found: put the organiser's stick in.");
	if (disk->list(disk->context, recorder->usb, look_at_name, found) != 0)
		return stick_refuse(&recorder->why, errno, "No USB stick was found: put the organiser's stick in.");
	if (found->count == 0)
		return refuse(&recorder->why, STATUS_ABSENT,
		              "The stick has no organiser's key (*.pub) at its top: copy it there.");
	if (found->count > 1)
		return refuse(&recorder->why, STATUS_USED,
		              "The stick has %u keys (*.pub) at its top: leave only the organiser's.", found->count);
	return STATUS_OK;
}

static enum status enrolled_already(struct recorder *recorder)
{
	return refuse(&recorder->why, STATUS_STATE, "This kiosk is enrolled already.");
}

enum status recorder_find_organiser(struct recorder *recorder, struct recorder_reply *reply,
                                    const struct recorder_request *request)
{
	struct found_key found;
	char path[DISK_PATH_MAX];
	uint8_t *text = NULL;
	size_t len = 0;
	enum status status;

	(void)reply;
	(void)request;
	if (recorder->is_enrolled)
		return enrolled_already(recorder);
	recorder->has_organiser = 0;
	status = find_key(&found, recorder);
	if (status != STATUS_OK)
		return status;
	status = disk_path(path, recorder->usb, found.name);
	if (status == STATUS_OK)
		status = disk_read(&text, &len, recorder->disk, path, SIGN_KEY_FILE_MAX - 1);
	if (status == STATUS_OK)
		status = sign_public_read(&recorder->organiser, (const char *)text, len);
	if (status == STATUS_OK)
		memcpy(recorder->organiser_text, text, len + 1);
	free(text);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "%.80s %s: take the .pub file that `folkmoot organiser new` wrote.", found.name,
		              status_phrase(status));
	recorder->has_organiser = 1;
	return STATUS_OK;
}

/* --- enrolling --- */

static void unlock(struct recorder *recorder, const struct sign_secret *key, const uint8_t *secret)
{
	*recorder->key = *key;
	if (secret)
		memcpy(recorder->staff->secret, secret, STAFF_SECRET_BYTES);
	recorder->is_unlocked = 1;
}

enum status recorder_unlock(struct recorder *recorder, const char *pin)
{
	char passphrase[STAFF_PASSPHRASE];
	uint8_t secret[STAFF_SECRET_BYTES];
	struct sign_secret key = {0};
	enum status status = STATUS_OK;

	if (recorder->staff->is_needed)
		status = recorder_staff_secret(secret, recorder);
	if (status == STATUS_OK) {
		staff_passphrase(passphrase, pin, recorder->staff->is_needed ? secret : NULL);
		status = kiosk_key_open(&key, recorder->sealed_key, recorder->sealed_key_len, passphrase,
		                        &recorder->kiosk.key);
	}
	if (status == STATUS_OK)
		unlock(recorder, &key, recorder->staff->is_needed ? secret : NULL);
	sodium_memzero(passphrase, sizeof passphrase);
	sodium_memzero(secret, sizeof secret);
	sign_secret_wipe(&key);
	return status;
}

/* The folder is a kiosk's now, whatever happens here: a restart takes it up. */
static enum status take_up(struct recorder *recorder, const char *pin)
{
	struct sentence said = {""};
	enum status status = recorder_begin_enrolled(recorder);

	if (status == STATUS_OK)
		status = recorder_unlock(recorder, pin);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The kiosk is enrolled, but its data folder %s: restart it.",
		              status_phrase(status));
	enrolment_name(said.text, &recorder->kiosk);
	recorder->why = said;
	return STATUS_OK;
}

enum status recorder_enrol(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	struct enrol_request enrol = {.data = recorder->data,
	                              .name = request->name,
	                              .place = request->place,
	                              .pin = request->pin,
	                              .second_pin = request->second_pin,
	                              .unlock = request->wants_stick ? UNLOCK_BY_PIN_AND_STICK : UNLOCK_BY_PIN,
	                              .organiser = recorder->organiser_text,
	                              .stick = recorder->usb};
	struct enrolment kiosk;
	enum status status;

	(void)reply;
	if (recorder->is_enrolled)
		return enrolled_already(recorder);
	if (!recorder->has_organiser)
		return refuse(&recorder->why, STATUS_STATE,
		              "The organiser's key is not known yet: put in the stick with it first.");
	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno, "No USB stick was found: put the organiser's stick in.");
	enrol.kind = sign_key_kind(&recorder->organiser);
	enrol.organiser_len = strlen(recorder->organiser_text);
	status = enrolment_make(&kiosk, &recorder->why, &enrol, recorder->disk);
	return status == STATUS_OK ? take_up(recorder, request->pin) : status;
}

/* --- staff's sticks --- */

enum status recorder_staff_secret(uint8_t secret[static STAFF_SECRET_BYTES], const struct recorder *recorder)
{
	if (recorder->staff->is_due || recorder->is_unlocked) {
		memcpy(secret, recorder->staff->secret, STAFF_SECRET_BYTES);
		return STATUS_OK;
	}
	memset(secret, 0, STAFF_SECRET_BYTES);
	if (!recorder->has_usb)
		return STATUS_ABSENT;
	return staff_stick_read(secret, recorder->disk, recorder->usb, recorder->kiosk.key.key, recorder->staff);
}

/* The first one takes the secret's copy out of the data folder. */
static enum status end_due(struct recorder *recorder)
{
	struct staff_stick kept = {.is_needed = 1, .check = recorder->staff->check};
	enum status status;

	if (!recorder->staff->is_due)
		return STATUS_OK;
	status = staff_stick_keep(recorder->disk, recorder->data, &kept);
	if (status != STATUS_OK)
		return refuse(
		    &recorder->why, status,
		    "The stick is made, but the kiosk's disk %s, so the kiosk does not ask for it yet: try again.",
		    status_phrase(status));
	recorder->staff->is_due = 0;
	return STATUS_OK;
}

enum status recorder_make_key_stick(struct recorder *recorder, struct recorder_reply *reply,
                                    const struct recorder_request *request)
{
	char name[STAFF_STICK_NAME];
	enum status status;

	(void)reply;
	(void)request;
	if (!recorder->staff->is_needed)
		return refuse(&recorder->why, STATUS_STATE,
		              "This kiosk is unlocked by its PIN alone: it was enrolled without a staff stick.");
	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno,
		                    "No USB stick is there: put in the one that staff will keep.");
	status = staff_stick_write(recorder->disk, recorder->usb, recorder->kiosk.key.key, recorder->staff->secret);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The stick %s: take another one.", status_phrase(status));
	status = end_due(recorder);
	if (status != STATUS_OK)
		return status;
	recorder_say(recorder, LOG_ENROL, "a staff stick was written");
	staff_stick_name(name, recorder->kiosk.key.key);
	tell(&recorder->why, "%s", name);
	return STATUS_OK;
}
