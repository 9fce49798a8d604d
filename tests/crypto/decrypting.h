/* A list encrypted to a ceremony of several trustees, and a prover written from the document and not from decryption.c:
 * it proves what it is asked to, true or not. */
#ifndef FOLKMOOT_TESTS_DECRYPTING_H
#define FOLKMOOT_TESTS_DECRYPTING_H

#include <stdlib.h>

#include "crypto/cmocka_all.h"
#include "crypto/example.h"
#include "decryption.h"
#include "elgamal.h"
#include "shuffle.h"

enum { LIST_MAX = 600, PROOF_BYTES = 96 };

static const struct engine *const engines[] = {&engine_sodium, &engine_decaf};
enum { ENGINES = sizeof engines / sizeof engines[0] };

struct scene {
	struct trustees trustees;
	struct example_secrets secrets;
	struct hash election;
	uint16_t contest;
	uint8_t width;
	uint32_t count;
	uint8_t list[LIST_MAX * CIPHERTEXT_BYTES];
	struct point message[LIST_MAX];
};

/* One trustee's work. */
struct given {
	struct decryption decryption;
	struct scalar share;
	uint8_t factors[LIST_MAX * POINT_BYTES];
	uint8_t proof[LIST_MAX * PROOF_BYTES];
	size_t proof_len;
};

static inline size_t scene_points(const struct scene *scene)
{
	return (size_t)scene->count * scene->width;
}

static inline void scene_make(struct scene *scene, unsigned count, unsigned threshold, uint32_t entries, uint8_t width)
{
	static char text[TRUSTEE_TRANSCRIPT_MAX];
	size_t len;

	memset(scene, 0, sizeof *scene);
	assert_ok(example_ceremony(&scene->trustees, &scene->secrets, count, threshold));
	assert_ok(example_sign(&scene->trustees, &scene->secrets, text, sizeof text, &len));
	assert_ok(trustees_read(&scene->trustees, text, len));
	example_bytes(scene->election.bytes, HASH_BYTES, "an election");
	scene->contest = 260;
	scene->width = width;
	scene->count = entries;
	for (size_t i = 0; i < scene_points(scene); i++) {
		struct ciphertext ciphertext;
		struct scalar r;
		uint8_t wide[64];
		char label[32];

		snprintf(label, sizeof label, "message %zu", i);
		example_bytes(wide, sizeof wide, label);
		point_from_hash(&scene->message[i], wide);
		snprintf(label, sizeof label, "randomness %zu", i);
		example_scalar(&r, label);
		assert_ok(elgamal_encrypt(&ciphertext, &scene->message[i], &r, &scene->trustees.joint_key));
		ciphertext_encode(scene->list + CIPHERTEXT_BYTES * i, &ciphertext);
	}
}

/* The sum of everybody's polynomial at index. */
static inline void share_of(struct scalar *out, const struct scene *scene, unsigned index)
{
	struct scalar at;

	scalar_from_u64(out, 0);
	scalar_from_u64(&at, index);
	for (unsigned j = 0; j < scene->trustees.count; j++) {
		struct scalar value;

		scalar_from_u64(&value, 0);
		for (unsigned l = scene->trustees.threshold; l-- > 0;) {
			scalar_multiply(&value, &value, &at);
			scalar_add(&value, &value, &scene->secrets.coefficient[j][l]);
		}
		scalar_add(out, out, &value);
	}
}

static inline void given_prepare(struct given *given, const struct scene *scene, const struct quorum *quorum,
                                 unsigned index)
{
	memset(given, 0, sizeof *given);
	given->decryption = (struct decryption){.election = scene->election,
	                                        .transcript = scene->trustees.transcript,
	                                        .quorum = *quorum,
	                                        .index = index,
	                                        .contest = scene->contest,
	                                        .width = scene->width,
	                                        .count = scene->count,
	                                        .list = scene->list};
	assert_ok(decryption_key(&given->decryption, &scene->trustees));
	share_of(&given->share, scene, index);
}

static inline void given_make(struct given *given, enum decryption_proofs proofs, const struct engine *engine,
                              const struct crew *crew)
{
	given->proof_len = decryption_proof_bytes(given->decryption.count, given->decryption.width, proofs);
	assert_true(given->proof_len <= sizeof given->proof);
	assert_ok(
	    decryption_make(given->factors, given->proof, proofs, &given->decryption, &given->share, engine, crew));
}

/* The verdict of all engines, which must agree. */
static inline enum status verdict(size_t *bad, const struct given *given, enum decryption_proofs proofs)
{
	enum status status = STATUS_INTERNAL;

	for (size_t i = 0; i < ENGINES; i++) {
		size_t where;
		enum status said = decryption_verify(&where, given->factors, given->proof, given->proof_len, proofs,
		                                     &given->decryption, engines[i], NULL);

		if (i > 0 && (said != status || where != *bad))
			fail_msg("the engine %s says: %s, the one before: %s", engines[i]->name, status_phrase(said),
			         status_phrase(status));
		status = said;
		*bad = where;
	}
	return status;
}

