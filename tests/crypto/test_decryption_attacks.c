/* What a trustee, or whoever holds the files, might try with factors; each must be refused. */
#include "crypto/decrypting.h"

static struct scene scene;
static struct given given, other;
static const struct quorum quorum = {.count = 2, .member = {1, 3}};

/* Trustee 1's factors of a small list, with the proof asked for. */
static void begin(enum decryption_proofs proofs)
{
	scene_make(&scene, 3, 2, 4, 1);
	given_prepare(&given, &scene, &quorum, 1);
	given_make(&given, proofs, &engine_sodium, NULL);
}

static void add_to(uint8_t *bytes, const struct point *error)
{
	struct point p;

	memcpy(p.bytes, bytes, 32);
	point_add(&p, &p, error);
	memcpy(bytes, p.bytes, 32);
}

static void some_point(struct point *out)
{
	uint8_t wide[64];

	example_bytes(wide, sizeof wide, "an error");
	point_from_hash(out, wide);
}

static void test_one_factor_wrong(void **state)
{
	struct point error;
	size_t bad;

	(void)state;
	begin(PROOF_BATCHED);
	assert_ok(batched(&given));
	some_point(&error);
	add_to(given.factors + 32 * 2, &error);
	assert_status(STATUS_PROOF, verdict(&bad, &given, PROOF_BATCHED));
	assert_true(bad == SIZE_MAX);
	/* Proved again, as well as it goes, by somebody who insists. */
	written_proof(&given, PROOF_BATCHED);
	assert_status(STATUS_PROOF, batched(&given));
	written_proof(&given, PROOF_EACH);
	assert_status(STATUS_PROOF, verdict(&bad, &given, PROOF_EACH));
	assert_int_equal(bad, 2);
}

static void test_factors_of_two_ciphertexts_swapped(void **state)
{
	uint8_t kept[32];
	size_t bad;

	(void)state;
	begin(PROOF_BATCHED);
	memcpy(kept, given.factors + 32, 32);
	memcpy(given.factors + 32, given.factors + 96, 32);
	memcpy(given.factors + 96, kept, 32);
	assert_status(STATUS_PROOF, batched(&given));
	written_proof(&given, PROOF_BATCHED);
	assert_status(STATUS_PROOF, batched(&given));
	written_proof(&given, PROOF_EACH);
	assert_status(STATUS_PROOF, verdict(&bad, &given, PROOF_EACH));
	assert_int_equal(bad, 1);
}

static void test_a_share_from_another_ceremony(void **state)
{
	size_t bad;

	(void)state;
	begin(PROOF_BATCHED);
	other = given;
	example_scalar(&other.share, "another ceremony");
	assert_status(STATUS_WRONG_KEY, decryption_make(other.factors, other.proof, PROOF_BATCHED, &other.decryption,
	                                                &other.share, &engine_sodium, NULL));
	assert_memory_equal(other.factors, given.factors, sizeof given.factors);
	/* By a program that does not ask. */
	for (size_t i = 0; i < scene_points(&scene); i++) {
		struct scalar secret;
		struct point base, factor;

		weighted(&secret, &other);
		memcpy(base.bytes, scene.list + 64 * i, 32);
		assert_ok(point_multiply(&factor, &secret, &base));
		memcpy(other.factors + 32 * i, factor.bytes, 32);
	}
	written_proof(&other, PROOF_BATCHED);
	assert_status(STATUS_PROOF, batched(&other));
	written_proof(&other, PROOF_EACH);
	assert_status(STATUS_PROOF, verdict(&bad, &other, PROOF_EACH));
	assert_int_equal(bad, 0);
}

/* Bytes that are no point, or none that is allowed: not canonical (the field's prime; odd; the highest bit), the
 * curve's points of small order, the identity. */
struct no_point {
	uint8_t bytes[32];
	enum status status;
};

