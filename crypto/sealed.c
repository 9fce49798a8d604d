#include "sealed.h"

#include <sodium.h>
#include <string.h>

enum { SEALED_VERSION = 1, HEAD_BYTES = 1 + 2 + TAG_BYTES + 1, CONTEST_BYTES = 3, POINT_ENTRY_BYTES = 4 * 32 };
_Static_assert(HEAD_BYTES + CONTEST_BYTES * SEALED_MAX_CONTESTS + POINT_ENTRY_BYTES * SEALED_MAX_POINTS <=
                   SEALED_MAX_BYTES,
               "every shape within bounds fits");

/* --- shapes --- */

static enum status shape_check(const struct sealed_shape *shape)
{
	unsigned points = 0;

	if (shape->contest_count == 0 || shape->contest_count > SEALED_MAX_CONTESTS)
		return STATUS_RANGE;
	for (unsigned i = 0; i < shape->contest_count; i++) {
		if (shape->width[i] == 0 || shape->width[i] > SEALED_MAX_WIDTH)
			return STATUS_RANGE;
		if (i > 0 && shape->contest[i] <= shape->contest[i - 1])
			return STATUS_ORDER;
		points += shape->width[i];
	}
	return points > SEALED_MAX_POINTS ? STATUS_RANGE : STATUS_OK;
}

unsigned sealed_points(const struct sealed_shape *shape)
{
	unsigned points = 0;

	if (shape_check(shape) != STATUS_OK)
		return 0;
	for (unsigned i = 0; i < shape->contest_count; i++)
		points += shape->width[i];
	return points;
}

size_t sealed_len(const struct sealed_shape *shape)
{
	unsigned points = sealed_points(shape);

	return points == 0
	           ? 0
	           : HEAD_BYTES + CONTEST_BYTES * (size_t)shape->contest_count + POINT_ENTRY_BYTES * (size_t)points;
}

int shape_equal(const struct sealed_shape *a, const struct sealed_shape *b)
{
	if (sealed_points(a) == 0 || sealed_points(b) == 0)
		return 0;
	return a->style == b->style && a->contest_count == b->contest_count &&
	       memcmp(a->contest, b->contest, a->contest_count * sizeof a->contest[0]) == 0 &&
	       memcmp(a->width, b->width, a->contest_count) == 0;
}

/* --- transcripts --- */

static void append_statement(struct transcript *transcript, const struct sealed_context *context,
                             const struct sealed_shape *shape, const uint8_t tag[static TAG_BYTES])
{
	transcript_append(transcript, "election", context->election.bytes, HASH_BYTES);
	transcript_append_point(transcript, "joint key", &context->joint_key);
	transcript_append(transcript, "kiosk", context->kiosk, sizeof context->kiosk);
	transcript_append_u64(transcript, "style", shape->style);
	transcript_append(transcript, "tag", tag, TAG_BYTES);
	transcript_append_u64(transcript, "contests", shape->contest_count);
	for (unsigned i = 0; i < shape->contest_count; i++) {
		transcript_append_u64(transcript, "contest", shape->contest[i]);
		transcript_append_u64(transcript, "width", shape->width[i]);
	}
}

void sealed_challenge(struct scalar *out, const struct sealed *sealed, const struct sealed_context *context)
{
	unsigned points = sealed_points(&sealed->shape);
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/ballot-proof/1");
	append_statement(&transcript, context, &sealed->shape, sealed->tag);
	for (unsigned i = 0; i < points; i++) {
		transcript_append_point(&transcript, "a", &sealed->ciphertext[i].a);
		transcript_append_point(&transcript, "b", &sealed->ciphertext[i].b);
	}
	for (unsigned i = 0; i < points; i++)
		transcript_append_point(&transcript, "commitment", &sealed->proof[i].commitment);
	transcript_challenge(out, &transcript, "challenge");
}

/* --- sealing --- */

