/* Inside the Pabulib reader: what its sections share. Not for others. */
#ifndef FOLKMOOT_PABULIB_BUILDER_H
#define FOLKMOOT_PABULIB_BUILDER_H

#include "pabulib_ids.h"
#include "pabulib_tell.h"

enum { NO_COLUMN = ROW_MAX_FIELDS };

/* A section's texts while it grows. */
struct table_builder {
	const char **columns, **fields;
	size_t field_count, field_room;
};

struct builder {
	struct pabulib *file;
	struct pabulib_fault *fault;
	struct fault_teller teller; /* its mode is the reader's */
	struct text_look look;      /* the text's lines and commas: bounds of votes and marks */
	struct row_reader rows;
	struct row row;
	struct id_map keys, projects;
	struct short_map short_projects; /* those of the projects' ids that fit */
	struct table_builder project_table, vote_table;
	size_t meta_room, line_room, project_room, vote_room, mark_room;
	const char *eight_end; /* up to here eight bytes can be read at once */
};

/* What ends the reading in every mode. Fills the fault and returns STATUS_TEXT; no_memory returns STATUS_NO_ROOM. */
enum status builder_fail(struct builder *b, unsigned long line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum status builder_no_memory(struct builder *b);
/* What strict reading refuses or tells, by its kind, and lenient reading repairs: STATUS_TEXT, or STATUS_OK: go on. */
enum status MUST_CHECK builder_odd(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format,
                                   ...) __attribute__((format(printf, 4, 5)));
/* What no mode repairs, and only a check goes on after. */
enum status MUST_CHECK builder_wrong(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format,
                                     ...) __attribute__((format(printf, 4, 5)));
static inline int builder_strict(const struct builder *b)
{
	return b->teller.mode == PABULIB_STRICT;
}

/* "is not a number; …" for what decimal_read refused. */
const char *decimal_trouble(enum status status);
/* The cure of what lenient reading understands: "; write it so" in a check, else "". */
const char *write_it_so(const struct builder *b);
/* Makes room for one more than used; the array may move. NULL without memory. */
void *builder_grown(void *array, size_t used, size_t *room, size_t item);
/* A text of the file's own; NULL without memory. */
char *pabulib_own(struct pabulib *file, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* So many bytes of it. */
char *pabulib_own_bytes(struct pabulib *file, size_t len);

/* Reads the next row that holds anything into b->row; *ended is 1 at the end of the text. */
enum status MUST_CHECK builder_next_row(struct builder *b, int *ended);
/* Reads the row of column names below a title into b->row, and keeps them. known: names that are taken for what was
 * meant where only capitals or blanks differ, NULL behind the last. */
enum status MUST_CHECK builder_header(struct builder *b, struct pabulib_table *table, struct table_builder *texts,
                                      const char *title, const char *const *known);
/* Fields behind the last column. */
enum status MUST_CHECK builder_check_width(struct builder *b, unsigned columns, const char *section);
/* Keeps the fields of b->row. */
enum status MUST_CHECK builder_keep_row(struct builder *b, struct pabulib_table *table, struct table_builder *texts);
/* *is is 1 where b->row is that title, in capitals or (not in strict reading) otherwise. */
enum status MUST_CHECK builder_is_title(struct builder *b, int *is, const char *title);
/* "" where the file has no such column, or this row ends before it. */
char *row_text(const struct row *row, unsigned column);
unsigned table_column(const struct pabulib_table *table, const char *name);

/* Repairs in place, for lenient reading. number_repaired: "1 234,50" to "1234.50"; 1 where it was changed and is a
 * number now. */
int number_repaired(char *text);
/* Blanks of every kind around the fields of b->row: PB_BLANKS. */
enum status MUST_CHECK clean_row(struct builder *b);
/* The lists of a vote: empty places, blanks, unknown projects, points that are no numbers or too few or too many.
 * points is NULL where votes have none. */
enum status MUST_CHECK clean_vote(struct builder *b, uint32_t *lost, char *ids, char *points);
/* Votes of one voter after the first: told, and left out of what was read but in strict reading. */
enum status MUST_CHECK builder_voters_twice(struct builder *b, unsigned voter_column);

/* The sections. builder_meta reads from the beginning and takes the title PROJECTS, builder_projects takes VOTES,
 * builder_votes goes to the end. */
enum status MUST_CHECK builder_meta(struct builder *b);
enum status MUST_CHECK builder_projects(struct builder *b);
enum status MUST_CHECK builder_votes(struct builder *b);
/* META's numbers against the rows'. */
enum status MUST_CHECK builder_count(struct builder *b, const char *key, size_t rows, const char *what);

#endif
