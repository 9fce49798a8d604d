#include "shuffle_wanted.h"

#include <string.h>

#include "elgamal.h"

enum { AT_ONCE = 128 };

_Static_assert(SHUFFLE_MIXES_MAX + 1 <= MULTIEXP_MAX_SUMS, "a sum of the generators for each mix, and their plain sum");

/* --- weights --- */

static void fill_u(struct scalar *out, size_t first, size_t count, const void *context)
{
	const struct view *view = context;

	expand_challenges(out, &view->seed_u, first, count);
}

static void fill_responses(struct scalar *out, size_t first, size_t count, const void *context)
{
	const struct view *view = context;

	memcpy(out, view->proof + view->parts.s_prime + first * SCALAR_BYTES, count * SCALAR_BYTES);
}

/* Check (4) of the mix that made the list and of the one that took it. */
static void fill_entries(struct scalar *out, size_t first, size_t count, const void *context)
{
	const struct view *view = context, *taker = view->taker;
	struct scalar u[AT_ONCE], own;

	for (size_t done = 0; done < count; done += AT_ONCE) {
		size_t now = count - done < AT_ONCE ? count - done : AT_ONCE;

		if (taker)
			expand_challenges(u, &taker->seed_u, first + done, now);
		for (size_t i = 0; i < now; i++) {
			fill_responses(&own, first + done + i, 1, view);
			memset(&out[done + i], 0, sizeof *out);
			scalar_add_product(&out[done + i], &view->rho, &own);
			if (taker)
				scalar_add_product(&out[done + i], &taker->minus_rho_e, &u[i]);
		}
	}
}

/* Check (3) of all mixes. */
static void fill_generators(struct scalar *out, size_t first, size_t count, const void *context)
{
	const struct verifier *verifier = context;
	struct scalar own;

	memset(out, 0, count * sizeof *out);
	for (size_t m = 0; m < verifier->mix_count; m++) {
		for (size_t i = 0; i < count; i++) {
			fill_responses(&own, first + i, 1, &verifier->view[m]);
			scalar_add_product(&out[i], &verifier->view[m].rho, &own);
		}
	}
}

/* Check (5) as one sum over the chain: chat_i stands in it as the link before i + 1, and as the link i. */
static void fill_chain(struct scalar *out, size_t first, size_t count, const void *context)
{
	const struct view *view = context;
	const size_t links = view->shuffle->count;
	struct scalar z[AT_ONCE + 1], response;

	for (size_t done = 0; done < count; done += AT_ONCE) {
		size_t now = count - done < AT_ONCE ? count - done : AT_ONCE;

		expand_challenges(z, &view->seed_z, first + done, now + 1);
		for (size_t i = 0; i < now; i++) {
			size_t at = first + done + i;

			memset(&out[done + i], 0, sizeof *out);
			scalar_add_product(&out[done + i], &view->minus_e, &z[i]);
			if (at + 1 == links)
				continue;
			fill_responses(&response, at + 1, 1, view);
			scalar_add_product(&out[done + i], &response, &z[i + 1]);
		}
	}
}

/* --- what is wanted of which list --- */

static void want(struct point_list *list, const uint8_t *bytes, size_t stride, size_t count,
                 const struct weights *weights, size_t weight_count)
{
	list->bytes = bytes;
	list->stride = stride;
	list->count = count;
	list->weights = weights;
	list->weight_count = weight_count;
}

static struct point_list *want_entries(struct verifier *verifier, const uint8_t *entries, const struct shuffle *shuffle,
                                       const struct weights *weights, size_t weight_count)
{
	struct point_list *first = &verifier->lists[verifier->list_count];

	for (size_t k = 0; k < 2 * (size_t)shuffle->width; k++)
		want(&verifier->lists[verifier->list_count++], entries + k * POINT_BYTES,
		     (size_t)shuffle->width * CIPHERTEXT_BYTES, shuffle->count, weights, weight_count);
	return first;
}

static void want_mix(struct verifier *verifier, size_t index, enum manner manner)
{
	struct view *view = &verifier->view[index], *next = view + 1;
	const struct shuffle *shuffle = view->shuffle;
	int shared = index + 1 < verifier->mix_count && next->shuffle->input == shuffle->output;
	const struct weights u = {fill_u, view, SMALL_BITS}, responses = {fill_responses, view, FULL_BITS};

	view->permutation_weights[0] = (struct weights){NULL, NULL, 1};
	view->permutation_weights[1] = u;
	view->chain_weights[0] = (struct weights){fill_chain, view, FULL_BITS};
	view->input_weights[0] = u;
	view->output_weights[0] = responses;
	view->output_weights[1] = (struct weights){fill_u, next, SMALL_BITS};
	verifier->generator_weights[1 + index] = responses;
	view->permutation = &verifier->lists[verifier->list_count++];
	want(view->permutation, view->proof + view->parts.permutation, POINT_BYTES, shuffle->count,
	     view->permutation_weights, 2);
	view->chain = &verifier->lists[verifier->list_count++];
	want(view->chain, view->proof + view->parts.chain, POINT_BYTES, shuffle->count, view->chain_weights, 1);
	if (!view->input)
		view->input = want_entries(verifier, shuffle->input, shuffle, view->input_weights, 1);
	if (manner == TOGETHER)
		view->output_weights[0] = (struct weights){fill_entries, view, FULL_BITS};
	view->taker = shared ? next : NULL;
	view->output = want_entries(verifier, shuffle->output, shuffle, view->output_weights,
	                            shared && manner == ONE_BY_ONE ? 2 : 1);
	if (shared) {
		next->input = view->output;
		next->input_sum = 1;
	}
}

void shuffle_want(struct verifier *verifier, enum manner manner)
{
	size_t sums = manner == TOGETHER ? 2 : 1 + verifier->mix_count;

	verifier->list_count = 0;
	verifier->generators = &verifier->lists[verifier->list_count++];
	verifier->generator_weights[0] = (struct weights){NULL, NULL, 1};
	for (size_t i = 0; i < verifier->mix_count; i++)
		verifier->view[i].input = NULL;
	for (size_t i = 0; i < verifier->mix_count; i++)
		want_mix(verifier, i, manner);
	if (manner == TOGETHER)
		verifier->generator_weights[1] = (struct weights){fill_generators, verifier, FULL_BITS};
	want(verifier->generators, NULL, 0, verifier->view[0].shuffle->count, verifier->generator_weights, sums);
	verifier->generators->from = 1;
}
