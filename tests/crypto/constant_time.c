/* Runs the computations with secrets under Valgrind's memcheck, with every secret marked as undefined: memcheck then
 * tells of each branch and each address that depends on one (Langley's ctgrind). Every random byte is secret too. What
 * is published is marked as defined where it is hashed into a proof's challenge or written into a public file; all else
 * that is let through stands in constant_time.supp, with reasons. constant_time CASE runs one case;
 * test_constant_time.sh runs all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/memcheck.h>

#include "ceremony.h"
#include "crypto/example.h"
#include "decryption.h"
#include "elgamal.h"
#include "sealed.h"
#include "shuffle.h"
#include "shuffle_sort.h"

static void secret(void *data, size_t len)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(data, len);
}

static void published(const void *data, size_t len)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(data, len);
}

static void must(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "constant_time: %s\n", what);
	exit(3);
}

static void must_be_ok(enum status status)
{
	published(&status, sizeof status);
	must(status == STATUS_OK, status_phrase(status));
}

/* --- where secrets come from: every random byte is one --- */

static const char *name(void)
{
	return "secret";
}

static uint32_t random_word(void)
{
	uint32_t word;

	randombytes_sysrandom_implementation.buf(&word, sizeof word);
	secret(&word, sizeof word);
	return word;
}

static void random_bytes(void *const out, const size_t len)
{
	randombytes_sysrandom_implementation.buf(out, len);
	secret(out, len);
}

static struct randombytes_implementation secret_random = {
    .implementation_name = name, .random = random_word, .buf = random_bytes};

/* --- what is published: the linker sends these calls here first (--wrap) --- */

void __real_transcript_append(struct transcript *transcript, const char *label, const void *data, size_t len);
void __wrap_transcript_append(struct transcript *transcript, const char *label, const void *data, size_t len);
void __real_transcript_append_point(struct transcript *transcript, const char *label, const struct point *point);
void __wrap_transcript_append_point(struct transcript *transcript, const char *label, const struct point *point);
void __real_statement_put_hex(struct statement_writer *writer, const char *key, const uint8_t *data, size_t len);
void __wrap_statement_put_hex(struct statement_writer *writer, const char *key, const uint8_t *data, size_t len);
int __real_crypto_sign_ed25519_verify_detached(const unsigned char *signature, const unsigned char *message,
                                               unsigned long long len, const unsigned char *key);
int __wrap_crypto_sign_ed25519_verify_detached(const unsigned char *signature, const unsigned char *message,
                                               unsigned long long len, const unsigned char *key);

int __real_point_equal(const struct point *a, const struct point *b);
int __wrap_point_equal(const struct point *a, const struct point *b);
int __real_point_is_identity(const struct point *p);
int __wrap_point_is_identity(const struct point *p);

int __real_crypto_box_seal_open(unsigned char *plain, const unsigned char *sealed, unsigned long long len,
                                const unsigned char *public_key, const unsigned char *secret_key);
int __wrap_crypto_box_seal_open(unsigned char *plain, const unsigned char *sealed, unsigned long long len,
                                const unsigned char *public_key, const unsigned char *secret_key);

/* The items of challenges that proofs and ballots publish. A payload, for one, is not among them. */
static void published_item(const char *label, const void *data, size_t len)
{
	static const char *const labels[] = {
	    "a",           "b",     "base",         "product",         "key",       "factors", "entries",
	    "permutation", "chain", "commitment g", "commitment base", "commitment"};

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		if (strcmp(label, labels[i]) == 0)
			published(data, len);
	}
	if (strncmp(label, "commitment ", 11) == 0)
		published(data, len);
}

void __wrap_transcript_append(struct transcript *transcript, const char *label, const void *data, size_t len)
{
	published_item(label, data, len);
	__real_transcript_append(transcript, label, data, len);
}

void __wrap_transcript_append_point(struct transcript *transcript, const char *label, const struct point *point)
{
	published_item(label, point, sizeof *point);
	__real_transcript_append_point(transcript, label, point);
}

/* A statement is a public file. */
void __wrap_statement_put_hex(struct statement_writer *writer, const char *key, const uint8_t *data, size_t len)
{
	published(data, len);
	__real_statement_put_hex(writer, key, data, len);
}

