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

/* --- voting codes --- */

/* A ballot whose tag was issued for its place and style. */
static int tag_holds(struct excluded *out, struct issued *issued, const struct election *election,
                     const struct accepted_ballot *ballot)
{
	out->ballot = ballot;
	out->reason = EXCLUDED_TAG_UNKNOWN;
	if (!election_issued(issued, election, ballot->body + AT_TAG))
		return 0;
	out->reason = EXCLUDED_TAG_PLACE;
	return issued->style == style_of(ballot) &&
	       strcmp(election->places[issued->place], ballot->export->kiosk->place) == 0;
}

/* The ballots that may count, and those that may not. numbers: of each that may count, its tag's number. */
static enum status take_ballots(struct merged *out, uint32_t **numbers, const struct accepted *accepted)
{
	const struct election *election = accepted->package.election;
	size_t count = 0;

	out->counted = calloc(accepted->ballot_count + 1, sizeof(const struct accepted_ballot *));
	out->excluded = calloc(accepted->ballot_count + 1, sizeof *out->excluded);
	*numbers = calloc(accepted->ballot_count + 1, sizeof **numbers);
	if (!out->counted || !out->excluded || !*numbers)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < accepted->ballot_count; i++) {
		const struct accepted_ballot *ballot = &accepted->ballots[i];
		struct issued issued = {0};

		if (!is_cast(ballot))
			continue;
		if (election->admission == ADMISSION_CODE &&
		    !tag_holds(&out->excluded[out->excluded_count], &issued, election, ballot)) {
			out->excluded_count++;
			continue;
		}
		(*numbers)[count] = issued.number;
		out->counted[count++] = ballot;
	}
	out->counted_count = count;
	return STATUS_OK;
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

/* P: from the election and all that was merged, so that nobody knows it before, and a change of either is another. */
static void draw_point(struct merged *out, const struct hash *election)
{
	struct transcript transcript;
	uint8_t wide[64];

	transcript_init(&transcript, "folkmoot/draw/1");
	transcript_append(&transcript, "election", election->bytes, HASH_BYTES);
	transcript_append(&transcript, "set", out->set.bytes, HASH_BYTES);
	transcript_wide(wide, &transcript, "point");
	point_from_hash(&out->draw, wide);
}

/* The place of one ballot among those with its tag: nobody who made it knew R. First by its kiosk, so that one who
 * makes many ballots for one code draws no more lots than who makes one. */
struct rank {
	struct hash kiosk, ballot;
};

static void draw_rank(struct rank *out, const struct point *draw, const struct accepted_ballot *ballot)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/draw-rank/1");
	transcript_append_point(&transcript, "draw", draw);
	transcript_append(&transcript, "tag", ballot->body + AT_TAG, TAG_BYTES);
	transcript_append(&transcript, "kiosk", ballot->export->kiosk->key.key, SIGN_KEY_BYTES);
	transcript_hash(&out->kiosk, &transcript, "kiosk");
	transcript_append(&transcript, "code", ballot->code.bytes, HASH_BYTES);
	transcript_hash(&out->ballot, &transcript, "rank");
}

static int rank_compare(const struct rank *a, const struct rank *b)
{
	int order = hash_compare(&a->kiosk, &b->kiosk);

	return order ? order : hash_compare(&a->ballot, &b->ballot);
}

/* Who carries a tag: by its number in the election. */
struct carriers {
	uint32_t count;
	const struct accepted_ballot *first; /* the one that counts, once there was a draw */
};

/* A ballot whose code another one carries too. */
struct double_ballot {
	uint32_t tag;
	const struct accepted_ballot *ballot;
};

static int by_tag_and_kiosk(const void *left, const void *right)
{
	const struct double_ballot *a = left, *b = right;

	if (a->tag != b->tag)
		return a->tag < b->tag ? -1 : 1;
	if (a->ballot->export->kiosk != b->ballot->export->kiosk)
		return a->ballot->export->kiosk < b->ballot->export->kiosk ? -1 : 1;
	return hash_compare(&a->ballot->code, &b->ballot->code);
}

