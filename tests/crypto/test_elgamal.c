#include "crypto/cmocka_all.h"

#include <sodium.h>
#include <string.h>

#include "crypto/example.h"
#include "elgamal.h"

static void test_payload_round_trip(void **state)
{
	uint8_t payload[PAYLOAD_BYTES], back[PAYLOAD_BYTES];
	struct point point;

	(void)state;
	memset(payload, 0, sizeof payload);
	for (int i = 0; i < 400; i++) {
		assert_ok(payload_encode(&point, payload));
		assert_false(point_is_identity(&point));
		assert_ok(payload_decode(back, &point));
		assert_memory_equal(payload, back, sizeof back);
		randombytes_buf(payload, sizeof payload);
	}
	memset(payload, 0xff, sizeof payload);
	assert_ok(payload_encode(&point, payload));
	assert_ok(payload_decode(back, &point));
	assert_memory_equal(payload, back, sizeof back);
}

static void test_payload_of_zeros_skips_the_identity(void **state)
{
	const uint8_t zeros[PAYLOAD_BYTES] = {0};
	struct point point;

	(void)state;
	assert_ok(payload_encode(&point, zeros));
	assert_true(point.bytes[0] != 0 || point.bytes[31] != 0);
}

/* Every other counter that happens to give a point must be refused: a free choice there could carry a message. */
static void test_only_the_first_counter_decodes(void **state)
{
	uint8_t payload[PAYLOAD_BYTES], bytes[POINT_BYTES], back[PAYLOAD_BYTES];
	struct point first, other;
	unsigned points = 0;

	(void)state;
	example_bytes(payload, sizeof payload, "payload");
	assert_ok(payload_encode(&first, payload));
	memcpy(bytes + 1, payload, sizeof payload);
	for (unsigned counter = 0; counter < 1 << 14; counter++) {
		bytes[0] = (uint8_t)((counter & 127) << 1);
		bytes[31] = (uint8_t)(counter >> 7);
		if (point_decode(&other, bytes) != STATUS_OK)
			continue;
		points++;
		assert_status(points == 1 ? STATUS_OK : STATUS_NOT_CANONICAL, payload_decode(back, &other));
		assert_int_equal(point_equal(&first, &other), points == 1);
	}
	assert_in_range(points, 3600, 4600); /* a quarter of them */
}

static void test_other_points_encode_nothing(void **state)
{
	struct point point = {{0}};
	uint8_t payload[PAYLOAD_BYTES];
	unsigned refused = 0;

	(void)state;
	assert_status(STATUS_NOT_CANONICAL, payload_decode(payload, &point));
	for (int i = 0; i < 50; i++) {
		struct scalar k;

		scalar_random(&k);
		assert_ok(point_multiply_base(&point, &k));
		refused += payload_decode(payload, &point) != STATUS_OK;
	}
	assert_true(refused > 40);
}

static void test_encrypt_and_open(void **state)
{
	uint8_t payload[PAYLOAD_BYTES], back[PAYLOAD_BYTES], bytes[CIPHERTEXT_BYTES];
	struct ciphertext ciphertext, again, decoded;
	struct point joint_key, message, factor, opened;
	struct scalar secret, r, s;

	(void)state;
	scalar_random(&secret);
	assert_ok(point_multiply_base(&joint_key, &secret));
	for (int i = 0; i < 20; i++) {
		scalar_random(&r);
		scalar_random(&s);
		randombytes_buf(payload, sizeof payload);
		assert_ok(payload_encode(&message, payload));
		assert_ok(elgamal_encrypt(&ciphertext, &message, &r, &joint_key));
		assert_ok(elgamal_reencrypt(&again, &ciphertext, &s, &joint_key));
		assert_false(point_equal(&again.a, &ciphertext.a));
		assert_false(point_equal(&again.b, &ciphertext.b));
		assert_ok(elgamal_factor(&factor, &again, &secret));
		elgamal_open(&opened, &again, &factor);
		assert_ok(payload_decode(back, &opened));
		assert_memory_equal(payload, back, sizeof back);
		ciphertext_encode(bytes, &again);
		assert_ok(ciphertext_decode(&decoded, bytes));
		assert_memory_equal(&decoded, &again, sizeof again);
	}
}

