/* The verifier's side: public data only. Every point is decoded once, with all sums that are wanted of it; weights are
 * made on the fly.
 *
 * Several mixes are first checked together: checks 3 and 4, each times a random number of the verifier's own, are added
 * up over the mixes, so that one sum of each list does for the mix that made it and the one that took it. Where
 * anything is wrong, all is done again one by one, to name it. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "elgamal.h"
#include "shuffle.h"
#include "shuffle_parts.h"
#include "shuffle_wanted.h"

enum { AT_ONCE = 128, TERMS_MAX = 4, COMMITMENTS_MAX = 4 + 2 * SHUFFLE_WIDTH_MAX };

/* --- challenges --- */

/* Of each mix first the input, then the output; what is shared is hashed once. */
static void hash_one(void *context, size_t index)
{
	struct verifier *verifier = context;
	struct view *view = &verifier->view[index / 2];
	const struct shuffle *shuffle = view->shuffle;

	if (index % 2 == 1)
		list_hash(&verifier->hashes[index], shuffle->contest, shuffle->width, shuffle->count, shuffle->output);
	else if (index == 0 || view[-1].shuffle->output != shuffle->input)
		list_hash(&verifier->hashes[index], shuffle->contest, shuffle->width, shuffle->count, shuffle->input);
}

static void draw_challenges(void *context, size_t index)
{
	struct verifier *verifier = context;
	struct view *view = &verifier->view[index];
	const struct shuffle *shuffle = view->shuffle;
	const struct scalar zero = {{0}};
	struct transcript transcript;
	struct scalar u[AT_ONCE];

	shuffle_begin(&transcript, shuffle, view->input_hash, view->output_hash);
	shuffle_seed_u(&view->seed_u, &transcript, view->proof, &view->parts);
	shuffle_seed_z(&view->seed_z, &transcript, view->proof, &view->parts);
	shuffle_challenge(&view->e, &transcript, view->proof, &view->parts, shuffle->width);
	scalar_subtract(&view->minus_e, &zero, &view->e);
	scalar_from_u64(&view->product_u, 1);
	for (size_t at = 0; at < shuffle->count; at += AT_ONCE) {
		size_t now = shuffle->count - at < AT_ONCE ? shuffle->count - at : AT_ONCE;

		expand_challenges(u, &view->seed_u, at, now);
		for (size_t i = 0; i < now; i++)
			crypto_core_ristretto255_scalar_mul(view->product_u.bytes, view->product_u.bytes, u[i].bytes);
	}
}

static void draw_all(struct verifier *verifier)
{
	crew_each(verifier->crew, 2 * verifier->mix_count, NULL, hash_one, verifier);
	for (size_t i = 0; i < verifier->mix_count; i++) {
		struct view *view = &verifier->view[i];
		int shared = i > 0 && view[-1].shuffle->output == view->shuffle->input;

		view->input_hash = &verifier->hashes[shared ? 2 * i - 1 : 2 * i];
		view->output_hash = &verifier->hashes[2 * i + 1];
	}
	crew_each(verifier->crew, verifier->mix_count, NULL, draw_challenges, verifier);
}

/* --- the checks of one mix --- */

/* A sum of a few terms that must be the identity. */
struct terms {
	struct decoded point[TERMS_MAX];
	struct scalar weight[TERMS_MAX];
	size_t count;
};

static void add_term(struct terms *terms, const struct scalar *weight, const struct decoded *point)
{
	terms->weight[terms->count] = *weight;
	terms->point[terms->count++] = *point;
}

static enum status vanishes(const struct terms *terms, const struct engine *engine)
{
	struct decoded sum;
	enum status status = engine->sum(&sum, terms->point, terms->weight, terms->count, FULL_BITS);

	if (status != STATUS_OK)
		return status;
	return engine->is_identity(&sum) ? STATUS_OK : STATUS_PROOF;
}

static struct scalar response(const struct view *view, size_t at)
{
	struct scalar out;

	memcpy(out.bytes, view->proof + at, SCALAR_BYTES);
	return out;
}

