#include "crypto/cmocka_all.h"

#include <string.h>

#include "crypto/example.h"
#include "proof.h"

static void context(struct transcript *out, const char *who)
{
	transcript_init(out, "test/proof");
	transcript_append(out, "who", who, strlen(who));
}

static void test_knowledge(void **state)
{
	struct transcript alpha, beta;
	struct schnorr proof, changed;
	struct scalar secret, one;
	struct point key, other;

	(void)state;
	context(&alpha, "alpha");
	context(&beta, "beta");
	scalar_random(&secret);
	scalar_from_u64(&one, 1);
	assert_ok(point_multiply_base(&key, &secret));
	assert_ok(point_multiply_base(&other, &one));
	assert_ok(key_prove(&proof, &alpha, &secret, &key));
	assert_ok(key_verify(&proof, &alpha, &key));
	assert_status(STATUS_PROOF, key_verify(&proof, &beta, &key));
	assert_status(STATUS_PROOF, key_verify(&proof, &alpha, &other));
	changed = proof;
	scalar_add(&changed.response, &changed.response, &one);
	assert_status(STATUS_PROOF, key_verify(&changed, &alpha, &key));
	changed = proof;
	point_add(&changed.commitment, &changed.commitment, &other);
	assert_status(STATUS_PROOF, key_verify(&changed, &alpha, &key));
	scalar_from_u64(&changed.response, 0);
	assert_status(STATUS_PROOF, key_verify(&changed, &alpha, &key));
}

/* response and challenge of zero are numbers like others */
static void test_zeros_in_the_equation(void **state)
{
	struct schnorr proof;
	struct scalar zero, one, k;
	struct point key;

	(void)state;
	scalar_from_u64(&zero, 0);
	scalar_from_u64(&one, 1);
	scalar_random(&k);
	assert_ok(point_multiply_base(&key, &k));
	proof.response = k;
	assert_ok(point_multiply_base(&proof.commitment, &k));
	assert_ok(schnorr_verify(&proof, &zero, &key));
	proof.response = zero;
	assert_status(STATUS_PROOF, schnorr_verify(&proof, &zero, &key));
	/* 0 G = -P + 1 P */
	scalar_subtract(&k, &zero, &k);
	assert_ok(point_multiply_base(&proof.commitment, &k));
	assert_ok(schnorr_verify(&proof, &one, &key));
}

static void test_a_prover_must_know(void **state)
{
	struct transcript t;
	struct schnorr proof;
	struct scalar secret, wrong;
	struct point key;

	(void)state;
	context(&t, "liar");
	scalar_random(&secret);
	scalar_random(&wrong);
	assert_ok(point_multiply_base(&key, &secret));
	assert_ok(key_prove(&proof, &t, &wrong, &key));
	assert_status(STATUS_PROOF, key_verify(&proof, &t, &key));
}

static void test_two_proofs_differ(void **state)
{
	struct transcript t;
	struct schnorr a, b;
	struct scalar secret;
	struct point key;

	(void)state;
	context(&t, "fresh");
	scalar_random(&secret);
	assert_ok(point_multiply_base(&key, &secret));
	assert_ok(key_prove(&a, &t, &secret, &key));
	assert_ok(key_prove(&b, &t, &secret, &key));
	assert_memory_not_equal(&a, &b, sizeof a);
}

struct equality {
	struct transcript context;
	struct chaum_pedersen proof;
	struct scalar secret;
	struct point base, product, key;
};

static void equality_setup(struct equality *e)
{
	struct scalar k;

	context(&e->context, "equality");
	scalar_random(&e->secret);
	scalar_random(&k);
	assert_ok(point_multiply_base(&e->base, &k));
	assert_ok(point_multiply(&e->product, &e->secret, &e->base));
	assert_ok(point_multiply_base(&e->key, &e->secret));
	assert_ok(equality_prove(&e->proof, &e->context, &e->base, &e->product, &e->secret, &e->key));
}

static enum status equality_check(const struct equality *e)
{
	return equality_verify(&e->proof, &e->context, &e->base, &e->product, &e->key);
}

static void test_equality(void **state)
{
	struct equality e;
	struct transcript other;
	struct scalar one;

	(void)state;
	equality_setup(&e);
	assert_ok(equality_check(&e));
	context(&other, "somebody else");
	assert_status(STATUS_PROOF, equality_verify(&e.proof, &other, &e.base, &e.product, &e.key));
	scalar_from_u64(&one, 1);
	scalar_add(&e.proof.response, &e.proof.response, &one);
	assert_status(STATUS_PROOF, equality_check(&e));
}

static void test_every_point_of_an_equality_counts(void **state)
{
	struct equality good, e;

	(void)state;
	equality_setup(&good);
	struct point *const parts[] = {&e.base, &e.product, &e.key, &e.proof.commitment_g, &e.proof.commitment_base};
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		e = good;
		point_add(parts[i], parts[i], &good.key);
		assert_status(STATUS_PROOF, equality_check(&e));
	}
}

static void test_another_factor_is_refused(void **state)
{
	struct equality e;
	struct scalar wrong;

	(void)state;
	equality_setup(&e);
	scalar_random(&wrong);
	assert_ok(point_multiply(&e.product, &wrong, &e.base));
	assert_ok(equality_prove(&e.proof, &e.context, &e.base, &e.product, &e.secret, &e.key));
	assert_status(STATUS_PROOF, equality_check(&e));
	assert_ok(equality_prove(&e.proof, &e.context, &e.base, &e.product, &wrong, &e.key));
	assert_status(STATUS_PROOF, equality_check(&e));
}

static void test_what_is_no_point_proves_nothing(void **state)
{
	struct equality e;
	struct schnorr proof;
	struct scalar one;
	struct point none = {{1}};

	(void)state;
	equality_setup(&e);
	scalar_from_u64(&one, 1);
	proof.response = one;
	proof.commitment = e.key;
	assert_status(STATUS_NOT_CANONICAL, schnorr_verify(&proof, &one, &none));
	assert_status(STATUS_NOT_CANONICAL, equality_verify(&e.proof, &e.context, &e.base, &e.product, &none));
	assert_int_not_equal(equality_verify(&e.proof, &e.context, &none, &e.product, &e.key), STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_knowledge),
	    cmocka_unit_test(test_zeros_in_the_equation),
	    cmocka_unit_test(test_a_prover_must_know),
	    cmocka_unit_test(test_two_proofs_differ),
	    cmocka_unit_test(test_equality),
	    cmocka_unit_test(test_every_point_of_an_equality_counts),
	    cmocka_unit_test(test_another_factor_is_refused),
	    cmocka_unit_test(test_what_is_no_point_proves_nothing),
	};
	return cmocka_run_group_tests_name("proof", tests, start_crypto, NULL);
}
