#include "open_texts.h"

#include <stdlib.h>
#include <string.h>

/* What is opened, without gaps. */
struct gathered {
	uint8_t *list;
	uint8_t *factors[TRUSTEE_MAX];
};

static void withhold(struct opened_texts *out, const struct quorum_factors *by, const struct lists *lists, unsigned i,
                     uint32_t entry)
{
	struct hash leaf[TRUSTEE_MAX];

	for (unsigned m = 0; m < by->member_count; m++)
		leaf[m] = by->member[m].texts[i].leaf[entry];
	withheld_hash(&out->withheld[out->withheld_count++], lists->contest[i], entry, leaf, by->member_count);
}

static void gather(struct opened_texts *out, struct gathered *gathered, const struct quorum_factors *by,
                   const struct lists *lists, unsigned i)
{
	size_t factors_len = (size_t)lists->width[i] * POINT_BYTES, entry_len = 2 * factors_len;

	for (uint32_t entry = 0; entry < lists->entries_count[i]; entry++) {
		int whole = 1;

		for (unsigned m = 0; m < by->member_count; m++)
			whole &= by->member[m].texts[i].entry[entry] != NULL;
		if (!whole) {
			withhold(out, by, lists, i, entry);
			continue;
		}
		memcpy(gathered->list + out->count * entry_len, lists->entries[i] + entry * entry_len, entry_len);
		for (unsigned m = 0; m < by->member_count; m++)
			memcpy(gathered->factors[m] + out->count * factors_len, by->member[m].texts[i].entry[entry],
			       factors_len);
		out->entry[out->count++] = entry;
	}
}

enum status texts_open(struct opened_texts *out, const struct quorum_factors *by, const struct lists *lists, unsigned i)
{
	size_t count = lists->entries_count[i], factors_len = (size_t)lists->width[i] * POINT_BYTES;
	struct gathered gathered = {.list = calloc(count + 1, 2 * factors_len)};
	const uint8_t *factors[TRUSTEE_MAX] = {NULL};
	int room;
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->entry = calloc(count + 1, sizeof *out->entry);
	out->points = calloc(count + 1, factors_len);
	out->withheld = calloc(count + 1, sizeof *out->withheld);
	room = gathered.list && out->entry && out->points && out->withheld;
	for (unsigned m = 0; m < by->member_count; m++) {
		factors[m] = gathered.factors[m] = calloc(count + 1, factors_len);
		room &= gathered.factors[m] != NULL;
	}
	if (!room)
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK) {
		gather(out, &gathered, by, lists, i);
		status = decryption_open(out->points, gathered.list, factors, by->member_count, out->count,
		                         lists->width[i], mix_engine, &mix_crew);
	}
	for (unsigned m = 0; m < by->member_count; m++)
		free(gathered.factors[m]);
	free(gathered.list);
	return status;
}

void opened_texts_free(struct opened_texts *texts)
{
	free(texts->entry);
	free(texts->points);
	free(texts->withheld);
	memset(texts, 0, sizeof *texts);
}
