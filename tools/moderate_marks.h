/* Which texts are withheld, as the organiser says it: numbers on the command line, a file of numbers, or the table of
 * all texts with a column filled in. */
#ifndef FOLKMOOT_MODERATE_MARKS_H
#define FOLKMOOT_MODERATE_MARKS_H

#include "moderate_texts.h"

/* "3,7,12-15". reason is kept as a pointer. Told: a number that there is not, or anything else. */
enum status MUST_CHECK marks_from_numbers(struct moderated_texts *texts, const char *numbers, const char *reason);
/* A file that stays in memory: one number on each line; or a table as moderated_texts_csv writes it, with commas or
 * semicolons, "withhold" in its column decision and the reason in the column reason. reason: for lines that give none,
 * may be NULL. Changes the file's bytes. */
enum status MUST_CHECK marks_from_file(struct moderated_texts *texts, struct bytes *file, const char *path,
                                       const char *reason);

#endif