static struct scalar negative(const struct scalar *a)
{
	const struct scalar zero = {{0}};
	struct scalar out;

	scalar_subtract(&out, &zero, a);
	return out;
}

static struct scalar product(const struct scalar *a, const struct scalar *b)
{
	struct scalar out;

	scalar_multiply(&out, a, b);
	return out;
}

/* Begins s G - T, as checks 1, 2, 3 and 5 do. */
static void begin_terms(struct terms *terms, const struct verifier *verifier, const struct view *view, size_t s,
                        const struct decoded *commitment)
{
	const struct scalar one = {{1}}, value = response(view, s), minus = negative(&one);

	terms->count = 0;
	add_term(terms, &value, &verifier->base);
	add_term(terms, &minus, commitment);
}

static enum status check_commitment(const struct verifier *verifier, const struct view *view,
                                    const struct decoded *commitment)
{
	struct terms terms;

	begin_terms(&terms, verifier, view, view->parts.s1, &commitment[0]);
	add_term(&terms, &view->minus_e, &view->permutation->sums[0]);
	add_term(&terms, &view->e, &verifier->generators->sums[0]);
	return vanishes(&terms, verifier->engine);
}

static enum status check_chain_end(const struct verifier *verifier, const struct view *view,
                                   const struct decoded *commitment)
{
	const uint8_t *last = view->proof + view->parts.commitment - POINT_BYTES;
	const struct scalar expected = product(&view->e, &view->product_u);
	struct decoded end;
	struct terms terms;
	enum status status = verifier->engine->decode(&end, last);

	if (status != STATUS_OK)
		return status;
	begin_terms(&terms, verifier, view, view->parts.s2, &commitment[1]);
	add_term(&terms, &view->minus_e, &end);
	add_term(&terms, &expected, &verifier->h0);
	return vanishes(&terms, verifier->engine);
}

static enum status check_permutation(const struct verifier *verifier, const struct view *view,
                                     const struct decoded *commitment)
{
	const struct scalar one = {{1}};
	struct terms terms;

	begin_terms(&terms, verifier, view, view->parts.s3, &commitment[2]);
	add_term(&terms, &one, &verifier->generators->sums[1 + (view - verifier->view)]);
	add_term(&terms, &view->minus_e, &view->permutation->sums[1]);
	return vanishes(&terms, verifier->engine);
}

static enum status check_entries(const struct verifier *verifier, const struct view *view,
                                 const struct decoded *commitment)
{
	const struct scalar one = {{1}}, minus_one = negative(&one);
	struct terms terms;
	enum status status = STATUS_OK;

	for (size_t k = 0; k < 2 * (size_t)view->shuffle->width && status == STATUS_OK; k++) {
		const struct scalar s4 = response(view, view->parts.s4 + k / 2 * SCALAR_BYTES),
		                    minus_s4 = negative(&s4);

		terms.count = 0;
		add_term(&terms, &one, &view->output[k].sums[0]);
		add_term(&terms, &minus_s4, k % 2 == 0 ? &verifier->base : &verifier->joint_key);
		add_term(&terms, &minus_one, &commitment[3 + k]);
		add_term(&terms, &view->minus_e, &view->input[k].sums[view->input_sum]);
		status = vanishes(&terms, verifier->engine);
	}
	return status;
}

static enum status check_chain(const struct verifier *verifier, const struct view *view,
                               const struct decoded *commitment)
{
	const struct scalar one = {{1}}, first = response(view, view->parts.s_prime);
	struct scalar z, weight;
	struct terms terms;

	expand_challenges(&z, &view->seed_z, 0, 1);
	weight = product(&first, &z);
	begin_terms(&terms, verifier, view, view->parts.s5, &commitment[3 + 2 * (size_t)view->shuffle->width]);
	add_term(&terms, &weight, &verifier->h0);
	add_term(&terms, &one, &view->chain->sums[0]);
	return vanishes(&terms, verifier->engine);
}

