#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "crypto/example.h"
#include "sign.h"

static const char data[] = "Item 1: twelve benches for the towpath.\n";

static enum status verify(const char *text, size_t len, const struct sign_public *key)
{
	char trusted[SIGN_TRUSTED_MAX + 1];

	return sign_file_verify(trusted, sizeof trusted, text, len, data, sizeof data - 1, key);
}

static void test_file_round_trip(void **state)
{
	struct sign_secret key, other;
	char text[SIGN_FILE_MAX], trusted[SIGN_TRUSTED_MAX + 1];

	(void)state;
	sign_key_make(&key, SIGN_REAL);
	sign_key_make(&other, SIGN_REAL);
	assert_ok(sign_file(text, data, sizeof data - 1, "export 3 of Mill Lane library", &key));
	assert_ok(
	    sign_file_verify(trusted, sizeof trusted, text, strlen(text), data, sizeof data - 1, &key.public_key));
	assert_string_equal(trusted, "export 3 of Mill Lane library");
	assert_ok(sign_file_verify(NULL, 0, text, strlen(text), data, sizeof data - 1, &key.public_key));
	assert_status(STATUS_NO_ROOM,
	              sign_file_verify(trusted, 5, text, strlen(text), data, sizeof data - 1, &key.public_key));
	assert_status(STATUS_SIGNATURE,
	              sign_file_verify(NULL, 0, text, strlen(text), data, sizeof data - 2, &key.public_key));
	assert_status(STATUS_WRONG_KEY, verify(text, strlen(text), &other.public_key));
	memcpy(other.public_key.id, key.public_key.id, SIGN_ID_BYTES);
	assert_status(STATUS_SIGNATURE, verify(text, strlen(text), &other.public_key));
	sign_secret_wipe(&key);
	for (size_t i = 0; i < sizeof key; i++)
		assert_int_equal(((const uint8_t *)&key)[i], 0);
}

static void test_every_flipped_bit_of_a_signature_is_refused(void **state)
{
	struct sign_secret key;
	char text[SIGN_FILE_MAX];
	size_t len;

	(void)state;
	example_key(&key, "signer", SIGN_REAL);
	assert_ok(sign_file(text, data, sizeof data - 1, "place:Mill Lane", &key));
	len = strlen(text);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
		if (verify(text, len, &key.public_key) == STATUS_OK)
			fail_msg("bit %zu of the signature file may be flipped unseen", bit);
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
	}
	assert_ok(verify(text, len, &key.public_key));
	for (size_t cut = 0; cut < len; cut++)
		assert_int_not_equal(verify(text, cut, &key.public_key), STATUS_OK);
	text[len] = '\n';
	assert_status(STATUS_TRAILING, verify(text, len + 1, &key.public_key));
}

static void test_comments(void **state)
{
	struct sign_secret key;
	char text[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 2];

	(void)state;
	example_key(&key, "signer", SIGN_REAL);
	assert_ok(sign_file(text, data, sizeof data - 1, "", &key));
	assert_ok(verify(text, strlen(text), &key.public_key));
	assert_ok(sign_file(text, data, sizeof data - 1, "timestamp:1\tfile:manifest", &key));
	assert_ok(verify(text, strlen(text), &key.public_key));
	assert_status(STATUS_TEXT, sign_file(text, data, sizeof data - 1, "two\nlines", &key));
	assert_status(STATUS_TEXT, sign_file(text, data, sizeof data - 1, "\x1b[31m", &key));
	memset(comment, 'x', sizeof comment);
	comment[SIGN_TRUSTED_MAX] = '\0';
	assert_ok(sign_file(text, data, sizeof data - 1, comment, &key));
	assert_ok(verify(text, strlen(text), &key.public_key));
	comment[SIGN_TRUSTED_MAX] = 'x';
	comment[SIGN_TRUSTED_MAX + 1] = '\0';
	assert_status(STATUS_TOO_LONG, sign_file(text, data, sizeof data - 1, comment, &key));
}

