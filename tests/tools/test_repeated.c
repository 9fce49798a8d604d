/* Two ballots with one randomness: each by itself is right, its proof holds; together they give their votes away, for
 * b1 - b2 is the difference of the two encoded votes. Built by hand from PROTOCOL.md, as no honest kiosk makes them. */
#include "vote_run.h"

static void put_statement(struct transcript *out, const struct sealed_context *context, const struct sealed *sealed)
{
	const struct sealed_shape *shape = &sealed->shape;

	transcript_append(out, "election", context->election.bytes, HASH_BYTES);
	transcript_append_point(out, "joint key", &context->joint_key);
	transcript_append(out, "kiosk", context->kiosk, sizeof context->kiosk);
	transcript_append_u64(out, "style", shape->style);
	transcript_append(out, "tag", sealed->tag, TAG_BYTES);
	transcript_append_u64(out, "contests", shape->contest_count);
	for (unsigned i = 0; i < shape->contest_count; i++) {
		transcript_append_u64(out, "contest", shape->contest[i]);
		transcript_append_u64(out, "width", shape->width[i]);
	}
}

static void prove(struct sealed *sealed, const struct sealed_context *context, const struct scalar *r, unsigned points)
{
	struct scalar k[SEALED_MAX_POINTS], challenge;
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/ballot-proof/1");
	put_statement(&transcript, context, sealed);
	for (unsigned i = 0; i < points; i++) {
		transcript_append_point(&transcript, "a", &sealed->ciphertext[i].a);
		transcript_append_point(&transcript, "b", &sealed->ciphertext[i].b);
		scalar_random(&k[i]);
		vote_must(point_multiply_base(&sealed->proof[i].commitment, &k[i]));
	}
	for (unsigned i = 0; i < points; i++)
		transcript_append_point(&transcript, "commitment", &sealed->proof[i].commitment);
	transcript_challenge(&challenge, &transcript, "challenge");
	for (unsigned i = 0; i < points; i++)
		schnorr_respond(&sealed->proof[i], &k[i], &challenge, &r[i]);
}

/* A ballot of this kiosk for that vote, sealed with these r. */
static void seal_with(struct vote_ballot *out, const struct vote *vote, const struct vote_kiosk *kiosk,
                      unsigned approved, unsigned choice, const struct scalar *r)
{
	struct sealed sealed = {.tag = {0}};
	struct sealed_plain plain;
	struct point message;
	struct writer writer;
	unsigned points;

	vote_plain(&plain, vote, approved, choice);
	election_shape(&sealed.shape, &vote->election, 0);
	points = sealed_points(&sealed.shape);
	for (unsigned i = 0; i < points; i++) {
		vote_must(payload_encode(&message, plain.payload[i]));
		vote_must(elgamal_encrypt(&sealed.ciphertext[i], &message, &r[i], &kiosk->context.joint_key));
	}
	prove(&sealed, &kiosk->context, r, points);
	vote_must(sealed_verify(&sealed, &kiosk->context));
	writer_init(&writer, out->body, sizeof out->body);
	sealed_encode(&writer, &sealed);
	vote_must(writer_status(&writer));
	out->body_len = writer_len(&writer);
	confirmation_code(&out->code, &kiosk->context, out->body, out->body_len);
}

/* One of the kiosk's ballots becomes one sealed with these r. */
static void put_ballot(struct run *run, unsigned kiosk_index, unsigned at, unsigned approved, const struct scalar *r,
                       struct hash *code)
{
	struct vote_kiosk *kiosk = &run->vote->kiosk[kiosk_index];

	seal_with(&kiosk->ballot[at], run->vote, kiosk, approved, 1, r);
	*code = kiosk->ballot[at].code;
}

static void sort_ballots(struct run *run)
{
	for (unsigned i = 0; i < VOTE_KIOSKS; i++) {
		struct vote_kiosk *kiosk = &run->vote->kiosk[i];

		qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
	}
}

static void draw(struct scalar r[static 2])
{
	scalar_random(&r[0]);
	scalar_random(&r[1]);
}

static void says_code(const struct run *run, const struct hash *code)
{
	char text[CODE_TEXT_BYTES];

	confirmation_text(text, code);
	says(run->captured.err, text);
}

static void test_between_kiosks(void **state)
{
	struct run *run = *state;
	struct scalar r[2];
	struct hash first, second;

	draw(r);
	put_ballot(run, 0, 0, 3, r, &first);
	scalar_random(&r[1]); /* one component is enough */
	put_ballot(run, 1, 0, 4, r, &second);
	sort_ballots(run);
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	verify(run, LIST("a"));
	assert_int_equal(run->captured.code, 0);
	verify(run, LIST("b"));
	assert_int_equal(run->captured.code, 0);
	verify(run, LIST("a", "b"));
	refused(run, "/ballots: ", "uses the same randomness as ballot");
	says(run->captured.err, "1 fault found");
	says(run->captured.err, "/a");
	says(run->captured.err, "/b");
	says(run->captured.err, hash_compare(&first, &second) < 0 ? "Library 2 (Place 2)" : "Library 1 (Place 1)");
	says_code(run, &first);
	says_code(run, &second);
	count_start(run, LIST("a", "b"));
	refused(run, "/ballots: ", "uses the same randomness as ballot");
}

static void test_within_a_kiosk(void **state)
{
	struct run *run = *state;
	struct scalar r[2], other[2];
	struct hash first, second;

	draw(r);
	draw(other);
	put_ballot(run, 0, 0, 3, r, &first);
	other[0] = r[1]; /* in another place of the ballot */
	put_ballot(run, 0, 1, 4, other, &second);
	sort_ballots(run);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	refused(run, "a/ballots: ", "uses the same randomness as ballot");
	says(run->captured.err, "1 fault found");
	says(run->captured.err, "Library 1 (Place 1)");
	says_code(run, &first);
	says_code(run, &second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_between_kiosks),
	    CASE(test_within_a_kiosk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