/* Whoever signs verifies the signature, which is then published. */
int __wrap_crypto_sign_ed25519_verify_detached(const unsigned char *signature, const unsigned char *message,
                                               unsigned long long len, const unsigned char *key)
{
	published(signature, crypto_sign_ed25519_BYTES);
	published(key, crypto_sign_ed25519_PUBLICKEYBYTES);
	return __real_crypto_sign_ed25519_verify_detached(signature, message, len, key);
}

/* Answers that make everything fail, and else tell nothing: whether a share is the key's, whether something came out as
 * the identity. */
int __wrap_point_equal(const struct point *a, const struct point *b)
{
	int answer = __real_point_equal(a, b);

	published(&answer, sizeof answer);
	return answer;
}

int __wrap_point_is_identity(const struct point *p)
{
	int answer = __real_point_is_identity(p);

	published(&answer, sizeof answer);
	return answer;
}

/* What a sealed share holds besides the share: for which roster it is, from whom and to whom. */
int __wrap_crypto_box_seal_open(unsigned char *plain, const unsigned char *sealed, unsigned long long len,
                                const unsigned char *public_key, const unsigned char *secret_key)
{
	int failed = __real_crypto_box_seal_open(plain, sealed, len, public_key, secret_key);

	published(&failed, sizeof failed);
	published(plain, HASH_BYTES + 2);
	return failed;
}

/* --- controls: these must be seen --- */

static volatile unsigned seen;

static void control_branch(void)
{
	struct scalar bit;

	scalar_random(&bit);
	if (bit.bytes[0] & 1)
		seen = 1;
	else
		seen = seen + 2;
}

static void control_index(void)
{
	static const uint8_t table[256] = {1, 2, 3};
	struct scalar byte;

	scalar_random(&byte);
	seen = table[byte.bytes[0]];
}

/* A point's multiple by square and multiply, as one must not. */
static void control_multiply(void)
{
	struct point base, sum = {{0}};
	struct scalar k;
	uint8_t wide[64];

	example_bytes(wide, sizeof wide, "a base");
	point_from_hash(&base, wide);
	scalar_random(&k);
	for (unsigned i = 0; i < 8; i++) {
		if (k.bytes[0] >> i & 1)
			point_add(&sum, &sum, &base);
		point_add(&base, &base, &base);
	}
	seen = sum.bytes[0];
}

/* --- the kiosk --- */

static void seal(void)
{
	struct sealed_context context;
	struct sealed_shape shape;
	struct sealed_plain plain;
	struct sealed sealed;
	struct scalar x;
	uint8_t tag[TAG_BYTES], nonce[NONCE_BYTES];

	must_be_ok(example_context(&context, &x));
	example_ballot(&shape, &plain, tag, nonce);
	secret(&plain, sizeof plain);
	secret(nonce, sizeof nonce);
	must_be_ok(sealed_make(&sealed, &context, &shape, tag, &plain, nonce));
	published(&sealed, sizeof sealed);
	must_be_ok(sealed_verify(&sealed, &context));
}

/* --- engines --- */

static void some_points(struct decoded *out, size_t count, const struct engine *engine)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t wide[64];

		generator_wide(wide, i);
		engine->from_hash(&out[i], wide);
	}
}

static void encode(const struct decoded *point, const struct engine *engine)
{
	struct point encoded;

	engine->encode(&encoded, point);
	published(&encoded, sizeof encoded);
	must(!point_is_identity(&encoded), "a multiple is the identity");
}

static void multiply_with(const struct engine *engine)
{
	struct decoded base, product;
	struct multiple_table *table;

	some_points(&base, 1, engine);
	table = engine->table_create(&base);
	must(table != NULL, "no memory");
	for (unsigned i = 0; i < 3; i++) {
		struct scalar k;

		scalar_random(&k);
		engine->multiply(&product, table, &k);
		engine->add(&product, &product, &base);
		engine->subtract(&product, &product, &base);
		encode(&product, engine);
	}
	engine->table_destroy(table);
}

