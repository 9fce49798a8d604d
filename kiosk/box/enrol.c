#include "enrol.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "flow.h"
#include "locked.h"
#include "log_seal.h"
#include "pin.h"

/* --- keys --- */

enum status kiosk_key_open(struct sign_secret *out, const uint8_t *data, size_t data_len, const char *passphrase,
                           const struct sign_public *expected)
{
	uint8_t secret[KIOSK_KEY_BYTES], derived[SIGN_KEY_BYTES];
	struct reader reader;
	size_t len;
	enum status status;

	memset(out, 0, sizeof *out);
	status = locked_open(secret, sizeof secret, &len, KIOSK_KEY_PURPOSE, data, data_len, passphrase);
	if (status != STATUS_OK)
		goto out;
	reader_init(&reader, secret, len);
	read_bytes(&reader, out->public_key.id, SIGN_ID_BYTES);
	read_bytes(&reader, out->public_key.key, SIGN_KEY_BYTES);
	read_bytes(&reader, out->secret, SIGN_SECRET_BYTES);
	(void)crypto_sign_ed25519_sk_to_pk(derived, out->secret);
	if (reader_finish(&reader) != STATUS_OK || !sign_key_equal(&out->public_key, expected) ||
	    memcmp(derived, expected->key, SIGN_KEY_BYTES) != 0)
		status = STATUS_DAMAGED;
out:
	sodium_memzero(secret, sizeof secret);
	if (status != STATUS_OK)
		sign_secret_wipe(out);
	return status;
}

enum status second_pin_check(const uint8_t *data, size_t data_len, const char *pin, const struct sign_public *kiosk)
{
	uint8_t key[SIGN_KEY_BYTES];
	size_t len;
	enum status status = locked_open(key, sizeof key, &len, SECOND_PIN_PURPOSE, data, data_len, pin);

	if (status != STATUS_OK)
		return status;
	return len == sizeof key && memcmp(key, kiosk->key, sizeof key) == 0 ? STATUS_OK : STATUS_DAMAGED;
}

static enum locked_cost cost_of(enum sign_kind kind)
{
	return kind == SIGN_PRACTICE ? LOCKED_PRACTICE : LOCKED_PIN;
}

/* --- what is asked for --- */

static enum status check_name(struct sentence *why, const char *what, const char *text)
{
	size_t len = strlen(text);

	if (len == 0 || len > ROSTER_NAME_MAX)
		return refuse(why, STATUS_TOO_LONG, "The kiosk's %s must have 1 to %d bytes: choose a shorter one.",
		              what, ROSTER_NAME_MAX);
	if (!text_is_clean(text, len) || strchr(text, '\n') || text[0] == ' ' || text[len - 1] == ' ')
		return refuse(why, STATUS_TEXT, "The kiosk's %s must be plain text without blanks at its ends.", what);
	return STATUS_OK;
}

enum status kiosk_pin_check(struct sentence *why, const char *whose, const char *pin, enum sign_kind kind)
{
	size_t len = strlen(pin);

	if (len < FLOW_PIN_MIN || len > FLOW_PIN_MAX || strspn(pin, "0123456789") != len)
		return refuse(why, STATUS_RANGE, "The %s PIN must have %d to %d digits and nothing else.", whose,
		              FLOW_PIN_MIN, FLOW_PIN_MAX);
	if (kind == SIGN_REAL && len < KIOSK_PIN_MIN)
		return refuse(
		    why, STATUS_RANGE,
		    "A real kiosk's %s PIN must have at least %d digits, better %d: whoever copies the key's file "
		    "can try PINs at leisure.",
		    whose, KIOSK_PIN_MIN, FLOW_PIN_MAX);
	return STATUS_OK;
}

enum status enrolment_check(struct sentence *why, const struct enrol_request *request)
{
	struct sign_public organiser;
	enum status status = check_name(why, "name", request->name);

	if (status == STATUS_OK)
		status = check_name(why, "place", request->place);
	if (status == STATUS_OK)
		status = kiosk_pin_check(why, "staff", request->pin, request->kind);
	if (status == STATUS_OK)
		status = kiosk_pin_check(why, "second person's", request->second_pin, request->kind);
	if (status != STATUS_OK)
		return status;
	if (strcmp(request->pin, request->second_pin) == 0)
		return refuse(why, STATUS_RANGE,
		              "The second person's PIN must be another than staff's: two people, two PINs.");
	status = sign_public_read(&organiser, request->organiser, request->organiser_len);
	if (status != STATUS_OK)
		return refuse(why, status,
		              "The organiser's public key %s: take the .pub file that `folkmoot organiser new` wrote.",
		              status_phrase(status));
	if (sign_key_kind(&organiser) != request->kind)
		return refuse(why, STATUS_PRACTICE,
		              "The organiser's key is %s, the kiosk is to be %s: both must be the same.",
		              sign_key_kind(&organiser) == SIGN_PRACTICE ? "for practice" : "a real one",
		              request->kind == SIGN_PRACTICE ? "for practice" : "a real one");
	return STATUS_OK;
}

