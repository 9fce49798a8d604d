/* What people at a ceremony may try, each refused, with the name of who did it. */
#include "crypto/cmocka_all.h"

#include <string.h>

#include "crypto/players.h"

static struct players players, others;
static struct cheat cheat;

static void blamed(enum ceremony_check check, unsigned trustee)
{
	assert_int_equal(players.fault.check, check);
	assert_int_equal(players.fault.trustee, trustee);
}

/* Signs what was bent and hands it out as the deal of that trustee. */
static enum status deal_of(unsigned index)
{
	cheat_write(&cheat, &players, index, &players.key[index - 1].identity);
	return players_read_deal(&players, index);
}

/* Coefficient of an honest trustee, as PROTOCOL.md derives it. */
static void coefficient(struct scalar *out, const struct players *of, unsigned index, unsigned degree)
{
	struct transcript t;
	uint8_t wide[64];

	transcript_init_keyed(&t, "folkmoot/trustee-coefficient/1", of->key[index - 1].seed, CEREMONY_SEED_BYTES);
	transcript_append(&t, "roster", of->ceremony.trustees.roster.bytes, HASH_BYTES);
	transcript_append_u64(&t, "degree", degree);
	transcript_wide(wide, &t, "coefficient");
	scalar_from_wide(out, wide);
}

static void share_value(struct scalar *out, const struct players *of, unsigned from, unsigned to)
{
	struct scalar at, c;

	scalar_from_u64(&at, to);
	scalar_from_u64(out, 0);
	for (unsigned l = of->threshold; l-- > 0;) {
		scalar_multiply(out, out, &at);
		coefficient(&c, of, from, l);
		scalar_add(out, out, &c);
	}
}

/* The writer of this test makes deals that hold, so that what is refused below is refused for its fault alone. */
static void test_control(void **state)
{
	struct trustee_share share;
	struct scalar value, c;

	(void)state;
	players_until_dealt(&players, 4, 3, "control");
	cheat_begin(&cheat, &players, 2);
	for (unsigned l = 0; l < 3; l++) {
		coefficient(&c, &players, 2, l);
		cheat_prove(&cheat, l, &c);
	}
	for (unsigned to = 1; to <= 4; to++) {
		if (to == 2)
			continue;
		share_value(&value, &players, 2, to);
		cheat_seal(&cheat, &players, to, 2, to, &value);
	}
	assert_ok(deal_of(2));
	blamed(CEREMONY_HOLDS, 0);
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	for (unsigned to = 1; to <= 4; to++)
		assert_ok(ceremony_share(&share, &players.fault, &players.ceremony, &players.key[to - 1]));
}

/* --- shares --- */

static enum status share_of(unsigned index)
{
	static const struct trustee_share zero;
	struct trustee_share share;
	enum status status;

	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	status = ceremony_share(&share, &players.fault, &players.ceremony, &players.key[index - 1]);
	if (status != STATUS_OK)
		assert_memory_equal(&share, &zero, sizeof zero);
	return status;
}

static void test_wrong_sealed_share_names_the_dealer(void **state)
{
	struct scalar value, one;

	(void)state;
	players_until_dealt(&players, 4, 2, "wrong share");
	cheat_begin(&cheat, &players, 3);
	share_value(&value, &players, 3, 1);
	scalar_from_u64(&one, 1);
	scalar_add(&value, &value, &one);
	cheat_seal(&cheat, &players, 1, 3, 1, &value);
	assert_ok(deal_of(3));
	assert_status(STATUS_MISMATCH, share_of(1));
	blamed(CEREMONY_SHARE, 3);
	assert_ok(share_of(2));
	assert_ok(share_of(4));
}

static void test_share_sealed_to_nobody(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "garbage");
	cheat_begin(&cheat, &players, 2);
	cheat.sealed[0][77] ^= 1;
	assert_ok(deal_of(2));
	assert_status(STATUS_MISMATCH, share_of(1));
	blamed(CEREMONY_SHARE, 2);
}

static void test_share_plus_the_order(void **state)
{
	/* The order of the group, added to the share by hand. */
	static const uint8_t order[SCALAR_BYTES] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
	                                            0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
	                                            0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
	struct scalar value;

	(void)state;
	players_until_dealt(&players, 3, 2, "order");
	cheat_begin(&cheat, &players, 2);
	share_value(&value, &players, 2, 1);
	sodium_add(value.bytes, order, SCALAR_BYTES);
	cheat_seal(&cheat, &players, 1, 2, 1, &value);
	assert_ok(deal_of(2));
	assert_status(STATUS_NOT_CANONICAL, share_of(1));
	blamed(CEREMONY_SHARE, 2);
}

