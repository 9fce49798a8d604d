/* The closing report as text: written, read, small enough for its code, and no byte of it can be changed. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "closing.h"
#include "crypto/example.h"

static void make(struct closing *out, struct sign_secret *key)
{
	example_key(key, "a kiosk that closes", SIGN_REAL);
	memset(out, 0, sizeof *out);
	example_bytes(out->election.bytes, HASH_BYTES, "the election");
	memcpy(out->kiosk, key->public_key.key, SIGN_KEY_BYTES);
	out->closing = 2;
	out->sealed = 812;
	out->spoiled = 3;
	example_bytes(out->set.bytes, HASH_BYTES, "the set");
	example_bytes(out->spoiled_set.bytes, HASH_BYTES, "the set of test votes");
	out->log_count = 57;
	example_bytes(out->log_head.bytes, HASH_BYTES, "the log");
}

/* The first line of the file that tests/crypto/closing.py reads from the documents alone. */
static void as_other_readers_know_it(void **state)
{
	char text[CLOSING_TEXT], line[CLOSING_TEXT + 2] = "";
	FILE *file = fopen("tests/crypto/reports.txt", "r");
	struct closing closing;
	struct sign_secret key;

	(void)state;
	make(&closing, &key);
	assert_ok(closing_write(text, &closing, &key));
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	assert_string_equal(text, line);
}

static void what_is_written_is_read(void **state)
{
	char text[CLOSING_TEXT];
	struct closing closing, again;
	struct sign_secret key;

	(void)state;
	make(&closing, &key);
	assert_ok(closing_write(text, &closing, &key));
	assert_memory_equal(text, "FOLKMOOT/1 CLOSING 2 BALLOTS 812 TESTS 3 LOG 57 ", 48);
	assert_ok(closing_read(&again, text, strlen(text)));
	assert_memory_equal(&closing, &again, sizeof closing);
}

/* The longest fits its room; every letter is of the alphabet that makes a small QR code. */
static void the_longest(void **state)
{
	char text[CLOSING_TEXT];
	struct closing closing, again;
	struct sign_secret key;

	(void)state;
	make(&closing, &key);
	closing.closing = closing.sealed = closing.spoiled = closing.log_count = UINT32_MAX;
	assert_ok(closing_write(text, &closing, &key));
	assert_int_equal(strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), strlen(text));
	assert_true(strlen(text) < CLOSING_TEXT - 1);
	assert_ok(closing_read(&again, text, strlen(text)));
	assert_memory_equal(&closing, &again, sizeof closing);
}

static void every_truncation_and_changed_letter(void **state)
{
	static const char others[] = "A7Z20 189a=\n";
	struct closing closing, again;
	char text[CLOSING_TEXT + 1];
	struct sign_secret key;
	size_t len;

	(void)state;
	make(&closing, &key);
	assert_ok(closing_write(text, &closing, &key));
	len = strlen(text);
	for (size_t cut = 0; cut < len; cut++)
		assert_status(STATUS_TEXT, closing_read(&again, text, cut));
	text[len] = 'A';
	assert_status(STATUS_TEXT, closing_read(&again, text, len + 1));
	for (size_t at = 0; at < len; at++) {
		char kept = text[at];

		for (size_t i = 0; i < sizeof others; i++) {
			enum status status;

			text[at] = others[i];
			status = closing_read(&again, text, len);
			if (others[i] == kept)
				assert_ok(status);
			else
				assert_true(status == STATUS_TEXT || status == STATUS_SIGNATURE);
			assert_int_equal(again.sealed, status == STATUS_OK ? 812 : 0);
		}
		text[at] = kept;
	}
}

/* Replaces the first `from` by `to` and reads it. */
static enum status read_changed(const char *from, const char *to)
{
	char text[CLOSING_TEXT], changed[CLOSING_TEXT + 32];
	struct closing closing, again;
	struct sign_secret key;
	char *at;

	make(&closing, &key);
	assert_ok(closing_write(text, &closing, &key));
	at = strstr(text, from);
	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return closing_read(&again, changed, strlen(changed));
}

static void one_fault_each(void **state)
{
	(void)state;
	assert_ok(read_changed("BALLOTS", "BALLOTS"));
	assert_status(STATUS_SIGNATURE, read_changed("BALLOTS 812", "BALLOTS 813"));
	assert_status(STATUS_SIGNATURE, read_changed("TESTS 3", "TESTS 4"));
	assert_status(STATUS_SIGNATURE, read_changed("CLOSING 2", "CLOSING 1"));
	assert_status(STATUS_SIGNATURE, read_changed("LOG 57", "LOG 5"));
	assert_status(STATUS_TEXT, read_changed("CLOSING 2", "CLOSING 0"));
	assert_status(STATUS_TEXT, read_changed("FOLKMOOT/1", "FOLKMOOT/2"));
	assert_status(STATUS_TEXT, read_changed("BALLOTS 812", "BALLOTS 0812"));
	assert_status(STATUS_TEXT, read_changed("BALLOTS 812", "BALLOTS +812"));
	assert_status(STATUS_TEXT, read_changed("BALLOTS 812", "BALLOTS 4294967296"));
	assert_status(STATUS_TEXT, read_changed("BALLOTS 812", "BALLOTS "));
	assert_status(STATUS_TEXT, read_changed("TESTS", "tests"));
	assert_status(STATUS_TEXT, read_changed("LOG 57 ", "LOG 57  "));
}

static void who_signs(void **state)
{
	char text[CLOSING_TEXT];
	struct closing closing;
	struct sign_secret key, other;

	(void)state;
	make(&closing, &key);
	example_key(&other, "another kiosk", SIGN_REAL);
	assert_status(STATUS_WRONG_KEY, closing_write(text, &closing, &other));
	assert_string_equal(text, "");
	closing.closing = 0;
	assert_status(STATUS_RANGE, closing_write(text, &closing, &key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_other_readers_know_it),
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(the_longest),
	    cmocka_unit_test(every_truncation_and_changed_letter),
	    cmocka_unit_test(one_fault_each),
	    cmocka_unit_test(who_signs),
	};

	return cmocka_run_group_tests_name("closing", tests, start_crypto, NULL);
}
