/* A prover of shuffles that was written from the document alone and does not mind lying: output i is whatever sum of
 * the inputs its matrix says, and the proof is made as well as it can be made for it. With a permutation's matrix it is
 * an honest prover. Width 1. */
#ifndef FOLKMOOT_TESTS_FORGER_H
#define FOLKMOOT_TESTS_FORGER_H

#include <string.h>

#include "elgamal.h"
#include "shuffle.h"

enum { FORGED = 3, FORGED_LIST = FORGED * 64, FORGED_PROOF = 32 * (3 * FORGED + 8 + 3) };

enum forged_chain {
	CHAIN_TRUE,      /* every link as it must be */
	CHAIN_END_BENT,  /* the last link jumps to where the product of all u says */
	CHAIN_PREDICTED, /* errors in two links that cancel under coefficients known beforehand */
};

struct forger {
	struct scalar m[FORGED][FORGED]; /* committed to: c_j = r_j G + sum over i of m[i][j] h_i */
	struct scalar a[FORGED][FORGED]; /* done: output i = sum over j of a[i][j] input j */
	struct point added;              /* to the second point of output 0; the identity: nothing */
	struct point h[1 + FORGED];      /* generators; the protocol's where own_generators is 0 */
	int own_generators;
	enum forged_chain chain;
	/* what it makes */
	uint8_t output[FORGED_LIST], proof[FORGED_PROOF];
	struct scalar r[FORGED], s[FORGED], u[FORGED], forged_u[FORGED], z[FORGED], rhat[FORGED];
	struct scalar end_g, end_h; /* chat_N = end_g G + end_h h_0 */
	struct point chain_point[1 + FORGED];
	struct transcript transcript;
};

static inline void forger_set(struct scalar *out, int64_t value)
{
	struct scalar zero = {{0}}, size;

	scalar_from_u64(&size, (uint64_t)(value < 0 ? -value : value));
	if (value < 0)
		scalar_subtract(out, &zero, &size);
	else
		*out = size;
}

static inline void forger_matrices(struct forger *forger, const int m[FORGED][FORGED], const int a[FORGED][FORGED])
{
	memset(forger, 0, sizeof *forger);
	for (size_t i = 0; i < FORGED; i++) {
		for (size_t j = 0; j < FORGED; j++) {
			forger_set(&forger->m[i][j], m[i][j]);
			forger_set(&forger->a[i][j], a[i][j]);
		}
	}
}

/* sum += k p, where k may be 0 and p the identity */
static inline void forger_add(struct point *sum, const struct scalar *k, const struct point *p)
{
	struct point product;

	if (!scalar_is_zero(k) && !point_is_identity(p) && point_multiply(&product, k, p) == STATUS_OK)
		point_add(sum, sum, &product);
}

static inline struct point forger_base(void)
{
	struct scalar one = {{1}};
	struct point out = {{0}};

	(void)!point_multiply_base(&out, &one);
	return out;
}

static inline void forger_mul_add(struct scalar *sum, const struct scalar *a, const struct scalar *b)
{
	struct scalar product;

	scalar_multiply(&product, a, b);
	scalar_add(sum, sum, &product);
}

static inline struct point forger_input(const struct shuffle *shuffle, size_t j, size_t half)
{
	struct point out;

	memcpy(out.bytes, shuffle->input + 64 * j + 32 * half, 32);
	return out;
}

static inline void forge_output(struct forger *forger, const struct shuffle *shuffle)
{
	const struct point base = forger_base();

	for (size_t i = 0; i < FORGED; i++) {
		scalar_random(&forger->s[i]);
		for (size_t half = 0; half < 2; half++) {
			struct point sum = {{0}};

			for (size_t j = 0; j < FORGED; j++) {
				struct point input = forger_input(shuffle, j, half);

				forger_add(&sum, &forger->a[i][j], &input);
			}
			forger_add(&sum, &forger->s[i], half == 0 ? &base : &shuffle->joint_key);
			if (i == 0 && half == 1)
				point_add(&sum, &sum, &forger->added);
			memcpy(forger->output + 64 * i + 32 * half, sum.bytes, 32);
		}
	}
}

static inline void forge_permutation(struct forger *forger)
{
	const struct point base = forger_base();

	for (size_t j = 0; j < FORGED; j++) {
		struct point c = {{0}};

		scalar_random(&forger->r[j]);
		forger_add(&c, &forger->r[j], &base);
		for (size_t i = 0; i < FORGED; i++)
			forger_add(&c, &forger->m[i][j], &forger->h[1 + i]);
		memcpy(forger->proof + 32 * j, c.bytes, 32);
	}
}

