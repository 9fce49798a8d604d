#include "decryption.h"

#include <sodium.h>

enum status quorum_check(const struct quorum *quorum, const struct trustees *trustees)
{
	if (quorum->count != trustees->threshold || quorum->count < 1 || quorum->count > TRUSTEE_MAX)
		return STATUS_RANGE;
	for (unsigned i = 0; i < quorum->count; i++) {
		if (quorum->member[i] < 1 || quorum->member[i] > trustees->count)
			return STATUS_RANGE;
		if (i > 0 && quorum->member[i] <= quorum->member[i - 1])
			return STATUS_ORDER;
	}
	return STATUS_OK;
}

int quorum_has(const struct quorum *quorum, unsigned index)
{
	for (unsigned i = 0; i < quorum->count; i++) {
		if (quorum->member[i] == index)
			return 1;
	}
	return 0;
}

enum status quorum_coefficient(struct scalar *out, const struct quorum *quorum, unsigned index)
{
	struct scalar own, numerator, denominator;
	enum status status;

	if (!quorum_has(quorum, index))
		return STATUS_RANGE;
	scalar_from_u64(&own, index);
	scalar_from_u64(&numerator, 1);
	scalar_from_u64(&denominator, 1);
	for (unsigned i = 0; i < quorum->count; i++) {
		struct scalar other, difference;

		if (quorum->member[i] == index)
			continue;
		scalar_from_u64(&other, quorum->member[i]);
		scalar_subtract(&difference, &other, &own);
		scalar_multiply(&numerator, &numerator, &other);
		scalar_multiply(&denominator, &denominator, &difference);
	}
	status = scalar_invert(&denominator, &denominator);
	if (status == STATUS_OK)
		scalar_multiply(out, &numerator, &denominator);
	return status;
}

enum status decryption_key(struct decryption *decryption, const struct trustees *trustees)
{
	struct scalar coefficient;
	struct point key;
	enum status status = quorum_check(&decryption->quorum, trustees);

	if (status == STATUS_OK)
		status = quorum_coefficient(&coefficient, &decryption->quorum, decryption->index);
	if (status == STATUS_OK)
		status = trustee_share_key(&key, trustees, decryption->index);
	if (status == STATUS_OK)
		status = point_multiply(&decryption->key, &coefficient, &key);
	return status;
}
