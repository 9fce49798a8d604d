/* Opening sealed ballots with one trustee's share: factors and their proofs, and the file that publishes both
 * (FORMAT.md, "Record"). */
#ifndef FOLKMOOT_UNMIXED_H
#define FOLKMOOT_UNMIXED_H

#include "proof.h"
#include "sealed.h"
#include "trustee.h"

#define UNMIXED_MAGIC "FMD1"
enum {
	UNMIXED_HEAD_BYTES = 4 + 2 * HASH_BYTES + 2 + 4,
	UNMIXED_POINT_BYTES = 4 * 32, /* factor, two commitments, response */
};

/* Whose work it is, and for which election. */
struct unmixed_by {
	struct hash election;
	struct hash transcript; /* of the trustees' transcript */
	unsigned index;         /* the trustee's */
	struct point key;       /* of its share: trustee_share_key */
};

struct decrypted_point {
	struct point factor;
	struct chaum_pedersen proof; /* log_G(key) = log_a(factor) */
	struct point message;        /* b - factor; not written to the file */
};

/* One point of a ballot: position is its number in the ballot, from 0. */
enum status MUST_CHECK unmixed_make(struct decrypted_point *out, const struct ciphertext *ciphertext,
                                       const struct hash *code, unsigned position, const struct unmixed_by *by,
                                       const struct scalar *share);
/* Checks a published factor, and gives the message. STATUS_PROOF where it does not hold. */
enum status MUST_CHECK unmixed_check(struct decrypted_point *point, const struct ciphertext *ciphertext,
                                        const struct hash *code, unsigned position, const struct unmixed_by *by);

void unmixed_write_head(struct writer *writer, const struct unmixed_by *by, uint32_t point_count);
void unmixed_write_point(struct writer *writer, const struct decrypted_point *point);
/* STATUS_MISMATCH (sticky) where the head is not by's. Returns the number of points. */
uint32_t unmixed_read_head(struct reader *reader, const struct unmixed_by *by);
/* Strict decoding; message is left empty. */
void unmixed_read_point(struct reader *reader, struct decrypted_point *out);

#endif
