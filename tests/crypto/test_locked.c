#include "crypto/cmocka_all.h"

#include <string.h>
#include <sys/resource.h>

#include "locked.h"

#define PURPOSE "test/locked/1"

static const uint8_t secret[] = "thirty-two bytes or so of secret";

static enum status open_it(const uint8_t *data, size_t len, const char *purpose, const char *passphrase)
{
	uint8_t out[LOCKED_MAX_SECRET];
	size_t out_len;

	return locked_open(out, sizeof out, &out_len, purpose, data, len, passphrase);
}

static void test_round_trip(void **state)
{
	uint8_t file[sizeof secret + LOCKED_OVERHEAD], again[sizeof file], out[64];
	size_t len, again_len, out_len;

	(void)state;
	assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, secret, sizeof secret, "open sesame", LOCKED_PRACTICE));
	assert_true(len <= sizeof file);
	assert_ok(locked_open(out, sizeof out, &out_len, PURPOSE, file, len, "open sesame"));
	assert_int_equal(out_len, sizeof secret);
	assert_memory_equal(out, secret, sizeof secret);
	assert_status(STATUS_NO_ROOM, locked_open(out, sizeof secret - 1, &out_len, PURPOSE, file, len, "open sesame"));
	assert_status(STATUS_PASSPHRASE, open_it(file, len, PURPOSE, "open sesam"));
	assert_status(STATUS_PASSPHRASE, open_it(file, len, PURPOSE, ""));
	assert_status(STATUS_PASSPHRASE, open_it(file, len, "test/other/1", "open sesame"));
	assert_ok(locked_seal(again, sizeof again, &again_len, PURPOSE, secret, sizeof secret, "open sesame",
	                      LOCKED_PRACTICE));
	assert_memory_not_equal(file + 32, again + 32, len - 32);
}

static void test_every_flipped_bit_is_refused(void **state)
{
	uint8_t file[4 + LOCKED_OVERHEAD];
	size_t len;

	(void)state;
	assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, secret, 4, "pin", LOCKED_PRACTICE));
	for (size_t bit = 0; bit < 8 * len; bit++) {
		/* one bit in seven of what costs a derivation each: all bytes are hit */
		if (bit >= 8 * 32 && bit % 7 != 0)
			continue;
		file[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(open_it(file, len, PURPOSE, "pin"), STATUS_OK);
		file[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_ok(open_it(file, len, PURPOSE, "pin"));
	for (size_t cut = 0; cut < len; cut++)
		assert_int_not_equal(open_it(file, cut, PURPOSE, "pin"), STATUS_OK);
}

static void test_headers(void **state)
{
	uint8_t file[4 + LOCKED_OVERHEAD];
	size_t len;

	(void)state;
	assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, secret, 4, "pin", LOCKED_PRACTICE));
	file[16] = 2;
	assert_status(STATUS_VERSION, open_it(file, len, PURPOSE, "pin"));
	file[16] = 1;
	file[18] = 3; /* no such cost */
	assert_status(STATUS_RANGE, open_it(file, len, PURPOSE, "pin"));
	file[18] = 1; /* a cost's id with another cost's numbers */
	assert_status(STATUS_RANGE, open_it(file, len, PURPOSE, "pin"));
	file[18] = 0;
	file[27] = 0x10; /* memory beyond all bounds */
	assert_status(STATUS_RANGE, open_it(file, len, PURPOSE, "pin"));
	file[27] = 0;
	file[0] = 'F';
	assert_status(STATUS_MAGIC, open_it(file, len, PURPOSE, "pin"));
}

static void test_bounds(void **state)
{
	static uint8_t file[LOCKED_MAX_SECRET + LOCKED_OVERHEAD + 1], large[LOCKED_MAX_SECRET + 1];
	size_t len;

	(void)state;
	assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, large, LOCKED_MAX_SECRET, "pin", LOCKED_PRACTICE));
	assert_ok(open_it(file, len, PURPOSE, "pin"));
	assert_status(STATUS_TOO_LONG, open_it(file, len + 1, PURPOSE, "pin"));
	assert_status(STATUS_RANGE, locked_seal(file, sizeof file, &len, PURPOSE, large, LOCKED_MAX_SECRET + 1, "pin",
	                                        LOCKED_PRACTICE));
	assert_status(STATUS_RANGE, locked_seal(file, sizeof file, &len, PURPOSE, large, 0, "pin", LOCKED_PRACTICE));
	assert_status(STATUS_RANGE, locked_seal(file, sizeof file, &len, PURPOSE, large, 4, "", LOCKED_PRACTICE));
	assert_status(STATUS_RANGE,
	              locked_seal(file, sizeof file, &len, PURPOSE, large, 4, "pin", (enum locked_cost)3));
	assert_status(STATUS_NO_ROOM, locked_seal(file, 50, &len, PURPOSE, large, 4, "pin", LOCKED_PRACTICE));
}

static void test_every_cost_opens(void **state)
{
	static const enum locked_cost costs[] = {LOCKED_PRACTICE, LOCKED_PIN, LOCKED_PASSPHRASE};
	uint8_t file[4 + LOCKED_OVERHEAD];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
		assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, secret, 4, "pin", costs[i]));
		assert_ok(open_it(file, len, PURPOSE, "pin"));
	}
}

static void test_long_words(void **state)
{
	char word[1100];
	uint8_t file[4 + LOCKED_OVERHEAD];
	size_t len;

	(void)state;
	memset(word, 'w', sizeof word);
	word[sizeof word - 1] = '\0';
	assert_status(STATUS_RANGE, locked_seal(file, sizeof file, &len, word, secret, 4, "pin", LOCKED_PRACTICE));
	assert_status(STATUS_RANGE, locked_seal(file, sizeof file, &len, PURPOSE, secret, 4, word, LOCKED_PRACTICE));
	assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, secret, 4, "pin", LOCKED_PRACTICE));
	assert_status(STATUS_RANGE, open_it(file, len, word, "pin"));
	assert_status(STATUS_PASSPHRASE, open_it(file, len, PURPOSE, word));
}

/* A machine without the memory says so; it does not say that the PIN is wrong. */
static void test_without_memory(void **state)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)state;
	skip(); /* the sanitizer itself needs the address space */
#else
	const rlim_t some = (rlim_t)96 << 20;
	struct rlimit before, little;
	uint8_t file[4 + LOCKED_OVERHEAD];
	enum status sealing, opening;
	size_t len, again_len;

	(void)state;
	assert_ok(locked_seal(file, sizeof file, &len, PURPOSE, secret, 4, "pin", LOCKED_PASSPHRASE));
	assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
	little = before;
	little.rlim_cur = some;
	assert_int_equal(setrlimit(RLIMIT_AS, &little), 0);
	opening = open_it(file, len, PURPOSE, "pin");
	sealing = locked_seal(file, sizeof file, &again_len, PURPOSE, secret, 4, "pin", LOCKED_PASSPHRASE);
	assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
	assert_status(STATUS_NO_ROOM, opening);
	assert_status(STATUS_NO_ROOM, sealing);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),       cmocka_unit_test(test_every_flipped_bit_is_refused),
	    cmocka_unit_test(test_headers),          cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_every_cost_opens), cmocka_unit_test(test_long_words),
	    cmocka_unit_test(test_without_memory),
	};
	return cmocka_run_group_tests_name("locked", tests, start_crypto, NULL);
}
