#include "staff_stick.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

static const char data_title[] = "folkmoot staff-sticks", stick_title[] = "folkmoot staff-stick";
enum { VERSION = 1, TEXT_MAX = 512, KEY_NAME_BYTES = 4 };

static void check_of(struct hash *out, const uint8_t secret[static STAFF_SECRET_BYTES])
{
	hash_of(out, "folkmoot/staff-stick/1", secret, STAFF_SECRET_BYTES);
}

void staff_stick_make(struct staff_stick *out)
{
	memset(out, 0, sizeof *out);
	randombytes_buf(out->secret, STAFF_SECRET_BYTES);
	check_of(&out->check, out->secret);
	out->is_needed = 1;
	out->is_due = 1;
}

/* --- in the data folder --- */

enum status staff_stick_keep(const struct disk *disk, const char *data, const struct staff_stick *stick)
{
	char text[TEXT_MAX];
	struct statement_writer writer;
	enum status status;

	statement_writer_init(&writer, text, sizeof text, data_title, VERSION);
	statement_put_hex(&writer, "check", stick->check.bytes, HASH_BYTES);
	if (stick->is_due)
		statement_put_hex(&writer, "secret", stick->secret, STAFF_SECRET_BYTES);
	status = statement_writer_finish(&writer);
	if (status == STATUS_OK)
		status = disk_replace_secret(disk, data, STAFF_STICK_FILE, text, statement_len(&writer), TEXT_MAX);
	sodium_memzero(text, sizeof text);
	return status;
}

static enum status read_file(uint8_t **text, size_t *len, const struct disk *disk, const char *folder, const char *name)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, folder, name);

	return status == STATUS_OK ? disk_read(text, len, disk, path, TEXT_MAX) : status;
}

static void forget_text(uint8_t *text, size_t len)
{
	if (text)
		sodium_memzero(text, len);
	free(text);
}

enum status staff_stick_load(struct staff_stick *out, const struct disk *disk, const char *data)
{
	struct statement_reader reader;
	struct hash check;
	uint8_t *text = NULL;
	size_t len = 0;
	enum status status;

	memset(out, 0, sizeof *out);
	status = read_file(&text, &len, disk, data, STAFF_STICK_FILE);
	if (status != STATUS_OK)
		return status == STATUS_ABSENT ? STATUS_OK : status;
	statement_reader_init(&reader, (const char *)text, len, data_title, VERSION);
	statement_hex(&reader, "check", out->check.bytes, HASH_BYTES);
	out->is_needed = 1;
	out->is_due = statement_next_is(&reader, "secret");
	if (out->is_due) {
		statement_hex(&reader, "secret", out->secret, STAFF_SECRET_BYTES);
		check_of(&check, out->secret);
		if (hash_compare(&check, &out->check) != 0)
			statement_fail(&reader, STATUS_DAMAGED);
	}
	status = statement_finish(&reader);
	forget_text(text, len);
	if (status != STATUS_OK)
		sodium_memzero(out, sizeof *out);
	return status;
}

/* --- on a stick --- */

void staff_stick_name(char out[static STAFF_STICK_NAME], const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	char hex[2 * KEY_NAME_BYTES + 1];

	hex_write(hex, kiosk, KEY_NAME_BYTES);
	(void)snprintf(out, STAFF_STICK_NAME, "folkmoot-staff-%s.key", hex);
}

enum status staff_stick_parse(uint8_t secret[static STAFF_SECRET_BYTES], const void *text, size_t len,
                              const uint8_t kiosk[static SIGN_KEY_BYTES], const struct staff_stick *stick)
{
	uint8_t named[SIGN_KEY_BYTES] = {0};
	struct statement_reader reader;
	struct hash check;
	enum status status;

	memset(secret, 0, STAFF_SECRET_BYTES);
	statement_reader_init(&reader, text, len, stick_title, VERSION);
	statement_hex(&reader, "kiosk", named, SIGN_KEY_BYTES);
	statement_hex(&reader, "secret", secret, STAFF_SECRET_BYTES);
	status = statement_finish(&reader);
	check_of(&check, secret);
	if (status == STATUS_OK &&
	    (memcmp(named, kiosk, SIGN_KEY_BYTES) != 0 || hash_compare(&check, &stick->check) != 0))
		status = STATUS_MISMATCH;
	if (status != STATUS_OK)
		sodium_memzero(secret, STAFF_SECRET_BYTES);
	return status;
}

enum status staff_stick_read(uint8_t secret[static STAFF_SECRET_BYTES], const struct disk *disk, const char *usb,
                             const uint8_t kiosk[static SIGN_KEY_BYTES], const struct staff_stick *stick)
{
	char name[STAFF_STICK_NAME];
	uint8_t *text = NULL;
	size_t len = 0;
	enum status status;

	memset(secret, 0, STAFF_SECRET_BYTES);
	staff_stick_name(name, kiosk);
	status = read_file(&text, &len, disk, usb, name);
	if (status == STATUS_OK)
		status = staff_stick_parse(secret, text, len, kiosk, stick);
	forget_text(text, len);
	return status;
}

enum status staff_stick_write(const struct disk *disk, const char *usb, const uint8_t kiosk[static SIGN_KEY_BYTES],
                              const uint8_t secret[static STAFF_SECRET_BYTES])
{
	char text[TEXT_MAX], name[STAFF_STICK_NAME];
	struct statement_writer writer;
	enum status status;

	staff_stick_name(name, kiosk);
	statement_writer_init(&writer, text, sizeof text, stick_title, VERSION);
	statement_put_hex(&writer, "kiosk", kiosk, SIGN_KEY_BYTES);
	statement_put_hex(&writer, "secret", secret, STAFF_SECRET_BYTES);
	status = statement_writer_finish(&writer);
	if (status == STATUS_OK)
		status = disk_replace_checked(disk, usb, name, text, statement_len(&writer));
	sodium_memzero(text, sizeof text);
	return status;
}

void staff_passphrase(char out[static STAFF_PASSPHRASE], const char *pin, const uint8_t *secret)
{
	size_t len = (size_t)snprintf(out, STAFF_PASSPHRASE, "%.32s", pin);

	if (!secret)
		return;
	out[len] = '-';
	hex_write(out + len + 1, secret, STAFF_SECRET_BYTES);
}
