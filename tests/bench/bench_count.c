/* What counting costs: the table of crypto/'s long computations, for each ballot, at several sizes, for entries of one
 * and two ciphertexts, with one thread and with two. Every figure stands beside libsodium's
 * crypto_scalarmult_ristretto255, timed just before and after it, because machines differ; with one thread it is
 * processor time, so that it matters less what else the machine does. Arguments: numbers of ballots (1000 100000). */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "crypto/example.h"
#include "decryption.h"
#include "elgamal.h"
#include "parallel.h"
#include "sealed_batch.h"
#include "shuffle.h"

enum { SAMPLE = 1000, MIXES = 2, QUORUM = 2, THREADS = 2, WIDTH_MAX = 2, CONTEST = 1 };

enum step {
	SEAL,
	SHUFFLE,
	VERIFY_ALONE,
	GENERATORS,
	VERIFY_TWO,
	KNOWLEDGE,
	DECRYPT,
	VERIFY_FACTORS,
	OPEN,
	AUDIT,
	STEPS,
};

static const struct {
	const char *name;
	const char *reach; /* for one thread and width 1 */
} steps[STEPS] = {
    [SEAL] = {"seal on the kiosk: encode, prove, code", "150"},
    [SHUFFLE] = {"shuffle and prove", "130-180"},
    [VERIFY_ALONE] = {"verify one shuffle, alone", "60"},
    [GENERATORS] = {"  of that, making the generators", ""},
    [VERIFY_TWO] = {"verify two shuffles together, for each", "60"},
    [KNOWLEDGE] = {"verify proofs of knowledge, batched", "25"},
    [DECRYPT] = {"partial decryption with proof", "55"},
    [VERIFY_FACTORS] = {"verify a partial decryption", "10"},
    [OPEN] = {"open with two trustees, decode", ""},
    [AUDIT] = {"audit: all of it, two mixes, 2 of 3", "250"},
};

struct figure {
	double us, cpu_us, raw_us;
	double bytes; /* peak memory above what was there before */
};

/* One trustee's part. */
struct part {
	struct decryption decryption;
	struct scalar share;
	uint8_t *factors, *proof;
};

struct bench {
	uint32_t count;
	uint8_t width;
	struct trustees trustees;
	struct sealed_context context;
	uint8_t body[SAMPLE][SEALED_MAX_BYTES];
	size_t body_len;
	uint8_t *list[1 + MIXES], *proof[MIXES];
	struct shuffle shuffle[MIXES];
	struct part part[QUORUM];
	struct crew crew, quiet;
	struct figure figure[STEPS][THREADS];
};

static double clock_us(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void must(enum status status)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "bench_count: %s\n", status_phrase(status));
	exit(2);
}

static void *room(size_t bytes)
{
	void *out = calloc(1, bytes + 1);

	if (!out)
		must(STATUS_NO_ROOM);
	return out;
}

/* --- measuring --- */

static double raw_us(const struct bench *bench)
{
	enum { EACH = 300 };
	double start = clock_us(CLOCK_THREAD_CPUTIME_ID);
	uint8_t k[32], out[32];

	crypto_core_ristretto255_scalar_random(k);
	for (unsigned i = 0; i < EACH; i++)
		if (crypto_scalarmult_ristretto255(out, k, bench->trustees.joint_key.bytes) != 0)
			exit(2);
	return (clock_us(CLOCK_THREAD_CPUTIME_ID) - start) / EACH;
}

/* A line of /proc/self/status, in bytes; 0 where there is no such thing. */
static double memory(const char *name)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[128];
	unsigned long long kib = 0;

	while (file && fgets(line, sizeof line, file))
		if (strncmp(line, name, strlen(name)) == 0)
			kib = strtoull(line + strlen(name), NULL, 10);
	if (file)
		fclose(file);
	return (double)kib * 1024;
}

static void forget_peak(void)
{
	int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

	if (file < 0)
		return;
	if (write(file, "5", 1) != 1)
		fprintf(stderr, "bench_count: peak memory cannot be measured here\n");
	close(file);
}