/* More points than one block of the engine holds, in two sets. */
static void secret_sum_with(const struct engine *engine)
{
	enum { POINTS = 70 };
	struct decoded *points = decoded_alloc(2 * POINTS), sums[2];
	const struct decoded *sets[2] = {points, points + POINTS};
	struct scalar k[POINTS];

	must(points != NULL, "no memory");
	some_points(points, 2 * POINTS, engine);
	for (unsigned i = 0; i < POINTS; i++)
		scalar_random(&k[i]);
	must_be_ok(engine->secret_sum(sums, sets, 2, k, POINTS));
	encode(&sums[0], engine);
	encode(&sums[1], engine);
	free(points);
}

static void multiply_decaf(void)
{
	multiply_with(&engine_decaf);
}

static void secret_sum_decaf(void)
{
	secret_sum_with(&engine_decaf);
}

static void multiply_sodium(void)
{
	multiply_with(&engine_sodium);
}

/* --- the mixer --- */

static void network(void)
{
	enum { RECORDS = 77 };
	struct permutation permutation;
	uint64_t record[RECORDS][3];

	for (uint64_t i = 0; i < RECORDS; i++)
		record[i][0] = record[i][1] = record[i][2] = i;
	must_be_ok(permutation_random(&permutation, RECORDS));
	permutation_apply(record, sizeof record[0], &permutation);
	permutation_undo(record, sizeof record[0], &permutation);
	permutation_finish(&permutation);
	published(record, sizeof record);
	for (uint64_t i = 0; i < RECORDS; i++)
		must(record[i][0] == i && record[i][2] == i, "a permutation undone is not what was");
}

/* A public list encrypted to a public key. */
static void some_list(uint8_t *list, size_t points, const struct point *joint_key)
{
	for (size_t i = 0; i < points; i++) {
		struct ciphertext ciphertext;
		struct point message;
		struct scalar r;
		uint8_t wide[64];
		char label[32];

		snprintf(label, sizeof label, "entry %zu", i);
		example_bytes(wide, sizeof wide, label);
		point_from_hash(&message, wide);
		example_scalar(&r, label);
		must_be_ok(elgamal_encrypt(&ciphertext, &message, &r, joint_key));
		ciphertext_encode(list + CIPHERTEXT_BYTES * i, &ciphertext);
	}
}

static void shuffle_list(void)
{
	enum { ENTRIES = 40, WIDTH = 2 };
	static uint8_t input[ENTRIES * WIDTH * CIPHERTEXT_BYTES], output[sizeof input];
	struct shuffle shuffle = {.mix = 1, .contest = 1, .width = WIDTH, .count = ENTRIES, .input = input};
	size_t proof_len = shuffle_proof_bytes(ENTRIES, WIDTH);
	uint8_t *proof = malloc(proof_len);
	const uint8_t *proofs[1] = {proof};
	struct shuffle_fault fault;
	struct scalar x;

	must(proof != NULL, "no memory");
	example_scalar(&x, "the trustees");
	must_be_ok(point_multiply_base(&shuffle.joint_key, &x));
	some_list(input, (size_t)ENTRIES * WIDTH, &shuffle.joint_key);
	must_be_ok(shuffle_make(output, proof, &shuffle, &engine_decaf, NULL));
	published(output, sizeof output);
	published(proof, proof_len);
	shuffle.output = output;
	must_be_ok(shuffle_verify(&fault, &shuffle, proofs, &proof_len, 1, &engine_decaf, NULL));
	free(proof);
}

/* --- the trustee --- */

static void decrypt_with(enum decryption_proofs proofs)
{
	enum { ENTRIES = 5 };
	uint8_t list[ENTRIES * CIPHERTEXT_BYTES], factors[ENTRIES * POINT_BYTES], proof[ENTRIES * 96];
	size_t proof_len = decryption_proof_bytes(ENTRIES, 1, proofs), bad;
	struct decryption decryption = {
	    .quorum = {2, {1, 3}}, .index = 3, .contest = 1, .width = 1, .count = ENTRIES, .list = list};
	struct scalar share, weighted;

	example_scalar(&share, "a share");
	must_be_ok(quorum_coefficient(&weighted, &decryption.quorum, 3));
	scalar_multiply(&weighted, &weighted, &share);
	must_be_ok(point_multiply_base(&decryption.key, &weighted));
	some_list(list, ENTRIES, &decryption.key);
	secret(&share, sizeof share);
	must_be_ok(decryption_make(factors, proof, proofs, &decryption, &share, &engine_decaf, NULL));
	published(factors, sizeof factors);
	published(proof, proof_len);
	must_be_ok(decryption_verify(&bad, factors, proof, proof_len, proofs, &decryption, &engine_decaf, NULL));
}

