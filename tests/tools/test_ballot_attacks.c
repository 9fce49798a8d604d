/* Ballots that no honest kiosk makes, in exports whose signatures hold: each is refused by name. The prover is written
 * from PROTOCOL.md and not from sealed.c, so that it can prove what sealed.c would not. */
#include "vote_run.h"

enum { POINTS = 2 };

/* What is left out of, or wrong in, the words that the proof's challenge is drawn from. */
enum words {
	WORDS_RIGHT,
	OTHER_PURPOSE,
	NO_ELECTION,
	NO_JOINT_KEY,
	NO_KIOSK,
	NO_STYLE,
	NO_TAG,
	NO_CONTESTS,
	NO_CIPHERTEXTS,
	NO_COMMITMENTS,
	WORDS_COUNT
};

/* --- a prover that does as it is told --- */

static void draw_challenge(struct scalar *out, const struct sealed *sealed, const struct sealed_context *context,
                           enum words words)
{
	const struct sealed_shape *shape = &sealed->shape;
	struct transcript transcript;

	transcript_init(&transcript, words == OTHER_PURPOSE ? "folkmoot/ballot-proof/2" : "folkmoot/ballot-proof/1");
	if (words != NO_ELECTION)
		transcript_append(&transcript, "election", context->election.bytes, HASH_BYTES);
	if (words != NO_JOINT_KEY)
		transcript_append_point(&transcript, "joint key", &context->joint_key);
	if (words != NO_KIOSK)
		transcript_append(&transcript, "kiosk", context->kiosk, 32);
	if (words != NO_STYLE)
		transcript_append_u64(&transcript, "style", shape->style);
	if (words != NO_TAG)
		transcript_append(&transcript, "tag", sealed->tag, TAG_BYTES);
	if (words != NO_CONTESTS)
		transcript_append_u64(&transcript, "contests", shape->contest_count);
	for (unsigned i = 0; words != NO_CONTESTS && i < shape->contest_count; i++) {
		transcript_append_u64(&transcript, "contest", shape->contest[i]);
		transcript_append_u64(&transcript, "width", shape->width[i]);
	}
	for (unsigned i = 0; words != NO_CIPHERTEXTS && i < POINTS; i++) {
		transcript_append_point(&transcript, "a", &sealed->ciphertext[i].a);
		transcript_append_point(&transcript, "b", &sealed->ciphertext[i].b);
	}
	for (unsigned i = 0; words != NO_COMMITMENTS && i < POINTS; i++)
		transcript_append_point(&transcript, "commitment", &sealed->proof[i].commitment);
	transcript_challenge(out, &transcript, "challenge");
}

/* The kiosk's first ballot sealed anew, its proof over these words. */
static void prove_over(struct sealed *out, const struct vote_kiosk *kiosk, enum words words)
{
	struct scalar r[POINTS], k[POINTS], challenge;
	struct point message;

	vote_must(sealed_decode(out, kiosk->ballot[0].body, kiosk->ballot[0].body_len));
	for (unsigned i = 0; i < POINTS; i++) {
		scalar_random(&r[i]);
		scalar_random(&k[i]);
		vote_must(payload_encode(&message, kiosk->ballot[0].plain.payload[i]));
		vote_must(elgamal_encrypt(&out->ciphertext[i], &message, &r[i], &kiosk->context.joint_key));
		vote_must(point_multiply_base(&out->proof[i].commitment, &k[i]));
	}
	draw_challenge(&challenge, out, &kiosk->context, words);
	for (unsigned i = 0; i < POINTS; i++) {
		scalar_multiply(&out->proof[i].response, &challenge, &r[i]);
		scalar_add(&out->proof[i].response, &out->proof[i].response, &k[i]);
	}
}

/* --- into an export, and to whoever checks it --- */

static size_t encode(uint8_t body[static SEALED_MAX_BYTES], const struct sealed *sealed)
{
	struct writer writer;

	writer_init(&writer, body, SEALED_MAX_BYTES);
	sealed_encode(&writer, sealed);
	vote_must(writer_status(&writer));
	return writer_len(&writer);
}

