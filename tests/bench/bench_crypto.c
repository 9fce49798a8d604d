/* What sealing, verifying and decrypting cost, against raw libsodium operations timed in the same run. Rounds of all
 * measurements take turns, and medians are shown, so that a busy moment of the machine weighs on all alike. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bytes.h"
#include "ceremony.h"
#include "elgamal.h"
#include "sealed.h"

enum { ROUNDS = 21, PER_ROUND = 200, BALLOTS = 10000 };

static double now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void must(enum status status)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "bench_crypto: %s\n", status_phrase(status));
	exit(2);
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof values[0], ascending);
	return values[count / 2];
}

/* --- what is measured: each does one operation --- */

static struct sealed_context context;
static struct trustee_share share;
static const struct sealed_shape shape = {.style = 1, .contest_count = 1, .contest = {1}, .width = {1}};
static uint8_t (*bodies)[SEALED_MAX_BYTES];
static size_t body_len;

static void raw_base(unsigned i)
{
	uint8_t k[32], p[32];

	(void)i;
	crypto_core_ristretto255_scalar_random(k);
	if (crypto_scalarmult_ristretto255_base(p, k) != 0)
		exit(2);
}

static void raw_variable(unsigned i)
{
	uint8_t k[32], p[32];

	(void)i;
	crypto_core_ristretto255_scalar_random(k);
	if (crypto_scalarmult_ristretto255(p, k, context.joint_key.bytes) != 0)
		exit(2);
}

static void random_scalar(unsigned i)
{
	uint8_t k[32];

	(void)i;
	crypto_core_ristretto255_scalar_random(k);
}

static void seal(unsigned i)
{
	static const uint8_t tag[TAG_BYTES];
	struct sealed_plain plain;
	struct sealed sealed;
	struct writer writer;
	struct hash code;
	uint8_t nonce[NONCE_BYTES];

	memset(&plain, 0, sizeof plain);
	randombytes_buf(plain.payload[0], PAYLOAD_BYTES);
	randombytes_buf(nonce, sizeof nonce);
	must(sealed_make(&sealed, &context, &shape, tag, &plain, nonce));
	writer_init(&writer, bodies[i], sizeof bodies[i]);
	sealed_encode(&writer, &sealed);
	must(writer_status(&writer));
	body_len = writer_len(&writer);
	confirmation_code(&code, &context, bodies[i], body_len);
}

static void verify(unsigned i)
{
	struct sealed sealed;

	must(sealed_decode(&sealed, bodies[i], body_len));
	must(sealed_verify(&sealed, &context));
}

static void decrypt(unsigned i)
{
	struct sealed sealed;
	struct point factor, message;
	uint8_t payload[PAYLOAD_BYTES];

	must(sealed_decode(&sealed, bodies[i], body_len));
	must(elgamal_factor(&factor, &sealed.ciphertext[0], &share.share));
	elgamal_open(&message, &sealed.ciphertext[0], &factor);
	must(payload_decode(payload, &message));
}

/* One trustee's factor with its proof, without decoding the ballot. */
static void factor_and_proof(unsigned i)
{
	struct chaum_pedersen proof;
	struct transcript transcript;
	struct ciphertext ciphertext;
	struct point factor;

	memcpy(&ciphertext, bodies[i] + body_len - 4 * 32, sizeof ciphertext);
	must(elgamal_factor(&factor, &ciphertext, &share.share));
	transcript_init(&transcript, "folkmoot/bench/1");
	must(equality_prove(&proof, &transcript, &ciphertext.a, &factor, &share.share, &context.joint_key));
}

static double time_round(void (*operation)(unsigned), unsigned count)
{
	double start = now_us();

	for (unsigned i = 0; i < count; i++)
		operation(i);
	return (now_us() - start) / count;
}

/* --- the table --- */

static void single_operations(void)
{
	static void (*const operations[])(unsigned) = {random_scalar, raw_base, raw_variable, seal, factor_and_proof};
	enum { COUNT = sizeof operations / sizeof operations[0] };
	double times[COUNT][ROUNDS], sums[ROUNDS], ratios[ROUNDS];

	for (unsigned round = 0; round < ROUNDS; round++) {
		for (unsigned o = 0; o < COUNT; o++)
			times[o][round] = time_round(operations[o], PER_ROUND);
		/* r G, k G and r H; drawing the scalars is not a multiplication */
		sums[round] = 2 * (times[1][round] - times[0][round]) + (times[2][round] - times[0][round]);
		ratios[round] = times[3][round] / sums[round];
	}
	printf("crypto: raw multiplication, base point       %8.1f us\n", median(times[1], ROUNDS));
	printf("crypto: raw multiplication, any point        %8.1f us\n", median(times[2], ROUNDS));
	printf("crypto: three that sealing needs             %8.1f us\n", median(sums, ROUNDS));
	printf("crypto: sealing a ballot (width 1), code     %8.1f us  (reach: 150)\n", median(times[3], ROUNDS));
	printf("crypto: sealing / its three multiplications  %8.2f     (reach: 1.7)\n", median(ratios, ROUNDS));
	printf("crypto: one trustee's factor and its proof   %8.1f us\n", median(times[4], ROUNDS));
}

static void many_ballots(void)
{
	enum { PARTS = 20, PART = BALLOTS / PARTS };
	double verified[PARTS], opened[PARTS], start, verify_sum = 0, open_sum = 0;

	for (unsigned i = 0; i < BALLOTS; i++)
		seal(i);
	for (unsigned part = 0; part < PARTS; part++) {
		start = now_us();
		for (unsigned i = part * PART; i < (part + 1) * PART; i++)
			verify(i);
		verify_sum += now_us() - start;
		verified[part] = (now_us() - start) / PART;
		start = now_us();
		for (unsigned i = part * PART; i < (part + 1) * PART; i++)
			decrypt(i);
		open_sum += now_us() - start;
		opened[part] = (now_us() - start) / PART;
	}
	printf("crypto: verifying %d ballots              %8.1f us each, %.2f s in all\n", BALLOTS,
	       median(verified, PARTS), verify_sum / 1e6);
	printf("crypto: decrypting %d ballots             %8.1f us each, %.2f s in all\n", BALLOTS,
	       median(opened, PARTS), open_sum / 1e6);
}

int main(void)
{
	static struct trustees trustees;

	must(crypto_init());
	must(trustee_alone(&trustees, &share, "Bench Trustee", SIGN_PRACTICE));
	memset(&context, 0, sizeof context);
	context.joint_key = trustees.joint_key;
	bodies = calloc(BALLOTS, sizeof bodies[0]);
	if (!bodies)
		must(STATUS_NO_ROOM);
	single_operations();
	many_ballots();
	free(bodies);
	trustee_share_wipe(&share);
	return 0;
}
