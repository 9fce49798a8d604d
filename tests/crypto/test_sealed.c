#include "crypto/cmocka_all.h"

#include <string.h>

#include "crypto/example.h"
#include "sealed.h"

struct fixture {
	struct sealed_context context;
	struct scalar secret;
	struct sealed_shape shape;
	struct sealed_plain plain;
	uint8_t tag[TAG_BYTES];
	uint8_t nonce[NONCE_BYTES];
	struct sealed sealed;
	uint8_t body[SEALED_MAX_BYTES];
	size_t body_len;
};

static void seal(struct fixture *f)
{
	struct writer writer;

	assert_ok(sealed_make(&f->sealed, &f->context, &f->shape, f->tag, &f->plain, f->nonce));
	writer_init(&writer, f->body, sizeof f->body);
	sealed_encode(&writer, &f->sealed);
	assert_ok(writer_status(&writer));
	f->body_len = writer_len(&writer);
}

static void setup(struct fixture *f)
{
	assert_ok(example_context(&f->context, &f->secret));
	example_ballot(&f->shape, &f->plain, f->tag, f->nonce);
	seal(f);
}

static enum status check(const uint8_t *body, size_t len, const struct sealed_context *context)
{
	struct sealed sealed;
	enum status status = sealed_decode(&sealed, body, len);

	return status == STATUS_OK ? sealed_verify(&sealed, context) : status;
}

static void test_round_trip(void **state)
{
	struct fixture f;
	struct sealed back;
	struct point factor, message;
	uint8_t payload[PAYLOAD_BYTES];

	(void)state;
	setup(&f);
	assert_int_equal(f.body_len, sealed_len(&f.shape));
	assert_int_equal(f.body_len, 36 + 2 * 3 + 3 * 128);
	assert_ok(sealed_decode(&back, f.body, f.body_len));
	assert_memory_equal(&back, &f.sealed, sizeof back);
	assert_true(shape_equal(&back.shape, &f.shape));
	assert_ok(sealed_verify(&back, &f.context));
	for (unsigned i = 0; i < sealed_points(&f.shape); i++) {
		assert_ok(elgamal_factor(&factor, &back.ciphertext[i], &f.secret));
		elgamal_open(&message, &back.ciphertext[i], &factor);
		assert_ok(payload_decode(payload, &message));
		assert_memory_equal(payload, f.plain.payload[i], PAYLOAD_BYTES);
	}
}