static inline void forge_begin(struct forger *forger, const struct shuffle *shuffle)
{
	struct transcript *t = &forger->transcript;
	struct hash hash;

	transcript_init(t, "folkmoot/shuffle/1");
	transcript_append(t, "election", shuffle->election.bytes, 32);
	transcript_append_point(t, "joint key", &shuffle->joint_key);
	transcript_append(t, "mixer", shuffle->mixer, 32);
	transcript_append_u64(t, "mix", shuffle->mix);
	transcript_append_u64(t, "contest", shuffle->contest);
	transcript_append_u64(t, "width", shuffle->width);
	transcript_append_u64(t, "count", shuffle->count);
	list_hash(&hash, shuffle->contest, shuffle->width, shuffle->count, shuffle->input);
	transcript_append(t, "input", hash.bytes, 32);
	list_hash(&hash, shuffle->contest, shuffle->width, shuffle->count, forger->output);
	transcript_append(t, "output", hash.bytes, 32);
	transcript_append(t, "permutation", forger->proof, 32 * FORGED);
	transcript_hash(&hash, t, "u");
	expand_challenges(forger->u, &hash, 0, FORGED);
	memset(forger->forged_u, 0, sizeof forger->forged_u);
	for (size_t i = 0; i < FORGED; i++)
		for (size_t j = 0; j < FORGED; j++)
			forger_mul_add(&forger->forged_u[i], &forger->m[i][j], &forger->u[j]);
	/* Some coefficients that a prover may hope for. */
	expand_challenges(forger->z, &hash, 100, FORGED);
}

static inline struct scalar forger_product(const struct scalar factors[FORGED])
{
	struct scalar out = {{1}};

	for (size_t i = 0; i < FORGED; i++)
		scalar_multiply(&out, &out, &factors[i]);
	return out;
}

/* Errors a_1 and a_2 (in multiples of h_0) of the first two links: z_1 a_1 + z_2 a_2 = 0, and the last link is the
 * product of all u: a_1 (u'_2 - z_1/z_2) u'_3 = (product of u) - (product of u'). */
static inline enum status forge_errors(struct scalar a[FORGED], const struct forger *forger)
{
	const struct scalar *v = forger->forged_u;
	struct scalar ratio, divisor, wanted = forger_product(forger->u), now = forger_product(v), zero = {{0}};
	enum status status = scalar_invert(&ratio, &forger->z[1]);

	memset(a, 0, FORGED * sizeof *a);
	if (status != STATUS_OK)
		return status;
	scalar_multiply(&ratio, &ratio, &forger->z[0]);
	scalar_subtract(&divisor, &v[1], &ratio);
	scalar_multiply(&divisor, &divisor, &v[2]);
	status = scalar_invert(&divisor, &divisor);
	if (status != STATUS_OK)
		return status;
	scalar_subtract(&a[0], &wanted, &now);
	scalar_multiply(&a[0], &a[0], &divisor);
	scalar_multiply(&a[1], &a[0], &ratio);
	scalar_subtract(&a[1], &zero, &a[1]);
	return STATUS_OK;
}

static inline enum status forge_chain(struct forger *forger)
{
	const struct point base = forger_base();
	struct scalar error[FORGED], g = {{0}}, h = {{1}};
	enum status status = forge_errors(error, forger);

	forger->chain_point[0] = forger->h[0];
	for (size_t i = 0; i < FORGED; i++) {
		struct point link = {{0}};

		scalar_random(&forger->rhat[i]);
		scalar_multiply(&g, &g, &forger->forged_u[i]);
		scalar_add(&g, &g, &forger->rhat[i]);
		scalar_multiply(&h, &h, &forger->forged_u[i]);
		if (forger->chain == CHAIN_PREDICTED)
			scalar_add(&h, &h, &error[i]);
		if (forger->chain == CHAIN_END_BENT && i + 1 == FORGED)
			h = forger_product(forger->u);
		forger_add(&link, &g, &base);
		forger_add(&link, &h, &forger->h[0]);
		forger->chain_point[1 + i] = link;
		memcpy(forger->proof + 32 * (FORGED + i), link.bytes, 32);
	}
	forger->end_g = g;
	forger->end_h = h;
	return status;
}