static enum status check_equations(struct shuffle_fault *fault, const struct verifier *verifier,
                                   const struct view *view, const struct decoded *commitment)
{
	static const struct {
		enum shuffle_check check;
		enum status (*holds)(const struct verifier *, const struct view *, const struct decoded *);
	} checks[] = {
	    {SHUFFLE_COMMITMENT, check_commitment},
	    {SHUFFLE_CHAIN_END, check_chain_end},
	    {SHUFFLE_PERMUTATION, check_permutation},
	    {SHUFFLE_ENTRIES, check_entries},
	    {SHUFFLE_CHAIN, check_chain},
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof checks / sizeof checks[0] && status == STATUS_OK; i++) {
		fault->check = checks[i].check;
		status = checks[i].holds(verifier, view, commitment);
	}
	return status;
}

/* The lists' own verdicts on their points. */
static enum status check_lists(struct shuffle_fault *fault, const struct view *view)
{
	const struct point_list *const proofs[] = {view->permutation, view->chain};
	const size_t count = view->shuffle->count;

	for (size_t k = 0; k < 2 * (size_t)view->shuffle->width; k++) {
		const struct point_list *bad = view->input[k].status != STATUS_OK ? &view->input[k] : &view->output[k];

		if (bad->status == STATUS_OK)
			continue;
		fault->check = bad == &view->output[k] ? SHUFFLE_POINT : SHUFFLE_INPUT;
		fault->index = bad->bad;
		return bad->status;
	}
	fault->check = SHUFFLE_PROOF_POINT;
	for (size_t i = 0; i < 2; i++) {
		fault->index = i * count + proofs[i]->bad;
		if (proofs[i]->status != STATUS_OK)
			return proofs[i]->status;
	}
	return STATUS_OK;
}

/* The points of one mix: what the lists say of theirs, then the proof's commitments, which are decoded here. */
static enum status check_points(struct shuffle_fault *fault, struct decoded *commitment,
                                const struct verifier *verifier, const struct view *view)
{
	const size_t before = 2 * (size_t)view->shuffle->count;
	enum status status = check_lists(fault, view);

	for (size_t i = 0; i < 4 + 2 * (size_t)view->shuffle->width && status == STATUS_OK; i++) {
		fault->index = before + i;
		status =
		    verifier->engine->decode(&commitment[i], view->proof + view->parts.commitment + i * POINT_BYTES);
	}
	return status;
}

static enum status check_mix(struct shuffle_fault *fault, const struct verifier *verifier, size_t index)
{
	const struct view *view = &verifier->view[index];
	struct decoded commitment[COMMITMENTS_MAX];
	enum status status;

	fault->mix = index;
	status = check_points(fault, commitment, verifier, view);
	if (status != STATUS_OK)
		return status;
	fault->index = 0;
	return check_equations(fault, verifier, view, commitment);
}

/* --- all mixes together --- */

/* sum += the terms */
static enum status add_terms(struct decoded *sum, const struct terms *terms, const struct engine *engine)
{
	struct decoded more;
	enum status status = engine->sum(&more, terms->point, terms->weight, terms->count, FULL_BITS);

	if (status == STATUS_OK)
		engine->add(sum, sum, &more);
	return status;
}

/* One mix's part of check (3) and of each of check (4); sums[0] is for (3). */
static enum status add_mix(struct decoded *sums, const struct verifier *verifier, const struct view *view,
                           const struct decoded *commitment)
{
	const struct scalar one = {{1}}, s3 = response(view, view->parts.s3), rho_s3 = product(&view->rho, &s3);
	int shared = view > verifier->view && view[-1].taker == view;
	struct terms terms = {.count = 0};
	enum status status;

	add_term(&terms, &rho_s3, &verifier->base);
	add_term(&terms, &view->minus_rho, &commitment[2]);
	add_term(&terms, &view->minus_rho_e, &view->permutation->sums[1]);
	status = add_terms(&sums[0], &terms, verifier->engine);
	for (size_t k = 0; k < 2 * (size_t)view->shuffle->width && status == STATUS_OK; k++) {
		const struct scalar s4 = response(view, view->parts.s4 + k / 2 * SCALAR_BYTES);
		const struct scalar weight = product(&view->minus_rho, &s4);

		terms.count = 0;
		add_term(&terms, &weight, k % 2 == 0 ? &verifier->base : &verifier->joint_key);
		add_term(&terms, &view->minus_rho, &commitment[3 + k]);
		add_term(&terms, &one, &view->output[k].sums[0]);
		if (!shared)
			add_term(&terms, &view->minus_rho_e, &view->input[k].sums[0]);
		status = add_terms(&sums[1 + k], &terms, verifier->engine);
	}
	return status;
}

