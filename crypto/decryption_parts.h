/* What the ways to prove a decryption share: one proof for a whole list, one for each factor, one for each entry. */
#ifndef FOLKMOOT_DECRYPTION_PARTS_H
#define FOLKMOOT_DECRYPTION_PARTS_H

#include "decryption.h"

enum { EQUALITY_BYTES = 96 };

/* Begins a transcript with everything that is decrypted and by whom: election to list. */
void decryption_subject(struct transcript *out, const char *purpose, const struct decryption *decryption);
/* The share times its coefficient. The caller wipes it. STATUS_WRONG_KEY where it does not belong to the key. */
enum status MUST_CHECK decryption_secret(struct scalar *out, const struct decryption *decryption,
                                         const struct scalar *share);
/* STATUS_NOT_CANONICAL, STATUS_IDENTITY for bytes that are no point of the group. Constant time. */
enum status MUST_CHECK decryption_multiply(struct point *out, const struct scalar *secret,
                                           const uint8_t bytes[static POINT_BYTES]);

/* K1, K2, z for one base and its product, in a context that holds all else. */
enum status MUST_CHECK decryption_prove(uint8_t out[static EQUALITY_BYTES], const struct transcript *context,
                                        const struct point *base, const struct point *product,
                                        const struct scalar *secret);
enum status MUST_CHECK decryption_check(const uint8_t in[static EQUALITY_BYTES], const struct transcript *context,
                                        const struct point *base, const struct point *product, const struct point *key,
                                        const struct engine *engine);

#endif
