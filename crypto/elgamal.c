#include "elgamal.h"

#include <sodium.h>
#include <string.h>

enum { PAYLOAD_TRIES = 1 << 14 };

static void payload_candidate(uint8_t bytes[static POINT_BYTES], unsigned counter)
{
	bytes[0] = (uint8_t)((counter & 127) << 1);
	bytes[31] = (uint8_t)(counter >> 7);
}

enum status payload_encode(struct point *out, const uint8_t payload[static PAYLOAD_BYTES])
{
	enum status status = STATUS_INTERNAL;
	uint8_t bytes[POINT_BYTES];

	memcpy(bytes + 1, payload, PAYLOAD_BYTES);
	for (unsigned counter = 0; counter < PAYLOAD_TRIES && status != STATUS_OK; counter++) {
		payload_candidate(bytes, counter);
		if (point_decode(out, bytes) == STATUS_OK)
			status = STATUS_OK;
	}
	sodium_memzero(bytes, sizeof bytes);
	return status;
}

enum status payload_decode(uint8_t payload[static PAYLOAD_BYTES], const struct point *point)
{
	unsigned counter = (unsigned)point->bytes[0] >> 1 | (unsigned)point->bytes[31] << 7;
	struct point earlier;
	uint8_t bytes[POINT_BYTES];

	if (point_is_identity(point) || (point->bytes[0] & 1) != 0 || counter >= PAYLOAD_TRIES)
		return STATUS_NOT_CANONICAL;
	memcpy(bytes, point->bytes, POINT_BYTES);
	/* A valid point with a smaller counter means that the sealer was free to choose, which could carry a message.
	 */
	for (unsigned smaller = 0; smaller < counter; smaller++) {
		payload_candidate(bytes, smaller);
		if (point_decode(&earlier, bytes) == STATUS_OK)
			return STATUS_NOT_CANONICAL;
	}
	memcpy(payload, point->bytes + 1, PAYLOAD_BYTES);
	return STATUS_OK;
}

enum status elgamal_encrypt(struct ciphertext *out, const struct point *message, const struct scalar *r,
                            const struct point *joint_key)
{
	struct point mask;
	enum status status;

	status = point_multiply_base(&out->a, r);
	if (status != STATUS_OK)
		return status;
	status = point_multiply(&mask, r, joint_key);
	if (status == STATUS_OK) {
		point_add(&out->b, message, &mask);
		if (point_is_identity(&out->b))
			status = STATUS_IDENTITY;
	}
	sodium_memzero(&mask, sizeof mask);
	return status;
}

enum status elgamal_reencrypt(struct ciphertext *out, const struct ciphertext *in, const struct scalar *r,
                              const struct point *joint_key)
{
	struct ciphertext zero, sum;
	enum status status;

	status = point_multiply_base(&zero.a, r);
	if (status == STATUS_OK)
		status = point_multiply(&zero.b, r, joint_key);
	if (status == STATUS_OK) {
		point_add(&sum.a, &in->a, &zero.a);
		point_add(&sum.b, &in->b, &zero.b);
		if (point_is_identity(&sum.a) || point_is_identity(&sum.b))
			status = STATUS_IDENTITY;
		else
			*out = sum;
	}
	sodium_memzero(&zero, sizeof zero);
	return status;
}

enum status elgamal_factor(struct point *factor, const struct ciphertext *in, const struct scalar *secret)
{
	return point_multiply(factor, secret, &in->a);
}

void elgamal_open(struct point *message, const struct ciphertext *in, const struct point *factor)
{
	point_subtract(message, &in->b, factor);
}

enum status ciphertext_decode(struct ciphertext *out, const uint8_t bytes[static CIPHERTEXT_BYTES])
{
	enum status status = point_decode(&out->a, bytes);

	return status == STATUS_OK ? point_decode(&out->b, bytes + POINT_BYTES) : status;
}

void ciphertext_encode(uint8_t bytes[static CIPHERTEXT_BYTES], const struct ciphertext *in)
{
	memcpy(bytes, in->a.bytes, POINT_BYTES);
	memcpy(bytes + POINT_BYTES, in->b.bytes, POINT_BYTES);
}
