/* Functions that handle secrets run on a stack of the test's own, which is searched afterwards for what they should
 * have wiped. */
#include "crypto/cmocka_all.h"

#include <string.h>
#include <ucontext.h>

#include "crypto/players.h"
#include "locked.h"
#include "proof.h"
#include "sealed.h"
#include "sign.h"

static uint8_t stack[512 * 1024];
static ucontext_t test, function;
static enum status answer;

static void run_aside(void (*what)(void))
{
	memset(stack, 0x5a, sizeof stack);
	assert_int_equal(getcontext(&function), 0);
	function.uc_stack.ss_sp = stack;
	function.uc_stack.ss_size = sizeof stack;
	function.uc_link = &test;
	makecontext(&function, what, 0);
	assert_int_equal(swapcontext(&test, &function), 0);
	assert_ok(answer);
}

static void assert_wiped(const void *secret, size_t len)
{
	assert_null(memmem(stack, sizeof stack, secret, len));
}

/* --- a control: the search finds what is left there --- */

static uint8_t planted[32];

static void forgetful(void)
{
	volatile uint8_t copy[32];

	for (size_t i = 0; i < sizeof copy; i++)
		copy[i] = planted[i];
	answer = copy[0] == planted[0] ? STATUS_OK : STATUS_INTERNAL;
}

static void test_the_search_finds(void **state)
{
	(void)state;
	example_bytes(planted, sizeof planted, "planted");
	run_aside(forgetful);
	assert_non_null(memmem(stack, sizeof stack, planted, sizeof planted));
}

/* --- sealing --- */

static struct {
	struct sealed_context context;
	struct sealed_shape shape;
	struct sealed_plain plain;
	uint8_t tag[TAG_BYTES], nonce[NONCE_BYTES];
	struct sealed out;
} sealing;

static void seal(void)
{
	answer =
	    sealed_make(&sealing.out, &sealing.context, &sealing.shape, sealing.tag, &sealing.plain, sealing.nonce);
}

/* The seed, as PROTOCOL.md says. */
static void derive_seed(uint8_t seed[64])
{
	struct transcript t;

	transcript_init_keyed(&t, "folkmoot/ballot-seed/1", sealing.nonce, NONCE_BYTES);
	transcript_append(&t, "election", sealing.context.election.bytes, HASH_BYTES);
	transcript_append_point(&t, "joint key", &sealing.context.joint_key);
	transcript_append(&t, "kiosk", sealing.context.kiosk, 32);
	transcript_append_u64(&t, "style", sealing.shape.style);
	transcript_append(&t, "tag", sealing.tag, TAG_BYTES);
	transcript_append_u64(&t, "contests", sealing.shape.contest_count);
	for (unsigned i = 0; i < sealing.shape.contest_count; i++) {
		transcript_append_u64(&t, "contest", sealing.shape.contest[i]);
		transcript_append_u64(&t, "width", sealing.shape.width[i]);
	}
	for (unsigned i = 0; i < sealed_points(&sealing.shape); i++)
		transcript_append(&t, "payload", sealing.plain.payload[i], PAYLOAD_BYTES);
	transcript_wide(seed, &t, "seed");
}

static void test_sealing(void **state)
{
	uint8_t seed[64], wide[64];
	struct transcript t;
	struct scalar secret;
	struct point a, message;

	(void)state;
	assert_ok(example_context(&sealing.context, &secret));
	example_ballot(&sealing.shape, &sealing.plain, sealing.tag, sealing.nonce);
	derive_seed(seed);
	run_aside(seal);
	assert_wiped(seed, sizeof seed);
	assert_wiped(sealing.nonce, NONCE_BYTES);
	for (unsigned i = 0; i < sealed_points(&sealing.shape); i++) {
		transcript_init_keyed(&t, "folkmoot/ballot-randomness/1", seed, sizeof seed);
		transcript_append_u64(&t, "point", i);
		transcript_wide(wide, &t, "k");
		assert_wiped(wide, sizeof wide);
		scalar_from_wide(&secret, wide);
		assert_wiped(&secret, sizeof secret);
		transcript_wide(wide, &t, "r");
		assert_wiped(wide, sizeof wide);
		scalar_from_wide(&secret, wide);
		assert_wiped(&secret, sizeof secret);
		assert_ok(point_multiply_base(&a, &secret));
		assert_true(point_equal(&a, &sealing.out.ciphertext[i].a)); /* so this is the r that was used */
		assert_ok(payload_encode(&message, sealing.plain.payload[i]));
		assert_wiped(&message, sizeof message);
		assert_wiped(sealing.plain.payload[i], PAYLOAD_BYTES);
	}
}

