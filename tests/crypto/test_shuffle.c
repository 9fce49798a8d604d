/* Shuffles that are right, and every way to be wrong that is known; with both engines. */
#include "crypto/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/example.h"
#include "crypto/forger.h"
#include "shuffle.h"

enum { SMALL = 3 };

static const struct engine *const engines[] = {&engine_sodium, &engine_decaf};
enum { ENGINES = sizeof engines / sizeof engines[0] };

/* A mix of its own memory. */
struct made {
	struct shuffle shuffle;
	uint8_t *input, *output, *proof;
	size_t proof_len;
};

static void statement(struct shuffle *out, uint32_t count, uint8_t width)
{
	struct scalar secret;

	memset(out, 0, sizeof *out);
	example_bytes(out->election.bytes, HASH_BYTES, "example election");
	example_scalar(&secret, "example trustee");
	assert_ok(point_multiply_base(&out->joint_key, &secret));
	example_bytes(out->mixer, sizeof out->mixer, "example mixer");
	out->mix = 1;
	out->contest = 5;
	out->width = width;
	out->count = count;
}

/* Different points, not in the proportion of real ciphertexts: a shuffle does not ask. */
static void entries(uint8_t *out, size_t len, const char *label)
{
	struct scalar step_secret;
	struct point step, at;

	example_scalar(&step_secret, label);
	assert_ok(point_multiply_base(&step, &step_secret));
	at = step;
	for (size_t i = 0; i < len / POINT_BYTES; i++) {
		point_add(&at, &at, &step);
		memcpy(out + i * POINT_BYTES, at.bytes, POINT_BYTES);
	}
}

static uint8_t *room(size_t len)
{
	uint8_t *out = calloc(len + 1, 1);

	assert_non_null(out);
	return out;
}

static void make(struct made *out, uint32_t count, uint8_t width, const struct engine *engine)
{
	size_t len = list_bytes(count, width);

	statement(&out->shuffle, count, width);
	out->proof_len = shuffle_proof_bytes(count, width);
	out->input = room(len);
	out->output = room(len);
	out->proof = room(out->proof_len);
	entries(out->input, len, "example entries");
	out->shuffle.input = out->input;
	assert_ok(shuffle_make(out->output, out->proof, &out->shuffle, engine, NULL));
	out->shuffle.output = out->output;
}

static void drop(struct made *made)
{
	free(made->input);
	free(made->output);
	free(made->proof);
}

static enum status verify(struct shuffle_fault *fault, const struct shuffle *shuffle, const uint8_t *proof,
                          size_t proof_len, const struct engine *engine)
{
	return shuffle_verify(fault, shuffle, &proof, &proof_len, 1, engine, NULL);
}

static void assert_holds(const struct made *made)
{
	struct shuffle_fault fault;

	for (size_t i = 0; i < ENGINES; i++) {
		assert_ok(verify(&fault, &made->shuffle, made->proof, made->proof_len, engines[i]));
		assert_int_equal(fault.check, SHUFFLE_HOLDS);
	}
}

/* Both engines find the same fault. */
static void assert_fault(enum shuffle_check check, const struct shuffle *shuffle, const uint8_t *proof,
                         size_t proof_len)
{
	struct shuffle_fault fault;

	for (size_t i = 0; i < ENGINES; i++) {
		enum status status = verify(&fault, shuffle, proof, proof_len, engines[i]);

		if (status == STATUS_OK || fault.check != check)
			fail_msg("%s: %s, expected: %s", engines[i]->name, shuffle_check_phrase(fault.check),
			         shuffle_check_phrase(check));
	}
}

/* --- what is right holds --- */

static void complete(uint32_t count, uint8_t width)
{
	for (size_t i = 0; i < ENGINES; i++) {
		struct made made;

		make(&made, count, width, engines[i]);
		assert_holds(&made);
		if (count > 0)
			assert_memory_not_equal(made.input, made.output, list_bytes(count, width));
		drop(&made);
	}
}

static void test_complete(void **state)
{
	(void)state;
	for (uint8_t width = 1; width <= 2; width++)
		for (uint32_t count = 0; count <= 5; count++)
			complete(count, width);
	complete(33, 1);
	complete(3, 16);
}

static void test_complete_64_100(void **state)
{
	struct made made;

	(void)state;
	make(&made, 64, 2, &engine_decaf);
	assert_holds(&made);
	drop(&made);
	make(&made, 100, 1, &engine_decaf);
	assert_holds(&made);
	drop(&made);
	make(&made, 64, 16, &engine_decaf);
	drop(&made);
}

