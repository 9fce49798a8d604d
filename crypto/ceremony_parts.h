/* What the parts of the ceremony share among themselves. */
#ifndef FOLKMOOT_CEREMONY_PARTS_H
#define FOLKMOOT_CEREMONY_PARTS_H

#include "ceremony.h"

/* Secret: one trustee's polynomial. */
struct polynomial {
	unsigned count; /* degree + 1 */
	struct scalar coefficient[TRUSTEE_MAX];
};

void polynomial_derive(struct polynomial *out, const struct ceremony_key *key, const struct trustees *trustees);
void polynomial_wipe(struct polynomial *polynomial);
/* Its value at index; the caller wipes out. */
void polynomial_at(struct scalar *out, const struct polynomial *polynomial, unsigned index);

/* Notes the fault and answers status. */
enum status ceremony_fails(struct ceremony_fault *fault, enum ceremony_check check, unsigned trustee,
                           enum status status);

/* The lines that deal and acceptance begin with. */
struct ceremony_head {
	enum sign_kind kind;
	struct hash roster;
	uint64_t trustee;
};
void ceremony_put_head(struct statement_writer *writer, const struct ceremony *ceremony, unsigned index);
void ceremony_read_head(struct ceremony_head *out, struct statement_reader *reader);
enum status MUST_CHECK ceremony_head_check(struct ceremony_fault *fault, const struct ceremony_head *head,
                                           const struct ceremony *ceremony, unsigned index);
/* What a trial must decrypt to. */
enum status MUST_CHECK ceremony_trial_value(struct point *out, const struct trustees *trustees);

#endif