static enum status find_repeated(struct merged *out, struct double_ballot *doubles)
{
	out->repeated = calloc(out->doubled_count + 1, sizeof *out->repeated);
	if (!out->repeated)
		return STATUS_NO_ROOM;
	qsort(doubles, out->doubled_count, sizeof *doubles, by_tag_and_kiosk);
	for (size_t i = 1; i < out->doubled_count; i++)
		if (doubles[i].tag == doubles[i - 1].tag &&
		    doubles[i].ballot->export->kiosk == doubles[i - 1].ballot->export->kiosk)
			out->repeated[out->repeated_count++] =
			    (struct repeated){doubles[i - 1].ballot, doubles[i].ballot};
	return STATUS_OK;
}

static enum status find_doubles(struct merged *out, struct carriers *carriers, const uint32_t *numbers)
{
	struct double_ballot *doubles;
	enum status status = STATUS_NO_ROOM;

	for (size_t i = 0; i < out->counted_count; i++) {
		uint32_t count = ++carriers[numbers[i]].count;

		out->used += count == 1;
		out->doubles += count == 2;
	}
	if (out->doubles == 0)
		return STATUS_OK;
	out->doubled = calloc(out->counted_count + 1, sizeof(const struct accepted_ballot *));
	doubles = calloc(out->counted_count + 1, sizeof *doubles);
	if (out->doubled && doubles) {
		for (size_t i = 0; i < out->counted_count; i++) {
			if (carriers[numbers[i]].count < 2)
				continue;
			doubles[out->doubled_count] = (struct double_ballot){numbers[i], out->counted[i]};
			out->doubled[out->doubled_count++] = out->counted[i];
		}
		status = find_repeated(out, doubles);
	}
	free(doubles);
	return status;
}

static void take_lowest(struct carriers *of_tag, const struct accepted_ballot *ballot, const struct point *draw)
{
	struct rank rank, lowest;

	if (of_tag->first && of_tag->count > 1) {
		draw_rank(&rank, draw, ballot);
		draw_rank(&lowest, draw, of_tag->first);
		if (rank_compare(&rank, &lowest) >= 0)
			return;
	}
	of_tag->first = ballot;
}

static int by_code(const void *left, const void *right)
{
	const struct excluded *a = left, *b = right;

	return hash_compare(&a->ballot->code, &b->ballot->code);
}

static void decide_doubles(struct merged *out, struct carriers *carriers, const uint32_t *numbers,
                           const struct point *draw)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->counted_count; i++)
		take_lowest(&carriers[numbers[i]], out->counted[i], draw);
	for (size_t i = 0; i < out->counted_count; i++) {
		const struct accepted_ballot *ballot = out->counted[i];

		if (carriers[numbers[i]].first == ballot)
			out->counted[kept++] = ballot;
		else
			out->excluded[out->excluded_count++] =
			    (struct excluded){.ballot = ballot, .reason = EXCLUDED_TAG_TWICE};
	}
	out->counted_count = kept;
	qsort(out->excluded, out->excluded_count, sizeof *out->excluded, by_code);
}

/* One ballot for each code. */
static enum status settle_doubles(struct merged *out, const struct package *package, const uint32_t *numbers,
                                  const struct point *draw)
{
	struct carriers *carriers = calloc((size_t)package->election->tag_count + 1, sizeof *carriers);
	enum status status = STATUS_NO_ROOM;

	if (carriers)
		status = find_doubles(out, carriers, numbers);
	if (status == STATUS_OK && out->doubles > 0) {
		draw_point(out, &package->hash);
		if (draw)
			decide_doubles(out, carriers, numbers, draw);
		else
			out->waits_for_draw = 1;
	}
	free(carriers);
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
	uint32_t *numbers = NULL;
	enum status status;

	memset(out, 0, sizeof *out);
	status = take_ballots(out, &numbers, accepted);
	if (status == STATUS_OK)
		status = hash_set(out);
	if (status == STATUS_OK && election->admission == ADMISSION_CODE)
		status = settle_doubles(out, &accepted->package, numbers, draw);
	free(numbers);
	if (status == STATUS_OK && !out->waits_for_draw)
		return make_lists(out, election);
	out->counted_count = 0;
	return status;
}

void merge_finish(struct merged *merged)
{
	for (unsigned i = 0; i < ELECTION_MAX_CONTESTS; i++)
		free(merged->list[i].entries);
	free(merged->counted);
	free(merged->excluded);
	free(merged->doubled);
	free(merged->repeated);
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
