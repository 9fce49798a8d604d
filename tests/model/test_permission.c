/* The organiser's permission to reopen: for one kiosk and one closing, and for no other. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "crypto/example.h"
#include "permission.h"

static struct sign_secret organiser, other;

static void make(struct permission *out)
{
	struct sign_secret kiosk;

	example_key(&organiser, "an organiser", SIGN_REAL);
	example_key(&other, "somebody else", SIGN_REAL);
	example_key(&kiosk, "a closed kiosk", SIGN_REAL);
	memset(out, 0, sizeof *out);
	out->kind = SIGN_REAL;
	example_bytes(out->election.bytes, HASH_BYTES, "the election");
	snprintf(out->name, sizeof out->name, "Lockside Library 1");
	memcpy(out->kiosk, kiosk.public_key.key, SIGN_KEY_BYTES);
	out->closing = 1;
	snprintf(out->reason, sizeof out->reason, "closed an hour too early");
	assert_ok(permission_sign(out, &organiser));
}

static enum status check(const struct permission *p, const struct sign_secret *key)
{
	return permission_verify(&p->election, p->kiosk, p->closing, p->signature, &key->public_key);
}

static void what_is_written_is_read(void **state)
{
	struct permission permission, again;
	char text[PERMISSION_MAX_BYTES];
	size_t len;

	(void)state;
	make(&permission);
	assert_ok(permission_write(text, sizeof text, &len, &permission));
	assert_int_equal(len, strlen(text));
	assert_memory_equal(text, "folkmoot reopen 1\npractice no\nelection ", 39);
	assert_non_null(strstr(text, "\nclosing 1\nreason closed an hour too early\nsignature "));
	assert_ok(permission_read(&again, text, len));
	assert_memory_equal(&permission, &again, sizeof permission);
	assert_ok(check(&again, &organiser));
}

/* The end of the file that tests/crypto/closing.py reads from the documents alone, the organiser's key before it. */
static void as_other_readers_know_it(void **state)
{
	char text[PERMISSION_MAX_BYTES], known[2 * PERMISSION_MAX_BYTES], wanted[2 * PERMISSION_MAX_BYTES], hex[65];
	FILE *file = fopen("tests/crypto/reports.txt", "r");
	struct permission permission;
	size_t len;

	(void)state;
	make(&permission);
	assert_ok(permission_write(text, sizeof text, &len, &permission));
	hex_write(hex, organiser.public_key.key, SIGN_KEY_BYTES);
	snprintf(wanted, sizeof wanted, "%s\n%s", hex, text);
	assert_non_null(file);
	assert_non_null(fgets(known, sizeof known, file));
	len = fread(known, 1, sizeof known - 1, file);
	fclose(file);
	known[len] = '\0';
	assert_string_equal(wanted, known);
}

static void for_nothing_else(void **state)
{
	struct permission permission;

	(void)state;
	make(&permission);
	assert_ok(check(&permission, &organiser));
	assert_status(STATUS_SIGNATURE, check(&permission, &other));
	permission.closing = 2;
	assert_status(STATUS_SIGNATURE, check(&permission, &organiser));
	make(&permission);
	permission.kiosk[31] ^= 1;
	assert_status(STATUS_SIGNATURE, check(&permission, &organiser));
	make(&permission);
	permission.election.bytes[0] ^= 1;
	assert_status(STATUS_SIGNATURE, check(&permission, &organiser));
	make(&permission);
	permission.signature[63] ^= 1;
	assert_status(STATUS_SIGNATURE, check(&permission, &organiser));
	permission.kind = SIGN_PRACTICE;
	assert_status(STATUS_PRACTICE, permission_sign(&permission, &organiser));
}

/* Whatever is read is what would be written. */
static void every_truncation_and_changed_byte(void **state)
{
	struct permission permission, again;
	char text[PERMISSION_MAX_BYTES], twice[PERMISSION_MAX_BYTES];
	size_t len, twice_len;

	(void)state;
	make(&permission);
	assert_ok(permission_write(text, sizeof text, &len, &permission));
	for (size_t cut = 0; cut < len; cut++)
		assert_true(permission_read(&again, text, cut) != STATUS_OK);
	assert_status(STATUS_TRAILING, permission_read(&again, strcat(text, "\n"), len + 1));
	for (size_t at = 0; at < len; at++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text[at] = (char)(text[at] ^ (1 << bit));
			if (permission_read(&again, text, len) == STATUS_OK) {
				assert_ok(permission_write(twice, sizeof twice, &twice_len, &again));
				assert_int_equal(twice_len, len);
				assert_memory_equal(text, twice, len);
			} else {
				assert_int_equal(again.closing, 0);
			}
			text[at] = (char)(text[at] ^ (1 << bit));
		}
	}
}

static enum status read_changed(const char *from, const char *to)
{
	struct permission permission, again;
	char text[PERMISSION_MAX_BYTES], changed[2 * PERMISSION_MAX_BYTES];
	size_t len;
	char *at;

	make(&permission);
	assert_ok(permission_write(text, sizeof text, &len, &permission));
	at = strstr(text, from);
	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return permission_read(&again, changed, strlen(changed));
}

static void one_fault_each(void **state)
{
	struct permission permission;
	char text[PERMISSION_MAX_BYTES];
	size_t len;

	(void)state;
	assert_status(STATUS_MAGIC, read_changed("folkmoot reopen", "folkmoot loss"));
	assert_status(STATUS_VERSION, read_changed("reopen 1\n", "reopen 2\n"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("practice no", "practice off"));
	assert_status(STATUS_RANGE, read_changed("closing 1", "closing 0"));
	assert_status(STATUS_RANGE, read_changed("closing 1", "closing 4294967296"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("closing 1", "closing 01"));
	assert_status(STATUS_ORDER, read_changed("reason ", "why "));
	assert_status(STATUS_NOT_CANONICAL, read_changed("==\n", "\n"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("signature ", "signature A"));
	make(&permission);
	permission.closing = 0;
	assert_status(STATUS_RANGE, permission_write(text, sizeof text, &len, &permission));
	make(&permission);
	permission.reason[0] = '\n';
	assert_status(STATUS_TEXT, permission_write(text, sizeof text, &len, &permission));
	make(&permission);
	assert_status(STATUS_NO_ROOM, permission_write(text, 100, &len, &permission));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_other_readers_know_it), cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(for_nothing_else),         cmocka_unit_test(every_truncation_and_changed_byte),
	    cmocka_unit_test(one_fault_each),
	};

	return cmocka_run_group_tests_name("permission", tests, start_crypto, NULL);
}