static void test_every_flipped_bit_is_refused(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	assert_ok(check(f.body, f.body_len, &f.context));
	for (size_t bit = 0; bit < 8 * f.body_len; bit++) {
		f.body[bit / 8] ^= (uint8_t)(1 << bit % 8);
		if (check(f.body, f.body_len, &f.context) == STATUS_OK)
			fail_msg("bit %zu may be flipped unseen", bit);
		f.body[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_ok(check(f.body, f.body_len, &f.context));
}

static void test_every_truncation_is_refused(void **state)
{
	struct fixture f;
	uint8_t longer[SEALED_MAX_BYTES + 1] = {0};

	(void)state;
	setup(&f);
	for (size_t len = 0; len < f.body_len; len++)
		assert_status(STATUS_TRUNCATED, len < 1 ? STATUS_TRUNCATED : check(f.body, len, &f.context));
	assert_int_not_equal(check(f.body, 0, &f.context), STATUS_OK);
	memcpy(longer, f.body, f.body_len);
	assert_status(STATUS_TRAILING, check(longer, f.body_len + 1, &f.context));
}

static void test_another_context_is_refused(void **state)
{
	struct fixture f;
	struct sealed_context other;
	struct scalar two;

	(void)state;
	setup(&f);
	other = f.context;
	other.election.bytes[31] ^= 1;
	assert_status(STATUS_PROOF, check(f.body, f.body_len, &other));
	other = f.context;
	other.kiosk[0] ^= 1;
	assert_status(STATUS_PROOF, check(f.body, f.body_len, &other));
	other = f.context;
	scalar_from_u64(&two, 2);
	assert_ok(point_multiply(&other.joint_key, &two, &f.context.joint_key));
	assert_status(STATUS_PROOF, check(f.body, f.body_len, &other));
}

/* Parts of one good ballot do not fit into another. */
static void test_parts_cannot_be_exchanged(void **state)
{
	struct fixture a, b;
	struct sealed mixed;

	(void)state;
	setup(&a);
	setup(&b);
	b.nonce[0] ^= 1;
	seal(&b);
	mixed = a.sealed;
	mixed.ciphertext[1] = b.sealed.ciphertext[1];
	mixed.proof[1] = b.sealed.proof[1];
	assert_status(STATUS_PROOF, sealed_verify(&mixed, &a.context));
	mixed = a.sealed;
	mixed.ciphertext[0] = a.sealed.ciphertext[1];
	mixed.ciphertext[1] = a.sealed.ciphertext[0];
	mixed.proof[0] = a.sealed.proof[1];
	mixed.proof[1] = a.sealed.proof[0];
	assert_status(STATUS_PROOF, sealed_verify(&mixed, &a.context));
	mixed = a.sealed;
	memset(mixed.tag, 0, TAG_BYTES);
	assert_status(STATUS_PROOF, sealed_verify(&mixed, &a.context));
	mixed = a.sealed;
	mixed.shape.width[0] = 2;
	mixed.shape.width[1] = 1;
	assert_status(STATUS_PROOF, sealed_verify(&mixed, &a.context));
	mixed = a.sealed;
	mixed.shape.contest[0] = 2;
	assert_status(STATUS_PROOF, sealed_verify(&mixed, &a.context));
	mixed = a.sealed;
	mixed.shape.style++;
	assert_status(STATUS_PROOF, sealed_verify(&mixed, &a.context));
}

static void test_a_repeated_first_component_is_refused(void **state)
{
	struct fixture f;
	uint8_t *points;

	(void)state;
	setup(&f);
	points = f.body + f.body_len - 3 * 128;
	memcpy(points + 2 * 128, points, 32);
	assert_status(STATUS_ORDER, check(f.body, f.body_len, &f.context));
}

static void test_challenge_opens(void **state)
{
	struct fixture f;
	uint8_t changed[SEALED_MAX_BYTES];

	(void)state;
	setup(&f);
	assert_ok(sealed_check_opening(f.body, f.body_len, &f.context, &f.plain, f.nonce));
	f.nonce[31] ^= 1;
	assert_status(STATUS_MISMATCH, sealed_check_opening(f.body, f.body_len, &f.context, &f.plain, f.nonce));
	f.nonce[31] ^= 1;
	f.plain.payload[0][5] ^= 1;
	assert_status(STATUS_MISMATCH, sealed_check_opening(f.body, f.body_len, &f.context, &f.plain, f.nonce));
	f.plain.payload[0][5] ^= 1;
	memcpy(changed, f.body, f.body_len);
	changed[3] ^= 1; /* the tag */
	assert_status(STATUS_MISMATCH, sealed_check_opening(changed, f.body_len, &f.context, &f.plain, f.nonce));
	f.context.kiosk[3] ^= 1;
	assert_status(STATUS_MISMATCH, sealed_check_opening(f.body, f.body_len, &f.context, &f.plain, f.nonce));
	assert_status(STATUS_TRUNCATED, sealed_check_opening(f.body, f.body_len - 1, &f.context, &f.plain, f.nonce));
}

/* One nonce for two votes must not show that they share it. */
static void test_a_reused_nonce_repeats_nothing(void **state)
{
	struct fixture a, b;

	(void)state;
	setup(&a);
	setup(&b);
	b.plain.payload[2][0] ^= 1;
	seal(&b);
	for (unsigned i = 0; i < sealed_points(&a.shape); i++) {
		assert_false(point_equal(&a.sealed.ciphertext[i].a, &b.sealed.ciphertext[i].a));
		assert_false(point_equal(&a.sealed.proof[i].commitment, &b.sealed.proof[i].commitment));
	}
	b.plain.payload[2][0] ^= 1;
	b.tag[0] ^= 1;
	seal(&b);
	assert_false(point_equal(&a.sealed.ciphertext[0].a, &b.sealed.ciphertext[0].a));
}

static void shape_of(struct sealed_shape *shape, unsigned contests, unsigned width)
{
	memset(shape, 0, sizeof *shape);
	shape->contest_count = (uint8_t)contests;
	for (unsigned i = 0; i < contests && i < SEALED_MAX_CONTESTS; i++) {
		shape->contest[i] = (uint16_t)(10 * i);
		shape->width[i] = (uint8_t)width;
	}
}

static void test_shapes_are_compared_whole(void **state)
{
	struct sealed_shape one, other, none;

	(void)state;
	shape_of(&one, 3, 2);
	shape_of(&none, 0, 1);
	other = one;
	assert_true(shape_equal(&one, &other));
	assert_false(shape_equal(&none, &one));
	assert_false(shape_equal(&one, &none));
	assert_false(shape_equal(&none, &none));
	other.style++;
	assert_false(shape_equal(&one, &other));
	other = one;
	other.contest[2]++;
	assert_false(shape_equal(&one, &other));
	other = one;
	other.width[2]++;
	assert_false(shape_equal(&one, &other));
	shape_of(&other, 2, 2);
	assert_false(shape_equal(&one, &other));
}

static void test_shapes(void **state)
{
	struct fixture f;
	struct sealed_shape shape;

	(void)state;
	setup(&f);
	shape_of(&shape, 0, 1);
	assert_int_equal(sealed_len(&shape), 0);
	shape_of(&shape, 25, 1);
	assert_int_equal(sealed_points(&shape), 0);
	shape_of(&shape, 1, 0);
	assert_int_equal(sealed_points(&shape), 0);
	shape_of(&shape, 1, 17);
	assert_int_equal(sealed_points(&shape), 0);
	assert_status(STATUS_RANGE, sealed_make(&f.sealed, &f.context, &shape, f.tag, &f.plain, f.nonce));
	shape_of(&shape, 4, 7);
	assert_int_equal(sealed_points(&shape), 28);
	assert_int_equal(sealed_len(&shape), 36 + 12 + 28 * 128);
	shape.width[0] = 8;
	assert_int_equal(sealed_points(&shape), 0);
	shape_of(&shape, 2, 1);
	shape.contest[1] = shape.contest[0];
	assert_int_equal(sealed_points(&shape), 0);
	assert_false(shape_equal(&shape, &shape));
	shape_of(&shape, 24, 1);
	assert_true(sealed_len(&shape) <= SEALED_MAX_BYTES);
}

static void test_the_largest_ballot(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	shape_of(&f.shape, 24, 1);
	f.shape.width[3] = 5;
	memset(&f.plain, 0xa5, sizeof f.plain);
	seal(&f);
	assert_ok(check(f.body, f.body_len, &f.context));
	assert_ok(sealed_check_opening(f.body, f.body_len, &f.context, &f.plain, f.nonce));
}

static void test_encoding_without_room_is_told(void **state)
{
	struct fixture f;
	struct writer writer;

	(void)state;
	setup(&f);
	for (size_t room = 0; room < f.body_len; room++) {
		writer_init(&writer, f.body, room);
		sealed_encode(&writer, &f.sealed);
		assert_status(STATUS_NO_ROOM, writer_status(&writer));
	}
}

static void test_code_depends_on_all(void **state)
{
	struct fixture f;
	struct hash code, other;

	(void)state;
	setup(&f);
	confirmation_code(&code, &f.context, f.body, f.body_len);
	confirmation_code(&other, &f.context, f.body, f.body_len);
	assert_int_equal(hash_compare(&code, &other), 0);
	f.body[40] ^= 1;
	confirmation_code(&other, &f.context, f.body, f.body_len);
	assert_int_not_equal(hash_compare(&code, &other), 0);
	f.body[40] ^= 1;
	f.context.kiosk[0] ^= 1;
	confirmation_code(&other, &f.context, f.body, f.body_len);
	assert_int_not_equal(hash_compare(&code, &other), 0);
	f.context.kiosk[0] ^= 1;
	f.context.election.bytes[0] ^= 1;
	confirmation_code(&other, &f.context, f.body, f.body_len);
	assert_int_not_equal(hash_compare(&code, &other), 0);
}

static void test_code_text(void **state)
{
	struct hash code = {{0}};
	char text[CODE_TEXT_BYTES], back[CODE_TEXT_BYTES];

	(void)state;
	confirmation_text(text, &code);
	assert_string_equal(text, "11111-11111-11111-11111-11111");
	memset(&code, 0xff, sizeof code);
	confirmation_text(text, &code);
	assert_string_equal(text, "zzzzz-zzzzz-zzzzz-zzzzz-zzzzz");
	/* 00000 00001 00010 00011 00100 00101 00110 00111, then the highest value */
	memcpy(code.bytes, "\x00\x44\x32\x14\xc7", 5);
	confirmation_text(text, &code);
	assert_string_equal(text, "12345-678zz-zzzzz-zzzzz-zzzzz");
	assert_ok(confirmation_normalise(back, text));
	assert_string_equal(back, text);
	memset(code.bytes, 0xff, 32);
	code.bytes[15] = 0xf8; /* the last three bits of byte 15 are beyond the 125 */
	confirmation_text(back, &code);
	assert_string_equal(back, "zzzzz-zzzzz-zzzzz-zzzzz-zzzzz");
}

static void test_code_typed_by_people(void **state)
{
	char text[CODE_TEXT_BYTES];

	(void)state;
	assert_ok(confirmation_normalise(text, "12345678zzzzzzzzzzzzzzzzz"));
	assert_string_equal(text, "12345-678zz-zzzzz-zzzzz-zzzzz");
	assert_ok(confirmation_normalise(text, " L2345 678ZZ zzzzz-ZZZZZ - zzzzi "));
	assert_string_equal(text, "12345-678zz-zzzzz-zzzzz-zzzz1");
	assert_status(STATUS_TEXT, confirmation_normalise(text, "12345-678zz-zzzzz-zzzzz-zzzz"));
	assert_string_equal(text, "");
	assert_status(STATUS_TEXT, confirmation_normalise(text, "12345-678zz-zzzzz-zzzzz-zzzzzz"));
	assert_status(STATUS_TEXT, confirmation_normalise(text, "02345-678zz-zzzzz-zzzzz-zzzzz"));
	assert_status(STATUS_TEXT, confirmation_normalise(text, "o2345-678zz-zzzzz-zzzzz-zzzzz"));
	assert_status(STATUS_TEXT, confirmation_normalise(text, "12345_678zz-zzzzz-zzzzz-zzzzz"));
	assert_status(STATUS_TEXT, confirmation_normalise(text, "é2345-678zz-zzzzz-zzzzz-zzzzz"));
	assert_status(STATUS_TEXT, confirmation_normalise(text, ""));
}

static void test_set_hash(void **state)
{
	struct hash codes[3], a, b;

	(void)state;
	memset(codes, 0, sizeof codes);
	codes[1].bytes[31] = 1;
	codes[2].bytes[0] = 1;
	assert_ok(set_hash(&a, codes, 3));
	assert_ok(set_hash(&b, codes, 3));
	assert_int_equal(hash_compare(&a, &b), 0);
	assert_ok(set_hash(&b, codes, 2));
	assert_int_not_equal(hash_compare(&a, &b), 0);
	assert_ok(set_hash(&b, codes, 0));
	assert_ok(set_hash(&b, NULL, 0));
	codes[1] = codes[0];
	assert_status(STATUS_ORDER, set_hash(&b, codes, 3));
	codes[1].bytes[0] = 2;
	assert_status(STATUS_ORDER, set_hash(&b, codes, 3));
}

static void test_what_cannot_be_sealed_or_verified(void **state)
{
	static const struct sealed nothing;
	struct fixture f;

	(void)state;
	setup(&f);
	memset(&f.context.joint_key, 0, sizeof f.context.joint_key);
	assert_status(STATUS_IDENTITY, sealed_make(&f.sealed, &f.context, &f.shape, f.tag, &f.plain, f.nonce));
	assert_memory_equal(&f.sealed, &nothing, sizeof nothing); /* nothing half made is left */
	assert_status(STATUS_RANGE, sealed_verify(&nothing, &f.context));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_every_flipped_bit_is_refused),
	    cmocka_unit_test(test_every_truncation_is_refused),
	    cmocka_unit_test(test_another_context_is_refused),
	    cmocka_unit_test(test_parts_cannot_be_exchanged),
	    cmocka_unit_test(test_a_repeated_first_component_is_refused),
	    cmocka_unit_test(test_challenge_opens),
	    cmocka_unit_test(test_a_reused_nonce_repeats_nothing),
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_shapes_are_compared_whole),
	    cmocka_unit_test(test_the_largest_ballot),
	    cmocka_unit_test(test_encoding_without_room_is_told),
	    cmocka_unit_test(test_code_depends_on_all),
	    cmocka_unit_test(test_code_text),
	    cmocka_unit_test(test_code_typed_by_people),
	    cmocka_unit_test(test_set_hash),
	    cmocka_unit_test(test_what_cannot_be_sealed_or_verified),
	};
	return cmocka_run_group_tests_name("sealed", tests, start_crypto, NULL);
}
