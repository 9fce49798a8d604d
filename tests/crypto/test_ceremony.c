/* The trustees' ceremony, as it goes well. Attacks: test_ceremony_attacks.c. */
#include "crypto/cmocka_all.h"

#include <string.h>

#include "crypto/players.h"
#include "words.h"

static struct players players, again;
static char text[TRUSTEE_TRANSCRIPT_MAX];

/* The secret that k shares give, by Lagrange: chosen has k places in 0 … n-1. */
static void combine(struct scalar *out, const unsigned *chosen, unsigned k)
{
	scalar_from_u64(out, 0);
	for (unsigned i = 0; i < k; i++) {
		struct scalar weight, own, other, difference;

		scalar_from_u64(&weight, 1);
		scalar_from_u64(&own, players.share[chosen[i]].index);
		for (unsigned j = 0; j < k; j++) {
			if (j == i)
				continue;
			scalar_from_u64(&other, players.share[chosen[j]].index);
			scalar_subtract(&difference, &other, &own);
			assert_ok(scalar_invert(&difference, &difference));
			scalar_multiply(&weight, &weight, &other);
			scalar_multiply(&weight, &weight, &difference);
		}
		scalar_multiply(&weight, &weight, &players.share[chosen[i]].share);
		scalar_add(out, out, &weight);
	}
}

/* Do the chosen open what is sealed to the joint key? */
static int opens(const unsigned *chosen, unsigned k)
{
	struct scalar secret;
	struct point key;

	combine(&secret, chosen, k);
	assert_ok(point_multiply_base(&key, &secret));
	return point_equal(&key, &players.ceremony.trustees.joint_key);
}

/* Every k of the n open it; no k - 1 do. Bits of a number choose. */
static void every_quorum(unsigned n, unsigned k)
{
	for (unsigned bits = 1; bits < 1U << n; bits++) {
		unsigned chosen[TRUSTEE_MAX], count = 0;

		for (unsigned i = 0; i < n; i++) {
			if (bits & 1U << i)
				chosen[count++] = i;
		}
		if (count == k)
			assert_true(opens(chosen, k));
		else if (count + 1 == k)
			assert_false(opens(chosen, count));
	}
}

static unsigned quorums_tried(unsigned n, unsigned k)
{
	return (n + k - 1) / k;
}

static void whole_ceremony(unsigned n, unsigned k)
{
	static struct trustees back;

	players_until_dealt(&players, n, k, "of all");
	players_accept(&players);
	for (unsigned i = 1; i <= n; i++)
		assert_ok(players_read_acceptance(&players, i));
	assert_ok(ceremony_finish(&players.fault, &players.ceremony));
	assert_int_equal(players.ceremony.quorums, quorums_tried(n, k));
	assert_ok(trustees_read(&back, players.ceremony.text, players.ceremony.text_len));
	assert_int_equal(back.count, n);
	assert_int_equal(back.threshold, k);
	assert_true(point_equal(&back.joint_key, &players.ceremony.trustees.joint_key));
	for (unsigned i = 0; i < n; i++) {
		struct point expected, got;

		assert_int_equal(players.share[i].index, i + 1);
		assert_int_equal(hash_compare(&players.share[i].agreed, &back.agreed), 0);
		assert_ok(trustee_share_key(&expected, &back, i + 1));
		assert_ok(point_multiply_base(&got, &players.share[i].share));
		assert_true(point_equal(&got, &expected));
	}
}

static void test_all_up_to_five(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 5; n++) {
		for (unsigned k = 1; k <= n; k++) {
			whole_ceremony(n, k);
			every_quorum(n, k);
		}
	}
}

static void test_sixteen_of_sixteen(void **state)
{
	const unsigned all[TRUSTEE_MAX] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

	(void)state;
	whole_ceremony(16, 16);
	assert_true(opens(all, 16));
	assert_false(opens(all, 15));
}

