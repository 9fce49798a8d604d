#include "confirmations.h"

#include "text_out.h"

enum status confirmations_text(struct bytes *out, const struct accepted *accepted, const struct merged *merged)
{
	struct text_out text;
	size_t next = 0, waiting = 0;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < accepted->ballot_count; i++) {
		const struct accepted_ballot *ballot = &accepted->ballots[i];
		char code[CODE_TEXT_BYTES];

		confirmation_text(code, &ballot->code);
		if (ballot->opened)
			fprintf(text.stream, "%s test ballot\n", code);
		/* All of these ascend by code. */
		else if (merged && merged->waits_for_draw && waiting < merged->doubled_count &&
		         merged->doubled[waiting] == ballot) {
			fprintf(text.stream, "%s waits for the draw\n", code);
			waiting++;
		} else if (merged && next < merged->excluded_count && merged->excluded[next].ballot == ballot)
			fprintf(text.stream, "%s not counted: %s\n", code,
			        excluded_phrase(merged->excluded[next++].reason));
		else
			fprintf(text.stream, "%s counted\n", code);
	}
	return text_end(out, &text);
}
