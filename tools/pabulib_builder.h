/* Inside the Pabulib reader: what its sections share. Not for others. */
#ifndef FOLKMOOT_PABULIB_BUILDER_H
#define FOLKMOOT_PABULIB_BUILDER_H

#include "pabulib.h"

enum { NO_COLUMN = ROW_MAX_FIELDS };

/* A section's texts while it grows. */
struct table_builder {
	const char **columns, **fields;
	size_t field_count, field_room;
};

struct builder {
	struct pabulib *file;
	struct pabulib_fault *fault;
	pabulib_note *note;
	void *context;
	struct row_reader rows;
	struct row row;
	struct id_map keys, projects, voters;
	struct table_builder project_table, vote_table;
	size_t meta_room, project_room, vote_room, mark_room;
	size_t same_voters;
	int blanks_told;
};

/* Fills the fault and returns STATUS_TEXT; no_memory returns STATUS_NO_ROOM. */
enum status builder_fail(struct builder *b, unsigned long line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum status builder_no_memory(struct builder *b);
void builder_remark(struct builder *b, unsigned long line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "is not a number; …" for what decimal_read refused. */
const char *decimal_trouble(enum status status);
/* Makes room for one more than used; the array may move. NULL without memory. */
void *builder_grown(void *array, size_t used, size_t *room, size_t item);

/* Reads the next row that holds anything into b->row; *ended is 1 at the end of the text. */
enum status MUST_CHECK builder_next_row(struct builder *b, int *ended);
/* Reads the row of column names below a title into b->row, and keeps them. */
enum status MUST_CHECK builder_header(struct builder *b, struct pabulib_table *table, struct table_builder *texts,
                                      const char *title);
/* Keeps the fields of b->row. */
enum status MUST_CHECK builder_keep_row(struct builder *b, struct pabulib_table *table, struct table_builder *texts);
enum status MUST_CHECK builder_check_width(struct builder *b, unsigned columns, const char *section);
int row_is_title(const struct row *row, const char *title);
/* "" where the file has no such column, or this row ends before it. */
char *row_text(const struct row *row, unsigned column);
unsigned header_find(const struct row *header, const char *name);

/* The sections. read_projects begins behind the title PROJECTS and takes the title VOTES, read_votes goes to the end.
 */
enum status MUST_CHECK builder_projects(struct builder *b);
enum status MUST_CHECK builder_votes(struct builder *b);

#endif