/* The first kiosk's export with this in the place of its first ballot. */
static void verify_with(struct run *run, const uint8_t *body, size_t len)
{
	static unsigned number;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct vote_ballot honest[2] = {kiosk->ballot[0], kiosk->ballot[1]};
	char name[16];

	assert_int_equal(kiosk->ballot_count, 2);
	memcpy(kiosk->ballot[0].body, body, len);
	kiosk->ballot[0].body_len = len;
	confirmation_code(&kiosk->ballot[0].code, &kiosk->context, body, len);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	snprintf(name, sizeof name, "x%u", number++);
	vote_put_back(run->vote, 0);
	vote_close(run->vote, 0, name);
	verify(run, LIST(name));
	memcpy(kiosk->ballot, honest, sizeof honest);
}

/* Refused by both engines, with that word. */
static void refused_ballot(struct run *run, const uint8_t *body, size_t len, enum status why)
{
	const struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct sealed sealed;
	enum status status = sealed_decode(&sealed, body, len);

	if (status == STATUS_OK)
		status = sealed_verify(&sealed, &kiosk->context);
	if (status != why)
		fail_msg("%s, and not: %s", status_phrase(status), status_phrase(why));
	verify_with(run, body, len);
	refused(run, "/ballots", why == STATUS_PROOF ? "has a proof that does not hold" : status_phrase(why));
	says(run->captured.err, "Library 1 (Place 1)");
}

static void refused_sealed(struct run *run, const struct sealed *sealed, enum status why)
{
	uint8_t body[SEALED_MAX_BYTES];
	size_t len = encode(body, sealed);

	refused_ballot(run, body, len, why);
}

/* --- proofs --- */

static void test_ballot_with_a_proof_over_other_words(void **state)
{
	struct run *run = *state;
	struct sealed sealed;
	uint8_t body[SEALED_MAX_BYTES];

	/* The same prover with the right words is believed. */
	prove_over(&sealed, &run->vote->kiosk[0], WORDS_RIGHT);
	verify_with(run, body, encode(body, &sealed));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	for (int words = WORDS_RIGHT + 1; words < WORDS_COUNT; words++) {
		prove_over(&sealed, &run->vote->kiosk[0], (enum words)words);
		refused_sealed(run, &sealed, STATUS_PROOF);
	}
}

/* Everything in a good ballot doubled holds for the challenge of the first one, which it must not be judged by. */
static void test_ballot_with_the_first_component_doubled(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct sealed sealed;
	struct scalar two;

	scalar_from_u64(&two, 2);
	for (unsigned all = 0; all < 2; all++) {
		vote_must(sealed_decode(&sealed, kiosk->ballot[0].body, kiosk->ballot[0].body_len));
		for (unsigned i = 0; i < POINTS; i++) {
			struct schnorr *proof = &sealed.proof[i];

			vote_must(point_multiply(&sealed.ciphertext[i].a, &two, &sealed.ciphertext[i].a));
			if (!all)
				continue;
			vote_must(point_multiply(&sealed.ciphertext[i].b, &two, &sealed.ciphertext[i].b));
			vote_must(point_multiply(&proof->commitment, &two, &proof->commitment));
			scalar_multiply(&proof->response, &two, &proof->response);
		}
		refused_sealed(run, &sealed, STATUS_PROOF);
	}
}

/* The same first component in two contests of one ballot, proved with the right words. */
static void test_ballot_with_a_first_component_twice(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	struct scalar r, challenge;
	struct point message;
	struct sealed sealed;

	vote_must(sealed_decode(&sealed, kiosk->ballot[0].body, kiosk->ballot[0].body_len));
	scalar_random(&r);
	for (unsigned i = 0; i < POINTS; i++) {
		vote_must(payload_encode(&message, kiosk->ballot[0].plain.payload[i]));
		vote_must(elgamal_encrypt(&sealed.ciphertext[i], &message, &r, &kiosk->context.joint_key));
		vote_must(point_multiply_base(&sealed.proof[i].commitment, &r));
	}
	draw_challenge(&challenge, &sealed, &kiosk->context, WORDS_RIGHT);
	for (unsigned i = 0; i < POINTS; i++) {
		scalar_multiply(&sealed.proof[i].response, &challenge, &r);
		scalar_add(&sealed.proof[i].response, &sealed.proof[i].response, &r);
	}
	refused_sealed(run, &sealed, STATUS_ORDER);
}

/* --- points and scalars --- */

