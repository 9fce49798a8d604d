#include "crypto/decrypting.h"

static struct scene scene;
static struct given given[TRUSTEE_MAX];

static void set_quorum(struct quorum *out, unsigned mask)
{
	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < TRUSTEE_MAX; i++) {
		if (mask >> i & 1)
			out->member[out->count++] = i + 1;
	}
}

static void assert_opens(const struct scene *from, const struct quorum *quorum, const struct engine *engine,
                         const struct crew *crew)
{
	static uint8_t messages[LIST_MAX * POINT_BYTES];
	const uint8_t *factors[TRUSTEE_MAX] = {NULL};

	for (unsigned i = 0; i < quorum->count; i++)
		factors[i] = given[i].factors;
	memset(messages, 0x55, sizeof messages);
	assert_ok(
	    decryption_open(messages, from->list, factors, quorum->count, from->count, from->width, engine, crew));
	for (size_t i = 0; i < scene_points(from); i++)
		assert_memory_equal(messages + 32 * i, from->message[i].bytes, 32);
}

static void decrypt_and_open(const struct quorum *quorum, enum decryption_proofs proofs, const struct engine *engine)
{
	size_t bad;

	for (unsigned i = 0; i < quorum->count; i++) {
		given_prepare(&given[i], &scene, quorum, quorum->member[i]);
		given_make(&given[i], proofs, engine, NULL);
		assert_ok(verdict(&bad, &given[i], proofs));
		assert_true(bad == SIZE_MAX);
	}
	assert_opens(&scene, quorum, engine, NULL);
}

static void test_every_quorum_opens_the_same_messages(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 5; n++) {
		for (unsigned k = 1; k <= n; k++) {
			scene_make(&scene, n, k, 2, 2);
			for (unsigned mask = 1; mask < 1u << n; mask++) {
				struct quorum quorum;

				set_quorum(&quorum, mask);
				if (quorum.count != k)
					continue;
				assert_ok(quorum_check(&quorum, &scene.trustees));
				decrypt_and_open(&quorum, mask % 3 ? PROOF_BATCHED : PROOF_EACH,
				                 engines[mask % ENGINES]);
			}
		}
	}
}

static void test_fewer_than_the_threshold_open_nothing(void **state)
{
	static uint8_t messages[LIST_MAX * POINT_BYTES];
	const struct quorum quorum = {.count = 2, .member = {1, 3}};
	const uint8_t *factors[2];

	(void)state;
	scene_make(&scene, 3, 3, 3, 1);
	assert_status(STATUS_RANGE, quorum_check(&quorum, &scene.trustees));
	/* Two who pretend that two are enough. */
	scene.trustees.threshold = 2;
	for (unsigned i = 0; i < 2; i++) {
		struct scalar weight;

		given_prepare(&given[i], &scene, &quorum, quorum.member[i]);
		scene.trustees.threshold = 3;
		share_of(&given[i].share, &scene, quorum.member[i]);
		scene.trustees.threshold = 2;
		weighted(&weight, &given[i]);
		assert_ok(point_multiply_base(&given[i].decryption.key, &weight));
		given_make(&given[i], PROOF_BATCHED, &engine_sodium, NULL);
		factors[i] = given[i].factors;
	}
	assert_ok(decryption_open(messages, scene.list, factors, 2, scene.count, scene.width, &engine_sodium, NULL));
	for (size_t i = 0; i < scene_points(&scene); i++)
		assert_memory_not_equal(messages + 32 * i, scene.message[i].bytes, 32);
}

/* Blocks from the last to the first. */
static void each_backwards(const struct crew *crew, size_t count, const char *what,
                           void (*work)(void *context, size_t index), void *context)
{
	(void)crew;
	(void)what;
	for (size_t i = count; i-- > 0;)
		work(context, i);
}

static void test_a_list_of_several_blocks(void **state)
{
	const struct crew backwards = {.each = each_backwards};
	const struct quorum quorum = {.count = 2, .member = {2, 3}};
	size_t bad;

	(void)state;
	scene_make(&scene, 3, 2, 299, 2);
	for (size_t e = 0; e < ENGINES; e++) {
		for (unsigned i = 0; i < 2; i++) {
			given_prepare(&given[i], &scene, &quorum, quorum.member[i]);
			given_make(&given[i], PROOF_BATCHED, engines[e], &backwards);
			assert_ok(decryption_verify(&bad, given[i].factors, given[i].proof, given[i].proof_len,
			                            PROOF_BATCHED, &given[i].decryption, engines[e], &backwards));
		}
		assert_opens(&scene, &quorum, engines[e], &backwards);
	}
	memcpy(given[0].factors + 32 * 597, given[0].factors + 32 * 596, 32);
	assert_status(STATUS_PROOF, batched(&given[0]));
	written_proof(&given[0], PROOF_EACH);
	assert_status(STATUS_PROOF, verdict(&bad, &given[0], PROOF_EACH));
	assert_int_equal(bad, 597);
}

static void test_an_empty_list_has_no_proof(void **state)
{
	const struct quorum quorum = {.count = 1, .member = {1}};
	const uint8_t *factors[1] = {given[0].factors};

	(void)state;
	scene_make(&scene, 1, 1, 0, 3);
	given_prepare(&given[0], &scene, &quorum, 1);
	for (enum decryption_proofs proofs = PROOF_BATCHED; proofs <= PROOF_EACH; proofs++) {
		size_t bad;

		given_make(&given[0], proofs, &engine_sodium, NULL);
		assert_int_equal(given[0].proof_len, 0);
		assert_ok(verdict(&bad, &given[0], proofs));
		given[0].proof_len = 96;
		assert_status(STATUS_TRAILING, verdict(&bad, &given[0], proofs));
	}
	assert_ok(decryption_open(given[0].proof, scene.list, factors, 1, 0, 3, &engine_sodium, NULL));
}

