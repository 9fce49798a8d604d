/* One sealed ballot: every contest of its style encrypted to the trustees' joint key, with one proof of knowing all the
 * randomness. Its bytes are in FORMAT.md, its equations in PROTOCOL.md. */
#ifndef FOLKMOOT_SEALED_H
#define FOLKMOOT_SEALED_H

#include "bytes.h"
#include "elgamal.h"
#include "proof.h"
#include "transcript.h"

enum {
	SEALED_MAX_CONTESTS = 24,
	SEALED_MAX_WIDTH = 16,  /* points per contest */
	SEALED_MAX_POINTS = 28, /* points per ballot */
	SEALED_MAX_BYTES = 3900,
	TAG_BYTES = 32,
	NONCE_BYTES = 32,
	CODE_GROUPS = 5,         /* the short confirmation code: five groups of five characters, 125 bits */
	CODE_TEXT_BYTES = 5 * 6, /* "abcde-fghij-klmno-pqrst-uvwxy" and NUL */
};

/* What a ballot is sealed for; the same for every ballot of one kiosk. */
struct sealed_context {
	struct hash election; /* hash of the election package's body */
	struct point joint_key;
	uint8_t kiosk[32]; /* the kiosk's Ed25519 public key */
};

/* What one ballot style asks for: contest ids ascending, each with its width. */
struct sealed_shape {
	uint16_t style;
	uint8_t contest_count;
	uint16_t contest[SEALED_MAX_CONTESTS];
	uint8_t width[SEALED_MAX_CONTESTS];
};

/* The encoded vote: payloads of all contests one after another, PAYLOAD_BYTES each. Secret. */
struct sealed_plain {
	uint8_t payload[SEALED_MAX_POINTS][PAYLOAD_BYTES];
};

struct sealed {
	uint8_t tag[TAG_BYTES];
	struct sealed_shape shape;
	struct ciphertext ciphertext[SEALED_MAX_POINTS];
	struct schnorr proof[SEALED_MAX_POINTS];
};

/* Points over all contests of the shape; 0 where the shape is out of bounds. */
unsigned sealed_points(const struct sealed_shape *shape);
/* Bytes of a sealed ballot of that shape; 0 where it would not fit. */
size_t sealed_len(const struct sealed_shape *shape);

/* Seals. The nonce yields all randomness: fresh from randombytes for every ballot, kept secret, wiped unless the ballot
 * is challenged. STATUS_RANGE for an impossible shape. */
enum status MUST_CHECK sealed_make(struct sealed *out, const struct sealed_context *context,
                                   const struct sealed_shape *shape, const uint8_t tag[static TAG_BYTES],
                                   const struct sealed_plain *plain, const uint8_t nonce[static NONCE_BYTES]);

/* Exactly sealed_len(shape) bytes. */
void sealed_encode(struct writer *writer, const struct sealed *sealed);
/* Strict: every point canonical and not the identity, every scalar canonical, nothing left over, no two equal first
 * components (STATUS_ORDER). The shape read is whatever
 * the bytes say: compare it with the election's style (shape_equal). */
enum status MUST_CHECK sealed_decode(struct sealed *out, const uint8_t *body, size_t body_len);
/* Its steps, for a verifier that decodes points by other means (sealed_batch.h): shape and length, with points and
 * scalars copied as they are; then, once those were checked in their order, that no first component stands twice. */
enum status MUST_CHECK sealed_parse(struct sealed *out, const uint8_t *body, size_t body_len);
enum status MUST_CHECK sealed_check_repeats(const struct sealed *sealed);
int shape_equal(const struct sealed_shape *a, const struct sealed_shape *b);

/* The proof of knowledge over the whole statement. STATUS_PROOF where it does not hold. */
enum status MUST_CHECK sealed_verify(const struct sealed *sealed, const struct sealed_context *context);
/* The challenge that all its responses answer. The shape must be within bounds. */
void sealed_challenge(struct scalar *out, const struct sealed *sealed, const struct sealed_context *context);

/* The confirmation code: a 256-bit hash of the sealed ballot, and its first 125 bits as text to read or copy, in small
 * letters and digits without the look-alikes 0, i, l and o (FORMAT.md, "Confirmation code"). */
extern const char code_alphabet[32];
/* The alphabet's own character for what somebody typed: of either case, i and l for 1; 0 where there is none. */
char code_character(uint32_t typed);
void confirmation_code(struct hash *out, const struct sealed_context *context, const uint8_t *body, size_t body_len);
void confirmation_text(char out[static CODE_TEXT_BYTES], const struct hash *code);
/* Accepts either case, i and l for 1, with or without separators; STATUS_TEXT where it is not 25 characters of the
 * alphabet. Gives the text in the canonical form of confirmation_text, to compare. */
enum status MUST_CHECK confirmation_normalise(char out[static CODE_TEXT_BYTES], const char *typed);

/* A challenged ballot: does the nonce, with these payloads, yield exactly this body? STATUS_MISMATCH if not. */
enum status MUST_CHECK sealed_check_opening(const uint8_t *body, size_t body_len, const struct sealed_context *context,
                                            const struct sealed_plain *plain, const uint8_t nonce[static NONCE_BYTES]);

/* Hash of a set of ballots: over the count and all confirmation codes in ascending order. STATUS_ORDER where they are
 * not strictly ascending. */
enum status MUST_CHECK set_hash(struct hash *out, const struct hash *codes, size_t code_count);

#endif