static enum status check_one_together(struct decoded *sums, const struct verifier *verifier, const struct view *view)
{
	struct decoded commitment[COMMITMENTS_MAX];
	struct shuffle_fault fault;
	enum status status = check_points(&fault, commitment, verifier, view);

	if (status == STATUS_OK)
		status = check_commitment(verifier, view, commitment);
	if (status == STATUS_OK)
		status = check_chain_end(verifier, view, commitment);
	if (status == STATUS_OK)
		status = check_chain(verifier, view, commitment);
	return status == STATUS_OK ? add_mix(sums, verifier, view, commitment) : status;
}

static enum status check_together(const struct verifier *verifier)
{
	struct decoded sums[1 + 2 * SHUFFLE_WIDTH_MAX];
	const size_t count = 1 + 2 * (size_t)verifier->view[0].shuffle->width;
	enum status status = STATUS_OK;

	for (size_t k = 0; k < count; k++)
		verifier->engine->identity(&sums[k]);
	for (size_t i = 0; i < verifier->mix_count && status == STATUS_OK; i++)
		status = check_one_together(sums, verifier, &verifier->view[i]);
	if (status != STATUS_OK)
		return status;
	verifier->engine->add(&sums[0], &sums[0], &verifier->generators->sums[1]);
	for (size_t k = 0; k < count && status == STATUS_OK; k++)
		status = verifier->engine->is_identity(&sums[k]) ? STATUS_OK : STATUS_PROOF;
	return status;
}

/* Below 2^128, from the system, after all proofs are there: no prover can know it. */
static void draw_rho(struct view *view)
{
	const struct scalar zero = {{0}};

	memset(&view->rho, 0, sizeof view->rho);
	randombytes_buf(view->rho.bytes, SMALL_BITS / 8);
	scalar_subtract(&view->minus_rho, &zero, &view->rho);
	scalar_multiply(&view->minus_rho_e, &view->minus_rho, &view->e);
}

/* --- all mixes --- */

/* The lists must be of one kind, and the proof's length and numbers right, before anything is summed. */
static enum status check_form(struct shuffle_fault *fault, const struct shuffle *mixes, const uint8_t *proof,
                              size_t proof_len, size_t index)
{
	const struct shuffle *mix = &mixes[index];
	struct proof_parts parts;
	struct scalar scalar;
	size_t expected;
	enum status status = STATUS_OK;

	*fault = (struct shuffle_fault){index, SHUFFLE_LENGTH, 0};
	if (mix->width < 1 || mix->width > SHUFFLE_WIDTH_MAX)
		return STATUS_RANGE;
	if (mix->contest != mixes[0].contest || mix->width != mixes[0].width || mix->count != mixes[0].count ||
	    !point_equal(&mix->joint_key, &mixes[0].joint_key))
		return STATUS_MISMATCH;
	expected = shuffle_proof_bytes(mix->count, mix->width);
	if (proof_len != expected)
		return proof_len < expected ? STATUS_TRUNCATED : STATUS_TRAILING;
	fault->check = SHUFFLE_SCALAR;
	proof_parts(&parts, mix->count, mix->width);
	for (size_t at = parts.s1; at < expected && status == STATUS_OK; at += SCALAR_BYTES) {
		fault->index = (at - parts.s1) / SCALAR_BYTES;
		status = scalar_decode(&scalar, proof + at);
	}
	return status;
}

