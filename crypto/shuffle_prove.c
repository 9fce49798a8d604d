/* The prover's side. What links an output to its input is secret until the end: the permutation, the randomness, and
 * the responses' masks; and with them every point on its way from one to the other. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "elgamal.h"
#include "shuffle.h"
#include "shuffle_parts.h"
#include "shuffle_sort.h"

/* A block is one job of the crew. Sums over it cost a little more the smaller it is. */
enum { BLOCK_MOST = 128, BLOCK_FEW = 32, MANY = 512, RANDOM_AT_ONCE = 64 };

/* Per output entry, in the output's order unless said otherwise. */
struct entry_secrets {
	struct scalar *r;                 /* of the permutation's commitment */
	struct scalar *rhat;              /* of the chain */
	struct scalar *omega;             /* masks of the responses */
	struct scalar *s;                 /* of the re-encryption: width for each entry */
	struct scalar *u;                 /* the challenges of the entries' inputs */
	struct scalar *chain_g, *chain_h; /* R_i and U_i */
};

/* A block's part of the sums over all entries. */
struct block_sums {
	enum status status;
	struct scalar r, ur, zrhat, t5_g, t5_h, us[SHUFFLE_WIDTH_MAX];
	struct decoded t3, t4[2 * SHUFFLE_WIDTH_MAX];
};

struct prover {
	const struct shuffle *shuffle;
	const struct engine *engine;
	const struct crew *crew;
	uint8_t *output, *proof;
	struct proof_parts parts;
	size_t block, block_count;
	struct multiple_table *base, *joint_key, *h0;
	struct permutation permutation;
	struct entry_secrets own;
	struct scalar *all; /* what own points into */
	size_t all_count;
	struct block_sums *sums;
	struct hash seed_u, seed_z;
	struct scalar omega[5], omega4[SHUFFLE_WIDTH_MAX]; /* omega[0] is omega_1; omega[3] is not used */
	struct scalar e;
};

/* --- memory --- */

static enum status allocate(struct prover *prover)
{
	size_t count = prover->shuffle->count, width = prover->shuffle->width;
	struct scalar *at;

	prover->block = count < MANY ? BLOCK_FEW : BLOCK_MOST;
	prover->block_count = count / prover->block + (count % prover->block != 0);
	prover->all_count = count * (6 + width);
	prover->all = calloc(prover->all_count, sizeof *prover->all);
	prover->sums = aligned_alloc(_Alignof(struct block_sums), prover->block_count * sizeof *prover->sums);
	if (!prover->all || !prover->sums)
		return STATUS_NO_ROOM;
	memset(prover->sums, 0, prover->block_count * sizeof *prover->sums);
	at = prover->all;
	prover->own = (struct entry_secrets){
	    .r = at,
	    .rhat = at + count,
	    .omega = at + 2 * count,
	    .u = at + 3 * count,
	    .chain_g = at + 4 * count,
	    .chain_h = at + 5 * count,
	    .s = at + 6 * count,
	};
	return STATUS_OK;
}

static enum status make_tables(struct prover *prover)
{
	const struct engine *engine = prover->engine;
	struct decoded point;
	enum status status = shuffle_base(&point, engine);

	if (status != STATUS_OK)
		return status;
	prover->base = engine->table_create(&point);
	status = engine->decode(&point, prover->shuffle->joint_key.bytes);
	if (status != STATUS_OK)
		return status;
	prover->joint_key = engine->table_create(&point);
	shuffle_generator(&point, 0, engine);
	prover->h0 = engine->table_create(&point);
	return prover->base && prover->joint_key && prover->h0 ? STATUS_OK : STATUS_NO_ROOM;
}

static void finish(struct prover *prover)
{
	permutation_finish(&prover->permutation);
	prover->engine->table_destroy(prover->base);
	prover->engine->table_destroy(prover->joint_key);
	prover->engine->table_destroy(prover->h0);
	if (prover->all)
		sodium_memzero(prover->all, prover->all_count * sizeof *prover->all);
	if (prover->sums)
		sodium_memzero(prover->sums, prover->block_count * sizeof *prover->sums);
	free(prover->all);
	free(prover->sums);
	sodium_memzero(prover, sizeof *prover);
	shuffle_wipe_stack();
}

static size_t block_len(const struct prover *prover, size_t index)
{
	size_t rest = prover->shuffle->count - index * prover->block;

	return rest < prover->block ? rest : prover->block;
}

static void random_scalars(struct scalar *out, size_t count)
{
	uint8_t wide[RANDOM_AT_ONCE][64];

	for (size_t done = 0; done < count;) {
		size_t now = count - done < RANDOM_AT_ONCE ? count - done : RANDOM_AT_ONCE;

		randombytes_buf(wide, now * sizeof wide[0]);
		for (size_t i = 0; i < now; i++)
			scalar_from_wide(&out[done + i], wide[i]);
		done += now;
	}
	sodium_memzero(wide, sizeof wide);
}

