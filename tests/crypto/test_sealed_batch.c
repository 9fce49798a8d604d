/* Ballots verified together get the verdict that each gets alone: all vectors, every byte changed, errors that cancel.
 */
#include "crypto/vector.h"

#include <dirent.h>

#include "crypto/example.h"
#include "sealed_batch.h"

#define FOLDER "tests/crypto/vectors"
enum { MOST = 1500 };

static const struct engine *const engines[] = {&engine_sodium, &engine_decaf};

/* A batch being put together. */
static struct sealed_item items[MOST];
static struct sealed_context contexts[MOST];
static size_t item_count;

static void start(void)
{
	for (size_t i = 0; i < item_count; i++)
		free((void *)(uintptr_t)items[i].body);
	item_count = 0;
}

static void add(const uint8_t *body, size_t len, const struct sealed_context *context)
{
	uint8_t *copy = malloc(len + 1);

	assert_true(copy && item_count < MOST);
	memcpy(copy, body, len);
	contexts[item_count] = *context;
	items[item_count] = (struct sealed_item){.body = copy, .body_len = len, .context = &contexts[item_count]};
	item_count++;
}

static enum status alone(const struct sealed_item *item)
{
	struct sealed sealed;
	enum status status = sealed_decode(&sealed, item->body, item->body_len);

	return status == STATUS_OK ? sealed_verify(&sealed, item->context) : status;
}

/* Returns how many are good. */
static size_t verify_all(void)
{
	size_t good = 0;

	for (size_t i = 0; i < item_count; i++)
		good += alone(&items[i]) == STATUS_OK;
	for (unsigned e = 0; e < 2; e++) {
		for (size_t i = 0; i < item_count; i++)
			items[i].status = STATUS_INTERNAL;
		assert_ok(sealed_batch_verify(items, item_count, engines[e], NULL, NULL, NULL, NULL));
		for (size_t i = 0; i < item_count; i++)
			assert_status(alone(&items[i]), items[i].status);
	}
	return good;
}

/* A good ballot of one contest, each time another. */
static size_t make(uint8_t body[static SEALED_MAX_BYTES], const struct sealed_context *context, uint8_t number)
{
	struct sealed_shape shape = {.style = 1, .contest_count = 1, .contest = {1}, .width = {1}};
	struct sealed_plain plain = {{{number}}};
	uint8_t tag[TAG_BYTES] = {0}, nonce[NONCE_BYTES] = {number, 1};
	struct sealed sealed;
	struct writer writer;

	assert_ok(sealed_make(&sealed, context, &shape, tag, &plain, nonce));
	writer_init(&writer, body, SEALED_MAX_BYTES);
	sealed_encode(&writer, &sealed);
	assert_ok(writer_status(&writer));
	return writer_len(&writer);
}

/* --- vectors --- */

static int add_vector(const char *name)
{
	static uint8_t bytes[VECTOR_VALUE];
	static char text[2 * VECTOR_VALUE];
	char path[300];
	struct vector v;
	struct sealed_context context;
	FILE *file;
	char *at = text;
	size_t len;

	(void)snprintf(path, sizeof path, FOLDER "/%s", name);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	if (!vector_next(&v, &at) || strcmp(vector_text(&v, "kind"), "sealed") != 0)
		return 0;
	vector_exact(&v, "election", context.election.bytes, HASH_BYTES);
	vector_exact(&v, "kiosk", context.kiosk, sizeof context.kiosk);
	vector_exact(&v, "joint-key", bytes, 32);
	assert_ok(point_decode(&context.joint_key, bytes));
	len = vector_hex(&v, "body", bytes, sizeof bytes);
	add(bytes, len, &context);
	return 1;
}

static void all_vectors(void **state)
{
	DIR *folder = opendir(FOLDER);
	unsigned found = 0;

	(void)state;
	assert_non_null(folder);
	start();
	for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
		if (strncmp(entry->d_name, "sealed_", 7) == 0)
			found += (unsigned)add_vector(entry->d_name);
	closedir(folder);
	assert_in_range(found, 25, 100);
	assert_in_range(verify_all(), 1, found - 20);
}

/* --- changed ballots --- */

/* One bit at each place of a ballot of three points, among good ballots. */
static void every_byte_changed(void **state)
{
	struct sealed_context context;
	struct sealed_shape shape;
	struct sealed_plain plain;
	struct sealed sealed;
	struct scalar secret;
	uint8_t tag[TAG_BYTES], nonce[NONCE_BYTES], body[SEALED_MAX_BYTES];
	struct writer writer;
	size_t len, good = 0;

	(void)state;
	start();
	assert_ok(example_context(&context, &secret));
	example_ballot(&shape, &plain, tag, nonce);
	assert_ok(sealed_make(&sealed, &context, &shape, tag, &plain, nonce));
	writer_init(&writer, body, sizeof body);
	sealed_encode(&writer, &sealed);
	len = writer_len(&writer);
	for (size_t i = 0; i < len; i++) {
		body[i] ^= (uint8_t)(1U << (i % 8));
		add(body, len, &context);
		body[i] ^= (uint8_t)(1U << (i % 8));
		if (i % 50 == 0) {
			add(body, len, &context);
			good++;
		}
	}
	for (size_t cut = 0; cut < len; cut += 13)
		add(body, cut, &context);
	add(body, len + 1, &context);
	assert_int_equal(verify_all(), good);
}

