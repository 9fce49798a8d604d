#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifest.h"

static void entry(struct manifest_entry *out, const char *name, const char *content)
{
	struct manifest_digest digest;

	memset(out, 0, sizeof *out);
	memcpy(out->name, name, strlen(name));
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, content, strlen(content));
	manifest_digest_finish(out->sha256, &digest);
}

static void test_names(void **state)
{
	static const char *const good[] = {"a", "ballots", "log.txt", "kiosk-1/log_2.txt", "a/b/c", "0", "a-.b"};
	static const char *const bad[] = {"",      ".",  "..",   "/a",   "a/",    "a//b", "./a",  "../a", "a/../b",
	                                  "a/.b",  ".a", "a..b", "A",    "a b",   "a\n",  "a\\b", "é",    "-a",
	                                  "a/-rf", "a*", "a.",   "a./b", "a\x7f", "con:", "~",    "#a",   "a/b/."};
	char longest[MANIFEST_NAME_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(manifest_name_ok(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		if (manifest_name_ok(bad[i], strlen(bad[i])))
			fail_msg("the name '%s' was accepted", bad[i]);
	}
	assert_false(manifest_name_ok("a\0b", 3));
	memset(longest, 'a', sizeof longest);
	assert_true(manifest_name_ok(longest, MANIFEST_NAME_MAX));
	assert_false(manifest_name_ok(longest, MANIFEST_NAME_MAX + 1));
}

static void test_round_trip(void **state)
{
	struct manifest_entry entries[3], back[3];
	char text[1024];
	size_t len, count;

	(void)state;
	entry(&entries[0], "ballots", "");
	entry(&entries[1], "log/events.txt", "abc");
	entry(&entries[2], "report.txt", "x");
	assert_ok(manifest_write(text, sizeof text, &len, entries, 3));
	assert_int_equal(len, strlen(text));
	/* SHA-256 of nothing and of "abc": FIPS 180-4's own examples */
	assert_memory_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  ballots\n", 74);
	assert_non_null(
	    strstr(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  log/events.txt\n"));
	assert_ok(manifest_read(back, 3, &count, text, len));
	assert_int_equal(count, 3);
	assert_memory_equal(back[0].sha256, entries[0].sha256, SHA256_BYTES);
	assert_string_equal(back[2].name, "report.txt");
	assert_status(STATUS_NO_ROOM, manifest_read(back, 2, &count, text, len));
	for (size_t room = 0; room <= len; room++) {
		char *small = malloc(room + 1);
		size_t small_len;

		assert_non_null(small);
		assert_status(STATUS_NO_ROOM, manifest_write(small, room, &small_len, entries, 3));
		free(small);
	}
}

/* Reading is writing backwards: whatever is read writes the same bytes. */
static void test_only_one_text_per_list(void **state)
{
	struct manifest_entry entries[4];
	char text[1024], again[1024];
	size_t len, again_len, count, read = 0;

	(void)state;
	entry(&entries[0], "a", "1");
	entry(&entries[1], "b.c", "2");
	assert_ok(manifest_write(text, sizeof text, &len, entries, 2));
	for (size_t bit = 0; bit < 8 * len; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
		if (manifest_read(entries, 4, &count, text, len) == STATUS_OK) {
			assert_ok(manifest_write(again, sizeof again, &again_len, entries, count));
			assert_int_equal(again_len, len);
			assert_memory_equal(again, text, len);
			read++;
		}
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
	}
	assert_true(read > 0); /* other digests are other lists */
	for (size_t cut = 0; cut < len; cut++) {
		if (cut != 64 + 2 + 1 + 1)
			assert_status(STATUS_TRUNCATED, manifest_read(entries, 4, &count, text, cut));
	}
}

static void test_order_and_bounds(void **state)
{
	struct manifest_entry entries[2];
	char text[256];
	size_t len, count;

	(void)state;
	entry(&entries[0], "b", "1");
	entry(&entries[1], "a", "1");
	assert_status(STATUS_ORDER, manifest_write(text, sizeof text, &len, entries, 2));
	entry(&entries[1], "b", "1");
	assert_status(STATUS_ORDER, manifest_write(text, sizeof text, &len, entries, 2));
	assert_status(STATUS_RANGE, manifest_write(text, sizeof text, &len, entries, 0));
	assert_status(STATUS_TRUNCATED, manifest_read(entries, 2, &count, "", 0));
	entry(&entries[1], "C", "1");
	assert_status(STATUS_TEXT, manifest_write(text, sizeof text, &len, entries, 2));
}

static void test_too_many_files(void **state)
{
	enum { MANY = MANIFEST_MAX_FILES + 1, LINE = 64 + 2 + 5 + 1 };
	struct manifest_entry *entries = calloc(MANY, sizeof *entries);
	char *text = malloc((size_t)MANY * LINE + 1);
	size_t len = 0, count;

	(void)state;
	assert_non_null(entries);
	assert_non_null(text);
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(entries[i].name, sizeof entries[i].name, "%05d", i);
		(void)snprintf(text + len, (size_t)(MANY - i) * LINE + 1, "%064d  %s\n", 0, entries[i].name);
		len += LINE;
	}
	assert_status(STATUS_RANGE, manifest_write(text, 0, &count, entries, MANY));
	assert_status(STATUS_TOO_LONG, manifest_read(entries, MANY, &count, text, len));
	assert_ok(manifest_read(entries, MANY, &count, text, len - LINE));
	assert_int_equal(count, MANIFEST_MAX_FILES);
	free(text);
	free(entries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_only_one_text_per_list),
	    cmocka_unit_test(test_order_and_bounds),
	    cmocka_unit_test(test_too_many_files),
	};
	return cmocka_run_group_tests_name("manifest", tests, start_crypto, NULL);
}
