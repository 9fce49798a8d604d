#include "codes.h"

#include "text_out.h"

enum status codes_text(struct bytes *out, const struct accepted *accepted)
{
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < accepted->ballot_count; i++) {
		const struct accepted_ballot *ballot = &accepted->ballots[i];
		char code[CODE_TEXT_BYTES];

		confirmation_text(code, &ballot->code);
		fprintf(text.stream, "%s %s\n", code, ballot->opened ? "test ballot" : "counted");
	}
	return text_end(out, &text);
}