static void measure(struct bench *bench, enum step step, unsigned threads, void (*run)(struct bench *bench),
                    size_t count)
{
	struct figure *figure = &bench->figure[step][threads - 1];
	double start, cpu, raw = raw_us(bench), before;

	crew_init(&bench->crew, threads);
	forget_peak();
	before = memory("VmRSS:");
	start = clock_us(CLOCK_MONOTONIC);
	cpu = clock_us(CLOCK_PROCESS_CPUTIME_ID);
	run(bench);
	figure->cpu_us = (clock_us(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (double)count;
	figure->us = (clock_us(CLOCK_MONOTONIC) - start) / (double)count;
	figure->bytes = (memory("VmHWM:") - before) / (double)count;
	figure->raw_us = (raw + raw_us(bench)) / 2;
}

/* No progress among the figures. */
static void quietly(const struct crew *crew, size_t count, const char *what, void (*work)(void *, size_t),
                    void *context)
{
	const struct crew *inner = crew->own;

	(void)what;
	inner->each(inner, count, NULL, work, context);
}

/* --- the steps --- */

static void seal_sample(struct bench *bench)
{
	static const uint8_t tag[TAG_BYTES];
	const struct sealed_shape shape = {
	    .style = 1, .contest_count = 1, .contest = {CONTEST}, .width = {bench->width}};
	struct sealed_plain plain;
	struct sealed sealed;
	struct writer writer;
	struct hash code;
	uint8_t nonce[NONCE_BYTES];

	memset(&plain, 0, sizeof plain);
	for (unsigned i = 0; i < SAMPLE; i++) {
		for (unsigned k = 0; k < bench->width; k++)
			randombytes_buf(plain.payload[k], PAYLOAD_BYTES);
		randombytes_buf(nonce, sizeof nonce);
		must(sealed_make(&sealed, &bench->context, &shape, tag, &plain, nonce));
		writer_init(&writer, bench->body[i], sizeof bench->body[i]);
		sealed_encode(&writer, &sealed);
		must(writer_status(&writer));
		bench->body_len = writer_len(&writer);
		confirmation_code(&code, &bench->context, bench->body[i], bench->body_len);
	}
}

static void shuffle_scratch(struct bench *bench)
{
	uint8_t *output = room(list_bytes(bench->count, bench->width));
	uint8_t *proof = room(shuffle_proof_bytes(bench->count, bench->width));

	must(shuffle_make(output, proof, &bench->shuffle[0], &engine_decaf, &bench->quiet));
	free(output);
	free(proof);
}

static void verify_mixes(struct bench *bench, size_t count)
{
	const uint8_t *proofs[MIXES] = {bench->proof[0], bench->proof[1]};
	size_t len[MIXES] = {shuffle_proof_bytes(bench->count, bench->width),
	                     shuffle_proof_bytes(bench->count, bench->width)};
	struct shuffle_fault fault;

	must(shuffle_verify(&fault, bench->shuffle, proofs, len, count, &engine_decaf, &bench->quiet));
}

static void verify_alone(struct bench *bench)
{
	verify_mixes(bench, 1);
}

static void verify_two(struct bench *bench)
{
	verify_mixes(bench, MIXES);
}

static void make_generators(struct bench *bench)
{
	struct point_list list = {.from = 1, .count = bench->count};

	must(multiexp_lists(&list, 1, &engine_decaf, &bench->quiet, NULL));
}

static void verify_knowledge(struct bench *bench)
{
	struct sealed_item *items = room(bench->count * sizeof *items);

	for (uint32_t i = 0; i < bench->count; i++)
		items[i] = (struct sealed_item){
		    .body = bench->body[i % SAMPLE], .body_len = bench->body_len, .context = &bench->context};
	must(sealed_batch_verify(items, bench->count, &engine_decaf, &bench->quiet, NULL, NULL, NULL));
	for (uint32_t i = 0; i < bench->count; i++)
		must(items[i].status);
	free(items);
}

static void decrypt(struct bench *bench)
{
	struct part *part = &bench->part[0];

	must(decryption_make(part->factors, part->proof, PROOF_BATCHED, &part->decryption, &part->share, &engine_decaf,
	                     &bench->quiet));
}

static void verify_factors(struct bench *bench)
{
	const struct part *part = &bench->part[0];
	size_t bad;

	must(decryption_verify(&bad, part->factors, part->proof,
	                       decryption_proof_bytes(bench->count, bench->width, PROOF_BATCHED), PROOF_BATCHED,
	                       &part->decryption, &engine_decaf, &bench->quiet));
}

struct decoding {
	const struct bench *bench;
	const uint8_t *messages;
};

static void decode_message(void *context, size_t index)
{
	const struct decoding *decoding = context;
	struct point message;
	uint8_t payload[PAYLOAD_BYTES];

	memcpy(message.bytes, decoding->messages + index * POINT_BYTES, POINT_BYTES);
	must(payload_decode(payload, &message));
}

static void open_all(struct bench *bench)
{
	size_t points = (size_t)bench->count * bench->width;
	uint8_t *messages = room(points * POINT_BYTES);
	const uint8_t *factors[QUORUM] = {bench->part[0].factors, bench->part[1].factors};
	struct decoding decoding = {.bench = bench, .messages = messages};

	must(decryption_open(messages, bench->list[MIXES], factors, QUORUM, bench->count, bench->width, &engine_decaf,
	                     &bench->quiet));
	crew_each(&bench->quiet, points, NULL, decode_message, &decoding);
	free(messages);
}

/* --- an election to count --- */

/* Three trustees of whom two decrypt. */
static void make_trustees(struct bench *bench)
{
	struct example_secrets secrets;

	must(example_ceremony(&bench->trustees, &secrets, 3, QUORUM));
	must(trustees_joint_key(&bench->trustees));
	for (unsigned i = 0; i < QUORUM; i++) {
		struct scalar index, power, term, *share = &bench->part[i].share;

		scalar_from_u64(&index, i + 1);
		memset(share, 0, sizeof *share);
		for (unsigned member = 0; member < 3; member++) {
			scalar_from_u64(&power, 1);
			for (unsigned l = 0; l < QUORUM; l++) {
				scalar_multiply(&term, &secrets.coefficient[member][l], &power);
				scalar_add(share, share, &term);
				scalar_multiply(&power, &power, &index);
			}
		}
	}
	memset(&bench->context, 0, sizeof bench->context);
	bench->context.joint_key = bench->trustees.joint_key;
}

/* As many good ciphertexts as are wanted, from the sample's: another multiple of (G, H) is added to each. */
static void make_entries(struct bench *bench)
{
	const struct engine *engine = &engine_decaf;
	size_t points = (size_t)bench->count * bench->width, head = bench->body_len - 128 * (size_t)bench->width;
	struct decoded step[2], sum[2], point;
	struct scalar one;
	struct point encoded;

	scalar_from_u64(&one, 1);
	must(point_multiply_base(&encoded, &one));
	must(engine->decode(&step[0], encoded.bytes));
	must(engine->decode(&step[1], bench->trustees.joint_key.bytes));
	sum[0] = step[0];
	sum[1] = step[1];
	for (size_t i = 0; i < points; i++) {
		size_t ballot = i / bench->width % SAMPLE, k = i % bench->width;

		for (size_t side = 0; side < 2; side++) {
			must(engine->decode(&point, bench->body[ballot] + head + 128 * k + 32 * side));
			engine->add(&point, &point, &sum[side]);
			engine->encode(&encoded, &point);
			memcpy(bench->list[0] + 64 * i + 32 * side, encoded.bytes, POINT_BYTES);
			engine->add(&sum[side], &sum[side], &step[side]);
		}
	}
}

static void prepare(struct bench *bench)
{
	make_trustees(bench);
	measure(bench, SEAL, 1, seal_sample, SAMPLE);
	bench->list[0] = room(list_bytes(bench->count, bench->width));
	make_entries(bench);
	crew_init(&bench->crew, THREADS);
	bench->quiet = (struct crew){.each = quietly, .own = &bench->crew};
	for (unsigned i = 0; i < MIXES; i++) {
		bench->list[i + 1] = room(list_bytes(bench->count, bench->width));
		bench->proof[i] = room(shuffle_proof_bytes(bench->count, bench->width));
		bench->shuffle[i] = (struct shuffle){.joint_key = bench->trustees.joint_key,
		                                     .mixer = {(uint8_t)i},
		                                     .mix = i + 1,
		                                     .contest = CONTEST,
		                                     .width = bench->width,
		                                     .count = bench->count,
		                                     .input = bench->list[i],
		                                     .output = bench->list[i + 1]};
		must(shuffle_make(bench->list[i + 1], bench->proof[i], &bench->shuffle[i], &engine_decaf,
		                  &bench->quiet));
	}
	for (unsigned i = 0; i < QUORUM; i++) {
		struct part *part = &bench->part[i];

		part->decryption = (struct decryption){.quorum = {.count = QUORUM, .member = {1, 2}},
		                                       .index = i + 1,
		                                       .contest = CONTEST,
		                                       .width = bench->width,
		                                       .count = bench->count,
		                                       .list = bench->list[MIXES]};
		must(decryption_key(&part->decryption, &bench->trustees));
		part->factors = room(decryption_factor_bytes(bench->count, bench->width));
		part->proof = room(decryption_proof_bytes(bench->count, bench->width, PROOF_BATCHED));
	}
	/* The first trustee's are made when they are measured. */
	must(decryption_make(bench->part[1].factors, bench->part[1].proof, PROOF_BATCHED, &bench->part[1].decryption,
	                     &bench->part[1].share, &engine_decaf, &bench->quiet));
}

static void run_all(struct bench *bench, unsigned threads)
{
	struct figure *audit = &bench->figure[AUDIT][threads - 1];

	measure(bench, SHUFFLE, threads, shuffle_scratch, bench->count);
	measure(bench, VERIFY_ALONE, threads, verify_alone, bench->count);
	measure(bench, GENERATORS, threads, make_generators, bench->count);
	measure(bench, VERIFY_TWO, threads, verify_two, MIXES * (size_t)bench->count);
	measure(bench, KNOWLEDGE, threads, verify_knowledge, bench->count);
	measure(bench, DECRYPT, threads, decrypt, bench->count);
	measure(bench, VERIFY_FACTORS, threads, verify_factors, bench->count);
	measure(bench, OPEN, threads, open_all, bench->count);
	bench->figure[VERIFY_TWO][threads - 1].bytes *= MIXES;
	for (unsigned i = KNOWLEDGE; i <= OPEN; i++) {
		const struct figure *figure = &bench->figure[i][threads - 1];

		audit->us += i == DECRYPT ? 0 : figure->us * (i == VERIFY_FACTORS ? QUORUM : 1);
		audit->cpu_us += i == DECRYPT ? 0 : figure->cpu_us * (i == VERIFY_FACTORS ? QUORUM : 1);
	}
	audit->us += bench->figure[VERIFY_TWO][threads - 1].us * MIXES;
	audit->cpu_us += bench->figure[VERIFY_TWO][threads - 1].cpu_us * MIXES;
	audit->raw_us = bench->figure[VERIFY_TWO][threads - 1].raw_us;
	audit->bytes = bench->figure[VERIFY_TWO][threads - 1].bytes;
}

/* --- the table --- */

static void print_row(const struct bench *bench, enum step step)
{
	const struct figure *one = &bench->figure[step][0], *two = &bench->figure[step][1];

	printf("  %-40s %8s %9.1f %6.2f", steps[step].name, bench->width == 1 ? steps[step].reach : "", one->cpu_us,
	       one->cpu_us / one->raw_us);
	if (two->us > 0)
		printf(" %9.1f %6.2f %7.2f", two->us, two->us / two->raw_us, one->us / two->us);
	else
		printf(" %9s %6s %7s", "-", "-", "-");
	if (step == SEAL || bench->count < 10000)
		printf(" %7s\n", "-");
	else
		printf(" %7.0f\n", one->bytes > two->bytes ? one->bytes : two->bytes);
}

static void run(uint32_t count, uint8_t width)
{
	struct bench *bench = room(sizeof *bench);

	bench->count = count;
	bench->width = width;
	prepare(bench);
	for (unsigned threads = THREADS; threads > 0; threads--)
		run_all(bench, threads);
	printf("count: %u ballots, width %u; crypto_scalarmult_ristretto255 %.1f us\n", count, width,
	       bench->figure[VERIFY_TWO][0].raw_us);
	printf("  %-40s %8s %9s %6s %9s %6s %7s %7s\n", "microseconds for each ballot", "reach", "1 thread", "ratio",
	       "2 threads", "ratio", "faster", "memory");
	for (unsigned step = 0; step < STEPS; step++)
		print_row(bench, (enum step)step);
	fflush(stdout);
	for (unsigned i = 0; i <= MIXES; i++)
		free(bench->list[i]);
	for (unsigned i = 0; i < MIXES; i++)
		free(bench->proof[i]);
	for (unsigned i = 0; i < QUORUM; i++) {
		free(bench->part[i].factors);
		free(bench->part[i].proof);
	}
	free(bench);
}

int main(int argc, char **argv)
{
	static const uint32_t usual[] = {1000, 100000};

	must(crypto_init());
	for (int i = 1; i < (argc > 1 ? argc : 3); i++) {
		uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[i], NULL, 10) : usual[i - 1];

		if (count == 0) {
			fprintf(stderr, "usage: bench_count [BALLOTS]...\n");
			return 2;
		}
		for (uint8_t width = 1; width <= WIDTH_MAX; width++)
			run(count, width);
	}
	printf(
	    "count: ratio: to crypto_scalarmult_ristretto255 beside it; faster: two threads against one; memory: bytes "
	    "for\n"
	    "count: each ballot, at the peak, above the lists that lie there; audit: the sum of what it consists of\n");
	return 0;
}