/* All that is secret while one ballot is sealed. */
struct sealing {
	struct transcript transcript;
	uint8_t seed[64];
	uint8_t wide[64];
	struct scalar r[SEALED_MAX_POINTS];
	struct scalar k[SEALED_MAX_POINTS];
	struct point message;
};

/* The seed hashes everything that goes into the ballot, so that a nonce used twice by mistake gives unrelated
 * randomness for another vote, as deterministic signatures do. */
static void derive_seed(struct sealing *sealing, const struct sealed *sealed, unsigned points,
                        const struct sealed_context *context, const struct sealed_plain *plain, const uint8_t *nonce)
{
	transcript_init_keyed(&sealing->transcript, "folkmoot/ballot-seed/1", nonce, NONCE_BYTES);
	append_statement(&sealing->transcript, context, &sealed->shape, sealed->tag);
	for (unsigned i = 0; i < points; i++)
		transcript_append(&sealing->transcript, "payload", plain->payload[i], PAYLOAD_BYTES);
	transcript_wide(sealing->seed, &sealing->transcript, "seed");
}

static void derive_scalars(struct sealing *sealing, unsigned points)
{
	for (unsigned i = 0; i < points; i++) {
		transcript_init_keyed(&sealing->transcript, "folkmoot/ballot-randomness/1", sealing->seed,
		                      sizeof sealing->seed);
		transcript_append_u64(&sealing->transcript, "point", i);
		transcript_wide(sealing->wide, &sealing->transcript, "r");
		scalar_from_wide(&sealing->r[i], sealing->wide);
		transcript_wide(sealing->wide, &sealing->transcript, "k");
		scalar_from_wide(&sealing->k[i], sealing->wide);
	}
}

enum status sealed_make(struct sealed *out, const struct sealed_context *context, const struct sealed_shape *shape,
                        const uint8_t tag[static TAG_BYTES], const struct sealed_plain *plain,
                        const uint8_t nonce[static NONCE_BYTES])
{
	unsigned points = sealed_points(shape);
	struct sealing sealing;
	struct scalar challenge;
	enum status status = STATUS_OK;

	if (points == 0)
		return STATUS_RANGE;
	memset(out, 0, sizeof *out);
	memcpy(out->tag, tag, TAG_BYTES);
	out->shape = *shape;
	derive_seed(&sealing, out, points, context, plain, nonce);
	derive_scalars(&sealing, points);
	for (unsigned i = 0; i < points && status == STATUS_OK; i++) {
		status = payload_encode(&sealing.message, plain->payload[i]);
		if (status == STATUS_OK)
			status =
			    elgamal_encrypt(&out->ciphertext[i], &sealing.message, &sealing.r[i], &context->joint_key);
		if (status == STATUS_OK)
			status = point_multiply_base(&out->proof[i].commitment, &sealing.k[i]);
	}
	if (status == STATUS_OK) {
		sealed_challenge(&challenge, out, context);
		for (unsigned i = 0; i < points; i++)
			schnorr_respond(&out->proof[i], &sealing.k[i], &challenge, &sealing.r[i]);
	}
	sodium_memzero(&sealing, sizeof sealing);
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	return status;
}

enum status sealed_verify(const struct sealed *sealed, const struct sealed_context *context)
{
	unsigned points = sealed_points(&sealed->shape);
	struct scalar challenge;
	enum status status = STATUS_OK;

	if (points == 0)
		return STATUS_RANGE;
	sealed_challenge(&challenge, sealed, context);
	for (unsigned i = 0; i < points && status == STATUS_OK; i++)
		status = schnorr_verify(&sealed->proof[i], &challenge, &sealed->ciphertext[i].a);
	return status;
}

/* --- bytes --- */