static void decrypt_batched(void)
{
	decrypt_with(PROOF_BATCHED);
}

static void decrypt_each(void)
{
	decrypt_with(PROOF_EACH);
}

static void deal(void)
{
	static struct ceremony ceremony;
	static char text[CEREMONY_FILE_MAX];
	struct trustee members[3] = {{.name = "Wren Ashby"}, {.name = "Tobi Marlowe"}, {.name = "Ines Halloran"}};
	struct ceremony_key key;
	struct ceremony_fault fault;
	size_t len;

	for (unsigned i = 0; i < 3; i++) {
		example_key(&key.identity, members[2 - i].name, SIGN_PRACTICE);
		members[2 - i].identity = key.identity.public_key;
	}
	must_be_ok(ceremony_roster_make(&ceremony, members, 3, 2));
	example_bytes(key.seed, sizeof key.seed, "a seed");
	secret(key.seed, sizeof key.seed);
	secret(key.identity.secret, 32);
	must_be_ok(ceremony_deal_write(text, sizeof text, &len, &ceremony, &key));
	published(text, sizeof text);
	must_be_ok(ceremony_deal_read(&fault, &ceremony, 1, text, len));
}

/* The second of two trustees, whose share and all of whose keys are secret, accepts. */
static void accept_deals(void)
{
	static struct ceremony ceremony;
	static char text[CEREMONY_FILE_MAX];
	struct trustee members[2] = {{.name = "Wren Ashby"}, {.name = "Tobi Marlowe"}};
	struct ceremony_key key[2];
	struct ceremony_fault fault;
	struct trustee_share share;
	size_t len;

	for (unsigned i = 0; i < 2; i++) {
		example_key(&key[i].identity, members[i].name, SIGN_PRACTICE);
		example_bytes(key[i].seed, sizeof key[i].seed, members[i].name);
		members[i].identity = key[i].identity.public_key;
	}
	must_be_ok(ceremony_roster_make(&ceremony, members, 2, 2));
	for (unsigned i = 0; i < 2; i++) {
		must_be_ok(ceremony_deal_write(text, sizeof text, &len, &ceremony, &key[i]));
		published(text, sizeof text);
		must_be_ok(ceremony_deal_read(&fault, &ceremony, i + 1, text, len));
	}
	must_be_ok(ceremony_agree(&fault, &ceremony));
	secret(key[1].seed, sizeof key[1].seed);
	secret(key[1].identity.secret, 32);
	must_be_ok(ceremony_share(&share, &fault, &ceremony, &key[1]));
	must_be_ok(ceremony_acceptance_write(text, sizeof text, &len, &ceremony, &share));
	published(text, sizeof text);
	must_be_ok(ceremony_acceptance_read(&fault, &ceremony, 2, text, len));
}

/* --- cases --- */

struct named {
	const char *name;
	void (*run)(void);
};

static const struct named cases[] = {
    {"control-branch", control_branch},
    {"control-index", control_index},
    {"control-multiply", control_multiply},
    {"seal", seal},
    {"multiply-sodium", multiply_sodium},
    {"multiply-decaf", multiply_decaf},
    {"secret-sum-decaf", secret_sum_decaf},
    {"network", network},
    {"shuffle", shuffle_list},
    {"decrypt", decrypt_batched},
    {"decrypt-each", decrypt_each},
    {"deal", deal},
    {"accept", accept_deals},
};

int main(int argc, char **argv)
{
	must(randombytes_set_implementation(&secret_random) == 0, "randomness cannot be replaced");
	must_be_ok(crypto_init());
	for (size_t i = 0; argc == 2 && i < sizeof cases / sizeof cases[0]; i++) {
		if (strcmp(argv[1], cases[i].name) == 0) {
			cases[i].run();
			return 0;
		}
	}
	fprintf(stderr, "constant_time: give the name of a case\n");
	return 2;
}
