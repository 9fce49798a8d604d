#include "pabulib_builder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status builder_fail(struct builder *b, unsigned long line, const char *format, ...)
{
	va_list list;

	b->fault->line = line;
	va_start(list, format);
	vsnprintf(b->fault->what, sizeof b->fault->what, format, list);
	va_end(list);
	return STATUS_TEXT;
}

void builder_remark(struct builder *b, unsigned long line, const char *format, ...)
{
	struct pabulib_fault note = {.line = line};
	va_list list;

	if (!b->note)
		return;
	va_start(list, format);
	vsnprintf(note.what, sizeof note.what, format, list);
	va_end(list);
	b->note(b->context, &note);
}

enum status builder_no_memory(struct builder *b)
{
	(void)builder_fail(
	    b, 0, "there is not enough memory to read this file; close other programs or use a larger machine");
	return STATUS_NO_ROOM;
}

void *builder_grown(void *array, size_t used, size_t *room, size_t item)
{
	size_t larger = *room ? *room * 2 : 256;
	void *moved;

	if (used < *room)
		return array;
	moved = realloc(array, larger * item);
	if (moved)
		*room = larger;
	return moved;
}

const char *decimal_trouble(enum status status)
{
	return status == STATUS_RANGE ? "is too large, or has more than six decimal places"
	                              : "is not a number; write it with digits, and a point before decimals";
}

/* --- rows
 * ---------------------------------------------------------------------------------------------------------------------
 */

static int row_is_empty(const struct row *row)
{
	for (unsigned i = 0; i < row->count; i++) {
		if (*row->field[i])
			return 0;
	}
	return 1;
}

enum status builder_next_row(struct builder *b, int *ended)
{
	enum row_result result;

	do {
		result = row_read(&b->rows, &b->row);
	} while (result == ROW_READ && row_is_empty(&b->row));
	*ended = result == ROW_END;
	switch (result) {
	case ROW_READ:
		if (b->row.blanks && !b->blanks_told++)
			builder_remark(b, b->row.line,
			               "blanks around a field are left out, here and everywhere in this file");
		return STATUS_OK;
	case ROW_END: return STATUS_OK;
	case ROW_QUOTE_OPEN:
		return builder_fail(b, b->row.line,
		                    "a quotation mark is opened and never closed; a \" inside a field is written \"\"");
	case ROW_AFTER_QUOTE:
		return builder_fail(b, b->row.line,
		                    "text follows after a closing quotation mark; a \" inside a field is written \"\"");
	case ROW_TOO_WIDE: return builder_fail(b, b->row.line, "has more than %d fields", ROW_MAX_FIELDS);
	}
	return STATUS_INTERNAL;
}

int row_is_title(const struct row *row, const char *title)
{
	for (unsigned i = 1; i < row->count; i++) {
		if (*row->field[i])
			return 0;
	}
	return strcmp(row->field[0], title) == 0;
}

char *row_text(const struct row *row, unsigned column)
{
	static char nothing[1];

	return column < row->count ? row->field[column] : nothing;
}

unsigned header_find(const struct row *header, const char *name)
{
	for (unsigned i = 0; i < header->count; i++) {
		if (strcmp(header->field[i], name) == 0)
			return i;
	}
	return NO_COLUMN;
}

enum status builder_header(struct builder *b, struct pabulib_table *table, struct table_builder *texts,
                           const char *title)
{
	int ended;
	enum status status = builder_next_row(b, &ended);

	if (status != STATUS_OK)
		return status;
	if (ended)
		return builder_fail(b, 0, "ends after the title %s; the names of its columns are missing", title);
	for (unsigned i = 0; i < b->row.count; i++) {
		if (*b->row.field[i] && header_find(&b->row, b->row.field[i]) < i)
			return builder_fail(b, b->row.line, "the column '%.40s' stands twice", b->row.field[i]);
	}
	if (!table)
		return STATUS_OK;
	texts->columns = malloc(b->row.count * sizeof *texts->columns);
	if (!texts->columns)
		return builder_no_memory(b);
	table->columns = texts->columns;
	table->column_count = b->row.count;
	for (unsigned i = 0; i < b->row.count; i++)
		texts->columns[i] = b->row.field[i];
	return STATUS_OK;
}

enum status builder_check_width(struct builder *b, unsigned columns, const char *section)
{
	for (unsigned i = columns; i < b->row.count; i++) {
		if (*b->row.field[i])
			return builder_fail(
			    b, b->row.line,
			    "has %u fields where %s has %u columns; a field that holds ';' needs quotation "
			    "marks around it",
			    b->row.count, section, columns);
	}
	return STATUS_OK;
}

enum status builder_keep_row(struct builder *b, struct pabulib_table *table, struct table_builder *texts)
{
	size_t needed = texts->field_count + table->column_count;

	if (needed > texts->field_room) {
		size_t larger = texts->field_room * 2 > needed ? texts->field_room * 2 : needed + 256;
		const char **moved = realloc(texts->fields, larger * sizeof *moved);

		if (!moved)
			return builder_no_memory(b);
		table->fields = texts->fields = moved;
		texts->field_room = larger;
	}
	for (unsigned i = 0; i < table->column_count; i++)
		texts->fields[texts->field_count++] = row_text(&b->row, i);
	table->row_count++;
	return STATUS_OK;
}
