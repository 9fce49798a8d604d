#include "reasons.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *left, const void *right)
{
	const struct reason *a = left, *b = right;

	return strcmp(a->text, b->text);
}

enum status reasons_make(struct reasons *out, const struct moderated *moderated)
{
	uint32_t all = moderated ? moderated->withheld_count : 0;

	memset(out, 0, sizeof *out);
	out->reason = calloc((size_t)all + 1, sizeof *out->reason);
	if (!out->reason)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < all; i++)
		out->reason[i] = (struct reason){moderated->withheld[i].reason, 1};
	qsort(out->reason, all, sizeof *out->reason, by_text);
	for (uint32_t i = 0; i < all; i++) {
		if (out->count > 0 && strcmp(out->reason[out->count - 1].text, out->reason[i].text) == 0)
			out->reason[out->count - 1].count++;
		else
			out->reason[out->count++] = out->reason[i];
	}
	return STATUS_OK;
}

void reasons_free(struct reasons *reasons)
{
	free(reasons->reason);
	memset(reasons, 0, sizeof *reasons);
}