/* --- the entries: re-encrypted, committed to, and summed under the masks --- */

/* out += secret times the table's point */
static void add_multiple(struct decoded *out, const struct multiple_table *table, const struct scalar *secret,
                         const struct engine *engine)
{
	struct decoded product;

	engine->multiply(&product, table, secret);
	engine->add(out, out, &product);
	sodium_memzero(&product, sizeof product);
}

/* points: room for the generators of this block. */
static enum status commit_block(struct prover *prover, size_t index, struct decoded *points)
{
	const struct engine *engine = prover->engine;
	size_t first = index * prover->block, count = block_len(prover, index);
	const struct decoded *sets[1] = {points};
	uint8_t *out = prover->proof + prover->parts.permutation + first * POINT_BYTES;
	struct decoded commitment;
	struct point encoded;

	for (size_t i = 0; i < count; i++) {
		shuffle_generator(&points[i], first + i + 1, engine);
		commitment = points[i];
		add_multiple(&commitment, prover->base, &prover->own.r[first + i], engine);
		engine->encode(&encoded, &commitment);
		memcpy(out + i * POINT_BYTES, encoded.bytes, POINT_BYTES);
	}
	sodium_memzero(&commitment, sizeof commitment);
	return engine->secret_sum(&prover->sums[index].t3, sets, 1, &prover->own.omega[first], count);
}

/* One point of an entry, in place. */
static enum status reencrypt(struct decoded *point, uint8_t bytes[static POINT_BYTES], const struct multiple_table *key,
                             const struct scalar *s, const struct engine *engine)
{
	struct point encoded;
	enum status status = engine->decode(point, bytes);

	if (status != STATUS_OK)
		return status;
	add_multiple(point, key, s, engine);
	engine->encode(&encoded, point);
	memcpy(bytes, encoded.bytes, POINT_BYTES);
	/* Odds of 2^-252. */
	return point_is_identity(&encoded) ? STATUS_IDENTITY : STATUS_OK;
}

/* Component k of the block's entries; points: room for two lists of them. */
static enum status reencrypt_block(struct prover *prover, size_t index, size_t k, struct decoded *points)
{
	size_t first = index * prover->block, count = block_len(prover, index), width = prover->shuffle->width;
	struct decoded *a = points, *b = points + prover->block;
	const struct decoded *sets[2] = {a, b};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		uint8_t *entry = prover->output + ((first + i) * width + k) * CIPHERTEXT_BYTES;
		const struct scalar *s = &prover->own.s[(first + i) * width + k];

		status = reencrypt(&a[i], entry, prover->base, s, prover->engine);
		if (status == STATUS_OK)
			status = reencrypt(&b[i], entry + POINT_BYTES, prover->joint_key, s, prover->engine);
	}
	if (status == STATUS_OK)
		status = prover->engine->secret_sum(&prover->sums[index].t4[2 * k], sets, 2, &prover->own.omega[first],
		                                    count);
	return status;
}

static void entries_block(void *context, size_t index)
{
	struct prover *prover = context;
	size_t first = index * prover->block, count = block_len(prover, index), width = prover->shuffle->width;
	struct decoded *points = decoded_alloc(2 * prover->block);
	enum status status = STATUS_NO_ROOM;

	if (!points)
		goto out;
	random_scalars(&prover->own.r[first], count);
	random_scalars(&prover->own.rhat[first], count);
	random_scalars(&prover->own.omega[first], count);
	random_scalars(&prover->own.s[first * width], count * width);
	status = commit_block(prover, index, points);
	for (size_t k = 0; k < width && status == STATUS_OK; k++)
		status = reencrypt_block(prover, index, k, points);
	sodium_memzero(points, 2 * prover->block * sizeof *points);
	shuffle_wipe_stack();
out:
	free(points);
	prover->sums[index].status = status;
}

static enum status make_entries(struct prover *prover)
{
	const struct shuffle *shuffle = prover->shuffle;
	enum status status = permutation_random(&prover->permutation, shuffle->count);

	if (status != STATUS_OK)
		return status;
	memcpy(prover->output, shuffle->input, list_bytes(shuffle->count, shuffle->width));
	permutation_apply(prover->output, (size_t)shuffle->width * CIPHERTEXT_BYTES, &prover->permutation);
	crew_each(prover->crew, prover->block_count, SHUFFLE_MOVING, entries_block, prover);
	for (size_t i = 0; i < prover->block_count && status == STATUS_OK; i++)
		status = prover->sums[i].status;
	/* Made in the output's order; c_j belongs to input j. */
	permutation_undo(prover->proof + prover->parts.permutation, POINT_BYTES, &prover->permutation);
	return status;
}

/* --- the chain --- */

