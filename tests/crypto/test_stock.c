/* What the stock programs, minisign and sha256sum, make of our files, and we of theirs. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifest.h"
#include "sign.h"

static char folder[] = "/tmp/folkmoot-stock-XXXXXX";
static const char data[] = "A ballot box, empty.\n";

static int start(void **state)
{
	(void)state;
	if (crypto_init() != STATUS_OK || !mkdtemp(folder))
		return -1;
	return chdir(folder);
}

static int finish(void **state)
{
	char command[64];

	(void)state;
	(void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return chdir("/") == 0 ? system(command) : -1;
}

static int run(const char *command)
{
	char quiet[512];
	int length = snprintf(quiet, sizeof quiet, "( %s ) >out 2>&1", command);

	assert_in_range(length, 1, sizeof quiet - 1);
	return system(quiet);
}

static void need(const char *program)
{
	char command[64];

	(void)snprintf(command, sizeof command, "command -v %s", program);
	if (run(command) != 0)
		skip();
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static size_t get(char *text, size_t room, const char *name)
{
	FILE *file = fopen(name, "r");
	size_t len;

	assert_non_null(file);
	len = fread(text, 1, room - 1, file);
	text[len] = '\0';
	assert_int_equal(fclose(file), 0);
	return len;
}

static void sign_and_put(const struct sign_secret *key, const char *comment)
{
	char text[SIGN_FILE_MAX];

	assert_ok(sign_file(text, data, sizeof data - 1, comment, key));
	put("f", data);
	put("f.minisig", text);
}

static void test_minisign_verifies_our_signatures(void **state)
{
	static const char *const comments[] = {"export 1 of Mill Lane", "", "Füßgängerbrücke", "tab\there"};
	struct sign_secret key;
	char text[SIGN_KEY_FILE_MAX], key_text[SIGN_KEY_TEXT], command[256];

	(void)state;
	need("minisign");
	for (int kind = SIGN_REAL; kind <= SIGN_PRACTICE; kind++) {
		sign_key_make(&key, (enum sign_kind)kind);
		assert_ok(sign_public_write(text, sizeof text, &key.public_key));
		put("k.pub", text);
		sign_key_text(key_text, &key.public_key);
		for (size_t i = 0; i < sizeof comments / sizeof comments[0]; i++) {
			sign_and_put(&key, comments[i]);
			assert_int_equal(run("minisign -V -p k.pub -m f"), 0);
			(void)snprintf(command, sizeof command, "minisign -V -P %s -m f", key_text);
			assert_int_equal(run(command), 0);
			(void)get(text, sizeof text, "out");
			assert_non_null(strstr(text, comments[i]));
		}
		put("f", "A ballot box, full.\n");
		assert_int_not_equal(run("minisign -V -p k.pub -m f"), 0);
	}
}

static void test_signed_container_comes_apart(void **state)
{
	struct sign_secret key;
	char text[SIGN_KEY_FILE_MAX], signature[SIGN_FILE_MAX];

	(void)state;
	need("minisign");
	sign_key_make(&key, SIGN_REAL);
	assert_ok(sign_public_write(text, sizeof text, &key.public_key));
	put("k.pub", text);
	assert_ok(sign_file(signature, data, sizeof data - 1, "container", &key));
	put("container", strcat(signature, data));
	assert_int_equal(
	    run("head -n 4 container >body.minisig; tail -n +5 container >body; minisign -V -p k.pub -m body"), 0);
}

/* With the key in k.key and k.pub, stock minisign signs and we verify; stdin may carry a passphrase. */
static void stock_signs_we_verify(const struct sign_public *key, const char *feed)
{
	char text[1024], command[256], trusted[SIGN_TRUSTED_MAX + 1];
	size_t len;

	put("f", data);
	(void)snprintf(command, sizeof command, "%s minisign -S -s k.key -m f -c 'signature of a Folkmoot file'", feed);
	assert_int_equal(run(command), 0);
	len = get(text, sizeof text, "f.minisig");
	assert_ok(sign_file_verify(trusted, sizeof trusted, text, len, data, sizeof data - 1, key));
	assert_non_null(strstr(trusted, "file:f"));
}

static void test_minisign_signs_with_our_key(void **state)
{
	struct sign_secret key;
	char text[SIGN_KEY_FILE_MAX];

	(void)state;
	need("minisign");
	sign_key_make(&key, SIGN_REAL);
	assert_ok(sign_secret_write(text, sizeof text, &key, NULL));
	put("k.key", text);
	stock_signs_we_verify(&key.public_key, "");
	/* -R makes the public key file again from the secret one: byte for byte ours */
	assert_int_equal(run("rm -f k.pub; minisign -R -s k.key -p k.pub"), 0);
	assert_ok(sign_public_write(text, sizeof text, &key.public_key));
	put("ours.pub", text);
	assert_int_equal(run("cmp k.pub ours.pub"), 0);
}