static void test_kinds(void **state)
{
	struct sign_secret key;

	(void)state;
	for (int i = 0; i < 20; i++) {
		sign_key_make(&key, SIGN_PRACTICE);
		assert_memory_equal(key.public_key.id, "PRAC", 4);
		assert_int_equal(sign_key_kind(&key.public_key), SIGN_PRACTICE);
		sign_key_make(&key, SIGN_REAL);
		assert_int_equal(sign_key_kind(&key.public_key), SIGN_REAL);
	}
}

static void test_key_text(void **state)
{
	struct sign_secret key;
	struct sign_public back;
	char text[SIGN_KEY_TEXT], file[SIGN_KEY_FILE_MAX];

	(void)state;
	example_key(&key, "signer", SIGN_PRACTICE);
	sign_key_text(text, &key.public_key);
	assert_int_equal(strlen(text), 56);
	assert_ok(sign_key_from_text(&back, text, 56));
	assert_true(sign_key_equal(&back, &key.public_key));
	assert_status(STATUS_NOT_CANONICAL, sign_key_from_text(&back, text, 55));
	text[0] = 'S';
	assert_status(STATUS_VERSION, sign_key_from_text(&back, text, 56));
	text[0] = '-';
	assert_status(STATUS_NOT_CANONICAL, sign_key_from_text(&back, text, 56));
	assert_ok(sign_public_write(file, sizeof file, &key.public_key));
	assert_ok(sign_public_read(&back, file, strlen(file)));
	assert_true(sign_key_equal(&back, &key.public_key));
	assert_status(STATUS_TRUNCATED, sign_public_read(&back, file, strlen(file) - 1));
	strcat(file, "\n");
	assert_status(STATUS_TRAILING, sign_public_read(&back, file, strlen(file)));
	assert_status(STATUS_NO_ROOM, sign_public_write(file, 60, &key.public_key));
	back.key[0] ^= 1;
	assert_false(sign_key_equal(&back, &key.public_key));
	back.key[0] ^= 1;
	back.id[0] ^= 1;
	assert_false(sign_key_equal(&back, &key.public_key));
}

static void test_unprotected_secret_file(void **state)
{
	struct sign_secret key, back;
	char file[SIGN_KEY_FILE_MAX];

	(void)state;
	example_key(&key, "signer", SIGN_REAL);
	assert_ok(sign_secret_write(file, sizeof file, &key, NULL));
	assert_ok(sign_secret_read(&back, file, strlen(file), NULL));
	assert_memory_equal(&back, &key, sizeof key);
	assert_ok(sign_secret_read(&back, file, strlen(file), "not needed"));
	assert_status(STATUS_NO_ROOM, sign_secret_write(file, 100, &key, NULL));
	/* a public half that is not the seed's own */
	key.secret[40] ^= 1;
	assert_ok(sign_secret_write(file, sizeof file, &key, NULL));
	assert_status(STATUS_MISMATCH, sign_secret_read(&back, file, strlen(file), NULL));
}

