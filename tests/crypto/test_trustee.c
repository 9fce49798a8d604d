#include "crypto/cmocka_all.h"

#include <string.h>

#include "ceremony.h"
#include "crypto/example.h"
#include "elgamal.h"

static char text[TRUSTEE_TRANSCRIPT_MAX], again[TRUSTEE_TRANSCRIPT_MAX];
static struct trustees made, read_back;
static struct example_secrets secrets;

/* Signs the ceremony as it stands in made and reads it. */
static enum status sign_and_read(void)
{
	size_t len = 0;

	assert_ok(example_sign(&made, &secrets, text, sizeof text, &len));
	return trustees_read(&read_back, text, len);
}

/* The same, with roster hash and proofs made anew by people who agree on something wrong. */
static enum status prove_sign_and_read(void)
{
	assert_ok(example_prove(&made, &secrets));
	return sign_and_read();
}

static void test_alone(void **state)
{
	static struct trustees trustees;
	struct trustee_share share, back;
	struct point key;
	uint8_t bytes[TRUSTEE_SHARE_BYTES];
	size_t len;

	(void)state;
	assert_ok(trustee_alone(&trustees, &share, "Maud Ferrier", SIGN_PRACTICE));
	assert_ok(point_multiply_base(&key, &share.share));
	assert_true(point_equal(&key, &trustees.joint_key));
	assert_ok(trustee_share_key(&key, &trustees, 1));
	assert_true(point_equal(&key, &trustees.joint_key));
	assert_ok(trustees_write(text, sizeof text, &len, &trustees));
	assert_ok(trustees_read(&read_back, text, len));
	assert_memory_equal(&read_back, &trustees, sizeof trustees);
	assert_int_equal(hash_compare(&share.agreed, &trustees.agreed), 0);
	assert_ok(trustee_share_encode(bytes, &share));
	assert_ok(trustee_share_decode(&back, bytes, sizeof bytes));
	assert_memory_equal(&back, &share, sizeof back);
	assert_status(STATUS_TRUNCATED, trustee_share_decode(&back, bytes, sizeof bytes - 1));
	bytes[0] = 2;
	assert_status(STATUS_VERSION, trustee_share_decode(&back, bytes, sizeof bytes));
	bytes[0] = 1;
	bytes[1] = 0;
	assert_status(STATUS_RANGE, trustee_share_decode(&back, bytes, sizeof bytes));
	bytes[1] = 1;
	bytes[36] |= 0xf0;
	assert_status(STATUS_NOT_CANONICAL, trustee_share_decode(&back, bytes, sizeof bytes));
	bytes[36] &= 0x0f;
	bytes[45 + 32] ^= 1; /* the public half of the identity key */
	assert_status(STATUS_MISMATCH, trustee_share_decode(&back, bytes, sizeof bytes));
	trustee_share_wipe(&share);
	for (size_t i = 0; i < sizeof share; i++)
		assert_int_equal(((const uint8_t *)&share)[i], 0);
}

static void test_alone_needs_a_name(void **state)
{
	static struct trustees trustees;
	struct trustee_share share;
	char name[TRUSTEE_NAME_MAX + 2];

	(void)state;
	assert_int_not_equal(trustee_alone(&trustees, &share, "", SIGN_REAL), STATUS_OK);
	assert_int_not_equal(trustee_alone(&trustees, &share, "two\nlines", SIGN_REAL), STATUS_OK);
	memset(name, 'n', sizeof name);
	name[TRUSTEE_NAME_MAX] = '\0';
	assert_ok(trustee_alone(&trustees, &share, name, SIGN_REAL));
	assert_int_equal(trustees.kind, SIGN_REAL);
	name[TRUSTEE_NAME_MAX] = 'n';
	name[TRUSTEE_NAME_MAX + 1] = '\0';
	assert_status(STATUS_TOO_LONG, trustee_alone(&trustees, &share, name, SIGN_REAL));
}

static void test_several(void **state)
{
	size_t len;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	assert_ok(sign_and_read());
	assert_int_equal(read_back.count, 3);
	assert_int_equal(read_back.threshold, 2);
	assert_ok(trustees_write(again, sizeof again, &len, &read_back));
	assert_string_equal(again, text);
	for (size_t room = 0; room < 200; room++)
		assert_status(STATUS_NO_ROOM, trustees_write(again, room, &len, &read_back));
}

