#include "decryption_entries.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "decryption_parts.h"
#include "elgamal.h"
#include "sealed.h"

size_t entry_bytes(uint8_t width)
{
	return (size_t)width * POINT_BYTES + EQUALITY_BYTES;
}

struct work {
	const struct decryption *decryption;
	const struct engine *engine;
	struct transcript context;   /* of every entry */
	const struct scalar *secret; /* weighted; NULL where entries are checked */
	uint8_t *made;
	const uint8_t *const *given;
	enum status *status; /* of each entry */
};

/* The transcript of one entry's factors, and what all of them together are multiplied with. */
static void entry_context(struct transcript *out, struct scalar *rho, const struct work *work, size_t index,
                          const uint8_t *factors)
{
	uint8_t width = work->decryption->width;
	struct hash seed;

	*out = work->context;
	transcript_append_u64(out, "entry", index);
	transcript_append(out, "factors", factors, (size_t)width * POINT_BYTES);
	transcript_hash(&seed, out, "rho");
	expand_challenges(rho, &seed, 0, width);
}

/* The sum of rho times points that lie stride bytes apart. Public data. */
static enum status combined(struct point *out, const uint8_t *bytes, size_t stride, const struct scalar *rho,
                            const struct work *work)
{
	const struct engine *engine = work->engine;
	struct decoded point[SEALED_MAX_WIDTH], sum;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < work->decryption->width && status == STATUS_OK; i++)
		status = engine->decode(&point[i], bytes + i * stride);
	if (status == STATUS_OK)
		status = engine->sum(&sum, point, rho, work->decryption->width, SMALL_BITS);
	if (status == STATUS_OK && engine->is_identity(&sum))
		status = STATUS_IDENTITY;
	if (status == STATUS_OK)
		engine->encode(out, &sum);
	return status;
}

static const uint8_t *ciphertexts(const struct work *work, size_t index)
{
	return work->decryption->list + index * work->decryption->width * CIPHERTEXT_BYTES;
}

static enum status make_one(const struct work *work, size_t index)
{
	uint8_t width = work->decryption->width, *out = work->made + index * entry_bytes(width);
	struct transcript context;
	struct scalar rho[SEALED_MAX_WIDTH];
	struct point base, product;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < width && status == STATUS_OK; i++) {
		status = decryption_multiply(&product, work->secret, ciphertexts(work, index) + i * CIPHERTEXT_BYTES);
		if (status == STATUS_OK)
			memcpy(out + i * POINT_BYTES, product.bytes, POINT_BYTES);
	}
	if (status != STATUS_OK)
		return status;
	entry_context(&context, rho, work, index, out);
	status = combined(&base, ciphertexts(work, index), CIPHERTEXT_BYTES, rho, work);
	if (status == STATUS_OK)
		status = point_multiply(&product, work->secret, &base);
	if (status == STATUS_OK)
		status = decryption_prove(out + width * POINT_BYTES, &context, &base, &product, work->secret);
	return status;
}

static void make_each(void *context, size_t index)
{
	const struct work *work = context;

	work->status[index] = make_one(work, index);
	sodium_stackzero(4096);
}

static void check_each(void *context, size_t index)
{
	const struct work *work = context;
	const uint8_t *given = work->given[index];
	struct transcript transcript;
	struct scalar rho[SEALED_MAX_WIDTH];
	struct point base, product;
	enum status status;

	if (!given)
		return;
	entry_context(&transcript, rho, work, index, given);
	status = combined(&base, ciphertexts(work, index), CIPHERTEXT_BYTES, rho, work);
	if (status == STATUS_OK)
		status = combined(&product, given, POINT_BYTES, rho, work);
	if (status == STATUS_OK)
		status = decryption_check(given + work->decryption->width * POINT_BYTES, &transcript, &base, &product,
		                          &work->decryption->key, work->engine);
	work->status[index] = status;
}

/* Every entry a job; the first one's fault is everybody's. */
static enum status each_entry(size_t *bad, struct work *work, void (*each)(void *context, size_t index),
                              const struct crew *crew, const char *what)
{
	size_t count = work->decryption->count;
	enum status status = STATUS_OK;

	if (work->decryption->width > SEALED_MAX_WIDTH)
		return STATUS_RANGE;
	work->status = calloc(count + 1, sizeof *work->status);
	if (!work->status)
		return STATUS_NO_ROOM;
	decryption_subject(&work->context, "folkmoot/entry-factors/1", work->decryption);
	transcript_append_point(&work->context, "key", &work->decryption->key);
	crew_each(crew, count, what, each, work);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		status = work->status[i];
		*bad = i;
	}
	if (status == STATUS_OK)
		*bad = SIZE_MAX;
	free(work->status);
	return status;
}

enum status entries_make(uint8_t *out, const struct decryption *decryption, const struct scalar *share,
                         const struct engine *engine, const struct crew *crew)
{
	struct scalar secret;
	struct work work = {.decryption = decryption, .engine = engine, .secret = &secret, .made = out};
	size_t bad;
	enum status status = decryption_secret(&secret, decryption, share);

	if (status == STATUS_OK)
		status = each_entry(&bad, &work, make_each, crew, "decrypting texts");
	scalar_wipe(&secret);
	return status;
}

enum status entries_verify(size_t *bad, const uint8_t *const *entry, const struct decryption *decryption,
                           const struct engine *engine, const struct crew *crew)
{
	struct work work = {.decryption = decryption, .engine = engine, .given = entry};

	*bad = SIZE_MAX;
	return each_entry(bad, &work, check_each, crew, "checking factors of texts");
}

void entry_leaf(struct hash *out, uint32_t entry, const uint8_t *bytes, uint8_t width)
{
	size_t factors_len = (size_t)width * POINT_BYTES;
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/factor-leaf/1");
	transcript_append_u64(&transcript, "entry", entry);
	transcript_append(&transcript, "factors", bytes, factors_len);
	transcript_append(&transcript, "proof", bytes + factors_len, EQUALITY_BYTES);
	transcript_hash(out, &transcript, "leaf");
}

void withheld_hash(struct hash *out, uint16_t contest, uint32_t entry, const struct hash *leaf, unsigned member_count)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/withheld-text/1");
	transcript_append_u64(&transcript, "contest", contest);
	transcript_append_u64(&transcript, "entry", entry);
	for (unsigned i = 0; i < member_count; i++)
		transcript_append(&transcript, "leaf", leaf[i].bytes, HASH_BYTES);
	transcript_hash(out, &transcript, "withheld");
}
