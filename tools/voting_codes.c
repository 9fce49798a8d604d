#include "voting_codes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "election.h"
#include "parallel.h"
#include "text_out.h"

struct making {
	struct voting_codes *codes;
	const char *election_id;
	enum status *status; /* of each */
};

static void make_one(void *context, size_t index)
{
	struct making *making = context;
	struct voting_codes *codes = making->codes;
	uint8_t tag[TAG_BYTES];

	voting_code_make(codes->letters[index]);
	making->status[index] = voting_code_tag(tag, codes->letters[index], making->election_id);
	issued_hash(&codes->issued[index], tag);
	sodium_memzero(tag, sizeof tag);
}

static int by_hash(const void *left, const void *right)
{
	return hash_compare(left, right);
}

/* A copy in ascending order; NULL without memory. */
static struct hash *in_order(const struct voting_codes *codes)
{
	struct hash *sorted = malloc(codes->count * sizeof *sorted);

	if (!sorted)
		return NULL;
	memcpy(sorted, codes->issued, codes->count * sizeof *sorted);
	qsort(sorted, codes->count, sizeof *sorted, by_hash);
	return sorted;
}

/* Nobody will ever see it happen; nobody shall have to believe that. */
static enum status all_differ(const struct voting_codes *codes)
{
	struct hash *sorted = in_order(codes);
	enum status status = sorted ? STATUS_OK : STATUS_NO_ROOM;

	for (size_t i = 1; status == STATUS_OK && i < codes->count; i++)
		if (hash_compare(&sorted[i - 1], &sorted[i]) == 0)
			status = STATUS_ORDER;
	free(sorted);
	return status;
}

enum status voting_codes_make(struct voting_codes *out, size_t count, const char *election_id)
{
	struct making making = {.codes = out, .election_id = election_id};
	enum status status;

	*out = (struct voting_codes){.count = count};
	out->letters = calloc(count + 1, sizeof *out->letters);
	out->issued = calloc(count + 1, sizeof *out->issued);
	making.status = calloc(count + 1, sizeof *making.status);
	if (!out->letters || !out->issued || !making.status) {
		free(making.status);
		return STATUS_NO_ROOM;
	}
	do {
		status = STATUS_OK;
		parallel_each(count, "making voting codes", make_one, &making);
		for (size_t i = 0; i < count && status == STATUS_OK; i++)
			status = making.status[i];
		if (status == STATUS_OK)
			status = all_differ(out);
	} while (status == STATUS_ORDER);
	free(making.status);
	return status;
}

void voting_codes_finish(struct voting_codes *codes)
{
	if (codes->letters)
		sodium_memzero(codes->letters, (codes->count + 1) * sizeof *codes->letters);
	free(codes->letters);
	free(codes->issued);
	memset(codes, 0, sizeof *codes);
}

enum status voting_codes_tags(struct bytes *out, const struct voting_codes *codes, const char *place,
                              const char *district)
{
	struct hash *sorted = in_order(codes);
	struct text_out text;
	enum status status;

	memset(out, 0, sizeof *out);
	if (!sorted)
		return STATUS_NO_ROOM;
	status = text_begin(&text);
	if (status == STATUS_OK) {
		for (size_t i = 0; i < codes->count; i++) {
			char hex[2 * HASH_BYTES + 1];

			hex_write(hex, sorted[i].bytes, HASH_BYTES);
			fprintf(text.stream, "%s\t%s\t%s\n", place, district, hex);
		}
		status = text_end(out, &text);
	}
	free(sorted);
	return status;
}

static const uint64_t all_codes = UINT64_C(1) << 60;

uint64_t voting_codes_alike(size_t count)
{
	/* n (n - 1) / 2 pairs; below 2^38 for the most codes that an election can have. */
	uint64_t pairs = (uint64_t)count * (count - 1) / 2;

	return pairs == 0 ? UINT64_MAX : all_codes / pairs;
}

uint64_t voting_codes_guessed(size_t count)
{
	return count == 0 ? UINT64_MAX : all_codes / count;
}