void sealed_encode(struct writer *writer, const struct sealed *sealed)
{
	const struct sealed_shape *shape = &sealed->shape;
	unsigned points = sealed_points(shape);

	write_u8(writer, SEALED_VERSION);
	write_u16(writer, shape->style);
	write_bytes(writer, sealed->tag, TAG_BYTES);
	write_u8(writer, shape->contest_count);
	for (unsigned i = 0; points > 0 && i < shape->contest_count; i++) {
		write_u16(writer, shape->contest[i]);
		write_u8(writer, shape->width[i]);
	}
	for (unsigned i = 0; i < points; i++) {
		write_bytes(writer, sealed->ciphertext[i].a.bytes, POINT_BYTES);
		write_bytes(writer, sealed->ciphertext[i].b.bytes, POINT_BYTES);
		write_bytes(writer, sealed->proof[i].commitment.bytes, POINT_BYTES);
		write_bytes(writer, sealed->proof[i].response.bytes, SCALAR_BYTES);
	}
}

static void read_shape(struct reader *reader, struct sealed *out)
{
	struct sealed_shape *shape = &out->shape;

	if (read_u8(reader) != SEALED_VERSION)
		reader_fail(reader, STATUS_VERSION);
	shape->style = read_u16(reader);
	read_bytes(reader, out->tag, TAG_BYTES);
	shape->contest_count = read_u8(reader);
	if (shape->contest_count > SEALED_MAX_CONTESTS)
		reader_fail(reader, STATUS_RANGE);
	for (unsigned i = 0; reader->status == STATUS_OK && i < shape->contest_count; i++) {
		shape->contest[i] = read_u16(reader);
		shape->width[i] = read_u8(reader);
	}
	reader_fail(reader, shape_check(shape));
}

enum status sealed_parse(struct sealed *out, const uint8_t *body, size_t body_len)
{
	struct reader reader;
	unsigned points;

	memset(out, 0, sizeof *out);
	reader_init(&reader, body, body_len);
	read_shape(&reader, out);
	points = reader.status == STATUS_OK ? sealed_points(&out->shape) : 0;
	/* The length first: a point is dear to decode. */
	if (reader.status == STATUS_OK && body_len != sealed_len(&out->shape))
		reader_fail(&reader, body_len < sealed_len(&out->shape) ? STATUS_TRUNCATED : STATUS_TRAILING);
	for (unsigned i = 0; reader.status == STATUS_OK && i < points; i++) {
		read_bytes(&reader, out->ciphertext[i].a.bytes, POINT_BYTES);
		read_bytes(&reader, out->ciphertext[i].b.bytes, POINT_BYTES);
		read_bytes(&reader, out->proof[i].commitment.bytes, POINT_BYTES);
		read_bytes(&reader, out->proof[i].response.bytes, SCALAR_BYTES);
	}
	return reader_finish(&reader);
}

/* Two equal first components mean two encryptions with the same randomness: a copy, or a broken generator. */
enum status sealed_check_repeats(const struct sealed *sealed)
{
	unsigned points = sealed_points(&sealed->shape);

	for (unsigned i = 1; i < points; i++) {
		for (unsigned j = 0; j < i; j++) {
			if (point_equal(&sealed->ciphertext[i].a, &sealed->ciphertext[j].a))
				return STATUS_ORDER;
		}
	}
	return STATUS_OK;
}

static enum status check_point(const struct ciphertext *ciphertext, const struct schnorr *proof)
{
	struct point point;
	struct scalar scalar;
	enum status status = point_decode(&point, ciphertext->a.bytes);

	if (status == STATUS_OK)
		status = point_decode(&point, ciphertext->b.bytes);
	if (status == STATUS_OK)
		status = point_decode(&point, proof->commitment.bytes);
	if (status == STATUS_OK)
		status = scalar_decode(&scalar, proof->response.bytes);
	return status;
}

enum status sealed_decode(struct sealed *out, const uint8_t *body, size_t body_len)
{
	enum status status = sealed_parse(out, body, body_len);
	unsigned points = status == STATUS_OK ? sealed_points(&out->shape) : 0;

	for (unsigned i = 0; i < points && status == STATUS_OK; i++)
		status = check_point(&out->ciphertext[i], &out->proof[i]);
	return status == STATUS_OK ? sealed_check_repeats(out) : status;
}

