/* Rosters: written, read, and every way in which they must not be accepted. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/example.h"
#include "roster.h"

static void make(struct roster *out, enum sign_kind kind)
{
	struct sign_secret key;

	memset(out, 0, sizeof *out);
	out->kind = kind;
	hash_of(&out->election, "sample", "election", 8);
	out->revision = 2;
	out->kiosk_count = 3;
	for (unsigned i = 0; i < out->kiosk_count; i++) {
		char label[32];
		snprintf(label, sizeof label, "kiosk %u", i);
		snprintf(out->kiosk[i].name, sizeof out->kiosk[i].name, "Lockside Library %u", i + 1);
		snprintf(out->kiosk[i].place, sizeof out->kiosk[i].place, "Lockside Library");
		example_key(&key, label, kind);
		out->kiosk[i].key = key.public_key;
	}
	sign_secret_wipe(&key);
}

static char text[ROSTER_MAX_BYTES];
static struct roster roster, again;

static void what_is_written_is_read(void **state)
{
	static char twice[ROSTER_MAX_BYTES];
	size_t len, twice_len;

	(void)state;
	make(&roster, SIGN_PRACTICE);
	assert_ok(roster_write(text, sizeof text, &len, &roster));
	assert_int_equal(len, strlen(text));
	assert_memory_equal(text, "folkmoot roster 1\npractice yes\nelection ", 40);
	assert_ok(roster_read(&again, text, len));
	assert_int_equal(again.kiosk_count, 3);
	assert_int_equal(again.revision, 2);
	assert_int_equal(again.kind, SIGN_PRACTICE);
	assert_string_equal(again.kiosk[2].name, "Lockside Library 3");
	assert_string_equal(again.kiosk[2].place, "Lockside Library");
	assert_ok(roster_write(twice, sizeof twice, &twice_len, &again));
	assert_string_equal(text, twice);
	assert_ptr_equal(roster_find(&again, roster.kiosk[1].key.key), &again.kiosk[1]);
	roster.kiosk[1].key.key[0] ^= 1;
	assert_null(roster_find(&again, roster.kiosk[1].key.key));
}

static void every_truncation_and_changed_byte(void **state)
{
	static char twice[ROSTER_MAX_BYTES];
	size_t len, twice_len;

	(void)state;
	make(&roster, SIGN_REAL);
	assert_ok(roster_write(text, sizeof text, &len, &roster));
	for (size_t cut = 0; cut < len; cut++) {
		assert_true(roster_read(&again, text, cut) != STATUS_OK);
		assert_int_equal(again.kiosk_count, 0);
	}
	assert_status(STATUS_TRAILING, roster_read(&again, strcat(text, "\n"), len + 1));
	text[len] = '\0';
	for (size_t at = 0; at < len; at++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text[at] = (char)(text[at] ^ (1 << bit));
			if (roster_read(&again, text, len) == STATUS_OK) {
				assert_ok(roster_write(twice, sizeof twice, &twice_len, &again));
				assert_int_equal(twice_len, len);
				assert_memory_equal(text, twice, len);
			}
			text[at] = (char)(text[at] ^ (1 << bit));
		}
	}
}

/* Replaces the first `from` by `to` in a written roster and reads it. */
static enum status read_changed(const char *from, const char *to)
{
	static char changed[ROSTER_MAX_BYTES];
	size_t len, before;
	char *at;

	make(&roster, SIGN_PRACTICE);
	assert_ok(roster_write(text, sizeof text, &len, &roster));
	at = strstr(text, from);
	assert_non_null(at);
	before = (size_t)(at - text);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)before, text, to, at + strlen(from));
	return roster_read(&again, changed, strlen(changed));
}