static void read_stock_key(struct sign_secret *key, const char *passphrase)
{
	struct sign_public public_key;
	char text[1024];
	size_t len;

	len = get(text, sizeof text, "k.pub");
	assert_ok(sign_public_read(&public_key, text, len));
	len = get(text, sizeof text, "k.key");
	assert_ok(sign_secret_read(key, text, len, passphrase));
	assert_true(sign_key_equal(&public_key, &key->public_key));
}

static void test_we_sign_with_minisigns_key(void **state)
{
	struct sign_secret key;
	char text[SIGN_KEY_FILE_MAX], before[SIGN_KEY_FILE_MAX];

	(void)state;
	need("minisign");
	assert_int_equal(run("minisign -G -W -f -p k.pub -s k.key"), 0);
	read_stock_key(&key, NULL);
	sign_and_put(&key, "by us");
	assert_int_equal(run("minisign -V -p k.pub -m f"), 0);
	stock_signs_we_verify(&key.public_key, "");
	/* the file we would write is the file it wrote */
	assert_ok(sign_secret_write(text, sizeof text, &key, NULL));
	(void)get(before, sizeof before, "k.key");
	assert_string_equal(text, before);
}

static void test_what_minisign_allows_and_we_do_not(void **state)
{
	struct sign_secret key;
	char text[1024];
	size_t len;

	(void)state;
	need("minisign");
	assert_int_equal(run("minisign -G -W -f -p k.pub -s k.key"), 0);
	read_stock_key(&key, NULL);
	put("f", data);
	assert_int_equal(run("minisign -S -s k.key -m f"), 0);
	len = get(text, sizeof text, "f.minisig");
	assert_status(STATUS_MAGIC, sign_file_verify(NULL, 0, text, len, data, sizeof data - 1, &key.public_key));
	assert_int_equal(run("minisign -S -l -s k.key -m f -c 'signature of a Folkmoot file'"), 0);
	len = get(text, sizeof text, "f.minisig");
	assert_status(STATUS_VERSION, sign_file_verify(NULL, 0, text, len, data, sizeof data - 1, &key.public_key));
}

/* Each derivation here takes a gigabyte and some seconds. */
static void test_passphrases(void **state)
{
	struct sign_secret key;
	char text[1024];
	size_t len;

	(void)state;
	need("minisign");
	assert_int_equal(run("printf 'three blind mice\\nthree blind mice\\n' | minisign -G -f -p k.pub -s k.key"), 0);
	len = get(text, sizeof text, "k.key");
	assert_status(STATUS_PASSPHRASE, sign_secret_read(&key, text, len, NULL));
	read_stock_key(&key, "three blind mice");
	assert_ok(sign_secret_write(text, sizeof text, &key, "four black cats"));
	put("k.key", text);
	stock_signs_we_verify(&key.public_key, "printf 'four black cats\\n' |");
}

static void test_sha256sum_checks_our_manifest(void **state)
{
	struct manifest_entry entries[2] = {{.name = "f"}, {.name = "sub/g.txt"}};
	struct manifest_digest digest;
	char text[512];
	size_t len;

	(void)state;
	need("sha256sum");
	for (int i = 0; i < 2; i++) {
		manifest_digest_init(&digest);
		manifest_digest_update(&digest, data, 5);
		manifest_digest_update(&digest, data + 5, sizeof data - 1 - 5);
		manifest_digest_finish(entries[i].sha256, &digest);
	}
	assert_int_equal(run("mkdir -p sub"), 0);
	put("f", data);
	put("sub/g.txt", data);
	assert_ok(manifest_write(text, sizeof text, &len, entries, 2));
	put("manifest", text);
	assert_int_equal(run("sha256sum --strict -c manifest"), 0);
	assert_int_equal(run("sha256sum f sub/g.txt | cmp - manifest"), 0);
	put("sub/g.txt", "other");
	assert_int_not_equal(run("sha256sum --strict -c manifest"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_minisign_verifies_our_signatures),
	    cmocka_unit_test(test_signed_container_comes_apart),
	    cmocka_unit_test(test_minisign_signs_with_our_key),
	    cmocka_unit_test(test_we_sign_with_minisigns_key),
	    cmocka_unit_test(test_what_minisign_allows_and_we_do_not),
	    cmocka_unit_test(test_passphrases),
	    cmocka_unit_test(test_sha256sum_checks_our_manifest),
	};
	return cmocka_run_group_tests_name("stock programs", tests, start, finish);
}