static void test_swapped_shares(void **state)
{
	uint8_t kept[CEREMONY_SEALED_BYTES];
	struct scalar value;

	(void)state;
	players_until_dealt(&players, 3, 2, "swapped");
	cheat_begin(&cheat, &players, 1);
	memcpy(kept, cheat.sealed[1], sizeof kept);
	memcpy(cheat.sealed[1], cheat.sealed[2], sizeof kept);
	memcpy(cheat.sealed[2], kept, sizeof kept);
	assert_ok(deal_of(1));
	assert_status(STATUS_MISMATCH, share_of(2));
	blamed(CEREMONY_SHARE, 1);
	assert_status(STATUS_MISMATCH, share_of(3));
	blamed(CEREMONY_SHARE, 1);
	/* the right number under a wrong name: as if from somebody else, as if to somebody else */
	share_value(&value, &players, 1, 2);
	cheat_seal(&cheat, &players, 2, 3, 2, &value);
	assert_ok(deal_of(1));
	assert_status(STATUS_MISMATCH, share_of(2));
	cheat_seal(&cheat, &players, 2, 1, 3, &value);
	assert_ok(deal_of(1));
	assert_status(STATUS_MISMATCH, share_of(2));
	cheat_seal(&cheat, &players, 2, 1, 2, &value);
	assert_ok(deal_of(1));
	assert_ok(share_of(2));
}

/* The same people with another threshold: what one of them sealed there is no share here. */
static void test_share_from_another_ceremony(void **state)
{
	(void)state;
	players_until_dealt(&others, 3, 3, "ceremonies");
	players_until_dealt(&players, 3, 2, "ceremonies");
	cheat_begin(&cheat, &players, 2);
	memcpy(cheat.sealed[0], others.ceremony.sealed[1][0], CEREMONY_SEALED_BYTES);
	assert_ok(deal_of(2));
	assert_status(STATUS_MISMATCH, share_of(1));
	blamed(CEREMONY_SHARE, 2);
}

static void test_shares_for_everybody_once(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "recipients");
	players_bend(&players.deal[0], "\nto 3\n", "\nto 2\n");
	assert_status(STATUS_SIGNATURE, players_read_deal(&players, 1));
	/* signed so: written as if for trustees 1 and 3, though the dealer is 1 */
	cheat_begin(&cheat, &players, 1);
	cheat_write(&cheat, &players, 2, &players.key[0].identity);
	memcpy(&players.deal[0], &players.deal[1], sizeof players.deal[0]);
	assert_status(STATUS_ORDER, players_read_deal(&players, 1));
	blamed(CEREMONY_RECIPIENTS, 1);
	/* one too many */
	cheat_write(&cheat, &players, 4, &players.key[0].identity);
	memcpy(&players.deal[0], &players.deal[3], sizeof players.deal[0]);
	assert_status(STATUS_ORDER, players_read_deal(&players, 1));
	blamed(CEREMONY_RECIPIENTS, 1);
}

/* --- polynomials --- */

static void test_degree_too_low(void **state)
{
	(void)state;
	players_until_dealt(&players, 4, 3, "low");
	cheat_begin(&cheat, &players, 4);
	cheat.commitment_count = 2;
	assert_status(STATUS_RANGE, deal_of(4));
	blamed(CEREMONY_DEGREE, 4);
	assert_status(STATUS_STATE, ceremony_agree(&players.fault, &players.ceremony));
	blamed(CEREMONY_MISSING, 4);
}

static void test_degree_too_high(void **state)
{
	struct scalar c;

	(void)state;
	players_until_dealt(&players, 4, 2, "high");
	cheat_begin(&cheat, &players, 1);
	cheat.commitment_count = 3;
	example_scalar(&c, "one coefficient more");
	assert_ok(point_multiply_base(&cheat.member.commitment[2], &c));
	cheat_prove(&cheat, 2, &c);
	assert_status(STATUS_RANGE, deal_of(1));
	blamed(CEREMONY_DEGREE, 1);
}