/* --- proofs --- */

static struct {
	struct transcript context;
	struct scalar secret;
	struct point key, base, product;
	struct schnorr knowledge;
	struct chaum_pedersen equality;
} proving;

static void prove(void)
{
	answer = key_prove(&proving.knowledge, &proving.context, &proving.secret, &proving.key);
	if (answer == STATUS_OK)
		answer = equality_prove(&proving.equality, &proving.context, &proving.base, &proving.product,
		                        &proving.secret, &proving.key);
}

static void test_proofs(void **state)
{
	struct transcript t;
	struct scalar k, challenge, product;
	struct point commitment;

	(void)state;
	transcript_init(&proving.context, "test/wiped");
	scalar_random(&proving.secret);
	scalar_random(&k);
	assert_ok(point_multiply_base(&proving.key, &proving.secret));
	assert_ok(point_multiply_base(&proving.base, &k));
	assert_ok(point_multiply(&proving.product, &proving.secret, &proving.base));
	run_aside(prove);
	assert_wiped(&proving.secret, sizeof proving.secret);
	/* whoever knows the secret finds k again: k = z - e x */
	t = proving.context;
	transcript_append_point(&t, "key", &proving.key);
	transcript_append_point(&t, "commitment", &proving.knowledge.commitment);
	transcript_challenge(&challenge, &t, "knowledge");
	scalar_multiply(&product, &challenge, &proving.secret);
	scalar_subtract(&k, &proving.knowledge.response, &product);
	assert_ok(point_multiply_base(&commitment, &k));
	assert_true(point_equal(&commitment, &proving.knowledge.commitment));
	assert_wiped(&k, sizeof k);
	assert_wiped(&product, sizeof product);
	t = proving.context;
	transcript_append_point(&t, "base", &proving.base);
	transcript_append_point(&t, "product", &proving.product);
	transcript_append_point(&t, "key", &proving.key);
	transcript_append_point(&t, "commitment g", &proving.equality.commitment_g);
	transcript_append_point(&t, "commitment base", &proving.equality.commitment_base);
	transcript_challenge(&challenge, &t, "equality");
	scalar_multiply(&product, &challenge, &proving.secret);
	scalar_subtract(&k, &proving.equality.response, &product);
	assert_ok(point_multiply_base(&commitment, &k));
	assert_true(point_equal(&commitment, &proving.equality.commitment_g));
	assert_wiped(&k, sizeof k);
	assert_wiped(&product, sizeof product);
}

/* --- keys and locked files --- */

static struct sign_secret key, key_read;
static char key_file[SIGN_KEY_FILE_MAX];
static uint8_t locked[200], opened[64];
static size_t locked_len, opened_len;
static const uint8_t small_secret[] = "not to be found again";

static void read_key(void)
{
	answer = sign_secret_read(&key_read, key_file, strlen(key_file), NULL);
}

static void write_key(void)
{
	answer = sign_secret_write(key_file, sizeof key_file, &key, NULL);
}

static void sign_something(void)
{
	uint8_t signature[SIGN_BYTES];

	answer = sign_statement(signature, "test/wiped", "message", 7, &key);
}

static void lock(void)
{
	answer = locked_seal(locked, sizeof locked, &locked_len, "test/wiped", small_secret, sizeof small_secret, "pin",
	                     LOCKED_PRACTICE);
}

static void unlock(void)
{
	answer = locked_open(opened, sizeof opened, &opened_len, "test/wiped", locked, locked_len, "pin");
}

static void test_signing_keys(void **state)
{
	(void)state;
	example_key(&key, "wiped", SIGN_REAL);
	run_aside(write_key);
	assert_wiped(key.secret, 32);
	/* nor in base64, but for the ends that share digits with their neighbours */
	assert_wiped(strchr(key_file, '\n') + 1 + 88, 36);
	run_aside(read_key);
	assert_memory_equal(&key_read, &key, sizeof key);
	assert_wiped(key.secret, 32);
	run_aside(sign_something);
	assert_wiped(key.secret, 32);
}