static void test_sizes(void **state)
{
	(void)state;
	assert_int_equal(decryption_factor_bytes(7, 3), 32 * 21);
	assert_int_equal(decryption_proof_bytes(7, 3, PROOF_BATCHED), 96);
	assert_int_equal(decryption_proof_bytes(7, 3, PROOF_EACH), 96 * 21);
	assert_int_equal(decryption_proof_bytes(0, 3, PROOF_BATCHED), 0);
	assert_int_equal(decryption_proof_bytes(0, 3, PROOF_EACH), 0);
}

static void test_quorums_refused(void **state)
{
	(void)state;
	scene_make(&scene, 5, 3, 0, 1);
	assert_ok(quorum_check(&(struct quorum){3, {1, 3, 5}}, &scene.trustees));
	assert_status(STATUS_RANGE, quorum_check(&(struct quorum){2, {1, 3}}, &scene.trustees));
	assert_status(STATUS_RANGE, quorum_check(&(struct quorum){4, {1, 2, 3, 4}}, &scene.trustees));
	assert_status(STATUS_RANGE, quorum_check(&(struct quorum){0, {0}}, &scene.trustees));
	assert_status(STATUS_RANGE, quorum_check(&(struct quorum){3, {0, 1, 2}}, &scene.trustees));
	assert_status(STATUS_RANGE, quorum_check(&(struct quorum){3, {1, 2, 6}}, &scene.trustees));
	assert_status(STATUS_ORDER, quorum_check(&(struct quorum){3, {1, 3, 3}}, &scene.trustees));
	assert_status(STATUS_ORDER, quorum_check(&(struct quorum){3, {3, 1, 5}}, &scene.trustees));
	assert_true(quorum_has(&(struct quorum){3, {1, 3, 5}}, 5));
	assert_false(quorum_has(&(struct quorum){3, {1, 3, 5}}, 2));
}

static void test_coefficients(void **state)
{
	struct scalar got, two, wanted;

	(void)state;
	/* At 0 through 1 and 3: 3/2 and -1/2. */
	scalar_from_u64(&two, 2);
	assert_ok(quorum_coefficient(&got, &(struct quorum){2, {1, 3}}, 1));
	scalar_multiply(&got, &got, &two);
	scalar_from_u64(&wanted, 3);
	assert_memory_equal(&got, &wanted, sizeof got);
	assert_ok(quorum_coefficient(&got, &(struct quorum){2, {1, 3}}, 3));
	scalar_multiply(&got, &got, &two);
	scalar_from_u64(&wanted, 1);
	scalar_add(&got, &got, &wanted);
	assert_true(scalar_is_zero(&got));
	assert_ok(quorum_coefficient(&got, &(struct quorum){1, {4}}, 4));
	assert_memory_equal(&got, &wanted, sizeof got);
	assert_status(STATUS_RANGE, quorum_coefficient(&got, &(struct quorum){2, {1, 3}}, 2));
}

static void test_the_identity_opens_to_zeros(void **state)
{
	const struct quorum quorum = {.count = 1, .member = {1}};

	(void)state;
	scene_make(&scene, 1, 1, 2, 1);
	given_prepare(&given[0], &scene, &quorum, 1);
	given_make(&given[0], PROOF_BATCHED, &engine_sodium, NULL);
	/* b = x a: a message that is the identity. b is no part of what the factors are proved of but by the list's
	 * hash, so they are made again. */
	memcpy(scene.list + 32, given[0].factors, 32);
	memset(&scene.message[0], 0, 32);
	given_make(&given[0], PROOF_BATCHED, &engine_sodium, NULL);
	assert_ok(batched(&given[0]));
	for (size_t e = 0; e < ENGINES; e++)
		assert_opens(&scene, &quorum, engines[e], NULL);
}

static void test_engines_make_alike(void **state)
{
	const struct quorum quorum = {.count = 2, .member = {1, 2}};

	(void)state;
	scene_make(&scene, 2, 2, 5, 1);
	for (size_t e = 0; e < ENGINES; e++) {
		given_prepare(&given[e], &scene, &quorum, 1);
		given_make(&given[e], PROOF_BATCHED, engines[e], NULL);
		assert_ok(batched(&given[e]));
		assert_memory_equal(given[e].factors, given[0].factors, 5 * 32);
	}
	/* And what the document's prover makes is accepted. */
	written_proof(&given[0], PROOF_BATCHED);
	assert_ok(batched(&given[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_quorum_opens_the_same_messages),
	    cmocka_unit_test(test_fewer_than_the_threshold_open_nothing),
	    cmocka_unit_test(test_a_list_of_several_blocks),
	    cmocka_unit_test(test_an_empty_list_has_no_proof),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_quorums_refused),
	    cmocka_unit_test(test_coefficients),
	    cmocka_unit_test(test_the_identity_opens_to_zeros),
	    cmocka_unit_test(test_engines_make_alike),
	};

	return cmocka_run_group_tests(tests, start_crypto, NULL);
}
