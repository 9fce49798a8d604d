/* The opening of a test vote as the kiosk shows it in a QR code: all that anybody needs, beside the election and the
 * roster, to seal the same vote again and compare (FORMAT.md, "Opening"). One line of text:
 *
 *   folkmoot opening 1 STYLE CODE NONCE VOTE [TAG]
 *
 * STYLE decimal; CODE, NONCE, VOTE (the payloads of all contests, 30 bytes for each point) and TAG (left out where it
 * is zero) in base64. */
#ifndef FOLKMOOT_OPENING_H
#define FOLKMOOT_OPENING_H

#include "flow.h"

enum { OPENING_TEXT_MAX = 1400 };

struct opening {
	uint16_t style;
	struct hash code;
	uint8_t nonce[NONCE_BYTES];
	uint8_t tag[TAG_BYTES];
	unsigned points;
	struct sealed_plain plain;
};

/* What is sealed of a flow's marks: every contest's canonical encoding, one after another. The caller wipes. */
enum status MUST_CHECK flow_encode(struct sealed_plain *out, unsigned *points, const struct flow *flow);
/* NUL-terminated. STATUS_RANGE where points is out of bounds. */
enum status MUST_CHECK opening_write(char out[static OPENING_TEXT_MAX], const struct opening *opening);
/* Strict: exactly what opening_write writes. */
enum status MUST_CHECK opening_read(struct opening *out, const char *text, size_t text_len);

#endif
