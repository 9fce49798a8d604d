#include "shuffle.h"

#include <string.h>

#include "elgamal.h"
#include "shuffle_parts.h"

/* A list has at most 2^32 - 1 ballots of 255 points. */
_Static_assert(sizeof(size_t) > sizeof(uint32_t), "sizes of lists and proofs are computed in more than 32 bits");

size_t list_bytes(uint32_t count, uint8_t width)
{
	return (size_t)count * width * CIPHERTEXT_BYTES;
}

void list_hash(struct hash *out, uint16_t contest, uint8_t width, uint32_t count, const uint8_t *entries)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/list/1");
	transcript_append_u64(&transcript, "contest", contest);
	transcript_append_u64(&transcript, "width", width);
	transcript_append_u64(&transcript, "count", count);
	transcript_append(&transcript, "entries", entries, list_bytes(count, width));
	transcript_hash(out, &transcript, "list");
}

/* --- the proof's bytes --- */

void proof_parts(struct proof_parts *out, uint32_t count, uint8_t width)
{
	out->permutation = 0;
	out->chain = (size_t)count * POINT_BYTES;
	out->commitment = 2 * out->chain;
	out->s1 = out->commitment + (4 + 2 * (size_t)width) * POINT_BYTES;
	out->s2 = out->s1 + SCALAR_BYTES;
	out->s3 = out->s2 + SCALAR_BYTES;
	out->s4 = out->s3 + SCALAR_BYTES;
	out->s5 = out->s4 + (size_t)width * SCALAR_BYTES;
	out->s_prime = out->s5 + SCALAR_BYTES;
	out->len = out->s_prime + (size_t)count * SCALAR_BYTES;
}

size_t proof_commitment(const struct proof_parts *parts, uint8_t width, unsigned number)
{
	size_t before = number < 5 ? number - 1 : 3 + 2 * (size_t)width;

	return parts->commitment + before * POINT_BYTES;
}

size_t shuffle_proof_bytes(uint32_t count, uint8_t width)
{
	struct proof_parts parts;

	if (count == 0)
		return 0;
	proof_parts(&parts, count, width);
	return parts.len;
}

/* --- what is hashed --- */

void shuffle_begin(struct transcript *out, const struct shuffle *shuffle, const struct hash *input,
                   const struct hash *output)
{
	transcript_init(out, "folkmoot/shuffle/1");
	transcript_append(out, "election", shuffle->election.bytes, HASH_BYTES);
	transcript_append_point(out, "joint key", &shuffle->joint_key);
	transcript_append(out, "mixer", shuffle->mixer, sizeof shuffle->mixer);
	transcript_append_u64(out, "mix", shuffle->mix);
	transcript_append_u64(out, "contest", shuffle->contest);
	transcript_append_u64(out, "width", shuffle->width);
	transcript_append_u64(out, "count", shuffle->count);
	transcript_append(out, "input", input->bytes, HASH_BYTES);
	transcript_append(out, "output", output->bytes, HASH_BYTES);
}

void shuffle_seed_u(struct hash *seed, struct transcript *transcript, const uint8_t *proof,
                    const struct proof_parts *parts)
{
	transcript_append(transcript, "permutation", proof + parts->permutation, parts->chain - parts->permutation);
	transcript_hash(seed, transcript, "u");
}

void shuffle_seed_z(struct hash *seed, struct transcript *transcript, const uint8_t *proof,
                    const struct proof_parts *parts)
{
	transcript_append(transcript, "chain", proof + parts->chain, parts->commitment - parts->chain);
	transcript_hash(seed, transcript, "z");
}

void shuffle_challenge(struct scalar *e, struct transcript *transcript, const uint8_t *proof,
                       const struct proof_parts *parts, uint8_t width)
{
	const uint8_t *t4 = proof + proof_commitment(parts, width, 4);
	struct hash hash;

	transcript_append(transcript, "commitment 1", proof + proof_commitment(parts, width, 1), POINT_BYTES);
	transcript_append(transcript, "commitment 2", proof + proof_commitment(parts, width, 2), POINT_BYTES);
	transcript_append(transcript, "commitment 3", proof + proof_commitment(parts, width, 3), POINT_BYTES);
	for (unsigned k = 0; k < width; k++, t4 += CIPHERTEXT_BYTES) {
		transcript_append(transcript, "commitment 4a", t4, POINT_BYTES);
		transcript_append(transcript, "commitment 4b", t4 + POINT_BYTES, POINT_BYTES);
	}
	transcript_append(transcript, "commitment 5", proof + proof_commitment(parts, width, 5), POINT_BYTES);
	transcript_hash(&hash, transcript, "e");
	memset(e, 0, sizeof *e);
	memcpy(e->bytes, hash.bytes, SMALL_BITS / 8);
}

/* --- scalars, without a wipe after each --- */

void scalar_add_product(struct scalar *sum, const struct scalar *a, const struct scalar *b)
{
	struct scalar product;

	crypto_core_ristretto255_scalar_mul(product.bytes, a->bytes, b->bytes);
	crypto_core_ristretto255_scalar_add(sum->bytes, sum->bytes, product.bytes);
}

void scalar_add_to(struct scalar *sum, const struct scalar *a)
{
	crypto_core_ristretto255_scalar_add(sum->bytes, sum->bytes, a->bytes);
}

void shuffle_wipe_stack(void)
{
	sodium_stackzero(2048);
}

/* --- points that everybody knows --- */

enum status shuffle_base(struct decoded *out, const struct engine *engine)
{
	struct scalar one;
	struct point base;
	enum status status;

	scalar_from_u64(&one, 1);
	status = point_multiply_base(&base, &one);
	return status == STATUS_OK ? engine->decode(out, base.bytes) : status;
}

void shuffle_generator(struct decoded *out, uint64_t index, const struct engine *engine)
{
	uint8_t wide[64];

	generator_wide(wide, index);
	engine->from_hash(out, wide);
}

const char *shuffle_check_phrase(enum shuffle_check check)
{
	switch (check) {
	case SHUFFLE_HOLDS: return "it holds";
	case SHUFFLE_LENGTH: return "its proof has not the length that a proof for this list has";
	case SHUFFLE_INPUT: return "a point of its input is not written as a point must be";
	case SHUFFLE_POINT: return "a point of its output is not written as a point must be";
	case SHUFFLE_PROOF_POINT: return "a point of its proof is not written as a point must be";
	case SHUFFLE_SCALAR: return "a number in its proof is not written as a number must be";
	case SHUFFLE_COMMITMENT: return "its proof does not show that it commits to a permutation (check 1)";
	case SHUFFLE_CHAIN_END: return "its proof does not show that every entry is used (check 2)";
	case SHUFFLE_PERMUTATION: return "its proof does not show that every entry is used once (check 3)";
	case SHUFFLE_ENTRIES: return "its output is not its input re-encrypted (check 4)";
	case SHUFFLE_CHAIN: return "its proof does not show that no entry is used twice (check 5)";
	}
	return "it does not hold";
}