/* --- the folder --- */

/* In the order of their removal: the mark first. */
static const char *const made[] = {
    KIOSK_FILE,     KIOSK_KEY_FILE,   SECOND_KEY_FILE, SECOND_PIN_FILE,
    ORGANISER_FILE, STAFF_STICK_FILE, LOG_FILE,        LOG_KEY_FILE,
};
enum { MADE_COUNT = sizeof made / sizeof made[0] };

/* What disk_replace leaves of a file after a power cut. */
static int is_leftover(const char *name, const char *of)
{
	char fresh[DISK_NAME_MAX + 1];

	(void)snprintf(fresh, sizeof fresh, ".%s.new", of);
	return strcmp(name, fresh) == 0;
}

struct look {
	int has_mark, has_other;
};

static void look_at(void *context, const char *name)
{
	struct look *look = context;

	look->has_mark |= strcmp(name, KIOSK_FILE) == 0;
	/* A file system's own, and the empty file that an enrolled kiosk locks. */
	if (strcmp(name, "lost+found") == 0 || strcmp(name, "lock") == 0)
		return;
	for (size_t i = 0; i < MADE_COUNT; i++)
		if (strcmp(name, made[i]) == 0 || is_leftover(name, made[i]))
			return;
	look->has_other = 1;
}

enum status enrolment_look(enum enrol_folder *out, const struct disk *disk, const char *data)
{
	struct look look = {0, 0};

	*out = FOLDER_EMPTY;
	if (disk->list(disk->context, data, look_at, &look) != 0)
		return errno == ENOENT ? STATUS_OK : disk_status(errno);
	*out = look.has_mark ? FOLDER_KIOSK : look.has_other ? FOLDER_OTHER : FOLDER_EMPTY;
	return STATUS_OK;
}

static enum status clear_folder(const struct disk *disk, const char *folder)
{
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < MADE_COUNT; i++) {
		status = disk_path(path, folder, made[i]);
		if (status == STATUS_OK)
			status = disk_remove(disk, path);
	}
	return status;
}

/* The folder's own name must last, too. */
static enum status make_folder(const struct disk *disk, const char *folder)
{
	char parent[DISK_PATH_MAX];
	enum status status = disk_make_folder(disk, folder);

	if (status == STATUS_USED)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = disk_parent(parent, folder);
	return status == STATUS_OK ? disk_sync_folder(disk, parent) : status;
}

/* --- what goes into it --- */

/* An enrolment in the making. Secret. */
struct making {
	const struct disk *disk;
	const struct enrol_request *request;
	const struct enrolment *enrolment;
	const struct sign_secret *key;
	struct staff_stick staff;
	char text[ENROLMENT_MAX_BYTES]; /* of kiosk.txt */
	size_t text_len;
	int is_at_stick; /* what fails now fails on the stick */
};

static enum status write_locked(const struct making *making, const char *name, const char *purpose,
                                const uint8_t *secret, size_t secret_len, const char *passphrase)
{
	uint8_t sealed[KIOSK_KEY_FILE_MAX];
	size_t len = 0;
	enum status status = locked_seal(sealed, sizeof sealed, &len, purpose, secret, secret_len, passphrase,
	                                 cost_of(making->request->kind));

	return status == STATUS_OK ? disk_replace(making->disk, making->request->data, name, sealed, len) : status;
}

static enum status write_key(const struct making *making)
{
	const struct sign_secret *key = making->key;
	char passphrase[STAFF_PASSPHRASE];
	uint8_t secret[KIOSK_KEY_BYTES];
	struct writer writer;
	enum status status;

	writer_init(&writer, secret, sizeof secret);
	write_bytes(&writer, key->public_key.id, SIGN_ID_BYTES);
	write_bytes(&writer, key->public_key.key, SIGN_KEY_BYTES);
	write_bytes(&writer, key->secret, SIGN_SECRET_BYTES);
	staff_passphrase(passphrase, making->request->pin, making->staff.is_needed ? making->staff.secret : NULL);
	status = write_locked(making, KIOSK_KEY_FILE, KIOSK_KEY_PURPOSE, secret, sizeof secret, passphrase);
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(passphrase, sizeof passphrase);
	return status;
}

static enum status write_second(const struct making *making)
{
	enum status status = write_locked(making, SECOND_KEY_FILE, SECOND_PIN_PURPOSE, making->key->public_key.key,
	                                  SIGN_KEY_BYTES, making->request->second_pin);

	return status == STATUS_OK ? pin_begin(making->disk, making->request->data, SECOND_PIN_FILE) : status;
}