static void test_the_public_key_of_a_share_is_the_sum_of_powers(void **state)
{
	struct point term, sum, got;
	struct scalar at, power;

	(void)state;
	players_until_dealt(&players, 4, 3, "powers");
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	for (unsigned i = 1; i <= 4; i++) {
		memset(&sum, 0, sizeof sum);
		scalar_from_u64(&at, i);
		scalar_from_u64(&power, 1);
		for (unsigned l = 0; l < 3; l++) {
			for (unsigned j = 0; j < 4; j++) {
				assert_ok(
				    point_multiply(&term, &power, &players.ceremony.trustees.member[j].commitment[l]));
				point_add(&sum, &sum, &term);
			}
			scalar_multiply(&power, &power, &at);
		}
		assert_ok(trustee_share_key(&got, &players.ceremony.trustees, i));
		assert_true(point_equal(&got, &sum));
	}
}

/* Only the sealing differs: everything up to the first "to". */
static void test_dealing_again_deals_the_same(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "again");
	players_until_dealt(&again, 3, 2, "again");
	for (unsigned i = 0; i < 3; i++) {
		size_t same = (size_t)(strstr(players.deal[i].text, "\nto ") - players.deal[i].text);

		assert_memory_equal(players.deal[i].text, again.deal[i].text, same);
		assert_string_not_equal(players.deal[i].text, again.deal[i].text);
	}
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	assert_ok(ceremony_agree(&again.fault, &again.ceremony));
	assert_string_equal(players.ceremony.text, again.ceremony.text);
}

/* Another threshold, or other people: other polynomials, nothing in common. */
static void test_another_roster_another_polynomial(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "rosters");
	players_until_dealt(&again, 3, 3, "rosters");
	for (unsigned l = 0; l < 2; l++)
		assert_false(point_equal(&players.ceremony.trustees.member[0].commitment[l],
		                         &again.ceremony.trustees.member[0].commitment[l]));
}

/* What others hold can be accepted in any order, and read by whoever comes later. */
static void test_nobody_is_forgotten(void **state)
{
	(void)state;
	players_come(&players, 3, "order");
	players_roster(&players, 2);
	players_deal(&players);
	assert_ok(players_read_deal(&players, 3));
	assert_ok(players_read_deal(&players, 1));
	assert_status(STATUS_STATE, ceremony_agree(&players.fault, &players.ceremony));
	assert_int_equal(players.fault.check, CEREMONY_MISSING);
	assert_int_equal(players.fault.trustee, 2);
	assert_ok(players_read_deal(&players, 2));
	players_accept(&players);
	assert_ok(players_read_acceptance(&players, 2));
	assert_ok(players_read_acceptance(&players, 1));
	assert_status(STATUS_STATE, ceremony_finish(&players.fault, &players.ceremony));
	assert_int_equal(players.fault.check, CEREMONY_MISSING);
	assert_int_equal(players.fault.trustee, 3);
	assert_ok(players_read_acceptance(&players, 3));
	assert_ok(ceremony_finish(&players.fault, &players.ceremony));
}

static void test_a_stranger_cannot_deal(void **state)
{
	struct ceremony_key stranger;
	struct trustee_share share;
	size_t len;

	(void)state;
	players_until_dealt(&players, 2, 2, "strangers");
	ceremony_key_make(&stranger, SIGN_PRACTICE);
	assert_int_equal(ceremony_index(&players.ceremony, &stranger.identity.public_key), 0);
	assert_status(STATUS_ABSENT, ceremony_deal_write(text, sizeof text, &len, &players.ceremony, &stranger));
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	assert_status(STATUS_ABSENT, ceremony_share(&share, &players.fault, &players.ceremony, &stranger));
}

static void test_keys_are_kept(void **state)
{
	uint8_t bytes[CEREMONY_KEY_BYTES + 1] = {0};
	struct ceremony_key key, back, zero = {0};

	(void)state;
	ceremony_key_make(&key, SIGN_REAL);
	assert_int_equal(sign_key_kind(&key.identity.public_key), SIGN_REAL);
	ceremony_key_encode(bytes, &key);
	assert_ok(ceremony_key_decode(&back, bytes, CEREMONY_KEY_BYTES));
	assert_memory_equal(&back, &key, sizeof key);
	assert_status(STATUS_TRAILING, ceremony_key_decode(&back, bytes, CEREMONY_KEY_BYTES + 1));
	assert_memory_equal(&back, &zero, sizeof zero);
	assert_status(STATUS_TRUNCATED, ceremony_key_decode(&back, bytes, CEREMONY_KEY_BYTES - 1));
	assert_memory_equal(&back, &zero, sizeof zero);
	bytes[0] = 2;
	assert_status(STATUS_VERSION, ceremony_key_decode(&back, bytes, CEREMONY_KEY_BYTES));
	bytes[0] = 1;
	bytes[1 + 8 + 32] ^= 1;
	assert_status(STATUS_MISMATCH, ceremony_key_decode(&back, bytes, CEREMONY_KEY_BYTES));
	ceremony_key_wipe(&key);
	assert_memory_equal(&key, &zero, sizeof zero);
}

