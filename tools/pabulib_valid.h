/* A validator for Pabulib files: everything that the field's own checker looks at, errors and warnings told apart as it
 * does. */
#ifndef FOLKMOOT_PABULIB_VALID_H
#define FOLKMOOT_PABULIB_VALID_H

#include "pabulib_tell.h"

/* Reads the text in a check (pabulib_read_as, PABULIB_CHECKED) and tells all faults. STATUS_OK: it was read to its end,
 * which does not say that no error was told. STATUS_TEXT: it cannot be read on; the last fault told says why.
 * STATUS_NO_ROOM without memory. */
enum status MUST_CHECK pabulib_validate(char *text, size_t len, pabulib_note *note, void *context);

/* Its parts. */
void valid_meta(const struct pabulib *file, struct fault_teller *teller);
void valid_columns(const struct pabulib *file, struct fault_teller *teller);
void valid_values(const struct pabulib *file, struct fault_teller *teller);
enum status MUST_CHECK valid_labels(const struct pabulib *file, struct fault_teller *teller);
/* What was selected, against the budget and the rule that META tells. */
enum status MUST_CHECK valid_selected(const struct pabulib *file, struct fault_teller *teller);

/* A project's field by its column's name, "" where there is none. */
const char *project_field(const struct pabulib *file, uint32_t project, const char *column);

#endif