/* f(index) of one member's polynomial, added over all members: that trustee's share. */
static void share_of(struct scalar *out, unsigned index)
{
	struct scalar at, power, term;

	scalar_from_u64(&at, index);
	scalar_from_u64(out, 0);
	for (unsigned j = 0; j < made.count; j++) {
		scalar_from_u64(&power, 1);
		for (unsigned l = 0; l < made.threshold; l++) {
			scalar_multiply(&term, &power, &secrets.coefficient[j][l]);
			scalar_add(out, out, &term);
			scalar_multiply(&power, &power, &at);
		}
	}
}

/* Any two of three decrypt, by Lagrange's weights. */
static void test_a_quorum_decrypts(void **state)
{
	const unsigned quorums[3][2] = {{1, 2}, {1, 3}, {2, 3}};
	uint8_t payload[PAYLOAD_BYTES] = {1, 2, 3}, back[PAYLOAD_BYTES];
	struct ciphertext ciphertext;
	struct point message, key, expected;
	struct scalar r, share;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	assert_ok(sign_and_read());
	scalar_random(&r);
	assert_ok(payload_encode(&message, payload));
	assert_ok(elgamal_encrypt(&ciphertext, &message, &r, &read_back.joint_key));
	for (unsigned i = 1; i <= 3; i++) {
		share_of(&share, i);
		assert_ok(point_multiply_base(&expected, &share));
		assert_ok(trustee_share_key(&key, &read_back, i));
		assert_true(point_equal(&key, &expected));
	}
	assert_status(STATUS_RANGE, trustee_share_key(&key, &read_back, 0));
	assert_status(STATUS_RANGE, trustee_share_key(&key, &read_back, 4));
	for (int q = 0; q < 3; q++) {
		struct point sum = {{0}}, factor;

		for (int i = 0; i < 2; i++) {
			struct scalar mine, theirs, weight;

			scalar_from_u64(&mine, quorums[q][i]);
			scalar_from_u64(&theirs, quorums[q][1 - i]);
			scalar_subtract(&weight, &theirs, &mine);
			assert_ok(scalar_invert(&weight, &weight));
			scalar_multiply(&weight, &weight, &theirs);
			share_of(&share, quorums[q][i]);
			scalar_multiply(&weight, &weight, &share);
			assert_ok(elgamal_factor(&factor, &ciphertext, &weight));
			point_add(&sum, &sum, &factor);
		}
		elgamal_open(&message, &ciphertext, &sum);
		assert_ok(payload_decode(back, &message));
		assert_memory_equal(back, payload, sizeof back);
	}
}

static void test_what_agreeing_people_may_not_agree_on(void **state)
{
	struct point identity_sum;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	memcpy(made.member[1].name, made.member[0].name, sizeof made.member[1].name);
	assert_status(STATUS_ORDER, prove_sign_and_read());

	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	secrets.identity[1] = secrets.identity[0];
	made.member[1].identity = made.member[0].identity;
	assert_status(STATUS_ORDER, prove_sign_and_read());

	/* a copied file: other name and identity, the same commitments */
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	memcpy(secrets.coefficient[1], secrets.coefficient[0], sizeof secrets.coefficient[0]);
	memcpy(made.member[1].commitment, made.member[0].commitment, sizeof made.member[0].commitment);
	assert_status(STATUS_ORDER, prove_sign_and_read());

	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	example_key(&secrets.identity[2], "real person", SIGN_REAL);
	made.member[2].identity = secrets.identity[2].public_key;
	assert_status(STATUS_PRACTICE, prove_sign_and_read());

	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	made.kind = SIGN_REAL;
	assert_status(STATUS_PRACTICE, prove_sign_and_read());

	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	made.member[1].index = 3;
	assert_status(STATUS_ORDER, prove_sign_and_read());

	/* constant terms that cancel: a joint key anybody can open */
	assert_ok(example_ceremony(&made, &secrets, 2, 1));
	scalar_from_u64(&secrets.coefficient[1][0], 0);
	scalar_subtract(&secrets.coefficient[1][0], &secrets.coefficient[1][0], &secrets.coefficient[0][0]);
	assert_ok(point_multiply_base(&made.member[1].commitment[0], &secrets.coefficient[1][0]));
	point_add(&identity_sum, &made.member[0].commitment[0], &made.member[1].commitment[0]);
	assert_true(point_is_identity(&identity_sum));
	assert_status(STATUS_IDENTITY, prove_sign_and_read());
}