static void test_empty_list_has_empty_proof(void **state)
{
	struct shuffle shuffle;
	uint8_t nothing = 0;

	(void)state;
	statement(&shuffle, 0, 1);
	shuffle.input = shuffle.output = &nothing;
	assert_int_equal(shuffle_proof_bytes(0, 1), 0);
	assert_fault(SHUFFLE_LENGTH, &shuffle, &nothing, 1);
}

/* The same plaintexts, in another order: opened with the secret key they are the same set. */
static int compare_points(const void *a, const void *b)
{
	return memcmp(a, b, POINT_BYTES);
}

static void open_entries(struct point *out, const uint8_t *list, size_t count)
{
	struct scalar secret;

	example_scalar(&secret, "example trustee");
	for (size_t i = 0; i < count; i++) {
		struct ciphertext ciphertext;
		struct point factor;

		assert_ok(ciphertext_decode(&ciphertext, list + i * CIPHERTEXT_BYTES));
		assert_ok(elgamal_factor(&factor, &ciphertext, &secret));
		elgamal_open(&out[i], &ciphertext, &factor);
	}
	qsort(out, count, sizeof *out, compare_points);
}

static void test_output_opens_to_the_same_ballots(void **state)
{
	enum { COUNT = 40 };
	struct point before[COUNT], after[COUNT];
	struct made made;

	(void)state;
	for (size_t e = 0; e < ENGINES; e++) {
		make(&made, COUNT, 1, engines[e]);
		open_entries(before, made.input, COUNT);
		open_entries(after, made.output, COUNT);
		assert_memory_equal(before, after, sizeof before);
		for (size_t i = 0; i < COUNT; i++)
			for (size_t j = 0; j < COUNT; j++)
				assert_memory_not_equal(made.input + 64 * i, made.output + 64 * j, 32);
		drop(&made);
	}
}

static void test_two_shuffles_of_one_list_differ(void **state)
{
	struct made one, two;

	(void)state;
	make(&one, SMALL, 1, &engine_decaf);
	make(&two, SMALL, 1, &engine_decaf);
	for (size_t at = 0; at < list_bytes(SMALL, 1); at += POINT_BYTES)
		assert_memory_not_equal(one.output + at, two.output + at, POINT_BYTES);
	for (size_t at = 0; at < one.proof_len; at += POINT_BYTES)
		assert_memory_not_equal(one.proof + at, two.proof + at, POINT_BYTES);
	drop(&one);
	drop(&two);
}

/* --- several mixes together --- */

struct series {
	struct made made[3];
	struct shuffle shuffle[3];
	const uint8_t *proof[3];
	size_t proof_len[3];
};

static void make_series(struct series *out, uint32_t count, uint8_t width)
{
	for (unsigned i = 0; i < 3; i++) {
		struct made *made = &out->made[i];

		make(made, count, width, &engine_decaf);
		if (i > 0) {
			made->shuffle.mix = i + 1;
			made->shuffle.mixer[0] ^= (uint8_t)i;
			made->shuffle.input = out->made[i - 1].output;
			assert_ok(shuffle_make(made->output, made->proof, &made->shuffle, &engine_decaf, NULL));
		}
		out->shuffle[i] = made->shuffle;
		out->proof[i] = made->proof;
		out->proof_len[i] = made->proof_len;
	}
}

static void drop_series(struct series *series)
{
	for (unsigned i = 0; i < 3; i++)
		drop(&series->made[i]);
}

static void assert_series(enum shuffle_check check, size_t mix, const struct series *series)
{
	struct shuffle_fault fault;

	for (size_t i = 0; i < ENGINES; i++) {
		enum status status =
		    shuffle_verify(&fault, series->shuffle, series->proof, series->proof_len, 3, engines[i], NULL);

		assert_int_equal(status == STATUS_OK, check == SHUFFLE_HOLDS);
		assert_int_equal(fault.check, check);
		assert_int_equal(fault.mix, mix);
	}
}

static void test_three_mixes_together(void **state)
{
	struct series series;

	(void)state;
	make_series(&series, 5, 2);
	assert_series(SHUFFLE_HOLDS, 0, &series);
	drop_series(&series);
}