/* A lower degree in disguise: the highest coefficient is zero. And a dealer who adds nothing to the key. */
static void test_identity_commitment(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "identity");
	cheat_begin(&cheat, &players, 2);
	memset(&cheat.member.commitment[1], 0, POINT_BYTES);
	assert_status(STATUS_IDENTITY, deal_of(2));
	blamed(CEREMONY_IDENTITY, 2);
	cheat_begin(&cheat, &players, 2);
	memset(&cheat.member.commitment[0], 0, POINT_BYTES);
	assert_status(STATUS_IDENTITY, deal_of(2));
	blamed(CEREMONY_IDENTITY, 2);
	memset(&cheat.member.commitment[0], 0xff, POINT_BYTES);
	assert_status(STATUS_NOT_CANONICAL, deal_of(2));
	blamed(CEREMONY_IDENTITY, 2);
}

/* The last to deal chooses a commitment that cancels the others', so that the joint key is theirs alone. It would be:
 * only the proof of knowledge stands against it. */
static void test_rogue_key(void **state)
{
	struct point own, sum = {{0}};
	struct scalar secret;

	(void)state;
	players_until_dealt(&players, 4, 2, "rogue");
	example_scalar(&secret, "the rogue's");
	assert_ok(point_multiply_base(&own, &secret));
	for (unsigned i = 0; i < 3; i++)
		point_add(&sum, &sum, &players.ceremony.trustees.member[i].commitment[0]);
	cheat_begin(&cheat, &players, 4);
	point_subtract(&cheat.member.commitment[0], &own, &sum);
	cheat_prove(&cheat, 0, &secret);
	assert_status(STATUS_PROOF, deal_of(4));
	blamed(CEREMONY_PROOF, 4);
	/* it would be the rogue's own key */
	point_add(&sum, &sum, &cheat.member.commitment[0]);
	assert_true(point_equal(&sum, &own));
	assert_status(STATUS_STATE, ceremony_agree(&players.fault, &players.ceremony));
}

static void test_proofs_from_another_roster(void **state)
{
	(void)state;
	players_until_dealt(&others, 3, 3, "proofs");
	players_until_dealt(&players, 3, 2, "proofs");
	cheat_begin(&cheat, &players, 1);
	memcpy(cheat.member.commitment, others.ceremony.trustees.member[0].commitment, sizeof cheat.member.commitment);
	memcpy(cheat.member.proof, others.ceremony.trustees.member[0].proof, sizeof cheat.member.proof);
	assert_status(STATUS_PROOF, deal_of(1));
	blamed(CEREMONY_PROOF, 1);
}

static void test_proofs_of_two_degrees_swapped(void **state)
{
	struct schnorr kept;

	(void)state;
	players_until_dealt(&players, 3, 2, "degrees");
	cheat_begin(&cheat, &players, 1);
	kept = cheat.member.proof[0];
	cheat.member.proof[0] = cheat.member.proof[1];
	cheat.member.proof[1] = kept;
	assert_status(STATUS_PROOF, deal_of(1));
	blamed(CEREMONY_PROOF, 1);
}

/* --- copies and indices --- */

static void test_copied_deal_file(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "copied");
	players.deal[2] = players.deal[1];
	assert_status(STATUS_ORDER, players_read_deal(&players, 3));
	blamed(CEREMONY_INDEX, 3);
	/* with the index changed the signature is gone */
	players_bend(&players.deal[2], "\ntrustee 2\n", "\ntrustee 3\n");
	assert_status(STATUS_SIGNATURE, players_read_deal(&players, 3));
	blamed(CEREMONY_SIGNATURE, 3);
	/* signed anew, the proofs are another's */
	cheat_begin(&cheat, &players, 2);
	cheat.trustee = 3;
	assert_status(STATUS_PROOF, deal_of(3));
	blamed(CEREMONY_PROOF, 3);
}

/* Two who share one seed prove the same numbers rightly; they count once. */
static void test_one_polynomial_for_two(void **state)
{
	(void)state;
	players_come(&players, 3, "seeds");
	players_roster(&players, 2);
	memcpy(players.key[2].seed, players.key[0].seed, CEREMONY_SEED_BYTES);
	players_deal(&players);
	players_read_deals(&players);
	assert_status(STATUS_ORDER, ceremony_agree(&players.fault, &players.ceremony));
	blamed(CEREMONY_COPIED, 3);
}

static void test_two_trustees_with_one_index(void **state)
{
	static struct ceremony ceremony;

	(void)state;
	players_until_dealt(&players, 3, 2, "index");
	cheat_begin(&cheat, &players, 3);
	cheat.trustee = 2;
	assert_status(STATUS_ORDER, deal_of(3));
	blamed(CEREMONY_INDEX, 3);
	players_bend(&players.roster, "\ntrustee 3\n", "\ntrustee 2\n");
	assert_status(STATUS_ORDER, ceremony_roster_read(&ceremony, players.roster.text, players.roster.len));
}