static const struct no_point no_points[] = {
    {{0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
     STATUS_NOT_CANONICAL},
    {{1}, STATUS_NOT_CANONICAL},
    {{[31] = 0x80}, STATUS_NOT_CANONICAL},
    {{0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
     STATUS_NOT_CANONICAL},
    {{0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
     STATUS_NOT_CANONICAL},
    {{0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
     STATUS_NOT_CANONICAL},
    {{0}, STATUS_IDENTITY},
};
enum { NO_POINTS = sizeof no_points / sizeof no_points[0] };

static void test_a_factor_that_is_no_point(void **state)
{
	(void)state;
	for (size_t i = 0; i < NO_POINTS; i++) {
		for (enum decryption_proofs proofs = PROOF_BATCHED; proofs <= PROOF_EACH; proofs++) {
			size_t bad;

			begin(proofs);
			memcpy(given.factors + 32 * 3, no_points[i].bytes, 32);
			if (proofs == PROOF_BATCHED) {
				assert_status(no_points[i].status, verdict(&bad, &given, proofs));
				assert_int_equal(bad, 3);
			} else {
				assert_int_not_equal(verdict(&bad, &given, proofs), STATUS_OK);
			}
		}
	}
}

static void test_a_commitment_that_is_no_point(void **state)
{
	(void)state;
	for (size_t i = 0; i < NO_POINTS; i++) {
		for (size_t at = 0; at < 64; at += 32) {
			begin(PROOF_BATCHED);
			memcpy(given.proof + at, no_points[i].bytes, 32);
			assert_int_not_equal(batched(&given), STATUS_OK);
		}
	}
}

static void test_a_list_that_holds_no_point_meets_no_secret(void **state)
{
	static const uint8_t untouched[4 * 32];

	(void)state;
	for (size_t i = 0; i < NO_POINTS; i++) {
		for (enum decryption_proofs proofs = PROOF_BATCHED; proofs <= PROOF_EACH; proofs++) {
			size_t bad;

			begin(proofs);
			memcpy(scene.list + 64, no_points[i].bytes, 32);
			assert_int_not_equal(verdict(&bad, &given, proofs), STATUS_OK);
			memset(given.factors, 0, sizeof given.factors);
			assert_status(no_points[i].status,
			              decryption_make(given.factors, given.proof, proofs, &given.decryption,
			                              &given.share, &engine_sodium, NULL));
			assert_memory_equal(given.factors + 32, untouched, 3 * 32);
		}
	}
}

static void test_a_response_plus_the_group_order(void **state)
{
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
	                                  0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};

	(void)state;
	for (enum decryption_proofs proofs = PROOF_BATCHED; proofs <= PROOF_EACH; proofs++) {
		size_t bad;

		begin(proofs);
		sodium_add(given.proof + 64, order, 32);
		assert_status(STATUS_NOT_CANONICAL, verdict(&bad, &given, proofs));
		begin(proofs);
		given.proof[95] |= 0x80;
		assert_status(STATUS_NOT_CANONICAL, verdict(&bad, &given, proofs));
	}
}

/* The statement changed in one place, key and factors as they were. */
static void refused_elsewhere(const struct decryption *elsewhere)
{
	other = given;
	other.decryption = *elsewhere;
	assert_status(STATUS_PROOF, batched(&other));
}

static void test_a_proof_for_another_election(void **state)
{
	struct decryption elsewhere;

	(void)state;
	begin(PROOF_BATCHED);
	elsewhere = given.decryption;
	elsewhere.election.bytes[31] ^= 1;
	refused_elsewhere(&elsewhere);
	elsewhere = given.decryption;
	elsewhere.transcript.bytes[0] ^= 1;
	refused_elsewhere(&elsewhere);
}

static void test_a_proof_for_another_quorum(void **state)
{
	struct decryption elsewhere;

	(void)state;
	begin(PROOF_BATCHED);
	elsewhere = given.decryption;
	elsewhere.quorum.member[1] = 2;
	refused_elsewhere(&elsewhere);
	assert_ok(decryption_key(&elsewhere, &scene.trustees));
	refused_elsewhere(&elsewhere);
	elsewhere = given.decryption;
	elsewhere.quorum.count = 3;
	elsewhere.quorum.member[2] = 4;
	refused_elsewhere(&elsewhere);
}

static void test_a_proof_for_another_list(void **state)
{
	static uint8_t list[LIST_MAX * CIPHERTEXT_BYTES];
	struct decryption elsewhere;

	(void)state;
	begin(PROOF_BATCHED);
	memcpy(list, scene.list, sizeof list);
	elsewhere = given.decryption;
	elsewhere.list = list;
	other = given;
	other.decryption = elsewhere;
	assert_ok(batched(&other));
	/* The first components, of which the factors are, stay: only a second one differs. */
	memcpy(list + 32, list + 64 + 32, 32);
	refused_elsewhere(&elsewhere);
	memcpy(list, scene.list, sizeof list);
	memcpy(list, list + 64, 32);
	refused_elsewhere(&elsewhere);
	elsewhere = given.decryption;
	elsewhere.count = 3;
	refused_elsewhere(&elsewhere);
	elsewhere = given.decryption;
	elsewhere.width = 2;
	elsewhere.count = 2;
	refused_elsewhere(&elsewhere);
}

static void test_a_proof_for_another_contest(void **state)
{
	struct decryption elsewhere;

	(void)state;
	begin(PROOF_BATCHED);
	elsewhere = given.decryption;
	elsewhere.contest++;
	refused_elsewhere(&elsewhere);
}

static void test_a_proof_of_another_trustee(void **state)
{
	struct decryption elsewhere;

	(void)state;
	begin(PROOF_BATCHED);
	elsewhere = given.decryption;
	elsewhere.index = 3;
	refused_elsewhere(&elsewhere);
	assert_ok(decryption_key(&elsewhere, &scene.trustees));
	refused_elsewhere(&elsewhere);
}

/* Would the changed factors pass if the coefficients were these? */
static void assert_cancels(const struct scalar *rho)
{
	struct point base, product, wanted;
	struct scalar secret;

	weighted(&secret, &given);
	combination(&base, scene.list, 64, rho, scene_points(&scene));
	combination(&product, given.factors, 32, rho, scene_points(&scene));
	assert_ok(point_multiply(&wanted, &secret, &base));
	assert_true(point_equal(&product, &wanted));
}

/* The errors rho_1 E and -rho_0 E in the first two factors, for coefficients that a prover hopes for. */
static void hope_for(const struct scalar *rho)
{
	struct point error, first, second;
	struct scalar zero, minus;
	size_t bad;

	some_point(&error);
	scalar_from_u64(&zero, 0);
	scalar_subtract(&minus, &zero, &rho[0]);
	assert_ok(point_multiply(&first, &rho[1], &error));
	assert_ok(point_multiply(&second, &minus, &error));
	add_to(given.factors, &first);
	add_to(given.factors + 32, &second);
	assert_cancels(rho);
	assert_status(STATUS_PROOF, batched(&given));
	written_proof(&given, PROOF_BATCHED);
	assert_status(STATUS_PROOF, batched(&given));
	written_proof(&given, PROOF_EACH);
	assert_status(STATUS_PROOF, verdict(&bad, &given, PROOF_EACH));
	assert_int_equal(bad, 0);
}

static void test_errors_that_cancel_under_predicted_coefficients(void **state)
{
	struct scalar rho[4];
	struct transcript context;
	struct hash seed;

	(void)state;
	begin(PROOF_BATCHED);
	for (size_t i = 0; i < 4; i++)
		scalar_from_u64(&rho[i], 1);
	hope_for(rho);
	/* Those of the honest factors. */
	begin(PROOF_BATCHED);
	written_context(&context, &given);
	transcript_hash(&seed, &context, "rho");
	written_rho(rho, &seed, 4);
	hope_for(rho);
	/* Those that would follow if the factors were left out of the hash. */
	begin(PROOF_BATCHED);
	other = given;
	other.decryption.count = 0;
	written_context(&context, &other);
	transcript_hash(&seed, &context, "rho");
	written_rho(rho, &seed, 4);
	hope_for(rho);
}

static void refused_with(uint8_t *byte, uint8_t change, enum decryption_proofs proofs)
{
	size_t bad;

	*byte ^= change;
	assert_int_not_equal(verdict(&bad, &given, proofs), STATUS_OK);
	*byte ^= change;
}

static void test_every_byte_changed(void **state)
{
	static const uint8_t changes[] = {1, 0x80, 0xff};

	(void)state;
	for (enum decryption_proofs proofs = PROOF_BATCHED; proofs <= PROOF_EACH; proofs++) {
		size_t bad;

		scene_make(&scene, 3, 2, 2, 1);
		given_prepare(&given, &scene, &quorum, 3);
		given_make(&given, proofs, &engine_sodium, NULL);
		for (size_t i = 0; i < sizeof changes; i++) {
			for (size_t at = 0; at < 2 * 32; at++)
				refused_with(&given.factors[at], changes[i], proofs);
			for (size_t at = 0; at < given.proof_len; at++)
				refused_with(&given.proof[at], changes[i], proofs);
		}
		assert_ok(verdict(&bad, &given, proofs));
	}
}

static void test_a_proof_cut_or_drawn_out(void **state)
{
	(void)state;
	for (enum decryption_proofs proofs = PROOF_BATCHED; proofs <= PROOF_EACH; proofs++) {
		size_t bad, whole;

		begin(proofs);
		whole = given.proof_len;
		for (given.proof_len = 0; given.proof_len < whole; given.proof_len++)
			assert_status(STATUS_TRUNCATED, verdict(&bad, &given, proofs));
		given.proof_len = whole + 1;
		assert_status(STATUS_TRAILING, verdict(&bad, &given, proofs));
	}
	begin(PROOF_EACH);
	assert_status(STATUS_TRAILING, batched(&given));
}

static void test_a_proof_of_one_taken_for_another(void **state)
{
	uint8_t kept[96];
	size_t bad;

	(void)state;
	begin(PROOF_EACH);
	memcpy(kept, given.proof, 96);
	memcpy(given.proof, given.proof + 96, 96);
	memcpy(given.proof + 96, kept, 96);
	assert_status(STATUS_PROOF, verdict(&bad, &given, PROOF_EACH));
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_factor_wrong),
	    cmocka_unit_test(test_factors_of_two_ciphertexts_swapped),
	    cmocka_unit_test(test_a_share_from_another_ceremony),
	    cmocka_unit_test(test_a_factor_that_is_no_point),
	    cmocka_unit_test(test_a_commitment_that_is_no_point),
	    cmocka_unit_test(test_a_list_that_holds_no_point_meets_no_secret),
	    cmocka_unit_test(test_a_response_plus_the_group_order),
	    cmocka_unit_test(test_a_proof_for_another_election),
	    cmocka_unit_test(test_a_proof_for_another_quorum),
	    cmocka_unit_test(test_a_proof_for_another_list),
	    cmocka_unit_test(test_a_proof_for_another_contest),
	    cmocka_unit_test(test_a_proof_of_another_trustee),
	    cmocka_unit_test(test_errors_that_cancel_under_predicted_coefficients),
	    cmocka_unit_test(test_every_byte_changed),
	    cmocka_unit_test(test_a_proof_cut_or_drawn_out),
	    cmocka_unit_test(test_a_proof_of_one_taken_for_another),
	};

	return cmocka_run_group_tests(tests, start_crypto, NULL);
}
