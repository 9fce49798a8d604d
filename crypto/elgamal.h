/* ElGamal over ristretto255, and the encoding of 30 bytes into a point. See PROTOCOL.md. */
#ifndef FOLKMOOT_ELGAMAL_H
#define FOLKMOOT_ELGAMAL_H

#include "group.h"

enum { PAYLOAD_BYTES = 30, CIPHERTEXT_BYTES = 64 };

/* (a, b) = (r G, M + r H) */
struct ciphertext {
	struct point a;
	struct point b;
};

/* The first valid point for the payload, counting tries from 0. STATUS_INTERNAL if none of the 16,384 fits (never seen;
 * odds below 2^-6000). Takes the payload only to a public number of tries: see PROTOCOL.md on timing. */
enum status MUST_CHECK payload_encode(struct point *out, const uint8_t payload[static PAYLOAD_BYTES]);
/* STATUS_NOT_CANONICAL where the point is not exactly what payload_encode makes of some payload. */
enum status MUST_CHECK payload_decode(uint8_t payload[static PAYLOAD_BYTES], const struct point *point);

enum status MUST_CHECK elgamal_encrypt(struct ciphertext *out, const struct point *message, const struct scalar *r,
                                       const struct point *joint_key);
enum status MUST_CHECK elgamal_reencrypt(struct ciphertext *out, const struct ciphertext *in, const struct scalar *r,
                                         const struct point *joint_key);
/* factor = x a: a trustee's partial decryption. */
enum status MUST_CHECK elgamal_factor(struct point *factor, const struct ciphertext *in, const struct scalar *secret);
/* message = b - factor (all trustees' factors added up). May be the identity, which encodes no payload. */
void elgamal_open(struct point *message, const struct ciphertext *in, const struct point *factor);

/* 64 bytes a ‖ b, each decoded strictly (canonical, not the identity). */
enum status MUST_CHECK ciphertext_decode(struct ciphertext *out, const uint8_t bytes[static CIPHERTEXT_BYTES]);
void ciphertext_encode(uint8_t bytes[static CIPHERTEXT_BYTES], const struct ciphertext *in);

#endif