static void one_fault_each(void **state)
{
	(void)state;
	assert_status(STATUS_MAGIC, read_changed("folkmoot roster", "folkmoot report"));
	assert_status(STATUS_VERSION, read_changed("roster 1\n", "roster 2\n"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("practice yes", "practice true"));
	assert_status(STATUS_PRACTICE, read_changed("practice yes", "practice no"));
	assert_status(STATUS_RANGE, read_changed("revision 2", "revision 0"));
	assert_status(STATUS_RANGE, read_changed("revision 2", "revision 4294967296"));
	assert_status(STATUS_NOT_CANONICAL, read_changed("revision 2", "revision 02"));
	assert_status(STATUS_RANGE, read_changed("kiosks 3", "kiosks 0"));
	assert_status(STATUS_RANGE, read_changed("kiosks 3", "kiosks 501"));
	assert_status(STATUS_TRAILING, read_changed("kiosks 3", "kiosks 2"));
	assert_status(STATUS_TRUNCATED, read_changed("kiosks 3", "kiosks 4"));
	assert_status(STATUS_ORDER, read_changed("Library 2", "Library 1"));
	assert_status(STATUS_ORDER, read_changed("place ", "Place "));
	assert_status(STATUS_TEXT, read_changed("Library 2", "Library\x1b[2J"));
	assert_status(STATUS_TOO_LONG,
	              read_changed("Library 2", "Library of a very, very long name that no sign could ever hold"));
}

static void keys_twice_and_of_the_other_kind(void **state)
{
	struct sign_secret real;
	size_t len;

	(void)state;
	make(&roster, SIGN_PRACTICE);
	roster.kiosk[2].key = roster.kiosk[0].key;
	assert_status(STATUS_ORDER, roster_write(text, sizeof text, &len, &roster));
	memcpy(roster.kiosk[2].key.id, "PRACtice", SIGN_ID_BYTES);
	assert_status(STATUS_ORDER, roster_write(text, sizeof text, &len, &roster));
	/* Made until it begins like another's: their exports would have one name. */
	make(&roster, SIGN_PRACTICE);
	memcpy(roster.kiosk[2].key.key, roster.kiosk[0].key.key, ROSTER_KEY_NAME_BYTES);
	assert_status(STATUS_ORDER, roster_write(text, sizeof text, &len, &roster));
	make(&roster, SIGN_PRACTICE);
	memcpy(roster.kiosk[2].key.key, roster.kiosk[0].key.key, ROSTER_KEY_NAME_BYTES - 1);
	roster.kiosk[2].key.key[3] = (uint8_t)(roster.kiosk[0].key.key[3] ^ 1);
	assert_ok(roster_write(text, sizeof text, &len, &roster));
	make(&roster, SIGN_PRACTICE);
	memcpy(roster.kiosk[2].key.id, roster.kiosk[0].key.id, SIGN_ID_BYTES);
	assert_status(STATUS_ORDER, roster_write(text, sizeof text, &len, &roster));
	make(&roster, SIGN_PRACTICE);
	example_key(&real, "a real kiosk", SIGN_REAL);
	roster.kiosk[1].key = real.public_key;
	assert_status(STATUS_PRACTICE, roster_write(text, sizeof text, &len, &roster));
	sign_secret_wipe(&real);
	make(&roster, SIGN_PRACTICE);
	roster.kiosk_count = 0;
	assert_status(STATUS_RANGE, roster_write(text, sizeof text, &len, &roster));
	make(&roster, SIGN_PRACTICE);
	assert_status(STATUS_NO_ROOM, roster_write(text, 100, &len, &roster));
}

/* A body that another program wrote, of two keys with one id: whose signature is whose could not be told. */
static void key_ids_twice(void **state)
{
	char own[SIGN_KEY_TEXT], alike[SIGN_KEY_TEXT];
	struct sign_public key;

	(void)state;
	make(&roster, SIGN_PRACTICE);
	sign_key_text(own, &roster.kiosk[2].key);
	key = roster.kiosk[2].key;
	memcpy(key.id, roster.kiosk[0].key.id, SIGN_ID_BYTES);
	sign_key_text(alike, &key);
	assert_status(STATUS_ORDER, read_changed(own, alike));
	memcpy(key.id, "PRACtice", SIGN_ID_BYTES);
	sign_key_text(alike, &key);
	assert_ok(read_changed(own, alike));
}

static void the_longest(void **state)
{
	size_t len;

	(void)state;
	make(&roster, SIGN_PRACTICE);
	roster.kiosk_count = ROSTER_MAX_KIOSKS;
	for (unsigned i = 0; i < ROSTER_MAX_KIOSKS; i++) {
		roster.kiosk[i] = roster.kiosk[0];
		memset(roster.kiosk[i].name, 'n', ROSTER_NAME_MAX);
		memset(roster.kiosk[i].place, 'p', ROSTER_NAME_MAX);
		roster.kiosk[i].name[0] = (char)('a' + i % 26);
		roster.kiosk[i].name[1] = (char)('a' + i / 26);
		roster.kiosk[i].key.key[0] = (uint8_t)i;
		roster.kiosk[i].key.key[1] = (uint8_t)(i >> 8);
		roster.kiosk[i].key.id[6] = (uint8_t)i;
		roster.kiosk[i].key.id[7] = (uint8_t)(i >> 8);
	}
	assert_ok(roster_write(text, sizeof text, &len, &roster));
	assert_true(len < ROSTER_MAX_BYTES);
	assert_ok(roster_read(&again, text, len));
	assert_int_equal(again.kiosk_count, ROSTER_MAX_KIOSKS);
	assert_status(STATUS_TOO_LONG, roster_read(&again, text, ROSTER_MAX_BYTES + (size_t)1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read), cmocka_unit_test(every_truncation_and_changed_byte),
	    cmocka_unit_test(one_fault_each),          cmocka_unit_test(keys_twice_and_of_the_other_kind),
	    cmocka_unit_test(key_ids_twice),           cmocka_unit_test(the_longest),
	};

	return cmocka_run_group_tests_name("roster", tests, start_crypto, NULL);
}
