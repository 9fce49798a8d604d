/* Finishing: one transcript with everybody's signature, the key tried by several quorums; and a ceremony of one. */
#include <stdlib.h>
#include <string.h>

#include "ceremony.h"
#include "ceremony_parts.h"

/* The Lagrange coefficient at 0 of one member of the quorum first … first + count - 1. */
static enum status weight(struct scalar *out, unsigned first, unsigned count, unsigned index)
{
	struct scalar above, below, own, other, difference;

	scalar_from_u64(&above, 1);
	scalar_from_u64(&below, 1);
	scalar_from_u64(&own, index);
	for (unsigned j = first; j < first + count; j++) {
		if (j == index)
			continue;
		scalar_from_u64(&other, j);
		scalar_subtract(&difference, &other, &own);
		scalar_multiply(&above, &above, &other);
		scalar_multiply(&below, &below, &difference);
	}
	if (scalar_invert(&below, &below) != STATUS_OK)
		return STATUS_INTERNAL;
	scalar_multiply(out, &above, &below);
	return STATUS_OK;
}

/* What the neighbours first … first + k - 1 decrypt must be the right value. */
static enum status try_quorum(const struct ceremony *ceremony, unsigned first, const struct point *right)
{
	unsigned threshold = ceremony->trustees.threshold;
	struct point sum = {{0}}, term;
	struct scalar factor;

	for (unsigned index = first; index < first + threshold; index++) {
		enum status status = weight(&factor, first, threshold, index);

		if (status == STATUS_OK)
			status = point_multiply(&term, &factor, &ceremony->trial[index - 1]);
		if (status != STATUS_OK)
			return status;
		point_add(&sum, &sum, &term);
	}
	return point_equal(&sum, right) ? STATUS_OK : STATUS_MISMATCH;
}

/* 1 … k, k + 1 … 2k, and so on; the last k at the end: everybody is in one of them. */
static enum status try_quorums(struct ceremony_fault *fault, struct ceremony *ceremony)
{
	unsigned count = ceremony->trustees.count, threshold = ceremony->trustees.threshold, first = 1;
	struct point right;
	enum status status = ceremony_trial_value(&right, &ceremony->trustees);

	ceremony->quorums = 0;
	while (status == STATUS_OK) {
		status = try_quorum(ceremony, first, &right);
		if (status != STATUS_OK)
			return ceremony_fails(fault, CEREMONY_RESULT, 0, status);
		ceremony->quorums++;
		if (first + threshold > count)
			break;
		first = first + 2 * threshold > count + 1 ? count - threshold + 1 : first + threshold;
	}
	return status;
}

enum status ceremony_finish(struct ceremony_fault *fault, struct ceremony *ceremony)
{
	enum status status;

	memset(fault, 0, sizeof *fault);
	for (unsigned i = 0; i < ceremony->trustees.count; i++) {
		if (!ceremony->accepted[i])
			return ceremony_fails(fault, CEREMONY_MISSING, i + 1, STATUS_STATE);
	}
	status = try_quorums(fault, ceremony);
	if (status == STATUS_OK)
		status =
		    trustees_write(ceremony->text, sizeof ceremony->text, &ceremony->text_len, &ceremony->trustees);
	/* Read back: what is handed out is what everybody else will check. */
	if (status == STATUS_OK)
		status = trustees_read(&ceremony->trustees, ceremony->text, ceremony->text_len);
	return status;
}

/* --- a ceremony of one --- */

struct alone {
	struct ceremony ceremony;
	struct ceremony_fault fault;
	struct ceremony_key key;
	struct trustee member;
	char text[CEREMONY_FILE_MAX];
	size_t text_len;
};

static enum status alone_deal(struct alone *alone, const char *name)
{
	enum status status =
	    ceremony_public_write(alone->text, sizeof alone->text, &alone->text_len, name, &alone->key.identity);

	if (status == STATUS_OK)
		status = ceremony_public_read(&alone->member, alone->text, alone->text_len);
	if (status == STATUS_OK)
		status = ceremony_roster_make(&alone->ceremony, &alone->member, 1, 1);
	if (status == STATUS_OK)
		status = ceremony_deal_write(alone->text, sizeof alone->text, &alone->text_len, &alone->ceremony,
		                             &alone->key);
	if (status == STATUS_OK)
		status = ceremony_deal_read(&alone->fault, &alone->ceremony, 1, alone->text, alone->text_len);
	return status;
}

static enum status alone_accept(struct alone *alone, struct trustee_share *share)
{
	enum status status = ceremony_agree(&alone->fault, &alone->ceremony);

	if (status == STATUS_OK)
		status = ceremony_share(share, &alone->fault, &alone->ceremony, &alone->key);
	if (status == STATUS_OK)
		status = ceremony_acceptance_write(alone->text, sizeof alone->text, &alone->text_len, &alone->ceremony,
		                                   share);
	if (status == STATUS_OK)
		status = ceremony_acceptance_read(&alone->fault, &alone->ceremony, 1, alone->text, alone->text_len);
	if (status == STATUS_OK)
		status = ceremony_finish(&alone->fault, &alone->ceremony);
	return status;
}

enum status trustee_alone(struct trustees *out, struct trustee_share *share, const char *name, enum sign_kind kind)
{
	struct alone *alone = malloc(sizeof *alone);
	enum status status;

	memset(out, 0, sizeof *out);
	memset(share, 0, sizeof *share);
	if (!alone)
		return STATUS_NO_ROOM;
	ceremony_key_make(&alone->key, kind);
	status = alone_deal(alone, name);
	if (status == STATUS_OK)
		status = alone_accept(alone, share);
	if (status == STATUS_OK)
		*out = alone->ceremony.trustees;
	else
		trustee_share_wipe(share);
	sodium_memzero(alone, sizeof *alone);
	free(alone);
	return status;
}