static inline void forge_respond(struct forger *forger, size_t at, const struct scalar *mask, const struct scalar *e,
                                 const struct scalar *secret)
{
	struct scalar response = *mask;

	forger_mul_add(&response, e, secret);
	memcpy(forger->proof + at, response.bytes, 32);
}

/* Commitments and responses, of masks that are drawn here. */
static inline void forge_rest(struct forger *forger, const struct shuffle *shuffle)
{
	static const char *const labels[] = {"commitment 1",  "commitment 2",  "commitment 3",
	                                     "commitment 4a", "commitment 4b", "commitment 5"};
	const size_t at = 64 * FORGED, responses = at + 6 * 32;
	const struct point base = forger_base();
	struct scalar omega[5], mask[FORGED], e = {{0}}, minus, zero = {{0}}, weight;
	struct scalar sums[3] = {{{0}}, {{0}}, {{0}}}, z_sum = {{0}};
	struct point t[6];
	struct hash hash;

	transcript_append(&forger->transcript, "chain", forger->proof + 32 * FORGED, 32 * FORGED);
	transcript_hash(&hash, &forger->transcript, "z");
	expand_challenges(forger->z, &hash, 0, FORGED);
	memset(t, 0, sizeof t);
	for (size_t i = 0; i < 5; i++)
		scalar_random(&omega[i]);
	for (size_t i = 0; i < FORGED; i++)
		scalar_random(&mask[i]);
	forger_add(&t[0], &omega[0], &base);
	forger_add(&t[1], &omega[1], &base);
	forger_add(&t[2], &omega[2], &base);
	scalar_subtract(&minus, &zero, &omega[3]);
	forger_add(&t[3], &minus, &base);
	forger_add(&t[4], &minus, &shuffle->joint_key);
	forger_add(&t[5], &omega[4], &base);
	for (size_t i = 0; i < FORGED; i++) {
		struct point a, b;

		memcpy(a.bytes, forger->output + 64 * i, 32);
		memcpy(b.bytes, forger->output + 64 * i + 32, 32);
		forger_add(&t[2], &mask[i], &forger->h[1 + i]);
		forger_add(&t[3], &mask[i], &a);
		forger_add(&t[4], &mask[i], &b);
		scalar_multiply(&weight, &mask[i], &forger->z[i]);
		forger_add(&t[5], &weight, &forger->chain_point[i]);
		scalar_add(&sums[0], &sums[0], &forger->r[i]);
		forger_mul_add(&sums[1], &forger->u[i], &forger->r[i]);
		forger_mul_add(&sums[2], &forger->forged_u[i], &forger->s[i]);
		forger_mul_add(&z_sum, &forger->z[i], &forger->rhat[i]);
	}
	for (size_t i = 0; i < 6; i++) {
		memcpy(forger->proof + at + 32 * i, t[i].bytes, 32);
		transcript_append(&forger->transcript, labels[i], t[i].bytes, 32);
	}
	transcript_hash(&hash, &forger->transcript, "e");
	memcpy(e.bytes, hash.bytes, 16);
	forge_respond(forger, responses, &omega[0], &e, &sums[0]);
	forge_respond(forger, responses + 32, &omega[1], &e, &forger->end_g);
	forge_respond(forger, responses + 64, &omega[2], &e, &sums[1]);
	forge_respond(forger, responses + 96, &omega[3], &e, &sums[2]);
	forge_respond(forger, responses + 128, &omega[4], &e, &z_sum);
	for (size_t i = 0; i < FORGED; i++)
		forge_respond(forger, responses + 160 + 32 * i, &mask[i], &e, &forger->forged_u[i]);
}

/* Reads shuffle->input; makes output and proof. */
static inline enum status forge(struct forger *forger, const struct shuffle *shuffle)
{
	enum status status;

	for (uint64_t i = 0; i <= FORGED; i++) {
		struct scalar known;

		if (forger->own_generators) {
			scalar_random(&known);
			if (point_multiply_base(&forger->h[i], &known) != STATUS_OK)
				return STATUS_INTERNAL;
		} else {
			generator(&forger->h[i], i);
		}
	}
	forge_output(forger, shuffle);
	forge_permutation(forger);
	forge_begin(forger, shuffle);
	status = forge_chain(forger);
	forge_rest(forger, shuffle);
	return status;
}

#endif