/* All but the mark. */
/* The log's first words, sealed with the kiosk's own key while it is at hand. */
static enum status begin_log(const struct making *making)
{
	const struct enrolment *kiosk = making->enrolment;
	struct sentence said = {""};
	struct log log;
	enum status status = log_open(&log, making->disk, making->request->data, kiosk->key.key);

	tell(&said, "%s, %s", kiosk->name, kiosk->place);
	if (status == STATUS_OK)
		status = log_append(&log, LOG_ENROL, said.text);
	return status == STATUS_OK ? log_seal(&log, making->key) : status;
}

static enum status fill_folder(const struct making *making)
{
	const struct enrol_request *request = making->request;
	enum status status = write_key(making);

	if (status == STATUS_OK)
		status = write_second(making);
	if (status == STATUS_OK && making->staff.is_needed)
		status = staff_stick_keep(making->disk, request->data, &making->staff);
	if (status == STATUS_OK)
		status = disk_replace(making->disk, request->data, ORGANISER_FILE, request->organiser,
		                      request->organiser_len);
	return status == STATUS_OK ? begin_log(making) : status;
}

/* The copy for the organiser, before the mark: one that is nobody's is taken away again, and nobody misses it; a kiosk
 * whose enrolment nobody has would never be in a roster. */
static enum status write_mark(struct making *making)
{
	const struct enrol_request *request = making->request;
	char name[ENROLMENT_NAME];
	enum status status = STATUS_OK;

	enrolment_name(name, making->enrolment);
	making->is_at_stick = request->stick != NULL;
	if (making->is_at_stick)
		status = disk_replace_checked(making->disk, request->stick, name, making->text, making->text_len);
	if (status != STATUS_OK)
		return status;
	making->is_at_stick = 0;
	return disk_replace(making->disk, request->data, KIOSK_FILE, making->text, making->text_len);
}

/* What is left of a failed enrolment makes no kiosk. */
static enum status undo(const struct making *making)
{
	char name[ENROLMENT_NAME], path[DISK_PATH_MAX];
	enum status status = clear_folder(making->disk, making->request->data);

	enrolment_name(name, making->enrolment);
	if (status == STATUS_OK && making->request->stick && disk_path(path, making->request->stick, name) == STATUS_OK)
		status = disk_remove(making->disk, path);
	return status;
}

static enum status make(struct making *making)
{
	const struct enrol_request *request = making->request;
	enum status status = enrolment_write(making->text, sizeof making->text, &making->text_len, making->enrolment);

	if (request->unlock == UNLOCK_BY_PIN_AND_STICK)
		staff_stick_make(&making->staff);
	if (status == STATUS_OK)
		status = make_folder(making->disk, request->data);
	if (status != STATUS_OK)
		return status;
	status = clear_folder(making->disk, request->data);
	if (status == STATUS_OK)
		status = fill_folder(making);
	if (status == STATUS_OK)
		status = write_mark(making);
	if (status != STATUS_OK && undo(making) != STATUS_OK)
		return status; /* the next enrolment here clears it */
	return status;
}

void enrolment_name(char out[static ENROLMENT_NAME], const struct enrolment *enrolment)
{
	char hex[2 * ROSTER_KEY_NAME_BYTES + 1];

	hex_write(hex, enrolment->key.key, ROSTER_KEY_NAME_BYTES);
	(void)snprintf(out, ENROLMENT_NAME, "kiosk-%s.txt", hex);
}

enum status enrolment_make(struct enrolment *out, struct sentence *why, const struct enrol_request *request,
                           const struct disk *disk)
{
	struct sign_secret key = {0};
	struct making making = {disk ? disk : disk_real(), request, out, &key, {0}, "", 0, 0};
	enum enrol_folder folder = FOLDER_EMPTY;
	enum status status = enrolment_check(why, request);
	int at_stick;

	if (status != STATUS_OK)
		return status;
	status = enrolment_look(&folder, making.disk, request->data);
	if (status == STATUS_OK && folder != FOLDER_EMPTY)
		return refuse(why, STATUS_USED,
		              "%.200s: the folder is there already and not empty: choose another, or remove it.",
		              request->data);
	memset(out, 0, sizeof *out);
	sign_key_make(&key, request->kind);
	out->kind = request->kind;
	out->key = key.public_key;
	(void)snprintf(out->name, sizeof out->name, "%s", request->name);
	(void)snprintf(out->place, sizeof out->place, "%s", request->place);
	if (status == STATUS_OK)
		status = make(&making);
	sign_secret_wipe(&key);
	at_stick = making.is_at_stick;
	sodium_memzero(&making, sizeof making);
	if (status != STATUS_OK && at_stick)
		return refuse(why, status, "The stick %s, so this kiosk is not enrolled: take another stick.",
		              status_phrase(status));
	if (status != STATUS_OK)
		return refuse(why, status, "%.200s: the data folder %s: check the path, its rights and the space left.",
		              request->data, status_phrase(status));
	return STATUS_OK;
}