/* Bytes in the place of each point of the ballot in turn: first and second components, commitments. */
static void refused_as_a_point(struct run *run, const uint8_t bytes[static POINT_BYTES], enum status why)
{
	const struct vote_ballot *honest = &run->vote->kiosk[0].ballot[0];
	uint8_t body[SEALED_MAX_BYTES];
	size_t first = honest->body_len - POINTS * 128;

	for (unsigned at = 0; at < 3; at++) {
		memcpy(body, honest->body, honest->body_len);
		memcpy(body + first + (size_t)at * POINT_BYTES, bytes, POINT_BYTES);
		refused_ballot(run, body, honest->body_len, why);
	}
}

static void test_ballot_with_the_identity(void **state)
{
	static const uint8_t identity[POINT_BYTES];

	refused_as_a_point(*state, identity, STATUS_IDENTITY);
}

/* All points of Edwards25519 whose order divides the cofactor, as Ed25519 encodes them (RFC 8032), and the encodings
 * of the same that are not reduced. The one with y = 0 and even x has ristretto255's own bytes of the identity. */
static void test_ballot_with_a_point_of_small_order(void **state)
{
	static const char *const small[] = {
	    "0100000000000000000000000000000000000000000000000000000000000000",
	    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	    "0000000000000000000000000000000000000000000000000000000000000080",
	    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
	    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	};
	uint8_t bytes[POINT_BYTES];

	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
		vote_must(hex_read(bytes, sizeof bytes, small[i], strlen(small[i])));
		refused_as_a_point(*state, bytes, STATUS_NOT_CANONICAL);
	}
}

/* A good point's bytes written in other ways that a careless decoder takes for it. */
static void test_ballot_with_a_point_not_canonical(void **state)
{
	struct run *run = *state;
	const struct vote_ballot *honest = &run->vote->kiosk[0].ballot[0];
	uint8_t bytes[POINT_BYTES];
	const uint8_t *a = honest->body + honest->body_len - POINTS * 128;
	int borrow = 0;

	/* the bit that field elements do not use */
	memcpy(bytes, a, POINT_BYTES);
	bytes[31] |= 0x80;
	refused_as_a_point(run, bytes, STATUS_NOT_CANONICAL);
	/* the negative field element: 2^255 - 19 - s */
	for (unsigned i = 0; i < POINT_BYTES; i++) {
		int prime = i == 0 ? 0xed : i == 31 ? 0x7f : 0xff, digit = prime - a[i] - borrow;

		borrow = digit < 0;
		bytes[i] = (uint8_t)(digit + (borrow ? 256 : 0));
	}
	refused_as_a_point(run, bytes, STATUS_NOT_CANONICAL);
	/* 2^255 - 19 + 16: not reduced, where s = 16 would be even */
	memset(bytes, 0xff, sizeof bytes);
	bytes[0] = 0xfd;
	bytes[31] = 0x7f;
	refused_as_a_point(run, bytes, STATUS_NOT_CANONICAL);
}

static void test_ballot_with_a_scalar_plus_the_group_order(void **state)
{
	static const uint8_t order[SCALAR_BYTES] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
	                                            0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
	struct run *run = *state;
	const struct vote_ballot *honest = &run->vote->kiosk[0].ballot[0];
	uint8_t body[SEALED_MAX_BYTES];
	size_t last = honest->body_len - SCALAR_BYTES;
	unsigned carry = 0;

	memcpy(body, honest->body, honest->body_len);
	for (unsigned i = 0; i < SCALAR_BYTES; i++) {
		carry += (unsigned)body[last + i] + order[i];
		body[last + i] = (uint8_t)carry;
		carry >>= 8;
	}
	assert_int_equal(carry, 0);
	refused_ballot(run, body, honest->body_len, STATUS_NOT_CANONICAL);
	/* the bit that scalars do not use */
	memcpy(body, honest->body, honest->body_len);
	body[honest->body_len - 1] |= 0x80;
	refused_ballot(run, body, honest->body_len, STATUS_NOT_CANONICAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_ballot_with_a_proof_over_other_words),      CASE(test_ballot_with_the_first_component_doubled),
	    CASE(test_ballot_with_a_first_component_twice),       CASE(test_ballot_with_the_identity),
	    CASE(test_ballot_with_a_point_of_small_order),        CASE(test_ballot_with_a_point_not_canonical),
	    CASE(test_ballot_with_a_scalar_plus_the_group_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
