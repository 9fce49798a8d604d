/* Writes Pabulib files: what was read, or what a record's votes say. UTF-8, LF, fields quoted only where they must be.
 */
#ifndef FOLKMOOT_PABULIB_WRITE_H
#define FOLKMOOT_PABULIB_WRITE_H

#include <stdio.h>

#include "pabulib.h"

/* All texts are the caller's and never NULL. */
struct pabulib_text {
	size_t meta_count;
	const struct pabulib_meta *meta;
	struct pabulib_table projects, votes;
};

/* One row. */
void pabulib_put_row(FILE *out, const char *const *fields, unsigned count);
/* STATUS_IO where the stream could not take it. */
enum status MUST_CHECK pabulib_write(FILE *out, const struct pabulib_text *text);
/* All that was read, unknown keys and columns too, in the file's order. The arrays belong to the file. */
void pabulib_text_of(struct pabulib_text *out, const struct pabulib *file);

#endif