/* --- confirmation code --- */

const char code_alphabet[32] = {'1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g',
                                'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'};
enum { GROUP_CHARACTERS = 5, CODE_CHARACTERS = CODE_GROUPS * GROUP_CHARACTERS };

void confirmation_code(struct hash *out, const struct sealed_context *context, const uint8_t *body, size_t body_len)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/confirmation-code/1");
	transcript_append(&transcript, "election", context->election.bytes, HASH_BYTES);
	transcript_append_point(&transcript, "joint key", &context->joint_key);
	transcript_append(&transcript, "kiosk", context->kiosk, sizeof context->kiosk);
	transcript_append(&transcript, "ballot", body, body_len);
	transcript_hash(out, &transcript, "code");
}

/* Writes the next character, with a hyphen before each group but the first. */
static char *put_character(char *at, unsigned index, char character)
{
	if (index > 0 && index % GROUP_CHARACTERS == 0)
		*at++ = '-';
	*at++ = character;
	*at = '\0';
	return at;
}

void confirmation_text(char out[static CODE_TEXT_BYTES], const struct hash *code)
{
	for (unsigned i = 0; i < CODE_CHARACTERS; i++) {
		unsigned value = 0;

		for (unsigned bit = 5 * i; bit < 5 * i + 5; bit++)
			value = value << 1 | ((unsigned)code->bytes[bit / 8] >> (7 - bit % 8) & 1U);
		out = put_character(out, i, code_alphabet[value]);
	}
}

/* An l or i can only be a misread 1. */
char code_character(uint32_t typed)
{
	if (typed >= 'A' && typed <= 'Z')
		typed = typed - 'A' + 'a';
	if (typed == 'l' || typed == 'i')
		typed = '1';
	return typed > 0 && typed < 0x80 && memchr(code_alphabet, (int)typed, sizeof code_alphabet) ? (char)typed
	                                                                                            : '\0';
}

enum status confirmation_normalise(char out[static CODE_TEXT_BYTES], const char *typed)
{
	char *at = out;
	unsigned count = 0;

	*at = '\0';
	for (; *typed; typed++) {
		char character;

		if (*typed == '-' || *typed == ' ')
			continue;
		character = code_character((unsigned char)*typed);
		if (!character || count == CODE_CHARACTERS) {
			*out = '\0';
			return STATUS_TEXT;
		}
		at = put_character(at, count++, character);
	}
	if (count != CODE_CHARACTERS) {
		*out = '\0';
		return STATUS_TEXT;
	}
	return STATUS_OK;
}

/* --- challenges and sets --- */

enum status sealed_check_opening(const uint8_t *body, size_t body_len, const struct sealed_context *context,
                                 const struct sealed_plain *plain, const uint8_t nonce[static NONCE_BYTES])
{
	struct sealed claimed, again;
	uint8_t bytes[SEALED_MAX_BYTES];
	struct writer writer;
	enum status status;

	status = sealed_decode(&claimed, body, body_len);
	if (status == STATUS_OK)
		status = sealed_make(&again, context, &claimed.shape, claimed.tag, plain, nonce);
	if (status != STATUS_OK)
		return status;
	writer_init(&writer, bytes, sizeof bytes);
	sealed_encode(&writer, &again);
	status = writer_status(&writer);
	if (status == STATUS_OK && (writer_len(&writer) != body_len || memcmp(bytes, body, body_len) != 0))
		status = STATUS_MISMATCH;
	return status;
}

enum status set_hash(struct hash *out, const struct hash *codes, size_t code_count)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/ballot-set/1");
	transcript_append_u64(&transcript, "count", code_count);
	for (size_t i = 0; i < code_count; i++) {
		if (i > 0 && hash_compare(&codes[i - 1], &codes[i]) >= 0)
			return STATUS_ORDER;
		transcript_append(&transcript, "code", codes[i].bytes, HASH_BYTES);
	}
	transcript_hash(out, &transcript, "set");
	return STATUS_OK;
}