static inline enum status batched(const struct given *given)
{
	size_t bad;

	return verdict(&bad, given, PROOF_BATCHED);
}

/* --- the prover from the document --- */

static inline void written_context(struct transcript *t, const struct given *given)
{
	const struct decryption *d = &given->decryption;
	struct hash list;

	list_hash(&list, d->contest, d->width, d->count, d->list);
	transcript_init(t, "folkmoot/factors/1");
	transcript_append(t, "election", d->election.bytes, 32);
	transcript_append(t, "trustees", d->transcript.bytes, 32);
	transcript_append_u64(t, "members", d->quorum.count);
	for (unsigned i = 0; i < d->quorum.count; i++)
		transcript_append_u64(t, "member", d->quorum.member[i]);
	transcript_append_u64(t, "index", d->index);
	transcript_append_u64(t, "contest", d->contest);
	transcript_append_u64(t, "width", d->width);
	transcript_append_u64(t, "count", d->count);
	transcript_append(t, "list", list.bytes, 32);
	transcript_append(t, "factors", given->factors, (size_t)d->count * d->width * 32);
	transcript_append(t, "key", d->key.bytes, 32);
}

static inline void written_rho(struct scalar *rho, const struct hash *seed, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct transcript t;
		uint8_t wide[64];

		transcript_init(&t, "folkmoot/expand/1");
		transcript_append(&t, "seed", seed->bytes, 32);
		transcript_append_u64(&t, "block", i / 4);
		transcript_wide(wide, &t, "challenges");
		memset(rho[i].bytes, 0, 32);
		memcpy(rho[i].bytes, wide + 16 * (i % 4), 16);
	}
}

/* The sum of rho_i times the points at bytes + i * stride. */
static inline void combination(struct point *out, const uint8_t *bytes, size_t stride, const struct scalar *rho,
                               size_t count)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < count; i++) {
		struct point p, term;

		memcpy(p.bytes, bytes + stride * i, 32);
		assert_ok(point_multiply(&term, &rho[i], &p));
		point_add(out, out, &term);
	}
}

static inline void written_equality(uint8_t out[static PROOF_BYTES], struct transcript *t, const struct point *base,
                                    const struct point *product, const struct scalar *secret)
{
	struct scalar v, e, z;
	struct point k1, k2;

	scalar_random(&v);
	assert_ok(point_multiply_base(&k1, &v));
	assert_ok(point_multiply(&k2, &v, base));
	transcript_append(t, "base", base->bytes, 32);
	transcript_append(t, "product", product->bytes, 32);
	transcript_append(t, "commitment g", k1.bytes, 32);
	transcript_append(t, "commitment base", k2.bytes, 32);
	transcript_challenge(&e, t, "equality");
	scalar_multiply(&z, &e, secret);
	scalar_add(&z, &z, &v);
	memcpy(out, k1.bytes, 32);
	memcpy(out + 32, k2.bytes, 32);
	memcpy(out + 64, z.bytes, 32);
}

static inline void weighted(struct scalar *out, const struct given *given)
{
	assert_ok(quorum_coefficient(out, &given->decryption.quorum, given->decryption.index));
	scalar_multiply(out, out, &given->share);
}

/* Proves the factors that stand in given, whatever they are, as well as can be done. */
static inline void written_proof(struct given *given, enum decryption_proofs proofs)
{
	size_t points = (size_t)given->decryption.count * given->decryption.width;
	struct point base, product;
	struct transcript context;
	struct scalar secret, *rho = calloc(points, sizeof *rho);
	struct hash seed;

	weighted(&secret, given);
	written_context(&context, given);
	given->proof_len = proofs == PROOF_EACH ? 96 * points : 96;
	if (proofs == PROOF_BATCHED) {
		transcript_hash(&seed, &context, "rho");
		written_rho(rho, &seed, points);
		combination(&base, given->decryption.list, 64, rho, points);
		combination(&product, given->factors, 32, rho, points);
		written_equality(given->proof, &context, &base, &product, &secret);
	}
	for (size_t i = 0; i < points && proofs == PROOF_EACH; i++) {
		struct transcript t = context;

		memcpy(base.bytes, given->decryption.list + 64 * i, 32);
		memcpy(product.bytes, given->factors + 32 * i, 32);
		transcript_append_u64(&t, "point", i);
		written_equality(given->proof + 96 * i, &t, &base, &product, &secret);
	}
	free(rho);
}

#endif