static void test_first_bad_mix_is_named(void **state)
{
	struct series series;

	(void)state;
	make_series(&series, 4, 1);
	series.made[2].proof[series.proof_len[2] - 1] ^= 1;
	assert_series(SHUFFLE_PERMUTATION, 2, &series);
	series.made[1].proof[31] |= 0x80;
	assert_series(SHUFFLE_PROOF_POINT, 1, &series);
	memset(series.made[0].output, 0, 32);
	assert_series(SHUFFLE_POINT, 0, &series);
	series.proof_len[2]--;
	assert_series(SHUFFLE_POINT, 0, &series);
	drop_series(&series);
}

static void bend(struct made *made, size_t response, int up)
{
	uint8_t *at =
	    made->proof + 32 * (2 * (size_t)made->shuffle.count + 4 + 2 * (size_t)made->shuffle.width + response);
	const struct scalar one = {{1}};
	struct scalar value;

	assert_ok(scalar_decode(&value, at));
	if (up)
		scalar_add(&value, &value, &one);
	else
		scalar_subtract(&value, &value, &one);
	memcpy(at, value.bytes, sizeof value);
}

/* Checks of several mixes are added up: an error of G in one and of -G in the other must not cancel. Response 2 stands
 * in check 3 alone, response 3 in check 4. */
static void test_errors_of_two_mixes_that_would_cancel(void **state)
{
	static const enum shuffle_check expected[] = {SHUFFLE_PERMUTATION, SHUFFLE_ENTRIES};
	struct series series;

	(void)state;
	make_series(&series, 4, 1);
	for (size_t i = 0; i < 2; i++) {
		bend(&series.made[0], 2 + i, 1);
		bend(&series.made[1], 2 + i, 0);
		assert_series(expected[i], 0, &series);
		bend(&series.made[0], 2 + i, 0);
		assert_series(expected[i], 1, &series);
		bend(&series.made[1], 2 + i, 1);
		assert_series(SHUFFLE_HOLDS, 0, &series);
	}
	drop_series(&series);
}

static void test_mix_that_is_not_of_the_mix_before(void **state)
{
	struct series series;

	(void)state;
	make_series(&series, 4, 1);
	series.shuffle[2].input = series.made[0].output;
	assert_series(SHUFFLE_COMMITMENT, 2, &series);
	drop_series(&series);
}

/* --- the forger is an honest prover where its matrix is a permutation --- */

static uint8_t forged_input[FORGED_LIST];

static void forged_statement(struct shuffle *out)
{
	statement(out, FORGED, 1);
	entries(forged_input, sizeof forged_input, "example entries");
	out->input = forged_input;
}

static void forged(enum shuffle_check check, struct forger *forger)
{
	struct shuffle shuffle;

	forged_statement(&shuffle);
	assert_ok(forge(forger, &shuffle));
	shuffle.output = forger->output;
	if (check == SHUFFLE_HOLDS) {
		struct shuffle_fault fault;

		assert_ok(verify(&fault, &shuffle, forger->proof, sizeof forger->proof, &engine_sodium));
		assert_ok(verify(&fault, &shuffle, forger->proof, sizeof forger->proof, &engine_decaf));
	} else {
		assert_fault(check, &shuffle, forger->proof, sizeof forger->proof);
	}
}

static void forged_matrix(enum shuffle_check check, const int m[FORGED][FORGED])
{
	struct forger forger;

	forger_matrices(&forger, m, m);
	forged(check, &forger);
}

/* What only the chain finds out. Committed is a matrix whose rows add up to 1, done is its inverse, transposed: one
 * ballot taken from another and added to a third, so that all sums are as they were, and checks 1, 3 and 4 hold. */
