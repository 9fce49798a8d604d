#include "pabulib_builder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- faults --- */

static enum status refused(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format,
                           va_list list) __attribute__((format(printf, 4, 0)));

static enum status refused(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format,
                           va_list list)
{
	fault_fill(b->fault, PABULIB_STRICT, kind, line, format, list);
	b->fault->level = PABULIB_ERROR;
	return STATUS_TEXT;
}

enum status builder_fail(struct builder *b, unsigned long line, const char *format, ...)
{
	enum status status;
	va_list list;

	va_start(list, format);
	status = refused(b, PB_OTHER, line, format, list);
	va_end(list);
	return status;
}

static void told(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format, va_list list)
    __attribute__((format(printf, 4, 0)));

static void told(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format, va_list list)
{
	char what[sizeof b->fault->what];

	(void)vsnprintf(what, sizeof what, format, list);
	fault_tell(&b->teller, kind, line, "%s", what);
}

enum status builder_odd(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format, ...)
{
	enum status status = STATUS_OK;
	va_list list;

	va_start(list, format);
	if (builder_strict(b) && pabulib_traits(kind)->strict == STRICT_REFUSES)
		status = refused(b, kind, line, format, list);
	else
		told(b, kind, line, format, list);
	va_end(list);
	return status;
}

enum status builder_wrong(struct builder *b, enum pabulib_kind kind, unsigned long line, const char *format, ...)
{
	enum status status = STATUS_OK;
	va_list list;

	va_start(list, format);
	if (b->teller.mode == PABULIB_CHECKED)
		told(b, kind, line, format, list);
	else
		status = refused(b, kind, line, format, list);
	va_end(list);
	return status;
}

enum status builder_no_memory(struct builder *b)
{
	(void)builder_fail(
	    b, 0, "there is not enough memory to read this file; close other programs or use a larger machine");
	return STATUS_NO_ROOM;
}

const char *decimal_trouble(enum status status)
{
	return status == STATUS_RANGE ? "is too large, or has more than six decimal places"
	                              : "is not a number; write it with digits, and a point before decimals";
}

const char *write_it_so(const struct builder *b)
{
	return b->teller.mode == PABULIB_CHECKED ? "; write it so" : "";
}

/* --- memory --- */

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

struct pabulib_owned {
	struct pabulib_owned *next;
	char text[];
};

char *pabulib_own_bytes(struct pabulib *file, size_t len)
{
	struct pabulib_owned *owned = malloc(sizeof *owned + len);

	if (!owned)
		return NULL;
	owned->next = file->owned;
	file->owned = owned;
	return owned->text;
}

char *pabulib_own(struct pabulib *file, const char *format, ...)
{
	va_list list, again;
	char *text = NULL;
	int len;

	va_start(list, format);
	va_copy(again, list);
	len = vsnprintf(NULL, 0, format, list);
	if (len >= 0)
		text = pabulib_own_bytes(file, (size_t)len + 1);
	if (text)
		(void)vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	va_end(list);
	return text;
}

void pabulib_destroy(struct pabulib *file)
{
	if (!file)
		return;
	free(file->meta);
	free(file->meta_line);
	free(file->projects);
	free(file->votes);
	free(file->marks);
	free((void *)file->project_table.columns);
	free((void *)file->project_table.fields);
	free((void *)file->vote_table.columns);
	free((void *)file->vote_table.fields);
	while (file->owned) {
		struct pabulib_owned *next = file->owned->next;

		free(file->owned);
		file->owned = next;
	}
	free(file);
}

/* --- rows --- */

static int row_is_empty(const struct row *row)
{
	for (unsigned i = 0; i < row->count; i++) {
		if (*row->field[i])
			return 0;
	}
	return 1;
}