static void test_proofs_are_bound(void **state)
{
	struct schnorr proof;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	/* the roster changed after the proofs were made */
	made.member[2].name[0] = 'U';
	assert_status(STATUS_PROOF, sign_and_read());

	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	proof = made.member[0].proof[0];
	made.member[0].proof[0] = made.member[0].proof[1];
	made.member[0].proof[1] = proof;
	assert_status(STATUS_PROOF, sign_and_read());

	/* somebody who knows no coefficient */
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	point_add(&made.member[1].commitment[1], &made.member[1].commitment[1], &made.member[0].commitment[0]);
	assert_status(STATUS_PROOF, sign_and_read());
}

static void test_all_must_sign_the_same(void **state)
{
	size_t len;
	char *place;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	assert_ok(example_sign(&made, &secrets, text, sizeof text, &len));
	memcpy(made.member[2].signature, made.member[1].signature, SIGN_BYTES);
	assert_ok(trustees_write(text, sizeof text, &len, &made));
	assert_status(STATUS_SIGNATURE, trustees_read(&read_back, text, len));
	/* one signature short */
	place = strrchr(text, 's');
	while (place > text && strncmp(place, "signature ", 10) != 0)
		place--;
	assert_status(STATUS_TRUNCATED, trustees_read(&read_back, text, (size_t)(place - text)));
}

static void test_a_wrong_degree_is_refused(void **state)
{
	size_t len;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	made.threshold = 1;
	assert_ok(example_prove(&made, &secrets));
	assert_ok(example_sign(&made, &secrets, text, sizeof text, &len));
	assert_ok(trustees_read(&read_back, text, len));
	memcpy(strstr(text, "threshold 1"), "threshold 2", 11);
	assert_status(STATUS_ORDER, trustees_read(&read_back, text, len));
	made.threshold = 4;
	assert_status(STATUS_RANGE, trustees_write(text, sizeof text, &len, &made));
	made.threshold = 0;
	assert_status(STATUS_RANGE, trustees_write(text, sizeof text, &len, &made));
}

static void test_every_changed_byte_is_refused(void **state)
{
	size_t len;

	(void)state;
	assert_ok(example_ceremony(&made, &secrets, 3, 2));
	assert_ok(example_sign(&made, &secrets, text, sizeof text, &len));
	for (size_t i = 0; i < len; i++) {
		char before = text[i];

		text[i] = before == '1' ? '2' : '1';
		if (trustees_read(&read_back, text, len) == STATUS_OK)
			fail_msg("byte %zu may be changed unseen", i);
		text[i] = before;
	}
	assert_ok(trustees_read(&read_back, text, len));
	text[len] = '\n';
	assert_status(STATUS_TRAILING, trustees_read(&read_back, text, len + 1));
}

static void test_bounds(void **state)
{
	static const struct trustees nobody = {.count = 1, .threshold = 1};
	static char large[TRUSTEE_TRANSCRIPT_MAX + 1];
	struct point key, identity = {{0}};

	(void)state;
	assert_status(STATUS_TOO_LONG, trustees_read(&read_back, large, sizeof large));
	assert_status(STATUS_IDENTITY, trustee_share_key(&key, &nobody, 1));
	/* two trustees whose polynomials cancel at 1 */
	assert_ok(example_ceremony(&made, &secrets, 2, 1));
	point_subtract(&made.member[1].commitment[0], &identity, &made.member[0].commitment[0]);
	assert_status(STATUS_IDENTITY, trustee_share_key(&key, &made, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_alone),
	    cmocka_unit_test(test_alone_needs_a_name),
	    cmocka_unit_test(test_several),
	    cmocka_unit_test(test_a_quorum_decrypts),
	    cmocka_unit_test(test_what_agreeing_people_may_not_agree_on),
	    cmocka_unit_test(test_proofs_are_bound),
	    cmocka_unit_test(test_all_must_sign_the_same),
	    cmocka_unit_test(test_a_wrong_degree_is_refused),
	    cmocka_unit_test(test_every_changed_byte_is_refused),
	    cmocka_unit_test(test_bounds),
	};
	return cmocka_run_group_tests_name("trustee", tests, start_crypto, NULL);
}
