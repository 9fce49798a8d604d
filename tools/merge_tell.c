/* What a merge says to people. */
#include <stdio.h>

#include "cli.h"
#include "merge.h"

enum { TELL_MOST = 20 };

static void tell_excluded(const struct merged *merged, enum excluded_reason reason)
{
	char code[CODE_TEXT_BYTES];
	size_t count = 0;

	for (size_t i = 0; i < merged->excluded_count; i++) {
		const struct accepted_ballot *ballot = merged->excluded[i].ballot;

		if (merged->excluded[i].reason != reason || ++count > TELL_MOST)
			continue;
		confirmation_text(code, &ballot->code);
		printf("Not counted: ballot %s of %s (%s) %s.\n", code, ballot->export->kiosk->name,
		       ballot->export->kiosk->place, excluded_phrase(reason));
	}
	if (count > TELL_MOST)
		printf("             … and %zu more that each %s.\n", count - TELL_MOST, excluded_phrase(reason));
}

static void tell_repeated(const struct merged *merged)
{
	char one[CODE_TEXT_BYTES], other[CODE_TEXT_BYTES];

	for (size_t i = 0; i < merged->repeated_count && i < TELL_MOST; i++) {
		const struct repeated *repeated = &merged->repeated[i];

		confirmation_text(one, &repeated->one->code);
		confirmation_text(other, &repeated->other->code);
		printf("Examine %s (%s): it took one voting code twice, for ballots %s and %s; an honest kiosk "
		       "refuses the second.\n",
		       repeated->one->export->kiosk->name, repeated->one->export->kiosk->place, one, other);
	}
	if (merged->repeated_count > TELL_MOST)
		printf("        … and %zu more such ballots.\n", merged->repeated_count - TELL_MOST);
}

void merge_tell(const struct merged *merged)
{
	tell_excluded(merged, EXCLUDED_TAG_UNKNOWN);
	tell_excluded(merged, EXCLUDED_TAG_PLACE);
	tell_excluded(merged, EXCLUDED_TAG_TWICE);
	tell_repeated(merged);
	if (merged->waits_for_draw)
		printf("Not decided: %zu voting code%s came with several ballots (%zu in all); of each one counts, "
		       "which the trustees draw at the count.\n",
		       merged->doubles, plural(merged->doubles), merged->doubled_count);
}
