/* What a verifier of shuffles keeps, and which weighted sums of which lists it wants. */
#ifndef FOLKMOOT_SHUFFLE_WANTED_H
#define FOLKMOOT_SHUFFLE_WANTED_H

#include "shuffle.h"
#include "shuffle_parts.h"

/* One mix. */
struct view {
	const struct shuffle *shuffle;
	const uint8_t *proof;
	struct proof_parts parts;
	const struct hash *input_hash, *output_hash;
	struct hash seed_u, seed_z;
	struct scalar e, minus_e, product_u;
	struct scalar rho, minus_rho, minus_rho_e; /* of this mix in the sums of all mixes */
	const struct view *taker;                  /* the mix whose input its output is, or NULL */
	struct weights permutation_weights[2], chain_weights[1], input_weights[1], output_weights[2];
	struct point_list *permutation, *chain;
	struct point_list *input, *output; /* 2 width lists: a_1, b_1, a_2, ... */
	size_t input_sum;                  /* which sum of input is the one under u */
};

enum manner { TOGETHER, ONE_BY_ONE };

struct verifier {
	const struct engine *engine;
	const struct crew *crew;
	struct view *view;
	size_t mix_count;
	struct hash *hashes; /* of each mix's input, and of its output */
	struct weights *generator_weights;
	struct point_list *lists, *generators;
	size_t list_count;
	struct decoded base, joint_key, h0;
};

/* Fills verifier->lists with what is wanted; the challenges (and TOGETHER: rho) of every mix are set. */
void shuffle_want(struct verifier *verifier, enum manner manner);

#endif
