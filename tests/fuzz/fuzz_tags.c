/* The list of voting codes' tags that were issued, and the set of those that were used, against a plain list. */
#include "election.h"
#include "fuzz.h"
#include "tags.h"

enum { MOST = 40 };

static void fill_tag(uint8_t tag[static TAG_BYTES], uint8_t from)
{
	memset(tag, 0, TAG_BYTES);
	tag[from % 2 ? 0 : TAG_BYTES - 1] = (uint8_t)(from / 2);
}

static void set_against_list(struct input *input)
{
	uint8_t list[MOST][TAG_BYTES], tag[TAG_BYTES], head[2];
	struct tags tags;
	unsigned count = 0, most;

	take(input, head, sizeof head);
	most = 1 + head[0] % MOST;
	must(tags_init(&tags, most) == STATUS_OK);
	while (input->len > 0) {
		unsigned known = 0;

		take(input, head, sizeof head);
		fill_tag(tag, head[1]);
		for (unsigned i = 0; i < count; i++)
			known |= memcmp(list[i], tag, TAG_BYTES) == 0;
		must(!tags_have(&tags, tag) == !known);
		if (head[0] & 1) {
			enum status status = tags_add(&tags, tag);

			if (head[1] < 2 && status == STATUS_OK && !tags_have(&tags, tag))
				continue; /* the zero tag */
			must(status == (known ? STATUS_USED : count == most ? STATUS_NO_ROOM : STATUS_OK));
			if (status == STATUS_OK)
				memcpy(list[count++], tag, TAG_BYTES);
		}
	}
	tags_finish(&tags);
}

/* Any bytes as issued tags, sorted as the reader demands: each is found, with what stands beside it. */
static void issued_against_list(struct input *input)
{
	uint8_t tags[MOST][ISSUED_BYTES], tag[TAG_BYTES], from[3];
	struct election election = {.tags = tags[0], .place_count = 3, .style_count = 2};
	struct issued issued;

	while (input->len > 0 && election.tag_count < MOST) {
		uint32_t at = election.tag_count++;

		take(input, from, sizeof from);
		fill_tag(tag, from[0]);
		issued_write(tags[at], from[1] % 3, from[2] % 2, tag);
		for (; at > 0 && memcmp(tags[at - 1] + ISSUED_HASH, tags[at] + ISSUED_HASH, HASH_BYTES) > 0; at--) {
			uint8_t kept[ISSUED_BYTES];

			memcpy(kept, tags[at], ISSUED_BYTES);
			memcpy(tags[at], tags[at - 1], ISSUED_BYTES);
			memcpy(tags[at - 1], kept, ISSUED_BYTES);
		}
	}
	for (unsigned value = 0; value < 256; value++) {
		struct hash hash;
		int known = 0, found;

		fill_tag(tag, (uint8_t)value);
		issued_hash(&hash, tag);
		for (uint32_t i = 0; i < election.tag_count; i++)
			known |= memcmp(tags[i] + ISSUED_HASH, hash.bytes, HASH_BYTES) == 0;
		found = election_issued(&issued, &election, tag);
		must(!found == !known);
		if (found)
			must(issued.number < election.tag_count && issued.place < 3 && issued.style < 2 &&
			     memcmp(tags[issued.number] + ISSUED_HASH, hash.bytes, HASH_BYTES) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input input = {data, len};
	uint8_t what;

	take(&input, &what, 1);
	if (what & 1)
		set_against_list(&input);
	else
		issued_against_list(&input);
	return 0;
}
