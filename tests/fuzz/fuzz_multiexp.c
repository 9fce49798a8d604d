/* Both engines on bytes taken as points, hashes and scalars: any difference between them is a crash. libFuzzer's
 * target.
 * libFuzzer: -max_len=512
 *
 * The first byte says what is done; the rest is read from the front, zeros where it ends. */
#include "fuzz.h"
#include "multiexp.h"

enum { MOST = 160 };

static void must_be_same(const struct decoded *plain, const struct decoded *fast)
{
	struct point a, b;

	engine_sodium.encode(&a, plain);
	engine_decaf.encode(&b, fast);
	must(memcmp(a.bytes, b.bytes, POINT_BYTES) == 0);
	must(!engine_sodium.is_identity(plain) == !engine_decaf.is_identity(fast));
}

/* Some 32 bytes, as they are: most of them are no point, in one way or another. */
static enum status decode_both(struct decoded *plain, struct decoded *fast, const uint8_t bytes[static 32])
{
	enum status status = engine_sodium.decode(plain, bytes);

	must(engine_decaf.decode(fast, bytes) == status);
	if (status == STATUS_OK)
		must_be_same(plain, fast);
	return status;
}

static void decode_all(struct input *input)
{
	struct decoded plain, fast;
	uint8_t bytes[32];

	while (input->len > 0) {
		take(input, bytes, sizeof bytes);
		(void)decode_both(&plain, &fast, bytes);
	}
}

static void hash_all(struct input *input)
{
	struct decoded plain, fast;
	uint8_t wide[64];

	while (input->len > 0) {
		take(input, wide, sizeof wide);
		engine_sodium.from_hash(&plain, wide);
		engine_decaf.from_hash(&fast, wide);
		must_be_same(&plain, &fast);
	}
}

/* A sum's points: hashed, decoded, or made of those before, so that equal and opposite ones meet. */
struct terms {
	struct decoded plain[MOST], fast[MOST];
	struct scalar weight[MOST];
	size_t count;
};

static void take_point(struct terms *terms, struct input *input)
{
	struct decoded *plain = &terms->plain[terms->count], *fast = &terms->fast[terms->count];
	uint8_t how, wide[64] = {0};
	size_t before;

	take(input, &how, 1);
	before = terms->count > 0 ? how % terms->count : 0;
	engine_sodium.identity(plain);
	engine_decaf.identity(fast);
	switch (how >> 5) {
	case 0: return; /* the identity */
	case 1:
		take(input, wide, 32);
		if (decode_both(plain, fast, wide) == STATUS_OK)
			return;
		engine_sodium.identity(plain);
		engine_decaf.identity(fast);
		return;
	case 2:
	case 3:
		if (terms->count == 0)
			return;
		*plain = terms->plain[before];
		*fast = terms->fast[before];
		return;
	case 4:
		if (terms->count == 0)
			return;
		engine_sodium.subtract(plain, plain, &terms->plain[before]);
		engine_decaf.subtract(fast, fast, &terms->fast[before]);
		return;
	default:
		wide[0] = how;
		take(input, wide + 1, 2);
		engine_sodium.from_hash(plain, wide);
		engine_decaf.from_hash(fast, wide);
	}
}

static void take_weight(struct terms *terms, struct input *input, unsigned bits)
{
	uint8_t size, wide[64] = {0};

	take(input, &size, 1);
	take(input, wide, bits == 1 ? 1 : 1 + size % 32);
	if (bits == 1)
		wide[0] &= 1;
	if (bits == SMALL_BITS)
		memset(wide + 16, 0, 16);
	scalar_from_wide(&terms->weight[terms->count], wide);
	if (bits == FULL_BITS && wide[0] % 4 == 3)
		scalar_subtract(&terms->weight[terms->count], &(struct scalar){{0}}, &terms->weight[terms->count]);
}

/* Seldom more terms than there are bytes for: the rest are of nothing, but make the engine change its method. */
static void take_terms(struct terms *terms, struct input *input, unsigned bits)
{
	uint8_t least;

	take(input, &least, 1);
	if (least % 16 != 0)
		least = 0;
	for (terms->count = 0; terms->count < MOST && (input->len > 0 || terms->count < least % MOST); terms->count++) {
		take_point(terms, input);
		take_weight(terms, input, bits);
	}
}

static void sum_both(struct input *input, unsigned bits)
{
	static struct terms terms;
	struct decoded plain, fast;

	take_terms(&terms, input, bits);
	must(engine_sodium.sum(&plain, terms.plain, terms.weight, terms.count, bits) == STATUS_OK);
	must(engine_decaf.sum(&fast, terms.fast, terms.weight, terms.count, bits) == STATUS_OK);
	must_be_same(&plain, &fast);
	must(engine_sodium.sum(&plain, terms.plain, NULL, terms.count, 1) == STATUS_OK);
	must(engine_decaf.sum(&fast, terms.fast, NULL, terms.count, 1) == STATUS_OK);
	must_be_same(&plain, &fast);
}

static void secret_sum_both(struct input *input)
{
	static struct terms terms;
	const struct decoded *plain_set = terms.plain, *fast_set = terms.fast;
	struct decoded plain, fast;

	take_terms(&terms, input, FULL_BITS);
	must(engine_sodium.secret_sum(&plain, &plain_set, 1, terms.weight, terms.count) == STATUS_OK);
	must(engine_decaf.secret_sum(&fast, &fast_set, 1, terms.weight, terms.count) == STATUS_OK);
	must_be_same(&plain, &fast);
}

static void multiply_both(struct input *input)
{
	struct decoded plain, fast;
	struct multiple_table *plain_table, *fast_table;
	uint8_t wide[64] = {0};
	struct scalar secret;

	take(input, wide, 2);
	engine_sodium.from_hash(&plain, wide);
	engine_decaf.from_hash(&fast, wide);
	plain_table = engine_sodium.table_create(&plain);
	fast_table = engine_decaf.table_create(&fast);
	must(plain_table && fast_table);
	while (input->len > 0) {
		memset(wide, 0, sizeof wide);
		take(input, wide, 32);
		scalar_from_wide(&secret, wide);
		engine_sodium.multiply(&plain, plain_table, &secret);
		engine_decaf.multiply(&fast, fast_table, &secret);
		must_be_same(&plain, &fast);
	}
	engine_sodium.table_destroy(plain_table);
	engine_decaf.table_destroy(fast_table);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(crypto_init() == STATUS_OK);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input input = {data, len};
	uint8_t what;

	take(&input, &what, 1);
	switch (what % 7) {
	case 0: decode_all(&input); break;
	case 1: hash_all(&input); break;
	case 2: multiply_both(&input); break;
	case 3: sum_both(&input, 1); break;
	case 4: sum_both(&input, SMALL_BITS); break;
	case 5: secret_sum_both(&input); break;
	default: sum_both(&input, FULL_BITS); break;
	}
	return 0;
}