static enum status row_trouble(struct builder *b, enum row_result result)
{
	switch (result) {
	case ROW_READ:
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

enum status builder_next_row(struct builder *b, int *ended)
{
	enum row_result result;
	enum status status = STATUS_OK;
	int skip;

	do {
		result = row_read(&b->rows, &b->row);
		*ended = result == ROW_END;
		for (unsigned long i = 0; i < b->row.empty_count && status == STATUS_OK; i++)
			status = builder_odd(b, PB_EMPTY_LINE, b->row.empty_line + i, "the line is empty");
		if (status == STATUS_OK)
			status = row_trouble(b, result);
		if (status == STATUS_OK && result == ROW_READ && (b->row.blanks || !builder_strict(b)))
			status = clean_row(b);
		skip = result == ROW_READ && row_is_empty(&b->row);
		if (status == STATUS_OK && skip)
			status = builder_odd(b, PB_EMPTY_ROW, b->row.line, "the row holds nothing but delimiters");
	} while (status == STATUS_OK && skip);
	return status;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int same_letters(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

enum status builder_is_title(struct builder *b, int *is, const char *title)
{
	const struct row *row = &b->row;
	int rest = 0;

	*is = 0;
	if (lower(row->field[0][0]) != lower(title[0]))
		return STATUS_OK;
	for (unsigned i = 1; i < row->count && !rest; i++)
		rest = *row->field[i] != '\0';
	if (rest || !same_letters(row->field[0], title))
		return STATUS_OK;
	if (strcmp(row->field[0], title) != 0 && builder_strict(b))
		return STATUS_OK;
	*is = 1;
	if (strcmp(row->field[0], title) != 0)
		return builder_odd(b, PB_TITLE, row->line, "the title %s is written '%s'", title, row->field[0]);
	if (row->count > 1)
		return builder_odd(b, PB_TRAILING, row->line, "';' follows the title %s", title);
	return STATUS_OK;
}

char *row_text(const struct row *row, unsigned column)
{
	static char nothing[1];

	return column < row->count ? row->field[column] : nothing;
}

unsigned table_column(const struct pabulib_table *table, const char *name)
{
	for (unsigned i = 0; i < table->column_count; i++) {
		if (strcmp(table->columns[i], name) == 0)
			return i;
	}
	return NO_COLUMN;
}

/* --- columns --- */

static unsigned columns_before(const struct pabulib_table *table, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(table->columns[i], name) == 0)
			return i;
	}
	return NO_COLUMN;
}

/* A known column written in another way takes its name, unless that stands too. */
static enum status name_columns(struct builder *b, struct pabulib_table *table, struct table_builder *texts,
                                const char *const *known)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < table->column_count && status == STATUS_OK; i++) {
		for (size_t k = 0; known[k] && status == STATUS_OK; k++) {
			if (strcmp(known[k], texts->columns[i]) == 0 || !same_letters(known[k], texts->columns[i]) ||
			    table_column(table, known[k]) != NO_COLUMN)
				continue;
			status = builder_odd(b, PB_COLUMN_NAME, b->row.line, "the column '%s' is written '%.40s'",
			                     known[k], texts->columns[i]);
			texts->columns[i] = known[k];
		}
	}
	return status;
}

static enum status rename_twice(struct builder *b, struct table_builder *texts, unsigned column)
{
	enum status status =
	    builder_odd(b, PB_COLUMN_TWICE, b->row.line, "the column '%.40s' stands twice", texts->columns[column]);

	if (status != STATUS_OK)
		return status;
	texts->columns[column] = pabulib_own(b->file, "%s-%u", texts->columns[column], column + 1);
	return texts->columns[column] ? STATUS_OK : builder_no_memory(b);
}

enum status builder_header(struct builder *b, struct pabulib_table *table, struct table_builder *texts,
                           const char *title, const char *const *known)
{
	int ended;
	unsigned count;
	enum status status = builder_next_row(b, &ended);

	if (status != STATUS_OK)
		return status;
	if (ended)
		return builder_fail(b, 0, "ends after the title %s; the names of its columns are missing", title);
	for (count = b->row.count; count > 1 && !*b->row.field[count - 1]; count--)
		;
	if (count < b->row.count)
		status = builder_odd(b, PB_TRAILING, b->row.line, "';' follows the last column's name");
	texts->columns = calloc(count, sizeof *texts->columns);
	if (!texts->columns)
		return builder_no_memory(b);
	table->columns = texts->columns;
	table->column_count = count;
	for (unsigned i = 0; i < count; i++)
		texts->columns[i] = b->row.field[i];
	if (!builder_strict(b) && status == STATUS_OK)
		status = name_columns(b, table, texts, known);
	for (unsigned i = 1; i < count && status == STATUS_OK; i++) {
		if (*texts->columns[i] && columns_before(table, i, texts->columns[i]) != NO_COLUMN)
			status = rename_twice(b, texts, i);
	}
	return status;
}

enum status builder_check_width(struct builder *b, unsigned columns, const char *section)
{
	if (b->row.count <= columns)
		return STATUS_OK;
	for (unsigned i = columns; i < b->row.count; i++) {
		if (*b->row.field[i])
			return builder_odd(b, PB_EXTRA_FIELDS, b->row.line, "has %u fields where %s has %u columns%s",
			                   b->row.count, section, columns,
			                   b->teller.mode != PABULIB_LENIENT ? ""
			                   : strcmp(section, "META") == 0    ? "; they are taken for one value"
			                                                     : "; those behind are left out");
	}
	return builder_odd(b, PB_TRAILING, b->row.line, "';' stands at the end, where %s has no column", section);
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