/* Index 0 is the secret itself. */
static void test_index_0(void **state)
{
	static struct ceremony ceremony;

	(void)state;
	players_until_dealt(&players, 3, 2, "zero");
	cheat_begin(&cheat, &players, 1);
	cheat.trustee = 0;
	assert_status(STATUS_ORDER, deal_of(1));
	blamed(CEREMONY_INDEX, 1);
	assert_status(STATUS_RANGE, ceremony_deal_read(&players.fault, &players.ceremony, 0, players.deal[0].text,
	                                               players.deal[0].len));
	assert_status(STATUS_RANGE, ceremony_deal_read(&players.fault, &players.ceremony, 4, players.deal[0].text,
	                                               players.deal[0].len));
	assert_status(STATUS_RANGE, ceremony_acceptance_read(&players.fault, &players.ceremony, 0, "", 0));
	assert_status(STATUS_RANGE, ceremony_acceptance_read(&players.fault, &players.ceremony, 4, "", 0));
	players_bend(&players.roster, "\ntrustee 1\n", "\ntrustee 0\n");
	assert_status(STATUS_ORDER, ceremony_roster_read(&ceremony, players.roster.text, players.roster.len));
}

/* --- the roster --- */

static void test_roster_changed_after_dealing(void **state)
{
	(void)state;
	players_come(&players, 3, "changed");
	players_roster(&players, 2);
	players_deal(&players);
	/* one name spelt otherwise */
	players_bend(&players.roster, "Trustee 3", "Trustee X");
	assert_ok(ceremony_roster_read(&players.ceremony, players.roster.text, players.roster.len));
	assert_status(STATUS_MISMATCH, players_read_deal(&players, 1));
	blamed(CEREMONY_ROSTER, 1);
	/* another threshold */
	players_bend(&players.roster, "Trustee X", "Trustee 3");
	players_bend(&players.roster, "threshold 2", "threshold 1");
	assert_ok(ceremony_roster_read(&players.ceremony, players.roster.text, players.roster.len));
	assert_status(STATUS_MISMATCH, players_read_deal(&players, 1));
	blamed(CEREMONY_ROSTER, 1);
	/* the roster hash written anew into the deal, by its own dealer: the proofs remain */
	players_bend(&players.roster, "threshold 1", "threshold 2");
	assert_ok(ceremony_roster_read(&players.ceremony, players.roster.text, players.roster.len));
	players_read_deals(&players);
	cheat_begin(&cheat, &players, 1);
	players_bend(&players.roster, "Trustee 3", "Trustee X");
	assert_ok(ceremony_roster_read(&players.ceremony, players.roster.text, players.roster.len));
	cheat.roster = players.ceremony.trustees.roster;
	assert_status(STATUS_PROOF, deal_of(1));
	blamed(CEREMONY_PROOF, 1);
}

static void test_rosters_that_nobody_may_make(void **state)
{
	static struct ceremony ceremony;
	struct trustee members[TRUSTEE_MAX + 1];
	struct sign_secret real;

	(void)state;
	players_come(&players, 3, "rosters");
	for (unsigned i = 0; i < 3; i++)
		assert_ok(ceremony_public_read(&members[i], players.public[i].text, players.public[i].len));
	assert_ok(ceremony_roster_make(&ceremony, members, 3, 2));
	assert_status(STATUS_RANGE, ceremony_roster_make(&ceremony, members, 3, 0));
	assert_status(STATUS_RANGE, ceremony_roster_make(&ceremony, members, 3, 4));
	assert_status(STATUS_RANGE, ceremony_roster_make(&ceremony, members, 0, 0));
	assert_status(STATUS_RANGE, ceremony_roster_make(&ceremony, members, TRUSTEE_MAX + 1, 2));
	members[2] = members[1];
	assert_status(STATUS_ORDER, ceremony_roster_make(&ceremony, members, 3, 2));
	example_key(&real, "a real key", SIGN_REAL);
	members[2].identity = real.public_key;
	memcpy(members[2].name, "Real", 5);
	assert_status(STATUS_PRACTICE, ceremony_roster_make(&ceremony, members, 3, 2));
	/* a point of small order: what is sealed to it could be read by all */
	memcpy(members[2].identity.id, "PRAC0000", SIGN_ID_BYTES);
	memset(members[2].identity.key, 0, SIGN_KEY_BYTES);
	members[2].identity.key[0] = 1;
	assert_status(STATUS_NOT_CANONICAL, ceremony_roster_make(&ceremony, members, 3, 2));
}