/* Two responses with errors that would cancel if the coefficients were equal, or in any ratio known beforehand. */
static void errors_that_cancel(void **state)
{
	struct sealed_context context;
	struct scalar secret, error, response;
	uint8_t body[2][SEALED_MAX_BYTES];
	size_t len = 0;

	(void)state;
	start();
	assert_ok(example_context(&context, &secret));
	for (uint8_t i = 0; i < 30; i++) {
		len = make(body[0], &context, i);
		add(body[0], len, &context);
	}
	scalar_from_u64(&error, 5);
	for (unsigned i = 0; i < 2; i++) {
		len = make(body[i], &context, (uint8_t)(100 + i));
		assert_ok(scalar_decode(&response, body[i] + len - 32));
		if (i == 0)
			scalar_add(&response, &response, &error);
		else
			scalar_subtract(&response, &response, &error);
		memcpy(body[i] + len - 32, response.bytes, 32);
		add(body[i], len, &context);
	}
	assert_int_equal(verify_all(), 30);
	assert_status(STATUS_PROOF, items[30].status);
	assert_status(STATUS_PROOF, items[31].status);
}

/* --- what the caller asks --- */

static enum status refuse_some(void *context, size_t index, const struct sealed *sealed)
{
	unsigned *seen = context;

	assert_int_equal(sealed->shape.contest[0], 1);
	seen[index]++;
	return index % 3 == 0 ? STATUS_RULES : STATUS_OK;
}

static void caller_looks_first(void **state)
{
	struct sealed_context context;
	struct scalar secret;
	uint8_t body[SEALED_MAX_BYTES];
	unsigned seen[12] = {0};

	(void)state;
	start();
	assert_ok(example_context(&context, &secret));
	for (uint8_t i = 0; i < 12; i++) {
		size_t len = make(body, &context, i);

		if (i == 6 || i == 7)
			body[len - 1] ^= 1; /* a proof that does not hold: the caller's word comes first */
		if (i == 9)
			body[0] = 9; /* does not decode: is not shown to the caller */
		add(body, len, &context);
	}
	for (unsigned e = 0; e < 2; e++) {
		memset(seen, 0, sizeof seen);
		assert_ok(sealed_batch_verify(items, item_count, engines[e], NULL, NULL, refuse_some, seen));
		for (size_t i = 0; i < item_count; i++) {
			enum status want = i == 9       ? STATUS_VERSION
			                   : i % 3 == 0 ? STATUS_RULES
			                   : i == 7     ? STATUS_PROOF
			                                : STATUS_OK;

			assert_int_equal(seen[i], i != 9);
			assert_status(want, items[i].status);
		}
	}
}

/* More than a chunk holds, with one bad ballot in the middle; and none at all. */
static void many_and_none(void **state)
{
	struct sealed_context context;
	struct scalar secret;
	uint8_t body[SEALED_MAX_BYTES];
	size_t len;

	(void)state;
	start();
	assert_ok(sealed_batch_verify(items, 0, &engine_decaf, NULL, NULL, NULL, NULL));
	assert_ok(example_context(&context, &secret));
	len = make(body, &context, 1);
	for (size_t i = 0; i < MOST; i++)
		add(body, i == 700 ? len - 1 : len, &context);
	((uint8_t *)(uintptr_t)items[900].body)[len - 40] ^= 4; /* in the commitment */
	((uint8_t *)(uintptr_t)items[1100].body)[len - 5] ^= 4; /* in the response */
	assert_ok(sealed_batch_verify(items, MOST, &engine_decaf, NULL, NULL, NULL, NULL));
	for (size_t i = 0; i < MOST; i++)
		assert_int_equal(items[i].status == STATUS_OK, i != 700 && i != 900 && i != 1100);
	start();
}

/* --- an engine that errs --- */

/* Adds the last point of the sum once too often. */
static enum status lying_sum(struct decoded *out, const struct decoded *points, const struct scalar *weights,
                             size_t count, unsigned weight_bits)
{
	enum status status = engine_decaf.sum(out, points, weights, count, weight_bits);

	if (status == STATUS_OK && count > 0)
		engine_decaf.add(out, out, &points[count - 1]);
	return status;
}

/* The sum says that something is wrong, and no ballot is: that is no good answer. */
static void sum_that_lies(void **state)
{
	struct engine lying = engine_decaf;
	struct sealed_context context;
	struct scalar secret;
	uint8_t body[SEALED_MAX_BYTES];
	size_t len = 0;

	(void)state;
	lying.sum = lying_sum;
	start();
	assert_ok(example_context(&context, &secret));
	for (uint8_t i = 0; i < 5; i++) {
		len = make(body, &context, i);
		add(body, len, &context);
	}
	assert_ok(sealed_batch_verify(items, item_count, &engine_decaf, NULL, NULL, NULL, NULL));
	assert_status(STATUS_INTERNAL, sealed_batch_verify(items, item_count, &lying, NULL, NULL, NULL, NULL));
	/* One that was not in the sum explains nothing; one that was does. */
	add(body, len - 1, &context);
	assert_status(STATUS_INTERNAL, sealed_batch_verify(items, item_count, &lying, NULL, NULL, NULL, NULL));
	body[len - 5] ^= 4;
	add(body, len, &context);
	assert_ok(sealed_batch_verify(items, item_count, &lying, NULL, NULL, NULL, NULL));
	assert_status(STATUS_PROOF, items[item_count - 1].status);
	start();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_vectors),        cmocka_unit_test(every_byte_changed),
	    cmocka_unit_test(errors_that_cancel), cmocka_unit_test(caller_looks_first),
	    cmocka_unit_test(many_and_none),      cmocka_unit_test(sum_that_lies),
	};

	return cmocka_run_group_tests_name("sealed_batch", tests, start_crypto, NULL);
}