static void test_reencrypting_adds_randomness(void **state)
{
	struct ciphertext one, two, sum;
	struct point joint_key, message;
	struct scalar secret, r, s, rs;
	uint8_t payload[PAYLOAD_BYTES] = {5};

	(void)state;
	scalar_random(&secret);
	scalar_random(&r);
	scalar_random(&s);
	scalar_add(&rs, &r, &s);
	assert_ok(point_multiply_base(&joint_key, &secret));
	assert_ok(payload_encode(&message, payload));
	assert_ok(elgamal_encrypt(&one, &message, &r, &joint_key));
	assert_ok(elgamal_reencrypt(&two, &one, &s, &joint_key));
	assert_ok(elgamal_encrypt(&sum, &message, &rs, &joint_key));
	assert_memory_equal(&two, &sum, sizeof sum);
}

static void test_degenerate_encryptions_are_refused(void **state)
{
	struct ciphertext out, in;
	struct point joint_key, message, mask, identity = {{0}};
	struct scalar zero, r, minus;

	(void)state;
	scalar_from_u64(&zero, 0);
	scalar_random(&r);
	assert_ok(point_multiply_base(&joint_key, &r));
	message = joint_key;
	assert_status(STATUS_IDENTITY, elgamal_encrypt(&out, &message, &zero, &joint_key));
	assert_status(STATUS_IDENTITY, elgamal_encrypt(&out, &message, &r, &identity));
	assert_ok(point_multiply(&mask, &r, &joint_key));
	point_subtract(&message, &identity, &mask); /* message = -rH, hence b = 0 */
	assert_status(STATUS_IDENTITY, elgamal_encrypt(&out, &message, &r, &joint_key));
	assert_ok(elgamal_encrypt(&in, &joint_key, &r, &joint_key));
	scalar_subtract(&minus, &zero, &r);
	assert_status(STATUS_IDENTITY, elgamal_reencrypt(&out, &in, &minus, &joint_key));
	assert_status(STATUS_IDENTITY, elgamal_reencrypt(&out, &in, &zero, &joint_key));
	assert_status(STATUS_IDENTITY, elgamal_reencrypt(&out, &in, &r, &identity));
	point_subtract(&in.b, &identity, &mask); /* b = -rH, which what is added cancels; a is not cancelled */
	in.a = mask;
	assert_status(STATUS_IDENTITY, elgamal_reencrypt(&out, &in, &r, &joint_key));
	assert_status(STATUS_IDENTITY, elgamal_factor(&mask, &in, &zero));
}

static void test_ciphertexts_are_decoded_strictly(void **state)
{
	struct ciphertext out;
	struct scalar k;
	struct point p;
	uint8_t bytes[CIPHERTEXT_BYTES] = {0};

	(void)state;
	scalar_random(&k);
	assert_ok(point_multiply_base(&p, &k));
	memcpy(bytes, p.bytes, 32);
	assert_status(STATUS_IDENTITY, ciphertext_decode(&out, bytes));
	memcpy(bytes + 32, p.bytes, 32);
	assert_ok(ciphertext_decode(&out, bytes));
	bytes[0] |= 1;
	assert_status(STATUS_NOT_CANONICAL, ciphertext_decode(&out, bytes));
	memset(bytes, 0, 32);
	assert_status(STATUS_IDENTITY, ciphertext_decode(&out, bytes));
}

/* Bytes that are no canonical point are refused before; that they encode nothing is known here too. */
static void test_a_counter_beyond_the_last_encodes_nothing(void **state)
{
	struct point point = {{2}};
	uint8_t back[PAYLOAD_BYTES];

	(void)state;
	point.bytes[POINT_BYTES - 1] = 0x80;
	assert_status(STATUS_NOT_CANONICAL, payload_decode(back, &point));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_payload_round_trip),
	    cmocka_unit_test(test_payload_of_zeros_skips_the_identity),
	    cmocka_unit_test(test_only_the_first_counter_decodes),
	    cmocka_unit_test(test_other_points_encode_nothing),
	    cmocka_unit_test(test_a_counter_beyond_the_last_encodes_nothing),
	    cmocka_unit_test(test_encrypt_and_open),
	    cmocka_unit_test(test_reencrypting_adds_randomness),
	    cmocka_unit_test(test_degenerate_encryptions_are_refused),
	    cmocka_unit_test(test_ciphertexts_are_decoded_strictly),
	};
	return cmocka_run_group_tests_name("elgamal", tests, start_crypto, NULL);
}