static void test_practice_among_real(void **state)
{
	(void)state;
	players_until_dealt(&players, 2, 2, "practice");
	memmove(players.deal[0].text + strlen("folkmoot trustee-deal 1\npractice no"),
	        players.deal[0].text + strlen("folkmoot trustee-deal 1\npractice yes"),
	        players.deal[0].len - strlen("folkmoot trustee-deal 1\npractice yes"));
	memcpy(players.deal[0].text + strlen("folkmoot trustee-deal 1\npractice "), "no", 2);
	players.deal[0].len--;
	assert_status(STATUS_PRACTICE, players_read_deal(&players, 1));
	blamed(CEREMONY_PRACTICE, 1);
}

/* --- acceptances --- */

/* One of two dealers deals differently to different people; the third would sign both. */
static void test_transcript_signed_twice_differently(void **state)
{
	(void)state;
	players_until_dealt(&others, 3, 2, "twice");
	players_accept(&others);
	players_come(&players, 3, "twice");
	players_roster(&players, 2);
	example_bytes(players.key[1].seed, CEREMONY_SEED_BYTES, "the other face of trustee 2");
	players_deal(&players);
	players_read_deals(&players);
	players_accept(&players);
	assert_ok(players_read_acceptance(&players, 1));
	assert_ok(players_read_acceptance(&players, 2));
	players.acceptance[2] = others.acceptance[2];
	assert_status(STATUS_MISMATCH, players_read_acceptance(&players, 3));
	blamed(CEREMONY_DISAGREES, 3);
	/* with the right hash written in, the signature shows it */
	memcpy(strstr(players.acceptance[2].text, "agreed "), strstr(players.acceptance[0].text, "agreed "), 7 + 64);
	assert_status(STATUS_SIGNATURE, players_read_acceptance(&players, 3));
	blamed(CEREMONY_SIGNATURE, 3);
	assert_status(STATUS_STATE, ceremony_finish(&players.fault, &players.ceremony));
	blamed(CEREMONY_MISSING, 3);
}

static void test_a_deal_in_ones_own_name(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "own");
	/* somebody else has trustee 1's identity key, but not the seed */
	example_bytes(players.key[0].seed, CEREMONY_SEED_BYTES, "what trustee 1 really has");
	assert_status(STATUS_MISMATCH, share_of(1));
	blamed(CEREMONY_OWN, 1);
}

static void test_trial_with_a_wrong_share(void **state)
{
	struct trustee_share wrong;

	(void)state;
	players_until_dealt(&players, 3, 2, "trial");
	players_accept(&players);
	wrong = players.share[1];
	wrong.share = players.share[0].share;
	assert_ok(ceremony_acceptance_write(players.acceptance[1].text, CEREMONY_FILE_MAX, &players.acceptance[1].len,
	                                    &players.ceremony, &wrong));
	assert_status(STATUS_PROOF, players_read_acceptance(&players, 2));
	blamed(CEREMONY_TRIAL, 2);
}

static void test_swapped_acceptances(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "acceptances");
	players_accept(&players);
	players.acceptance[0] = players.acceptance[1];
	assert_status(STATUS_ORDER, players_read_acceptance(&players, 1));
	blamed(CEREMONY_INDEX, 1);
	players_bend(&players.acceptance[0], "\ntrustee 2\n", "\ntrustee 1\n");
	assert_status(STATUS_SIGNATURE, players_read_acceptance(&players, 1));
	blamed(CEREMONY_SIGNATURE, 1);
}

/* What a quorum decrypts is looked at, even where every single factor was proved. */
static void test_a_quorum_that_decrypts_to_something_else(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "result");
	players_accept(&players);
	for (unsigned i = 1; i <= 3; i++)
		assert_ok(players_read_acceptance(&players, i));
	players.ceremony.trial[2] = players.ceremony.trial[1];
	assert_status(STATUS_MISMATCH, ceremony_finish(&players.fault, &players.ceremony));
	blamed(CEREMONY_RESULT, 0);
}

/* --- every byte --- */

typedef enum status read_again(void);

static enum status read_public_again(void)
{
	struct trustee member;

	return ceremony_public_read(&member, players.public[0].text, players.public[0].len);
}

static enum status read_deal_again(void)
{
	return players_read_deal(&players, 1);
}