static const int cancelling[3][3] = {{1, 1, -1}, {0, 1, 0}, {0, 0, 1}};
static const int cancelled[3][3] = {{1, 0, 0}, {-1, 1, 0}, {1, 0, 1}};
static const int honest[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

static void test_second_prover_agrees(void **state)
{
	(void)state;
	forged_matrix(SHUFFLE_HOLDS, (const int[3][3]){{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
	forged_matrix(SHUFFLE_HOLDS, (const int[3][3]){{0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
}

/* --- attacks --- */

static void test_mix_replaces_a_ballot(void **state)
{
	static const int m[3][3] = {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}};
	struct forger forger;

	(void)state;
	forger_matrices(&forger, m, m);
	generator(&forger.added, 7);
	forged(SHUFFLE_ENTRIES, &forger);
}

static void test_mix_drops_a_ballot(void **state)
{
	(void)state;
	forged_matrix(SHUFFLE_COMMITMENT, (const int[3][3]){{0, 0, 0}, {0, 1, 0}, {0, 0, 1}});
}

static void test_mix_repeats_a_ballot(void **state)
{
	(void)state;
	forged_matrix(SHUFFLE_CHAIN_END, (const int[3][3]){{1, 0, 0}, {1, 0, 0}, {0, 0, 1}});
}

static void test_mix_reweights_a_ballot(void **state)
{
	(void)state;
	forged_matrix(SHUFFLE_COMMITMENT, (const int[3][3]){{2, 0, 0}, {0, 1, 0}, {0, 0, 1}});
	/* Rows and columns all add up to 1. */
	forged_matrix(SHUFFLE_CHAIN_END, (const int[3][3]){{2, -1, 0}, {-1, 2, 0}, {0, 0, 1}});
	forged_matrix(SHUFFLE_CHAIN_END, (const int[3][3]){{1, 1, -1}, {1, -1, 1}, {-1, 1, 1}});
}

static void test_mix_reweights_so_that_sums_cancel(void **state)
{
	struct forger forger;

	(void)state;
	forger_matrices(&forger, cancelling, cancelled);
	forged(SHUFFLE_CHAIN_END, &forger);
}

static void test_mix_bends_the_end_of_the_chain(void **state)
{
	struct forger forger;

	(void)state;
	forger_matrices(&forger, cancelling, cancelled);
	forger.chain = CHAIN_END_BENT;
	forged(SHUFFLE_CHAIN, &forger);
}

static void test_chain_errors_that_cancel_under_predicted_coefficients(void **state)
{
	struct scalar expected;
	struct forger forger;

	(void)state;
	forger_matrices(&forger, cancelling, cancelled);
	forger.chain = CHAIN_PREDICTED;
	forged(SHUFFLE_CHAIN, &forger);
	/* The attack is what it says: the chain ends where an honest one would. */
	expected = forger_product(forger.u);
	assert_memory_equal(&forger.end_h, &expected, sizeof expected);
	expected = forger_product(forger.forged_u);
	assert_memory_not_equal(&forger.end_h, &expected, sizeof expected);
}

static void test_own_generators_do_not_help(void **state)
{
	struct forger forger;

	(void)state;
	forger_matrices(&forger, cancelling, cancelled);
	forger.own_generators = 1;
	forged(SHUFFLE_COMMITMENT, &forger);
	/* Not even who does nothing wrong can prove it over generators of their own. */
	forger_matrices(&forger, honest, honest);
	forger.own_generators = 1;
	forged(SHUFFLE_COMMITMENT, &forger);
}

/* Entries of two contests under two proofs, swapped between their outputs. */
static void test_mix_permutes_across_contests(void **state)
{
	struct made one, two;
	uint8_t entry[CIPHERTEXT_BYTES];

	(void)state;
	make(&one, SMALL, 1, &engine_decaf);
	make(&two, SMALL, 1, &engine_decaf);
	two.shuffle.contest = 6;
	entries(two.input, list_bytes(SMALL, 1), "other entries");
	assert_ok(shuffle_make(two.output, two.proof, &two.shuffle, &engine_decaf, NULL));
	assert_holds(&two);
	memcpy(entry, one.output, sizeof entry);
	memcpy(one.output, two.output, sizeof entry);
	memcpy(two.output, entry, sizeof entry);
	/* The challenges hash the output, so nothing of the proof fits any more: the first check names it. */
	assert_fault(SHUFFLE_COMMITMENT, &one.shuffle, one.proof, one.proof_len);
	assert_fault(SHUFFLE_COMMITMENT, &two.shuffle, two.proof, two.proof_len);
	drop(&one);
	drop(&two);
}

static void test_mix_across_contests_with_a_proof_of_its_own(void **state)
{
	uint8_t other[FORGED_LIST];
	struct shuffle shuffle;
	struct forger forger;

	(void)state;
	forged_statement(&shuffle);
	forger_matrices(&forger, honest, honest);
	entries(other, sizeof other, "other entries");
	shuffle.input = other;
	assert_ok(forge(&forger, &shuffle));
	shuffle.output = forger.output;
	/* A whole proof over the other contest's input, shown for this one's. */
	shuffle.input = forged_input;
	assert_fault(SHUFFLE_COMMITMENT, &shuffle, forger.proof, sizeof forger.proof);
}

static void test_input_is_not_the_accepted_list(void **state)
{
	struct made made;
	uint8_t entry[CIPHERTEXT_BYTES];

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	memcpy(entry, made.input, sizeof entry);
	memcpy(made.input, made.input + sizeof entry, sizeof entry);
	memcpy(made.input + sizeof entry, entry, sizeof entry);
	assert_fault(SHUFFLE_COMMITMENT, &made.shuffle, made.proof, made.proof_len);
	drop(&made);
}

static void test_proof_of_another_mix(void **state)
{
	struct made one, two;

	(void)state;
	make(&one, SMALL, 1, &engine_decaf);
	make(&two, SMALL, 1, &engine_decaf);
	assert_fault(SHUFFLE_COMMITMENT, &one.shuffle, two.proof, two.proof_len);
	one.shuffle.mix = 2;
	assert_fault(SHUFFLE_COMMITMENT, &one.shuffle, one.proof, one.proof_len);
	drop(&one);
	drop(&two);
}

static void test_proof_for_another_election(void **state)
{
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	made.shuffle.election.bytes[31] ^= 1;
	assert_fault(SHUFFLE_COMMITMENT, &made.shuffle, made.proof, made.proof_len);
	drop(&made);
}

static void test_proof_for_another_key(void **state)
{
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	generator(&made.shuffle.joint_key, 9);
	assert_fault(SHUFFLE_COMMITMENT, &made.shuffle, made.proof, made.proof_len);
	drop(&made);
}

static void test_proof_of_another_mixer(void **state)
{
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	made.shuffle.mixer[0] ^= 1;
	assert_fault(SHUFFLE_COMMITMENT, &made.shuffle, made.proof, made.proof_len);
	drop(&made);
}

static void test_proof_for_another_contest(void **state)
{
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	made.shuffle.contest++;
	assert_fault(SHUFFLE_COMMITMENT, &made.shuffle, made.proof, made.proof_len);
	drop(&made);
}

static void test_proof_of_another_length(void **state)
{
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	assert_fault(SHUFFLE_LENGTH, &made.shuffle, made.proof, made.proof_len - 1);
	assert_fault(SHUFFLE_LENGTH, &made.shuffle, made.proof, made.proof_len + 1);
	assert_fault(SHUFFLE_LENGTH, &made.shuffle, made.proof, 0);
	drop(&made);
}

/* --- every byte --- */

/* Returns how many single changes were accepted. */
static unsigned accepted_changes(const struct made *made, uint8_t *bytes, size_t len, const struct engine *engine)
{
	struct shuffle_fault fault;
	unsigned accepted = 0;

	for (size_t at = 0; at < len; at++) {
		uint8_t bit = (uint8_t)(1 << at % 8);

		bytes[at] ^= bit;
		accepted += verify(&fault, &made->shuffle, made->proof, made->proof_len, engine) == STATUS_OK;
		bytes[at] ^= bit;
	}
	return accepted;
}

static void every_byte(uint32_t count, const struct engine *engine)
{
	struct made made;

	make(&made, count, 1, &engine_decaf);
	assert_int_equal(accepted_changes(&made, made.output, list_bytes(count, 1), engine), 0);
	assert_int_equal(accepted_changes(&made, made.proof, made.proof_len, engine), 0);
	assert_holds(&made);
	drop(&made);
}

static void test_every_byte_changed(void **state)
{
	(void)state;
	every_byte(2, &engine_decaf);
	every_byte(1, &engine_sodium);
}

static void test_every_bit_of_the_last_bytes(void **state)
{
	struct shuffle_fault fault;
	struct made made;

	(void)state;
	make(&made, 1, 1, &engine_decaf);
	/* Where libraries ignore bits. */
	for (size_t at = 31; at < made.proof_len; at += 32) {
		for (unsigned bit = 4; bit < 8; bit++) {
			made.proof[at] ^= (uint8_t)(1u << bit);
			for (size_t e = 0; e < ENGINES; e++)
				assert_int_not_equal(
				    verify(&fault, &made.shuffle, made.proof, made.proof_len, engines[e]), STATUS_OK);
			made.proof[at] ^= (uint8_t)(1u << bit);
		}
	}
	drop(&made);
}

/* --- what must not be read at all --- */

static size_t first_scalar(const struct made *made)
{
	return 32 * (2 * (size_t)made->shuffle.count + 4 + 2 * (size_t)made->shuffle.width);
}

static void test_scalar_plus_group_order(void **state)
{
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
	                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
	                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	for (size_t at = first_scalar(&made); at < made.proof_len; at += 32) {
		uint8_t kept[32];

		memcpy(kept, made.proof + at, sizeof kept);
		sodium_add(made.proof + at, order, sizeof order);
		assert_fault(SHUFFLE_SCALAR, &made.shuffle, made.proof, made.proof_len);
		memcpy(made.proof + at, kept, sizeof kept);
	}
	assert_holds(&made);
	drop(&made);
}

/* The identity; a point that is not the lesser of its two forms; the field's modulus plus nothing; encodings of points
 * of small order on the curve below. */
static const uint8_t refused[][32] = {
    {0},
    {0x01},
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
};

static void refuse_points(const struct made *made, uint8_t *bytes, size_t points, enum shuffle_check check)
{
	for (size_t i = 0; i < points; i++) {
		uint8_t kept[32];

		memcpy(kept, bytes + 32 * i, sizeof kept);
		for (size_t k = 0; k < sizeof refused / sizeof refused[0]; k++) {
			memcpy(bytes + 32 * i, refused[k], 32);
			assert_fault(check, &made->shuffle, made->proof, made->proof_len);
		}
		memcpy(bytes + 32 * i, kept, sizeof kept);
	}
}

static void test_points_that_are_none(void **state)
{
	struct made made;

	(void)state;
	make(&made, 1, 1, &engine_decaf);
	refuse_points(&made, made.output, 2, SHUFFLE_POINT);
	refuse_points(&made, made.input, 2, SHUFFLE_INPUT);
	refuse_points(&made, made.proof, first_scalar(&made) / 32, SHUFFLE_PROOF_POINT);
	assert_holds(&made);
	drop(&made);
}

static void test_bad_input_is_not_shuffled(void **state)
{
	static const uint8_t zeros[64];
	struct made made;

	(void)state;
	make(&made, SMALL, 1, &engine_decaf);
	for (size_t e = 0; e < ENGINES; e++) {
		memset(made.input + 32, 0, 32);
		assert_status(STATUS_IDENTITY, shuffle_make(made.output, made.proof, &made.shuffle, engines[e], NULL));
		made.input[32] = 1;
		assert_status(STATUS_NOT_CANONICAL,
		              shuffle_make(made.output, made.proof, &made.shuffle, engines[e], NULL));
		/* Nothing half made is left. */
		assert_memory_equal(made.output, zeros, sizeof zeros);
		assert_memory_equal(made.proof, zeros, sizeof zeros);
	}
	drop(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_complete),
	    cmocka_unit_test(test_complete_64_100),
	    cmocka_unit_test(test_empty_list_has_empty_proof),
	    cmocka_unit_test(test_output_opens_to_the_same_ballots),
	    cmocka_unit_test(test_two_shuffles_of_one_list_differ),
	    cmocka_unit_test(test_three_mixes_together),
	    cmocka_unit_test(test_first_bad_mix_is_named),
	    cmocka_unit_test(test_errors_of_two_mixes_that_would_cancel),
	    cmocka_unit_test(test_mix_that_is_not_of_the_mix_before),
	    cmocka_unit_test(test_second_prover_agrees),
	    cmocka_unit_test(test_mix_replaces_a_ballot),
	    cmocka_unit_test(test_mix_drops_a_ballot),
	    cmocka_unit_test(test_mix_repeats_a_ballot),
	    cmocka_unit_test(test_mix_reweights_a_ballot),
	    cmocka_unit_test(test_mix_reweights_so_that_sums_cancel),
	    cmocka_unit_test(test_mix_bends_the_end_of_the_chain),
	    cmocka_unit_test(test_chain_errors_that_cancel_under_predicted_coefficients),
	    cmocka_unit_test(test_own_generators_do_not_help),
	    cmocka_unit_test(test_mix_permutes_across_contests),
	    cmocka_unit_test(test_mix_across_contests_with_a_proof_of_its_own),
	    cmocka_unit_test(test_input_is_not_the_accepted_list),
	    cmocka_unit_test(test_proof_of_another_mix),
	    cmocka_unit_test(test_proof_for_another_election),
	    cmocka_unit_test(test_proof_for_another_key),
	    cmocka_unit_test(test_proof_of_another_mixer),
	    cmocka_unit_test(test_proof_for_another_contest),
	    cmocka_unit_test(test_proof_of_another_length),
	    cmocka_unit_test(test_every_byte_changed),
	    cmocka_unit_test(test_every_bit_of_the_last_bytes),
	    cmocka_unit_test(test_scalar_plus_group_order),
	    cmocka_unit_test(test_points_that_are_none),
	    cmocka_unit_test(test_bad_input_is_not_shuffled),
	};

	return cmocka_run_group_tests(tests, start_crypto, NULL);
}
