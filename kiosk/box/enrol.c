#include "enrol.h"

#include <stdio.h>
#include <string.h>

#include "flow.h"
#include "locked.h"

enum status kiosk_key_open(struct sign_secret *out, const uint8_t *data, size_t data_len, const char *pin,
                           const struct sign_public *expected)
{
	uint8_t secret[KIOSK_KEY_BYTES], derived[SIGN_KEY_BYTES];
	struct reader reader;
	size_t len;
	enum status status;

	memset(out, 0, sizeof *out);
	status = locked_open(secret, sizeof secret, &len, KIOSK_KEY_PURPOSE, data, data_len, pin);
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

static enum status seal_key(uint8_t out[static KIOSK_KEY_FILE_MAX], size_t *out_len, const struct sign_secret *key,
                            const char *pin, enum sign_kind kind)
{
	uint8_t secret[KIOSK_KEY_BYTES];
	struct writer writer;
	enum status status;

	writer_init(&writer, secret, sizeof secret);
	write_bytes(&writer, key->public_key.id, SIGN_ID_BYTES);
	write_bytes(&writer, key->public_key.key, SIGN_KEY_BYTES);
	write_bytes(&writer, key->secret, SIGN_SECRET_BYTES);
	status = locked_seal(out, KIOSK_KEY_FILE_MAX, out_len, KIOSK_KEY_PURPOSE, secret, sizeof secret, pin,
	                     kind == SIGN_PRACTICE ? LOCKED_PRACTICE : LOCKED_PIN);
	sodium_memzero(secret, sizeof secret);
	return status;
}

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

static enum status check_request(struct sentence *why, const struct enrol_request *request)
{
	struct sign_public organiser;
	size_t pin_len = strlen(request->pin);
	enum status status = check_name(why, "name", request->name);

	if (status == STATUS_OK)
		status = check_name(why, "place", request->place);
	if (status != STATUS_OK)
		return status;
	if (pin_len < FLOW_PIN_MIN || pin_len > FLOW_PIN_MAX || strspn(request->pin, "0123456789") != pin_len)
		return refuse(why, STATUS_RANGE, "The staff PIN must have %d to %d digits and nothing else.",
		              FLOW_PIN_MIN, FLOW_PIN_MAX);
	if (request->kind == SIGN_REAL && pin_len < KIOSK_PIN_MIN)
		return refuse(
		    why, STATUS_RANGE,
		    "A real kiosk's PIN must have at least %d digits, better %d: whoever copies the key's file "
		    "can try PINs at leisure.",
		    KIOSK_PIN_MIN, FLOW_PIN_MAX);
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

static enum status write_into(const struct disk *disk, const char *folder, const char *name, const void *data,
                              size_t len)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, folder, name);

	return status == STATUS_OK ? disk_write_new(disk, path, data, len) : status;
}

static enum status remove_from(const struct disk *disk, const char *folder, const char *name)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, folder, name);

	return status == STATUS_OK ? disk_remove(disk, path) : status;
}

static enum status remove_folder(const struct disk *disk, const char *folder)
{
	static const char *const names[] = {KIOSK_FILE, KIOSK_KEY_FILE, ORGANISER_FILE};
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < sizeof names / sizeof names[0]; i++)
		status = remove_from(disk, folder, names[i]);
	return status == STATUS_OK || status == STATUS_ABSENT ? disk_remove(disk, folder) : status;
}

static enum status fill_folder(const struct disk *disk, const char *folder, const struct enrol_request *request,
                               const struct enrolment *enrolment, const struct sign_secret *key)
{
	char text[ENROLMENT_MAX_BYTES];
	uint8_t sealed[KIOSK_KEY_FILE_MAX];
	size_t text_len, sealed_len;
	enum status status = enrolment_write(text, sizeof text, &text_len, enrolment);

	if (status == STATUS_OK)
		status = seal_key(sealed, &sealed_len, key, request->pin, request->kind);
	if (status == STATUS_OK)
		status = disk_make_folder(disk, folder);
	if (status == STATUS_OK)
		status = write_into(disk, folder, KIOSK_FILE, text, text_len);
	if (status == STATUS_OK)
		status = write_into(disk, folder, KIOSK_KEY_FILE, sealed, sealed_len);
	if (status == STATUS_OK)
		status = write_into(disk, folder, ORGANISER_FILE, request->organiser, request->organiser_len);
	if (status == STATUS_OK)
		status = disk_sync_folder(disk, folder);
	return status;
}

/* "a/b/" and "a/b" are one folder, made as "a/b.new" beside it. */
static enum status name_folders(char folder[static DISK_PATH_MAX], char fresh[static DISK_PATH_MAX],
                                char parent[static DISK_PATH_MAX], const char *data)
{
	size_t len = strlen(data);
	const char *slash;

	while (len > 1 && data[len - 1] == '/')
		len--;
	if (len == 0 || len + sizeof ".new" > DISK_PATH_MAX)
		return STATUS_TOO_LONG;
	(void)snprintf(folder, DISK_PATH_MAX, "%.*s", (int)len, data);
	if (snprintf(fresh, DISK_PATH_MAX, "%s.new", folder) >= DISK_PATH_MAX)
		return STATUS_TOO_LONG;
	slash = strrchr(folder, '/');
	(void)snprintf(parent, DISK_PATH_MAX, "%.*s", slash && slash > folder ? (int)(slash - folder) : 1,
	               slash ? folder : ".");
	return STATUS_OK;
}

enum status enrolment_make(struct enrolment *out, struct sentence *why, const struct enrol_request *request,
                           const struct disk *disk)
{
	char folder[DISK_PATH_MAX], fresh[DISK_PATH_MAX], parent[DISK_PATH_MAX];
	struct sign_secret key = {0};
	enum status status = check_request(why, request);

	if (!disk)
		disk = disk_real();
	if (status != STATUS_OK)
		return status;
	if (name_folders(folder, fresh, parent, request->data) != STATUS_OK)
		return refuse(why, STATUS_TOO_LONG, "The data folder's path is empty or too long: choose another.");
	memset(out, 0, sizeof *out);
	sign_key_make(&key, request->kind);
	out->kind = request->kind;
	out->key = key.public_key;
	(void)snprintf(out->name, sizeof out->name, "%s", request->name);
	(void)snprintf(out->place, sizeof out->place, "%s", request->place);
	status = remove_folder(disk, fresh);
	if (status == STATUS_OK)
		status = fill_folder(disk, fresh, request, out, &key);
	if (status == STATUS_OK)
		status = disk_rename(disk, fresh, folder);
	if (status == STATUS_OK)
		status = disk_sync_folder(disk, parent);
	else if (remove_folder(disk, fresh) != STATUS_OK)
		goto out; /* the next enrolment here removes it */
out:
	sign_secret_wipe(&key);
	if (status == STATUS_USED)
		return refuse(why, status,
		              "%.200s: the folder is there already and not empty: choose another, or remove it.",
		              folder);
	if (status != STATUS_OK)
		return refuse(why, status, "%.200s: the data folder %s: check the path, its rights and the space left.",
		              folder, status_phrase(status));
	return STATUS_OK;
}