static enum status read_acceptance_again(void)
{
	return players_read_acceptance(&players, 1);
}

static void every_byte(struct players_file *file, read_again *read)
{
	assert_ok(read());
	for (size_t i = 0; i < file->len; i++) {
		char before = file->text[i];

		file->text[i] = before == '1' ? '2' : '1';
		if (read() == STATUS_OK)
			fail_msg("byte %zu may be changed unseen: %.20s", i, file->text + i);
		file->text[i] = before;
	}
	for (size_t len = file->len; file->len > 0;) {
		file->len = file->len > 9 ? file->len - 9 : 0;
		if (read() == STATUS_OK)
			fail_msg("may end after %zu bytes", file->len);
		if (file->len == 0) {
			file->len = len;
			break;
		}
	}
	file->text[file->len++] = '\n';
	assert_int_not_equal(read(), STATUS_OK);
	file->len--;
	assert_ok(read());
}

static void test_every_changed_byte_of_a_public_file(void **state)
{
	(void)state;
	players_come(&players, 1, "bytes");
	every_byte(&players.public[0], read_public_again);
}

static void test_every_changed_byte_of_a_deal(void **state)
{
	(void)state;
	players_until_dealt(&players, 2, 2, "bytes");
	every_byte(&players.deal[0], read_deal_again);
}

static void test_every_changed_byte_of_an_acceptance(void **state)
{
	(void)state;
	players_until_dealt(&players, 2, 2, "bytes");
	players_accept(&players);
	every_byte(&players.acceptance[0], read_acceptance_again);
}

/* The roster is not signed: another byte is another hash, so other words, or no roster at all. */
static void test_every_changed_byte_of_a_roster_changes_its_words(void **state)
{
	static struct ceremony ceremony;
	struct hash right;

	(void)state;
	players_come(&players, 3, "words");
	players_roster(&players, 2);
	right = players.ceremony.trustees.roster;
	for (size_t i = 0; i < players.roster.len; i++) {
		char before = players.roster.text[i];

		players.roster.text[i] = before == '1' ? '2' : '1';
		if (ceremony_roster_read(&ceremony, players.roster.text, players.roster.len) == STATUS_OK)
			assert_memory_not_equal(ceremony.trustees.roster.bytes, right.bytes, 16);
		players.roster.text[i] = before;
	}
	for (size_t len = 0; len < players.roster.len; len++)
		assert_int_not_equal(ceremony_roster_read(&ceremony, players.roster.text, len), STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_control),
	    cmocka_unit_test(test_wrong_sealed_share_names_the_dealer),
	    cmocka_unit_test(test_share_sealed_to_nobody),
	    cmocka_unit_test(test_share_plus_the_order),
	    cmocka_unit_test(test_swapped_shares),
	    cmocka_unit_test(test_share_from_another_ceremony),
	    cmocka_unit_test(test_shares_for_everybody_once),
	    cmocka_unit_test(test_degree_too_low),
	    cmocka_unit_test(test_degree_too_high),
	    cmocka_unit_test(test_identity_commitment),
	    cmocka_unit_test(test_rogue_key),
	    cmocka_unit_test(test_proofs_from_another_roster),
	    cmocka_unit_test(test_proofs_of_two_degrees_swapped),
	    cmocka_unit_test(test_copied_deal_file),
	    cmocka_unit_test(test_one_polynomial_for_two),
	    cmocka_unit_test(test_two_trustees_with_one_index),
	    cmocka_unit_test(test_index_0),
	    cmocka_unit_test(test_roster_changed_after_dealing),
	    cmocka_unit_test(test_rosters_that_nobody_may_make),
	    cmocka_unit_test(test_practice_among_real),
	    cmocka_unit_test(test_transcript_signed_twice_differently),
	    cmocka_unit_test(test_a_deal_in_ones_own_name),
	    cmocka_unit_test(test_trial_with_a_wrong_share),
	    cmocka_unit_test(test_swapped_acceptances),
	    cmocka_unit_test(test_a_quorum_that_decrypts_to_something_else),
	    cmocka_unit_test(test_every_changed_byte_of_a_public_file),
	    cmocka_unit_test(test_every_changed_byte_of_a_deal),
	    cmocka_unit_test(test_every_changed_byte_of_an_acceptance),
	    cmocka_unit_test(test_every_changed_byte_of_a_roster_changes_its_words),
	};
	return cmocka_run_group_tests_name("ceremony attacks", tests, start_crypto, NULL);
}