static void expand_block(void *context, size_t index)
{
	struct prover *prover = context;
	size_t first = index * prover->block;

	expand_challenges(&prover->own.u[first], &prover->seed_u, first, block_len(prover, index));
}

static void chain_block(void *context, size_t index)
{
	struct prover *prover = context;
	size_t first = index * prover->block, count = block_len(prover, index);
	uint8_t *out = prover->proof + prover->parts.chain + first * POINT_BYTES;
	struct decoded link;
	struct point encoded;

	for (size_t i = 0; i < count; i++) {
		prover->engine->multiply(&link, prover->base, &prover->own.chain_g[first + i]);
		add_multiple(&link, prover->h0, &prover->own.chain_h[first + i], prover->engine);
		prover->engine->encode(&encoded, &link);
		memcpy(out + i * POINT_BYTES, encoded.bytes, POINT_BYTES);
	}
	sodium_memzero(&link, sizeof link);
	shuffle_wipe_stack();
}

static void make_chain(struct prover *prover)
{
	struct entry_secrets *own = &prover->own;
	struct scalar g = {{0}}, h;

	crew_each(prover->crew, prover->block_count, NULL, expand_block, prover);
	permutation_apply(own->u, sizeof *own->u, &prover->permutation);
	scalar_from_u64(&h, 1);
	for (size_t i = 0; i < prover->shuffle->count; i++) {
		own->chain_g[i] = own->rhat[i];
		scalar_add_product(&own->chain_g[i], &own->u[i], &g);
		crypto_core_ristretto255_scalar_mul(own->chain_h[i].bytes, own->u[i].bytes, h.bytes);
		g = own->chain_g[i];
		h = own->chain_h[i];
	}
	scalar_wipe(&g);
	scalar_wipe(&h);
	shuffle_wipe_stack();
	crew_each(prover->crew, prover->block_count, SHUFFLE_LINKING, chain_block, prover);
}

/* --- commitments and responses --- */

static void sums_block(void *context, size_t index)
{
	struct prover *prover = context;
	const struct entry_secrets *own = &prover->own;
	struct block_sums *sums = &prover->sums[index];
	size_t first = index * prover->block, count = block_len(prover, index), width = prover->shuffle->width;
	struct scalar z[BLOCK_MOST], masked, one;

	expand_challenges(z, &prover->seed_z, first, count);
	scalar_from_u64(&one, 1);
	for (size_t i = 0; i < count; i++) {
		size_t at = first + i;

		scalar_add_to(&sums->r, &own->r[at]);
		scalar_add_product(&sums->ur, &own->u[at], &own->r[at]);
		scalar_add_product(&sums->zrhat, &z[i], &own->rhat[at]);
		for (size_t k = 0; k < width; k++)
			scalar_add_product(&sums->us[k], &own->u[at], &own->s[at * width + k]);
		/* chat_0 is h_0 alone: R_0 = 0, U_0 = 1 */
		crypto_core_ristretto255_scalar_mul(masked.bytes, own->omega[at].bytes, z[i].bytes);
		if (at > 0)
			scalar_add_product(&sums->t5_g, &masked, &own->chain_g[at - 1]);
		scalar_add_product(&sums->t5_h, &masked, at > 0 ? &own->chain_h[at - 1] : &one);
	}
	scalar_wipe(&masked);
	shuffle_wipe_stack();
}

/* Adds all blocks' sums to the first one's. */
static void gather(struct prover *prover)
{
	struct block_sums *all = &prover->sums[0];
	size_t width = prover->shuffle->width;

	for (size_t i = 1; i < prover->block_count; i++) {
		const struct block_sums *more = &prover->sums[i];

		scalar_add_to(&all->r, &more->r);
		scalar_add_to(&all->ur, &more->ur);
		scalar_add_to(&all->zrhat, &more->zrhat);
		scalar_add_to(&all->t5_g, &more->t5_g);
		scalar_add_to(&all->t5_h, &more->t5_h);
		prover->engine->add(&all->t3, &all->t3, &more->t3);
		for (size_t k = 0; k < width; k++) {
			scalar_add_to(&all->us[k], &more->us[k]);
			prover->engine->add(&all->t4[2 * k], &all->t4[2 * k], &more->t4[2 * k]);
			prover->engine->add(&all->t4[2 * k + 1], &all->t4[2 * k + 1], &more->t4[2 * k + 1]);
		}
	}
}

static void put_point(uint8_t *out, const struct decoded *point, const struct engine *engine)
{
	struct point encoded;

	engine->encode(&encoded, point);
	memcpy(out, encoded.bytes, POINT_BYTES);
}