static void test_names(void **state)
{
	struct sign_secret identity;
	char name[TRUSTEE_NAME_MAX + 2];
	struct trustee member;
	size_t len;

	(void)state;
	example_key(&identity, "names", SIGN_REAL);
	assert_int_not_equal(ceremony_public_write(text, sizeof text, &len, "", &identity), STATUS_OK);
	assert_int_not_equal(ceremony_public_write(text, sizeof text, &len, "two\nlines", &identity), STATUS_OK);
	memset(name, 'n', sizeof name);
	name[TRUSTEE_NAME_MAX + 1] = '\0';
	assert_status(STATUS_TOO_LONG, ceremony_public_write(text, sizeof text, &len, name, &identity));
	name[TRUSTEE_NAME_MAX] = '\0';
	assert_ok(ceremony_public_write(text, sizeof text, &len, name, &identity));
	assert_ok(ceremony_public_read(&member, text, len));
	assert_string_equal(member.name, name);
	assert_true(sign_key_equal(&member.identity, &identity.public_key));
	for (size_t room = 0; room < len; room++) {
		size_t unused;

		assert_status(STATUS_NO_ROOM, ceremony_public_write(text, room, &unused, name, &identity));
	}
}

static void test_rooms(void **state)
{
	size_t len;

	(void)state;
	players_until_dealt(&players, 2, 2, "rooms");
	players_accept(&players);
	for (size_t room = 0; room < players.roster.len; room += 7)
		assert_status(STATUS_NO_ROOM, ceremony_roster_write(text, room, &len, &players.ceremony));
	for (size_t room = 0; room < players.deal[0].len; room += 7)
		assert_status(STATUS_NO_ROOM,
		              ceremony_deal_write(text, room, &len, &players.ceremony, &players.key[0]));
	for (size_t room = 0; room < players.acceptance[0].len; room += 7)
		assert_status(STATUS_NO_ROOM,
		              ceremony_acceptance_write(text, room, &len, &players.ceremony, &players.share[0]));
}

static void test_words(void **state)
{
	struct hash hash = {{0}};
	char out[WORDS_ROOM];
	size_t longest = 0;

	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		size_t len = strlen(word((uint8_t)i));

		assert_in_range(len, 4, WORD_MAX);
		assert_int_equal(strspn(word((uint8_t)i), "abcdefghijklmnopqrstuvwxyz"), len);
		longest = len > longest ? len : longest;
		/* ascending, and told apart by the first four letters */
		if (i)
			assert_true(strncmp(word((uint8_t)(i - 1)), word((uint8_t)i), 4) < 0);
	}
	assert_int_equal(longest, WORD_MAX);
	for (unsigned i = 0; i < HASH_BYTES; i++)
		hash.bytes[i] = (uint8_t)(17 * i);
	words_write(out, &hash);
	assert_int_equal(strncmp(out, word(0), strlen(word(0))), 0);
	assert_string_equal(strrchr(out, ' ') + 1, word(255));
	assert_true(strlen(out) < WORDS_ROOM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all_up_to_five),
	    cmocka_unit_test(test_sixteen_of_sixteen),
	    cmocka_unit_test(test_the_public_key_of_a_share_is_the_sum_of_powers),
	    cmocka_unit_test(test_dealing_again_deals_the_same),
	    cmocka_unit_test(test_another_roster_another_polynomial),
	    cmocka_unit_test(test_nobody_is_forgotten),
	    cmocka_unit_test(test_a_stranger_cannot_deal),
	    cmocka_unit_test(test_keys_are_kept),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_rooms),
	    cmocka_unit_test(test_words),
	};
	return cmocka_run_group_tests_name("ceremony", tests, start_crypto, NULL);
}