static enum status prepare(struct verifier *verifier, const struct shuffle *mixes, const uint8_t *const *proofs)
{
	const struct engine *engine = verifier->engine;
	size_t count = verifier->mix_count, lists = 1 + count * (2 + 4 * (size_t)mixes[0].width);
	enum status status;

	verifier->view = calloc(count, sizeof *verifier->view);
	verifier->hashes = calloc(2 * count, sizeof *verifier->hashes);
	verifier->generator_weights = calloc(1 + count, sizeof *verifier->generator_weights);
	verifier->lists = aligned_alloc(_Alignof(struct point_list), lists * sizeof *verifier->lists);
	if (!verifier->view || !verifier->hashes || !verifier->generator_weights || !verifier->lists)
		return STATUS_NO_ROOM;
	memset(verifier->lists, 0, lists * sizeof *verifier->lists);
	for (size_t i = 0; i < count; i++) {
		verifier->view[i].shuffle = &mixes[i];
		verifier->view[i].proof = proofs[i];
		proof_parts(&verifier->view[i].parts, mixes[i].count, mixes[i].width);
	}
	status = shuffle_base(&verifier->base, engine);
	if (status == STATUS_OK)
		status = engine->decode(&verifier->joint_key, mixes[0].joint_key.bytes);
	shuffle_generator(&verifier->h0, 0, engine);
	return status;
}

static enum status sum_all(struct verifier *verifier, enum manner manner)
{
	if (manner == TOGETHER)
		for (size_t i = 0; i < verifier->mix_count; i++)
			draw_rho(&verifier->view[i]);
	shuffle_want(verifier, manner);
	return multiexp_lists(verifier->lists, verifier->list_count, verifier->engine, verifier->crew,
	                      SHUFFLE_CHECKING);
}

static enum status verify(struct shuffle_fault *fault, struct verifier *verifier, const struct shuffle *mixes,
                          const uint8_t *const *proofs)
{
	enum status status = prepare(verifier, mixes, proofs);

	if (status != STATUS_OK)
		return status;
	draw_all(verifier);
	if (verifier->mix_count > 1) {
		status = sum_all(verifier, TOGETHER);
		if (status == STATUS_OK)
			status = check_together(verifier);
		if (status == STATUS_OK || status == STATUS_NO_ROOM)
			return status;
	}
	status = sum_all(verifier, ONE_BY_ONE);
	for (size_t i = 0; i < verifier->mix_count && status == STATUS_OK; i++)
		status = check_mix(fault, verifier, i);
	return status;
}

static void finish(struct verifier *verifier)
{
	free(verifier->view);
	free(verifier->hashes);
	free(verifier->generator_weights);
	free(verifier->lists);
}

enum status shuffle_verify(struct shuffle_fault *fault, const struct shuffle *mixes, const uint8_t *const *proofs,
                           const size_t *proof_len, size_t mix_count, const struct engine *engine,
                           const struct crew *crew)
{
	struct verifier verifier = {.engine = engine, .crew = crew};
	struct shuffle_fault form = {0, SHUFFLE_HOLDS, 0};
	enum status form_status = STATUS_OK, status = STATUS_OK;

	*fault = (struct shuffle_fault){0, SHUFFLE_HOLDS, 0};
	if (mix_count > SHUFFLE_MIXES_MAX)
		return STATUS_RANGE;
	while (verifier.mix_count < mix_count) {
		size_t at = verifier.mix_count;

		form_status = check_form(&form, mixes, proofs[at], proof_len[at], at);
		if (form_status != STATUS_OK)
			break;
		verifier.mix_count++;
	}
	/* The mixes before one that is not even written right may be at fault too, and come first. */
	if (verifier.mix_count > 0 && mixes[0].count > 0)
		status = verify(fault, &verifier, mixes, proofs);
	finish(&verifier);
	if (status != STATUS_OK)
		return status;
	*fault = form_status == STATUS_OK ? (struct shuffle_fault){0, SHUFFLE_HOLDS, 0} : form;
	return form_status;
}