static void commit(struct prover *prover)
{
	const struct engine *engine = prover->engine;
	const uint8_t width = prover->shuffle->width;
	struct block_sums *sums = &prover->sums[0];
	uint8_t *out = prover->proof + proof_commitment(&prover->parts, width, 1);
	struct decoded point;
	struct scalar g;

	random_scalars(prover->omega, 5);
	random_scalars(prover->omega4, width);
	for (size_t i = 0; i < 2; i++, out += POINT_BYTES) {
		engine->multiply(&point, prover->base, &prover->omega[i]);
		put_point(out, &point, engine);
	}
	add_multiple(&sums->t3, prover->base, &prover->omega[2], engine);
	put_point(out, &sums->t3, engine);
	out += POINT_BYTES;
	for (size_t k = 0; k < width; k++, out += CIPHERTEXT_BYTES) {
		engine->multiply(&point, prover->base, &prover->omega4[k]);
		engine->subtract(&sums->t4[2 * k], &sums->t4[2 * k], &point);
		put_point(out, &sums->t4[2 * k], engine);
		engine->multiply(&point, prover->joint_key, &prover->omega4[k]);
		engine->subtract(&sums->t4[2 * k + 1], &sums->t4[2 * k + 1], &point);
		put_point(out + POINT_BYTES, &sums->t4[2 * k + 1], engine);
	}
	g = prover->omega[4];
	scalar_add_to(&g, &sums->t5_g);
	engine->multiply(&point, prover->base, &g);
	add_multiple(&point, prover->h0, &sums->t5_h, engine);
	put_point(out, &point, engine);
	sodium_memzero(&point, sizeof point);
	scalar_wipe(&g);
}

/* mask + e secret, into the proof */
static void respond(struct prover *prover, size_t at, const struct scalar *mask, const struct scalar *secret)
{
	struct scalar response = *mask;

	scalar_add_product(&response, &prover->e, secret);
	memcpy(prover->proof + at, response.bytes, SCALAR_BYTES);
}

static void respond_block(void *context, size_t index)
{
	struct prover *prover = context;
	size_t first = index * prover->block, end = first + block_len(prover, index);

	for (size_t i = first; i < end; i++)
		respond(prover, prover->parts.s_prime + i * SCALAR_BYTES, &prover->own.omega[i], &prover->own.u[i]);
	shuffle_wipe_stack();
}

static void respond_all(struct prover *prover)
{
	const struct proof_parts *parts = &prover->parts;
	const struct block_sums *sums = &prover->sums[0];

	respond(prover, parts->s1, &prover->omega[0], &sums->r);
	respond(prover, parts->s2, &prover->omega[1], &prover->own.chain_g[prover->shuffle->count - 1]);
	respond(prover, parts->s3, &prover->omega[2], &sums->ur);
	for (size_t k = 0; k < prover->shuffle->width; k++)
		respond(prover, parts->s4 + k * SCALAR_BYTES, &prover->omega4[k], &sums->us[k]);
	respond(prover, parts->s5, &prover->omega[4], &sums->zrhat);
	crew_each(prover->crew, prover->block_count, NULL, respond_block, prover);
}

static void prove(struct prover *prover)
{
	const struct shuffle *shuffle = prover->shuffle;
	struct hash input, output;
	struct transcript transcript;

	list_hash(&input, shuffle->contest, shuffle->width, shuffle->count, shuffle->input);
	list_hash(&output, shuffle->contest, shuffle->width, shuffle->count, prover->output);
	shuffle_begin(&transcript, shuffle, &input, &output);
	shuffle_seed_u(&prover->seed_u, &transcript, prover->proof, &prover->parts);
	make_chain(prover);
	shuffle_seed_z(&prover->seed_z, &transcript, prover->proof, &prover->parts);
	crew_each(prover->crew, prover->block_count, NULL, sums_block, prover);
	gather(prover);
	commit(prover);
	shuffle_challenge(&prover->e, &transcript, prover->proof, &prover->parts, shuffle->width);
	respond_all(prover);
}

enum status shuffle_make(uint8_t *output, uint8_t *proof, const struct shuffle *shuffle, const struct engine *engine,
                         const struct crew *crew)
{
	struct prover prover = {.shuffle = shuffle, .engine = engine, .crew = crew, .output = output, .proof = proof};
	enum status status;

	if (shuffle->width < 1 || shuffle->width > SHUFFLE_WIDTH_MAX)
		return STATUS_RANGE;
	if (shuffle->count == 0)
		return STATUS_OK;
	proof_parts(&prover.parts, shuffle->count, shuffle->width);
	status = allocate(&prover);
	if (status == STATUS_OK)
		status = make_tables(&prover);
	if (status == STATUS_OK)
		status = make_entries(&prover);
	if (status == STATUS_OK)
		prove(&prover);
	/* Entries half made could still be followed. */
	if (status != STATUS_OK) {
		sodium_memzero(output, list_bytes(shuffle->count, shuffle->width));
		sodium_memzero(proof, prover.parts.len);
	}
	finish(&prover);
	return status;
}
