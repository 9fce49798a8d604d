#include "merge.h"

#include <stdlib.h>
#include <string.h>

/* Where the sealed ballot keeps its style and its points: FORMAT.md, "Sealed ballot". */
enum { AT_STYLE = 1, AT_TAG = 3, AT_SHAPE = 36, SHAPE_CONTEST_BYTES = 3, SEALED_POINT_BYTES = 128 };

/* --- which ballots count --- */

static int is_cast(const struct accepted_ballot *ballot)
{
	return !ballot->opened && ballot->status == STATUS_OK;
}

static unsigned style_of(const struct accepted_ballot *ballot)
{
	return (unsigned)(ballot->body[AT_STYLE] | ballot->body[AT_STYLE + 1] << 8);
}

static void take_ballots(struct merged *out, const struct accepted *accepted)
{
	for (size_t i = 0; i < accepted->ballot_count; i++)
		if (is_cast(&accepted->ballots[i]))
			out->counted[out->counted_count++] = &accepted->ballots[i];
}

static enum status hash_set(struct merged *out)
{
	struct hash *codes = malloc(out->counted_count * sizeof *codes + 1);
	enum status status;

	if (!codes)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < out->counted_count; i++)
		codes[i] = out->counted[i]->code;
	status = set_hash(&out->set, codes, out->counted_count);
	free(codes);
	return status;
}

/* --- lists --- */

/* Where in a ballot of one style the points of each contest lie: by the contest's place in the election, 0 for none. */
struct layout {
	size_t len;
	size_t at[ELECTION_MAX_CONTESTS];
};

static void lay_out(struct layout *out, const struct election *election, const struct style *style)
{
	size_t at = AT_SHAPE + (size_t)SHAPE_CONTEST_BYTES * style->contest_count;

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < style->contest_count; i++) {
		out->at[style->contest[i]] = at;
		at += (size_t)SEALED_POINT_BYTES * election->contests[style->contest[i]].width;
	}
	out->len = at;
}

static enum status make_room(struct merged *out, const struct election *election, const struct layout *layouts)
{
	uint32_t of_style[ELECTION_MAX_STYLES] = {0};

	for (size_t i = 0; i < out->counted_count; i++) {
		unsigned style = style_of(out->counted[i]);

		/* accept_ballots has compared its shape with the style. */
		if (style >= election->style_count || out->counted[i]->body_len != layouts[style].len)
			return STATUS_INTERNAL;
		of_style[style]++;
	}
	for (unsigned contest = 0; contest < election->contest_count; contest++) {
		struct contest_list *list = &out->list[contest];

		for (unsigned style = 0; style < election->style_count; style++)
			list->count += layouts[style].at[contest] ? of_style[style] : 0;
		list->entries = malloc((size_t)list->count * election->contests[contest].width * CIPHERTEXT_BYTES + 1);
		if (!list->entries)
			return STATUS_NO_ROOM;
	}
	return STATUS_OK;
}

static void fill_lists(struct merged *out, const struct election *election, const struct layout *layouts)
{
	uint8_t *to[ELECTION_MAX_CONTESTS];

	for (unsigned contest = 0; contest < election->contest_count; contest++)
		to[contest] = out->list[contest].entries;
	for (size_t i = 0; i < out->counted_count; i++) {
		const struct accepted_ballot *ballot = out->counted[i];
		const struct style *style = &election->styles[style_of(ballot)];
		const struct layout *layout = &layouts[style_of(ballot)];

		for (unsigned k = 0; k < style->contest_count; k++) {
			unsigned contest = style->contest[k];
			const uint8_t *from = ballot->body + layout->at[contest];

			for (unsigned point = 0; point < election->contests[contest].width; point++) {
				memcpy(to[contest], from, CIPHERTEXT_BYTES);
				to[contest] += CIPHERTEXT_BYTES;
				from += SEALED_POINT_BYTES;
			}
		}
	}
}

static enum status make_lists(struct merged *out, const struct election *election)
{
	struct layout layouts[ELECTION_MAX_STYLES];
	enum status status;

	for (unsigned style = 0; style < election->style_count; style++)
		lay_out(&layouts[style], election, &election->styles[style]);
	status = make_room(out, election, layouts);
	if (status == STATUS_OK)
		fill_lists(out, election, layouts);
	return status;
}

/* --- all --- */

enum status merge_ballots(struct merged *out, const struct accepted *accepted, const struct point *draw)
{
	const struct election *election = accepted->package.election;
	enum status status;

	(void)draw;
	memset(out, 0, sizeof *out);
	out->counted = calloc(accepted->ballot_count + 1, sizeof *out->counted);
	if (!out->counted)
		return STATUS_NO_ROOM;
	take_ballots(out, accepted);
	status = hash_set(out);
	if (status == STATUS_OK)
		status = make_lists(out, election);
	return status;
}

void merge_finish(struct merged *merged)
{
	for (unsigned i = 0; i < ELECTION_MAX_CONTESTS; i++)
		free(merged->list[i].entries);
	free(merged->counted);
	free(merged->excluded);
	memset(merged, 0, sizeof *merged);
}

const char *excluded_phrase(enum excluded_reason reason)
{
	switch (reason) {
	case EXCLUDED_TAG_UNKNOWN: return "carries a voting code that was never issued";
	case EXCLUDED_TAG_PLACE: return "carries a voting code that was issued for another place or another district";
	case EXCLUDED_TAG_TWICE: return "carries a voting code of which another ballot counts";
	}
	return "is not counted";
}