static void test_signed_container(void **state)
{
	struct sign_secret key, other;
	char text[SIGN_FILE_MAX], trusted[SIGN_TRUSTED_MAX + 1];
	uint8_t file[SIGN_FILE_MAX + sizeof data];
	const uint8_t *body = NULL;
	size_t body_len = 0, len;

	(void)state;
	example_key(&key, "signer", SIGN_REAL);
	example_key(&other, "another", SIGN_REAL);
	assert_ok(sign_file(text, data, sizeof data - 1, "an election", &key));
	len = strlen(text);
	memcpy(file, text, len);
	memcpy(file + len, data, sizeof data - 1);
	len += sizeof data - 1;
	assert_ok(signed_open(&body, &body_len, trusted, sizeof trusted, file, len, &key.public_key));
	assert_int_equal(body_len, sizeof data - 1);
	assert_ptr_equal(body, file + len - body_len);
	assert_string_equal(trusted, "an election");
	body = NULL;
	for (size_t bit = 0; bit < 8 * len; bit++) {
		file[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(signed_open(&body, &body_len, trusted, sizeof trusted, file, len, &key.public_key),
		                     STATUS_OK);
		assert_null(body);
		file[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t cut = 0; cut < len; cut++)
		assert_int_not_equal(signed_open(&body, &body_len, trusted, sizeof trusted, file, cut, &key.public_key),
		                     STATUS_OK);
	assert_int_not_equal(signed_open(&body, &body_len, NULL, 0, file, len, &other.public_key), STATUS_OK);
}

static void test_statements(void **state)
{
	struct sign_secret key, other;
	uint8_t signature[SIGN_BYTES];

	(void)state;
	sign_key_make(&key, SIGN_PRACTICE);
	sign_key_make(&other, SIGN_PRACTICE);
	assert_ok(sign_statement(signature, "test/one", data, sizeof data, &key));
	assert_ok(sign_statement_verify(signature, "test/one", data, sizeof data, key.public_key.key));
	assert_status(STATUS_SIGNATURE,
	              sign_statement_verify(signature, "test/two", data, sizeof data, key.public_key.key));
	assert_status(STATUS_SIGNATURE,
	              sign_statement_verify(signature, "test/one", data, sizeof data - 1, key.public_key.key));
	assert_status(STATUS_SIGNATURE,
	              sign_statement_verify(signature, "test/one", data, sizeof data, other.public_key.key));
	for (int bit = 0; bit < 512; bit++) {
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_status(STATUS_SIGNATURE,
		              sign_statement_verify(signature, "test/one", data, sizeof data, key.public_key.key));
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

/* A secret whose public half was swapped would sign with a key that gives itself away: the self-check stops it. */
static void test_a_bad_signature_never_leaves(void **state)
{
	struct sign_secret key;
	uint8_t signature[SIGN_BYTES];
	char text[SIGN_FILE_MAX];

	(void)state;
	sign_key_make(&key, SIGN_PRACTICE);
	key.public_key.key[3] ^= 4;
	assert_status(STATUS_INTERNAL, sign_statement(signature, "test/one", data, sizeof data, &key));
	assert_status(STATUS_INTERNAL, sign_file(text, data, sizeof data, "x", &key));
}

static void test_what_is_no_key_file(void **state)
{
	struct sign_secret key;
	struct sign_public back;
	char file[SIGN_KEY_FILE_MAX + 100], comment[SIGN_KEY_FILE_MAX + 1];

	(void)state;
	example_key(&key, "signer", SIGN_REAL);
	memset(comment, 'x', sizeof comment);
	comment[SIGN_KEY_FILE_MAX] = '\0';
	(void)snprintf(file, sizeof file, "untrusted comment: %s\n", comment);
	assert_status(STATUS_TOO_LONG, sign_public_read(&back, file, strlen(file)));
	assert_status(STATUS_TEXT, sign_public_read(&back, "untrusted comment: \x1b[2J\nRW\n", 28));
	assert_ok(sign_secret_write(file, sizeof file, &key, NULL));
	file[51] = 'V'; /* within the name of the checksum */
	assert_status(STATUS_VERSION, sign_secret_read(&key, file, strlen(file), NULL));
	memset(file, 'x', sizeof file);
	assert_status(STATUS_TOO_LONG, sign_file_verify(NULL, 0, file, SIGN_FILE_MAX, data, 1, &key.public_key));
	assert_int_not_equal(signed_open((const uint8_t **)&(const uint8_t *){NULL}, &(size_t){0}, NULL, 0,
	                                 (const uint8_t *)file, sizeof file, &key.public_key),
	                     STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_file_round_trip),
	    cmocka_unit_test(test_every_flipped_bit_of_a_signature_is_refused),
	    cmocka_unit_test(test_comments),
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_key_text),
	    cmocka_unit_test(test_unprotected_secret_file),
	    cmocka_unit_test(test_signed_container),
	    cmocka_unit_test(test_statements),
	    cmocka_unit_test(test_a_bad_signature_never_leaves),
	    cmocka_unit_test(test_what_is_no_key_file),
	};
	return cmocka_run_group_tests_name("sign", tests, start_crypto, NULL);
}