static void test_locked_files(void **state)
{
	uint8_t derived[32];

	(void)state;
	run_aside(lock);
	assert_wiped(small_secret, sizeof small_secret);
	assert_int_equal(crypto_pwhash(derived, 32, "pin", 3, locked + 32, 1, 8U << 20, crypto_pwhash_ALG_ARGON2ID13),
	                 0);
	assert_wiped(derived, sizeof derived);
	run_aside(unlock);
	assert_memory_equal(opened, small_secret, sizeof small_secret);
	assert_wiped(derived, sizeof derived);
	assert_wiped(small_secret, sizeof small_secret);
}

/* --- the trustees' ceremony --- */

static struct players players;

static void deal(void)
{
	answer = ceremony_deal_write(players.deal[0].text, CEREMONY_FILE_MAX, &players.deal[0].len, &players.ceremony,
	                             &players.key[0]);
}

static void take_share(void)
{
	answer = ceremony_share(&players.share[0], &players.fault, &players.ceremony, &players.key[0]);
}

static void accept(void)
{
	answer = ceremony_acceptance_write(players.acceptance[0].text, CEREMONY_FILE_MAX, &players.acceptance[0].len,
	                                   &players.ceremony, &players.share[0]);
}

/* What follows from the dealing seed, as PROTOCOL.md says. */
static void derived(uint8_t wide[64], struct scalar *reduced, const char *purpose, const char *label, unsigned index,
                    unsigned degree)
{
	struct transcript t;

	transcript_init_keyed(&t, purpose, players.key[index - 1].seed, CEREMONY_SEED_BYTES);
	transcript_append(&t, "roster", players.ceremony.trustees.roster.bytes, HASH_BYTES);
	transcript_append_u64(&t, "degree", degree);
	transcript_wide(wide, &t, label);
	scalar_from_wide(reduced, wide);
}

static void assert_key_wiped(void)
{
	uint8_t wide[64], box[crypto_box_SECRETKEYBYTES];
	struct scalar coefficient[2], nonce, value, at;
	struct point commitment;

	for (unsigned l = 0; l < 2; l++) {
		derived(wide, &coefficient[l], "folkmoot/trustee-coefficient/1", "coefficient", 1, l);
		assert_wiped(wide, 32);
		assert_wiped(wide + 32, 32);
		assert_wiped(&coefficient[l], sizeof coefficient[l]);
		assert_ok(point_multiply_base(&commitment, &coefficient[l])); /* so these are what was dealt */
		assert_true(point_equal(&commitment, &players.ceremony.trustees.member[0].commitment[l]));
		derived(wide, &nonce, "folkmoot/trustee-nonce/1", "nonce", 1, l);
		assert_wiped(wide, 32);
		assert_wiped(&nonce, sizeof nonce);
	}
	for (unsigned index = 1; index <= 3; index++) {
		scalar_from_u64(&at, index);
		scalar_multiply(&value, &coefficient[1], &at);
		assert_wiped(&value, sizeof value);
		scalar_add(&value, &value, &coefficient[0]);
		assert_wiped(&value, sizeof value);
	}
	assert_wiped(players.key[0].seed, CEREMONY_SEED_BYTES);
	assert_wiped(players.key[0].identity.secret, 32);
	assert_int_equal(crypto_sign_ed25519_sk_to_curve25519(box, players.key[0].identity.secret), 0);
	assert_wiped(box, sizeof box);
}

/* What the others sealed to trustee 1. */
static void assert_received_wiped(void)
{
	struct scalar c0, c1;
	uint8_t wide[64];

	for (unsigned from = 2; from <= 3; from++) {
		derived(wide, &c0, "folkmoot/trustee-coefficient/1", "coefficient", from, 0);
		derived(wide, &c1, "folkmoot/trustee-coefficient/1", "coefficient", from, 1);
		scalar_add(&c0, &c0, &c1);
		assert_wiped(&c0, sizeof c0);
	}
}

static void test_ceremony(void **state)
{
	(void)state;
	players_until_dealt(&players, 3, 2, "wiped");
	run_aside(deal);
	assert_key_wiped();
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	run_aside(take_share);
	assert_key_wiped();
	assert_received_wiped();
	assert_wiped(&players.share[0].share, SCALAR_BYTES);
	run_aside(accept);
	assert_key_wiped();
	assert_wiped(&players.share[0].share, SCALAR_BYTES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_search_finds), cmocka_unit_test(test_sealing),
	    cmocka_unit_test(test_proofs),           cmocka_unit_test(test_signing_keys),
	    cmocka_unit_test(test_locked_files),     cmocka_unit_test(test_ceremony),
	};
	return cmocka_run_group_tests_name("wiped", tests, start_crypto, NULL);
}
